//! One fixed tree for sums and all other reductions.
//!
//! Elements are taken in strips of [`STRIP`], which are rows of [`BLOCK`]. The rows of a strip are combined column by
//! column, one after the other; then the upper half of the columns (filled up with the neutral element) is combined with the
//! lower, again and again. The results of the strips are combined in pairs of neighbours, then pairs of pairs, what is left over
//! at the end. The tree depends on the number of elements alone, so that neither the number of threads nor the width of
//! vectors changes a bit, and the error of a sum grows with the logarithm of its length.

use gradus_symbolic::computation::Reduction;

use crate::math::{Level, Vector, Work};
use crate::{Element, Number};

/// Elements of a block.
pub const BLOCK: usize = 256;

/// Blocks of a strip.
const ROWS: usize = 4;

/// Elements of a strip.
pub const STRIP: usize = ROWS * BLOCK;

/// Levels of the tree above the strips: more than memory can hold.
const LEVELS: usize = 40;

/// Reduces elements by the fixed tree.
///
/// Of no elements the sum is 0, the product 1, the least +inf and the greatest -inf.
///
/// ```
/// use gradus_eval::reduction::reduce;
/// use gradus_symbolic::computation::Reduction;
///
/// assert_eq!(reduce(Reduction::Sum, &[1.0, 2.0, 3.0]), 6.0);
/// assert_eq!(reduce(Reduction::Max, &[1.0, 2.0, 3.0]), 3.0);
/// ```
pub fn reduce<T: Element>(reduction: Reduction, elements: &[T]) -> T {
    if reduction == Reduction::Count {
        return T::number(elements.len() as f64);
    }
    if elements.len() > BLOCK {
        return T::on_lanes(
            Level::chosen(),
            Strips {
                reduction,
                elements,
            },
        );
    }
    if elements.is_empty() {
        return Tree::new(reduction).finish();
    }
    reduce_block(reduction, elements)
}

/// Reduces up to [`BLOCK`] elements.
///
/// # Panics
/// If there are more.
pub fn reduce_block<T: Element>(reduction: Reduction, elements: &[T]) -> T {
    if reduction == Reduction::Count {
        return T::number(elements.len() as f64);
    }
    if elements.len() <= FEW {
        return fold_few(reduction, elements);
    }
    T::on_lanes(
        Level::chosen(),
        Fold {
            reduction,
            elements,
        },
    )
}

/// Elements that are not worth vectors.
const FEW: usize = 16;

/// Reduces so few elements, as a block.
fn fold_few<T: Element>(reduction: Reduction, elements: &[T]) -> T {
    let mut few = [padding(reduction); FEW];
    few[..elements.len()].copy_from_slice(elements);
    fold_numbers(reduction, &mut few);
    few[0]
}

/// Combines the upper half of a power of two of numbers with the lower, again and again, until one is left, the first.
#[inline(always)]
fn fold_numbers<T: Element>(reduction: Reduction, numbers: &mut [T]) {
    let mut width = numbers.len();
    while width > 1 {
        width /= 2;
        let (lower, upper) = numbers.split_at_mut(width);
        for (a, b) in lower.iter_mut().zip(upper) {
            *a = combine(reduction, *a, *b);
        }
    }
}

/// The tree of a block of more than [`FEW`] elements.
struct Fold<'a, T> {
    reduction: Reduction,
    elements: &'a [T],
}

/// Half a block.
const HALF: usize = BLOCK / 2;

/// Numbers of half a block, so placed that no vector of them lies across lines of a cache.
#[repr(align(64))]
struct Half<T>([T; HALF]);

impl<T: Element> Work<T> for Fold<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<V: Vector<Scalar = T>>(self) -> T {
        match self.reduction {
            Reduction::Sum | Reduction::Count => self.by::<V>(Reduction::Sum, V::add),
            Reduction::Product => self.by::<V>(Reduction::Product, V::mul),
            Reduction::Min => self.by::<V>(Reduction::Min, least),
            Reduction::Max => self.by::<V>(Reduction::Max, greatest),
        }
    }
}

/// The smaller of two numbers, of equal ones the first; NaN if either is.
#[inline(always)]
fn least<V: Vector>(a: V, b: V) -> V {
    let smaller = V::select(b.less(a), b, a);
    V::select(b.equal(b), smaller, b)
}

/// The greater of two numbers, of equal ones the first; NaN if either is.
#[inline(always)]
fn greatest<V: Vector>(a: V, b: V) -> V {
    let greater = V::select(a.less(b), b, a);
    V::select(b.equal(b), greater, b)
}

impl<T: Element> Fold<'_, T> {
    /// A narrower block gives the same bits: combining with the neutral element changes nothing.
    #[inline(always)]
    fn by<V: Vector<Scalar = T>>(self, reduction: Reduction, combine: impl Fn(V, V) -> V) -> T {
        let width = self.elements.len().next_power_of_two() / 2;
        let (lower, upper) = self.elements.split_at(width);
        let mut block = Half([padding(reduction); HALF]);
        let block = &mut block.0[..width];
        if upper.len() == width {
            halve::<V>([lower, upper], block, &combine);
        } else {
            let mut filled = Half([padding(reduction); HALF]);
            filled.0[..upper.len()].copy_from_slice(upper);
            halve::<V>([lower, &filled.0[..width]], block, &combine);
        }
        fold_columns::<V>(reduction, block, &combine)
    }
}

/// Combines the upper half of a power of two of columns, at least [`FEW`], with the lower, again and again.
#[inline(always)]
fn fold_columns<V: Vector>(
    reduction: Reduction,
    columns: &mut [V::Scalar],
    combine: &impl Fn(V, V) -> V,
) -> V::Scalar
where
    V::Scalar: Element,
{
    let mut width = columns.len();
    while width > FEW {
        width /= 2;
        let (lower, upper) = columns.split_at_mut(width);
        for start in (0..width).step_by(V::WIDTH) {
            let place = start..start + V::WIDTH;
            let both = combine(
                V::load(&lower[place.clone()]),
                V::load(&upper[place.clone()]),
            );
            both.store(&mut lower[place]);
        }
    }
    fold_numbers(reduction, &mut columns[..FEW]);
    columns[0]
}

/// The tree of more than a block of elements.
struct Strips<'a, T> {
    reduction: Reduction,
    elements: &'a [T],
}

impl<T: Element> Work<T> for Strips<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<V: Vector<Scalar = T>>(self) -> T {
        match self.reduction {
            Reduction::Sum | Reduction::Count => self.by::<V>(V::add),
            Reduction::Product => self.by::<V>(V::mul),
            Reduction::Min => self.by::<V>(least),
            Reduction::Max => self.by::<V>(greatest),
        }
    }
}

impl<T: Element> Strips<'_, T> {
    #[inline(always)]
    fn by<V: Vector<Scalar = T>>(self, combine: impl Fn(V, V) -> V) -> T {
        let mut tree = Tree::new(self.reduction);
        let mut columns = Row([T::default(); BLOCK]);
        for strip in self.elements.chunks(STRIP) {
            if strip.len() < STRIP {
                columns.0.fill(padding(self.reduction));
                for row in strip.chunks(BLOCK) {
                    add_row::<V>(&mut columns.0, row, &combine);
                }
            } else {
                add_rows::<V>(&mut columns.0, strip, &combine);
            }
            tree.push(fold_columns::<V>(self.reduction, &mut columns.0, &combine));
        }
        tree.finish()
    }
}

/// The columns of a whole strip.
#[inline(always)]
fn add_rows<V: Vector>(
    columns: &mut [V::Scalar],
    strip: &[V::Scalar],
    combine: &impl Fn(V, V) -> V,
) {
    let strip = &strip[..STRIP];
    for start in (0..BLOCK).step_by(V::WIDTH) {
        let mut all = V::load(&strip[start..]);
        for row in 1..ROWS {
            all = combine(all, V::load(&strip[row * BLOCK + start..]));
        }
        all.store(&mut columns[start..]);
    }
}

/// Combines columns with a row that may be shorter.
#[inline(always)]
fn add_row<V: Vector>(columns: &mut [V::Scalar], row: &[V::Scalar], combine: &impl Fn(V, V) -> V) {
    let whole = row.len() - row.len() % V::WIDTH;
    for start in (0..whole).step_by(V::WIDTH) {
        let both = combine(V::load(&columns[start..]), V::load(&row[start..]));
        both.store(&mut columns[start..]);
    }
    let rest = &row[whole..];
    if !rest.is_empty() {
        let mut old = [columns[whole]; MOST_LANES];
        let mut new = [rest[0]; MOST_LANES];
        old[..rest.len()].copy_from_slice(&columns[whole..row.len()]);
        new[..rest.len()].copy_from_slice(rest);
        combine(V::load(&old), V::load(&new)).store(&mut old);
        columns[whole..row.len()].copy_from_slice(&old[..rest.len()]);
    }
}

/// Lanes of the widest vector.
const MOST_LANES: usize = 16;

/// Numbers of a block, so placed that no vector of them lies across lines of a cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Row<T>([T; BLOCK]);

/// A reduction block by block: the columns of a strip, and the tree above the strips.
#[derive(Clone, Debug)]
pub(crate) struct Running<T> {
    tree: Tree<T>,
    columns: Row<T>,
    rows: usize,
    /// How many columns have elements.
    width: usize,
}

impl<T: Element> Running<T> {
    pub fn new(reduction: Reduction) -> Self {
        Self {
            tree: Tree::new(reduction),
            columns: Row([padding(reduction); BLOCK]),
            rows: 0,
            width: 0,
        }
    }

    pub fn reduction(&self) -> Reduction {
        self.tree.reduction()
    }

    /// Takes the next block, which is shorter only if it is the last.
    pub fn push(&mut self, block: &[T]) {
        combine_row(self.reduction(), &mut self.columns.0, block);
        self.width = self.width.max(block.len());
        self.rows += 1;
        if self.rows == ROWS {
            self.end_strip();
        }
    }

    /// The tree above the strips, for those that are reduced elsewhere.
    pub fn tree(&mut self) -> &mut Tree<T> {
        &mut self.tree
    }

    fn end_strip(&mut self) {
        let reduction = self.reduction();
        self.tree
            .push(reduce_block(reduction, &self.columns.0[..self.width]));
        self.columns.0[..self.width].fill(padding(reduction));
        self.rows = 0;
        self.width = 0;
    }

    pub fn finish(&mut self) -> T {
        if self.rows > 0 {
            self.end_strip();
        }
        self.tree.finish()
    }
}

/// Combines the first of the columns with the elements of a row.
pub(crate) fn combine_row<T: Element>(reduction: Reduction, columns: &mut [T], row: &[T]) {
    T::on_lanes(
        Level::chosen(),
        Rows {
            reduction,
            columns,
            row,
        },
    );
}

/// A row that is combined with columns.
struct Rows<'a, T> {
    reduction: Reduction,
    columns: &'a mut [T],
    row: &'a [T],
}

impl<T: Element> Work<T> for Rows<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Scalar = T>>(self) {
        let Self {
            reduction,
            columns,
            row,
        } = self;
        match reduction {
            Reduction::Sum | Reduction::Count => add_row::<V>(columns, row, &V::add),
            Reduction::Product => add_row::<V>(columns, row, &V::mul),
            Reduction::Min => add_row::<V>(columns, row, &least),
            Reduction::Max => add_row::<V>(columns, row, &greatest),
        }
    }
}

/// Combines the halves, which are whole vectors, into a third slice.
#[inline(always)]
fn halve<V: Vector>(
    [lower, upper]: [&[V::Scalar]; 2],
    to: &mut [V::Scalar],
    combine: &impl Fn(V, V) -> V,
) {
    let halves = lower
        .chunks_exact(V::WIDTH)
        .zip(upper.chunks_exact(V::WIDTH));
    for (to, (a, b)) in to.chunks_exact_mut(V::WIDTH).zip(halves) {
        combine(V::load(a), V::load(b)).store(to);
    }
}

/// What changes no bit of any number it is combined with (the sum of 0 and -0 is 0).
pub(crate) fn padding<T: Number>(reduction: Reduction) -> T {
    T::number(match reduction {
        Reduction::Sum | Reduction::Count => -0.0,
        Reduction::Product => 1.0,
        Reduction::Min => f64::INFINITY,
        Reduction::Max => f64::NEG_INFINITY,
    })
}

/// The tree above the strips, built from the left: `levels[i]` holds the result of 2^i strips that waits for its neighbour, if
/// `strips` has that bit.
///
/// The results of runs of a power of two of strips may be pushed in place of the strips: the tree is the same.
#[derive(Clone, Debug)]
pub(crate) struct Tree<T> {
    reduction: Reduction,
    strips: usize,
    levels: [T; LEVELS],
}

impl<T: Element> Tree<T> {
    pub fn new(reduction: Reduction) -> Self {
        Self {
            reduction,
            strips: 0,
            levels: [T::default(); LEVELS],
        }
    }

    pub fn reduction(&self) -> Reduction {
        self.reduction
    }

    pub fn push(&mut self, strip: T) {
        let mut carry = strip;
        let full = self.strips.trailing_ones() as usize;
        for left in &self.levels[..full] {
            carry = combine(self.reduction, *left, carry);
        }
        self.levels[full] = carry;
        self.strips += 1;
    }

    pub fn finish(&self) -> T {
        let mut waiting = self.strips;
        if waiting == 0 {
            // Adding 0 turns the neutral -0 of an empty sum into 0 and changes no other number.
            return padding::<T>(self.reduction) + T::default();
        }
        let mut total = self.levels[waiting.trailing_zeros() as usize];
        waiting &= waiting - 1;
        while waiting != 0 {
            let left = self.levels[waiting.trailing_zeros() as usize];
            total = combine(self.reduction, left, total);
            waiting &= waiting - 1;
        }
        total
    }
}

/// Two results combined, the earlier elements on the left.
pub(crate) fn combine<T: Number>(reduction: Reduction, left: T, right: T) -> T {
    match reduction {
        Reduction::Sum | Reduction::Count => left + right,
        Reduction::Product => left * right,
        Reduction::Min => left.min(right),
        Reduction::Max => left.max(right),
    }
}

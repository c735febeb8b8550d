//! One fixed tree for sums and all other reductions.
//!
//! Elements are taken in blocks of [`BLOCK`]. Within a block (filled up with the neutral element) the upper half is
//! combined with the lower, again and again. The results of the blocks are combined in pairs of neighbours, then pairs
//! of pairs, what is left over at the end. The tree depends on the number of elements alone, so that neither the
//! number of threads nor the width of vectors changes a bit, and the error of a sum grows with the logarithm of its length.

use gradus_symbolic::computation::Reduction;

use crate::block::kernels as lanes;
use crate::math::{Level, Vector, Work};
use crate::{Element, Number};

/// Elements of a block.
pub const BLOCK: usize = 256;

/// Levels of the tree above the blocks: more than memory can hold.
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
    let mut tree = Tree::new(reduction);
    for block in elements.chunks(BLOCK) {
        tree.push(reduce_block(reduction, block));
    }
    tree.finish()
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
            Reduction::Min => self.by::<V>(Reduction::Min, lanes::min),
            Reduction::Max => self.by::<V>(Reduction::Max, lanes::max),
        }
    }
}

impl<T: Element> Fold<'_, T> {
    /// A narrower block gives the same bits: combining with the neutral element changes nothing.
    #[inline(always)]
    fn by<V: Vector<Scalar = T>>(self, reduction: Reduction, combine: impl Fn(V, V) -> V) -> T {
        let mut width = self.elements.len().next_power_of_two() / 2;
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
        while width > FEW {
            width /= 2;
            let (lower, upper) = block.split_at_mut(width);
            for start in (0..width).step_by(V::WIDTH) {
                let place = start..start + V::WIDTH;
                let both = combine(
                    V::load(&lower[place.clone()]),
                    V::load(&upper[place.clone()]),
                );
                both.store(&mut lower[place]);
            }
        }
        fold_numbers(reduction, &mut block[..FEW]);
        block[0]
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

/// The tree above the blocks, built from the left: `levels[i]` holds the result of 2^i blocks that waits for its neighbour, if
/// `blocks` has that bit.
///
/// The results of runs of a power of two of blocks may be pushed in place of the blocks: the tree is the same.
#[derive(Clone, Debug)]
pub(crate) struct Tree<T> {
    reduction: Reduction,
    blocks: usize,
    levels: [T; LEVELS],
}

impl<T: Element> Tree<T> {
    pub fn new(reduction: Reduction) -> Self {
        Self {
            reduction,
            blocks: 0,
            levels: [T::default(); LEVELS],
        }
    }

    pub fn reduction(&self) -> Reduction {
        self.reduction
    }

    pub fn push(&mut self, block: T) {
        let mut carry = block;
        let full = self.blocks.trailing_ones() as usize;
        for left in &self.levels[..full] {
            carry = combine(self.reduction, *left, carry);
        }
        self.levels[full] = carry;
        self.blocks += 1;
    }

    pub fn finish(&self) -> T {
        let mut waiting = self.blocks;
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

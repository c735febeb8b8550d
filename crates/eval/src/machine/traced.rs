//! A lane that writes down what is done with it.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use super::format::Format;
use super::graph::{Graph, Id, Node, One, Predicate, Shift, Two};
use crate::math::{Lane, Tables};

thread_local! {
    static GRAPH: RefCell<Graph> = RefCell::default();
}

/// The nodes of what is done with [`Traced`] lanes in `work`, which returns the results; `scales` says whether the processor
/// multiplies by powers of two at once.
pub(super) fn trace<T: Scalar>(
    scales: bool,
    work: impl FnOnce() -> Option<Vec<Traced<T>>>,
) -> Option<Graph> {
    GRAPH.replace(Graph::new(T::SIGN, scales));
    let outputs = work();
    let mut graph = GRAPH.take();
    graph.outputs = outputs?.iter().map(|output| output.id).collect();
    graph.set_signs();
    Some(graph)
}

/// How many nodes are written down by now.
pub(super) fn recorded() -> usize {
    GRAPH.with_borrow(|graph| graph.nodes.len())
}

/// A number of every element.
pub(super) struct Traced<T> {
    id: Id,
    kind: PhantomData<T>,
}

/// A condition of every element.
pub(super) struct TracedMask<T> {
    id: Id,
    kind: PhantomData<T>,
}

impl<T> Clone for Traced<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Traced<T> {}

impl<T> Clone for TracedMask<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for TracedMask<T> {}

fn push(node: Node) -> Id {
    GRAPH.with_borrow_mut(|graph| graph.push(node))
}

fn node(id: Id) -> Node {
    GRAPH.with_borrow(|graph| graph.node(id))
}

/// What a scalar needs to be traced.
pub(super) trait Scalar: Format + Lane<Scalar = Self, Mask = bool> + Tables {}

impl Scalar for f32 {}
impl Scalar for f64 {}

impl<T: Scalar> Traced<T> {
    pub fn input(position: usize) -> Self {
        Self::push(Node::Input(position as u32))
    }

    /// A constant by its bits.
    pub fn of_bits(bits: u64) -> Self {
        Self::constant(T::of_bits(bits))
    }

    /// A number for each lane, of which there are up to 16.
    pub fn lanes(numbers: [T; 16]) -> Self {
        let table = GRAPH.with_borrow_mut(|graph| graph.table(numbers.map(T::bits)));
        Self::push(Node::Lanes(table))
    }

    /// The lanes exchanged with those at a distance that is a power of two.
    pub fn exchanged(self, distance: usize) -> Self {
        Self::push(Node::Exchange(distance as u8, self.id))
    }

    /// The first lane in all of them.
    pub fn first(self) -> Self {
        Self::push(Node::First(self.id))
    }

    pub fn column(output: usize) -> Self {
        Self::push(Node::Column(output as u32))
    }

    pub fn uniform(position: usize) -> Self {
        Self::push(Node::Uniform(position as u32))
    }

    fn push(node: Node) -> Self {
        Self::at(push(node))
    }

    fn at(id: Id) -> Self {
        let kind = PhantomData;
        Self { id, kind }
    }

    fn constant(value: T) -> Self {
        Self::push(Node::Constant(value.bits()))
    }

    /// Its value, if it is a constant.
    fn known(self) -> Option<T> {
        match node(self.id) {
            Node::Constant(bits) => Some(T::of_bits(bits)),
            _ => None,
        }
    }

    /// Whether it is 0, below 0 or NaN.
    pub fn is_not_above_zero(self) -> bool {
        GRAPH.with_borrow(|graph| graph.is_not_above_zero(self.id))
    }

    /// What it is the negative of.
    fn negated(self) -> Option<Self> {
        match node(self.id) {
            Node::Two(Two::Xor, a, b) => {
                let [a, b] = [a, b].map(Self::at);
                let sign = |other: Self| other.known().is_some_and(|bits| bits.bits() == T::SIGN);
                if sign(b) {
                    Some(a)
                } else {
                    sign(a).then_some(b)
                }
            }
            Node::Two(Two::Mul, a, b) => self.opposite(a, b).or_else(|| self.opposite(b, a)),
            _ => None,
        }
    }

    /// The product by the negative of a constant, if it is there already.
    fn opposite(self, constant: Id, other: Id) -> Option<Self> {
        let Node::Constant(bits) = node(constant) else {
            return None;
        };
        let negative = Self::constant(T::of_bits(bits ^ T::SIGN));
        let [a, b] = [negative.id.min(other), negative.id.max(other)];
        let id = GRAPH.with_borrow(|graph| graph.known(Node::Two(Two::Mul, a, b)))?;
        (id < self.id).then(|| Self::at(id))
    }

    fn one(self, one: One, known: impl Fn(T) -> T) -> Self {
        match self.known() {
            Some(value) => Self::constant(known(value)),
            None => Self::push(Node::One(one, self.id)),
        }
    }

    fn two(self, two: Two, other: Self, known: impl Fn(T, T) -> T) -> Self {
        match (self.known(), other.known()) {
            (Some(a), Some(b)) => Self::constant(known(a, b)),
            _ => Self::push(Node::Two(two, self.id, other.id)),
        }
    }

    fn bitwise(self, two: Two, mask: u64, known: impl Fn(u64, u64) -> u64) -> Self {
        match self.known() {
            Some(value) => Self::constant(T::of_bits(known(value.bits(), mask))),
            None => Self::push(Node::Two(two, self.id, Self::constant(T::of_bits(mask)).id)),
        }
    }

    /// -0 where it is negative, else 0.
    fn sign_bit(self) -> Self {
        if GRAPH.with_borrow(|graph| graph.is_below_zero(self.id)) {
            Self::constant(T::of_bits(T::SIGN))
        } else {
            self.bitwise(Two::And, T::SIGN, |a, b| a & b)
        }
    }

    /// `2^(self + more)`
    fn power_of_two_times(self, more: T) -> Self {
        let anchor = T::of_bits(T::ANCHOR) + (T::number(f64::from(T::BIAS)) + more);
        (self + Self::constant(anchor)).shift(Shift::Left, T::FRACTION)
    }

    fn shift(self, shift: Shift, places: u8) -> Self {
        Self::push(Node::Shift(shift, places, self.id))
    }

    fn is(self, value: f64) -> bool {
        self.known()
            .is_some_and(|known| known.bits() == T::number(value).bits())
    }

    fn compare(
        self,
        predicate: Predicate,
        other: Self,
        known: impl Fn(T, T) -> bool,
    ) -> TracedMask<T> {
        TracedMask::push(match (self.known(), other.known()) {
            (Some(a), Some(b)) => Node::Always(known(a, b)),
            _ => Node::Compare(predicate, self.id, other.id),
        })
    }
}

impl<T> TracedMask<T> {
    pub fn id(self) -> Id {
        self.id
    }

    fn push(node: Node) -> Self {
        Self {
            id: push(node),
            kind: PhantomData,
        }
    }
}

impl<T: Scalar> Add for Traced<T> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        match (self.negated(), other.negated()) {
            (_, Some(other)) => self - other,
            (Some(this), None) => other - this,
            _ => self.two(Two::Add, other, |a, b| a + b),
        }
    }
}

#[allow(clippy::suspicious_arithmetic_impl, reason = "a - -b is a + b")]
impl<T: Scalar> Sub for Traced<T> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        match other.negated() {
            Some(other) => self + other,
            None => self.two(Two::Sub, other, |a, b| a - b),
        }
    }
}

impl<T: Scalar> Mul for Traced<T> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        match (self.negated(), other.negated()) {
            (Some(a), Some(b)) => a * b,
            (Some(a), None) => -(a * other),
            (None, Some(b)) => -(self * b),
            _ if self.is(1.0) => other,
            _ if other.is(1.0) => self,
            _ if self.is(-1.0) => -other,
            _ if other.is(-1.0) => -self,
            _ => self.two(Two::Mul, other, |a, b| a * b),
        }
    }
}

impl<T: Scalar> Div for Traced<T> {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        if other.is(1.0) {
            return self;
        }
        self.two(Two::Div, other, |a, b| a / b)
    }
}

impl<T: Scalar> Neg for Traced<T> {
    type Output = Self;
    fn neg(self) -> Self {
        if let Some(other) = self.negated() {
            return other;
        }
        // A constant factor takes the sign.
        if let Node::Two(Two::Mul, a, b) = node(self.id) {
            let [a, b] = [a, b].map(|id| Self {
                id,
                kind: PhantomData,
            });
            for (factor, other) in [(a, b), (b, a)] {
                if let Some(value) = factor.known() {
                    return Self::constant(-value) * other;
                }
            }
        }
        self.bitwise(Two::Xor, T::SIGN, |a, b| a ^ b)
    }
}

impl<T> BitAnd for TracedMask<T> {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        Self::push(Node::Both(self.id, other.id))
    }
}

impl<T> BitOr for TracedMask<T> {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self::push(Node::Either(self.id, other.id))
    }
}

impl<T> Not for TracedMask<T> {
    type Output = Self;
    fn not(self) -> Self {
        Self::push(Node::Not(self.id))
    }
}

impl<T: Scalar> Lane for Traced<T> {
    type Scalar = T;
    type Mask = TracedMask<T>;

    fn splat(value: T) -> Self {
        Self::constant(value)
    }
    fn number(value: f64) -> Self {
        Self::constant(T::number(value))
    }
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        if let (Some(a), Some(b), Some(c)) = (self.known(), factor.known(), addend.known()) {
            return Self::constant(a.mul_add(b, c));
        }
        if self.is(1.0) {
            return factor + addend;
        }
        if factor.is(1.0) {
            return self + addend;
        }
        let [a, b, c] = [self, factor, addend].map(|value| (value.negated(), value));
        let [x, y, z] = [a, b, c].map(|(negated, value)| negated.unwrap_or(value).id);
        Self::push(Node::MulAdd {
            factors: [x.min(y), x.max(y)],
            addend: z,
            negative_product: a.0.is_some() != b.0.is_some(),
            negative_addend: c.0.is_some(),
        })
    }
    fn abs(self) -> Self {
        let magnitude = self.negated().unwrap_or(self);
        let magnitude = Self::at(GRAPH.with_borrow(|graph| graph.without_sign(magnitude.id)));
        if GRAPH.with_borrow(|graph| graph.is_not_negative(magnitude.id)) {
            return magnitude;
        }
        magnitude.bitwise(Two::And, T::SIGN ^ T::ALL, |a, b| a & b)
    }
    fn copysign(self, sign: Self) -> Self {
        let magnitude = self.abs();
        let sign = sign.sign_bit();
        if magnitude.is(0.0) {
            return sign;
        }
        magnitude.two(Two::Or, sign, |a, b| T::of_bits(a.bits() | b.bits()))
    }
    fn negative_with(self, other: Self) -> Self {
        let or = |a: T, b: T| T::of_bits(a.bits() | b.bits());
        let signed = self.two(Two::Or, other.sign_bit(), or);
        GRAPH.with_borrow_mut(|graph| graph.note_zeros(signed.id, self.id, other.id));
        signed
    }
    fn sqrt(self) -> Self {
        self.one(One::Sqrt, T::sqrt)
    }
    fn floor(self) -> Self {
        self.one(One::Floor, T::floor)
    }
    fn ceil(self) -> Self {
        self.one(One::Ceil, T::ceil)
    }
    fn round(self) -> Self {
        self.one(One::Round, T::round)
    }
    fn less(self, other: Self) -> Self::Mask {
        self.compare(Predicate::Less, other, T::less)
    }
    fn less_equal(self, other: Self) -> Self::Mask {
        self.compare(Predicate::LessEqual, other, T::less_equal)
    }
    fn equal(self, other: Self) -> Self::Mask {
        self.compare(Predicate::Equal, other, T::equal)
    }
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        Self::at(GRAPH.with_borrow_mut(|graph| graph.of_sides(mask.id, [yes.id, no.id])))
    }
    /// No, but elements for which it holds are computed in another way.
    fn any(mask: Self::Mask) -> bool {
        match node(mask.id) {
            Node::Always(value) => value,
            _ => {
                GRAPH.with_borrow_mut(|graph| {
                    if !graph.holds_nowhere(mask.id) {
                        graph.note_rare(mask.id);
                    }
                });
                false
            }
        }
    }
    fn where_same(self, other: Self, value: Self) -> Self {
        if self.id == other.id {
            return value;
        }
        Self::select(self.equal(other), value, Self::number(0.0))
    }
    fn above(self, limit: Self) -> Self {
        if self.is_not_above_zero() {
            return Self::number(0.0);
        }
        self - self.at_most(limit)
    }
    fn power_of_two(self) -> Self {
        if let Some(value) = self.known() {
            return Self::constant(value.power_of_two());
        }
        self.power_of_two_times(T::number(0.0))
    }
    fn scale(self, exponent: Self) -> Self {
        if let (Some(value), Some(exponent)) = (self.known(), exponent.known()) {
            return Self::constant(value.scale(exponent));
        }
        if exponent.is(0.0) {
            return self;
        }
        if GRAPH.with_borrow(Graph::scales) {
            return Self::push(Node::Two(Two::Scale, self.id, exponent.id));
        }
        if exponent.is_not_above_zero() {
            // The first product is normal whatever the exponent; the second rounds.
            let lift = T::number(f64::from(T::BIAS / 2));
            let lifted = self * exponent.power_of_two_times(lift);
            return lifted * Self::constant((-lift).power_of_two());
        }
        let half = (exponent * Self::number(0.5)).floor();
        self * half.power_of_two() * (exponent - half).power_of_two()
    }
    fn lower(self, anchored: Self) -> Self {
        let scales = GRAPH.with_borrow(Graph::scales);
        if scales || self.known().is_some() && anchored.known().is_some() {
            return self.scale(anchored - Self::constant(T::EXPONENT_ANCHOR));
        }
        let lift = T::number(f64::from(T::BIAS / 2));
        let power = anchored.shift(Shift::Left, T::FRACTION);
        // a sum with 1 takes one operation with the power, which is normal: both are rounded at the same digit
        let lifted = match GRAPH.with_borrow(|graph| graph.less_one(self.id)) {
            Some(less) => Self::at(less).mul_add(power, power),
            None => self * power,
        };
        lifted * Self::constant((-lift).power_of_two())
    }
    fn split(self) -> (Self, Self) {
        let offset =
            (u64::from(T::BIAS) << T::FRACTION).wrapping_sub(<T as Format>::ROOT_HALF) & T::ALL;
        let bits = Self::push(Node::Two(
            Two::AddBits,
            self.id,
            Self::constant(T::of_bits(offset)).id,
        ));
        let biased = bits.shift(Shift::Right, T::FRACTION);
        let bias = Self::constant(T::of_bits(u64::from(T::BIAS)));
        let exponent = Self::push(Node::Two(Two::SubBits, biased.id, bias.id));
        let moved = exponent.shift(Shift::Left, T::FRACTION);
        let mantissa = Self::push(Node::Two(Two::SubBits, self.id, moved.id));
        let anchored = biased.bitwise(Two::Or, T::ANCHOR, |a, b| a | b);
        let anchor = T::of_bits(T::ANCHOR) + T::number(f64::from(T::BIAS));
        (mantissa, anchored - Self::constant(anchor))
    }
    fn lookup(self, table: &[T; 16]) -> Self {
        let table = GRAPH.with_borrow_mut(|graph| graph.table(table.map(T::bits)));
        let index = self + Self::constant(T::of_bits(T::ANCHOR));
        Self::push(Node::Lookup(table, index.id))
    }
    /// What is usual; the other elements are computed in another way, and constants at once.
    fn replace(self, mask: Self::Mask, usual: [Self; 3], rare: impl Fn(T) -> [T; 3]) -> [Self; 3] {
        if let (Node::Always(true), Some(value)) = (node(mask.id), self.known()) {
            let [a, b, c] = rare(value);
            return [a, b, c].map(Self::constant);
        }
        Self::any(mask);
        usual
    }
}

//! Two vectors side by side, so that one is worked on while results of the other are awaited.

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use super::{Lane, Vector};

/// The lanes of two vectors, each operation on one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Twice<V>(V, V);

/// A condition for the lanes of both.
#[derive(Clone, Copy)]
pub(crate) struct Both<M>(M, M);

macro_rules! binary_operators {
    ($of:ident: $($trait:ident $name:ident;)*) => {
        $(impl<T: $trait<Output = T>> $trait for $of<T> {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(self.0.$name(other.0), self.1.$name(other.1))
            }
        })*
    };
}

macro_rules! unary_operators {
    ($of:ident: $($trait:ident $name:ident;)*) => {
        $(impl<T: $trait<Output = T>> $trait for $of<T> {
            type Output = Self;
            #[inline(always)]
            fn $name(self) -> Self {
                Self(self.0.$name(), self.1.$name())
            }
        })*
    };
}

binary_operators! { Twice: Add add; Sub sub; Mul mul; Div div; }
unary_operators! { Twice: Neg neg; }
binary_operators! { Both: BitAnd bitand; BitOr bitor; }
unary_operators! { Both: Not not; }

/// Methods of one lane after the other.
macro_rules! on_both {
    ($($name:ident($($argument:ident),*) -> $result:ident;)*) => {
        $(#[inline(always)]
        fn $name(self $(, $argument: Self)*) -> on_both!(@ $result) {
            $result(self.0.$name($($argument.0),*), self.1.$name($($argument.1),*))
        })*
    };
    (@ Twice) => { Self };
    (@ Both) => { Self::Mask };
}

impl<V: Vector> Lane for Twice<V> {
    type Scalar = V::Scalar;
    type Mask = Both<V::Mask>;

    #[inline(always)]
    fn splat(value: Self::Scalar) -> Self {
        Self(V::splat(value), V::splat(value))
    }
    #[inline(always)]
    fn number(value: f64) -> Self {
        Self(V::number(value), V::number(value))
    }
    on_both! {
        mul_add(factor, addend) -> Twice;
        abs() -> Twice;
        copysign(sign) -> Twice;
        negative_with(other) -> Twice;
        sqrt() -> Twice;
        floor() -> Twice;
        ceil() -> Twice;
        round() -> Twice;
        less(other) -> Both;
        less_equal(other) -> Both;
        equal(other) -> Both;
        power_of_two() -> Twice;
        scale(exponent) -> Twice;
        lower(anchored) -> Twice;
        at_most(limit) -> Twice;
        at_least(limit) -> Twice;
        where_same(other, value) -> Twice;
        above(limit) -> Twice;
    }
    #[inline(always)]
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self {
        Self(
            V::select(mask.0, yes.0, no.0),
            V::select(mask.1, yes.1, no.1),
        )
    }
    #[inline(always)]
    fn any(mask: Self::Mask) -> bool {
        V::any(mask.0) | V::any(mask.1)
    }
    #[inline(always)]
    fn split(self) -> (Self, Self) {
        let (first, second) = (self.0.split(), self.1.split());
        (Self(first.0, second.0), Self(first.1, second.1))
    }
    #[inline(always)]
    fn lookup(self, table: &[Self::Scalar; 16]) -> Self {
        Self(self.0.lookup(table), self.1.lookup(table))
    }
    #[inline(always)]
    fn replace(
        self,
        mask: Self::Mask,
        usual: [Self; 3],
        rare: impl Fn(Self::Scalar) -> [Self::Scalar; 3],
    ) -> [Self; 3] {
        let [a, b, c] = usual;
        let first = self.0.replace(mask.0, [a.0, b.0, c.0], &rare);
        let second = self.1.replace(mask.1, [a.1, b.1, c.1], &rare);
        let ([a, b, c], [d, e, f]) = (first, second);
        [Self(a, d), Self(b, e), Self(c, f)]
    }
}

impl<V: Vector> Vector for Twice<V> {
    const WIDTH: usize = 2 * V::WIDTH;

    #[inline(always)]
    fn load(from: &[Self::Scalar]) -> Self {
        let from = &from[..Self::WIDTH];
        Self(V::load(from), V::load(&from[V::WIDTH..]))
    }
    #[inline(always)]
    fn store(self, to: &mut [Self::Scalar]) {
        let to = &mut to[..Self::WIDTH];
        self.0.store(to);
        self.1.store(&mut to[V::WIDTH..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_vectors_are_read_worked_on_and_written() {
        let numbers: Vec<f32> = (0..4u8).map(f32::from).collect();
        let four = Twice::<Twice<f32>>::load(&numbers);
        let mut out = [0.0; 4];
        four.mul_add(four, Twice::number(1.0)).store(&mut out);
        assert_eq!(out, [1.0, 2.0, 5.0, 10.0]);
        let middle = four.less(Twice::number(3.0)) & !four.equal(Twice::number(0.0));
        Twice::select(middle, -four, Twice::number(7.0)).store(&mut out);
        assert_eq!(out, [7.0, -1.0, -2.0, 7.0]);
        let [rare, ..] = four.replace(middle, [four; 3], |x| [x + 0.5, x, x]);
        rare.store(&mut out);
        assert_eq!(out, [0.0, 1.5, 2.5, 3.0]);
    }

    #[test]
    fn a_condition_that_holds_anywhere_is_seen() {
        let any = |numbers: [f64; 4]| {
            let four = Twice::<Twice<f64>>::load(&numbers);
            Twice::<Twice<f64>>::any(Twice::number(0.5).less(four))
        };
        for place in 0..4 {
            let mut numbers = [0.0; 4];
            numbers[place] = 1.0;
            assert!(any(numbers));
        }
        assert!(!any([0.0; 4]));
    }
}

//! How many operations on lanes each function takes for an ordinary number, which is what it costs side by side.

use std::cell::Cell;
use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use gradus_eval::math::{self, Lane, Tables};

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count<T>(result: T) -> T {
    COUNT.set(COUNT.get() + 1);
    result
}

/// A lane of one that counts what is done with it; constants are free. Its operations are not inlined, so that it compiles soon.
#[derive(Clone, Copy)]
struct Counted<T>(T);

#[derive(Clone, Copy)]
struct Mask(bool);

macro_rules! operators {
    ($($trait:ident $name:ident;)*) => {
        $(impl<T: $trait<Output = T>> $trait for Counted<T> {
            type Output = Self;
            #[inline(never)]
            fn $name(self, other: Self) -> Self {
                count(Self(self.0.$name(other.0)))
            }
        })*
    };
}

operators! { Add add; Sub sub; Mul mul; Div div; }

impl<T: Neg<Output = T>> Neg for Counted<T> {
    type Output = Self;
    #[inline(never)]
    fn neg(self) -> Self {
        count(Self(-self.0))
    }
}

impl BitAnd for Mask {
    type Output = Self;
    #[inline(never)]
    fn bitand(self, other: Self) -> Self {
        count(Self(self.0 & other.0))
    }
}

impl BitOr for Mask {
    type Output = Self;
    #[inline(never)]
    fn bitor(self, other: Self) -> Self {
        count(Self(self.0 | other.0))
    }
}

impl Not for Mask {
    type Output = Self;
    #[inline(never)]
    fn not(self) -> Self {
        count(Self(!self.0))
    }
}

/// Methods that give a lane, with their arguments.
macro_rules! counted {
    ($($name:ident($($argument:ident),*);)*) => {
        $(#[inline(never)]
        fn $name(self $(, $argument: Self)*) -> Self {
            count(Self(self.0.$name($($argument.0),*)))
        })*
    };
}

impl<T: Lane<Scalar = T, Mask = bool> + Tables> Lane for Counted<T> {
    type Scalar = T;
    type Mask = Mask;

    counted! {
        mul_add(factor, addend);
        abs();
        copysign(sign);
        sqrt();
        floor();
        ceil();
        round();
        power_of_two();
        scale(exponent);
        at_most(limit);
        at_least(limit);
    }

    #[inline(never)]
    fn splat(value: T) -> Self {
        Self(value)
    }
    #[inline(never)]
    fn number(value: f64) -> Self {
        Self(T::number(value))
    }
    #[inline(never)]
    fn less(self, other: Self) -> Mask {
        count(Mask(self.0.less(other.0)))
    }
    #[inline(never)]
    fn less_equal(self, other: Self) -> Mask {
        count(Mask(self.0.less_equal(other.0)))
    }
    #[inline(never)]
    fn equal(self, other: Self) -> Mask {
        count(Mask(self.0.equal(other.0)))
    }
    #[inline(never)]
    fn select(mask: Mask, yes: Self, no: Self) -> Self {
        count(Self(T::select(mask.0, yes.0, no.0)))
    }
    fn any(mask: Mask) -> bool {
        count(mask.0)
    }
    fn split(self) -> (Self, Self) {
        let (mantissa, exponent) = count(count(self.0.split()));
        (Self(mantissa), Self(exponent))
    }
    fn lookup(self, table: &[T; 16]) -> Self {
        count(Self(self.0.lookup(table)))
    }
    fn replace(self, mask: Mask, usual: [Self; 3], rare: impl Fn(T) -> [T; 3]) -> [Self; 3] {
        let parts = self.0.replace(mask.0, usual.map(|part| part.0), rare);
        count(parts.map(Self))
    }
}

/// Where they are counted: no activation is asked for much more.
const AT: f64 = 0.75;

/// The counts at [`AT`] in one type.
macro_rules! counts {
    ($type:ident; $($one:ident)*; $($two:ident)*) => {{
        let x = Counted(<$type as Lane>::number(AT));
        let mut counts = Vec::new();
        $(
            COUNT.set(0);
            let _ = math::$one(x);
            counts.push((stringify!($one), COUNT.get()));
        )*
        $(
            COUNT.set(0);
            let _ = math::$two(x, x);
            counts.push((stringify!($two), COUNT.get()));
        )*
        counts
    }};
}

macro_rules! all {
    ($type:ident) => {
        counts! { $type;
            exp exp_beside exp2 expm1 ln log2 log10 log1p log1p_unit sigmoid softplus tanh erfcx erf erfc erfc_excess normal_cdf normal_pdf
            sin cos tan asin acos atan sinh cosh sech asinh acosh atanh ln_cosh cbrt sinc bessel_1 bessel_2;
            exp_sum exp_rest pow hypot atan2
        }
    };
}

/// At most so many operations in f32 and in f64; they may only shrink.
#[rustfmt::skip]
const ALLOWED: &[(&str, usize, usize)] = &[
    ("exp", 14, 19), ("exp_beside", 16, 21), ("exp2", 13, 18), ("expm1", 36, 41), ("ln", 37, 48), ("log2", 68, 72), ("log10", 75, 79),
    ("log1p", 38, 49), ("log1p_unit", 13, 24), ("sigmoid", 83, 87), ("softplus", 135, 143), ("tanh", 90, 94), ("erfcx", 36, 49),
    ("erf", 169, 187), ("erfc", 152, 166), ("erfc_excess", 71, 83), ("normal_cdf", 163, 177), ("normal_pdf", 69, 73),
    ("sin", 96, 102), ("cos", 90, 96), ("tan", 101, 107), ("asin", 119, 125), ("acos", 131, 137), ("atan", 84, 90),
    ("sinh", 101, 105), ("cosh", 98, 102), ("sech", 90, 94), ("asinh", 136, 140), ("acosh", 121, 125),
    ("atanh", 96, 100), ("ln_cosh", 199, 207), ("cbrt", 62, 63), ("sinc", 106, 112), ("bessel_1", 236, 251),
    ("bessel_2", 273, 288), ("exp_sum", 21, 26), ("exp_rest", 76, 85), ("pow", 226, 234), ("hypot", 59, 59),
    ("atan2", 152, 158),
];

#[test]
fn no_function_takes_more_operations() {
    let found: Vec<(&str, usize, usize)> = all!(f32)
        .into_iter()
        .zip(all!(f64))
        .map(|((name, single), (_, double))| (name, single, double))
        .collect();
    for row in &found {
        println!("    {row:?},");
    }
    let names = |rows: &[(&'static str, usize, usize)]| -> Vec<&str> {
        rows.iter().map(|row| row.0).collect()
    };
    assert_eq!(names(&found), names(ALLOWED));
    for (found, allowed) in found.iter().zip(ALLOWED) {
        assert!(
            found.1 <= allowed.1 && found.2 <= allowed.2,
            "{found:?}, where {allowed:?} are allowed"
        );
    }
}

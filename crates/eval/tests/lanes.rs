//! Several numbers side by side have the bits that each has alone, whatever is beside it.

mod kit;

use std::ops::{Add, BitAnd, BitOr, Div, Mul, Neg, Not, Sub};

use gradus_eval::math::{self, Lane};
use gradus_eval::reduction::reduce;
use gradus_eval::{BlockProgram, VectorProgram};
use gradus_symbolic::computation::{Op, Reduction, Value};
use kit::{BINARY, Bits, COMPARISONS, UNARY};

const WIDTH: usize = 4;

/// Lanes without a processor's help. Their operations are not inlined, so that they compile soon.
#[derive(Clone, Copy)]
struct Lanes<T>([T; WIDTH]);

#[derive(Clone, Copy)]
struct Masks([bool; WIDTH]);

impl<T: Copy> Lanes<T> {
    fn map<U>(self, f: impl Fn(T) -> U) -> [U; WIDTH] {
        self.0.map(f)
    }

    fn zip<U>(self, other: Self, f: impl Fn(T, T) -> U) -> [U; WIDTH] {
        std::array::from_fn(|k| f(self.0[k], other.0[k]))
    }
}

macro_rules! operators {
    ($($trait:ident $name:ident;)*) => {
        $(impl<T: $trait<Output = T> + Copy> $trait for Lanes<T> {
            type Output = Self;
            #[inline(never)]
            fn $name(self, other: Self) -> Self {
                Self(self.zip(other, T::$name))
            }
        })*
    };
}

operators! { Add add; Sub sub; Mul mul; Div div; }

impl<T: Neg<Output = T> + Copy> Neg for Lanes<T> {
    type Output = Self;
    #[inline(never)]
    fn neg(self) -> Self {
        Self(self.map(T::neg))
    }
}

impl BitAnd for Masks {
    type Output = Self;
    #[inline(never)]
    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|k| self.0[k] && other.0[k]))
    }
}

impl BitOr for Masks {
    type Output = Self;
    #[inline(never)]
    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|k| self.0[k] || other.0[k]))
    }
}

impl Not for Masks {
    type Output = Self;
    #[inline(never)]
    fn not(self) -> Self {
        Self(self.0.map(|mask| !mask))
    }
}

impl<T: Lane<Scalar = T, Mask = bool> + math::Tables> Lane for Lanes<T> {
    type Scalar = T;
    type Mask = Masks;

    #[inline(never)]
    fn splat(value: T) -> Self {
        Self([value; WIDTH])
    }
    #[inline(never)]
    fn number(value: f64) -> Self {
        Self([T::number(value); WIDTH])
    }
    #[inline(never)]
    fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(std::array::from_fn(|k| {
            self.0[k].mul_add(factor.0[k], addend.0[k])
        }))
    }
    fn abs(self) -> Self {
        Self(self.map(T::abs))
    }
    fn copysign(self, sign: Self) -> Self {
        Self(self.zip(sign, T::copysign))
    }
    fn sqrt(self) -> Self {
        Self(self.map(T::sqrt))
    }
    fn floor(self) -> Self {
        Self(self.map(T::floor))
    }
    fn ceil(self) -> Self {
        Self(self.map(T::ceil))
    }
    fn round(self) -> Self {
        Self(self.map(T::round))
    }
    #[inline(never)]
    fn less(self, other: Self) -> Masks {
        Masks(self.zip(other, T::less))
    }
    #[inline(never)]
    fn less_equal(self, other: Self) -> Masks {
        Masks(self.zip(other, T::less_equal))
    }
    #[inline(never)]
    fn equal(self, other: Self) -> Masks {
        Masks(self.zip(other, T::equal))
    }
    #[inline(never)]
    fn select(mask: Masks, yes: Self, no: Self) -> Self {
        Self(std::array::from_fn(|k| {
            T::select(mask.0[k], yes.0[k], no.0[k])
        }))
    }
    fn any(mask: Masks) -> bool {
        mask.0.contains(&true)
    }
    fn power_of_two(self) -> Self {
        Self(self.map(T::power_of_two))
    }
    fn scale(self, exponent: Self) -> Self {
        Self(self.zip(exponent, T::scale))
    }
    fn split(self) -> (Self, Self) {
        let parts = self.map(T::split);
        (
            Self(parts.map(|part| part.0)),
            Self(parts.map(|part| part.1)),
        )
    }
    fn lookup(self, table: &[T; 16]) -> Self {
        Self(self.map(|x| x.lookup(table)))
    }
    fn replace(self, mask: Masks, usual: [Self; 3], rare: impl Fn(T) -> [T; 3]) -> [Self; 3] {
        let lanes: [[T; 3]; WIDTH] = std::array::from_fn(|k| {
            self.0[k].replace(mask.0[k], usual.map(|part| part.0[k]), &rare)
        });
        std::array::from_fn(|part| Self(lanes.map(|lane| lane[part])))
    }
}

/// Points beside others of every kind.
fn groups<T: Bits>() -> Vec<[T; WIDTH]> {
    let points: Vec<T> = kit::points();
    let mut groups = Vec::new();
    for step in 1..points.len() {
        for start in 0..points.len() {
            groups.push(std::array::from_fn(|k| {
                points[(start + k * step) % points.len()]
            }));
        }
    }
    groups
}

fn check<T: Bits>(name: &str, side_by_side: [T; WIDTH], alone: [T; WIDTH]) {
    assert_eq!(
        side_by_side.map(Bits::bits),
        alone.map(Bits::bits),
        "{name}: {side_by_side:?} {alone:?}"
    );
}

/// A call of its own: all functions in one body take minutes to compile.
#[inline(never)]
fn one<T>(f: impl Fn(Lanes<T>) -> Lanes<T>, x: [T; WIDTH]) -> [T; WIDTH] {
    f(Lanes(x)).0
}

#[inline(never)]
fn two<T>(f: impl Fn(Lanes<T>, Lanes<T>) -> Lanes<T>, x: [T; WIDTH], y: [T; WIDTH]) -> [T; WIDTH] {
    f(Lanes(x), Lanes(y)).0
}

/// One call of each function with a vector and with each of its elements.
macro_rules! compare {
    ($type:ident; $($one:ident)*; $($two:ident)*) => {
        for x in groups::<$type>() {
            $(check(stringify!($one), one(math::$one, x), x.map(math::$one));)*
            let mut y = x;
            y.rotate_left(1);
            $(check(
                stringify!($two),
                two(math::$two, x, y),
                std::array::from_fn(|k| math::$two(x[k], y[k])),
            );)*
        }
    };
}

macro_rules! test_type {
    ($name:ident, $type:ident) => {
        #[test]
        #[inline(never)]
        fn $name() {
            compare! { $type;
                cbrt exp exp2 expm1 ln log2 log10 log1p log1p_unit sin cos tan asin acos atan sinh cosh tanh sech asinh acosh atanh
                erf erfc erfcx erfc_excess normal_cdf normal_pdf sigmoid softplus ln_cosh
                sinc bessel_1 bessel_2;
                pow hypot atan2 exp_sum exp_rest
            }
        }
    };
}

test_type!(lanes_of_f64_have_the_bits_of_scalars, f64);
test_type!(lanes_of_f32_have_the_bits_of_scalars, f32);

/// Every operation, on numbers and on the results of comparisons.
fn operations() -> Vec<Op> {
    let [a, b] = [Value(0), Value(1)];
    let mut operations: Vec<Op> = UNARY.iter().map(|one| Op::Unary(*one, a)).collect();
    operations.extend(BINARY.iter().map(|two| Op::Binary(*two, a, b)));
    operations.extend([Op::MulAdd(a, b, a), Op::MulAdd(b, b, a)]);
    operations
}

/// The bits of all results of a program that ends with an operation, in one number.
fn fingerprint<T: Bits>() -> u64 {
    let points: Vec<T> = kit::points();
    let count = points.len();
    let pairs = |shift: usize| (0..count * count).map(move |k| (k / shift) % count);
    let xs: Vec<T> = pairs(1).map(|k| points[k]).collect();
    let ys: Vec<T> = pairs(count).map(|k| points[k]).collect();
    let mut all = Vec::new();
    for op in operations() {
        let computation = kit::single(2, op);
        let block = BlockProgram::<T>::new(&computation).expect("well-formed");
        let vector = VectorProgram::<T>::new(&computation).expect("well-formed");
        for length in [1, 7, 16, 31, xs.len()] {
            let mut out = vec![T::default(); length];
            let inputs = [&xs[..length], &ys[..length]];
            block.map(&inputs, &[], &mut [&mut out]);
            all.extend(kit::bits(&out));
            let mut vectors = Vec::new();
            vector
                .call(&inputs, &[], &mut vectors)
                .expect("of one length");
            assert_eq!(kit::bits(&vectors[0]), kit::bits(&out), "{computation:?}");
        }
    }
    for comparison in COMPARISONS {
        let mut computation = kit::single(2, Op::Compare(*comparison, Value(0), Value(1)));
        computation
            .ops
            .push(Op::Select(Value(2), Value(0), Value(1)));
        computation.outputs = vec![Value(3)];
        let block = BlockProgram::<T>::new(&computation).expect("well-formed");
        let mut out = vec![T::default(); xs.len()];
        block.map(&[&xs, &ys], &[], &mut [&mut out]);
        all.extend(kit::bits(&out));
    }
    let finite: Vec<T> = xs
        .iter()
        .copied()
        .filter(|x| x.abs() < T::number(1e3))
        .collect();
    for reduction in [
        Reduction::Sum,
        Reduction::Product,
        Reduction::Min,
        Reduction::Max,
    ] {
        all.extend(
            [1, 5, 100, 300, finite.len()]
                .map(|length| reduce(reduction, &finite[..length]).bits()),
        );
    }
    // the hash of Fowler, Noll and Vo
    all.iter().fold(0xcbf2_9ce4_8422_2325, |hash, bits| {
        (hash ^ bits).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// What a child process of [`every_level_gives_the_same_bits`] prints.
#[test]
#[ignore = "run by another test"]
fn print_fingerprints() {
    println!("bits {:x} {:x}", fingerprint::<f32>(), fingerprint::<f64>());
}

/// The level is chosen once in a process, so each has a process of its own.
#[test]
fn every_level_gives_the_same_bits() {
    let program = std::env::current_exe().expect("the path of this program");
    let found = ["portable", "avx2", "avx512"].map(|level| {
        let output = std::process::Command::new(&program)
            .args(["--exact", "print_fingerprints", "--ignored", "--nocapture"])
            .env("GRADUS_LEVEL", level)
            .output()
            .expect("this program runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text
            .lines()
            .find_map(|line| line.split_once("bits ").map(|parts| parts.1.to_owned()));
        line.unwrap_or_else(|| panic!("{level}: {text}"))
    });
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
}

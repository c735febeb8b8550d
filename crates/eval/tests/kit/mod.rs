//! Shared by the test suites: lists of all operations, points, random computations, bits.
#![allow(dead_code, reason = "no suite uses all of it")]

use gradus_eval::Element;
use gradus_symbolic::computation::{Binary, Comparison, Computation, Op, Real, Unary, Value};
use proptest::prelude::*;

/// A list of all variants, and a match that the compiler refuses when one is missing.
macro_rules! all {
    ($list:ident, $type:ident, [$($variant:ident),*] $(, $more:ident: [$($argument:expr),*])?) => {
        pub const $list: &[$type] = &[$($type::$variant,)* $($($type::$more($argument),)*)?];
        const _: fn($type) = |variant| match variant { $($type::$variant => {})* $($type::$more(_) => {})? };
    };
}

all! {
    UNARY, Unary,
    [Neg, Abs, Sign, Floor, Ceil, Round, Sqrt, Cbrt, Exp, ExpBeside, Exp2, Expm1, Ln, Log2, Log10, Log1p, Log1pUnit, Sin, Cos, Tan, Asin, Acos,
     Atan, Sinh, Cosh, Tanh, Sech, Asinh, Acosh, Atanh, Erf, Erfc, Erfcx, ErfcExcess, NormalCdf, NormalPdf, Sigmoid, Softplus, LnCosh],
    SphericalBessel: [0, 1, 2, 3, 7, 255]
}
all! { BINARY, Binary, [Add, Sub, Mul, Div, Min, Max, Pow, Hypot, Atan2, CopySign, Mod, ExpSum, ExpRest] }
all! { COMPARISONS, Comparison, [Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual] }

/// Ordinary values, ends of ranges, and what is no number.
#[rustfmt::skip]
pub const POINTS: &[f64] = &[
    0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.7, -3.7, 0.1, 1e-3, -1e-3, 1e-30, -1e-300, 5e-324, 1e-45, 12.25, -25.5,
    40.0, -38.0, 89.0, -104.0, 709.5, -745.0, 1e5, -1e10, 1e38, -1e200, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::NAN,
];

/// The points as numbers of a type.
pub fn points<T: Element>() -> Vec<T> {
    POINTS.iter().map(|point| T::number(*point)).collect()
}

/// The bits of a number, all NaNs being one.
pub trait Bits: Element {
    fn bits(self) -> u64;
}

impl Bits for f64 {
    fn bits(self) -> u64 {
        if self.is_nan() {
            u64::MAX
        } else {
            self.to_bits()
        }
    }
}

impl Bits for f32 {
    fn bits(self) -> u64 {
        if self.is_nan() {
            u64::MAX
        } else {
            u64::from(self.to_bits())
        }
    }
}

/// The bits of many numbers.
pub fn bits<T: Bits>(numbers: &[T]) -> Vec<u64> {
    numbers.iter().map(|number| number.bits()).collect()
}

/// A computation of one operation on inputs.
pub fn single(inputs: u32, op: Op) -> Computation {
    let mut ops: Vec<Op> = (0..inputs).map(Op::Input).collect();
    ops.push(op);
    Computation {
        inputs,
        parameters: 0,
        ops,
        outputs: vec![Value(inputs)],
    }
}

pub const INPUTS: u32 = 2;
pub const PARAMETERS: u32 = 2;

/// What a random operation is made of: its sort and its choices, taken modulo what there is to choose from.
type Choice = (u8, u16, u16, u16, u16);

/// Random computations over elements with two inputs and two parameters.
pub fn computations(length: usize) -> impl Strategy<Value = Computation> {
    let choice = (
        0u8..20,
        any::<u16>(),
        any::<u16>(),
        any::<u16>(),
        any::<u16>(),
    );
    (prop::collection::vec(choice, 1..length), 1usize..4)
        .prop_map(|(choices, outputs)| build(&choices, outputs))
}

fn build(choices: &[Choice], outputs: usize) -> Computation {
    let mut draft = Draft::new();
    for choice in choices {
        draft.push(choice);
    }
    let outputs = draft.numbers.iter().rev().take(outputs).copied().collect();
    Computation {
        inputs: INPUTS,
        parameters: PARAMETERS,
        ops: draft.ops,
        outputs,
    }
}

struct Draft {
    ops: Vec<Op>,
    numbers: Vec<Value>,
    masks: Vec<Value>,
}

impl Draft {
    fn new() -> Self {
        let mut ops: Vec<Op> = (0..INPUTS).map(Op::Input).collect();
        ops.extend((0..PARAMETERS).map(Op::Parameter));
        ops.push(Op::Constant(Real::exact(0.75)));
        let numbers: Vec<Value> = (0..ops.len() as u32).map(Value).collect();
        ops.push(Op::Compare(Comparison::Less, numbers[0], numbers[1]));
        let masks = vec![Value(ops.len() as u32 - 1)];
        Self {
            ops,
            numbers,
            masks,
        }
    }

    /// One of the values, late ones more often so that chains grow.
    fn number(&self, choice: u16) -> Value {
        let count = self.numbers.len();
        let choice = choice as usize;
        if choice.is_multiple_of(2) {
            self.numbers[count - 1 - (choice / 2) % count.min(3)]
        } else {
            self.numbers[choice / 2 % count]
        }
    }

    fn mask(&self, choice: u16) -> Value {
        self.masks[choice as usize % self.masks.len()]
    }

    fn push(&mut self, &(sort, what, a, b, c): &Choice) {
        let what = what as usize;
        let (x, y, z) = (self.number(a), self.number(b), self.number(c));
        let (p, q) = (self.mask(a), self.mask(b));
        let op = match sort {
            0..=5 => Op::Unary(UNARY[what % UNARY.len()], x),
            6..=11 => match BINARY[what % BINARY.len()] {
                // the sign of a NaN that was computed means nothing
                Binary::CopySign => Op::Binary(Binary::CopySign, x, Value(u32::from(b) % INPUTS)),
                function => Op::Binary(function, x, y),
            },
            12 => Op::MulAdd(x, y, z),
            13 => Op::Power(x, what as u32 % 12),
            14 => Op::Constant(Real::exact(POINTS[what % POINTS.len()])),
            15 => Op::Compare(COMPARISONS[what % COMPARISONS.len()], x, y),
            16 => Op::Not(p),
            17 => [Op::And(p, q), Op::Or(p, q)][what % 2].clone(),
            _ => Op::Select(p, y, z),
        };
        let masks = matches!(op, Op::Compare(..) | Op::Not(_) | Op::And(..) | Op::Or(..));
        let list = if masks {
            &mut self.masks
        } else {
            &mut self.numbers
        };
        list.push(Value(self.ops.len() as u32));
        self.ops.push(op);
    }
}

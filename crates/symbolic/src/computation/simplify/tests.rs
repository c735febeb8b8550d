//! Every rule fires, costs less and keeps the numbers.

use gradus_syntax::Comparison;

mod parts;
mod quotients;

use super::{compact, simplified};
use crate::computation::strict::nan_in_nan_out;
use crate::computation::{Binary, Builder, Computation, Op, Real, Unary, Value, rough};

const INPUTS: [f64; 15] = [
    f64::NEG_INFINITY,
    -1e300,
    -745.0,
    -3.0,
    -1.0,
    -0.3,
    -1e-310,
    -0.0,
    0.0,
    1e-310,
    0.7,
    3.0,
    50.0,
    1e300,
    f64::INFINITY,
];
const PARAMETERS: [f64; 5] = [-2.0, -1e-3, 0.7, 1.0, 1e10];

/// How far results may be apart, of quotients that become products.
#[derive(Clone, Copy, PartialEq)]
enum Keeps {
    /// The bits, but for the sign of a zero.
    Bits,
    /// All but two of the last bits.
    Digits,
}

/// What a list is written of: the builder, the input and a parameter.
type Written = fn(&mut Builder, Value, Value) -> Vec<Value>;

/// A name, a list, how many operations are left beside constants, and what is kept.
type Row = (&'static str, Written, usize, Keeps);

const ROWS: &[Row] = &[
    (
        "two changes of sign",
        |b, x, _| {
            let once = b.unary(Unary::Neg, x);
            vec![b.unary(Unary::Neg, once)]
        },
        1,
        Keeps::Bits,
    ),
    (
        "an exponential of both signs",
        |b, x, _| {
            let (zero, most, half) = (b.number(0.0), b.number(1e300), b.number(0.5));
            let mask = b.compare(Comparison::GreaterEqual, x, zero);
            let two = b.number(2.0);
            let size = b.unary(Unary::Abs, x);
            let size = b.binary(Binary::Mul, size, two);
            let held = b.binary(Binary::Min, size, most);
            let held = b.binary(Binary::Mul, held, half);
            let root = b.unary(Unary::Exp, held);
            let above = b.binary(Binary::Mul, root, root);
            let opposite = b.unary(Unary::Neg, size);
            let below = b.unary(Unary::Exp, opposite);
            vec![b.select(mask, above, below), b.select(mask, below, above)]
        },
        5,
        Keeps::Digits,
    ),
    (
        "an exponential of both signs that is held nowhere",
        |b, x, _| {
            let (zero, half) = (b.number(0.0), b.number(0.5));
            let mask = b.compare(Comparison::GreaterEqual, x, zero);
            let size = b.unary(Unary::Abs, x);
            let halved = b.binary(Binary::Mul, size, half);
            let root = b.unary(Unary::Exp, halved);
            let above = b.binary(Binary::Mul, root, root);
            let opposite = b.unary(Unary::Neg, size);
            let below = b.unary(Unary::Exp, opposite);
            vec![b.select(mask, above, below)]
        },
        2,
        Keeps::Digits,
    ),
    (
        "exponentials that only the numbers below 0 need",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let (one, opposite) = (b.number(1.0), b.unary(Unary::Neg, size));
            let below = b.unary(Unary::Exp, opposite);
            let below_less_one = b.unary(Unary::Expm1, opposite);
            vec![
                b.select(mask, x, below_less_one),
                b.select(mask, one, below),
            ]
        },
        6,
        Keeps::Bits,
    ),
    (
        "an exponential of a multiple that only the numbers below 0 need",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let [one, by] = [1.0, -0.7].map(|number| b.number(number));
            let opposite = b.binary(Binary::Mul, size, by);
            let below = b.unary(Unary::Exp, opposite);
            vec![b.select(mask, one, below)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "an exponential of a multiple that is infinite in single precision",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let one = b.number(1.0);
            let by = b.constant(Real {
                double: -1e40,
                low: 0.0,
                single: f32::NEG_INFINITY,
            });
            let opposite = b.binary(Binary::Mul, size, by);
            let below = b.unary(Unary::Exp, opposite);
            vec![b.select(mask, one, below)]
        },
        6,
        Keeps::Bits,
    ),
    (
        "a magnitude that is read itself below 0",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let opposite = b.unary(Unary::Neg, size);
            let below = b.unary(Unary::Exp, opposite);
            let below = b.binary(Binary::Div, below, size);
            vec![b.select(mask, x, below)]
        },
        7,
        Keeps::Bits,
    ),
    (
        "an exponential below 0 beside another opposite of the magnitude",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let opposite = b.unary(Unary::Neg, size);
            let below = b.unary(Unary::Exp, opposite);
            let twice = b.number(-2.0);
            let product = b.binary(Binary::Mul, size, twice);
            let below = b.binary(Binary::Div, below, product);
            vec![b.select(mask, x, below)]
        },
        8,
        Keeps::Bits,
    ),
    (
        "an exponential that both sides of 0 need",
        |b, x, _| {
            let (mask, size) = sides(b, x);
            let (one, opposite) = (b.number(1.0), b.unary(Unary::Neg, size));
            let below = b.unary(Unary::Exp, opposite);
            let sum = b.binary(Binary::Add, below, one);
            let chosen = b.select(mask, one, below);
            vec![b.binary(Binary::Div, chosen, sum)]
        },
        8,
        Keeps::Bits,
    ),
    (
        "times 1 and times -1",
        |b, x, _| {
            let (one, minus_one) = (b.number(1.0), b.number(-1.0));
            let same = b.binary(Binary::Mul, x, one);
            vec![b.binary(Binary::Mul, minus_one, same)]
        },
        2,
        Keeps::Bits,
    ),
    (
        "the magnitude of a square",
        |b, x, _| {
            let square = b.binary(Binary::Mul, x, x);
            vec![b.unary(Unary::Abs, square)]
        },
        2,
        Keeps::Bits,
    ),
    (
        "the magnitude of what is positive",
        |b, x, _| {
            let (square, one) = (b.binary(Binary::Mul, x, x), b.number(1.0));
            let sum = b.binary(Binary::Add, square, one);
            let sign = b.unary(Unary::Sign, sum);
            let size = b.unary(Unary::Abs, sum);
            vec![b.binary(Binary::Mul, sign, size)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "a sign compared with 0",
        |b, x, _| {
            let (sign, zero) = (b.unary(Unary::Sign, x), b.number(0.0));
            let mask = b.compare(Comparison::GreaterEqual, sign, zero);
            vec![b.select(mask, x, zero)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "the sign of a product compared with 0",
        |b, x, p| {
            let (sign, other) = (b.unary(Unary::Sign, x), b.unary(Unary::Sign, p));
            let (product, zero) = (b.binary(Binary::Mul, other, sign), b.number(0.0));
            let mask = b.compare(Comparison::Less, product, zero);
            vec![b.select(mask, x, p)]
        },
        6,
        Keeps::Bits,
    ),
    (
        "a sum compared with 0",
        |b, x, _| {
            let (three, zero) = (b.number(-3.0), b.number(0.0));
            let sum = b.binary(Binary::Add, x, three);
            let mask = b.compare(Comparison::GreaterEqual, sum, zero);
            vec![b.select(mask, x, zero)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "a comparison that is the same for all numbers",
        |b, x, _| {
            let (square, zero) = (b.binary(Binary::Mul, x, x), b.number(0.0));
            let mask = b.compare(Comparison::Less, square, zero);
            vec![b.select(mask, zero, square)]
        },
        2,
        Keeps::Bits,
    ),
    (
        "choices within choices by one mask",
        |b, x, p| {
            let zero = b.number(0.0);
            let mask = b.compare(Comparison::Greater, x, zero);
            let inner = b.select(mask, p, zero);
            let other = b.select(mask, zero, x);
            vec![b.select(mask, inner, other)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "a choice by an opposite mask",
        |b, x, p| {
            let zero = b.number(0.0);
            let mask = b.compare(Comparison::Greater, x, zero);
            let not = b.push(Op::Not(mask));
            vec![b.select(not, x, p)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "a choice of squares",
        |b, x, p| {
            let zero = b.number(0.0);
            let mask = b.compare(Comparison::Greater, x, zero);
            let one = b.number(1.0);
            let sum = b.binary(Binary::Add, x, one);
            let (first, second) = (b.push(Op::Power(x, 2)), b.push(Op::Power(sum, 2)));
            let chosen = b.select(mask, first, second);
            vec![b.binary(Binary::Mul, chosen, p)]
        },
        7,
        Keeps::Bits,
    ),
    (
        "a boundary beside what is beyond it",
        |b, x, p| {
            let zero = b.number(0.0);
            let beyond = b.compare(Comparison::Greater, x, zero);
            let at = b.compare(Comparison::Equal, x, zero);
            let inner = b.select(beyond, p, x);
            vec![b.select(at, p, inner)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "a product of choices that is free on one side",
        |b, x, _| {
            let (zero, one) = (b.number(0.0), b.number(1.0));
            let mask = b.compare(Comparison::GreaterEqual, x, zero);
            let (a, c) = (b.select(mask, one, zero), b.select(mask, x, one));
            vec![b.binary(Binary::Mul, a, c)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "a quotient of choices that is free on one side",
        |b, x, _| {
            let (one, three) = (b.number(1.0), b.number(3.0));
            let mask = b.compare(Comparison::GreaterEqual, x, three);
            let (a, c) = (b.select(mask, one, x), b.select(mask, one, three));
            vec![b.binary(Binary::Div, a, c)]
        },
        4,
        Keeps::Bits,
    ),
    (
        "a sign that is chosen",
        |b, x, p| {
            let (zero, one, minus_one) = (b.number(0.0), b.number(1.0), b.number(-1.0));
            let mask = b.compare(Comparison::GreaterEqual, x, zero);
            let sign = b.select(mask, minus_one, one);
            vec![b.binary(Binary::Mul, p, sign)]
        },
        5,
        Keeps::Bits,
    ),
    (
        "half of a product in two parts",
        |b, x, p| {
            let (x, half) = (b.unary(Unary::Abs, x), b.number(-0.5));
            let high = b.binary(Binary::Mul, x, p);
            let negated = b.unary(Unary::Neg, high);
            let low = b.mul_add(x, p, negated);
            let (high, low) = (
                b.binary(Binary::Mul, high, half),
                b.binary(Binary::Mul, low, half),
            );
            vec![b.binary(Binary::ExpSum, high, low)]
        },
        8,
        Keeps::Bits,
    ),
    (
        "over a power of two",
        |b, x, _| {
            let four = b.number(4.0);
            vec![b.binary(Binary::Div, x, four)]
        },
        2,
        Keeps::Bits,
    ),
    (
        "a product with 1 in a sum",
        |b, x, p| {
            let one = b.number(1.0);
            vec![b.mul_add(one, x, p)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "less what is negative",
        |b, x, p| {
            let negated = b.unary(Unary::Neg, p);
            vec![b.binary(Binary::Sub, x, negated)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "products with opposite constants",
        |b, x, _| {
            let (c, d) = (b.number(0.3), b.number(-0.3));
            vec![b.binary(Binary::Mul, x, c), b.binary(Binary::Mul, x, d)]
        },
        3,
        Keeps::Bits,
    ),
    (
        "quotients by one number",
        |b, x, p| {
            let (size, one) = (b.unary(Unary::Abs, x), b.number(1.0));
            let negated = b.unary(Unary::Neg, size);
            let exponential = b.unary(Unary::Exp, negated);
            let below = b.binary(Binary::Add, exponential, one);
            let square = b.push(Op::Power(below, 2));
            let slope = b.binary(Binary::Div, p, square);
            let slope = b.binary(Binary::Mul, slope, exponential);
            let slope = b.binary(Binary::Mul, slope, exponential);
            vec![b.binary(Binary::Div, exponential, below), slope]
        },
        9,
        Keeps::Digits,
    ),
];

fn rows() -> impl Iterator<Item = &'static Row> {
    [ROWS, parts::ROWS, quotients::ROWS].into_iter().flatten()
}

/// Whether a number is not below 0, and its magnitude.
fn sides(b: &mut Builder, x: Value) -> (Value, Value) {
    let zero = b.number(0.0);
    let mask = b.compare(Comparison::GreaterEqual, x, zero);
    (mask, b.unary(Unary::Abs, x))
}

fn written(list: Written) -> Computation {
    let mut ops = Builder::default();
    let x = ops.push(Op::Input(0));
    let parameter = ops.push(Op::Parameter(0));
    let outputs = list(&mut ops, x, parameter);
    Computation {
        inputs: 1,
        parameters: 1,
        ops: ops.finish(),
        outputs,
    }
}

fn results(computation: &Computation, x: f64, parameter: f64) -> Vec<f64> {
    let values = rough::values(&computation.ops, x, parameter).expect("no vectors");
    let outputs = computation.outputs.iter();
    outputs.map(|output| values[output.0 as usize]).collect()
}

fn agree(a: f64, b: f64, keeps: Keeps) -> bool {
    let equal = a == b || a.is_nan() && b.is_nan();
    let far = 4.0 * f64::EPSILON * a.abs();
    equal || keeps == Keeps::Digits && far.is_finite() && (a - b).abs() <= far
}

#[test]
fn every_rule_keeps_the_numbers() {
    for &(name, list, _, keeps) in rows() {
        let plain = written(list);
        let simple = compact(&nan_in_nan_out(simplified(&plain)));
        for x in INPUTS {
            for parameter in PARAMETERS {
                let (a, b) = (
                    results(&plain, x, parameter),
                    results(&simple, x, parameter),
                );
                let same = a.iter().zip(&b).all(|(a, b)| agree(*a, *b, keeps));
                assert!(same, "{name} at {x}, {parameter}: {a:?} and {b:?}");
            }
        }
    }
}

#[test]
fn every_rule_leaves_so_many_operations() {
    for &(name, list, left, _) in rows() {
        let plain = written(list);
        let simple = compact(&simplified(&plain));
        let ops = simple.ops.iter();
        let count = ops.filter(|op| !matches!(op, Op::Constant(_))).count();
        assert_eq!(count, left, "{name}: {:?}", simple.ops);
        assert!(simple.cost() <= plain.cost(), "{name}");
    }
}

#[test]
fn nan_goes_through_or_is_guarded() {
    for &(name, list, ..) in rows() {
        let simple = compact(&nan_in_nan_out(simplified(&written(list))));
        for result in results(&simple, f64::NAN, 0.7) {
            assert!(result.is_nan(), "{name}: {result}");
        }
    }
}

#[test]
fn a_choice_that_nan_passes_the_other_way_needs_no_guard() {
    let relu = written(|ops, x, _| {
        let zero = ops.number(0.0);
        let mask = ops.compare(Comparison::GreaterEqual, x, zero);
        vec![ops.select(mask, x, zero)]
    });
    assert_eq!(compact(&nan_in_nan_out(relu)).cost(), 2);
}

#[test]
fn constants_of_single_precision_are_told_apart() {
    let wide = written(|ops, x, _| {
        let large = Real {
            double: 1e300,
            low: 0.0,
            single: 1e38,
        };
        let (large, zero) = (ops.constant(large), ops.number(0.0));
        let mask = ops.compare(Comparison::Greater, large, zero);
        vec![ops.select(mask, x, zero)]
    });
    assert_eq!(compact(&simplified(&wide)).cost(), 0);
}

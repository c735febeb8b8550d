//! Derivatives by dual numbers against differences, and at the places where differences do not help.

mod kit;

use gradus_eval::reference::{binary, unary};
use gradus_eval::{Dual, Number};
use gradus_symbolic::computation::{Binary, Unary};
use kit::{BINARY, UNARY};

/// The derivative by Richardson's extrapolation of central differences.
fn difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let central = |h: f64| (f(x + h) - f(x - h)) / (2.0 * h);
    let h = 2f64.powi(-7);
    let (a, b, c) = (central(h), central(h / 2.0), central(h / 4.0));
    let (d, e) = ((4.0 * b - a) / 3.0, (4.0 * c - b) / 3.0);
    (16.0 * e - d) / 15.0
}

/// Inner points of the domain of each function, away from jumps and kinks.
fn samples(function: Unary) -> &'static [f64] {
    match function {
        Unary::Sqrt | Unary::Ln | Unary::Log2 | Unary::Log10 => &[0.3, 0.9, 2.5, 30.3],
        Unary::Asin | Unary::Acos | Unary::Atanh => &[-0.7, -0.2, 0.05, 0.6],
        Unary::Acosh => &[1.3, 2.2, 40.3],
        Unary::Log1pUnit => &[0.1, 0.4, 0.9],
        Unary::Log1p => &[-0.6, 0.2, 3.3],
        _ => &[-2.2, -0.7, 0.3, 1.2, 3.6],
    }
}

fn close(computed: f64, expected: f64) -> bool {
    (computed - expected).abs() <= 1e-10 * expected.abs().max(1.0)
}

#[test]
fn every_function_of_one_has_its_derivative() {
    for function in UNARY {
        for x in samples(*function) {
            let dual = unary(*function, Dual::variable(*x));
            let expected = difference(|x| unary(*function, x), *x);
            assert_eq!(
                dual.value.to_bits(),
                unary(*function, *x).to_bits(),
                "{function:?} {x}"
            );
            assert!(
                close(dual.derivative, expected),
                "{function:?} {x}: {} {expected}",
                dual.derivative
            );
        }
    }
}

#[test]
fn every_function_of_two_has_its_derivatives() {
    for function in BINARY {
        for (a, b) in [(0.7, 1.9), (2.6, 0.85), (3.3, -1.4), (5.2, 2.7)] {
            // its second operand is a low part
            let b = if matches!(function, Binary::ExpSum | Binary::ExpRest) {
                b * 1e-9
            } else {
                b
            };
            let first = binary(*function, Dual::variable(a), Dual::fixed(b));
            let second = binary(*function, Dual::fixed(a), Dual::variable(b));
            let (by_first, by_second) = (
                difference(|a| binary(*function, a, b), a),
                difference(|b| binary(*function, a, b), b),
            );
            assert_eq!(first.value.to_bits(), binary(*function, a, b).to_bits());
            assert!(
                close(first.derivative, by_first),
                "{function:?} {a} {b}: {} {by_first}",
                first.derivative
            );
            assert!(
                close(second.derivative, by_second),
                "{function:?} {a} {b}: {} {by_second}",
                second.derivative
            );
        }
    }
}

#[test]
fn kinks_have_the_derivative_nearest_to_zero() {
    let x = Dual::variable(0.0);
    let zero = Dual::fixed(0.0);
    assert_eq!(Number::abs(x).derivative, 0.0);
    assert_eq!(Number::max(x, zero).derivative, 0.0);
    assert_eq!(Number::min(x, zero).derivative, 0.0);
    assert_eq!(Number::max(x, x * Dual::fixed(0.01)).derivative, 0.01);
    assert_eq!(Number::max(x, -x).derivative, 0.0);
    assert_eq!(x.hypot(zero).derivative, 0.0);
}

#[test]
fn what_is_fixed_has_no_derivative_even_where_the_slope_is_infinite() {
    for function in [Unary::Sqrt, Unary::Cbrt, Unary::Ln] {
        assert_eq!(
            unary(function, Dual::fixed(0.0)).derivative,
            0.0,
            "{function:?}"
        );
    }
    assert_eq!(Number::sqrt(Dual::variable(0.0)).derivative, f64::INFINITY);
    assert_eq!(Dual::fixed(-2.0).pow(Dual::fixed(3.0)).derivative, 0.0);
    assert_eq!(
        Dual::variable(-2.0).pow(Dual::fixed(3.0)),
        Dual {
            value: -8.0,
            derivative: 12.0
        }
    );
}

#[test]
fn duals_of_duals_give_second_derivatives() {
    let x = Dual {
        value: Dual::variable(0.5),
        derivative: Dual::fixed(1.0),
    };
    let y = Number::tanh(x);
    let t = 0.5f64.tanh();
    assert!(close(y.derivative.derivative, -2.0 * t * (1.0 - t * t)));
}

#[test]
fn duals_of_f32_work_too() {
    let y = Number::exp(Dual::variable(1.0f32));
    assert_eq!(y.value, y.derivative);
}

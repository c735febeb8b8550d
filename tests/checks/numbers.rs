//! Values and derivatives against what the text says, taken literally in high precision.

use gradus::{Computation, Definition, Formula, Style};
use gradus_symbolic::precise::{Precise, Precision};

use gradus_syntax::NoNames;

use super::literal::literal;
use super::noise::spread;
use super::reading::reads_back;
use super::strangers;

/// Ordinary points, where few formulas have anything special.
const POINTS: [f64; 5] = [-3.7, -0.3, 0.7, 2.3, 11.1];
/// The other inputs.
const OTHERS: [f64; 4] = [1.3, -0.6, 0.4, 2.9];
/// Digits to which two high-precision results must agree.
const TIGHT: f64 = 1e-9;
/// Larger formulas take too long.
const LARGEST: usize = 400;

/// Reads a text, differentiates by its first input, and checks what is printed and the numbers.
pub fn derive(text: &str) {
    let Some(formula) = super::read(text) else {
        return;
    };
    if formula.is_vector() || formula.inputs().len() > 1 + OTHERS.len() {
        return;
    }
    let name = formula.inputs()[0].to_owned();
    // a derivative may exceed the limits
    let Ok(slope) = formula.derivative(&name) else {
        return;
    };
    reads_back(&slope, strangers());
    if formula
        .computation(&[&name])
        .is_ok_and(|all| all.ops.len() <= LARGEST)
    {
        value_is_right(&formula);
        derivative_is_right(&formula, &slope);
    }
}

/// The kernel's value is what the text says, as far as rounding lets it.
pub fn value_is_right(formula: &Formula) {
    let definition = formula
        .definition()
        .expect("a formula that was read is written");
    let kernel = formula.compile::<f64>();
    let Ok(computation) = formula.computation(&[]) else {
        return;
    };
    for point in points(formula) {
        let inputs: Vec<Precise> = point.iter().map(|&x| Precise::from(x)).collect();
        let Some(truth) = known(|p| literal(&definition, &inputs, p)) else {
            continue;
        };
        let value = kernel.call_n(&point);
        if truth == Precise::Undefined {
            // an exponent that rounds to an integer, a power to infinity, the root of what underflowed: no finding
            let parameters = kernel.parameters();
            let unsure = || spread(&computation, &point, parameters, &[value]).is_none();
            assert!(
                value.is_nan() || value == 0.0 || mentions_infinity(&definition) || unsure(),
                "{formula} at {point:?} is undefined, not {value:e}"
            );
        } else {
            near(
                "value",
                formula,
                &point,
                (&computation, kernel.parameters(), 0),
                value,
                &truth,
            );
        }
    }
}

/// The value in high precision, after what was written has been recognised, is what the text says.
pub fn precise_value_is_right(formula: &Formula) {
    let definition = formula
        .definition()
        .expect("a formula that was read is written");
    for point in points(formula) {
        let inputs: Vec<Precise> = point.iter().map(|&x| Precise::from(x)).collect();
        let truth = known(|p| literal(&definition, &inputs, p));
        // a parameter's default is known to some 300 digits: zeros that come of it are not exact
        let telling =
            |truth: &Precise| matches!(truth, Precise::Number(_)) && truth.abs().to_f64() > 1e-250;
        if let Some(truth) = truth.filter(telling)
            && let Some(found) = formula.precise(&point, 200, 45)
        {
            assert_eq!(found, truth.to_decimal(45), "{formula} at {point:?}");
        }
    }
}

/// The derivative by the first input, as printed and as computed, is the limit of difference quotients, where these tell.
pub fn derivative_is_right(formula: &Formula, slope: &Formula) {
    let definition = formula
        .definition()
        .expect("a formula that was read is written");
    let kernel = formula.compile::<f64>();
    let name = formula.inputs()[0];
    let Ok(computation) = formula.computation(&[name]) else {
        return;
    };
    for point in points(formula) {
        let inputs: Vec<Precise> = point.iter().map(|&x| Precise::from(x)).collect();
        let at = |x: &Precise| {
            let mut inputs = inputs.clone();
            inputs[0] = x.clone();
            known(|p| literal(&definition, &inputs, p))
        };
        let Some(truth) = quotient(&inputs[0], at) else {
            continue;
        };
        if let Ok(written) = slope.definition()
            && let Some(value) = known(|p| literal(&written, &inputs, p))
        {
            // 0^x has the slope 0^x*ln(0), which is no number
            if value == Precise::Undefined
                && (written.body.to_string().contains("ln(") || mentions_infinity(&definition))
            {
                continue;
            }
            assert!(
                close(&value, &truth),
                "({formula})' = {written} at {point:?} is {}, not {}",
                value.to_decimal(20),
                truth.to_decimal(20)
            );
        }
        let mut gradient = vec![0.0; point.len()];
        kernel.call_n_with_gradient(&point, &mut gradient);
        near(
            "derivative",
            formula,
            &point,
            (&computation, kernel.parameters(), 1),
            gradient[0],
            &truth,
        );
    }
}

/// Whether limits at infinity come in, which have no slopes and are a matter of taste in powers.
fn mentions_infinity(definition: &Definition) -> bool {
    definition.to_source(Style::Infix, &NoNames).contains("inf")
}

fn points(formula: &Formula) -> Vec<Vec<f64>> {
    let others = formula.inputs().len() - 1;
    POINTS
        .iter()
        .map(|&x| [&[x], &OTHERS[..others]].concat())
        .collect()
}

/// The bits to which values are found.
const BITS: u32 = 320;
/// The step of difference quotients is a power of two.
const STEP: i64 = -80;

/// A value to `BITS` bits; `None` where the precisions tried do not tell. Zeros and what is undefined must be so at all of them.
///
/// Far less thorough than `precise::to_target`, which takes long for zeros: at ordinary points so many bits are enough.
fn known(value: impl Fn(Precision) -> Precise) -> Option<Precise> {
    let at = |bits| value(Precision::bits(bits));
    let (first, second) = (at(BITS + 40), at(2 * BITS + 100));
    match (&first, &second) {
        (Precise::Number(_), Precise::Number(_)) if !first.is_zero() && !second.is_zero() => {
            let p = Precision::bits(BITS);
            let allowed = second
                .abs()
                .mul(&Precise::from_parts(1.into(), -i64::from(BITS)), p);
            let difference = first.sub(&second, p).abs();
            difference
                .compare(&allowed)
                .is_some_and(std::cmp::Ordering::is_le)
                .then_some(second)
        }
        _ => (first == second && second != Precise::Unknown && at(3 * BITS) == second)
            .then_some(second),
    }
}

/// The derivative at x by a central difference, if both one-sided differences agree with it.
fn quotient(x: &Precise, at: impl Fn(&Precise) -> Option<Precise>) -> Option<Precise> {
    let p = Precision::bits(BITS);
    let step = Precise::from_parts(1.into(), STEP);
    let (before, here, after) = (at(&x.sub(&step, p))?, at(x)?, at(&x.add(&step, p))?);
    // what is large beside the step swallows it
    let resolved = here
        .abs()
        .mul(&Precise::from_parts(1.into(), 60 - i64::from(BITS)), p);
    if resolved.compare(&step) != Some(std::cmp::Ordering::Less) {
        return None;
    }
    let over = |a: &Precise, b: &Precise, width: i64| {
        b.sub(a, p).div(&Precise::from_parts(width.into(), STEP), p)
    };
    let (left, right) = (over(&before, &here, 1), over(&here, &after, 1));
    let middle = over(&before, &after, 2);
    let finite = matches!(middle, Precise::Number(_));
    (finite && close(&left, &middle) && close(&right, &middle)).then_some(middle)
}

/// Whether two numbers agree to some nine digits. What is below the resolution of difference quotients counts as zero.
fn close(value: &Precise, truth: &Precise) -> bool {
    let p = Precision::bits(BITS);
    let difference = value.sub(truth, p).abs();
    let allowed = truth.abs().mul(&Precise::from(TIGHT), p);
    let allowed = allowed.add(&Precise::from_parts(1.into(), -150), p);
    difference
        .compare(&allowed)
        .is_some_and(std::cmp::Ordering::is_le)
}

/// A kernel's result is as near to the truth as its roundings let it.
fn near(
    what: &str,
    formula: &Formula,
    point: &[f64],
    (computation, parameters, output): (&Computation, &[f64], usize),
    result: f64,
    truth: &Precise,
) {
    let expected = truth.to_f64();
    if result == expected {
        return;
    }
    let values = gradus_eval::evaluate(computation, point, parameters);
    let Some(spread) = spread(computation, point, parameters, &values) else {
        return;
    };
    // difference quotients resolve no smaller slopes
    let least = if output == 0 { 1e-280 } else { 1e-40 };
    let allowed = f64::max(8.0 * spread[output], 1e-11 * expected.abs()).max(least);
    assert!(
        (result - expected).abs() <= allowed,
        "{what} of {formula} at {point:?} is {result:e}, not {expected:e}"
    );
}

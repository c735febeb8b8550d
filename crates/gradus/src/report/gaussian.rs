//! What a formula makes of normally distributed inputs.

use super::curve::Curve;
use super::figures::{EdgeOfChaos, Moments, jumps};
use super::line::Probe;
use super::quadrature::expectations;

/// The variance of the pre-activations for which the edge of chaos is given where there is one.
const Q: f64 = 1.0;
/// Others are looked at up to a factor of two to this power.
const OCTAVES: i32 = 10;
/// A bias variance so near to zero, relative to `q`, is zero.
const NEGLIGIBLE: f64 = 1e-12;

/// A mean so much smaller than the values is zero.
const CANCELLED: f64 = 1e-15;

/// Expectations over a standard normal input; `None` where the formula is not defined for all inputs.
pub(super) fn moments(curve: &Curve) -> Option<Moments> {
    let found = at(curve, 1.0);
    let is_defined = [found.mean, found.square, found.slope_square]
        .iter()
        .all(|moment| !moment.is_nan());
    // what is left of a sum that cancels
    let is_zero = found.mean.abs() < CANCELLED * found.square.sqrt();
    is_defined.then_some(Moments {
        mean: if is_zero { 0.0 } else { found.mean },
        square: found.square,
        slope_square: found.slope_square,
    })
}

/// The edge of chaos at `q = 1`; where that needs a negative variance of the biases, at the nearest `q` with none at all. `None` where there is
/// no such point, or where the formula jumps, so that its slope says nothing.
pub(super) fn edge_of_chaos(curve: &Curve) -> Option<EdgeOfChaos> {
    if jumps(&curve.value.breaks) {
        return None;
    }
    let first = edge(curve, Q)?;
    if first.bias >= 0.0 {
        return Some(first);
    }
    let candidates = [1.0, -1.0].map(|direction| without_bias(curve, direction));
    candidates
        .into_iter()
        .flatten()
        .min_by(|a, b| a.q.ln().abs().total_cmp(&b.q.ln().abs()))
}

/// The nearest point above or below `q = 1` where the biases have no variance.
fn without_bias(curve: &Curve, direction: f64) -> Option<EdgeOfChaos> {
    let mut near = 0.0;
    for octave in 1..=OCTAVES {
        let far = direction * f64::from(octave);
        let at_far = edge(curve, Q * far.exp2())?;
        if at_far.bias < 0.0 {
            near = far;
            continue;
        }
        let (mut negative, mut positive) = (near, far);
        for _ in 0..48 {
            let middle = f64::midpoint(negative, positive);
            match edge(curve, Q * middle.exp2())?.bias < 0.0 {
                true => negative = middle,
                false => positive = middle,
            }
        }
        return edge(curve, Q * positive.exp2()).map(|edge| EdgeOfChaos { bias: 0.0, ..edge });
    }
    None
}

/// The point of the edge of chaos with that variance; the bias variance may be negative.
fn edge(curve: &Curve, q: f64) -> Option<EdgeOfChaos> {
    let found = at(curve, q);
    let weight = found.slope_square.recip();
    let bias = q - weight * found.square;
    let bias = if bias.abs() < NEGLIGIBLE * q {
        0.0
    } else {
        bias
    };
    let contraction = weight * found.product / q.sqrt();
    let is_known = [weight, bias, contraction]
        .iter()
        .all(|number| number.is_finite());
    (is_known && weight > 0.0).then_some(EdgeOfChaos {
        q,
        weight,
        bias,
        contraction,
    })
}

/// Expectations over a normal input of variance `q`.
struct Expectations {
    mean: f64,
    square: f64,
    slope_square: f64,
    /// Of value times slope times the standardised input.
    product: f64,
}

fn at(curve: &Curve, q: f64) -> Expectations {
    let scale = q.sqrt();
    let cuts: Vec<f64> = curve.cuts.iter().map(|cut| cut / scale).collect();
    let [mean, square, slope_square, product] = expectations(
        |z| {
            let x = scale * z;
            let (value, slope) = (curve.value.value(x), curve.slope.value(x));
            [value, value * value, slope * slope, value * slope * z]
        },
        &cuts,
    );
    Expectations {
        mean,
        square,
        slope_square,
        product,
    }
}

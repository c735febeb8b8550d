//! Integrals against the standard normal density.

use std::sync::OnceLock;

/// Nodes of the Gauss-Legendre rule on a panel.
const NODES: usize = 20;
/// Beyond this many standard deviations the density is below the least double.
const REACH: f64 = 39.0;
/// Panels up to here are one deviation wide, those beyond wider: little is left of the density there.
const NEAR: i32 = 12;
/// The density itself, at distances where it still counts.
const TAIL: f64 = 38.0;
/// How often a panel is halved where the integrand is not smooth.
const HALVINGS: u32 = 40;
/// The relative difference between a panel and its halves that is good enough.
const TOLERANCE: f64 = 1e-14;

/// The relative change by the last halvings beyond which an integral is taken to diverge.
const MISSED: f64 = 1e-5;

/// The integrals over the line of some integrands times the standard normal density, split at `cuts`. One that does not converge is infinite;
/// NaN where an integrand is.
pub(super) fn expectations<const N: usize>(
    integrand: impl Fn(f64) -> [f64; N],
    cuts: &[f64],
) -> [f64; N] {
    let weighted = |z: f64| {
        let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        // what has overflowed outweighs the density, though that may have vanished
        integrand(z).map(|value| {
            if value.is_infinite() {
                value
            } else {
                value * density
            }
        })
    };
    let near = (-NEAR..=NEAR).map(f64::from);
    let mut ends: Vec<f64> = near
        .chain([-REACH, -24.0, -16.0, 16.0, 24.0, REACH])
        .collect();
    ends.extend(cuts.iter().filter(|cut| cut.abs() < REACH));
    ends.sort_unstable_by(f64::total_cmp);
    ends.dedup();
    let mut sums = [0.0_f64; N];
    let mut diverges = [false; N];
    for panel in ends.windows(2) {
        let (part, settled) = integral(&weighted, (panel[0], panel[1]));
        for index in 0..N {
            sums[index] += part[index];
            diverges[index] |= !settled[index];
        }
    }
    for side in [-1.0, 1.0] {
        let last = weighted(side * TAIL);
        for index in 0..N {
            diverges[index] |= last[index].abs() > 1e-12 * sums[index].abs().max(1e-200);
        }
    }
    for index in 0..N {
        if diverges[index] && !sums[index].is_nan() {
            sums[index] = f64::INFINITY;
        }
    }
    sums
}

/// The integrals over a panel, and which of them converge, by halving where it matters.
fn integral<const N: usize>(
    f: &impl Fn(f64) -> [f64; N],
    panel: (f64, f64),
) -> ([f64; N], [bool; N]) {
    let mut pending = vec![(panel, rule(f, panel), 0)];
    let (mut sums, mut missed) = ([0.0_f64; N], [0.0_f64; N]);
    let mut steps = 0;
    while let Some(((a, b), whole, depth)) = pending.pop() {
        let middle = f64::midpoint(a, b);
        let (left, right) = (rule(f, (a, middle)), rule(f, (middle, b)));
        let mut fine = true;
        let mut both = [0.0_f64; N];
        for index in 0..N {
            both[index] = left[index] + right[index];
            let missed = (both[index] - whole[index]).abs();
            let scale = both[index].abs().max(sums[index].abs()).max(1e-16);
            // of what is not finite halves say no more
            fine &= missed <= TOLERANCE * scale || !both[index].is_finite();
        }
        steps += 1;
        if fine || depth >= HALVINGS || steps > 4000 {
            for index in 0..N {
                sums[index] += both[index];
                missed[index] += (both[index] - whole[index]).abs();
            }
        } else {
            pending.push(((middle, b), right, depth + 1));
            pending.push(((a, middle), left, depth + 1));
        }
    }
    // what the last panels at a singularity still changed by must be small
    let is_settled = |index: usize| missed[index] <= MISSED * sums[index].abs().max(1e-12);
    (sums, std::array::from_fn(is_settled))
}

fn rule<const N: usize>(f: &impl Fn(f64) -> [f64; N], (a, b): (f64, f64)) -> [f64; N] {
    let (center, half) = (f64::midpoint(a, b), 0.5 * (b - a));
    let mut sums = [0.0_f64; N];
    for &(node, weight) in nodes() {
        let values = f(center + half * node);
        for index in 0..N {
            sums[index] += weight * half * values[index];
        }
    }
    sums
}

/// Nodes and weights on [-1, 1]: the zeros of the Legendre polynomial, by Newton's method.
fn nodes() -> &'static [(f64, f64); NODES] {
    static FOUND: OnceLock<[(f64, f64); NODES]> = OnceLock::new();
    FOUND.get_or_init(|| {
        std::array::from_fn(|index| {
            let n = NODES as f64;
            let mut x = (std::f64::consts::PI * (index as f64 + 0.75) / (n + 0.5)).cos();
            let mut slope = 1.0;
            for _ in 0..50 {
                let (value, next_slope) = legendre(x);
                slope = next_slope;
                x -= value / slope;
            }
            (x, 2.0 / ((1.0 - x * x) * slope * slope))
        })
    })
}

/// The Legendre polynomial of that degree and its derivative.
fn legendre(x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for degree in 2..=NODES {
        let k = degree as f64;
        (before, value) = (
            value,
            ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k,
        );
    }
    (value, NODES as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_distribution_are_known() {
        let [one, mean, square, fourth, absolute] =
            expectations(|z| [1.0, z, z * z, z.powi(4), z.abs()], &[0.0]);
        for (found, known) in [
            (one, 1.0),
            (square, 1.0),
            (fourth, 3.0),
            (absolute, (2.0 / std::f64::consts::PI).sqrt()),
        ] {
            assert!((found - known).abs() < 1e-14, "{found} {known}");
        }
        assert!(mean.abs() < 1e-15);
    }

    #[test]
    fn what_does_not_exist_is_infinite() {
        let found = expectations(
            |z| [(0.5 * z * z).exp(), z.recip().abs(), z.abs().sqrt().recip()],
            &[0.0],
        );
        assert!(found[0].is_infinite() && found[1].is_infinite());
        // 2^(1/4) Gamma(1/4) / sqrt(pi) / sqrt(2)
        assert!((found[2] - 1.720_079_772_5).abs() < 1e-4, "{}", found[2]);
    }
}

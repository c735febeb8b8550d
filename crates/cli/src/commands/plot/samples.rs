//! Where curves are sampled: evenly, closely beside kinks, and more where a curve bends.

use gradus::Kernel;

/// Points that are evenly spaced.
const EVEN: usize = 601;
/// How often an interval in which a curve bends is halved.
const HALVINGS: usize = 6;
/// No more points than this are added in one round.
const ADDED: usize = 2000;
/// A curve is straight enough where it misses a line by less than this part of its height.
const STRAIGHT: f64 = 2e-4;
/// The distance from a kink to its nearest samples, as a part of the range.
const BESIDE: f64 = 1e-6;

/// Points (x, y) of the curve, x ascending.
pub fn samples(kernel: &Kernel<f64>, (from, to): (f64, f64), kinks: &[f64]) -> Vec<(f64, f64)> {
    let last = (EVEN - 1) as f64;
    // a mean of the ends, so that even the widest range does not overflow
    let place = |index: usize| from * (1.0 - index as f64 / last) + to * (index as f64 / last);
    let mut places: Vec<f64> = (0..EVEN).map(place).collect();
    let beside = (to / 2.0 - from / 2.0) * 2.0 * BESIDE;
    places.extend(kinks.iter().flat_map(|&x| [x - beside, x, x + beside]));
    places.retain(|&x| from <= x && x <= to);
    let mut points = valued(kernel, places);
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.dedup_by_key(|point| point.0);
    let height = height(&points);
    for _ in 0..HALVINGS {
        let places = middles(&points, height * STRAIGHT);
        if places.is_empty() {
            break;
        }
        points.extend(valued(kernel, places));
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    points
}

fn valued(kernel: &Kernel<f64>, xs: Vec<f64>) -> Vec<(f64, f64)> {
    let mut ys = vec![0.0; xs.len()];
    kernel.map(&xs, &mut ys);
    xs.into_iter().zip(ys).collect()
}

/// The height of a curve but for its extremes, which may be a pole.
fn height(points: &[(f64, f64)]) -> f64 {
    let mut ys: Vec<f64> = points
        .iter()
        .map(|point| point.1)
        .filter(|y| y.is_finite())
        .collect();
    ys.sort_by(f64::total_cmp);
    let Some(&greatest) = ys.last() else {
        return 0.0;
    };
    let tail = ys.len() / 20;
    let calm = ys[ys.len() - 1 - tail] - ys[tail];
    if calm > 0.0 { calm } else { greatest - ys[0] }
}

/// The middles of the intervals beside every point at which the curve bends.
fn middles(points: &[(f64, f64)], allowed: f64) -> Vec<f64> {
    let mut found: Vec<f64> = points
        .windows(3)
        .filter(|three| bends(three, allowed))
        .flat_map(|three| {
            [
                three[0].0.midpoint(three[1].0),
                three[1].0.midpoint(three[2].0),
            ]
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found.dedup();
    found.retain(|x| {
        points
            .binary_search_by(|point| point.0.total_cmp(x))
            .is_err()
    });
    found.truncate(ADDED);
    found
}

fn bends(three: &[(f64, f64)], allowed: f64) -> bool {
    let [(x0, y0), (x1, y1), (x2, y2)] = [three[0], three[1], three[2]];
    let line = y0 + (y2 - y0) * ((x1 - x0) / (x2 - x0));
    // where one side is undefined, the curve is followed to its end
    let ends = y1.is_finite() && y0.is_finite() != y2.is_finite();
    ends || (y1 - line).abs() > allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use gradus::Formula;

    fn sampled(text: &str, kinks: &[f64]) -> Vec<(f64, f64)> {
        let formula: Formula = text.parse().expect(text);
        samples(&formula.compile(), (-6.0, 6.0), kinks)
    }

    #[test]
    fn a_line_needs_no_more_than_the_even_points() {
        let points = sampled("2*x", &[]);
        assert_eq!(points.len(), EVEN);
        assert_eq!((points[0], points[EVEN - 1]), ((-6.0, -12.0), (6.0, 12.0)));
    }

    #[test]
    fn bends_and_kinks_get_more_points() {
        let near =
            |points: &[(f64, f64)]| points.iter().filter(|point| point.0.abs() < 0.05).count();
        let (line, bend) = (sampled("2*x", &[]), sampled("tanh(200*x)", &[]));
        assert!(near(&bend) > 4 * near(&line));
        let kink = sampled("abs(x - 1/3)", &[1.0 / 3.0]);
        assert!(kink.iter().any(|point| point.0 == 1.0 / 3.0));
    }

    #[test]
    fn the_end_of_a_domain_is_approached() {
        let points = sampled("sqrt(x - 1/7)", &[]);
        let first = points
            .iter()
            .find(|point| point.1.is_finite())
            .expect("part of it is defined");
        assert!(first.0 - 1.0 / 7.0 < 1e-3, "{first:?}");
    }

    #[test]
    fn x_ascends_and_the_number_of_points_is_bounded() {
        for text in [
            "sin(1e6*x)",
            "1/x",
            "tan(50*x)",
            "exp(exp(x))",
            "0*ln(x)",
            "floor(40*x)",
        ] {
            let points = sampled(text, &[]);
            assert!(points.is_sorted_by(|a, b| a.0 < b.0), "{text}");
            assert!(points.len() <= EVEN + HALVINGS * ADDED, "{text}");
        }
    }
}

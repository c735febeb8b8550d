use gradus_syntax::{Action, Arity, Func, Limits};

use super::*;
use crate::graph::{Graph, Role};
use crate::precise::{Precision, apply};

/// Ends of intervals: beside zeros, poles, crests, ends of domains, and far out.
const ENDS: [f64; 18] = [
    f64::NEG_INFINITY,
    -800.0,
    -20.0,
    -6.5,
    -1.5,
    -1.0,
    -0.3,
    -1e-9,
    0.0,
    1e-12,
    0.25,
    1.0,
    1.7,
    3.2,
    4.6,
    30.0,
    1e5,
    f64::INFINITY,
];

/// Places within an interval, by number.
const PLACES: u32 = 7;

/// A number of the interval from `low` to `high`.
fn inside(low: f64, high: f64, place: u32) -> f64 {
    let (low, high) = (low.max(-1e6), high.min(1e6));
    let part = f64::from(place) / f64::from(PLACES - 1);
    (low + (high - low) * part).clamp(low, high)
}

#[test]
fn every_function_of_one_argument_stays_within_its_enclosures() {
    let mut graph = Graph::new(Limits::default());
    let symbol = graph.new_symbol("x", Role::Scalar);
    let x = graph.symbol(symbol);
    for &func in Func::ALL {
        if func.arity() != Arity::Exactly(1) || func.action() != Action::Elementwise {
            continue;
        }
        let root = graph.apply(func, &[x]);
        for (index, &low) in ENDS.iter().enumerate() {
            for &high in &ENDS[index..] {
                let Some(values) =
                    Interval::between(low, high).filter(|values| !is_infinite(values))
                else {
                    continue;
                };
                let region = [(symbol, values)].into_iter().collect();
                let found = enclose(&graph, &[root], &region, Precision::bits(64)).remove(0);
                for place in 0..PLACES {
                    let at = Precise::from(inside(low, high, place));
                    let value = apply(func, &[at], Precision::bits(200));
                    holds(
                        &found,
                        &value,
                        &format!("{func} of [{low}, {high}] at {place}"),
                    );
                }
            }
        }
    }
}

/// A single infinity is no interval of numbers.
fn is_infinite(values: &Interval) -> bool {
    values.is_point() && !values.low().is_finite()
}

#[test]
fn functions_of_two_arguments_stay_within_their_enclosures() {
    let mut graph = Graph::new(Limits::default());
    let symbols = ["x", "y"].map(|name| graph.new_symbol(name, Role::Scalar));
    let [x, y] = symbols.map(|symbol| graph.symbol(symbol));
    let mut roots: Vec<_> = [Func::Mod, Func::Min, Func::Max, Func::Hypot, Func::Atan2]
        .into_iter()
        .map(|func| (format!("{func}"), graph.apply(func, &[x, y]), Some(func)))
        .collect();
    roots.push(("power".to_owned(), graph.power(x, y), None));
    let ends: Vec<f64> = ENDS.into_iter().filter(|end| end.abs() < 25.0).collect();
    for (name, root, func) in roots {
        for a in ends.windows(2).step_by(2) {
            for b in ends.windows(3).step_by(2) {
                let boxes = [Interval::between(a[0], a[1]), Interval::between(b[0], b[2])];
                let region = symbols
                    .into_iter()
                    .zip(boxes.into_iter().flatten())
                    .collect();
                let found = enclose(&graph, &[root], &region, Precision::bits(64)).remove(0);
                for place in 0..PLACES * PLACES {
                    let at = [
                        inside(a[0], a[1], place % PLACES),
                        inside(b[0], b[2], place / PLACES),
                    ];
                    let at = at.map(Precise::from);
                    let value = match func {
                        Some(func) => apply(func, &at, Precision::bits(200)),
                        None => at[0].pow(&at[1], Precision::bits(200)),
                    };
                    holds(
                        &found,
                        &value,
                        &format!("{name} of {a:?} and {b:?} at {place}"),
                    );
                }
            }
        }
    }
}

#[test]
fn enclosures_of_points_are_narrow() {
    let mut graph = Graph::new(Limits::default());
    let symbol = graph.new_symbol("x", Role::Scalar);
    let x = graph.symbol(symbol);
    for func in [
        Func::Sinc,
        Func::Sin,
        Func::Cos,
        Func::Tan,
        Func::Tanh,
        Func::Erf,
        Func::NormalPdf,
    ] {
        let root = graph.apply(func, &[x]);
        let region = [(symbol, Interval::between(0.75, 0.75).unwrap())]
            .into_iter()
            .collect();
        let found = enclose(&graph, &[root], &region, Precision::bits(100)).remove(0);
        let values = found.number().and_then(Enclosure::everywhere).unwrap();
        let width = values
            .high()
            .sub(values.low(), Precision::bits(64))
            .to_f64();
        assert!(width > 0.0 && width < 1e-28, "{func}: {width}");
    }
}

fn holds(found: &Enclosed, value: &Precise, what: &str) {
    let enclosure = found.number().unwrap();
    match value {
        Precise::Number(_) => {
            let values = enclosure
                .values
                .as_ref()
                .unwrap_or_else(|| panic!("{what}: none"));
            assert!(
                values.contains(value),
                "{what}: {value:?} not in {values:?}"
            );
        }
        Precise::Infinite(_) | Precise::Undefined => assert!(enclosure.partial, "{what}"),
        _ => {}
    }
}

//! Reports: of every scalar entry of the catalogue, and against values that mpmath found by other methods.

use std::time::{Duration, Instant};

use gradus::report::{Bound, Report, Saved, Smoothness, Symmetry, Trend};
use gradus::{Formula, Kernel};
use gradus_catalog::Record;

/// Made by `tests/data/report.py`.
const REFERENCE: &str = include_str!("data/report.tsv");

/// How long a report may take.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 });

fn report(text: &str) -> Report {
    let formula: Formula = text
        .parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    formula
        .report()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The scalar entries of one input.
fn entries() -> impl Iterator<Item = (&'static Record, Formula)> {
    gradus_catalog::all().filter_map(|record| {
        let formula = Formula::builtin(record.name).expect(record.name);
        (!formula.is_vector() && formula.inputs().len() == 1).then_some((record, formula))
    })
}

#[test]
fn every_entry_has_a_report_that_its_values_agree_with() {
    let mut wrong = Vec::new();
    for (record, formula) in entries() {
        let start = Instant::now();
        let report = formula.report().expect(record.name);
        let taken = start.elapsed();
        if taken > LONGEST {
            wrong.push(format!("{} took {taken:?}", record.name));
        }
        wrong.extend(
            contradictions(&report, &formula)
                .into_iter()
                .map(|what| format!("{}: {what}", record.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Points at which reports are held against values: none of those that reports are made from.
fn points() -> impl Iterator<Item = f64> {
    let near = (-3000..3000).map(|step| f64::from(step) / 151.3);
    let far = (0..200).flat_map(|step| [1.0, -1.0].map(|sign| sign * 21.7 * 1.13f64.powi(step)));
    near.chain(far)
}

/// What a report says that values deny.
fn contradictions(report: &Report, formula: &Formula) -> Vec<String> {
    let kernel: Kernel<f64> = formula.compile();
    let mut found = Vec::new();
    let mut deny = |condition: bool, what: String| {
        if condition && found.len() < 4 {
            found.push(what);
        }
    };
    let domain = &report.domain().value;
    let (range, slopes) = (&report.range().value, &report.slope_range().value);
    let lipschitz = report.lipschitz().value.value;
    for x in points() {
        let (value, slope) = kernel.call_with_derivative(x);
        let is_inside = domain.intervals.iter().any(|part| part.holds(x));
        deny(
            is_inside == value.is_nan(),
            format!("domain at {x}: {value}"),
        );
        if !value.is_finite() || !slope.is_finite() {
            continue;
        }
        let is_break = report.breaks().value.iter().any(|found| found.at == x);
        deny(
            is_below(value, range.least) || is_above(value, range.greatest),
            format!("value {value} at {x}"),
        );
        let is_out = is_below(slope, slopes.least) || is_above(slope, slopes.greatest);
        deny(is_out && !is_break, format!("slope {slope} at {x}"));
        deny(
            slope.abs() > lipschitz * (1.0 + 1e-12) && !is_break,
            format!("slope {slope} at {x} beyond {lipschitz}"),
        );
        for stretch in report
            .monotone()
            .value
            .iter()
            .filter(|stretch| stretch.over.holds(x))
        {
            let agrees = match stretch.trend {
                Trend::Falls => slope <= 0.0,
                Trend::Stays => slope == 0.0,
                Trend::Rises => slope >= 0.0,
            };
            deny(
                !agrees,
                format!("trend {:?} at {x}: {slope}", stretch.trend),
            );
        }
        for dead in &report.dead().value.places {
            deny(
                dead.holds(x) && slope != 0.0,
                format!("dead at {x}: {slope}"),
            );
        }
        for region in &report.saturated().value {
            let is_in = region.places.places.iter().any(|part| part.holds(x));
            deny(
                is_in && slope.abs() >= region.below,
                format!("saturated at {x}: {slope}"),
            );
        }
    }
    for zero in report.zeros().value.points() {
        let scale = kernel.call_with_derivative(zero).1.abs().max(1.0) * zero.abs().max(1e-300);
        let value = kernel.call(zero).abs();
        deny(value > 1e-14 * scale, format!("zero {zero}: {value}"));
    }
    for point in report.fixed_points().value.points() {
        let value = kernel.call(point);
        deny(
            (value - point).abs() > 1e-13 * point.abs().max(1e-300),
            format!("fixed point {point}: {value}"),
        );
    }
    for extremum in &report.extrema().value.list {
        let at = kernel.call(extremum.at.from);
        deny(
            (at - extremum.value).abs() > 1e-14 * at.abs(),
            format!("extremum {extremum:?}: {at}"),
        );
    }
    found
}

/// Whether a value lies below what is said to be the least by more than rounding.
fn is_below(value: f64, least: Bound) -> bool {
    value < least.value - 1e-13 * least.value.abs()
}

fn is_above(value: f64, greatest: Bound) -> bool {
    value > greatest.value + 1e-13 * greatest.value.abs()
}

#[test]
fn figures_are_those_of_mpmath() {
    let mut entries = Vec::new();
    let mut wrong = Vec::new();
    for line in REFERENCE.lines() {
        let mut columns = line.split('\t');
        let (Some(name), Some(quantity), Some(value)) =
            (columns.next(), columns.next(), columns.next())
        else {
            panic!("{line}");
        };
        if !entries.contains(&name) {
            entries.push(name);
        }
        let expected: f64 = value.parse().expect(value);
        let found = figure(
            &Formula::builtin(name).expect(name).report().expect(name),
            quantity,
        );
        // expectations are sums of thousands of terms; the others are right to the last bit or two
        let tolerance = if matches!(quantity, "mean" | "square" | "slope_square") {
            1e-13
        } else {
            5e-16
        };
        if (found - expected).abs()
            > tolerance * expected.abs().max(if expected == 0.0 { 1.0 } else { 0.0 })
        {
            wrong.push(format!("{name} {quantity}: {found:e}, mpmath {expected:e}"));
        }
    }
    assert!(entries.len() >= 40, "{}", entries.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn figure(report: &Report, quantity: &str) -> f64 {
    let at = |bound: Bound| bound.attained.map_or(f64::NAN, |at| at.from);
    let (range, slope) = (&report.range().value, &report.slope_range().value);
    let moments = report.moments().value.expect("it is defined everywhere");
    match quantity {
        "least" => range.least.value,
        "least_at" => at(range.least),
        "greatest" => range.greatest.value,
        "greatest_at" => at(range.greatest),
        "slope_least" => slope.least.value,
        "slope_least_at" => at(slope.least),
        "slope_greatest" => slope.greatest.value,
        "slope_greatest_at" => at(slope.greatest),
        "mean" => moments.mean,
        "square" => moments.square,
        "slope_square" => moments.slope_square,
        _ => panic!("{quantity}"),
    }
}

#[test]
fn gains_are_those_that_are_known() {
    // the first from the literature, the others follow from them
    for (name, gain) in [
        ("tanh", 1.592_537_42),
        ("selu", 1.0),
        ("gelu", 1.533_530_44),
        ("mish", 1.486_847_58),
        ("relu", 2f64.sqrt()),
    ] {
        let moments = report(name).moments().value.expect(name);
        assert!(
            (moments.gain() - gain).abs() < 6e-9,
            "{name}: {}",
            moments.gain()
        );
    }
}

#[test]
fn the_edge_of_chaos_is_where_theory_has_it() {
    let edge = |text: &str| report(text).edge_of_chaos().value;
    let relu = edge("relu").expect("He et al.");
    assert!(
        (relu.weight - 2.0).abs() < 1e-12 && relu.bias == 0.0,
        "{relu:?}"
    );
    let identity = edge("identity").expect("every weight of variance 1");
    assert!((identity.weight - 1.0).abs() < 1e-12 && identity.bias == 0.0);
    // on the curve of tanh: both equations hold
    let tanh = edge("tanh").expect("it has one");
    let moments = report("tanh").moments().value.expect("it has them");
    assert!((tanh.weight * moments.slope_square - 1.0).abs() < 1e-12);
    assert!((tanh.weight * moments.square + tanh.bias - 1.0).abs() < 1e-12 && tanh.bias > 0.0);
    for none in ["binary_step", "softsign*0 + 1", "floor(x)"] {
        assert_eq!(edge(none), None, "{none}");
    }
}

#[test]
fn symmetry_is_decided_by_algebra() {
    let rows = [
        ("tanh", Symmetry::Odd),
        ("tanhshrink", Symmetry::Odd),
        ("2/(1+exp(-2*x)) - 1", Symmetry::Odd),
        ("gaussian", Symmetry::Even),
        ("abs(x)^3", Symmetry::Even),
        ("sigmoid", Symmetry::AboutPoint(0.5)),
        ("hard_sigmoid", Symmetry::AboutPoint(0.5)),
        ("swish", Symmetry::Neither),
        ("relu", Symmetry::Neither),
        ("x^3 + 1e-9*x^2", Symmetry::Neither),
    ];
    for (text, symmetry) in rows {
        assert_eq!(report(text).symmetry().value, symmetry, "{text}");
    }
}

#[test]
fn smoothness_is_that_of_the_derivatives() {
    let rows = [
        ("swish", Smoothness::Analytic),
        ("tanh(x)/x", Smoothness::Analytic),
        ("relu", Smoothness::Class(0)),
        ("softsign", Smoothness::Class(1)),
        ("elu", Smoothness::Class(1)),
        ("relu_squared", Smoothness::Class(1)),
        ("max(0, x)^3", Smoothness::Class(2)),
        ("binary_step", Smoothness::Discontinuous),
        ("cbrt(x)", Smoothness::Class(0)),
        ("max(0,x) + min(0, exp(x)-1)", Smoothness::Class(1)),
    ];
    for (text, smoothness) in rows {
        assert_eq!(report(text).smoothness().value, smoothness, "{text}");
    }
}

#[test]
fn the_backward_pass_keeps_no_more_than_it_needs() {
    let rows = [
        ("identity", Saved::Nothing),
        ("relu", Saved::Piece),
        ("leaky_relu", Saved::Piece),
        ("sigmoid", Saved::Either),
        ("elu", Saved::Either),
        ("swish", Saved::Input),
        ("gaussian", Saved::Input),
    ];
    for (text, saved) in rows {
        assert_eq!(report(text).cost().saved, saved, "{text}");
    }
}

#[test]
fn hazards_are_those_of_the_text() {
    use gradus::report::{HazardKind, Part};
    let has = |text: &str, part, kind| {
        report(text)
            .hazards()
            .iter()
            .any(|hazard| hazard.part == part && hazard.kind == kind)
    };
    // the gradient of x/(1+exp(-x)) is NaN from about -88.7 in f32
    let silu = report("x/(1+exp(-x))");
    let first = silu
        .hazards()
        .iter()
        .find(|hazard| hazard.bits == 32 && hazard.kind == HazardKind::NotANumber);
    let end = first.expect("its gradient is NaN").over.to;
    assert!((-89.0..-44.0).contains(&end), "{end}");
    assert!(has("ln(1+exp(x))", Part::Value, HazardKind::Overflow));
    assert!(
        has("2/(1+exp(-2*x)) - 1", Part::Value, HazardKind::Cancels)
            || has("2/(1+exp(-2*x)) - 1", Part::Value, HazardKind::Vanishes)
    );
    for fine in ["relu", "tanh(x)", "x*sigmoid(x)", "leaky_relu"] {
        let hazards: Vec<_> = report(fine)
            .hazards()
            .iter()
            .filter(|hazard| hazard.kind != HazardKind::Cancels)
            .copied()
            .collect();
        assert!(hazards.is_empty(), "{fine}: {hazards:?}");
    }
}

#[test]
fn waves_and_stairs_are_listed_in_part() {
    let sine = report("sin(x)");
    assert!(sine.zeros().value.more && sine.extrema().value.more);
    assert_eq!(
        (
            sine.range().value.least.value,
            sine.range().value.greatest.value
        ),
        (-1.0, 1.0)
    );
    assert_eq!(sine.zeros().value.points().count(), 11);
    let snake = report("x + sin(x)^2");
    assert!(!snake.zeros().value.more);
    let stairs = report("floor(x)");
    assert_eq!(stairs.range().value.least.value, f64::NEG_INFINITY);
    assert!(stairs.range().value.set.more && stairs.has_more_breaks());
}

#[test]
fn parameters_have_the_values_that_they_were_given() {
    let elu = Formula::builtin("elu")
        .expect("it is built in")
        .with("alpha", 0.5)
        .expect("it has that");
    let report = elu.report().expect("it has a report");
    assert_eq!(report.range().value.least.value, -0.5);
    assert_eq!(report.smoothness().value, Smoothness::Class(0));
    let shifted: Formula = "f(x; c = 0) = tanh(x - c)".parse().expect("a formula");
    assert_eq!(
        shifted.report().expect("a report").symmetry().value,
        Symmetry::Odd
    );
    let moved = shifted
        .with("c", 1.0)
        .expect("it has that")
        .report()
        .expect("a report");
    assert_eq!(moved.zeros().value.points().collect::<Vec<_>>(), [1.0]);
}

#[test]
fn odd_formulas_have_reports() {
    let texts = [
        "1",
        "x",
        "-x",
        "0*x",
        "1/x",
        "1/x^2",
        "1/(x-0.3)",
        "ln(x)",
        "sqrt(x)",
        "sqrt(1-x^2)",
        "asin(x)",
        "x^x",
        "tan(x)",
        "exp(exp(x))",
        "exp(-1/x^2)",
        "sin(1/x)",
        "x*sin(x)",
        "floor(x)*x",
        "mod(x, 3)",
        "abs(abs(x)-1)",
        "sqrt(-1-x^2)",
        "1/0*x",
        "ln(ln(x))",
        "cbrt(x)",
        "x^0.1",
        "sin(1000*x)",
        "if(x > 3, 1/x, if(x < 1e-300, x, 5))",
        "1e300*x^3",
        "1e-300*x",
        "if(x == 0, 1, 0)",
        "sign(x)",
        "erfc(x)",
        "acosh(x)",
        "x^50",
        "max(x, 1e308)",
    ];
    for text in texts {
        let start = Instant::now();
        let report = report(text);
        assert!(start.elapsed() < LONGEST, "{text}: {:?}", start.elapsed());
        assert!(!report.formula().is_empty());
    }
}

#[test]
fn what_has_no_report_is_refused() {
    for (name, words) in [("softmax", "vectors"), ("glu", "one input")] {
        let error = Formula::builtin(name)
            .expect(name)
            .report()
            .expect_err(name);
        assert!(error.to_string().contains(words), "{error}");
    }
}

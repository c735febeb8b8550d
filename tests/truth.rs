//! Kernels against the reference values, point by point.

use std::collections::BTreeMap;

use gradus::{Formula, Kernel};
use kit::Decimal;
use kit::truth::{Point, Status, scalar, scalar_f32};

/// The kernels of an entry, by the values of its parameters.
struct Kernels {
    value: Kernel<f64>,
    slope: Kernel<f64>,
    parameters: Vec<(String, Kernel<f64>)>,
}

impl Kernels {
    fn new(name: &str, parameters: &[(String, f64)]) -> Self {
        let record =
            gradus::catalog::find(name).unwrap_or_else(|| panic!("{name} is in the catalogue"));
        let mut formula: Formula = record
            .definition
            .parse()
            .unwrap_or_else(|error| panic!("{error}"));
        for (parameter, value) in parameters {
            formula = formula
                .with(parameter, *value)
                .expect("the parameter exists");
        }
        let slope = formula
            .derivative("x")
            .expect("scalar entries have an input x");
        let by = |name: &String| {
            formula
                .derivative(name)
                .expect("the parameter exists")
                .compile()
        };
        Self {
            value: formula.compile(),
            slope: slope.compile(),
            parameters: parameters
                .iter()
                .map(|(name, _)| (name.clone(), by(name)))
                .collect(),
        }
    }
}

/// What is compared at a point: f, df, d2f or a parameter's derivative.
fn comparisons<'a>(kernels: &Kernels, point: &'a Point) -> Vec<(String, f64, &'a Decimal)> {
    let (f, df) = kernels.value.call_with_derivative(point.x);
    let (_, d2f) = kernels.slope.call_with_derivative(point.x);
    let mut all = Vec::new();
    for (what, result, truth) in [
        ("f", f, &point.f),
        ("df", df, &point.df),
        ("d2f", d2f, &point.d2f),
    ] {
        if let Some(truth) = truth {
            all.push((what.to_owned(), result, truth));
        }
    }
    for (name, truth) in &point.dparams {
        let kernel = kernels
            .parameters
            .iter()
            .find(|(parameter, _)| parameter == name);
        if let Some((_, kernel)) = kernel {
            all.push((format!("d{name}"), kernel.call(point.x), truth));
        }
    }
    all
}

fn agrees(result: f64, truth: &Decimal) -> bool {
    let truth = truth.to_f64();
    result == truth
        || (result - truth).abs() <= 1e-12 * truth.abs()
        || (result - truth).abs() <= f64::MIN_POSITIVE
}

/// How many values agreed when this was last raised; it may only grow.
const REACHED: usize = 56_041;

#[test]
fn values_and_derivatives_agree_with_the_tables() {
    let mut kernels: BTreeMap<String, Kernels> = BTreeMap::new();
    let (mut good, mut all) = (0, 0);
    let mut misses: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    for point in scalar() {
        if point.status != Status::Ok {
            continue;
        }
        let key = format!("{} {:?}", point.name, point.parameters);
        let kernels = kernels
            .entry(key)
            .or_insert_with(|| Kernels::new(&point.name, &point.parameters));
        for (what, result, truth) in comparisons(kernels, &point) {
            all += 1;
            let entry = misses.entry(format!("{} {what}", point.name)).or_default();
            entry.1 += 1;
            if agrees(result, truth) {
                good += 1;
            } else {
                entry.0 += 1;
                entry.2 = format!("at {:?} {result:e} for {}", point.x, truth.text());
            }
        }
    }
    println!("{good} of {all}");
    for (name, (missed, of, example)) in misses.iter().filter(|(_, (missed, ..))| *missed > 0) {
        println!("{name}: {missed} of {of}, {example}");
    }
    assert_eq!(all, 56_042, "values in the tables");
    assert!(
        good >= REACHED,
        "{good} values agree, where {REACHED} did before"
    );
}

/// A number in high precision; one beyond the range is 0 or infinite.
fn precise(formula: &Formula, x: f64) -> Option<f64> {
    let text = formula.precise(&[x], 300, 20)?;
    Some(match &*text {
        "tiny" | "-tiny" => 0.0,
        "huge" => f64::INFINITY,
        "-huge" => f64::NEG_INFINITY,
        number => number.parse().expect("it is a number"),
    })
}

/// Both derivatives in high precision; where they are out of reach, by differences of values beside the point.
fn precise_slopes(value: &Formula, x: f64) -> [Option<f64>; 2] {
    let slope = value.derivative("x").expect("it has an input x");
    let second = slope.derivative("x").expect("it has an input x");
    let step = 2f64.powi(-20) * x.abs();
    let values = [x - step, x, x + step].map(|x| precise(value, x));
    let differences = match values {
        [Some(a), Some(b), Some(c)] => {
            Some([(c - a) / (2.0 * step), (c - b - (b - a)) / step / step])
        }
        _ => None,
    };
    [
        precise(&slope, x).or(differences.map(|both| both[0])),
        precise(&second, x).or(differences.map(|both| both[1])),
    ]
}

/// Points are left out for being wrong only where high precision says so.
#[test]
fn what_is_called_wrong_is_wrong() {
    let mut count = 0;
    for point in scalar_f32().iter().filter(|point| point.is_wrong()) {
        let with = |formula: Formula, (name, value): &(String, f64)| {
            formula.with(name, *value).expect("it has the parameter")
        };
        let value = Formula::builtin(&point.name).expect("it is in the catalogue");
        let value = point.parameters.iter().fold(value, with);
        let given = |number: &Option<Decimal>| number.as_ref().expect("it is given").to_f64();
        let differs = |found: Option<f64>, given: f64| {
            let near = |found: f64| (found - given).abs() <= 1e-3 * given.abs().min(f64::MAX);
            found.is_some_and(|found| found != given && !near(found))
        };
        let [slope, second] = precise_slopes(&value, point.x);
        let contradicted = differs(slope, given(&point.df)) || differs(second, given(&point.d2f));
        assert!(contradicted, "{point:?}");
        count += 1;
    }
    assert!(count > 0, "there are such points");
}

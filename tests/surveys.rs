//! Surveys of accuracy against the tables: two ways to the same error.

use gradus::Formula;
use gradus::accuracy::{Format, Survey};
use kit::truth::{self, Point, Status};
use kit::{Decimal, ulp};

/// One in so many points is looked at.
const EVERY: usize = 23;
/// The table has this one with constants of 17 digits, the catalogue with all that were published.
const ROUNDED: &str = "selu";

/// Measures a result, given as f64.
type Measure = fn(f64, &Decimal) -> f64;

#[test]
fn surveys_find_the_errors_of_the_table_for_f64() {
    let error: Measure = ulp::error_f64;
    compare(&truth::scalar(), Format::F64, error);
}

#[test]
fn surveys_find_the_errors_of_the_table_for_f32() {
    let error: Measure = |result, truth| ulp::error_f32(result as f32, truth);
    compare(&truth::scalar_f32(), Format::F32, error);
}

fn compare(points: &[Point], format: Format, error: Measure) {
    let is_compared =
        |point: &&Point| point.status == Status::Ok && !point.is_wrong() && point.name != ROUNDED;
    let ordinary = points.iter().filter(is_compared);
    let (mut compared, mut unknown) = (0, 0);
    for point in ordinary.step_by(EVERY) {
        let formula = formula(point);
        for (order, truth) in [(0, &point.f), (1, &point.df)] {
            let truth = truth.as_ref().expect("ordinary points have a value");
            let survey = Survey::default()
                .format(format)
                .derivative(order)
                .range(point.x, point.x)
                .points(1);
            let found = formula.accuracy(&survey).expect("it has one input");
            unknown += found.unknown;
            let Some(one) = found.profile.first() else {
                println!(
                    "{} of order {order} at {:e} is not known",
                    point.name, point.x
                );
                continue;
            };
            let wanted = error(one.result, truth);
            // 25 digits may not tell on which side of a power of two a value lies, where the ulp changes
            let near = |wanted: f64| (one.ulp - wanted).abs() <= 1e-6 * wanted.max(1.0);
            let close = near(wanted) || near(2.0 * wanted) || near(wanted / 2.0);
            assert!(
                close || one.ulp == wanted,
                "{} of order {order} at {:e}: {} ulp, not {wanted}; {:e} for {truth}",
                point.name,
                point.x,
                one.ulp,
                one.result
            );
            compared += 1;
        }
    }
    println!("{compared} compared, {unknown} unknown");
    assert!(compared > 1200 && unknown < 20, "{compared} and {unknown}");
}

fn formula(point: &Point) -> Formula {
    let formula = Formula::builtin(&point.name).unwrap_or_else(|error| panic!("{error}"));
    let parameters = point.parameters.iter();
    parameters.fold(formula, |formula, (name, value)| {
        formula.with(name, *value).expect("the parameter exists")
    })
}

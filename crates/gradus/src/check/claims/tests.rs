use super::{Judged, Survey, read};
use crate::accuracy::Format;
use crate::{Formula, Outcome};

/// What is said of the numbers that a function returns.
fn judged(text: &str, survey: &Survey, printed: impl Fn(&[f64]) -> String) -> Judged {
    let formula: Formula = text.parse().expect(text);
    let points = formula.claim_points(survey).expect(text);
    let claims: Vec<_> = points
        .iter()
        .map(|point| read(&printed(point)).expect("a number"))
        .collect();
    formula.check_numbers(survey, &points, &claims).expect(text)
}

fn slope() -> Survey {
    Survey::derivative("x").points(400)
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn sane_programs_agree() {
    type Row<'a> = (&'a str, Survey, &'a dyn Fn(&[f64]) -> String);
    let rows: [Row; 9] = [
        ("sigmoid", slope(), &|p| {
            let s = sigmoid(p[0]);
            (s * (1.0 - s)).to_string()
        }),
        ("sigmoid", Survey::value().points(400), &|p| {
            format!("{:.17e}", sigmoid(p[0]))
        }),
        ("tanh", slope(), &|p| {
            (1.0 - p[0].tanh().powi(2)).to_string()
        }),
        ("relu", slope(), &|p| f64::from(p[0] > 0.0).to_string()),
        ("relu", slope(), &|p| f64::from(p[0] >= 0.0).to_string()),
        ("relu", slope(), &|p| {
            (0.5 * (1.0 + if p[0] == 0.0 { 0.0 } else { p[0].signum() })).to_string()
        }),
        ("elu", Survey::derivative("alpha").points(400), &|p| {
            (if p[0] > 0.0 { 0.0 } else { p[0].exp_m1() }).to_string()
        }),
        ("glu", Survey::derivative("b").points(400), &|p| {
            let s = sigmoid(p[1]);
            (p[0] * s * (1.0 - s)).to_string()
        }),
        ("sin(x)", slope(), &|p| p[0].cos().to_string()),
    ];
    for (text, survey, program) in rows {
        let found = judged(text, &survey, program);
        assert_eq!(found.outcome, Outcome::Agrees, "{text}: {found:?}");
        assert_eq!(found.format, Format::F64, "{text}");
        assert!(found.points > 300, "{text}: {found:?}");
    }
}

#[test]
fn programs_in_f32_are_known_by_their_digits() {
    let sigmoid = |x: f64| 1.0 / (1.0 + (-(x as f32)).exp());
    let shortest = judged("sigmoid", &Survey::value(), |p| sigmoid(p[0]).to_string());
    let exact = judged("sigmoid", &Survey::value(), |p| {
        f64::from(sigmoid(p[0])).to_string()
    });
    let nine = judged("sigmoid", &Survey::value(), |p| {
        format!("{:.8e}", sigmoid(p[0]))
    });
    for found in [shortest, exact, nine] {
        assert_eq!(
            (found.format, found.outcome),
            (Format::F32, Outcome::Agrees),
            "{found:?}"
        );
    }
    let as_double = judged("sigmoid", &Survey::value().single(false), |p| {
        sigmoid(p[0]).to_string()
    });
    assert_eq!(as_double.outcome, Outcome::Different);
}

#[test]
fn wrong_programs_are_found_out() {
    type Row<'a> = (&'a str, Survey, &'a dyn Fn(&[f64]) -> f64);
    let rows: [Row; 8] = [
        ("softplus", slope(), &|p| {
            if p[0] > 20.0 { 1.1 } else { sigmoid(p[0]) }
        }),
        ("softplus", slope(), &|p| sigmoid(p[0]) * 1.000_001),
        ("softplus", slope(), &|p| {
            if p[0] > 0.0 { sigmoid(p[0]) } else { 0.0 }
        }),
        ("swish", slope(), &|p| {
            let u = (-p[0]).exp();
            (1.0 + u + p[0] * u) / (1.0 + u).powi(2)
        }),
        ("relu", slope(), &|p| {
            if p[0] == 0.0 {
                7.0
            } else {
                f64::from(p[0] > 0.0)
            }
        }),
        ("softplus", Survey::value().points(400), &|p| {
            p[0].exp().ln_1p()
        }),
        ("glu", Survey::derivative("b").points(400), &|p| {
            sigmoid(p[1])
        }),
        ("sigmoid", slope(), &|p| {
            if p[0] > 20.0 {
                0.0
            } else {
                sigmoid(p[0]) * sigmoid(-p[0])
            }
        }),
    ];
    for (text, survey, program) in rows {
        let found = judged(text, &survey, |point| program(point).to_string());
        assert_eq!(found.outcome, Outcome::Different, "{text}: {found:?}");
        assert!(found.worst[0].wrong && found.wrong > 0);
    }
}

#[test]
fn few_digits_are_no_mistake() {
    let six = judged("sigmoid", &slope(), |p| {
        let s = sigmoid(p[0]);
        format!("{:.6}", s * (1.0 - s))
    });
    assert_eq!(six.outcome, Outcome::Agrees, "{six:?}");
    assert!(six.reason.ends_with("as far as 6 decimals tell"), "{six:?}");
    let scientific = judged("sigmoid", &slope(), |p| {
        format!("{:.5e}", sigmoid(p[0]) * sigmoid(-p[0]))
    });
    assert_eq!(scientific.outcome, Outcome::Agrees, "{scientific:?}");
    let wrong = judged("sigmoid", &slope(), |p| format!("{:.6}", sigmoid(p[0])));
    assert_eq!(wrong.outcome, Outcome::Different);
}

#[test]
fn points_outside_the_domain_do_not_count() {
    let found = judged("ln(x)", &slope(), |p| (1.0 / p[0]).to_string());
    assert_eq!(found.outcome, Outcome::Agrees, "{found:?}");
    assert!(found.skipped > 100, "{found:?}");
    let nowhere = judged("ln(x)", &slope().range(-3.0, -1.0), |_| "nan".to_owned());
    assert_eq!(nowhere.outcome, Outcome::Undecided);
}

#[test]
fn what_cannot_be_judged_is_an_error() {
    let softmax = Formula::builtin("softmax").expect("it is built in");
    assert!(softmax.claim_points(&slope()).is_err());
    let sine: Formula = "sin(x)".parse().expect("a formula");
    let points = vec![vec![1.0]];
    assert!(sine.check_numbers(&slope(), &points, &[]).is_err());
    let one = [read("1").expect("a number")];
    let by_a = Survey::derivative("a");
    assert!(sine.check_numbers(&by_a, &points, &one).is_err());
}

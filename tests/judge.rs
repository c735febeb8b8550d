//! The judge of derivatives judged: nothing wrong is called equal, nothing right is called different.

use gradus::claims::{Survey, read};
use gradus::{Formula, Outcome, Scope, catalog};
use gradus_judge::{Choices, Subject, Tally, claims, judge, random};

/// One in so many entries is tried; the command `judge` of xtask tries all.
const EVERY: usize = 12;
/// So many random formulas.
const RANDOM: usize = 8;

fn add(tally: &mut Tally, subject: &Subject, seed: u64) {
    let claims = claims(subject, &mut Choices::new(seed)).expect(&subject.title);
    let judged: Vec<_> = claims
        .into_iter()
        .map(|claim| judge(subject, claim).expect(&subject.title))
        .collect();
    tally.add(&subject.title, &judged);
}

#[test]
fn no_entry_has_a_false_verdict() {
    let mut tally = Tally::default();
    for (index, name) in catalog::names().step_by(EVERY).enumerate() {
        let subjects = Subject::of_entry(name).expect(name);
        if let Some(subject) = subjects.get(index % 2).or(subjects.first()) {
            add(&mut tally, subject, 1);
        }
    }
    println!("{tally}");
    assert!(tally.judged() > 400, "{} claims", tally.judged());
    assert_eq!(tally.falsehoods, [""; 0]);
}

#[test]
fn no_random_formula_has_a_false_verdict() {
    let mut tally = Tally::default();
    let mut choices = Choices::new(7);
    for index in 0..RANDOM {
        let text = random(&mut choices, 1 + index % 3);
        let subject = Subject::of_text(&text).expect(&text);
        add(&mut tally, &subject, 1);
    }
    println!("{tally}");
    assert!(tally.judged() > 100, "{} claims", tally.judged());
    assert_eq!(tally.falsehoods, [""; 0]);
}

/// The verdict on a claim about an entry.
fn outcome(entry: &str, claim: &str) -> Outcome {
    let formula = Formula::builtin(entry).expect(entry);
    let claimed = Scope::with_builtins().parse_claim(claim, &formula);
    let verdict = formula.check_derivative("x", &claimed.expect(claim));
    verdict.expect(claim).outcome()
}

#[test]
fn what_other_checkers_get_wrong_is_judged_rightly() {
    #[rustfmt::skip]
    let rows = [
        ("sigmoid", "1.0001*sigmoid(x)*(1 - sigmoid(x))", true),
        ("gelu_tanh", "0.5*(1 + tanh(sqrt(2/pi)*(x + 0.0447*x^3))) + 0.5*x*(1 - tanh(sqrt(2/pi)*(x + 0.0447*x^3))^2)*sqrt(2/pi)*(1 + 3*0.0447*x^2)", true),
        ("softplus", "if(x > 20, 0, sigmoid(x))", true),
        ("softplus", "if(x > 20, 1, sigmoid(x))", true),
        ("relu", "if(x > 0, 1, 0)", false),
        ("relu", "if(x >= 0, 1, 0)", false),
        ("relu", "if(x > 0, 1, if(x < 0, 0, 1/2))", false),
        ("relu", "if(x > 0, 1, if(x < 0, 0, 2))", true),
        ("sigmoid", "sigmoid(x)*(1 - sigmoid(x))", false),
    ];
    for (entry, claim, is_wrong) in rows {
        let found = outcome(entry, claim);
        match is_wrong {
            true => assert_eq!(found, Outcome::Different, "{entry}: {claim}"),
            false => assert_eq!(found, Outcome::Equal, "{entry}: {claim}"),
        }
    }
}

#[test]
fn rounding_to_f32_is_no_false_alarm() {
    let sigmoid = Formula::builtin("sigmoid").expect("it is built in");
    let survey = Survey::derivative("x").points(300);
    let points = sigmoid.claim_points(&survey).expect("one input");
    let judged = |program: &dyn Fn(f32) -> f32| {
        let claims: Vec<_> = points
            .iter()
            .map(|point| read(&program(point[0] as f32).to_string()).expect("a number"))
            .collect();
        sigmoid
            .check_numbers(&survey, &points, &claims)
            .expect("as many")
    };
    let slope = |x: f32| {
        let s = 1.0 / (1.0 + (-x).exp());
        s * (1.0 - s)
    };
    assert_eq!(judged(&slope).outcome, Outcome::Agrees);
    assert_eq!(judged(&|x| 1.0001 * slope(x)).outcome, Outcome::Different);
}

use super::{Outcome, Verdict};
use crate::{Formula, Scope};

fn derivative(text: &str, by: &str, claim: &str) -> Verdict {
    let formula: Formula = text.parse().expect(text);
    let claim = Scope::with_builtins().parse_claim(claim, &formula);
    formula
        .check_derivative(by, &claim.expect("a claim"))
        .expect(text)
}

fn value(left: &str, right: &str) -> Verdict {
    let formula: Formula = left.parse().expect(left);
    let claim = Scope::with_builtins().parse_claim(right, &formula);
    formula.check_value(&claim.expect(right)).expect(left)
}

#[test]
fn claims_of_several_inputs_are_tried_on_boundaries() {
    let wrong = [
        ("f(a,b) = max(a,b)", "a", "if(a > b, 1, if(a == b, 7, 0))"),
        ("f(a,b) = max(a,b)", "b", "if(a < b, 1, if(a == b, -1, 0))"),
        (
            "f(a,b) = abs(a - 2*b)",
            "a",
            "if(a == 2*b, 3, sign(a - 2*b))",
        ),
        ("f(a,b,c) = max(a, b)*c", "c", "if(a == b, 0, max(a, b))"),
        ("f(a,b) = a*relu(b)", "b", "if(b == 0, -5, a*step(b))"),
        ("f(a,b) = a*b", "a", "if(a == 3, 0, b)"),
    ];
    for (formula, by, claim) in wrong {
        let verdict = derivative(formula, by, claim);
        assert_eq!(verdict.outcome(), Outcome::Different, "{formula}: {claim}");
        assert!(verdict.witness().is_some());
    }
    let right = [
        ("f(a,b) = max(a,b)", "a", "if(a > b, 1, 0)"),
        ("f(a,b) = max(a,b)", "a", "if(a >= b, 1, 0)"),
        ("f(a,b) = max(a,b)", "a", "(1 + sign(a - b))/2"),
        ("f(a,b) = abs(a - 2*b)", "b", "-2*sign(a - 2*b)"),
        ("f(a,b) = a*relu(b)", "b", "if(b > 0, a, 0)"),
        ("f(a,b) = a*relu(b)", "a", "relu(b)"),
        ("f(a,b) = min(a, max(b, 0))", "a", "if(a < max(b, 0), 1, 0)"),
        ("f(a,b) = a*step(b)", "a", "if(b > 0, 1, 0)"),
        ("f(a,b) = if(a > b, a^2, b^2)", "b", "if(a > b, 0, 2*b)"),
    ];
    for (formula, by, claim) in right {
        let verdict = derivative(formula, by, claim);
        let outcome = verdict.outcome();
        assert!(
            matches!(outcome, Outcome::Equal | Outcome::Agrees),
            "{formula}: {claim}: {verdict:?}"
        );
    }
    let verdict = value("f(a,b) = max(a,b)", "if(a > b, a, if(a < b, b, a + 1))");
    assert_eq!(verdict.outcome(), Outcome::Different);
}

#[test]
fn claims_undefined_on_a_stretch_differ() {
    let wrong = [
        ("x^2", "if(1 < x < 1.2, ln(-1), 2*x)"),
        ("x^2", "2*x + 0*ln(1000 - x)"),
        ("x^2", "2*x + 0*sqrt(x + 90)"),
        ("x^3", "3*sqrt(x)^4"),
        ("x^2", "if(x > 1e6, ln(-1), 2*x)"),
    ];
    for (formula, claim) in wrong {
        let verdict = derivative(formula, "x", claim);
        assert_eq!(verdict.outcome(), Outcome::Different, "{claim}");
        let witness = verdict.witness().expect(claim);
        assert!(
            witness.claimed.is_nan() && witness.actual.is_finite(),
            "{claim}"
        );
    }
    let verdict = value("exp(ln(x))", "x");
    assert_eq!(verdict.outcome(), Outcome::Different);
}

#[test]
fn holes_and_wider_domains_are_no_difference() {
    let right = [
        ("x^2", "2*x^3/x^2"),
        ("x^2", "2*x*sin(x)/sin(x)"),
        ("x^2", "2*x*(x - 1)/(x - 1)"),
        ("x^2", "2*x*ln(abs(x))/ln(abs(x))"),
        ("ln(x)", "1/x"),
        ("sqrt(x)*x", "1.5*x/sqrt(x)"),
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("exp(exp(x))", "exp(exp(x) + x)"),
        ("ln(cosh(x))", "sinh(x)/cosh(x)"),
        ("x*exp(-exp(x))", "exp(-exp(x))*(1 - x*exp(x))"),
    ];
    for (formula, claim) in right {
        let verdict = derivative(formula, "x", claim);
        let outcome = verdict.outcome();
        assert!(
            matches!(outcome, Outcome::Equal | Outcome::Agrees),
            "{formula}: {claim}: {verdict:?}"
        );
    }
}

#[test]
fn the_least_differences_are_seen() {
    for (left, right) in [
        ("x", "x + 1e-300*x"),
        ("x", "x + 1e-60*x"),
        ("x", "x + 1e-300"),
        ("tanh(x)", "tanh(x)*(1 - 1e-200)"),
    ] {
        let verdict = value(left, right);
        assert_eq!(
            verdict.outcome(),
            Outcome::Different,
            "{right}: {verdict:?}"
        );
        let witness = verdict.witness().expect(right);
        let same = witness.claimed == witness.actual;
        assert_eq!(witness.digits.is_some(), same, "{right}: {witness:?}");
        if let Some((claimed, actual)) = &witness.digits {
            assert_ne!(claimed, actual);
        }
    }
    for (left, right) in [
        ("sin(x)^2 + cos(x)^2", "1"),
        ("sin(2*x)", "2*sin(x)*cos(x)"),
        ("atan(x) + atan(1/x)", "sign(x)*pi/2"),
        ("erf(x)", "2*normal_cdf(x*sqrt(2)) - 1"),
        ("acos(x)", "pi/2 - asin(x)"),
        ("sinc(x)", "sin(x)/x"),
        ("ln(x + sqrt(1 + x^2))", "asinh(x)"),
    ] {
        let outcome = value(left, right).outcome();
        assert!(
            matches!(outcome, Outcome::Equal | Outcome::Agrees),
            "{left}: {right}: {outcome:?}"
        );
    }
}

#[test]
fn digits_tell_apart_what_f64_cannot() {
    let claim = "0.5*(1 + tanh(0.7978845608028654*(x + 0.044715*x^3))) + 0.5*x*sech(0.7978845608028654*(x + 0.044715*x^3))^2*0.7978845608028654*(1 + 3*0.044715*x^2)";
    let verdict = derivative("gelu_tanh", "x", claim);
    assert_eq!(verdict.outcome(), Outcome::Different);
    let witness = verdict.witness().expect("it differs");
    let told = witness.claimed != witness.actual
        || witness
            .digits
            .as_ref()
            .is_some_and(|(claimed, actual)| claimed != actual);
    assert!(told, "{witness:?}");
}

#[test]
fn what_is_too_large_is_called_so() {
    let factors: Vec<String> = (1..=2000).map(|k| format!("(x + {k})")).collect();
    let verdict = derivative(&factors.join("*"), "x", "1");
    assert_eq!(verdict.outcome(), Outcome::Undecided);
    assert!(verdict.reason().contains("nodes"), "{verdict:?}");
    let verdict = derivative("ln(-1 - x^2)", "x", "1");
    assert!(!verdict.reason().contains("nodes"), "{verdict:?}");
}

#[test]
fn claims_that_divide_by_nothing_are_not_equal() {
    let wrong = [
        ("x^2", "1/(softplus(x)-softplus(-x)-x)"),
        ("x^2", "2*x^2/(x*(hypot(x,1)-sqrt(x^2+1)))"),
        ("x", "floor(x)/floor(x)"),
        ("x", "round(x)/round(x)"),
        ("x", "(sqrt((x-1)^2)-x+1)/(sqrt((x-1)^2)-x+1)"),
        ("x", "exp(0/(abs(x)+x))"),
        ("x", "(abs(sin(x))-sin(x))/(abs(sin(x))-sin(x))"),
        ("x", "(sin(x)^2+cos(x)^2-1)/(sin(x)^2+cos(x)^2-1)"),
        ("x", "if(x>0,1,1/(hypot(x,1)-sqrt(x^2+1)))"),
        ("f(x;a=1)=x", "(1-a)/(1-a)"),
        ("f(x;a=0)=x", "a/a"),
        ("x", "(x-x)^0"),
        ("x", "g(y) = floor(y)/floor(y); g(x)"),
        ("x", "g(y) = 1/y; g(x-x+1)*0/(floor(x)*0) + 1"),
    ];
    for (formula, claim) in wrong {
        let verdict = derivative(formula, "x", claim);
        assert_ne!(verdict.outcome(), Outcome::Equal, "{formula}: {claim}");
    }
    let right = [
        ("x^2", "2*x^3/x^2"),
        ("f(x;a=1)=exp(a*x)/a", "a*exp(a*x)/a"),
        ("relu(x)", "if(x > 0, relu(x)/relu(x), 0)"),
        ("relu(x)/relu(x)*x", "relu(x)/relu(x)"),
        (
            "x*sigmoid(x)",
            "s(y) = 1/(1 + exp(-y)); s(x)*(1 + x*(1 - s(x)))",
        ),
        (
            "x*sigmoid(x)",
            "sigmoid(x)/tanh(x)*tanh(x)*(1 + x*(1 - sigmoid(x)))",
        ),
    ];
    for (formula, claim) in right {
        let outcome = derivative(formula, "x", claim).outcome();
        assert!(
            matches!(outcome, Outcome::Equal | Outcome::Agrees),
            "{formula}: {claim}: {outcome:?}"
        );
    }
}

#[test]
fn conditions_of_parameters_are_tried() {
    for claim in [
        "if(a==3,0,a)",
        "if(a>2.5 and a<2.6,0,a)",
        "if(a>1000,0,a)",
        "max(a,-50)",
    ] {
        let verdict = derivative("f(x;a=2)=a*x", "x", claim);
        assert_eq!(verdict.outcome(), Outcome::Different, "{claim}");
    }
    for (formula, claim) in [
        ("f(x;a=1)=max(x,a)", "if(x > a, 1, 0)"),
        ("f(x;a=1)=max(x,a)", "if(x >= a, 1, 0)"),
        ("f(x;a=1)=abs(x-a)*x", "if(x < a, a - 2*x, 2*x - a)"),
        ("relu_squared", "2*max(0, x)^(2 - 1)*if(0 > x, 0, 1)"),
    ] {
        let outcome = derivative(formula, "x", claim).outcome();
        assert!(
            matches!(outcome, Outcome::Equal | Outcome::Agrees),
            "{claim}: {outcome:?}"
        );
    }
}

#[test]
fn what_rounding_leaves_is_no_distance() {
    let verdict = derivative("cbrt(x)", "x", "x^(-2/3)/3");
    assert_eq!(verdict.outcome(), Outcome::Different);
    let worst = verdict.worst();
    assert!(
        worst.is_none_or(|worst| worst.claimed != worst.actual),
        "{worst:?}"
    );
}

//! What is said about wrong claims, and that every corrected formula is right.

use gradus::{Formula, Outcome, Scope, Verdict};

/// A formula, the name by which it is differentiated (none if values are compared), and a wrong claim.
type Row = (&'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    // signs
    ("tanh(x)", "x", "tanh(x)^2 - 1"),
    (
        "x*sigmoid(x)",
        "x",
        "sigmoid(x) - x*sigmoid(x)*(1 - sigmoid(x))",
    ),
    ("x*exp(-x^2)", "x", "exp(-x^2)*(1 + 2*x^2)"),
    (
        "f(x; a = 1) = if(x > 0, x, a*(exp(x) - 1))",
        "x",
        "if(x > 0, 1, -a*exp(x))",
    ),
    ("x - tanh(x)", "x", "1 + (1 - tanh(x)^2)"),
    // rounded constants
    (
        "x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))/2",
        "x",
        "(1 + tanh(0.7978845608*(x + 0.044715*x^3)))/2 + x*sech(0.7978845608*(x + 0.044715*x^3))^2*0.7978845608*(1 + 0.134145*x^2)/2",
    ),
    (
        "x*normal_cdf(x)",
        "x",
        "normal_cdf(x) + x*0.3989423*exp(-x^2/2)",
    ),
    ("erf(x)", "x", "1.1283791670955126*exp(-x^2)"),
    ("log2(1 + exp(x))", "x", "1.442695*sigmoid(x)"),
    ("x^3/3", "x", "2.9999*x^2/3"),
    // wrong constants
    (
        "x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))/2",
        "x",
        "(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))/2 + x*sech(sqrt(2/pi)*(x + 0.044715*x^3))^2*sqrt(2/pi)*(1 + 0.08943*x^2)/2",
    ),
    ("x^3", "x", "2*x^2"),
    ("sin(3*x)", "x", "2*cos(3*x)"),
    ("1/(1 + x^2)", "x", "-2*x/(1 + x^2)^3"),
    ("x^5", "x", "5*x^3"),
    ("softplus(x) + x", "x", "sigmoid(x) + 2"),
    ("hard_sigmoid", "x", "if(abs(x) < 3, 1/5, 0)"),
    ("exp(-x^2/2)", "x", "-x*exp(-x^2/3)"),
    // factors
    ("softsign", "x", "1.000001/(1 + abs(x))^2"),
    ("tanh(x)", "x", "1.00000000000000000001*(1 - tanh(x)^2)"),
    ("x^2/2", "x", "2*x"),
    ("f(x; a = 2) = a*tanh(x)", "x", "1 - tanh(x)^2"),
    (
        "f(x; k = 3) = sigmoid(x)",
        "x",
        "k*sigmoid(x)*(1 - sigmoid(x))",
    ),
    ("atan(x)", "x", "1e-9 + 1/(1 + x^2)"),
    ("softplus(x)", "x", "1/(1 + exp(x))*exp(x) + 1e-9"),
    // chain factors
    ("tanh(x^2)", "x", "1 - tanh(x^2)^2"),
    ("exp(-x^2)", "x", "exp(-x^2)"),
    ("sigmoid(2*x)", "x", "sigmoid(2*x)*(1 - sigmoid(2*x))"),
    (
        "x*tanh(ln(1 + exp(x)))",
        "x",
        "tanh(ln(1 + exp(x))) + x*(1 - tanh(ln(1 + exp(x)))^2)/(1 + exp(x))",
    ),
    ("ln(cosh(x))", "x", "1/cosh(x)"),
    (
        "f(x; beta = 1) = x*sigmoid(beta*x)",
        "x",
        "sigmoid(beta*x) + x*sigmoid(beta*x)*(1 - sigmoid(beta*x))",
    ),
    ("sin(x^2)*x", "x", "sin(x^2) + x*cos(x^2)*2*x*2*x"),
    ("sqrt(1 + x^2)", "x", "1/(2*sqrt(1 + x^2))"),
    // product and quotient rules
    ("x*sigmoid(x)", "x", "sigmoid(x)"),
    ("x*sigmoid(x)", "x", "x*sigmoid(x)*(1 - sigmoid(x))"),
    ("x*sigmoid(x)", "x", "sigmoid(x)*(1 - sigmoid(x))"),
    ("x/(1 + x^2)", "x", "1/(1 + x^2)"),
    ("x/(1 + x^2)", "x", "(1 + x^2 + 2*x^2)/(1 + x^2)^2"),
    ("x*sin(x)*exp(x)", "x", "sin(x)*exp(x) + x*cos(x)*exp(x)"),
    ("if(x > 0, x*tanh(x), 0)", "x", "if(x > 0, tanh(x), 0)"),
    ("tanh(x*exp(x))", "x", "(1 - tanh(x*exp(x))^2)*exp(x)"),
    // output for input
    ("sigmoid", "x", "x*(1 - x)"),
    ("tanh(x)", "x", "1 - x^2"),
    ("1/(1 + exp(-x))", "x", "x*(1 - x)"),
    ("softplus(x)", "x", "sigmoid(softplus(x))"),
    // branches
    ("elu", "x", "if(x >= 0, x, alpha*exp(x))"),
    (
        "f(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
        "x",
        "if(x >= 0, x, a*exp(x))",
    ),
    (
        "f(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
        "x",
        "if(x >= 0, 1, a*(exp(x) - 1))",
    ),
    (
        "f(x; a = 0.1) = if(x >= 0, x, a*x)",
        "x",
        "if(x >= 0, a, 1)",
    ),
    ("relu", "x", "if(x > 0, 0, 1)"),
    ("tanh(x)", "x", "if(x > 20, 0, 1 - tanh(x)^2)"),
    (
        "tanh(x)",
        "x",
        "if(abs(x - 3) < 1/8, 1.01*(1 - tanh(x)^2), 1 - tanh(x)^2)",
    ),
    (
        "mish",
        "x",
        "if(x < 0, 0, tanh(softplus(x)) + x*sech(softplus(x))^2*sigmoid(x))",
    ),
    ("abs(x)*x", "x", "2*x"),
    // something else
    ("tanh(x)", "x", "tanh(x)"),
    ("tanh(x)", "x", "-2*tanh(x)*(1 - tanh(x)^2)"),
    (
        "f(x; a = 1) = sigmoid(a*x)",
        "x",
        "x*sigmoid(a*x)*(1 - sigmoid(a*x))",
    ),
    ("gelu", "x", "sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))"),
    ("softsign", "x", "1 - tanh(x)^2"),
    // defaults
    (
        "f(x; a = 0.25) = if(x >= 0, x, a*x)",
        "x",
        "if(x >= 0, 1, 0.25)",
    ),
    (
        "f(x; beta = 1) = x*sigmoid(beta*x)",
        "x",
        "sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))",
    ),
    (
        "f(x; a = 2, b = 1) = tanh(a*x)*b",
        "x",
        "2*(1 - tanh(2*x)^2)",
    ),
    // kinks
    ("relu", "x", "if(x == 0, 7, if(x > 0, 1, 0))"),
    ("abs(x)", "x", "if(x == 0, -2, sign(x))"),
    ("tanh(x)", "x", "if(x == 0, 0, 1 - tanh(x)^2)"),
    // arguments
    ("exp(-x)", "x", "-exp(x)"),
    ("cos(2*x)", "x", "-2*sin(x)"),
    // values
    ("x*sigmoid(x)", "", "-x*sigmoid(x)"),
    ("tanh(x)", "", "2*sigmoid(2*x) + 1"),
    ("x*normal_cdf(x)", "", "0.5*x*(1 + erf(x/1.41421356))"),
    // other names and several inputs
    (
        "swish(x; beta = 1) = x*sigmoid(beta*x)",
        "x",
        "g(t) = sigmoid(beta*t) - beta*t*sigmoid(beta*t)*(1 - sigmoid(beta*t))",
    ),
    ("f(a, b) = a*sigmoid(b)", "b", "sigmoid(b)"),
    ("f(a, b) = a*sigmoid(b)", "b", "sigmoid(b)*(1 - sigmoid(b))"),
    // nothing to be said
    ("tanh(x)", "x", "x^7 + 3"),
    ("mish", "x", "cos(x)*exp(-x)"),
    ("gelu", "x", "7"),
    ("tanh(x)", "x", "ln(x)"),
    // right, but not as written
    ("softplus(x)", "x", "exp(x)/(1 + exp(x))"),
    (
        "x*sigmoid(x)",
        "x",
        "(1 + exp(-x) + x*exp(-x))/(1 + exp(-x))^2",
    ),
    (
        "x*normal_cdf(x)",
        "x",
        "(1 + erf(x/sqrt(2)))/2 + x*normal_pdf(x)",
    ),
    // right
    ("sigmoid(x)", "x", "sigmoid(x)*sigmoid(-x)"),
    ("tanh(x)", "x", "sech(x)^2"),
    ("tanh(x)", "x", "1 - tanh(x)^2"),
    ("relu", "x", "step(x)"),
];

#[test]
fn mistakes_are_named_and_corrected() {
    let lines: Vec<String> = ROWS.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n\n"));
}

fn line(&(formula, by, claim): &Row) -> String {
    let verdict = checked(formula, by, claim);
    let title = match by {
        "" => format!("{formula}\n  is {claim}"),
        _ => format!("{formula}\n  by {by} is {claim}"),
    };
    let Some(found) = verdict.diagnosis() else {
        return format!("{title}\n  {:?}, no diagnosis", verdict.outcome());
    };
    let corrected = found.corrected().unwrap_or("nothing");
    if found.corrected().is_some() {
        let outcome = checked(formula, by, corrected).outcome();
        let is_right = matches!(outcome, Outcome::Equal | Outcome::Agrees);
        assert!(is_right, "{formula}: {corrected}: {outcome:?}");
    }
    format!(
        "{title}\n  {}: {}\n  write {corrected}",
        found.mistake(),
        found.sentence()
    )
}

fn checked(formula: &str, by: &str, claim: &str) -> Verdict {
    let formula: Formula = formula.parse().expect(formula);
    let claimed = Scope::with_builtins().parse_claim(claim, &formula);
    let claimed = claimed.expect(claim);
    match by {
        "" => formula.check_value(&claimed),
        _ => formula.check_derivative(by, &claimed),
    }
    .expect("the same inputs")
}

//! The ten functions of a well-known introduction to activation functions: its samples and claims as printed, with their errors.

use gradus::{Formula, Outcome, Scope};

/// A call, and the true value to as many digits as an f64 can need.
const SAMPLES: &[(&str, f64, &str)] = &[
    ("binary_step", 5.0, "1"),
    ("binary_step", -1.0, "0"),
    ("linear(x; a = 4) = a*x", 4.0, "16"),
    ("linear(x; a = 4) = a*x", -2.0, "-8"),
    ("1/(1 + exp(-x))", 7.0, "0.99908894880559935464"),
    ("1/(1 + exp(-x))", -22.0, "2.7894680920908115838e-10"),
    ("2*sigmoid(2*x) - 1", 0.5, "0.46211715726000975850"),
    ("2*sigmoid(2*x) - 1", -1.0, "-0.76159415595576488812"),
    ("2/(1 + exp(-2*x)) - 1", 0.5, "0.46211715726000975850"),
    ("2/(1 + exp(-2*x)) - 1", -1.0, "-0.76159415595576488812"),
    ("2/(1 + exp(-2*x)) - 1", 1e-20, "1e-20"),
    ("max(0, x)", 7.0, "7"),
    ("max(0, x)", -7.0, "0"),
    ("if(x < 0, 0.01*x, x)", 7.0, "7"),
    ("if(x < 0, 0.01*x, x)", -7.0, "-0.07"),
    ("elu(x; a = 0.1) = if(x >= 0, x, a*(exp(x) - 1))", 5.0, "5"),
    (
        "elu(x; a = 0.1) = if(x >= 0, x, a*(exp(x) - 1))",
        -5.0,
        "-0.099326205300091453290",
    ),
    ("x*sigmoid(x)", -67.0, "-5.3498858446102758016e-28"),
    ("x*sigmoid(x)", 4.0, "3.9280551601516337679"),
    ("x/(1 + exp(-x))", -67.0, "-5.3498858446102758016e-28"),
    ("x/(1 + exp(-x))", 4.0, "3.9280551601516337679"),
];

/// A formula, the derivative claimed, by which name, and how the claim is judged. The first of them are as printed.
const CLAIMS: &[(&str, &str, &str, bool)] = &[
    ("binary_step", "x", "0", true),
    ("linear(x; a = 4) = a*x", "x", "a", true),
    ("sigmoid", "x", "1 - sigmoid(x)", false),
    ("relu", "x", "if(x >= 0, 1, 0)", true),
    (
        "leaky_relu(x) = if(x < 0, 0.01*x, x)",
        "x",
        "if(x >= 0, 1, 0.01)",
        true,
    ),
    (
        "prelu(x; a = 0.25) = if(x >= 0, x, a*x)",
        "x",
        "if(x >= 0, 1, a)",
        true,
    ),
    (
        "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
        "x",
        "if(x >= 0, x, a*exp(x))",
        false,
    ),
    ("sigmoid", "x", "sigmoid(x)*(1 - sigmoid(x))", true),
    ("1/(1 + exp(-x))", "x", "exp(-x)/(1 + exp(-x))^2", true),
    ("2*sigmoid(2*x) - 1", "x", "1 - tanh(x)^2", true),
    ("2/(1 + exp(-2*x)) - 1", "x", "1 - tanh(x)^2", true),
    (
        "prelu(x; a = 0.25) = if(x >= 0, x, a*x)",
        "a",
        "if(x >= 0, 0, x)",
        true,
    ),
    (
        "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
        "x",
        "if(x >= 0, 1, a*exp(x))",
        true,
    ),
    (
        "x*sigmoid(x)",
        "x",
        "sigmoid(x)*(1 + x*(1 - sigmoid(x)))",
        true,
    ),
];

/// Two formulas that are printed for one function, and whether they are.
const FORMS: &[(&str, &str, bool)] = &[
    ("tanh(x)", "2*sigmoid(2*x) - 1", true),
    ("tanh(x)", "2/(1 + exp(-2*x)) - 1", true),
    ("sigmoid(x)", "1/(1 + exp(-x))", true),
    ("x*sigmoid(x)", "x/(1 - exp(-x))", false),
    ("x*sigmoid(x)", "x/(1 + exp(-x))", true),
    ("max(0, x)", "if(x >= 0, x, 0)", true),
];

/// The samples of softmax and the true values.
const SOFTMAX: &[([f64; 3], [&str; 3])] = &[
    (
        [1.2, 0.9, 0.75],
        [
            "0.42044252569441552153",
            "0.31147148378386437277",
            "0.26808599052172010571",
        ],
    ),
    (
        [0.8, 1.2, 3.1],
        [
            "0.080218147460551145461",
            "0.11967141358067953832",
            "0.80011043895876931622",
        ],
    ),
];

fn formula(text: &str) -> Formula {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn samples_have_their_true_values_to_the_last_digit() {
    for (text, x, truth) in SAMPLES {
        let truth: f64 = truth.parse().unwrap();
        let value = formula(text).compile::<f64>().call(*x);
        assert!(
            is_near(value, truth),
            "{text} at {x}: {value:e} for {truth:e}"
        );
    }
}

/// Whether a value is the nearest number to the truth or a neighbour of it.
fn is_near(value: f64, truth: f64) -> bool {
    value == truth || value == truth.next_up() || value == truth.next_down()
}

#[test]
fn wrong_samples_are_those_of_the_wrong_formula() {
    let wrong = formula("x/(1 - exp(-x))").compile::<f64>();
    assert!(is_near(wrong.call(-67.0), 5.349_885_844_610_276e-28));
    assert!(is_near(wrong.call(4.0), 4.074_629_441_455_096));
}

fn assert_judged(what: &str, verdict: &gradus::Verdict, right: bool) {
    if right {
        let good = matches!(verdict.outcome(), Outcome::Equal | Outcome::Agrees);
        assert!(good, "{what}: {verdict:?}");
    } else {
        assert_eq!(verdict.outcome(), Outcome::Different, "{what}");
        let witness = verdict.witness().expect("a difference has a witness");
        assert!(witness.claimed != witness.actual, "{what}: {witness:?}");
    }
}

#[test]
fn claimed_derivatives_are_judged() {
    for (text, by, claim, right) in CLAIMS {
        let formula = formula(text);
        let claimed = Scope::with_builtins().parse_claim(claim, &formula).unwrap();
        let verdict = formula.check_derivative(by, &claimed).unwrap();
        assert_judged(&format!("{claim} for {text}"), &verdict, *right);
    }
}

#[test]
fn other_forms_are_judged() {
    for (text, other, right) in FORMS {
        let verdict = formula(text).check_value(&formula(other)).unwrap();
        assert_judged(&format!("{other} for {text}"), &verdict, *right);
    }
}

#[test]
fn softmax_has_its_true_values_and_adds_up_to_one() {
    let softmax = Formula::builtin("softmax").unwrap().compile_vector::<f64>();
    for (input, truth) in SOFTMAX {
        let output = softmax.call(&[input]).unwrap();
        for (value, truth) in output.iter().zip(truth) {
            let truth: f64 = truth.parse().unwrap();
            assert!(
                (value - truth).abs() <= f64::EPSILON * truth,
                "{value} for {truth}"
            );
        }
        assert!((output.iter().sum::<f64>() - 1.0).abs() <= f64::EPSILON);
    }
}

#[test]
fn the_step_has_a_jump_and_the_rectifier_a_kink() {
    let step = formula("binary_step").breaks();
    assert_eq!((step[0].at, step[0].values), (0.0, (0.0, 1.0)));
    let relu = formula("relu").breaks();
    assert_eq!((relu[0].at, relu[0].slopes), (0.0, (0.0, 1.0)));
    assert_eq!(formula("swish").breaks(), []);
}

#[test]
fn the_minimum_of_swish_is_no_infinity() {
    let (value, slope) = formula("swish")
        .compile::<f64>()
        .call_with_derivative(-1.278_464_542_761_074);
    assert_eq!(value, -0.278_464_542_761_073_8);
    assert!(slope.abs() < 1e-15);
}

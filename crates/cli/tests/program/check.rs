use serde_json::{Value, json};

use crate::run::{Run, gradus, gradus_with_input};

fn check(arguments: &[&str]) -> Run {
    gradus(&[&["check", "--format", "jsonl"], arguments].concat())
}

#[test]
fn a_wrong_derivative_has_a_witness() {
    let run = check(&["sigmoid", "1 - sigmoid(x)"]);
    assert_eq!(run.code, Some(1));
    let object = run.object();
    assert_eq!(object["verdict"], "different");
    let witness = &object["witness"];
    let number = |key: &str| witness[key].as_f64().expect(key);
    let sigmoid = 1.0 / (1.0 + (-number("x")).exp());
    assert!((number("claimed") - (1.0 - sigmoid)).abs() < 1e-15);
    assert!((number("true") - sigmoid * (1.0 - sigmoid)).abs() < 1e-15);
    assert_eq!(object["kinks"], json!([]));
}

#[test]
fn the_fields_are_the_promised_ones() {
    let object = check(&["relu", "step(x)"]).object();
    let keys: Vec<&String> = object.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "verdict",
            "reason",
            "witness",
            "worst",
            "kinks",
            "diagnosis"
        ]
    );
    assert_eq!(object["witness"], Value::Null);
    assert_eq!(
        object["kinks"],
        json!([{"x": 0.0, "kind": "kink", "left": 0.0, "right": 1.0, "claimed": 1.0}])
    );
}

#[test]
fn a_mistake_is_named_and_corrected() {
    let object = check(&["elu", "if(x >= 0, x, alpha*exp(x))"]).object();
    assert_eq!(
        object["diagnosis"],
        json!({
            "mistake": "branch",
            "sentence": "for x >= 0 it is the function itself, `x`, not its derivative",
            "corrected": "if(x >= 0, 1, alpha*exp(x))",
        })
    );
    let right = check(&["tanh(x)", "sech(x)^2"]).object();
    assert_eq!(right["diagnosis"], Value::Null);
    let unstable = check(&["ln(1 + exp(x))", "exp(x)/(1 + exp(x))"]).object();
    assert_eq!(
        unstable["diagnosis"],
        json!({
            "mistake": "unstable",
            "sentence": "right, but evaluated as written it is NaN above x = 709.8 (f64), 88.72 (f32)",
            "corrected": null,
        })
    );
    let words = gradus(&["check", "sigmoid", "x*(1 - x)"]).out;
    assert!(words.contains("probably: right of the output"), "{words}");
    assert!(
        words.contains("corrected: sigmoid(x)*(1 - sigmoid(x))"),
        "{words}"
    );
}

#[test]
fn the_derivatives_of_the_tutorial_are_judged() {
    let rows = [
        ("if(x >= 0, 1, 0)", "0", 0),
        ("linear(x; a = 4) = a*x", "a", 0),
        ("1/(1+exp(-x))", "1 - 1/(1+exp(-x))", 1),
        ("1/(1+exp(-x))", "sigmoid(x)*(1 - sigmoid(x))", 0),
        ("max(0, x)", "if(x >= 0, 1, 0)", 0),
        ("if(x < 0, 0.01*x, x)", "if(x >= 0, 1, 0.01)", 0),
        ("f(x; a = 0.25) = if(x >= 0, x, a*x)", "if(x >= 0, 1, a)", 0),
        (
            "f(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
            "if(x >= 0, x, a*exp(x))",
            1,
        ),
        (
            "f(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))",
            "if(x >= 0, 1, a*exp(x))",
            0,
        ),
    ];
    for (formula, claim, code) in rows {
        let run = check(&[formula, claim]);
        assert_eq!(run.code, Some(code), "{formula}, {claim}: {run:?}");
    }
}

#[test]
fn values_are_compared_too() {
    let code = |left, right| check(&["--value", left, right]).code;
    assert_eq!(code("2*sigmoid(2*x) - 1", "2/(1+exp(-2*x)) - 1"), Some(0));
    assert_eq!(code("x/(1+exp(-x))", "x/(1-exp(-x))"), Some(1));
    assert_eq!(code("x/(1+exp(-x))", "silu"), Some(0));
    assert_eq!(code("x + 1", "t + 1"), Some(0));
    assert_eq!(code("f(a, b) = a*b", "g(u, v) = u*v"), Some(0));
    assert_eq!(code("f(a, b) = a*b", "x"), Some(2));
}

#[test]
fn parameters_and_inputs_have_their_names() {
    let elu = "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))";
    assert_eq!(
        check(&[elu, "if(x >= 0, 0, exp(x) - 1)", "--wrt", "a"]).code,
        Some(0)
    );
    assert_eq!(
        check(&[elu, "if(x >= 0, 0, exp(x))", "--wrt", "a"]).code,
        Some(1)
    );
    assert!(
        check(&[elu, "x", "--wrt", "b"])
            .refusal()
            .contains("`x`, `a`")
    );
    let witness = check(&["f(a, b) = a*b", "a", "--wrt", "a"]).object()["witness"].clone();
    assert!(
        witness["a"].is_number() && witness["b"].is_number(),
        "{witness}"
    );
    assert!(witness["x"].is_null());
    // right for the default of the parameter only
    let only_default = check(&[elu, "if(x >= 0, 1, exp(x))"]);
    assert_eq!(only_default.code, Some(1));
    assert!(only_default.object()["witness"]["a"].is_number());
}

#[test]
fn claims_come_from_standard_input() {
    let run = gradus_with_input(&["check", "x^2", "-"], b"2*x\n");
    assert_eq!(run.code, Some(0));
    assert!(
        gradus_with_input(&["check", "-", "-"], b"x")
            .refusal()
            .contains("only once")
    );
    let wrong = gradus_with_input(&["check", "x^2", "-"], b"2*y\n");
    assert!(
        wrong
            .refusal()
            .contains("in standard input: unknown name `y`")
    );
}

#[test]
fn claims_may_begin_with_a_minus_sign() {
    assert_eq!(check(&["-x^2", "-2*x"]).code, Some(0));
    assert_eq!(check(&["cos(x)", "-sin(x)", "--strict"]).code, Some(0));
}

#[test]
fn a_lone_name_may_be_claimed() {
    assert_eq!(check(&["softplus", "sigmoid"]).code, Some(0));
    assert_eq!(check(&["relu", "step"]).code, Some(0));
    assert_eq!(check(&["tanh", "sigmoid"]).code, Some(1));
    assert!(
        check(&["f(a, b) = a*b", "sigmoid"])
            .refusal()
            .contains("expected 2 inputs")
    );
}

#[test]
fn witnesses_show_what_differs() {
    let (formula, claim) = ("x", "x*(1 + 1e-20)");
    let witness = check(&["--value", formula, claim]).object()["witness"].clone();
    assert_eq!(witness["claimed"], witness["true"]);
    assert_ne!(witness["claimed_digits"], witness["true_digits"]);
    insta::assert_snapshot!(
        "check_digits",
        gradus(&["check", "--value", formula, claim]).transcript()
    );
    insta::assert_snapshot!(
        "check_tiny",
        gradus(&["check", "--value", "x", "x - 1e-300*x"]).transcript()
    );
}

#[test]
fn names_of_witnesses_are_not_taken_for_results() {
    let witness = check(&["f(t; x = 2) = t*x", "1"]).object()["witness"].clone();
    assert!(witness["x"].is_number() && witness["true"].is_number());
    let varied = check(&["f(t; x = 2) = t*x", "2"]).object()["witness"].clone();
    assert!(varied["inputs"]["t"].is_number(), "{varied}");
    assert!(varied["parameters"]["x"].is_number(), "{varied}");
    let both = check(&["f(claimed, b) = claimed*b", "1", "--wrt", "b"]);
    let witness = both.object()["witness"].clone();
    assert!(witness["inputs"]["claimed"].is_number(), "{witness}");
}

#[test]
fn strictness_asks_for_algebra() {
    // whichever way these come out, the exit status must fit the verdict
    for (formula, claim) in [
        ("sin(x)*cos(x)", "cos(2*x)"),
        ("x^2", "2*x"),
        ("x^2", "3*x"),
        ("tan(x)", "1/cos(x)^2"),
    ] {
        let (usual, strict) = (
            check(&[formula, claim]),
            check(&[formula, claim, "--strict"]),
        );
        let verdict = usual.object()["verdict"]
            .as_str()
            .expect("a word")
            .to_owned();
        let expected = match verdict.as_str() {
            "equal" => (0, 0),
            "agrees" => (0, 3),
            "different" => (1, 1),
            _ => (3, 3),
        };
        assert_eq!(
            (usual.code, strict.code),
            (Some(expected.0), Some(expected.1)),
            "{formula}: {verdict}"
        );
    }
}

#[test]
fn people_read_this() {
    insta::assert_snapshot!(
        "check_sigmoid",
        gradus(&["check", "sigmoid", "1 - sigmoid(x)"]).transcript()
    );
    insta::assert_snapshot!(
        "check_relu",
        gradus(&["check", "relu", "if(x >= 0, 1, 0)"]).transcript()
    );
    insta::assert_snapshot!(
        "check_relu_between",
        gradus(&["check", "relu", "if(x > 0, 1, if(x < 0, 0, 2))"]).transcript()
    );
    insta::assert_snapshot!(
        "check_value",
        gradus(&["check", "--value", "x/(1+exp(-x))", "x/(1-exp(-x))"]).transcript()
    );
    insta::assert_snapshot!(
        "check_vector",
        gradus(&["check", "softmax", "1"]).transcript()
    );
}

use serde_json::json;

use crate::run::{command, file, gradus, gradus_with_input, start};

#[test]
fn the_first_line_is_the_derivative() {
    let first = |formula| {
        gradus(&["derive", formula])
            .answer()
            .lines()
            .next()
            .map(str::to_owned)
    };
    assert_eq!(
        first("x/(1+exp(-x))").as_deref(),
        Some("sigmoid(x)*(1 + x*(1 - sigmoid(x)))")
    );
    assert_eq!(first("tanh").as_deref(), Some("1 - tanh(x)^2"));
}

#[test]
fn formulas_may_begin_with_a_minus_sign() {
    assert_eq!(gradus(&["derive", "-x^2"]).answer(), "-2*x\n");
    assert_eq!(gradus(&["derive", "-x^2", "--order", "2"]).answer(), "-2\n");
    assert_eq!(
        gradus(&["derive", "--order", "2", "-hypot(x, 0)^2"])
            .answer()
            .lines()
            .next(),
        Some("-2")
    );
    assert_eq!(gradus(&["derive", "--x"]).answer(), "1\n");
    assert_eq!(gradus(&["derive", "--", "-x"]).answer(), "-1\n");
}

#[test]
fn formulas_come_from_files_and_standard_input() {
    let text = "gate(x; k = 1) = sigmoid(k*x)\nx*gate(x)\n";
    let path = file("gate.txt", text);
    let argument = format!("@{}", path.display());
    let from_file = gradus(&["derive", &argument]);
    let from_input = gradus_with_input(&["derive", "-"], text.as_bytes());
    assert_eq!(from_file.answer(), from_input.answer());
    assert!(
        gradus(&["derive", "@no such file"])
            .refusal()
            .contains("cannot read no such file")
    );
    let latin = gradus_with_input(&["derive", "-"], b"x + \xe9");
    assert!(
        latin
            .refusal()
            .contains("standard input is not UTF-8 text: byte 5")
    );
    let path = file("latin.txt", b"\xff");
    assert!(
        gradus(&["derive", &format!("@{}", path.display())])
            .refusal()
            .contains("not UTF-8")
    );
}

#[test]
fn orders_go_from_the_formula_itself_upwards() {
    let order = |order| {
        gradus(&["derive", "x^3", "--order", order])
            .answer()
            .to_owned()
    };
    assert_eq!(
        ["0", "1", "2", "3", "4"].map(order),
        ["x^3\n", "3*x^2\n", "6*x\n", "6\n", "0\n"]
    );
    assert!(
        gradus(&["derive", "x", "--order", "1000"])
            .refusal()
            .contains("1000")
    );
}

#[test]
fn several_inputs_have_partial_derivatives() {
    let glu = "glu(a, b) = a*sigmoid(b)";
    assert_eq!(
        gradus(&["derive", glu]).answer(),
        "d/da = sigmoid(b)\nd/db = a*sigmoid(b)*(1 - sigmoid(b))\n"
    );
    assert_eq!(
        gradus(&["derive", glu, "--wrt", "a"]).answer(),
        "sigmoid(b)\n"
    );
    assert!(
        gradus(&["derive", glu, "--wrt", "c"])
            .refusal()
            .contains("`a`, `b`")
    );
}

#[test]
fn parameters_have_derivatives() {
    let elu = "elu(x; a = 1) = if(x >= 0, x, a*(exp(x) - 1))";
    let by_a = gradus(&["derive", elu, "--wrt", "a", "--format", "jsonl"]).object();
    assert_eq!(by_a["wrt"], "a");
    assert_eq!(by_a["kinks"], json!([]));
}

#[test]
fn objects_have_the_promised_fields() {
    let relu = gradus(&["derive", "relu", "--format", "jsonl"]).object();
    let expected = json!({
        "formula": "relu(x) = max(0, x)",
        "wrt": "x",
        "order": 1,
        "derivative": "if(x > 0, 1, 0)",
        "kinks": [{"x": 0.0, "kind": "kink", "left": 0.0, "right": 1.0, "value_left": 0.0, "value_right": 0.0}],
    });
    assert_eq!(relu, expected);
    let step = gradus(&["derive", "if(x >= 1, 1, 0)", "--format", "jsonl"]).object();
    assert_eq!(step["kinks"][0]["kind"], "jump");
    assert_eq!(step["kinks"][0]["value_right"], 1.0);
}

#[test]
fn steps_are_objects_before_the_result() {
    let objects = gradus(&["derive", "x*tanh(x)", "--steps", "--format", "jsonl"]).objects();
    let (result, steps) = objects.split_last().expect("a result");
    assert!(result["derivative"].is_string());
    assert_eq!(
        steps[0],
        json!({"step": 1, "rule": "tanh", "from": "tanh(x)", "to": "1 - tanh(x)^2"})
    );
    assert_eq!(
        steps.last().map(|step| &step["rule"]),
        Some(&json!("product"))
    );
}

#[test]
fn the_answer_alone_is_a_formula_again() {
    for formula in [
        "silu",
        "relu",
        "x/(1+exp(-x))",
        "g(x) = x^2; g(x) + relu(x)",
    ] {
        let derivative = gradus(&["derive", formula]);
        assert_eq!(derivative.answer().lines().count(), 1);
        let run = gradus(&["check", formula, derivative.answer()]);
        assert_eq!(run.code, Some(0), "{formula}: {run:?}");
        let itself = gradus(&["derive", formula, "--order", "0"]);
        let run = gradus(&["check", "--value", formula, itself.answer()]);
        assert_eq!(run.code, Some(0), "{formula}: {run:?}");
    }
    let object = gradus(&["derive", "g(x) = x^2; 1 + g(x)", "--format", "jsonl"]).object();
    assert_eq!(object["formula"], "g(x) = x^2; 1 + g(x)");
}

#[test]
fn steps_are_in_the_language_asked_for() {
    let latex = ["--steps", "--order", "2", "--print", "latex"];
    let run = gradus(&[&["derive", "x*tanh(x)"], &latex[..]].concat());
    let answer = run.answer();
    assert!(
        answer.contains(r"\frac{d}{d x} \left[\tanh(x)\right]"),
        "{answer}"
    );
    assert!(!answer.contains("tanh(x)^2"), "{answer}");
    let orders = answer.lines().filter(|line| line.starts_with("order "));
    assert_eq!(orders.collect::<Vec<_>>(), ["order 1", "order 2"]);
    let both = "f(x_a, b) = x_a*b";
    assert_eq!(
        gradus(&["derive", both, "--print", "latex"]).answer(),
        "\\frac{\\partial}{\\partial x_{a}} = b\n\\frac{\\partial}{\\partial b} = x_{a}\n"
    );
    assert_eq!(
        gradus(&["derive", both, "--print", "python", "--order", "2"]).answer(),
        "d2_x_a = 0\nd2_b = 0\n"
    );
}

#[test]
fn every_language_can_be_printed() {
    let printed = |language| {
        gradus(&["derive", "sqrt(x)", "--print", language])
            .answer()
            .lines()
            .next()
            .map(str::to_owned)
    };
    assert_eq!(printed("infix").as_deref(), Some("1/(2*sqrt(x))"));
    assert_eq!(printed("latex").as_deref(), Some(r"\frac{1}{2 \sqrt{x}}"));
    assert_eq!(printed("python").as_deref(), Some("1/(2*np.sqrt(x))"));
}

#[test]
fn of_vectors_the_product_with_the_jacobian_is_printed() {
    let run = gradus(&["derive", "f(x[]) = x/sum(x)"]);
    let answer = run.answer();
    assert_eq!(
        answer.lines().next(),
        Some("upstream/sum(x) - sum(x*upstream)/sum(x)^2")
    );
    assert!(run.err.contains("gradus eval f --vector 1,2,3 --jacobian"));
    let both = "cosine(x[], y[]) = sum(x*y)/(norm(x)*norm(y))";
    let run = gradus(&["derive", both]);
    let answer = run.answer();
    assert!(
        answer
            .lines()
            .next()
            .is_some_and(|line| line.starts_with("by x: "))
    );
    let objects = gradus(&["derive", both, "--wrt", "y", "--format", "jsonl"]).objects();
    assert_eq!(objects[0]["wrt"], "y");
    assert!(objects[0]["vjp"].is_string());
    for refused in [
        &["derive", "softmax", "--order", "2"][..],
        &["derive", "softmax", "--steps"],
        &["derive", "softmax", "--wrt", "y"],
        &["derive", "crelu"],
    ] {
        assert!(!gradus(refused).refusal().is_empty(), "{refused:?}");
    }
}

#[test]
fn counts_are_quoted_as_they_were_typed() {
    let refusal = |arguments: &[&str]| gradus(arguments).refusal().to_owned();
    assert!(refusal(&["derive", "x", "--order", "-1"]).contains("invalid value '-1'"));
    let eval = ["eval", "x", "--at", "1", "--derivative", "-2"];
    assert!(refusal(&eval).contains("invalid value '-2'"));
    assert!(refusal(&["derive", "@"]).contains("the name of a file after @"));
}

#[test]
fn mistakes_are_marked() {
    let message = gradus(&["derive", "2x"]);
    assert_eq!(
        message.refusal(),
        "error: expected an operator between `2` and `x`\n  2x\n  ^^\nhelp: write 2*x\n"
    );
    let inside = gradus_with_input(&["derive", "-"], b"siwsh(x)");
    assert!(
        inside
            .refusal()
            .starts_with("error: in standard input: unknown function `siwsh`")
    );
}

#[test]
fn colours_come_only_where_they_may() {
    let always = gradus(&["derive", "relu", "--color", "always"]);
    assert!(always.err.contains("\u{1b}["));
    assert!(!gradus(&["derive", "relu"]).err.contains('\u{1b}'));
    let forced = |variable: &str| start(command(&["derive", "2x"]).env(variable, "1"), b"").err;
    assert!(forced("CLICOLOR_FORCE").contains("\u{1b}["));
    assert!(!forced("NO_COLOR").contains('\u{1b}'));
    let never = start(
        command(&["derive", "2x", "--color=never"]).env("CLICOLOR_FORCE", "1"),
        b"",
    );
    assert!(!never.err.contains('\u{1b}'));
}

#[test]
fn people_read_this() {
    insta::assert_snapshot!(
        "derive_swish",
        gradus(&["derive", "x/(1+exp(-x))"]).transcript()
    );
    insta::assert_snapshot!(
        "derive_hardswish",
        gradus(&["derive", "hardswish"]).transcript()
    );
    insta::assert_snapshot!(
        "derive_relu_twice",
        gradus(&["derive", "relu", "--order", "2"]).transcript()
    );
    insta::assert_snapshot!(
        "derive_steps",
        gradus(&["derive", "mish", "--steps"]).transcript()
    );
    insta::assert_snapshot!(
        "derive_colours",
        gradus(&["derive", "relu", "--color", "always"]).transcript()
    );
}

#[test]
fn many_steps_are_summed_up() {
    let run = gradus(&["derive", "floor(x)"]);
    assert_eq!(run.answer(), "0\n");
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 4, "{run:?}");
    assert_eq!(
        lines[1],
        "jump at x = 0: value -1 on the left, 0 on the right; derivative 0 on the left, 0 on the right; 0 is returned there"
    );
    assert_eq!(lines[3], "and 30 more kinks and jumps, from x = -16 to 16");
}

#[test]
fn a_derivative_that_is_too_large_is_refused() {
    let factors: Vec<String> = (1..=2000).map(|k| format!("(x + {k})")).collect();
    let run = gradus(&["derive", &factors.join("*")]);
    let refusal = run.refusal();
    assert!(refusal.contains("nodes and operands"), "{refusal}");
}

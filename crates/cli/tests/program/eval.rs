use serde_json::{Value, json};

use crate::run::{Run, file, gradus, gradus_with_input};

fn eval(arguments: &[&str]) -> Run {
    gradus(&[&["eval", "--format", "jsonl"], arguments].concat())
}

#[test]
fn each_point_is_an_object() {
    let run = eval(&["x^2", "--at", "-1,0.5,1/3", "--derivative", "2"]);
    assert_eq!(
        run.answer(),
        "{\"x\":-1.0,\"f\":1.0,\"d1\":-2.0,\"d2\":2.0}\n\
         {\"x\":0.5,\"f\":0.25,\"d1\":1.0,\"d2\":2.0}\n\
         {\"x\":0.3333333333333333,\"f\":0.1111111111111111,\"d1\":0.6666666666666666,\"d2\":2.0}\n"
    );
}

#[test]
fn what_is_not_finite_is_a_string() {
    let run = eval(&["1/x", "--at", "0,inf,-inf,nan,-0"]);
    let objects = run.objects();
    assert_eq!(objects[0], json!({"x": 0.0, "f": "nan"}));
    assert_eq!(objects[1], json!({"x": "inf", "f": 0.0}));
    assert_eq!(objects[2]["x"], "-inf");
    assert_eq!(objects[3], json!({"x": "nan", "f": "nan"}));
    assert_eq!(
        run.answer()
            .lines()
            .nth(4)
            .map(|line| line.starts_with("{\"x\":-0.0,")),
        Some(true)
    );
}

#[test]
fn single_precision_is_printed_as_such() {
    let run = eval(&["sqrt(x)", "--at", "0.1,0x1.8p+1", "--precision", "f32"]);
    assert_eq!(
        run.answer(),
        "{\"x\":0.1,\"f\":0.31622776}\n{\"x\":3.0,\"f\":1.7320508}\n"
    );
    let rounded = eval(&["sqrt(x)", "--at", "0.1", "--precision", "f32-rounded"]);
    assert_eq!(rounded.answer(), "{\"x\":0.1,\"f\":0.31622776}\n");
}

#[test]
fn points_are_evenly_spaced() {
    let xs = |from: &str, to: &str, points: &str| -> Vec<Value> {
        let objects = eval(&["x", "--from", from, "--to", to, "--points", points]).objects();
        objects
            .into_iter()
            .map(|object| object["x"].clone())
            .collect()
    };
    assert_eq!(
        xs("-6", "6", "13"),
        (-6..=6).map(|x| json!(f64::from(x))).collect::<Vec<_>>()
    );
    assert_eq!(
        xs("0", "1/3", "3"),
        [json!(0.0), json!(1.0 / 6.0), json!(1.0 / 3.0)]
    );
    assert_eq!(xs("2", "5", "1"), [json!(2.0)]);
    assert_eq!(
        xs("-1e308", "1.5e308", "2"),
        [json!(-1e308), json!(1.5e308)]
    );
    assert!(
        eval(&["x", "--from", "0", "--to", "inf", "--points", "3"])
            .refusal()
            .contains("finite")
    );
    assert!(
        eval(&["x", "--from", "0", "--to", "1", "--points", "0"])
            .refusal()
            .contains('0')
    );
    assert!(eval(&["x", "--from", "0"]).refusal().contains("--to"));
}

#[test]
fn several_inputs_have_their_names() {
    let run = eval(&[
        "glu(a, b) = a*sigmoid(b)",
        "--at",
        "a=1,b=0",
        "--at",
        "b=0,a=2",
        "--derivative",
        "1",
        "--wrt",
        "b",
    ]);
    assert_eq!(
        run.answer(),
        "{\"a\":1.0,\"b\":0.0,\"f\":0.5,\"d1\":0.25}\n{\"a\":2.0,\"b\":0.0,\"f\":1.0,\"d1\":0.5}\n"
    );
    let refusal = |at| eval(&["f(a, b) = a*b", "--at", at]).refusal().to_owned();
    assert!(refusal("1,2").contains("--at a=…,b=…"));
    assert!(refusal("a=1").contains("`b` is missing"));
    assert!(refusal("a=1,c=2").contains("`c` is no input"));
    assert!(refusal("a=1,a=2").contains("given twice"));
    assert!(
        eval(&["f(a, b) = a*b", "--from", "0", "--to", "1", "--points", "2"])
            .refusal()
            .contains("one input")
    );
}

#[test]
fn points_come_from_files_and_standard_input() {
    let path = file("points.csv", "# a, b\n1, 2\n\n1/2 ,-3\r\n");
    let path = path.to_str().expect("a plain path");
    let run = eval(&["f(a, b) = a*b", "--at-file", path]);
    assert_eq!(
        run.answer(),
        "{\"a\":1.0,\"b\":2.0,\"f\":2.0}\n{\"a\":0.5,\"b\":-3.0,\"f\":-1.5}\n"
    );
    let run = gradus_with_input(
        &["eval", "2*x", "--at-file", "-", "--format", "jsonl"],
        b"1\n2",
    );
    assert_eq!(
        run.answer(),
        "{\"x\":1.0,\"f\":2.0}\n{\"x\":2.0,\"f\":4.0}\n"
    );
    let both = gradus_with_input(&["eval", "-", "--at-file", "-"], b"x");
    assert!(both.refusal().contains("only once"));
}

#[test]
fn a_wrong_line_is_named_after_what_was_right() {
    let run = gradus_with_input(
        &["eval", "x", "--at-file", "-", "--format", "jsonl"],
        b"1\n2, 3\n",
    );
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(2), "{\"x\":1.0,\"f\":1.0}\n")
    );
    assert_eq!(
        run.err,
        "error: standard input, line 2: expected 1 number (x), found 2\n"
    );
    for (input, message) in [
        (&b"zero\n"[..], "line 1: unknown name"),
        (b"\n\xff\n", "line 2: not UTF-8"),
        (&vec![b'1'; 1 << 17], "too long"),
    ] {
        let run = gradus_with_input(&["eval", "x", "--at-file", "-"], input);
        assert!(run.err.contains(message), "{run:?}");
        assert_eq!(run.code, Some(2));
    }
}

#[test]
fn parameters_are_set_by_name() {
    let run = eval(&["elu", "--set", "alpha=1/2", "--at", "-inf"]);
    assert_eq!(run.object(), json!({"x": "-inf", "f": -0.5}));
    assert!(
        eval(&["elu", "--set", "beta=1", "--at", "0"])
            .refusal()
            .contains("`alpha`")
    );
    assert!(
        eval(&["elu", "--set", "alpha", "--at", "0"])
            .refusal()
            .contains("NAME=VALUE")
    );
    assert!(
        eval(&["elu", "--set", "alpha=inf", "--at", "0"])
            .refusal()
            .contains("finite")
    );
    let trained = eval(&[
        "prelu(x; a = 0.25) = if(x >= 0, x, a*x)",
        "--at",
        "-3",
        "--derivative",
        "1",
        "--wrt",
        "a",
    ]);
    assert_eq!(trained.object(), json!({"x": -3.0, "f": -0.75, "d1": -3.0}));
}

#[test]
fn the_derivative_at_a_kink_is_chosen() {
    let at_zero = |kink: &[&str]| {
        eval(&[&["abs(x) + x", "--at", "0", "--derivative", "1"], kink].concat()).object()["d1"]
            .clone()
    };
    assert_eq!(at_zero(&[]), json!(0.0));
    let chosen = ["least", "left", "right", "mid"].map(|kink| at_zero(&["--kink", kink]));
    assert_eq!(chosen, [json!(0.0), json!(0.0), json!(2.0), json!(1.0)]);
}

#[test]
fn vectors_have_values_and_jacobians() {
    let run = eval(&["softmax", "--vector", "0,0", "--jacobian"]);
    assert_eq!(
        run.object(),
        json!({"x": [0.0, 0.0], "f": [0.5, 0.5], "jacobian": [[0.25, -0.25], [-0.25, 0.25]]})
    );
    let article = eval(&["softmax", "--vector", "1.2,0.9,0.75"]).object();
    let rounded: Vec<f64> = article["f"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| (f.as_f64().unwrap_or(0.0) * 100.0).round())
        .collect();
    assert_eq!(rounded, [42.0, 31.0, 27.0]);
    let single = eval(&["softmax", "--vector", "0.1,0.3", "--precision", "f32"]);
    assert!(single.answer().starts_with("{\"x\":[0.1,0.3],"));
}

#[test]
fn a_single_vector_is_divided_among_scalar_inputs() {
    let glu = "glu(a, b) = a*sigmoid(b)";
    let divided = eval(&[glu, "--vector", "1,2,0,0", "--jacobian"]).object();
    assert_eq!(
        divided,
        json!({"x": [1.0, 2.0, 0.0, 0.0], "f": [0.5, 1.0], "jacobian": [[0.5, 0.0, 0.25, 0.0], [0.0, 0.5, 0.0, 0.5]]})
    );
    let named = eval(&[glu, "--vector", "1,2", "--vector", "0,0"]).object();
    assert_eq!(
        named,
        json!({"a": [1.0, 2.0], "b": [0.0, 0.0], "f": [0.5, 1.0]})
    );
    assert!(
        eval(&[glu, "--vector", "1,2,3"])
            .refusal()
            .contains("divided evenly")
    );
    assert!(
        eval(&[glu, "--vector", "1", "--vector", "2", "--vector", "3"])
            .refusal()
            .contains("2 times")
    );
    assert_eq!(
        eval(&[glu, "--vector", "1,2", "--vector", "1"]).code,
        Some(2)
    );
}

#[test]
fn what_does_not_fit_together_is_refused() {
    assert!(
        eval(&["softmax", "--at", "1"])
            .refusal()
            .contains("--vector 1,2,3")
    );
    for wrong in [
        &["x"][..],
        &["x", "--at", "1", "--vector", "1"],
        &["x", "--at", "1", "--jacobian"],
        &["x", "--at", "1", "--to", "2"],
        &["x", "--at", ""],
        &["x", "--at", "y"],
    ] {
        assert_eq!(eval(wrong).code, Some(2), "{wrong:?}");
    }
}

#[test]
fn a_million_points_stream() {
    let run = eval(&["x^2", "--from", "0", "--to", "1", "--points", "200001"]);
    assert_eq!(run.answer().lines().count(), 200_001);
    assert_eq!(run.out.lines().last(), Some("{\"x\":1.0,\"f\":1.0}"));
}

#[test]
fn a_reader_who_leaves_is_no_mistake() {
    use std::io::Read;
    use std::process::Stdio;
    let arguments = [
        "eval", "x", "--from", "0", "--to", "1", "--points", "1000000",
    ];
    let mut child = crate::run::command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut beginning = [0; 64];
    child
        .stdout
        .take()
        .expect("piped")
        .read_exact(&mut beginning)
        .expect("some output");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn people_read_this() {
    insta::assert_snapshot!(
        "eval_table",
        gradus(&[
            "eval",
            "swish",
            "--at",
            "-1,0,1/3,1e300",
            "--derivative",
            "2"
        ])
        .transcript()
    );
    insta::assert_snapshot!(
        "eval_inputs",
        gradus(&["eval", "f(a, b) = a*b", "--at", "a=1,b=2"]).transcript()
    );
    insta::assert_snapshot!(
        "eval_vector",
        gradus(&["eval", "softmax", "--vector", "1,2,3", "--jacobian"]).transcript()
    );
}

#[test]
fn inputs_are_not_taken_for_results() {
    let run = eval(&["h(f, x) = f*x", "--at", "f=2,x=3", "--derivative", "1"]);
    assert_eq!(
        run.answer(),
        "{\"inputs\":{\"f\":2.0,\"x\":3.0},\"f\":6.0,\"d1\":3.0}\n"
    );
    let run = eval(&["h(a, d1) = a*d1", "--at", "a=2,d1=3"]);
    assert_eq!(
        run.object(),
        json!({"inputs": {"a": 2.0, "d1": 3.0}, "f": 6.0})
    );
    let vectors = ["h(f[], g[]) = f*g", "--vector", "1,2", "--vector", "3,4"];
    assert_eq!(
        eval(&vectors).object(),
        json!({"inputs": {"f": [1.0, 2.0], "g": [3.0, 4.0]}, "f": [3.0, 8.0]})
    );
    assert_eq!(
        eval(&["h(d, e) = d + e", "--at", "d=1,e=2"]).object(),
        json!({"d": 1.0, "e": 2.0, "f": 3.0})
    );
    assert_eq!(
        eval(&["f^2", "--at", "3"]).object(),
        json!({"x": 3.0, "f": 9.0})
    );
}

#[test]
fn missing_numbers_are_mistakes() {
    for (arguments, said) in [
        (&["x", "--at", "1,,2"][..], "found `1,,2`"),
        (&["x", "--at", ""], "found nothing"),
        (&["x", "--at", "x="], "found `x=`"),
        (&["x", "--at", "1", "--set", "a="], "found `a=`"),
        (&["f(x[]) = x", "--vector", ""], "found nothing"),
        (&["x", "--at", "x"], "only numbers and"),
    ] {
        let run = eval(arguments);
        assert!(run.refusal().contains(said), "{arguments:?}: {run:?}");
    }
}

use serde_json::json;

use crate::run::{Run, file, folder, gradus, gradus_with_input};

/// Claims with their verdicts, one of each kind that does not depend on how far proofs reach.
const LINES: &str = r#"{"formula": "sigmoid", "derivative": "sigmoid(x)*(1 - sigmoid(x))"}
{"formula": "sigmoid", "derivative": "1 - sigmoid(x)", "name": "the tutorial's <sigmoid> & \"co\""}

{"formula": "f(x; a = 1) = a*x", "derivative": "x", "wrt": "a", "set": {"a": "1/2"}}
{"formula": "2*sigmoid(2*x) - 1", "value": "tanh(t)"}
"#;

/// Lines that cannot be judged, and a part of the message.
const BAD: [(&str, &str); 8] = [
    ("no object", "expected"),
    (r#"{"formula": "x"}"#, "either `derivative` or `value`"),
    (
        r#"{"formula": "x", "derivative": "1", "value": "x"}"#,
        "either",
    ),
    (
        r#"{"formula": "x", "derivative": "1", "by": "x"}"#,
        "unknown field `by`",
    ),
    (r#"{"formula": "x +", "derivative": "1"}"#, "line 1"),
    (r#"{"formula": "softmax", "derivative": "1"}"#, "vectors"),
    (
        r#"{"formula": "x", "derivative": "1", "set": {"a": 1}}"#,
        "`a`",
    ),
    (r#"{"formula": "x", "value": "x", "wrt": "x"}"#, "`wrt`"),
];

fn pairs(name: &str, lines: &str, more: &[&str]) -> Run {
    file(name, lines);
    gradus(&[&["check", "--pairs", name], more].concat())
}

#[test]
fn every_line_has_its_verdict_in_order() {
    let run = pairs("pairs_order.jsonl", LINES, &["--format", "jsonl"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    let objects = run.objects();
    let fields =
        |key: &str| -> Vec<_> { objects.iter().map(|object| object[key].clone()).collect() };
    assert_eq!(fields("verdict"), ["equal", "different", "equal", "equal"]);
    assert_eq!(objects[0]["name"], "sigmoid");
    assert_eq!(objects[1]["name"], "the tutorial's <sigmoid> & \"co\"");
    assert!(objects[1]["witness"]["x"].is_number());
    let many: String = (0..700)
        .map(|index| json!({"formula": "x^2", "derivative": if index % 7 == 0 { "x" } else { "2*x" }, "name": index.to_string()}).to_string() + "\n")
        .collect();
    let objects = pairs("pairs_many.jsonl", &many, &["--format", "jsonl"]).objects();
    assert_eq!(objects.len(), 700);
    for (index, object) in objects.iter().enumerate() {
        assert_eq!(object["name"], index.to_string());
        assert_eq!(object["verdict"] == "different", index % 7 == 0);
    }
}

#[test]
fn what_cannot_be_judged_does_not_stop_the_others() {
    for (line, message) in BAD {
        let lines = format!("{line}\n{LINES}");
        let run = pairs("pairs_bad.jsonl", &lines, &["--format", "jsonl"]);
        assert_eq!(run.code, Some(2), "{line}: {run:?}");
        let objects = run.objects();
        assert_eq!(objects.len(), 5, "{line}: {run:?}");
        let error = objects[0]["error"].as_str().expect("a message");
        assert!(
            error.contains(message) && error.starts_with("line 1: "),
            "{error}"
        );
        assert_eq!(objects[1]["verdict"], "equal");
    }
}

#[test]
fn the_worst_verdict_decides() {
    let right = r#"{"formula": "x^2", "derivative": "2*x"}"#;
    let wrong = r#"{"formula": "x^2", "derivative": "x"}"#;
    let nowhere = r#"{"formula": "ln(-1 - x^2)", "derivative": "1"}"#;
    for (lines, code) in [
        (vec![], 0),
        (vec![right, right], 0),
        (vec![right, nowhere], 3),
        (vec![nowhere, wrong, right], 1),
        (vec![wrong, "{}"], 2),
    ] {
        let run = gradus_with_input(&["check", "--pairs", "-"], lines.join("\n").as_bytes());
        assert_eq!(run.code, Some(code), "{lines:?}: {run:?}");
    }
}

#[test]
fn people_read_a_table() {
    let lines = format!("{LINES}{}\n", BAD[4].0);
    insta::assert_snapshot!(
        "check_pairs",
        pairs("pairs_table.jsonl", &lines, &[]).transcript()
    );
    assert!(
        gradus(&["check", "--pairs", "no_such_file"])
            .refusal()
            .contains("no_such_file")
    );
}

#[test]
fn a_junit_report_has_a_case_for_every_line() {
    let lines = format!("{LINES}{}\n", BAD[4].0);
    let run = pairs("pairs_junit.jsonl", &lines, &["--junit", "pairs.xml"]);
    assert_eq!(run.code, Some(2));
    let text = std::fs::read_to_string(folder().join("pairs.xml")).expect("it is written");
    let text = replaced_times(&text);
    insta::assert_snapshot!("check_junit", text);
    let single = gradus(&[
        "check",
        "sigmoid",
        "1 - sigmoid(x)",
        "--junit",
        "single.xml",
    ]);
    assert_eq!(single.code, Some(1));
    let text = std::fs::read_to_string(folder().join("single.xml")).expect("it is written");
    assert!(
        text.contains("tests=\"1\" failures=\"1\" errors=\"0\""),
        "{text}"
    );
    assert!(text.contains("claimed 0.2689414213699951"), "{text}");
}

/// Times differ from run to run.
fn replaced_times(text: &str) -> String {
    let mut parts = text.split("time=\"");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.split_once('"').map_or("", |(_, rest)| rest);
        result += "time=\"…\"";
        result += rest;
    }
    result
}

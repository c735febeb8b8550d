use std::process::Stdio;

use serde_json::Value;

use crate::run::{command, gradus};

#[test]
fn the_whole_catalogue_is_listed() {
    let objects = gradus(&["list", "--format", "jsonl"]).objects();
    assert!(objects.len() > 200);
    for object in &objects {
        for key in ["name", "formula", "family", "good_for"] {
            assert!(
                object[key].as_str().is_some_and(|text| !text.is_empty()),
                "{key}: {object}"
            );
        }
    }
    let people = gradus(&["list"]);
    // a heading and the count besides
    assert_eq!(people.answer().lines().count(), objects.len() + 2);
}

#[test]
fn a_part_is_chosen_by_pattern_and_family() {
    let names = |arguments: &[&str]| -> Vec<Value> {
        let objects = gradus(&[&["list", "--format", "jsonl"], arguments].concat()).objects();
        objects
            .into_iter()
            .map(|object| object["name"].clone())
            .collect()
    };
    assert!(names(&["MISH"]).contains(&Value::from("mish")));
    assert!(
        names(&["parameterised"]).contains(&Value::from("prelu")),
        "by alias"
    );
    assert!(names(&["--family", "gelu"]).contains(&Value::from("gelu")));
    assert!(!names(&["--family", "gelu"]).contains(&Value::from("relu")));
    let none = gradus(&["list", "no such thing"]);
    assert_eq!((none.code, none.out.as_str()), (Some(1), ""));
    assert_eq!(gradus(&["list", "--family", "gelo"]).code, Some(2));
}

#[test]
fn a_reader_who_leaves_is_no_mistake() {
    let mut child = command(&["list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn every_record_can_be_shown() {
    let objects = gradus(&["list", "--format", "jsonl"]).objects();
    // one of each family is enough: all of them take a while
    let mut families: Vec<Value> = Vec::new();
    for object in objects {
        if families.contains(&object["family"]) {
            continue;
        }
        families.push(object["family"].clone());
        let name = object["name"].as_str().expect("a name");
        let shown = gradus(&["show", name, "--format", "jsonl"]).object();
        assert_eq!(shown["name"], object["name"]);
        assert!(shown["source"].is_string() && shown["certainty"].is_string());
        assert!(gradus(&["show", name]).answer().contains("good for"));
    }
    assert_eq!(families.len(), 15);
}

#[test]
fn aliases_are_shown_and_typing_errors_answered() {
    assert_eq!(
        gradus(&["show", "parameterised_relu", "--format", "jsonl"]).object()["name"],
        "prelu"
    );
    assert!(
        gradus(&["show", "siwsh"])
            .refusal()
            .contains("did you mean `swish`?")
    );
}

#[test]
fn people_read_this() {
    insta::assert_snapshot!("show_prelu", gradus(&["show", "prelu"]).transcript());
    insta::assert_snapshot!("show_softmax", gradus(&["show", "softmax"]).transcript());
    insta::assert_snapshot!("show_glu", gradus(&["show", "glu"]).transcript());
    insta::assert_snapshot!(
        "list_gelu",
        gradus(&["list", "--family", "gelu"]).transcript()
    );
}

#[test]
fn primitive_functions_are_listed_and_shown() {
    let objects = gradus(&["list", "--functions", "--format", "jsonl"]).objects();
    assert!(objects.len() > 40);
    for object in &objects {
        let name = object["name"].as_str().expect("a name");
        assert!(!gradus(&["show", name]).answer().is_empty(), "{name}");
    }
    let logarithms = gradus(&["list", "--functions", "logarithm"]);
    assert!(logarithms.answer().contains("log10"));
    assert_eq!(gradus(&["list", "--functions", "qqqqq"]).code, Some(1));
    insta::assert_snapshot!("show_erf", gradus(&["show", "erf"]).transcript());
    insta::assert_snapshot!("show_log", gradus(&["show", "log"]).transcript());
    assert!(gradus(&["show", "errf"]).refusal().contains("errf"));
}

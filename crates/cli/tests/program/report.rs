use crate::run::{command, folder, gradus, start};

#[test]
fn people_read_these() {
    for (name, arguments) in [
        ("report_swish", &["report", "swish"][..]),
        ("report_relu", &["report", "relu"]),
        ("report_tanh", &["report", "tanh"]),
        ("report_step", &["report", "binary_step"]),
        ("report_silu", &["report", "x/(1+exp(-x))"]),
        ("report_elu", &["report", "elu", "--set", "alpha=1/2"]),
        ("report_sine", &["report", "x + sin(x)^2"]),
        ("report_sqrt", &["report", "sqrt(x)/(x-2)"]),
        ("report_hard_sigmoid", &["report", "hard_sigmoid"]),
        ("compare", &["compare", "relu", "swish", "tanh"]),
    ] {
        insta::assert_snapshot!(name, gradus(arguments).transcript());
    }
}

#[test]
fn a_report_fits_a_screen() {
    for name in ["swish", "relu", "tanh", "gelu", "mish"] {
        let run = gradus(&["report", name]);
        assert!(run.answer().lines().count() <= 40, "{}", run.out);
        assert!(
            run.answer().lines().all(|line| line.chars().count() <= 100),
            "{}",
            run.out
        );
    }
}

#[test]
fn programs_read_numbers_that_round_trip() {
    let run = gradus(&["report", "swish", "--format", "jsonl"]);
    let report = run.object();
    assert_eq!(report["formula"], "swish(x; beta = 1) = x*sigmoid(beta*x)");
    assert_eq!(report["parameters"]["beta"], 1.0);
    assert!(run.out.contains("-0.2784645427610738") && run.out.contains("-1.2784645427610737"));
    assert_eq!(report["range"]["greatest"]["value"], "inf");
    assert_eq!(report["smoothness"]["class"], "analytic");
    assert_eq!(report["cost"]["saved"], "input");
    for (name, property) in report.as_object().expect("an object") {
        let is_figure = property.is_object() && name != "parameters" && name != "cost";
        let status = property["status"].as_str();
        assert!(
            !is_figure || matches!(status, Some("proved" | "computed")),
            "{name}: {property}"
        );
    }
}

#[test]
fn several_are_compared_one_a_line() {
    let run = gradus(&[
        "compare", "elu", "relu", "x^2", "--set", "alpha=2", "--format", "jsonl",
    ]);
    let reports = run.objects();
    assert_eq!(reports.len(), 3);
    assert_eq!(reports[0]["range"]["least"]["value"], -2.0);
    assert_eq!(reports[2]["name"], serde_json::Value::Null);
}

#[test]
fn pages_have_words_and_pictures() {
    for (file, beginning) in [("report.html", "<!doctype html>"), ("report.svg", "<svg ")] {
        let run = gradus(&["report", "mish", "-o", file]);
        assert_eq!(run.answer(), "");
        let page = std::fs::read_to_string(folder().join(file)).expect("it was written");
        assert!(page.starts_with(beginning));
        for words in [
            "<path",
            "-0.308843413",
            "1.48684758",
            "&lt; 0.01",
            "edge of chaos",
        ] {
            assert!(page.contains(words), "{file}: {words}");
        }
    }
}

#[test]
fn colours_are_for_terminals() {
    let coloured = gradus(&["report", "relu", "--color", "always"]);
    assert!(coloured.answer().contains("\u{1b}["));
    let plain = start(command(&["report", "relu"]).env("NO_COLOR", "1"), b"");
    assert!(!plain.answer().contains("\u{1b}["));
}

#[test]
fn what_has_no_report_is_refused() {
    for (arguments, words) in [
        (&["report", "softmax"][..], "acts on whole vectors"),
        (&["report", "glu"], "measured over one input"),
        (&["compare", "relu", "glu"], "measured over one input"),
        (&["report", "relu", "-o", "report.pdf"], ".html or .svg"),
        (&["report", "relu", "--set", "beta=2"], "beta"),
        (&["compare", "relu", "tanh", "--set", "beta=2"], "beta"),
    ] {
        let run = gradus(arguments);
        assert!(run.refusal().contains(words), "{run:?}");
    }
}

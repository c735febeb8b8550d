use crate::run::{command, folder, gradus, start};

#[test]
fn pictures_are_written() {
    for (file, beginning) in [("relu.svg", &b"<svg "[..]), ("relu.PNG", b"\x89PNG")] {
        let run = gradus(&["plot", "relu", "-o", file]);
        assert_eq!(run.answer(), "");
        let picture = std::fs::read(folder().join(file)).expect("it was written");
        assert!(picture.starts_with(beginning));
    }
    let run = gradus(&["plot", "relu", "-o", "object.svg", "--format", "jsonl"]);
    assert_eq!(run.object()["file"], "object.svg");
}

#[test]
fn the_file_may_stand_at_the_option() {
    let run = gradus(&["plot", "relu", "-oattached.svg"]);
    assert_eq!(run.answer(), "");
    assert!(folder().join("attached.svg").exists());
}

#[test]
fn a_dozen_curves_have_colours_of_their_own() {
    let formulas: Vec<String> = (1..=12).map(|k| format!("x/{k}")).collect();
    let formulas = formulas.iter().map(String::as_str);
    let arguments: Vec<&str> = ["plot", "-o", "dozen.svg", "--no-gradient"]
        .into_iter()
        .chain(formulas)
        .collect();
    gradus(&arguments).answer();
    let picture = std::fs::read_to_string(folder().join("dozen.svg")).expect("it was written");
    let strokes = picture.split("stroke:#").skip(1).map(|rest| &rest[..6]);
    let distinct: std::collections::HashSet<&str> = strokes.collect();
    assert!(distinct.len() >= 12, "{distinct:?}");
}

#[test]
fn several_formulas_are_compared() {
    gradus(&[
        "plot",
        "relu",
        "x/(1+exp(-x))",
        "-abs(x)",
        "-o",
        "several.svg",
        "--no-gradient",
    ])
    .answer();
    let picture = std::fs::read_to_string(folder().join("several.svg")).expect("it was written");
    for words in [
        ">relu<",
        ">x/(1 + exp(-x))<",
        ">-abs(x)<",
        "relu: kink at x = 0",
    ] {
        assert!(picture.contains(words), "{words}");
    }
    assert!(!picture.contains("relu′"));
}

#[test]
fn parameters_reach_the_formulas_that_have_them() {
    gradus(&["plot", "elu", "relu", "--set", "alpha=2", "-o", "elu.svg"]).answer();
    let refusal = gradus(&["plot", "relu", "--set", "alpha=2", "-o", "elu.svg"]);
    assert!(refusal.refusal().contains("`alpha` is no parameter"));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    assert!(gradus(&["plot", "softmax"]).refusal().contains("--vector"));
    assert!(gradus(&["plot", "glu"]).refusal().contains("one input"));
    assert!(
        gradus(&["plot", "relu", "-o", "relu.gif"])
            .refusal()
            .contains(".svg or .png")
    );
    assert!(
        gradus(&["plot", "relu", "-o", "no/such/folder.svg"])
            .refusal()
            .contains("cannot write")
    );
    assert!(
        gradus(&["plot", "relu", "--from", "1", "--to", "1"])
            .refusal()
            .contains("less than")
    );
    assert!(
        gradus(&["plot", "relu", "--format", "jsonl"])
            .refusal()
            .contains("gradus eval")
    );
}

#[test]
fn the_terminal_is_respected() {
    let plain = gradus(&["plot", "relu"]);
    assert!(plain.answer().contains('⠒') && !plain.out.contains('\u{1b}'));
    assert!(plain.out.lines().all(|line| line.chars().count() <= 80));
    let ascii = start(command(&["plot", "relu"]).env("LC_ALL", "C"), b"");
    assert!(ascii.answer().is_ascii());
    let narrow = start(command(&["plot", "relu"]).env("COLUMNS", "40"), b"");
    assert!(
        narrow
            .answer()
            .lines()
            .all(|line| line.chars().count() <= 40)
    );
    assert!(
        gradus(&["plot", "relu", "--color", "always"])
            .answer()
            .contains("\u{1b}[")
    );
}

#[test]
fn unusual_formulas_are_drawn() {
    for formula in [
        "1/x",
        "ln(x)",
        "floor(x)",
        "tan(x)",
        "sqrt(-1 - x^2)",
        "x^99",
        "inf",
        "sin(1e6*x)",
        "1e300*x",
    ] {
        assert!(
            gradus(&["plot", formula]).answer().lines().count() > 10,
            "{formula}"
        );
    }
    gradus(&["plot", "x", "--from", "-1e300", "--to", "1e300"]).answer();
}

#[test]
fn people_read_this() {
    insta::assert_snapshot!(
        "plot_hardswish",
        gradus(&["plot", "hardswish"]).transcript()
    );
    insta::assert_snapshot!(
        "plot_two",
        gradus(&["plot", "relu", "step", "--from", "-2", "--to", "2"]).transcript()
    );
}

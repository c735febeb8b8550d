use crate::run::{command, folder, gradus, start};

#[test]
fn people_read_this() {
    let relu = gradus(&["accuracy", "relu", "--points", "300"]);
    insta::assert_snapshot!("accuracy_relu", relu.transcript());
}

#[test]
fn the_figures_are_for_programs_too() {
    let run = gradus(&[
        "accuracy", "exp(x)", "--points", "500", "--worst", "2", "--format", "jsonl",
    ]);
    let objects = run.objects();
    assert_eq!((run.code, objects.len()), (Some(0), 3));
    let (figures, worst) = (&objects[0], &objects[1]);
    assert_eq!(figures["formula"], "exp(x)");
    assert_eq!(
        (&figures["precision"], &figures["derivative"]),
        (&"f64".into(), &0.into())
    );
    assert!(
        figures["points"]
            .as_u64()
            .is_some_and(|points| points >= 500)
    );
    assert_eq!(figures["conditioned"]["max"], worst["conditioned"]);
    for name in [
        "undefined",
        "unknown",
        "not_finite",
        "false_zeros",
        "wrong_signs",
    ] {
        assert_eq!(figures[name], 0, "{name}");
    }
    // read from the text, for serde_json may miss the last bit
    let line = run.out.lines().nth(1).unwrap_or_default();
    let x = line.split([':', ',']).nth(1).expect("x comes first");
    let x: f64 = x.parse().expect("a number");
    assert_eq!(worst["bits"], format!("0x{:016x}", x.to_bits()));
    assert!(
        worst["ulp"]
            .as_f64()
            .is_some_and(|error| error > 0.5 && error < 2.0)
    );
}

#[test]
fn numbers_of_f32_are_written_as_such() {
    let run = gradus(&[
        "accuracy",
        "tanh",
        "--precision",
        "f32",
        "--points",
        "200",
        "--format",
        "jsonl",
    ]);
    let worst = &run.objects()[1];
    let text = worst["x"].to_string();
    let x: f32 = text.parse().expect("a number");
    assert_eq!(worst["bits"], format!("0x{:08x}", x.to_bits()));
    assert!(text.len() < 16, "{text}");
}

#[test]
fn an_allowance_that_is_exceeded_is_a_no() {
    let fine = gradus(&[
        "accuracy",
        "swish",
        "--precision",
        "f32-rounded",
        "--points",
        "300",
        "--max",
        "0.51",
    ]);
    assert!(
        fine.answer()
            .contains("kept: conditioned error up to 0.51 ulp")
    );
    let no = gradus(&[
        "accuracy", "exp(x)", "--points", "300", "--max", "0.1", "--format", "jsonl",
    ]);
    assert_eq!(
        (no.code, &no.objects()[0]["kept"]),
        (Some(1), &false.into())
    );
}

#[test]
fn derivatives_are_measured_by_any_name() {
    let run = gradus(&[
        "accuracy",
        "elu",
        "--derivative",
        "1",
        "--wrt",
        "alpha",
        "--set",
        "alpha=1/2",
        "--points",
        "200",
        "--from",
        "-5",
        "--to",
        "5",
    ]);
    assert!(
        run.answer()
            .starts_with("the derivative of elu by alpha, f64 from -5 to 5\n")
    );
    let kink = |side| {
        let run = gradus(&[
            "accuracy",
            "relu",
            "--derivative",
            "1",
            "--kink",
            side,
            "--points",
            "100",
        ]);
        run.answer().contains("greatest")
    };
    assert!(kink("right") && kink("mid"));
}

#[test]
fn a_thinned_sweep_runs_in_f32() {
    for precision in ["f32", "f32-rounded"] {
        let run = gradus(&[
            "accuracy",
            "x^2",
            "--precision",
            precision,
            "--exhaustive",
            "--stride",
            "1000003",
            "--format",
            "jsonl",
        ]);
        let figures = &run.objects()[0];
        assert_eq!(figures["points"], 4278);
        assert_eq!(figures["undefined"], 0);
        assert!(
            figures["ulp"]["max"]
                .as_f64()
                .is_some_and(|error| error <= 0.5)
        );
    }
}

#[test]
fn pictures_are_written() {
    for (file, beginning) in [("error.svg", &b"<svg "[..]), ("error.png", b"\x89PNG")] {
        let run = gradus(&["accuracy", "swish", "--points", "300", "-o", file]);
        assert!(!run.answer().contains("│"));
        let picture = std::fs::read(folder().join(file)).expect("it was written");
        assert!(picture.starts_with(beginning));
    }
    let picture = std::fs::read_to_string(folder().join("error.svg")).expect("it was written");
    for words in [
        ">Error of swish in f64<",
        ">0.5<",
        ">−1<",
        ">1e300<",
        "The greatest error is",
    ] {
        assert!(picture.contains(words), "{words}");
    }
}

#[test]
fn the_terminal_is_respected() {
    let ascii = start(
        command(&["accuracy", "swish", "--points", "200"]).env("LC_ALL", "C"),
        b"",
    );
    let picture = ascii
        .answer()
        .split("Error of")
        .nth(1)
        .expect("there is a picture");
    assert!(picture.is_ascii(), "{picture}");
    let coloured = gradus(&["accuracy", "swish", "--points", "200", "--color", "always"]);
    assert!(coloured.answer().contains("\u{1b}["));
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let refused = |arguments: &[&str], words: &str| {
        let run = gradus(&[&["accuracy"], arguments].concat());
        assert!(run.refusal().contains(words), "{run:?}");
    };
    refused(&["x", "--exhaustive"], "add --precision f32");
    refused(&["softmax"], "acts on whole vectors");
    refused(&["glu"], "measured over one input");
    refused(&["x", "--from", "1", "--to", "0"], "must be less than");
    refused(
        &["x", "--derivative", "1", "--wrt", "y"],
        "no input or parameter",
    );
    refused(&["x", "-o", "error.gif"], ".svg or .png");
    assert_eq!(gradus(&["accuracy", "x", "--from", "1"]).code, Some(2));
    assert_eq!(gradus(&["accuracy", "x", "--points", "0"]).code, Some(2));
    assert_eq!(gradus(&["accuracy", "x", "--stride", "3"]).code, Some(2));
}

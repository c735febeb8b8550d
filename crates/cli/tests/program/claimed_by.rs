use std::process::Command;

use crate::run::{Run, file, folder, gradus};

fn check(formula: &str, command: &str, more: &[&str]) -> Run {
    let usual = [
        "check",
        formula,
        "--format",
        "jsonl",
        "--points",
        "600",
        "--claimed-by",
        command,
    ];
    gradus(&[&usual, more].concat())
}

/// The path of a compiled program; `None` without a compiler.
fn compiled(name: &str, source: &str) -> Option<String> {
    let (path, text) = (folder().join(name), file(&format!("{name}.c"), source));
    let status = Command::new("cc")
        .args(["-O2", "-o"])
        .args([&path, &text])
        .args(["-lm"])
        .status();
    match status {
        Ok(status) => {
            assert!(status.success(), "{name} does not compile");
            Some(format!("./{name}"))
        }
        Err(error) => {
            println!("skipped: no C compiler ({error})");
            None
        }
    }
}

fn c_program(name: &str, kind: &str, format: &str, body: &str) -> Option<String> {
    let source = format!(
        "#include <math.h>\n#include <stdio.h>\n\
         int main(void) {{\n  {kind} x;\n  double read;\n\
           while (scanf(\"%lf\", &read) == 1) {{ x = read; printf(\"{format}\\n\", (double)({body})); }}\n\
           return 0;\n}}\n"
    );
    compiled(name, &source)
}

#[test]
fn a_program_in_c_is_judged() {
    #[rustfmt::skip]
    let rows = [
        ("c_right", "double", "%.17g", "1/(1+exp(-x)) * (1/(1+exp(x)))", "sigmoid", 0, "f64"),
        ("c_naive", "double", "%.17g", "1/(1+exp(-x)) * (1 - 1/(1+exp(-x)))", "sigmoid", 0, "f64"),
        ("c_single", "float", "%.9g", "1/(1+expf(-x)) * (1/(1+expf(x)))", "sigmoid", 0, "f32"),
        ("c_tail", "double", "%.17g", "x > 20 ? 0.999 : 1/(1+exp(-x))", "softplus", 1, "f64"),
        ("c_nan", "double", "%.17g", "(1 + exp(-x) + x*exp(-x))/((1 + exp(-x))*(1 + exp(-x)))", "swish", 1, "f64"),
        ("c_relu", "float", "%.9g", "x > 0", "relu", 0, "f64"),
    ];
    for (name, kind, format, body, formula, code, precision) in rows {
        let Some(command) = c_program(name, kind, format, body) else {
            return;
        };
        let run = check(formula, &command, &[]);
        assert_eq!(run.code, Some(code), "{name}: {run:?}");
        let object = run.object();
        assert_eq!(object["precision"], precision, "{name}: {object}");
        assert!(object["points"].as_u64() > Some(500), "{name}: {object}");
        assert_ne!(object["verdict"], "equal");
        if name == "c_nan" {
            assert_eq!(object["witness"]["claimed"], "nan");
        }
        if name == "c_tail" {
            assert!(object["witness"]["x"].as_f64() > Some(20.0), "{object}");
        }
    }
}

#[test]
fn a_script_in_python_is_judged() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no python3");
        return;
    }
    file(
        "grad.py",
        "import math, sys\n\
         wrong = len(sys.argv) > 1\n\
         for line in sys.stdin:\n\
         \x20   x, alpha = map(float, line.split())\n\
         \x20   print(1.0 if x > 0 else (x if wrong else alpha*math.exp(x)), flush=True)\n",
    );
    let set = ["--set", "alpha=0.5"];
    let right = check("elu", "python3 grad.py", &set);
    assert_eq!(right.code, Some(0), "{right:?}");
    let wrong = check("elu", "python3 grad.py wrong", &set);
    assert_eq!(wrong.code, Some(1), "{wrong:?}");
    assert!(wrong.object()["witness"]["x"].as_f64() <= Some(0.0));
}

#[test]
fn several_inputs_and_values_are_asked_for() {
    // $1 and $2 are the inputs in the order of the header
    let awk = "awk '{ printf \"%.17g\\n\", $2 }'";
    let product = ["--wrt", "a"];
    assert_eq!(check("f(a, b) = a*b", awk, &product).code, Some(0));
    assert_eq!(check("f(a, b) = a*b", awk, &["--wrt", "b"]).code, Some(1));
    let value = "awk '{ printf \"%.17g\\n\", $1 > 0 ? $1 : 0 }'";
    assert_eq!(check("relu", value, &["--value"]).code, Some(0));
}

#[test]
fn programs_that_fail_are_told_why() {
    #[rustfmt::skip]
    let rows: [(&str, &[&str], &[&str]); 8] = [
        ("head -n 3", &[], &["expected", "numbers", "only 3"]),
        ("yes 1", &[], &["found more"]),
        ("cat >/dev/null; echo broken >&2; exit 7", &[], &["failed", "7", "| broken"]),
        ("sed 's/.*/zero/'", &[], &["line 1 of its output is no number: `zero`"]),
        ("./no_such_program", &[], &["failed", "no_such_program"]),
        ("sleep 100", &["--timeout", "0.3"], &["no end after 0.3 seconds"]),
        ("cat", &["--from", "2", "--to", "1"], &["no point"]),
        ("true", &[], &["only 0"]),
    ];
    for (command, more, parts) in rows {
        let start = std::time::Instant::now();
        let run = check("sigmoid", command, more);
        let message = run.refusal();
        for part in parts {
            assert!(message.contains(part), "{command}: {message}");
        }
        assert!(start.elapsed().as_secs() < 60, "{command}");
    }
    let both = gradus(&["check", "sigmoid", "x", "--claimed-by", "cat"]);
    assert!(both.refusal().contains("cannot be used with"));
}

#[test]
fn a_program_may_read_all_before_it_answers() {
    // more than a pipe holds, both ways
    let run = check(
        "x",
        "sed 's/.*/1.000000000000000000000000000000000000000000000000/' | sort",
        &["--points", "9000"],
    );
    assert_eq!(run.code, Some(0), "{run:?}");
}

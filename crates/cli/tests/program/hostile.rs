//! Texts that nobody writes in good faith: each has an answer or a clear error, soon.

use std::time::{Duration, Instant};

use crate::run::{Run, gradus_with_input};

/// Far more than any of them takes, on a slow machine without optimisation.
const PATIENCE: Duration = Duration::from_secs(10);

#[track_caller]
fn soon(arguments: &[&str], input: &[u8]) -> Run {
    let start = Instant::now();
    let run = gradus_with_input(arguments, input);
    let beginning = String::from_utf8_lossy(&input[..input.len().min(60)]);
    assert!(
        start.elapsed() < PATIENCE,
        "{arguments:?} took {:?}: {beginning}",
        start.elapsed()
    );
    assert!(
        matches!(run.code, Some(0..=3)),
        "{arguments:?} {:?}: {beginning}: {}",
        run.code,
        run.err
    );
    if run.code == Some(2) {
        assert!(
            run.err.starts_with("error: ") && run.err.len() < 2000,
            "{}",
            run.err
        );
    }
    run
}

#[track_caller]
fn refused(input: impl AsRef<[u8]>, message: &str) {
    for command in [
        &["derive", "-"][..],
        &["eval", "-", "--at", "1"],
        &["check", "-", "x"],
        &["plot", "-"],
    ] {
        let run = soon(command, input.as_ref());
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.err.contains(message), "{}", run.err);
    }
}

#[track_caller]
fn answered(input: &str, derivative: &str) {
    let run = soon(&["derive", "-"], input.as_bytes());
    assert_eq!(run.answer().lines().next(), Some(derivative));
    soon(
        &["eval", "-", "--at", "0,1,1e300,inf", "--derivative", "1"],
        input.as_bytes(),
    )
    .answer();
    soon(&["check", "-", "x"], input.as_bytes());
}

#[test]
fn deep_nesting() {
    refused(
        "(".repeat(10_000) + "x" + &")".repeat(10_000),
        "nested deeper",
    );
    refused("-".repeat(10_000) + "x", "nested deeper");
    refused("x^".repeat(10_000) + "x", "nested deeper");
    refused(
        "sin(".repeat(10_000) + "x" + &")".repeat(10_000),
        "nested deeper",
    );
    refused("if(x > 0, ".repeat(10_000), "nested deeper");
    refused("not ".repeat(10_000), "nested deeper");
}

#[test]
fn nesting_within_the_limits() {
    answered(&("abs(".repeat(250) + "x" + &")".repeat(250)), "sign(x)");
    answered(
        &("max(x, ".repeat(200) + "1" + &")".repeat(200)),
        "if(x > 1, 1, 0)",
    );
    let sines = "sin(".repeat(200) + "x" + &")".repeat(200);
    soon(
        &["eval", "-", "--at", "1", "--derivative", "1"],
        sines.as_bytes(),
    )
    .answer();
}

#[test]
fn many_terms() {
    answered(&vec!["x"; 100_000].join("+"), "100000");
    let sines: Vec<String> = (1..3000).map(|k| format!("sin({k}*x)")).collect();
    soon(&["derive", "-"], sines.join(" + ").as_bytes()).answer();
    let factors: Vec<String> = (1..100).map(|k| format!("(x + {k})")).collect();
    soon(&["derive", "-"], factors.join("*").as_bytes());
}

#[test]
fn definitions_that_double() {
    let doubled = (0..40).map(|k| format!("a{}(x) = a{k}(x)*a{k}(x) + a{k}(x)\n", k + 1));
    let lines: Vec<String> = std::iter::once("a0(x) = x*x + x\n".to_owned())
        .chain(doubled)
        .collect();
    let text = lines.concat() + "a40(x)";
    let run = soon(
        &[
            "eval",
            "-",
            "--at",
            "0,-1/2",
            "--derivative",
            "1",
            "--format",
            "jsonl",
        ],
        text.as_bytes(),
    );
    assert_eq!(
        run.answer().lines().next(),
        Some("{\"x\":0.0,\"f\":0.0,\"d1\":1.0}")
    );
    let written = soon(&["derive", "-"], text.as_bytes());
    assert!(written.refusal().contains("written out"));
}

#[test]
fn a_thousand_parameters() {
    let parameters: Vec<String> = (0..1000).map(|k| format!("p{k} = {k}")).collect();
    let terms: Vec<String> = (0..1000).map(|k| format!("p{k}*x")).collect();
    let formula = format!("f(x; {}) = {}", parameters.join(", "), terms.join(" + "));
    let run = soon(
        &[
            "eval",
            "-",
            "--at",
            "1",
            "--derivative",
            "1",
            "--wrt",
            "p7",
            "--format",
            "jsonl",
        ],
        formula.as_bytes(),
    );
    assert_eq!(run.answer(), "{\"x\":1.0,\"f\":499500.0,\"d1\":1.0}\n");
    soon(&["plot", "-"], formula.as_bytes()).answer();
}

#[test]
fn large_numbers() {
    refused("1e999999999", "too large");
    refused("1e-999999999", "too small");
    refused("9".repeat(1_000_000), "bits");
    refused("2^2^2^2^2^2", "bits");
    refused("(2/3)^100000*x", "bits");
    answered("x^(10^9)", "1000000000*x^999999999");
    answered("(1 + x)^1000000000", "1000000000*(x + 1)^999999999");
    answered("x^1000000000*x", "1000000001*x^1000000000");
}

#[test]
fn what_is_no_formula() {
    refused("", "expected a formula, found nothing");
    refused(" \n# nothing\n", "expected a formula, found nothing");
    refused(b"x + \xff\xfe", "not UTF-8");
    refused("x\0+1", "unexpected character");
    let garbage: Vec<u8> = (0..1u32 << 20)
        .map(|k| (k.wrapping_mul(7919) % 95) as u8 + 32)
        .collect();
    refused(garbage, "error: ");
    refused("x + ".repeat(2 << 20), "bytes, more than");
}

#[test]
fn names_that_clash() {
    refused("f(x, x) = x", "`x` is given twice");
    refused("f(x; a = 1, a = 2) = x", "`a` is given twice");
    refused("f(x; x = 1) = x", "`x` is given twice");
    refused("f(x) = x; f(x) = 2*x; f(x)", "`f` is given twice");
    refused("if(x) = x", "");
    refused("f(if) = if", "`if` is a word of the language");
    refused("f(x) = f(x)", "`f` calls itself");
    refused("f(x) = g(x); g(x) = f(x)", "`g` is defined later");
    refused("f(x; a = b, b = 1) = a*x", "`a` is not constant");
}

#[test]
fn numbers_on_the_command_line() {
    let parentheses = "(".repeat(100_000);
    for number in [
        "1e999999999",
        "2^2^2^2^2^2",
        "x",
        "",
        "1/",
        "0x",
        "@file",
        &parentheses,
    ] {
        let run = soon(&["eval", "x", "--at", number], b"");
        assert!(matches!(run.code, Some(0 | 2)), "{run:?}");
    }
    for number in ["1e999999999", "nan", "1/0"] {
        let set = format!("alpha={number}");
        assert_eq!(
            soon(&["eval", "elu", "--at", "1", "--set", &set], b"").code,
            Some(2),
            "{number}"
        );
    }
}

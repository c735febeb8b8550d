//! Texts made to break a parser: they end in an error or a right answer, soon, and on a small stack.

use std::fmt::Write;
use std::time::{Duration, Instant};

use gradus_syntax::{Limits, Names, NoNames, ParseErrorKind, Style, Tree, parse};

fn read(text: &str) -> Result<String, ParseErrorKind> {
    let result = parse(text, &NoNames, &Limits::default());
    match result {
        Ok(definition) => Ok(definition.to_string()),
        Err(error) => {
            assert!(
                error.to_string().len() < 2000,
                "an error message has bounds"
            );
            Err(error.kind().clone())
        }
    }
}

#[test]
fn deep_nesting_is_an_error() {
    const DEEP: usize = 10_000;
    let texts = [
        "(".repeat(DEEP) + "x" + &")".repeat(DEEP),
        "(".repeat(DEEP),
        "-".repeat(DEEP) + "x",
        "+".repeat(DEEP) + "x",
        "√".repeat(DEEP) + "x",
        "not ".repeat(DEEP) + "x > 0",
        "2^".repeat(DEEP) + "x",
        "2^-".repeat(DEEP) + "x",
        "x - (".repeat(DEEP) + "x" + &")".repeat(DEEP),
        "exp(".repeat(DEEP) + "x" + &")".repeat(DEEP),
        "if(x > 0, x, ".repeat(DEEP) + "x" + &")".repeat(DEEP),
        "piecewise((x, x > 0), ".repeat(DEEP) + "x" + &")".repeat(DEEP),
        "piecewise((".repeat(DEEP) + "x",
    ];
    for text in texts {
        let shown: String = text.chars().take(20).collect();
        assert_eq!(
            read(&text),
            Err(ParseErrorKind::TooDeep { limit: 256 }),
            "{shown}"
        );
    }
}

#[test]
fn nesting_within_the_limit_reads_back() {
    for (open, close) in [
        ("(x + ", ")*2"),
        ("-", ""),
        ("2^", ""),
        ("exp(", ")"),
        ("if(x > 0, 1, ", ")"),
        ("2^-", ""),
    ] {
        let times = if open == "2^-" { 128 } else { 256 };
        let text = open.repeat(times) + "x" + &close.repeat(times);
        let printed = read(&text).unwrap();
        assert_eq!(read(&printed), Ok(printed));
    }
}

#[test]
fn long_flat_texts_are_read_fast() {
    let started = Instant::now();
    let limits = Limits::default();
    for unit in [
        "x+",
        "x-",
        "x*",
        "x/",
        "x<",
        "x > 0 and ",
        "x > 0 or ",
        "2*x^2 + ",
        "exp(-x) - ",
    ] {
        let text = unit.repeat(100_000) + "x";
        match parse(&text, &NoNames, &limits) {
            Ok(definition) => {
                for style in [Style::Infix, Style::Latex, Style::Python] {
                    assert!(definition.display(style).to_string().len() >= 100_000);
                }
                assert_eq!(
                    parse(&definition.to_string(), &NoNames, &limits),
                    Ok(definition)
                );
            }
            Err(error) => assert!(
                matches!(
                    error.kind(),
                    ParseErrorKind::ExpectedValue { .. } | ParseErrorKind::ExpectedCondition { .. }
                ),
                "{error}"
            ),
        }
    }
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_megabyte_of_garbage_is_refused_fast() {
    let started = Instant::now();
    let units = [
        "x ", ")", "]", ",", "1,", "f(x) = ", "\n", ";", "if ", "x(", "|", "2x", "\u{202e}", "é",
        "変", "..", "²", "a = ", "#", "'", "x;", "x\n)", "f(", "f(x)=x;", "=", "->",
    ];
    for unit in units {
        let text = unit.repeat((1 << 20) / unit.len());
        assert!(read(&text).is_err(), "{unit}");
    }
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn long_names_and_numbers_are_read_or_refused() {
    let name = "a".repeat(1 << 20);
    assert!(matches!(
        read(&name),
        Err(ParseErrorKind::UnknownName { .. })
    ));
    assert!(matches!(
        read(&format!("{name}(x)")),
        Err(ParseErrorKind::UnknownFunction { .. })
    ));
    assert_eq!(read(&format!("2*{name}")), Ok(format!("2*{name}")));
    assert_eq!(
        read(&"1".repeat(1 << 20)),
        Err(ParseErrorKind::NumberTooLong { limit: 1 << 16 })
    );
    assert_eq!(
        read(&format!("0.{}1", "0".repeat(1 << 20))),
        Err(ParseErrorKind::NumberTooLong { limit: 1 << 16 })
    );
    assert_eq!(
        read(&format!("x{}", "²".repeat(100_000))),
        Err(ParseErrorKind::NumberTooLong { limit: 1 << 16 })
    );
}

#[test]
fn a_thousand_parameters_are_fine() {
    let mut header = String::from("p0 = 0");
    let mut body = String::from("x");
    let mut given = String::from("p0 = 1");
    for index in 1..1000 {
        write!(header, ", p{index} = {index}").unwrap();
        write!(body, " + p{index}*x").unwrap();
        write!(given, ", p{index} = x").unwrap();
    }
    let text = format!("f(x; {header}) = {body}");
    assert_eq!(read(&text), Ok(text.clone()));
    assert_eq!(
        read(&format!("{text}; f(x; {given})")),
        Ok(format!("f(x; {given})"))
    );
}

#[test]
fn definitions_that_double_are_cheap() {
    let mut text = String::from("f0(x) = x + 1");
    for level in 1..=200 {
        write!(
            text,
            "\nf{level}(x) = f{}(x)*f{}(2*x)",
            level - 1,
            level - 1
        )
        .unwrap();
    }
    text.push_str("\ng(v[]) = f200(v) + v");
    let definition = parse(&text, &NoNames, &Limits::default()).unwrap();
    let printed = definition.to_source(Style::Infix, &NoNames);
    assert_eq!(printed, text);
    assert_eq!(
        parse(&printed, &NoNames, &Limits::default()),
        Ok(definition.clone())
    );
    assert!(format!("{definition:?}").len() < 10_000);
    assert!(
        definition
            .to_source(Style::Python, &NoNames)
            .lines()
            .count()
            < 1000
    );
}

#[test]
fn the_deepest_chain_of_definitions_is_checked_on_a_small_stack() {
    let mut text = String::from("f0(x) = x + 1");
    for level in 1..=255 {
        write!(text, "\nf{level}(x) = f{}(x)", level - 1).unwrap();
    }
    assert_eq!(
        read(&format!("{text}\ng(v[]) = f255(v)")),
        Ok("g(v[]) = f255(v)".to_owned())
    );
    let deeper = format!("{text}\nf256(x) = f255(x)\nf257(x) = f256(x)");
    assert_eq!(read(&deeper), Err(ParseErrorKind::TooDeep { limit: 256 }));
}

#[test]
fn shapes_that_multiply_are_cheap() {
    let started = Instant::now();
    let mut lengths = String::from("f0(x[]) = x");
    for level in 1..=100 {
        let inner = level - 1;
        write!(
            lengths,
            "\nf{level}(x[]) = sum(f{inner}(concat(x, 1))) + sum(f{inner}(concat(x, x)))*x"
        )
        .unwrap();
    }
    assert!(read(&lengths).is_ok());
    let inputs: Vec<String> = (0..60).map(|input| format!("a{input}")).collect();
    let mut patterns = format!("f0({0}) = {1}", inputs.join(", "), inputs.join(" + "));
    for level in 1..=60 {
        let mut fewer = inputs.clone();
        fewer[level - 1] = "1".to_owned();
        let (inner, all) = (level - 1, inputs.join(", "));
        write!(
            patterns,
            "\nf{level}({all}) = f{inner}({all}) + f{inner}({})",
            fewer.join(", ")
        )
        .unwrap();
    }
    write!(patterns, "\ng(x[]) = f60({})", vec!["x"; 60].join(", ")).unwrap();
    assert!(read(&patterns).is_ok());
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn many_calls_of_a_large_definition_are_cheap() {
    let started = Instant::now();
    let mut text = String::from("f(x) = x") + &"+x".repeat(100_000);
    for index in 0..20_000 {
        write!(text, "\ng{index}(x[]) = f(x)").unwrap();
    }
    assert_eq!(read(&text), Ok("g19999(x[]) = f(x)".to_owned()));
    assert!(
        started.elapsed() < Duration::from_secs(20),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn chained_comparisons_do_not_double_in_python() {
    let depth = 100;
    let text = "if(0 < 2*".repeat(depth) + "x" + &" < 3, 1, 0)".repeat(depth);
    let definition = parse(&text, &NoNames, &Limits::default()).unwrap();
    assert!(definition.display(Style::Python).to_string().len() < 100 * text.len());
}

#[test]
fn texts_beyond_the_limit_are_refused_unread() {
    let mut limits = Limits::untrusted();
    limits.bytes = 10;
    let error = parse("x + x + x + x", &NoNames, &limits).unwrap_err();
    assert_eq!(
        error.kind(),
        &ParseErrorKind::TooLong {
            found: 13,
            limit: 10
        }
    );
}

#[test]
fn an_empty_tree_is_no_definition() {
    let definition = gradus_syntax::Definition {
        name: None,
        inputs: Vec::new(),
        parameters: Vec::new(),
        body: Tree::new(),
    };
    assert_eq!(definition.shape(), Err(ParseErrorKind::Empty));
    assert!(NoNames.known().is_empty());
}

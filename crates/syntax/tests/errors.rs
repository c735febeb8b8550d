//! Every error message, as it is shown.

use std::collections::BTreeSet;
use std::fmt::Write;

use gradus_syntax::{Limits, NoNames, ParseError, parse, parse_as, parse_definitions};

/// Texts with something wrong, by what is wrong.
const WRONG: &[(&str, &[&str])] = &[
    ("empty", &["", "  \n # only a comment\n", ";;\n;"]),
    (
        "characters",
        &[
            "x + $",
            "\"x\"",
            "{x}",
            "x\u{202e} + 1",
            "x\u{7} + 1",
            "xⁿ",
            "½*x",
            "5!",
            "!x",
            "!(x > 0)",
        ],
    ),
    (
        "operators of other languages",
        &[
            "if(x > 0 && x < 1, x, 0)",
            "if(x > 0 || x < -1, x, 0)",
            "if(x > 0 & x < 1, x, 0)",
            "if(~(x > 0), x, 0)",
            "x % 2",
            "x // 2",
            "x => 0",
            "if(x => 0, 1, 2)",
            "(a, b) => a*b",
            "lambda x: x**2",
            "lambda a, b: a*b",
            "x =< 0",
            "x <> 0",
            "x === 0",
            "f(x) := x",
            "x > 0 ? x : 0",
            "x – 1",
            "∛x",
            "np.exp(x)",
        ],
    ),
    ("bars", &["|x|", "1/(1 + |x|)", "||x||", "|"]),
    (
        "numbers",
        &[
            "1.2.3*x",
            "1..2",
            "1_000*x",
            "1_0.5.5",
            "1e+",
            "2*(1E- )",
            "1e+x",
            "1 000*x",
            "12 000 000",
            "1e5001",
            "1e-5001",
            "1e999999999999999999999",
            "1e-99999999999999999999",
        ],
    ),
    ("decimal comma", &["1,5*x", "2*(1,5)", "x, 1", "(x, 1)"]),
    (
        "parentheses",
        &[
            "(x + 1",
            "x + 1)",
            "x/(1 + exp(-x)",
            "f(x = x",
            "()",
            "2*()",
            "exp(x))",
            "(x + 1]",
            "[x + 1]",
        ],
    ),
    (
        "missing values",
        &[
            "x +", "* x", "x * / 2", "max(1, )", "max(, 1)", "x^", "x^²", "-", "not", "√", "= 2",
        ],
    ),
    (
        "implicit multiplication",
        &[
            "2x",
            "2(x + 1)",
            "(x + 1)(x - 1)",
            "x y",
            "2 sin(x)",
            "x 2",
            "2 3",
            "x²y",
            "x√2",
            "1.5e3x",
            "x² ³",
            "(x)2",
            "exp(x) x",
            "x(1 - x)",
            "pi(x)",
            "f(x; a = 1) = a(x)",
            "t*(1 - t(2))",
        ],
    ),
    (
        "functions that are not called",
        &[
            "tanh + 1",
            "sin x",
            "sin 2*x",
            "max 0 x",
            "clamp x 0 1",
            "sin^2(x)",
            "sin²(x)",
            "sin^-1(x)",
            "sin⁻¹ x",
            "exp^x(x)",
            "x*sigmoid",
            "gate(x) = x; gate + 1",
            "f(x; a = tanh) = a*x",
        ],
    ),
    (
        "unknown names",
        &[
            "siwsh(x)",
            "sigmiod(x)",
            "Tanh(x)",
            "LogSumExp(x)",
            "q(x)",
            "qqqqqq(x)",
            "sigmod",
            "qqqqqq",
            "x_1",
            "f(x; slope = 1) = slop*x",
            "f(x) = beta*x",
            "(x, y) -> x*z",
            "gate(x) = x; gaet(x)",
            "1 + _",
            "pow(x, 2)",
            "pow(x + 1, exp(2))",
            "pow(x)",
            "log(x, 2)",
            "ехр(x)",
            "f(x) = х^2",
            "tаnh",
        ],
    ),
    (
        "several names",
        &[
            "x*sigmoid(beta*x)",
            "х + x",
            "a*b",
            "c*x + d*y",
            "α*x",
            "x +\n  siwsh",
        ],
    ),
    (
        "equals signs",
        &[
            "if(x = 0, 1, 2)",
            "x + 1 = 2",
            "f = x^2",
            "x = 3",
            "f =",
            "f(x) = y = 2",
            "x == = 2",
        ],
    ),
    (
        "words of the language",
        &[
            "if > 0",
            "x if x > 0 else 0",
            "if(x) = x",
            "not(x) = x",
            "f(if) = 2",
            "f(x; and = 1) = x",
            "piecewise",
            "if = 2",
        ],
    ),
    (
        "headers",
        &[
            "f(x) =",
            "f() = 2",
            "f(; a = 1) = a",
            "f(x, x) = x",
            "f(x; x = 1) = x",
            "f(x; a = 1, a = 2) = a*x",
            "f(x; a) = a*x",
            "f(x; a =) = a*x",
            "f(x; ) = x",
            "f(x, ) = x",
            "f(x, a = 1) = a*x",
            "f(2) = x",
            "f(x + 1) = x",
            "f(x[2]) = x",
            "f(x; 2 = 1) = x",
            "f(x; a = x) = a",
            "f(x; a = 1, b = a) = a*x",
            "f(x; a = concat(1, 2)) = a*x",
            "f(x; a = 1 > 0) = a*x",
            "f(x; a = 1; b = 2) = x",
            "f(∞) = 2",
            "f(x) = x; f(y) = y",
            "x + 1; x",
            "x -> x; x",
        ],
    ),
    (
        "calls of oneself and of later ones",
        &[
            "f(x) = f(x - 1)",
            "f(x) = g(x); g(x) = f(x)",
            "f(x) = g(x)\ng(x) = x\nf(x)",
        ],
    ),
    (
        "arguments",
        &[
            "tanh(x, 2)",
            "tanh()",
            "max()",
            "clamp(x, 1)",
            "atan2(x)",
            "if(x > 0, x)",
            "if()",
            "leaky(x; slope = 0.01) = max(x, slope*x); leaky(x, 0.2)",
            "f(x; a = 1, b = 2) = a*x + b; f(x, 3, x + 1)",
            "f(a, b) = a*b; f(x)",
            "f(a, b) = a*b; f(1, 2, 3)",
            "f(x; a = 1) = a*x; f(x, a = 3)",
            "f(x; a = 1) = a*x; f(x; b = 3)",
            "f(x; a = 1, b = 1) = a*x; f(x; c = 3)",
            "f(x) = x; f(x; c = 3)",
            "f(x; a = 1) = a*x; f(x; a = 3, a = 4)",
            "f(x; a = 1) = a*x; f(x; 3)",
            "f(x; a = 1) = a*x; f(x; a)",
            "f(x; a = 1) = a*x; f(x;)",
            "f(x; a = 1) = a*x; f(x; a = 1; a = 2)",
            "tanh(x; a = 1)",
            "if(x > 0; x, 0)",
        ],
    ),
    (
        "piecewise",
        &[
            "piecewise((x, x < 0))",
            "piecewise(x)",
            "piecewise(x, 2)",
            "piecewise((x, x < 0, 1), 2)",
            "piecewise((x, x < 0) + 1, 2)",
            "piecewise((x), 2)",
            "piecewise()",
            "piecewise((1, x), 2)",
        ],
    ),
    ("roots", &["√x^2", "√x²", "√(x + 1)^2"]),
    (
        "conditions and values",
        &[
            "x > 0",
            "-1 <= x < 1",
            "if(x, 1, 2)",
            "1 + (x > 0)",
            "not x",
            "(x > 0) < 1",
            "if(x > 0, x > 1, 2)",
            "exp(x > 0)",
            "x > 0 and x",
        ],
    ),
    (
        "vectors",
        &[
            "sum(x)",
            "max(x)",
            "f(x) = x/norm(2*x)",
            "f(x[]) = sum(sum(x))",
            "f(x[]) = sum(x[])",
            "x[1]",
            "f(x[]) = concat(x, x) + x",
            "f(x[]) = if(x > 0, concat(x, 1), x)",
            "softmax(x[]) = exp(x)/sum(exp(x)); softmax(x)",
            "pair(a[], b[]) = a*b; f(x[]) = pair(x, concat(x, 0))",
            "pair(a[], b[]) = a*sum(b); f(x[]) = pair(x, 2)",
            "mixed(a, b) = sum(concat(a, b)); f(x[]) = mixed(x, 1)",
            "scaled(x[]; k = 1) = k*x/sum(x); f(x[]) = scaled(x; k = x)",
        ],
    ),
    (
        "place",
        &[
            "f(x) = 1 +\n  2*siwsh(x)",
            "\t2x",
            "α*β*ψ(1) + 2x",
            "変数*2x",
            "x + 1\n\n) \n",
        ],
    ),
];

fn shown(text: &str, error: &ParseError) -> String {
    let quoted = text
        .escape_debug()
        .to_string()
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\'", "'");
    format!("{quoted}\n{error}\n")
}

#[test]
fn every_error_says_what_is_wrong_and_where() {
    let mut shown_all = String::new();
    for (what, texts) in WRONG {
        writeln!(shown_all, "# {what}\n").unwrap();
        for text in *texts {
            let Err(error) = parse(text, &NoNames, &Limits::default()) else {
                panic!("{text} is read")
            };
            writeln!(shown_all, "{}", shown(text, &error)).unwrap();
        }
    }
    insta::assert_snapshot!(shown_all);
}

#[test]
fn errors_about_limits() {
    let mut limits = Limits::untrusted();
    limits.bytes = 200;
    limits.nodes = 20;
    limits.nesting = 8;
    let long = "x + ".repeat(60) + "x";
    let many = "x+".repeat(15) + "x";
    let deep = "(".repeat(9) + "x" + &")".repeat(9);
    let mut chain = String::from("f0(x) = x");
    for level in 1..10 {
        write!(chain, "\nf{level}(x) = f{}(x)", level - 1).unwrap();
    }
    let digits = "1".repeat(150);
    let wrong = [
        long,
        many,
        deep,
        "-".repeat(9) + "x",
        "2^".repeat(9) + "x",
        chain,
    ];
    let mut shown_all = String::new();
    for text in &wrong {
        let error = parse(text, &NoNames, &limits).unwrap_err();
        writeln!(shown_all, "{}", shown(text, &error)).unwrap();
    }
    limits.constant_bits = 256;
    for text in [digits, "1e-100".to_owned(), "1e100".to_owned()] {
        let error = parse(&text, &NoNames, &limits).unwrap_err();
        writeln!(shown_all, "{}", shown(&text, &error)).unwrap();
    }
    insta::assert_snapshot!(shown_all);
}

#[test]
fn errors_about_claims_and_definitions() {
    let limits = Limits::default();
    let header = parse("glu(a, b; k = 1) = a*sigmoid(k*b)", &NoNames, &limits).unwrap();
    let mut shown_all = String::new();
    for text in ["sigmoid(x)", "d(a) = 1", "sigmoid", "K*a", "k*b; 2", "a(b)"] {
        let error = parse_as(text, &header, &NoNames, &limits).unwrap_err();
        writeln!(shown_all, "{}", shown(text, &error)).unwrap();
    }
    for text in [
        "x + 1",
        "f(x) = x; f(x) + 1",
        "x -> x",
        "",
        "f(x) = x\nf(x) = x",
    ] {
        let error = parse_definitions(text, &NoNames, &limits).unwrap_err();
        writeln!(shown_all, "{}", shown(text, &error)).unwrap();
    }
    insta::assert_snapshot!(shown_all);
}

#[test]
fn the_place_of_an_error_lies_within_the_text() {
    for text in WRONG.iter().flat_map(|(_, texts)| *texts) {
        let error = parse(text, &NoNames, &Limits::default()).unwrap_err();
        let span = error.span();
        assert!(
            span.start <= span.end && span.end as usize <= text.len(),
            "{text}"
        );
        assert!(
            error
                .source_text()
                .get(span.start as usize..span.end as usize)
                .is_some(),
            "{text}"
        );
    }
}

#[test]
fn long_lines_are_clipped_around_the_place() {
    let text = format!(
        "{} + 2y + {}",
        "x*".repeat(200) + "x",
        "x*".repeat(200) + "x"
    );
    let error = parse(&text, &NoNames, &Limits::default()).unwrap_err();
    for line in error.to_string().lines() {
        assert!(line.chars().count() < 120, "{line}");
    }
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn messages_are_lower_case_and_without_a_full_stop() {
    let mut messages = BTreeSet::new();
    for text in WRONG.iter().flat_map(|(_, texts)| *texts) {
        messages.insert(
            parse(text, &NoNames, &Limits::default())
                .unwrap_err()
                .kind()
                .to_string(),
        );
    }
    for message in messages {
        assert!(
            !message.starts_with(char::is_uppercase) && !message.ends_with('.'),
            "{message}"
        );
    }
}

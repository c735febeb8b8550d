//! Texts made to hurt: each is a clear error or a right answer, soon and within a small stack.

use std::time::{Duration, Instant};

use gradus::{Error, Formula, Limits, ParseErrorKind, Scope, Style};

/// The longest that reading, differentiating, printing and compiling may take, in an unoptimised build on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);
const STACK: usize = 2 << 20;
const POINTS: [f64; 6] = [0.0, 1.0, -0.7, 2.5, f64::INFINITY, f64::NAN];

/// Runs a task on a small stack and sees to it that it ends soon.
fn soon<T: Send + 'static>(task: impl FnOnce() -> T + Send + 'static) -> T {
    let start = Instant::now();
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(task)
        .expect("a thread starts");
    let result = thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let taken = start.elapsed();
    assert!(taken < LONGEST, "took {taken:?}");
    result
}

/// Reads a text within the usual limits and those for strangers; what is a formula is put to use.
fn read(text: impl Into<String>) -> Result<Formula, Error> {
    let text = text.into();
    soon(move || {
        let stranger = Scope::with_builtins()
            .limits(Limits::untrusted())
            .parse(&text);
        for result in [&stranger, &text.parse()] {
            match result {
                Ok(formula) => use_it(formula),
                Err(error) => is_clear(error),
            }
        }
        text.parse()
    })
}

fn is_clear(error: &Error) {
    let message = error.to_string();
    assert!(
        !message.is_empty() && message.len() < 2000,
        "{} bytes: {message:.300}",
        message.len()
    );
}

fn use_it(formula: &Formula) {
    prints(formula);
    let inputs = formula.inputs().len();
    let kernel = formula.compile::<f64>();
    for x in POINTS {
        let value = kernel.call_n(&vec![x; inputs]);
        assert!(value.is_nan() || !x.is_nan(), "NaN in gives {value}");
    }
    let name = formula.inputs()[0].to_owned();
    if let Ok(slope) = formula.derivative(&name) {
        prints(&slope);
        let slope = slope.compile::<f32>();
        for x in POINTS {
            slope.call_n(&vec![x as f32; inputs]);
        }
    }
}

fn prints(formula: &Formula) {
    for style in [Style::Infix, Style::Latex, Style::Python] {
        assert!(!formula.display(style).is_empty());
    }
}

fn kind(result: Result<Formula, Error>) -> ParseErrorKind {
    match result {
        Err(Error::Parse(error)) => error.kind().clone(),
        other => panic!("expected an error of reading, found {other:.300?}"),
    }
}

fn at(formula: &Formula, x: f64) -> f64 {
    formula.compile::<f64>().call(x)
}

#[test]
fn nesting_is_bounded() {
    let (open, close) = ("(".repeat(10_000), ")".repeat(10_000));
    for text in [
        format!("{open}x{close}"),
        open,
        format!("{}x", "-".repeat(10_000)),
        format!("{}x", "not ".repeat(10_000)),
        format!("x{}", "^x".repeat(10_000)),
        format!("x{}", "^-x".repeat(10_000)),
        format!("{}x{close}", "sin(".repeat(10_000)),
        format!("{}x{}", "if(x > 0, ".repeat(10_000), ", x)".repeat(10_000)),
    ] {
        assert!(matches!(kind(read(text)), ParseErrorKind::TooDeep { .. }));
    }
}

#[test]
fn long_sums_and_products_are_right() {
    let sum = read(format!("x{}", " + x".repeat(99_999))).unwrap();
    assert_eq!(at(&sum, 0.5), 50_000.0);
    assert_eq!(at(&sum.derivative("x").unwrap(), 0.5), 100_000.0);
    let product = read(format!("x{}", "*x".repeat(99_999))).unwrap();
    assert_eq!(at(&product, -1.0), 1.0);
    assert_eq!(at(&product.derivative("x").unwrap(), 1.0), 100_000.0);
    let quotients = read(format!("x{}", "/x".repeat(100_000))).unwrap();
    assert_eq!(at(&quotients, -1.0), -1.0);
}

#[test]
fn long_sums_of_different_terms_are_right() {
    let terms: Vec<String> = (1..=2000).map(|k| format!("sin({k}*x)")).collect();
    let sum = read(terms.join(" + ")).unwrap();
    assert_eq!(at(&sum, 0.0), 0.0);
    assert_eq!(at(&sum.derivative("x").unwrap(), 0.0), 2_001_000.0);
}

#[test]
fn long_products_of_different_factors_are_right() {
    let factors: Vec<String> = (1..=120).map(|k| format!("(1 + x/{k})")).collect();
    let product = read(factors.join("*")).unwrap();
    let value = at(&product, 1.0);
    assert!((value - 121.0).abs() < 1e-10, "{value}");
}

/// Work that doubles with every level, or with every parameter.
#[test]
fn nesting_and_parameters_do_not_multiply() {
    read(format!("{}x{}", "tanh(".repeat(30), ")".repeat(30))).unwrap();
    for function in [
        "tanh", "sigmoid", "softplus", "mish", "silu", "gelu", "atan", "asinh", "erf", "selu",
    ] {
        let text = format!("{}x{}", format!("{function}(").repeat(8), ")".repeat(8));
        read(text).unwrap();
    }
    let sum = |count: usize, term: &dyn Fn(usize) -> String| {
        (1..=count).map(term).collect::<Vec<_>>().join("+")
    };
    let parameters = |count: usize| sum(count, &|k| format!("a{k}={k}")).replace('+', ",");
    for text in [
        format!(
            "f(x; {}) = {}",
            parameters(12),
            sum(12, &|k| format!("sigmoid(a{k}*x)"))
        ),
        format!(
            "f(x; {}) = ln({})",
            parameters(12),
            sum(12, &|k| format!("exp(a{k}*x)"))
        ),
        sum(20, &|k| format!("sqrt(1+(x-{k})^2)")),
        sum(12, &|k| format!("sigmoid(x-{k})")),
        sum(12, &|k| format!("erf(x-{k})")),
        format!("ln({})", sum(40, &|k| format!("exp({k}*x-{})", k * k))),
        sum(200, &|k| format!("(x-{k})")).replace('+', "*"),
    ] {
        read(text).unwrap();
    }
}

#[test]
fn long_chains_of_conditions_are_right() {
    let pieces: Vec<String> = (1..=120).map(|k| format!("({k}*x, x < {k})")).collect();
    let formula = read(format!("piecewise({}, 0)", pieces.join(", "))).unwrap();
    assert_eq!(at(&formula, 2.5), 7.5);
    assert_eq!(at(&formula.derivative("x").unwrap(), 2.5), 3.0);
    assert_eq!(at(&formula, 1000.0), 0.0);
    let greatest: Vec<String> = (1..=80).map(|k| format!("{k}*x - {k}^2")).collect();
    let formula = read(format!("max({})", greatest.join(", "))).unwrap();
    assert_eq!(at(&formula, 20.5), 105.0);
}

#[test]
fn garbage_is_refused() {
    let mut state = 7u32;
    let mut random = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    let characters: String = (0..300_000)
        .map(|_| char::from_u32(random() % 0xd7ff).unwrap())
        .collect();
    is_clear(&read(characters).unwrap_err());
    let ascii: String = (0..1 << 20)
        .map(|_| char::from(32 + (random() % 95) as u8))
        .collect();
    is_clear(&read(ascii).unwrap_err());
    let words = [
        "x", "sin", "(", ")", "+", "if", ",", "1e", ";", "=", "^", "and", "\n",
    ];
    let words: String = (0..200_000)
        .map(|_| words[random() as usize % words.len()])
        .collect();
    is_clear(&read(words).unwrap_err());
    is_clear(&read("x".repeat(1 << 20)).unwrap_err());
    is_clear(&read("1".repeat(1 << 20)).unwrap_err());
    is_clear(&read("f(x) = x;".repeat(50_000)).unwrap_err());
}

#[test]
fn nothing_is_no_formula() {
    for text in [
        "",
        " ",
        "\n\n",
        "\t",
        ";",
        ";;",
        "# nothing",
        "()",
        "\u{feff}",
        "\0",
    ] {
        is_clear(&read(text).unwrap_err());
    }
}

#[test]
fn large_constants_are_refused_or_right() {
    for text in [
        "1e999999999",
        "x*1e999999999",
        "1e-999999999*x",
        "x + 2^2^2^2^2^2",
        "x*10^(10^9)",
        "x + 7^7^7^7",
        "x + 1e99999999999999999999",
    ] {
        is_clear(&read(text).unwrap_err());
    }
    assert_eq!(at(&read("x + 2^2^2^2").unwrap(), 1.0), 65_537.0);
    assert_eq!(at(&read("x*1e400/1e399").unwrap(), 1.0), 10.0);
    assert_eq!(at(&read("x*1e-400").unwrap(), 1.0), 0.0);
    assert_eq!(at(&read("x*1e400").unwrap(), 1.0), f64::INFINITY);
}

#[test]
fn high_powers_are_right() {
    let f = read("x^(10^9)").unwrap();
    let slope = f.derivative("x").unwrap();
    let second = slope.derivative("x").unwrap();
    let near = |value: f64, expected: f64| {
        assert!(
            (value / expected - 1.0).abs() < 1e-6,
            "{value:e} and not {expected:e}"
        );
    };
    // x is exactly 1 + 2^-30
    let x = 1.0 + f64::powi(2.0, -30);
    let power = (1e9 * f64::powi(2.0, -30).ln_1p()).exp();
    near(at(&f, x), power);
    near(at(&slope, x), 1e9 * power / x);
    near(at(&second, x), 1e9 * (1e9 - 1.0) * power / (x * x));
    near(at(&slope, -x), -1e9 * power / x);
    assert_eq!(at(&f, 2.0), f64::INFINITY);
    assert_eq!([at(&f, 0.5), at(&slope, 0.5), at(&second, 0.0)], [0.0; 3]);
}

#[test]
fn a_thousand_parameters_work() {
    let header: Vec<String> = (0..1000).map(|k| format!("p{k} = {k}")).collect();
    let body: Vec<String> = (0..1000).map(|k| format!("p{k}")).collect();
    let formula = read(format!(
        "f(x; {}) = x*({})",
        header.join(", "),
        body.join(" + ")
    ))
    .unwrap();
    assert_eq!(at(&formula, 2.0), 999_000.0);
    assert_eq!(
        formula
            .compile::<f64>()
            .backward(&[2.0], &[1.0], &mut [0.0]),
        vec![2.0; 1000]
    );
}

#[test]
fn a_thousand_inputs_work() {
    let names: Vec<String> = (0..1000).map(|k| format!("v{k}")).collect();
    let formula = read(format!("f({}) = {}", names.join(", "), names.join(" + "))).unwrap();
    assert_eq!(formula.compile::<f64>().call_n(&vec![0.5; 1000]), 500.0);
}

#[test]
fn names_that_cannot_be_are_refused() {
    for text in [
        "f(x, x) = x",
        "f(x; x = 1) = x",
        "f(x; a = 1, a = 2) = x",
        "f(x) = x; f(x) = 2*x; f(x)",
        "if(x) = x",
        "f(and) = and",
        "f(1) = 1",
        "f(x) = y",
    ] {
        is_clear(&read(text).unwrap_err());
    }
}

#[test]
fn recursion_is_refused() {
    for text in [
        "f(x) = f(x)",
        "f(x) = g(x); g(x) = f(x); f(x)",
        "f(x; a = f(1)) = a*x",
        "f(x) = f(f(x)); x",
    ] {
        is_clear(&read(text).unwrap_err());
    }
}

/// Definitions each of which calls the one before it twice.
fn tower(levels: usize, step: &str) -> String {
    let first = "a0(x) = sin(x)".to_owned();
    let rest = (1..levels).map(|k| {
        step.replace("this", &format!("a{k}"))
            .replace("last", &format!("a{}", k - 1))
    });
    std::iter::once(first)
        .chain(rest)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn definitions_that_double_are_refused_or_right() {
    let _ = read(tower(60, "this(x) = last(2*x)*last(x)")).map_err(|error| is_clear(&error));
    // twice as many different terms at each level: only the limit on nodes ends it, for strangers early
    let stranger = Scope::with_builtins().limits(Limits::untrusted());
    let nested = soon(move || stranger.parse(&tower(60, "this(x) = last(last(x))")));
    is_clear(&nested.unwrap_err());
    let shifted = read(tower(40, "this(x) = last(x) + last(x + 1)")).unwrap();
    assert!(at(&shifted, 0.5).is_finite());
    let doubled = read(tower(11, "this(x) = last(x) + last(x)")).unwrap();
    assert_eq!(at(&doubled, 0.5), 1024.0 * f64::sin(0.5));
    let shared = read(tower(60, "this(x) = last(x) + last(x)"));
    assert_eq!(
        at(&shared.unwrap(), 0.5),
        f64::powi(2.0, 59) * f64::sin(0.5)
    );
}

#[test]
fn squares_of_squares_are_refused_or_right() {
    let power = read(tower(40, "this(x) = last(x)*last(x)")).unwrap();
    assert_eq!(at(&power, 0.0), 0.0);
    assert_eq!(at(&power, 0.5), 0.0);
    let _ = read(tower(200, "this(x) = last(x)*last(x)")).map_err(|error| is_clear(&error));
    let _ = read(tower(60, "this(x) = last(x)^last(x)")).map_err(|error| is_clear(&error));
    let _ = read(tower(60, "this(x) = sigmoid(last(x)*x)")).map_err(|error| is_clear(&error));
}

/// Rationals whose numerators and denominators are beyond every number of the machine.
#[test]
fn long_constants_are_rounded_once() {
    for digits in [320, 400, 900] {
        let ones = "1".repeat(digits);
        assert_eq!(at(&read(format!("x + 0.{ones}")).unwrap(), 1.0), 10.0 / 9.0);
    }
    let links: Vec<String> = (1..=180).map(|i| format!("(1 + x/{i})")).collect();
    let product = at(&links.join("*").parse().unwrap(), 0.3);
    let expected: f64 = (1..=180).map(|i| 1.0 + 0.3 / f64::from(i)).product();
    assert!(
        (product / expected - 1.0).abs() < 1e-13,
        "{product} for {expected}"
    );
    assert_eq!(at(&read("(3^700*x + 1)/(3^700 + x)").unwrap(), 2.0), 2.0);
    let cosine = at(&read("cos(1e4000)*x").unwrap(), 1.0);
    assert_eq!(cosine, -0.873_442_056_208_779_1);
}

/// Constants that are 0, or cannot be told from it.
#[test]
fn constants_that_vanish_are_zero() {
    for zero in [
        "sin(pi)",
        "cos(pi/2)",
        "tan(3*pi)",
        "sin(pi/6) - 1/2",
        "cos(pi/4) - sqrt(2)/2",
        "sin(-4*pi/3) - sqrt(3)/2",
        "tan(5*pi/6) + 1/sqrt(3)",
        "sqrt(2)*sqrt(3) - sqrt(6)",
        "sqrt(8)*sqrt(3)/sqrt(2) - sqrt(12)",
        "cbrt(2)^3 - 2",
        "4*atan(1) - pi",
        "sqrt(5 + 2*sqrt(6)) - sqrt(2) - sqrt(3)",
        "sin(pi/5)^2 + cos(pi/5)^2 - 1",
    ] {
        let value = |text: String| at(&read(text).unwrap(), 1.0);
        assert_eq!(value(format!("x + ({zero})")), 1.0, "{zero}");
        assert_eq!(value(format!("x*({zero})")), 0.0, "{zero}");
        assert_eq!(value(format!("max(x, {zero})")), 1.0, "{zero}");
        assert_eq!(value(format!("if(x >= {zero}, 1, 0)")), 1.0, "{zero}");
    }
}

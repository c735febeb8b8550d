//! Steps, infinite slopes, and conditions that touch zero: what is listed and what is returned.

use gradus::{BreakKind, Formula, Kink, Options};

fn read(text: &str) -> Formula {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Value and derivative under a rule.
fn at(text: &str, rule: Kink, x: f64) -> (f64, f64) {
    let formula = read(text).options(Options::default().kink(rule));
    formula.compile::<f64>().call_with_derivative(x)
}

fn slope(text: &str, rule: Kink, x: f64) -> f64 {
    at(text, rule, x).1
}

fn jumps(text: &str) -> Vec<f64> {
    let breaks = read(text).breaks();
    let jumps = breaks.iter().filter(|found| found.kind == BreakKind::Jump);
    jumps.map(|found| found.at).collect()
}

#[test]
fn steps_are_listed() {
    let integers: Vec<f64> = (-16..=16).map(f64::from).collect();
    for text in ["floor(x)", "ceil(x)", "mod(x, 1)", "x - floor(x)"] {
        assert_eq!(jumps(text), integers, "{text}");
    }
    let halves: Vec<f64> = (-16..16).map(|k| f64::from(k) + 0.5).collect();
    assert_eq!(jumps("round(x)")[..], halves[..]);
    let threes: Vec<f64> = (-5..=5).map(|k| 3.0 * f64::from(k)).collect();
    assert_eq!(jumps("mod(x, 3)"), threes);
    assert!(jumps("floor(2*x + 1)").contains(&-0.5));
    assert_eq!(jumps("floor(x/100)"), [0.0]);
    assert_eq!(
        jumps("f(x; a = 2) = floor(x/(4*a))"),
        [-16.0, -8.0, 0.0, 8.0, 16.0]
    );
}

#[test]
fn a_step_has_the_slopes_of_its_sides() {
    for (rule, expected) in [
        (Kink::Left, 1.0),
        (Kink::Right, 2.0),
        (Kink::Mid, 1.5),
        (Kink::Least, 1.0),
    ] {
        assert_eq!(slope("x*floor(x)", rule, 2.0), expected, "{rule:?}");
        assert_eq!(slope("x*ceil(x)", rule, 1.0), expected, "{rule:?}");
        assert_eq!(slope("x*round(x)", rule, 1.5), expected, "{rule:?}");
    }
    assert_eq!(slope("-x*floor(-x)", Kink::Left, -2.0), -2.0);
    assert_eq!(slope("-x*floor(-x)", Kink::Right, -2.0), -1.0);
    assert_eq!(slope("x*floor(x)", Kink::Left, 2.5), 2.0);
    assert_eq!(slope("x*mod(x, 2)", Kink::Left, 4.0), 6.0);
    assert_eq!(slope("x*mod(x, 2)", Kink::Right, 4.0), 4.0);
}

#[test]
fn infinite_slopes_follow_the_rule() {
    for text in [
        "abs(x)^0.5",
        "sqrt(abs(x))",
        "abs(x)^(1/3)",
        "max(x, -x)^0.5",
    ] {
        let (left, right) = (f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(slope(text, Kink::Least, 0.0), 0.0, "{text}");
        assert_eq!(slope(text, Kink::Left, 0.0), left, "{text}");
        assert_eq!(slope(text, Kink::Right, 0.0), right, "{text}");
        assert_eq!(slope(text, Kink::Mid, 0.0), 0.0, "{text}");
    }
    assert_eq!(slope("sqrt(max(0, x))", Kink::Least, 0.0), 0.0);
    assert_eq!(slope("sqrt(max(0, x))", Kink::Right, 0.0), f64::INFINITY);
    assert_eq!(slope("sqrt(x)", Kink::Least, 0.0), f64::INFINITY);
}

#[test]
fn conditions_may_touch_zero() {
    for (text, left, right) in [
        ("if(x^3 > 0, x, 2*x)", 2.0, 1.0),
        ("if(x^3 >= 0, x, 2*x)", 2.0, 1.0),
        ("if(x^3 < 0, x, 2*x)", 1.0, 2.0),
        ("if(x - sin(x) > 0, x, 2*x)", 2.0, 1.0),
        ("if(x^2 > 0, x, 5)", 1.0, 1.0),
        ("if(x^2 <= 0, 5, x)", 1.0, 1.0),
        ("if(1 - cos(x) > 0, x, 5*x)", 1.0, 1.0),
        ("if(cos(x) < 1, x, 5*x)", 1.0, 1.0),
        ("abs(x^3) + x", 1.0, 1.0),
        ("abs(x)*sign(x^3)", 1.0, 1.0),
        ("if(x^3 + x^5 > 0, x, 3*x)", 3.0, 1.0),
    ] {
        assert_eq!(slope(text, Kink::Left, 0.0), left, "{text}");
        assert_eq!(slope(text, Kink::Right, 0.0), right, "{text}");
        assert_eq!(slope(text, Kink::Least, 0.0), left.min(right), "{text}");
        assert_eq!(
            slope(text, Kink::Mid, 0.0),
            f64::midpoint(left, right),
            "{text}"
        );
    }
}

#[test]
fn infinities_are_no_numbers() {
    for text in [
        "inf - inf",
        "inf*0",
        "0*inf",
        "inf/inf",
        "x + inf - inf",
        "(x + inf) - (x + inf)",
    ] {
        assert!(at(text, Kink::Least, 1.0).0.is_nan(), "{text}");
    }
    for (text, expected) in [
        ("min(x, inf)", 3.0),
        ("max(x, -inf)", 3.0),
        ("clamp(x, -inf, inf)", 3.0),
        ("clamp(x, 0, inf)", 3.0),
        ("x/inf", 0.0),
        ("x + exp(-inf)", 3.0),
        ("max(x, inf)", f64::INFINITY),
        ("inf + x", f64::INFINITY),
        ("2*inf", f64::INFINITY),
        ("-inf", f64::NEG_INFINITY),
        ("inf^2", f64::INFINITY),
        ("if(x < inf, x, 0)", 3.0),
        ("tanh(inf)", 1.0),
        ("tanh(-inf)", -1.0),
        ("sigmoid(-inf)", 0.0),
    ] {
        assert_eq!(at(text, Kink::Least, 3.0).0, expected, "{text}");
    }
    assert_eq!(slope("min(x, inf)", Kink::Least, 3.0), 1.0);
    for text in ["x + inf", "x*inf", "2*x - inf"] {
        assert!(slope(text, Kink::Least, 3.0).is_nan(), "{text}");
    }
    assert_eq!(slope("clamp(x, 0, inf)", Kink::Least, 3.0), 1.0);
}

/// The rules hold over vectors as they do for numbers.
#[test]
fn vectors_follow_the_rule_at_kinks() {
    for (body, left, right) in [
        ("relu(x)", 0.0, 1.0),
        ("abs(x)", -1.0, 1.0),
        ("sum(relu(x)) + x", 1.0, 2.0),
        ("sum(abs(x)) + 0*x", -1.0, 1.0),
        ("exp(sum(relu(x)) - 1)*(x + 2)", 1.0, 3.0),
        ("concat(relu(x), relu(-x))", 0.0, 1.0),
        ("logsumexp(relu(x)) + 0*x", 0.0, 1.0 / (1.0 + 1f64.exp())),
        ("x*floor(x)", -1.0, 0.0),
    ] {
        let formula = read(&format!("f(x[]) = {body}"));
        for (rule, expected) in [
            (Kink::Left, left),
            (Kink::Right, right),
            (Kink::Mid, f64::midpoint(left, right)),
            (Kink::Least, if left < 0.0 { 0.0 } else { left }),
        ] {
            let kernel = formula
                .options(Options::default().kink(rule))
                .compile_vector::<f64>();
            let x: &[&[f64]] = &[&[0.0, 1.0]];
            let close = |found: f64| (found - expected).abs() < 1e-15;
            assert!(close(kernel.jacobian(x).unwrap()[0][0]), "{body} {rule:?}");
            assert!(
                close(kernel.jvp(x, &[&[1.0, 0.0]]).unwrap()[0]),
                "{body} {rule:?}"
            );
            let mut upstream = vec![0.0; kernel.call(x).unwrap().len()];
            upstream[0] = 1.0;
            assert!(
                close(kernel.vjp(x, &upstream).unwrap()[0][0]),
                "{body} {rule:?}"
            );
        }
    }
}

/// What is compared with 0 is read by its sign.
#[test]
fn conditions_are_read_by_their_signs() {
    for (text, plain) in [
        ("if(x^3 > 0, x, 2*x)", "if(x > 0, x, 2*x)"),
        ("if(exp(x) - 1 > 0, x, 2*x)", "if(x > 0, x, 2*x)"),
        ("if(1 - exp(x) > 0, x, 2*x)", "if(x < 0, x, 2*x)"),
        ("if(-x^5*exp(x) >= 0, x, 2*x)", "if(x <= 0, x, 2*x)"),
        (
            "min(0, 3*(exp(x/3) - 1)) + max(0, x)",
            "if(x > 0, x, 3*(exp(x/3) - 1))",
        ),
    ] {
        let derivative = |text| read(text).derivative("x").unwrap().body_text();
        assert_eq!(derivative(text), derivative(plain), "{text}");
    }
}

/// Conditions that are swallowed by others cost nothing, however many there are.
#[test]
fn many_conditions_turn_where_the_whole_does() {
    let joined = |count: usize, one: &dyn Fn(usize) -> String, word: &str| {
        let links: Vec<String> = (0..count).map(one).collect();
        format!("if({}, x, 0)", links.join(word))
    };
    let text = joined(3000, &|k| format!("x > {k}"), " and ");
    assert_eq!(jumps(&text), [2999.0]);
    let text = joined(1000, &|k| format!("abs(x - {k}) < 0.25"), " or ");
    assert_eq!(jumps(&text)[..4], [-0.25, 0.25, 0.75, 1.25]);
    assert_eq!(jumps("if(x > 1 and x > 3 or x < -2, 5, 7)"), [-2.0, 3.0]);
    assert_eq!(jumps("if(x > 1 or x <= 1, 5, 7)"), [] as [f64; 0]);
    assert_eq!(jumps("if(abs(2*x - 400) >= 100, 5, 7)"), [150.0, 250.0]);
}

/// Where a parameter decides the sign of an infinite slope, and whether it is infinite.
#[test]
fn infinite_slopes_follow_parameters() {
    let inf = f64::INFINITY;
    for (text, at, slope) in [
        ("ssaf(x)", 0.0, inf),
        (
            "f(x; a = 0.5) = if(x > 0, a*sqrt(x), -a*sqrt(-x))",
            0.0,
            inf,
        ),
        (
            "f(x; a = -0.5) = if(x > 0, a*sqrt(x) + x, -a*sqrt(-x) + x)",
            0.0,
            -inf,
        ),
        (
            "f(x; a = 0) = if(x > 0, a*sqrt(x) + 3*x, -a*sqrt(-x) + 3*x)",
            0.0,
            3.0,
        ),
        ("f(x; a = 2) = a*sqrt(x - 1)", 1.0, inf),
        ("f(x; a = -2) = a*sqrt(x - 1)", 1.0, -inf),
        // opposite infinite slopes: the number nearest zero between them
        ("f(x; a = 2) = sqrt(abs(a*x))", 0.0, 0.0),
    ] {
        let formula: Formula = text.parse().unwrap();
        let found = formula.derivative("x").unwrap().compile::<f64>().call(at);
        assert_eq!(found, slope, "{text}");
        let (_, found) = formula.compile::<f64>().call_with_derivative(at);
        assert_eq!(found, slope, "{text}");
    }
}

/// One function in several spellings has one slope, and a kink without a condition is a kink.
#[test]
fn kinks_do_not_depend_on_spelling() {
    let (inf, half) = (f64::INFINITY, 0.5f64.sqrt());
    for (text, left, right) in [
        ("if(x >= 0, sqrt(x), -sqrt(-x))", inf, inf),
        ("sign(x)*sqrt(abs(x))", inf, inf),
        ("ssaf(x)", inf, inf),
        ("if(x > 0, ln(x), x)", 1.0, inf),
        ("sqrt(1 - cos(x))", -half, half),
        ("acos(cos(x))", -1.0, 1.0),
        ("hypot(x, 0)", -1.0, 1.0),
        ("hypot(x, 2*x)", -5f64.sqrt(), 5f64.sqrt()),
        ("cbrt(x^2)", -inf, inf),
        ("sign(x)*ln(1 + abs(x))", 1.0, 1.0),
        ("sign(x)^2*x", 1.0, 1.0),
    ] {
        let middle = if left == -right {
            0.0
        } else {
            f64::midpoint(left, right)
        };
        let least = if left < 0.0 { 0.0 } else { left.min(right) };
        assert_eq!(slope(text, Kink::Left, 0.0), left, "{text}");
        assert_eq!(slope(text, Kink::Right, 0.0), right, "{text}");
        assert_eq!(slope(text, Kink::Least, 0.0), least, "{text}");
        assert_eq!(slope(text, Kink::Mid, 0.0), middle, "{text}");
        let listed = read(text).breaks().iter().any(|found| found.at == 0.0);
        assert!(listed || left == right, "{text}");
    }
}

#[test]
fn poles_are_no_kinks() {
    assert!(read("1/(1 + x)^2").breaks().is_empty());
    assert!(read("1/(1 + x)").breaks().is_empty());
    assert!(read("ln(abs(x))").breaks().is_empty());
}

/// The value at a point of its own is a jump, though both sides meet.
#[test]
fn single_values_are_jumps() {
    assert_eq!(jumps("if(x == 1, 5, x)"), [1.0]);
    assert_eq!(jumps("if(x == 1, 1, x)"), [] as [f64; 0]);
    assert_eq!(jumps("1 + abs(x)^0.1"), [] as [f64; 0]);
}

#[test]
fn the_tip_of_a_cone_follows_the_rule() {
    let cone = read("f(a, b) = hypot(a, b)");
    for (rule, expected) in [
        (Kink::Least, 0.0),
        (Kink::Left, -1.0),
        (Kink::Right, 1.0),
        (Kink::Mid, 0.0),
    ] {
        for name in ["a", "b"] {
            let slope = cone.derivative(name).unwrap();
            let kernel = slope
                .options(Options::default().kink(rule))
                .compile::<f64>();
            assert_eq!(kernel.call_n(&[0.0, 0.0]), expected, "{name} {rule:?}");
            assert!(kernel.call_n(&[1e-300, 0.0]).is_finite());
        }
    }
}

#[test]
fn slopes_at_the_ends_of_domains_are_limits() {
    for (text, x) in [
        ("asin(x)", 1.0),
        ("asin(x)", -1.0),
        ("ln(x)", 0.0),
        ("log2(x)", 0.0),
        ("log10(x)", 0.0),
        ("log1p(x)", -1.0),
        ("atanh(x)", 1.0),
        ("atanh(x)", -1.0),
        ("acosh(x)", 1.0),
        ("x^(1/3)", 0.0),
        ("-acos(x)", 1.0),
        ("ln(2*x - 6)", 3.0),
    ] {
        for rule in [Kink::Least, Kink::Left, Kink::Right, Kink::Mid] {
            assert_eq!(
                slope(text, rule, x),
                f64::INFINITY,
                "{text} at {x} {rule:?}"
            );
        }
    }
}

/// Holes and ends of the domain have the values and slopes that are their limits.
#[test]
fn holes_are_filled_alike() {
    for (text, value, derivative) in [
        ("tanh(x)/x", 1.0, 0.0),
        ("ln(1 + x)/x", 1.0, -0.5),
        ("atan(x)/x", 1.0, 0.0),
        ("(exp(x) - 1 - x)/x^2", 0.5, 1.0 / 6.0),
        ("x/(exp(x) - 1)", 1.0, -0.5),
        ("(exp(x) - 1)/x", 1.0, 0.5),
        ("sin(x)/x", 1.0, 0.0),
        ("exp(-1/x^2)", 0.0, 0.0),
        ("x*ln(x)", 0.0, f64::NEG_INFINITY),
        ("x^2*ln(x)", 0.0, 0.0),
    ] {
        assert_eq!(at(text, Kink::Least, 0.0), (value, derivative), "{text}");
    }
    assert_eq!(read("tanh(x)/x").filled_holes(), ["x"]);
    assert_eq!(read("x*ln(x)").filled_holes(), [] as [&str; 0]);
    let with_parameter = read("f(x; b = 3) = tanh(b*x)/x").with("b", 2.0).unwrap();
    assert_eq!(with_parameter.compile::<f64>().call(0.0), 2.0);
    for text in ["x/abs(x)", "1/x", "abs(x)/x"] {
        assert!(at(text, Kink::Least, 0.0).0.is_nan(), "{text}");
    }
    let small = at("1e-60*tanh(x)/(x*cosh(x))*sqrt(2)", Kink::Least, 0.0).0;
    assert!((small / (1e-60 * 2f64.sqrt()) - 1.0).abs() < 1e-15);
    assert_eq!(at("1/x^2", Kink::Least, 0.0).0, f64::INFINITY);
}

#[test]
fn slopes_by_parameters_are_limits_too() {
    let slope = Formula::builtin("softexponential")
        .unwrap()
        .derivative("alpha")
        .unwrap();
    let kernel = slope.with("alpha", 0.0).unwrap().compile::<f64>();
    assert_eq!(kernel.call(1.0), 1.5);
}

/// Quotients of two functions that vanish together at an input other than 0, with the limits of value and slope.
#[rustfmt::skip]
const HOLES: &[(&str, f64, f64, f64)] = &[
    ("0.1*(x + 40)/(1 - exp(-(x + 40)/10))",        -40.0, 1.0, 0.05),
    ("0.01*(10 - x)/(exp((10 - x)/10) - 1)",         10.0, 0.1, 0.005),
    ("(x - 3)/ln(x - 2)",                             3.0, 1.0, 0.5),
    ("(x - 3)/tanh(2*x - 6)",                         3.0, 0.5, 0.0),
    ("f(x; v = 2) = (x - v)/(1 - exp(v - x))",        2.0, 1.0, 0.5),
    ("f(x; v = 2, k = 4) = (x - v)/(1 - exp((v - x)/k))", 2.0, 4.0, 0.5),
];

#[test]
fn holes_are_filled_where_arguments_vanish() {
    for &(text, x, value, slope) in HOLES {
        let kernel = text.parse::<Formula>().expect(text).compile::<f64>();
        assert_eq!(kernel.call_with_derivative(x), (value, slope), "{text}");
    }
}

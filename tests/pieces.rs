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

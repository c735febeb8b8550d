use std::sync::Arc;

use crate::{Error, Formula, Kernel, Kink, Options, Scope, Style};

#[test]
fn what_is_printed_reads_back() {
    let texts = [
        "gate(x; k = 1) = sigmoid(k*x); x*gate(x)",
        "gate(x; k = 1) = sigmoid(k*x); gate(x; k = 3) + gate(x)",
        "h(x) = x + 1; g(x) = h(h(x)); f(a, b; c = 2) = c*g(a)*h(b)",
        "sigmoid(x) = x/(1 + abs(x)); sigmoid(x)^2",
        "swish(x) = 2*x; swish(swish(x))",
        "g(x) = exp(ln(x)); g(x) + 1",
        "k(x) = 2*x; f(x; a = k(3)) = a*x",
        "swish(x; beta = 2)*x",
        "mish",
        "norm_of(x[]) = norm(x); x_over(x[]) = x/norm_of(x)",
    ];
    for text in texts {
        let formula: Formula = text.parse().expect(text);
        let printed = formula.to_string();
        let again: Formula = printed.parse().expect(&printed);
        assert_eq!(again.to_string(), printed, "{text}");
        assert_eq!(again.recognised_text(), formula.recognised_text(), "{text}");
        assert_eq!(again.parameters(), formula.parameters(), "{text}");
        let body = Scope::with_builtins().parse_claim(&formula.body_text(), &formula);
        let body = body.expect(text);
        assert_eq!(body.recognised_text(), formula.recognised_text(), "{text}");
    }
    let gated: Formula = texts[0].parse().expect("a formula");
    assert_eq!(gated.to_string(), texts[0]);
}

#[test]
fn other_languages_call_only_what_they_know() {
    let rows = [
        ("swish(x; beta=2)*x", "x**2*scipy.special.expit(2*x)"),
        ("g(x) = x + 1; g(x)*tanh(x)", "np.tanh(x)*(x + 1)"),
        ("x*sigmoid(x)", "x*scipy.special.expit(x)"),
    ];
    for (text, python) in rows {
        let formula: Formula = text.parse().expect(text);
        assert_eq!(formula.display(Style::Python), python, "{text}");
        assert!(!formula.display(Style::Latex).contains("swish"), "{text}");
    }
}

#[test]
fn derivatives_are_named_by_their_order() {
    let swish = Formula::builtin("swish").expect("it is built in");
    let mut formula = swish;
    for (by, name) in [
        ("x", "d_swish_d_x"),
        ("beta", "d2_swish_d_x_d_beta"),
        ("x", "d3_swish_d_x_d_beta_d_x"),
    ] {
        formula = formula.derivative(by).expect(by);
        assert_eq!(formula.name(), Some(name));
    }
}

#[test]
fn defaults_are_finite() {
    for (text, place) in [
        ("f(x; a = 1/0) = a*x", "1/0"),
        ("f(x; b = 2, a = inf) = a*b*x", "inf"),
        ("f(x; a = sqrt(-1)) = a*x", "sqrt(-1)"),
        ("g(x) = x; f(x; a = ln(0)) = a*x", "ln(0)"),
        ("g(x; k = 2/0) = k*x; h(x) = g(x); h(x) + 1", "2/0"),
    ] {
        let Err(Error::Parse(error)) = text.parse::<Formula>() else {
            panic!("{text} was read");
        };
        let (start, end) = (error.span().start as usize, error.span().end as usize);
        assert_eq!(&text[start..end], place);
        let scope = Scope::with_builtins();
        assert!(scope.define(text).is_err(), "{text}");
    }
    for text in [
        "f(x; a = 1e300) = a*x",
        "f(x; a = exp(700)/7) = a*x",
        "f(x; a = sin(pi)) = a*x",
    ] {
        assert!(text.parse::<Formula>().is_ok(), "{text}");
    }
}

#[test]
fn parameters_are_finite_in_kernels_too() {
    let kernel: Kernel<f32> = Formula::builtin("swish").expect("it is built in").compile();
    assert!(kernel.with("beta", 3.0).is_ok());
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        assert!(matches!(
            kernel.with("beta", value),
            Err(Error::NotFinite(_))
        ));
    }
}

#[test]
fn high_precision_is_for_as_many_numbers_as_inputs() {
    let glu = Formula::builtin("glu").expect("it is built in");
    assert_eq!(glu.precise(&[2.0, 0.0], 64, 5).as_deref(), Some("1.0000"));
    assert_eq!(glu.precise(&[2.0], 64, 5), None);
    assert_eq!(glu.precise(&[2.0, 0.0, 1.0], 64, 5), None);
    let softmax = Formula::builtin("softmax").expect("it is built in");
    assert_eq!(softmax.precise(&[1.0], 64, 5), None);
    let root: Formula = "sqrt(x)".parse().expect("a formula");
    assert_eq!(root.precise(&[-1.0], 64, 5).as_deref(), Some("nan"));
}

#[test]
fn a_lone_function_is_a_claim() {
    use crate::Outcome::{Different, Equal};
    let scope = Scope::with_builtins();
    for (text, claim, outcome) in [
        ("softplus", "sigmoid", Equal),
        ("relu", "step", Equal),
        ("tanh", "swish", Different),
        ("f(x; relu = 1) = relu*x", "relu", Equal),
    ] {
        let formula: Formula = text.parse().expect(text);
        let claim = scope.parse_claim(claim, &formula).expect(claim);
        let verdict = formula.check_derivative("x", &claim).expect(text);
        assert_eq!(verdict.outcome(), outcome, "{text}");
    }
    let product: Formula = "f(a, b) = a*b".parse().expect("a formula");
    assert!(scope.parse_claim("sigmoid", &product).is_err());
    assert!(scope.constant::<f64>("sigmoid").is_err());
    let softmax = scope.parse_claim("softmax", &"tanh".parse().expect("a formula"));
    let tanh = Formula::builtin("tanh").expect("it is built in");
    assert!(
        tanh.check_derivative("x", &softmax.expect("one input"))
            .is_err()
    );
}

#[test]
fn a_computation_is_written_once_for_all_that_it_serves() {
    let formula: Formula = "leaky(x; a = 0.1) = max(a*x, x)"
        .parse()
        .expect("a formula");
    let function = formula.function();
    let (inputs, parameters) = (&function.inputs, &function.parameters);
    let written = formula.computation_for(inputs, &[]);
    let steeper = formula.with("a", 0.3).expect("it has a parameter a");
    assert!(Arc::ptr_eq(&written, &steeper.computation_for(inputs, &[])));
    let right = formula.options(Options::default().kink(Kink::Right));
    let others = [
        formula.computation_for(&[], &[]),
        formula.computation_for(parameters, &[]),
        formula.computation_for(inputs, parameters),
        right.computation_for(inputs, &[]),
    ];
    for other in &others {
        assert_ne!(other.computation, written.computation);
    }
    let slope = |formula: &Formula| formula.compile::<f32>().call_with_derivative(0.0).1;
    assert_eq!((slope(&formula), slope(&right)), (0.1, 1.0));
    assert_eq!(formula.compile::<f64>().call_with_derivative(0.0).1, 0.1);
}

/// Other tests may push the formula out of the memory in between, but not each time.
#[test]
fn a_computation_is_not_written_again_for_a_text_that_is_read_again() {
    let written = |formula: &Formula| formula.computation_for(&formula.function().inputs, &[]);
    let text = "f(x; a = 2) = x*exp(-a*x^2) + 7/9";
    let read = || text.parse::<Formula>().expect("a formula");
    assert!((0..20).any(|_| Arc::ptr_eq(&written(&read()), &written(&read()))));
    let slope = || read().derivative("x").expect("it has an input x");
    assert!(!Arc::ptr_eq(&written(&slope()), &written(&slope())));
}

#[test]
fn few_computations_of_a_formula_are_kept() {
    let formula: Formula = "f(x; a = 1, b = 1, c = 1, d = 1, e = 1, g = 1) = x"
        .parse()
        .expect("a formula");
    let parameters = &formula.function().parameters;
    let written: Vec<_> = (0..64u32)
        .map(|set| {
            let zeros = (0..6).filter(|place| set >> place & 1 == 1);
            let zeros: Vec<_> = zeros.map(|place| parameters[place]).collect();
            (formula.computation_for(&[], &zeros), zeros)
        })
        .collect();
    let kept = written
        .iter()
        .rev()
        .take_while(|(old, zeros)| Arc::ptr_eq(old, &formula.computation_for(&[], zeros)));
    assert_eq!(kept.count(), 32);
}

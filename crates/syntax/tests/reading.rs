//! How texts are read: precedence, spellings, lines, names, shapes.

use std::collections::HashMap;
use std::sync::Arc;

use gradus_syntax::{
    Definition, Kind, Length, Limits, Names, NoNames, ParseErrorKind, Shape, Style, Tree, parse,
    parse_as, parse_definitions,
};

fn read(text: &str) -> Arc<Definition> {
    parse(text, &NoNames, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The tree with parentheses around every operation.
fn grouped(tree: &Tree, index: usize) -> String {
    let children: Vec<String> = tree
        .children(index)
        .into_iter()
        .map(|child| grouped(tree, child))
        .collect();
    let infix = |operator: &str| format!("({})", children.join(operator));
    match &tree.nodes()[index].kind {
        Kind::Number(number) => number.text().to_owned(),
        Kind::Constant(constant) => constant.name().to_uppercase(),
        Kind::Name(name) => name.to_string(),
        Kind::Negate => format!("(-{})", children[0]),
        Kind::Plus => format!("(+{})", children[0]),
        Kind::Not => format!("(not {})", children[0]),
        Kind::Add => infix(" + "),
        Kind::Subtract => infix(" - "),
        Kind::Multiply => infix(" * "),
        Kind::Divide => infix(" / "),
        Kind::Power => infix(" ^ "),
        Kind::And => infix(" and "),
        Kind::Or => infix(" or "),
        Kind::Compare(chain) => {
            let links: Vec<String> = chain.iter().map(|link| format!("{link:?}")).collect();
            format!("{}({})", links.join("-"), children.join(", "))
        }
        Kind::Call(func, _) => format!("{func}({})", children.join(", ")),
        Kind::CallDefinition(call) => format!("{}!({})", call.name, children.join(", ")),
        Kind::If => format!("if({})", children.join(", ")),
        Kind::Piecewise(pairs) => format!("piecewise{pairs}({})", children.join(", ")),
    }
}

fn check_readings(readings: &[(&str, &str)]) {
    for (text, expected) in readings {
        let definition = read(text);
        assert_eq!(
            grouped(&definition.body, definition.body.root()),
            *expected,
            "{text}"
        );
    }
}

#[test]
fn operators_bind_as_the_table_says() {
    check_readings(&[
        ("1 + 2*x", "(1 + (2 * x))"),
        ("1 - x - 2", "((1 - x) - 2)"),
        ("1 - (x - 2)", "(1 - (x - 2))"),
        ("8/x/2", "((8 / x) / 2)"),
        ("8/x*2", "((8 / x) * 2)"),
        ("-x^2", "(-(x ^ 2))"),
        ("(-x)^2", "((-x) ^ 2)"),
        ("2^3^x", "(2 ^ (3 ^ x))"),
        ("2**3**x", "(2 ^ (3 ^ x))"),
        ("2^-1*x", "((2 ^ (-1)) * x)"),
        ("2^-x^2", "(2 ^ (-(x ^ 2)))"),
        ("-x*2", "((-x) * 2)"),
        ("2*-x", "(2 * (-x))"),
        ("2*-x*3", "((2 * (-x)) * 3)"),
        ("2 - -x", "(2 - (-x))"),
        ("--x", "(-(-x))"),
        ("-+x", "(-(+x))"),
        ("e^x", "(E ^ x)"),
        ("e^-x^2", "(E ^ (-(x ^ 2)))"),
        ("x/2*3", "((x / 2) * 3)"),
        ("if(x < 1 + 2, 1, 0)", "if(Less(x, (1 + 2)), 1, 0)"),
        (
            "if(-1 <= x < 1, x, 0)",
            "if(LessEqual-Less((-1), x, 1), x, 0)",
        ),
        ("if(not x > 1, 1, 0)", "if((not Greater(x, 1)), 1, 0)"),
        (
            "if(not x > 1 and x < 3, 1, 0)",
            "if(((not Greater(x, 1)) and Less(x, 3)), 1, 0)",
        ),
        (
            "if(x > 1 or x < 3 and x == 2, 1, 0)",
            "if((Greater(x, 1) or (Less(x, 3) and Equal(x, 2))), 1, 0)",
        ),
        (
            "if((x > 1 or x < 3) and x != 2, 1, 0)",
            "if(((Greater(x, 1) or Less(x, 3)) and NotEqual(x, 2)), 1, 0)",
        ),
        (
            "if(not not x > 1, 1, 0)",
            "if((not (not Greater(x, 1))), 1, 0)",
        ),
        (
            "piecewise((x, x < 0), (2*x, x < 1), 3)",
            "piecewise2(x, Less(x, 0), (2 * x), Less(x, 1), 3)",
        ),
        (
            "piecewise((x, x < 0), (x + 1)*2)",
            "piecewise1(x, Less(x, 0), ((x + 1) * 2))",
        ),
    ]);
}

#[test]
fn unicode_is_read_as_people_type_it() {
    check_readings(&[
        ("2×x·3⋅x", "(((2 * x) * 3) * x)"),
        ("x÷2−1", "((x / 2) - 1)"),
        ("x²+x³", "((x ^ 2) + (x ^ 3))"),
        ("x¹²", "(x ^ 12)"),
        ("x⁻¹", "(x ^ (-1))"),
        ("-x²", "(-(x ^ 2))"),
        ("2^x²", "(2 ^ (x ^ 2))"),
        ("√x", "sqrt(x)"),
        ("√(x + 1)*2", "(sqrt((x + 1)) * 2)"),
        ("2*√√x", "(2 * sqrt(sqrt(x)))"),
        ("√2*x", "(sqrt(2) * x)"),
        ("π*x", "(PI * x)"),
        (
            "σ(x) + Φ(x) + φ(x)",
            "((sigmoid(x) + normal_cdf(x)) + normal_pdf(x))",
        ),
        ("if(x ≤ 1, 1, 0)", "if(LessEqual(x, 1), 1, 0)"),
        ("if(x ≥ 1, 1, 0)", "if(GreaterEqual(x, 1), 1, 0)"),
        ("if(x ≠ 1, 1, 0)", "if(NotEqual(x, 1), 1, 0)"),
        ("min(x, ∞)", "min(x, INF)"),
        ("α²", "(α ^ 2)"),
        ("f(x; β = 1, σ = 2) = β*x/σ", "((β * x) / σ)"),
        ("x → x²", "(x ^ 2)"),
        ("(a, b) ↦ a*b", "(a * b)"),
        ("x_i + x_i", "(x_i + x_i)"),
        ("2*x'", "(2 * x')"),
        ("2*a1", "(2 * a1)"),
        ("2*x₁", "(2 * x₁)"),
        ("2\u{a0}*\u{2009}x", "(2 * x)"),
    ]);
}

#[test]
fn numbers_are_exact_decimals() {
    let rows = [
        ("0", "0", 0),
        ("12", "12", 0),
        ("007", "7", 0),
        ("0.044715", "44715", -6),
        (".5", "5", -1),
        ("3.", "3", 0),
        ("1.50", "150", -2),
        ("1e-3", "1", -3),
        ("2.5E+10", "25", 9),
        ("0.000", "0", -3),
        ("1e5000", "1", 5000),
    ];
    for (text, digits, exponent) in rows {
        let definition = read(text);
        let Kind::Number(number) = &definition.body.nodes()[0].kind else {
            panic!("{text} is a number")
        };
        assert_eq!(
            (number.text(), number.digits(), number.exponent()),
            (text, digits, exponent)
        );
    }
}

#[test]
fn functions_are_read_by_name_and_alias() {
    for func in gradus_syntax::Func::ALL {
        for name in [func.name()].iter().chain(func.aliases()) {
            let count = (1..=3).find(|&count| func.arity().accepts(count)).unwrap();
            let text = format!("f(x[]) = {name}({})", vec!["x"; count].join(", "));
            let definition = read(&text);
            assert_eq!(
                definition.body.nodes().last().unwrap().kind,
                Kind::Call(*func, count as u32),
                "{text}"
            );
        }
    }
}

#[test]
fn lines_go_on_within_parentheses_and_at_operators() {
    for text in [
        "f(x) = x + 1",
        "f(x) =\n  x +\n  1",
        "f(x)\n  = x\n  + 1  # comment",
        "f(\n  x\n) = (x\n+\n1)",
        "# before\n\nf(x) = x # after\n\n\n + 1\n\n",
        "f(x) = x + 1;",
        ";; f(x) = x + 1 ;\n;",
        "g(x) = x\nf(x) = x + 1",
        "g(x) = x; f(x) = x + 1",
        "f(x) = x\r\n + 1\r\n",
    ] {
        assert_eq!(read(text).to_string(), "f(x) = x + 1", "{text}");
    }
}

#[test]
fn bare_bodies_find_their_input() {
    let rows = [
        ("2", "x"),
        ("pi/2", "x"),
        ("x", "x"),
        ("t", "t"),
        ("λ", "λ"),
        ("2*alpha", "alpha"),
        ("e", "x"),
        ("sin(t)/t", "t"),
        ("t -> t^2", "t"),
    ];
    for (text, input) in rows {
        let definition = read(text);
        let names: Vec<&str> = definition.inputs.iter().map(|input| &*input.name).collect();
        assert_eq!(
            (names, definition.name.is_none()),
            (vec![input], true),
            "{text}"
        );
    }
}

#[test]
fn a_lone_primitive_is_a_definition_that_reads_back() {
    for (text, printed) in [
        ("tanh", "tanh(x) = tanh(x)"),
        ("log", "ln(x) = ln(x)"),
        ("σ", "sigmoid(x) = sigmoid(x)"),
        ("mean", "mean(x[]) = mean(x)"),
    ] {
        let definition = read(text);
        assert_eq!(definition.to_string(), printed);
        assert_eq!(read(printed), definition);
    }
}

#[test]
fn names_of_the_header_win() {
    check_readings(&[
        ("f(e) = e + 1", "(e + 1)"),
        ("f(x; tau = 2, pi = 3) = x/tau*pi", "((x / tau) * pi)"),
        (
            "f(x; sigmoid = 2) = sigmoid*sigmoid(x)",
            "(sigmoid * sigmoid(x))",
        ),
        ("f(f) = 2*f", "(2 * f)"),
        ("exp(x; k = 1) = exp(k*x); exp(x)*2", "(exp!(x) * 2)"),
    ]);
}

/// A scope as the facade has it: a catalogue, and definitions that hide primitives.
#[derive(Default)]
struct Scope {
    definitions: HashMap<String, Arc<Definition>>,
    own: Vec<String>,
}

impl Scope {
    fn with(mut self, text: &str, own: bool) -> Self {
        for definition in parse_definitions(text, &NoNames, &Limits::default()).unwrap() {
            let name = definition.name.clone().unwrap().to_string();
            if own {
                self.own.push(name.clone());
            }
            self.definitions.insert(name, definition);
        }
        self
    }
}

impl Names for Scope {
    fn definition(&self, name: &str) -> Option<Arc<Definition>> {
        self.definitions.get(name).cloned()
    }

    fn known(&self) -> Vec<&str> {
        self.definitions.keys().map(String::as_str).collect()
    }

    fn shadows(&self, name: &str) -> bool {
        self.own.iter().any(|own| own == name)
    }
}

fn catalogue() -> Scope {
    Scope::default().with(
        "swish(x; beta = 1) = x*sigmoid(beta*x)
         mish(x) = x*tanh(ln(1 + exp(x)))
         sigmoid(x) = 1/(1 + exp(-x))
         softplus(x; beta = 1) = ln(1 + exp(beta*x))/beta",
        false,
    )
}

#[test]
fn known_names_are_found() {
    let names = catalogue();
    let limits = Limits::default();
    let read = |text: &str| parse(text, &names, &limits).unwrap_or_else(|error| panic!("{error}"));
    assert!(Arc::ptr_eq(&read("mish"), &names.definitions["mish"]));
    assert!(Arc::ptr_eq(&read("sigmoid"), &names.definitions["sigmoid"]));
    assert_eq!(
        read("swish(x; beta = 2)*mish(x)").to_string(),
        "swish(x; beta = 2)*mish(x)"
    );
    assert!(matches!(
        read("sigmoid(x)").body.nodes()[1].kind,
        Kind::Call(..)
    ));
    assert!(matches!(
        read("softplus(x; beta = 2)").body.nodes()[2].kind,
        Kind::CallDefinition(_)
    ));
    assert!(matches!(
        read("softplus(x)").body.nodes()[1].kind,
        Kind::Call(..)
    ));
}

#[test]
fn errors_about_known_names_help() {
    let names = catalogue();
    let help = |text: &str| {
        let error = parse(text, &names, &Limits::default()).unwrap_err();
        error.help().unwrap_or_default().to_owned()
    };
    assert_eq!(help("siwsh"), "did you mean swish?");
    assert_eq!(help("2*siwsh(x)"), "did you mean swish?");
    assert_eq!(help("Mish(x)"), "did you mean mish?");
    assert_eq!(help("swish(x, 2)"), "write swish(x; beta = 2)");
    assert_eq!(help("softplus(x, 2)"), "write softplus(x; beta = 2)");
    assert_eq!(help("mish + 1"), "write mish(x)");
    assert_eq!(help("zzzzzz"), "");
}

#[test]
fn definitions_hide_known_names_and_primitives() {
    let names = catalogue();
    let limits = Limits::default();
    let body = |text: &str, names: &Scope| {
        let definition = parse(text, names, &limits).unwrap_or_else(|error| panic!("{error}"));
        grouped(&definition.body, definition.body.root())
    };
    assert_eq!(body("sigmoid(x) = x; sigmoid(x)", &names), "sigmoid!(x)");
    assert_eq!(
        body("mish(x) = x; mish(x) + swish(x)", &names),
        "(mish!(x) + swish!(x))"
    );
    assert_eq!(
        body("sigmoid(x; k = 2) = sigmoid(k*x)", &names),
        "sigmoid((k * x))"
    );
    let scope = catalogue().with("tanh(x) = 2*x", true);
    assert_eq!(body("tanh(x)", &scope), "tanh!(x)");
    let recursion = parse("mish(x) = mish(2*x)", &names, &limits).unwrap_err();
    assert_eq!(
        recursion.kind(),
        &ParseErrorKind::Recursion {
            name: "mish".to_owned()
        }
    );
}

#[test]
fn claims_inherit_inputs_and_parameters() {
    let limits = Limits::default();
    let header = read("glu(a, b; k = 1) = a*sigmoid(k*b)");
    let claim = |text: &str| {
        parse_as(text, &header, &NoNames, &limits).unwrap_or_else(|error| panic!("{error}"))
    };
    let bare = claim("a*k");
    assert_eq!(
        (&bare.inputs, &bare.parameters, &bare.name),
        (&header.inputs, &header.parameters, &None)
    );
    assert_eq!(claim("b").inputs, header.inputs);
    assert_eq!(claim("0").inputs, header.inputs);
    assert_eq!(bare.to_string(), "f(a, b; k = 1) = a*k");
    assert_eq!(
        claim("s(t) = sigmoid(t); s(a)").to_string(),
        "f(a, b; k = 1) = s(a)"
    );
    assert_eq!(
        claim("d(u, v; c = 3) = c*k*u").to_string(),
        "d(u, v; c = 3, k = 1) = c*k*u"
    );
    assert_eq!(
        claim("d(a, b; k = 2) = k").to_string(),
        "d(a, b; k = 2) = k"
    );
}

#[test]
fn shapes_are_inferred() {
    let vector = |inputs, constant| Shape::Vector(Length { inputs, constant });
    for (text, shape) in [
        ("f(x) = x", Shape::Scalar),
        ("f(x[]) = x", vector(1, 0)),
        ("f(x[]) = 2", Shape::Scalar),
        ("f(x[]) = sum(x)", Shape::Scalar),
        ("f(x[]) = max(x)", Shape::Scalar),
        ("f(x[]) = max(x, 0)", vector(1, 0)),
        ("f(x[], y; a = 1) = x*y + a", vector(1, 0)),
        ("f(x[]) = exp(x)/sum(exp(x))", vector(1, 0)),
        ("f(x[]) = concat(x, 2*x, 1)", vector(2, 1)),
        ("f(x) = concat(x, -x)", vector(0, 2)),
        ("f(x[]) = if(x > mean(x), 1, 0)", vector(1, 0)),
        ("f(x[]) = piecewise((1, sum(x) > 0), x)", vector(1, 0)),
        (
            "twice(x[]) = concat(x, x); f(x[]) = twice(twice(x))",
            vector(4, 0),
        ),
        (
            "softmax(x[]; t = 1) = exp(x/t)/sum(exp(x/t)); f(x[]) = softmax(concat(x, 0); t = 2)",
            vector(1, 1),
        ),
        (
            "gate(x; k = 1) = sigmoid(k*x); f(x[]) = x*gate(x; k = x)",
            vector(1, 0),
        ),
        ("total(x[]) = sum(x); f(x[]) = total(x)", Shape::Scalar),
        ("first(a, b) = a; f(x[]) = first(1, x)", Shape::Scalar),
        ("both(a[], b[]) = a*b; f(x[]) = both(x, 2)", vector(1, 0)),
    ] {
        assert_eq!(read(text).shape(), Ok(shape), "{text}");
    }
}

#[test]
fn sources_hold_what_is_needed() {
    let names = catalogue();
    let limits = Limits::default();
    let read = |text: &str| parse(text, &names, &limits).unwrap_or_else(|error| panic!("{error}"));
    let text =
        "gate(x; k = 1) = sigmoid(k*x)\ntwice(x) = gate(x) + gate(2*x)\nx*twice(x) + mish(x)";
    assert_eq!(read(text).to_source(Style::Infix, &names), text);
    let alone = read("x*mish(x)").to_source(Style::Infix, &NoNames);
    assert_eq!(alone, "mish(x) = x*tanh(ln(1 + exp(x)))\nx*mish(x)");
    let python = read("f(x) = x*swish(x; beta = 2)").to_source(Style::Python, &names);
    insta::assert_snapshot!(python, @r"
    import scipy.special

    def swish(x, beta=1):
        return x*scipy.special.expit(beta*x)

    def f(x):
        return x*swish(x, beta=2)
    ");
}

#[test]
fn sources_keep_apart_what_has_one_name() {
    let limits = Limits::default();
    let scope = Scope::default().with("gate(x) = sigmoid(x)", true);
    let hidden = parse("sigmoid(x) = x/2; sigmoid(x) + gate(x)", &scope, &limits).unwrap();
    let text = hidden.to_source(Style::Infix, &NoNames);
    assert_eq!(
        text,
        "sigmoid_2(x) = x/2\ngate(x) = sigmoid(x)\nsigmoid_2(x) + gate(x)"
    );
    let inner = Scope::default().with("h(x) = 2*x\ng(x) = h(x)", true);
    let outer = parse(
        "h(x) = 3*x; g(h(x))",
        &Scope {
            own: Vec::new(),
            definitions: inner.definitions,
        },
        &limits,
    )
    .unwrap();
    let text = outer.to_source(Style::Infix, &NoNames);
    assert_eq!(text, "h(x) = 3*x\nh_2(x) = 2*x\ng(x) = h_2(x)\ng(h(x))");
    assert!(parse(&text, &NoNames, &limits).is_ok());
}

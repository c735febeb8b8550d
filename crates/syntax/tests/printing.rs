//! How trees are printed in each style.

use std::fmt::Write;

use gradus_syntax::{Arity, Func, Kind, Limits, NoNames, Span, Style, Tree, parse};

/// As typed, and in our own language, LaTeX and Python.
const PRINTED: &[(&str, &str, &str, &str)] = &[
    (
        "x/(1+exp(-x))",
        "x/(1 + exp(-x))",
        r"\frac{x}{1 + e^{-x}}",
        "x/(1 + np.exp(-x))",
    ),
    ("((x))*(((2)))", "x*2", r"x \cdot 2", "x*2"),
    ("2*x**2-1", "2*x^2 - 1", "2 x^{2} - 1", "2*x**2 - 1"),
    (
        "(x+1)*(x-1)",
        "(x + 1)*(x - 1)",
        "(x + 1) (x - 1)",
        "(x + 1)*(x - 1)",
    ),
    ("x-(1-x)", "x - (1 - x)", "x - (1 - x)", "x - (1 - x)"),
    ("x/(2/x)", "x/(2/x)", r"\frac{x}{\frac{2}{x}}", "x/(2/x)"),
    ("x/(2*x)", "x/(2*x)", r"\frac{x}{2 x}", "x/(2*x)"),
    ("x/2*x", "x/2*x", r"\frac{x}{2} x", "x/2*x"),
    ("x*(2/x)", "x*(2/x)", r"x \frac{2}{x}", "x*(2/x)"),
    ("-(x+1)", "-(x + 1)", "-(x + 1)", "-(x + 1)"),
    ("-(x*2)", "-(x*2)", r"-x \cdot 2", "-(x*2)"),
    ("-(x/2)", "-(x/2)", r"-\frac{x}{2}", "-(x/2)"),
    ("--x", "--x", "-(-x)", "--x"),
    ("x+-2", "x + -2", "x + (-2)", "x + -2"),
    ("x*-2", "x*-2", r"x \cdot (-2)", "x*-2"),
    ("x + -2*x", "x + -2*x", "x + (-2 x)", "x + -2*x"),
    ("(x^2)^3", "(x^2)^3", r"(x^{2})^{3}", "(x**2)**3"),
    ("x^2^3", "x^2^3", "x^{2^{3}}", "x**2**3"),
    ("(-x)^2", "(-x)^2", "(-x)^{2}", "(-x)**2"),
    ("2^(-x)", "2^-x", "2^{-x}", "2**-x"),
    ("2^(x+1)", "2^(x + 1)", "2^{x + 1}", "2**(x + 1)"),
    (
        "(x/2)^2",
        "(x/2)^2",
        r"\left(\frac{x}{2}\right)^{2}",
        "(x/2)**2",
    ),
    ("exp(x)^2", "exp(x)^2", r"(e^{x})^{2}", "np.exp(x)**2"),
    ("tanh(x)^2", "tanh(x)^2", r"\tanh(x)^{2}", "np.tanh(x)**2"),
    (
        "tanh(x/2)",
        "tanh(x/2)",
        r"\tanh\left(\frac{x}{2}\right)",
        "np.tanh(x/2)",
    ),
    (
        "√(x²+1)",
        "sqrt(x^2 + 1)",
        r"\sqrt{x^{2} + 1}",
        "np.sqrt(x**2 + 1)",
    ),
    (
        "2*sigmoid(2*x)-1",
        "2*sigmoid(2*x) - 1",
        r"2 \sigma(2 x) - 1",
        "2*scipy.special.expit(2*x) - 1",
    ),
    (
        "abs(x)/(1+abs(x))",
        "abs(x)/(1 + abs(x))",
        r"\frac{\left|x\right|}{1 + \left|x\right|}",
        "np.abs(x)/(1 + np.abs(x))",
    ),
    (
        "max(0, x, 1)",
        "max(0, x, 1)",
        r"\max(0, x, 1)",
        "np.maximum(np.maximum(0, x), 1)",
    ),
    ("f(x[]) = max(x)", "max(x)", r"\max(x)", "np.max(x)"),
    (
        "f(x[]) = concat(x, 1)",
        "concat(x, 1)",
        r"\operatorname{concat}(x, 1)",
        "np.hstack([x, 1])",
    ),
    (
        "normal_pdf(x+1)*2",
        "normal_pdf(x + 1)*2",
        r"\varphi(x + 1) \cdot 2",
        "np.exp(-(x + 1)**2/2)/np.sqrt(2*np.pi)*2",
    ),
    (
        "2/sech(x)",
        "2/sech(x)",
        r"\frac{2}{\operatorname{sech}(x)}",
        "2/(1/np.cosh(x))",
    ),
    (
        "sinc(x+1)",
        "sinc(x + 1)",
        r"\operatorname{sinc}(x + 1)",
        "np.sinc((x + 1)/np.pi)",
    ),
    (
        "log1p(x-1)*expm1(x)",
        "log1p(x - 1)*expm1(x)",
        r"\ln\left(1 + (x - 1)\right) (e^{x} - 1)",
        "np.log1p(x - 1)*np.expm1(x)",
    ),
    (
        "2*pi*x/tau",
        "2*pi*x/tau",
        r"\frac{2 \pi x}{2 \pi}",
        "2*np.pi*x/(2*np.pi)",
    ),
    (
        "1e-3*x + 2.5E+10",
        "1e-3*x + 2.5E+10",
        r"10^{-3} x + 2.5 \cdot 10^{10}",
        "1e-3*x + 2.5E+10",
    ),
    (
        "007*x + 00.5 + 0",
        "007*x + 00.5 + 0",
        "007 x + 00.5 + 0",
        "7*x + 00.5 + 0",
    ),
    (
        "if(x>=0,x,exp(x)-1)",
        "if(x >= 0, x, exp(x) - 1)",
        r"\begin{cases} x & \text{if } x \geq 0 \\ e^{x} - 1 & \text{otherwise} \end{cases}",
        "np.where(x >= 0, x, np.exp(x) - 1)",
    ),
    (
        "2*if(x<0,0,if(x<1,x,1))",
        "2*if(x < 0, 0, if(x < 1, x, 1))",
        r"2 \left(\begin{cases} 0 & \text{if } x < 0 \\ x & \text{if } x < 1 \\ 1 & \text{otherwise} \end{cases}\right)",
        "2*np.where(x < 0, 0, np.where(x < 1, x, 1))",
    ),
    (
        "piecewise((0,x<0),(x,x<=1),2)",
        "piecewise((0, x < 0), (x, x <= 1), 2)",
        r"\begin{cases} 0 & \text{if } x < 0 \\ x & \text{if } x \leq 1 \\ 2 & \text{otherwise} \end{cases}",
        "np.select([x < 0, x <= 1], [0, x], 2)",
    ),
    (
        "if(-1<=x<1 and not x==0 or x!=3, 1, 0)",
        "if(-1 <= x < 1 and not x == 0 or x != 3, 1, 0)",
        r"\begin{cases} 1 & \text{if } -1 \leq x < 1 \land \lnot x = 0 \lor x \neq 3 \\ 0 & \text{otherwise} \end{cases}",
        "np.where(np.logical_or(np.logical_and(np.logical_and(-1 <= x, x < 1), np.logical_not(x == 0)), x != 3), 1, 0)",
    ),
    (
        "if(0 < x^2 < 1, 1, 0)",
        "if(0 < x^2 < 1, 1, 0)",
        r"\begin{cases} 1 & \text{if } 0 < x^{2} < 1 \\ 0 & \text{otherwise} \end{cases}",
        "np.where((lambda _3: np.logical_and(0 < _3, _3 < 1))(x**2), 1, 0)",
    ),
    (
        "f(x; beta=1, negative_slope=2, x_i=3, a1=4, λ=5) = beta*x*negative_slope*x_i*a1*λ",
        "beta*x*negative_slope*x_i*a1*λ",
        r"\beta x \, \mathrm{negative\_slope} \, x_{i} a_{1} \lambda",
        "beta*x*negative_slope*x_i*a1*λ",
    ),
    (
        "f(lambda, x', x₁, np) = lambda*x' + x₁*np",
        "lambda*x' + x₁*np",
        r"\lambda x' + x_{1} \, \mathrm{np}",
        "lambda_*x_prime + x1*np_",
    ),
    (
        "gate(x; k = 1) = sigmoid(k*x); x*gate(x/2; k = 3)",
        "x*gate(x/2; k = 3)",
        r"x \operatorname{gate}\left(\frac{x}{2}; k = 3\right)",
        "x*gate(x/2, k=3)",
    ),
];

fn tree(text: &str) -> Tree {
    parse(text, &NoNames, &Limits::default())
        .unwrap_or_else(|error| panic!("{error}"))
        .body
        .clone()
}

#[test]
fn trees_are_printed_with_the_fewest_parentheses() {
    for (text, infix, latex, python) in PRINTED {
        let tree = tree(text);
        assert_eq!(tree.to_string(), *infix, "{text}");
        assert_eq!(tree.display(Style::Latex).to_string(), *latex, "{text}");
        assert_eq!(tree.display(Style::Python).to_string(), *python, "{text}");
    }
}

#[test]
fn definitions_are_printed_with_their_header() {
    let rows = [
        (
            "x/(1+exp(-x))",
            "x/(1 + exp(-x))",
            r"f(x) = \frac{x}{1 + e^{-x}}",
        ),
        (
            "swish(x;beta=1)=x*sigmoid(beta*x)",
            "swish(x; beta = 1) = x*sigmoid(beta*x)",
            r"\operatorname{swish}(x; \beta = 1) = x \sigma(\beta x)",
        ),
        (
            "soft_max( x[] ; t=1/2, s = -1 ) = exp(x/t)/sum(exp(x/t))*s",
            "soft_max(x[]; t = 1/2, s = -1) = exp(x/t)/sum(exp(x/t))*s",
            r"\operatorname{soft\_max}(\mathbf{x}; t = \frac{1}{2}, s = -1) = \frac{e^{\frac{x}{t}}}{\operatorname{sum}\left(e^{\frac{x}{t}}\right)} s",
        ),
    ];
    for (text, infix, latex) in rows {
        let definition =
            parse(text, &NoNames, &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(definition.to_string(), infix);
        assert_eq!(definition.display(Style::Latex).to_string(), latex);
    }
}

#[test]
fn definitions_without_a_name_get_one_where_they_need_it() {
    let limits = Limits::default();
    for (text, printed) in [
        ("x", "x"),
        ("2", "2"),
        ("e", "e"),
        ("alpha^2", "alpha^2"),
        ("(a, b) -> a*b", "f(a, b) = a*b"),
        ("t -> 2", "f(t) = 2"),
        ("alpha -> alpha", "f(alpha) = alpha"),
        ("tanh -> tanh + 1", "f(tanh) = tanh + 1"),
        ("e -> e + 1", "f(e) = e + 1"),
        ("σ -> σ", "f(σ) = σ"),
        ("f(x) = x; (a, b) -> f(a)*b", "g(a, b) = f(a)*b"),
    ] {
        let definition = parse(text, &NoNames, &limits).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(definition.to_string(), printed, "{text}");
    }
}

#[test]
fn constants_hidden_by_a_header_are_written_out() {
    let mut definition =
        (*parse("f(e; pi = 1, tau = 2) = e", &NoNames, &Limits::default()).unwrap()).clone();
    definition.body = tree("e^x + pi*tau + inf");
    assert_eq!(
        definition.to_string(),
        "f(e; pi = 1, tau = 2) = exp(1)^x + π*(2*acos(-1)) + inf"
    );
}

#[test]
fn every_function_is_printed_in_every_style() {
    let mut table = String::new();
    for &func in Func::ALL {
        let counts = match func.arity() {
            Arity::Exactly(count) => count..=count,
            Arity::AtLeast(least) => least..=least + 1,
        };
        for count in counts {
            let mut tree = Tree::new();
            for name in ["x", "y", "z"].iter().take(count) {
                tree.push(Kind::Name((*name).into()), Span::default());
            }
            tree.push(Kind::Call(func, count as u32), Span::default());
            let [infix, latex, python] = [Style::Infix, Style::Latex, Style::Python]
                .map(|style| tree.display(style).to_string());
            writeln!(table, "{infix:18} {latex:36} {python}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

//! Sums that nearly cancel, by inputs and by parameters: right at all magnitudes.

use crate::line::{self, Width};
use gradus::Formula;
use gradus::accuracy::{Format, Survey};
use rayon::prelude::*;

/// The greatest conditioned error over the whole line.
const BAR_OF_LINES: f64 = 8.0;

/// Formulas of one input, and the highest order of the derivative that is measured over the whole line.
#[rustfmt::skip]
const OVER_THE_LINE: &[(&str, u32)] = &[
    // roots whose radicand falls into factors, or has the input with a minus
    ("cbrt(1+exp(x))-1",                          2),
    ("cbrt(1-exp(-x))-1",                         2),
    ("1/cbrt(1+exp(x))-1",                        2),
    ("1/(1+exp(-x))^(1/3)-1",                     1),
    ("(1-x)^(1/3)-1+x/3",                         2),
    ("(1-3*x)^(2/3)-1+2*x",                       2),
    ("(1+exp(2*x))^(1/3)-1",                      2),
    // roots of higher order beside their monomials, over all magnitudes
    ("f(x; a = 0.7) = (1+a*x)^(1/3)-1",           2),
    ("(1+x)^(1/3)-1-x/3+x^2/9",                   2),
    ("cbrt(1+x^3)-x",                             2),
    ("(1+x^4)^(1/4)-x",                           2),
    ("cbrt(x+1)^2-cbrt(x)^2",                     1),
    // functions with a branch point at a distance of 1, between their series and where they grow
    ("x/atan(x)",                                 2),
    ("atan(x)/x",                                 2),
    ("asinh(x)/x",                                2),
    ("log(1+x)/x",                                2),
    ("(asinh(x)-x)/x^3",                          1),
    ("x/asinh(x)",                                1),
    ("x/log(1+x)",                                1),
    ("atan(x)-x/(1+x^2)",                         2),
    ("asinh(x)-atan(x)",                          2),
    ("x-log(1+x)",                                2),
    // quotients in exponents whose parts overflow
    ("exp(-x^2/(1+x^2))",                         2),
    ("exp(x^3/(1+x^2))",                          2),
    ("tanh(x^2/(1+x^2))",                         1),
    ("f(x; a = 0.99) = sigmoid(x*(1+a*abs(x))/(1+abs(x)*(1+a*abs(x))))", 2),
    // logarithms of what tends to 1 far out
    ("x^2*log(1+1/x^2)",                          2),
    ("x*log(1+1/x)",                              2),
    ("x-x^2*log(1+1/x)",                          2),
    // logarithms, inverse hyperbolic functions and angles that grow alike
    ("asinh(x)-log(2*x)",                         2),
    ("acosh(x)-log(2*x)",                         2),
    ("x*log(x)-(x+1)*log(x+1)",                   2),
    ("log(2*x)",                                  2),
    ("atan(x+1)-atan(x-1)",                       2),
    ("atan(2*x)-atan(x)",                         2),
    ("2*atan(exp(x))-pi/2",                       2),
    ("atan(x)-pi/4",                              2),
    ("x*atan(x)-pi*abs(x)/2",                     2),
    // roots of slopes that are those of a square less a number
    ("x*exp(-x^2)",                               2),
    ("x^7*exp(-x^2)",                             1),
    ("x^3*exp(-3*x^2)",                           1),
    ("(x^2-2)*exp(-x)",                           1),
    ("x^3-6*x",                                   1),
    // poles at which exponents change their sign
    ("exp(-1/(1-x^2))",                           2),
    ("if(abs(x) < 1, exp(-1/(1-x^2)), 0)",        1),
    ("softplus(1/(x*(1-x)))",                     1),
    // holes at other inputs than 0
    ("0.1*(x+40)/(1-exp(-(x+40)/10))",            2),
    ("0.01*(10-x)/(exp((10-x)/10)-1)",            2),
    ("(x-3)/log(x-2)",                            1),
    // double zeros at other inputs than 0
    ("x*log(x)-x+1",                              2),
    ("x-1-log(x)",                                2),
    // powers of an inverse beside what grows, and roots of the input
    ("log(1+x)/x^2",                              1),
    ("x/(1+abs(x)^(1/3))",                        2),
    ("cbrt(x)/(1+cbrt(x^2))",                     2),
    // tails of shifted inputs beside an exponential that vanishes
    ("if(x < 1, exp((1-x)^2)*erfc(1-x)*exp(-abs(x)), 0)", 0),
    ("exp(x^2)*erfc(abs(x))*x*exp(-x^2/2)",       1),
    // roots of squares that show when they are multiplied out
    ("sqrt(1+sinh(x)^2)-1",                       2),
    ("sqrt(x^4+2*x^2+1)-1",                       2),
];

/// Logarithms and powers of exponentials beside what is small or large, whose factors would cancel or leave the range. The value and the
/// slope are measured.
#[rustfmt::skip]
const BESIDE_EXPONENTIALS: &[&str] = &[
    "log(1+1e-8*exp(x))",
    "log(3+0.001*exp(x))",
    "f(x; l = 1e-8) = log(1+l*exp(x))",
    "f(x; l = 1e-8) = log(1+l*exp(-x))",
    "f(x; l = 1e-9) = log(1+l*exp(abs(x)))",
    "f(x; l = 1e10) = log(1+l*exp(x))",
    "f(x; l = 1e-9) = log(l+exp(x))-x",
    "f(x; l = 1e8) = log(1+exp(x)/l)",
    "f(x; b = 1e-9) = x*log(1+b*exp(x))",
    "f(x; b = 30) = log(1+b*exp(x))-log(1+exp(x))",
    "f(x; a = 1e-9, b = 2) = log(1+a*exp(b*x))/b",
    "f(x; p = 0.3) = log(1-p+p*exp(x))",
    "f(x; l = 0.001) = (1+l*exp(x))^(1/l)",
    "f(x; l = 0.001) = exp(-log(1+l*exp(x))/l)",
    "f(x; l = 3) = 1-(1+l*exp(x))^(-1/l)",
    "f(x; l = 1e8) = (1+exp(x)/l)^(-l)",
    "f(x; v = 0.001, q = 1) = (1+q*exp(-x))^(-1/v)",
];

/// The points of each of them, apart from those at landmarks.
const POINTS: usize = 500;

/// What a survey of the derivatives up to an order finds.
fn faults_over_the_line(text: &str, last: u32, width: Width) -> Vec<String> {
    let formula = width.with_parameters(text.parse().expect(text));
    let format = match width {
        Width::Double => Format::F64,
        Width::Single => Format::F32,
    };
    let mut failures = Vec::new();
    for order in 0..=last {
        let survey = Survey::default()
            .format(format)
            .derivative(order)
            .points(POINTS);
        let found = formula.accuracy(&survey).expect(text);
        let greatest = found.conditioned.maximum;
        if greatest > BAR_OF_LINES || !found.faults.is_empty() {
            failures.push(format!(
                "{text} {width:?} {order}: {greatest}, {:?}",
                found.faults
            ));
        }
    }
    failures
}

#[test]
fn formulas_are_accurate_over_the_line() {
    let rows = OVER_THE_LINE.iter();
    let failures: Vec<String> = rows
        .flat_map(|(text, last)| faults_over_the_line(text, *last, Width::Double))
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn exponentials_beside_what_is_small_are_accurate() {
    let rows = BESIDE_EXPONENTIALS.iter();
    let both = [Width::Double, Width::Single];
    let failures: Vec<String> = rows
        .flat_map(|text| {
            both.map(|width| faults_over_the_line(text, 1, width))
                .concat()
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

/// A formula, what it is differentiated by, values of parameters, and the highest order of the derivative.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, f64)],
    u32,
);

/// Formulas that are right at all magnitudes.
#[rustfmt::skip]
const FORMULAS: &[Row] = &[
    // scaled tails of the error function that cancel where they begin
    ("exp(x^2)*erfc(x)-1",                          "x", &[], 1),
    ("exp(x^2)*erfc(x)-1+x",                        "x", &[], 1),
    ("exp(x^2)*erfc(x)-1+2*x/sqrt(pi)",             "x", &[], 1),
    ("ln(exp(x^2)*erfc(x))",                        "x", &[], 1),
    ("ln(erfc(x))+x^2",                             "x", &[], 1),
    // numbers that are not rational in exponents, and multiples of them that add up to nothing
    ("erfc(x)-exp(-2*x/sqrt(pi))",                  "x", &[], 1),
    ("x*normal_cdf(x)-x/2-x^2/sqrt(2*pi)",          "x", &[], 1),
    ("normal_cdf(x)-1/2-x/sqrt(2*pi)",              "x", &[], 1),
    ("tanh(x*sqrt(3))-erf(x)",                      "x", &[], 1),
    // functions of any sort that nearly cancel beside 0
    ("x*normal_cdf(x)-x*sigmoid(1.702*x)",          "x", &[], 1),
    ("normal_cdf(x)-sigmoid(2*sqrt(2/pi)*x)",       "x", &[], 1),
    ("gelu(x)-gelu_tanh(x)",                        "x", &[], 0),
    ("erfc(x)-erfc(2*x)",                           "x", &[], 1),
    // parameters beside which a formula is 0/0 though they are not 0
    ("f(x; q = 0.5) = (abs(x)^(1-q)-1)/(1-q)",      "q", &[("q", 0.5)], 1),
    ("f(x; q = 0.5) = (abs(x)^(1-q)-1)/(1-q)",      "q", &[("q", 0.999_999_99)], 1),
    ("f(x; q = 0.5) = (abs(x)^(1-q)-1)/(1-q)",      "q", &[("q", 1.000_000_000_000_1)], 1),
    // logarithms that tend to one of a number
    ("ln(1+erf(x))-ln(2)",                          "x", &[], 0),
    ("ln(2+tanh(x))-ln(3)",                         "x", &[], 0),
    // arctangents and logarithms of parameters that cancel far out
    ("f(x; a = 3) = atan(x+a)-atan(x)",             "x", &[], 1),
    ("f(x; a = 3) = atan(x+a)-atan(x)",             "a", &[("a", 1e-8)], 1),
    ("f(x; a = 3) = atan(a*x)-atan(x)",             "x", &[], 1),
    ("f(x; a = 3) = atan(a*x)-atan(x)",             "a", &[("a", -2.0)], 1),
    ("f(x; a = 3) = atan(x+a)-atan(x-a)",           "a", &[], 1),
    ("f(x; a = 3) = atan(a*x)+atan(1/x)-pi/2",      "x", &[], 1),
    ("f(x; a = 3) = x*atan(x+a)-x*atan(x)",         "x", &[], 1),
    ("f(x; a = 2) = log(x^2+a)-log(x^2+1)",         "x", &[], 1),
    ("f(x; a = 2) = log(x^2-a)-log(x^2+1)",         "a", &[], 1),
    ("f(x; a = 2) = log(x+a)-log(x)",               "a", &[], 1),
    ("f(x; a = 2) = log(a*x+1)-log(a*x)",           "a", &[], 1),
    ("f(x; a = 2) = log(x+a)-2*log(x)+log(x-a)",    "a", &[], 1),
    // several of them, and to a high order
    ("log(x^2+1)-2*log(x)",                         "x", &[], 1),
    ("log(1+sqrt(x))-log(sqrt(x))",                 "x", &[], 1),
    ("log(x+sqrt(x^2+1))-log(x)",                   "x", &[], 1),
    ("atan(x+1)-2*atan(x)+atan(x-1)",               "x", &[], 1),
    ("atan(x+2)-3*atan(x+1)+3*atan(x)-atan(x-1)",   "x", &[], 1),
    ("atan(sqrt(x)+1)-atan(sqrt(x))",               "x", &[], 1),
    ("log(x+2)-2*log(x+1)+log(x)",                  "x", &[], 1),
    ("log(x+1)-log(x)-1/x",                         "x", &[], 1),
    // inverse hyperbolic functions of two arguments
    ("asinh(x)-asinh(x-1)",                         "x", &[], 1),
    ("asinh(2*x)-asinh(x)",                         "x", &[], 1),
    ("acosh(x)-acosh(x-1)",                         "x", &[], 1),
    ("asinh(x)-2*asinh(x/2)",                       "x", &[], 1),
    ("f(x; a = 3) = asinh(x+a)-asinh(x)",           "a", &[], 1),
    // sums of roots far out
    ("sqrt(x+2)-2*sqrt(x+1)+sqrt(x)",               "x", &[], 1),
    // exponentials of multiples that are powers of one to a high order only
    ("x*sigmoid(x)-x*sigmoid(1.702*x)",             "x", &[], 1),
    ("sigmoid(x)-sigmoid(1.702*x)",                 "x", &[], 1),
    ("tanh(x)-tanh(1.11*x)",                        "x", &[], 1),
    ("swish(x)-gelu(x)",                            "x", &[], 1),
    ("x*sigmoid(1.702*x)-x*sigmoid(x)",             "x", &[], 1),
    // sums whose terms still cancel where their Taylor polynomials end
    ("log(1+exp(x))-x/2-log(2)-x^2/8",              "x", &[], 1),
    ("log(cosh(x))-x^2/2",                          "x", &[], 1),
    ("erf(x)-tanh(1.2*x)",                          "x", &[], 1),
    ("erf(x)-tanh(2/sqrt(pi)*x)",                   "x", &[], 1),
    // arctangents beside exponentials, and the number they cancel against
    ("atan(x)*2/pi-erf(x)",                         "x", &[], 1),
    ("tanh(x)-2/pi*atan(pi/2*x)",                   "x", &[], 1),
    ("atan(x)*2/pi+exp(-x)-1",                      "x", &[], 1),
    // sums of many terms that nearly cancel
    ("mish(x)-swish(1.1*x)",                        "x", &[], 1),
    // functions of one exponential that cancel where it vanishes
    ("exp(-exp(-x))-sigmoid(x)",                    "x", &[], 1),
    ("sqrt(softplus(x))-sqrt(sigmoid(x))",          "x", &[], 1),
    // functions of an inverse that cancel far out
    ("x*tanh(1/x)",                                 "x", &[], 1),
    ("x*sin(1/x)",                                  "x", &[], 1),
    ("x^2*(1-cos(1/x))",                            "x", &[], 1),
    ("x*(exp(1/x)-1)",                              "x", &[], 1),
    ("(1+1/x)^x",                                   "x", &[], 0),
    // tails of roots
    ("exp(x)*erfc(sqrt(x))",                        "x", &[], 1),
    // differences of one function at two arguments that are near each other
    ("f(x; a = 1) = (tanh(x+a)-tanh(x))/a",         "a", &[("a", -0.01)], 1),
    ("f(x; a = 1) = (sigmoid(x+a)-sigmoid(x))/a",   "a", &[("a", 1e-9)], 1),
    ("f(x; a = 1) = (sigmoid(x+a)-sigmoid(x))/a",   "a", &[("a", 0.3)], 1),
    ("f(x; a = 1) = (sqrt(x+a)-sqrt(x))/a",         "a", &[("a", 1e-9)], 1),
    // those that do not become one function: integrals of a derivative
    ("f(x; a = 1) = (erf(x+a)-erf(x))/a",           "a", &[("a", 1e-9)], 1),
    ("f(x; a = 1) = (erf(x+a)-erf(x))/a",           "x", &[("a", 0.3)], 1),
    ("f(x; a = 1) = gelu(x+a)-gelu(x)",             "x", &[("a", 1e-8)], 1),
    ("f(x; a = 1) = (softplus(x+a)-softplus(x-a))/(2*a)", "a", &[("a", 0.3)], 1),
    ("f(x; a = 1) = (softplus(x+a)-softplus(x-a))/(2*a)", "a", &[("a", 1e-9)], 1),
    ("f(x; h = 0.1) = (softplus(x+h)-2*softplus(x)+softplus(x-h))/h^2", "x", &[("h", 1e-5)], 1),
    ("f(x; h = 0.1) = (softplus(x+h)-2*softplus(x)+softplus(x-h))/h^2", "h", &[], 1),
    ("f(x; h = 0.1) = (tanh(x+h)-2*tanh(x)+tanh(x-h))/h^2", "h", &[], 1),
    ("f(x; h = 0.1) = (swish(x+h)-swish(x))/h",     "x", &[("h", 1e-7)], 1),
    ("f(x; h = 0.1) = (gelu(x+h)-gelu(x-h))/(2*h)", "h", &[], 1),
    ("f(x; h = 0.1) = (mish(x+h)-mish(x))/h",       "x", &[], 1),
    ("f(x; h = 0.1) = (log(x+h)-log(x))/h",         "h", &[], 1),
    ("f(x; h = 0.1) = (asinh(x+h)-asinh(x))/h",     "h", &[], 1),
    ("f(x; h = 0.1) = ((x+h)*log(x+h)-x*log(x))/h", "x", &[], 1),
    ("f(x; h = 0.1) = softplus(x+h)-softplus(x)-h*sigmoid(x)", "h", &[], 1),
    ("f(x; a = 3) = asinh(x+a)-asinh(x)",           "x", &[], 1),
    // logarithms of what tends to 1 by parameters
    ("f(x; c = 1) = c^2/2*log(1+(x/c)^2)",          "c", &[("c", 0.5)], 1),
    ("f(x; c = 1) = c^2/2*log(1+(x/c)^2)",          "c", &[("c", 1e-5)], 1),
    ("f(x; c = 1) = log(1+x^2/c)-x^2/c",            "c", &[("c", 3.0)], 1),
    ("f(x; c = 1) = x*log(1+x/c)-x^2/c",            "x", &[("c", 3.0)], 1),
    // functions of an input over a parameter, by that
    ("f(x; a = 3) = a*asinh(x/a)",                  "a", &[], 1),
    ("f(x; a = 3) = a*asinh(x/a)",                  "a", &[("a", 1e-4)], 1),
    ("f(x; n = 3) = (n+1)/2*log(1+x^2/n)",          "n", &[], 1),
    ("f(x; n = 3) = log(1+x^2/n)/2-(n+1)*x^2/(2*n*(x^2+n))", "x", &[("n", 1e6)], 0),
    ("f(x; d = 1) = d*log(cosh(x/d))",              "d", &[("d", 0.01)], 1),
    ("f(x; d = 1) = d*log(cosh(x/d))",              "d", &[("d", 3.0)], 1),
    ("f(x; d = 1) = d*atan(x/d)",                   "d", &[], 1),
    ("f(x; d = 1) = d*tanh(x/d)",                   "d", &[("d", 0.3)], 1),
    ("f(x; d = 1) = d^2*(1-exp(-x^2/d^2))",         "d", &[("d", 0.3)], 1),
    ("f(x; d = 1) = d^2*(sqrt(1+(x/d)^2)-1)",       "d", &[("d", 0.3)], 1),
    // sums of what grows alike that cancel far out to a high order
    ("asinh(x)-log(2*x)-1/(4*x^2)",                 "x", &[], 1),
    ("acosh(x)-log(2*x)+1/(4*x^2)",                 "x", &[], 0),
    ("log(x+1)-log(x)-1/(x+1/2)",                   "x", &[], 1),
    ("sqrt(x^2+1)-x-1/(2*x)",                       "x", &[], 1),
    ("asinh(x)-2*asinh(x/2)+log(2)",                "x", &[], 1),
    ("atan(x)-pi/2+1/x",                            "x", &[], 1),
    // what cancels far out to a high order
    ("(3*x+2*x^3)*exp(x^2)*erfc(x)-2*(1+x^2)/sqrt(pi)", "x", &[], 1),
];

#[test]
fn nothing_is_lost_at_any_magnitude() {
    let rows = FORMULAS.par_iter();
    let failures: Vec<String> = rows
        .flat_map_iter(|(text, by, parameters, last)| line::faults(text, by, parameters, *last))
        .collect();
    assert!(failures.is_empty(), "{} {failures:#?}", failures.len());
}

/// Formulas whose powers leave the range before what they are multiplied with brings them back, and values of parameters.
#[rustfmt::skip]
const POWERS: &[(&str, &[(&str, f64)])] = &[
    // an exponential that vanishes later than the power overflows
    ("x^8*exp(-1e-8*x^2)",                                  &[]),
    ("x^20*exp(-x)",                                        &[]),
    ("x^40*exp(-x/10)",                                     &[]),
    ("x^12*exp(-x^2)",                                      &[]),
    ("f(x; a = 2, b = 3) = x^(a-1)*exp(-b*x)",              &[]),
    ("f(x; a = 2, b = 3) = x^(a-1)*exp(-b*x)",              &[("a", 20.0)]),
    // symbolic powers of what is negative in quotients
    ("f(x; k = 3) = x^k/(1+x^k)",                           &[]),
    ("f(x; k = 3) = x^k/(1+x^k)",                           &[("k", 0.5)]),
    ("f(x; k = 3) = x^k/(1+x^k)",                           &[("k", 10.0)]),
    ("f(x; k = 3) = x^k/(1+x^k)",                           &[("k", -2.0)]),
    // whole powers beside symbolic ones of a quotient
    ("f(x; k = 1.5, s = 1) = k/s*(x/s)^(k-1)*exp(-(x/s)^k)", &[]),
    ("f(x; k = 1.5, s = 1) = k/s*(x/s)^(k-1)*exp(-(x/s)^k)", &[("k", 5.0)]),
    ("f(x; k = 1.5, s = 1) = k/s*(x/s)^(k-1)*exp(-(x/s)^k)", &[("k", 0.5), ("s", 1e-3)]),
    // squares that overflow beside an exponential that has vanished, or below the line
    ("(x-2)^2*exp(-abs(x))+1",                              &[]),
    ("exp(-abs(x))-1/(1+abs(x))",                           &[]),
    // powers of sums that vanish beside inputs
    ("f(x; p = 3) = x*(1+x^2)^(-p)",                        &[]),
    ("f(x; p = 3) = (1+x^2)^(-p)",                          &[]),
    ("f(x; p = 0.125) = (1-x^3)^(-p)",                      &[]),
];

/// The same where numbers of f32 do not hold what the formula is written with.
#[rustfmt::skip]
const POWERS_IN_DOUBLE: &[(&str, &[(&str, f64)])] = &[
    ("1e300*x^7*exp(-x^2/2)",                               &[]),
    ("1e-300*x^7*exp(-1e-60*x^2/2)",                        &[]),
    ("1e300/(1+x^7)",                                       &[]),
    ("1e200*x^3/(1+x^6)",                                   &[]),
];

/// The value and the slopes by the input and the parameters.
fn quantities(formula: &Formula) -> Vec<(String, Formula)> {
    let parameters = formula.parameters().into_iter().map(|own| own.name);
    let names = std::iter::once("x".to_owned()).chain(parameters);
    let slopes = names.map(|name| {
        let slope = formula.derivative(&name).expect("it is in the header");
        (format!("by {name}"), slope)
    });
    std::iter::once(("value".to_owned(), formula.clone()))
        .chain(slopes)
        .collect()
}

#[test]
fn powers_are_brought_back_into_the_range() {
    let of_both = POWERS
        .iter()
        .flat_map(|row| [(row, Width::Double), (row, Width::Single)]);
    let of_double = POWERS_IN_DOUBLE.iter().map(|row| (row, Width::Double));
    let mut failures = Vec::new();
    for ((text, parameters), width) in of_both.chain(of_double) {
        let formula: Formula = text.parse().expect(text);
        let formula = parameters.iter().fold(formula, |formula, (name, value)| {
            let value = if width == Width::Single {
                f64::from(*value as f32)
            } else {
                *value
            };
            formula.with(name, value).expect(text)
        });
        for (what, quantity) in quantities(&formula) {
            let name = format!("{text} {parameters:?} {what} {width:?}");
            failures.extend(line::faults_at(
                &name,
                &quantity,
                &line::grid_of(width),
                width,
            ));
        }
    }
    assert!(failures.is_empty(), "{} {failures:#?}", failures.len());
}

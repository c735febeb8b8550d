//! Vector and gated entries against the tables: values, Jacobians and products with them.

mod hard;

use gradus::{Element, Formula, Kink, Options, VectorKernel};
use kit::Decimal;
use kit::truth::{self, Kind, VectorPoint};

/// Relative errors allowed in f64.
const DOUBLE: f64 = 1e-12;
/// Relative errors allowed in f32, against the largest element.
const SINGLE: f64 = 1e-5;

fn kernel<T: Element>(point: &VectorPoint) -> VectorKernel<T> {
    let formula = Formula::builtin(&point.name).unwrap_or_else(|error| panic!("{error}"));
    let with = |formula: Formula, (name, value): &(String, f64)| {
        formula.with(name, *value).expect("it has the parameter")
    };
    point.parameters.iter().fold(formula, with).compile_vector()
}

/// The inputs: one vector, or two of half the length.
fn inputs<T: Element>(point: &VectorPoint) -> Vec<Vec<T>> {
    let numbers: Vec<T> = point.x.iter().map(|x| T::number(*x)).collect();
    match point.kind {
        Kind::Gated => numbers
            .chunks(numbers.len() / 2)
            .map(<[T]>::to_vec)
            .collect(),
        _ => vec![numbers],
    }
}

fn slices<T>(vectors: &[Vec<T>]) -> Vec<&[T]> {
    vectors.iter().map(Vec::as_slice).collect()
}

fn doubles(decimals: &[Decimal]) -> Vec<f64> {
    decimals.iter().map(Decimal::to_f64).collect()
}

fn jacobian(point: &VectorPoint) -> Vec<Vec<f64>> {
    point.jacobian.iter().map(|row| doubles(row)).collect()
}

fn is_close(found: f64, expected: f64) -> bool {
    found == expected
        || (found - expected).abs() <= DOUBLE * expected.abs()
        || (found - expected).abs() <= f64::MIN_POSITIVE
}

fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn values_agree_with_the_tables() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let found = kernel::<f64>(&point)
            .call(&slices(&inputs(&point)))
            .unwrap();
        let expected = doubles(&point.f);
        let close = found.len() == expected.len()
            && found
                .iter()
                .zip(&expected)
                .all(|(found, expected)| is_close(*found, *expected));
        if !close {
            missed.push(format!(
                "{}{:?}: {found:?} for {expected:?}",
                point.name, point.x
            ));
        }
    }
    assert_none(&missed);
}

#[test]
fn jacobians_agree_with_the_tables() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let found = kernel::<f64>(&point)
            .jacobian(&slices(&inputs(&point)))
            .unwrap();
        let expected = jacobian(&point);
        assert_eq!(found.len(), expected.len(), "{}", point.name);
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found.len(), expected.len(), "{}", point.name);
            for (j, (found, expected)) in found.iter().zip(expected).enumerate() {
                if !is_close(*found, *expected) {
                    let place = format!("{}{:?} [{i}][{j}]", point.name, point.x);
                    missed.push(format!("{place}: {found:e} for {expected:e}"));
                }
            }
        }
    }
    assert_none(&missed);
}

/// Numbers of both signs that are no multiples of each other.
fn weights(length: usize) -> Vec<f64> {
    (0..length)
        .map(|at| ((at * 7 % 11) as f64 - 4.3) / 3.0)
        .collect()
}

/// A scalar product, and the sum of the magnitudes of its terms.
fn product(a: impl Iterator<Item = f64>, b: &[f64]) -> (f64, f64) {
    let terms = a.zip(b).map(|(a, b)| a * b);
    terms.fold((0.0, 0.0), |(sum, size), term| {
        (sum + term, size + term.abs())
    })
}

fn near(found: f64, (expected, size): (f64, f64)) -> bool {
    (found - expected).abs() <= DOUBLE * size + f64::MIN_POSITIVE
}

#[test]
fn products_with_vectors_agree_with_the_jacobian() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let (kernel, inputs, jacobian) = (kernel::<f64>(&point), inputs(&point), jacobian(&point));
        let direction = weights(point.x.len());
        let directions: Vec<&[f64]> = direction.chunks(inputs[0].len()).collect();
        let forward = kernel.jvp(&slices(&inputs), &directions).unwrap();
        for (i, row) in jacobian.iter().enumerate() {
            let expected = product(row.iter().copied(), &direction);
            let found = forward[i % forward.len()];
            if !near(found, expected) {
                missed.push(format!(
                    "{}{:?} jvp[{i}]: {found:e} for {expected:?}",
                    point.name, point.x
                ));
            }
        }
        let upstream = weights(jacobian.len());
        let reverse = kernel.vjp(&slices(&inputs), &upstream).unwrap().concat();
        assert_eq!(reverse.len(), point.x.len());
        for (j, found) in reverse.into_iter().enumerate() {
            let expected = product(jacobian.iter().map(|row| row[j]), &upstream);
            if !near(found, expected) {
                missed.push(format!(
                    "{}{:?} vjp[{j}]: {found:e} for {expected:?}",
                    point.name, point.x
                ));
            }
        }
    }
    assert_none(&missed);
}

fn is_single(value: f64) -> bool {
    f64::from(value as f32) == value
}

#[test]
fn singles_agree_with_the_tables() {
    let (mut compared, mut missed) = (0, Vec::new());
    for point in truth::vector()
        .iter()
        .filter(|point| point.x.iter().all(|x| is_single(*x)))
    {
        let (kernel, inputs) = (kernel::<f32>(point), inputs(point));
        let mut rows = kernel.jacobian(&slices(&inputs)).unwrap();
        rows.push(kernel.call(&slices(&inputs)).unwrap());
        let mut expected = jacobian(point);
        expected.push(doubles(&point.f));
        for (found, expected) in rows.iter().zip(&expected) {
            compared += 1;
            let largest = expected
                .iter()
                .fold(0.0f64, |largest, x| largest.max(x.abs()));
            let allowed = SINGLE * largest + f64::from(f32::MIN_POSITIVE);
            let close = |(found, expected): (&f32, &f64)| {
                let error = (f64::from(*found) - expected).abs();
                f64::from(*found) == *expected || error <= allowed
            };
            if !found.iter().zip(expected).all(close) {
                missed.push(format!(
                    "{}{:?}: {found:?} for {expected:?}",
                    point.name, point.x
                ));
            }
        }
    }
    assert!(compared >= 300, "{compared}");
    assert_none(&missed);
}

#[test]
fn large_elements_do_not_overflow() {
    let softmax = Formula::builtin("softmax").unwrap();
    let shifted = softmax
        .compile_vector::<f64>()
        .call(&[&[1000.0, 1001.0, 1002.0]])
        .unwrap();
    let plain = softmax
        .compile_vector::<f64>()
        .call(&[&[0.0, 1.0, 2.0]])
        .unwrap();
    assert_eq!(shifted, plain);
    let tables = truth::vector();
    let large = tables
        .iter()
        .filter(|point| point.x == [1000.0, 1001.0, 1002.0]);
    assert!(large.count() >= 6);
}

/// What is added to all elements cancels in shares: that is seen, whatever is added.
#[test]
fn shares_are_those_of_shifted_elements() {
    let spelt = [
        ("exp(x-max(x))/sum(exp(x-max(x)))", "softmax(x)"),
        ("exp(x-mean(x)+3)/sum(exp(x-mean(x)+3))", "softmax(x)"),
        ("max(x)+log(sum(exp(x-max(x))))", "logsumexp(x)"),
    ];
    let compiled = |body: &str| {
        let formula: Formula = format!("f(x[]) = {body}").parse().expect(body);
        formula.compile_vector::<f64>()
    };
    for (text, plain) in spelt {
        let [spelt, plain] = [text, plain].map(compiled);
        for x in [[40.0, 0.0, -40.0], [1000.0, 1001.0, -1000.0], [5.0; 3]] {
            assert_eq!(spelt.call(&[&x]), plain.call(&[&x]), "{text} at {x:?}");
            assert_eq!(
                spelt.jacobian(&[&x]),
                plain.jacobian(&[&x]),
                "{text} at {x:?}"
            );
        }
    }
}

fn near_relative(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs()
}

/// One element outweighs the rest: what it changes by is what the others add up to.
#[test]
fn an_element_that_outweighs_the_rest_keeps_its_slope() {
    let shares = 1.0 + (-50f64).exp();
    let cases: &[(&str, &[f64], f64)] = &[
        (
            "softmax(x)",
            &[50.0, 0.0],
            (-50f64).exp() / (shares * shares),
        ),
        (
            "softmin(x)",
            &[-50.0, 0.0],
            -(-50f64).exp() / (shares * shares),
        ),
        (
            "log_softmax(x)",
            &[1e6 + 50.0, 1e6],
            (-50f64).exp() / shares,
        ),
        (
            "softmax(x)",
            &[1e6 + 50.0, 1e6],
            (-50f64).exp() / (shares * shares),
        ),
        (
            "1 - softmax(x)",
            &[50.0, 0.0],
            -(-50f64).exp() / (shares * shares),
        ),
        (
            "quiet_softmax(x)",
            &[50.0],
            (-50f64).exp() / (shares * shares),
        ),
        ("x/norm(x)", &[1e8, 3.0, 4.0], 25e-24 * (1.0 - 3.75e-15)),
        ("x/norm(x)", &[7.0], 0.0),
        ("x/sum(x)", &[1e20, 3.0, 4.0], 7e-40),
        ("x^2/sum(x^2)", &[1e10, 3.0, 4.0], 2.0 * 25e-30),
        ("abs(x)/sum(abs(x))", &[1e20, -3.0, 4.0], 7e-40),
    ];
    for (body, x, expected) in cases {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        let kernel = formula.compile_vector::<f64>();
        let mut unit = vec![0.0; x.len()];
        unit[0] = 1.0;
        let found = kernel.jacobian(&[x]).unwrap()[0][0];
        assert!(
            near_relative(found, *expected),
            "{body}{x:?}: {found:e} for {expected:e}"
        );
        let found = kernel.jvp(&[x], &[&unit]).unwrap()[0];
        assert!(
            near_relative(found, *expected),
            "{body}{x:?}: {found:e} for {expected:e}"
        );
        let found = kernel.vjp(&[x], &unit).unwrap()[0][0];
        assert!(
            near_relative(found, *expected),
            "{body}{x:?}: {found:e} for {expected:e}"
        );
    }
}

#[test]
fn what_is_left_of_a_share_keeps_its_digits() {
    let rest: Formula = "f(x[]) = 1 - softmax(x)".parse().unwrap();
    let found = rest.compile_vector::<f64>().call(&[&[50.0, 0.0]]).unwrap();
    let expected = (-50f64).exp() / (1.0 + (-50f64).exp());
    assert!(near_relative(found[0], expected), "{found:?}");
    let rest: Formula = "f(x[]) = sum(x) - x".parse().unwrap();
    let found = rest.compile_vector::<f64>().call(&[&[1e20, 3.0, 4.0]]);
    assert_eq!(found.unwrap(), [7.0, 1e20, 1e20]);
}

/// `0*x` is a vector of zeros, whatever is left of it when it has been simplified.
#[test]
fn vectors_keep_their_length_when_numbers_are_left_of_them() {
    for (body, expected) in [
        ("sum(0*x + 1)", &[3.0][..]),
        ("sum(x - x)", &[0.0]),
        ("mean(x/x)", &[1.0]),
        ("norm(if(x > 0, 2, 2))^2", &[12.0]),
        ("prod(2*x^0)", &[8.0]),
        ("max(0*x - 1)", &[-1.0]),
        ("exp(logsumexp(0*x))", &[3.0]),
        ("sum(sum(x) + 0*x)", &[18.0]),
        ("concat(0*x, 7)", &[0.0, 0.0, 0.0, 7.0]),
        ("sum(concat(0*x + 1, x - x))", &[3.0]),
    ] {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        let found = formula.compile_vector::<f64>().call(&[&[1.0, 2.0, 3.0]]);
        let found = found.unwrap();
        assert_eq!(found.len(), expected.len(), "{body}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(near_relative(*found, *expected), "{body}: {found}");
        }
    }
    let nested: Formula = "ones(y[]) = 0*y + 1; f(x[]) = sum(ones(x))"
        .parse()
        .unwrap();
    let found = nested.compile_vector::<f64>().call(&[&[1.0, 2.0, 3.0]]);
    assert_eq!(found.unwrap(), [3.0]);
    let repeated: Formula = "f(x[]) = sum(sum(x) + 0*x)".parse().unwrap();
    let slopes = repeated
        .compile_vector::<f64>()
        .jacobian(&[&[1.0, 2.0, 3.0]]);
    assert_eq!(slopes.unwrap(), [[3.0, 3.0, 3.0]]);
}

/// What is written for people is what the kernel computes, up to cancellation on the diagonal.
#[test]
fn products_as_text_agree_with_the_kernel() {
    let more = [
        "f(x[]) = sum(sum(x) + x^2)",
        "f(x[]) = x*mean(x)/norm(x)",
        "f(x[]; a = 0.5) = exp(a*x)*max(x) + prod(x)",
        "f(x[]) = logsumexp(x)*x - min(x)",
        "f(x[]) = x*sum(mean(x) + 0*x)",
        "g(upstream[], b[]) = upstream*sum(b)/norm(upstream)",
    ];
    let records = gradus::catalog::all().map(|record| record.definition);
    let (x, y, arriving) = (
        [0.5, -1.25, 2.0, 0.75],
        [1.5, 0.25, -0.5, 1.0],
        [0.3, -0.7, 1.1, 0.2],
    );
    let mut compared = 0;
    for text in records.chain(more) {
        let formula: Formula = text.parse().unwrap();
        if !formula.is_vector() {
            continue;
        }
        let inputs: Vec<&[f64]> = [&x[..], &y]
            .into_iter()
            .take(formula.inputs().len())
            .collect();
        let kernel = formula.compile_vector::<f64>();
        let length = kernel.call(&inputs).unwrap().len();
        // the text has one number for a value that is one number
        let upstream = if length == 1 { [0.3; 4] } else { arriving };
        let exact = kernel.vjp(&inputs, &upstream[..length.min(4)]);
        for (which, name) in formula.inputs().into_iter().enumerate() {
            let Ok(product) = formula.vjp(name) else {
                assert!(text.contains("concat"), "{text}");
                continue;
            };
            let product: Formula = product.to_string().parse().unwrap();
            let all: Vec<&[f64]> = inputs.iter().copied().chain([&upstream[..]]).collect();
            let found = product.compile_vector::<f64>().call(&all).unwrap();
            let expected = &exact.as_ref().unwrap()[which];
            let pairs = found.iter().cycle().zip(expected);
            let agree = pairs
                .clone()
                .all(|(a, b)| (a - b).abs() <= 1e-13 * (1.0 + b.abs()));
            assert!(agree, "{text}: {product}: {:?}", pairs.collect::<Vec<_>>());
            compared += 1;
        }
    }
    assert!(compared > 15, "{compared} products");
}

/// The slopes of a norm at the zero vector are 0, the middle of those of `abs`, also beside other kinks.
#[test]
fn norms_have_slopes_at_zero() {
    for body in [
        "norm(x)",
        "sqrt(sum(x^2))",
        "norm(x) + sum(abs(x))",
        "sqrt(mean(x^2))",
    ] {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        for rule in [Kink::Least, Kink::Mid] {
            let kernel = formula
                .options(Options::default().kink(rule))
                .compile_vector::<f64>();
            let zero: &[&[f64]] = &[&[0.0, 0.0]];
            assert_eq!(kernel.jacobian(zero).unwrap(), [[0.0, 0.0]], "{body}");
            assert_eq!(kernel.vjp(zero, &[1.0]).unwrap(), [[0.0, 0.0]], "{body}");
            assert_eq!(kernel.jvp(zero, &[&[1.0, 2.0]]).unwrap(), [0.0], "{body}");
        }
    }
    let kernel = "f(x[]) = norm(x)"
        .parse::<Formula>()
        .unwrap()
        .compile_vector::<f64>();
    assert_eq!(kernel.jacobian(&[&[3.0, 4.0]]).unwrap(), [[0.6, 0.8]]);
}

/// Equal extremes share the slope, whatever the rule for kinks.
#[test]
fn equal_extremes_share_the_slope() {
    let formula: Formula = "f(x[]) = max(x)".parse().unwrap();
    for rule in [Kink::Least, Kink::Left, Kink::Right, Kink::Mid] {
        let kernel = formula
            .options(Options::default().kink(rule))
            .compile_vector::<f64>();
        let slopes = kernel.jacobian(&[&[1.0, 1.0, 0.0]]).unwrap();
        assert_eq!(slopes, [[0.5, 0.5, 0.0]]);
    }
}

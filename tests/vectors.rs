//! Vector and gated entries against the tables: values, Jacobians and products with them.

use gradus::{Element, Formula, VectorKernel};
use kit::Decimal;
use kit::truth::{self, Kind, VectorPoint};

/// Relative errors allowed in f64.
const DOUBLE: f64 = 1e-12;
/// Elements of Jacobians that are the small difference of two terms, as `y*(1 - y)` is for an element of softmax next to 1, by
/// entry and input: their error is measured against the terms, whose size is given.
const CANCELLING: &[(&str, &[f64], [usize; 2], f64)] = &[
    ("softmax", &[88.0, 89.0, 710.0, 745.0], [3, 3], 1.0),
    ("softmax_naive", &[88.0, 89.0, 710.0, 745.0], [3, 3], 1.0),
    ("quiet_softmax", &[88.0, 89.0, 710.0, 745.0], [3, 3], 1.0),
    ("rms_norm_core", &[5.0], [0, 0], 0.2),
    ("l2_normalize", &[5.0], [0, 0], 0.2),
];
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

/// For each element of the Jacobian, the size of the terms that cancel in it; 0 where none do.
fn cancelling(point: &VectorPoint) -> Vec<Vec<f64>> {
    let size = |i: usize, j: usize| {
        let is_it = |(name, x, at, _): &&(&str, &[f64], [usize; 2], f64)| {
            *name == point.name && *x == point.x && *at == [i, j]
        };
        CANCELLING
            .iter()
            .find(is_it)
            .map_or(0.0, |(.., size)| *size)
    };
    let columns = 0..point.x.len();
    (0..point.jacobian.len())
        .map(|i| columns.clone().map(|j| size(i, j)).collect())
        .collect()
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
        let (expected, cancelling) = (jacobian(&point), cancelling(&point));
        assert_eq!(found.len(), expected.len(), "{}", point.name);
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found.len(), expected.len(), "{}", point.name);
            for (j, (found, expected)) in found.iter().zip(expected).enumerate() {
                let error = (found - expected).abs();
                if !is_close(*found, *expected) && error > 2.0 * f64::EPSILON * cancelling[i][j] {
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

fn near(found: f64, (expected, size): (f64, f64), cancelling: f64) -> bool {
    let rounding = 2.0 * f64::EPSILON * cancelling + f64::MIN_POSITIVE;
    (found - expected).abs() <= DOUBLE * size + rounding
}

#[test]
fn products_with_vectors_agree_with_the_jacobian() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let (kernel, inputs, jacobian) = (kernel::<f64>(&point), inputs(&point), jacobian(&point));
        let terms = cancelling(&point);
        let direction = weights(point.x.len());
        let directions: Vec<&[f64]> = direction.chunks(inputs[0].len()).collect();
        let forward = kernel.jvp(&slices(&inputs), &directions).unwrap();
        for (i, row) in jacobian.iter().enumerate() {
            let expected = product(row.iter().copied(), &direction);
            let found = forward[i % forward.len()];
            let (_, cancelling) = product(terms[i].iter().copied(), &direction);
            if !near(found, expected, cancelling) {
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
            let (_, cancelling) = product(terms.iter().map(|row| row[j]), &upstream);
            if !near(found, expected, cancelling) {
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
        let mut terms = cancelling(point);
        terms.push(vec![0.0; point.x.len()]);
        for ((found, expected), terms) in rows.iter().zip(&expected).zip(&terms) {
            compared += 1;
            let largest = expected
                .iter()
                .fold(0.0f64, |largest, x| largest.max(x.abs()));
            let cancelling: f64 = terms.iter().sum();
            let allowed = SINGLE * largest
                + 2.0 * f64::from(f32::EPSILON) * cancelling
                + f64::from(f32::MIN_POSITIVE);
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

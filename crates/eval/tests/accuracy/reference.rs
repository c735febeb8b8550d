//! The values of `data/reference.csv`, which another program computed.

use gradus_eval::reference::{binary, unary};
use gradus_symbolic::computation::Unary;

use crate::ALLOWED;
use crate::Function::{self, One, Two};
use crate::ulp::{is_above, nan_or_max, ulp};

/// A row of the reference values.
struct Point {
    arguments: Vec<f64>,
    value: f64,
    rest: f64,
}

fn points(name: &str) -> Vec<Point> {
    let rows = include_str!("../data/reference.csv")
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[0] == name)
        .map(|row| Point::new(&row))
        .collect()
}

impl Point {
    fn new(row: &[&str]) -> Self {
        let bits = |text: &str| f64::from_bits(u64::from_str_radix(text, 16).unwrap());
        let (numbers, rest) = row[1..].split_at(row.len() - 2);
        let mut arguments: Vec<f64> = numbers.iter().map(|text| bits(text)).collect();
        let value = arguments.pop().unwrap();
        Self {
            arguments,
            value,
            rest: rest[0].parse().unwrap(),
        }
    }

    /// The size of number whose ulp errors are measured in.
    fn scale(&self, function: Function) -> f64 {
        match function {
            One(Unary::SphericalBessel(order))
                if order > 0 && self.arguments[0].abs() > f64::from(order) =>
            {
                self.value.abs().max(1.0 / self.arguments[0].abs())
            }
            _ => self.value.abs(),
        }
    }

    /// The error in f64.
    fn double(&self, function: Function) -> f64 {
        let result = match (function, &self.arguments[..]) {
            (One(function), [x]) => unary(function, *x),
            (Two(function), [x, y]) => binary(function, *x, *y),
            _ => panic!("wrong number of arguments"),
        };
        let unit = ulp(self.value, 52, -1022);
        ((result - self.value) / unit - self.rest).abs()
            * (unit / ulp(self.scale(function), 52, -1022))
    }

    /// The error in f32; none if an argument or the value is not in its range.
    fn single(&self, function: Function) -> Option<f64> {
        let arguments: Vec<f32> = self.arguments.iter().map(|x| *x as f32).collect();
        if arguments
            .iter()
            .zip(&self.arguments)
            .any(|(narrow, wide)| f64::from(*narrow) != *wide)
        {
            return None;
        }
        let result = match (function, &arguments[..]) {
            (One(function), [x]) => unary(function, *x),
            (Two(function), [x, y]) => binary(function, *x, *y),
            _ => panic!("wrong number of arguments"),
        };
        if (self.value as f32).is_infinite() {
            assert_eq!(result, self.value as f32, "{function:?} {arguments:?}");
            return None;
        }
        Some((f64::from(result) - self.value).abs() / ulp(self.scale(function), 23, -126))
    }
}

#[test]
fn every_function_keeps_its_bound_at_the_reference_values() {
    let mut failures = Vec::new();
    for &(name, function, double_bound, single_bound) in ALLOWED {
        let points = points(name);
        assert!(points.len() > 100, "{name}: points");
        let double = points
            .iter()
            .map(|point| point.double(function))
            .fold(0.0, nan_or_max);
        let single: Vec<f64> = points
            .iter()
            .filter_map(|point| point.single(function))
            .collect();
        assert!(single.len() > 20, "{name}: points in f32");
        let single = single.into_iter().fold(0.0, nan_or_max);
        if is_above(double, double_bound) || is_above(single, single_bound) {
            failures.push(format!(
                "{name}: {double:.3} ulp in f64, {single:.4} in f32"
            ));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

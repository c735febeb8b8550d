//! Polynomials through values in high precision.

use crate::precise::{Precise, Precision};

/// Where a polynomial of that many coefficients goes through a function from -1 to 1, so that it is nearly the best one.
pub(super) fn nodes(count: usize) -> impl Iterator<Item = f64> {
    let angle = move |index: usize| std::f64::consts::PI * (index as f64 + 0.5) / count as f64;
    (0..count).map(move |index| angle(index).cos())
}

/// The coefficients of the polynomial through points, from the lowest on, by divided differences.
pub(super) fn interpolated(
    nodes: &[Precise],
    values: &[Precise],
    precision: Precision,
) -> Vec<Precise> {
    let mut differences = values.to_vec();
    for width in 1..nodes.len() {
        for index in (width..nodes.len()).rev() {
            let above = differences[index].sub(&differences[index - 1], precision);
            let below = nodes[index].sub(&nodes[index - width], precision);
            differences[index] = above.div(&below, precision);
        }
    }
    let mut polynomial: Vec<Precise> = Vec::new();
    for (difference, node) in differences.iter().zip(nodes).rev() {
        // times the variable less the node, plus the difference
        let mut product = vec![Precise::ZERO; polynomial.len() + 1];
        for (power, coefficient) in polynomial.iter().enumerate() {
            product[power + 1] = product[power + 1].add(coefficient, precision);
            let part = coefficient.mul(node, precision);
            product[power] = product[power].sub(&part, precision);
        }
        product[0] = product[0].add(difference, precision);
        polynomial = product;
    }
    polynomial
}

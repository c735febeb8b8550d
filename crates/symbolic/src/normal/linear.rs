//! Quotients of which no step overflows where inputs are finite: they need no other form far out.

use super::atoms::Algebra;
use super::form::{Base, Form};
use super::growth::is_input;
use super::poly::Poly;
use crate::graph::Graph;

/// Whether a form is a number over a sum as [`is_linear`] or its square, or the input over that sum: no step of it overflows.
pub(super) fn is_over_linear(graph: &Graph, algebra: &Algebra, form: &Form) -> bool {
    let mut above = 0;
    let mut below = 0;
    for (base, exponent) in &form.factors {
        match *base {
            Base::Atom(atom) if is_input(graph, algebra, atom) && exponent.is_one() => above += 1,
            Base::Sum(id) if is_linear(graph, algebra, algebra.poly(id)) => {
                below += match exponent.to_i64() {
                    Some(-1) => 1,
                    Some(-2) => 2,
                    _ => return false,
                };
            }
            _ => return false,
        }
    }
    form.coefficient.abs() <= 1 && matches!((above, below), (0 | 1, 1) | (0, 2))
}

/// Whether a sum is of a number and an input times at most 1: where the input is finite, so is the sum.
fn is_linear(graph: &Graph, algebra: &Algebra, poly: &Poly) -> bool {
    poly.terms()
        .iter()
        .all(|(monomial, coefficient)| match monomial.powers() {
            [] => true,
            [(atom, 1)] => is_input(graph, algebra, *atom) && coefficient.abs() <= 1,
            _ => false,
        })
}

//! Quotients of which no step overflows where inputs are finite: they need no other form far out.

use super::atoms::Algebra;
use super::form::{Base, Form};
use super::growth::is_input;
use super::poly::Poly;
use crate::graph::Graph;
use crate::rational::Rational;

/// The greatest number that is added to inputs, so that the sum with the greatest number of f32 is that, or divided.
const MOST: i64 = 1 << 60;

/// Whether a form is a number, a number over a sum as [`is_linear`] or over its square, or at most the input over such a sum: no step of
/// it overflows.
pub(super) fn is_over_linear(graph: &Graph, algebra: &Algebra, form: &Form) -> bool {
    let is_input =
        |base: &Base| matches!(*base, Base::Atom(atom) if is_input(graph, algebra, atom));
    let is_linear =
        |base: &Base| matches!(*base, Base::Sum(id) if is_linear(graph, algebra, algebra.poly(id)));
    let size = form.coefficient.abs();
    match &form.factors[..] {
        [] => true,
        [(sum, power)] => is_linear(sum) && size <= MOST && (*power == -1 || *power == -2),
        [first, second] => {
            let is_quotient = |input: &(Base, Rational), sum: &(Base, Rational)| {
                is_input(&input.0) && input.1.is_one() && is_linear(&sum.0) && sum.1 == -1
            };
            size <= 1 && (is_quotient(first, second) || is_quotient(second, first))
        }
        _ => false,
    }
}

/// Whether a sum is of a number and one input times at most 1: where the input is finite, so is the sum.
fn is_linear(graph: &Graph, algebra: &Algebra, poly: &Poly) -> bool {
    let [(first, a), (second, b)] = poly.terms() else {
        return false;
    };
    let is_number = |powers: &[_], own: &Rational| powers.is_empty() && own.abs() <= MOST;
    let is_multiple = |powers: &[_], own: &Rational| match *powers {
        [(atom, 1)] => is_input(graph, algebra, atom) && own.abs() <= 1,
        _ => false,
    };
    let [first, second] = [first.powers(), second.powers()];
    is_multiple(first, a) && is_number(second, b) || is_multiple(second, b) && is_number(first, a)
}

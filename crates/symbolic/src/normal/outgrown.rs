//! Sums over an exponential whose leading term may be tiny: `(l + u)/u` for `1 + l exp(x)` with `u = exp(-x)`.
//!
//! Where `l exp(x)` is not large yet the logarithms of both cancel, and powers of both leave the range.

use super::atoms::{Algebra, Atom, Kind, SumId};
use super::form::{Base, Form};
use super::growth::is_parameter;
use crate::graph::Graph;
use crate::rational::Rational;

/// How much smaller than the factor of an exponential a number is that does not lead where that is not small itself.
const SMALL: i64 = 4;

/// The exponential that a sum with such a leading term is divided by.
pub(super) fn outgrown(graph: &Graph, algebra: &Algebra, form: &Form) -> Option<Atom> {
    let (exponential, sum) = quotient(algebra, form)?;
    let coefficients = algebra.poly(sum).coefficients(exponential);
    let [leading, factor] = &coefficients[..] else {
        return None;
    };
    let is_small = match (leading.as_constant(), factor.as_constant()) {
        (Some(leading), Some(factor)) => &leading.abs() * &Rational::from(SMALL) < factor.abs(),
        (Some(_), None) => false,
        (None, _) => {
            let mut atoms = leading.atoms().into_iter();
            atoms.all(|atom| is_parameter(graph, algebra, atom))
        }
    };
    is_small.then_some(exponential)
}

/// The exponential and the sum of a multiple of a sum over an exponential.
fn quotient(algebra: &Algebra, form: &Form) -> Option<(Atom, SumId)> {
    let is_exponential = |atom: Atom| matches!(algebra.kind(atom), Kind::Exp(_));
    match &form.factors[..] {
        [(Base::Atom(atom), below), (Base::Sum(sum), above)]
        | [(Base::Sum(sum), above), (Base::Atom(atom), below)]
            if *below == Rational::MINUS_ONE && above.is_one() && is_exponential(*atom) =>
        {
            Some((*atom, *sum))
        }
        _ => None,
    }
}

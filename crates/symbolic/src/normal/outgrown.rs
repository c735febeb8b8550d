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
    let (exponential, sum) = quotient(graph, algebra, form)?;
    let coefficients = algebra.poly(sum).coefficients(exponential);
    let [leading, factor] = &coefficients[..] else {
        return None;
    };
    let is_small = match (leading.as_constant(), factor.as_constant()) {
        (Some(leading), Some(factor)) => &leading.abs() * &Rational::from(SMALL) < factor.abs(),
        _ => {
            let mut atoms = leading.atoms().into_iter().chain(factor.atoms());
            atoms.all(|atom| is_parameter(graph, algebra, atom))
        }
    };
    is_small.then_some(exponential)
}

/// The exponential and the sum of a sum over an exponential, perhaps times parameters.
fn quotient(graph: &Graph, algebra: &Algebra, form: &Form) -> Option<(Atom, SumId)> {
    let (mut exponential, mut sum) = (None, None);
    for (base, exponent) in &form.factors {
        match base {
            Base::Sum(id) if exponent.is_one() && sum.is_none() => sum = Some(*id),
            Base::Atom(atom) if is_parameter(graph, algebra, *atom) => {}
            Base::Atom(atom) => {
                let is_divisor = *exponent == Rational::MINUS_ONE;
                let is_exponential = matches!(algebra.kind(*atom), Kind::Exp(_));
                if !is_divisor || !is_exponential || exponential.is_some() {
                    return None;
                }
                exponential = Some(*atom);
            }
            Base::Sum(_) => return None,
        }
    }
    exponential.zip(sum)
}

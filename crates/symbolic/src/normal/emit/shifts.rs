//! Polynomials in an input that are simpler in the input less a number: `x^2 - 2 m x + m^2 + 1` is `(x - m)^2 + 1`.
//!
//! Multiplied out, as the normal form has them, they cancel near `x = m`.

use gradus_syntax::Comparison;

use super::anchors::one;
use super::{Atom, Base, Binary, Emitter, FormId, Guard, Kind, Poly, Value};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A polynomial in one input, or in its inverse, as one in that input plus what makes the second highest power vanish,
    /// where that is simpler.
    pub(super) fn completed(&mut self, poly: &Poly) -> Option<Poly> {
        let atom = self.only_input(poly)?;
        let Kind::Inverse(symbol) = *self.algebra.kind(atom) else {
            let (sum, completed) = self.shifted(poly, atom)?;
            let shifted = self.algebra.atom(Kind::Shifted(sum));
            return Some(completed.substitute(atom, &Poly::atom(shifted)));
        };
        let input = self.algebra.atom(Kind::Symbol(symbol));
        let upright = reversed(poly, atom, input, &one());
        if upright.degree(input) < poly.degree(atom) {
            return None;
        }
        let (sum, completed) = self.shifted(&upright, input)?;
        let relative = self.algebra.atom(Kind::Relative(sum, atom));
        Some(reversed(&completed, input, atom, &Poly::atom(relative)))
    }

    /// A polynomial whose input stands for the sum of the input and a shift.
    fn shifted(&mut self, poly: &Poly, input: Atom) -> Option<(FormId, Poly)> {
        let degree = poly.degree(input);
        if degree < 2 {
            return None;
        }
        let coefficients = poly.coefficients(input);
        let count = Rational::new(1, i64::from(degree));
        let shift = coefficients[degree as usize - 1].scaled(&count);
        if shift.is_zero() {
            return None;
        }
        let shift = shift.over(&coefficients[degree as usize])?;
        let back = Poly::atom(input).plus(&shift.scaled(&Rational::MINUS_ONE));
        let completed = poly.substitute(input, &back);
        if !is_simpler(&completed, poly) {
            return None;
        }
        let sum = Poly::atom(input).plus(&shift);
        let sum = self.algebra.factored(&sum, &[]).ok()?;
        Some((self.algebra.form_id(sum), completed))
    }

    /// The input of a polynomial in it and in parameters and constants.
    fn only_input(&self, poly: &Poly) -> Option<Atom> {
        let mut others = poly
            .atoms()
            .into_iter()
            .filter(|&atom| !self.is_fixed_atom(atom));
        let input = others.next().filter(|&atom| {
            matches!(self.algebra.kind(atom), Kind::Symbol(_) | Kind::Inverse(_))
        })?;
        others.next().is_none().then_some(input)
    }

    /// An input plus what does not depend on inputs, over that input: 1 where that is infinite.
    pub(super) fn relative_input(&mut self, form: FormId, inverse: Atom) -> Option<Value> {
        let (value, inverse) = (
            self.shifted_input(form, None)?,
            self.atom_value(inverse, None)?,
        );
        let ops = self.ops();
        let product = ops.binary(Binary::Mul, value, inverse);
        let (zero, one) = (ops.number(0.0), ops.number(1.0));
        let infinite = ops.compare(Comparison::Equal, inverse, zero);
        Some(ops.select(infinite, one, product))
    }

    /// An input plus what does not depend on inputs, rounded once.
    pub(super) fn shifted_input(&mut self, form: FormId, guard: Guard) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        let value = match form.factors[..] {
            [(Base::Sum(id), _)] if form.coefficient.is_one() => {
                let poly = self.algebra.poly(id).clone();
                if self.is_exact_difference(&poly) {
                    return self.horner(&poly, guard);
                }
                self.offset_value(&poly)?
            }
            _ => self.value(&form)?,
        };
        Some(match guard {
            Some(guard) => self.guarded(value, guard),
            None => value,
        })
    }
}

/// `Σ c_k a^k` as `Σ c_k b^(n - k) scale^k`, `n` being its degree.
fn reversed(poly: &Poly, a: Atom, b: Atom, scale: &Poly) -> Poly {
    let coefficients = poly.coefficients(a);
    let last = coefficients.len() as u32 - 1;
    let mut sum = Poly::new(Vec::new());
    for (k, coefficient) in (0u32..).zip(&coefficients) {
        let power = Poly::atom(b).power(last - k).times(&scale.power(k));
        sum = sum.plus(&coefficient.times(&power));
    }
    sum
}

/// Whether it has much fewer terms, or much smaller ones where all of them are numbers.
fn is_simpler(completed: &Poly, poly: &Poly) -> bool {
    if poly.atoms().len() > 1 {
        return completed.terms().len() + 2 <= poly.terms().len();
    }
    let lower = |poly: &Poly| {
        let terms = poly.terms().iter();
        let most = terms.clone().map(|term| degree(term.0.powers())).max();
        terms
            .filter(|term| Some(degree(term.0.powers())) != most)
            .fold(Rational::ZERO, |total, term| &total + &term.1.abs())
    };
    &lower(completed) * &Rational::from(8) < lower(poly)
}

fn degree(powers: &[(Atom, u32)]) -> u32 {
    powers.iter().map(|power| power.1).sum()
}

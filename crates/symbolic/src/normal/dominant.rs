//! Sums of exponentials that vanish together: the greatest of them stands before the sum, so that the rest does not vanish.

use super::atoms::{Atom, Kind, SumId};
use super::cell::{Cell, Stop};
use super::form::{Base, Form};
use super::poly::{Monomial, Poly};
use crate::graph::Role;
use crate::rational::Rational;

type Built = Result<Form, Stop>;

/// The most different exponentials of a sum that are compared.
const MOST_COMPARED: usize = 4;

impl Cell<'_> {
    /// A form whose sums have a term that does not vanish far out, by comparing exponents where that is not so.
    pub fn dominated(&mut self, form: Form) -> Built {
        let sums: Vec<(SumId, Rational)> = form
            .factors
            .iter()
            .filter_map(|(base, exponent)| match base {
                Base::Sum(id) => Some((*id, exponent.clone())),
                Base::Atom(_) => None,
            })
            .collect();
        let mut result = form;
        for (id, exponent) in sums {
            let poly = self.algebra.poly(id).clone();
            let Some(parts) = self.vanishing_parts(&poly) else {
                continue;
            };
            if parts.len() > MOST_COMPARED {
                // together they would vanish below the line
                if exponent.is_negative() {
                    return Err(Stop::Outside);
                }
                continue;
            }
            let greatest = self.greatest(&parts)?;
            let sum = self.relative_to(&poly, &greatest)?;
            let product = self.algebra.times(&sum, &product_of(&greatest));
            let power = self
                .algebra
                .raised(&product, &exponent)
                .ok_or(Stop::Outside)?;
            result = self.algebra.times(&result.without(Base::Sum(id)), &power);
        }
        Ok(result)
    }

    /// The exponentials of each term, where all have some and not the same.
    fn vanishing_parts(&self, poly: &Poly) -> Option<Vec<Monomial>> {
        let mut parts: Vec<Monomial> = Vec::new();
        for (monomial, _) in poly.terms() {
            let part = self.exponentials(monomial);
            if part.powers().is_empty() {
                return None;
            }
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        (parts.len() > 1).then_some(parts)
    }

    /// Whether a factor vanishes with more exponentials than are compared: its logarithm or inverse would be infinite.
    pub fn may_vanish_unseen(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, _)| {
            let Base::Sum(id) = *base else { return false };
            let parts = self.vanishing_parts(self.algebra.poly(id));
            parts.is_some_and(|parts| parts.len() > MOST_COMPARED)
        })
    }

    /// The exponentials of polynomials in symbols; others are powers of what need not vanish.
    fn exponentials(&self, monomial: &Monomial) -> Monomial {
        let is_exponential = |atom: Atom| match self.algebra.kind(atom) {
            Kind::Exp(argument) => self.is_algebraic(self.algebra.form(*argument)),
            _ => false,
        };
        let powers = monomial.powers().iter();
        powers
            .filter(|power| is_exponential(power.0))
            .fold(Monomial::default(), |product, &(atom, count)| {
                product.times(&Monomial::power(atom, count))
            })
    }

    /// The greatest of products of exponentials.
    fn greatest(&mut self, parts: &[Monomial]) -> Result<Monomial, Stop> {
        let mut greatest = &parts[0];
        for part in &parts[1..] {
            let difference = self.exponent_over(part, greatest)?;
            if self.is_non_negative(&difference)? {
                greatest = part;
            }
        }
        Ok(greatest.clone())
    }

    /// The logarithm of a quotient of products of exponentials.
    fn exponent_over(&mut self, above: &Monomial, below: &Monomial) -> Built {
        let quotient = self
            .algebra
            .raised(&product_of(below), &Rational::MINUS_ONE);
        let quotient = self
            .algebra
            .times(&product_of(above), &quotient.ok_or(Stop::Outside)?);
        self.exponent_of(&quotient)
    }

    /// The sum over a product of exponentials, each term with one exponential of the difference.
    fn relative_to(&mut self, poly: &Poly, greatest: &Monomial) -> Built {
        let is_joint = self.has_fixed_coefficients(poly);
        let mut terms = Vec::new();
        for (monomial, coefficient) in poly.terms() {
            let own = self.exponentials(monomial);
            let rest = Poly::new(vec![(without(monomial, &own), coefficient.clone())]);
            let rest = self.algebra.factored(&rest, &[])?;
            let exponent = self.exponent_over(&own, greatest)?;
            let exponential = match is_joint && !exponent.is_zero() {
                true => self.oriented_exp(&exponent)?,
                false => self.exp(&exponent)?,
            };
            terms.push(self.algebra.times(&rest, &exponential));
        }
        Ok(self.algebra.sum(&terms)?)
    }

    /// Whether inputs stand in exponents only. Then an exponential of parameters times an input is not parted again into those that
    /// vanish; beside powers of the input the parts are what cancels.
    fn has_fixed_coefficients(&self, poly: &Poly) -> bool {
        poly.terms().iter().all(|(monomial, _)| {
            let rest = without(monomial, &self.exponentials(monomial));
            let mut powers = rest.powers().iter();
            powers.all(|power| match self.algebra.kind(power.0) {
                Kind::Symbol(symbol) => self.graph.symbol_info(*symbol).role == Role::Parameter,
                Kind::Pi | Kind::Constant(_) | Kind::Integer(_) | Kind::Number(_) => true,
                _ => false,
            })
        })
    }
}

/// A monomial without the atoms of another one.
fn without(monomial: &Monomial, others: &Monomial) -> Monomial {
    let others = others.powers().iter();
    others.fold(monomial.clone(), |rest, power| rest.without(power.0))
}

fn product_of(monomial: &Monomial) -> Form {
    let factors = monomial.powers().iter();
    let factors = factors.map(|&(atom, count)| (Base::Atom(atom), i64::from(count).into()));
    Form {
        coefficient: Rational::ONE,
        factors: factors.collect(),
    }
}

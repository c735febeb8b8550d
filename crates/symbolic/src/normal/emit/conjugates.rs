//! Sums `a + b sqrt(c)` of two signs by their conjugates, and those with roots of higher order likewise.
//!
//! With `p = a` and `q = -b c^(k/n)` the sum is `p - q = (p^n - q^n)/(p^(n - 1) + p^(n - 2) q + .. + q^(n - 1))`.

use std::ops::RangeInclusive;

use gradus_syntax::Comparison;

use super::anchors::{Near, Small};
use super::{Base, Binary, Emitter, Form, Guard, Kind, Op, Poly, Signs, Value};
use crate::normal::atoms::Atom;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The most roots of a sum that has a conjugate.
const MOST_ROOTS: usize = 4;

/// The highest order of roots that have conjugates.
const HIGHEST_ORDER: u32 = 4;

/// The most terms of what stands beside roots of an order above 2.
const MOST_TERMS_BESIDE: usize = 3;

/// What is left where a sum with such a root is written by its conjugate, over its first part.
const HALF: f64 = 0.5;

/// A sum `a + b r` with the power `r` of a root, of which the `n`-th power is free, by its conjugate.
pub(super) struct Conjugate {
    /// `a^n - (-b r)^n`
    product: Form,
    /// What that is divided by: `a - b r` for a square root.
    other: Poly,
    /// `a` and `b`
    parts: [Poly; 2],
    /// Their signs.
    signs: [Signs; 2],
    /// Whether the terms of the sum have different signs for certain.
    certain: bool,
}

impl Emitter<'_, '_> {
    /// A form with `(a^2 - b^2 c)/(a - b sqrt(c))` for its sums `a + b sqrt(c)` whose terms have different signs.
    pub(super) fn with_conjugates(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        for (base, exponent) in &form.factors {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            if let Some(Conjugate {
                product,
                other,
                certain: true,
                ..
            }) = self.conjugate(&poly)
                && let Ok(below) = self.algebra.factored(&other, &[])
                && let Some(inverse) = self.algebra.raised(&below, &Rational::MINUS_ONE)
            {
                let quotient = self.algebra.times(&product, &inverse);
                if let Some(power) = self.raised_upright(&quotient, exponent) {
                    result = self.algebra.times(&result.without(*base), &power);
                }
            }
        }
        result
    }

    /// Beside inputs that grow, or that are divided by, the sign that decides whether the terms of a sum `a + b sqrt(c)` have different signs, and the
    /// signs for which they have: by its conjugate such a sum would vanish before the input is multiplied with it.
    pub(super) fn undecided_conjugate(&mut self, form: &Form) -> Option<(Form, Signs)> {
        let has_root = |(base, _): &(Base, Rational)| {
            let Base::Sum(id) = *base else { return false };
            let mut terms = self.algebra.poly(id).terms().iter();
            let is_root =
                |power: &(Atom, u32)| matches!(self.algebra.kind(power.0), Kind::Root(..));
            terms.any(|term| term.0.powers().iter().any(is_root))
        };
        if !form.factors.iter().any(has_root) {
            return None;
        }
        let form = &self.with_conjugates(form);
        let grows = |(base, exponent): &(Base, Rational)| match base {
            Base::Atom(atom) if exponent.is_negative() => match *self.algebra.kind(*atom) {
                Kind::Inverse(_) => true,
                Kind::Symbol(symbol) => self.is_input(symbol),
                _ => false,
            },
            _ => false,
        };
        // over a scale one side would vanish before it is multiplied with that
        if !form.factors.iter().any(grows) && self.writer.outer.is_none() {
            return None;
        }
        let divides = |(base, exponent): &(Base, Rational)| {
            exponent.is_negative() && self.is_input_base(*base)
        };
        let is_divided = form.factors.iter().any(divides);
        form.factors.iter().find_map(|(base, _)| {
            let Base::Sum(id) = *base else { return None };
            let poly = self.algebra.poly(id).clone();
            let Conjugate {
                parts: [a, b],
                signs,
                certain: false,
                ..
            } = self.conjugate(&poly)?
            else {
                return None;
            };
            let (undecided, other) = match signs {
                [a_signs, _] if a_signs.is_one_sided() => (b, a_signs),
                [_, b_signs] if b_signs.is_one_sided() => (a, b_signs),
                // the other one is asked for next
                _ if is_divided => (b, Signs::POSITIVE),
                _ => return None,
            };
            let undecided = self.algebra.factored(&undecided, &[]).ok()?;
            let opposite = if other.is_non_negative() {
                Signs::POSITIVE.negated()
            } else {
                Signs::POSITIVE
            };
            Some((undecided, opposite))
        })
    }

    fn signs_of_poly(&mut self, poly: &Poly) -> Signs {
        let signs = self.knowledge.of_poly(self.graph(), self.algebra, poly);
        if signs.is_one_sided() {
            return signs;
        }
        match self.algebra.factored(poly, &[]) {
            Ok(form) => signs.and(self.signs(&form)),
            Err(_) => signs,
        }
    }

    /// The signs of a sum beside the root of another, which is not negative: `x + 2` is `(x + 1) + 1` beside `sqrt(x + 1)`.
    fn signs_beside_root(&mut self, poly: &Poly, radicand: Base) -> Signs {
        let signs = self.signs_of_poly(poly);
        let Base::Sum(id) = radicand else {
            return signs;
        };
        if signs.is_one_sided() {
            return signs;
        }
        let radicand = self.algebra.poly(id).clone();
        for (monomial, own) in radicand.terms() {
            let found = poly.terms().iter().find(|term| term.0 == *monomial);
            let Some((_, coefficient)) = found.filter(|_| !monomial.powers().is_empty()) else {
                continue;
            };
            let count = coefficient * &own.recip();
            let rest = poly.plus(&radicand.scaled(&-&count));
            let rest = self.signs_of_poly(&rest);
            let own = match count.is_negative() {
                false if rest.is_non_negative() => Signs::NON_NEGATIVE,
                true if rest.is_non_positive() => Signs::NON_NEGATIVE.negated(),
                _ => continue,
            };
            return if rest.zero { own } else { rest };
        }
        signs
    }

    /// The conjugate of a sum with a square root whose terms may have different signs.
    pub(super) fn conjugate(&mut self, poly: &Poly) -> Option<Conjugate> {
        self.conjugate_of_order(poly, 2..=2)
    }

    /// By its conjugate, a form with a sum of a root of higher order, where half of its first part or more cancels.
    pub(super) fn high_conjugate(&mut self, form: &Form) -> Option<Near> {
        form.factors.iter().find_map(|(base, exponent)| {
            let Base::Sum(id) = *base else { return None };
            let poly = self.algebra.poly(id).clone();
            let conjugate = self.conjugate_of_order(&poly, 3..=HIGHEST_ORDER)?;
            if self.by_gap_of_root(&poly).is_some() {
                return None;
            }
            let below = self.algebra.factored(&conjugate.other, &[]).ok()?;
            let first = self.algebra.factored(&conjugate.parts[0], &[]).ok()?;
            let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
            let quotient = self.algebra.times(&conjugate.product, &inverse);
            let power = self.raised_upright(&quotient, exponent)?;
            let inverse = self.algebra.raised(&first, &Rational::MINUS_ONE)?;
            Some(Near {
                form: self.algebra.times(&form.without(*base), &power),
                closeness: vec![(Small::Form(self.algebra.times(&quotient, &inverse)), HALF)],
            })
        })
    }

    fn conjugate_of_order(
        &mut self,
        poly: &Poly,
        orders: RangeInclusive<u32>,
    ) -> Option<Conjugate> {
        let atoms = poly.atoms();
        let is_root = |atom: &&Atom| {
            matches!(self.algebra.kind(**atom), Kind::Root(..)) && !self.is_constant_atom(**atom)
        };
        // squared, a sum of many would be one of all their products
        if atoms.iter().filter(is_root).count() > MOST_ROOTS {
            return None;
        }
        for atom in atoms {
            let Kind::Root(base, order) = *self.algebra.kind(atom) else {
                continue;
            };
            if !orders.contains(&order) {
                continue;
            }
            let coefficients = poly.coefficients(atom);
            let Some((a, b, power)) = two_parts(&coefficients) else {
                continue;
            };
            let is_long = |part: &&Poly| order > 2 && part.terms().len() > MOST_TERMS_BESIDE;
            if self.is_constant_atom(atom) || [a, b].iter().any(is_long) {
                continue;
            }
            let signs = [a, b].map(|part| self.signs_beside_root(part, base));
            let [a_signs, b_signs] = signs;
            let same = (a_signs.is_non_negative() && b_signs.is_non_negative())
                || (a_signs.is_non_positive() && b_signs.is_non_positive());
            if same {
                continue;
            }
            let radicand = self.algebra.power_of_base(base, power);
            let most = poly.terms().len();
            let Some(product) = self.product_of_conjugates(a, b, &radicand, order, most) else {
                continue;
            };
            let root = Poly::new(vec![(Monomial::power(atom, power), Rational::MINUS_ONE)]);
            let other = sum_of_products(a, &root.times(b), order - 1);
            let certain = a_signs.is_one_sided() && b_signs.is_one_sided();
            return Some(Conjugate {
                product,
                other,
                parts: [a.clone(), b.clone()],
                signs,
                certain,
            });
        }
        None
    }

    /// `a^2 - b^2 c` and `a - b sqrt(c)` of a sum `a + b sqrt(c)`: it is their quotient.
    pub(super) fn conjugates(&mut self, poly: &Poly) -> Option<(Form, Poly)> {
        let conjugate = self.conjugate(poly)?;
        Some((conjugate.product, conjugate.other))
    }

    /// The value of a sum with a root, by its conjugate where its terms have different signs.
    pub(super) fn chosen_conjugate(&mut self, poly: &Poly, guard: Guard) -> Option<Option<Value>> {
        let Some(Conjugate {
            product,
            other,
            parts: [a, b],
            ..
        }) = self.conjugate(poly)
        else {
            return Some(None);
        };
        let above = self.value(&product)?;
        let below = self.horner(&other, guard)?;
        let quotient = self.ops().binary(Binary::Div, above, below);
        let sum = self.horner(poly, guard)?;
        let (a, b) = (self.horner(&a, guard)?, self.horner(&b, guard)?);
        let (a, b) = (self.is_below_zero(a), self.is_below_zero(b));
        let not = (self.ops().push(Op::Not(a)), self.ops().push(Op::Not(b)));
        let (up, down) = (
            self.ops().push(Op::And(a, not.1)),
            self.ops().push(Op::And(b, not.0)),
        );
        let opposite = self.ops().push(Op::Or(up, down));
        Some(Some(self.ops().select(opposite, quotient, sum)))
    }

    fn is_below_zero(&mut self, value: Value) -> Value {
        let zero = self.ops().number(0.0);
        self.ops().compare(Comparison::Less, value, zero)
    }

    /// `a^n - (-b)^n c`, where it is simpler than what it is made of.
    fn product_of_conjugates(
        &mut self,
        a: &Poly,
        b: &Poly,
        radicand: &Poly,
        order: u32,
        most: usize,
    ) -> Option<Form> {
        let opposite = b.scaled(&Rational::MINUS_ONE).power(order);
        let power = opposite.times(radicand).scaled(&Rational::MINUS_ONE);
        let product = self
            .algebra
            .without_high_roots(a.power(order).plus(&power))
            .ok()?;
        if product.terms().len() > most && !signs_agree(self, &product) {
            return None;
        }
        self.algebra.factored(&product, &[]).ok()
    }
}

/// The `a`, `b` and `k` of `a + b r^k` in a root `r`.
fn two_parts(coefficients: &[Poly]) -> Option<(&Poly, &Poly, u32)> {
    let (b, rest) = coefficients.split_last()?;
    let (a, between) = rest.split_first()?;
    let is_plain = !a.is_zero() && between.iter().all(Poly::is_zero);
    is_plain.then_some((a, b, rest.len() as u32))
}

/// `p^n + p^(n - 1) q + .. + q^n`
fn sum_of_products(p: &Poly, q: &Poly, degree: u32) -> Poly {
    (1..=degree).fold(Poly::constant(Rational::ONE), |sum, power| {
        sum.times(p).plus(&q.power(power))
    })
}

fn signs_agree(emitter: &Emitter<'_, '_>, poly: &Poly) -> bool {
    emitter
        .knowledge
        .of_poly(emitter.graph(), emitter.algebra, poly)
        .is_one_sided()
}

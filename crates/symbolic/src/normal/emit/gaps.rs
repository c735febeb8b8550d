//! Gaps `1 - w` of what tends to 1 at an anchor.

use super::anchors::{Anchor, GAP, Small, one};
use super::{Atom, Binary, Emitter, Kind, Poly, Unary, Value};
use crate::rational::Rational;

/// The highest order of roots whose powers are added up.
const MOST_POWERS: u32 = 8;

impl Emitter<'_, '_> {
    /// `1 - w` without cancellation.
    pub(super) fn gap(&mut self, atom: Atom) -> Option<Value> {
        match self.algebra.kind(atom) {
            Kind::Apply(..) => self.gap_of_cosine(atom),
            Kind::Root(..) => self.gap_of_root(atom),
            _ => {
                let argument = self.exponent(atom, &Rational::ONE)?.high;
                let value = self.ops().unary(Unary::Expm1, argument);
                Some(self.ops().unary(Unary::Neg, value))
            }
        }
    }

    /// `1 - r = (1 - r^n)/(1 + r + .. + r^(n - 1))` for a root of low order; others by the logarithm.
    fn gap_of_root(&mut self, root: Atom) -> Option<Value> {
        let (rest, order) = self.radicand_less_one(root)?;
        let rest = rest.scaled(&Rational::MINUS_ONE);
        let rest = self.algebra.factored(&rest, &[]).ok()?;
        let above = self.value(&rest)?;
        if order > MOST_POWERS {
            return Some(self.gap_of_high_root(above, order));
        }
        let root = self.atom_value(root, None)?;
        let one = self.ops().number(1.0);
        let mut below = self.ops().binary(Binary::Add, root, one);
        for _ in 2..order {
            below = self.ops().mul_add(below, root, one);
        }
        Some(self.ops().binary(Binary::Div, above, below))
    }

    /// `1 - (1 - a)^(1/n)`.
    fn gap_of_high_root(&mut self, a: Value, order: u32) -> Value {
        let ops = self.ops();
        let negated = ops.unary(Unary::Neg, a);
        let logarithm = ops.unary(Unary::Log1p, negated);
        let part = ops.rational(&Rational::new(1, i64::from(order)));
        let exponent = ops.binary(Binary::Mul, logarithm, part);
        let excess = ops.unary(Unary::Expm1, exponent);
        ops.unary(Unary::Neg, excess)
    }

    /// `1 - cos(a) = 2 sin(a/2)^2`.
    pub(super) fn gap_of_cosine(&mut self, cosine: Atom) -> Option<Value> {
        let Kind::Apply(_, args) = self.algebra.kind(cosine) else {
            return None;
        };
        let half = self.algebra.form(args[0]).scaled(&Rational::new(1, 2));
        let half = self.value(&half)?;
        let sine = self.ops().unary(Unary::Sin, half);
        let doubled = self.ops().binary(Binary::Add, sine, sine);
        Some(self.ops().binary(Binary::Mul, doubled, sine))
    }

    /// What a root is of, a sum, less 1; and the order of the root.
    pub(super) fn radicand_less_one(&self, root: Atom) -> Option<(Poly, u32)> {
        let Kind::Root(base, order) = *self.algebra.kind(root) else {
            return None;
        };
        let radicand = self.sum_of_base(base)?;
        Some((radicand.plus(&one().scaled(&Rational::MINUS_ONE)), order))
    }

    /// Whether what is left beside 1 of roots that tend to it cancels in its lowest order, so that their gaps do not help.
    pub(super) fn gaps_of_roots_cancel(
        &mut self,
        poly: &Poly,
        tending: &[Atom],
        anchor: Anchor,
    ) -> bool {
        let (mut leading, mut apparent) = (poly.clone(), Vec::new());
        for &atom in tending {
            let Some((rest, order)) = self.radicand_less_one(atom) else {
                return false;
            };
            let slope = rest.scaled(&Rational::new(1, i64::from(order)));
            leading = leading.substitute(atom, &slope.plus(&one()));
            apparent.push(rest);
        }
        let least = |emitter: &Self, poly: &Poly| {
            let terms = poly.terms().iter();
            terms.map(|term| emitter.order_at(&term.0, anchor)).min()
        };
        let lowest = apparent.iter().filter_map(|rest| least(self, rest)).min();
        match (least(self, &leading), lowest) {
            (Some(left), Some(lowest)) => left > lowest,
            (None, _) => true,
            _ => false,
        }
    }

    /// What is small where an atom that tends to 1 is near it.
    pub(super) fn gap_is_small(&mut self, atom: Atom) -> Option<(Small, f64)> {
        match *self.algebra.kind(atom) {
            Kind::Exp(_) => Some((Small::Exponent(atom), GAP)),
            Kind::Root(..) => {
                let (rest, _) = self.radicand_less_one(atom)?;
                Some((Small::Form(self.algebra.factored(&rest, &[]).ok()?), GAP))
            }
            _ => None,
        }
    }

    /// The parts of `c(u - v)` with two exponentials.
    pub(super) fn exponentials_less_others(&self, poly: &Poly) -> Option<(Atom, Atom, Rational)> {
        let [(first, a), (second, b)] = poly.terms() else {
            return None;
        };
        let ([(u, 1)], [(v, 1)]) = (first.powers(), second.powers()) else {
            return None;
        };
        // the digits of other exponents are kept beside anchors
        let are_plain = [u, v]
            .into_iter()
            .all(|&atom| match self.algebra.kind(atom) {
                Kind::Exp(argument) => self.is_plain(self.algebra.form(*argument)),
                _ => false,
            });
        (are_plain && *b == -a).then(|| (*u, *v, a.clone()))
    }

    /// `u - v`, the greater of both times the gap of their quotient.
    pub(super) fn difference_of_exponentials(&mut self, u: Atom, v: Atom) -> Option<Value> {
        let mut exponents = Vec::new();
        for (atom, power) in [(u, Rational::ONE), (v, Rational::MINUS_ONE)] {
            let magnitude = self.exponent(atom, &Rational::MINUS_ONE)?;
            let magnitude = self.not_infinite(magnitude);
            exponents.push(if power.is_one() {
                self.double_negated(magnitude)
            } else {
                magnitude
            });
        }
        let total = self.double_total(&exponents)?;
        let (u, v) = (self.atom_value(u, None)?, self.atom_value(v, None)?);
        let ops = self.ops();
        let distance = match total.low {
            Some(low) => ops.binary(Binary::Add, total.high, low),
            None => total.high,
        };
        let size = ops.unary(Unary::Abs, distance);
        let negated = ops.unary(Unary::Neg, size);
        let gap = ops.unary(Unary::Expm1, negated);
        let greater = ops.binary(Binary::Max, u, v);
        let sign = ops.unary(Unary::Sign, distance);
        let product = ops.binary(Binary::Mul, greater, gap);
        let product = ops.binary(Binary::Mul, product, sign);
        Some(ops.unary(Unary::Neg, product))
    }
}

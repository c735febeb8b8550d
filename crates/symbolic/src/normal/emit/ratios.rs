//! What vanishes with exponentials over these: it neither vanishes nor is undefined with them.

use gradus_syntax::Comparison;

use super::{Base, Binary, Emitter, Form, Kind, Value, bound};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A form where exponentials are taken out of what vanishes with them, where they cancel against others, and out of its
    /// roots: these may be numbers where it is none.
    pub(super) fn with_ratios(&mut self, form: &Form) -> Form {
        let mut result = form.clone();
        let concerned = |(base, exponent): &(Base, Rational)| {
            self.is_exponential_base(*base) || !exponent.is_integer()
        };
        if !form.factors.iter().any(concerned) {
            return result;
        }
        for (base, exponent) in &form.factors {
            let Some(vanishing) = self.algebra.vanishing(*base) else {
                continue;
            };
            // be they of other arguments: `exp(-x^2)/softplus(x)` is one exponential and a ratio
            let cancels = |(base, own): &(Base, Rational)| {
                self.is_exponential_base(*base) && own.is_negative() != exponent.is_negative()
            };
            if !result.factors.iter().any(cancels) && exponent.is_integer() {
                continue;
            }
            let Some(exponentials) = self.algebra.raised(&vanishing.exponentials, exponent) else {
                continue;
            };
            let mut ratio = Form::atom(self.algebra.atom(Kind::Ratio(*base)));
            ratio.factors[0].1 = exponent.clone();
            let power = self.algebra.times(&ratio, &exponentials);
            result = self.algebra.times(&result.without(*base), &power);
        }
        result
    }

    fn is_exponential_base(&self, base: Base) -> bool {
        matches!(base, Base::Atom(atom) if self.is_exponential(atom))
    }

    /// A base over the exponentials that it vanishes with: its limit where they are nearly 0.
    pub(super) fn ratio(&mut self, base: Base) -> Option<Value> {
        let vanishing = self.algebra.vanishing(base)?;
        let above = self.base_value(base, None)?;
        let below = self.value(&vanishing.exponentials)?;
        let limit = self.value(&vanishing.rest)?;
        let quotient = self.ops().binary(Binary::Div, above, below);
        let tiny = self.ops().constant(bound(1e-18, 1e-9));
        let is_tiny = self.ops().compare(Comparison::Less, below, tiny);
        Some(self.ops().select(is_tiny, limit, quotient))
    }
}

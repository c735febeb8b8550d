//! Single logarithms: by `log1p` beside 1, and in parts where what they are of leaves the range.

use gradus_syntax::Comparison;

use super::{
    Atom, Base, Binary, Emitter, Form, FormId, Kind, Op, Poly, Symbol, Unary, Value, bound,
};
use crate::rational::Rational;

impl Emitter<'_, '_> {
    /// A logarithm; that of a power of an input apart where what it is taken of leaves the range.
    pub(super) fn logarithm(&mut self, id: FormId) -> Option<Value> {
        let plain = self.plain_logarithm(id)?;
        let form = self.algebra.form(id).clone();
        if let Some(beyond) = self.logarithm_beside_exponential(&form)? {
            let size = self.ops().unary(Unary::Abs, plain);
            let most = self.ops().constant(bound(600.0, 70.0));
            let is_within = self.ops().compare(Comparison::Less, size, most);
            return Some(self.ops().select(is_within, plain, beyond));
        }
        let form = self.with_conjugates(&form);
        let Some((symbol, power)) = self.power_of_single(&form) else {
            return Some(plain);
        };
        let inverse = Base::Atom(self.algebra.atom(Kind::Inverse(symbol)));
        let plain_symbol = Base::Atom(self.algebra.atom(Kind::Symbol(symbol)));
        let rest = form.without(inverse).without(plain_symbol);
        let (input, rest) = (self.symbol_value(symbol)?, self.value(&rest)?);
        let [input, rest] = [input, rest].map(|value| self.logarithm_of_size(value));
        let power = self.ops().rational(&power);
        let apart = self.ops().mul_add(power, input, rest);
        let size = self.ops().unary(Unary::Abs, plain);
        let most = self.ops().constant(bound(600.0, 70.0));
        let is_beyond = self.ops().compare(Comparison::Greater, size, most);
        Some(self.ops().select(is_beyond, apart, plain))
    }

    /// The logarithm of a sum over an exponential where that overflows: the two apart.
    #[allow(clippy::option_option, reason = "not written, or not such a form")]
    fn logarithm_beside_exponential(&mut self, form: &Form) -> Option<Option<Value>> {
        let exponential = form.factors.iter().find_map(|(base, exponent)| match base {
            Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)) => {
                Some((*atom, exponent.clone()))
            }
            _ => None,
        });
        let Some((atom, power)) = exponential else {
            return Some(None);
        };
        let rest = form.without(Base::Atom(atom));
        let exponent = self.exponent(atom, &power)?.high;
        let rest = self.value(&rest)?;
        let rest = self.ops().unary(Unary::Ln, rest);
        Some(Some(self.ops().binary(Binary::Add, exponent, rest)))
    }

    /// An input whose square, or a higher power, a form is multiplied with or divided by, and the power; or one that it is divided
    /// by, or a multiple of.
    fn power_of_single(&self, form: &Form) -> Option<(Symbol, Rational)> {
        let is_multiple = form.factors.len() == 1 && form.coefficient > Rational::ONE;
        form.factors.iter().find_map(|(base, exponent)| match base {
            Base::Atom(atom) => match self.algebra.kind(*atom) {
                Kind::Inverse(symbol) if exponent.abs() > Rational::ONE => {
                    Some((*symbol, -exponent))
                }
                Kind::Symbol(symbol)
                    if (exponent.abs() > Rational::ONE
                        || *exponent == Rational::MINUS_ONE
                        || exponent.is_one() && is_multiple)
                        && self.is_input(*symbol) =>
                {
                    Some((*symbol, exponent.clone()))
                }
                _ => None,
            },
            Base::Sum(_) => None,
        })
    }

    /// A logarithm by `log1p` where its argument is near 1.
    fn plain_logarithm(&mut self, id: FormId) -> Option<Value> {
        let form = self.algebra.form(id).clone();
        let Some((excess, below)) = self.algebra.excess(id).cloned() else {
            let value = self.value(&form)?;
            return Some(self.ops().unary(Unary::Ln, value));
        };
        let signs = self.knowledge.of_poly(self.graph(), self.algebra, &excess);
        if signs.is_non_negative() || self.is_small(&excess) {
            return self.log1p(&excess, &below);
        }
        let value = self.value(&form)?;
        let far = self.ops().unary(Unary::Ln, value);
        if excess.terms().len() > 12 {
            return Some(far);
        }
        let near = self.log1p(&excess, &below)?;
        let is_near = self.is_near_one(value);
        Some(self.ops().select(is_near, near, far))
    }

    /// Whether a number lies between 1/2 and 2.
    pub(super) fn is_near_one(&mut self, value: Value) -> Value {
        let (low, high) = (self.ops().number(0.5), self.ops().number(2.0));
        let above = self.ops().compare(Comparison::Greater, value, low);
        let under = self.ops().compare(Comparison::Less, value, high);
        self.ops().push(Op::And(above, under))
    }

    /// Whether a negative excess stays above -1/2: `-u/2` with an exponential `u`.
    fn is_small(&self, excess: &Poly) -> bool {
        let mut total = Rational::ZERO;
        for (monomial, coefficient) in excess.terms() {
            let exponential =
                |power: &(Atom, u32)| matches!(self.algebra.kind(power.0), Kind::Exp(_));
            if monomial.powers().is_empty() || !monomial.powers().iter().all(exponential) {
                return false;
            }
            total = &total + &coefficient.abs();
        }
        total <= Rational::new(1, 2)
    }

    pub(super) fn log1p(&mut self, excess: &Poly, below: &Poly) -> Option<Value> {
        let above = self.algebra.factored(excess, &[]).ok()?;
        let below = self.algebra.factored(below, &[]).ok()?;
        let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
        let quotient = self.algebra.times(&above, &inverse);
        let value = self.value(&quotient)?;
        Some(self.ops().unary(Unary::Log1p, value))
    }

    /// The logarithm of a magnitude.
    pub(super) fn logarithm_of_size(&mut self, value: Value) -> Value {
        let size = self.ops().unary(Unary::Abs, value);
        self.ops().unary(Unary::Ln, size)
    }
}

//! Differences of inverse hyperbolic sines and cosines as one inverse hyperbolic sine of what is small.

use gradus_syntax::Func;

use super::anchors::{Near, Small};
use super::{Atom, Emitter, Form, FormId, Kind, Poly, Signs, joined};
use crate::rational::Rational;

/// `|(a - b)/(a + b)|` is less where two numbers have the same sign.
const OF_ONE_SIGN: f64 = 1.0;

/// A hyperbolic sine and cosine.
type Pair = [Form; 2];

impl Emitter<'_, '_> {
    /// `c asinh(a) - c asinh(b)` as `c asinh((a^2 - b^2)/(a sqrt(b^2 + 1) + b sqrt(a^2 + 1)))` for `a` and `b` of one sign, and likewise
    /// for `acosh`, of which sines and cosines change places, and `2 asinh(a)`.
    pub(super) fn joined_hyperbolic(&mut self, poly: &Poly) -> Option<Near> {
        let functions: Vec<(Atom, Func, FormId)> = poly
            .atoms()
            .into_iter()
            .filter_map(|atom| match *self.algebra.kind(atom) {
                Kind::Apply(func @ (Func::Asinh | Func::Acosh), ref forms) => {
                    Some((atom, func, forms[0]))
                }
                _ => None,
            })
            .collect();
        let &[(first, func, a), (second, other, b)] = &functions[..] else {
            return None;
        };
        let (scales, common, rest) = joined::with_common_factor(poly, &[first, second])?;
        let content = scales[0].abs().gcd(&scales[1].abs());
        let counts = [&scales[0], &scales[1]].map(|own| (own * &content.recip()).to_i64());
        let (n, m) = (counts[0]?, counts[1]?);
        let common = common.scaled(&content);
        let (a, b) = (self.hyperbolic(func, a, n)?, self.hyperbolic(other, b, -m)?);
        self.with_difference(&rest, &common, a, b)
    }

    /// The hyperbolic sine and cosine of a multiple of a function: once or twice.
    fn hyperbolic(&mut self, func: Func, form: FormId, count: i64) -> Option<Pair> {
        let a = self.algebra.form(form).clone();
        let (sine, cosine) = match func {
            Func::Asinh => (a.clone(), self.root_of_square(&a, &Rational::ONE)?),
            _ => (self.root_beside_domain(&a)?, a),
        };
        let sign = Rational::from(count.signum());
        match count.abs() {
            1 => Some([sine.scaled(&sign), cosine]),
            2 => {
                let product = self.algebra.times(&sine, &cosine);
                let square = self.algebra.raised(&sine, &Rational::from(2))?;
                let two = Rational::from(2);
                let cosine = self.algebra.sum(&[Form::one(), square.scaled(&two)]).ok()?;
                Some([product.scaled(&(&sign * &two)), cosine])
            }
            _ => None,
        }
    }

    /// `sqrt(a^2 - 1)` for an `a` that is not below 1.
    fn root_beside_domain(&mut self, a: &Form) -> Option<Form> {
        let minus = Form::constant(Rational::MINUS_ONE);
        let excess = self.algebra.sum(&[a.clone(), minus]).ok()?;
        let within = self.knowledge.with(&excess, Signs::NON_NEGATIVE);
        let outside = std::mem::replace(&mut self.knowledge, within);
        let root = self.root_of_square(a, &Rational::MINUS_ONE);
        self.knowledge = outside;
        root
    }

    /// `rest + scale (a - b)` for numbers with those hyperbolic sines and cosines.
    fn with_difference(
        &mut self,
        rest: &Poly,
        scale: &Poly,
        [sine_a, cosine_a]: Pair,
        [sine_b, cosine_b]: Pair,
    ) -> Option<Near> {
        let minus = Rational::MINUS_ONE;
        let squares = [&sine_a, &sine_b].map(|sine| self.algebra.raised(sine, &Rational::from(2)));
        let [square_a, square_b] = squares;
        let above = self
            .algebra
            .sum(&[square_a?, square_b?.scaled(&minus)])
            .ok()?;
        let first = self.algebra.times(&sine_a, &cosine_b);
        let second = self.algebra.times(&sine_b, &cosine_a);
        if self
            .signs(&self.algebra.times(&first, &second))
            .is_non_positive()
        {
            return None;
        }
        let below = self.algebra.sum(&[first, second]).ok()?;
        let below = self.algebra.raised(&below, &minus)?;
        let argument = self.algebra.times(&above, &below);
        let difference = self
            .algebra
            .sum(&[sine_a.clone(), sine_b.scaled(&minus)])
            .ok()?;
        let sum = self.algebra.sum(&[sine_a, sine_b]).ok()?;
        let sum = self.algebra.raised(&sum, &minus)?;
        let closeness = vec![(
            Small::Form(self.algebra.times(&difference, &sum)),
            OF_ONE_SIGN,
        )];
        let id = self.algebra.form_id(argument);
        let joined = Poly::atom(self.algebra.atom(Kind::Apply(Func::Asinh, [id].into())));
        let total = rest.plus(&scale.times(&joined));
        let form = self.algebra.factored(&total, &[]).ok()?;
        Some(Near { form, closeness })
    }

    /// `sqrt(a^2 + shift)`
    pub(super) fn root_of_square(&mut self, a: &Form, shift: &Rational) -> Option<Form> {
        let square = self.algebra.raised(a, &Rational::from(2))?;
        let shift = Form::constant(shift.clone());
        let radicand = self.algebra.sum(&[square, shift]).ok()?;
        self.raised_upright(&radicand, &Rational::new(1, 2))
    }
}

//! The values of atoms.

use super::{Atom, Base, Binary, Double, Emitter, Form, FormId, Guard, Kind, Unary, Value, bound};
use crate::computation::operations::{binary, unary};
use crate::rational::Rational;
use gradus_syntax::{Comparison, Func};

impl Emitter<'_, '_> {
    /// The value of an atom. Where its guard, an exponential that it is multiplied with, has vanished, an input is 0: what
    /// it is multiplied with is 0 too, though the input be infinite. Beside a vanishing exponential an input is kept finite, so that the product vanishes too.
    pub(super) fn atom_value(&mut self, atom: Atom, guard: Guard) -> Option<Value> {
        if let Some(&value) = self.atoms.get(&(atom, guard)) {
            return Some(value);
        }
        let value = self.new_atom_value(atom, guard)?;
        self.atoms.insert((atom, guard), value);
        Some(value)
    }

    fn new_atom_value(&mut self, atom: Atom, guard: Guard) -> Option<Value> {
        match self.algebra.kind(atom).clone() {
            Kind::Symbol(symbol) => {
                let value = self.symbol_value(symbol)?;
                let is_input = self.is_input(symbol);
                Some(match guard {
                    Some(guard) if is_input => self.guarded(value, guard),
                    _ => value,
                })
            }
            Kind::Exp(_) if self.is_halved(atom) => {
                let half = self.half_exponential(atom)?;
                Some(self.ops().binary(Binary::Mul, half, half))
            }
            Kind::Exp(_) => self.power_of_exponential(atom, &Rational::ONE),
            Kind::Root(base, order) => {
                // what is under it stays as it is: with another input it need not be real
                let value = self.base_value(base, None)?;
                let signs = self.signs(&Form::base(base));
                let root = self.raised(value, &Rational::new(1, i64::from(order)), signs);
                Some(match guard {
                    Some(guard) if !self.is_fixed_atom(atom) => self.guarded(root, guard),
                    _ => root,
                })
            }
            Kind::Integer(_) | Kind::Pi | Kind::Constant(_) | Kind::Number(_) => {
                let value = self.constant(&Form::atom(atom))?;
                Some(self.ops().constant(value))
            }
            Kind::Erfcx(form) => {
                let form = self.algebra.form(form).clone();
                let value = self.held_magnitude(&form, guard)?;
                Some(self.ops().unary(Unary::Erfcx, value))
            }
            Kind::ErfcExcess(form) => {
                let form = self.algebra.form(form).clone();
                let value = self.magnitude(&form, &Rational::ONE)?.high;
                Some(self.ops().unary(Unary::ErfcExcess, value))
            }
            Kind::Inverse(symbol) => {
                let value = self.symbol_value(symbol)?;
                let one = self.ops().number(1.0);
                Some(self.ops().binary(Binary::Div, one, value))
            }
            Kind::Joined(powers) => {
                let (half, other) = self.combined_exponential(&powers)?;
                Some(self.ops().binary(Binary::Mul, half, other))
            }
            Kind::Difference(a, b) => self.difference_of_exponentials(a, b),
            Kind::Shifted(form) => self.shifted_input(form, guard),
            Kind::Relative(form, inverse) => self.relative_input(form, inverse),
            Kind::Erf(form) => {
                let form = self.algebra.form(form).clone();
                let value = self.magnitude(&form, &Rational::ONE)?.high;
                Some(self.ops().unary(Unary::Erf, value))
            }
            Kind::Opposite(base) => {
                let value = self.base_value(base, guard)?;
                Some(self.ops().unary(Unary::Neg, value))
            }
            Kind::Ln(form) => {
                let value = self.logarithm(form)?;
                let argument = self.algebra.form(form).clone();
                Some(match guard {
                    Some(guard) if self.signs(&argument).zero => self.guarded(value, guard),
                    _ => value,
                })
            }
            Kind::Apply(func @ (Func::Sin | Func::Cos), forms) if self.has_pi(forms[0]) => {
                self.sine_of_turns(func, forms[0])
            }
            Kind::Apply(func, forms) => self.function(func, &forms),
            Kind::Power(base, exponent) => {
                let base = self.argument(base)?;
                if let Some(exponent) = self.algebra.form(exponent).as_constant().cloned() {
                    return Some(self.ops().rational_power(base, &exponent));
                }
                let exponent = self.argument(exponent)?;
                Some(self.ops().binary(Binary::Pow, base, exponent))
            }
            Kind::Bessel(order, form) => {
                let value = self.argument(form)?;
                Some(self.ops().unary(Unary::SphericalBessel(order), value))
            }
            Kind::Log1p(form) => self.of_argument(Unary::Log1p, form),
            Kind::Expm1(form) => self.of_argument(Unary::Expm1, form),
            Kind::ExpOf(form) => {
                let form = self.algebra.form(form).clone();
                let argument = self.double_value(&form)?;
                Some(self.exp_of(argument))
            }
            Kind::Gap(atom) => self.gap(atom),
            Kind::Variable(form) => self.argument(form),
            Kind::Expansion(series) => self.value_of_expansion(series),
            Kind::Rest(atom, order) => self.rest_of_series(atom, order),
            Kind::Ratio(base) => self.ratio(base),
        }
    }

    fn function(&mut self, func: Func, forms: &[FormId]) -> Option<Value> {
        if self.is_multiple_of_input(forms[0]) {
            match func {
                Func::Asinh | Func::Acosh => return self.inverse_hyperbolic(func, forms[0]),
                Func::Sin | Func::Cos => {
                    let angle = self.angle(forms[0])?;
                    return Some(self.ops().unary(unary(func)?, angle));
                }
                _ => {}
            }
        }
        let values: Option<Vec<Value>> = forms.iter().map(|&form| self.argument(form)).collect();
        let values = values?;
        match unary(func) {
            Some(unary) => Some(self.ops().unary(unary, values[0])),
            None => values
                .into_iter()
                .reduce(|a, b| self.ops().binary(binary(func), a, b)),
        }
    }

    /// Whether a form is an input times what may be above 1: it may overflow where functions of it do not.
    fn is_multiple_of_input(&self, form: FormId) -> bool {
        let form = self.algebra.form(form);
        let inputs = form
            .factors
            .iter()
            .filter(|(base, _)| self.is_input_base(*base));
        let is_plain = |(base, exponent): &(Base, Rational)| {
            exponent.is_one() && self.is_input_base(*base)
                || matches!(base, Base::Atom(atom) if self.is_fixed_atom(*atom))
        };
        let large = form.coefficient.abs() > Rational::ONE || form.factors.len() > 1;
        inputs.count() == 1 && large && form.factors.iter().all(is_plain)
    }

    /// An angle within the range of numbers, but none where an input is infinite.
    fn angle(&mut self, form: FormId) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        let value = self.value(&form)?;
        self.finite_angle(&form, value)
    }

    fn finite_angle(&mut self, form: &Form, value: Value) -> Option<Value> {
        let mut bases = form.factors.iter().map(|factor| factor.0);
        let input = bases.find(|base| self.is_input_base(*base))?;
        let input = self.base_value(input, None)?;
        let ops = self.ops();
        let least = ops.constant(bound(f64::MIN, f32::MIN));
        let most = ops.constant(bound(f64::MAX, f32::MAX));
        let value = ops.binary(Binary::Max, value, least);
        let value = ops.binary(Binary::Min, value, most);
        let zero = ops.number(0.0);
        Some(ops.mul_add(input, zero, value))
    }

    /// `asinh` or `acosh` of a product: where that overflows by the logarithms of its factors.
    fn inverse_hyperbolic(&mut self, func: Func, form: FormId) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        let argument = self.value(&form)?;
        let plain = self.ops().unary(unary(func)?, argument);
        let (constants, others) = self.split_constants(&form.scaled(&Rational::from(2)));
        let constants = self.constant(&constants)?;
        let constants = self.ops().constant(constants);
        let mut logarithm = self.logarithm_of_size(constants);
        for (base, exponent) in &others.factors {
            let value = self.base_value(*base, None)?;
            let own = self.logarithm_of_size(value);
            let exponent = self.ops().rational(exponent);
            logarithm = self.ops().mul_add(exponent, own, logarithm);
        }
        let (mut beyond, mut size) = (logarithm, argument);
        if func == Func::Asinh {
            let sign = self.ops().unary(Unary::Sign, argument);
            beyond = self.ops().binary(Binary::Mul, logarithm, sign);
            size = self.ops().unary(Unary::Abs, argument);
        }
        let infinity = self.ops().number(f64::INFINITY);
        let overflows = self.ops().compare(Comparison::Equal, size, infinity);
        Some(self.ops().select(overflows, beyond, plain))
    }

    fn has_pi(&mut self, form: FormId) -> bool {
        let pi = Base::Atom(self.algebra.atom(Kind::Pi));
        self.algebra.form(form).exponent(pi).is_one()
    }

    /// `sin(π t)` and `cos(π t)`: whole turns are taken off `t`, exactly.
    fn sine_of_turns(&mut self, func: Func, form: FormId) -> Option<Value> {
        let pi = Base::Atom(self.algebra.atom(Kind::Pi));
        let form = self.algebra.form(form).without(pi);
        let id = self.algebra.form_id(form.clone());
        let mut turns = self.value(&form)?;
        if self.is_multiple_of_input(id) {
            turns = self.finite_angle(&form, turns)?;
        }
        let ops = self.ops();
        let (half, two) = (ops.number(0.5), ops.number(2.0));
        let halved = ops.binary(Binary::Mul, turns, half);
        let whole = ops.unary(Unary::Round, halved);
        let whole = ops.binary(Binary::Mul, whole, two);
        // in [-1, 1]
        let rest = ops.binary(Binary::Sub, turns, whole);
        let size = ops.unary(Unary::Abs, rest);
        let one = ops.number(1.0);
        // the sine of an angle of at most a quarter turn, up to sign
        let (angle, sign) = if func == Func::Sin {
            let other = ops.binary(Binary::Sub, one, size);
            (ops.binary(Binary::Min, size, other), rest)
        } else {
            let angle = ops.binary(Binary::Sub, half, size);
            (ops.unary(Unary::Abs, angle), angle)
        };
        let sign = ops.unary(Unary::Sign, sign);
        let signed = ops.binary(Binary::Mul, angle, sign);
        let pi = self.constant(&Form::base(pi))?;
        let pi = self.ops().constant(pi);
        let angle = self.ops().binary(Binary::Mul, signed, pi);
        Some(self.ops().unary(Unary::Sin, angle))
    }

    fn of_argument(&mut self, unary: Unary, form: FormId) -> Option<Value> {
        let value = self.argument(form)?;
        Some(self.ops().unary(unary, value))
    }

    fn argument(&mut self, form: FormId) -> Option<Value> {
        let form = self.algebra.form(form).clone();
        self.value(&form)
    }

    /// An input, or 0 where the guard is.
    pub(super) fn guarded(&mut self, value: Value, guard: Value) -> Value {
        if let Some(held) = self.held_input(value, guard) {
            return held;
        }
        let zero = self.ops().number(0.0);
        let vanished = self.ops().compare(Comparison::Equal, guard, zero);
        self.ops().select(vanished, zero, value)
    }

    /// The guard within a product with an exponential of that value. The root of one that is kept by that vanishes where inputs
    /// are infinite, and later: one guard then serves for all products.
    pub(super) fn guard_with(&mut self, guard: Guard, atom: Atom, value: Value) -> Option<Value> {
        let own = match self.is_halved(atom) {
            true => self.half_exponential(atom)?,
            false => value,
        };
        Some(match guard {
            Some(guard) if guard == own => own,
            Some(guard) => self.ops().binary(Binary::Min, guard, own),
            None => own,
        })
    }

    /// Minus the exponent of an exponential to a power: negative where the power is positive.
    pub(super) fn exponent(&mut self, atom: Atom, power: &Rational) -> Option<Double> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        let scale = &unit * &power.abs();
        if power.is_negative() {
            self.magnitude(&form, &scale)
        } else {
            self.negative_magnitude(&form, &scale)
        }
    }

    /// The square root of an exponential.
    pub(super) fn half_exponential(&mut self, atom: Atom) -> Option<Value> {
        self.power_of_exponential(atom, &Rational::new(1, 2))
    }

    /// An exponential to a power; of a multiple of a logarithm as a power, which is exact to more digits.
    pub(super) fn power_of_exponential(&mut self, atom: Atom, power: &Rational) -> Option<Value> {
        if let Some((root, exponent)) = self.power_of_logarithm(atom, power) {
            return self.symbolic_power(&root, &exponent);
        }
        let reach = self.reach_of_input(atom, power);
        let argument = self.own_exponent(atom, power)?;
        let value = self.exp_of(argument);
        if let Some(reach) = reach {
            self.reaches.insert(value, reach);
        }
        Some(value)
    }

    /// A product of powers of exponentials, as one exponential in two equal halves.
    pub(super) fn combined_exponential(
        &mut self,
        powers: &[(Atom, Rational)],
    ) -> Option<(Value, Value)> {
        let value = match powers {
            [(atom, power)] if power.is_one() && self.is_halved(*atom) => {
                self.half_exponential(*atom)?
            }
            _ => {
                let half = self.half_exponent(powers)?;
                self.exp_of(half)
            }
        };
        Some((value, value))
    }

    /// Half of the exponent of a product of powers of exponentials.
    pub(super) fn half_exponent(&mut self, powers: &[(Atom, Rational)]) -> Option<Double> {
        let mut arguments = Vec::new();
        for (atom, power) in powers {
            let argument = self.exponent(*atom, power)?;
            arguments.push(self.not_infinite(argument));
        }
        let total = self.double_total(&arguments)?;
        Some(self.double_half(total))
    }

    /// An exponent that may be infinite downwards only: an infinite one outweighs all others.
    pub(super) fn not_infinite(&mut self, a: Double) -> Double {
        let most = self.ops().constant(bound(1e300, 1e38));
        let high = self.ops().binary(Binary::Min, a.high, most);
        let low = a.low.map(|low| self.number_or_zero(low));
        Double { high, low }
    }

    /// A low part, or 0 where its parts overflowed and it says nothing.
    pub(super) fn number_or_zero(&mut self, low: Value) -> Value {
        let zero = self.ops().number(0.0);
        let size = self.ops().unary(Unary::Abs, low);
        let infinity = self.ops().number(f64::INFINITY);
        let is_number = self.ops().compare(Comparison::Less, size, infinity);
        self.ops().select(is_number, low, zero)
    }

    /// Whether an exponential vanishes where the input is infinite, on the side where it is used.
    pub(super) fn vanishes_far_out(&self, atom: Atom) -> bool {
        match self.algebra.kind(atom) {
            Kind::Joined(_) => true,
            Kind::Exp(argument) => self.grows_far_out(self.algebra.form(*argument)),
            _ => false,
        }
    }

    pub(super) fn grows_far_out(&self, form: &Form) -> bool {
        let is_input = |atom: Atom| matches!(self.algebra.kind(atom), Kind::Symbol(symbol) if self.is_input(*symbol));
        form.factors.iter().any(|(base, exponent)| match *base {
            Base::Atom(atom) if exponent.is_negative() => self.vanishes_far_out(atom),
            Base::Atom(atom) => is_input(atom),
            Base::Sum(id) => {
                exponent.is_positive()
                    && self.algebra.poly(id).terms().iter().any(|(monomial, _)| {
                        let powers = monomial.powers();
                        powers.iter().any(|power| is_input(power.0))
                            && !powers.iter().any(|power| self.vanishes_far_out(power.0))
                    })
            }
        })
    }

    /// Whether an atom is an exponential.
    pub(super) fn is_exponential(&self, atom: Atom) -> bool {
        matches!(self.algebra.kind(atom), Kind::Exp(_) | Kind::Joined(_))
    }
}

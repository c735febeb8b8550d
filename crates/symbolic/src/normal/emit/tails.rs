//! Exponentials and symbolic powers as factors: what vanishes is multiplied last, without losing what it is multiplied with.

use super::parts::Parts;
use super::{Atom, Base, Cells, Emitter, Form, Kind, Poly, Value};
use crate::normal::growth;
use crate::rational::Rational;

/// The most that an exponential is multiplied with as a single number.
const MOST_BESIDE: f64 = 4.0;

/// The most terms of what a base has above 1.
const MOST_TERMS: usize = 12;

/// An exponential that is kept as the square of its root, so that what it is multiplied with is not lost.
#[derive(Clone, Copy, Debug)]
pub(in crate::normal) struct Halved {
    pub atom: Atom,
    /// Whether its input stands beside it, which is held within its reach.
    pub beside_input: bool,
}

impl Emitter<'_, '_> {
    /// Takes the exponentials that make a form vanish out of it, as tails; as plain factors where nothing that they are multiplied
    /// with grows.
    pub(super) fn tails(&mut self, form: &Form, grows: bool, parts: &mut Parts) -> Option<Form> {
        let exponentials: Vec<(Atom, Rational)> = form
            .factors
            .iter()
            .filter_map(|(base, exponent)| match base {
                Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)) => {
                    Some((*atom, exponent.clone()))
                }
                _ => None,
            })
            .collect();
        let mut rest = form.clone();
        if exponentials.is_empty() {
            return Some(rest);
        }
        for (atom, _) in &exponentials {
            rest = rest.without(Base::Atom(*atom));
        }
        if let [(atom, exponent)] = &exponentials[..]
            && exponent.is_integer()
        {
            let count = exponent.to_i64()?;
            if count == 1 && !grows && !self.is_halved(*atom) {
                let value = self.atom_value(*atom, None)?;
                parts.above.push(value);
                return Some(rest);
            }
            if (1..=4).contains(&count) {
                let alone = rest.factors.is_empty() && !parts.grows;
                self.push_tails(*atom, count, alone, parts)?;
                return Some(rest);
            }
        }
        let value = self.combined_exponential(&exponentials)?;
        let alone = rest.factors.is_empty() && parts.above.is_empty();
        if alone {
            parts.above.push(value.0);
            let one = self.ops().number(1.0);
            if value.1 != one {
                parts.above.push(value.1);
            }
        } else {
            parts.tails.extend([value.0, value.1]);
        }
        Some(rest)
    }

    pub(super) fn push_tails(
        &mut self,
        atom: Atom,
        count: i64,
        alone: bool,
        parts: &mut Parts,
    ) -> Option<()> {
        if alone && !self.is_halved(atom) || count > 1 {
            let value = self.atom_value(atom, None)?;
            let side = if alone {
                &mut parts.above
            } else {
                &mut parts.tails
            };
            side.extend((0..count).map(|_| value));
        } else {
            let half = self.half_exponential(atom)?;
            parts.tails.extend([half, half]);
        }
        Some(())
    }

    /// Exponentials that multiply something that grows on their way to zero.
    pub(in crate::normal) fn exponentials_to_halve(&mut self, cells: &Cells) -> Vec<Halved> {
        let mut forms = Vec::new();
        cells.forms(&mut |form| forms.push(form.clone()));
        let mut found = Vec::new();
        for form in forms {
            let exponentials: Vec<_> = form
                .factors
                .iter()
                .filter(|(base, _)| {
                    matches!(base, Base::Atom(atom) if matches!(self.algebra.kind(*atom), Kind::Exp(_)))
                })
                .collect();
            if let [(Base::Atom(atom), exponent)] = exponentials[..]
                && exponent.is_one()
                && self.grows_beside_exponentials(&form)
            {
                let beside_input = self.stands_beside_its_input(&form, *atom);
                found.push(Halved {
                    atom: *atom,
                    beside_input,
                });
            }
        }
        found
    }

    /// Whether an input that an exponential is of stands beside it too.
    fn stands_beside_its_input(&self, form: &Form, atom: Atom) -> bool {
        let own = self.algebra.symbols_of(vec![Base::Atom(atom)]);
        let is_its_input = |other: Atom| match *self.algebra.kind(other) {
            Kind::Symbol(symbol) => self.is_input(symbol) && own.contains(&symbol),
            _ => false,
        };
        form.factors.iter().any(|(base, _)| match *base {
            Base::Atom(other) => is_its_input(other),
            Base::Sum(id) => self.algebra.poly(id).atoms().into_iter().any(is_its_input),
        })
    }

    /// Whether an exponential is kept as the square of its root.
    pub(super) fn is_halved(&self, atom: Atom) -> bool {
        self.halved.iter().any(|own| own.atom == atom)
    }

    /// Whether what a form has beside exponentials may be so large where these vanish that their last digits count: those of
    /// subnormal numbers are lost.
    pub(super) fn grows_beside_exponentials(&mut self, form: &Form) -> bool {
        let (constants, others) = self.split_constants(form);
        let Some(constant) = self.constant(&constants) else {
            return true;
        };
        let mut most = constant.double.abs();
        for (base, exponent) in &others.factors {
            let Some(bound) = self.bound_beside_exponentials(*base, exponent) else {
                return true;
            };
            most *= bound;
        }
        most > MOST_BESIDE
    }

    /// The most that a factor is where exponentials vanish, as far as it is known.
    fn bound_beside_exponentials(&self, base: Base, exponent: &Rational) -> Option<f64> {
        let exponent = exponent.to_i64().filter(|exponent| exponent.abs() < 8)?;
        let is_exponential = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Exp(_));
        let id = match base {
            Base::Atom(atom) => {
                let bounded = matches!(self.algebra.kind(atom), Kind::Exp(_) | Kind::Erfcx(_));
                return (bounded && exponent > 0).then_some(1.0);
            }
            Base::Sum(id) => id,
        };
        let poly = self.algebra.poly(id);
        if !poly.atoms().iter().all(is_exponential) {
            return None;
        }
        let terms = poly.terms().iter();
        let total: f64 = terms.map(|term| term.1.to_f64().abs()).sum();
        let mut constants = poly
            .terms()
            .iter()
            .filter(|term| term.0.powers().is_empty());
        let constant = constants.next().map_or(0.0, |term| term.1.to_f64());
        let above_constant = poly.terms().iter().all(|term| term.1.to_f64() > 0.0);
        match exponent > 0 {
            true => Some(total.powi(exponent as i32)),
            false => (above_constant && constant > 0.0).then(|| constant.powi(exponent as i32)),
        }
    }

    /// Takes powers `b^e` with a symbolic exponent out of a form, with the whole powers of `b` that stand beside them.
    pub(super) fn symbolic_powers(&mut self, form: &Form, parts: &mut Parts) -> Option<Form> {
        let mut rest = form.clone();
        let joined = self.has_exponentials_to_join(form);
        for (base, exponent) in &form.factors {
            let Base::Atom(atom) = *base else { continue };
            let Some((root, symbolic)) = self.power_of_logarithm(atom, exponent) else {
                continue;
            };
            if joined && self.is_number(&root) {
                continue;
            }
            rest = rest.without(*base);
            let power = self.power_with_whole(root, &symbolic, &mut rest, parts)?;
            self.push_power(&power, &rest, parts)?;
        }
        Some(rest)
    }

    /// A power with a symbolic exponent, taking the whole power and the sign that stand beside it out of the rest of a form.
    fn power_with_whole(
        &mut self,
        root: Form,
        symbolic: &Form,
        rest: &mut Form,
        parts: &mut Parts,
    ) -> Option<(Form, Form)> {
        let (whole, others) = self.whole_power(&root, rest);
        let total = [symbolic.clone(), Form::constant(whole.clone())];
        let total = self.algebra.sum(&total).ok()?;
        let mut coefficient = others.coefficient.clone();
        *rest = others.with_coefficient(Rational::ONE);
        let mut root = root;
        // what an exponent is rounded by is written for what is positive
        if let Some(sign) = self.sign_of_power(&root, symbolic)
            && rest.exponent(sign).is_one()
            && self.double_value(&total)?.low.is_none()
        {
            *rest = rest.without(sign);
            root = root.scaled(&Rational::MINUS_ONE);
            if !whole.is_even() {
                coefficient = -&coefficient;
            }
        }
        if !coefficient.is_one() {
            let coefficient = self.ops().rational(&coefficient);
            parts.above.push(coefficient);
        }
        Some((root, total))
    }

    /// A base to an exponent; as halves of it around inputs, which bring it back where it leaves the range.
    fn push_power(
        &mut self,
        (root, exponent): &(Form, Form),
        rest: &Form,
        parts: &mut Parts,
    ) -> Option<()> {
        let degree = |(base, _): &(Base, Rational)| self.degree_of_growing_sum(*base);
        let degree = root.factors.iter().map(degree).fold(0.0, f64::max);
        let of_input = root
            .factors
            .iter()
            .any(|(base, _)| self.is_input_base(*base));
        let grows = |(base, _): &(Base, Rational)| {
            self.is_input_base(*base) || self.degree_of_growing_sum(*base) > 0.0
        };
        let beside_growing = parts.grows || rest.factors.iter().any(grows);
        parts.grows |= degree > 0.0 || of_input;
        if degree > 1.0 && beside_growing && !self.has_opaque_power(rest) {
            let half = self.symbolic_power(root, &exponent.scaled(&Rational::new(1, 2)))?;
            parts.tails.extend([half, half]);
        } else {
            let power = self.symbolic_power(root, exponent)?;
            parts.above.push(power);
        }
        Some(())
    }

    /// How fast a sum grows with inputs: one whose leading terms have the other sign does not.
    pub(super) fn degree_of_growing_sum(&self, base: Base) -> f64 {
        let Base::Sum(id) = base else { return 0.0 };
        let (graph, poly) = (self.graph(), self.algebra.poly(id));
        let degree = growth::poly_degree(graph, self.algebra, poly);
        let leading = poly.terms().iter().filter(|(monomial, _)| {
            growth::monomial_degree(graph, self.algebra, monomial) == Some(degree)
        });
        let leading = Poly::new(leading.cloned().collect());
        let of_poly = |poly: &Poly| self.knowledge.of_poly(graph, self.algebra, poly);
        let (own, leading) = (self.signs(&Form::base(base)), of_poly(&leading));
        let is_bounded = own.is_non_negative() && leading.is_non_positive()
            || own.is_non_positive() && leading.is_non_negative();
        if is_bounded { 0.0 } else { degree }
    }

    /// The sign that a power of minus an input has beside that of its magnitude.
    fn sign_of_power(&mut self, root: &Form, exponent: &Form) -> Option<Base> {
        let [(single, power)] = &root.factors[..] else {
            return None;
        };
        if root.coefficient != -1 || !power.is_one() || !self.is_input_base(*single) {
            return None;
        }
        let minus_one = self.algebra.form_id(Form::constant(Rational::MINUS_ONE));
        let exponent = self.algebra.form_id(exponent.clone());
        let sign = self.algebra.atom(Kind::Power(minus_one, exponent));
        Some(Base::Atom(sign))
    }

    /// The whole power of what a power is of that stands beside it, and all else without that.
    fn whole_power(&mut self, root: &Form, form: &Form) -> (Rational, Form) {
        let own = |(base, power): &(Base, Rational)| {
            let whole = &form.exponent(*base) * &power.recip();
            let is_whole = whole.is_integer() && !whole.is_zero();
            (is_whole && self.form_has(&Form::base(*base), true)).then_some(whole)
        };
        let whole = match &root.factors[..] {
            [(base, power)] if root.coefficient.abs().is_one() => {
                Some(&form.exponent(*base) * &power.recip()).filter(Rational::is_integer)
            }
            factors => factors.iter().find_map(own),
        };
        let whole = whole.filter(|whole| !whole.is_zero());
        let inverse = whole
            .as_ref()
            .and_then(|whole| self.algebra.raised(root, &-whole));
        match whole.zip(inverse) {
            Some((whole, inverse)) => (whole, self.algebra.times(form, &inverse)),
            None => (Rational::ZERO, form.clone()),
        }
    }

    /// Whether powers of numbers stand beside other exponentials: one of them may overflow where their product does not, so
    /// they are all written as one exponential.
    fn has_exponentials_to_join(&mut self, form: &Form) -> bool {
        let mut count = 0;
        for (base, exponent) in &form.factors {
            if let Base::Atom(atom) = *base
                && matches!(self.algebra.kind(atom), Kind::Exp(_))
            {
                let power = self.power_of_logarithm(atom, exponent);
                count += usize::from(power.is_none_or(|(root, _)| self.is_number(&root)));
            }
        }
        count > 1
    }

    fn is_number(&self, form: &Form) -> bool {
        self.split_constants(form).1 == Form::one()
    }

    /// `b^e`, beside `b = 1` by what `b` has above 1: its rounding would be raised too.
    pub(super) fn symbolic_power(&mut self, root: &Form, exponent: &Form) -> Option<Value> {
        if let [(Base::Atom(atom), power)] = &root.factors[..]
            && let Kind::Inverse(symbol) = *self.algebra.kind(*atom)
            && power.abs().is_one()
        {
            let symbol = Form::atom(self.algebra.atom(Kind::Symbol(symbol)));
            let upright = symbol.scaled(&root.coefficient.recip());
            return self.symbolic_power(&upright, &exponent.scaled(&-power));
        }
        let (value, exponent) = (self.value(root)?, self.double_value(exponent)?);
        let power = self.ops().power(value, (exponent.high, exponent.low));
        let id = self.algebra.form_id(root.clone());
        if matches!(root.factors[..], [(Base::Atom(_), _)]) || root.factors.is_empty() {
            return Some(power);
        }
        let Some((excess, below)) = self.algebra.excess(id).cloned() else {
            return Some(power);
        };
        if excess.terms().len() > MOST_TERMS {
            return Some(power);
        }
        let logarithm = self.log1p(&excess, &below)?;
        let product = self.product_with(logarithm, exponent);
        let near = self.exp_of(product);
        let is_near = self.is_near_one(value);
        Some(self.ops().select(is_near, near, power))
    }

    /// The base and exponent of an exponential of a multiple of a logarithm, to a power; none if the base has exponentials that may
    /// be infinite.
    pub(super) fn power_of_logarithm(
        &mut self,
        atom: Atom,
        power: &Rational,
    ) -> Option<(Form, Form)> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let unit = self.algebra.unit(argument)?.clone();
        let form = self.algebra.form(argument).clone();
        let (base, root) = form
            .factors
            .iter()
            .find_map(|(base, exponent)| match base {
                Base::Atom(atom) => match self.algebra.kind(*atom) {
                    Kind::Ln(root) if exponent.is_one() => {
                        Some((*base, self.algebra.form(*root).clone()))
                    }
                    _ => None,
                },
                Base::Sum(_) => None,
            })?;
        // it would overflow
        let is_exponential = |(base, _): &(Base, Rational)| match base {
            Base::Atom(atom) => self.is_exponential(*atom),
            Base::Sum(_) => false,
        };
        if root.factors.iter().any(is_exponential) {
            return None;
        }
        let scale = &unit * power;
        let scale = if self.signs(&form).is_non_negative() {
            -&scale
        } else {
            scale
        };
        Some((root, form.without(base).scaled(&scale)))
    }
}

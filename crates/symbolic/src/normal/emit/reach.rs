//! How far inputs reach: beyond, the exponential that they are multiplied with has vanished, and they may as well stay there.
//!
//! An input held there needs no look at whether the exponential has vanished, and its powers in the exponent do not overflow.

use super::{Atom, Base, Binary, Double, Emitter, Form, Guard, Kind, Poly, Unary, Value, bound};
use crate::computation::Real;
use crate::graph::Symbol;
use crate::rational::Rational;

/// An input, and the magnitude beyond which an exponential of it is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    symbol: Symbol,
    most: Real,
}

/// Exponents of which exponentials are 0, in f64 and in f32: from the first on, and not beyond what they are computed with.
const VANISHED: [[f64; 2]; 2] = [[746.0, 758.0], [104.5, 109.5]];

/// The binary logarithms of what no term may be above where the input is held, in f64 and in f32: it is multiplied with 0 there.
const ROOM: [f64; 2] = [1000.0, 120.0];

impl Emitter<'_, '_> {
    /// How far the input of an exponential to a power reaches: its exponent grows with the input's magnitude and depends on nothing
    /// else.
    pub(super) fn reach_of_input(&mut self, atom: Atom, power: &Rational) -> Option<Reach> {
        let key = (atom, power.clone());
        if let Some(known) = self.reach_of.get(&key) {
            return *known;
        }
        let reach = self.new_reach_of_input(atom, power);
        self.reach_of.insert(key, reach);
        reach
    }

    fn new_reach_of_input(&mut self, atom: Atom, power: &Rational) -> Option<Reach> {
        let Kind::Exp(argument) = *self.algebra.kind(atom) else {
            return None;
        };
        let scale = self.algebra.unit(argument)? * &power.abs();
        let form = self.algebra.form(argument).scaled(&scale);
        let (symbol, input) = self.growing_input(&form)?;
        if power.is_negative() {
            return None;
        }
        let (constants, others) = self.split_constants(&form);
        let constant = self.known(&constants)?.to_f64().abs();
        let at = |x: f64| constant * self.grown(&others, input, x);
        let [double, single] = VANISHED.map(|range| place(&at, range));
        let places = [double?, single?];
        let has_room = |(x, room): (f64, f64)| self.algebra.greatest(input, x.log2()) < room;
        let most = bound(places[0], places[1] as f32);
        let fits = places.into_iter().zip(ROOM).all(has_room);
        fits.then_some(Reach { symbol, most })
    }

    /// The input that a form depends on, if it grows with its magnitude and nothing else is in it.
    pub(super) fn growing_input(&self, form: &Form) -> Option<(Symbol, Atom)> {
        let mut found = None;
        for atom in self.atoms_of(form) {
            match *self.algebra.kind(atom) {
                Kind::Symbol(symbol) if self.is_input(symbol) => {
                    if found.is_some_and(|(other, _)| other != symbol) {
                        return None;
                    }
                    found = Some((symbol, atom));
                }
                _ if self.is_constant_atom(atom) => {}
                _ => return None,
            }
        }
        let (symbol, input) = found?;
        let grows = |(base, exponent): &(Base, Rational)| {
            exponent.is_positive()
                && exponent.is_integer()
                && match *base {
                    Base::Atom(_) => true,
                    Base::Sum(id) => grows_with(self.algebra.poly(id), input),
                }
        };
        let mut others = form
            .factors
            .iter()
            .filter(|factor| !matches!(factor.0, Base::Atom(atom) if self.is_constant_atom(atom)));
        others.all(grows).then_some((symbol, input))
    }

    fn atoms_of(&self, form: &Form) -> Vec<Atom> {
        let bases = form.factors.iter().map(|factor| factor.0);
        let atoms = bases.flat_map(|base| match base {
            Base::Atom(atom) => vec![atom],
            Base::Sum(id) => self.algebra.poly(id).atoms(),
        });
        atoms.collect()
    }

    /// What factors that grow with an input, constants set apart, are where it is x.
    pub(super) fn grown(&self, factors: &Form, input: Atom, x: f64) -> f64 {
        let mut product = 1.0;
        for (base, exponent) in &factors.factors {
            let value = match *base {
                Base::Atom(_) => x,
                Base::Sum(id) => {
                    let terms = self.algebra.poly(id).terms().iter();
                    let powers = terms.map(|(monomial, coefficient)| {
                        coefficient.to_f64() * x.powi(monomial.exponent(input) as i32)
                    });
                    powers.sum()
                }
            };
            product *= value.powi(exponent.to_f64() as i32);
        }
        product
    }

    /// Minus the exponent of an exponential by itself: in two parts the input is held where it has vanished, so that neither overflows;
    /// and where the input stands beside halves of it, held there anyway, so that nothing else keeps the exponent in range.
    pub(super) fn own_exponent(&mut self, atom: Atom, power: &Rational) -> Option<Double> {
        let key = (atom, power.clone());
        if let Some(&known) = self.exponents.get(&key) {
            return known;
        }
        let exponent = self.new_own_exponent(atom, power);
        self.exponents.insert(key, exponent);
        exponent
    }

    fn new_own_exponent(&mut self, atom: Atom, power: &Rational) -> Option<Double> {
        let exponent = self.exponent(atom, power)?;
        if exponent.low.is_none() && !self.is_half_beside_input(atom, power) {
            return Some(exponent);
        }
        match self.reach_of_input(atom, power) {
            Some(reach) => self.within(reach, |this| this.exponent(atom, power)),
            None => Some(exponent),
        }
    }

    /// Whether an exponential to a power stands for one half of the exponential, beside the input that it is of.
    fn is_half_beside_input(&self, atom: Atom, power: &Rational) -> bool {
        let mut halved = self.halved.iter();
        *power == Rational::new(1, 2) && halved.any(|own| own.atom == atom && own.beside_input)
    }

    /// Writes with the magnitude of an input held within a reach.
    fn within<T>(&mut self, reach: Reach, write: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let size = self.held(reach)?;
        let outside = self.own.replace((reach.symbol, size));
        let atoms = std::mem::take(&mut self.atoms);
        let forms = std::mem::take(&mut self.forms);
        let doubles = std::mem::take(&mut self.doubles);
        let written = write(self);
        (self.atoms, self.forms, self.doubles) = (atoms, forms, doubles);
        self.own = outside;
        written
    }

    /// The magnitude of a form; if it depends on the magnitude of an input alone, of that held within the reach of the exponential that
    /// the form is multiplied with.
    pub(super) fn held_magnitude(&mut self, form: &Form, guard: Guard) -> Option<Value> {
        let own = self.growing_input(form).map(|(symbol, _)| symbol);
        let reach = guard.and_then(|guard| self.reaches.get(&guard).copied());
        let reach = reach.filter(|reach| own == Some(reach.symbol));
        let magnitude = |this: &mut Self| this.magnitude(form, &Rational::ONE).map(|own| own.high);
        match reach {
            Some(reach) => self.within(reach, magnitude),
            None => magnitude(self),
        }
    }

    /// The magnitude of an input, held within its reach.
    fn held(&mut self, reach: Reach) -> Option<Value> {
        let value = self.writer.symbol(reach.symbol)?;
        let ops = self.ops();
        let size = ops.unary(Unary::Abs, value);
        let most = ops.constant(reach.most);
        Some(ops.binary(Binary::Min, size, most))
    }

    /// An input held within the reach of the exponential that it is multiplied with.
    pub(super) fn held_input(&mut self, value: Value, guard: Value) -> Option<Value> {
        let reach = *self.reaches.get(&guard)?;
        if self.writer.symbol(reach.symbol)? != value {
            return None;
        }
        let input = self.algebra.symbol(reach.symbol)?;
        let signs = self.signs(&Form::atom(input));
        if signs.is_non_negative() {
            return self.held(reach);
        }
        let ops = self.ops();
        if signs.is_non_positive() {
            let size = self.held(reach)?;
            return Some(self.ops().unary(Unary::Neg, size));
        }
        let most = ops.constant(reach.most);
        let least = ops.unary(Unary::Neg, most);
        let below = ops.binary(Binary::Min, value, most);
        Some(ops.binary(Binary::Max, below, least))
    }
}

/// Whether a sum is of even powers of an input, all of them added.
fn grows_with(poly: &Poly, input: Atom) -> bool {
    poly.terms().iter().all(|(monomial, coefficient)| {
        let powers = monomial.powers();
        coefficient.is_positive()
            && powers.iter().all(|power| power.0 == input)
            && monomial.exponent(input).is_multiple_of(2)
    })
}

/// Where a function that grows is in a range, as a number of f32; none if that is far from 1.
fn place(function: &impl Fn(f64) -> f64, [least, most]: [f64; 2]) -> Option<f64> {
    let (mut low, mut high) = (-60.0_f64, 60.0_f64);
    for _ in 0..30 {
        let middle = low.midpoint(high);
        let x = f64::from(middle.exp2() as f32);
        match function(x) {
            value if value < least => low = middle,
            value if value > most => high = middle,
            _ => return Some(x),
        }
    }
    None
}

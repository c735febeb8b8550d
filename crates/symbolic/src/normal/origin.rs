//! Values where the inputs are 0.

use gradus_syntax::Func;
use rustc_hash::FxHashSet;

use super::atoms::{Algebra, Atom, FormId, Kind};
use super::form::{Base, Form, MOST_BITS};
use super::poly::Poly;
use crate::graph::{Graph, Role, Symbol};
use crate::rational::Rational;

impl Algebra {
    /// The value of a base where all inputs are 0, if it is a rational known by algebra.
    pub fn at_origin(&self, graph: &Graph, base: Base) -> Option<Rational> {
        match base {
            Base::Atom(atom) => self.atom_at_origin(graph, atom),
            Base::Sum(id) => self.poly_at_origin(graph, self.poly(id)),
        }
    }

    fn poly_at_origin(&self, graph: &Graph, poly: &Poly) -> Option<Rational> {
        let mut total = Rational::ZERO;
        for (monomial, coefficient) in poly.terms() {
            let mut product = coefficient.clone();
            for &(atom, count) in monomial.powers() {
                let value = self.atom_at_origin(graph, atom)?;
                product = &product * &value.pow(count.into(), MOST_BITS)?;
            }
            total = &total + &product;
        }
        Some(total)
    }

    fn atom_at_origin(&self, graph: &Graph, atom: Atom) -> Option<Rational> {
        let of = |form: &FormId| self.form_at_origin(graph, self.form(*form));
        let vanishes = |form: &FormId| of(form).is_some_and(|value| value.is_zero());
        let when = |holds: bool, value: Rational| holds.then_some(value);
        match self.kind(atom) {
            Kind::Symbol(symbol) => {
                let is_input = graph.symbol_info(*symbol).role != Role::Parameter;
                when(is_input, Rational::ZERO)
            }
            Kind::Opposite(base) => Some(-&self.at_origin(graph, *base)?),
            Kind::Root(base, order) => {
                let value = self.at_origin(graph, *base)?;
                when(value.is_zero(), Rational::ZERO)
                    .or_else(|| when(value.is_one() && *order > 0, Rational::ONE))
            }
            Kind::Exp(form) | Kind::Erfcx(form) => when(vanishes(form), Rational::ONE),
            Kind::Bessel(order, form) => {
                let value = i64::from(u8::from(*order == 0));
                when(vanishes(form), value.into())
            }
            Kind::Ln(form) => {
                let is_one = of(form).is_some_and(|value| value.is_one());
                when(is_one, Rational::ZERO)
            }
            Kind::Apply(func, forms) => match func {
                Func::Sin | Func::Tan | Func::Asin | Func::Atan | Func::Asinh | Func::Atanh => {
                    when(vanishes(&forms[0]), Rational::ZERO)
                }
                Func::Cos => when(vanishes(&forms[0]), Rational::ONE),
                _ => None,
            },
            _ => None,
        }
    }

    fn form_at_origin(&self, graph: &Graph, form: &Form) -> Option<Rational> {
        let mut product = form.coefficient.clone();
        for (base, exponent) in &form.factors {
            let value = self.at_origin(graph, *base)?;
            let power = match exponent.to_i64() {
                Some(count) if !value.is_zero() || count > 0 => value.pow(count, MOST_BITS)?,
                None if value.is_one() || value.is_zero() && exponent.is_positive() => value,
                _ => return None,
            };
            product = &product * &power;
        }
        Some(product)
    }

    /// The inputs that a base depends on.
    pub fn inputs_of(&self, graph: &Graph, base: Base) -> Vec<Symbol> {
        let mut symbols = self.symbols_of(vec![base]);
        symbols.retain(|&symbol| graph.symbol_info(symbol).role != Role::Parameter);
        symbols
    }

    /// The symbols that bases depend on.
    pub fn symbols_of(&self, bases: Vec<Base>) -> Vec<Symbol> {
        let mut found = Vec::new();
        for atom in self.atoms_within(bases) {
            if let Kind::Symbol(symbol) | Kind::Inverse(symbol) = *self.kind(atom)
                && !found.contains(&symbol)
            {
                found.push(symbol);
            }
        }
        found
    }

    /// The atoms that bases are made of, and those that these are made of.
    pub fn atoms_within(&self, bases: Vec<Base>) -> Vec<Atom> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut pending = bases;
        while let Some(base) = pending.pop() {
            let atom = match base {
                Base::Sum(id) => {
                    pending.extend(self.poly(id).atoms().into_iter().map(Base::Atom));
                    continue;
                }
                Base::Atom(atom) => atom,
            };
            if !seen.insert(atom) {
                continue;
            }
            found.push(atom);
            let mut of = |form: FormId| {
                pending.extend(self.form(form).factors.iter().map(|factor| factor.0));
            };
            match self.kind(atom) {
                Kind::Opposite(base) | Kind::Root(base, _) | Kind::Ratio(base) => {
                    pending.push(*base);
                }
                Kind::Exp(form)
                | Kind::Erfcx(form)
                | Kind::ErfcExcess(form)
                | Kind::Erf(form)
                | Kind::Ln(form)
                | Kind::Log1p(form)
                | Kind::Expm1(form)
                | Kind::ExpOf(form)
                | Kind::Shifted(form)
                | Kind::Relative(form, _)
                | Kind::Variable(form)
                | Kind::Bessel(_, form) => of(*form),
                Kind::Power(a, b) => {
                    of(*a);
                    of(*b);
                }
                Kind::Apply(_, forms) => forms.iter().copied().for_each(of),
                Kind::Gap(atom) | Kind::Rest(atom, _) => pending.push(Base::Atom(*atom)),
                Kind::Difference(a, b) => pending.extend([Base::Atom(*a), Base::Atom(*b)]),
                Kind::Joined(powers) => {
                    pending.extend(powers.iter().map(|power| Base::Atom(power.0)));
                }
                Kind::Expansion(id) => pending.push(Base::Sum(*id)),
                Kind::Symbol(_)
                | Kind::Inverse(_)
                | Kind::Integer(_)
                | Kind::Number(_)
                | Kind::Pi
                | Kind::Constant(_) => {}
            }
        }
        found
    }
}

//! What atoms tend to at an anchor.

use gradus_syntax::Func;

use super::anchors::{Anchor, one};
use super::{Atom, Base, Emitter, Form, Kind, Poly};

impl Emitter<'_, '_> {
    /// Whether an exponential tends to 1 at the anchor.
    pub(super) fn tends_to_one(&self, atom: Atom, anchor: Anchor) -> bool {
        self.remembered((atom, anchor, true), || self.finds_limit_one(atom, anchor))
    }

    /// Asked for once: radicands nest.
    fn remembered(&self, key: (Atom, Anchor, bool), find: impl FnOnce() -> bool) -> bool {
        if let Some(&known) = self.limits.borrow().get(&key) {
            return known;
        }
        let found = find();
        self.limits.borrow_mut().insert(key, found);
        found
    }

    fn finds_limit_one(&self, atom: Atom, anchor: Anchor) -> bool {
        match self.algebra.kind(atom) {
            Kind::Exp(argument) | Kind::ExpOf(argument) => {
                self.form_vanishes(self.algebra.form(*argument), anchor)
            }
            Kind::Apply(Func::Cos, args) => self.form_vanishes(self.algebra.form(args[0]), anchor),
            Kind::Root(..) if anchor != Anchor::AllZero => {
                let rest = self.radicand_less_one(atom);
                rest.is_some_and(|(rest, _)| self.poly_vanishes(&rest, anchor))
            }
            _ => false,
        }
    }

    pub(super) fn form_vanishes(&self, form: &Form, anchor: Anchor) -> bool {
        // what inputs are multiplied with may be large, however small that is
        if anchor == Anchor::Parameters && self.form_has(form, true) {
            return false;
        }
        form.is_zero()
            || form.factors.iter().any(|(base, exponent)| match base {
                Base::Atom(atom) => exponent.is_positive() && self.vanishes(*atom, anchor),
                Base::Sum(id) => {
                    exponent.is_positive() && self.poly_vanishes(self.algebra.poly(*id), anchor)
                }
            }) && !form.factors.iter().any(|(base, exponent)| match base {
                Base::Atom(atom) => exponent.is_negative() && self.vanishes(*atom, anchor),
                Base::Sum(_) => false,
            })
    }

    pub(super) fn poly_vanishes(&self, poly: &Poly, anchor: Anchor) -> bool {
        let mut rest = poly.clone();
        for atom in poly.atoms() {
            if self.tends_to_one(atom, anchor) {
                rest = rest.substitute(atom, &one());
            }
        }
        rest.terms().iter().all(|(monomial, _)| {
            monomial
                .powers()
                .iter()
                .any(|power| self.vanishes(power.0, anchor))
        })
    }

    /// Whether an atom tends to 0 at the anchor.
    pub(super) fn vanishes(&self, atom: Atom, anchor: Anchor) -> bool {
        self.remembered((atom, anchor, false), || {
            self.finds_limit_zero(atom, anchor)
        })
    }

    fn finds_limit_zero(&self, atom: Atom, anchor: Anchor) -> bool {
        match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => match anchor {
                Anchor::Origin => self.is_input(*symbol),
                Anchor::AllZero => true,
                Anchor::Parameters => !self.is_input(*symbol),
                Anchor::Tail => false,
            },
            Kind::Bessel(order, form) => {
                *order > 0 && self.form_vanishes(self.algebra.form(*form), anchor)
            }
            Kind::Erf(form) => self.form_vanishes(self.algebra.form(*form), anchor),
            Kind::Opposite(base) => self.form_vanishes(&Form::base(*base), anchor),
            Kind::Exp(argument) => {
                anchor == Anchor::Tail && self.is_plain(self.algebra.form(*argument))
            }
            Kind::Gap(_) | Kind::Log1p(_) | Kind::Expm1(_) if anchor == Anchor::Parameters => {
                !self.has_symbol_of(vec![Base::Atom(atom)], true)
            }
            Kind::Gap(_) | Kind::Log1p(_) | Kind::Expm1(_) => true,
            Kind::Inverse(_) => anchor == Anchor::Tail,
            Kind::Ln(form) => {
                let excess = self.algebra.excess(*form);
                excess.is_some_and(|(excess, _)| self.poly_vanishes(excess, anchor))
            }
            Kind::Root(base, _) => self.form_vanishes(&Form::base(*base), anchor),
            Kind::Apply(
                Func::Sin | Func::Tan | Func::Asin | Func::Atan | Func::Asinh | Func::Atanh,
                args,
            ) => self.form_vanishes(self.algebra.form(args[0]), anchor),
            _ => false,
        }
    }

    /// Whether a form depends on inputs, or on parameters.
    pub(super) fn form_has(&self, form: &Form, inputs: bool) -> bool {
        let bases = form.factors.iter().map(|factor| factor.0);
        self.has_symbol_of(bases.collect(), inputs)
    }

    fn has_symbol_of(&self, bases: Vec<Base>, inputs: bool) -> bool {
        let mut symbols = self.algebra.symbols_of(bases).into_iter();
        symbols.any(|symbol| self.is_input(symbol) == inputs)
    }

    /// Whether a form is made of what vanishes at an anchor, if of anything: symbols alone.
    pub(super) fn is_plain_at(&self, form: &Form, anchor: Anchor) -> bool {
        match anchor {
            Anchor::Origin | Anchor::Tail => self.is_plain(form),
            Anchor::AllZero | Anchor::Parameters => self.symbols_alone(form).is_some(),
        }
    }

    /// Whether a form has symbols alone, inputs among them.
    pub(super) fn is_plain(&self, form: &Form) -> bool {
        self.symbols_alone(form) == Some(true)
    }

    /// Whether inputs are among the symbols of a form that has symbols alone.
    fn symbols_alone(&self, form: &Form) -> Option<bool> {
        let mut inputs = false;
        let mut others = false;
        let mut look = |atom: Atom| match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => inputs |= self.is_input(*symbol),
            _ => others |= !self.is_constant_atom(atom),
        };
        for (base, _) in &form.factors {
            match base {
                Base::Atom(atom) => look(*atom),
                Base::Sum(id) => self
                    .algebra
                    .poly(*id)
                    .atoms()
                    .into_iter()
                    .for_each(&mut look),
            }
        }
        (!others).then_some(inputs)
    }
}

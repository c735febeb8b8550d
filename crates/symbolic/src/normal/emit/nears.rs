//! Which ways to write sums are tried beside anchors, in which order, and where they hold.

use gradus_syntax::Comparison;

use super::anchors::{Anchor, MOST_TERMS, Near, Small};
use super::{Atom, Base, Emitter, Form, Kind, Op, Poly, Real, Unary, Value};
use crate::rational::Rational;

/// How much nearer to 0 inputs must be where what is near for parameters alone is known, too.
const SHRUNK: f64 = 0.25;

impl Emitter<'_, '_> {
    /// Forms whose sums do not cancel at an anchor, and where they are to be used: one of two anchors may need both.
    pub(super) fn near_forms(&mut self, form: &Form) -> Vec<Near> {
        let mut all: Vec<Near> = Vec::new();
        let anchors = [Anchor::Origin, Anchor::Tail, Anchor::AllZero];
        all.extend(self.near_form(form, &anchors));
        let mut others = Vec::new();
        if all.iter().any(|near| !near.closeness.is_empty()) {
            others.push(Anchor::Tail);
        }
        for anchor in others {
            let near = self.near_form(form, &[anchor]);
            all.extend(near.filter(|near| all.iter().all(|other| near.form != other.form)));
        }
        let mut beside_parameters = false;
        for anchor in [Anchor::Parameters, Anchor::AllZero] {
            if !self.is_divided_by_what_vanishes(form, anchor) {
                continue;
            }
            if let Some(mut near) = self.near_form(form, &[anchor])
                && all.iter().all(|other| near.form != other.form)
            {
                if beside_parameters {
                    self.shrink_reach(&mut near);
                }
                beside_parameters |= anchor == Anchor::Parameters;
                // the nearest first
                let is_joined =
                    all.iter().any(|other| other.closeness.is_empty()) || near.closeness.len() > 1;
                let place = match anchor {
                    Anchor::AllZero => 0,
                    _ if is_joined => 0,
                    _ => all.len(),
                };
                all.insert(place, near);
            }
        }
        // where others are for the neighbourhood of an anchor
        if !all.is_empty()
            && let Some(near) = self.joined_form(form)
            && all.iter().all(|other| near.form != other.form)
        {
            all.push(near);
        }
        // the farthest out, unless there is one that holds everywhere
        if all.iter().all(|near| !near.closeness.is_empty())
            && let Some(near) = self.with_sums(form, Self::summed_at_infinity)
        {
            all.insert(0, near);
        }
        all
    }

    /// How small inputs must be, nearer to 0: powers of them are multiplied out, where something else does as well further out.
    fn shrink_reach(&self, near: &mut Near) {
        for (small, bound) in &mut near.closeness {
            let is_of_inputs = match small {
                Small::Form(form) => self.form_has(form, true) && !self.form_has(form, false),
                Small::Exponent(_) | Small::Sum(_) => false,
            };
            if is_of_inputs {
                *bound *= SHRUNK;
            }
        }
    }

    /// Whether a form is divided by what vanishes with parameters at an anchor.
    fn is_divided_by_what_vanishes(&mut self, form: &Form, anchor: Anchor) -> bool {
        form.factors.iter().any(|(base, exponent)| {
            let own = Form::base(*base);
            exponent.is_negative()
                && self.form_has(&own, false)
                && (self.form_vanishes(&own, anchor) || self.is_vanishing_error(*base, anchor))
        })
    }

    fn near_form(&mut self, form: &Form, anchors: &[Anchor]) -> Option<Near> {
        self.with_sums(form, |emitter, poly| {
            let near = emitter.near_sum(poly, anchors)?;
            Some(match anchors {
                [Anchor::Parameters] => emitter.resolved_beside_parameters(near),
                _ => near,
            })
        })
    }

    /// With joined logarithms and angles.
    fn joined_form(&mut self, form: &Form) -> Option<Near> {
        self.with_sums(form, |emitter, poly| emitter.joined_sum(poly, false))
    }

    /// With joined logarithms and angles; for certain where it cancels, or perhaps.
    fn joined_sum(&mut self, poly: &Poly, certain: bool) -> Option<Near> {
        self.joined_hyperbolic(poly)
            .or_else(|| self.joined_logarithms(poly, certain))
            .or_else(|| self.joined_angles(poly))
    }

    /// A form with sums written in another way.
    fn with_sums(
        &mut self,
        form: &Form,
        written: impl Fn(&mut Self, &Poly) -> Option<Near>,
    ) -> Option<Near> {
        let mut near = Near {
            form: form.clone(),
            closeness: Vec::new(),
        };
        for (base, exponent) in &form.factors {
            let Some(poly) = self.sum_of_base(*base) else {
                continue;
            };
            if poly.terms().len() > MOST_TERMS || self.has_pattern(&poly) {
                continue;
            }
            if self.is_sum_of_accurate_terms(&poly) {
                continue;
            }
            let Some(own) = written(self, &poly) else {
                continue;
            };
            let Some(power) = self.raised_upright(&own.form, exponent) else {
                continue;
            };
            near.form = self.algebra.times(&near.form.without(*base), &power);
            near.closeness.extend(own.closeness);
        }
        (near.form != *form).then_some(near)
    }

    /// A sum that cancels at an anchor, by the first way to write it that helps, or by its series where that reaches further.
    fn near_sum(&mut self, poly: &Poly, anchors: &[Anchor]) -> Option<Near> {
        let near = self.first_near_sum(poly, anchors)?;
        if !anchors.contains(&Anchor::Origin) {
            return Some(near);
        }
        let further = self.further_series(poly, &near);
        Some(further.unwrap_or(near))
    }

    fn first_near_sum(&mut self, poly: &Poly, anchors: &[Anchor]) -> Option<Near> {
        let beside_zero = !matches!(anchors, [Anchor::Tail | Anchor::Parameters]);
        let has_tail = || {
            let is_tail = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Erfcx(_));
            poly.atoms().iter().any(is_tail)
        };
        // what tails are like beside 0 is seldom what they cancel against
        let far = anchors.contains(&Anchor::Tail);
        let (early, late) = (beside_zero && has_tail(), beside_zero && !has_tail());
        self.difference_of_logarithms(poly)
            .or_else(|| self.outgrown_logarithm(poly))
            .or_else(|| self.logarithm_of_tail(poly))
            .or_else(|| beside_zero.then(|| self.expanded_sum(poly)).flatten())
            .or_else(|| early.then(|| self.summed_series(poly)).flatten())
            .or_else(|| {
                let alone = anchors.len() == 1;
                let mut anchors = anchors.iter();
                anchors.find_map(|&anchor| self.rewritten(poly, anchor, alone))
            })
            .or_else(|| late.then(|| self.summed_series(poly)).flatten())
            .or_else(|| self.joined_sum(poly, true))
            .or_else(|| far.then(|| self.summed_far_out(poly)).flatten())
            .or_else(|| self.joined_sum(poly, false))
    }

    /// What was joined into one function of a quotient, as a series beside where parameters vanish.
    fn resolved_beside_parameters(&mut self, near: Near) -> Near {
        let Near {
            mut form,
            mut closeness,
        } = near;
        for (base, exponent) in &form.factors.clone() {
            let Base::Sum(id) = *base else { continue };
            let poly = self.algebra.poly(id).clone();
            let series = exponent
                .is_one()
                .then(|| self.taylor(&poly, Anchor::Parameters));
            if let Some(own) = series.flatten() {
                form = self.algebra.times(&form.without(*base), &own.form);
                closeness.extend(own.closeness);
            }
        }
        Near { form, closeness }
    }

    /// Whether nothing cancels in a sum, and its terms are as accurate as their atoms.
    fn is_sum_of_accurate_terms(&self, poly: &Poly) -> bool {
        let is_accurate = |atom: &Atom| match *self.algebra.kind(*atom) {
            Kind::Symbol(_) | Kind::Exp(_) => true,
            Kind::Ln(form) => {
                let excess = self.algebra.excess(form);
                excess.is_some_and(|(excess, _)| self.has_terms_of_one_sign(excess))
            }
            _ => self.is_constant_atom(*atom),
        };
        self.has_terms_of_one_sign(poly) && poly.atoms().iter().all(is_accurate)
    }

    /// The polynomial of a sum, or of the opposite of one.
    pub(super) fn sum_of_base(&self, base: Base) -> Option<Poly> {
        match base {
            Base::Sum(id) => Some(self.algebra.poly(id).clone()),
            Base::Atom(atom) => match *self.algebra.kind(atom) {
                Kind::Opposite(Base::Sum(id)) => {
                    Some(self.algebra.poly(id).scaled(&Rational::MINUS_ONE))
                }
                _ => None,
            },
        }
    }

    /// Whether all that must be small is so; none if nothing must.
    pub(super) fn is_close(&mut self, near: &Near) -> Option<Option<Value>> {
        let mut condition: Option<Value> = None;
        for (small, bound) in &near.closeness {
            let mut value = self.value_of_small(small)?;
            if !matches!(small, Small::Exponent(_)) {
                value = self.ops().unary(Unary::Abs, value);
            }
            let bound = self.ops().constant(bound_of_small(*bound));
            let small = self.ops().compare(Comparison::Less, value, bound);
            condition = Some(match condition {
                Some(condition) => self.ops().push(Op::And(condition, small)),
                None => small,
            });
        }
        Some(condition)
    }

    pub(super) fn value_of_small(&mut self, small: &Small) -> Option<Value> {
        match small {
            Small::Exponent(atom) => Some(self.exponent(*atom, &Rational::MINUS_ONE)?.high),
            Small::Form(form) => self.value(form),
            Small::Sum(poly) => self.horner(poly, None),
        }
    }
}

/// A bound for both types: what is tiny in f64 only is less so in f32.
fn bound_of_small(bound: f64) -> Real {
    let single = if bound < 1e-8 { bound.sqrt() } else { bound };
    super::bound(bound, single as f32)
}

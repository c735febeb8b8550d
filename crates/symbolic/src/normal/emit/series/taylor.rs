//! Sums whose functions are cut off at the least order at which their lowest terms do not cancel.

use super::super::anchors::{Anchor, MOST_TERMS, Near, one};
use super::super::{Atom, Base, Emitter, Form, Kind, Poly};
use super::Series;
use super::sorts::Sort;
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The highest order of a zero that is resolved.
const MOST_ORDERS: u32 = 8;

impl Emitter<'_, '_> {
    /// With series cut off at the least order at which the lowest terms do not cancel, where terms of lower order do.
    pub(in super::super) fn taylor(&mut self, poly: &Poly, anchor: Anchor) -> Option<Near> {
        let parted = match anchor {
            Anchor::AllZero => self.with_exponents_parted(poly),
            _ => None,
        };
        let poly = parted.as_ref().unwrap_or(poly);
        let mut all: Vec<(Atom, Series)> = Vec::new();
        let mut vanished = 0;
        for atom in poly.atoms() {
            if matches!(self.algebra.kind(atom), Kind::Root(..)) {
                continue;
            }
            if let Some(series) = self.series(atom, anchor) {
                all.push((atom, series));
            } else if anchor != Anchor::Parameters
                && self.is_exponential(atom)
                && self.depends_on_input(atom)
            {
                if !self.vanishes(atom, anchor) {
                    return None;
                }
                vanished += 1;
            }
        }
        // how two of them compare is not known; by themselves roots have conjugates
        if all.is_empty() || vanished > 1 {
            return None;
        }
        self.cut_off_at_least_order(poly, all, anchor)
    }

    /// The same for a sum whose only series are those of roots.
    pub(in super::super) fn taylor_of_roots(
        &mut self,
        poly: &Poly,
        anchor: Anchor,
    ) -> Option<Near> {
        self.cut_off_at_least_order(poly, Vec::new(), anchor)
    }

    fn cut_off_at_least_order(
        &mut self,
        poly: &Poly,
        mut all: Vec<(Atom, Series)>,
        anchor: Anchor,
    ) -> Option<Near> {
        for atom in poly.atoms() {
            if let Some(series) = self.series_of_root(atom, anchor) {
                all.push((atom, series));
            }
        }
        let apparent = poly
            .terms()
            .iter()
            .map(|term| self.order(&term.0, anchor, &all))
            .min()?;
        for order in 1..=MOST_ORDERS {
            let (rewritten, rests) = self.cut_off(poly, &all, order, anchor)?;
            let plain = match anchor {
                Anchor::Parameters => {
                    let lowest = self.lowest_beside_inputs(&rewritten, &rests);
                    // beside nothing that inputs are in all of it vanishes
                    if order == 1 && lowest.iter().all(|own| own[0].is_some()) {
                        return None;
                    }
                    let known = lowest.iter().all(|&own| is_exact(own));
                    known.then_some(order)
                }
                _ => {
                    let own = self.lowest_orders(rewritten.terms(), &rests, anchor);
                    is_exact(own).then_some(own[0]).flatten()
                }
            };
            if let Some(plain) = plain {
                let gains = match anchor {
                    Anchor::Parameters => true,
                    Anchor::AllZero => self.gains_parameters(poly, &rewritten, &all),
                    _ => plain != apparent,
                };
                if !gains {
                    return None;
                }
                if anchor == Anchor::Origin
                    && let Some(near) = self.fitted_series(poly, &all, plain)
                {
                    return Some(near);
                }
                let form = self.algebra.factored(&rewritten, &[]).ok()?;
                let closeness = all.iter().map(|(_, series)| self.reach(series, plain));
                let closeness = closeness.collect();
                return Some(Near { form, closeness });
            }
        }
        None
    }

    /// The lowest orders of terms without rests of series, and of those with them.
    fn lowest_orders<'t>(
        &self,
        terms: impl IntoIterator<Item = &'t (Monomial, Rational)>,
        rests: &[Atom],
        anchor: Anchor,
    ) -> [Option<u32>; 2] {
        let mut lowest = [None, None];
        for (monomial, _) in terms {
            let has_rest = rests.iter().any(|&rest| monomial.exponent(rest) > 0);
            let own = &mut lowest[usize::from(has_rest)];
            let order = self.order(monomial, anchor, &[]);
            *own = Some(own.map_or(order, |own: u32| own.min(order)));
        }
        lowest
    }

    /// The same for the terms beside each product of what depends on inputs: that may have any size.
    fn lowest_beside_inputs(&self, poly: &Poly, rests: &[Atom]) -> Vec<[Option<u32>; 2]> {
        let mut groups: Vec<(Monomial, Vec<(Monomial, Rational)>)> = Vec::new();
        for term in poly.terms() {
            let mut key = term.0.clone();
            for &(atom, _) in term.0.powers() {
                if rests.contains(&atom) || self.is_fixed_atom(atom) {
                    key = key.without(atom);
                }
            }
            match groups.iter_mut().find(|group| group.0 == key) {
                Some(group) => group.1.push(term.clone()),
                None => groups.push((key, vec![term.clone()])),
            }
        }
        let groups = groups.iter();
        groups
            .map(|group| self.lowest_orders(&group.1, rests, Anchor::Parameters))
            .collect()
    }

    /// The order to which a monomial vanishes at the anchor, atoms with series by the lowest power of those.
    fn order(&self, monomial: &Monomial, anchor: Anchor, all: &[(Atom, Series)]) -> u32 {
        let of = |&(atom, exponent): &(Atom, u32)| {
            let own = match all.iter().find(|(other, _)| *other == atom) {
                Some((_, series)) => {
                    let lowest = (0..=MOST_ORDERS)
                        .find(|&n| !series.sort.coefficient(n).is_zero())
                        .unwrap_or(0);
                    let orders = series.variable.terms().iter();
                    lowest
                        * orders
                            .map(|term| self.order(&term.0, anchor, &[]))
                            .min()
                            .unwrap_or(1)
                }
                None => u32::from(self.vanishes(atom, anchor)),
            };
            own * exponent
        };
        monomial.powers().iter().map(of).sum()
    }

    /// Whether a rewritten sum vanishes with parameters to a higher order than its terms seemed to.
    fn gains_parameters(&self, poly: &Poly, rewritten: &Poly, all: &[(Atom, Series)]) -> bool {
        let least = |poly: &Poly, all: &[(Atom, Series)]| {
            let terms = poly.terms().iter();
            terms
                .map(|term| self.order(&term.0, Anchor::Parameters, all))
                .min()
        };
        least(rewritten, &[]) > least(poly, all)
    }

    /// The order to which a monomial vanishes at the anchor.
    pub(in super::super) fn order_at(&self, monomial: &Monomial, anchor: Anchor) -> u32 {
        self.order(monomial, anchor, &[])
    }

    fn cut_off(
        &mut self,
        poly: &Poly,
        all: &[(Atom, Series)],
        order: u32,
        anchor: Anchor,
    ) -> Option<(Poly, Vec<Atom>)> {
        let (mut rewritten, mut rests) = (poly.clone(), Vec::new());
        for (atom, series) in all {
            let known_by = series.known_by.unwrap_or(*atom);
            let rest = self.algebra.atom(Kind::Rest(known_by, order));
            rests.push(rest);
            let mut power = one();
            let mut sum = Poly::new(Vec::new());
            for n in 0..order {
                sum = sum.plus(&power.scaled(&series.sort.coefficient(n)));
                power = power.times(&series.variable);
                if power.terms().len() > MOST_TERMS {
                    return None;
                }
            }
            let mut cut = sum
                .plus(&power.times(&Poly::atom(rest)))
                .scaled(&series.scale);
            if let Some(factor) = &series.factor {
                cut = cut.times(factor);
            }
            if series.sort == Sort::Erf {
                cut = cut.times(&self.slope_of_error_function()?);
            }
            if series.known_by.is_some()
                && let Some(limit) = self.limit_of_logarithm(*atom, anchor)
            {
                cut = cut.plus(&Poly::atom(limit));
            }
            rewritten = rewritten.substitute(*atom, &cut);
            if rewritten.terms().len() > 8 * MOST_TERMS {
                return None;
            }
        }
        let is_number = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Number(_));
        if rewritten.atoms().iter().any(is_number) {
            rewritten = self.with_constants(&rewritten, &Form::one());
        }
        Some((rewritten, rests))
    }

    /// `2/sqrt(π)`.
    fn slope_of_error_function(&mut self) -> Option<Poly> {
        let pi = Form::atom(self.algebra.atom(Kind::Pi));
        let slope = self.algebra.raised(&pi, &Rational::new(-1, 2))?;
        let id = self.algebra.form_id(slope.scaled(&Rational::from(2)));
        Some(Poly::atom(self.algebra.atom(Kind::Number(id))))
    }

    fn depends_on_input(&self, atom: Atom) -> bool {
        match self.algebra.kind(atom) {
            Kind::Exp(argument) => {
                let form: &Form = self.algebra.form(*argument);
                form.factors.iter().any(|(base, _)| match base {
                    Base::Atom(atom) => self.is_input_atom(*atom),
                    Base::Sum(id) => self
                        .algebra
                        .poly(*id)
                        .atoms()
                        .into_iter()
                        .any(|atom| self.is_input_atom(atom)),
                })
            }
            _ => true,
        }
    }

    fn is_input_atom(&self, atom: Atom) -> bool {
        match self.algebra.kind(atom) {
            Kind::Symbol(symbol) => self.is_input(*symbol),
            _ => !self.is_constant_atom(atom),
        }
    }
}

/// Whether the lowest order is that of a term without the rest of a series.
fn is_exact([plain, rest]: [Option<u32>; 2]) -> bool {
    plain.is_some_and(|plain| rest.is_none_or(|rest| plain < rest))
}

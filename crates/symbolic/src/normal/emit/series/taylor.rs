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
        let (poly, factor) = match &parted {
            Some((poly, factor)) => (poly, factor.clone()),
            None => (poly, Form::one()),
        };
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
        let near = self.cut_off_at_least_order(poly, all, anchor)?;
        let form = self.algebra.times(&near.form, &factor);
        Some(Near { form, ..near })
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
        let all = in_order(all);
        let is_input = |atom: Atom| !self.is_fixed_atom(atom);
        let in_inputs = all.iter().any(|(_, series)| {
            let mut atoms = series
                .variable
                .atoms()
                .into_iter()
                .chain(series.divisor.iter().flat_map(Poly::atoms));
            atoms.any(is_input)
        });
        let apparent = poly
            .terms()
            .iter()
            .map(|term| self.order(&term.0, anchor, &all))
            .min()?;
        let mut first = Vec::new();
        for order in 1..=MOST_ORDERS {
            let Cut {
                rewritten,
                rests,
                divisor,
            } = self.cut_off(poly, &all, order, anchor)?;
            let plain = match anchor {
                Anchor::Parameters => {
                    let lowest = self.lowest_beside_inputs(&rewritten, &rests);
                    let known = lowest.iter().all(|(_, own)| is_exact(*own))
                        || in_inputs && is_exact_together(&lowest);
                    if order == 1 {
                        first.clone_from(&lowest);
                    }
                    if known && !has_gained(&first, &lowest) {
                        return None;
                    }
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
                let form = self.algebra.times(&form, &divisor);
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
    ) -> Lowest {
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
    fn lowest_beside_inputs(&self, poly: &Poly, rests: &[Atom]) -> Vec<(Monomial, Lowest)> {
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
        let groups = groups.into_iter();
        groups
            .map(|(key, group)| (key, self.lowest_orders(&group, rests, Anchor::Parameters)))
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
    ) -> Option<Cut> {
        let (mut rewritten, mut rests) = (poly.clone(), Vec::new());
        let mut divisor = Form::one();
        for (atom, series) in all {
            let known_by = series.known_by.unwrap_or(*atom);
            let rest = self.algebra.atom(Kind::Rest(known_by, order));
            rests.push(rest);
            let mut power = one();
            let mut sum = Poly::new(Vec::new());
            for n in 0..order {
                if let Some(divisor) = &series.divisor {
                    sum = sum.times(divisor);
                    sum = sum.plus(&power.scaled(&series.sort.coefficient(n)).times(divisor));
                } else {
                    sum = sum.plus(&power.scaled(&series.sort.coefficient(n)));
                }
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
            rewritten = match &series.divisor {
                Some(own) => {
                    let degree = rewritten.degree(*atom);
                    let own = own.power(order);
                    divisor = self.over_power(&divisor, &own, degree)?;
                    with_quotient(&rewritten, *atom, [&cut, &own])
                }
                None => rewritten.substitute(*atom, &cut),
            };
            if rewritten.terms().len() > 8 * MOST_TERMS {
                return None;
            }
        }
        rewritten = self.with_known_exponentials(&rewritten);
        let is_number = |atom: &Atom| matches!(self.algebra.kind(*atom), Kind::Number(_));
        if rewritten.atoms().iter().any(is_number) {
            rewritten = self.with_constants(&rewritten, &Form::one());
        }
        Some(Cut {
            rewritten,
            rests,
            divisor,
        })
    }

    /// A form over a power of a polynomial.
    fn over_power(&mut self, form: &Form, poly: &Poly, power: u32) -> Option<Form> {
        let own = self.algebra.factored(poly, &[]).ok()?;
        let power = -&Rational::from(i64::from(power));
        let own = self.algebra.raised(&own, &power)?;
        Some(self.algebra.times(form, &own))
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

/// What series are in may have series itself: those first that stand in no others.
fn in_order(mut all: Vec<(Atom, Series)>) -> Vec<(Atom, Series)> {
    let mut ordered = Vec::new();
    while !all.is_empty() {
        let stands_in = |atom: Atom| {
            all.iter().any(|(other, series)| {
                let has = |poly: &Poly| poly.degree(atom) > 0;
                *other != atom
                    && (has(&series.variable) || series.divisor.as_ref().is_some_and(has))
            })
        };
        let place = all.iter().position(|(atom, _)| !stands_in(*atom));
        ordered.push(all.remove(place.unwrap_or(0)));
    }
    ordered
}

/// A sum with series cut off.
struct Cut {
    rewritten: Poly,
    rests: Vec<Atom>,
    /// What it is multiplied with.
    divisor: Form,
}

/// With a quotient for an atom, times the power of what it is divided by that makes it a polynomial.
fn with_quotient(poly: &Poly, atom: Atom, [above, below]: [&Poly; 2]) -> Poly {
    let degree = poly.degree(atom);
    let coefficients = (0u32..).zip(poly.coefficients(atom));
    coefficients.fold(Poly::new(Vec::new()), |total, (power, coefficient)| {
        let own = above.power(power).times(&below.power(degree - power));
        total.plus(&coefficient.times(&own))
    })
}

/// The lowest orders of terms without rests of series, and of those with them.
type Lowest = [Option<u32>; 2];

/// Whether what stands beside some product of inputs vanishes to a higher order than its terms with series of first order, or these
/// are rests alone.
fn has_gained(first: &[(Monomial, Lowest)], exact: &[(Monomial, Lowest)]) -> bool {
    first.iter().any(|(key, [plain, rest])| {
        let exact = exact.iter().find(|other| other.0 == *key);
        let order = exact.and_then(|own| own.1[0]);
        plain.is_none() || order > [*plain, *rest].into_iter().flatten().min()
    })
}

/// Whether no rest stands in a term of the lowest order: beside what inputs are in, which grows or vanishes with them, terms of higher
/// order are smaller as long as the quotients are small.
fn is_exact_together(all: &[(Monomial, Lowest)]) -> bool {
    let least = |index: usize| all.iter().filter_map(|own| own.1[index]).min();
    is_exact([least(0), least(1)])
}

/// Whether the lowest order is that of a term without the rest of a series.
fn is_exact([plain, rest]: Lowest) -> bool {
    plain.is_some_and(|plain| rest.is_none_or(|rest| plain < rest))
}

//! Functions as Taylor polynomials and the rests of their series, of the least order at which nothing cancels.

mod sorts;

use gradus_syntax::Func;

use super::anchors::{Anchor, MOST_TERMS, Near, Small, one};
use super::{Atom, Binary, Emitter, Form, FormId, Kind, Op, Poly, Value};
use crate::normal::poly::Monomial;
use crate::rational::Rational;
use sorts::Sort;

/// The highest order of a zero that is resolved.
const MOST_ORDERS: u32 = 8;

/// The power series of an atom in something that vanishes at an anchor.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// What it is a series in.
    variable: Poly,
    small: Small,
    sort: Sort,
    /// What it is multiplied with.
    scale: Rational,
    /// What the rest of the series is known by, where that is not the atom itself.
    known_by: Option<Atom>,
    /// What else the whole is multiplied with.
    factor: Option<Poly>,
}

impl Emitter<'_, '_> {
    /// With series cut off at the least order at which the lowest terms do not cancel, where terms of lower order do.
    pub(super) fn taylor(&mut self, poly: &Poly, anchor: Anchor) -> Option<Near> {
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
    pub(super) fn taylor_of_roots(&mut self, poly: &Poly, anchor: Anchor) -> Option<Near> {
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
                let form = self.algebra.factored(&rewritten, &[]).ok()?;
                let closeness = all
                    .iter()
                    .map(|(_, series)| (series.small.clone(), series.sort.reach(plain).0))
                    .collect();
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
    pub(super) fn order_at(&self, monomial: &Monomial, anchor: Anchor) -> u32 {
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
        if all.iter().any(|(_, series)| series.sort == Sort::Erf) {
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

    /// The series of an atom at the anchor.
    fn series(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let (argument, sort) = match *self.algebra.kind(atom) {
            Kind::Exp(argument) => {
                if !self.form_vanishes(self.algebra.form(argument), anchor) {
                    return self.series_beside_value(atom, anchor);
                }
                let variable = self.exponent_poly(atom, anchor)?;
                return Some(Series {
                    variable,
                    small: Small::Exponent(atom),
                    sort: Sort::Exp,
                    scale: Rational::ONE,
                    known_by: None,
                    factor: None,
                });
            }
            Kind::Apply(func, ref arguments) => (arguments[0], sort_of(func)?),
            Kind::Ln(form) => return self.series_of_logarithm(form, anchor),
            Kind::ExpOf(form) if self.form_vanishes(self.algebra.form(form), anchor) => {
                return self.growth(form);
            }
            Kind::Log1p(form) => {
                let excess = self.algebra.form(form).clone();
                let excess = self.algebra.as_poly(&excess)?;
                return match beside_equal(&excess.plus(&one())) {
                    Some((u, power)) if self.is_exponential_near_one(u, anchor) => {
                        self.series_beside_equal(u, power, anchor)
                    }
                    _ => self.series_in(excess, Sort::Log1p, anchor),
                };
            }
            Kind::Erf(form) => (form, Sort::Erf),
            Kind::Bessel(order, form) => (form, Sort::Bessel(order)),
            Kind::Root(..) => return self.series_of_root(atom, anchor),
            _ => return None,
        };
        let mut form = self.algebra.form(argument).clone();
        if !self.form_vanishes(&form, anchor) {
            return None;
        }
        if sort == Sort::Erf {
            form = self.upwards(form)?;
        }
        let variable = self.algebra.as_poly(&form)?;
        self.is_plain_poly(&variable, anchor).then_some(Series {
            variable,
            small: Small::Form(form),
            sort,
            scale: Rational::ONE,
            known_by: None,
            factor: None,
        })
    }

    /// Whether series are in an atom: a symbol, or an exponential that has vanished.
    fn is_plain_variable(&self, atom: Atom, anchor: Anchor) -> bool {
        match self.algebra.kind(atom) {
            Kind::Symbol(_) | Kind::Inverse(_) => true,
            Kind::Exp(_) if anchor == Anchor::Tail => self.vanishes(atom, anchor),
            _ => self.is_constant_atom(atom),
        }
    }

    /// The magnitude of a form of known sign.
    pub(super) fn upwards(&self, form: Form) -> Option<Form> {
        let signs = self.signs(&form);
        if signs.is_non_negative() {
            return Some(form);
        }
        signs
            .is_non_positive()
            .then(|| form.scaled(&Rational::MINUS_ONE))
    }

    fn series_of_logarithm(&mut self, form: FormId, anchor: Anchor) -> Option<Series> {
        let (excess, below) = self.algebra.excess(form)?.clone();
        let below = below.as_constant()?;
        let argument = excess.plus(&Poly::constant(below.clone()));
        if let Some((exponential, power)) = beside_equal(&argument)
            && self.is_exponential_near_one(exponential, anchor)
            && let Some(series) = self.series_beside_equal(exponential, power, anchor)
        {
            return Some(series);
        }
        if argument.as_constant().is_some() {
            return None;
        }
        let limit = self.limit(&argument.scaled(&below.recip()), anchor);
        let Some(limit) = limit.filter(|limit| limit.is_positive() && !limit.is_one()) else {
            return self.series_in(excess.scaled(&below.recip()), Sort::Log1p, anchor);
        };
        // over what it tends to
        let scale = &below * &limit;
        let variable = argument
            .scaled(&scale.recip())
            .plus(&one().scaled(&Rational::MINUS_ONE));
        let id = self.algebra.factored(&variable, &[]).ok()?;
        let id = self.algebra.form_id(id);
        Some(Series {
            known_by: Some(self.algebra.atom(Kind::Log1p(id))),
            ..self.series_in(variable, Sort::Log1p, anchor)?
        })
    }

    /// With products of exponentials of single terms for those of sums, if there are any: beside where all exponents vanish their
    /// series then have no variables in common.
    /// Where only whole powers of them occur these are taken together.
    fn with_exponents_parted(&mut self, poly: &Poly) -> Option<Poly> {
        let mut exponentials = Vec::new();
        for atom in poly.atoms() {
            if let Some(exponent) = self.exponent_poly(atom, Anchor::AllZero) {
                let powers = (1..).zip(poly.coefficients(atom).into_iter().skip(1));
                let occurring = powers.filter(|(_, coefficient)| !coefficient.is_zero());
                let count = occurring.fold(0, |count, (power, _)| gcd(count, power));
                exponentials.push((atom, exponent, count));
            }
        }
        let is_parted =
            |(_, exponent, count): &(Atom, Poly, usize)| exponent.terms().len() > 1 || *count > 1;
        if !exponentials.iter().any(is_parted) {
            return None;
        }
        let mut parted = poly.clone();
        for (atom, exponent, count) in exponentials {
            let mut product = one();
            for (monomial, coefficient) in exponent.terms() {
                let power = Rational::from(-(count as i64));
                let term = Poly::new(vec![(monomial.clone(), coefficient * &power)]);
                let form = self.algebra.factored(&term, &[]).ok()?;
                let id = self.algebra.form_id(form);
                product = product.times(&Poly::atom(self.algebra.atom(Kind::ExpOf(id))));
            }
            let coefficients = parted.coefficients(atom);
            let powers = (0u32..).zip(coefficients.iter().step_by(count));
            parted = powers.fold(Poly::new(Vec::new()), |total, (power, coefficient)| {
                total.plus(&coefficient.times(&product.power(power)))
            });
        }
        Some(parted)
    }

    /// Of an exponential whose exponent does not vanish at the anchor: what it is there times the series in the rest.
    fn series_beside_value(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let exponent = self.exponent_poly(atom, anchor)?;
        let minus = Rational::MINUS_ONE;
        let (mut rest, mut value) = (Vec::new(), Vec::new());
        for term in exponent.terms() {
            let form = self.algebra.factored(&Poly::new(vec![term.clone()]), &[]);
            let side = match self.form_vanishes(&form.ok()?, anchor) {
                true => &mut rest,
                false => &mut value,
            };
            side.push((term.0.clone(), &term.1 * &minus));
        }
        let (rest, value) = (Poly::new(rest), Poly::new(value));
        let value = self.algebra.factored(&value, &[]).ok()?;
        if rest.is_zero() || self.is_constant_factor(&value) {
            return None;
        }
        let form = self.algebra.factored(&rest, &[]).ok()?;
        let id = self.algebra.form_id(form);
        Some(Series {
            known_by: Some(self.algebra.atom(Kind::Expm1(id))),
            factor: Some(self.exponential_of_value(&value)),
            ..self.growth(id)?
        })
    }

    /// The series of the exponential of a form.
    fn growth(&mut self, form: FormId) -> Option<Series> {
        let form = self.algebra.form(form).clone();
        Some(Series {
            variable: self.algebra.as_poly(&form)?,
            small: Small::Form(form),
            sort: Sort::Growth,
            scale: Rational::ONE,
            known_by: None,
            factor: None,
        })
    }

    /// The exponential of a form that is not above about 0, by one that occurs where there is one.
    fn exponential_of_value(&mut self, form: &Form) -> Poly {
        let argument = self.algebra.form_id(form.with_coefficient(Rational::ONE));
        let count = self
            .algebra
            .unit(argument)
            .filter(|_| self.signs(form).is_non_positive())
            .and_then(|unit| (&form.coefficient.abs() * &unit.recip()).to_i64());
        if let Some(count) = count.and_then(|count| u32::try_from(count).ok()) {
            let atom = self.algebra.atom(Kind::Exp(argument));
            return Poly::new(vec![(Monomial::power(atom, count), Rational::ONE)]);
        }
        let id = self.algebra.form_id(form.clone());
        Poly::atom(self.algebra.atom(Kind::ExpOf(id)))
    }

    fn is_exponential_near_one(&self, atom: Atom, anchor: Anchor) -> bool {
        matches!(self.algebra.kind(atom), Kind::Exp(_)) && self.tends_to_one(atom, anchor)
    }

    /// Of `ln((1 + u^k)/2)` for an exponential `u` that tends to 1.
    fn series_beside_equal(&mut self, u: Atom, power: u32, anchor: Anchor) -> Option<Series> {
        let variable = self
            .series(u, anchor)?
            .variable
            .scaled(&i64::from(power).into());
        let small = Small::Form(self.algebra.factored(&variable, &[]).ok()?);
        let excess = Poly::new(vec![(Monomial::power(u, power), Rational::ONE)]);
        let excess = excess.plus(&one().scaled(&Rational::MINUS_ONE));
        let excess = excess.scaled(&Rational::new(1, 2));
        let excess = self.algebra.factored(&excess, &[]).ok()?;
        let id = self.algebra.form_id(excess);
        Some(Series {
            variable,
            small,
            sort: Sort::Softplus,
            scale: Rational::ONE,
            known_by: Some(self.algebra.atom(Kind::Log1p(id))),
            factor: None,
        })
    }

    /// `(c + p)^(1/n)` as `c^(1/n) (1 + p/c)^(1/n)`, where that factor is rational.
    fn series_of_root(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let (less_one, order) = self.radicand_less_one(atom)?;
        let constant = less_one
            .terms()
            .iter()
            .find(|term| term.0.powers().is_empty())
            .map_or(Rational::ONE, |term| &term.1 + &Rational::ONE);
        if constant.is_one() {
            return self.series_in(less_one, Sort::Root(order), anchor);
        }
        let exponent = Rational::new(1, i64::from(order));
        let scale = self.algebra.root_of(&constant, &exponent, Vec::new())?;
        let variable = less_one.plus(&one()).scaled(&constant.recip());
        let variable = variable.plus(&one().scaled(&Rational::MINUS_ONE));
        Some(Series {
            scale: scale.as_constant()?.clone(),
            ..self.series_in(variable, Sort::Root(order), anchor)?
        })
    }

    /// A series in what has symbols alone and vanishes at the anchor.
    fn series_in(&mut self, variable: Poly, sort: Sort, anchor: Anchor) -> Option<Series> {
        if !self.is_plain_poly(&variable, anchor) || !self.poly_vanishes(&variable, anchor) {
            return None;
        }
        let form = self.algebra.factored(&variable, &[]).ok()?;
        Some(Series {
            variable,
            small: Small::Form(form),
            sort,
            scale: Rational::ONE,
            known_by: None,
            factor: None,
        })
    }

    fn is_plain_poly(&self, poly: &Poly, anchor: Anchor) -> bool {
        let mut atoms = poly.atoms().into_iter();
        atoms.all(|atom| self.is_plain_variable(atom, anchor))
    }

    /// The rest of a series beyond an order, over that power of its variable.
    pub(super) fn rest_of_series(&mut self, atom: Atom, order: u32) -> Option<Value> {
        let anchors = [Anchor::Origin, Anchor::Tail, Anchor::AllZero];
        let series = match *self.algebra.kind(atom) {
            Kind::Expm1(form) | Kind::ExpOf(form) => self.growth(form)?,
            _ => anchors
                .into_iter()
                .filter_map(|anchor| self.series(atom, anchor))
                .find(|series| series.known_by.is_none_or(|own| own == atom))?,
        };
        let variable = match &series.small {
            Small::Exponent(atom) => self.exponent(*atom, &Rational::MINUS_ONE)?.high,
            Small::Form(form) => self.value(form)?,
        };
        let (sort, step) = (series.sort, series.sort.step(order));
        let first = (order..order + step).find(|&n| !sort.coefficient(n).is_zero())?;
        let last = first + step * sort.reach(order).1;
        let power = if step == 1 {
            variable
        } else {
            self.ops().push(Op::Power(variable, step))
        };
        let mut total = self.ops().rational(&sort.coefficient(last));
        for n in (first..last)
            .rev()
            .filter(|n| (last - n).is_multiple_of(step))
        {
            let coefficient = self.ops().rational(&sort.coefficient(n));
            total = self.ops().mul_add(total, power, coefficient);
        }
        if first > order {
            total = self.ops().binary(Binary::Mul, total, variable);
        }
        Some(total)
    }

    fn depends_on_input(&self, atom: Atom) -> bool {
        match self.algebra.kind(atom) {
            Kind::Exp(argument) => {
                let form: &Form = self.algebra.form(*argument);
                form.factors.iter().any(|(base, _)| match base {
                    super::Base::Atom(atom) => self.is_input_atom(*atom),
                    super::Base::Sum(id) => self
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

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Whether the lowest order is that of a term without the rest of a series.
fn is_exact([plain, rest]: [Option<u32>; 2]) -> bool {
    plain.is_some_and(|plain| rest.is_none_or(|rest| plain < rest))
}

/// The exponential and its power of `c (1 + u^k)`.
fn beside_equal(poly: &Poly) -> Option<(Atom, u32)> {
    let [(first, a), (second, b)] = poly.terms() else {
        return None;
    };
    match *first.powers() {
        [power] if second.powers().is_empty() && a == b => Some(power),
        _ => None,
    }
}

fn sort_of(func: Func) -> Option<Sort> {
    Some(match func {
        Func::Sin => Sort::Sin,
        Func::Cos => Sort::Cos,
        Func::Asin => Sort::Asin,
        Func::Atan => Sort::Atan,
        Func::Atanh => Sort::Atanh,
        Func::Asinh => Sort::Asinh,
        _ => return None,
    })
}

//! Functions as Taylor polynomials and the rests of their series, of the least order at which nothing cancels.

mod exponentials;
mod fitted;
mod rests;
mod sorts;
mod taylor;

use gradus_syntax::Func;

use super::anchors::{Anchor, Small, one};
use super::{Atom, Binary, Emitter, Form, FormId, Kind, Op, Poly, Value};
use crate::normal::poly::Monomial;
use crate::rational::Rational;
use rests::Branch;
use sorts::Sort;

/// The most terms on each side of a quotient that a series is in.
const MOST_TERMS_OF_QUOTIENT: usize = 4;

/// The power series of an atom in something that vanishes at an anchor.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// What it is a series in, and what that is divided by.
    variable: Poly,
    divisor: Option<Poly>,
    small: Small,
    sort: Sort,
    /// What it is multiplied with.
    scale: Rational,
    /// What the rest of the series is known by, where that is not the atom itself.
    known_by: Option<Atom>,
    /// What else the whole is multiplied with.
    factor: Option<Poly>,
}

impl Series {
    fn branch(&self) -> Option<Branch> {
        self.sort.branch(&self.variable)
    }

    /// What the branch is reached in, as a quotient.
    fn mapped(&self, branch: &Branch) -> [Poly; 2] {
        let one = one();
        branch.mapped(&self.variable, self.divisor.as_ref().unwrap_or(&one))
    }
}

impl Emitter<'_, '_> {
    /// The series of an atom at the anchor; beside parameters in quotients too.
    fn series(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let plain = self.plain_series(atom, anchor);
        match anchor {
            Anchor::Parameters => plain.or_else(|| self.series_in_quotient(atom)),
            Anchor::Origin => plain.or_else(|| self.series_of_logarithm_of_quotient(atom, anchor)),
            _ => plain,
        }
    }

    /// Of a logarithm of what tends to 1, as a quotient.
    fn series_of_logarithm_of_quotient(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let Kind::Ln(form) = *self.algebra.kind(atom) else {
            return None;
        };
        let (excess, below) = self.algebra.excess(form)?.clone();
        let is_short = |poly: &Poly| poly.terms().len() <= MOST_TERMS_OF_QUOTIENT;
        let vanishes = self.is_plain_poly(&excess, anchor)
            && self.poly_vanishes(&excess, anchor)
            && self.is_plain_poly(&below, anchor)
            && !self.poly_vanishes(&below, anchor);
        if !vanishes || !is_short(&excess) || !is_short(&below) {
            return None;
        }
        let above = self.algebra.factored(&excess, &[]).ok()?;
        let inverse = self.algebra.factored(&below, &[]).ok()?;
        let inverse = self.algebra.raised(&inverse, &Rational::MINUS_ONE)?;
        let quotient = self.algebra.times(&above, &inverse);
        let id = self.algebra.form_id(quotient.clone());
        Some(Series {
            variable: excess,
            divisor: Some(below),
            small: Small::Form(quotient),
            sort: Sort::Log1p,
            scale: Rational::ONE,
            known_by: Some(self.algebra.atom(Kind::Log1p(id))),
            factor: None,
        })
    }

    /// Of a function of a quotient that may be small.
    fn series_in_quotient(&mut self, atom: Atom) -> Option<Series> {
        let (argument, sort) = match *self.algebra.kind(atom) {
            Kind::Log1p(form) => (form, Sort::Log1p),
            Kind::Apply(Func::Atan, ref forms) => (forms[0], Sort::Atan),
            _ => return None,
        };
        let form = self.algebra.form(argument).clone();
        let (mut variable, divisor) = self.algebra.as_quotient(&form)?;
        for atom in variable.atoms() {
            if let Kind::Difference(a, b) = *self.algebra.kind(atom) {
                let opposite = Poly::atom(b).scaled(&Rational::MINUS_ONE);
                variable = variable.substitute(atom, &Poly::atom(a).plus(&opposite));
            }
        }
        let is_short = |poly: &Poly| poly.terms().len() <= MOST_TERMS_OF_QUOTIENT;
        (is_short(&variable) && is_short(&divisor)).then_some(Series {
            variable,
            divisor: Some(divisor),
            small: Small::Form(form),
            sort,
            scale: Rational::ONE,
            known_by: None,
            factor: None,
        })
    }

    fn plain_series(&mut self, atom: Atom, anchor: Anchor) -> Option<Series> {
        let (argument, sort) = match *self.algebra.kind(atom) {
            Kind::Exp(argument) => {
                if !self.form_vanishes(self.algebra.form(argument), anchor) {
                    return self.series_beside_value(atom, anchor);
                }
                let variable = self.exponent_poly(atom, anchor)?;
                return Some(Series {
                    variable,
                    divisor: None,
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
        let variable = self.as_poly_in_numbers(&form)?;
        self.is_plain_poly(&variable, anchor).then_some(Series {
            variable,
            divisor: None,
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
            divisor: None,
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
            divisor: None,
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

    /// What must be how small for the rest of a series to be known.
    fn reach(&mut self, series: &Series, order: u32) -> (Small, f64) {
        let Some(branch) = series.branch() else {
            return (series.small.clone(), series.sort.terms(order).0);
        };
        let [above, below] = series.mapped(&branch);
        let quotient = self.algebra.factored(&above, &[]).ok().and_then(|above| {
            let below = self.algebra.factored(&below, &[]).ok()?;
            let inverse = self.algebra.raised(&below, &Rational::MINUS_ONE)?;
            Some(self.algebra.times(&above, &inverse))
        });
        match quotient {
            Some(mapped) => (Small::Form(mapped), branch.reach.to_f64()),
            None => (series.small.clone(), series.sort.terms(order).0),
        }
    }

    /// The rest of a series beyond an order, over that power of its variable.
    pub(super) fn rest_of_series(&mut self, atom: Atom, order: u32) -> Option<Value> {
        let anchors = [Anchor::Origin, Anchor::Tail, Anchor::AllZero];
        let series = match *self.algebra.kind(atom) {
            Kind::Expm1(form) | Kind::ExpOf(form) => self.growth(form)?,
            _ => {
                let mut all = anchors
                    .into_iter()
                    .filter_map(|anchor| self.series(atom, anchor));
                let plain = all.find(|series| series.known_by.is_none_or(|own| own == atom));
                plain.or_else(|| self.series_in_quotient(atom))?
            }
        };
        let variable = self.value_of_small(&series.small)?;
        let (sort, step) = (series.sort, series.sort.step(order));
        let first = (order..order + step).find(|&n| !sort.coefficient(n).is_zero())?;
        if let Some(branch) = series.branch() {
            let total = self.rest_beside_branch(sort, &branch, first, variable);
            return Some(match first > order {
                true => self.ops().binary(Binary::Mul, total, variable),
                false => total,
            });
        }
        let last = first + step * sort.terms(order).1;
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

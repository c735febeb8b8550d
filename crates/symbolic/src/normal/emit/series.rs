//! Functions as Taylor polynomials and the rests of their series, of the least order at which nothing cancels.

use gradus_syntax::Func;

use super::anchors::{Anchor, MOST_TERMS, Near, Small, one};
use super::{Atom, Binary, Emitter, Form, FormId, Kind, Op, Poly, Value};
use crate::normal::poly::Monomial;
use crate::rational::Rational;

/// The power series of an atom in something that vanishes at an anchor.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// What it is a series in.
    variable: Poly,
    small: Small,
    sort: Sort,
    /// What it is multiplied with.
    scale: Rational,
}

/// Which function it is the series of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// `exp(-p)`
    Exp,
    Sin,
    Cos,
    Asin,
    Atan,
    Asinh,
    Atanh,
    Log1p,
    /// `(1 + p)^(1/n)`
    Root(u32),
    /// Over `2/sqrt(π)`.
    Erf,
}

/// The highest order of a zero that is resolved.
const MOST_ORDERS: u32 = 8;

impl Sort {
    /// The coefficient of a power.
    fn coefficient(self, n: u32) -> Rational {
        let odd = !n.is_multiple_of(2);
        let alternating = if (n / 2).is_multiple_of(2) {
            Rational::ONE
        } else {
            Rational::MINUS_ONE
        };
        let sign = if odd {
            Rational::MINUS_ONE
        } else {
            Rational::ONE
        };
        let whole = Rational::from(i64::from(n));
        match self {
            Self::Exp => &sign * &factorial(n).recip(),
            Self::Sin if odd => &alternating * &factorial(n).recip(),
            Self::Cos if !odd => &alternating * &factorial(n).recip(),
            Self::Atan if odd => &alternating * &whole.recip(),
            Self::Atanh if odd => whole.recip(),
            Self::Asin if odd => &central(n / 2) * &whole.recip(),
            Self::Asinh if odd => &(&alternating * &central(n / 2)) * &whole.recip(),
            Self::Root(order) => {
                let exponent = Rational::new(1, i64::from(order));
                (0..i64::from(n)).fold(Rational::ONE, |product, j| {
                    let factor = &exponent - &Rational::from(j);
                    &(&product * &factor) * &Rational::from(j + 1).recip()
                })
            }
            Self::Erf if odd => {
                let size = &factorial(n / 2) * &whole;
                &alternating * &size.recip()
            }
            Self::Log1p if n > 0 => -&(&sign * &whole.recip()),
            _ => Rational::ZERO,
        }
    }

    /// The step between powers whose coefficients are not zero.
    fn step(self) -> u32 {
        match self {
            Self::Exp | Self::Log1p | Self::Root(_) => 1,
            _ => 2,
        }
    }

    /// How small the variable must be, and with how many terms the rest is then known to 60 bits.
    fn reach(self, order: u32) -> (f64, u32) {
        match self {
            Self::Exp if order <= 1 => (0.7, 16),
            Self::Exp => (1.4, 20),
            Self::Sin | Self::Cos => (1.5, 12),
            Self::Erf => (0.9, 16),
            Self::Asin | Self::Atan | Self::Asinh | Self::Atanh => (0.4, 24),
            Self::Log1p | Self::Root(_) => (0.25, 30),
        }
    }
}

/// `(2j)!/(4^j j!^2)`
fn central(j: u32) -> Rational {
    (1..=i64::from(j)).fold(Rational::ONE, |product, j| {
        &product * &Rational::new(2 * j - 1, 2 * j)
    })
}

fn factorial(n: u32) -> Rational {
    (1..=i64::from(n)).fold(Rational::ONE, |product, factor| &product * &factor.into())
}

impl Emitter<'_, '_> {
    /// With series cut off at the least order at which the lowest terms do not cancel, where terms of lower order do.
    pub(super) fn taylor(&mut self, poly: &Poly, anchor: Anchor) -> Option<Near> {
        let mut all: Vec<(Atom, Series)> = Vec::new();
        let mut vanished = 0;
        for atom in poly.atoms() {
            if matches!(self.algebra.kind(atom), Kind::Root(..)) {
                continue;
            }
            if let Some(series) = self.series(atom, anchor) {
                all.push((atom, series));
            } else if self.is_exponential(atom) && self.depends_on_input(atom) {
                if !self.vanishes(atom, anchor) {
                    return None;
                }
                vanished += 1;
            }
        }
        // how two of them compare is not known
        if all.is_empty() || vanished > 1 {
            return None;
        }
        // by themselves roots have conjugates
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
            let (rewritten, rests) = self.cut_off(poly, &all, order)?;
            let has_rest =
                |monomial: &Monomial| rests.iter().any(|&rest| monomial.exponent(rest) > 0);
            let least = |with: bool| {
                let terms = rewritten
                    .terms()
                    .iter()
                    .filter(|term| has_rest(&term.0) == with);
                terms.map(|term| self.order(&term.0, anchor, &[])).min()
            };
            let (plain, rest) = (least(false), least(true));
            if let Some(plain) = plain
                && rest.is_none_or(|rest| plain < rest)
            {
                if plain == apparent {
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

    /// The order to which a monomial vanishes at the anchor, atoms with series by the lowest power of those.
    fn order(&self, monomial: &Monomial, anchor: Anchor, all: &[(Atom, Series)]) -> u32 {
        let of = |&(atom, exponent): &(Atom, u32)| {
            let own = match all.iter().find(|(other, _)| *other == atom) {
                Some((_, series)) => {
                    let lowest = (0..4)
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

    fn cut_off(
        &mut self,
        poly: &Poly,
        all: &[(Atom, Series)],
        order: u32,
    ) -> Option<(Poly, Vec<Atom>)> {
        let (mut rewritten, mut rests) = (poly.clone(), Vec::new());
        for (atom, series) in all {
            let rest = self.algebra.atom(Kind::Rest(*atom, order));
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
            if series.sort == Sort::Erf {
                cut = cut.times(&self.slope_of_error_function()?);
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
                    return None;
                }
                let variable = self.exponent_poly(atom)?;
                return Some(Series {
                    variable,
                    small: Small::Exponent(atom),
                    sort: Sort::Exp,
                    scale: Rational::ONE,
                });
            }
            Kind::Apply(func, ref arguments) => (arguments[0], sort_of(func)?),
            Kind::Ln(form) => return self.series_of_logarithm(form, anchor),
            Kind::Erf(form) => (form, Sort::Erf),
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
        self.series_in(excess.scaled(&below.recip()), Sort::Log1p, anchor)
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
        })
    }

    fn is_plain_poly(&self, poly: &Poly, anchor: Anchor) -> bool {
        let mut atoms = poly.atoms().into_iter();
        atoms.all(|atom| self.is_plain_variable(atom, anchor))
    }

    /// The rest of a series beyond an order, over that power of its variable.
    pub(super) fn rest_of_series(&mut self, atom: Atom, order: u32) -> Option<Value> {
        let anchors = [Anchor::Origin, Anchor::Tail];
        let series = anchors
            .into_iter()
            .find_map(|anchor| self.series(atom, anchor))?;
        let variable = match &series.small {
            Small::Exponent(atom) => self.exponent(*atom, &Rational::MINUS_ONE)?.high,
            Small::Form(form) => self.value(form)?,
        };
        let (sort, step) = (series.sort, series.sort.step());
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

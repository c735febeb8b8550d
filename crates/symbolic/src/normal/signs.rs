//! What is known of signs in a cell.

use std::cell::RefCell;

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::atoms::{Algebra, Atom, Kind};
use super::definite::definite_signs;
use super::form::{Base, Form};
use super::growth::Bound;
use super::poly::{Monomial, Poly};
use crate::graph::Graph;
use crate::rational::Rational;

/// The signs that a number may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signs {
    /// It may be below zero.
    pub negative: bool,
    /// It may be zero.
    pub zero: bool,
    /// It may be above zero.
    pub positive: bool,
}

impl Signs {
    /// Nothing is known.
    pub const ANY: Self = Self {
        negative: true,
        zero: true,
        positive: true,
    };
    /// Above zero.
    pub const POSITIVE: Self = Self {
        negative: false,
        zero: false,
        positive: true,
    };
    /// Not below zero.
    pub const NON_NEGATIVE: Self = Self {
        negative: false,
        zero: true,
        positive: true,
    };
    /// Zero.
    pub const ZERO: Self = Self {
        negative: false,
        zero: true,
        positive: false,
    };

    /// Those of a rational.
    pub fn of(value: &Rational) -> Self {
        Self {
            negative: value.is_negative(),
            zero: value.is_zero(),
            positive: value.is_positive(),
        }
    }

    /// Those for which a comparison with zero holds.
    pub fn holding(comparison: Comparison) -> Self {
        let holds = |sign: i32| crate::graph::holds(comparison, &sign, &0);
        Self {
            negative: holds(-1),
            zero: holds(0),
            positive: holds(1),
        }
    }

    /// Those of the negated number.
    pub fn negated(self) -> Self {
        Self {
            negative: self.positive,
            positive: self.negative,
            ..self
        }
    }

    /// Those that both allow.
    pub fn and(self, other: Self) -> Self {
        Self {
            negative: self.negative && other.negative,
            zero: self.zero && other.zero,
            positive: self.positive && other.positive,
        }
    }

    /// Never below zero.
    pub fn is_non_negative(self) -> bool {
        !self.negative
    }

    /// Never above zero.
    pub fn is_non_positive(self) -> bool {
        !self.positive
    }

    /// Whether it is one side of zero, zero perhaps included.
    pub fn is_one_sided(self) -> bool {
        !(self.negative && self.positive)
    }

    /// Whether a comparison with zero is decided by them.
    pub fn decide(self, comparison: Comparison) -> Option<bool> {
        let holding = Self::holding(comparison);
        let (both, none) = (self.and(holding), self.and(holding.complement()));
        match (both.is_impossible(), none.is_impossible()) {
            (false, true) => Some(true),
            (true, false) => Some(false),
            _ => None,
        }
    }

    /// All others.
    pub fn complement(self) -> Self {
        Self {
            negative: !self.negative,
            zero: !self.zero,
            positive: !self.positive,
        }
    }

    /// None at all: what is known contradicts itself, and the cell is empty.
    pub fn is_impossible(self) -> bool {
        !(self.negative || self.zero || self.positive)
    }

    fn times(self, other: Self) -> Self {
        Self {
            negative: (self.negative && other.positive) || (self.positive && other.negative),
            zero: self.zero || other.zero,
            positive: (self.positive && other.positive) || (self.negative && other.negative),
        }
    }

    fn plus(self, other: Self) -> Self {
        let both = |a: bool, b: bool| a && b;
        Self {
            negative: self.negative || other.negative,
            zero: both(self.zero, other.zero)
                || both(self.negative, other.positive)
                || both(self.positive, other.negative),
            positive: self.positive || other.positive,
        }
    }

    fn raised(self, exponent: &Rational) -> Self {
        if !exponent.is_integer() {
            return Self {
                negative: false,
                zero: self.zero,
                positive: true,
            };
        }
        if exponent.is_even() {
            return Self {
                negative: false,
                zero: self.zero,
                positive: self.positive || self.negative,
            };
        }
        self
    }
}

/// Bits of bounds: those of higher powers are not looked for.
const MOST_BITS: usize = 256;

/// Signs of forms that hold in a cell; the forms have coefficient 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Knowledge {
    known: Vec<(Form, Signs)>,
    /// The most that the inverse of a large input may be, where that is more than 1.
    inverse: Option<Rational>,
    /// What followed for bases: they nest, and are asked for many times.
    bases: RefCell<FxHashMap<Base, Signs>>,
}

impl Knowledge {
    /// With the signs of another form known.
    pub fn with(&self, form: &Form, signs: Signs) -> Self {
        let signs = if form.coefficient.is_negative() {
            signs.negated()
        } else {
            signs
        };
        let mut known = self.known.clone();
        known.push((form.with_coefficient(Rational::ONE), signs));
        // a quotient has the sign of what is divided by
        if let [(base, exponent)] = &form.factors[..]
            && exponent.is_integer()
            && exponent.is_negative()
            && !exponent.is_even()
        {
            known.push((Form::base(*base), signs));
        }
        Self {
            known,
            inverse: self.inverse.clone(),
            bases: RefCell::default(),
        }
    }

    /// Where the magnitude of an input that is written by its inverse is above a bound.
    pub fn beyond(&self, bound: Bound) -> Self {
        let least = bound.0.min(f64::from(bound.1));
        let inverse = Rational::from_f64(least).map(|least| least.recip());
        Self {
            known: self.known.clone(),
            inverse: inverse.filter(|inverse| *inverse > Rational::ONE),
            bases: RefCell::default(),
        }
    }

    /// All that is recorded: forms with coefficient 1, and their signs.
    pub fn all(&self) -> &[(Form, Signs)] {
        &self.known
    }

    /// The signs that a form may have.
    pub fn of_form(&self, graph: &Graph, algebra: &Algebra, form: &Form) -> Signs {
        if form.is_zero() {
            return Signs::ZERO;
        }
        let own = Signs::of(&form.coefficient);
        let unscaled = form.with_coefficient(Rational::ONE);
        let known = self.recorded(&unscaled);
        let factors = form
            .factors
            .iter()
            .fold(Signs::POSITIVE, |signs, (base, exponent)| {
                signs.times(self.of_base(graph, algebra, *base).raised(exponent))
            });
        own.times(known.and(factors))
    }

    fn recorded(&self, unscaled: &Form) -> Signs {
        let matching = self.known.iter().filter(|known| known.0 == *unscaled);
        matching.fold(Signs::ANY, |signs, known| signs.and(known.1))
    }

    fn of_base(&self, graph: &Graph, algebra: &Algebra, base: Base) -> Signs {
        if let Some(&signs) = self.bases.borrow().get(&base) {
            return signs;
        }
        let signs = self.of_new_base(graph, algebra, base);
        self.bases.borrow_mut().insert(base, signs);
        signs
    }

    fn of_new_base(&self, graph: &Graph, algebra: &Algebra, base: Base) -> Signs {
        let known = self.recorded(&Form::base(base));
        let own = match base {
            Base::Atom(atom) => self.of_atom(graph, algebra, atom),
            Base::Sum(id) => self.of_poly(graph, algebra, algebra.poly(id)),
        };
        known.and(own)
    }

    fn of_atom(&self, graph: &Graph, algebra: &Algebra, atom: Atom) -> Signs {
        match algebra.kind(atom) {
            Kind::Symbol(_) => self.of_symbol(algebra, atom),
            Kind::Inverse(symbol) => algebra
                .symbol(*symbol)
                .map_or(Signs::ANY, |symbol| self.of_symbol(algebra, symbol)),
            Kind::Exp(_) | Kind::Joined(_) | Kind::Pi | Kind::Integer(_) | Kind::Rest(..) => {
                Signs::POSITIVE
            }
            Kind::Ratio(base) => Signs {
                zero: false,
                ..self.of_base(graph, algebra, *base)
            },
            Kind::Opposite(_) | Kind::Erf(_) | Kind::Gap(_) => Signs::NON_NEGATIVE,
            Kind::Root(..) => Signs::NON_NEGATIVE,
            // an integer power of a negative number
            Kind::Power(base, _) => {
                let base = self.of_form(graph, algebra, algebra.form(*base));
                if base.is_non_negative() {
                    base
                } else {
                    Signs::ANY
                }
            }
            Kind::Constant(id) => {
                let facts = graph.facts(*id);
                Signs {
                    negative: facts.may_be_negative,
                    zero: facts.may_be_zero,
                    positive: facts.may_be_positive,
                }
            }
            Kind::Apply(Func::Atan | Func::Asinh, args) => {
                self.of_form(graph, algebra, algebra.form(args[0]))
            }
            Kind::Erfcx(_) | Kind::ErfcExcess(_) => Signs::POSITIVE,
            Kind::Ln(form) => {
                let excess = algebra.excess(*form);
                excess.map_or(Signs::ANY, |(excess, below)| {
                    let above = self.of_poly(graph, algebra, excess);
                    above.times(
                        self.of_poly(graph, algebra, below)
                            .raised(&Rational::MINUS_ONE),
                    )
                })
            }
            _ => Signs::ANY,
        }
    }

    /// A symbol by what is known of its differences from numbers: `x - 3 > 0` makes `x` positive.
    fn of_symbol(&self, algebra: &Algebra, atom: Atom) -> Signs {
        self.compared(algebra, atom, &Rational::ZERO)
    }

    /// The signs of `symbol - bound`.
    fn compared(&self, algebra: &Algebra, atom: Atom, bound: &Rational) -> Signs {
        let mut signs = Signs::ANY;
        for (form, known) in &self.known {
            let Some((slope, root)) = linear(algebra, &without_positive(algebra, form), atom)
            else {
                continue;
            };
            let known = if slope.is_negative() {
                known.negated()
            } else {
                *known
            };
            // known of symbol - root
            if root == *bound {
                signs = signs.and(known);
            } else if root > *bound && known.is_non_negative() {
                signs = signs.and(Signs::POSITIVE);
            } else if root < *bound && known.is_non_positive() {
                signs = signs.and(Signs::POSITIVE.negated());
            }
        }
        signs
    }

    /// The signs of a polynomial: of its terms together, or of a bound where exponentials are at most 1.
    pub fn of_poly(&self, graph: &Graph, algebra: &Algebra, poly: &Poly) -> Signs {
        if let Some((atom, slope, root)) = linear_poly(algebra, poly) {
            let signs = self.compared(algebra, atom, &root);
            return if slope.is_negative() {
                signs.negated()
            } else {
                signs
            };
        }
        let terms = poly.terms().iter().map(|(monomial, coefficient)| {
            self.of_monomial(graph, algebra, monomial)
                .times(Signs::of(coefficient))
        });
        let together = terms.reduce(Signs::plus).unwrap_or(Signs::ZERO);
        if together.is_one_sided() {
            return together;
        }
        if algebra.is_exact() {
            return together.and(definite_signs(self, graph, algebra, poly));
        }
        let bounded = self.bounded_sign(algebra, poly);
        together.and(bounded)
    }

    /// The signs of a monomial.
    pub fn of_monomial(&self, graph: &Graph, algebra: &Algebra, monomial: &Monomial) -> Signs {
        let known = monomial
            .powers()
            .iter()
            .fold(Signs::POSITIVE, |signs, &(atom, exponent)| {
                let own = self.of_base(graph, algebra, Base::Atom(atom));
                signs.times(own.raised(&i64::from(exponent).into()))
            });
        let factors = monomial.powers().iter();
        let factors = factors
            .map(|&(atom, e)| (Base::Atom(atom), i64::from(e).into()))
            .collect();
        let form = Form {
            coefficient: Rational::ONE,
            factors,
        };
        known.and(self.recorded(&form))
    }

    /// `1 - u^2` and the like: the constant outweighs all other terms, which are made of exponentials and inverses of large inputs
    /// alone.
    fn bounded_sign(&self, algebra: &Algebra, poly: &Poly) -> Signs {
        let mut constant = Rational::ZERO;
        let mut others = Rational::ZERO;
        for (monomial, coefficient) in poly.terms() {
            if monomial.powers().is_empty() {
                constant = coefficient.clone();
                continue;
            }
            match self.most(algebra, monomial) {
                Some(most) => others = &others + &(&coefficient.abs() * &most),
                None => return Signs::ANY,
            }
        }
        let signs = Signs::of(&constant);
        match constant.abs().cmp(&others) {
            std::cmp::Ordering::Less => Signs::ANY,
            std::cmp::Ordering::Equal => Signs {
                zero: true,
                ..signs
            },
            std::cmp::Ordering::Greater => signs,
        }
    }

    /// The greatest magnitude of a monomial, if it has one.
    fn most(&self, algebra: &Algebra, monomial: &Monomial) -> Option<Rational> {
        let mut most = Rational::ONE;
        for &(atom, power) in monomial.powers() {
            match (algebra.kind(atom), &self.inverse) {
                (Kind::Inverse(_), Some(inverse)) => {
                    most = &most * &inverse.pow(power.into(), MOST_BITS)?;
                }
                (Kind::Exp(_) | Kind::Erfcx(_) | Kind::Inverse(_), _) => {}
                _ => return None,
            }
        }
        Some(most)
    }
}

/// A form without factors that are positive whatever symbols are: constants, and numbers with even powers added.
fn without_positive(algebra: &Algebra, form: &Form) -> Form {
    let is_positive = |base: Base| match base {
        Base::Atom(atom) => matches!(algebra.kind(atom), Kind::Pi | Kind::Integer(_)),
        Base::Sum(id) => {
            let mut terms = algebra.poly(id).terms().iter();
            let is_even = |power: &(Atom, u32)| power.1.is_multiple_of(2);
            let mut has_number = false;
            let add_up = terms.all(|(monomial, coefficient)| {
                has_number |= monomial.powers().is_empty();
                coefficient.is_positive() && monomial.powers().iter().all(is_even)
            });
            add_up && has_number
        }
    };
    let others = form.factors.iter().filter(|factor| !is_positive(factor.0));
    Form {
        coefficient: form.coefficient.clone(),
        factors: others.cloned().collect(),
    }
}

/// A form that is `slope*(symbol - root)` up to its coefficient.
pub(super) fn linear(algebra: &Algebra, form: &Form, atom: Atom) -> Option<(Rational, Rational)> {
    let [(base, exponent)] = &form.factors[..] else {
        return None;
    };
    if !exponent.is_one() {
        return None;
    }
    match base {
        Base::Atom(other) => (*other == atom).then_some((Rational::ONE, Rational::ZERO)),
        Base::Sum(id) => {
            let (other, slope, root) = linear_poly(algebra, algebra.poly(*id))?;
            (other == atom).then_some((slope, root))
        }
    }
}

/// A polynomial that is `slope*(symbol - root)`.
fn linear_poly(algebra: &Algebra, poly: &Poly) -> Option<(Atom, Rational, Rational)> {
    let (first, rest) = poly.terms().split_first()?;
    let [(atom, 1)] = first.0.powers() else {
        return None;
    };
    if !matches!(algebra.kind(*atom), Kind::Symbol(_)) {
        return None;
    }
    let constant = match rest {
        [] => Rational::ZERO,
        [(monomial, constant)] if monomial.powers().is_empty() => constant.clone(),
        _ => return None,
    };
    Some((*atom, first.1.clone(), -&(&constant * &first.1.recip())))
}

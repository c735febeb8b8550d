//! Expressions as forms, in a cell where signs are known.

use gradus_syntax::{Comparison, Constant, Func};
use rustc_hash::FxHashMap;

use super::atoms::{Algebra, FormId, Kind};
use super::cells::Root;
use super::form::{Base, Form, TooLarge};
use super::growth::Bound;
use super::signs::{Knowledge, Signs};
use crate::graph::{Factor, Graph, Id, Node, Symbol, Term};
use crate::rational::Rational;

/// What decides between two cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Condition {
    /// A comparison of the expression itself.
    Comparison(Id),
    /// The magnitude of an input is above a bound.
    Large(Symbol, Bound),
    /// A comparison of a form with zero.
    Sign(FormId, Comparison),
}

/// A sign that must be known to go on.
#[derive(Clone, Debug)]
pub(super) struct Split {
    /// What decides.
    pub condition: Condition,
    /// The form whose sign is then known.
    pub form: Form,
    /// Its signs where the condition holds and where it does not.
    pub signs: [Signs; 2],
}

impl Split {
    /// What is known where the condition holds, the first, and where it does not, beside what is known before.
    pub fn known(&self, knowledge: &Knowledge) -> [Knowledge; 2] {
        let [mut inside, outside] = self.signs.map(|signs| knowledge.with(&self.form, signs));
        if let Condition::Large(_, bound) = self.condition {
            inside = inside.beyond(bound);
        }
        [inside, outside]
    }
}

/// Why there is no form.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// A sign must be known first.
    Split(Box<Split>),
    /// A unit was refined: everything must be built again.
    Again,
    /// The expression has no real value in the cell.
    Undefined,
    /// The expression is outside the reach of the normal form.
    Outside,
}

impl From<TooLarge> for Stop {
    fn from(_: TooLarge) -> Self {
        Self::Outside
    }
}

pub(super) type Built = Result<Form, Stop>;

/// The deepest expression that is put into normal form.
const DEEPEST: usize = 120;

/// What a node costs beside its sums.
const STEPS_OF_NODE: usize = 4;

/// A builder of forms.
pub(super) struct Cell<'a> {
    pub graph: &'a Graph,
    pub algebra: &'a mut Algebra,
    pub knowledge: &'a Knowledge,
    /// The input whose magnitude is above 1: it is written by its inverse.
    large: Option<Symbol>,
    done: FxHashMap<Id, Form>,
    depth: usize,
    /// Terms of a sum are being built.
    pub beside_others: bool,
}

impl<'a> Cell<'a> {
    /// A cell where those signs are known.
    pub fn new(
        graph: &'a Graph,
        algebra: &'a mut Algebra,
        knowledge: &'a Knowledge,
        large: Option<Symbol>,
    ) -> Self {
        Self {
            graph,
            algebra,
            knowledge,
            large,
            done: FxHashMap::default(),
            depth: 0,
            beside_others: false,
        }
    }

    /// The form of what a computation is wanted of.
    pub fn whole(&mut self, root: Root) -> Built {
        match root {
            Root::Whole(id) => self.build(id),
            Root::Difference(a, b) => {
                let (a, b) = (self.build(a)?, self.build(b)?);
                self.add(&[a, b.scaled(&Rational::MINUS_ONE)])
            }
            Root::Terms(sum, mask) => {
                let terms = self.graph.terms(sum, mask);
                self.sum(Rational::ZERO, &terms)
            }
        }
    }

    /// The difference of two forms for proofs.
    pub fn difference(&mut self, a: &Form, b: &Form) -> Built {
        let difference = self.add(&[a.clone(), b.scaled(&Rational::MINUS_ONE)])?;
        if difference.is_zero() {
            return Ok(difference);
        }
        self.with_sines_alone(&difference)
    }

    /// The form of an expression.
    pub fn build(&mut self, id: Id) -> Built {
        if let Some(form) = self.done.get(&id) {
            return Ok(form.clone());
        }
        if self.depth > DEEPEST {
            return Err(Stop::Outside);
        }
        self.algebra.spend(STEPS_OF_NODE)?;
        self.depth += 1;
        let form = self.node(id);
        self.depth -= 1;
        let form = form?;
        self.done.insert(id, form.clone());
        Ok(form)
    }

    fn node(&mut self, id: Id) -> Built {
        match self.graph.node(id).clone() {
            Node::Rational(value) => Ok(Form::constant(value)),
            Node::Constant(Constant::Inf) | Node::Undefined => Err(Stop::Outside),
            Node::Constant(Constant::Pi) => Ok(Form::atom(self.algebra.atom(Kind::Pi))),
            Node::Symbol(symbol) if Some(symbol) == self.large => {
                let inverse = Form::atom(self.algebra.atom(Kind::Inverse(symbol)));
                self.power(&inverse, &Rational::MINUS_ONE)
            }
            Node::Symbol(symbol) => Ok(Form::atom(self.algebra.atom(Kind::Symbol(symbol)))),
            Node::Sum(constant, terms) => self.sum(constant, &terms),
            Node::Product(factors) => self.product(&factors),
            _ if self.graph.is_constant(id) && !self.algebra.is_exact() => Ok(self.constant(id)),
            Node::Power(base, exponent) => {
                let (base, exponent) = (self.build(base)?, self.build(exponent)?);
                self.symbolic_power(&base, &exponent)
            }
            Node::Apply(func @ (Func::Min | Func::Max), args) => self.extreme(func, &args),
            Node::Apply(func, args) if args.len() == 1 => {
                let argument = self.build(args[0])?;
                self.apply(func, &argument)
            }
            Node::Apply(func, args) => {
                let forms: Result<Vec<Form>, Stop> = args.iter().map(|&a| self.build(a)).collect();
                let forms = forms?;
                match &forms[..] {
                    [a, b] if func == Func::Hypot && self.is_of_one_input(id) => self.hypot(a, b),
                    _ => Ok(self.opaque(func, &forms)),
                }
            }
            Node::SphericalBessel(order, argument) => {
                let argument = self.build(argument)?;
                self.bessel(order, &argument)
            }
            Node::Select(condition, a, b) => {
                let holds = self.decide(condition)?;
                self.build(if holds { a } else { b })
            }
            _ => Err(Stop::Outside),
        }
    }

    /// Logarithms of rationals are kept as such, to be joined with others.
    fn constant(&mut self, id: Id) -> Form {
        if let Node::Apply(Func::Ln, args) = self.graph.node(id)
            && let Some(value) = self.graph.as_rational(args[0])
        {
            return Form::atom(self.algebra.ln(&Form::constant(value.clone())));
        }
        Form::atom(self.algebra.atom(Kind::Constant(id)))
    }

    /// Logarithms last: a power that has vanished outweighs them.
    fn product(&mut self, factors: &[Factor]) -> Built {
        let is_logarithm =
            |factor: &&Factor| matches!(self.graph.node(factor.base), Node::Apply(Func::Ln, _));
        let (late, early): (Vec<&Factor>, Vec<&Factor>) = factors.iter().partition(is_logarithm);
        let count = early.len();
        let mut product = Form::one();
        for (index, factor) in early.into_iter().chain(late).enumerate() {
            if index >= count && product.is_zero() {
                break;
            }
            let base = match self.build(factor.base) {
                // infinite on both sides of a parameter's value: no slope
                Err(Stop::Outside) if self.has_power_of_zero(&product) => Err(Stop::Undefined),
                built => built,
            }?;
            let power = self.power(&base, &factor.exponent)?;
            product = self.algebra.times(&product, &power);
        }
        Ok(product)
    }

    fn has_power_of_zero(&self, form: &Form) -> bool {
        form.factors.iter().any(|(base, _)| match base {
            Base::Atom(atom) => match *self.algebra.kind(*atom) {
                Kind::Power(base, _) => self.algebra.form(base).is_zero(),
                _ => false,
            },
            Base::Sum(_) => false,
        })
    }

    fn sum(&mut self, constant: Rational, terms: &[Term]) -> Built {
        let mut forms = vec![Form::constant(constant)];
        let before = std::mem::replace(&mut self.beside_others, true);
        for term in terms {
            forms.push(self.build(term.id)?.scaled(&term.coefficient));
        }
        self.beside_others = before;
        self.add(&forms)
    }

    /// A sum of forms.
    pub fn add(&mut self, terms: &[Form]) -> Built {
        let sum = self.algebra.sum(terms)?;
        if self.algebra.is_exact() {
            return Ok(sum);
        }
        let sum = self.with_sines(&sum);
        self.dominated(sum)
    }

    pub fn signs(&self, form: &Form) -> Signs {
        self.knowledge.of_form(self.graph, self.algebra, form)
    }

    /// Whether a form is not below zero, by what is known or by splitting the cell.
    pub fn is_non_negative(&mut self, form: &Form) -> Result<bool, Stop> {
        let signs = self.signs(form);
        if signs.is_non_negative() {
            return Ok(true);
        }
        if signs.is_non_positive() {
            return Ok(false);
        }
        let unscaled = self.upright(&form.with_coefficient(Rational::ONE));
        let condition = Condition::Sign(
            self.algebra.form_id(unscaled.clone()),
            Comparison::GreaterEqual,
        );
        let signs = [Signs::NON_NEGATIVE, Signs::NON_NEGATIVE.complement()];
        Err(Stop::Split(Box::new(Split {
            condition,
            form: unscaled,
            signs,
        })))
    }

    /// A large input that a logarithm was taken of, by its inverse again.
    pub fn by_inverse(&mut self, form: &Form) -> Form {
        let Some(symbol) = self.large else {
            return form.clone();
        };
        let base = Base::Atom(self.algebra.atom(Kind::Symbol(symbol)));
        let exponent = form.exponent(base);
        if exponent.is_zero() {
            return form.clone();
        }
        let mut inverse = Form::atom(self.algebra.atom(Kind::Inverse(symbol)));
        inverse.factors[0].1 = -&exponent;
        self.algebra.times(&form.without(base), &inverse)
    }

    /// Goes on where the sign of a large input is known.
    pub fn knows_sign_of_large(&mut self) -> Result<(), Stop> {
        if let Some(symbol) = self.large {
            let input = Form::atom(self.algebra.atom(Kind::Symbol(symbol)));
            self.is_non_negative(&input)?;
        }
        Ok(())
    }

    /// The input for its inverse: an infinite one has a sign, its inverse none.
    fn upright(&mut self, form: &Form) -> Form {
        let [(Base::Atom(atom), ref exponent)] = form.factors[..] else {
            return form.clone();
        };
        match *self.algebra.kind(atom) {
            Kind::Inverse(symbol) if exponent.is_integer() && !exponent.is_even() => {
                let symbol = Form::atom(self.algebra.atom(Kind::Symbol(symbol)));
                symbol.scaled(&form.coefficient)
            }
            _ => form.clone(),
        }
    }

    /// Whether a form is above zero, by what is known or by splitting the cell.
    pub fn is_positive(&mut self, form: &Form) -> Result<bool, Stop> {
        if let Some(holds) = self.signs(form).decide(Comparison::Greater) {
            return Ok(holds);
        }
        let form = form.clone();
        let condition = Condition::Sign(self.algebra.form_id(form.clone()), Comparison::Greater);
        let signs = [Signs::POSITIVE, Signs::POSITIVE.complement()];
        Err(Stop::Split(Box::new(Split {
            condition,
            form,
            signs,
        })))
    }

    /// Whether a condition holds in the cell.
    pub fn decide(&mut self, condition: Id) -> Result<bool, Stop> {
        match *self.graph.node(condition) {
            Node::Truth(truth) => Ok(truth),
            Node::And(a, b) => Ok(self.decide(a)? && self.decide(b)?),
            Node::Or(a, b) => Ok(self.decide(a)? || self.decide(b)?),
            Node::Compare(comparison, a, b) => {
                let is_number = self.is_plain(a) && self.is_plain(b);
                let (a, b) = (self.build(a)?, self.build(b)?);
                let difference = self.algebra.sum(&[a, b.scaled(&Rational::MINUS_ONE)])?;
                if let Some(holds) = self.signs(&difference).decide(comparison) {
                    return Ok(holds);
                }
                let holding = Signs::holding(comparison);
                let signs = [holding, holding.complement()];
                // beside a number the boundary is that number, rounded; two expressions are compared by their difference
                let condition = if is_number {
                    Condition::Comparison(condition)
                } else {
                    Condition::Sign(self.algebra.form_id(difference.clone()), comparison)
                };
                Err(Stop::Split(Box::new(Split {
                    condition,
                    form: self.upright(&difference),
                    signs,
                })))
            }
            _ => Err(Stop::Outside),
        }
    }

    /// A symbol or a number.
    fn is_plain(&self, id: Id) -> bool {
        self.graph.is_constant(id) || matches!(self.graph.node(id), Node::Symbol(_))
    }

    fn extreme(&mut self, func: Func, args: &[Id]) -> Built {
        let mut best = self.build(args[0])?;
        for &arg in &args[1..] {
            let other = self.build(arg)?;
            let difference = self
                .algebra
                .sum(&[other.clone(), best.scaled(&Rational::MINUS_ONE)])?;
            if self.is_non_negative(&difference)? == (func == Func::Max) {
                best = other;
            }
        }
        Ok(best)
    }

    /// A function of several arguments, or one that is left as it is.
    pub fn opaque(&mut self, func: Func, args: &[Form]) -> Form {
        let args = args
            .iter()
            .map(|arg| self.algebra.form_id(arg.clone()))
            .collect();
        Form::atom(self.algebra.atom(Kind::Apply(func, args)))
    }
}

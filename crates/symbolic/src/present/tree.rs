//! From the graph to the tree that is printed: signs, quotients, roots and the order of terms.

use std::sync::Arc;

use gradus_syntax::{Comparison, Constant, Func, Kind, Number, Span, Tree};

use super::{number, quotient};
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Role, Term};
use crate::rational::Rational;

/// The expression is too large to be written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("written out, the expression has more than {0} names, numbers and operators")]
pub struct TooLarge(pub usize);

/// The most nodes of a tree that is made.
const LARGEST: usize = 1 << 18;

/// The tree of an expression as it stands, in a person's order and notation.
///
/// # Errors
/// If it would be too large to write out.
pub fn tree(graph: &Graph, root: Id) -> Result<Tree, TooLarge> {
    let mut tree = Tree::new();
    let mut tasks = vec![Task::Visit(root)];
    while let Some(task) = tasks.pop() {
        let mut writer = Writer {
            graph,
            out: Vec::new(),
        };
        match task {
            Task::Push(kind) => {
                tree.push(kind, Span::default());
            }
            Task::Visit(id) => writer.node(id),
            Task::Term(coefficient, id) => writer.term(&coefficient, id),
            Task::Scaled(factor, id) => writer.multiple_of_sum(&factor, id),
        }
        tasks.extend(writer.out.into_iter().rev());
        if tree.nodes().len() > LARGEST {
            return Err(TooLarge(LARGEST));
        }
    }
    Ok(tree)
}

/// What is still to be written, in postorder.
#[derive(Clone)]
pub(super) enum Task {
    Push(Kind),
    Visit(Id),
    /// A coefficient times an expression.
    Term(Rational, Id),
    /// A sum with every number multiplied.
    Scaled(Rational, Id),
}

struct Writer<'a> {
    graph: &'a Graph,
    out: Vec<Task>,
}

impl Writer<'_> {
    fn push(&mut self, kind: Kind) {
        self.out.push(Task::Push(kind));
    }

    fn visit(&mut self, id: Id) {
        self.out.push(Task::Visit(id));
    }

    fn visit_all(&mut self, ids: &[Id]) {
        self.out.extend(ids.iter().map(|&id| Task::Visit(id)));
    }

    fn name(&mut self, name: &Arc<str>) {
        self.push(Kind::Name(name.clone()));
    }

    fn node(&mut self, id: Id) {
        match self.graph.node(id) {
            Node::Rational(value) => self.signed(value),
            Node::Constant(constant) => self.push(Kind::Constant(*constant)),
            Node::Symbol(symbol) => self.name(&self.graph.symbol_info(*symbol).name.clone()),
            Node::Sum(..) => self.sum(id),
            Node::Product(_) => self.term(&Rational::ONE, id),
            Node::Power(base, exponent) => self.binary(*base, *exponent, Kind::Power),
            Node::Apply(func, args) => self.call(*func, args),
            // presentation replaces these first; what is left is not in the language
            Node::SphericalBessel(_, a) => self.call(Func::Sinc, &[*a]),
            Node::Select(..) => self.select(id),
            Node::Undefined => self.undefined(),
            Node::Reduce(reduction, a) => self.reduce(*reduction, *a),
            Node::Concat(ids) => self.call(Func::Concat, ids),
            Node::Part(a, ..) | Node::Broadcast(a, _) => self.visit(*a),
            Node::Truth(value) => self.truth(*value),
            Node::Compare(comparison, a, b) => {
                self.binary(*a, *b, Kind::Compare([*comparison].into()));
            }
            Node::And(a, b) => self.both(*a, *b),
            Node::Or(a, b) => self.binary(*a, *b, Kind::Or),
        }
    }

    fn binary(&mut self, a: Id, b: Id, kind: Kind) {
        self.visit(a);
        self.visit(b);
        self.push(kind);
    }

    /// `-1 < x < 1` where both conditions bound the same number.
    fn both(&mut self, a: Id, b: Id) {
        use Comparison::{Greater, GreaterEqual, Less, LessEqual};
        match (self.graph.node(a), self.graph.node(b)) {
            (
                &Node::Compare(low @ (Greater | GreaterEqual), x, bottom),
                &Node::Compare(high @ (Less | LessEqual), y, top),
            ) if x == y => {
                let low = if low == Greater { Less } else { LessEqual };
                self.visit_all(&[bottom, x, top]);
                self.push(Kind::Compare([low, high].into()));
            }
            _ => self.binary(a, b, Kind::And),
        }
    }

    fn call(&mut self, func: Func, args: &[Id]) {
        if func == Func::Exp && self.graph.is_integer(args[0], 1) {
            return self.push(Kind::Constant(Constant::E));
        }
        match args {
            // the same function of what was written
            [sum] if quotient::is_even(func) && self.graph.is_turned(*sum) => {
                self.out.push(Task::Scaled(Rational::MINUS_ONE, *sum));
            }
            _ => self.visit_all(args),
        }
        self.push(Kind::Call(func, args.len() as u32));
    }

    fn reduce(&mut self, reduction: Reduction, a: Id) {
        let func = match reduction {
            Reduction::Sum | Reduction::Count => Func::Sum,
            Reduction::Product => Func::Prod,
            Reduction::Min => Func::Min,
            Reduction::Max => Func::Max,
        };
        self.visit(a);
        if reduction == Reduction::Count {
            self.number(Number::integer("0"));
            self.push(Kind::Multiply);
            self.number(Number::integer("1"));
            self.push(Kind::Add);
        }
        self.push(Kind::Call(func, 1));
    }

    fn undefined(&mut self) {
        self.number(Number::integer("0"));
        self.number(Number::integer("0"));
        self.push(Kind::Divide);
    }

    fn truth(&mut self, value: bool) {
        self.number(Number::integer("0"));
        self.number(Number::integer(if value { "0" } else { "1" }));
        self.push(Kind::Compare([Comparison::Equal].into()));
    }

    fn number(&mut self, number: Number) {
        self.push(Kind::Number(number));
    }

    fn signed(&mut self, value: &Rational) {
        let magnitude = value.abs();
        match number::decimal(&magnitude) {
            Some(decimal) => self.number(decimal),
            None => self.number(number::integer(&magnitude)),
        }
        if value.is_negative() {
            self.push(Kind::Negate);
        }
        if !value.is_integer() && number::decimal(&magnitude).is_none() {
            self.number(number::integer(&number::denominator(value)));
            self.push(Kind::Divide);
        }
    }

    /// `if`, or `piecewise` from three cases on.
    fn select(&mut self, id: Id) {
        let mut cases = Vec::new();
        let mut rest = id;
        while let Node::Select(condition, a, b) = *self.graph.node(rest) {
            cases.push((condition, a));
            rest = b;
        }
        if let [(condition, a)] = cases[..] {
            self.visit_all(&[condition, a, rest]);
            return self.push(Kind::If);
        }
        for &(condition, a) in &cases {
            self.visit(a);
            self.visit(condition);
        }
        self.visit(rest);
        self.push(Kind::Piecewise(cases.len() as u32));
    }

    fn sum(&mut self, id: Id) {
        let Node::Sum(constant, terms) = self.graph.node(id) else {
            return;
        };
        if let ([term], true) = (&terms[..], constant.is_zero()) {
            return self.term(&term.coefficient, term.id);
        }
        match number::common_factor(constant, terms) {
            Some(factor) => self.scaled_sum(id, &factor),
            None => {
                let mut parts = parts(constant, terms, &Rational::ONE);
                let paired = paired(constant, terms);
                if let Some(paired) = paired {
                    parts.retain(|(_, id)| id.is_some_and(|id| id != paired));
                    parts.push((constant.clone(), None));
                }
                self.terms(parts, paired);
            }
        }
    }

    /// `(1 + tanh(x))/2` for a sum whose numbers are all the same.
    fn scaled_sum(&mut self, id: Id, factor: &Rational) {
        let sum = Task::Scaled(factor.recip(), id);
        self.out.extend(quotient::multiple(factor, vec![sum]));
    }

    /// A sum of terms; the constant has no id, and is written as a multiple of `1 - paired` if there is such a term.
    fn terms(&mut self, mut terms: Vec<(Rational, Option<Id>)>, paired: Option<Id>) {
        self.order(&mut terms);
        for (index, (coefficient, id)) in terms.iter().enumerate() {
            // the first term keeps its sign, the others are added or subtracted
            let own = if index == 0 {
                coefficient.clone()
            } else {
                coefficient.abs()
            };
            match id {
                Some(id) => self.out.push(Task::Term(own, *id)),
                None => self.constant(&own, paired),
            }
            match (index, coefficient.is_negative()) {
                (0, _) => {}
                (_, true) => self.push(Kind::Subtract),
                (_, false) => self.push(Kind::Add),
            }
        }
    }

    fn constant(&mut self, value: &Rational, paired: Option<Id>) {
        let Some(paired) = paired else {
            return self.signed(value);
        };
        let one = Task::Push(Kind::Number(Number::integer("1")));
        let difference = [one, Task::Visit(paired), Task::Push(Kind::Subtract)];
        self.out
            .extend(quotient::multiple(value, difference.into()));
    }

    /// Polynomials by descending degree, everything else with the constant first; positive terms before negative ones.
    fn order(&self, terms: &mut [(Rational, Option<Id>)]) {
        let degrees: Option<Vec<Rational>> = terms
            .iter()
            .map(|(_, id)| id.map_or(Some(Rational::ZERO), |id| self.degree(id)))
            .collect();
        if degrees.is_some() {
            terms.sort_by_key(|(coefficient, id)| {
                let degree = id.and_then(|id| self.degree(id)).unwrap_or(Rational::ZERO);
                (
                    coefficient.is_negative(),
                    std::cmp::Reverse(degree),
                    id.is_none(),
                    *id,
                )
            });
        } else {
            let all_negative = terms
                .iter()
                .all(|(coefficient, _)| coefficient.is_negative());
            terms.sort_by_key(|(coefficient, id)| {
                (coefficient.is_negative(), all_negative && id.is_none(), *id)
            });
        }
    }

    /// The degree of a monomial in inputs and parameters.
    fn degree(&self, id: Id) -> Option<Rational> {
        let is_symbol = |id: Id| matches!(self.graph.node(id), Node::Symbol(_));
        match self.graph.node(id) {
            Node::Symbol(symbol) if self.graph.symbol_info(*symbol).role == Role::Parameter => {
                Some(Rational::ZERO)
            }
            Node::Symbol(_) => Some(Rational::ONE),
            Node::Product(factors) => factors.iter().try_fold(Rational::ZERO, |degree, factor| {
                let constant = self.graph.is_constant(factor.base);
                let own = if constant {
                    Rational::ZERO
                } else {
                    self.degree(factor.base)?
                };
                (constant || is_symbol(factor.base)).then(|| &degree + &(&own * &factor.exponent))
            }),
            _ => self.graph.is_constant(id).then_some(Rational::ZERO),
        }
    }

    /// A coefficient times an expression, as a quotient of products.
    fn term(&mut self, coefficient: &Rational, id: Id) {
        if coefficient.is_one() && !matches!(self.graph.node(id), Node::Product(_)) {
            return self.visit(id);
        }
        let factors = match self.graph.node(id) {
            Node::Product(factors) => factors.to_vec(),
            _ => vec![Factor {
                base: id,
                exponent: Rational::ONE,
            }],
        };
        self.out
            .extend(quotient::product(self.graph, coefficient, &factors));
    }

    /// A sum with every number multiplied.
    fn multiple_of_sum(&mut self, factor: &Rational, id: Id) {
        if let Node::Sum(constant, terms) = self.graph.node(id) {
            let terms = parts(constant, terms, factor);
            self.terms(terms, None);
        }
    }
}

/// The numbers and terms of a sum, multiplied; the constant has no id.
fn parts(constant: &Rational, terms: &[Term], factor: &Rational) -> Vec<(Rational, Option<Id>)> {
    let mut parts: Vec<(Rational, Option<Id>)> = terms
        .iter()
        .map(|term| (&term.coefficient * factor, Some(term.id)))
        .collect();
    if !constant.is_zero() {
        parts.push((constant * factor, None));
    }
    parts
}

/// The term that has the same long number as the constant, and the other sign: the number is written once,
/// `a + 3.4318*(1 - t^2)/3` for `17159/15000 + a - 3.4318*t^2/3`.
fn paired(constant: &Rational, terms: &[Term]) -> Option<Id> {
    let long = !constant.is_integer() && number::decimal(&constant.abs()).is_none();
    let opposite = |term: &&Term| term.coefficient == -constant;
    terms
        .iter()
        .find(opposite)
        .filter(|_| long)
        .map(|term| term.id)
}

//! Trees read node by node, operands first.

use gradus_syntax::{Action, Comparison, Definition, Func, Kind, Tree};
use rustc_hash::FxHashMap;

use super::Names;
use crate::graph::{Graph, Id};
use crate::rational::Rational;

/// A subexpression being read and where it is defined. Sums and products are gathered whole, so that a chain of n
/// terms costs n and not n².
pub(super) struct Entry {
    pub value: Partial,
    pub domain: Id,
}

pub(super) enum Partial {
    Done(Id),
    Sum(Rational, Vec<(Rational, Id)>),
    Product(Vec<(Id, Rational)>),
}

impl Partial {
    pub(super) fn finish(self, graph: &mut Graph) -> Id {
        match self {
            Self::Done(id) => id,
            Self::Sum(constant, terms) => {
                let sum = graph.sum(constant, terms);
                graph.remember_order(sum);
                sum
            }
            Self::Product(factors) => graph.product(factors),
        }
    }

    fn into_terms(self, graph: &mut Graph) -> (Rational, Vec<(Rational, Id)>) {
        match self {
            Self::Sum(constant, terms) => (constant, terms),
            other => (Rational::ZERO, vec![(Rational::ONE, other.finish(graph))]),
        }
    }

    fn into_factors(self, graph: &mut Graph) -> Vec<(Id, Rational)> {
        match self {
            Self::Product(factors) => factors,
            other => vec![(other.finish(graph), Rational::ONE)],
        }
    }
}

/// The value and domain of every call of a definition so far, by its inputs and parameters. Without it a chain of n definitions,
/// each calling the one before twice, would cost 2^n.
pub(super) type Expanded = FxHashMap<(*const Definition, Vec<Id>), (Id, Id)>;

/// Whether the elements of operands are brought together.
fn gathers(kind: &Kind) -> bool {
    match kind {
        Kind::Call(func, count) => match func.action() {
            Action::Elementwise => false,
            Action::ElementwiseOrReduction => *count == 1,
            Action::Reduction | Action::Concatenation => true,
        },
        _ => false,
    }
}

pub(super) struct Importer<'a> {
    pub graph: &'a mut Graph,
    pub names: &'a Names,
    pub expanded: &'a mut Expanded,
    pub depth: usize,
    pub stack: Vec<Entry>,
    /// Beside each entry something of its length, if it is a vector: `0*x` is one, though a number is left of it.
    pub shapes: Vec<Option<Id>>,
}

impl Importer<'_> {
    pub(super) fn run(self, tree: &Tree) -> Entry {
        self.shaped(tree).0
    }

    /// The root, and what it has the length of if it is a vector.
    pub(super) fn shaped(mut self, tree: &Tree) -> (Entry, Option<Id>) {
        for node in tree.nodes() {
            let shape = self.before(&node.kind);
            let entry = self.node(&node.kind);
            self.shapes.push(self.shape(&node.kind, &entry).or(shape));
            self.stack.push(entry);
        }
        let shape = self.shapes.pop().flatten();
        (self.stack.pop().expect("a tree has a root"), shape)
    }

    /// What an operand has the length of. Operands whose elements are gathered become vectors of their length.
    fn before(&mut self, kind: &Kind) -> Option<Id> {
        let count = kind.children();
        let shapes = self.shapes.split_off(self.shapes.len() - count);
        if !gathers(kind) {
            return shapes.into_iter().flatten().next();
        }
        let entries = self.stack.split_off(self.stack.len() - count);
        for (Entry { value, domain }, shape) in entries.into_iter().zip(shapes) {
            let id = value.finish(self.graph);
            let id = shape.map_or(id, |shape| self.graph.shaped_as(id, shape));
            self.stack.push(Entry {
                value: Partial::Done(id),
                domain,
            });
        }
        None
    }

    /// The entry itself, where it is a vector by its kind.
    fn shape(&self, kind: &Kind, entry: &Entry) -> Option<Id> {
        let own = matches!(
            kind,
            Kind::Name(_) | Kind::CallDefinition(_) | Kind::Call(Func::Concat, _)
        );
        match entry.value {
            Partial::Done(id) if own && self.graph.facts(id).vector => Some(id),
            _ => None,
        }
    }

    fn node(&mut self, kind: &Kind) -> Entry {
        match kind {
            Kind::Number(number) => {
                let value = Rational::from_decimal(number);
                let id = self.graph.rational(value);
                self.everywhere(id)
            }
            Kind::Constant(constant) => {
                let id = self.graph.constant(*constant);
                self.everywhere(id)
            }
            Kind::Name(name) => {
                let id = self
                    .names
                    .get(name)
                    .copied()
                    .unwrap_or_else(|| self.graph.undefined());
                self.everywhere(id)
            }
            Kind::Plus => self.pop(),
            Kind::Negate => self.negate(),
            Kind::Add => self.sum(false),
            Kind::Subtract => self.sum(true),
            Kind::Multiply => self.product(false),
            Kind::Divide => self.product(true),
            Kind::Power => self.power(),
            Kind::Call(func, count) => self.call(*func, *count as usize),
            Kind::CallDefinition(call) => self.expand(call),
            Kind::If => {
                let (otherwise, then, condition) = (self.pop(), self.pop(), self.pop());
                self.select(condition, then, otherwise)
            }
            Kind::Piecewise(pairs) => self.piecewise(*pairs as usize),
            Kind::Not | Kind::And | Kind::Or | Kind::Compare(_) => self.condition(kind),
        }
    }

    pub(super) fn pop(&mut self) -> Entry {
        self.stack.pop().expect("children come before their node")
    }

    /// The next operand as a finished node.
    fn pop_id(&mut self) -> (Id, Id) {
        let Entry { value, domain } = self.pop();
        (value.finish(self.graph), domain)
    }

    pub(super) fn pop_ids(&mut self, count: usize) -> (Vec<Id>, Id) {
        let entries = self.stack.split_off(self.stack.len() - count);
        let mut domain = self.graph.truth(true);
        let mut ids = Vec::with_capacity(count);
        for entry in entries {
            ids.push(entry.value.finish(self.graph));
            domain = self.graph.and(domain, entry.domain);
        }
        (ids, domain)
    }

    pub(super) fn everywhere(&mut self, id: Id) -> Entry {
        Entry {
            value: Partial::Done(id),
            domain: self.graph.truth(true),
        }
    }

    fn negate(&mut self) -> Entry {
        let Entry { value, domain } = self.pop();
        let (constant, mut terms) = value.into_terms(self.graph);
        for (coefficient, _) in &mut terms {
            *coefficient = -&*coefficient;
        }
        Entry {
            value: Partial::Sum(-&constant, terms),
            domain,
        }
    }

    fn sum(&mut self, minus: bool) -> Entry {
        if minus {
            let negated = self.negate();
            self.stack.push(negated);
        }
        let (b, a) = (self.pop(), self.pop());
        let domain = self.graph.and(a.domain, b.domain);
        let (c, mut left) = a.value.into_terms(self.graph);
        let (d, mut right) = b.value.into_terms(self.graph);
        if left.len() < right.len() {
            std::mem::swap(&mut left, &mut right);
        }
        left.append(&mut right);
        Entry {
            value: Partial::Sum(&c + &d, left),
            domain,
        }
    }

    fn product(&mut self, divide: bool) -> Entry {
        let (b, a) = (self.pop(), self.pop());
        let mut domain = self.graph.and(a.domain, b.domain);
        let mut left = a.value.into_factors(self.graph);
        let mut right = b.value.into_factors(self.graph);
        if divide {
            for (base, exponent) in &mut right {
                domain = self.not_zero(domain, *base);
                // a divisor that is zero leaves nothing defined, also where it is divided by again: x/(x/0)
                if self.graph.is_integer(*base, 0) {
                    *base = self.graph.undefined();
                }
                *exponent = -&*exponent;
            }
        }
        if left.len() < right.len() {
            std::mem::swap(&mut left, &mut right);
        }
        left.append(&mut right);
        Entry {
            value: Partial::Product(left),
            domain,
        }
    }

    fn power(&mut self) -> Entry {
        let (exponent, exponent_domain) = self.pop_id();
        let (base, base_domain) = self.pop_id();
        let domain = self.graph.and(base_domain, exponent_domain);
        let domain = self.power_domain(domain, base, exponent);
        let value = Partial::Done(self.graph.power(base, exponent));
        Entry { value, domain }
    }

    /// A divisor that may be zero all along a piece leaves no isolated hole there: it must not be zero.
    fn not_zero(&mut self, domain: Id, divisor: Id) -> Id {
        let facts = self.graph.facts(divisor);
        if !facts.may_be_zero || !facts.pieces {
            return domain;
        }
        let zero = self.graph.integer(0);
        let condition = self.graph.compare(Comparison::NotEqual, divisor, zero);
        self.graph.and(domain, condition)
    }

    /// A power of a negative base has a real value only for integer exponents.
    fn power_domain(&mut self, domain: Id, base: Id, exponent: Id) -> Id {
        let inverse = self
            .graph
            .as_rational(exponent)
            .is_some_and(Rational::is_negative);
        let domain = if inverse {
            self.not_zero(domain, base)
        } else {
            domain
        };
        let known = self.graph.as_rational(exponent).map(Rational::is_integer);
        if known == Some(true) {
            return domain;
        }
        let condition = self.graph.has_power(base, exponent);
        self.graph.and(domain, condition)
    }

    fn call(&mut self, func: Func, count: usize) -> Entry {
        let (args, mut domain) = self.pop_ids(count);
        match func {
            Func::Sqrt | Func::Ln | Func::Log2 | Func::Log10 => {
                domain = self.at_least(domain, args[0], 0);
            }
            Func::Log1p => domain = self.at_least(domain, args[0], -1),
            Func::Acosh => domain = self.at_least(domain, args[0], 1),
            Func::Asin | Func::Acos | Func::Atanh => {
                domain = self.at_least(domain, args[0], -1);
                let negated = self.graph.negate(args[0]);
                domain = self.at_least(domain, negated, -1);
            }
            _ => {}
        }
        let value = Partial::Done(self.graph.apply(func, &args));
        Entry { value, domain }
    }

    fn at_least(&mut self, domain: Id, value: Id, bound: i64) -> Id {
        let bound = self.graph.integer(bound);
        let condition = self.graph.compare(Comparison::GreaterEqual, value, bound);
        self.graph.and(domain, condition)
    }
}

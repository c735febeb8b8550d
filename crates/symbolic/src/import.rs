//! From the tree a person wrote to the graph.

use std::sync::Arc;

use gradus_syntax::{Action, Comparison, Definition, Func, Kind, Limits, Tree};
use rustc_hash::FxHashMap;

use crate::graph::{Graph, Id, LimitError, Role, Symbol};
use crate::rational::Rational;

/// A function of the graph: what a definition denotes.
#[derive(Clone, Debug)]
pub struct Function {
    /// The inputs, in the order of the header.
    pub inputs: Vec<Symbol>,
    /// The parameters, in the order of the header.
    pub parameters: Vec<Symbol>,
    /// The defaults of the parameters: constants.
    pub defaults: Vec<Id>,
    /// The value.
    pub body: Id,
    /// Where the definition as written is defined: a condition.
    pub domain: Id,
}

/// Reads a definition into a graph of its own.
///
/// # Errors
/// If the expression would exceed a limit.
pub fn import(definition: &Definition, limits: Limits) -> Result<(Graph, Function), LimitError> {
    let mut graph = Graph::new(limits);
    let role = |vector| if vector { Role::Vector } else { Role::Scalar };
    let inputs: Vec<Symbol> = definition
        .inputs
        .iter()
        .map(|input| graph.new_symbol(&input.name, role(input.vector)))
        .collect();
    let parameters: Vec<Symbol> = definition
        .parameters
        .iter()
        .map(|parameter| graph.new_symbol(&parameter.name, Role::Parameter))
        .collect();
    let function = import_as(&mut graph, definition, &inputs, &parameters)?;
    Ok((graph, function))
}

/// Reads a definition into an existing graph; its inputs and parameters are those symbols, by position.
///
/// # Errors
/// If the expression would exceed a limit.
pub fn import_as(
    graph: &mut Graph,
    definition: &Definition,
    inputs: &[Symbol],
    parameters: &[Symbol],
) -> Result<Function, LimitError> {
    let mut names = Names::default();
    for (input, symbol) in definition.inputs.iter().zip(inputs) {
        names.insert(input.name.clone(), graph.symbol(*symbol));
    }
    for (parameter, symbol) in definition.parameters.iter().zip(parameters) {
        names.insert(parameter.name.clone(), graph.symbol(*symbol));
    }
    let none = Names::default();
    let defaults = definition
        .parameters
        .iter()
        .map(|parameter| import_tree(graph, &parameter.default, &none))
        .collect();
    let importer = Importer {
        graph,
        names: &names,
        expanded: &mut Expanded::default(),
        depth: 0,
        stack: Vec::new(),
        shapes: Vec::new(),
    };
    let Entry { value, domain } = importer.run(&definition.body);
    let body = value.finish(graph);
    match graph.exceeded() {
        Some(error) => Err(error),
        None => Ok(Function {
            inputs: inputs.into(),
            parameters: parameters.into(),
            defaults,
            body,
            domain,
        }),
    }
}

/// What the names of a tree stand for.
pub type Names = FxHashMap<Arc<str>, Id>;

/// Reads a tree into an existing graph; names that are not given are undefined.
pub fn import_tree(graph: &mut Graph, tree: &Tree, names: &Names) -> Id {
    let entry = Importer {
        graph,
        names,
        expanded: &mut Expanded::default(),
        depth: 0,
        stack: Vec::new(),
        shapes: Vec::new(),
    }
    .run(tree);
    entry.value.finish(graph)
}

/// A subexpression being read and where it is defined. Sums and products are gathered whole, so that a chain of n
/// terms costs n and not n².
struct Entry {
    value: Partial,
    domain: Id,
}

enum Partial {
    Done(Id),
    Sum(Rational, Vec<(Rational, Id)>),
    Product(Vec<(Id, Rational)>),
}

impl Partial {
    fn finish(self, graph: &mut Graph) -> Id {
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
type Expanded = FxHashMap<(*const Definition, Vec<Id>), (Id, Id)>;

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

struct Importer<'a> {
    graph: &'a mut Graph,
    names: &'a Names,
    expanded: &'a mut Expanded,
    depth: usize,
    stack: Vec<Entry>,
    /// Beside each entry something of its length, if it is a vector: `0*x` is one, though a number is left of it.
    shapes: Vec<Option<Id>>,
}

impl Importer<'_> {
    fn run(self, tree: &Tree) -> Entry {
        self.shaped(tree).0
    }

    /// The root, and what it has the length of if it is a vector.
    fn shaped(mut self, tree: &Tree) -> (Entry, Option<Id>) {
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

    fn pop(&mut self) -> Entry {
        self.stack.pop().expect("children come before their node")
    }

    /// The next operand as a finished node.
    fn pop_id(&mut self) -> (Id, Id) {
        let Entry { value, domain } = self.pop();
        (value.finish(self.graph), domain)
    }

    fn pop_ids(&mut self, count: usize) -> (Vec<Id>, Id) {
        let entries = self.stack.split_off(self.stack.len() - count);
        let mut domain = self.graph.truth(true);
        let mut ids = Vec::with_capacity(count);
        for entry in entries {
            ids.push(entry.value.finish(self.graph));
            domain = self.graph.and(domain, entry.domain);
        }
        (ids, domain)
    }

    fn everywhere(&mut self, id: Id) -> Entry {
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

    /// A definition called: its body with the arguments in place of its names.
    fn expand(&mut self, call: &gradus_syntax::Call) -> Entry {
        let definition = &call.definition;
        let (args, domain) = self.pop_ids(definition.inputs.len() + call.parameters.len());
        if self.depth > Limits::default().nesting || self.graph.exceeded().is_some() {
            let id = self.graph.undefined();
            return self.everywhere(id);
        }
        let (inputs, given) = args.split_at(definition.inputs.len());
        let mut names: Names = FxHashMap::default();
        let mut values = inputs.to_vec();
        for (input, &arg) in definition.inputs.iter().zip(inputs) {
            names.insert(input.name.clone(), arg);
        }
        for parameter in &definition.parameters {
            let named = call
                .parameters
                .iter()
                .position(|name| *name == parameter.name);
            let value = match named {
                Some(index) => given[index],
                None => import_tree(self.graph, &parameter.default, &Names::default()),
            };
            names.insert(parameter.name.clone(), value);
            values.push(value);
        }
        let key = (Arc::as_ptr(definition), values);
        let (value, inner_domain) = match self.expanded.get(&key) {
            Some(&known) => known,
            None => {
                let found = self.body_of(definition, &names);
                self.expanded.insert(key, found);
                found
            }
        };
        Entry {
            value: Partial::Done(value),
            domain: self.graph.and(domain, inner_domain),
        }
    }

    /// The value and domain of a definition's body.
    fn body_of(&mut self, definition: &Definition, names: &Names) -> (Id, Id) {
        let inner = Importer {
            graph: self.graph,
            names,
            expanded: self.expanded,
            depth: self.depth + 1,
            stack: Vec::new(),
            shapes: Vec::new(),
        };
        let (Entry { value, domain }, shape) = inner.shaped(&definition.body);
        let id = value.finish(self.graph);
        let id = shape.map_or(id, |shape| self.graph.shaped_as(id, shape));
        (id, domain)
    }

    fn select(&mut self, condition: Entry, then: Entry, otherwise: Entry) -> Entry {
        let test = condition.value.finish(self.graph);
        let (a, b) = (
            then.value.finish(self.graph),
            otherwise.value.finish(self.graph),
        );
        let value = Partial::Done(self.graph.select(test, a, b));
        let refused = self.graph.not(test);
        let then = self.graph.or(refused, then.domain);
        let otherwise = self.graph.or(test, otherwise.domain);
        let branches = self.graph.and(then, otherwise);
        Entry {
            value,
            domain: self.graph.and(condition.domain, branches),
        }
    }

    fn piecewise(&mut self, pairs: usize) -> Entry {
        let mut result = self.pop();
        for _ in 0..pairs {
            let (condition, value) = (self.pop(), self.pop());
            result = self.select(condition, value, result);
        }
        result
    }

    fn condition(&mut self, kind: &Kind) -> Entry {
        let (ids, domain) = self.pop_ids(kind.children());
        let graph = &mut *self.graph;
        let id = match kind {
            Kind::Not => graph.not(ids[0]),
            Kind::And => graph.and(ids[0], ids[1]),
            Kind::Or => graph.or(ids[0], ids[1]),
            Kind::Compare(chain) => {
                chain
                    .iter()
                    .enumerate()
                    .fold(graph.truth(true), |all, (index, comparison)| {
                        let link = graph.compare(*comparison, ids[index], ids[index + 1]);
                        graph.and(all, link)
                    })
            }
            _ => graph.undefined(),
        };
        Entry {
            value: Partial::Done(id),
            domain,
        }
    }
}

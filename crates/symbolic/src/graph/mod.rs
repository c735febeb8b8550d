//! The shared expression graph: hash-consed nodes in canonical form.
//!
//! Equal expressions are the same [`Id`], and a node's operands always have smaller ids than the node. Every algorithm
//! of this crate walks the reachable ids in increasing order, in a loop: nothing recurses with the depth of a formula.
//!
//! Nodes are made by the constructors (`sum`, `product`, `apply` …), which keep the canonical form: sums and products are
//! flat and merged, there is no separate minus, quotient or square root, and constants are exact. The constructors use
//! identities of the reals on the expression's own domain; the domain itself travels beside the expression
//! ([`Function::domain`](crate::Function)).

mod angles;
mod apply;
mod condition;
mod facts;
mod power;
mod product;
mod rebuild;
mod sum;

use std::sync::Arc;

use gradus_syntax::{Comparison, Constant, Func, Limits};
use rustc_hash::{FxHashMap, FxHashSet};

pub use condition::holds;
pub use facts::Facts;
pub use product::Factor;
pub use sum::Term;

use crate::computation::Reduction;
use crate::rational::Rational;

/// An expression is small in a graph if it has no more than one in this many of its nodes.
const SPARSE: usize = 32;

/// A node of a [`Graph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// An input, a parameter, or a placeholder of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// An input that is one number.
    Scalar,
    /// An input that is a whole vector.
    Vector,
    /// A parameter.
    Parameter,
}

/// An expression by its operands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// An exact rational constant.
    Rational(Rational),
    /// π or infinity; e and τ are written with `exp` and π.
    Constant(Constant),
    /// An input or parameter.
    Symbol(Symbol),
    /// `constant + Σ coefficient·term`, at least one term; never a single term with coefficient 1 and constant 0.
    Sum(Rational, Arc<[Term]>),
    /// `Π base^exponent`, never empty, never a single base to the power 1.
    Product(Arc<[Factor]>),
    /// `base^exponent` with an exponent that is not a rational constant.
    Power(Id, Id),
    /// A primitive function.
    Apply(Func, Arc<[Id]>),
    /// The spherical Bessel function of that order, 1 or more: the derivatives of `sinc`.
    SphericalBessel(u8, Id),
    /// `condition ? a : b`.
    Select(Id, Id, Id),
    /// No real number.
    Undefined,
    /// A vector made into a scalar.
    Reduce(Reduction, Id),
    /// Vectors and scalars joined into one vector.
    Concat(Arc<[Id]>),
    /// The elements of the first operand, a concatenation, that belong to the given one of the parts.
    Part(Id, Arc<[Id]>, u32),
    /// The first operand, a scalar, as a vector of the length of the second.
    Broadcast(Id, Id),
    /// A condition: true or false.
    Truth(bool),
    /// A condition: a comparison of two numbers.
    Compare(Comparison, Id, Id),
    /// A condition: both.
    And(Id, Id),
    /// A condition: either.
    Or(Id, Id),
}

impl Node {
    /// Calls `visit` with every operand.
    pub fn operands(&self, mut visit: impl FnMut(Id)) {
        match self {
            Self::Rational(_)
            | Self::Constant(_)
            | Self::Symbol(_)
            | Self::Undefined
            | Self::Truth(_) => {}
            Self::Sum(_, terms) => terms.iter().for_each(|term| visit(term.id)),
            Self::Product(factors) => factors.iter().for_each(|factor| visit(factor.base)),
            Self::Apply(_, ids) | Self::Concat(ids) => ids.iter().copied().for_each(visit),
            Self::SphericalBessel(_, a) | Self::Reduce(_, a) => visit(*a),
            Self::Power(a, b)
            | Self::Broadcast(a, b)
            | Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b) => {
                [*a, *b].into_iter().for_each(visit);
            }
            Self::Select(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
            Self::Part(a, parts, _) => {
                visit(*a);
                parts.iter().copied().for_each(visit);
            }
        }
    }
}

/// The name and role of a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolInfo {
    /// As written in the header.
    pub name: Arc<str>,
    /// What it stands for.
    pub role: Role,
}

/// A bound of [`Limits`] that an expression would exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitError {
    /// Too many nodes and operands.
    #[error("the expression needs more than {0} nodes and operands")]
    Nodes(usize),
    /// An exact constant is too large.
    #[error("an exact constant needs more than {0} bits")]
    ConstantBits(usize),
}

/// An arena of expressions.
#[derive(Clone, Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    /// How many nodes there are, each counted with its operands.
    size: usize,
    facts: Vec<Facts>,
    index: FxHashMap<Node, Id>,
    symbols: Vec<SymbolInfo>,
    limits: Limits,
    exceeded: Option<LimitError>,
    filled: Vec<Id>,
    compared: FxHashMap<(Comparison, Id, Id), Id>,
    /// The shortest forms of sums that were looked for already.
    shortest: FxHashMap<Id, Id>,
    /// Sums that were written with all signs changed: `x - 1` of `1 - x`.
    turned: FxHashSet<Id>,
}

impl Graph {
    /// An empty graph whose expressions stay within `limits`.
    pub fn new(limits: Limits) -> Self {
        Self {
            nodes: Vec::new(),
            size: 0,
            facts: Vec::new(),
            index: FxHashMap::default(),
            symbols: Vec::new(),
            limits,
            exceeded: None,
            filled: Vec::new(),
            compared: FxHashMap::default(),
            shortest: FxHashMap::default(),
            turned: FxHashSet::default(),
        }
    }

    /// The shortest form of a sum, if it was looked for before.
    pub(crate) fn known_shortest(&self, sum: Id) -> Option<Id> {
        self.shortest.get(&sum).copied()
    }

    /// Remembers the shortest form of a sum.
    pub(crate) fn remember_shortest(&mut self, sum: Id, form: Id) {
        self.shortest.insert(sum, form);
    }

    /// Remembers how a sum was written, if products turn it round.
    pub(crate) fn remember_order(&mut self, written: Id) {
        let Node::Sum(_, terms) = self.node(written) else {
            return;
        };
        let rises = terms.iter().any(|term| !term.coefficient.is_negative());
        if rises && self.leads_negative(written) {
            let turned = self.scale(written, &self.content(written).recip());
            self.turned.insert(turned);
        }
    }

    /// Whether a sum was written with all signs changed.
    pub(crate) fn is_turned(&self, sum: Id) -> bool {
        self.turned.contains(&sum)
    }

    /// The first limit that an expression of this graph ran into; the expression is then `Undefined`.
    pub fn exceeded(&self) -> Option<LimitError> {
        self.exceeded
    }

    /// Lets the graph grow to several times its limit, for what is made of expressions that were within it.
    pub fn make_room(&mut self) {
        const TIMES: usize = 8;
        self.limits.expression = self.limits.expression.saturating_mul(TIMES);
    }

    /// Expressions at whose zeros a quotient had a hole that simplification filled: `x` for `x/x`.
    pub fn filled_holes(&self) -> &[Id] {
        &self.filled
    }

    /// Records that the zeros of an expression are no holes any more.
    pub(crate) fn fill_hole(&mut self, id: Id) {
        if self.facts(id).may_be_zero && !self.filled.contains(&id) {
            self.filled.push(id);
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node of that id.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    /// What is known of its value without evaluating it.
    pub fn facts(&self, id: Id) -> Facts {
        self.facts[id.index()]
    }

    /// A new symbol, different from all others even of the same name.
    pub fn new_symbol(&mut self, name: &str, role: Role) -> Symbol {
        self.symbols.push(SymbolInfo {
            name: name.into(),
            role,
        });
        Symbol(self.symbols.len() as u32 - 1)
    }

    /// Whether there are parameters.
    pub(crate) fn has_parameters(&self) -> bool {
        let mut symbols = self.symbols.iter();
        symbols.any(|symbol| symbol.role == Role::Parameter)
    }

    /// The name and role of a symbol.
    pub fn symbol_info(&self, symbol: Symbol) -> &SymbolInfo {
        &self.symbols[symbol.0 as usize]
    }

    /// The expression that is just that symbol.
    pub fn symbol(&mut self, symbol: Symbol) -> Id {
        self.intern(Node::Symbol(symbol))
    }

    /// An exact constant.
    pub fn rational(&mut self, value: Rational) -> Id {
        if value.bits() > self.limits.constant_bits {
            return self.fail(LimitError::ConstantBits(self.limits.constant_bits));
        }
        self.intern(Node::Rational(value))
    }

    /// A small integer.
    pub fn integer(&mut self, value: i64) -> Id {
        self.rational(value.into())
    }

    /// A named constant.
    pub fn constant(&mut self, constant: Constant) -> Id {
        match constant {
            Constant::Pi | Constant::Inf => self.intern(Node::Constant(constant)),
            Constant::E => {
                let one = self.integer(1);
                self.apply(Func::Exp, &[one])
            }
            Constant::Tau => {
                let pi = self.constant(Constant::Pi);
                self.scale(pi, &Rational::from(2))
            }
        }
    }

    /// No real number.
    pub fn undefined(&mut self) -> Id {
        self.intern(Node::Undefined)
    }

    /// The value of an exact rational constant.
    pub fn as_rational(&self, id: Id) -> Option<&Rational> {
        match self.node(id) {
            Node::Rational(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is that small integer.
    pub fn is_integer(&self, id: Id, value: i64) -> bool {
        self.as_rational(id)
            .is_some_and(|rational| *rational == value)
    }

    /// Every id that the roots are made of, themselves included, in increasing order: operands before users.
    pub fn reachable(&self, roots: &[Id]) -> Vec<Id> {
        let Some(last) = roots.iter().max() else {
            return Vec::new();
        };
        if let Some(few) = self.few_reachable(roots, last.index() / SPARSE) {
            return few;
        }
        let mut seen = vec![false; last.index() + 1];
        for root in roots {
            seen[root.index()] = true;
        }
        for index in (0..seen.len()).rev() {
            if seen[index] {
                self.nodes[index].operands(|operand| seen[operand.index()] = true);
            }
        }
        (0..seen.len())
            .filter(|&index| seen[index])
            .map(|index| Id(index as u32))
            .collect()
    }

    /// As [`reachable`](Self::reachable), if there are no more than that, without a look at all the others.
    fn few_reachable(&self, roots: &[Id], most: usize) -> Option<Vec<Id>> {
        if most < SPARSE {
            return None;
        }
        let mut seen = FxHashSet::default();
        let mut pending = roots.to_vec();
        while let Some(id) = pending.pop() {
            if seen.insert(id) {
                self.node(id).operands(|operand| pending.push(operand));
            }
            if seen.len() + pending.len() > most {
                return None;
            }
        }
        let mut found: Vec<Id> = seen.into_iter().collect();
        found.sort_unstable();
        Some(found)
    }

    /// As [`reachable`](Self::reachable), but for what is known already: neither it nor, unless reached otherwise, its operands.
    pub fn reachable_beyond<T>(&self, roots: &[Id], known: &FxHashMap<Id, T>) -> Vec<Id> {
        if known.is_empty() {
            return self.reachable(roots);
        }
        let mut seen = FxHashSet::default();
        let mut pending = roots.to_vec();
        while let Some(id) = pending.pop() {
            if !known.contains_key(&id) && seen.insert(id) {
                self.node(id).operands(|operand| pending.push(operand));
            }
        }
        let mut found: Vec<Id> = seen.into_iter().collect();
        found.sort_unstable();
        found
    }

    /// Whether the expression contains the symbol.
    pub fn depends_on(&self, id: Id, symbol: Symbol) -> bool {
        self.reachable(&[id])
            .iter()
            .any(|&id| *self.node(id) == Node::Symbol(symbol))
    }

    /// Those of all expressions under the roots that contain the symbol, found in one pass.
    pub fn dependent(&self, roots: &[Id], symbol: Symbol) -> FxHashSet<Id> {
        let mut dependent = FxHashSet::default();
        for id in self.reachable(roots) {
            let mut depends = *self.node(id) == Node::Symbol(symbol);
            self.node(id)
                .operands(|operand| depends |= dependent.contains(&operand));
            if depends {
                dependent.insert(id);
            }
        }
        dependent
    }

    /// Whether the expression contains no symbol.
    pub fn is_constant(&self, id: Id) -> bool {
        !self.facts(id).symbolic
    }

    fn intern(&mut self, node: Node) -> Id {
        if let Some(&id) = self.index.get(&node) {
            return id;
        }
        let mut size = 1;
        node.operands(|_| size += 1);
        if self.size + size > self.limits.expression && node != Node::Undefined {
            return self.fail(LimitError::Nodes(self.limits.expression));
        }
        self.size += size;
        let id = Id(self.nodes.len() as u32);
        self.facts.push(self.derive_facts(&node));
        self.nodes.push(node.clone());
        self.index.insert(node, id);
        id
    }

    fn fail(&mut self, error: LimitError) -> Id {
        self.exceeded.get_or_insert(error);
        self.intern(Node::Undefined)
    }
}

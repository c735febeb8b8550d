//! Rewriting by the table of identities, from the leaves up.

mod matcher;
mod rules;

use std::sync::{Arc, OnceLock};

use gradus_syntax::{Definition, Func, Input, Limits, NoNames, Tree};
use rustc_hash::FxHashMap;

pub use rules::{Holds, Purpose, RULES, Rule};

use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::import::{Names, import_tree};
use crate::rational::Rational;
use matcher::{Found, Matcher};

/// Applies the identities of these purposes to every part of the expressions until none matches. Holes that this fills
/// are recorded in the graph.
pub fn simplify_all(graph: &mut Graph, roots: &[Id], purposes: &[Purpose]) -> Vec<Id> {
    graph.transform_all(roots, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        rewritten(graph, id, purposes)
    })
}

/// Applies identities as [`simplify`] does, to many expressions of one graph, and remembers what became of each part.
pub struct Simplifier {
    purposes: &'static [Purpose],
    done: FxHashMap<Id, Id>,
}

impl Simplifier {
    /// By the identities of these purposes.
    pub fn new(purposes: &'static [Purpose]) -> Self {
        Self {
            purposes,
            done: FxHashMap::default(),
        }
    }

    /// The simplified expression.
    pub fn simplify(&mut self, graph: &mut Graph, root: Id) -> Id {
        let purposes = self.purposes;
        graph.transform_remembering(root, &mut self.done, |graph, _, rebuilt| {
            let id = rebuilt(graph);
            rewritten(graph, id, purposes)
        })
    }
}

/// The expression after the identities that match it as a whole.
fn rewritten(graph: &mut Graph, mut id: Id, purposes: &[Purpose]) -> Id {
    // every rule makes its expression smaller by the table's measure; the bound is for safety alone
    for _ in 0..64 {
        match rewrite(graph, id, purposes) {
            Some(better) if better != id => id = better,
            _ => break,
        }
    }
    id
}

/// As [`simplify_all`], for one expression.
pub fn simplify(graph: &mut Graph, root: Id, purposes: &[Purpose]) -> Id {
    simplify_all(graph, &[root], purposes)[0]
}

/// A rule ready to match.
struct Compiled {
    rule: &'static Rule,
    pattern: Graph,
    root: Id,
    /// What the root is.
    head: Head,
    /// What the operand is that the matcher looks for first, if that is a function; `Other` for anything else.
    anchor: Head,
    /// The left side is this times the root.
    scale: Rational,
    letters: Vec<(Symbol, Arc<str>)>,
    right: Tree,
}

/// What a pattern must be at its root for the rule to be tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Sum,
    Product,
    Apply(Func),
    Reduce,
    Other,
}

fn head(node: &Node) -> Head {
    match node {
        Node::Sum(..) => Head::Sum,
        Node::Product(_) => Head::Product,
        Node::Apply(func, _) => Head::Apply(*func),
        Node::Reduce(..) => Head::Reduce,
        _ => Head::Other,
    }
}

/// Whether a sum or product has an operand such as the rule is looked for by.
fn holds_anchor(graph: &Graph, id: Id, anchor: Head) -> bool {
    let fits = |operand: Id| head(graph.node(operand)) == anchor;
    match graph.node(id) {
        _ if anchor == Head::Other => true,
        Node::Sum(_, terms) => terms.iter().any(|term| fits(term.id)),
        Node::Product(factors) => factors.iter().any(|factor| fits(factor.base)),
        _ => true,
    }
}

fn rewrite(graph: &mut Graph, id: Id, purposes: &[Purpose]) -> Option<Id> {
    let wanted = head(graph.node(id));
    if wanted == Head::Other {
        return None;
    }
    for compiled in compiled() {
        if !purposes.contains(&compiled.rule.purpose)
            || compiled.head != wanted
            || !holds_anchor(graph, id, compiled.anchor)
        {
            continue;
        }
        let found = Matcher {
            pattern: &compiled.pattern,
            target: graph,
        }
        .find(compiled.root, id);
        if let Some(found) = found {
            if compiled.rule.holds == Holds::Removable {
                // in such rows `a` is what the hole is a zero of
                found
                    .bindings
                    .iter()
                    .take(1)
                    .for_each(|(_, id)| graph.fill_hole(*id));
            }
            return Some(replaced(graph, compiled, found));
        }
    }
    None
}

fn replaced(graph: &mut Graph, compiled: &Compiled, found: Found) -> Id {
    let mut names = Names::default();
    for (symbol, id) in &found.bindings {
        if let Some((_, name)) = compiled.letters.iter().find(|(letter, _)| letter == symbol) {
            names.insert(name.clone(), *id);
        }
    }
    let right = import_tree(graph, &compiled.right, &names);
    let right = graph.scale(right, &compiled.scale.recip());
    let factors = found
        .factors
        .into_iter()
        .map(|factor| (factor.base, factor.exponent));
    let product = graph.product(factors.chain([(right, found.power)]));
    let terms = found
        .terms
        .into_iter()
        .map(|term| (term.coefficient, term.id));
    graph.sum(found.constant, terms.chain([(found.scale, product)]))
}

/// The table, read once.
fn compiled() -> &'static [Compiled] {
    static TABLE: OnceLock<Vec<Compiled>> = OnceLock::new();
    TABLE.get_or_init(|| RULES.iter().map(compile).collect())
}

fn compile(rule: &'static Rule) -> Compiled {
    let mut pattern = Graph::new(Limits::default());
    let vector = ["sum(", "mean(", "logsumexp("]
        .iter()
        .any(|call| rule.left.contains(call));
    let role = if vector { Role::Vector } else { Role::Scalar };
    let header = Definition {
        name: None,
        inputs: ["a", "b"]
            .map(|name| Input {
                name: name.into(),
                vector,
            })
            .into(),
        parameters: Vec::new(),
        body: Tree::new(),
    };
    let read = |text: &str| {
        let definition = gradus_syntax::parse_as(text, &header, &NoNames, &Limits::default());
        definition
            .expect("every rule of the table reads, as its test shows")
            .body
            .clone()
    };
    let letters: Vec<(Symbol, Arc<str>)> = header
        .inputs
        .iter()
        .map(|input| (pattern.new_symbol(&input.name, role), input.name.clone()))
        .collect();
    let names = letters
        .iter()
        .map(|(symbol, name)| (name.clone(), pattern.symbol(*symbol)))
        .collect();
    let root = import_tree(&mut pattern, &read(rule.left), &names);
    let (scale, root) = pattern.split_coefficient(root);
    let anchor = match matcher::anchor(&pattern, root).map(|id| head(pattern.node(id))) {
        Some(anchor @ Head::Apply(_)) => anchor,
        _ => Head::Other,
    };
    Compiled {
        rule,
        head: head(pattern.node(root)),
        anchor,
        pattern,
        root,
        scale,
        letters,
        right: read(rule.right),
    }
}

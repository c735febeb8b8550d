//! NaN where a result is not defined, and NaN out for NaN in.

use gradus_syntax::{Comparison, Func};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Reduction, write::Output};
use crate::graph::{Graph, Id, Node, Symbol};

/// The value made undefined outside its domain, where evaluating it node by node would not make it so.
pub(super) fn within_domain(graph: &mut Graph, output: Output) -> Id {
    let Output { value, domain } = output;
    let natural = natural_domain(graph, value);
    let implied = conjuncts(graph, domain)
        .iter()
        .all(|condition| natural.contains(condition));
    if implied {
        return value;
    }
    within_stated_domain(graph, output)
}

/// The value made undefined outside its domain, however it is evaluated.
pub(super) fn within_stated_domain(graph: &mut Graph, output: Output) -> Id {
    let Output { value, domain } = output;
    if graph.as_truth(domain) == Some(true) {
        return value;
    }
    let undefined = graph.undefined();
    let domain = if graph.facts(value).vector {
        domain
    } else {
        of_all_elements(graph, domain)
    };
    graph.select(domain, value, undefined)
}

/// A condition on a vector made one on all of its elements.
fn of_all_elements(graph: &mut Graph, condition: Id) -> Id {
    if !graph.facts(condition).vector {
        return condition;
    }
    let (zero, one) = (graph.integer(0), graph.integer(1));
    let marks = graph.select(condition, one, zero);
    let least = graph.reduce(Reduction::Min, marks);
    graph.compare(Comparison::Greater, least, zero)
}

fn conjuncts(graph: &Graph, condition: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut pending = vec![condition];
    let mut seen = FxHashSet::default();
    while let Some(id) = pending.pop() {
        match *graph.node(id) {
            _ if !seen.insert(id) => {}
            Node::And(a, b) => pending.extend([a, b]),
            _ => found.push(id),
        }
    }
    found
}

/// Conditions outside which evaluation gives NaN by itself, whichever branch is taken.
fn natural_domain(graph: &mut Graph, root: Id) -> FxHashSet<Id> {
    let mut found = FxHashSet::default();
    let mut pending = vec![root];
    let mut seen = FxHashSet::default();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = graph.node(id).clone();
        let bounded = match &node {
            Node::Apply(Func::Ln | Func::Log2 | Func::Log10, args) => Some((args[0], 0)),
            Node::Apply(Func::Log1p, args) => Some((args[0], -1)),
            Node::Apply(Func::Acosh, args) => Some((args[0], 1)),
            _ => None,
        };
        let mut bounds: Vec<(Id, i64)> = bounded.into_iter().collect();
        if let Node::Apply(Func::Asin | Func::Acos | Func::Atanh, args) = &node {
            bounds.extend([(args[0], -1), (graph.negate(args[0]), -1)]);
        }
        if let Node::Product(factors) = &node {
            let roots = factors
                .iter()
                .filter(|factor| !factor.exponent.is_integer());
            bounds.extend(roots.map(|factor| (factor.base, 0)));
        }
        if let Node::Power(base, exponent) = node {
            found.insert(graph.has_power(base, exponent));
        }
        for (argument, bound) in bounds {
            let bound = graph.integer(bound);
            found.insert(graph.compare(Comparison::GreaterEqual, argument, bound));
        }
        // what stands in a branch or is chosen among others may have no influence
        if !matches!(
            node,
            Node::Select(..) | Node::Apply(Func::Min | Func::Max, _) | Node::Truth(_)
        ) {
            node.operands(|operand| pending.push(operand));
        }
    }
    found
}

/// The value made NaN where an input is NaN, unless every way of computing it is so already.
pub(super) fn nan_in_nan_out(graph: &mut Graph, root: Id, inputs: &[Symbol]) -> Id {
    let mut strict: FxHashMap<Id, FxHashSet<Symbol>> = FxHashMap::default();
    for id in graph.reachable(&[root]) {
        let own = strict_inputs(graph.node(id), &strict);
        strict.insert(id, own);
    }
    let covered = strict.remove(&root).unwrap_or_default();
    let mut result = root;
    if matches!(graph.node(root), Node::Concat(_) | Node::Part(..)) {
        return result;
    }
    for &input in inputs.iter().filter(|input| !covered.contains(input)) {
        let x = graph.symbol(input);
        if graph.facts(x).vector && !graph.facts(root).vector || only_in_parts(graph, root, x) {
            continue;
        }
        // only NaN differs from itself
        let is_number = graph.is_itself(x);
        result = graph.select(is_number, result, x);
    }
    result
}

/// Whether the value depends on parts of that vector alone, whose length then is not the value's.
fn only_in_parts(graph: &Graph, root: Id, vector: Id) -> bool {
    let mut seen = FxHashSet::default();
    let mut pending = vec![root];
    let mut in_part = false;
    while let Some(id) = pending.pop() {
        if id == vector {
            return false;
        }
        if !seen.insert(id) {
            continue;
        }
        match graph.node(id) {
            Node::Part(whole, parts, _) => {
                in_part |= graph.reachable(&[*whole]).contains(&vector);
                pending.extend(parts.iter().copied());
            }
            node => node.operands(|operand| pending.push(operand)),
        }
    }
    in_part
}

/// The inputs whose NaN is certain to come out of a node.
fn strict_inputs(node: &Node, strict: &FxHashMap<Id, FxHashSet<Symbol>>) -> FxHashSet<Symbol> {
    match node {
        Node::Symbol(symbol) => FxHashSet::from_iter([*symbol]),
        Node::Select(_, a, b) => strict[a].intersection(&strict[b]).copied().collect(),
        Node::Reduce(Reduction::Count, _) | Node::Broadcast(..) => FxHashSet::default(),
        _ => {
            let mut all = FxHashSet::default();
            node.operands(|id| all.extend(strict[&id].iter().copied()));
            all
        }
    }
}

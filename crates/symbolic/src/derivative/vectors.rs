//! Products with the Jacobian of a vector function, its diagonal by itself.
//!
//! An element of a normalised vector depends on its own input directly and through the normaliser, and the two parts nearly cancel
//! where that element outweighs the others: `y*(1 - y)` of a softmax, `1/r - x^2/r^3` of a vector divided by its norm. So the
//! derivative by the own input is written as a whole, by what the others add up to, and the normaliser passes on the others alone.

use gradus_syntax::Func;

use super::others::{factored, others};
use super::{cotangent, differentiate, tangent};
use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::rational::Rational;

/// The product of the Jacobian and a direction, given the tangent of each symbol, all of them vectors.
pub fn forward(graph: &mut Graph, root: Id, directions: &[(Symbol, Id)]) -> Id {
    let symbols: Vec<Symbol> = directions.iter().map(|(symbol, _)| *symbol).collect();
    let Some(split) = split(graph, root, &symbols) else {
        return tangent(graph, root, directions);
    };
    let mut terms = Vec::new();
    for (own, (_, direction)) in split.own.iter().zip(directions) {
        terms.push((Rational::ONE, graph.multiply(*own, *direction)));
    }
    for path in &split.paths {
        let weighted: Vec<_> = path.inner.iter().zip(directions).collect();
        let changes = weighted
            .into_iter()
            .map(|(weight, (_, direction))| (Rational::ONE, graph.multiply(*weight, *direction)))
            .collect::<Vec<_>>();
        let change = graph.sum(Rational::ZERO, changes);
        let change = others(graph, change);
        terms.push((Rational::ONE, graph.multiply(path.outer, change)));
    }
    graph.sum(Rational::ZERO, terms)
}

/// The product of a vector and the Jacobian: the derivatives of `Σ upstream·root` by the elements of each symbol.
pub fn backward(graph: &mut Graph, root: Id, upstream: Id, symbols: &[Symbol]) -> Vec<Id> {
    let Some(split) = split(graph, root, symbols) else {
        return cotangent(graph, root, upstream, symbols);
    };
    let mut received = Vec::new();
    for path in &split.paths {
        let weight = graph.multiply(upstream, path.outer);
        received.push(others(graph, weight));
    }
    let mut results = Vec::new();
    for (index, own) in split.own.iter().enumerate() {
        let mut terms = vec![(Rational::ONE, graph.multiply(*own, upstream))];
        for (path, &weight) in split.paths.iter().zip(&received) {
            terms.push((Rational::ONE, graph.multiply(path.inner[index], weight)));
        }
        results.push(graph.sum(Rational::ZERO, terms));
    }
    results
}

/// A Jacobian: `own` on the diagonal, and `outer[i]*inner[j]` of every path off it.
struct Split {
    /// For each symbol the derivative of an element by the same element of the symbol.
    own: Vec<Id>,
    paths: Vec<Path>,
}

/// The influence of the other elements through one reduction.
struct Path {
    /// The derivative of the result by the reduction.
    outer: Id,
    /// The derivative of the reduction by the elements of each symbol.
    inner: Vec<Id>,
}

/// Splits a Jacobian whose diagonal cancels; none of another.
fn split(graph: &mut Graph, root: Id, symbols: &[Symbol]) -> Option<Split> {
    if !graph.facts(root).vector {
        return None;
    }
    let reductions = reductions(graph, root, symbols)?;
    let (held, places) = with_reductions_held(graph, root, &reductions);
    let mut own = Vec::new();
    for &symbol in symbols {
        own.push(differentiate(graph, held, symbol));
    }
    let mut paths = Vec::new();
    for (&reduction, &place) in reductions.iter().zip(&places) {
        let one = graph.integer(1);
        let outer = differentiate(graph, held, place);
        let inner = cotangent(graph, reduction, one, symbols);
        paths.push(Path { outer, inner });
    }
    let released = |graph: &mut Graph, id: Id| {
        let pairs = places.iter().zip(&reductions);
        pairs.fold(id, |id, (&place, &reduction)| {
            graph.substitute(id, place, reduction)
        })
    };
    for path in &mut paths {
        path.outer = released(graph, path.outer);
    }
    let mut cancels = false;
    for (index, diagonal) in own.iter_mut().enumerate() {
        let mut terms = vec![(Rational::ONE, released(graph, *diagonal))];
        for path in &paths {
            let inner = unspread(graph, path.inner[index]);
            terms.push((Rational::ONE, graph.multiply(path.outer, inner)));
        }
        *diagonal = graph.sum(Rational::ZERO, terms);
        if let Some(better) = factored(graph, *diagonal) {
            (*diagonal, cancels) = (better, true);
        }
    }
    cancels.then_some(Split { own, paths })
}

/// Terms and factors that are numbers made vectors as the numbers again.
fn unspread(graph: &mut Graph, id: Id) -> Id {
    let (constant, terms) = graph.split_sum(id);
    let mut sum = Vec::new();
    for (coefficient, term) in terms {
        let (inner, factors) = graph.split_product(term);
        let mut product = Vec::new();
        for factor in factors {
            let base = match *graph.node(factor.base) {
                Node::Broadcast(value, _) => value,
                _ => factor.base,
            };
            product.push((base, factor.exponent));
        }
        sum.push((&coefficient * &inner, graph.product(product)));
    }
    graph.sum(constant, sum)
}

/// The reductions that elements of the result depend on, outermost only; none where elements change places.
fn reductions(graph: &Graph, root: Id, symbols: &[Symbol]) -> Option<Vec<Id>> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    let mut seen = rustc_hash::FxHashSet::default();
    while let Some(id) = pending.pop() {
        if !seen.insert(id) {
            continue;
        }
        match graph.node(id) {
            Node::Concat(_) | Node::Part(..) | Node::Broadcast(..) => return None,
            Node::Reduce(Reduction::Count, _) => {}
            Node::Reduce(..) | Node::Apply(Func::LogSumExp, _) => {
                if symbols.iter().any(|&symbol| graph.depends_on(id, symbol)) {
                    found.push(id);
                }
            }
            node => node.operands(|operand| pending.push(operand)),
        }
    }
    found.sort_unstable();
    (!found.is_empty()).then_some(found)
}

/// The expression with a symbol of its own in the place of each reduction.
fn with_reductions_held(graph: &mut Graph, root: Id, reductions: &[Id]) -> (Id, Vec<Symbol>) {
    let places: Vec<Symbol> = reductions
        .iter()
        .map(|_| graph.new_symbol("reduction", Role::Parameter))
        .collect();
    let mut nodes: Vec<(Node, Id)> = Vec::new();
    for (&reduction, &place) in reductions.iter().zip(&places) {
        nodes.push((graph.node(reduction).clone(), graph.symbol(place)));
    }
    let held = graph.transform(root, |graph, node, rebuilt| {
        match nodes.iter().find(|(reduction, _)| reduction == node) {
            Some((_, place)) => *place,
            None => rebuilt(graph),
        }
    });
    (held, places)
}

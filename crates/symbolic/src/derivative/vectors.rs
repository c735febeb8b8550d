//! Products with the Jacobian of a vector function, its diagonal by itself.
//!
//! An element of a normalised vector depends on its own input directly and through the normaliser, and the two parts nearly cancel
//! where that element outweighs the others: `y*(1 - y)` of a softmax, `1/r - x^2/r^3` of a vector divided by its norm. So the
//! derivative by the own input is written as a whole, by what the others add up to, and the normaliser passes on the others alone.
//! At kinks each derivative by an element follows the rule for kinks.

use gradus_syntax::{Comparison, Func};
use rustc_hash::{FxHashMap, FxHashSet};

use super::compositions::Composition;
use super::extremes::without_extremes;
use super::means::centred;
use super::others::{factored, others, others_by, with_magnitudes};
use super::peaks::beside_peaks;
use super::rest_slopes::Held;
use super::tips::without_tips;
use super::{cotangent, differentiate, reduction_weights, softmax, tangent};
use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::pieces::{Kink, with_kink_values};
use crate::rational::Rational;
use crate::simplify::{Purpose, simplify};

/// The product of the Jacobian and a direction, given the tangent of each symbol, all of them vectors.
pub fn forward(graph: &mut Graph, root: Id, directions: &[(Symbol, Id)], rule: Kink) -> Id {
    if !graph.facts(root).vector {
        return along_gradient(graph, root, directions, rule);
    }
    if let Node::Concat(parts) = graph.node(root).clone() {
        let part = |part: &Id| {
            let along = forward(graph, *part, directions, rule);
            graph.shaped_as(along, *part)
        };
        let parts: Vec<Id> = parts.iter().map(part).collect();
        return graph.apply(Func::Concat, &parts);
    }
    let symbols: Vec<Symbol> = directions.iter().map(|(symbol, _)| *symbol).collect();
    if let Some(held) = Held::of(graph, root) {
        let vector = held.vector();
        let along = forward(graph, vector, directions, rule);
        let along = graph.shaped_as(along, vector);
        let along = held.along(graph, along);
        let all = [directions, &[(held.place, along)]].concat();
        let along = forward(graph, held.outer, &all, rule);
        return held.joined(graph, along);
    }
    if let Some(whole) = Composition::of(graph, root, &symbols) {
        let along = forward(graph, whole.inner, directions, rule);
        let along = graph.shaped_as(along, whole.inner);
        let along = forward(graph, whole.outer, &[(whole.place, along)], rule);
        return whole.joined(graph, along);
    }
    let Some(split) = Splitter::new(&symbols, rule).split(graph, root) else {
        let along = tangent(graph, root, directions);
        return finished(graph, root, along);
    };
    let mut terms = Vec::new();
    for (own, (_, direction)) in split.own.iter().zip(directions) {
        terms.push((Rational::ONE, graph.multiply(*own, *direction)));
    }
    for path in &split.paths {
        let mut changes = Vec::new();
        for (weight, (_, direction)) in path.inner.iter().zip(directions) {
            changes.push((Rational::ONE, graph.multiply(*weight, *direction)));
        }
        let change = graph.sum(Rational::ZERO, changes);
        let change = split.gathered(graph, change, path);
        terms.push((Rational::ONE, graph.multiply(path.outer, change)));
    }
    let along = graph.sum(Rational::ZERO, terms);
    finished(graph, root, along)
}

/// A derivative without what cancels between reductions and single elements, and without tips.
fn finished(graph: &mut Graph, root: Id, derivative: Id) -> Id {
    let apart = without_extremes(graph, derivative);
    let apart = beside_peaks(graph, apart);
    without_tips(graph, root, apart)
}

/// How a number changes: its gradient and the direction multiplied.
fn along_gradient(graph: &mut Graph, root: Id, directions: &[(Symbol, Id)], rule: Kink) -> Id {
    let symbols: Vec<Symbol> = directions.iter().map(|(symbol, _)| *symbol).collect();
    let one = graph.integer(1);
    let gradient = backward(graph, root, one, &symbols, rule);
    let mut terms = Vec::new();
    for (slope, (symbol, direction)) in gradient.into_iter().zip(directions) {
        let symbol = graph.symbol(*symbol);
        let slope = graph.shaped_as(slope, symbol);
        let product = graph.multiply(slope, *direction);
        terms.push((Rational::ONE, graph.reduce(Reduction::Sum, product)));
    }
    graph.sum(Rational::ZERO, terms)
}

/// The product of a vector and the Jacobian: the derivatives of `Σ upstream·root` by the elements of each symbol.
pub fn backward(
    graph: &mut Graph,
    root: Id,
    upstream: Id,
    symbols: &[Symbol],
    rule: Kink,
) -> Vec<Id> {
    if let Node::Concat(parts) = graph.node(root).clone() {
        let mut sums = vec![Vec::new(); symbols.len()];
        for (which, &part) in parts.iter().enumerate() {
            let own = graph.part(upstream, &parts, which as u32);
            let received = backward(graph, part, own, symbols, rule);
            for (sum, id) in sums.iter_mut().zip(received) {
                sum.push((Rational::ONE, id));
            }
        }
        return sums
            .into_iter()
            .map(|sum| graph.sum(Rational::ZERO, sum))
            .collect();
    }
    if let Some(held) = Held::of(graph, root) {
        return through_held(graph, &held, upstream, symbols, rule);
    }
    if let Some(received) = centred_gradient(graph, root, upstream, symbols) {
        return received;
    }
    if let Some(whole) = Composition::of(graph, root, symbols) {
        let received = backward(graph, whole.outer, upstream, &[whole.place], rule)[0];
        let received = whole.joined(graph, received);
        return backward(graph, whole.inner, received, symbols, rule);
    }
    let Some(split) = Splitter::new(symbols, rule).split(graph, root) else {
        return cotangent(graph, root, upstream, symbols)
            .into_iter()
            .map(|received| finished(graph, root, received))
            .collect();
    };
    let mut received = Vec::new();
    for path in &split.paths {
        let weight = graph.multiply(upstream, path.outer);
        received.push(split.gathered(graph, weight, path));
    }
    let mut results = Vec::new();
    for (index, own) in split.own.iter().enumerate() {
        let mut terms = vec![(Rational::ONE, graph.multiply(*own, upstream))];
        for (path, &weight) in split.paths.iter().zip(&received) {
            terms.push((Rational::ONE, graph.multiply(path.inner[index], weight)));
        }
        let received = graph.sum(Rational::ZERO, terms);
        results.push(finished(graph, root, received));
    }
    results
}

/// What symbols receive by themselves and through a logarithm of what a share leaves.
fn through_held(
    graph: &mut Graph,
    held: &Held,
    upstream: Id,
    symbols: &[Symbol],
    rule: Kink,
) -> Vec<Id> {
    let all = [symbols, &[held.place]].concat();
    let mut own = backward(graph, held.outer, upstream, &all, rule);
    let received = own.pop().unwrap_or(upstream);
    let received = held.received(graph, received);
    let through = backward(graph, held.vector(), received, symbols, rule);
    own.into_iter()
        .zip(through)
        .map(|(own, through)| {
            let sum = graph.add(own, through);
            held.joined(graph, sum)
        })
        .collect()
}

/// The gradient of a number without kinks that depends on one vector of shares, if their mean is taken from elements in it.
fn centred_gradient(
    graph: &mut Graph,
    root: Id,
    upstream: Id,
    symbols: &[Symbol],
) -> Option<Vec<Id>> {
    let is_log_sum = |id: &&Id| matches!(graph.node(**id), Node::Apply(Func::LogSumExp, _));
    let all = graph.reachable(&[root]);
    let nested = all.iter().filter(is_log_sum).count() > 1;
    if graph.facts(root).vector || has_kinks(graph, root) || nested {
        return None;
    }
    let plain = cotangent(graph, root, upstream, symbols);
    let mut found = false;
    let mut results = Vec::new();
    for received in plain {
        let better = centred(graph, received);
        found |= better != received;
        results.push(finished(graph, root, better));
    }
    found.then_some(results)
}

/// A Jacobian: `own` on the diagonal, and `outer[i]*inner[j]` of every path off it.
struct Split {
    /// For each symbol the derivative of an element by the same element of the symbol.
    own: Vec<Id>,
    paths: Vec<Path>,
    /// Whether `own` holds the whole diagonal; else the paths contribute to it too.
    whole: bool,
}

/// The influence of the elements through one reduction.
struct Path {
    /// The derivative of the result by the reduction.
    outer: Id,
    /// The derivative of the reduction by the elements of each symbol.
    inner: Vec<Id>,
}

impl Split {
    /// What the elements of a vector that goes along a path add up to, for each element without it where the diagonal is held apart.
    ///
    /// To take an element from the total loses digits only beside what the path has on the diagonal, and `own` is as large but
    /// at the greatest element of that.
    fn gathered(&self, graph: &mut Graph, vector: Id, path: &Path) -> Id {
        if !self.whole {
            return graph.reduce(Reduction::Sum, vector);
        }
        let measure = match path.inner[..] {
            [inner] => graph.multiply(path.outer, inner),
            _ => vector,
        };
        if graph.facts(measure).vector {
            others_by(graph, vector, measure)
        } else {
            others(graph, vector)
        }
    }

    /// Writes the diagonal as a whole, if it is found to cancel beside kinks.
    fn join_diagonal(&mut self, graph: &mut Graph) {
        let mut joined = Vec::new();
        for index in 0..self.own.len() {
            let at_kinks = self.diagonal(graph, index, |_, id| id);
            let mut kinks = Vec::new();
            let beside = self.diagonal(graph, index, |graph, id| {
                beside_kinks(graph, id, &mut kinks)
            });
            let better = factored(graph, beside).or_else(|| {
                let tidy = simplify(graph, beside, &[Purpose::Tidy]);
                factored(graph, tidy).or_else(|| {
                    let sized = with_magnitudes(graph, tidy);
                    factored(graph, sized)
                })
            });
            self.whole |= better.is_some();
            let beside = better.unwrap_or(beside);
            let diagonal = kinks
                .into_iter()
                .fold(beside, |other, kink| graph.select(kink, at_kinks, other));
            joined.push(diagonal);
        }
        if self.whole {
            self.own = joined;
        }
    }

    /// The derivative of an element by the same element of a symbol, each part of it changed.
    fn diagonal(
        &self,
        graph: &mut Graph,
        index: usize,
        mut change: impl FnMut(&Graph, Id) -> Id,
    ) -> Id {
        let mut terms = vec![(Rational::ONE, change(graph, self.own[index]))];
        for path in &self.paths {
            let inner = unspread(graph, path.inner[index]);
            let (outer, inner) = (change(graph, path.outer), change(graph, inner));
            terms.push((Rational::ONE, graph.multiply(outer, inner)));
        }
        graph.sum(Rational::ZERO, terms)
    }
}

/// The expression as it is but for values at single points, which are added to the list.
fn beside_kinks(graph: &Graph, mut id: Id, points: &mut Vec<Id>) -> Id {
    while let Node::Select(condition, _, otherwise) = *graph.node(id)
        && matches!(graph.node(condition), Node::Compare(Comparison::Equal, ..))
    {
        points.push(condition);
        id = otherwise;
    }
    id
}

/// Takes Jacobians apart.
struct Splitter<'a> {
    symbols: &'a [Symbol],
    rule: Kink,
    /// Derivatives of reductions by the elements of each symbol, as far as they are known.
    gradients: FxHashMap<Id, Vec<Id>>,
}

impl<'a> Splitter<'a> {
    fn new(symbols: &'a [Symbol], rule: Kink) -> Self {
        Self {
            symbols,
            rule,
            gradients: FxHashMap::default(),
        }
    }

    /// The parts of a Jacobian whose diagonal cancels, or that has kinks; none of another.
    fn split(mut self, graph: &mut Graph, root: Id) -> Option<Split> {
        let mut split = self.parts(graph, root)?;
        if graph.facts(root).vector {
            split.join_diagonal(graph);
        }
        (split.whole || has_kinks(graph, root)).then_some(split)
    }

    /// The direct influence of the elements and the paths through reductions; none where elements change places.
    fn parts(&mut self, graph: &mut Graph, root: Id) -> Option<Split> {
        let reductions = reductions(graph, root, self.symbols)?;
        let (held, places) = with_reductions_held(graph, root, &reductions);
        let released = |graph: &mut Graph, id: Id| {
            let pairs = places.iter().zip(&reductions);
            pairs.fold(id, |id, (&place, &reduction)| {
                graph.substitute(id, place, reduction)
            })
        };
        let mut own = Vec::new();
        for &symbol in self.symbols {
            let slope = self.slope(graph, held, symbol);
            own.push(released(graph, slope));
        }
        let mut paths = Vec::new();
        for (&reduction, &place) in reductions.iter().zip(&places) {
            let outer = self.slope(graph, held, place);
            let outer = released(graph, outer);
            let inner = self.gradient(graph, reduction);
            paths.push(Path { outer, inner });
        }
        Some(Split {
            own,
            paths,
            whole: false,
        })
    }

    fn slope(&self, graph: &mut Graph, held: Id, symbol: Symbol) -> Id {
        let slope = differentiate(graph, held, symbol);
        with_kink_values(graph, slope, symbol, self.rule)
    }

    /// The derivative of a reduction by the elements of each symbol.
    fn gradient(&mut self, graph: &mut Graph, reduction: Id) -> Vec<Id> {
        if let Some(known) = self.gradients.get(&reduction) {
            return known.clone();
        }
        let found = self.gradient_by_parts(graph, reduction);
        let found = found.unwrap_or_else(|| {
            let one = graph.integer(1);
            cotangent(graph, reduction, one, self.symbols)
        });
        self.gradients.insert(reduction, found.clone());
        found
    }

    fn gradient_by_parts(&mut self, graph: &mut Graph, reduction: Id) -> Option<Vec<Id>> {
        let (vector, shares) = match *graph.node(reduction) {
            _ if !has_kinks(graph, reduction) => return None,
            Node::Reduce(kind, vector) => {
                (vector, reduction_weights(graph, reduction, kind, vector))
            }
            Node::Apply(Func::LogSumExp, ref args) => {
                let vector = args[0];
                (vector, softmax(graph, vector, reduction))
            }
            _ => return None,
        };
        let split = self.parts(graph, vector)?;
        let mut received = Vec::new();
        for path in &split.paths {
            let weight = graph.multiply(shares, path.outer);
            received.push(graph.reduce(Reduction::Sum, weight));
        }
        let mut gradient = Vec::new();
        for (index, own) in split.own.iter().enumerate() {
            let mut terms = vec![(Rational::ONE, graph.multiply(*own, shares))];
            for (path, &weight) in split.paths.iter().zip(&received) {
                terms.push((Rational::ONE, graph.multiply(path.inner[index], weight)));
            }
            let sum = graph.sum(Rational::ZERO, terms);
            let symbol = graph.symbol(self.symbols[index]);
            gradient.push(graph.shaped_as(sum, symbol));
        }
        Some(gradient)
    }
}

/// Whether an expression is made of pieces between which its slope may jump.
fn has_kinks(graph: &Graph, root: Id) -> bool {
    let is_piecewise = |id: &Id| match graph.node(*id) {
        Node::Compare(..) => true,
        Node::Apply(func, _) => matches!(
            func,
            Func::Abs
                | Func::Sign
                | Func::Min
                | Func::Max
                | Func::Floor
                | Func::Ceil
                | Func::Round
                | Func::Mod
        ),
        _ => false,
    };
    graph.reachable(&[root]).iter().any(is_piecewise)
}

/// Terms and factors that are numbers made vectors as the numbers again.
pub(super) fn unspread(graph: &mut Graph, id: Id) -> Id {
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
    let mut seen = FxHashSet::default();
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
    Some(found)
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

//! Norms beside their greatest element: `norm(x) - max(x)`, `norm(x) - sum(x)`, `1 - x/norm(x)`.
//!
//! Where one element outweighs the others, the norm is that element but for what the others add. With `R`, the sum of the others' powers
//! over that of the greatest `m`, `(Σ |x|^k)^(1/k)` is `m (1 + R)^(1/k)`, and what that has above `m` is written without cancellation.

use gradus_syntax::{Comparison, Func};

use super::reduction_weights;
use super::vectors::unspread;
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node};
use crate::rational::Rational;

/// The expression with differences between norms and their elements by what the others add.
pub(super) fn beside_peaks(graph: &mut Graph, root: Id) -> Id {
    let has_norm = |id: &Id| match graph.node(*id) {
        Node::Product(factors) => factors.iter().any(|own| root_of(graph, own).is_some()),
        _ => false,
    };
    if !graph.reachable(&[root]).iter().any(has_norm) {
        return root;
    }
    graph.transform_sums(root, beside_peak)
}

/// What is added up under a root, and the exponent of that.
fn root_of(graph: &Graph, factor: &Factor) -> Option<(Id, Rational)> {
    let Node::Reduce(Reduction::Sum, vector) = *graph.node(factor.base) else {
        return None;
    };
    let part = &factor.exponent - &factor.exponent.floor();
    let is_root = !part.is_zero() && graph.facts(vector).is_non_negative();
    is_root.then_some((vector, factor.exponent.clone()))
}

/// A sum with a norm, or an element over one, and what nearly cancels it.
fn beside_peak(graph: &mut Graph, sum: Id) -> Option<Id> {
    // a number may be written as a vector
    let plain = unspread(graph, sum);
    let sum = match graph.facts(plain).vector == graph.facts(sum).vector {
        true => plain,
        false => sum,
    };
    let (constant, mut terms) = graph.split_sum(sum);
    if !constant.is_zero() {
        let one = graph.integer(1);
        terms.push((constant, one));
    }
    for position in 0..terms.len() {
        let (coefficient, id) = terms[position].clone();
        let Some(norm) = Norm::of(graph, id) else {
            continue;
        };
        for at in (0..terms.len()).filter(|&at| at != position) {
            let (own, other) = terms[at].clone();
            if own.abs() != coefficient.abs() {
                continue;
            }
            let other = graph.divide(other, norm.beside);
            let is_opposite = own != coefficient;
            let Some(apart) = norm.with(graph, other, is_opposite) else {
                continue;
            };
            let difference = graph.multiply(norm.beside, apart);
            terms.remove(position.max(at));
            terms.remove(position.min(at));
            terms.push((coefficient, difference));
            return Some(graph.sum(Rational::ZERO, terms));
        }
    }
    None
}

/// A norm, or the slope of one by an element.
struct Norm {
    /// The powers that are added up.
    powers: Id,
    /// The magnitudes of the elements.
    elements: Id,
    /// The norm itself.
    whole: Id,
    /// The elements over the norm, to the power that makes them the slopes by these; none for the norm itself.
    slope: Option<Slope>,
    /// One over the order.
    root: Rational,
    /// What it is multiplied with.
    beside: Id,
}

/// The slope of a norm.
#[derive(Clone, Copy)]
struct Slope {
    value: Id,
    /// The elements with their signs.
    signed: Id,
}

impl Norm {
    fn of(graph: &mut Graph, product: Id) -> Option<Self> {
        let (_, factors) = graph.split_product(product);
        factors
            .iter()
            .find_map(|factor| Self::at(graph, product, factor))
    }

    fn at(graph: &mut Graph, product: Id, factor: &Factor) -> Option<Self> {
        let (powers, exponent) = root_of(graph, factor)?;
        let root = match exponent.is_positive() {
            true => exponent.clone(),
            false => &Rational::ONE + &exponent,
        };
        if !root.is_positive() || root >= Rational::ONE {
            return None;
        }
        let elements = graph.rational_power(powers, root.clone());
        let whole = graph.rational_power(factor.base, root.clone());
        let slope = match exponent.is_positive() {
            true => None,
            false => Some(slope_in(graph, product, (elements, factor), &root)?),
        };
        let own = slope.map_or(whole, |slope| slope.value);
        let beside = graph.divide(product, own);
        let (_, beside) = graph.split_coefficient(beside);
        Some(Self {
            powers,
            elements,
            whole,
            slope,
            root,
            beside,
        })
    }

    /// The norm with another term, taken from it or added to it.
    fn with(&self, graph: &mut Graph, other: Id, is_opposite: bool) -> Option<Id> {
        match self.slope {
            Some(slope) => self.slope_with(graph, slope, other, is_opposite),
            None => self.norm_with(graph, other, is_opposite),
        }
    }

    /// `norm - max(w)`, `norm - sum(w)`, or with a plus where the least of `w` is negative.
    fn norm_with(&self, graph: &mut Graph, other: Id, is_opposite: bool) -> Option<Id> {
        let Node::Reduce(reduction, vector) = *graph.node(other) else {
            return None;
        };
        let kind = match (reduction, is_opposite) {
            (Reduction::Sum, _) => Reduction::Sum,
            (Reduction::Max, true) | (Reduction::Min, false) => Reduction::Max,
            _ => return None,
        };
        let signed = match is_opposite {
            true => vector,
            false => graph.negate(vector),
        };
        let peak = self.peak(graph, signed)?;
        let plain = match is_opposite {
            true => graph.subtract(self.whole, other),
            false => graph.add(self.whole, other),
        };
        let factor = self.above_one(graph, &peak, &self.root);
        let mut above = vec![(Rational::ONE, graph.multiply(peak.greatest, factor))];
        if kind == Reduction::Sum {
            let zero = graph.integer(0);
            let others = graph.select(peak.is_greatest, zero, signed);
            let others = graph.reduce(Reduction::Sum, others);
            let again = graph.multiply(peak.more, peak.greatest);
            above.extend([others, again].map(|id| (Rational::MINUS_ONE, id)));
        }
        let above = graph.sum(Rational::ZERO, above);
        Some(graph.select(peak.outweighs, above, plain))
    }

    /// The slope of the norm by an element beside 1, or beside that of the greatest element.
    fn slope_with(
        &self,
        graph: &mut Graph,
        slope: Slope,
        other: Id,
        is_opposite: bool,
    ) -> Option<Id> {
        let is_one = match *graph.node(other) {
            Node::Broadcast(value, _) => graph.is_integer(value, 1),
            _ => graph.is_integer(other, 1),
        };
        let signed = match is_opposite {
            true => slope.signed,
            false => graph.negate(slope.signed),
        };
        let peak = self.peak(graph, signed)?;
        if !is_one && !is_slope_of_greatest(graph, other, signed) {
            return None;
        }
        let plain = match is_opposite {
            true => graph.subtract(slope.value, other),
            false => graph.add(slope.value, other),
        };
        let rest = &self.root - &Rational::ONE;
        let mut lack = self.above_one(graph, &peak, &rest);
        if !is_opposite {
            lack = graph.negate(lack);
        }
        let none = graph.integer(0);
        let alone = graph.compare(Comparison::Equal, peak.more, none);
        let chosen = graph.and(peak.outweighs, alone);
        let chosen = graph.and(chosen, peak.is_greatest);
        Some(graph.select(chosen, lack, plain))
    }

    /// The greatest of elements with their signs.
    fn peak(&self, graph: &mut Graph, signed: Id) -> Option<Peak> {
        let size = graph.apply(Func::Abs, &[signed]);
        if size != self.elements {
            return None;
        }
        let (zero, one) = (graph.integer(0), graph.integer(1));
        let greatest = graph.reduce(Reduction::Max, signed);
        let is_greatest = graph.compare(Comparison::Equal, signed, greatest);
        let marks = graph.select(is_greatest, one, zero);
        let count = graph.reduce(Reduction::Sum, marks);
        let more = graph.subtract(count, one);
        let twice = graph.scale(greatest, &Rational::from(2));
        let outweighs = graph.compare(Comparison::Less, self.whole, twice);
        Some(Peak {
            greatest,
            is_greatest,
            more,
            outweighs,
        })
    }

    /// `(1 + R)^exponent - 1`
    fn above_one(&self, graph: &mut Graph, peak: &Peak, exponent: &Rational) -> Id {
        let zero = graph.integer(0);
        let order = self.root.recip();
        let quotient = graph.product([(self.powers, Rational::ONE), (peak.greatest, -&order)]);
        let others = graph.select(peak.is_greatest, zero, quotient);
        let others = graph.reduce(Reduction::Sum, others);
        let more = graph.add(others, peak.more);
        let logarithm = graph.apply(Func::Log1p, &[more]);
        let logarithm = graph.scale(logarithm, exponent);
        graph.apply(Func::Expm1, &[logarithm])
    }
}

/// The greatest element of a vector.
struct Peak {
    greatest: Id,
    is_greatest: Id,
    /// How many others are as great.
    more: Id,
    /// Whether it is more than half of the norm.
    outweighs: Id,
}

/// What a norm changes by with each element, where a product has it as a factor.
fn slope_in(
    graph: &mut Graph,
    product: Id,
    (elements, norm): (Id, &Factor),
    root: &Rational,
) -> Option<Slope> {
    let Node::Apply(Func::Abs, args) = graph.node(elements) else {
        return None;
    };
    let argument = args[0];
    let power = &root.recip() - &Rational::ONE;
    let sized = graph.product([
        (elements, power.clone()),
        (norm.base, norm.exponent.clone()),
    ]);
    let sign = graph.apply(Func::Sign, &[argument]);
    let value = if root.recip().is_even() {
        graph.product([(argument, power), (norm.base, norm.exponent.clone())])
    } else {
        graph.multiply(sized, sign)
    };
    let holds = |graph: &mut Graph, value: Id| {
        let left = graph.divide(product, value);
        let (_, before) = graph.split_product(product);
        let (_, after) = graph.split_product(left);
        after.len() < before.len()
    };
    if holds(graph, value) {
        return Some(Slope {
            value,
            signed: argument,
        });
    }
    holds(graph, sized).then_some(Slope {
        value: sized,
        signed: elements,
    })
}

/// Whether it is what the greatest element of a vector changes by with each element, or with a minus the least of its opposite.
fn is_slope_of_greatest(graph: &mut Graph, id: Id, signed: Id) -> bool {
    let opposite = graph.negate(signed);
    [(Reduction::Max, signed), (Reduction::Min, opposite)]
        .into_iter()
        .any(|(kind, vector)| {
            let extreme = graph.reduce(kind, vector);
            reduction_weights(graph, extreme, kind, vector) == id
        })
}

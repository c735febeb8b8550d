//! Limits where evaluation gives none: at holes, poles and ends of the domain.

use dashu_int::IBig;
use gradus_syntax::{Comparison, Constant, Func};
use rustc_hash::FxHashSet;

use super::{Side, linear_root, one_sided};
use crate::derivative::differentiate;
use crate::evaluate::{Point, Value, evaluate};
use crate::graph::{Graph, Id, Node, Symbol};
use crate::precise::{Precise, Precision, Sign};
use crate::rational::Rational;

/// A one-sided limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// That of an expression, which evaluation finds.
    Of(Id),
    /// Infinity, positive or negative.
    Infinite(Sign),
    /// There is nothing on that side.
    Missing,
}

/// Bits of the numbers that limits are read off.
pub(super) const PRECISION: u32 = 1400;
/// The distances from a boundary at which limits are read off, as powers of two: so far apart that logarithms tell.
pub(super) const DISTANCES: [i64; 2] = [-100, -300];
/// The most expressions whose zeros are looked at.
const MOST: usize = 16;
/// Nodes of an expression times the points that are looked at; further points are left to what evaluation gives.
const BUDGET: usize = 1 << 10;
/// How often numerator and denominator are differentiated.
const ORDERS: usize = 6;
/// How much, relative to itself, what is read off may differ between the two distances.
const SETTLED: f64 = 1e-9;
/// The largest numerator that is differentiated.
const LARGEST: usize = 96;

/// The value of an expression with its limits at holes and ends of the domain: `tanh(x)/x` is 1 at 0, `x*ln(x)` is 0. Where
/// the limits of the two sides differ it is undefined.
pub fn with_limits(graph: &mut Graph, root: Id, domain: Id, variable: Symbol) -> Id {
    let mut result = root;
    for (point, limits) in limits_at_holes(graph, root, domain, variable) {
        let value = match limits {
            [left, right] if left == right => left,
            [only, Limit::Missing] | [Limit::Missing, only] => only,
            [Limit::Of(l), Limit::Of(r)] if graph.is_constant(l) && graph.is_constant(r) => {
                Limit::Of(graph.undefined())
            }
            _ => continue,
        };
        if let Limit::Of(value) = value {
            let x = graph.symbol(variable);
            let there = graph.compare(Comparison::Equal, x, point);
            result = graph.select(there, value, result);
        }
    }
    result
}

/// Expressions that are zero at the holes that [`with_limits`] fills.
pub fn holes(graph: &mut Graph, root: Id, domain: Id, variable: Symbol) -> Vec<Id> {
    let mut holes = Vec::new();
    for (point, [left, right]) in limits_at_holes(graph, root, domain, variable) {
        if left == right && matches!(left, Limit::Of(_)) {
            let x = graph.symbol(variable);
            holes.push(graph.subtract(x, point));
        }
    }
    holes
}

/// The points where evaluation finds no value, with the limits on both sides.
fn limits_at_holes(
    graph: &mut Graph,
    root: Id,
    domain: Id,
    variable: Symbol,
) -> Vec<(Id, [Limit; 2])> {
    let mut found = Vec::new();
    for point in singular_points(graph, root, variable) {
        if is_defined(graph, root, variable, point) {
            continue;
        }
        let limits = [Side::Left, Side::Right].map(|side| {
            let form = one_sided(graph, root, variable, side);
            limit(graph, [form, domain], variable, point, side)
        });
        found.push((point, limits));
    }
    found
}

/// Whether evaluation finds a value at a point; if that cannot be told, whether the expression is one there.
fn is_defined(graph: &mut Graph, root: Id, variable: Symbol, point: Id) -> bool {
    let at = evaluate(graph, &[point], &Point::default(), Precision::bits(64)).pop();
    if let Some(at @ Value::Number(_)) = at
        && only_symbol(graph, &[root], variable)
    {
        let point = Point::from_iter([(variable, at)]);
        let value = evaluate(graph, &[root], &point, Precision::bits(64)).pop();
        return !matches!(
            value,
            Some(Value::Number(Precise::Undefined | Precise::Unknown))
        );
    }
    let there = graph.substitute(root, variable, point);
    *graph.node(there) != Node::Undefined
}

/// Known points where a denominator, a root or the argument of a logarithm is zero.
pub fn singular_points(graph: &mut Graph, root: Id, variable: Symbol) -> Vec<Id> {
    let mut points = Vec::new();
    for vanishing in may_vanish(graph, root, variable) {
        if let Some((point, _)) = linear_root(graph, vanishing, variable) {
            points.push(point);
            continue;
        }
        for candidate in candidates(graph, vanishing, variable) {
            if vanishes(graph, vanishing, variable, candidate) {
                points.push(candidate);
            }
        }
    }
    let mut seen = FxHashSet::default();
    points.retain(|&point| seen.insert(point));
    points.truncate(BUDGET / graph.reachable(&[root]).len().max(1));
    points
}

/// Where an expression is often zero: at 0, 1 and -1, and where what it is made of is 0, or 1 under a logarithm.
fn candidates(graph: &mut Graph, vanishing: Id, variable: Symbol) -> Vec<Id> {
    let mut linear = Vec::new();
    for id in graph.reachable(&[vanishing]) {
        match *graph.node(id) {
            Node::Sum(..) if id != vanishing => linear.push(id),
            Node::Apply(Func::Ln, ref args) => {
                let argument = args[0];
                linear.push(graph.sum(Rational::MINUS_ONE, [(Rational::ONE, argument)]));
            }
            _ => {}
        }
    }
    linear.truncate(MOST);
    let roots = linear
        .into_iter()
        .filter_map(|id| linear_root(graph, id, variable).map(|root| root.0));
    let roots: Vec<Id> = roots.collect();
    let mut found: Vec<Id> = [0, 1, -1].map(|point| graph.integer(point)).into();
    found.extend(roots);
    found
}

fn vanishes(graph: &mut Graph, id: Id, variable: Symbol, point: Id) -> bool {
    let there = graph.substitute(id, variable, point);
    graph.is_integer(there, 0)
}

/// What an expression divides by, takes a root or a logarithm of, as far as it moves with the variable and may be zero.
fn may_vanish(graph: &mut Graph, root: Id, variable: Symbol) -> Vec<Id> {
    let one = Rational::ONE;
    let mut found = Vec::new();
    for id in graph.reachable(&[root]) {
        match graph.node(id).clone() {
            Node::Product(factors) => found.extend(
                factors
                    .iter()
                    .filter(|factor| factor.exponent.is_negative() || !factor.exponent.is_integer())
                    .map(|factor| factor.base),
            ),
            Node::Power(base, _) => found.push(base),
            Node::Apply(Func::Ln | Func::Log2 | Func::Log10, args) => found.push(args[0]),
            Node::Apply(Func::Log1p, args) => {
                found.push(graph.sum(one.clone(), [(one.clone(), args[0])]));
            }
            Node::Apply(Func::Acosh, args) => {
                found.push(graph.sum(-&one, [(one.clone(), args[0])]));
            }
            Node::Apply(Func::Asin | Func::Acos | Func::Atanh, args) => {
                for sign in [one.clone(), -&one] {
                    found.push(graph.sum(one.clone(), [(sign, args[0])]));
                }
            }
            _ => {}
        }
    }
    let dependent = graph.dependent(&found, variable);
    let mut seen = FxHashSet::default();
    found.retain(|&id| dependent.contains(&id) && graph.facts(id).may_be_zero && seen.insert(id));
    found.truncate(MOST);
    found
}

/// The limit of a one-sided form at a known point. The form is given with the condition under which it is defined.
pub(super) fn limit(
    graph: &mut Graph,
    [form, domain]: [Id; 2],
    variable: Symbol,
    point: Id,
    side: Side,
) -> Limit {
    let form = settled(graph, form, variable, point);
    let there = graph.substitute(form, variable, point);
    let alone = only_symbol(graph, &[form, domain, point], variable);
    if alone && !exists(graph, domain, variable, point, side) {
        return Limit::Missing;
    }
    let singular = may_vanish(graph, form, variable)
        .into_iter()
        .any(|vanishing| vanishes(graph, vanishing, variable, point));
    let undefined = *graph.node(there) == Node::Undefined;
    if !singular && !undefined {
        return Limit::Of(there);
    }
    if let Some(limit) = by_derivatives(graph, form, variable, point, side) {
        return Limit::Of(limit);
    }
    let read = match alone {
        true => read_off(graph, form, variable, point, side),
        false => infinite_by_root(graph, form, variable, point),
    };
    // without a number, evaluation gives what it can
    read.unwrap_or(Limit::Of(if undefined { form } else { there }))
}

/// A one-sided form with its conditions decided, which at the point are what they are beside it.
fn settled(graph: &mut Graph, form: Id, variable: Symbol, point: Id) -> Id {
    graph.transform(form, |graph, node, rebuilt| {
        let id = rebuilt(graph);
        if !matches!(node, Node::Compare(..)) || !matches!(graph.node(id), Node::Compare(..)) {
            return id;
        }
        let there = graph.substitute(id, variable, point);
        match graph.as_truth(there) {
            Some(_) => there,
            None => id,
        }
    })
}

/// Whether no symbol but the variable occurs, and no vector.
fn only_symbol(graph: &Graph, roots: &[Id], variable: Symbol) -> bool {
    graph
        .reachable(roots)
        .iter()
        .all(|&id| match graph.node(id) {
            Node::Symbol(symbol) => *symbol == variable && !graph.facts(id).vector,
            _ => true,
        })
}

/// The limit of a quotient of what vanishes, by its derivatives (the rule of de l'Hospital).
fn by_derivatives(
    graph: &mut Graph,
    form: Id,
    variable: Symbol,
    point: Id,
    side: Side,
) -> Option<Id> {
    let (mut above, mut below) = quotient(graph, form, variable, point)?;
    for _ in 0..=ORDERS {
        let [n, d] = [above, below].map(|id| {
            let beside = one_sided(graph, id, variable, side);
            graph.substitute(beside, variable, point)
        });
        if [n, d].iter().any(|&id| *graph.node(id) == Node::Undefined) {
            return None;
        }
        if graph.facts(d).is_non_zero() {
            return Some(graph.divide(n, d));
        }
        let both_zero = graph.is_integer(n, 0) && graph.is_integer(d, 0);
        if !both_zero || graph.reachable(&[above]).len() > LARGEST {
            return None;
        }
        above = differentiate(graph, above, variable);
        below = differentiate(graph, below, variable);
    }
    None
}

/// The limit of a sum one of whose terms is divided by roots of what vanishes: infinite, with the sign of what stands beside
/// them, which parameters may decide. Where that is 0 the rest of the sum is left.
fn infinite_by_root(graph: &mut Graph, form: Id, variable: Symbol, point: Id) -> Option<Limit> {
    let (constant, terms) = graph.split_sum(form);
    let (mut beside, mut rest) = (None, Vec::new());
    for (coefficient, term) in terms {
        match beside_roots(graph, term, variable, point)? {
            (kept, true) if beside.is_none() => beside = Some(graph.scale(kept, &coefficient)),
            (_, true) => return None,
            (kept, false) => rest.push((coefficient, kept)),
        }
    }
    let beside = beside?;
    let facts = graph.facts(beside);
    if facts.is_non_zero() && facts.may_be_negative != facts.may_be_positive {
        let sign = if facts.may_be_positive {
            Sign::Positive
        } else {
            Sign::Negative
        };
        return Some(Limit::Infinite(sign));
    }
    let rest = graph.sum(constant, rest);
    let (zero, infinity) = (graph.integer(0), graph.constant(Constant::Inf));
    let negative = graph.negate(infinity);
    let below = graph.compare(Comparison::Less, beside, zero);
    let above = graph.compare(Comparison::Greater, beside, zero);
    let value = graph.select(below, negative, rest);
    Some(Limit::Of(graph.select(above, infinity, value)))
}

/// A product at a point without the inverse roots of what vanishes there, and whether there are any; none where it has no value
/// otherwise.
fn beside_roots(graph: &mut Graph, term: Id, variable: Symbol, point: Id) -> Option<(Id, bool)> {
    let (coefficient, factors) = graph.split_product(term);
    let (mut kept, mut has_roots) = (Vec::new(), false);
    for factor in factors {
        if vanishes(graph, factor.base, variable, point) {
            if factor.exponent.is_integer() || !factor.exponent.is_negative() {
                return None;
            }
            has_roots = true;
            continue;
        }
        let there = graph.substitute(factor.base, variable, point);
        if *graph.node(there) == Node::Undefined {
            return None;
        }
        kept.push((there, factor.exponent));
    }
    let kept = graph.product(kept);
    Some((graph.scale(kept, &coefficient), has_roots))
}

/// A sum over one denominator, made of what vanishes at the point.
fn quotient(graph: &mut Graph, form: Id, variable: Symbol, point: Id) -> Option<(Id, Id)> {
    let (constant, terms) = graph.split_sum(form);
    let mut below: Vec<(Id, Rational)> = Vec::new();
    for (_, term) in &terms {
        for factor in graph.split_product(*term).1 {
            let divides = factor.exponent.is_negative();
            if !divides || !vanishes(graph, factor.base, variable, point) {
                continue;
            }
            if !factor.exponent.is_integer() {
                return None;
            }
            let power = factor.exponent.abs();
            match below.iter_mut().find(|(base, _)| *base == factor.base) {
                Some((_, highest)) => *highest = (*highest).clone().max(power),
                None => below.push((factor.base, power)),
            }
        }
    }
    if below.is_empty() {
        return None;
    }
    let below = graph.product(below);
    let mut above = Vec::new();
    for (coefficient, term) in terms {
        above.push((coefficient, graph.multiply(term, below)));
    }
    above.push((constant, below));
    Some((graph.sum(Rational::ZERO, above), below))
}

/// Whether a condition holds just beside a point.
fn exists(graph: &Graph, domain: Id, variable: Symbol, point: Id, side: Side) -> bool {
    beside(graph, domain, variable, point, side, DISTANCES[0]) == Some(Value::Truth(true))
}

fn beside(
    graph: &Graph,
    root: Id,
    variable: Symbol,
    point: Id,
    side: Side,
    distance: i64,
) -> Option<Value> {
    let precision = Precision::bits(PRECISION);
    let place = evaluate(graph, &[point], &Point::default(), precision).pop()?;
    let sign = match side {
        Side::Left => -1,
        Side::Right => 1,
    };
    let step = Precise::from_parts(sign.into(), distance);
    let at = Value::Number(place.number()?.add(&step, precision));
    evaluate(
        graph,
        &[root],
        &Point::from_iter([(variable, at)]),
        precision,
    )
    .pop()
}

/// The limit as the values beside the point tell it.
fn read_off(graph: &mut Graph, form: Id, variable: Symbol, point: Id, side: Side) -> Option<Limit> {
    let values = DISTANCES.map(|distance| beside(graph, form, variable, point, side, distance));
    let [Some(Value::Number(far)), Some(Value::Number(near))] = values else {
        return None;
    };
    if [&far, &near].contains(&&Precise::Undefined) {
        return Some(Limit::Missing);
    }
    let value = tendency([&far, &near]);
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        let sign = if value > 0.0 {
            Sign::Positive
        } else {
            Sign::Negative
        };
        return Some(Limit::Infinite(sign));
    }
    if value == 0.0 {
        return Some(Limit::Of(graph.integer(0)));
    }
    // what still moves at the nearest place has a limit, but this is not it
    let moved = far.sub(&near, Precision::bits(PRECISION)).to_f64();
    if moved.abs() > value.abs() * SETTLED {
        return None;
    }
    let exact = nearest_simple(&near)?;
    Some(Limit::Of(graph.rational(exact)))
}

/// A ratio of small integers where a number is one but for what rounding leaves, otherwise the number to some hundred bits.
fn nearest_simple(value: &Precise) -> Option<Rational> {
    const KNOWN: u32 = 90;
    const DENOMINATOR: i64 = 5040;
    let precision = Precision::bits(PRECISION);
    let scaled = value.mul(&Precise::from(DENOMINATOR), precision);
    let rounded = scaled.to_f64().round();
    let missed = scaled.sub(&Precise::from(rounded), precision).abs();
    let tiny = Precise::from_parts(1.into(), -i64::from(KNOWN));
    let tiny = scaled.abs().mul(&tiny, precision);
    if rounded.abs() < 1e15 && missed.compare(&tiny) == Some(std::cmp::Ordering::Less) {
        return Some(Rational::new(rounded as i64, DENOMINATOR));
    }
    let short = value.mul(&Precise::ONE, Precision::bits(200));
    let (numerator, denominator) = short.to_ratio()?.into_parts();
    Some(&Rational::from(numerator) / &Rational::from(IBig::from(denominator)))
}

/// Whether a distance shrinks with the distance from the boundary, or is 0: then its limit is 0.
pub(super) fn fades([far, near]: &[Precise; 2]) -> bool {
    let doubled = near.add(near, Precision::bits(PRECISION));
    near.is_zero() || doubled.compare(far) == Some(std::cmp::Ordering::Less)
}

/// A limit read off at two distances: 0 for what shrinks with the distance, infinite for what grows as it shrinks.
pub(super) fn tendency([far, near]: [&Precise; 2]) -> f64 {
    let pair = [far.abs(), near.abs()];
    if fades(&pair) {
        return 0.0;
    }
    let [far, size] = pair;
    if fades(&[size, far]) {
        f64::INFINITY.copysign(near.to_f64())
    } else {
        near.to_f64()
    }
}

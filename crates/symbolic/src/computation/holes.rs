//! Holes that are filled and zeros of high order, at inputs other than 0: beside them everything is written by the distance from
//! them, which is exact.

use gradus_syntax::{Comparison, Func};

use super::{Binary, Op, Unary, Value, Writer};
use crate::evaluate::{self, Point, constant_value, evaluate};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::normal::Normalizer;
use crate::precise::{Precise, Precision};
use crate::rational::Rational;

use super::builder::CONSTANT_BITS;

/// The most holes that are looked at, and the most zeros.
const MOST_HOLES: usize = 2;

/// The most logarithms whose zeros are looked at.
const MOST_LOGARITHMS: usize = 8;

/// The bits of a first look, and what is about 0 there.
const LOOK: (Precision, f64) = (Precision::bits(64), 1e-12);

/// How near a zero its order is read off, as a power of 2.
const NEAR_ZERO: i64 = -60;

/// An expression beside a hole.
pub(super) struct Beside {
    /// The input, or the parameter.
    pub of: Symbol,
    pub point: Rational,
    /// How far from it the expression is written so.
    pub reach: Reach,
    /// The input less that.
    pub distance: Symbol,
    /// The expression by the distance.
    pub value: Id,
}

/// Distances from a place, to both sides of it.
pub(super) struct Reach {
    pub below: Rational,
    pub above: Rational,
}

impl Reach {
    /// Up to half the place.
    pub fn up_to_half(place: &Rational) -> Self {
        let half = &place.abs() * &Rational::new(1, 2);
        Self {
            below: half.clone(),
            above: half,
        }
    }

    /// From half the place to twice it, where distances are exact, but no further than halfway to other places.
    fn exact(place: &Rational, others: &[Rational]) -> Self {
        let half = &place.abs() * &Rational::new(1, 2);
        let (towards_zero, away) = (half, place.abs());
        let (mut below, mut above) = match place.is_negative() {
            true => (away, towards_zero),
            false => (towards_zero, away),
        };
        for other in others {
            let distance = &(other - place) * &Rational::new(1, 2);
            if distance.is_positive() && distance < above {
                above = distance;
            } else if distance.is_negative() && distance.abs() < below {
                below = distance.abs();
            }
        }
        Self { below, above }
    }
}

/// The expressions beside the holes of one with functions, of one input.
pub(super) fn beside_holes(graph: &mut Graph, inputs: &[Symbol], root: Id) -> Vec<Beside> {
    let [input] = *inputs else { return Vec::new() };
    let points = points(graph, input, root);
    let zeros = multiple_zeros(graph, input, root);
    let is_function = |id: &Id| matches!(graph.node(*id), Node::Apply(..) | Node::Power(..));
    let has_functions = graph.reachable(&[root]).iter().any(is_function);
    if (points.is_empty() && zeros.is_empty()) || !has_functions {
        return Vec::new();
    }
    let mut found = Vec::new();
    let zeros = zeros.into_iter().filter(|zero| !points.contains(zero));
    let zeros: Vec<Rational> = zeros.take(MOST_HOLES).collect();
    let places: Vec<Rational> = points
        .iter()
        .take(MOST_HOLES)
        .chain(&zeros)
        .cloned()
        .collect();
    for point in places.iter().cloned() {
        let open = without_point(graph, input, &point, root);
        if !zeros.contains(&point) && !is_hole(graph, input, &point, open) {
            continue;
        }
        found.push({
            let info = graph.symbol_info(input).clone();
            let distance = graph.new_symbol(&info.name, Role::Scalar);
            let by_distance = graph.symbol(distance);
            let place = graph.sum(point.clone(), [(Rational::ONE, by_distance)]);
            Beside {
                value: graph.substitute(open, input, place),
                of: input,
                reach: Reach::exact(&point, &places),
                point,
                distance,
            }
        });
    }
    found
}

/// Zeros of a sum where a logarithm vanishes that are at least double: `x ln(x) - x + 1` at 1.
fn multiple_zeros(graph: &mut Graph, input: Symbol, root: Id) -> Vec<Rational> {
    let root = within_domain(graph, input, root);
    let has_sum = match graph.node(root) {
        Node::Sum(..) => true,
        Node::Product(factors) => {
            let mut factors = factors.iter();
            factors.any(|factor| matches!(graph.node(factor.base), Node::Sum(..)))
        }
        _ => false,
    };
    if !has_sum {
        return Vec::new();
    }
    let logarithms = graph.reachable(&[root]).into_iter();
    let zeros = logarithms.filter_map(|id| match graph.node(id) {
        Node::Apply(Func::Ln, arguments) => zero_of_logarithm(graph, input, arguments[0]),
        _ => None,
    });
    let mut zeros: Vec<Rational> = zeros.filter(|zero| !zero.is_zero()).collect();
    zeros.dedup();
    zeros.truncate(MOST_LOGARITHMS);
    zeros.retain(|zero| {
        may_vanish(graph, input, zero, root) && is_multiple_zero(graph, input, zero, root)
    });
    zeros
}

/// An expression without its values at single points and where it is undefined.
fn within_domain(graph: &Graph, input: Symbol, root: Id) -> Id {
    let is_undefined = |id: Id| *graph.node(id) == Node::Undefined;
    let mut root = root;
    while let Node::Select(condition, a, b) = *graph.node(root) {
        root = match point(graph, input, condition) {
            _ if is_undefined(a) => b,
            _ if is_undefined(b) => a,
            Some(_) => b,
            None => break,
        };
    }
    root
}

/// Where a logarithm of a multiple of an input, shifted by a number, vanishes.
fn zero_of_logarithm(graph: &Graph, input: Symbol, argument: Id) -> Option<Rational> {
    match graph.node(argument) {
        Node::Symbol(symbol) if *symbol == input => Some(Rational::ONE),
        Node::Sum(shift, terms) => match &terms[..] {
            [term] if *graph.node(term.id) == Node::Symbol(input) => {
                Some(&(&Rational::ONE - shift) * &term.coefficient.recip())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether an expression is about 0 at a point at a first look: most are not.
fn may_vanish(graph: &Graph, input: Symbol, at: &Rational, root: Id) -> bool {
    let (precision, small) = LOOK;
    let place = Precise::from_ratio(&at.to_rbig(), precision);
    let point = Point::from_iter([(input, evaluate::Value::Number(place))]);
    let values = evaluate(graph, &[root], &point, precision);
    let value = values.first().and_then(evaluate::Value::number);
    value.is_some_and(|value| value.to_f64().abs() < small)
}

fn is_multiple_zero(graph: &mut Graph, input: Symbol, zero: &Rational, root: Id) -> bool {
    let distance = Rational::from(2).pow(NEAR_ZERO, usize::MAX);
    let distance = distance.unwrap_or(Rational::ZERO);
    let value = |graph: &mut Graph, place: Rational| {
        let place = graph.rational(place);
        let value = graph.substitute(root, input, place);
        let is_number = graph.is_constant(value) && !graph.facts(value).pieces;
        is_number.then(|| constant_value(graph, value, Precision::bits(CONSTANT_BITS)).to_f64())
    };
    let small = distance.to_f64() * f64::powi(2.0, NEAR_ZERO as i32 / 2);
    let beside = value(graph, zero + &distance);
    value(graph, zero.clone()) == Some(0.0) && beside.is_some_and(|beside| beside.abs() < small)
}

/// Whether an expression has no value at a point, as far as is known: at kinks it has one.
fn is_hole(graph: &mut Graph, input: Symbol, point: &Rational, open: Id) -> bool {
    let place = graph.rational(point.clone());
    let value = graph.substitute(open, input, place);
    !graph.is_constant(value) || graph.facts(value).pieces || {
        let value = constant_value(graph, value, Precision::bits(CONSTANT_BITS));
        !value.to_f64().is_finite()
    }
}

/// Where an expression has a value of its own, but for 0.
fn points(graph: &Graph, input: Symbol, root: Id) -> Vec<Rational> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        let Node::Select(condition, a, b) = *graph.node(id) else {
            continue;
        };
        match point(graph, input, condition) {
            Some(point) if !point.is_zero() && !found.contains(&point) => found.push(point),
            Some(_) => {}
            None => pending.push(a),
        }
        pending.push(b);
    }
    found
}

/// The number that a condition says an input is.
fn point(graph: &Graph, input: Symbol, condition: Id) -> Option<Rational> {
    let Node::Compare(Comparison::Equal, a, b) = *graph.node(condition) else {
        return None;
    };
    let is_input = |id: Id| *graph.node(id) == Node::Symbol(input);
    match (is_input(a), is_input(b)) {
        (true, false) => graph.as_rational(b).cloned(),
        (false, true) => graph.as_rational(a).cloned(),
        _ => None,
    }
}

/// Without the value at a point.
fn without_point(graph: &mut Graph, input: Symbol, at: &Rational, root: Id) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        match *graph.node(id) {
            Node::Select(condition, _, b)
                if point(graph, input, condition).as_ref() == Some(at) =>
            {
                b
            }
            _ => id,
        }
    })
}

impl Writer<'_> {
    /// A value, but beside a hole by the distance from that.
    pub(super) fn with_hole(&mut self, value: Value, beside: &Beside) -> Option<Value> {
        let bits = Precision::bits(CONSTANT_BITS);
        let point = Precise::from_ratio(&beside.point.to_rbig(), bits);
        let (point, low) = self.ops.constant_pair(&point);
        let input = self.symbol(beside.of)?;
        let mut distance = self.ops.binary(Binary::Sub, input, point);
        if let Some(low) = low {
            distance = self.ops.binary(Binary::Sub, distance, low);
        }
        self.stand_in(beside.distance, distance);
        let of_input = self.graph.symbol_info(beside.of).role != Role::Parameter;
        let near = Normalizer::bounded(of_input).write(self, beside.value)?;
        let is_near = self.is_within(distance, &beside.reach);
        let size = self.ops.unary(Unary::Abs, distance);
        let zero = self.ops.number(0.0);
        let is_apart = self.ops.compare(Comparison::Greater, size, zero);
        let is_beside = self.ops.push(Op::And(is_near, is_apart));
        Some(self.ops.select(is_beside, near, value))
    }

    /// Whether a distance is no more than a reach.
    fn is_within(&mut self, distance: Value, reach: &Reach) -> Value {
        let half = Rational::new(1, 2);
        let [below, above] = [&reach.below, &reach.above].map(|own| own * &half);
        let (middle, width) = (&above - &below, &above + &below);
        let mut off = distance;
        if !middle.is_zero() {
            let middle = self.ops.rational(&middle);
            off = self.ops.binary(Binary::Sub, distance, middle);
        }
        let off = self.ops.unary(Unary::Abs, off);
        let width = self.ops.rational(&width);
        self.ops.compare(Comparison::LessEqual, off, width)
    }
}

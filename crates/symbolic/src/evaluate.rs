//! Expressions evaluated in high precision, straight from their meaning.

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use crate::computation::Reduction;
use crate::graph::{Graph, Id, Node, Symbol, Term, holds};
use crate::interval::{Pinned, pinned, point_region};
use crate::precise::{self, Precise, Precision, Sign};
use crate::rational::Rational;

/// The precision of the last attempt.
const LONGEST: Precision = Precision::bits(8192);

/// The power of two below which what cannot be told from zero is zero.
const VANISHING: i64 = -2000;

/// What the symbols stand for.
pub type Point = FxHashMap<Symbol, Value>;

/// The value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(Precise),
    /// A vector.
    Vector(Vec<Precise>),
    /// A condition: true or false.
    Truth(bool),
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<&Precise> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    fn elements(&self) -> Vec<Precise> {
        match self {
            Self::Vector(elements) => elements.clone(),
            Self::Number(number) => vec![number.clone()],
            Self::Truth(_) => Vec::new(),
        }
    }
}

/// The values of expressions at a point, each operation to `precision`. Symbols that are not given are undefined.
///
/// Cancellation is not looked after: evaluate at growing precisions with [`precise::to_target`].
pub fn evaluate(graph: &Graph, roots: &[Id], point: &Point, precision: Precision) -> Vec<Value> {
    run(graph, roots, point, precision, None)
}

/// As [`evaluate`], but unknown where so much cancels that fewer than about `bits` bits of a sum or a logarithm are left.
pub fn evaluate_significant(
    graph: &Graph,
    roots: &[Id],
    point: &Point,
    precision: Precision,
    bits: u32,
) -> Vec<Value> {
    let lost = i64::from(precision.get()) - i64::from(bits);
    run(graph, roots, point, precision, Some(lost))
}

fn run(
    graph: &Graph,
    roots: &[Id],
    point: &Point,
    precision: Precision,
    lost: Option<i64>,
) -> Vec<Value> {
    let mut values: FxHashMap<Id, Value> = FxHashMap::default();
    for id in graph.reachable(roots) {
        let value = Evaluator {
            values: &values,
            point,
            precision,
            lost,
        }
        .node(graph.node(id));
        values.insert(id, value);
    }
    roots.iter().map(|root| values[root].clone()).collect()
}

/// The value of a scalar expression at a point to about `2^-target` relative, whatever cancels on the way; `None` where
/// that cannot be reached.
pub fn evaluate_to(graph: &Graph, root: Id, point: &Point, target: Precision) -> Option<Precise> {
    to_target(graph, &[root], point, target)
}

/// As [`evaluate_to`], undefined where the condition `domain` does not hold.
pub fn evaluate_within(
    graph: &Graph,
    root: Id,
    domain: Id,
    point: &Point,
    target: Precision,
) -> Option<Precise> {
    to_target(graph, &[root, domain], point, target)
}

/// The value of the first root, undefined where the other is false: by enclosures, so that it is certain. Where it is open whether there is
/// a value, successive precisions must agree; zeros and numbers beyond all exponents must come of all of them.
fn to_target(graph: &Graph, roots: &[Id], point: &Point, target: Precision) -> Option<Precise> {
    let numbers = point
        .iter()
        .filter_map(|(symbol, value)| Some((symbol, value.number()?)));
    let at = point_region(numbers);
    let pinned = pinned(graph, roots[0], roots.get(1).copied(), &at, target, LONGEST);
    match pinned {
        Pinned::Value(value, _) => return Some(value.add(&Precise::ZERO, target.longer())),
        Pinned::Undefined => return Some(Precise::Undefined),
        _ => {}
    }
    to_agreement(graph, roots, point, target).filter(|value| match &pinned {
        // of one sign nothing cancels: it is too small for any exponent
        Pinned::Wide(values) if value.is_zero() => {
            values.low().is_zero()
                || values.high().is_zero()
                || values.is_within_power_of_two(VANISHING)
        }
        Pinned::Wide(_) => matches!(value, Precise::Huge(_) | Precise::Tiny(_)),
        Pinned::HalfOpen => !matches!(value, Precise::Infinite(_)),
        _ => true,
    })
}

fn to_agreement(graph: &Graph, roots: &[Id], point: &Point, target: Precision) -> Option<Precise> {
    let arguments: Vec<_> = point.values().flat_map(Value::elements).collect();
    precise::to_target(
        |precision| {
            let values = evaluate(graph, roots, point, precision);
            match values.split_first() {
                Some((Value::Number(number), conditions))
                    if !conditions.contains(&Value::Truth(false)) =>
                {
                    number.clone()
                }
                _ => Precise::Undefined,
            }
        },
        &arguments,
        target,
    )
}

/// The value of an expression without symbols to about `2^-target` relative; what cannot be told from 0 is 0, and what is not known
/// otherwise is undefined.
pub fn constant_value(graph: &Graph, root: Id, target: Precision) -> Precise {
    let at = |precision| match evaluate(graph, &[root], &Point::default(), precision).pop() {
        Some(Value::Number(number)) => number,
        _ => Precise::Undefined,
    };
    precise::to_target_or_zero(at, target)
}

struct Evaluator<'a> {
    values: &'a FxHashMap<Id, Value>,
    point: &'a Point,
    precision: Precision,
    /// How many bits may cancel before a result counts as unknown.
    lost: Option<i64>,
}

impl Evaluator<'_> {
    fn node(&self, node: &Node) -> Value {
        match node {
            Node::Rational(value) => Value::Number(self.rational(value)),
            Node::Constant(constant) => Value::Number(precise::constant(*constant, self.precision)),
            Node::Symbol(symbol) => self
                .point
                .get(symbol)
                .cloned()
                .unwrap_or(Value::Number(Precise::Undefined)),
            Node::Sum(constant, terms) => {
                let ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
                self.each(&ids, |args| self.sum(constant, terms, args))
            }
            Node::Product(factors) => {
                let ids: Vec<Id> = factors.iter().map(|factor| factor.base).collect();
                self.each(&ids, |args| {
                    self.product(args, factors.iter().map(|factor| &factor.exponent))
                })
            }
            Node::Power(base, exponent) => self.each(&[*base, *exponent], |args| {
                args[0].pow(&args[1], self.precision)
            }),
            Node::Apply(Func::LogSumExp, ids) => Value::Number(precise::apply(
                Func::LogSumExp,
                &self.values[&ids[0]].elements(),
                self.precision,
            )),
            Node::Apply(func, ids) => {
                self.each(ids, |args| precise::apply(*func, args, self.precision))
            }
            Node::SphericalBessel(order, a) => self.each(&[*a], |args| {
                spherical_bessel(*order, &args[0], self.precision)
            }),
            Node::Select(condition, a, b) => self.select(*condition, *a, *b),
            Node::Reduce(reduction, a) => {
                Value::Number(self.reduce(*reduction, &self.values[a].elements()))
            }
            Node::Concat(ids) => Value::Vector(
                ids.iter()
                    .flat_map(|id| self.values[id].elements())
                    .collect(),
            ),
            Node::Part(whole, parts, which) => self.part(*whole, parts, *which as usize),
            Node::Broadcast(value, pattern) => {
                self.each(&[*value, *pattern], |args| args[0].clone())
            }
            Node::Truth(value) => Value::Truth(*value),
            Node::Compare(comparison, a, b) => self.compare(*comparison, *a, *b),
            Node::And(a, b) => self.both(*a, *b),
            Node::Or(a, b) => self.either(*a, *b),
            Node::Undefined => Value::Number(Precise::Undefined),
        }
    }

    /// Rounded, but for integers, whose sines need all of their digits.
    fn rational(&self, value: &Rational) -> Precise {
        if value.is_integer() {
            return Precise::from(value.numerator());
        }
        Precise::from_ratio(&value.to_rbig(), self.precision)
    }

    fn sum(&self, constant: &Rational, terms: &[Term], args: &[Precise]) -> Precise {
        let mut sum = self.rational(constant);
        let mut largest = sum.abs();
        for (term, value) in terms.iter().zip(args) {
            let scaled = value.mul(&self.rational(&term.coefficient), self.precision);
            largest = largest.max(&scaled.abs());
            sum = sum.add(&scaled, self.precision);
        }
        self.significant(sum, &largest)
    }

    /// A result made of numbers as large as `scale`, if enough of its bits are known.
    fn significant(&self, result: Precise, scale: &Precise) -> Precise {
        let Some(lost) = self.lost else { return result };
        let magnified = result
            .abs()
            .mul(&Precise::from_parts(1.into(), lost), self.precision);
        let small = magnified.compare(scale) == Some(std::cmp::Ordering::Less);
        if small && result.is_finite() {
            Precise::Unknown
        } else {
            result
        }
    }

    /// An operation element by element; scalars are broadcast.
    fn each(&self, ids: &[Id], operation: impl Fn(&[Precise]) -> Precise) -> Value {
        let args: Vec<&Value> = ids.iter().map(|id| &self.values[id]).collect();
        let length = args.iter().find_map(|value| match value {
            Value::Vector(elements) => Some(elements.len()),
            _ => None,
        });
        let at = |index: usize| -> Vec<Precise> {
            let element = |value: &&Value| match value {
                Value::Number(number) => number.clone(),
                Value::Vector(elements) => {
                    elements.get(index).cloned().unwrap_or(Precise::Undefined)
                }
                Value::Truth(_) => Precise::Undefined,
            };
            args.iter().map(element).collect()
        };
        match length {
            None => Value::Number(operation(&at(0))),
            Some(length) => Value::Vector((0..length).map(|index| operation(&at(index))).collect()),
        }
    }

    fn product<'e>(
        &self,
        bases: &[Precise],
        exponents: impl Iterator<Item = &'e Rational>,
    ) -> Precise {
        let (mut above, mut below) = (Precise::ONE, Precise::ONE);
        for (base, exponent) in bases.iter().zip(exponents) {
            let power = match exponent.abs() {
                one if one.is_one() => base.clone(),
                half if half == Rational::new(1, 2) => {
                    precise::apply(Func::Sqrt, std::slice::from_ref(base), self.precision)
                }
                magnitude => base.pow(&self.rational(&magnitude), self.precision),
            };
            let side = if exponent.is_negative() {
                &mut below
            } else {
                &mut above
            };
            *side = side.mul(&power, self.precision);
        }
        above.div(&below, self.precision)
    }

    fn select(&self, condition: Id, a: Id, b: Id) -> Value {
        match &self.values[&condition] {
            Value::Truth(true) => self.values[&a].clone(),
            Value::Truth(false) => self.values[&b].clone(),
            // a condition on vectors is a vector of ones and zeros
            Value::Vector(_) => self.each(&[condition, a, b], |args| match args[0].is_zero() {
                true => args[2].clone(),
                false => args[1].clone(),
            }),
            Value::Number(number) => undecided(std::slice::from_ref(number)),
        }
    }

    fn compare(&self, comparison: Comparison, a: Id, b: Id) -> Value {
        let outcome = |args: &[Precise]| {
            let order = args[0].compare(&args[1]);
            order.map(|order| holds(comparison, &order, &std::cmp::Ordering::Equal))
        };
        match (&self.values[&a], &self.values[&b]) {
            (Value::Number(x), Value::Number(y)) => match outcome(&[x.clone(), y.clone()]) {
                Some(truth) => Value::Truth(truth),
                None => undecided(&[x.clone(), y.clone()]),
            },
            _ => self.each(&[a, b], |args| match outcome(args) {
                Some(true) => Precise::ONE,
                Some(false) => Precise::ZERO,
                None => Precise::Undefined,
            }),
        }
    }

    fn truth(&self, id: Id) -> bool {
        self.values[&id] == Value::Truth(true)
    }

    /// False where either is; unknown where that is not known.
    fn both(&self, a: Id, b: Id) -> Value {
        match self.unknown_beside(a, b, &Value::Truth(false)) {
            Some(unknown) => unknown,
            None => Value::Truth(self.truth(a) && self.truth(b)),
        }
    }

    /// True where either is; unknown where that is not known.
    fn either(&self, a: Id, b: Id) -> Value {
        match self.unknown_beside(a, b, &Value::Truth(true)) {
            Some(unknown) => unknown,
            None => Value::Truth(self.truth(a) || self.truth(b)),
        }
    }

    /// Unknown, if one of two conditions is and the other does not decide.
    fn unknown_beside(&self, a: Id, b: Id, deciding: &Value) -> Option<Value> {
        let values = [&self.values[&a], &self.values[&b]];
        let unknown = Value::Number(Precise::Unknown);
        (values.contains(&&unknown) && !values.contains(&deciding)).then_some(unknown)
    }

    fn reduce(&self, reduction: Reduction, elements: &[Precise]) -> Precise {
        let func = match reduction {
            Reduction::Sum => Func::Sum,
            Reduction::Product => Func::Prod,
            Reduction::Min => Func::Min,
            Reduction::Max => Func::Max,
            Reduction::Count => return Precise::from(elements.len() as i64),
        };
        precise::apply(func, elements, self.precision)
    }

    fn part(&self, whole: Id, parts: &[Id], which: usize) -> Value {
        let lengths: Vec<usize> = parts
            .iter()
            .map(|id| self.values[id].elements().len())
            .collect();
        let start = lengths[..which].iter().sum::<usize>();
        let elements: Vec<Precise> = self.values[&whole]
            .elements()
            .into_iter()
            .skip(start)
            .take(lengths[which])
            .collect();
        match &self.values[&parts[which]] {
            Value::Number(_) => {
                Value::Number(elements.into_iter().next().unwrap_or(Precise::Undefined))
            }
            _ => Value::Vector(elements),
        }
    }
}

/// What a condition is that does not compare: undefined where an operand is, otherwise not known.
fn undecided(operands: &[Precise]) -> Value {
    Value::Number(if operands.contains(&Precise::Undefined) {
        Precise::Undefined
    } else {
        Precise::Unknown
    })
}

fn power_of_two(exponent: u32) -> Precise {
    Precise::from_parts(1.into(), i64::from(exponent))
}

/// Whether a number is above, at or below zero; `None` where that is not known.
pub fn sign_of(value: &Precise) -> Option<i8> {
    match value.sign() {
        Some(Sign::Positive) => Some(1),
        Some(Sign::Negative) => Some(-1),
        None if value.is_zero() => Some(0),
        None => None,
    }
}

/// By the ascending series `x^n/(2n+1)!! Σ (-x²/2)^k/(k! (2n+3)(2n+5)…)` (DLMF 10.53.1), with bits to spare for its alternation.
pub(crate) fn spherical_bessel(order: u8, x: &Precise, wanted: Precision) -> Precise {
    if !x.is_finite() {
        return if matches!(x, Precise::Infinite(_)) {
            Precise::ZERO
        } else {
            Precise::Undefined
        };
    }
    let size = x.abs().to_f64();
    if size > 500.0 {
        return bessel_by_recurrence(order, x, wanted);
    }
    let precision = Precision::bits(wanted.get() + 64 + (2.0 * size) as u32);
    let n = i64::from(order);
    let mut term = x.pow(&Precise::from(n), precision);
    for odd in (1..=n).map(|k| 2 * k + 1) {
        term = term.div(&Precise::from(odd), precision);
    }
    let half_square = x.mul(x, precision).div(&Precise::from(-2), precision);
    let (mut sum, mut k) = (term.clone(), 1);
    while !term.is_zero() && k < 20_000 {
        let divisor = Precise::from(k * (2 * n + 2 * k + 1));
        term = term.mul(&half_square, precision).div(&divisor, precision);
        sum = sum.add(&term, precision);
        let negligible = term.abs().mul(&power_of_two(precision.get()), precision);
        if negligible.compare(&sum.abs()) == Some(std::cmp::Ordering::Less) {
            break;
        }
        k += 1;
    }
    sum.add(&Precise::ZERO, wanted)
}

/// Upward, which is stable for arguments far above the order.
fn bessel_by_recurrence(order: u8, x: &Precise, wanted: Precision) -> Precise {
    let precision = Precision::bits(wanted.get() + 64);
    let quotient =
        |func| precise::apply(func, std::slice::from_ref(x), precision).div(x, precision);
    let (mut previous, mut current) = (quotient(Func::Cos), quotient(Func::Sin));
    for n in 0..i64::from(order) {
        let scaled = current
            .mul(&Precise::from(2 * n + 1), precision)
            .div(x, precision);
        let next = scaled.sub(&previous, precision);
        previous = std::mem::replace(&mut current, next);
    }
    current
}

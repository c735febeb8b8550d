//! What is evaluated, and its true values in high precision.

use std::cmp::Ordering;

use gradus_symbolic::computation::{Computation, Output, write};
use gradus_symbolic::evaluate::{Point, Value, evaluate};
use gradus_symbolic::interval::{Interval, Pinned, pinned, point_region};
use gradus_symbolic::pieces::{self, with_point_values};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Graph, Id, Node, Rational, Symbol};

use super::Format;
use super::format::{floor_log2, power_of_two};
use super::report::PointError;
use crate::formula::at_zeros;
use crate::{Error, Formula};

/// Bits to which true values are found.
const TARGET: u32 = 112;
/// Bits to which they are found where those leave the rounding open; what is nearer to a tie is one.
const FINER: u32 = 400;
/// Bits of the first attempt beyond those wanted.
const GUARD: u32 = 32;
/// Who resolves so many bits tells every number of the formats from zero: zeros and what is undefined are believed from here on.
const DECISIVE: u32 = 2400;
/// Below this power of one half a value rounds to zero in every format.
const NUDGE: i64 = 2000;
/// Bits of the last attempt.
const LONGEST: u32 = 9600;

/// The value of a formula or a derivative of it, with how it moves with the inputs and the parameters.
pub(crate) struct Quantity {
    format: Format,
    graph: Graph,
    inputs: Vec<Symbol>,
    parameters: Vec<Symbol>,
    /// The values of the parameters.
    values: Vec<f64>,
    /// The parameters that are 0.
    zeros: Vec<Symbol>,
    fixed: Point,
    value: Id,
    /// The value and a power of two, which tells sums of what is too small for any exponent from what is not known.
    nudged: Id,
    domain: Id,
    /// The derivatives by the inputs and the parameters, in this order.
    slopes: Vec<Id>,
    /// Of the first input, numbers nearest to jumps and kinks that are no numbers of the format: on which side they lie is a matter of rounding.
    open: Vec<f64>,
}

/// What is known of the true value at a point.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    /// The value, and how much more it moves than its arguments, both relatively, but at least 1.
    Value(Precise, f64),
    /// There is none.
    Undefined,
    /// It could not be found.
    Unknown,
}

impl Quantity {
    /// The derivative of that order of a formula whose parameters have values of the format.
    pub fn new(formula: &Formula, order: u32, by: &str, format: Format) -> Result<Self, Error> {
        let mut of = formula.clone();
        for _ in 0..order {
            of = of.derivative(by)?;
        }
        let mut graph = of.graph().clone();
        let function = of.function().clone();
        let slopes = function
            .inputs
            .iter()
            .chain(&function.parameters)
            .map(|&symbol| differentiated(&mut graph, function.body, symbol))
            .collect();
        let value = match of.differentiated_by() {
            Some(symbol) => {
                let kink = of.kernel_options().kink;
                with_point_values(&mut graph, function.body, function.domain, symbol, kink)
            }
            None => function.body,
        };
        let nudge = Rational::new(1, 2)
            .pow(NUDGE, usize::MAX)
            .unwrap_or(Rational::ZERO);
        let nudged = nudged(&mut graph, value, &nudge);
        let values = of.parameters().into_iter().map(|parameter| parameter.value);
        let values: Vec<f64> = values.collect();
        Ok(Self {
            format,
            graph,
            inputs: function.inputs,
            parameters: function.parameters,
            zeros: of.zeros_of(&values),
            values,
            fixed: of.point(),
            value,
            nudged,
            domain: function.domain,
            slopes,
            open: open_places(formula, format),
        })
    }

    /// The value, then its derivatives by the inputs and the parameters, as one list of operations.
    pub fn computation(&self) -> Computation {
        let mut graph = self.graph.clone();
        let all = std::iter::once(&self.value).chain(&self.slopes);
        let outputs: Vec<Output> = all
            .map(|&value| {
                let own = [value, self.domain];
                let [value, domain] = at_zeros(&mut graph, own, &self.zeros).unwrap_or(own);
                Output { value, domain }
            })
            .collect();
        write(&mut graph, &self.inputs, &self.parameters, &outputs)
    }

    /// The values of the parameters.
    pub fn parameters(&self) -> &[f64] {
        &self.values
    }

    /// The error of a result; `Err` with the truth where there is none or it is not known.
    pub fn error(&self, x: f64, result: f64) -> Result<PointError, Truth> {
        let truth = self.truth(&[x]);
        let Truth::Value(value, condition) = truth else {
            return Err(truth);
        };
        let ulp = self.format.error(result, &value);
        Ok(PointError {
            x,
            result,
            truth: self.format.nearest(&value),
            ulp,
            conditioned: ulp / condition,
        })
    }

    /// What is true at a point, given by the inputs in the order of the header.
    pub fn truth(&self, at: &[f64]) -> Truth {
        if at.first().is_some_and(|x| self.open.contains(x)) {
            return Truth::Undefined;
        }
        let mut point = self.fixed.clone();
        for (&input, &x) in self.inputs.iter().zip(at) {
            point.insert(input, Value::Number(Precise::from(x)));
        }
        let Some((mut value, bits)) = self.found(&point, at, TARGET) else {
            return Truth::Unknown;
        };
        if value == Precise::Undefined || !self.is_defined(&point, bits) {
            return Truth::Undefined;
        }
        if self.is_open(&value) {
            value = self.found(&point, at, FINER).map_or(value, |found| found.0);
        }
        let condition = self.condition(&point, at, &value, bits);
        Truth::Value(value, condition)
    }

    /// The value to a relative error of `2^-target`, and the bits that this took; by enclosures, so that it is certain.
    fn found(&self, point: &Point, at: &[f64], target: u32) -> Option<(Precise, u32)> {
        let numbers = point.iter();
        let region =
            point_region(numbers.filter_map(|(symbol, value)| Some((symbol, value.number()?))));
        let [wanted, longest] = [target, LONGEST].map(Precision::bits);
        match pinned(&self.graph, self.value, None, &region, wanted, longest) {
            Pinned::Value(value, bits) => Some((value, bits)),
            Pinned::Undefined => Some((Precise::Undefined, DECISIVE)),
            Pinned::Wide(values) => {
                // products of what is too small and too large for any exponent
                let vanishes = || {
                    self.evaluated(self.value, point, DECISIVE) == Precise::Unknown
                        && self.is_negligible(point, DECISIVE)
                };
                let found = beyond_formats(&values);
                let found = found.or_else(|| vanishes().then_some(Precise::ZERO));
                found.map(|value| (value, LONGEST))
            }
            Pinned::HalfOpen => {
                let found = self.agreed(point, at, target);
                found.filter(|(value, _)| !matches!(value, Precise::Infinite(_)))
            }
            Pinned::Open => self.agreed(point, at, target),
        }
    }

    /// The value where it is open whether there is one.
    ///
    /// Growing precisions, until two of them agree. Where the input or its exponential is far from 1, so many more bits are
    /// used from the second attempt on: two that both lose such a term next to 1 would agree on a wrong result.
    fn agreed(&self, point: &Point, at: &[f64], target: u32) -> Option<(Precise, u32)> {
        let orders = self.values.iter().chain(at).map(|&x| orders(x)).max();
        let careful = target + 2 * GUARD + 2 * orders.unwrap_or(0);
        let mut bits = target + GUARD;
        let mut last = self.evaluated(self.value, point, bits);
        let mut same = true;
        while bits < LONGEST {
            bits = (2 * bits).max(careful).min(LONGEST);
            let next = self.evaluated(self.value, point, bits);
            if agree(&last, &next, target) {
                return Some((next, bits));
            }
            if next == Precise::Unknown && self.is_negligible(point, bits) {
                return Some((Precise::ZERO, bits));
            }
            same &= last == next;
            let still = next.is_zero() || next == Precise::Undefined;
            if same && still && bits >= DECISIVE {
                return Some((next, bits));
            }
            // a zero that only algebra could prove: the more bits, the smaller
            let nothing = power_of_two(-(NUDGE as i32));
            if bits >= DECISIVE && next.abs().compare(&nothing) == Some(Ordering::Less) {
                return Some((Precise::ZERO, bits));
            }
            last = next;
        }
        None
    }

    fn evaluated(&self, id: Id, point: &Point, bits: u32) -> Precise {
        match evaluate(&self.graph, &[id], point, Precision::bits(bits)).pop() {
            Some(Value::Number(number)) => number,
            _ => Precise::Undefined,
        }
    }

    /// Whether the value vanishes beside the nudge.
    fn is_negligible(&self, point: &Point, bits: u32) -> bool {
        self.evaluated(self.nudged, point, bits) == power_of_two(-(NUDGE as i32))
    }

    fn is_defined(&self, point: &Point, bits: u32) -> bool {
        let found = evaluate(&self.graph, &[self.domain], point, Precision::bits(bits));
        found.first() == Some(&Value::Truth(true))
    }

    /// Whether values that cannot be told apart are rounded to different numbers.
    fn is_open(&self, value: &Precise) -> bool {
        let precision = Precision::bits(2 * TARGET);
        let slack = value.mul(&power_of_two(8 - TARGET.cast_signed()), precision);
        let nearest = |value: Precise| self.format.nearest(&value).to_bits();
        matches!(value, Precise::Number(_))
            && nearest(value.sub(&slack, precision)) != nearest(value.add(&slack, precision))
    }

    /// `max(1, |a g_a / g|)` over the inputs and the parameters a.
    fn condition(&self, point: &Point, at: &[f64], value: &Precise, bits: u32) -> f64 {
        let precision = Precision::bits(64);
        let size = value.abs();
        let slopes = evaluate(&self.graph, &self.slopes, point, Precision::bits(bits));
        let arguments = at.iter().chain(&self.values);
        let ratio = |(slope, &argument): (&Value, &f64)| {
            let moved = slope.number()?.mul(&Precise::from(argument), precision);
            let ratio = moved.abs().div(&size, precision).to_f64();
            (!ratio.is_nan()).then_some(ratio)
        };
        slopes
            .iter()
            .zip(arguments)
            .filter_map(ratio)
            .fold(1.0, f64::max)
    }
}

/// What a value in an interval is to every format: zero, or too large; none if it may be a number of one.
fn beyond_formats(values: &Interval) -> Option<Precise> {
    let [nothing, everything] = [-NUDGE, NUDGE].map(|exponent| power_of_two(exponent as i32));
    let size = values.abs();
    if size.high().compare(&nothing) == Some(Ordering::Less) {
        return Some(Precise::ZERO);
    }
    let is_huge = size.low().compare(&everything) == Some(Ordering::Greater);
    let sign = values.low().sign().filter(|_| is_huge)?;
    Some(Precise::Huge(sign))
}

/// The value with a constant added to it, on every piece.
fn nudged(graph: &mut Graph, value: Id, nudge: &Rational) -> Id {
    if let Node::Select(condition, a, b) = *graph.node(value) {
        let (a, b) = (nudged(graph, a, nudge), nudged(graph, b, nudge));
        return graph.select(condition, a, b);
    }
    graph.sum(nudge.clone(), [(Rational::new(1, 1), value)])
}

fn differentiated(graph: &mut Graph, body: Id, by: Symbol) -> Id {
    let slope = gradus_symbolic::derivative::differentiate(graph, body, by);
    gradus_symbolic::present::shortened(graph, slope)
}

/// The numbers of a format nearest to kinks and jumps that lie between its numbers.
fn open_places(formula: &Formula, format: Format) -> Vec<f64> {
    let mut graph = formula.graph().clone();
    let (function, point) = (formula.function(), formula.point());
    let breaks = pieces::breaks(&mut graph, function.body, function.inputs[0], &point);
    let place = |id: Id| {
        let place = evaluate(&graph, &[id], &point, Precision::bits(DECISIVE)).pop();
        place.and_then(|place| place.number().cloned())
    };
    let mut open = Vec::new();
    for found in breaks {
        let nearest = format.rounded(found.at);
        // a place that was searched for is taken to be the number found
        let exact = found
            .exact
            .and_then(place)
            .unwrap_or(Precise::from(found.at));
        if exact.compare(&Precise::from(nearest)) != Some(Ordering::Equal) {
            open.push(nearest);
        }
    }
    open
}

/// How many binary orders of magnitude a number or its exponential is away from 1, as far as f64 can tell.
fn orders(x: f64) -> u32 {
    const MOST: f64 = 1100.0;
    if x == 0.0 {
        return 0;
    }
    // 3/2 exceeds the binary logarithm of e
    let exponential = (1.5 * x.abs()).min(MOST) as u32;
    exponential.max(floor_log2(x.abs()).unsigned_abs())
}

/// Whether two results are one to so many bits, and not of the kinds that need more evidence.
fn agree(first: &Precise, second: &Precise, bits: u32) -> bool {
    match (first, second) {
        (Precise::Number(_), Precise::Number(_)) => {
            let precision = Precision::bits(64);
            let difference = first.sub(second, precision).abs();
            let allowed = second
                .abs()
                .mul(&power_of_two(-bits.cast_signed()), precision);
            !second.is_zero() && difference.compare(&allowed).is_some_and(Ordering::is_le)
        }
        (Precise::Infinite(a), Precise::Infinite(b))
        | (Precise::Huge(a), Precise::Huge(b))
        | (Precise::Tiny(a), Precise::Tiny(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str, order: u32) -> Quantity {
        let formula: Formula = text.parse().expect(text);
        Quantity::new(&formula, order, "x", Format::F64).expect(text)
    }

    fn value(text: &str, order: u32, x: f64) -> (f64, f64) {
        match quantity(text, order).truth(&[x]) {
            Truth::Value(value, condition) => (value.to_f64(), condition),
            other => panic!("{text} at {x}: {other:?}"),
        }
    }

    #[test]
    fn cancellation_is_seen_through() {
        assert_eq!(value("exp(x) - 1 - x", 0, 1e-200).0, 0.0);
        assert_eq!(value("exp(x) - 1 - x", 0, 1e-100).0, 5e-201);
        assert_eq!(
            value("x*(1 - erf(x))", 1, 19.7).0,
            -6.324_360_737_983_336e-168
        );
        assert_eq!(value("-ln(1 - sigmoid(x))", 0, 5e3).0, 5e3);
        assert_eq!(
            value("1 - tanh(x)", 0, 300.0).0,
            5.300_793_106_008_621_5e-261
        );
        assert_eq!(
            value("1 - tanh(300*x)", 0, 1.0).0,
            5.300_793_106_008_621_5e-261
        );
        assert_eq!(value("max(0, tanh(x))", 0, -1.0).0, 0.0);
        assert_eq!(value("sin(pi*x)/x", 0, 3.0).0, 0.0);
    }

    #[test]
    fn what_is_too_small_for_any_exponent_is_zero() {
        for text in ["gelu", "mish", "swish", "exp(-x^2) - exp(-2*x^2)"] {
            assert_eq!(value(text, 1, -1e200).0, 0.0, "{text}");
        }
    }

    #[test]
    fn conditions_say_what_the_rounding_of_arguments_does() {
        assert_eq!(value("exp(x)", 0, 20.0).1, 20.0);
        assert_eq!(value("x", 0, 20.0).1, 1.0);
        assert_eq!(value("f(x; a = 3) = x^a", 0, 1.0).1, 3.0);
        assert!((value("f(x; a = 3) = x^a", 0, 20.0).1 - 3.0 * 20f64.ln()).abs() < 1e-12);
        assert!(value("sin(x)", 0, 3.0).1 > 21.0);
        assert_eq!(value("exp(x)", 0, -800.0).1, 800.0);
    }

    #[test]
    fn derivatives_follow_the_rule_at_kinks() {
        assert_eq!(value("relu(x)", 1, 0.0).0, 0.0);
        assert_eq!(value("abs(x)", 1, -0.0).0, 0.0);
        assert_eq!(value("relu(x)", 2, 3.0).0, 0.0);
        assert_eq!(value("x*sigmoid(x)", 1, 0.0).0, 0.5);
    }

    #[test]
    fn what_has_no_value_is_told() {
        assert!(matches!(
            quantity("ln(x)", 0).truth(&[-1.0]),
            Truth::Undefined
        ));
        assert!(matches!(
            quantity("exp(ln(x))", 1).truth(&[-1.0]),
            Truth::Undefined
        ));
        // 0.3 is no number of the format: whether its neighbour lies above is decided by rounding
        assert!(matches!(
            quantity("if(x >= 0.3, 1, 0)", 0).truth(&[0.3]),
            Truth::Undefined
        ));
        assert!(matches!(
            quantity("if(x >= 0.5, 1, 0)", 0).truth(&[0.5]),
            Truth::Value(..)
        ));
    }
}

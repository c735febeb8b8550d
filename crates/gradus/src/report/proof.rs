//! Signs proved by interval arithmetic, over the whole line.

use gradus_symbolic::evaluate::{Point, Value, evaluate, sign_of};
use gradus_symbolic::interval::{self, enclose};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Graph, Id, Node, Symbol, pieces};
use gradus_syntax::{Constant, Func};

use super::figures::Status;
use super::line::{Joint, Line, Segment, Sign};
use crate::Formula;

/// Bits of enclosures.
const BITS: u32 = 96;
/// Nodes that are enclosed for one line, and the most boxes.
const BUDGET: (usize, usize) = (16_000, 600);
/// Around a zero the derivative must have one sign at one of these distances, relative to its size where that is above 1.
const AROUND: [f64; 3] = [1e-2, 1e-4, 1e-6];
/// What was far enough out to be called infinite from here.
const FAR: f64 = 64.0;
/// Nodes beyond which an expression is not enclosed.
const LARGEST: usize = 250;

/// Whether every boundary of the formula is a known point, so that its breaks are all.
pub(super) fn has_known_boundaries(formula: &Formula) -> bool {
    let (mut graph, function) = (formula.graph().clone(), formula.function());
    let boundaries = pieces::boundaries(&mut graph, function.body, function.inputs[0]);
    boundaries
        .into_iter()
        .all(|difference| pieces::linear_root(&mut graph, difference, function.inputs[0]).is_some())
}

/// Whether it is certain that the formula is a real number everywhere: it has no domain but the line, and no poles.
pub(super) fn is_total(formula: &Formula) -> bool {
    let (graph, function) = (formula.graph(), formula.function());
    let has_pole = |id: Id| match graph.node(id) {
        Node::Apply(Func::Tan, _) => true,
        Node::Product(factors) => factors
            .iter()
            .any(|factor| factor.exponent.is_negative() && graph.facts(factor.base).may_be_zero),
        Node::Constant(Constant::Inf) => true,
        _ => false,
    };
    graph.as_truth(function.domain) == Some(true)
        && !graph.reachable(&[function.body]).into_iter().any(has_pole)
}

/// Whether the signs of a quantity on its line, and that its zeros are the only ones, are proved. `limits` are the known limits at the ends.
pub(super) fn status(quantity: &Formula, line: &Line, limits: [f64; 2]) -> Status {
    let proved = Prover::new(quantity).is_some_and(|mut prover| prover.proves(line, limits));
    if proved {
        Status::Proved
    } else {
        Status::Computed
    }
}

struct Prover {
    graph: Graph,
    input: Symbol,
    /// The quantity and its derivatives.
    orders: Vec<Id>,
    left: usize,
}

impl Prover {
    fn new(quantity: &Formula) -> Option<Self> {
        let function = quantity.function();
        let input = function.inputs[0];
        let mut orders = vec![function.body];
        let mut next = quantity.clone();
        let mut graph = quantity.graph().clone();
        for _ in 0..2 {
            next = next.derivative(quantity.inputs()[0]).ok()?;
            // ids of a formula's graph are those of the graph it was made from, and more
            graph = next.graph().clone();
            orders.push(next.function().body);
        }
        let size = graph.reachable(&orders[..1]).len();
        (size <= LARGEST && has_known_boundaries(quantity)).then_some(Self {
            graph,
            input,
            orders,
            left: (BUDGET.0 / size).min(BUDGET.1),
        })
    }

    fn proves(&mut self, line: &Line, limits: [f64; 2]) -> bool {
        let joints = |index: usize| index.checked_sub(1).map(|before| line.joints[before]);
        if line.is_partial() {
            return false;
        }
        (0..line.segments.len()).all(|index| {
            let ends = [joints(index), line.joints.get(index).copied()];
            self.segment(&line.segments[index], ends, limits)
        })
    }

    /// One stretch; a zero at an end of it is shown to be the only one near it by the sign of the derivative.
    fn segment(&mut self, segment: &Segment, ends: [Option<Joint>; 2], limits: [f64; 2]) -> bool {
        let sign = match segment.sign {
            Sign::Negative => -1,
            Sign::Zero => 0,
            Sign::Positive => 1,
            Sign::Undefined => return false,
        };
        let inner = inside(segment);
        let Some(forms) = self.settled(inner) else {
            return false;
        };
        let Some((from, to)) = self.beyond_zeros(segment, ends, forms[1]) else {
            return false;
        };
        let tails = [from == f64::NEG_INFINITY, to == f64::INFINITY];
        let (low, high) = (
            if tails[0] { to.min(-FAR) - FAR } else { from },
            if tails[1] { from.max(FAR) + FAR } else { to },
        );
        self.covered(forms[0], low, high, sign)
            && (!tails[0] || self.tail(&forms, (f64::NEG_INFINITY, low), limits[0], sign))
            && (!tails[1] || self.tail(&forms, (high, f64::INFINITY), limits[1], sign))
    }

    /// What is left of a stretch without the surroundings of zeros at its ends, in which the derivative has one sign.
    fn beyond_zeros(
        &mut self,
        segment: &Segment,
        ends: [Option<Joint>; 2],
        slope: Id,
    ) -> Option<(f64, f64)> {
        let Segment { from, to, .. } = *segment;
        let half = if from.is_finite() && to.is_finite() {
            (to - from) / 2.0
        } else {
            f64::INFINITY
        };
        let mut kept = [from, to];
        for (index, joint) in ends.into_iter().enumerate() {
            match joint {
                Some(Joint::Pole | Joint::Edge) => return None,
                Some(Joint::Root) => {
                    let distance = self.surroundings(slope, kept[index], half)?;
                    kept[index] += if index == 0 { distance } else { -distance };
                }
                _ => {}
            }
        }
        Some((kept[0], kept[1]))
    }

    /// How far around a zero the derivative has one sign.
    fn surroundings(&mut self, slope: Id, root: f64, most: f64) -> Option<f64> {
        let distances = AROUND.map(|around| (around * root.abs().max(1.0)).min(most));
        distances.into_iter().find(|distance| {
            let sign = self.sign(slope, root - distance, root + distance);
            sign.is_some_and(|sign| sign != 0)
        })
    }

    /// Whether the sign holds from a point on: by an enclosure, or because the quantity goes from one side of zero to a limit that is not
    /// on the other, always in the same direction.
    fn tail(&mut self, forms: &[Id], (low, high): (f64, f64), limit: f64, sign: i8) -> bool {
        if self.sign(forms[0], low, high) == Some(sign) {
            return true;
        }
        let end = if low.is_finite() { low } else { high };
        let starts = self.sign(forms[0], end, end) == Some(sign);
        let ends = limit * f64::from(sign) >= 0.0;
        let direction =
            |prover: &mut Self, form| prover.sign(form, low, high).is_some_and(|sign| sign != 0);
        // the slope keeps its sign, or goes to 0 in one direction and so keeps it
        let is_monotone =
            direction(self, forms[1]) || limit.is_finite() && direction(self, forms[2]);
        starts && ends && is_monotone
    }

    /// Whether the sign holds between two numbers, by halving.
    fn covered(&mut self, form: Id, low: f64, high: f64, sign: i8) -> bool {
        let mut pending = vec![(low, high)];
        while let Some((low, high)) = pending.pop() {
            if self.left == 0 {
                return false;
            }
            if self.sign(form, low, high) == Some(sign) {
                continue;
            }
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                return false;
            }
            pending.extend([(middle, high), (low, middle)]);
        }
        true
    }

    /// The sign of all values between two numbers, ends included; `None` if it is not one, or not known.
    fn sign(&mut self, form: Id, low: f64, high: f64) -> Option<i8> {
        self.left = self.left.checked_sub(1)?;
        let region = interval::Interval::between(low, high)?;
        let region = [(self.input, region)].into_iter().collect();
        self.sign_in(form, &region)
    }

    /// Factors are looked at one by one: each keeps its sign where their product fades to zero.
    fn sign_in(&self, form: Id, region: &interval::Region) -> Option<i8> {
        if let Node::Product(factors) = self.graph.node(form) {
            let mut sign = 1;
            for factor in factors.iter() {
                let base = match self.graph.facts(factor.base).is_positive() {
                    true => 1,
                    false => self.sign_in(factor.base, region)?,
                };
                match base {
                    0 => return None,
                    1 => {}
                    _ if !factor.exponent.is_integer() => return None,
                    _ if !factor.exponent.is_even() => sign = -sign,
                    _ => {}
                }
            }
            return Some(sign);
        }
        if let Node::Sum(constant, terms) = self.graph.node(form)
            && constant.is_zero()
            && let [term] = &terms[..]
        {
            let sign = self.sign_in(term.id, region)?;
            return Some(if term.coefficient.is_negative() {
                -sign
            } else {
                sign
            });
        }
        let enclosed = enclose(&self.graph, &[form], region, Precision::bits(BITS)).pop()?;
        enclosed.number()?.everywhere()?.sign()
    }

    /// The quantity and its derivatives with all conditions decided as they are at a point, which holds between two breaks.
    fn settled(&mut self, at: f64) -> Option<Vec<Id>> {
        let point: Point = [(self.input, Value::Number(Precise::from(at)))]
            .into_iter()
            .collect();
        let orders = self.orders.clone();
        let forms: Vec<Id> = orders
            .into_iter()
            .map(|form| settled(&mut self.graph, form, self.input, &point))
            .collect();
        self.graph.exceeded().is_none().then_some(forms)
    }
}

/// A number well inside a stretch.
fn inside(segment: &Segment) -> f64 {
    match (segment.from.is_finite(), segment.to.is_finite()) {
        (true, true) => f64::midpoint(segment.from, segment.to),
        (true, false) => segment.from + segment.from.abs().max(1.0),
        (false, true) => segment.to - segment.to.abs().max(1.0),
        (false, false) => 0.5,
    }
}

fn settled(graph: &mut Graph, form: Id, input: Symbol, point: &Point) -> Id {
    let value = |graph: &Graph, id: Id| evaluate(graph, &[id], point, Precision::bits(256)).pop();
    graph.transform(form, |graph, node, rebuilt| {
        let id = rebuilt(graph);
        if !graph.depends_on(id, input) {
            return id;
        }
        match graph.node(id).clone() {
            Node::Compare(..) if matches!(node, Node::Compare(..)) => match value(graph, id) {
                Some(Value::Truth(truth)) => graph.truth(truth),
                _ => id,
            },
            Node::Apply(func @ (Func::Abs | Func::Sign), args) => {
                let sign = value(graph, args[0]).and_then(|value| value.number().and_then(sign_of));
                match (func, sign) {
                    (Func::Abs, Some(1)) => args[0],
                    (Func::Abs, Some(-1)) => graph.negate(args[0]),
                    (Func::Sign, Some(sign)) => graph.integer(sign.into()),
                    _ => id,
                }
            }
            Node::Apply(Func::Min | Func::Max, args) => {
                let chosen = value(graph, id);
                let same = args
                    .iter()
                    .copied()
                    .find(|&arg| value(graph, arg) == chosen);
                same.unwrap_or(id)
            }
            _ => id,
        }
    })
}

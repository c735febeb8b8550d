//! Differences of functions at arguments that meet where a parameter is 0: `(f(x + a) - f(x))/a` and its like.
//!
//! What vanishes with a parameter `a` to the order `m` is `a^m/(m - 1)!` times the integral of `(1 - t)^(m - 1)` times its derivative of that
//! order at `t a`, for `t` from 0 to 1. Nothing cancels in that.

mod moved;

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use super::quadrature;
use super::{Binary, Op, Real, Unary, Value, Writer};
use crate::derivative::differentiate;
use crate::evaluate::{self, Point, evaluate};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::normal::Normalizer;
use crate::precise::{Precise, Precision};
use crate::rational::Rational;
use crate::simplify::{Purpose, simplify};
use moved::Moved;

/// The highest order of a zero that is looked for.
const MOST_ORDERS: u32 = 5;

/// The largest expression, and the largest derivative of one, that is looked at.
const LARGEST: usize = 120;
const LARGEST_DERIVATIVE: usize = 400;

/// What tells whether an expression vanishes with a parameter: inputs, the other parameters, and what is 0 then.
const INPUTS: [f64; 2] = [0.714_285, -1.318_359];
const OTHERS: f64 = 1.617_187;
const BITS: Precision = Precision::bits(160);
const ZERO: f64 = 1e-40;

/// Where powers of inputs are beyond the range.
const LARGE: Real = Real {
    double: 1e60,
    low: 0.0,
    single: 1e7,
};

/// How far inputs are apart from 0, over the parameter, where what is odd in them is not looked at as a difference.
const APART: f64 = 0.25;

/// A difference as an integral.
pub(super) struct Difference {
    parameter: Symbol,
    input: Symbol,
    /// What is left of the parameter beside the integral: a power.
    left: u32,
    /// The order of the derivative.
    order: u32,
    /// The parts of the derivative.
    parts: Vec<Part>,
    /// Those of its slope, if it is odd in the input.
    slope: Option<Vec<Part>>,
    /// What stands for the parameter there.
    step: Symbol,
    /// What must move little, for polynomials to be near.
    moved: Vec<Moved>,
    /// Where it is defined: conditions that hold, or do not.
    within: Vec<(Id, bool)>,
    /// Whether the input stands beside shifted ones: what grows is not seen there.
    is_mixed: bool,
}

/// A part of a derivative by shifted inputs: what these stand for.
struct Part {
    value: Id,
    shifts: Vec<(Symbol, Id)>,
}

/// An expression of one input as an integral, where it is a difference that vanishes with a parameter.
pub(super) fn difference(
    graph: &mut Graph,
    inputs: &[Symbol],
    parameters: &[Symbol],
    root: Id,
) -> Option<Difference> {
    let [input] = *inputs else { return None };
    let (root, within) = within_domain(graph, parameters, root);
    let reachable = graph.reachable(&[root]);
    let is_smooth =
        |id: &Id| !graph.facts(*id).vector && !matches!(graph.node(*id), Node::Select(..));
    if reachable.len() > LARGEST || !reachable.iter().all(is_smooth) {
        return None;
    }
    let mut parameters = parameters.iter().copied();
    let parameter = parameters.find(|own| has_shift(graph, &reachable, input, *own))?;
    let divisor = order_of_divisor(graph, root, parameter);
    let whole = times_power(graph, root, parameter, divisor)?;
    if divisor == 0 && !has_standing_terms(graph, whole, parameter) {
        return None;
    }
    let moved = moved::all(graph, whole, parameter)?;
    let (order, derivative) = first_standing_derivative(graph, whole, parameter)?;
    if order < divisor || order == 0 || order == 1 && !is_wanted(graph, whole, parameter) {
        return None;
    }
    let info = graph.symbol_info(parameter).clone();
    let step = graph.new_symbol(&info.name, Role::Parameter);
    let by_step = graph.symbol(step);
    let derivative = graph.substitute(derivative, parameter, by_step);
    let slope = is_odd(graph, derivative, input).then(|| {
        let slope = differentiate(graph, derivative, input);
        let slope = simplify(graph, slope, &[Purpose::Tidy]);
        parts(graph, slope, input, step)
    });
    let parts = parts(graph, derivative, input, step);
    let is_mixed = parts.iter().any(|part| graph.depends_on(part.value, input));
    Some(Difference {
        parameter,
        input,
        left: order - divisor,
        order,
        parts,
        slope,
        step,
        moved,
        within,
        is_mixed,
    })
}

/// What an expression is where it is defined, and beside the places where parameters have certain values: there it has its limits.
pub(super) fn within_domain(
    graph: &Graph,
    parameters: &[Symbol],
    root: Id,
) -> (Id, Vec<(Id, bool)>) {
    let is_parameter = |id: Id| match graph.node(id) {
        Node::Symbol(symbol) => parameters.contains(symbol),
        _ => graph.is_constant(id),
    };
    let is_place = |condition: Id| match *graph.node(condition) {
        Node::Compare(Comparison::Equal, a, b) => is_parameter(a) && is_parameter(b),
        _ => false,
    };
    let is_undefined = |id: Id| *graph.node(id) == Node::Undefined;
    let (mut own, mut within) = (root, Vec::new());
    while let Node::Select(condition, a, b) = *graph.node(own) {
        own = match condition {
            _ if is_undefined(b) => {
                within.push((condition, true));
                a
            }
            _ if is_undefined(a) => {
                within.push((condition, false));
                b
            }
            _ if is_place(condition) => b,
            _ => break,
        };
    }
    (own, within)
}

/// Whether an input and a parameter are added up somewhere, both as they are.
fn has_shift(graph: &Graph, ids: &[Id], input: Symbol, parameter: Symbol) -> bool {
    ids.iter().any(|id| is_shift(graph, *id, input, parameter))
}

/// Whether an expression is a sum of multiples of an input, a parameter and perhaps others.
fn is_shift(graph: &Graph, id: Id, input: Symbol, parameter: Symbol) -> bool {
    let Node::Sum(_, terms) = graph.node(id) else {
        return false;
    };
    let has = |symbol| {
        let mut terms = terms.iter();
        terms.any(|term| *graph.node(term.id) == Node::Symbol(symbol))
    };
    let is_symbol = |id: Id| matches!(graph.node(id), Node::Symbol(_));
    terms.iter().all(|term| is_symbol(term.id)) && has(input) && has(parameter)
}

/// The highest power of a parameter that something is divided by outside of functions.
fn order_of_divisor(graph: &Graph, id: Id, parameter: Symbol) -> u32 {
    match graph.node(id) {
        Node::Sum(_, terms) => {
            let terms = terms.iter();
            let orders = terms.map(|term| order_of_divisor(graph, term.id, parameter));
            orders.max().unwrap_or(0)
        }
        Node::Product(factors) => {
            let factors = factors.iter();
            let orders = factors.map(|own| match own.exponent.to_i64() {
                Some(1) => order_of_divisor(graph, own.base, parameter),
                Some(exponent @ -8..=-1) if *graph.node(own.base) == Node::Symbol(parameter) => {
                    exponent.unsigned_abs() as u32
                }
                _ => 0,
            });
            orders.sum()
        }
        _ => 0,
    }
}

/// An expression times a power of a parameter, multiplied out as far as it is divided by that.
fn times_power(graph: &mut Graph, id: Id, parameter: Symbol, order: u32) -> Option<Id> {
    if order == 0 {
        return Some(id);
    }
    let by = graph.symbol(parameter);
    match graph.node(id).clone() {
        Node::Sum(constant, terms) => {
            let constant = graph.rational(constant);
            let power = Rational::from(i64::from(order));
            let constant = graph.product([(constant, Rational::ONE), (by, power)]);
            let mut all = vec![(Rational::ONE, constant)];
            for term in terms.iter() {
                let own = times_power(graph, term.id, parameter, order)?;
                all.push((term.coefficient.clone(), own));
            }
            Some(graph.sum(Rational::ZERO, all))
        }
        Node::Product(factors) => {
            let is_divided = |own: &Id| order_of_divisor(graph, *own, parameter) > 0;
            let sum = factors
                .iter()
                .position(|own| own.exponent.is_one() && is_divided(&own.base));
            let Some(sum) = sum else {
                let power = Rational::from(i64::from(order));
                return Some(graph.product([(id, Rational::ONE), (by, power)]));
            };
            let inner = order_of_divisor(graph, factors[sum].base, parameter);
            let own = times_power(graph, factors[sum].base, parameter, inner)?;
            let others = factors
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != sum);
            let others: Vec<(Id, Rational)> = others
                .map(|(_, own)| (own.base, own.exponent.clone()))
                .collect();
            let others = graph.product(others);
            let others = times_power(graph, others, parameter, order - inner)?;
            Some(graph.multiply(others, own))
        }
        _ => Some(graph.product([(id, Rational::ONE), (by, Rational::from(i64::from(order)))])),
    }
}

/// Whether an expression is a sum some of whose terms do not vanish with a parameter.
fn has_standing_terms(graph: &mut Graph, id: Id, parameter: Symbol) -> bool {
    let Node::Sum(constant, terms) = graph.node(id).clone() else {
        return false;
    };
    !constant.is_zero()
        || terms
            .iter()
            .any(|term| vanishes(graph, term.id, parameter) == Some(false))
}

/// Whether an expression is 0 where a parameter is, as numbers have it; none where it is not finite there.
fn vanishes(graph: &mut Graph, id: Id, parameter: Symbol) -> Option<bool> {
    let zero = graph.integer(0);
    let id = graph.substitute(id, parameter, zero);
    is_zero(graph, id)
}

/// Whether an expression changes its sign with an input, as numbers have it.
fn is_odd(graph: &mut Graph, id: Id, input: Symbol) -> bool {
    let opposite = graph.symbol(input);
    let opposite = graph.negate(opposite);
    let opposite = graph.substitute(id, input, opposite);
    let sum = graph.add(id, opposite);
    is_zero(graph, sum) == Some(true)
}

/// Whether an expression is 0, as numbers have it, wherever it is finite; none if that is nowhere.
fn is_zero(graph: &Graph, id: Id) -> Option<bool> {
    let symbols: Vec<Symbol> = graph
        .reachable(&[id])
        .into_iter()
        .filter_map(|id| match *graph.node(id) {
            Node::Symbol(symbol) => Some(symbol),
            _ => None,
        })
        .collect();
    let mut is_zero = None;
    for input in INPUTS {
        let mut point = Point::default();
        for &symbol in &symbols {
            let value = match graph.symbol_info(symbol).role {
                Role::Parameter => OTHERS,
                _ => input,
            };
            point.insert(symbol, evaluate::Value::Number(Precise::from(value)));
        }
        let value = evaluate(graph, &[id], &point, BITS)
            .pop()?
            .number()?
            .to_f64();
        if value.is_finite() {
            is_zero = Some(value.abs() < ZERO && is_zero != Some(false));
        }
    }
    is_zero
}

/// The first derivative by a parameter that does not vanish with it.
fn first_standing_derivative(graph: &mut Graph, id: Id, parameter: Symbol) -> Option<(u32, Id)> {
    let mut own = id;
    for order in 0..=MOST_ORDERS {
        if !vanishes(graph, own, parameter)? {
            return Some((order, own));
        }
        own = differentiate(graph, own, parameter);
        own = simplify(graph, own, &[Purpose::Tidy]);
        if graph.reachable(&[own]).len() > LARGEST_DERIVATIVE {
            return None;
        }
    }
    None
}

/// Whether a difference of first order is more than multiples of functions that become one of a quotient otherwise.
fn is_wanted(graph: &Graph, id: Id, parameter: Symbol) -> bool {
    let (_, terms) = graph.split_sum(id);
    !terms.into_iter().all(|(_, term)| {
        let (_, factors) = graph.split_product(term);
        let mut varying = factors
            .iter()
            .filter(|own| graph.depends_on(own.base, parameter));
        match (varying.next(), varying.next()) {
            (None, _) => true,
            (Some(own), None) => match graph.node(own.base) {
                Node::Apply(func, _) => own.exponent.is_one() && is_joined(*func),
                _ => false,
            },
            _ => false,
        }
    })
}

fn is_joined(func: Func) -> bool {
    matches!(
        func,
        Func::Ln | Func::Log1p | Func::Log2 | Func::Log10 | Func::Atan | Func::Asinh
    )
}

/// The parts of a sum by which shifted inputs they have, with symbols for these.
fn parts(graph: &mut Graph, id: Id, input: Symbol, step: Symbol) -> Vec<Part> {
    let (constant, terms) = graph.split_sum(id);
    let mut groups: Vec<(Vec<Id>, Vec<(Rational, Id)>)> = Vec::new();
    for (coefficient, term) in terms {
        let reachable = graph.reachable(&[term]).into_iter();
        let shifts: Vec<Id> = reachable
            .filter(|id| is_shift(graph, *id, input, step))
            .collect();
        match groups.iter_mut().find(|group| group.0 == shifts) {
            Some(group) => group.1.push((coefficient, term)),
            None => groups.push((shifts, vec![(coefficient, term)])),
        }
    }
    let mut parts = Vec::new();
    let mut constant = Some(constant);
    for (shifts, terms) in groups {
        let value = graph.sum(constant.take().unwrap_or(Rational::ZERO), terms);
        parts.push(by_shifts(graph, value, &shifts, input));
    }
    parts
}

fn by_shifts(graph: &mut Graph, value: Id, shifts: &[Id], input: Symbol) -> Part {
    let info = graph.symbol_info(input).clone();
    let mut symbols = FxHashMap::default();
    let mut own = Vec::new();
    for &shift in shifts {
        let symbol = graph.new_symbol(&info.name, Role::Scalar);
        symbols.insert(shift, graph.symbol(symbol));
        own.push((symbol, shift));
    }
    let value =
        graph.transform_remembering(value, &mut symbols, |graph, _, rebuilt| rebuilt(graph));
    Part { value, shifts: own }
}

impl Writer<'_> {
    /// A value, but where arguments nearly meet by the integral of a derivative.
    pub(super) fn with_difference(&mut self, value: Value, own: &Difference) -> Option<Value> {
        let parameter = self.symbol(own.parameter)?;
        let input = self.symbol(own.input)?;
        let mut total = self.integral(own, &own.parts, &[(1.0, 1.0)])?;
        if let Some(slope) = &own.slope {
            let places: Vec<(f64, f64)> = quadrature::places_of_even().collect();
            let near = self.integral(own, slope, &places)?;
            let near = self.ops.binary(Binary::Mul, near, input);
            let [size, reach] = [input, parameter].map(|own| self.ops.unary(Unary::Abs, own));
            let apart = self.ops.number(APART);
            let reach = self.ops.binary(Binary::Mul, apart, reach);
            let is_near = self.ops.compare(Comparison::LessEqual, size, reach);
            total = self.ops.select(is_near, near, total);
        }
        if own.left > 0 {
            let power = self.ops.push(Op::Power(parameter, own.left));
            total = self.ops.binary(Binary::Mul, total, power);
        }
        let is_near = self.all_move_little(own)?;
        Some(self.ops.select(is_near, total, value))
    }

    /// The integral of a derivative, averaged over parts of the input.
    fn integral(
        &mut self,
        own: &Difference,
        parts: &[Part],
        inputs: &[(f64, f64)],
    ) -> Option<Value> {
        let mut written: Option<(Vec<Value>, Value)> = None;
        let factorial: f64 = (1..own.order).map(f64::from).product();
        let mut total = self.ops.number(0.0);
        for (part, weight) in inputs {
            for (place, other) in quadrature::places() {
                let meanings = self.meanings(own, parts, (*part, place))?;
                let values: Vec<Value> = meanings.iter().map(|(_, value)| *value).collect();
                let value = match &written {
                    Some((first, value)) => {
                        let instead = first.iter().copied().zip(values).collect();
                        self.repeated(*value, instead)
                    }
                    None => {
                        let value = self.sum_of_parts(parts, &meanings)?;
                        written = Some((values, value));
                        value
                    }
                };
                let beside = (1.0 - place).powi(own.order as i32 - 1) / factorial;
                let weight = self.ops.number(weight * other * beside);
                total = self.ops.mul_add(weight, value, total);
            }
        }
        Some(total)
    }

    /// What symbols stand for at a place: the input, the step and the shifted inputs.
    fn meanings(
        &mut self,
        own: &Difference,
        parts: &[Part],
        (part, place): (f64, f64),
    ) -> Option<Vec<(Symbol, Value)>> {
        let of = [
            (own.input, own.input, part),
            (own.step, own.parameter, place),
        ];
        let mut meanings = Vec::new();
        for (symbol, of, factor) in of {
            let factor = self.ops.number(factor);
            let value = self.symbol(of)?;
            meanings.push((symbol, self.ops.binary(Binary::Mul, factor, value)));
        }
        let shifts = parts.iter().flat_map(|part| &part.shifts);
        let shifts = self.with_meanings(&meanings, |writer| {
            let shifts = shifts.map(|(symbol, shift)| Some((*symbol, writer.shifted(*shift)?)));
            shifts.collect::<Option<Vec<_>>>()
        });
        meanings.extend(shifts?);
        Some(meanings)
    }

    fn sum_of_parts(&mut self, parts: &[Part], meanings: &[(Symbol, Value)]) -> Option<Value> {
        let mut normalizer = Normalizer::default();
        let mut total: Option<Value> = None;
        for part in parts {
            let value = self.with_meanings(meanings, |writer| {
                normalizer.write_smooth(writer, part.value)
            })?;
            total = Some(match total {
                Some(total) => self.ops.binary(Binary::Add, total, value),
                None => value,
            });
        }
        total
    }

    /// A value again, with others instead of those that it is made of.
    fn repeated(&mut self, value: Value, mut instead: FxHashMap<Value, Value>) -> Value {
        let mut needed = vec![false; value.0 as usize + 1];
        needed[value.0 as usize] = true;
        for index in (0..needed.len()).rev() {
            let is_other = instead.contains_key(&Value(index as u32));
            if needed[index] && !is_other {
                self.ops.ops()[index].operands(|operand| needed[operand.0 as usize] = true);
            }
        }
        for index in (0..needed.len()).filter(|index| needed[*index]) {
            let (own, op) = (Value(index as u32), self.ops.ops()[index].clone());
            let mut has_changed = false;
            op.operands(|operand| has_changed |= instead.contains_key(&operand));
            if has_changed && !instead.contains_key(&own) {
                let of = |operand: Value| instead.get(&operand).copied().unwrap_or(operand);
                let op = op.with_operands(of);
                instead.insert(own, self.ops.push(op));
            }
        }
        instead.get(&value).copied().unwrap_or(value)
    }

    /// A shifted input for the step that is stood in for.
    fn shifted(&mut self, shift: Id) -> Option<Value> {
        let Node::Sum(constant, terms) = self.graph.node(shift) else {
            return None;
        };
        let mut total: Option<Value> = match constant.is_zero() {
            true => None,
            false => Some(self.ops.rational(constant)),
        };
        for term in terms.iter() {
            let Node::Symbol(symbol) = *self.graph.node(term.id) else {
                return None;
            };
            let value = self.symbol(symbol)?;
            let factor = self.ops.rational(&term.coefficient);
            total = Some(match total {
                Some(total) => self.ops.mul_add(factor, value, total),
                None => self.ops.binary(Binary::Mul, factor, value),
            });
        }
        total
    }

    /// Conditions that hold, or do not, as masks.
    pub(super) fn all_within(&mut self, within: &[(Id, bool)]) -> Vec<Value> {
        let mut conditions = Vec::new();
        for &(condition, holds) in within {
            let condition = self.expression(condition);
            conditions.push(match holds {
                true => condition,
                false => self.ops.push(Op::Not(condition)),
            });
        }
        conditions
    }

    fn all_move_little(&mut self, own: &Difference) -> Option<Value> {
        let mut conditions = self.all_within(&own.within);
        if own.is_mixed {
            let size = self.symbol(own.input)?;
            let size = self.ops.unary(Unary::Abs, size);
            let bound = self.ops.constant(LARGE);
            conditions.push(self.ops.compare(Comparison::Less, size, bound));
        }
        for own in &own.moved {
            let [small, bound] = [own.small, own.bound].map(|id| {
                let value = self.expression(id);
                self.ops.unary(Unary::Abs, value)
            });
            conditions.push(self.ops.compare(Comparison::LessEqual, small, bound));
        }
        let conditions = conditions.into_iter();
        conditions.reduce(|all, own| self.ops.push(Op::And(all, own)))
    }
}

//! Differences of functions at arguments that meet where a parameter is 0: `(f(x + a) - f(x))/a` and its like.
//!
//! What vanishes with a parameter `a` to the order `m` is `a^m/(m - 1)!` times the integral of `(1 - t)^(m - 1)` times its derivative of that
//! order at `t a`, for `t` from 0 to 1. Nothing cancels in that.

mod divisors;
mod moved;
mod write;
mod zeros;

use gradus_syntax::{Comparison, Func};
use rustc_hash::FxHashMap;

use crate::derivative::differentiate;
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::rational::Rational;
use crate::simplify::{Purpose, simplify};
use divisors::{order_of_divisor, times_power};
use moved::Moved;
pub(super) use zeros::vanishes;

use zeros::is_odd;

/// The highest order of a zero that is looked for.
const MOST_ORDERS: u32 = 5;

/// The largest expression, and the largest derivative of one, that is looked at.
const LARGEST: usize = 120;
const LARGEST_DERIVATIVE: usize = 400;

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

/// What is added up.
type Terms = Vec<(Rational, Id)>;

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
    let mut groups: Vec<(Vec<Id>, Terms)> = Vec::new();
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

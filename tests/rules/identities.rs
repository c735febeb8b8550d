//! Both sides of an identity, taken literally in high precision on a grid.

use std::collections::HashMap;
use std::sync::Arc;

use gradus::{Definition, Limits};
use gradus_symbolic::precise::{Precise, Precision, to_target};
use gradus_symbolic::present::{Measure, tree};
use gradus_symbolic::simplify::{Holds, Rule, simplify};
use gradus_symbolic::{Graph, Id, Node, Role, import_tree};
use gradus_syntax::{Func, Input, Kind, NoNames, Tree, parse_as};
use rustc_hash::FxBuildHasher;

use crate::checks::literal::{Value, literal_value};

/// Zero, ones, halves, tiny, huge, ends of domains and their neighbours, and numbers without meaning.
const GRID: &[f64] = &[
    0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.0,
    3.0,
    -7.0,
    1e-30,
    -1e-30,
    1e-9,
    -1e-9,
    0.999_999_9,
    -0.999_999_9,
    1.000_000_1,
    -1.000_000_1,
    37.0,
    -37.0,
    710.0,
    -745.5,
    1e30,
    -1e30,
    0.123_456_7,
    -0.871_2,
    4.712_39,
    -3.15,
    0.300_1,
    -2.72,
    12.345_6,
];
/// The bits to which both sides agree: 40 digits.
const BITS: u32 = 133;
/// A step beside a point, to see whether a hole is isolated.
const BESIDE: f64 = 1e-4;

/// What is wrong with a rule.
pub fn wrong(rule: &Rule) -> Result<(), String> {
    let (left, right) = (definition(rule, rule.left), definition(rule, rule.right));
    let (mut decided, mut holes) = (0, 0);
    for &a in GRID {
        let at = |a: f64| (value(&left, rule, a), value(&right, rule, a));
        let complain = |what: &str| Err(format!("{}: {what} at a = {a:e}: {:?}", rule.name, at(a)));
        let (Some(l), Some(r)) = at(a) else { continue };
        if l == Precise::Unknown || r == Precise::Unknown {
            continue;
        }
        if l == Precise::Undefined {
            let beside = |x: f64| !matches!(value(&left, rule, x), Some(Precise::Undefined) | None);
            let hole = r != Precise::Undefined && beside(a - BESIDE) && beside(a + BESIDE);
            holes += usize::from(hole);
            if hole && rule.holds == Holds::Everywhere {
                return complain("fills a hole");
            }
            continue;
        }
        if !same(&l, &r) {
            return complain("sides differ");
        }
        decided += 1;
    }
    if decided < 8 {
        return Err(format!("{}: decided at {decided} points only", rule.name));
    }
    if holes == 0 && rule.holds == Holds::Removable {
        return Err(format!("{}: fills no hole", rule.name));
    }
    Ok(())
}

/// A measure that falls with every rule: what overflows or cancels counts most, then how often letters are written, then reading length.
pub fn size(rule: &Rule, text: &str) -> (usize, usize, u64) {
    let (graph, root) = graph(rule, text);
    let nodes = graph.reachable(&[root]);
    let hazardous = nodes.iter().filter(|&&id| is_hazard(&graph, id)).count();
    let tree = definition(rule, text).body;
    let is_name = |node: &&gradus_syntax::Node| matches!(node.kind, Kind::Name(_));
    let letters = tree.nodes().iter().filter(is_name).count();
    (hazardous, letters, Measure::default().of(&graph, root))
}

/// Differences of functions and of sums over vectors, products with exponentials, quotients by growing functions, sums of exponentials.
fn is_hazard(graph: &Graph, id: Id) -> bool {
    match graph.node(id) {
        Node::Sum(constant, terms) => {
            let signs = terms
                .iter()
                .map(|term| (term.coefficient.is_negative(), term.id));
            let alike = |negative: bool| {
                (constant.is_zero() || constant.is_negative() == negative)
                    && signs
                        .clone()
                        .all(|(sign, id)| sign == negative && graph.facts(id).is_non_negative())
            };
            let several = !constant.is_zero() || terms.len() > 1;
            several
                && signs.clone().all(|(_, id)| is_function(graph, id))
                && !alike(true)
                && !alike(false)
        }
        Node::Product(factors) => factors.iter().any(|factor| match graph.node(factor.base) {
            Node::Apply(Func::Exp | Func::Expm1, args) => !is_difference(graph, args[0]),
            Node::Apply(Func::Cosh, _) => factor.exponent.is_negative(),
            _ => false,
        }),
        Node::Reduce(_, inner) => matches!(graph.node(*inner), Node::Apply(Func::Exp, _)),
        _ => false,
    }
}

fn is_function(graph: &Graph, id: Id) -> bool {
    let is_own = |id: Id| matches!(graph.node(id), Node::Apply(..) | Node::Reduce(..));
    match graph.node(id) {
        Node::Product(factors) => factors.iter().any(|factor| is_own(factor.base)),
        _ => is_own(id),
    }
}

/// Whether an exponent is a difference, as of a term and the greatest one.
fn is_difference(graph: &Graph, id: Id) -> bool {
    matches!(graph.node(id), Node::Sum(_, terms) if terms.len() > 1)
}

/// Whether both sides are one expression as soon as they are read.
pub fn alike(rule: &Rule) -> bool {
    let (mut graph, names) = empty(rule);
    let sides = [rule.left, rule.right]
        .map(|side| import_tree(&mut graph, &definition(rule, side).body, &names));
    sides[0] == sides[1]
}

/// The left side rewritten with the rule's purpose, and the right side, as texts.
pub fn rewritten(rule: &Rule) -> (String, String) {
    let (mut graph, names) = empty(rule);
    let left = import_tree(&mut graph, &definition(rule, rule.left).body, &names);
    let right = import_tree(&mut graph, &definition(rule, rule.right).body, &names);
    let result = simplify(&mut graph, left, &[rule.purpose]);
    let write =
        |id| tree(&graph, id).map_or_else(|error| error.to_string(), |tree| tree.to_string());
    (write(result), write(right))
}

fn definition(rule: &Rule, text: &str) -> Definition {
    let header = Definition {
        name: None,
        inputs: ["a", "b"]
            .map(|name| Input {
                name: name.into(),
                vector: acts_on_vectors(rule),
            })
            .into(),
        parameters: Vec::new(),
        body: Tree::new(),
    };
    let read = parse_as(text, &header, &NoNames, &Limits::default());
    (*read.unwrap_or_else(|error| panic!("{}: {error}", rule.name))).clone()
}

fn acts_on_vectors(rule: &Rule) -> bool {
    ["sum(", "mean(", "logsumexp("]
        .iter()
        .any(|call| rule.left.contains(call))
}

fn graph(rule: &Rule, text: &str) -> (Graph, Id) {
    let (mut graph, names) = empty(rule);
    let root = import_tree(&mut graph, &definition(rule, text).body, &names);
    (graph, root)
}

/// A graph with the letters for symbols.
fn empty(rule: &Rule) -> (Graph, HashMap<Arc<str>, Id, FxBuildHasher>) {
    let role = if acts_on_vectors(rule) {
        Role::Vector
    } else {
        Role::Scalar
    };
    let mut graph = Graph::new(Limits::default());
    let symbols = ["a", "b"].map(|name| (name, graph.new_symbol(name, role)));
    let names = symbols
        .into_iter()
        .map(|(name, symbol)| (name.into(), graph.symbol(symbol)));
    let names = names.collect();
    (graph, names)
}

/// A side at a point; of a vector the first element. The letters' vectors hold the point and two more numbers.
fn value(side: &Definition, rule: &Rule, a: f64) -> Option<Precise> {
    let letter = |numbers: [f64; 3]| match acts_on_vectors(rule) {
        true => Value::Vector(numbers.map(Precise::from).into()),
        false => Value::Number(Precise::from(numbers[0])),
    };
    let inputs = [letter([a, 0.5, -2.0]), letter([1.5, a, a / 2.0])];
    let arguments: Vec<Precise> = inputs.iter().flat_map(Value::elements).collect();
    let first = |precision| {
        let value = literal_value(side, &inputs, precision);
        value
            .elements()
            .into_iter()
            .next()
            .unwrap_or(Precise::Undefined)
    };
    to_target(first, &arguments, Precision::bits(BITS + 10))
}

fn same(left: &Precise, right: &Precise) -> bool {
    if left == right {
        return true;
    }
    // what cancels to less than this is not told from zero
    let least = Precise::from_parts(1.into(), -2000);
    let small = |side: &Precise| {
        side.abs()
            .compare(&least)
            .is_some_and(std::cmp::Ordering::is_lt)
    };
    if small(left) && small(right) {
        return true;
    }
    let p = Precision::bits(BITS + 64);
    let allowed = left
        .abs()
        .mul(&Precise::from_parts(1.into(), -i64::from(BITS)), p);
    left.sub(right, p)
        .abs()
        .compare(&allowed)
        .is_some_and(std::cmp::Ordering::is_le)
}

//! Whether expressions vanish, by their values at numbers that have nothing in common.

use crate::evaluate::{self, Point, evaluate};
use crate::graph::{Graph, Id, Node, Role, Symbol};
use crate::precise::{Precise, Precision};

/// What tells whether an expression vanishes with a parameter: inputs, the other parameters, and what is 0 then.
const INPUTS: [f64; 2] = [0.714_285, -1.318_359];
const OTHERS: f64 = 1.617_187;
const BITS: Precision = Precision::bits(160);
const ZERO: f64 = 1e-40;

/// Whether an expression is 0 where a parameter is, as numbers have it; none where it is not finite there.
pub(in super::super) fn vanishes(graph: &mut Graph, id: Id, parameter: Symbol) -> Option<bool> {
    let zero = graph.integer(0);
    let id = graph.substitute(id, parameter, zero);
    is_zero(graph, id)
}

/// Whether an expression changes its sign with an input, as numbers have it.
pub(super) fn is_odd(graph: &mut Graph, id: Id, input: Symbol) -> bool {
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

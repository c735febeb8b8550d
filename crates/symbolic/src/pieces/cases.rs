//! An expression written as its pieces side by side.

use gradus_syntax::{Comparison, Func};

use super::{boundaries, linear_root};
use crate::graph::{Graph, Id, Node, Symbol, holds};
use crate::rational::Rational;

/// The most boundaries that are taken apart.
const MOST: usize = 6;

/// The expression as one selection among expressions without conditions on the variable, if all its boundaries are known
/// points in a known order. At a boundary the piece whose value is nearer zero is taken.
pub fn as_cases(graph: &mut Graph, root: Id, variable: Symbol) -> Option<Id> {
    let points = ordered_points(graph, root, variable)?;
    let cells: Vec<Id> = (0..=points.len())
        .map(|cell| on_cell(graph, root, variable, &points, cell))
        .collect();
    if cells
        .iter()
        .any(|&cell| !boundaries(graph, cell, variable).is_empty())
    {
        return None;
    }
    Some(side_by_side(graph, variable, &points, &cells))
}

/// The boundary points from left to right.
fn ordered_points(graph: &mut Graph, root: Id, variable: Symbol) -> Option<Vec<Id>> {
    let differences = boundaries(graph, root, variable);
    if differences.is_empty() || differences.len() > MOST {
        return None;
    }
    let mut points = Vec::new();
    for difference in differences {
        let (point, _) = linear_root(graph, difference, variable)?;
        if !points.contains(&point) {
            points.push(point);
        }
    }
    if points.len() > 1 {
        let values: Option<Vec<Rational>> = points
            .iter()
            .map(|&point| graph.as_rational(point).cloned())
            .collect();
        let mut sorted: Vec<(Rational, Id)> = values?.into_iter().zip(points).collect();
        sorted.sort();
        points = sorted.into_iter().map(|(_, point)| point).collect();
    }
    Some(points)
}

/// The expression where exactly the first `cell` points lie to the left.
fn on_cell(graph: &mut Graph, root: Id, variable: Symbol, points: &[Id], cell: usize) -> Id {
    graph.transform(root, |graph, _, rebuilt| {
        let id = rebuilt(graph);
        let sign = |graph: &mut Graph, difference: Id| {
            sign_on_cell(graph, difference, variable, points, cell)
        };
        match graph.node(id).clone() {
            Node::Compare(comparison, a, b) => {
                let difference = graph.subtract(a, b);
                match sign(graph, difference) {
                    Some(sign) => graph.truth(holds(comparison, &sign, &0)),
                    None => id,
                }
            }
            Node::Apply(Func::Abs, args) => match sign(graph, args[0]) {
                Some(sign) => graph.scale(args[0], &Rational::from(sign)),
                None => id,
            },
            Node::Apply(Func::Sign, args) => match sign(graph, args[0]) {
                Some(sign) => graph.integer(sign),
                None => id,
            },
            Node::Apply(func @ (Func::Min | Func::Max), args) => {
                let kept = args.iter().copied().reduce(|best, arg| {
                    let difference = graph.subtract(arg, best);
                    match (sign(graph, difference), func) {
                        (Some(1), Func::Max) | (Some(-1), Func::Min) => arg,
                        (Some(_), _) => best,
                        (None, _) => graph.apply(func, &[best, arg]),
                    }
                });
                kept.unwrap_or(id)
            }
            _ => id,
        }
    })
}

fn sign_on_cell(
    graph: &mut Graph,
    difference: Id,
    variable: Symbol,
    points: &[Id],
    cell: usize,
) -> Option<i64> {
    let (point, slope) = linear_root(graph, difference, variable)?;
    let index = points.iter().position(|&other| other == point)?;
    let beyond = if index < cell { 1 } else { -1 };
    Some(if slope.is_negative() { -beyond } else { beyond })
}

fn side_by_side(graph: &mut Graph, variable: Symbol, points: &[Id], cells: &[Id]) -> Id {
    let x = graph.symbol(variable);
    // the same expression on both sides of a middle is written once: if(-1 < x < 1, a, b)
    if let ([low, high], [outside, inside, other]) = (points, cells)
        && outside == other
        && inside != outside
    {
        let (above, below) = (Comparison::Greater, Comparison::Less);
        let (above, below) = (
            graph.compare(above, x, *low),
            graph.compare(below, x, *high),
        );
        let within = graph.and(above, below);
        return graph.select(within, *inside, *outside);
    }
    let mut result = cells[0];
    for (index, &point) in points.iter().enumerate() {
        let (left, right) = (cells[index], cells[index + 1]);
        if left == right {
            continue;
        }
        let comparison = if right_is_nearer_zero(graph, variable, point, left, right) {
            Comparison::GreaterEqual
        } else {
            Comparison::Greater
        };
        let beyond = graph.compare(comparison, x, point);
        result = graph.select(beyond, right, result);
    }
    result
}

fn right_is_nearer_zero(
    graph: &mut Graph,
    variable: Symbol,
    point: Id,
    left: Id,
    right: Id,
) -> bool {
    let left = graph.substitute(left, variable, point);
    let right = graph.substitute(right, variable, point);
    match (graph.as_rational(left), graph.as_rational(right)) {
        (Some(left), Some(right)) => right.abs() < left.abs(),
        _ => false,
    }
}

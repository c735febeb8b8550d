//! The reference for computations over vectors.

use gradus_symbolic::computation::{Computation, Op, Reduction, Value};

use super::{binary, compare, unary};
use crate::lower::check::{Over, check};
use crate::reduction::{BLOCK, STRIP, combine, padding};
use crate::{LowerError, Number, ShapeError};

/// What an operation gives: its numbers, or its mask; one element counts for all.
#[derive(Clone)]
enum Cells<T> {
    Numbers(Vec<T>),
    Masks(Vec<bool>),
}

/// Why a computation could not be evaluated on vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The list is not well-formed.
    #[error(transparent)]
    Lower(#[from] LowerError),
    /// The vectors do not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// Evaluates a computation on whole vectors, with reductions and concatenations, and returns its outputs.
///
/// An input of one element counts for all elements, and an output that is uniform has one element. Reductions follow the
/// fixed tree of [`reduction`](crate::reduction).
///
/// # Errors
/// If the list is not well-formed, or vectors of different lengths meet.
///
/// # Panics
/// If it reads more inputs or parameters than there are.
pub fn evaluate_vectors<T: Number>(
    computation: &Computation,
    inputs: &[&[T]],
    parameters: &[T],
) -> Result<Vec<Vec<T>>, EvaluateError> {
    check(computation, Over::Vectors)?;
    let mut cells: Vec<Cells<T>> = Vec::with_capacity(computation.ops.len());
    for op in &computation.ops {
        let cell = step(op, &cells, inputs, parameters)?;
        cells.push(cell);
    }
    Ok(computation
        .outputs
        .iter()
        .map(|&value| numbers(&cells, value).to_vec())
        .collect())
}

fn step<T: Number>(
    op: &Op,
    cells: &[Cells<T>],
    inputs: &[&[T]],
    parameters: &[T],
) -> Result<Cells<T>, ShapeError> {
    let n = |value: &Value| numbers(cells, *value);
    let m = |value: &Value| masks(cells, *value);
    Ok(match op {
        Op::Input(position) => Cells::Numbers(inputs[*position as usize].to_vec()),
        Op::Parameter(position) => Cells::Numbers(vec![parameters[*position as usize].clone()]),
        Op::Constant(value) => Cells::Numbers(vec![T::constant(*value)]),
        Op::Unary(function, a) => {
            Cells::Numbers(n(a).iter().map(|a| unary(*function, a.clone())).collect())
        }
        Op::Binary(function, a, b) => {
            Cells::Numbers(each_pair(n(a), n(b), |a, b| binary(*function, a, b))?)
        }
        Op::MulAdd(a, b, c) => {
            let pairs = each_pair(n(a), n(b), |a, b| (a, b))?;
            Cells::Numbers(each_pair(&pairs, n(c), |(a, b), c| a.mul_add(b, c))?)
        }
        Op::Power(a, exponent) => {
            Cells::Numbers(n(a).iter().map(|a| a.clone().power(*exponent)).collect())
        }
        Op::Compare(comparison, a, b) => {
            Cells::Masks(each_pair(n(a), n(b), |a, b| compare(*comparison, &a, &b))?)
        }
        Op::Not(a) => Cells::Masks(m(a).iter().map(|a| !a).collect()),
        Op::And(a, b) => Cells::Masks(each_pair(m(a), m(b), |a, b| a && b)?),
        Op::Or(a, b) => Cells::Masks(each_pair(m(a), m(b), |a, b| a || b)?),
        Op::Select(condition, a, b) => {
            let pairs = each_pair(n(a), n(b), |a, b| (a, b))?;
            Cells::Numbers(each_pair(m(condition), &pairs, |condition, (a, b)| {
                if condition { a } else { b }
            })?)
        }
        Op::Reduce(reduction, a) => Cells::Numbers(vec![reduce(*reduction, n(a))]),
        Op::Concat(parts) => Cells::Numbers(parts.iter().flat_map(n).cloned().collect()),
        Op::Part(a, parts, which) => {
            let lengths: Vec<usize> = parts.iter().map(|part| n(part).len()).collect();
            Cells::Numbers(part(n(a), &lengths, *which as usize)?)
        }
    })
}

fn numbers<T>(cells: &[Cells<T>], value: Value) -> &[T] {
    match &cells[value.0 as usize] {
        Cells::Numbers(numbers) => numbers,
        Cells::Masks(_) => unreachable!("refused by the check"),
    }
}

fn masks<T>(cells: &[Cells<T>], value: Value) -> &[bool] {
    match &cells[value.0 as usize] {
        Cells::Masks(masks) => masks,
        Cells::Numbers(_) => unreachable!("refused by the check"),
    }
}

/// Pairs of elements; one element counts for all of the other side.
fn each_pair<A: Clone, B: Clone, C>(
    a: &[A],
    b: &[B],
    f: impl Fn(A, B) -> C,
) -> Result<Vec<C>, ShapeError> {
    match (a, b) {
        ([a], b) => Ok(b.iter().map(|b| f(a.clone(), b.clone())).collect()),
        (a, [b]) => Ok(a.iter().map(|a| f(a.clone(), b.clone())).collect()),
        (a, b) if a.len() == b.len() => Ok(a
            .iter()
            .zip(b)
            .map(|(a, b)| f(a.clone(), b.clone()))
            .collect()),
        (a, b) => Err(ShapeError::Lengths {
            left: a.len(),
            right: b.len(),
        }),
    }
}

/// A part of a concatenation; one element stands for a concatenation whose elements are all the same.
fn part<T: Clone>(elements: &[T], lengths: &[usize], which: usize) -> Result<Vec<T>, ShapeError> {
    let needed: usize = lengths.iter().sum();
    let start: usize = lengths[..which].iter().sum();
    match elements {
        [element] => Ok(vec![element.clone()]),
        _ if elements.len() == needed => Ok(elements[start..start + lengths[which]].to_vec()),
        _ => Err(ShapeError::Part {
            length: elements.len(),
            needed,
        }),
    }
}

/// The tree as the module [`reduction`](crate::reduction) describes it, by recursion.
fn reduce<T: Number>(reduction: Reduction, elements: &[T]) -> T {
    if reduction == Reduction::Count {
        return T::number(elements.len() as f64);
    }
    let strips: Vec<T> = elements
        .chunks(STRIP)
        .map(|strip| reduce_strip(reduction, strip))
        .collect();
    if strips.is_empty() {
        padding::<T>(reduction) + T::number(0.0)
    } else {
        tree(reduction, &strips)
    }
}

/// Row after row into the columns of the first, and then the columns by halves.
fn reduce_strip<T: Number>(reduction: Reduction, elements: &[T]) -> T {
    let mut rows = elements.chunks(BLOCK);
    let mut block = rows.next().unwrap_or_default().to_vec();
    block.resize(BLOCK, padding(reduction));
    for row in rows {
        for (column, element) in block.iter_mut().zip(row) {
            *column = combine(reduction, column.clone(), element.clone());
        }
    }
    while block.len() > 1 {
        let upper = block.split_off(block.len() / 2);
        block = block
            .into_iter()
            .zip(upper)
            .map(|(a, b)| combine(reduction, a, b))
            .collect();
    }
    block.remove(0)
}

/// Neighbours in pairs, pairs of pairs: the left side is the greatest power of two that leaves something on the right.
fn tree<T: Number>(reduction: Reduction, strips: &[T]) -> T {
    if let [strip] = strips {
        return strip.clone();
    }
    let (left, right) = strips.split_at(strips.len().next_power_of_two() / 2);
    combine(reduction, tree(reduction, left), tree(reduction, right))
}

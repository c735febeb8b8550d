//! Machine code that reduces what it computes, strip by strip.

use std::ops::Range;

use gradus_symbolic::computation::Reduction;

use super::Block;
use super::kernels::fill_up;
use super::native::{Native, with_slices};
use super::output::{Output, Piece, Stored, parts};
use crate::Element;
use crate::machine::ArrayCode;
use crate::reduction::{BLOCK, STRIP, Tree, combine, padding, reduce_block};

/// Machine code of a program for outputs that are stored and reduced in one way.
#[derive(Debug)]
pub(super) struct Reducing<T> {
    code: ArrayCode<T>,
    reductions: Vec<Option<Reduction>>,
}

impl<T: Element> Reducing<T> {
    /// None if there is no code, or an output is not wanted.
    pub fn new(
        outputs: &[Output<T>],
        make: impl FnOnce(&[Option<Reduction>]) -> Option<ArrayCode<T>>,
    ) -> Option<Self> {
        let reductions: Vec<_> = outputs.iter().map(Output::reduction).collect();
        let unwanted = outputs.iter().any(|out| matches!(out, Output::Discard));
        let uncounted = !reductions.contains(&Some(Reduction::Count));
        let code = (uncounted && !unwanted).then(|| make(&reductions))??;
        Some(Self { code, reductions })
    }

    /// The code with the numbers that it is given.
    pub fn native<'a>(&'a self, given: &'a [T]) -> Native<'a, T> {
        Native {
            code: &self.code,
            given,
            reductions: &self.reductions,
        }
    }

    /// Whether outputs are stored and reduced as the code does it.
    pub fn suits(&self, outputs: &[Output<T>]) -> bool {
        let suits = |(output, reduction): (&Output<T>, &Option<Reduction>)| {
            output.reduction() == *reduction && !matches!(output, Output::Discard)
        };
        outputs.iter().zip(&self.reductions).all(suits)
    }
}

/// Where an output of a strip goes.
#[derive(Default)]
enum Sink<'a, T> {
    #[default]
    Nowhere,
    Store(&'a mut [T]),
    Reduce(Reduction, &'a mut Tree<T>),
}

impl<T> Stored<T> for Sink<'_, T> {
    fn part(&mut self, range: &Range<usize>) -> &mut [T] {
        match self {
            Self::Store(slice) => &mut slice[range.clone()],
            Self::Reduce(..) | Self::Nowhere => &mut [],
        }
    }
}

/// Computes all elements on this thread.
pub(super) fn alone<T: Element>(
    native: &Native<T>,
    block: &Block<T>,
    length: usize,
    outputs: &mut [Output<T>],
) {
    let reductions = outputs.iter().filter_map(Output::reduction);
    let mut trees: Vec<Tree<T>> = reductions.map(Tree::new).collect();
    let mut next = trees.iter_mut();
    let sinks = outputs.iter_mut().map(|output| match output {
        Output::Store(slice) => Sink::Store(slice),
        Output::Sum(_) => reduced(Reduction::Sum, next.next()),
        Output::Reduce(reduction, _) => reduced(*reduction, next.next()),
        Output::Discard => Sink::Nowhere,
    });
    with_slices(sinks, |sinks| run(native, block, 0, length, sinks));
    let totals = outputs.iter_mut().filter_map(Output::total);
    for (total, tree) in totals.zip(&trees) {
        *total = tree.finish();
    }
}

fn reduced<T>(reduction: Reduction, tree: Option<&mut Tree<T>>) -> Sink<'_, T> {
    tree.map_or(Sink::Nowhere, |tree| Sink::Reduce(reduction, tree))
}

/// Computes the elements from `start` on, all of each piece.
pub(super) fn pieces<T: Element>(
    native: &Native<T>,
    block: &Block<T>,
    start: usize,
    length: usize,
    pieces: &mut [Piece<T>],
) {
    let sinks = pieces.iter_mut().map(|piece| match piece {
        Piece::Store(slice) => Sink::Store(slice),
        Piece::Reduce(running) => Sink::Reduce(running.reduction(), running.tree()),
        Piece::Discard => Sink::Nowhere,
    });
    with_slices(sinks, |sinks| run(native, block, start, length, sinks));
}

fn run<T: Element>(
    native: &Native<T>,
    block: &Block<T>,
    start: usize,
    length: usize,
    sinks: &mut [Sink<T>],
) {
    let is_reduced = |sink: &&Sink<T>| matches!(sink, Sink::Reduce(..));
    let count = sinks.iter().filter(is_reduced).count();
    T::with_room(count * BLOCK, |columns| {
        for offset in (0..length).step_by(STRIP) {
            let range = offset..length.min(offset + STRIP);
            clear(sinks, columns);
            if !strip(native, block, start, range.clone(), sinks, columns) {
                clear(sinks, columns);
                interpret(block, start, range.clone(), sinks, columns);
            }
            let width = range.len().min(BLOCK);
            let mut columns = columns.chunks(BLOCK);
            for sink in &mut *sinks {
                if let Sink::Reduce(reduction, tree) = sink
                    && let Some(columns) = columns.next()
                {
                    tree.push(reduce_block(*reduction, &columns[..width]));
                }
            }
        }
    });
}

/// Columns of no elements.
fn clear<T: Element>(sinks: &[Sink<T>], columns: &mut [T]) {
    let reductions = sinks.iter().filter_map(|sink| match sink {
        Sink::Reduce(reduction, _) => Some(*reduction),
        _ => None,
    });
    for (reduction, columns) in reductions.zip(columns.chunks_mut(BLOCK)) {
        columns.fill(padding(reduction));
    }
}

/// Computes a strip by machine code; false if that leaves elements to be computed in another way.
fn strip<T: Element>(
    native: &Native<T>,
    block: &Block<T>,
    start: usize,
    range: Range<usize>,
    sinks: &mut [Sink<T>],
    columns: &mut [T],
) -> bool {
    let whole = range.len() - range.len() % native.code.lanes();
    let mut rooms = columns.chunks_mut(BLOCK);
    let places = sinks.iter_mut().map(|sink| match sink {
        Sink::Store(slice) => &mut slice[range.clone()],
        _ => rooms.next().unwrap_or_default(),
    });
    with_slices(places, |places| {
        let first = start + range.start;
        let (code, given) = (native.code, native.given);
        let inputs = block.inputs.iter().map(|input| &input[first..]);
        let outputs = places.iter_mut().map(|place| &mut **place);
        let done = code.run(given, inputs, outputs, whole, false);
        done == whole && last(native, block, first, whole..range.len(), places)
    })
}

/// Computes fewer elements than a vector has, from copies that are filled up.
fn last<T: Element>(
    native: &Native<T>,
    block: &Block<T>,
    first: usize,
    range: Range<usize>,
    places: &mut [&mut [T]],
) -> bool {
    if range.is_empty() {
        return true;
    }
    let (lanes, count) = (native.code.lanes(), block.inputs.len());
    let elements = first + range.start..first + range.end;
    T::with_room((count + places.len()) * lanes, |room| {
        let (from, to) = room.split_at_mut(count * lanes);
        for (padded, input) in from.chunks_mut(lanes).zip(block.inputs) {
            fill_up(&input[elements.clone()], padded);
        }
        for (padded, reduction) in to.chunks_mut(lanes).zip(native.reductions) {
            padded.fill(reduction.map_or(T::default(), padding));
        }
        let done = native.vector(from, to);
        let results = to.chunks(lanes).zip(native.reductions);
        for (place, (values, reduction)) in places.iter_mut().zip(results) {
            let values = &values[..range.len()];
            match reduction {
                None => place[range.clone()].copy_from_slice(values),
                Some(reduction) => {
                    let columns = &mut place[range.start % BLOCK..];
                    for (column, value) in columns.iter_mut().zip(values) {
                        *column = combine(*reduction, *column, *value);
                    }
                }
            }
        }
        done == lanes
    })
}

/// Computes a strip by the block engine.
fn interpret<T: Element>(
    block: &Block<T>,
    start: usize,
    strip: Range<usize>,
    sinks: &mut [Sink<T>],
    columns: &mut [T],
) {
    block.with_room(|room| {
        for from in strip.clone().step_by(BLOCK) {
            let row = from..strip.end.min(from + BLOCK);
            let elements = start + row.start..start + row.end;
            block.run(&elements, room, parts(sinks, row.clone()));
            let mut columns = columns.chunks_mut(BLOCK);
            for (position, sink) in sinks.iter_mut().enumerate() {
                if let Sink::Reduce(reduction, _) = sink {
                    let values = block.result(position, &elements, room);
                    let columns = columns.next().unwrap_or_default();
                    values.combine_with(*reduction, columns, row.len());
                }
            }
        }
    });
}

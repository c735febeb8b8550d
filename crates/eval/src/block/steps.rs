//! The parts of a plan over a block.

use std::mem::take;
use std::ops::Range;

use super::kernels::{self, Argument, Group, LANES, Operand, fill_up, is_number};
use super::output::Places;
use super::plan::{Part, Plan, Source, Target};
use super::room::Layout;
use crate::Element;
use crate::lower::Step;
use crate::math::Level;

/// Runs a plan for elements `range` of the inputs, no more than rows have. Results that nothing else reads go to their places at once
/// if these have as many elements; whether blocks of this length can do so.
///
/// Blocks that do not fill whole groups are filled up by copies of their first element, so that every element takes the same path.
pub(super) fn run<T: Element>(
    level: Level,
    plan: &Plan<T>,
    inputs: &[&[T]],
    range: &Range<usize>,
    room: &mut [Group<T>],
    places: &mut dyn Places<T>,
) -> bool {
    let groups = range.len().div_ceil(LANES);
    let given = Given {
        inputs,
        range,
        copied: &plan.copied,
    };
    for (position, input) in inputs.iter().enumerate() {
        let position = position as u32;
        if given.in_place(position).is_none() {
            let start = plan.layout.start(Source::Input(position));
            let copy = room[start..start + groups].as_flattened_mut();
            fill_up(&input[range.clone()], copy);
        }
    }
    let mut steps = Steps {
        level,
        layout: plan.layout,
        given,
        groups,
        room,
        places,
    };
    for part in &plan.parts {
        steps.part(part);
    }
    groups * LANES == range.len()
}

struct Steps<'a, T> {
    level: Level,
    layout: Layout,
    given: Given<'a, T>,
    /// How many groups there are.
    groups: usize,
    room: &'a mut [Group<T>],
    places: &'a mut dyn Places<T>,
}

/// The inputs of a block.
#[derive(Clone, Copy)]
struct Given<'a, T> {
    inputs: &'a [&'a [T]],
    range: &'a Range<usize>,
    /// For each of them whether it is read in the room.
    copied: &'a [bool],
}

impl<'a, T> Given<'a, T> {
    /// An input, if it is read where it is: of blocks that fill whole groups.
    fn in_place(&self, input: u32) -> Option<&'a [T]> {
        let input = input as usize;
        let whole = self.range.len().is_multiple_of(LANES);
        (whole && !self.copied[input]).then(|| &self.inputs[input][self.range.clone()])
    }
}

/// What can be read while something is written.
struct Pieces<'a, T> {
    layout: Layout,
    given: Given<'a, T>,
    groups: usize,
    /// Pieces of the room in order, each with the number of its first group, none of them behind the last.
    room: [(usize, &'a [Group<T>]); MOST_PIECES],
}

/// What is left around three values that are made at once.
const MOST_PIECES: usize = 4;

impl<T: Element> Steps<'_, T> {
    #[inline]
    fn part(&mut self, part: &Part<T>) {
        match part {
            Part::Pass {
                run,
                limited,
                operands,
                target,
            } => {
                let level = self.level;
                let run = match limited {
                    Some(limited) if is_number(self.room[limited.limit as usize][0]) => {
                        &limited.run
                    }
                    _ => run,
                };
                let (around, out) = self.parted(*target);
                run(level, &around, operands, out);
            }
            Part::Long {
                step,
                argument,
                target,
            } => self.long(*step, *argument, *target),
            Part::Exponential {
                step,
                argument,
                beside,
                targets,
            } => {
                let level = self.level;
                let (pieces, out) = self.parted_among(*targets);
                let operand = |source| pieces.operand(source);
                kernels::exponential(level, *step, *argument, *beside, operand, out);
            }
            Part::Share { .. } => self.share(part),
            Part::Shared {
                functions,
                operand,
                argument,
                chosen,
                targets,
            } => self.several(*operand, *targets, |level, operand, out| {
                let run = if *chosen {
                    T::long_chosen
                } else {
                    T::long_shared
                };
                run(level, *functions, *argument, operand, out);
            }),
            Part::OverSum {
                functions,
                operand,
                argument,
                targets,
            } => self.several(*operand, *targets, |level, operand, out| {
                T::long_over_sum(level, *functions, *argument, operand, out);
            }),
        }
    }

    /// An exponential, a share of it, and its square if that is wanted.
    fn share(&mut self, part: &Part<T>) {
        let Part::Share {
            step,
            argument,
            mask,
            targets: [e, share],
            square,
        } = part
        else {
            unreachable!("asked for those alone");
        };
        let level = self.level;
        let run = |pieces: Pieces<T>, out, square| {
            let operand = |source| pieces.operand(source);
            kernels::share(level, *step, *argument, *mask, operand, out, square);
        };
        match square {
            None => {
                let (pieces, out) = self.parted_among([*e, *share]);
                run(pieces, out, None);
            }
            Some(square) => {
                let (pieces, [e, share, square]) = self.parted_among([*e, *share, *square]);
                run(pieces, [e, share], Some(square));
            }
        }
    }

    /// Several values of one operand.
    fn several<const N: usize>(
        &mut self,
        operand: Source,
        targets: [Target; N],
        run: impl FnOnce(Level, Operand<T>, [&mut [T]; N]),
    ) {
        let level = self.level;
        let (pieces, out) = self.parted_among(targets);
        run(level, pieces.operand(operand), out);
    }

    /// What is before and after a target, and the target.
    #[inline]
    fn parted(&mut self, target: Target) -> ([&[Group<T>]; 2], &mut [Group<T>]) {
        let [start, end] = self.layout.row(target.register);
        let (before, rest) = self.room.split_at_mut(start);
        let (row, after) = rest.split_at_mut(end - start);
        let place = match target.output {
            Some(output) => self.places.of(output as usize),
            None => &mut [],
        };
        let out = if place.len() == self.groups * LANES {
            place.as_chunks_mut().0
        } else {
            &mut row[..self.groups]
        };
        ([before, after], out)
    }

    fn long(&mut self, step: Step<Source>, argument: Argument<T>, target: Target) {
        let level = self.level;
        let mut pieces = self.no_pieces();
        let end = self.layout.row(target.register)[1];
        let ([before, after], out) = self.parted(target);
        pieces.room[..2].copy_from_slice(&[(0, before), (end, after)]);
        let operand = |source| pieces.operand(source);
        kernels::long(level, step, argument, operand, out.as_flattened_mut());
    }

    /// What can be read while several values are made, and where these go.
    fn parted_among<const N: usize>(
        &mut self,
        targets: [Target; N],
    ) -> (Pieces<'_, T>, [&mut [T]; N]) {
        let mut order: [usize; N] = std::array::from_fn(|place| place);
        order.sort_unstable_by_key(|place| targets[*place].register);
        let mut pieces = self.no_pieces();
        let mut out: [&mut [T]; N] = std::array::from_fn(|_| &mut [][..]);
        let (mut rest, mut at) = (&mut *self.room, 0);
        for (count, place) in order.into_iter().enumerate() {
            let [start, end] = self.layout.row(targets[place].register);
            let (before, after) = rest.split_at_mut(start - at);
            let (row, after) = after.split_at_mut(end - start);
            pieces.room[count] = (at, before);
            out[place] = row[..self.groups].as_flattened_mut();
            (rest, at) = (after, end);
        }
        pieces.room[N] = (at, rest);
        let mut wanted = (0..N).filter_map(|place| Some((place, targets[place].output? as usize)));
        match (wanted.next(), wanted.next()) {
            (Some((at, output)), None) => {
                out[at] = wanted_or(take(&mut out[at]), self.places.of(output));
            }
            (Some((at, output)), Some((then, other))) => {
                let [place, next] = self.places.of_several([output, other]);
                out[at] = wanted_or(take(&mut out[at]), place);
                out[then] = wanted_or(take(&mut out[then]), next);
            }
            _ => {}
        }
        (pieces, out)
    }

    /// Of the inputs alone as yet.
    fn no_pieces<'p>(&self) -> Pieces<'p, T>
    where
        Self: 'p,
    {
        Pieces {
            layout: self.layout,
            given: self.given,
            groups: self.groups,
            room: [(usize::MAX, &[]); MOST_PIECES],
        }
    }
}

/// Where a result is wanted, if there is a place for all elements, or its row.
fn wanted_or<'a, T>(row: &'a mut [T], wanted: &'a mut [T]) -> &'a mut [T] {
    if wanted.len() == row.len() {
        wanted
    } else {
        row
    }
}

impl<'a, T: Element> Pieces<'a, T> {
    fn operand(&self, source: Source) -> Operand<'a, T> {
        if let Source::Input(input) = source
            && let Some(input) = self.given.in_place(input)
        {
            return Operand::Each(input);
        }
        let start = self.layout.start(source);
        let piece = self.room.iter().rev().find(|piece| piece.0 <= start);
        let (first, rows) = piece.expect("the first piece begins at 0");
        let rows = &rows[start - first..];
        match source {
            Source::Uniform(_) => Operand::Same(rows[0][0]),
            _ => Operand::Each(rows[..self.groups].as_flattened()),
        }
    }
}

//! The parts of a plan over a block.

use std::mem::take;
use std::ops::Range;

use super::kernels::{self, Argument, Group, LANES, Operand, fill_up, is_number};
use super::output::Places;
use super::plan::{MOST_IN_PLACE, Part, Plan, SLICES, Source, Target};
use super::room::Layout;
use crate::Element;
use crate::lower::Step;
use crate::math::{LINE, Level};

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
    let (given, registers) = room.split_at_mut(plan.layout.given());
    let mut steps = Steps {
        level,
        given: Given::new(plan, inputs, range, given),
        registers,
        places,
    };
    for part in &plan.parts {
        steps.part(part);
    }
    groups * LANES == range.len()
}

struct Steps<'a, T> {
    level: Level,
    given: Given<'a, T>,
    registers: &'a mut [Group<T>],
    places: &'a mut dyn Places<T>,
}

/// What parts read and none of them writes.
#[derive(Clone, Copy)]
struct Given<'a, T> {
    layout: Layout,
    /// How many groups there are.
    groups: usize,
    /// Copies of uniforms and inputs.
    room: &'a [Group<T>],
    /// The first inputs, there or where they came from.
    inputs: [&'a [Group<T>]; MOST_IN_PLACE],
}

impl<'a, T: Element> Given<'a, T> {
    /// Inputs of blocks that fill whole groups are not copied where it is as fast to read them where they are: once, or if no vector
    /// lies across two lines of a cache.
    fn new(
        plan: &Plan<T>,
        given: &[&'a [T]],
        range: &Range<usize>,
        room: &'a mut [Group<T>],
    ) -> Self {
        let layout = plan.layout;
        let groups = range.len().div_ceil(LANES);
        let is_whole = groups * LANES == range.len();
        let mut in_place: [Option<&[Group<T>]>; MOST_IN_PLACE] = [None; MOST_IN_PLACE];
        for (position, (input, read_again)) in given.iter().zip(&plan.read_again).enumerate() {
            let elements = &input[range.clone()];
            let is_fast = !read_again || elements.as_ptr().align_offset(LINE) == 0;
            match in_place.get_mut(position) {
                Some(place) if is_whole && is_fast => *place = Some(elements.as_chunks().0),
                _ => {
                    let start = layout.start(Source::Input(position as u32));
                    fill_up(elements, room[start..start + groups].as_flattened_mut());
                }
            }
        }
        let room = &*room;
        let mut inputs: [&[Group<T>]; MOST_IN_PLACE] = [&[]; MOST_IN_PLACE];
        for (position, input) in inputs.iter_mut().enumerate().take(given.len()) {
            let start = layout.start(Source::Input(position as u32));
            *input = in_place[position].unwrap_or(&room[start..start + groups]);
        }
        Self {
            layout,
            groups,
            room,
            inputs,
        }
    }

    /// A uniform or an input.
    fn operand(&self, source: Source) -> Operand<'a, T> {
        let start = self.layout.start(source);
        match source {
            Source::Uniform(_) => Operand::Same(self.room[start][0]),
            Source::Input(input) => {
                let copied = || &self.room[start..start + self.groups];
                let groups = self.inputs.get(input as usize).copied();
                Operand::Each(groups.unwrap_or_else(copied).as_flattened())
            }
            Source::Register(_) => unreachable!("asked for what is given alone"),
        }
    }
}

/// What can be read while something is written.
struct Pieces<'a, T> {
    given: Given<'a, T>,
    /// Pieces of the registers in order, each with the number of its first group, none of them behind the last.
    registers: [(usize, &'a [Group<T>]); MOST_PIECES],
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
                let run = limited
                    .as_ref()
                    .filter(|limited| is_number(self.given.room[limited.limit as usize][0]))
                    .map_or(run, |limited| &limited.run);
                let level = self.level;
                let (slices, out) = self.slices(*target);
                run(level, &slices, operands, out);
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
            } => {
                let run = [T::long_shared, T::long_chosen][usize::from(*chosen)];
                self.several(*operand, *targets, |level, operand, out| {
                    run(level, *functions, *argument, operand, out);
                });
            }
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

    /// What a pass reads, as [`Registers::reading`](super::plan) counts it, and where its result goes.
    #[inline]
    fn slices(&mut self, target: Target) -> ([&[Group<T>]; SLICES], &mut [Group<T>]) {
        let given = self.given;
        let ([before, after], out) = self.parted(target);
        let [a, b, c, d] = given.inputs;
        ([before, after, given.room, a, b, c, d], out)
    }

    /// What is before and after a target, and the target.
    #[inline]
    fn parted(&mut self, target: Target) -> ([&[Group<T>]; 2], &mut [Group<T>]) {
        let groups = self.given.groups;
        let [start, end] = self.given.layout.row(target.register);
        let (before, rest) = self.registers.split_at_mut(start);
        let (row, after) = rest.split_at_mut(end - start);
        let place = match target.output {
            Some(output) => self.places.of(output as usize),
            None => &mut [],
        };
        let out = if place.len() == groups * LANES {
            place.as_chunks_mut().0
        } else {
            &mut row[..groups]
        };
        ([before, after], out)
    }

    fn long(&mut self, step: Step<Source>, argument: Argument<T>, target: Target) {
        let level = self.level;
        let mut pieces = self.no_pieces();
        let end = self.given.layout.row(target.register)[1];
        let ([before, after], out) = self.parted(target);
        pieces.registers[..2].copy_from_slice(&[(0, before), (end, after)]);
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
        let Given { layout, groups, .. } = self.given;
        let (mut rest, mut at) = (&mut *self.registers, 0);
        for (count, place) in order.into_iter().enumerate() {
            let [start, end] = layout.row(targets[place].register);
            let (before, after) = rest.split_at_mut(start - at);
            let (row, after) = after.split_at_mut(end - start);
            pieces.registers[count] = (at, before);
            out[place] = row[..groups].as_flattened_mut();
            (rest, at) = (after, end);
        }
        pieces.registers[N] = (at, rest);
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

    /// Of no registers yet.
    fn no_pieces<'p>(&self) -> Pieces<'p, T>
    where
        Self: 'p,
    {
        Pieces {
            given: self.given,
            registers: [(usize::MAX, &[]); MOST_PIECES],
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
        let Source::Register(register) = source else {
            return self.given.operand(source);
        };
        let [start, _] = self.given.layout.row(register);
        let mut pieces = self.registers.iter().rev();
        let piece = pieces.find(|piece| piece.0 <= start);
        let (first, rows) = piece.expect("the first piece begins at 0");
        Operand::Each(rows[start - first..][..self.given.groups].as_flattened())
    }
}

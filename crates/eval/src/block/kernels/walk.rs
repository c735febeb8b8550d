//! Slices of groups gone through side by side.

#![expect(
    unsafe_code,
    reason = "to look at the ends of slices at each step takes as long as to compute"
)]

use super::loops::Group;

/// What is read at each of some steps: the groups of a slice one after the other, or its first again and again.
#[derive(Clone, Debug)]
pub(super) struct Walk<'a, T> {
    /// One for each step, or one for all.
    groups: &'a [Group<T>],
    /// How many groups a step goes on.
    stride: usize,
    steps: usize,
}

impl<'a, T> Walk<'a, T> {
    /// # Panics
    /// If there are not as many groups.
    #[inline(always)]
    pub fn new(groups: &'a [Group<T>], again: bool, steps: usize) -> Self {
        let (count, stride) = if again { (steps.min(1), 0) } else { (steps, 1) };
        Self {
            groups: &groups[..count],
            stride,
            steps,
        }
    }
}

/// Calls for each group that is written, with those that are read beside it.
///
/// # Panics
/// If there are more or fewer steps to what is read.
#[inline(always)]
pub(super) fn side_by_side<T, const N: usize>(
    walks: &[Walk<T>; N],
    out: &mut [Group<T>],
    mut step: impl FnMut([&Group<T>; N], &mut Group<T>),
) {
    for walk in walks {
        assert_eq!(walk.steps, out.len(), "steps");
    }
    let mut at = walks.each_ref().map(|walk| walk.groups.as_ptr());
    for out in out {
        // SAFETY: each pointer has gone on by its stride for each step before this one, of which there are `steps` in all: it is
        // at a group of the slice, which is borrowed as long as its walk.
        let groups = at.map(|pointer| unsafe { &*pointer });
        step(groups, out);
        for (pointer, walk) in at.iter_mut().zip(walks) {
            *pointer = pointer.wrapping_add(walk.stride);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::loops::LANES;
    use super::*;

    /// The same by indices.
    fn indexed<T: Copy, const N: usize>(
        walks: &[Walk<T>; N],
        out: &mut [Group<T>],
        mut step: impl FnMut([&Group<T>; N], &mut Group<T>),
    ) {
        for (position, out) in out.iter_mut().enumerate() {
            step(
                walks
                    .each_ref()
                    .map(|walk| &walk.groups[position * walk.stride]),
                out,
            );
        }
    }

    #[test]
    fn steps_read_what_indices_read() {
        let rows: [Vec<Group<u32>>; 3] =
            [0, 100, 200].map(|row| (row..row + 9).map(|group| [group; LANES]).collect());
        for steps in 0..=9 {
            for kinds in 0..8 {
                let again = [0, 1, 2].map(|place| kinds >> place & 1 == 1);
                let walks = [0, 1, 2].map(|place| Walk::new(&rows[place], again[place], steps));
                let step = |[a, b, c]: [&Group<u32>; 3], out: &mut Group<u32>| {
                    *out = std::array::from_fn(|lane| a[lane] + 1000 * (b[lane] + 1000 * c[lane]));
                };
                let [mut found, mut expected] = [[[0; LANES]; 9]; 2];
                side_by_side(&walks, &mut found[..steps], step);
                indexed(&walks, &mut expected[..steps], step);
                assert_eq!(found, expected, "{steps} steps, {again:?}");
            }
        }
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn too_few_groups_are_not_read() {
        Walk::new(&[[0.0; LANES]; 3], false, 4);
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn a_group_that_is_not_there_is_not_read_again() {
        Walk::<f32>::new(&[], true, 1);
    }

    #[test]
    #[should_panic(expected = "steps")]
    fn no_more_is_written_than_is_read() {
        let row = [[0.0; LANES]; 3];
        let mut out = [[0.0; LANES]; 4];
        side_by_side(&[Walk::new(&row, false, 3)], &mut out, |[a], out| *out = *a);
    }
}

//! Labelled points, and the two spirals.

use crate::random::Random;

/// Points with a class each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    /// Numbers a point.
    pub width: usize,
    /// How many classes there are.
    pub classes: usize,
    /// The points, one after the other.
    pub points: Vec<f32>,
    /// The class of each point.
    pub labels: Vec<usize>,
}

impl Data {
    /// How many points there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The points with these numbers, in this order.
    ///
    /// # Panics
    /// If there is no such point.
    #[must_use]
    pub fn chosen(&self, indices: &[usize]) -> Self {
        let row = |&index: &usize| &self.points[index * self.width..(index + 1) * self.width];
        Self {
            points: indices.iter().flat_map(row).copied().collect(),
            labels: indices.iter().map(|&index| self.labels[index]).collect(),
            ..*self
        }
    }
}

/// Turns of each spiral.
const TURNS: f32 = 2.0;
/// The radii at which the arms begin and end, so that coordinates have a variance near 1.
const INNER: f32 = 0.25;
const OUTER: f32 = 2.0;
/// Standard deviation of the noise; half the distance between the arms is about 0.22.
const NOISE: f32 = 0.03;

/// Two spirals, one wound inside the other, with a little noise: no line separates them, nor does any straight cut come near.
pub fn spirals(count: usize, seed: u64) -> Data {
    let mut random = Random::new(seed);
    let mut data = Data {
        width: 2,
        classes: 2,
        ..Data::default()
    };
    for index in 0..count {
        let class = index % 2;
        let along = random.uniform();
        let radius = INNER + (OUTER - INNER) * along;
        let angle = std::f32::consts::TAU * (TURNS * along + 0.5 * class as f32);
        let noise = [random.normal(), random.normal()].map(|normal| NOISE * normal);
        data.points.push(radius * angle.cos() + noise[0]);
        data.points.push(radius * angle.sin() + noise[1]);
        data.labels.push(class);
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_spiral_is_the_first_turned_by_half() {
        let data = spirals(1000, 3);
        assert_eq!((data.len(), data.points.len()), (1000, 2000));
        assert_eq!(data.labels.iter().sum::<usize>(), 500);
        // by symmetry both arms have their centre near the middle: a line cannot tell them apart
        let mean = |class| {
            let xs = data.points.chunks(2).zip(&data.labels);
            xs.filter(|(_, label)| **label == class)
                .map(|(point, _)| point[0])
                .sum::<f32>()
                / 500.0
        };
        assert!((mean(0) + mean(1)).abs() < 0.1);
    }

    #[test]
    fn chosen_points_keep_their_labels() {
        let data = spirals(10, 4);
        let chosen = data.chosen(&[7, 2]);
        assert_eq!(chosen.labels, [1, 0]);
        assert_eq!(
            chosen.points,
            [&data.points[14..16], &data.points[4..6]].concat()
        );
    }
}

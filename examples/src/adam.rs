//! The optimiser Adam (Kingma and Ba 2014, arXiv 1412.6980).

/// Running means of the gradient and of its square, for a list of parameters.
#[derive(Clone, Debug)]
pub struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

const KEEP_MEAN: f32 = 0.9;
const KEEP_SQUARE: f32 = 0.999;

impl Adam {
    /// For that many parameters.
    pub fn new(count: usize) -> Self {
        Self {
            mean: vec![0.0; count],
            square: vec![0.0; count],
            steps: 0,
        }
    }

    /// Moves parameters against their gradient, each by about `rate`.
    ///
    /// # Panics
    /// If there are not as many parameters or gradients as were announced.
    pub fn step(&mut self, parameters: &mut [f32], gradient: &[f32], rate: f32) {
        assert_eq!(parameters.len(), self.mean.len(), "number of parameters");
        assert_eq!(gradient.len(), self.mean.len(), "number of gradients");
        self.steps += 1;
        // both means begin at 0; these undo it
        let mean_scale = 1.0 / (1.0 - KEEP_MEAN.powi(self.steps));
        let square_scale = 1.0 / (1.0 - KEEP_SQUARE.powi(self.steps));
        let means = self.mean.iter_mut().zip(&mut self.square);
        for ((parameter, slope), (mean, square)) in parameters.iter_mut().zip(gradient).zip(means) {
            *mean = KEEP_MEAN * *mean + (1.0 - KEEP_MEAN) * slope;
            *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * slope * slope;
            *parameter -= rate * *mean * mean_scale / ((*square * square_scale).sqrt() + 1e-8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bowl_leads_to_its_bottom() {
        let mut place = [3.0, -2.0];
        let mut adam = Adam::new(2);
        for _ in 0..2000 {
            let gradient = [2.0 * (place[0] - 1.0), 20.0 * (place[1] - 0.5)];
            adam.step(&mut place, &gradient, 0.01);
        }
        assert!(
            (place[0] - 1.0).abs() < 1e-3 && (place[1] - 0.5).abs() < 1e-3,
            "{place:?}"
        );
    }

    #[test]
    fn without_a_gradient_nothing_moves() {
        let mut place = [3.0];
        Adam::new(1).step(&mut place, &[0.0], 0.1);
        assert_eq!(place, [3.0]);
    }
}

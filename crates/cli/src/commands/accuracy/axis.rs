//! Where an input stands in a picture of the whole range of a number type, and where an error does.

use gradus::accuracy::Format;

use crate::plot::Mark;

/// The powers of two between which half of the picture is.
const USUAL: (f64, f64) = (-10.0, 11.0);
/// The parts of the way from zero to the end where they are.
const PARTS: (f64, f64) = (0.3, 0.75);
/// A range within these ends has a linear axis.
const LINEAR: f64 = 2048.0;
/// Numbers of the axis over the whole range, those that matter most first; those of f64 alone come last.
const NUMBERS: [&str; 18] = [
    "1", "1e30", "0.001", "1000", "0.1", "10", "1e-30", "0.01", "100", "1e300", "1e-300", "1e100",
    "1e-100", "1e200", "1e-200", "1e10", "1e-10", "1e6",
];

/// The horizontal axis: a number's place grows with its logarithm, on both sides of zero, and faster where activations are used.
/// Short ranges have a linear one.
pub struct Across {
    format: Format,
    /// The numbers at its ends.
    range: (f64, f64),
}

impl Across {
    pub fn new(format: Format, (from, to): (f64, f64)) -> Self {
        let greatest = format.greatest();
        let range = (from.max(-greatest), to.min(greatest));
        Self { format, range }
    }

    fn is_linear(&self) -> bool {
        self.range.0.abs().max(self.range.1.abs()) <= LINEAR
    }

    /// The place of a number.
    pub fn place(&self, x: f64) -> f64 {
        if self.is_linear() {
            return x;
        }
        let (least, greatest) = match self.format.is_single() {
            true => (-149.0, 128.0),
            false => (-1074.0, 1024.0),
        };
        let knots = [
            (least, 0.0),
            (USUAL.0, PARTS.0),
            (USUAL.1, PARTS.1),
            (greatest, 1.0),
        ];
        let power = x.abs().log2();
        let segment = knots.windows(2).find(|pair| power <= pair[1].0);
        let place = segment.map_or(1.0, |pair| {
            let part = (power - pair[0].0) / (pair[1].0 - pair[0].0);
            (pair[0].1 + part * (pair[1].1 - pair[0].1)).max(0.0)
        });
        place * if x < 0.0 { -1.0 } else { 1.0 }
    }

    /// The places of its ends.
    pub fn ends(&self) -> (f64, f64) {
        (self.place(self.range.0), self.place(self.range.1))
    }

    /// Numbers to write; `None` where the axis is linear.
    pub fn marks(&self) -> Option<Vec<Mark>> {
        if self.is_linear() {
            return None;
        }
        let within = |x: &f64| self.range.0 <= *x && *x <= self.range.1;
        let mut marks = vec![Mark {
            at: 0.0,
            label: "0".to_owned(),
        }];
        for (text, sign) in NUMBERS.iter().flat_map(|text| [(text, ""), (text, "-")]) {
            let label = format!("{sign}{text}");
            let number = label.parse().ok().filter(within);
            marks.extend(number.map(|x| Mark {
                at: self.place(x),
                label: label.replace('-', "−"),
            }));
        }
        Some(marks)
    }
}

/// Smaller errors stand at the foot of the picture, in ulp.
const FOOT: f64 = 1.0 / 16.0;
/// The picture reaches at least up to this error, in ulp.
const TOP: f64 = 4.0;
/// Where the greatest error is beyond this, only powers of ten are written.
const DECADES: f64 = 100.0;
/// What is taken to be the greatest finite error, in ulp.
const GREATEST: f64 = 1e20;

/// The vertical axis: the logarithm of an error, zero at half an ulp, above which a result is not the nearest number.
pub struct Upright {
    greatest: f64,
    has_infinite: bool,
}

impl Upright {
    /// For errors up to some greatest one.
    pub fn new(errors: impl Iterator<Item = f64> + Clone) -> Self {
        let finite = errors.clone().filter(|error| error.is_finite());
        Self {
            greatest: finite.fold(TOP, f64::max).min(GREATEST),
            has_infinite: errors.into_iter().any(f64::is_infinite),
        }
    }

    /// The place of an error; an infinite one stands at the top.
    pub fn place(&self, error: f64) -> f64 {
        if error.is_infinite() {
            return self.top();
        }
        (2.0 * error.clamp(FOOT, self.greatest)).log2()
    }

    fn top(&self) -> f64 {
        let greatest = (2.0 * self.greatest).log2();
        greatest
            + if self.has_infinite {
                0.2 * (greatest + 3.0)
            } else {
                0.0
            }
    }

    /// What is shown.
    pub fn range(&self) -> (f64, f64) {
        let (foot, top) = (self.place(0.0), self.top());
        (foot - 0.02 * (top - foot), top + 0.06 * (top - foot))
    }

    /// Numbers to write.
    pub fn marks(&self) -> Vec<Mark> {
        let infinite = self.has_infinite.then(|| (f64::INFINITY, "∞".to_owned()));
        let numbers: Vec<(f64, String)> = match self.greatest > DECADES {
            true => [1, 0, 2, 3, 6, 9, 12, 15, 18].map(power_of_ten).to_vec(),
            false => [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 0.25, 0.125]
                .map(|error| (error, error.to_string()))
                .to_vec(),
        };
        let shown = |(error, _): &(f64, String)| *error <= self.greatest;
        let all = [(0.5, "0.5".to_owned())].into_iter().chain(infinite);
        all.chain(numbers.into_iter().filter(shown))
            .map(|(error, label)| Mark {
                at: self.place(error),
                label,
            })
            .collect()
    }
}

fn power_of_ten(power: i32) -> (f64, String) {
    let label = match power {
        0..=3 => 10u32.pow(power.unsigned_abs()).to_string(),
        _ => format!("1e{power}"),
    };
    (10f64.powi(power), label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_order_of_the_numbers() {
        let numbers = [
            -f64::MAX,
            -1e30,
            -3000.0,
            -1.0,
            -1e-5,
            -1e-300,
            -0.0,
            0.0,
            5e-324,
            1e-300,
            1.0,
            1e300,
        ];
        let axis = Across::new(Format::F64, (-f64::MAX, f64::MAX));
        assert!(numbers.is_sorted_by(|a, b| axis.place(*a) <= axis.place(*b)));
        let (left, right) = axis.ends();
        assert!((left + 1.0).abs() < 1e-9 && (right - 1.0).abs() < 1e-9);
        assert!(axis.marks().is_some_and(|marks| marks.len() > 20));
        let short = Across::new(Format::F32, (-6.0, 6.0));
        assert_eq!((short.ends(), short.marks()), ((-6.0, 6.0), None));
    }

    #[test]
    fn half_an_ulp_is_at_zero() {
        let axis = Upright::new([0.0, 3.0].into_iter());
        assert_eq!((axis.place(0.5), axis.place(0.0)), (0.0, -3.0));
        assert!(!axis.marks().iter().any(|mark| mark.label == "8"));
        let wide = Upright::new([1e5, f64::INFINITY].into_iter());
        assert!(wide.place(f64::INFINITY) > wide.place(1e5));
        assert!(wide.marks().iter().any(|mark| mark.label == "∞"));
    }
}

//! Tick marks at round numbers.

use super::text::true_minus;

/// A marked place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// Where it is, on the axis.
    pub at: f64,
    /// The number written beside it.
    pub label: String,
}

/// The step between ticks: `mantissa` (1, 2 or 5) times ten to `exponent`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    mantissa: i64,
    exponent: i32,
}

/// Ticks at multiples of 1, 2 or 5 times a power of ten, about `target` of them and never twice as many.
///
/// Expects `low < high`, both finite, as [`super::range::sane`] makes them.
pub(super) fn ticks(low: f64, high: f64, target: usize) -> Vec<Tick> {
    let step = step(high - low, target.max(1));
    let size = step.times(1);
    // Half a millionth of a step forgives the rounding of the division.
    let first = (low / size - 5e-7).ceil() as i64;
    let last = (high / size + 5e-7).floor() as i64;
    let scientific = (low.abs().max(high.abs()) >= 1e6) || step.exponent < -5;
    (first..=last)
        .take(4 * target.max(1))
        .map(|count| Tick {
            at: step.times(count),
            label: true_minus(&label(count * step.mantissa, step.exponent, scientific)),
        })
        .collect()
}

/// As [`ticks`], fewer of them where their labels would not fit side by side.
///
/// `room(label)` is the length a label needs, in the unit of `length`, the length of the axis.
pub(super) fn ticks_with_room(
    (low, high): (f64, f64),
    target: usize,
    length: f64,
    room: impl Fn(&str) -> f64,
) -> Vec<Tick> {
    let mut target = target.max(1);
    loop {
        let found = ticks(low, high, target);
        let widest = found
            .iter()
            .map(|tick| room(&tick.label))
            .fold(0.0, f64::max);
        if widest * found.len() as f64 <= length || target == 1 {
            return found;
        }
        target -= 1;
    }
}

impl Step {
    /// The multiple `count` of the step, correctly rounded.
    fn times(self, count: i64) -> f64 {
        format!("{}e{}", count * self.mantissa, self.exponent)
            .parse()
            .unwrap_or(f64::NAN)
    }
}

/// The smallest round step that gives no more than about `target` ticks.
fn step(span: f64, target: usize) -> Step {
    let raw = span / target as f64;
    let exponent = raw.log10().floor() as i32;
    let lead = raw / 10f64.powi(exponent);
    let (mantissa, exponent) = match lead {
        lead if lead <= 1.000_001 => (1, exponent),
        lead if lead <= 2.000_001 => (2, exponent),
        lead if lead <= 5.000_001 => (5, exponent),
        _ => (1, exponent + 1),
    };
    Step { mantissa, exponent }
}

/// The decimal `digits` times ten to `exponent`, exactly.
fn label(digits: i64, exponent: i32, scientific: bool) -> String {
    if digits == 0 {
        return "0".into();
    }
    let sign = if digits < 0 { "-" } else { "" };
    let text = digits.unsigned_abs().to_string();
    let body = match (scientific, usize::try_from(-exponent)) {
        (true, _) => scientific_digits(&text, exponent),
        (false, Ok(decimals)) => decimal_digits(&text, decimals),
        (false, Err(_)) => text + &"0".repeat(exponent.unsigned_abs() as usize),
    };
    format!("{sign}{body}")
}

fn scientific_digits(text: &str, exponent: i32) -> String {
    let power = exponent - 1 + i32::try_from(text.len()).unwrap_or(i32::MAX / 2);
    let digits = text.trim_end_matches('0');
    match digits.split_at(1) {
        (lead, "") => format!("{lead}e{power}"),
        (lead, rest) => format!("{lead}.{rest}e{power}"),
    }
}

fn decimal_digits(text: &str, decimals: usize) -> String {
    let padded = format!("{text:0>width$}", width = decimals + 1);
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    super::text::without_trailing_zeros(&format!("{whole}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::{super::range::sane, *};

    fn labels(low: f64, high: f64, target: usize) -> Vec<String> {
        ticks(low, high, target)
            .into_iter()
            .map(|tick| tick.label)
            .collect()
    }

    #[test]
    fn labels_are_plain_numbers() {
        assert_eq!(labels(-6.0, 6.0, 7), ["−6", "−4", "−2", "0", "2", "4", "6"]);
        assert_eq!(labels(0.0, 1.0, 5), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(labels(-0.06, 0.11, 4), ["−0.05", "0", "0.05", "0.1"]);
        assert_eq!(labels(0.0, 2e9, 2), ["0", "1e9", "2e9"]);
        assert_eq!(labels(0.0, 3e-9, 2), ["0", "2e−9"]);
        assert_eq!(labels(0.0, 400.0, 4), ["0", "100", "200", "300", "400"]);
        assert_eq!(
            labels(0.0, 2.5e7, 5),
            ["0", "5e6", "1e7", "1.5e7", "2e7", "2.5e7"]
        );
    }

    #[test]
    fn steps_are_round_at_every_scale() {
        for exponent in -12..=12 {
            for lead in [1.0, 1.7, 2.5, 3.9, 6.1, 9.99] {
                for offset in [-1.0, -0.3, 0.0, 0.2, 40.0] {
                    let span = lead * 10f64.powi(exponent);
                    let (low, high) = sane((offset * span, (offset + 1.0) * span));
                    let found = ticks(low, high, 7);
                    assert!((3..=14).contains(&found.len()), "{low} {high} {found:?}");
                    assert_round(&found, span);
                }
            }
        }
    }

    fn assert_round(found: &[Tick], span: f64) {
        let gap = found[1].at - found[0].at;
        let lead = gap / 10f64.powi(gap.log10().floor() as i32);
        let off = [1.0, 2.0, 5.0, 10.0].map(|round| (lead - round).abs());
        assert!(off.iter().any(|&error| error < 1e-6), "{found:?}");
        for pair in found.windows(2) {
            assert!(
                (pair[1].at - pair[0].at - gap).abs() < 1e-9 * span,
                "{found:?}"
            );
            assert_ne!(pair[0].label, pair[1].label);
        }
    }

    #[test]
    fn a_label_reads_back_as_its_place() {
        for (low, high) in [(-3e-12, 1e-12), (0.0, 1e12), (-0.7, 123.0), (5.0, 5.000_01)] {
            for tick in ticks(low, high, 6) {
                let read: f64 = tick.label.replace('−', "-").parse().expect("a number");
                assert_eq!(read, tick.at);
            }
        }
    }
}

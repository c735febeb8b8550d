//! Where numbers stand beside a panel: at round places, or where the figure says.

use super::ticks::{Tick, ticks, ticks_with_room};
use super::{Figure, Mark};

/// Numbers of the horizontal axis; `room(label)` is the length that one needs, in the unit of `length`, the length of the axis.
pub(super) fn across(
    figure: &Figure,
    range: (f64, f64),
    length: f64,
    room: impl Fn(&str) -> f64,
) -> Vec<Tick> {
    match figure.axes.as_ref().and_then(|axes| axes.x.as_ref()) {
        Some(marks) => fitting(marks, range, length, room),
        None => ticks_with_room(range, 12, length, room),
    }
}

/// Numbers of the vertical axis, each of which takes `room`.
pub(super) fn upright(
    figure: &Figure,
    range: (f64, f64),
    target: usize,
    (length, room): (f64, f64),
) -> Vec<Tick> {
    match &figure.axes {
        Some(axes) => fitting(&axes.y, range, length, |_| room),
        None => ticks(range.0, range.1, target),
    }
}

/// The marks within a range that have room, the earlier before the later.
fn fitting(
    marks: &[Mark],
    (low, high): (f64, f64),
    length: f64,
    room: impl Fn(&str) -> f64,
) -> Vec<Tick> {
    let place = |at: f64| (at - low) / (high - low) * length;
    let mut kept: Vec<&Mark> = Vec::new();
    for mark in marks
        .iter()
        .filter(|mark| low <= mark.at && mark.at <= high)
    {
        let is_free = |other: &&Mark| {
            let distance = (place(mark.at) - place(other.at)).abs();
            2.0 * distance >= room(&mark.label) + room(&other.label)
        };
        if kept.iter().all(is_free) {
            kept.push(mark);
        }
    }
    kept.sort_by(|a, b| a.at.total_cmp(&b.at));
    let tick = |mark: &Mark| Tick {
        at: mark.at,
        label: mark.label.clone(),
    };
    kept.into_iter().map(tick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_marks_win_where_room_is_scarce() {
        let mark = |at: f64| Mark {
            at,
            label: at.to_string(),
        };
        let marks = [0.0, 10.0, 5.0, 1.0, 20.0].map(mark);
        let at = |length| -> Vec<f64> {
            let found = fitting(&marks, (0.0, 10.0), length, |_| 4.0);
            found.iter().map(|tick| tick.at).collect()
        };
        assert_eq!(at(8.0), [0.0, 5.0, 10.0]);
        assert_eq!(at(5.0), [0.0, 10.0]);
        assert_eq!(at(40.0), [0.0, 1.0, 5.0, 10.0]);
    }
}

//! Sets of numbers in words.

use gradus::report::{Interval, Places, Set};

use super::numbers::short;

/// How many parts of a set are written out.
const MOST: usize = 6;

/// A set of inputs as conditions: `x < -2 or x >= 1`.
pub(super) fn conditions(intervals: &[Interval], more: bool, input: &str) -> String {
    if let Some(holes) = all_but(intervals, more) {
        let holes: Vec<String> = holes.into_iter().map(short).collect();
        return match holes.is_empty() {
            true => format!("all {input}"),
            false => format!("all {input} but {}", listed(&holes, more)),
        };
    }
    let parts: Vec<String> = intervals
        .iter()
        .map(|part| condition(part, input))
        .collect();
    match parts.is_empty() {
        true => "none".to_owned(),
        false => joined(&parts, " or ", more),
    }
}

/// The points that are missing, if nothing else is.
fn all_but(intervals: &[Interval], more: bool) -> Option<Vec<f64>> {
    let (first, last) = (intervals.first()?, intervals.last()?);
    let is_whole =
        more && intervals.len() > 1 || first.from == f64::NEG_INFINITY && last.to == f64::INFINITY;
    let gaps = intervals.windows(2).all(|pair| pair[0].to == pair[1].from);
    let holes = intervals.iter().skip(1).map(|part| part.from);
    (is_whole && gaps).then(|| holes.collect())
}

/// An interval of inputs as a condition.
pub(super) fn condition(part: &Interval, input: &str) -> String {
    let (from, to) = (short(part.from), short(part.to));
    let less = |closed| if closed { "<=" } else { "<" };
    let greater = |closed| if closed { ">=" } else { ">" };
    match (part.from.is_finite(), part.to.is_finite()) {
        _ if part.is_point() => format!("{input} = {from}"),
        (true, true) => format!(
            "{from} {} {input} {} {to}",
            less(part.has_from),
            less(part.has_to)
        ),
        (true, false) => format!("{input} {} {from}", greater(part.has_from)),
        (false, true) => format!("{input} {} {to}", less(part.has_to)),
        (false, false) => format!("all {input}"),
    }
}

/// A set of values as intervals: `[-1, 1]`, `{0, 1}`.
pub(super) fn values(set: &Set) -> String {
    if set.intervals.iter().all(Interval::is_point) {
        let numbers: Vec<String> = set.intervals.iter().map(|part| short(part.from)).collect();
        return format!("{{{}}}", listed(&numbers, set.more));
    }
    let parts: Vec<String> = set.intervals.iter().map(interval).collect();
    joined(&parts, " and ", set.more)
}

pub(super) fn interval(part: &Interval) -> String {
    if part.is_point() {
        return short(part.from);
    }
    let open = if part.has_from { '[' } else { '(' };
    let close = if part.has_to { ']' } else { ')' };
    format!("{open}{}, {}{close}", short(part.from), short(part.to))
}

/// Points, and stretches as conditions.
pub(super) fn places(places: &Places, input: &str) -> String {
    if places.places.is_empty() {
        return "none".to_owned();
    }
    if places.places.iter().any(|place| !place.is_point()) {
        return conditions(&places.places, places.more, input);
    }
    let points: Vec<String> = places.points().map(short).collect();
    listed(&points, places.more)
}

/// What is in a list, or its middle and how long it is.
fn listed(items: &[String], more: bool) -> String {
    joined(items, ", ", more)
}

fn joined(items: &[String], by: &str, more: bool) -> String {
    let end = if more { ", …" } else { "" };
    if items.len() <= MOST {
        return format!("{}{}{end}", if more { "…, " } else { "" }, items.join(by));
    }
    let middle = items.len() / 2;
    let shown = &items[middle - MOST / 2..middle + MOST / 2];
    let end = match more {
        true => String::new(),
        false => format!(" ({} in all)", items.len()),
    };
    format!("…, {}, …{end}", shown.join(by))
}

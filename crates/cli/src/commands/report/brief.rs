//! A report in few words, for tables.

use gradus::report::{
    Asymptote, Bound, EdgeOfChaos, Moments, Report, Saved, Smoothness, Symmetry, Trend,
};

use super::numbers::{rough, short};
use super::sets::{conditions, values};

/// Properties by their titles: the same for every report.
pub fn brief(report: &Report) -> Vec<(&'static str, String)> {
    let x = report.input();
    let moments = report.moments().value;
    let moment = |of: fn(&Moments) -> f64| {
        moments
            .as_ref()
            .map_or("–".to_owned(), |found| short(of(found)))
    };
    let chaos = report.edge_of_chaos().value;
    let edge = |of: fn(&EdgeOfChaos) -> f64| {
        chaos
            .as_ref()
            .map_or("–".to_owned(), |found| short(of(found)))
    };
    let [left, right] = &report.asymptotes().value;
    let cost = report.cost();
    vec![
        (
            "domain",
            conditions(&report.domain().value.intervals, false, x),
        ),
        ("range", values(&report.range().value.set)),
        ("least at", place(&report.range().value.least)),
        ("trend", trend(report).to_owned()),
        ("symmetry", symmetry(report).to_owned()),
        ("smoothness", smoothness(report.smoothness().value)),
        ("kinks, jumps", breaks(report)),
        ("slope", values(&report.slope_range().value.set)),
        ("Lipschitz", short(report.lipschitz().value.value)),
        ("left", asymptote(left, x)),
        ("right", asymptote(right, x)),
        (
            "dead",
            conditions(&report.dead().value.places, report.dead().value.more, x),
        ),
        ("|f'| < 0.01", saturated(report, 0)),
        ("|f'| < 1e-6", saturated(report, 1)),
        ("E f", moment(|found| found.mean)),
        ("gain", moment(Moments::gain)),
        ("slope gain", moment(Moments::slope_gain)),
        ("edge: weight", edge(|found| found.weight)),
        ("edge: bias", edge(|found| found.bias)),
        (
            "operations",
            format!("{}, {}", cost.value.all, cost.with_slope.all),
        ),
        (
            "functions",
            format!("{}, {}", cost.value.functions, cost.with_slope.functions),
        ),
        ("keeps", saved(cost.saved).to_owned()),
        ("hazards", hazards(report)),
    ]
}

fn place(bound: &Bound) -> String {
    let point = bound.attained.filter(gradus::report::Interval::is_point);
    point.map_or("–".to_owned(), |at| short(at.from))
}

fn trend(report: &Report) -> &'static str {
    let has = |trend| {
        report
            .monotone()
            .value
            .iter()
            .any(|stretch| stretch.trend == trend)
    };
    match (has(Trend::Rises), has(Trend::Falls)) {
        (true, true) => "not monotone",
        (true, false) => "rises",
        (false, true) => "falls",
        (false, false) => "constant",
    }
}

fn symmetry(report: &Report) -> &'static str {
    match report.symmetry().value {
        Symmetry::Even => "even",
        Symmetry::Odd => "odd",
        Symmetry::AboutPoint(_) => "about a point",
        Symmetry::Neither => "neither",
    }
}

fn smoothness(found: Smoothness) -> String {
    match found {
        Smoothness::Discontinuous => "jumps".to_owned(),
        Smoothness::Class(k) => format!("C^{k}"),
        Smoothness::AtLeast(k) => format!("C^{k} or more"),
        Smoothness::Analytic => "analytic".to_owned(),
    }
}

fn breaks(report: &Report) -> String {
    let points: Vec<String> = report
        .breaks()
        .value
        .iter()
        .map(|found| short(found.at))
        .collect();
    match points.len() {
        0 => "none".to_owned(),
        1..=4 => points.join(", "),
        count => format!(
            "{count}{}",
            if report.has_more_breaks() {
                " and more"
            } else {
                ""
            }
        ),
    }
}

fn asymptote(found: &Asymptote, x: &str) -> String {
    match *found {
        Asymptote::Level(level) => short(level),
        Asymptote::Line { slope, offset } => super::words::line(slope, offset, x),
        Asymptote::Slower { to, .. } | Asymptote::Faster(to) => short(to),
        Asymptote::Oscillates => "no limit".to_owned(),
        Asymptote::Undefined => "undefined".to_owned(),
    }
}

fn saturated(report: &Report, which: usize) -> String {
    let places = &report.saturated().value[which].places;
    let mut parts = places.places.clone();
    for part in &mut parts {
        let near = |number: f64| rough(number).parse().unwrap_or(number);
        (part.from, part.to) = (near(part.from), near(part.to));
    }
    conditions(&parts, places.more, report.input())
}

fn saved(saved: Saved) -> &'static str {
    match saved {
        Saved::Nothing => "nothing",
        Saved::Piece => "piece",
        Saved::Either => "in or output",
        Saved::Input => "input",
    }
}

fn hazards(report: &Report) -> String {
    match report.hazards().len() {
        0 => "none".to_owned(),
        count => count.to_string(),
    }
}

//! A report in words.

use std::io::{self, Write};

use gradus::report::{
    Asymptote, Bound, Cost, EdgeOfChaos, Extrema, ExtremumKind, Hazard, HazardKind, Known, Moments,
    Part, Range, Report, Saturation, Saved, Smoothness, Status, Stretch, Symmetry, Trend,
};

use super::numbers::{rough, rounded, short};
use super::sets::{condition, conditions, places, values};
use crate::commands::kinks;
use crate::screen;
use crate::style::{GOOD, HEADING, QUIET};
use crate::table::wrapped;

/// Where values begin.
const INDENT: usize = 16;

/// A line of a report; without a title it belongs to the one before.
pub(super) struct Row {
    pub title: &'static str,
    pub status: Option<Status>,
    pub text: String,
}

/// Prints a report.
pub(super) fn print(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{HEADING}{}{HEADING:#}", report.formula())?;
    let width = screen::columns()
        .unwrap_or(100)
        .saturating_sub(INDENT)
        .max(INDENT);
    for row in rows(report) {
        for (index, line) in wrapped(&row.text, width).iter().enumerate() {
            let title = if index == 0 { row.title } else { "" };
            write!(out, "{QUIET}{title:<13}{QUIET:#} ")?;
            match row.status.filter(|_| index == 0) {
                Some(Status::Proved) => write!(out, "{GOOD}✓{GOOD:#} ")?,
                Some(Status::Computed) => write!(out, "{QUIET}≈{QUIET:#} ")?,
                None => write!(out, "  ")?,
            }
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "{QUIET}✓ proved   ≈ computed{QUIET:#}")
}

fn row<T>(title: &'static str, known: &Known<T>, text: impl Fn(&T) -> String) -> Row {
    Row {
        title,
        status: Some(known.status),
        text: text(&known.value),
    }
}

fn plain_row(title: &'static str, text: String) -> Row {
    Row {
        title,
        status: None,
        text,
    }
}

/// The title before the first line only.
fn titled(title: &'static str, lines: Vec<String>) -> impl Iterator<Item = Row> {
    let titles = std::iter::once(title).chain(std::iter::repeat(""));
    titles
        .zip(lines)
        .map(|(title, text)| plain_row(title, text))
}

/// The lines of a report.
pub(super) fn rows(report: &Report) -> Vec<Row> {
    let x = report.input();
    let mut rows = vec![
        row("domain", report.domain(), |set| {
            conditions(&set.intervals, set.more, x)
        }),
        row("range", report.range(), |found| range(found, x)),
        row("zeros", report.zeros(), |found| places(found, x)),
        row("fixed points", report.fixed_points(), |found| {
            places(found, x)
        }),
        row("symmetry", report.symmetry(), symmetry),
        row("trend", report.monotone(), |found| trend(found, x)),
        row("extrema", report.extrema(), |found| extrema(found, x)),
        row("slope", report.slope_range(), |found| range(found, x)),
        row("inflections", report.inflections(), |found| {
            places(found, x)
        }),
        row("smoothness", report.smoothness(), |found| {
            smoothness(*found)
        }),
    ];
    let described = kinks::sentences(&report.breaks().value, x, None);
    for (index, sentence) in described.into_iter().enumerate() {
        rows.push(Row {
            title: if index == 0 { "kinks" } else { "" },
            status: Some(report.breaks().status),
            text: sentence,
        });
    }
    rows.push(row("Lipschitz", &report.lipschitz(), |bound| {
        lipschitz(bound, x)
    }));
    rows.push(row("asymptotes", report.asymptotes(), |found| {
        asymptotes(found, x)
    }));
    rows.push(row("dead", report.dead(), |found| {
        match found.places.is_empty() {
            true => "nowhere: the gradient is zero on no interval".to_owned(),
            false => format!(
                "gradient exactly zero for {}",
                conditions(&found.places, found.more, x)
            ),
        }
    }));
    rows.push(row("saturated", report.saturated(), |found| {
        saturated(found, x)
    }));
    rows.push(row("Gaussian", report.moments(), |found| {
        moments(found.as_ref())
    }));
    rows.push(row("gains", report.moments(), |found| {
        gains(found.as_ref())
    }));
    rows.push(row("edge of chaos", report.edge_of_chaos(), |found| {
        chaos(found.as_ref())
    }));
    rows.push(plain_row("cost", cost(&report.cost())));
    let hazards = hazards(report.hazards(), x);
    rows.extend(titled("as typed", hazards));
    rows.extend(titled(
        "advice",
        report
            .advice()
            .iter()
            .map(|&sentence| sentence.to_owned())
            .collect(),
    ));
    rows
}

fn range(range: &Range, x: &str) -> String {
    let mut parts = vec![values(&range.set)];
    for (word, bound) in [("least", &range.least), ("greatest", &range.greatest)] {
        if let Some(at) = bound.attained.filter(gradus::report::Interval::is_point) {
            parts.push(format!("{word} at {x} = {}", short(at.from)));
        }
    }
    parts.join(", ")
}

fn trend(stretches: &[Stretch], x: &str) -> String {
    let word = |trend| match trend {
        Trend::Falls => "falls",
        Trend::Stays => "constant",
        Trend::Rises => "rises",
    };
    let parts: Vec<String> = stretches
        .iter()
        .map(|stretch| {
            format!(
                "{} for {}",
                word(stretch.trend),
                condition(&stretch.over, x)
            )
        })
        .collect();
    match parts.len() {
        0 => "no values".to_owned(),
        1..=5 => parts.join("; "),
        count => format!(
            "{count} stretches: {}; …",
            parts[count / 2 - 1..=count / 2 + 1].join("; ")
        ),
    }
}

fn extrema(extrema: &Extrema, x: &str) -> String {
    let parts: Vec<String> = extrema
        .list
        .iter()
        .map(|extremum| {
            let kind = match extremum.kind {
                ExtremumKind::Minimum => "minimum",
                ExtremumKind::Maximum => "maximum",
            };
            format!(
                "{kind} {} at {}",
                short(extremum.value),
                condition(&extremum.at, x)
            )
        })
        .collect();
    let more = if extrema.more { "; and so on" } else { "" };
    match parts.len() {
        0 => "none".to_owned(),
        1..=4 => format!("{}{more}", parts.join("; ")),
        count => {
            let middle = &parts[count / 2 - 1..=count / 2 + 1];
            format!(
                "{count} listed{}: …; {}; …",
                if extrema.more { " of more" } else { "" },
                middle.join("; ")
            )
        }
    }
}

fn smoothness(found: Smoothness) -> String {
    match found {
        Smoothness::Discontinuous => "jumps: not continuous".to_owned(),
        Smoothness::Class(0) => "C^0: continuous, with kinks".to_owned(),
        Smoothness::Class(k) => format!("C^{k}: derivative {} jumps", k + 1),
        Smoothness::AtLeast(k) => format!("C^{k} or smoother"),
        Smoothness::Analytic => "analytic".to_owned(),
    }
}

fn symmetry(found: &Symmetry) -> String {
    match *found {
        Symmetry::Even => "even: f(-x) = f(x)".to_owned(),
        Symmetry::Odd => "odd: f(-x) = -f(x)".to_owned(),
        Symmetry::AboutPoint(center) => format!("about the point (0, {})", short(center)),
        Symmetry::Neither => "neither odd nor even".to_owned(),
    }
}

fn lipschitz(bound: &Bound, x: &str) -> String {
    if bound.value.is_infinite() {
        return "none: the value jumps, or the slope has no bound".to_owned();
    }
    let place = match bound.attained {
        Some(at) => format!("attained at {}", condition(&at, x)),
        None => format!("approached towards {x} = {}", short(bound.approached)),
    };
    format!("{}, {place}", short(bound.value))
}

fn asymptotes([left, right]: &[Asymptote; 2], x: &str) -> String {
    let one = |found: &Asymptote| match *found {
        Asymptote::Level(level) => short(level),
        Asymptote::Line { slope, offset } => line(slope, offset, x),
        Asymptote::Slower { to, .. } => format!("{}, along no line", short(to)),
        Asymptote::Faster(to) => format!("{}, faster than every line", short(to)),
        Asymptote::Oscillates => "no limit found".to_owned(),
        Asymptote::Undefined => "not defined".to_owned(),
    };
    format!("left {}; right {}", one(left), one(right))
}

pub(super) fn line(slope: f64, offset: f64, x: &str) -> String {
    let slope = match slope {
        1.0 => x.to_owned(),
        -1.0 => format!("-{x}"),
        slope => format!("{}*{x}", short(slope)),
    };
    match offset {
        0.0 => slope,
        offset if offset < 0.0 => format!("{slope} - {}", short(-offset)),
        offset => format!("{slope} + {}", short(offset)),
    }
}

fn saturated([small, tiny]: &[Saturation; 2], x: &str) -> String {
    let one = |found: &Saturation| {
        let mut rounded = found.places.clone();
        for place in &mut rounded.places {
            (place.from, place.to) = (parsed(place.from), parsed(place.to));
        }
        let place = conditions(&rounded.places, rounded.more, x);
        let place = if rounded.places.is_empty() {
            "nowhere".to_owned()
        } else {
            format!("for {place}")
        };
        format!("|f'| < {} {place}", short(found.below))
    };
    format!("{}; {}", one(small), one(tiny))
}

fn parsed(number: f64) -> f64 {
    rough(number).parse().unwrap_or(number)
}

fn moments(found: Option<&Moments>) -> String {
    let Some(found) = found else {
        return "none: it is not defined for every input".to_owned();
    };
    format!(
        "for z ~ N(0, 1): E f = {}, E f^2 = {}, E f'^2 = {}",
        short(found.mean),
        short(found.square),
        short(found.slope_square)
    )
}

fn gains(found: Option<&Moments>) -> String {
    found.map_or("none".to_owned(), |found| {
        format!(
            "1/sqrt(E f^2) = {}, 1/sqrt(E f'^2) = {}",
            short(found.gain()),
            short(found.slope_gain())
        )
    })
}

fn chaos(found: Option<&EdgeOfChaos>) -> String {
    let Some(found) = found else {
        return "none".to_owned();
    };
    format!(
        "weight variance {}/n, bias variance {} at q = {}{}",
        short(found.weight),
        short(found.bias),
        short(found.q),
        if found.contraction > 1.0 + 1e-9 {
            ", but there q is not stable"
        } else {
            ""
        }
    )
}

fn cost(cost: &Cost) -> String {
    let operations = |count: gradus::report::Operations| {
        let plural =
            |count, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        format!(
            "{} with {} and {}",
            plural(count.all, "operation"),
            plural(count.functions, "function"),
            plural(count.divisions, "division")
        )
    };
    let saved = match cost.saved {
        Saved::Nothing => "nothing",
        Saved::Piece => "only on which piece the input was",
        Saved::Either => "input or output",
        Saved::Input => "the input",
    };
    let with_slope = cost.with_slope;
    format!(
        "value: {}; value and slope: {}, {}, {}; kept for backward: {saved}",
        operations(cost.value),
        with_slope.all,
        with_slope.functions,
        with_slope.divisions
    )
}

/// What goes wrong, where, and what is right.
fn hazards(hazards: &[Hazard], x: &str) -> Vec<String> {
    if hazards.is_empty() {
        return vec![
            "no hazard found: evaluated as it stands it is fine, in f32 and f64".to_owned(),
        ];
    }
    let sentence = |hazard: &Hazard| {
        let part = match hazard.part {
            Part::Value => "value",
            Part::Slope => "gradient",
        };
        let kind = match hazard.kind {
            HazardKind::NotANumber => "NaN",
            HazardKind::Overflow => "infinite",
            HazardKind::WrongSign => "of the wrong sign",
            HazardKind::Vanishes => "zero",
            HazardKind::Cancels => "wrong in half its digits",
        };
        let mut over = hazard.over;
        (over.from, over.to) = (parsed(over.from), parsed(over.to));
        format!(
            "f{} {part} {kind} for {}: at {} {}, Gradus {}",
            hazard.bits,
            condition(&over, x),
            rough(hazard.at),
            told_apart(hazard.literal, hazard.ours),
            told_apart(hazard.ours, hazard.literal)
        )
    };
    let mut lines: Vec<String> = hazards.iter().take(HAZARDS).map(sentence).collect();
    if hazards.len() > HAZARDS {
        lines.push(format!(
            "and {} more: --format jsonl",
            hazards.len() - HAZARDS
        ));
    }
    lines
}

/// How many hazards are described.
const HAZARDS: usize = 4;

/// A number with as many digits, at least three, as tell it from another.
fn told_apart(number: f64, other: f64) -> String {
    let digits = (3..17).find(|&digits| rounded(number, digits) != rounded(other, digits));
    rounded(number, digits.unwrap_or(17))
}

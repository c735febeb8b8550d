//! A report as JSON.

use gradus::report::{
    Asymptote, Bound, EdgeOfChaos, Extrema, ExtremumKind, Hazard, HazardKind, Interval, Known,
    Moments, Operations, Part, Places, Range, Report, Saturation, Saved, Set, Smoothness, Status,
    Stretch, Symmetry, Trend,
};
use serde_json::{Value, json};

use crate::commands::kinks;
use crate::numbers::json;

/// The report: properties by their names, each with its status.
pub fn object(report: &Report) -> Value {
    let parameters: serde_json::Map<String, Value> = report
        .parameters()
        .iter()
        .map(|parameter| (parameter.name.clone(), json(parameter.value)))
        .collect();
    let breaks = |found: &Vec<gradus::Break>| {
        let points: Vec<Value> = found.iter().map(kinks::object).collect();
        json!({"points": points, "more": report.has_more_breaks()})
    };
    json!({
        "formula": report.formula(),
        "name": report.name(),
        "input": report.input(),
        "parameters": parameters,
        "domain": known(report.domain(), set),
        "range": known(report.range(), range),
        "zeros": known(report.zeros(), places),
        "fixed_points": known(report.fixed_points(), places),
        "symmetry": known(report.symmetry(), symmetry),
        "monotone": known(report.monotone(), |found| json!({"stretches": found.iter().map(stretch).collect::<Vec<_>>()})),
        "extrema": known(report.extrema(), extrema),
        "slope": known(report.slope_range(), range),
        "slope_extrema": known(report.slope_extrema(), extrema),
        "inflections": known(report.inflections(), places),
        "smoothness": known(report.smoothness(), |found| smoothness(*found)),
        "kinks": known(report.breaks(), breaks),
        "lipschitz": known(&report.lipschitz(), bound),
        "asymptotes": known(report.asymptotes(), |[left, right]| json!({"left": asymptote(left), "right": asymptote(right)})),
        "dead": known(report.dead(), places),
        "saturated": known(report.saturated(), |found| json!({"regions": found.iter().map(saturation).collect::<Vec<_>>()})),
        "gaussian": known(report.moments(), |found| moments(found.as_ref())),
        "edge_of_chaos": known(report.edge_of_chaos(), |found| chaos(found.as_ref())),
        "cost": {
            "value": operations(report.cost().value),
            "with_slope": operations(report.cost().with_slope),
            "saved": saved(report.cost().saved),
        },
        "hazards": report.hazards().iter().map(hazard).collect::<Vec<_>>(),
        "advice": report.advice(),
    })
}

/// The members of what was found, and its status.
fn known<T>(known: &Known<T>, members: impl Fn(&T) -> Value) -> Value {
    let mut object = members(&known.value);
    let status = match known.status {
        Status::Computed => "computed",
        Status::Proved => "proved",
    };
    if let Value::Object(object) = &mut object {
        object.insert("status".to_owned(), status.into());
    }
    object
}

fn interval(interval: &Interval) -> Value {
    json!({
        "from": json(interval.from),
        "to": json(interval.to),
        "closed": [interval.has_from, interval.has_to],
    })
}

fn set(set: &Set) -> Value {
    json!({"intervals": set.intervals.iter().map(interval).collect::<Vec<_>>(), "more": set.more})
}

fn bound(bound: &Bound) -> Value {
    json!({
        "value": json(bound.value),
        "attained": bound.attained.as_ref().map(interval),
        "approached": json(bound.approached),
    })
}

fn range(range: &Range) -> Value {
    json!({
        "intervals": set(&range.set)["intervals"],
        "more": range.set.more,
        "least": bound(&range.least),
        "greatest": bound(&range.greatest),
    })
}

fn places(places: &Places) -> Value {
    let stretches = places.places.iter().filter(|place| !place.is_point());
    json!({
        "points": places.points().map(json).collect::<Vec<_>>(),
        "intervals": stretches.map(interval).collect::<Vec<_>>(),
        "more": places.more,
    })
}

fn stretch(stretch: &Stretch) -> Value {
    let trend = match stretch.trend {
        Trend::Falls => "falls",
        Trend::Stays => "stays",
        Trend::Rises => "rises",
    };
    json!({"from": json(stretch.over.from), "to": json(stretch.over.to), "trend": trend})
}

fn extrema(extrema: &Extrema) -> Value {
    let list = extrema.list.iter().map(|extremum| {
        let kind = match extremum.kind {
            ExtremumKind::Minimum => "minimum",
            ExtremumKind::Maximum => "maximum",
        };
        let (from, to) = (json(extremum.at.from), json(extremum.at.to));
        json!({"kind": kind, "from": from, "to": to, "value": json(extremum.value)})
    });
    json!({"list": list.collect::<Vec<_>>(), "more": extrema.more})
}

fn smoothness(found: Smoothness) -> Value {
    let (class, order) = match found {
        Smoothness::Discontinuous => ("discontinuous", None),
        Smoothness::Class(order) => ("C^k", Some(order)),
        Smoothness::AtLeast(order) => ("at least C^k", Some(order)),
        Smoothness::Analytic => ("analytic", None),
    };
    json!({"class": class, "k": order})
}

fn symmetry(found: &Symmetry) -> Value {
    match *found {
        Symmetry::Even => json!({"kind": "even"}),
        Symmetry::Odd => json!({"kind": "odd"}),
        Symmetry::AboutPoint(center) => json!({"kind": "about a point", "value": json(center)}),
        Symmetry::Neither => json!({"kind": "neither"}),
    }
}

fn asymptote(found: &Asymptote) -> Value {
    match *found {
        Asymptote::Level(level) => json!({"kind": "level", "value": json(level)}),
        Asymptote::Line { slope, offset } => {
            json!({"kind": "line", "slope": json(slope), "offset": json(offset)})
        }
        Asymptote::Slower { to, slope } => {
            json!({"kind": "slower", "to": json(to), "slope": json(slope)})
        }
        Asymptote::Faster(to) => json!({"kind": "faster", "to": json(to)}),
        Asymptote::Oscillates => json!({"kind": "none"}),
        Asymptote::Undefined => json!({"kind": "undefined"}),
    }
}

fn saturation(found: &Saturation) -> Value {
    let mut object = places(&found.places);
    object["below"] = json(found.below);
    object
}

fn moments(found: Option<&Moments>) -> Value {
    let Some(found) = found else {
        return json!({"exists": false});
    };
    json!({
        "exists": true,
        "mean": json(found.mean),
        "square": json(found.square),
        "slope_square": json(found.slope_square),
        "gain": json(found.gain()),
        "slope_gain": json(found.slope_gain()),
    })
}

fn chaos(found: Option<&EdgeOfChaos>) -> Value {
    let Some(found) = found else {
        return json!({"exists": false});
    };
    json!({
        "exists": true,
        "q": json(found.q),
        "weight_variance": json(found.weight),
        "bias_variance": json(found.bias),
        "contraction": json(found.contraction),
    })
}

fn operations(count: Operations) -> Value {
    json!({"operations": count.all, "functions": count.functions, "divisions": count.divisions})
}

fn saved(saved: Saved) -> &'static str {
    match saved {
        Saved::Nothing => "nothing",
        Saved::Piece => "piece",
        Saved::Either => "input or output",
        Saved::Input => "input",
    }
}

fn hazard(hazard: &Hazard) -> Value {
    let of = match hazard.part {
        Part::Value => "value",
        Part::Slope => "slope",
    };
    let kind = match hazard.kind {
        HazardKind::NotANumber => "nan",
        HazardKind::Overflow => "overflow",
        HazardKind::WrongSign => "wrong sign",
        HazardKind::Vanishes => "vanishes",
        HazardKind::Cancels => "cancels",
    };
    json!({
        "of": of,
        "type": format!("f{}", hazard.bits),
        "kind": kind,
        "from": json(hazard.over.from),
        "to": json(hazard.over.to),
        "x": json(hazard.at),
        "literal": json(hazard.literal),
        "gradus": json(hazard.ours),
    })
}

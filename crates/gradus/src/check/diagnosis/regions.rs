//! Where on the axis a claim is right and where it is not.

use gradus_symbolic::evaluate::Value;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Node};

use super::case::{Case, Sample, WORKING, near};
use super::named::as_ratio;
use super::{Diagnosis, Mistake};

/// The most intervals that are looked at.
const MOST: usize = 24;

/// Right on some intervals between boundaries, wrong on others.
pub(super) fn wrong_somewhere(case: &mut Case<'_>) -> Option<Diagnosis> {
    let [input] = case.comparison.inputs[..] else {
        return None;
    };
    if case.turns.is_empty() || case.turns.len() > MOST {
        return None;
    }
    let mut wrong: Vec<[f64; 2]> = Vec::new();
    let mut right = 0;
    for [from, to] in intervals(&case.turns) {
        match case.stands_between(input, from, to)? {
            true => right += 1,
            false => match wrong.last_mut() {
                Some(last) if last[1] == from => last[1] = to,
                _ => wrong.push([from, to]),
            },
        }
    }
    if right == 0 || wrong.is_empty() || wrong.len() > 3 {
        return None;
    }
    let name = case.name_of(input);
    let places: Vec<String> = wrong.iter().map(|&ends| interval(&name, ends)).collect();
    let there = case
        .there()
        .map_or(String::new(), |there| format!(": {there}"));
    let sentence = format!("right except for {}{there}", places.join(" and "));
    let corrected = case.truth_text();
    Some(Diagnosis::new(Mistake::Branch, sentence, corrected))
}

fn intervals(turns: &[f64]) -> Vec<[f64; 2]> {
    let mut ends = vec![f64::NEG_INFINITY];
    ends.extend_from_slice(turns);
    ends.push(f64::INFINITY);
    ends.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

fn interval(name: &str, [from, to]: [f64; 2]) -> String {
    match (from.is_finite(), to.is_finite()) {
        (true, true) => format!("{from} < {name} < {to}"),
        (true, false) => format!("{name} > {from}"),
        _ => format!("{name} < {to}"),
    }
}

impl Case<'_> {
    /// Whether the claim is right at the points of an interval, the parameters at their defaults; `None` if that is not known.
    fn stands_between(&self, input: gradus_symbolic::Symbol, from: f64, to: f64) -> Option<bool> {
        let xs = match (from.is_finite(), to.is_finite()) {
            (true, true) => [0.3, 0.6, 0.85].map(|share| from + share * (to - from)),
            (true, false) => [0.7, 2.3, 5.1].map(|step| from + step * from.abs().max(1.0)),
            (false, true) => [0.7, 2.3, 5.1].map(|step| to - step * to.abs().max(1.0)),
            _ => [-1.3, 0.4, 2.1],
        };
        let mut known = Vec::new();
        for x in xs {
            let mut point = self.comparison.fixed.clone();
            point.insert(input, Value::Number(Precise::from(x)));
            if let [Some(claimed), Some(actual)] =
                &self.values(&[self.claim, self.truth()], &point)[..]
            {
                known.push(near(claimed, actual));
            }
        }
        (!known.is_empty()).then(|| known.iter().all(|&same| same))
    }

    /// What the claim is where it is wrong.
    pub(super) fn there(&mut self) -> Option<String> {
        let wrong: Vec<Sample> = self
            .samples
            .iter()
            .filter(|sample| sample.differs())
            .cloned()
            .collect();
        if wrong.iter().all(|at| at.claimed.is_zero()) {
            return Some("there it is 0".to_owned());
        }
        if wrong.iter().all(|at| near(&at.claimed, &at.actual.neg())) {
            return Some("there the sign is wrong".to_owned());
        }
        if !self.is_about_values() {
            let body = self.body();
            if self.is_there(&wrong, body) {
                return Some("there it is the function itself, not its derivative".to_owned());
            }
            if let Some(piece) = self
                .pieces()
                .into_iter()
                .find(|&piece| self.is_there(&wrong, piece))
            {
                let piece = self.plain(piece);
                return Some(format!(
                    "there it is the derivative of another piece, `{piece}`"
                ));
            }
        }
        let precision = Precision::bits(WORKING);
        let ratio = wrong
            .first()?
            .claimed
            .div(&wrong.first()?.actual, precision);
        let is_multiple = |at: &Sample| near(&at.claimed, &at.actual.mul(&ratio, precision));
        let is_short = as_ratio(&ratio, 1000).is_some();
        (is_short && wrong.iter().all(is_multiple))
            .then(|| format!("there it is {} times the true value", ratio.to_f64()))
    }

    fn is_there(&self, wrong: &[Sample], expression: Id) -> bool {
        wrong.iter().all(|at| {
            let value = self.values(&[expression], &at.point).swap_remove(0);
            value.is_some_and(|value| near(&value, &at.claimed))
        })
    }

    /// What the truth is on its pieces.
    fn pieces(&self) -> Vec<Id> {
        let graph = &self.comparison.graph;
        let mut found = Vec::new();
        for id in graph.reachable(&[self.truth()]) {
            if let Node::Select(_, a, b) = graph.node(id) {
                found.extend([*a, *b]);
            }
        }
        found
    }
}

impl Case<'_> {
    /// The largest error at points of moderate size, the parameters at their defaults.
    pub(super) fn largest_error(&self) -> f64 {
        const COUNT: i32 = 32;
        let errors = (-COUNT..=COUNT).filter_map(|step| {
            let x = f64::from(step) * 8.0 / f64::from(COUNT);
            let mut point = self.comparison.fixed.clone();
            for input in &self.comparison.inputs {
                point.insert(*input, Value::Number(Precise::from(x)));
            }
            match &self.values(&[self.claim, self.truth()], &point)[..] {
                [Some(claimed), Some(actual)] => {
                    Some(claimed.sub(actual, Precision::bits(64)).abs().to_f64())
                }
                _ => None,
            }
        });
        errors.fold(0.0, f64::max)
    }
}

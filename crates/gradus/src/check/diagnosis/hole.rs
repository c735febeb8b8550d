//! What a part of the claim would have to be, point by point, for the claim to be right.

use std::sync::Arc;

use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::evaluate::Value;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Symbol};
use gradus_syntax::Kind;

use super::case::{Case, Sample, WORKING, near};
use super::edit;

/// The most parts that are looked at.
const MOST: usize = 28;

/// How a part stands in the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    Whole,
    Branch,
    Term,
    Factor,
}

/// A part of the claim at whose place something linear stands.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) index: usize,
    pub(super) stands: Stands,
    /// What it is and what it would have to be, at the points that depend on it.
    pub(super) wanted: Vec<Instance>,
}

/// The values of a part at one of the points.
#[derive(Clone)]
pub(super) struct Instance {
    pub(super) sample: usize,
    pub(super) own: Precise,
    pub(super) wanted: Precise,
}

impl Case<'_> {
    /// The parts of the claim which, replaced by something else, would make it right: larger ones first.
    pub(super) fn parts(&mut self) -> Arc<Vec<Part>> {
        if let Some(known) = &self.known_parts {
            return known.clone();
        }
        let found = Arc::new(self.found_parts());
        self.known_parts = Some(found.clone());
        found
    }

    fn found_parts(&mut self) -> Vec<Part> {
        let tree = self.tree();
        let parents = edit::parents(&tree);
        let mut places: Vec<(Stands, usize)> = (0..tree.nodes().len())
            .filter_map(|index| {
                let stands = match parents[index] {
                    None => Stands::Whole,
                    Some(parent) => {
                        stands_under(&tree.nodes()[parent].kind, &tree.children(parent), index)?
                    }
                };
                Some((stands, index))
            })
            .collect();
        places
            .sort_by_key(|&(stands, index)| (stands, std::cmp::Reverse(tree.nodes()[index].size)));
        places.truncate(MOST);
        places
            .into_iter()
            .filter_map(|(stands, index)| {
                let wanted = self.wanted(index)?;
                Some(Part {
                    index,
                    stands,
                    wanted,
                })
            })
            .collect()
    }

    /// What a part would have to be; `None` where no value of it makes the claim right everywhere, or it is not linear in it.
    fn wanted(&mut self, index: usize) -> Option<Vec<Instance>> {
        let (_, slope) = self.sloped(&[index]);
        let hole = self.hole;
        if self.graph().depends_on(slope, hole) {
            return None;
        }
        let own = edit::subtree(&self.written.body, index);
        let own = self.imported(&own);
        let precision = Precision::bits(WORKING);
        let mut found = Vec::new();
        for sample in 0..self.samples.len() {
            let at = &self.samples[sample];
            let mut values = self.values(&[slope, own], &at.point).into_iter();
            let (Some(Some(slope)), Some(Some(own))) = (values.next(), values.next()) else {
                // nothing is known of it here, which excuses nothing where the claim is wrong
                if at.differs() {
                    return None;
                }
                continue;
            };
            if slope.is_zero() {
                if at.differs() {
                    return None;
                }
                continue;
            }
            let gap = at.actual.sub(&at.claimed, precision);
            let wanted = own.add(&gap.div(&slope, precision), precision);
            let wanted = zero_beside(wanted, &own);
            found.push(Instance {
                sample,
                own,
                wanted,
            });
        }
        (found.len() >= 3).then_some(found)
    }

    /// The claim with a hole, and its derivative by that.
    fn sloped(&mut self, places: &[usize]) -> (Id, Id) {
        let whole = self.with_hole(places);
        let hole: Symbol = self.hole;
        let slope = differentiate(self.graph(), whole, hole);
        (whole, slope)
    }

    /// The number or parameter that would have to stand at some places, if it is the same one at all points.
    pub(super) fn number_at(&mut self, places: &[usize], start: &Precise) -> Option<Solved> {
        let (whole, slope) = self.sloped(places);
        let mut parameters = self.parameters().to_vec();
        let mut number: Option<Precise> = None;
        let (mut same, mut count) = (true, 0);
        for sample in &self.samples {
            let from = number.as_ref().filter(|_| same).unwrap_or(start);
            let Some(found) = self.solved(whole, slope, sample, from) else {
                if sample.differs() {
                    return None;
                }
                continue;
            };
            let found = zero_beside(found, start);
            let is_found = |symbol: &Symbol| {
                let value = sample.point.get(symbol).and_then(Value::number);
                value.is_some_and(|value| near(value, &found))
            };
            parameters.retain(is_found);
            same &= number.as_ref().is_none_or(|number| near(number, &found));
            number.get_or_insert(found);
            if !same && parameters.is_empty() {
                return None;
            }
            count += 1;
        }
        match number {
            Some(number) if same && count >= 3 => Some(Solved::Number(number)),
            _ => parameters
                .first()
                .map(|&symbol| Solved::Parameter(self.name_of(symbol))),
        }
    }

    /// The number for which the claim is right at a point, by Newton's method; `None` if it is not found.
    fn solved(&self, whole: Id, slope: Id, sample: &Sample, start: &Precise) -> Option<Precise> {
        const STEPS: usize = 14;
        let precision = Precision::bits(WORKING);
        let mut point = sample.point.clone();
        let mut number = start.clone();
        for step in 0..STEPS {
            point.insert(self.hole, Value::Number(number.clone()));
            let [Some(value), Some(slope)] = &self.values(&[whole, slope], &point)[..] else {
                return None;
            };
            if slope.is_zero() {
                return None;
            }
            let gap = sample.actual.sub(value, precision);
            number = number.add(&gap.div(slope, precision), precision);
            if step > 0 && near(value, &sample.actual) {
                return Some(number);
            }
        }
        None
    }
}

/// A number, or 0 if it is nothing but rounding errors of numbers of another's size.
fn zero_beside(number: Precise, other: &Precise) -> Precise {
    let precision = Precision::bits(64);
    let least = other
        .abs()
        .mul(&Precise::from_parts(1.into(), -100), precision);
    match number.abs().compare(&least) {
        Some(std::cmp::Ordering::Less) => Precise::ZERO,
        _ => number,
    }
}

/// What would have to stand at a place.
pub(super) enum Solved {
    Number(Precise),
    Parameter(String),
}

fn stands_under(parent: &Kind, children: &[usize], index: usize) -> Option<Stands> {
    let place = children.iter().position(|&child| child == index)?;
    match parent {
        Kind::Add | Kind::Subtract | Kind::Negate | Kind::Plus => Some(Stands::Term),
        Kind::If if place > 0 => Some(Stands::Branch),
        Kind::Piecewise(pairs) => {
            let is_value = place % 2 == 0 || place == 2 * *pairs as usize;
            is_value.then_some(Stands::Branch)
        }
        Kind::Multiply => Some(Stands::Factor),
        Kind::Divide if place == 0 => Some(Stands::Factor),
        _ => None,
    }
}

//! Factors that are missing or one too many: derivatives of inner functions, constants, parameters.

use std::sync::Arc;

use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Id, Node};
use gradus_syntax::{Kind, Tree};

use super::case::{Case, WORKING, near};
use super::hole::{Instance, Part, Stands};
use super::{Diagnosis, Mistake, edit};

/// The most parts of the formula whose derivatives are known.
const MOST: usize = 60;

/// A part of the formula and its derivative.
#[derive(Clone)]
pub(super) struct Slope {
    pub(super) of: Id,
    pub(super) derivative: Id,
    /// The part and its derivative at the points.
    pub(super) values: Vec<[Option<Precise>; 2]>,
}

impl Case<'_> {
    /// The parts of the formula that vary, as written and as simplified, with their derivatives.
    pub(super) fn slopes(&mut self) -> Arc<Vec<Slope>> {
        if let Some(known) = &self.known_slopes {
            return known.clone();
        }
        let found = Arc::new(self.found_slopes());
        self.known_slopes = Some(found.clone());
        found
    }

    fn found_slopes(&mut self) -> Vec<Slope> {
        let Some(by) = self.by else {
            return Vec::new();
        };
        let roots = [self.raw_body(), self.body()];
        let graph = self.graph();
        let dependent = graph.dependent(&roots, by);
        let mut parts: Vec<Id> = graph.reachable(&roots);
        parts.retain(|&id| dependent.contains(&id) && !graph.is_condition(id));
        parts.truncate(MOST);
        let mut slopes: Vec<(Id, Id)> = Vec::new();
        for of in parts {
            slopes.push((of, differentiate(graph, of, by)));
        }
        let all: Vec<Id> = slopes.iter().flat_map(|&(of, slope)| [of, slope]).collect();
        let values: Vec<Vec<Option<Precise>>> = self
            .samples
            .iter()
            .map(|sample| self.values(&all, &sample.point))
            .collect();
        let at = |position: usize| {
            values
                .iter()
                .map(|values| {
                    [
                        values[2 * position].clone(),
                        values[2 * position + 1].clone(),
                    ]
                })
                .collect()
        };
        slopes
            .iter()
            .enumerate()
            .map(|(position, &(of, slope))| Slope {
                of,
                derivative: slope,
                values: at(position),
            })
            .collect()
    }

    /// The formula as written, not simplified.
    pub(super) fn raw_body(&mut self) -> Id {
        match self.formula().definition() {
            Ok(definition) => self.imported(&definition.body),
            Err(_) => self.body(),
        }
    }
}

/// The derivative of what a function is of is missing, or there twice.
pub(super) fn chain(case: &mut Case<'_>) -> Option<Diagnosis> {
    let (tree, parts) = (case.tree(), case.parts());
    let slopes = factors(case);
    for part in parts.iter() {
        for (slope, has_choices) in &slopes {
            let is_missing = |at: &Instance| is_product(&at.wanted, &at.own, slope, at);
            let is_surplus = |at: &Instance| is_product(&at.own, &at.wanted, slope, at);
            let missing = part.wanted.iter().all(is_missing);
            let doubled = !missing && !has_choices && part.wanted.iter().all(is_surplus);
            if (missing || doubled)
                && let Some(found) = chained(case, &tree, part, slope, missing)
            {
                return Some(found);
            }
        }
    }
    None
}

/// The derivatives that may be missing as factors: not 1, nor that of the whole; whether they have choices. Those of `exp`, which are
/// what they are of, stand last.
fn factors(case: &mut Case<'_>) -> Vec<(Slope, bool)> {
    let all = case.slopes();
    let body = case.body();
    let graph = &case.comparison.graph;
    let is_trivial = |slope: &Slope| {
        let value = graph.as_rational(slope.derivative);
        let is_unit = value.is_some_and(|value| value.abs().is_one() || value.is_zero());
        is_unit || slope.of == body
    };
    let is_choice = |id: &Id| matches!(graph.node(*id), Node::Select(..));
    let mut factors: Vec<(Slope, bool)> = all
        .iter()
        .filter(|slope| !is_trivial(slope))
        .map(|slope| {
            (
                slope.clone(),
                graph.reachable(&[slope.derivative]).iter().any(is_choice),
            )
        })
        .collect();
    // the largest part stands for all of the same derivative
    factors.reverse();
    let mut seen = Vec::new();
    factors.retain(|(slope, _)| {
        let is_new = !seen.contains(&slope.derivative);
        seen.push(slope.derivative);
        is_new
    });
    factors.sort_by_key(|(slope, _)| slope.of == slope.derivative);
    factors
}

fn is_product(whole: &Precise, factor: &Precise, slope: &Slope, at: &Instance) -> bool {
    match &slope.values[at.sample][1] {
        Some(value) => near(whole, &factor.mul(value, Precision::bits(WORKING))),
        None => false,
    }
}

fn chained(
    case: &mut Case<'_>,
    tree: &Tree,
    part: &Part,
    slope: &Slope,
    missing: bool,
) -> Option<Diagnosis> {
    let factor = case.presented(slope.derivative)?;
    let own = edit::subtree(tree, part.index);
    let repaired = match missing {
        true => edit::product(&own, &factor),
        false => divided(&own, &factor),
    };
    let corrected = case.corrected(&edit::replaced(tree, &[part.index], &repaired))?;
    let of = case.plain(slope.of);
    let place = place(part, &own);
    let sentence = match missing {
        true => format!("the chain factor `{factor}`, the derivative of `{of}`, is missing{place}"),
        false => {
            format!("the chain factor `{factor}`, the derivative of `{of}`, is one too many{place}")
        }
    };
    Some(Diagnosis::new(
        Mistake::ChainFactor,
        sentence,
        Some(corrected),
    ))
}

/// Without a factor: taken out where it stands as one.
fn divided(own: &Tree, factor: &Tree) -> Tree {
    edit::without_factor(own, factor).unwrap_or_else(|| edit::over(Kind::Divide, &[own, factor]))
}

/// ` in x*y`, but of the whole claim nothing.
pub(super) fn place(part: &Part, own: &Tree) -> String {
    match part.stands {
        Stands::Whole => String::new(),
        _ => format!(" in `{own}`"),
    }
}

/// The true value is a constant multiple of the claim.
pub(super) fn constant(case: &mut Case<'_>) -> Option<Diagnosis> {
    let (tree, parts) = (case.tree(), case.parts());
    for part in parts.iter().filter(|part| part.stands != Stands::Factor) {
        let Some(ratio) = ratio(part) else { continue };
        let own = edit::subtree(&tree, part.index);
        let precision = Precision::bits(WORKING);
        let too_large = ratio.abs().to_f64() < 1.0;
        let size = if too_large {
            Precise::ONE.div(&ratio, precision)
        } else {
            ratio
        };
        let Some(factor) = case.named(&size, false) else {
            continue;
        };
        let repaired = match too_large {
            true => divided(&own, &factor),
            false => edit::product(&factor, &own),
        };
        if let Some(corrected) = case.corrected(&edit::replaced(&tree, &[part.index], &repaired)) {
            let sentence = match (too_large, part.stands) {
                (true, Stands::Whole) => format!("it is {factor} times too large"),
                (true, _) => format!("`{own}` is {factor} times too large"),
                (false, _) => format!("a factor {factor} is missing{}", place(part, &own)),
            };
            return Some(Diagnosis::new(Mistake::Factor, sentence, Some(corrected)));
        }
    }
    None
}

/// The factor that a part lacks, if it is the same everywhere.
fn ratio(part: &Part) -> Option<Precise> {
    let precision = Precision::bits(WORKING);
    let mut all = part
        .wanted
        .iter()
        .filter(|at| !at.own.is_zero() || !at.wanted.is_zero());
    let first = all.next()?;
    let ratio = first.wanted.div(&first.own, precision);
    let is_same = |at: &Instance| near(&at.wanted, &at.own.mul(&ratio, precision));
    let count = part.wanted.iter().filter(|at| !at.own.is_zero()).count();
    (ratio.is_finite() && !ratio.is_zero() && count >= 3 && all.all(is_same)).then_some(ratio)
}

/// A parameter or an input is missing as a factor, or one too many.
pub(super) fn parameter(case: &mut Case<'_>) -> Option<Diagnosis> {
    let (tree, parts) = (case.tree(), case.parts());
    let mut symbols = case.parameters().to_vec();
    symbols.extend(&case.comparison.inputs);
    for part in parts.iter() {
        for &symbol in &symbols {
            for (power, missing) in [(1, true), (1, false), (2, true), (2, false)] {
                let fits = part.wanted.iter().all(|at| {
                    let value = &case.samples[at.sample]
                        .point
                        .get(&symbol)
                        .and_then(|value| value.number().cloned());
                    let Some(value) = value else { return false };
                    let precision = Precision::bits(WORKING);
                    let factor = if power == 2 {
                        value.mul(value, precision)
                    } else {
                        value.clone()
                    };
                    let (whole, rest) = if missing {
                        (&at.wanted, &at.own)
                    } else {
                        (&at.own, &at.wanted)
                    };
                    near(whole, &rest.mul(&factor, precision))
                });
                if fits
                    && let Some(found) = with_parameter(case, &tree, part, symbol, (power, missing))
                {
                    return Some(found);
                }
            }
        }
    }
    None
}

fn with_parameter(
    case: &mut Case<'_>,
    tree: &Tree,
    part: &Part,
    symbol: gradus_symbolic::Symbol,
    (power, missing): (i64, bool),
) -> Option<Diagnosis> {
    let name = case.name_of(symbol);
    let mut factor = edit::leaf(Kind::Name(name.into()));
    if power != 1 {
        factor = edit::over(Kind::Power, &[&factor, &edit::integer(power)]);
    }
    let own = edit::subtree(tree, part.index);
    let repaired = match missing {
        true => edit::product(&factor, &own),
        false => divided(&own, &factor),
    };
    let corrected = case.corrected(&edit::replaced(tree, &[part.index], &repaired))?;
    let place = place(part, &own);
    let sentence = match missing {
        true => format!("a factor {factor} is missing{place}"),
        false => format!("a factor {factor} is one too many{place}"),
    };
    Some(Diagnosis::new(Mistake::Factor, sentence, Some(corrected)))
}

//! Two expressions compared: by algebra, then at points in high precision.

use gradus_symbolic::evaluate::{Point, Value, evaluate, evaluate_significant};
use gradus_symbolic::pieces::{Side, as_cases, breaks, linear_root, one_sided};
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::present::readable;
use gradus_symbolic::simplify::{Purpose, simplify_all};
use gradus_symbolic::{Graph, Id, Node, Role, Symbol};

use super::{ClaimAtKink, Outcome, Verdict, Witness, points};
use crate::{Error, Formula};

/// Two expressions of one graph to be compared.
pub(super) struct Comparison<'a> {
    formula: &'a Formula,
    graph: Graph,
    truth: Id,
    claim: Id,
    /// Where the truth and the claim are defined.
    domains: [Id; 2],
    /// The symbols that vary, inputs first, and their values in the first round.
    inputs: Vec<Symbol>,
    fixed: Point,
    about: About,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Value,
    Derivative,
}

/// Bits to which values are computed and compared; the second attempt where the first finds a difference.
const ATTEMPTS: [u32; 2] = [320, 2048];

/// Values of which fewer bits than this are left by cancellation are not judged.
const SIGNIFICANT: u32 = 200;

/// Values that agree in so many bits are equal.
const AGREEING: i64 = 160;

impl<'a> Comparison<'a> {
    pub(super) fn new(
        formula: &'a Formula,
        mut graph: Graph,
        truth: Id,
        claimed: &Formula,
        about: About,
    ) -> Result<Self, Error> {
        let (ours, theirs) = (formula.function(), claimed.function());
        if ours.inputs.len() != theirs.inputs.len() {
            return Err(Error::DifferentInputs {
                left: ours.inputs.len(),
                right: theirs.inputs.len(),
            });
        }
        let mut fixed = formula.point();
        let mut symbols: Vec<(Symbol, Symbol)> = theirs
            .inputs
            .iter()
            .copied()
            .zip(ours.inputs.iter().copied())
            .collect();
        let given = claimed.point();
        for &theirs in &theirs.parameters {
            let name = claimed.graph().symbol_info(theirs).name.clone();
            let same = ours
                .parameters
                .iter()
                .find(|&&ours| graph.symbol_info(ours).name == name);
            let symbol = same
                .copied()
                .unwrap_or_else(|| graph.new_symbol(&name, Role::Parameter));
            if same.is_none() {
                fixed.insert(symbol, given[&theirs].clone());
            }
            symbols.push((theirs, symbol));
        }
        let [claim, domain] = graph.copied(claimed.graph(), [theirs.body, theirs.domain], &symbols);
        let domains = [ours.domain, domain];
        Ok(Self {
            formula,
            graph,
            truth,
            claim,
            domains,
            about,
            inputs: ours.inputs.clone(),
            fixed,
        })
    }

    pub(super) fn verdict(&mut self) -> Verdict {
        let found = |outcome, reason: String, witness| Verdict {
            outcome,
            reason,
            witness,
            kinks: Vec::new(),
        };
        if *self.graph.node(self.truth) == Node::Undefined {
            let reason = "the formula is nowhere defined, or too large to differentiate".to_owned();
            return found(Outcome::Undecided, reason, None);
        }
        if let Some(witness) = self.boundary_witness() {
            return found(
                Outcome::Different,
                "the values differ at a boundary".to_owned(),
                Some(witness),
            );
        }
        // a claimed derivative may be defined on more than the formula is, as 1/x is for ln(x); an equal value may not
        let everywhere = self.graph.as_truth(self.domains[1]) == Some(true);
        let fits =
            self.domains[0] == self.domains[1] || (everywhere && self.about == About::Derivative);
        if fits && let Some(how) = self.shown_equal() {
            return found(Outcome::Equal, how.to_owned(), None);
        }
        match self.sampled() {
            Sampled::Differs(witness) => {
                let reason = "the values differ".to_owned();
                found(Outcome::Different, reason, Some(witness))
            }
            Sampled::Agrees(0) => found(
                Outcome::Undecided,
                "no point could be evaluated".to_owned(),
                None,
            ),
            Sampled::Agrees(points) => {
                let reason =
                    format!("the same to {AGREEING} bits at {points} points; not shown by algebra");
                found(Outcome::Agrees, reason, None)
            }
        }
    }

    /// Whether rewriting makes the two the same expression.
    fn shown_equal(&mut self) -> Option<&'static str> {
        if self.truth == self.claim {
            return Some("the same expression after simplification");
        }
        let purposes = [Purpose::Tidy, Purpose::Recognise];
        let graph = &mut self.graph;
        let both = simplify_all(graph, &[self.truth, self.claim], &purposes);
        let difference = graph.subtract(both[0], both[1]);
        if self.is_zero(difference) {
            return Some("the difference simplifies to 0");
        }
        let purposes = [Purpose::Tidy, Purpose::Recognise, Purpose::Stabilise];
        let both = simplify_all(&mut self.graph, &both, &purposes);
        let difference = self.graph.subtract(both[0], both[1]);
        self.is_zero(difference)
            .then_some("the difference simplifies to 0")
    }

    fn is_zero(&mut self, difference: Id) -> bool {
        let graph = &mut self.graph;
        let short = readable(graph, difference, None);
        if graph.is_integer(short, 0) {
            return true;
        }
        let cases = self
            .inputs
            .first()
            .and_then(|&variable| as_cases(graph, difference, variable));
        cases.is_some_and(|cases| {
            let short = readable(graph, cases, None);
            graph.is_integer(short, 0)
        })
    }

    fn sampled(&mut self) -> Sampled {
        let mut agreeing = 0;
        let mut unmatched = Vec::new();
        let skipped = self.boundaries();
        let beside = self
            .places()
            .into_iter()
            .map(|(_, place)| place.to_f64())
            .collect::<Vec<f64>>();
        for point in points::all(self.formula, &self.fixed, &self.inputs, &beside) {
            if self.on_boundary(&skipped, &point) {
                continue;
            }
            match self.at(&point) {
                Some(At::Same) => agreeing += 1,
                Some(At::Differ(claimed, actual)) => {
                    return Sampled::Differs(self.witness(&point, claimed, actual));
                }
                Some(At::Unclaimed(actual)) => unmatched.push((point, f64::NAN, actual)),
                Some(At::Undefined(claimed)) => unmatched.push((point, claimed, f64::NAN)),
                None => {}
            }
        }
        // a claim with an isolated hole is no other function; one that is undefined on a stretch is
        if unmatched.len() > agreeing / 8 + 1 {
            let (point, claimed, actual) = unmatched.swap_remove(0);
            return Sampled::Differs(self.witness(&point, claimed, actual));
        }
        Sampled::Agrees(agreeing)
    }

    /// The boundaries of truth and claim that are known points of the only input, with the parameters at their defaults.
    fn places(&mut self) -> Vec<(Id, Precise)> {
        const MOST: usize = 64;
        let &[variable] = &self.inputs[..] else {
            return Vec::new();
        };
        let precision = Precision::bits(ATTEMPTS[1]);
        let mut places: Vec<(Id, Precise)> = Vec::new();
        for difference in self.boundaries().into_iter().take(MOST) {
            let Some((root, _)) = linear_root(&mut self.graph, difference, variable) else {
                continue;
            };
            let value = evaluate(&self.graph, &[root], &self.fixed, precision).swap_remove(0);
            if let Value::Number(place @ Precise::Number(_)) = value
                && !places.iter().any(|(_, other)| *other == place)
            {
                places.push((root, place));
            }
        }
        places
    }

    /// A boundary at which the claim's own value is wrong. A derivative may have any value between the one-sided ones.
    fn boundary_witness(&mut self) -> Option<Witness> {
        let &[variable] = &self.inputs[..] else {
            return None;
        };
        let sides = [Side::Left, Side::Right]
            .map(|side| one_sided(&mut self.graph, self.truth, variable, side));
        for (_, place) in self.places() {
            let mut point = self.fixed.clone();
            point.insert(variable, Value::Number(place));
            match self.about {
                About::Value => {
                    if let Some(At::Differ(claimed, actual)) = self.at(&point) {
                        return Some(self.witness(&point, claimed, actual));
                    }
                }
                About::Derivative => {
                    let precision = Precision::bits(ATTEMPTS[0]);
                    let roots = [sides[0], sides[1], self.claim];
                    let values =
                        evaluate_significant(&self.graph, &roots, &point, precision, SIGNIFICANT);
                    let known: Vec<f64> = values
                        .iter()
                        .filter_map(Value::number)
                        .map(Precise::to_f64)
                        .collect();
                    let &[left, right, claimed] = &known[..] else {
                        continue;
                    };
                    let allowed = 1e-30_f64.max(1e-12 * left.abs().max(right.abs()));
                    let outside =
                        claimed < left.min(right) - allowed || claimed > left.max(right) + allowed;
                    if left.is_finite() && right.is_finite() && outside {
                        let nearest = if (claimed - left).abs() < (claimed - right).abs() {
                            left
                        } else {
                            right
                        };
                        return Some(self.witness(&point, claimed, nearest));
                    }
                }
            }
        }
        None
    }

    fn boundaries(&mut self) -> Vec<Id> {
        let mut all = Vec::new();
        for &input in &self.inputs.clone() {
            for root in [self.formula.function().body, self.truth, self.claim] {
                all.extend(gradus_symbolic::pieces::boundaries(
                    &mut self.graph,
                    root,
                    input,
                ));
            }
        }
        all
    }

    fn on_boundary(&self, boundaries: &[Id], point: &Point) -> bool {
        let values = evaluate(&self.graph, boundaries, point, Precision::bits(ATTEMPTS[0]));
        values
            .iter()
            .any(|value| value.number().is_some_and(Precise::is_zero))
    }

    fn at(&self, point: &Point) -> Option<At> {
        let mut last = None;
        for bits in ATTEMPTS {
            let roots = [self.truth, self.claim, self.domains[0], self.domains[1]];
            let precision = Precision::bits(bits);
            let values = evaluate_significant(&self.graph, &roots, point, precision, SIGNIFICANT);
            let number = |value: &Value, domain: &Value| match (value, domain) {
                (Value::Number(number), Value::Truth(true)) => number.clone(),
                _ => Precise::Undefined,
            };
            let actual = number(&values[0], &values[2]);
            let claimed = number(&values[1], &values[3]);
            if [&actual, &claimed].contains(&&Precise::Unknown) {
                continue;
            }
            match (actual.is_finite(), claimed.is_finite()) {
                (true, true) if same(&actual, &claimed, bits) => return Some(At::Same),
                // what is left of a zero after rounding is no difference
                (true, true) if is_dust(&actual, &claimed, bits) => {}
                (true, true) => last = Some(At::Differ(claimed.to_f64(), actual.to_f64())),
                (true, false) if claimed == Precise::Undefined => {
                    return Some(At::Unclaimed(actual.to_f64()));
                }
                (false, true) if actual == Precise::Undefined && self.about == About::Value => {
                    return Some(At::Undefined(claimed.to_f64()));
                }
                _ => return None,
            }
        }
        last
    }

    fn witness(&self, point: &Point, claimed: f64, actual: f64) -> Witness {
        let number = |symbol: &Symbol| {
            point
                .get(symbol)
                .and_then(Value::number)
                .map_or(f64::NAN, Precise::to_f64)
        };
        let named = |symbol: &Symbol| {
            (
                self.graph.symbol_info(*symbol).name.to_string(),
                number(symbol),
            )
        };
        let changed = |symbol: &&Symbol| point.get(symbol) != self.fixed.get(symbol);
        Witness {
            inputs: self.inputs.iter().map(named).collect(),
            parameters: self
                .formula
                .function()
                .parameters
                .iter()
                .filter(changed)
                .map(named)
                .collect(),
            claimed,
            actual,
        }
    }

    pub(super) fn kinks(&mut self, variable: Symbol) -> Vec<ClaimAtKink> {
        let found = breaks(
            &mut self.graph,
            self.formula.function().body,
            variable,
            &self.fixed,
        );
        let precision = Precision::bits(ATTEMPTS[0]);
        found
            .into_iter()
            .map(|kink| {
                let mut point = self.fixed.clone();
                let place = match kink.exact {
                    Some(exact) => {
                        evaluate(&self.graph, &[exact], &point, precision).swap_remove(0)
                    }
                    None => Value::Number(Precise::from(kink.at)),
                };
                point.insert(variable, place);
                let claimed =
                    evaluate(&self.graph, &[self.claim], &point, precision).swap_remove(0);
                ClaimAtKink {
                    kink,
                    claimed: claimed.number().map_or(f64::NAN, Precise::to_f64),
                }
            })
            .collect()
    }
}

enum Sampled {
    Differs(Witness),
    Agrees(usize),
}

enum At {
    Same,
    /// The claimed and the true value.
    Differ(f64, f64),
    /// The claim has no value where the truth has this one.
    Unclaimed(f64),
    /// The truth has no value where the claim has this one.
    Undefined(f64),
}

/// Whether one value is zero and the other as small as roundings of numbers around 1 are.
fn is_dust(a: &Precise, b: &Precise, bits: u32) -> bool {
    let floor = Precise::from_parts(1.into(), 100 - i64::from(bits));
    let small = |value: &Precise| value.abs().compare(&floor) == Some(std::cmp::Ordering::Less);
    a.is_zero() != b.is_zero() && small(a) && small(b)
}

/// Whether two values agree as far as their precision can tell.
fn same(a: &Precise, b: &Precise, bits: u32) -> bool {
    let precision = Precision::bits(bits);
    let gap = a.sub(b, precision).abs();
    let larger = a
        .abs()
        .max(&b.abs())
        .max(&Precise::from_parts(1.into(), -20_000));
    let allowed = larger.mul(&Precise::from_parts(1.into(), -AGREEING), precision);
    matches!(
        gap.compare(&allowed),
        Some(std::cmp::Ordering::Less | std::cmp::Ordering::Equal)
    )
}

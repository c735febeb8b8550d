//! Two expressions compared: by algebra, then at points in high precision.

use gradus_symbolic::evaluate::{Point, Value, evaluate};
use gradus_symbolic::pieces::breaks;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_symbolic::{Graph, Id, Node, Role, Symbol};

use super::at::At;
use super::diagnosis::Pending;
use super::divisors::{Divisor, Vanishing, divisors};
use super::proof::Proof;
use super::{ClaimAtKink, Outcome, Verdict, Witness, points};
use crate::{Error, Formula};

/// Two expressions of one graph to be compared.
pub(super) struct Comparison<'a> {
    pub(super) formula: &'a Formula,
    pub(super) graph: Graph,
    pub(super) truth: Id,
    pub(super) claim: Id,
    /// Where the truth and the claim are defined.
    pub(super) domains: [Id; 2],
    pub(super) inputs: Vec<Symbol>,
    /// The values of the parameters in the first round.
    pub(super) fixed: Point,
    pub(super) about: About,
    /// What the derivative is by.
    pub(super) by: Option<Symbol>,
    /// What the claim divides by, as written; none if that is not known.
    pub(super) divisors: Option<Vec<Divisor>>,
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Value,
    Derivative,
}

/// Bits to which values are computed.
pub(super) const BITS: u32 = 320;

/// Values that agree in so many bits are equal.
pub(super) const AGREEING: i64 = 160;

impl<'a> Comparison<'a> {
    pub(super) fn new(
        formula: &'a Formula,
        mut graph: Graph,
        truth: Id,
        claimed: &Formula,
        about: About,
        by: Option<Symbol>,
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
        let divisors = divisors(&mut graph, claimed, &symbols);
        Ok(Self {
            divisors,
            formula,
            graph,
            truth,
            claim,
            domains,
            about,
            by,
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
            pending: Pending::default(),
        };
        if let Some(error) = self.graph.exceeded() {
            return found(Outcome::Undecided, error.to_string(), None);
        }
        if *self.graph.node(self.truth) == Node::Undefined {
            let reason = "the formula is nowhere defined".to_owned();
            return found(Outcome::Undecided, reason, None);
        }
        let boundaries = self.on_boundaries();
        if let Some(witness) = boundaries.witness {
            return found(
                Outcome::Different,
                "the values differ at a boundary".to_owned(),
                Some(witness),
            );
        }
        let proof = match self.vanishing_divisor() {
            Some(Vanishing::Certain(point, actual)) => {
                let witness = self.witness(&point, &[Precise::Undefined, actual]);
                let reason = "the claim divides by zero on an interval".to_owned();
                return found(Outcome::Different, reason, Some(witness));
            }
            Some(Vanishing::Perhaps) => {
                Proof::Stopped("a divisor of the claim may be zero on an interval")
            }
            None => self.equality(&boundaries.verified),
        };
        if let Proof::Equal(how) = &proof {
            return found(Outcome::Equal, how.clone(), None);
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
                let reason = format!(
                    "the same to {AGREEING} bits at {points} points; not proved: {}",
                    proof.obstacle()
                );
                found(Outcome::Agrees, reason, None)
            }
        }
    }

    fn sampled(&mut self) -> Sampled {
        let skipped = self.boundaries();
        let places = self.places();
        let mut agreeing = Vec::new();
        for point in points::all(self.formula, &self.fixed, &self.inputs, &places) {
            if self.on_boundary(&skipped, &point) {
                continue;
            }
            match self.at(&point) {
                Some(At::Same) => agreeing.push(point),
                Some(At::Differ(values)) => return Sampled::Differs(self.witness(&point, &values)),
                // a hole is no other function; what is undefined on a stretch is
                Some(found) if self.is_alike_beside(&point, &found) => {
                    return Sampled::Differs(self.witness(&point, found.values()));
                }
                _ => {}
            }
        }
        // other values of parameters may leave a branch undefined that is not meant for them
        for point in self.beside_parameters() {
            if self.on_boundary(&skipped, &point) {
                continue;
            }
            if let Some(At::Differ(values)) = self.at(&point) {
                return Sampled::Differs(self.witness(&point, &values));
            }
        }
        match self.closely(&agreeing) {
            Some(witness) => Sampled::Differs(witness),
            None => Sampled::Agrees(agreeing.len()),
        }
    }

    pub(super) fn witness(&self, point: &Point, [claimed, actual]: &[Precise; 2]) -> Witness {
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
        let parameters = self.formula.function().parameters.iter();
        Witness {
            inputs: self.inputs.iter().map(named).collect(),
            parameters: parameters.filter(changed).map(named).collect(),
            claimed: claimed.to_f64(),
            actual: actual.to_f64(),
            digits: digits(claimed, actual),
        }
    }

    pub(super) fn kinks(&mut self, variable: Symbol) -> Vec<ClaimAtKink> {
        let found = breaks(
            &mut self.graph,
            self.formula.function().body,
            variable,
            &self.fixed,
        );
        let precision = Precision::bits(BITS);
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

/// Two numbers as decimals of as many digits as tell them apart, if they are the same as f64.
fn digits(claimed: &Precise, actual: &Precise) -> Option<(String, String)> {
    const MOST: usize = 60;
    let precision = Precision::bits(2048);
    if claimed.to_f64() != actual.to_f64() || claimed == actual {
        return None;
    }
    let both = |digits| (claimed.to_decimal(digits), actual.to_decimal(digits));
    let telling = (17..=MOST).find(|&digits| {
        let (claimed, actual) = both(digits);
        claimed != actual
    });
    // the digit after the first that differs says by how much
    Some(telling.map_or_else(
        || {
            let gap = claimed.sub(actual, precision).to_decimal(3);
            let (sign, size) = gap
                .strip_prefix('-')
                .map_or(('+', &*gap), |size| ('-', size));
            let actual = format!("{:?}", actual.to_f64());
            (format!("{actual} {sign} {size}"), actual)
        },
        |digits| both(digits + 1),
    ))
}

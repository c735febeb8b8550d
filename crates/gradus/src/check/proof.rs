//! Proofs that claim and truth are the same function.

use gradus_symbolic::Id;
use gradus_symbolic::pieces::as_cases;
use gradus_symbolic::present::readable;
use gradus_symbolic::prove::{Equality, equality};
use gradus_symbolic::simplify::{Purpose, simplify_all};

use super::comparison::{About, Comparison};

/// What algebra says.
pub(super) enum Proof {
    /// The two are equal, by what.
    Equal(String),
    /// It does not show that, for this reason.
    Stopped(&'static str),
}

impl Proof {
    /// What stood in the way.
    pub(super) fn obstacle(&self) -> &str {
        match self {
            Self::Equal(_) => "",
            Self::Stopped(obstacle) => obstacle,
        }
    }
}

/// Where the claim is defined, beside the truth.
enum Domains {
    /// Wherever the truth is.
    Fit,
    /// But for points on the boundaries of cells.
    FitButForPoints,
    Unknown,
}

impl Comparison<'_> {
    /// Whether algebra shows that claim and truth are the same wherever the formula is defined.
    pub(super) fn equality(&mut self, verified: &[Id]) -> Proof {
        let domains = self.domains_fit();
        if matches!(domains, Domains::Unknown) {
            return Proof::Stopped("the claim may be undefined where the formula has a derivative");
        }
        let holes = match domains {
            Domains::FitButForPoints => ", but for single points where the claim is undefined",
            _ => "",
        };
        if self.truth == self.claim {
            return Proof::Equal(format!("the same expression{holes}"));
        }
        if self.has_own_values(verified) {
            return Proof::Stopped(
                "the claim has values of its own on boundaries that are no known points",
            );
        }
        let obstacle = match equality(&mut self.graph, self.truth, self.claim, self.by) {
            Equality::Proved { cells } => {
                let cells = match cells {
                    1 => "the normal form of their difference is 0".to_owned(),
                    _ => {
                        format!("the normal form of their difference is 0 in each of {cells} cells")
                    }
                };
                return Proof::Equal(format!("{cells}{holes}"));
            }
            Equality::Unlike => "the normal form of their difference is not seen to be 0",
            Equality::OutOfReach => "their difference has no normal form",
        };
        match self.simplifies_to_zero() {
            true => Proof::Equal(format!("their difference simplifies to 0{holes}")),
            false => Proof::Stopped(obstacle),
        }
    }

    /// Whether the claim is defined wherever the formula is; of an equal value also the other way round.
    fn domains_fit(&mut self) -> Domains {
        let [ours, theirs] = self.domains;
        let everywhere = self.graph.as_truth(theirs) == Some(true);
        if ours == theirs || (everywhere && self.about == About::Derivative) {
            return Domains::Fit;
        }
        let graph = &mut self.graph;
        let [zero, one] = [0, 1].map(|value| graph.integer(value));
        let missing = graph.select(theirs, zero, one);
        let surplus = match self.about {
            About::Derivative => zero,
            About::Value => graph.select(theirs, one, zero),
        };
        let unlike = graph.select(ours, missing, surplus);
        match equality(graph, unlike, zero, self.by) {
            Equality::Proved { .. } => Domains::FitButForPoints,
            _ => Domains::Unknown,
        }
    }

    /// Whether rewriting makes the two the same expression.
    fn simplifies_to_zero(&mut self) -> bool {
        let purposes = [Purpose::Tidy, Purpose::Recognise, Purpose::Stabilise];
        [&purposes[..2], &purposes[..]].into_iter().any(|purposes| {
            let both = simplify_all(&mut self.graph, &[self.truth, self.claim], purposes);
            let difference = self.graph.subtract(both[0], both[1]);
            self.is_zero(difference)
        })
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
}

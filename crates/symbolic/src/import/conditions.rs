//! Conditions and choices.

use gradus_syntax::Kind;

use super::reader::{Entry, Importer, Partial};

impl Importer<'_> {
    pub(super) fn select(&mut self, condition: Entry, then: Entry, otherwise: Entry) -> Entry {
        let test = condition.value.finish(self.graph);
        let (a, b) = (
            then.value.finish(self.graph),
            otherwise.value.finish(self.graph),
        );
        let value = Partial::Done(self.graph.select(test, a, b));
        let refused = self.graph.not(test);
        let then = self.graph.or(refused, then.domain);
        let otherwise = self.graph.or(test, otherwise.domain);
        let branches = self.graph.and(then, otherwise);
        Entry {
            value,
            domain: self.graph.and(condition.domain, branches),
        }
    }

    pub(super) fn piecewise(&mut self, pairs: usize) -> Entry {
        let mut result = self.pop();
        for _ in 0..pairs {
            let (condition, value) = (self.pop(), self.pop());
            result = self.select(condition, value, result);
        }
        result
    }

    pub(super) fn condition(&mut self, kind: &Kind) -> Entry {
        let (ids, domain) = self.pop_ids(kind.children());
        let graph = &mut *self.graph;
        let id = match kind {
            Kind::Not => graph.not(ids[0]),
            Kind::And => graph.and(ids[0], ids[1]),
            Kind::Or => graph.or(ids[0], ids[1]),
            Kind::Compare(chain) => {
                chain
                    .iter()
                    .enumerate()
                    .fold(graph.truth(true), |all, (index, comparison)| {
                        let link = graph.compare(*comparison, ids[index], ids[index + 1]);
                        graph.and(all, link)
                    })
            }
            _ => graph.undefined(),
        };
        Entry {
            value: Partial::Done(id),
            domain,
        }
    }
}

//! Derivatives of many expressions of one graph.

use rustc_hash::FxHashMap;

use super::Pass;
use crate::graph::{Graph, Id, Symbol};

/// Derivatives of many expressions of one graph by one symbol: what they share is differentiated once.
pub(crate) struct Slopes {
    symbol: Symbol,
    tangents: FxHashMap<Id, Id>,
    /// For each expression seen whether it moves with the symbol.
    seen: FxHashMap<Id, bool>,
}

impl Slopes {
    pub(crate) fn by(symbol: Symbol) -> Self {
        Self {
            symbol,
            tangents: FxHashMap::default(),
            seen: FxHashMap::default(),
        }
    }

    /// The derivative of an expression.
    pub(crate) fn of(&mut self, graph: &mut Graph, root: Id) -> Id {
        let one = graph.integer(1);
        let directions = [(self.symbol, one)];
        let mut pass = Pass::new(&directions);
        std::mem::swap(&mut pass.tangents, &mut self.tangents);
        let new = graph.reachable_beyond(&[root], &self.seen);
        let slope = pass.run_through(graph, &new, root);
        std::mem::swap(&mut pass.tangents, &mut self.tangents);
        let moves = |id: Id| (id, self.tangents.contains_key(&id));
        self.seen.extend(new.into_iter().map(moves));
        slope
    }
}

//! The computations of a formula.

use std::sync::{Arc, Mutex, PoisonError};

use gradus_eval::Element;
use gradus_symbolic::computation::{Computation, Output, write};
use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::pieces::{with_limits, with_point_values};
use gradus_symbolic::present::shortened;
use gradus_symbolic::{Graph, Id, LimitError, Node, Symbol};
use gradus_syntax::Func;

use super::Formula;
use super::known::KNOWN;
use crate::Kink;

/// What is asked for: value and derivatives by symbols, for parameters of which some are 0.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish {
    derivatives: Vec<Symbol>,
    zeros: Vec<Symbol>,
    kink: Kink,
}

/// A computation, and the limit that was exceeded while it was written: what would exceed it is NaN.
#[derive(Debug)]
pub(crate) struct Written {
    pub computation: Computation,
    pub exceeded: Option<LimitError>,
}

/// Computations that are kept of a formula: parameters of which others are 0 each time ask for another.
const MOST_WISHES: usize = 32;

/// The computations that were written last, for kernels of every number type.
#[derive(Debug, Default)]
pub(super) struct Computations(Mutex<Vec<(Wish, Arc<Written>)>>);

impl Computations {
    /// What is written for a wish. Two threads that wish for the same at once may both write it.
    fn get_or_write(&self, wish: Wish, write: impl FnOnce(&Wish) -> Written) -> Arc<Written> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, written)) = known().iter().find(|(own, _)| *own == wish) {
            return written.clone();
        }
        let written = Arc::new(write(&wish));
        let mut known = known();
        if known.len() == MOST_WISHES {
            known.remove(0);
        }
        known.push((wish, written.clone()));
        written
    }
}

impl Formula {
    /// The value and its derivatives by the symbols, as one computation for parameters of which those are 0; written once.
    pub(crate) fn computation_for(&self, derivatives: &[Symbol], zeros: &[Symbol]) -> Arc<Written> {
        let wish = Wish {
            derivatives: derivatives.to_vec(),
            zeros: zeros.to_vec(),
            kink: self.options.kink,
        };
        let computations = self.inner.computations.get_or_init(|| {
            let read = self.inner.read;
            read.map_or_else(Arc::default, |limits| {
                KNOWN.computations(&self.inner.source, limits)
            })
        });
        computations.get_or_write(wish, |wish| self.write(wish))
    }

    fn write(&self, wish: &Wish) -> Written {
        let (mut graph, [body, domain]) = self.scalar_graph();
        let graph = &mut graph;
        let function = &self.inner.function;
        let mut wanted = vec![Wanted {
            body,
            domain,
            by: self.inner.by,
        }];
        for &symbol in &wish.derivatives {
            let slope = differentiate(graph, body, symbol);
            wanted.push(Wanted {
                body: shortened(graph, slope),
                domain,
                by: Some(symbol),
            });
        }
        let outputs: Vec<Output> = wanted
            .into_iter()
            .map(|wanted| wanted.output(graph, &function.inputs, &wish.zeros, wish.kink))
            .collect();
        let computation = write(graph, &function.inputs, &function.parameters, &outputs);
        Written {
            computation,
            exceeded: graph.exceeded(),
        }
    }

    /// The parameters that are 0 among those values.
    pub(crate) fn zeros_of<T: Element>(&self, values: &[T]) -> Vec<Symbol> {
        let parameters = self.inner.function.parameters.iter().zip(values);
        parameters
            .filter(|(_, value)| **value == T::default())
            .map(|(&symbol, _)| symbol)
            .collect()
    }

    /// The graph for scalar kernels, with body and domain: that of a vector formula is made one of vectors with one element.
    fn scalar_graph(&self) -> (Graph, [Id; 2]) {
        let mut graph = self.inner.graph.clone();
        graph.make_room();
        let function = &self.inner.function;
        let mut roots = [function.body, function.domain];
        if self.is_vector() {
            roots = graph.of_one_element(roots);
        }
        (graph, roots)
    }
}

/// An expression, where it is defined, and by what it was differentiated last.
struct Wanted {
    body: Id,
    domain: Id,
    by: Option<Symbol>,
}

impl Wanted {
    /// With its values at kinks and holes. A slope by a parameter that is 0 gets its own at that first.
    fn output(self, graph: &mut Graph, inputs: &[Symbol], zeros: &[Symbol], kink: Kink) -> Output {
        let by_zero = self.by.filter(|by| zeros.contains(by));
        let value = match by_zero {
            Some(by) => with_point_values(graph, self.body, self.domain, by, kink),
            None => self.body,
        };
        let [value, domain] =
            at_zeros(graph, [value, self.domain], zeros).unwrap_or([value, self.domain]);
        let value = match (by_zero, self.by) {
            (Some(_), _) => value,
            (None, Some(by)) => with_point_values(graph, value, domain, by, kink),
            (None, None) => inputs.iter().fold(value, |value, &input| {
                with_limits(graph, value, domain, input)
            }),
        };
        Output { value, domain }
    }
}

/// An expression and its domain for parameters that are 0, which may be simpler and of another magnitude than beside them:
/// `x/sqrt(1 + a x^2)`. None where something is divided by 0 there: it may have a limit.
pub(crate) fn at_zeros(
    graph: &mut Graph,
    [value, domain]: [Id; 2],
    zeros: &[Symbol],
) -> Option<[Id; 2]> {
    if zeros.is_empty() || !is_regular(graph, value, zeros) {
        return None;
    }
    let there = [value, domain].map(|root| with_zeros(graph, root, zeros));
    let nowhere = graph.truth(false);
    let is_defined = there[1] != nowhere && undefined(graph, there[0]) <= undefined(graph, value);
    is_defined.then_some(there)
}

fn with_zeros(graph: &mut Graph, root: Id, zeros: &[Symbol]) -> Id {
    let zero = graph.integer(0);
    let substituted = |root, &symbol: &Symbol| graph.substitute(root, symbol, zero);
    zeros.iter().fold(root, substituted)
}

/// Whether nothing is divided by what is 0 where parameters are, nor is the logarithm or a symbolic power of that taken.
fn is_regular(graph: &mut Graph, root: Id, zeros: &[Symbol]) -> bool {
    let mut bases = Vec::new();
    for id in graph.reachable(&[root]) {
        match graph.node(id) {
            Node::Product(factors) => {
                let divisors = factors.iter().filter(|own| own.exponent.is_negative());
                bases.extend(divisors.map(|own| own.base));
            }
            Node::Power(base, _) => bases.push(*base),
            Node::Apply(Func::Ln | Func::Log2 | Func::Log10, arguments) => bases.push(arguments[0]),
            _ => {}
        }
    }
    bases.into_iter().all(|base| {
        let there = with_zeros(graph, base, zeros);
        !graph.is_integer(there, 0)
    })
}

/// How much of an expression has no value.
fn undefined(graph: &Graph, root: Id) -> usize {
    let nodes = graph.reachable(&[root]);
    let undefined = nodes
        .iter()
        .filter(|id| *graph.node(**id) == Node::Undefined);
    undefined.count()
}

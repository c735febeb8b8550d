//! The divisors of a claim, as written and in the definitions that it calls.

use std::sync::Arc;

use gradus_symbolic::{Function, Graph, Id, Rational, Role, Symbol};
use gradus_syntax::{Call, Definition, Kind, Limits, Tree};

use super::Divisor;
use crate::Formula;
use crate::check::diagnosis::edit;

/// The most divisions, powers and calls that are looked at.
const MOST: usize = 400;

/// The divisors of a claim that may be zero, as expressions of another graph, its symbols replaced as the pairs say; none if they are too
/// many or cannot be read.
pub(in crate::check) fn divisors(
    graph: &mut Graph,
    claimed: &Formula,
    symbols: &[(Symbol, Symbol)],
) -> Option<Vec<Divisor>> {
    let mut left = MOST;
    of_formula(graph, claimed, symbols, &mut left)
}

fn of_formula(
    graph: &mut Graph,
    formula: &Formula,
    symbols: &[(Symbol, Symbol)],
    left: &mut usize,
) -> Option<Vec<Divisor>> {
    let definition = formula.definition().ok()?;
    let mut reader = Reader {
        graph,
        formula,
        symbols,
        parents: edit::parents(&definition.body),
        definition,
        left,
    };
    let mut found = Vec::new();
    for index in 0..reader.definition.body.nodes().len() {
        found.extend(reader.of_node(index)?);
    }
    Some(found)
}

struct Reader<'a> {
    graph: &'a mut Graph,
    formula: &'a Formula,
    definition: Arc<Definition>,
    symbols: &'a [(Symbol, Symbol)],
    parents: Vec<Option<usize>>,
    /// How many more nodes are looked at.
    left: &'a mut usize,
}

impl Reader<'_> {
    fn of_node(&mut self, index: usize) -> Option<Vec<Divisor>> {
        let tree = &self.definition.body;
        let found = match tree.nodes()[index].kind.clone() {
            Kind::Divide => {
                let below = tree.children(index)[1];
                self.counted()?;
                vec![(self.part(below)?, true)]
            }
            Kind::Power => {
                let [base, exponent] = tree.children(index)[..] else {
                    return None;
                };
                self.counted()?;
                self.of_power(base, exponent)?
            }
            Kind::CallDefinition(call) => {
                self.counted()?;
                self.of_call(index, &call)?
            }
            _ => return Some(Vec::new()),
        };
        let outside = !is_in_branch(&self.definition.body, &self.parents, index);
        let divisors = found.into_iter().map(|(id, always)| Divisor {
            id,
            always: always && outside,
        });
        let graph = &self.graph;
        Some(
            divisors
                .filter(|found| graph.facts(found.id).may_be_zero)
                .collect(),
        )
    }

    fn counted(&mut self) -> Option<()> {
        *self.left = self.left.checked_sub(1)?;
        Some(())
    }

    /// A power divides by its base unless the exponent is positive; whether it does for certain.
    fn of_power(&mut self, base: usize, exponent: usize) -> Option<Vec<(Id, bool)>> {
        let exponent = self.part(exponent)?;
        let facts = self.graph.facts(exponent);
        let exact = self.graph.as_rational(exponent).map(Rational::is_positive);
        let never = exact.unwrap_or(!facts.may_be_negative && !facts.may_be_zero);
        if never {
            return Some(Vec::new());
        }
        Some(vec![(self.part(base)?, exact.is_some())])
    }

    /// The divisors of a definition, with what it is called with in place of its inputs and parameters.
    fn of_call(&mut self, index: usize, call: &Arc<Call>) -> Option<Vec<(Id, bool)>> {
        let called = Formula::from_definition(call.definition.clone(), Limits::default()).ok()?;
        let function = called.function();
        let fresh: Vec<(Symbol, Symbol)> = symbols_of(function)
            .map(|symbol| (symbol, self.graph.new_symbol("argument", Role::Scalar)))
            .collect();
        let divisors = of_formula(self.graph, &called, &fresh, self.left)?;
        if divisors.is_empty() {
            return Some(Vec::new());
        }
        let values = self.arguments(index, call, &called)?;
        let mut found = Vec::new();
        for divisor in divisors {
            let mut id = divisor.id;
            for ((_, symbol), value) in fresh.iter().zip(&values) {
                id = self.graph.substitute(id, *symbol, *value);
            }
            found.push((id, divisor.always));
        }
        Some(found)
    }

    /// What a definition is called with: its inputs, then its parameters, given or by default.
    fn arguments(&mut self, index: usize, call: &Call, called: &Formula) -> Option<Vec<Id>> {
        let children = self.definition.body.children(index);
        let (inputs, given) = children.split_at(call.definition.inputs.len());
        let mut values = Vec::new();
        for &input in inputs {
            values.push(self.part(input)?);
        }
        let defaults = &called.function().defaults;
        for (parameter, default) in call.definition.parameters.iter().zip(defaults) {
            let place = call
                .parameters
                .iter()
                .position(|name| *name == parameter.name);
            values.push(match place {
                Some(place) => self.part(given[place])?,
                None => self.graph.copied(called.graph(), [*default], &[])[0],
            });
        }
        Some(values)
    }

    /// A subtree as an expression.
    fn part(&mut self, index: usize) -> Option<Id> {
        let part = Arc::new(Definition {
            body: edit::subtree(&self.definition.body, index),
            ..(*self.definition).clone()
        });
        let part = Formula::from_definition(part, Limits::default()).ok()?;
        let ours = |theirs: Symbol| {
            let mut pairs = self.symbols.iter();
            pairs.find(|pair| pair.0 == theirs).map(|pair| pair.1)
        };
        let whole = symbols_of(self.formula.function()).map(ours);
        let pairs: Option<Vec<(Symbol, Symbol)>> = symbols_of(part.function())
            .zip(whole)
            .map(|(part, ours)| Some((part, ours?)))
            .collect();
        Some(
            self.graph
                .copied(part.graph(), [part.function().body], &pairs?)[0],
        )
    }
}

/// Inputs, then parameters, in the order of the header.
fn symbols_of(function: &Function) -> impl Iterator<Item = Symbol> + '_ {
    function.inputs.iter().chain(&function.parameters).copied()
}

fn is_in_branch(tree: &Tree, parents: &[Option<usize>], place: usize) -> bool {
    let above = std::iter::successors(parents[place], |&index| parents[index]);
    above
        .map(|index| &tree.nodes()[index].kind)
        .any(|kind| matches!(kind, Kind::If | Kind::Piecewise(_)))
}

//! Inputs over a common scale, so that sums of their squares, and means, neither overflow nor vanish where the whole does not.
//!
//! Every node becomes a value times a power of the scale: numbers have power 0, inputs 1, and a sum that of its highest terms.
//! What is of another power in a sum is multiplied by inverses of the scale where that is above 1, and by the scale where that is
//! below 1: such sums have one power of either. The scale of vectors is a power of two, so no digit changes. Exponentials that are
//! added up are counted in the same way, each being one over the greatest of them.

mod linear;
mod powers;
mod rewrite;
mod wanted;
mod write;

use rustc_hash::FxHashMap;

use self::wanted::{homogeneous, of_vectors, squared_together, summed_exponential};
use super::Value;
use crate::graph::{Graph, Id, Role, Symbol};
use crate::rational::Rational;

/// Expressions rewritten by their inputs over a scale, with the powers of the scale that they are multiplied with.
pub(super) fn scaled(
    graph: &mut Graph,
    inputs: &[Symbol],
    stable: &mut [Id],
    plain: &mut [Id],
) -> Option<(Scales, Vec<Powers>)> {
    let mut scales = Scales::wanted(graph, inputs, stable)?;
    let mut both: [Vec<(Id, Powers)>; 2] = Default::default();
    // of vectors there is no normal form
    let read = match scales.of_vectors() {
        true => [&*stable, &*stable],
        false => [&*stable, &*plain],
    };
    for (rewritten, roots) in both.iter_mut().zip(read) {
        for &root in roots {
            rewritten.push(scales.rewritten(graph, root)?);
        }
    }
    if scales.of_parameters() && scales.shrinks {
        return None;
    }
    let powers = |rewritten: &[(Id, Powers)]| rewritten.iter().map(|one| one.1).collect::<Vec<_>>();
    let mut all = powers(&both[0]);
    if all != powers(&both[1]) {
        return None;
    }
    for (rewritten, roots) in both.iter().zip([stable, plain]) {
        for ((id, _), root) in rewritten.iter().zip(roots) {
            *root = scales.without_lower_part(graph, *id);
        }
    }
    if !scales.is_parted() {
        for powers in &mut all {
            powers.below = powers.above;
        }
    }
    Some((scales, all))
}

/// The powers of a scale that a result is multiplied with: of the scale where that is above 1, and where it is below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Powers {
    pub above: i64,
    pub below: i64,
}

impl Powers {
    /// The same power of both.
    pub fn of(power: i64) -> Self {
        Self {
            above: power,
            below: power,
        }
    }
}

/// An expression is its value times powers of the scale, and of the greatest exponential.
#[derive(Clone, Debug)]
struct Scaled {
    value: Id,
    /// The powers of the scale where it is above 1, and where it is below.
    powers: [Id; 2],
    exponentials: Rational,
    /// It is 0, or a power of that, which have any power of the scale.
    is_any: bool,
}

/// What is over the scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    /// An input or a parameter.
    Symbol(Symbol),
    /// A function of a vector.
    Vector(Id),
}

/// Which element of the vectors their scale is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Greatest,
    Least,
    /// The greatest where this is positive.
    BySignOf(Id),
}

/// What is over a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    /// Vectors, or functions of them.
    Vectors,
    /// Several inputs that are numbers.
    Inputs,
    /// An input and parameters: everything is homogeneous in them.
    Parameters,
}

/// Inputs that are divided by a scale.
pub(super) struct Scales {
    /// Inputs, and the symbols that stand for them over the scale.
    stand_ins: Vec<(Own, Symbol)>,
    scale: Symbol,
    /// What the scale has below 1.
    below: Symbol,
    /// One over what the scale has above 1.
    inverse: Symbol,
    /// What results are multiplied with: the scale, but infinite where an input is.
    reach: Symbol,
    /// Whether terms of several powers are added up.
    shrinks: bool,
    /// Whether a root is taken of what vanishes with the scale, or something is divided by that.
    divides: bool,
    over: Over,
    element: Element,
    /// What exponentials that are added up are of.
    exponent: Option<Id>,
    done: FxHashMap<Id, Scaled>,
}

impl Scales {
    /// The scale that expressions want, if any.
    fn wanted(graph: &mut Graph, inputs: &[Symbol], roots: &[Id]) -> Option<Self> {
        let role = |symbol: &Symbol| graph.symbol_info(*symbol).role;
        let over_vectors = inputs.iter().any(|input| role(input) == Role::Vector);
        let mut element = Element::Greatest;
        let (wanted, parameters) = match inputs {
            _ if over_vectors => {
                let found = of_vectors(graph, inputs, roots);
                element = found.element;
                (found.vectors, Vec::new())
            }
            [input] => {
                let parameters = homogeneous(graph, *input, roots)?;
                (vec![Own::Symbol(*input)], parameters)
            }
            _ => {
                let found = squared_together(graph, inputs, roots)?;
                let wanted = inputs.iter().filter(|input| found.contains(input));
                (wanted.copied().map(Own::Symbol).collect(), Vec::new())
            }
        };
        let over = match parameters.is_empty() {
            _ if over_vectors => Over::Vectors,
            true => Over::Inputs,
            false => Over::Parameters,
        };
        let all = wanted
            .into_iter()
            .chain(parameters.into_iter().map(Own::Symbol));
        let stand_ins: Vec<(Own, Symbol)> = all.map(|own| (own, stand_in(graph, own))).collect();
        let exponent = summed_exponential(graph, roots);
        if stand_ins.is_empty() && exponent.is_none() {
            return None;
        }
        Some(Self {
            stand_ins,
            scale: graph.new_symbol("scale", Role::Parameter),
            below: graph.new_symbol("below", Role::Parameter),
            inverse: graph.new_symbol("inverse", Role::Parameter),
            reach: graph.new_symbol("reach", Role::Parameter),
            shrinks: false,
            divides: false,
            over,
            element,
            exponent,
            done: FxHashMap::default(),
        })
    }

    fn of_vectors(&self) -> bool {
        self.over == Over::Vectors
    }

    fn of_parameters(&self) -> bool {
        self.over == Over::Parameters
    }

    /// The symbol that an input is read by.
    pub fn stand_in(&self, input: Symbol) -> Symbol {
        self.known(Own::Symbol(input)).unwrap_or(input)
    }

    fn known(&self, wanted: Own) -> Option<Symbol> {
        let found = self.stand_ins.iter().find(|(own, _)| *own == wanted);
        found.map(|(_, stand_in)| *stand_in)
    }

    /// Whether the scale is written in two parts; else it is at least 1 where powers differ.
    fn is_parted(&self) -> bool {
        self.shrinks && self.divides
    }

    /// The expression with 1 for what the scale has below 1, where that is 1.
    fn without_lower_part(&self, graph: &mut Graph, root: Id) -> Id {
        if self.is_parted() || !self.shrinks {
            return root;
        }
        let one = graph.integer(1);
        graph.substitute(root, self.below, one)
    }

    /// Whether no input over the scale is above 1.
    pub fn bounds(&self) -> bool {
        self.of_parameters()
    }

    /// What the power of the scale is that a result is multiplied with, for a writer that knows where.
    pub fn outer(&self, powers: Powers) -> Option<Outer> {
        let symbols = self
            .stand_ins
            .iter()
            .filter_map(|&(own, stand_in)| match own {
                Own::Symbol(own) => Some((own, stand_in)),
                Own::Vector(_) => None,
            });
        self.of_parameters().then(|| Outer {
            stand_ins: symbols.collect(),
            reach: self.reach,
            power: powers.above,
        })
    }
}

fn stand_in(graph: &mut Graph, own: Own) -> Symbol {
    match own {
        Own::Symbol(symbol) => {
            let info = graph.symbol_info(symbol).clone();
            graph.new_symbol(&info.name, info.role)
        }
        Own::Vector(_) => graph.new_symbol("vector", Role::Vector),
    }
}

/// A power of the scale that a result is multiplied with: times it, what is over the scale is itself.
#[derive(Clone)]
pub(crate) struct Outer {
    stand_ins: Vec<(Symbol, Symbol)>,
    reach: Symbol,
    pub power: i64,
}

impl Outer {
    /// The symbol of the scale.
    pub fn reach(&self) -> Symbol {
        self.reach
    }

    /// Whether a symbol stands for one over the scale.
    pub fn has(&self, symbol: Symbol) -> bool {
        self.stand_ins.iter().any(|pair| pair.1 == symbol)
    }

    /// What a value is over the scale, by the values of symbols.
    pub fn own_of(
        &self,
        value: Value,
        mut at: impl FnMut(Symbol) -> Option<Value>,
    ) -> Option<Value> {
        let found = self.stand_ins.iter().find(|pair| at(pair.1) == Some(value));
        at(found?.0)
    }
}

//! Expressions by inputs over a scale.

use std::cmp::Ordering;

use gradus_syntax::Func;

use super::powers::{extreme, is_plain, plain, plus, times};
use super::{Own, Powers, Scaled, Scales};
use crate::computation::Reduction;
use crate::graph::{Factor, Graph, Id, Node, Term};
use crate::rational::Rational;

/// The highest power of the scale that a result is multiplied with step by step.
const HIGHEST: i64 = 8;

impl Scales {
    /// An expression by the inputs over the scale, and the powers of the scale that it is multiplied with.
    pub(super) fn rewritten(&mut self, graph: &mut Graph, root: Id) -> Option<(Id, Powers)> {
        for id in graph.reachable(&[root]) {
            if !self.done.contains_key(&id) {
                let mut scaled = self.node(graph, id)?;
                scaled.is_any = self.has_any_power(graph, id);
                self.done.insert(id, scaled);
            }
        }
        let Scaled {
            value,
            powers,
            exponentials,
            ..
        } = self.done[&root].clone();
        if !exponentials.is_zero() {
            return None;
        }
        let [above, below] = powers.map(|power| {
            let power = graph.as_rational(power)?.to_i64()?;
            (power.abs() <= HIGHEST).then_some(power)
        });
        if let (Some(above), Some(below)) = (above, below) {
            return Some((value, Powers { above, below }));
        }
        let whole = self.whole(graph, root).filter(|_| self.of_vectors())?;
        Some((whole, Powers::of(0)))
    }

    /// Whether something has any power of the scale: zero does, and powers of it.
    fn has_any_power(&self, graph: &Graph, id: Id) -> bool {
        let is_any = |id: &Id| self.done[id].is_any;
        match graph.node(id) {
            Node::Undefined => true,
            Node::Rational(value) => value.is_zero(),
            Node::Sum(constant, terms) => {
                constant.is_zero() && terms.iter().all(|term| is_any(&term.id))
            }
            Node::Product(factors) => factors.iter().any(|factor| is_any(&factor.base)),
            Node::Power(own, _) | Node::Reduce(_, own) | Node::Broadcast(own, _) => is_any(own),
            Node::Select(_, a, b) => is_any(a) && is_any(b),
            _ => false,
        }
    }

    fn node(&mut self, graph: &mut Graph, id: Id) -> Option<Scaled> {
        if let Some(stand_in) = self.known(Own::Vector(id)) {
            return Some(over_scale(graph, stand_in));
        }
        if self.of_vectors() && is_sign_of_input(graph, id) {
            return Some(plain(graph, id));
        }
        Some(match graph.node(id).clone() {
            Node::Symbol(symbol) => match self.known(Own::Symbol(symbol)) {
                None => plain(graph, id),
                Some(stand_in) => over_scale(graph, stand_in),
            },
            Node::Rational(_) | Node::Constant(_) | Node::Undefined | Node::Truth(_) => {
                plain(graph, id)
            }
            Node::Sum(constant, terms) => self.sum(graph, constant, &terms)?,
            Node::Product(factors) => self.product(graph, &factors),
            Node::Apply(func, args) => self.function(graph, func, &args)?,
            Node::Power(base, exponent) => self.power(graph, base, exponent)?,
            Node::Select(condition, a, b) => {
                let condition = self.done[&condition].value;
                let (values, like) = self.together(graph, &[a, b])?;
                Scaled {
                    value: graph.select(condition, values[0], values[1]),
                    ..like
                }
            }
            Node::Compare(comparison, a, b) => {
                let (values, _) = self.together(graph, &[a, b])?;
                let value = graph.compare(comparison, values[0], values[1]);
                plain(graph, value)
            }
            Node::And(a, b) => {
                let value = graph.and(self.done[&a].value, self.done[&b].value);
                plain(graph, value)
            }
            Node::Or(a, b) => {
                let value = graph.or(self.done[&a].value, self.done[&b].value);
                plain(graph, value)
            }
            Node::Reduce(Reduction::Product, _) => return None,
            Node::Reduce(Reduction::Count, vector) => {
                let value = graph.reduce(Reduction::Count, self.done[&vector].value);
                plain(graph, value)
            }
            Node::Reduce(reduction, vector) => {
                let like = self.done[&vector].clone();
                Scaled {
                    value: graph.reduce(reduction, like.value),
                    ..like
                }
            }
            Node::Broadcast(value, pattern) => {
                let pattern = self.done[&pattern].value;
                let like = self.done[&value].clone();
                Scaled {
                    value: graph.shaped_as(like.value, pattern),
                    ..like
                }
            }
            Node::Concat(_) | Node::Part(..) | Node::SphericalBessel(..) => return None,
        })
    }

    fn function(&mut self, graph: &mut Graph, func: Func, args: &[Id]) -> Option<Scaled> {
        match func {
            Func::Abs | Func::Min | Func::Max | Func::Hypot => {
                let (values, like) = self.together(graph, args)?;
                Some(Scaled {
                    value: graph.apply(func, &values),
                    ..like
                })
            }
            Func::Exp if self.count(graph, args[0]).is_some() => self.exponential(graph, args[0]),
            Func::Sign => {
                let value = graph.apply(Func::Sign, &[self.done[&args[0]].value]);
                Some(plain(graph, value))
            }
            Func::Ln if self.is_over_scale(graph, args[0]) => Some(self.logarithm(graph, args[0])),
            Func::Cbrt if self.of_vectors() && self.is_over_scale(graph, args[0]) => {
                let like = self.done[&args[0]].clone();
                self.divide_by(graph, &like);
                let third = graph.rational(Rational::new(1, 3));
                Some(Scaled {
                    value: graph.apply(func, &[like.value]),
                    powers: times(graph, like.powers, third),
                    ..like
                })
            }
            _ => {
                let whole: Option<Vec<Id>> =
                    args.iter().map(|&arg| self.whole(graph, arg)).collect();
                let value = graph.apply(func, &whole?);
                Some(plain(graph, value))
            }
        }
    }

    /// An exponential over the greatest of those that are added up.
    fn exponential(&mut self, graph: &mut Graph, argument: Id) -> Option<Scaled> {
        let count = self.count(graph, argument)?;
        let exponent = self.whole(graph, self.exponent?)?;
        let greatest = graph.reduce(Reduction::Max, exponent);
        let argument = self.whole(graph, argument)?;
        let terms = [(Rational::ONE, argument), (-&count, greatest)];
        let difference = graph.sum(Rational::ZERO, terms);
        let value = graph.apply(Func::Exp, &[difference]);
        Some(Scaled {
            exponentials: count,
            ..plain(graph, value)
        })
    }

    /// Of what is homogeneous the logarithm of the scale stands beside that of the rest.
    fn logarithm(&mut self, graph: &mut Graph, argument: Id) -> Scaled {
        let own = self.done[&argument].clone();
        self.divide_by(graph, &own);
        let Scaled { value, powers, .. } = own;
        let mut terms = vec![(Rational::ONE, graph.apply(Func::Ln, &[value]))];
        for (part, power) in self.parts(graph, powers) {
            let logarithm = graph.apply(Func::Ln, &[part]);
            terms.push((Rational::ONE, graph.multiply(power, logarithm)));
        }
        let value = graph.sum(Rational::ZERO, terms);
        plain(graph, value)
    }

    /// What is of a power of the scale to a power of its own.
    fn power(&mut self, graph: &mut Graph, base: Id, exponent: Id) -> Option<Scaled> {
        let raised = self.whole(graph, exponent)?;
        let is_uniform = self.of_vectors() && !graph.facts(exponent).vector;
        if is_uniform && self.is_over_scale(graph, base) {
            let like = self.done[&base].clone();
            self.divide_by(graph, &like);
            return Some(Scaled {
                value: graph.power(like.value, raised),
                powers: times(graph, like.powers, raised),
                ..like
            });
        }
        let base = self.whole(graph, base)?;
        let value = graph.power(base, raised);
        Some(plain(graph, value))
    }

    /// Takes notice of a root of something, or of a division by it: it should not vanish before the scale does.
    fn divide_by(&mut self, graph: &Graph, own: &Scaled) {
        self.divides |= !graph.is_integer(own.powers[1], 0);
    }

    /// Whether something is a power of the scale times what is the same whatever that is.
    fn is_over_scale(&self, graph: &Graph, id: Id) -> bool {
        let own = &self.done[&id];
        !is_plain(graph, own) && own.exponentials.is_zero()
    }

    fn sum(&mut self, graph: &mut Graph, constant: Rational, terms: &[Term]) -> Option<Scaled> {
        let constant = graph.rational(constant);
        let mut ids: Vec<Id> = terms.iter().map(|term| term.id).collect();
        ids.push(constant);
        let number = plain(graph, constant);
        self.done.entry(constant).or_insert(number);
        let (values, like) = self.together(graph, &ids)?;
        let one = [Rational::ONE];
        let coefficients = terms.iter().map(|term| &term.coefficient).chain(&one);
        let terms: Vec<_> = coefficients.cloned().zip(values).collect();
        Some(Scaled {
            value: graph.sum(Rational::ZERO, terms),
            ..like
        })
    }

    fn product(&mut self, graph: &mut Graph, factors: &[Factor]) -> Scaled {
        let zero = graph.integer(0);
        let (mut powers, mut exponentials) = ([zero; 2], Rational::ZERO);
        let mut product = Vec::new();
        for factor in factors {
            let base = self.done[&factor.base].clone();
            if !is_plain(graph, &base) {
                if factor.exponent.is_negative() || !factor.exponent.is_integer() {
                    self.divide_by(graph, &base);
                }
                let own = base
                    .powers
                    .map(|power| graph.scale(power, &factor.exponent));
                powers = plus(graph, powers, own);
            }
            exponentials = &exponentials + &(&base.exponentials * &factor.exponent);
            product.push((base.value, factor.exponent.clone()));
        }
        Scaled {
            value: graph.product(product),
            powers,
            exponentials,
            is_any: false,
        }
    }

    /// How often the exponent is in another one, by itself or as the logarithm of the sum of its exponentials; none if not.
    fn count(&self, graph: &Graph, argument: Id) -> Option<Rational> {
        let exponent = self.exponent?;
        let (_, terms) = graph.split_sum(argument);
        let is_of_exponent = |id: Id| {
            id == exponent
                || matches!(graph.node(id), Node::Apply(Func::LogSumExp, args) if args[0] == exponent)
        };
        let own = terms.iter().filter(|(_, id)| is_of_exponent(*id));
        let count = own.fold(Rational::ZERO, |total, (count, _)| &total + count);
        (!count.is_zero()).then_some(count)
    }

    /// Values over the same powers of the scale, the highest of what it has above 1 and the lowest of what it has below, and what has
    /// those; none where the powers of exponentials differ. Zero has any. Where powers are not comparable, values are over none.
    fn together(&mut self, graph: &mut Graph, ids: &[Id]) -> Option<(Vec<Id>, Scaled)> {
        let scaled: Vec<Scaled> = ids.iter().map(|id| self.done[id].clone()).collect();
        let counted: Vec<&Scaled> = scaled.iter().filter(|own| !own.is_any).collect();
        let like = (*counted.first().unwrap_or(&&scaled[0])).clone();
        if counted
            .iter()
            .any(|own| own.exponentials != like.exponentials)
        {
            return None;
        }
        let values = |scaled: &[Scaled]| scaled.iter().map(|own| own.value).collect();
        if counted.iter().all(|own| own.powers == like.powers) {
            return Some((values(&scaled), like));
        }
        let most = extreme(
            graph,
            counted.iter().map(|own| own.powers[0]),
            Ordering::Greater,
        );
        let least = extreme(
            graph,
            counted.iter().map(|own| own.powers[1]),
            Ordering::Less,
        );
        let Some(powers) = most.zip(least).map(|(most, least)| [most, least]) else {
            let whole: Option<Vec<Id>> = ids.iter().map(|&id| self.whole(graph, id)).collect();
            let whole = whole?;
            let like = plain(graph, whole[0]);
            return Some((whole, like));
        };
        let brought = scaled.iter().map(|own| self.brought(graph, own, powers));
        Some((brought.collect(), Scaled { powers, ..like }))
    }

    /// A value over other powers of the scale.
    fn brought(&mut self, graph: &mut Graph, own: &Scaled, powers: [Id; 2]) -> Id {
        if own.powers == powers || own.is_any {
            return own.value;
        }
        self.shrinks = true;
        let missing = graph.subtract(powers[0], own.powers[0]);
        let excess = graph.subtract(own.powers[1], powers[1]);
        let mut value = own.value;
        for (symbol, power) in [(self.inverse, missing), (self.below, excess)] {
            let part = graph.symbol(symbol);
            let part = graph.power(part, power);
            value = graph.multiply(value, part);
        }
        value
    }

    /// An expression itself; none where it is over exponentials.
    fn whole(&self, graph: &mut Graph, id: Id) -> Option<Id> {
        let Scaled {
            value,
            powers,
            exponentials,
            ..
        } = self.done[&id].clone();
        if !exponentials.is_zero() {
            return None;
        }
        let mut whole = value;
        for (part, power) in self.parts(graph, powers) {
            let own = graph.power(part, power);
            whole = graph.multiply(whole, own);
        }
        Some(whole)
    }

    /// The scale, or its parts above and below 1, with their powers.
    fn parts(&self, graph: &mut Graph, [above, below]: [Id; 2]) -> Vec<(Id, Id)> {
        if above == below {
            return match graph.is_integer(above, 0) {
                true => Vec::new(),
                false => vec![(graph.symbol(self.scale), above)],
            };
        }
        let (inverse, lower) = (graph.symbol(self.inverse), graph.symbol(self.below));
        let above = graph.negate(above);
        vec![(inverse, above), (lower, below)]
    }
}

/// Whether the sign of an input is meant, which it keeps where it vanishes over the scale.
fn is_sign_of_input(graph: &Graph, id: Id) -> bool {
    let is_input = |id: Id| matches!(graph.node(id), Node::Symbol(_));
    match *graph.node(id) {
        Node::Compare(_, a, b) => is_input(a) && graph.is_integer(b, 0),
        Node::Apply(Func::Sign, ref args) => is_input(args[0]),
        _ => false,
    }
}

/// What stands for an input.
fn over_scale(graph: &mut Graph, stand_in: crate::graph::Symbol) -> Scaled {
    let (value, one) = (graph.symbol(stand_in), graph.integer(1));
    Scaled {
        powers: [one; 2],
        ..plain(graph, value)
    }
}

//! What a tree says, taken literally, in high precision: no graph, no identities, nothing shared with the pipeline but the elementary functions.

use std::collections::HashMap;
use std::sync::Arc;

use gradus::Definition;
use gradus_symbolic::Rational;
use gradus_symbolic::precise::{Precise, Precision, apply, constant};
use gradus_syntax::{Comparison, Kind, Tree};

/// The value of a scalar definition, parameters at their defaults; `Unknown` where the precision does not tell.
pub fn literal(definition: &Definition, inputs: &[Precise], precision: Precision) -> Precise {
    let names = definition.inputs.iter().map(|input| input.name.clone());
    let mut names: Names = names.zip(inputs.iter().cloned()).collect();
    for parameter in &definition.parameters {
        let value = tree(&parameter.default, &Names::new(), precision);
        names.insert(parameter.name.clone(), value);
    }
    tree(&definition.body, &names, precision)
}

type Names = HashMap<Arc<str>, Precise>;

/// A number or a condition; `None` is a condition that is not known.
#[derive(Clone)]
enum Value {
    Number(Precise),
    Truth(Option<bool>),
}

impl Value {
    fn number(self) -> Precise {
        match self {
            Self::Number(number) => number,
            Self::Truth(_) => Precise::Undefined,
        }
    }

    fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => *truth,
            Self::Number(_) => None,
        }
    }
}

fn tree(tree: &Tree, names: &Names, precision: Precision) -> Precise {
    let mut stack: Vec<Value> = Vec::new();
    for node in tree.nodes() {
        let children = stack.split_off(stack.len() - node.kind.children());
        stack.push(value(&node.kind, children, names, precision));
    }
    stack.pop().map_or(Precise::Undefined, Value::number)
}

fn value(kind: &Kind, children: Vec<Value>, names: &Names, p: Precision) -> Value {
    match kind {
        Kind::Not => return Value::Truth(children[0].truth().map(|truth| !truth)),
        Kind::And => return Value::Truth(both(children[0].truth(), children[1].truth())),
        Kind::Or => {
            let negated = |value: &Value| value.truth().map(|truth| !truth);
            let neither = both(negated(&children[0]), negated(&children[1]));
            return Value::Truth(neither.map(|neither| !neither));
        }
        Kind::If => return choose(children[0].truth(), &children[1], &children[2]),
        Kind::Piecewise(_) => return piecewise(&children),
        _ => {}
    }
    let numbers: Vec<Precise> = children.into_iter().map(Value::number).collect();
    if let Kind::Compare(chain) = kind {
        return Value::Truth(chain.iter().enumerate().fold(Some(true), |all, (index, comparison)| {
            both(all, holds(*comparison, &numbers[index], &numbers[index + 1]))
        }));
    }
    Value::Number(number(kind, &numbers, names, p))
}

fn number(kind: &Kind, args: &[Precise], names: &Names, p: Precision) -> Precise {
    match kind {
        Kind::Number(number) => Precise::from_ratio(Rational::from_decimal(number).as_rbig(), p),
        Kind::Constant(name) => constant(*name, p),
        Kind::Name(name) => names[name].clone(),
        Kind::Negate => args[0].neg(),
        Kind::Plus => args[0].clone(),
        Kind::Add => args[0].add(&args[1], p),
        Kind::Subtract => args[0].sub(&args[1], p),
        Kind::Multiply => args[0].mul(&args[1], p),
        Kind::Divide => args[0].div(&args[1], p),
        Kind::Power => args[0].pow(&args[1], p),
        Kind::Call(func, _) => apply(*func, args, p),
        Kind::CallDefinition(call) => {
            let definition = &call.definition;
            let inputs = definition.inputs.iter().map(|input| &input.name);
            let all = inputs.chain(call.parameters.iter()).cloned();
            let mut inner: Names = all.zip(args.iter().cloned()).collect();
            for parameter in &definition.parameters {
                if !inner.contains_key(&parameter.name) {
                    let default = tree(&parameter.default, &Names::new(), p);
                    inner.insert(parameter.name.clone(), default);
                }
            }
            tree(&definition.body, &inner, p)
        }
        _ => unreachable!("conditions are handled before"),
    }
}

fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn holds(comparison: Comparison, a: &Precise, b: &Precise) -> Option<bool> {
    let order = a.compare(b)?;
    Some(match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
    })
}

fn choose(condition: Option<bool>, then: &Value, otherwise: &Value) -> Value {
    match condition {
        Some(true) => then.clone(),
        Some(false) => otherwise.clone(),
        None => Value::Number(Precise::Unknown),
    }
}

fn piecewise(children: &[Value]) -> Value {
    let (last, pairs) = children.split_last().expect("a piecewise has a last value");
    pairs.chunks(2).rev().fold(last.clone(), |rest, pair| choose(pair[1].truth(), &pair[0], &rest))
}

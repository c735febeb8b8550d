//! What a tree says, taken literally, in high precision: no graph, no identities, nothing shared with the pipeline but the elementary functions.

use std::collections::HashMap;
use std::sync::Arc;

use gradus::Definition;
use gradus_symbolic::Rational;
use gradus_symbolic::precise::{Precise, Precision, apply, constant};
use gradus_syntax::{Action, Call, Comparison, Func, Kind, Tree};

/// The value of a scalar definition, parameters at their defaults; `Unknown` where the precision does not tell.
pub fn literal(definition: &Definition, inputs: &[Precise], precision: Precision) -> Precise {
    let inputs: Vec<Value> = inputs.iter().cloned().map(Value::Number).collect();
    match literal_value(definition, &inputs, precision) {
        Value::Number(number) => number,
        _ => Precise::Undefined,
    }
}

/// The value of a definition, parameters at their defaults.
pub fn literal_value(definition: &Definition, inputs: &[Value], precision: Precision) -> Value {
    let names = definition.inputs.iter().map(|input| input.name.clone());
    let mut names: Names = names.zip(inputs.iter().cloned()).collect();
    for parameter in &definition.parameters {
        let value = tree(&parameter.default, &Names::new(), precision);
        names.insert(parameter.name.clone(), value);
    }
    tree(&definition.body, &names, precision)
}

type Names = HashMap<Arc<str>, Value>;

/// What an expression has for a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(Precise),
    /// A vector.
    Vector(Vec<Precise>),
    /// A condition; `None` if it is not known.
    Truth(Option<bool>),
}

impl Value {
    /// Its elements: of a number, one.
    pub fn elements(&self) -> Vec<Precise> {
        match self {
            Self::Number(number) => vec![number.clone()],
            Self::Vector(elements) => elements.clone(),
            Self::Truth(_) => Vec::new(),
        }
    }

    fn element(&self, index: usize) -> Precise {
        match self {
            Self::Number(number) => number.clone(),
            Self::Vector(elements) => elements.get(index).cloned().unwrap_or(Precise::Undefined),
            Self::Truth(_) => Precise::Undefined,
        }
    }

    fn truth(&self) -> Option<bool> {
        match self {
            Self::Truth(truth) => *truth,
            _ => None,
        }
    }
}

fn tree(tree: &Tree, names: &Names, precision: Precision) -> Value {
    let mut stack: Vec<Value> = Vec::new();
    for node in tree.nodes() {
        let children = stack.split_off(stack.len() - node.kind.children());
        stack.push(value(&node.kind, &children, names, precision));
    }
    stack.pop().unwrap_or(Value::Number(Precise::Undefined))
}

fn value(kind: &Kind, children: &[Value], names: &Names, p: Precision) -> Value {
    match kind {
        Kind::Name(name) => names[name].clone(),
        Kind::Not => Value::Truth(negated(children[0].truth())),
        Kind::And => Value::Truth(both(children[0].truth(), children[1].truth())),
        Kind::Or => {
            let neither = both(negated(children[0].truth()), negated(children[1].truth()));
            Value::Truth(negated(neither))
        }
        Kind::If => choose(children[0].truth(), &children[1], &children[2]),
        Kind::Piecewise(_) => piecewise(children),
        Kind::Compare(chain) => compare(chain, children),
        Kind::CallDefinition(call) => called(call, children, p),
        Kind::Call(Func::Concat, _) => {
            Value::Vector(children.iter().flat_map(Value::elements).collect())
        }
        Kind::Call(func, count) if reduces(*func, *count) => {
            Value::Number(apply(*func, &children[0].elements(), p))
        }
        _ => each(children, |args| number(kind, args, p)),
    }
}

fn reduces(func: Func, count: u32) -> bool {
    match func.action() {
        Action::Reduction => true,
        Action::ElementwiseOrReduction => count == 1,
        _ => false,
    }
}

/// An operation element by element; numbers are broadcast.
fn each(children: &[Value], operation: impl Fn(&[Precise]) -> Precise) -> Value {
    let at = |index: usize| {
        let args: Vec<Precise> = children.iter().map(|child| child.element(index)).collect();
        operation(&args)
    };
    let length = children.iter().find_map(|child| match child {
        Value::Vector(elements) => Some(elements.len()),
        _ => None,
    });
    match length {
        None => Value::Number(at(0)),
        Some(length) => Value::Vector((0..length).map(at).collect()),
    }
}

fn number(kind: &Kind, args: &[Precise], p: Precision) -> Precise {
    match kind {
        Kind::Number(number) => Precise::from_ratio(&Rational::from_decimal(number).to_rbig(), p),
        Kind::Constant(name) => constant(*name, p),
        Kind::Negate => args[0].neg(),
        Kind::Plus => args[0].clone(),
        Kind::Add => args[0].add(&args[1], p),
        Kind::Subtract => args[0].sub(&args[1], p),
        Kind::Multiply => args[0].mul(&args[1], p),
        Kind::Divide => args[0].div(&args[1], p),
        Kind::Power => args[0].pow(&args[1], p),
        Kind::Call(func, _) => apply(*func, args, p),
        _ => Precise::Undefined,
    }
}

fn called(call: &Call, args: &[Value], p: Precision) -> Value {
    let definition = &call.definition;
    let inputs = definition.inputs.iter().map(|input| &input.name);
    let all = inputs.chain(call.parameters.iter()).cloned();
    let mut names: Names = all.zip(args.iter().cloned()).collect();
    for parameter in &definition.parameters {
        names
            .entry(parameter.name.clone())
            .or_insert_with(|| tree(&parameter.default, &Names::new(), p));
    }
    tree(&definition.body, &names, p)
}

fn negated(truth: Option<bool>) -> Option<bool> {
    truth.map(|truth| !truth)
}

fn compare(chain: &[Comparison], children: &[Value]) -> Value {
    let links = chain.iter().enumerate().map(|(index, comparison)| {
        holds(
            *comparison,
            &children[index].element(0),
            &children[index + 1].element(0),
        )
    });
    Value::Truth(links.fold(Some(true), both))
}

/// Of what is undefined, or not known, it is not said what the other condition makes of it.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    Some(a? && b?)
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
    pairs.chunks(2).rev().fold(last.clone(), |rest, pair| {
        choose(pair[1].truth(), &pair[0], &rest)
    })
}

//! What a formula's text comes to when it is done as it stands, operation by operation, in some number type.

use std::collections::HashMap;
use std::sync::Arc;

use gradus_eval::Number;
use gradus_symbolic::Rational;
use gradus_symbolic::computation::Real;
use gradus_symbolic::precise::{Precision, constant, real};
use gradus_syntax::{Call, Constant, Definition, Func, Kind, Tree};

/// Bits of constants before they are rounded to the type.
const BITS: u32 = 128;

/// The value of a definition whose parameters have these values. Each function is correct but for its last bits; a branch that is not taken has
/// no influence.
pub(crate) fn literal<N: Number>(definition: &Definition, input: &N, parameters: &[Real]) -> N {
    let mut names = Names::new();
    for given in &definition.inputs {
        names.insert(given.name.clone(), input.clone());
    }
    for (parameter, value) in definition.parameters.iter().zip(parameters) {
        names.insert(parameter.name.clone(), N::constant(*value));
    }
    number(tree(&definition.body, &names))
}

type Names<N> = HashMap<Arc<str>, N>;

/// What an expression comes to.
#[derive(Clone)]
enum Value<N> {
    Number(N),
    Truth(bool),
}

fn number<N: Number>(value: Value<N>) -> N {
    match value {
        Value::Number(number) => number,
        Value::Truth(_) => N::number(f64::NAN),
    }
}

fn truth<N>(value: &Value<N>) -> bool {
    matches!(value, Value::Truth(true))
}

fn tree<N: Number>(tree: &Tree, names: &Names<N>) -> Value<N> {
    let mut stack: Vec<Value<N>> = Vec::new();
    for node in tree.nodes() {
        let children = stack.split_off(stack.len() - node.kind.children());
        stack.push(value(&node.kind, children, names));
    }
    stack.pop().unwrap_or(Value::Truth(false))
}

fn value<N: Number>(kind: &Kind, children: Vec<Value<N>>, names: &Names<N>) -> Value<N> {
    let at = |index: usize| truth(&children[index]);
    match kind {
        Kind::Not => Value::Truth(!at(0)),
        Kind::And => Value::Truth(at(0) && at(1)),
        Kind::Or => Value::Truth(at(0) || at(1)),
        Kind::If => children[if at(0) { 1 } else { 2 }].clone(),
        Kind::Piecewise(pairs) => {
            let pairs = *pairs as usize;
            let taken = (0..pairs).find(|pair| at(2 * pair + 1));
            children[taken.map_or(2 * pairs, |pair| 2 * pair)].clone()
        }
        Kind::Compare(chain) => {
            let args: Vec<N> = children.into_iter().map(number).collect();
            let links = chain.iter().zip(args.windows(2));
            Value::Truth(
                links
                    .into_iter()
                    .all(|(comparison, pair)| comparison.holds(&pair[0], &pair[1])),
            )
        }
        _ => {
            let args: Vec<N> = children.into_iter().map(number).collect();
            Value::Number(operation(kind, args, names))
        }
    }
}

fn operation<N: Number>(kind: &Kind, args: Vec<N>, names: &Names<N>) -> N {
    let mut rest = args.into_iter();
    let mut next = || rest.next().unwrap_or_else(|| N::number(f64::NAN));
    match kind {
        Kind::Number(digits) => {
            let exact = Rational::from_decimal(digits).to_rbig();
            let value =
                gradus_symbolic::precise::Precise::from_ratio(&exact, Precision::bits(BITS));
            N::constant(real(&value))
        }
        Kind::Constant(Constant::Inf) => N::number(f64::INFINITY),
        Kind::Constant(name) => N::constant(real(&constant(*name, Precision::bits(BITS)))),
        Kind::Name(name) => names
            .get(name)
            .cloned()
            .unwrap_or_else(|| N::number(f64::NAN)),
        Kind::Negate => -next(),
        Kind::Plus => next(),
        Kind::Add => next() + next(),
        Kind::Subtract => next() - next(),
        Kind::Multiply => next() * next(),
        Kind::Divide => next() / next(),
        Kind::Power => next().pow(next()),
        Kind::Call(func, _) => function(*func, rest.collect()),
        Kind::CallDefinition(call) => called(call, rest.collect()),
        _ => N::number(f64::NAN),
    }
}

fn called<N: Number>(call: &Call, args: Vec<N>) -> N {
    let definition = &call.definition;
    let inputs = definition.inputs.iter().map(|input| &input.name);
    let all = inputs.chain(call.parameters.iter()).cloned();
    let mut names: Names<N> = all.zip(args).collect();
    for parameter in &definition.parameters {
        if !names.contains_key(&parameter.name) {
            let default = number(tree(&parameter.default, &Names::new()));
            names.insert(parameter.name.clone(), default);
        }
    }
    number(tree(&definition.body, &names))
}

/// A primitive function; those over vectors are of one element.
fn function<N: Number>(func: Func, args: Vec<N>) -> N {
    let mut rest = args.into_iter();
    let x = rest.next().unwrap_or_else(|| N::number(f64::NAN));
    let zero = || N::number(0.0);
    match func {
        Func::Min => rest.fold(x, N::min),
        Func::Max => rest.fold(x, N::max),
        Func::Mod | Func::Hypot | Func::Atan2 => {
            let y = rest.next().unwrap_or_else(zero);
            match func {
                Func::Mod => x.modulo(y),
                Func::Hypot => x.hypot(y),
                _ => x.atan2(y),
            }
        }
        Func::Clamp => {
            let (low, high) = (
                rest.next().unwrap_or_else(zero),
                rest.next().unwrap_or_else(zero),
            );
            x.max(low).min(high)
        }
        Func::Relu => x.max(zero()),
        Func::Step => match x >= zero() {
            true => N::number(1.0),
            false => x.clone() - x,
        },
        _ => unary(func, x),
    }
}

fn unary<N: Number>(func: Func, x: N) -> N {
    match func {
        Func::Exp => x.exp(),
        Func::Exp2 => x.exp2(),
        Func::Expm1 => x.expm1(),
        Func::Ln => x.ln(),
        Func::Log2 => x.log2(),
        Func::Log10 => x.log10(),
        Func::Log1p => x.log1p(),
        Func::Sqrt => x.sqrt(),
        Func::Cbrt => x.cbrt(),
        Func::Abs | Func::Norm => x.abs(),
        Func::Sign => x.sign(),
        Func::Floor => x.floor(),
        Func::Ceil => x.ceil(),
        Func::Round => x.round(),
        Func::Sin => x.sin(),
        Func::Cos => x.cos(),
        Func::Tan => x.tan(),
        Func::Asin => x.asin(),
        Func::Acos => x.acos(),
        Func::Atan => x.atan(),
        Func::Sinh => x.sinh(),
        Func::Cosh => x.cosh(),
        Func::Tanh => x.tanh(),
        Func::Sech => x.sech(),
        Func::Asinh => x.asinh(),
        Func::Acosh => x.acosh(),
        Func::Atanh => x.atanh(),
        Func::Erf => x.erf(),
        Func::Erfc => x.erfc(),
        Func::NormalCdf => x.normal_cdf(),
        Func::NormalPdf => x.normal_pdf(),
        Func::Sinc => x.spherical_bessel(0),
        Func::Sigmoid => x.sigmoid(),
        Func::Softplus => x.softplus(),
        // over vectors of one element
        _ => x,
    }
}

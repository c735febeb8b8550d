//! Trees in Python, with `numpy` and where that lacks a function with `scipy`.

use std::collections::HashMap;

use super::infix;
use super::layout::{Dialect, Piece, enclosed, infix as operator, node, prefix, text, write};
use super::source::CalledNames;
use super::symbols::{python_name, python_names};
use crate::level::{self, Level};
use crate::{Call, Comparison, Constant, Definition, Func, Kind, Number, Tree};

/// How Python writes a call of a primitive.
enum Spelling {
    /// `np.tanh(a, b)`.
    Call(&'static str),
    /// `np.max(x)` of one argument, else `np.maximum(np.maximum(a, b), c)`.
    Fold {
        one: &'static str,
        two: &'static str,
    },
    /// What stands before and after a single argument, how tightly that must bind, and how tightly the whole binds.
    Around {
        before: &'static str,
        least: Level,
        after: &'static str,
        level: Level,
    },
}

pub(super) fn python(tree: &Tree, names: &CalledNames<'_>) -> String {
    let values = python_names(value_names(tree));
    write(&Python { values, names }, tree, tree.root())
}

/// `def swish(x, beta=1):` and a line that returns the value.
pub(super) fn statement(definition: &Definition, name: &str, names: &CalledNames<'_>) -> String {
    let header = header_names(definition);
    let values = python_names(
        definition
            .declared_shapes()
            .map(|(name, _)| name)
            .chain(value_names(&definition.body)),
    );
    let mut arguments: Vec<String> = definition
        .inputs
        .iter()
        .map(|input| header[&*input.name].clone())
        .collect();
    for parameter in &definition.parameters {
        arguments.push(format!(
            "{}={}",
            header[&*parameter.name],
            python(&parameter.default, names)
        ));
    }
    let body = write(
        &Python { values, names },
        &definition.body,
        definition.body.root(),
    );
    format!(
        "def {}({}):\n    return {body}",
        python_name(name),
        arguments.join(", ")
    )
}

fn header_names(definition: &Definition) -> HashMap<&str, String> {
    python_names(definition.declared_shapes().map(|(name, _)| name))
}

fn value_names(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.nodes().iter().filter_map(|node| match &node.kind {
        Kind::Name(name) => Some(&**name),
        _ => None,
    })
}

struct Python<'n> {
    /// The Python names of inputs and parameters.
    values: HashMap<&'n str, String>,
    names: &'n CalledNames<'n>,
}

impl Dialect for Python<'_> {
    fn level(&self, tree: &Tree, index: usize) -> Level {
        match &tree.nodes()[index].kind {
            Kind::Constant(Constant::Tau) => Level::Product,
            Kind::And | Kind::Or | Kind::Not => Level::Atom,
            Kind::Compare(chain) if chain.len() > 1 => Level::Atom,
            Kind::Call(func, _) => match spelling(*func) {
                Spelling::Around { level, .. } => level,
                Spelling::Call(_) | Spelling::Fold { .. } => Level::Atom,
            },
            kind => level::of(kind).map_or(Level::Atom, |binding| binding.level),
        }
    }

    fn pieces<'a>(&'a self, tree: &'a Tree, index: usize) -> Vec<Piece<'a>> {
        let children = || tree.children(index);
        match &tree.nodes()[index].kind {
            Kind::Number(number) => vec![text(python_number(number))],
            Kind::Constant(constant) => vec![text(python_constant(*constant))],
            Kind::Name(name) => vec![text(
                self.values.get(&**name).map_or(&**name, String::as_str),
            )],
            Kind::Negate => prefix(tree, index, "-"),
            Kind::Plus => prefix(tree, index, "+"),
            Kind::Not => enclosed("np.logical_not(", &children(), ")"),
            Kind::Add => operator(tree, index, " + "),
            Kind::Subtract => operator(tree, index, " - "),
            Kind::Multiply => operator(tree, index, "*"),
            Kind::Divide => operator(tree, index, "/"),
            Kind::Power => operator(tree, index, "**"),
            Kind::And => enclosed("np.logical_and(", &children(), ")"),
            Kind::Or => enclosed("np.logical_or(", &children(), ")"),
            Kind::Compare(chain) => compare(chain, tree, &children()),
            Kind::Call(func, _) => call(*func, &children()),
            Kind::CallDefinition(call) => self.call_definition(call, &children()),
            Kind::If => enclosed("np.where(", &children(), ")"),
            Kind::Piecewise(_) => select(&children()),
        }
    }
}

impl Python<'_> {
    fn call_definition<'a>(&self, call: &'a Call, children: &[usize]) -> Vec<Piece<'a>> {
        let header = header_names(&call.definition);
        let (inputs, given) = children.split_at(call.definition.inputs.len().min(children.len()));
        let mut pieces = enclosed(python_name(self.names.of(call)) + "(", inputs, "");
        for (name, &value) in call.parameters.iter().zip(given) {
            let name = header.get(&**name).map_or(&**name, String::as_str);
            pieces.extend([text(format!(", {name}=")), node(value, Level::Any)]);
        }
        pieces.push(text(")"));
        pieces
    }
}

/// A chain is a conjunction: arrays have no truth value of their own. What stands between two comparisons is
/// written once, as the argument of a lambda, unless it is a single word.
fn compare<'a>(chain: &[Comparison], tree: &Tree, children: &[usize]) -> Vec<Piece<'a>> {
    let last = children.len() - 1;
    let is_bound = |position: usize| {
        (1..last).contains(&position) && tree.nodes()[children[position]].size > 1
    };
    let bound: Vec<usize> = (0..=last).filter(|&position| is_bound(position)).collect();
    let operand = |position: usize| {
        let child = children[position];
        if is_bound(position) {
            text(bound_name(child))
        } else {
            node(child, Level::Sum)
        }
    };
    let mut pieces = vec![text("np.logical_and(".repeat(chain.len() - 1))];
    for (position, &link) in chain.iter().enumerate() {
        let (before, after) = if position == 0 { ("", "") } else { (", ", ")") };
        let [left, right] = [operand(position), operand(position + 1)];
        pieces.extend([
            text(before),
            left,
            text(infix::comparison(link)),
            right,
            text(after),
        ]);
    }
    if !bound.is_empty() {
        let names: Vec<String> = bound
            .iter()
            .map(|&position| bound_name(children[position]))
            .collect();
        pieces.insert(0, text(format!("(lambda {}: ", names.join(", "))));
        let values: Vec<usize> = bound.iter().map(|&position| children[position]).collect();
        pieces.extend(enclosed(")(", &values, ")"));
    }
    pieces
}

/// A name for the value of a node: no input or parameter begins with an underscore.
fn bound_name(index: usize) -> String {
    format!("_{index}")
}

fn call<'a>(func: Func, children: &[usize]) -> Vec<Piece<'a>> {
    match spelling(func) {
        Spelling::Call("np.hstack") => enclosed("np.hstack([", children, "])"),
        Spelling::Call(name) => enclosed(format!("{name}("), children, ")"),
        Spelling::Around {
            before,
            least,
            after,
            ..
        } => vec![text(before), node(children[0], least), text(after)],
        Spelling::Fold { one, two } => match children {
            [only] => enclosed(format!("{one}("), &[*only], ")"),
            [first, more @ ..] => folded(two, *first, more),
            [] => Vec::new(),
        },
    }
}

/// `two(two(a, b), c)`.
fn folded<'a>(two: &str, first: usize, more: &[usize]) -> Vec<Piece<'a>> {
    let mut pieces = vec![
        text(format!("{two}(").repeat(more.len())),
        node(first, Level::Any),
    ];
    for &child in more {
        pieces.extend([text(", "), node(child, Level::Any), text(")")]);
    }
    pieces
}

/// `np.select([conditions], [values], otherwise)`.
fn select<'a>(children: &[usize]) -> Vec<Piece<'a>> {
    let pairs = children.chunks_exact(2);
    let otherwise = pairs.remainder()[0];
    let (values, conditions): (Vec<usize>, Vec<usize>) =
        pairs.map(|pair| (pair[0], pair[1])).unzip();
    let mut pieces = enclosed("np.select([", &conditions, "], [");
    pieces.extend(enclosed("", &values, "], "));
    pieces.extend([node(otherwise, Level::Any), text(")")]);
    pieces
}

/// Python has no numbers such as `007`.
fn python_number(number: &Number) -> String {
    let text = number.text();
    let plain = text.trim_start_matches('0');
    if plain.starts_with(|c: char| c.is_ascii_digit()) {
        plain.to_owned()
    } else {
        text.to_owned()
    }
}

fn python_constant(constant: Constant) -> &'static str {
    match constant {
        Constant::Pi => "np.pi",
        Constant::E => "np.e",
        Constant::Tau => "2*np.pi",
        Constant::Inf => "np.inf",
    }
}

fn spelling(func: Func) -> Spelling {
    use Spelling::{Around, Call, Fold};
    match func {
        Func::Exp => Call("np.exp"),
        Func::Exp2 => Call("np.exp2"),
        Func::Expm1 => Call("np.expm1"),
        Func::Ln => Call("np.log"),
        Func::Log2 => Call("np.log2"),
        Func::Log10 => Call("np.log10"),
        Func::Log1p => Call("np.log1p"),
        Func::Sqrt => Call("np.sqrt"),
        Func::Cbrt => Call("np.cbrt"),
        Func::Abs => Call("np.abs"),
        Func::Sign => Call("np.sign"),
        Func::Floor => Call("np.floor"),
        Func::Ceil => Call("np.ceil"),
        Func::Round => Call("np.round"),
        Func::Mod => Call("np.mod"),
        Func::Min => Fold {
            one: "np.min",
            two: "np.minimum",
        },
        Func::Max => Fold {
            one: "np.max",
            two: "np.maximum",
        },
        Func::Clamp => Call("np.clip"),
        Func::Hypot => Call("np.hypot"),
        Func::Sin => Call("np.sin"),
        Func::Cos => Call("np.cos"),
        Func::Tan => Call("np.tan"),
        Func::Asin => Call("np.arcsin"),
        Func::Acos => Call("np.arccos"),
        Func::Atan => Call("np.arctan"),
        Func::Atan2 => Call("np.arctan2"),
        Func::Sinh => Call("np.sinh"),
        Func::Cosh => Call("np.cosh"),
        Func::Tanh => Call("np.tanh"),
        Func::Sech => Around {
            before: "1/np.cosh(",
            least: Level::Any,
            after: ")",
            level: Level::Product,
        },
        Func::Asinh => Call("np.arcsinh"),
        Func::Acosh => Call("np.arccosh"),
        Func::Atanh => Call("np.arctanh"),
        Func::Erf => Call("scipy.special.erf"),
        Func::Erfc => Call("scipy.special.erfc"),
        Func::NormalCdf => Call("scipy.special.ndtr"),
        Func::NormalPdf => {
            let after = "**2/2)/np.sqrt(2*np.pi)";
            Around {
                before: "np.exp(-",
                least: Level::Atom,
                after,
                level: Level::Product,
            }
        }
        Func::Sinc => Around {
            before: "np.sinc(",
            least: Level::Product,
            after: "/np.pi)",
            level: Level::Atom,
        },
        Func::Sigmoid => Call("scipy.special.expit"),
        Func::Softplus => Around {
            before: "np.logaddexp(0, ",
            least: Level::Any,
            after: ")",
            level: Level::Atom,
        },
        Func::Relu => Around {
            before: "np.maximum(0, ",
            least: Level::Any,
            after: ")",
            level: Level::Atom,
        },
        Func::Step => Around {
            before: "np.heaviside(",
            least: Level::Any,
            after: ", 1)",
            level: Level::Atom,
        },
        Func::Sum => Call("np.sum"),
        Func::Mean => Call("np.mean"),
        Func::Prod => Call("np.prod"),
        Func::Norm => Call("np.linalg.norm"),
        Func::LogSumExp => Call("scipy.special.logsumexp"),
        Func::Concat => Call("np.hstack"),
    }
}

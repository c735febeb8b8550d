//! Trees in LaTeX.

use super::layout::{Dialect, Piece, enclosed, infix, node, prefix, text, write};
use super::source::CalledNames;
use super::symbols::{is_symbol, latex_name};
use crate::level::{self, Level};
use crate::{Call, Comparison, Constant, Definition, Func, Kind, Number, Tree};

/// How LaTeX writes a call of a primitive.
enum Spelling {
    /// `\tanh(a, b)`.
    Call(&'static str),
    /// What stands before and after a single argument, how tightly that must bind, and how tightly the whole binds.
    Around {
        before: &'static str,
        least: Level,
        after: &'static str,
        level: Level,
    },
}

pub(super) fn latex(tree: &Tree, names: &CalledNames<'_>) -> String {
    write(&Latex { names }, tree, tree.root())
}

/// `\operatorname{swish}(x; \beta = 1) = …`.
pub(super) fn statement(definition: &Definition, name: &str, names: &CalledNames<'_>) -> String {
    let input = |input: &crate::Input| {
        let name = latex_name(&input.name);
        if input.vector {
            format!("\\mathbf{{{name}}}")
        } else {
            name
        }
    };
    let inputs: Vec<String> = definition.inputs.iter().map(input).collect();
    let parameters: Vec<String> = definition
        .parameters
        .iter()
        .map(|parameter| {
            format!(
                "{} = {}",
                latex_name(&parameter.name),
                latex(&parameter.default, names)
            )
        })
        .collect();
    let separator = if parameters.is_empty() { "" } else { "; " };
    let body = latex(&definition.body, names);
    format!(
        "{}({}{separator}{}) = {body}",
        function_name(name),
        inputs.join(", "),
        parameters.join(", ")
    )
}

fn function_name(name: &str) -> String {
    if is_symbol(name) {
        latex_name(name)
    } else {
        format!("\\operatorname{{{}}}", name.replace('_', "\\_"))
    }
}

struct Latex<'n> {
    names: &'n CalledNames<'n>,
}

impl Dialect for Latex<'_> {
    fn level(&self, tree: &Tree, index: usize) -> Level {
        match &tree.nodes()[index].kind {
            Kind::Number(number) if power_of_ten(number).is_some() => Level::Product,
            Kind::Divide => Level::Power,
            Kind::If | Kind::Piecewise(_) => Level::Any,
            Kind::Call(func, _) => match spelling(*func) {
                Spelling::Call(_) => Level::Atom,
                Spelling::Around { level, .. } => level,
            },
            kind => level::of(kind).map_or(Level::Atom, |binding| binding.level),
        }
    }

    fn pieces<'a>(&'a self, tree: &'a Tree, index: usize) -> Vec<Piece<'a>> {
        let children = || tree.children(index);
        match &tree.nodes()[index].kind {
            Kind::Number(number) => vec![text(latex_number(number))],
            Kind::Constant(constant) => vec![text(latex_constant(*constant))],
            Kind::Name(name) => vec![text(latex_name(name))],
            Kind::Negate => signed(tree, index, "-"),
            Kind::Plus => signed(tree, index, "+"),
            Kind::Not => prefix(tree, index, "\\lnot "),
            Kind::Add => sum(tree, &children(), " + "),
            Kind::Subtract => sum(tree, &children(), " - "),
            Kind::Multiply => product(tree, &children()),
            Kind::Divide => fraction(&children()),
            Kind::Power => power(&children()),
            Kind::And => infix(tree, index, " \\land "),
            Kind::Or => infix(tree, index, " \\lor "),
            Kind::Compare(chain) => compare(chain, &children()),
            Kind::Call(func, _) => call(*func, tree, index, &children()),
            Kind::CallDefinition(call) => self.call_definition(call, tree, index, &children()),
            Kind::If | Kind::Piecewise(_) => cases(tree, index),
        }
    }

    fn parentheses(&self, tree: &Tree, index: usize) -> (&'static str, &'static str) {
        parentheses(is_tall(tree, index))
    }
}

impl Latex<'_> {
    fn call_definition<'a>(
        &self,
        call: &'a Call,
        tree: &Tree,
        index: usize,
        children: &[usize],
    ) -> Vec<Piece<'a>> {
        let (inputs, given) = children.split_at(call.definition.inputs.len().min(children.len()));
        let mut pieces = arguments(function_name(self.names.of(call)), tree, index, inputs);
        let close = pieces.pop();
        for (position, (name, &value)) in call.parameters.iter().zip(given).enumerate() {
            let separator = if position == 0 { "; " } else { ", " };
            pieces.extend([
                text(separator),
                text(latex_name(name)),
                text(" = "),
                node(value, Level::Any),
            ]);
        }
        pieces.extend(close);
        pieces
    }
}

fn call<'a>(func: Func, tree: &Tree, index: usize, children: &[usize]) -> Vec<Piece<'a>> {
    match spelling(func) {
        Spelling::Call(name) => arguments(name.to_owned(), tree, index, children),
        Spelling::Around {
            before,
            least: Level::Product,
            after,
            ..
        } => {
            let least = after_operator(tree, children[0], Level::Product);
            vec![text(before), node(children[0], least), text(after)]
        }
        Spelling::Around {
            before,
            least,
            after,
            ..
        } => vec![text(before), node(children[0], least), text(after)],
    }
}

fn parentheses(is_tall: bool) -> (&'static str, &'static str) {
    if is_tall {
        ("\\left(", "\\right)")
    } else {
        ("(", ")")
    }
}

/// `name(a, b)`, in tall parentheses around tall arguments.
fn arguments<'a>(name: String, tree: &Tree, index: usize, children: &[usize]) -> Vec<Piece<'a>> {
    let (open, close) = parentheses(
        children.iter().any(|&child| is_tall(tree, child)) || is_tall_call(tree, index),
    );
    enclosed(name + open, children, close)
}

/// A call of a definition is tall with the parameters that it is given.
fn is_tall_call(tree: &Tree, index: usize) -> bool {
    matches!(tree.nodes()[index].kind, Kind::CallDefinition(_)) && is_tall(tree, index)
}

/// Whether something in a subtree is taller than a line.
fn is_tall(tree: &Tree, index: usize) -> bool {
    let first = index + 1 - tree.nodes()[index].size as usize;
    tree.nodes()[first..=index]
        .iter()
        .any(|node| matches!(node.kind, Kind::Divide | Kind::If | Kind::Piecewise(_)))
}

/// A product needs no parentheses after a sign.
fn signed<'a>(tree: &Tree, index: usize, sign: &'static str) -> Vec<Piece<'a>> {
    vec![
        text(sign),
        node(index - 1, after_operator(tree, index - 1, Level::Product)),
    ]
}

/// A term that begins with a sign stands in parentheses after another.
fn sum<'a>(tree: &Tree, children: &[usize], operator: &'static str) -> Vec<Piece<'a>> {
    vec![
        node(children[0], Level::Sum),
        text(operator),
        node(
            children[1],
            after_operator(tree, children[1], Level::Product),
        ),
    ]
}

/// Factors side by side, with a dot before a digit and a thin space beside words.
fn product<'a>(tree: &Tree, children: &[usize]) -> Vec<Piece<'a>> {
    let (left, right) = (children[0], children[1]);
    let least = after_operator(tree, right, Level::Sign);
    let operator = if least == Level::Atom || starts_with_digit(tree, right) {
        " \\cdot "
    } else if is_word(tree, right) || is_word(tree, last_factor(tree, left)) {
        " \\, "
    } else {
        " "
    };
    vec![
        node(left, Level::Product),
        text(operator),
        node(right, least),
    ]
}

fn after_operator(tree: &Tree, index: usize, least: Level) -> Level {
    let begins_with_sign = matches!(
        tree.nodes()[first_factor(tree, index)].kind,
        Kind::Negate | Kind::Plus
    );
    if begins_with_sign { Level::Atom } else { least }
}

/// The first of the factors that stand side by side.
fn first_factor(tree: &Tree, mut index: usize) -> usize {
    while tree.nodes()[index].kind == Kind::Multiply {
        index = tree.children(index)[0];
    }
    index
}

fn last_factor(tree: &Tree, index: usize) -> usize {
    if tree.nodes()[index].kind == Kind::Multiply {
        index - 1
    } else {
        index
    }
}

fn starts_with_digit(tree: &Tree, index: usize) -> bool {
    let first = first_factor(tree, index);
    let base = if tree.nodes()[first].kind == Kind::Power {
        tree.children(first)[0]
    } else {
        first
    };
    matches!(
        tree.nodes()[base].kind,
        Kind::Number(_) | Kind::Call(Func::Exp2, _)
    )
}

fn is_word(tree: &Tree, index: usize) -> bool {
    matches!(&tree.nodes()[index].kind, Kind::Name(name) if !is_symbol(name))
}

fn fraction<'a>(children: &[usize]) -> Vec<Piece<'a>> {
    vec![
        text("\\frac{"),
        node(children[0], Level::Any),
        text("}{"),
        node(children[1], Level::Any),
        text("}"),
    ]
}

fn power<'a>(children: &[usize]) -> Vec<Piece<'a>> {
    vec![
        node(children[0], Level::Atom),
        text("^{"),
        node(children[1], Level::Any),
        text("}"),
    ]
}

fn compare<'a>(chain: &[Comparison], children: &[usize]) -> Vec<Piece<'a>> {
    let mut pieces = vec![node(children[0], Level::Sum)];
    for (&link, &child) in chain.iter().zip(&children[1..]) {
        pieces.extend([text(comparison(link)), node(child, Level::Sum)]);
    }
    pieces
}

/// One row a case; what stands in the last place of a choice continues it.
fn cases<'a>(tree: &Tree, index: usize) -> Vec<Piece<'a>> {
    let mut pieces = vec![text("\\begin{cases} ")];
    let mut otherwise = index;
    loop {
        let children = tree.children(otherwise);
        match &tree.nodes()[otherwise].kind {
            Kind::If => {
                pieces.extend(case(children[1], children[0]));
                otherwise = children[2];
            }
            Kind::Piecewise(_) => {
                pieces.extend(
                    children
                        .chunks_exact(2)
                        .flat_map(|pair| case(pair[0], pair[1])),
                );
                otherwise = children[children.len() - 1];
            }
            _ => break,
        }
    }
    pieces.extend([
        node(otherwise, Level::Any),
        text(" & \\text{otherwise} \\end{cases}"),
    ]);
    pieces
}

fn case<'a>(value: usize, condition: usize) -> [Piece<'a>; 4] {
    [
        node(value, Level::Any),
        text(" & \\text{if } "),
        node(condition, Level::Any),
        text(" \\\\ "),
    ]
}

fn comparison(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::LessEqual => " \\leq ",
        Comparison::Greater => " > ",
        Comparison::GreaterEqual => " \\geq ",
        Comparison::Equal => " = ",
        Comparison::NotEqual => " \\neq ",
    }
}

fn latex_constant(constant: Constant) -> &'static str {
    match constant {
        Constant::Pi => "\\pi",
        Constant::E => "e",
        Constant::Tau => "2 \\pi",
        Constant::Inf => "\\infty",
    }
}

fn latex_number(number: &Number) -> String {
    match power_of_ten(number) {
        Some(("1", exponent)) => format!("10^{{{exponent}}}"),
        Some((mantissa, exponent)) => format!("{mantissa} \\cdot 10^{{{exponent}}}"),
        None => number.text().to_owned(),
    }
}

fn power_of_ten(number: &Number) -> Option<(&str, &str)> {
    number
        .text()
        .split_once(['e', 'E'])
        .map(|(mantissa, exponent)| (mantissa, exponent.trim_start_matches('+')))
}

const fn around(before: &'static str, after: &'static str) -> Spelling {
    Spelling::Around {
        before,
        least: Level::Any,
        after,
        level: Level::Atom,
    }
}

fn spelling(func: Func) -> Spelling {
    use Spelling::{Around, Call};
    match func {
        Func::Exp => Around {
            before: "e^{",
            least: Level::Any,
            after: "}",
            level: Level::Power,
        },
        Func::Exp2 => Around {
            before: "2^{",
            least: Level::Any,
            after: "}",
            level: Level::Power,
        },
        Func::Expm1 => Around {
            before: "e^{",
            least: Level::Any,
            after: "} - 1",
            level: Level::Sum,
        },
        Func::Ln => Call("\\ln"),
        Func::Log2 => Call("\\log_{2}"),
        Func::Log10 => Call("\\log_{10}"),
        Func::Log1p => Around {
            before: "\\ln\\left(1 + ",
            least: Level::Product,
            after: "\\right)",
            level: Level::Atom,
        },
        Func::Sqrt => around("\\sqrt{", "}"),
        Func::Cbrt => around("\\sqrt[3]{", "}"),
        Func::Abs => around("\\left|", "\\right|"),
        Func::Sign => Call("\\operatorname{sign}"),
        Func::Floor => around("\\left\\lfloor ", " \\right\\rfloor"),
        Func::Ceil => around("\\left\\lceil ", " \\right\\rceil"),
        Func::Round => Call("\\operatorname{round}"),
        Func::Mod => Call("\\operatorname{mod}"),
        Func::Min => Call("\\min"),
        Func::Max => Call("\\max"),
        Func::Clamp => Call("\\operatorname{clamp}"),
        Func::Hypot => Call("\\operatorname{hypot}"),
        Func::Sin => Call("\\sin"),
        Func::Cos => Call("\\cos"),
        Func::Tan => Call("\\tan"),
        Func::Asin => Call("\\arcsin"),
        Func::Acos => Call("\\arccos"),
        Func::Atan => Call("\\arctan"),
        Func::Atan2 => Call("\\operatorname{atan2}"),
        Func::Sinh => Call("\\sinh"),
        Func::Cosh => Call("\\cosh"),
        Func::Tanh => Call("\\tanh"),
        Func::Sech => Call("\\operatorname{sech}"),
        Func::Asinh => Call("\\operatorname{arsinh}"),
        Func::Acosh => Call("\\operatorname{arcosh}"),
        Func::Atanh => Call("\\operatorname{artanh}"),
        Func::Erf => Call("\\operatorname{erf}"),
        Func::Erfc => Call("\\operatorname{erfc}"),
        Func::NormalCdf => Call("\\Phi"),
        Func::NormalPdf => Call("\\varphi"),
        Func::Sinc => Call("\\operatorname{sinc}"),
        Func::Sigmoid => Call("\\sigma"),
        Func::Softplus => Call("\\operatorname{softplus}"),
        Func::Relu => Call("\\operatorname{ReLU}"),
        Func::Step => Call("\\operatorname{step}"),
        Func::Sum => Call("\\operatorname{sum}"),
        Func::Mean => Call("\\operatorname{mean}"),
        Func::Prod => Call("\\operatorname{prod}"),
        Func::Norm => around("\\left\\|", "\\right\\|"),
        Func::LogSumExp => Call("\\operatorname{logsumexp}"),
        Func::Concat => Call("\\operatorname{concat}"),
    }
}

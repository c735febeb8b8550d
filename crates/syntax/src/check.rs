//! Conditions and values in their places, and vectors of fitting lengths.

use std::collections::HashMap;

use crate::error::{Outcome, Problem};
use crate::lexer::shortened;
use crate::signature::{Signature, Signatures, argument_names};
use crate::{
    Action, Call, Definition, Func, Kind, Length, ParseErrorKind, Shape, Span, Tree, print,
};

/// The shape of a tree's value, for names of these shapes; other names are scalars. What it calls has been learnt.
pub(crate) fn check(
    tree: &Tree,
    names: &[(&str, Shape)],
    signatures: &Signatures,
) -> Outcome<Shape> {
    let vectors = names
        .iter()
        .filter(|(_, shape)| *shape != Shape::Scalar)
        .copied()
        .collect();
    let mut checker = Checker {
        tree,
        vectors,
        signatures,
        operands: Vec::new(),
    };
    for index in 0..tree.len() {
        checker.node(index)?;
    }
    match checker.operands.pop() {
        Some(body) => {
            checker.value(body)?;
            Ok(body.shape)
        }
        None => Err(Problem::new(ParseErrorKind::Empty, Span::default())),
    }
}

impl Definition {
    /// The shape of its value, in terms of the length n of its vector inputs.
    ///
    /// ```
    /// use gradus_syntax::{Length, Limits, NoNames, Shape, parse};
    /// let softmax = parse("softmax(x[]) = exp(x)/sum(exp(x))", &NoNames, &Limits::default())?;
    /// assert_eq!(softmax.shape().unwrap(), Shape::Vector(Length::INPUT));
    /// # Ok::<(), gradus_syntax::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// If the definition was not made by the parser and its body is not well formed.
    pub fn shape(&self) -> Result<Shape, ParseErrorKind> {
        let mut signatures = Signatures::default();
        let learnt = signatures.learn(self.calls());
        let signature = learnt.and_then(|()| signatures.signature(self));
        signature
            .map(|signature| signature.shape)
            .map_err(Problem::into_kind)
    }

    /// Inputs and parameters with the shapes that the header gives them.
    pub(crate) fn declared_shapes(&self) -> impl Iterator<Item = (&str, Shape)> {
        let declared = |vector| {
            if vector {
                Shape::Vector(Length::INPUT)
            } else {
                Shape::Scalar
            }
        };
        let inputs = self
            .inputs
            .iter()
            .map(move |input| (&*input.name, declared(input.vector)));
        inputs.chain(
            self.parameters
                .iter()
                .map(|parameter| (&*parameter.name, Shape::Scalar)),
        )
    }
}

/// A subtree that has been checked.
#[derive(Clone, Copy)]
struct Operand {
    node: usize,
    is_condition: bool,
    shape: Shape,
}

struct Checker<'a> {
    tree: &'a Tree,
    /// The names that are vectors.
    vectors: HashMap<&'a str, Shape>,
    signatures: &'a Signatures,
    /// The subtrees that wait for the node above them.
    operands: Vec<Operand>,
}

impl Checker<'_> {
    fn node(&mut self, index: usize) -> Outcome<()> {
        let tree = self.tree;
        let kind = &tree.nodes()[index].kind;
        let first = self.operands.len() - kind.children();
        let operands = self.operands.split_off(first);
        let shape = match kind {
            Kind::Name(name) => self.vectors.get(&**name).copied().unwrap_or(Shape::Scalar),
            Kind::Not | Kind::And | Kind::Or => self.broadcast(&operands, Self::condition)?,
            Kind::If => self.choice(&operands, 0)?,
            Kind::Piecewise(_) => self.choice(&operands, 1)?,
            Kind::Call(func, _) => self.call(*func, &operands)?,
            Kind::CallDefinition(call) => self.call_definition(call, &operands)?,
            _ => self.broadcast(&operands, Self::value)?,
        };
        let is_condition = matches!(kind, Kind::Not | Kind::And | Kind::Or | Kind::Compare(_));
        self.operands.push(Operand {
            node: index,
            is_condition,
            shape,
        });
        Ok(())
    }

    fn broadcast(
        &self,
        operands: &[Operand],
        due: fn(&Self, Operand) -> Outcome<()>,
    ) -> Outcome<Shape> {
        operands.iter().try_fold(Shape::Scalar, |shape, &operand| {
            due(self, operand)?;
            self.fit(shape, operand)
        })
    }

    fn fit(&self, shape: Shape, operand: Operand) -> Outcome<Shape> {
        shape.broadcast(operand.shape).map_err(|(left, right)| {
            let kind = ParseErrorKind::LengthMismatch {
                left: left.to_string(),
                right: right.to_string(),
            };
            Problem::new(kind, self.span(operand))
        })
    }

    /// Conditions among values: the first of three, or the second of each pair.
    fn choice(&self, operands: &[Operand], condition: usize) -> Outcome<Shape> {
        let last = operands.len() - 1;
        let mut shape = Shape::Scalar;
        for (position, &operand) in operands.iter().enumerate() {
            let is_condition = if condition == 0 {
                position == 0
            } else {
                position % 2 == 1 && position < last
            };
            if is_condition {
                self.condition(operand)?;
            } else {
                self.value(operand)?;
            }
            shape = self.fit(shape, operand)?;
        }
        Ok(shape)
    }

    fn call(&self, func: Func, operands: &[Operand]) -> Outcome<Shape> {
        let shape = || self.broadcast(operands, Self::value);
        match func.action() {
            Action::Elementwise => shape(),
            Action::ElementwiseOrReduction if operands.len() > 1 => shape(),
            Action::ElementwiseOrReduction | Action::Reduction => {
                shape()?;
                self.vector(func.name(), operands[0])?;
                Ok(Shape::Scalar)
            }
            Action::Concatenation => {
                operands
                    .iter()
                    .try_for_each(|&operand| self.value(operand))?;
                let length = operands.iter().fold(Length::NONE, |length, operand| {
                    length.plus(operand.shape.length())
                });
                Ok(Shape::Vector(length))
            }
        }
    }

    /// Element by element like its body; or, where that joins or reduces, with vectors just where the header has them.
    fn call_definition(&self, call: &Call, operands: &[Operand]) -> Outcome<Shape> {
        let shape = self.broadcast(operands, Self::value)?;
        let signature = self.signatures.of(call);
        let inputs = call.definition.inputs.iter().map(|input| input.vector);
        let due = operands
            .iter()
            .copied()
            .zip(inputs.chain(std::iter::repeat(false)));
        let (vectors, scalars): (Vec<_>, Vec<_>) = due.partition(|(_, vector)| *vector);
        if !signature.elementwise {
            vectors
                .iter()
                .try_for_each(|&(operand, _)| self.vector(&call.name, operand))?;
            scalars
                .iter()
                .try_for_each(|&(operand, _)| self.scalar(&call.name, operand))?;
        } else if let (Shape::Scalar, Some(&(first, _))) = (shape, vectors.first()) {
            self.vector(&call.name, first)?;
        }
        Ok(match (shape, signature.shape) {
            (Shape::Vector(n), Shape::Vector(length)) if !signature.elementwise => {
                Shape::Vector(length.of_inputs(n))
            }
            (_, result) if !signature.elementwise => result,
            (shape, _) if is_used(call, operands, signature) => shape,
            _ => Shape::Scalar,
        })
    }

    fn value(&self, operand: Operand) -> Outcome<()> {
        if !operand.is_condition {
            return Ok(());
        }
        let problem = self.problem(operand, |found| ParseErrorKind::ExpectedValue { found });
        let shown = self.shown(operand);
        Err(problem.help(format!(
            "write if({shown}, 1, 0) for a value that is 1 or 0"
        )))
    }

    fn condition(&self, operand: Operand) -> Outcome<()> {
        if operand.is_condition {
            return Ok(());
        }
        let shown = self.shown(operand);
        Err(self
            .problem(operand, |found| ParseErrorKind::ExpectedCondition { found })
            .help(format!("compare it with something, as in {shown} > 0")))
    }

    fn vector(&self, function: &str, operand: Operand) -> Outcome<()> {
        if operand.shape != Shape::Scalar {
            return Ok(());
        }
        let name = function.to_owned();
        let problem = self.problem(operand, |found| ParseErrorKind::ExpectedVector {
            name,
            found,
        });
        Err(problem.maybe_help(self.vector_input(operand)))
    }

    fn scalar(&self, function: &str, operand: Operand) -> Outcome<()> {
        if operand.shape == Shape::Scalar {
            return Ok(());
        }
        let place = format!("this argument of `{}`", shortened(function));
        Err(
            self.problem(operand, |found| ParseErrorKind::ExpectedScalar {
                place,
                found,
            }),
        )
    }

    /// Advice to make the first scalar input in an operand a vector.
    fn vector_input(&self, operand: Operand) -> Option<String> {
        let start = operand.node + 1 - self.tree.nodes()[operand.node].size as usize;
        let names = self.tree.nodes()[start..=operand.node]
            .iter()
            .filter_map(|node| match &node.kind {
                Kind::Name(name) => Some(&**name),
                _ => None,
            });
        let mut scalars = names.filter(|name| !self.vectors.contains_key(name));
        scalars
            .next()
            .map(|name| format!("write {name}[] in the header for an input that is a vector"))
    }

    fn problem(&self, operand: Operand, kind: impl FnOnce(String) -> ParseErrorKind) -> Problem {
        Problem::new(kind(self.shown(operand)), self.span(operand))
    }

    fn shown(&self, operand: Operand) -> String {
        shortened(&print::infix(self.tree, operand.node))
    }

    fn span(&self, operand: Operand) -> Span {
        self.tree.nodes()[operand.node].span
    }
}

/// Whether the value of a call depends on an argument that is a vector.
fn is_used(call: &Call, operands: &[Operand], signature: &Signature) -> bool {
    let vectors = operands
        .iter()
        .zip(argument_names(call))
        .filter(|(operand, _)| operand.shape != Shape::Scalar);
    vectors
        .into_iter()
        .any(|(_, name)| signature.uses.contains(name))
}

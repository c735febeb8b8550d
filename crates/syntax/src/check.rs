//! Conditions and values in their places, and vectors of fitting lengths.

use std::collections::HashMap;
use std::sync::Arc;

use crate::called::KnownFacts;
use crate::error::{Outcome, Problem};
use crate::lexer::shortened;
use crate::{
    Action, Call, Definition, Func, Kind, Length, ParseErrorKind, Shape, Span, Tree, print,
};

/// The shapes of calls found so far: the same call is not looked into twice.
#[derive(Default)]
pub(crate) struct Signatures {
    shapes: HashMap<(*const Definition, Box<[Shape]>), Shape>,
    pub(crate) facts: KnownFacts,
    /// Keeps the definitions alive, so that their addresses mean them.
    kept: Vec<Arc<Definition>>,
}

/// The shape of a tree's value, for names of these shapes; other names are scalars.
pub(crate) fn check(
    tree: &Tree,
    names: &[(&str, Shape)],
    signatures: &mut Signatures,
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
        let names: Vec<(&str, Shape)> = self.declared_shapes().collect();
        check(&self.body, &names, &mut Signatures::default()).map_err(Problem::into_kind)
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
    signatures: &'a mut Signatures,
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
            Kind::CallDefinition(call) => self.call_definition(call, &operands, index)?,
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

    /// The shape of the body with the arguments in place of the inputs.
    fn call_definition(
        &mut self,
        call: &Call,
        operands: &[Operand],
        index: usize,
    ) -> Outcome<Shape> {
        operands
            .iter()
            .try_for_each(|&operand| self.value(operand))?;
        let (vectors, scalars) = by_shape_due(call, operands);
        if let (Shape::Scalar, Some(&first)) =
            (self.broadcast(&vectors, Self::value)?, vectors.first())
        {
            self.vector(&call.name, first)?;
        }
        let vector_for_scalar = scalars
            .into_iter()
            .find(|operand| operand.shape != Shape::Scalar);
        if let Some(operand) = vector_for_scalar
            && !self.signatures.facts.of_called(call).elementwise
        {
            let place = format!("this argument of `{}`", call.name);
            return Err(
                self.problem(operand, |found| ParseErrorKind::ExpectedScalar {
                    place,
                    found,
                }),
            );
        }
        let shapes = operands.iter().map(|operand| operand.shape).collect();
        self.signatures.call(call, shapes).or_else(|problem| {
            // most likely a scalar was repeated where the body reduces a vector
            vectors
                .iter()
                .try_for_each(|&operand| self.vector(&call.name, operand))?;
            Err(problem.moved(self.tree.nodes()[index].span))
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

/// The arguments that are due as vectors, and the others.
fn by_shape_due(call: &Call, operands: &[Operand]) -> (Vec<Operand>, Vec<Operand>) {
    let inputs = call.definition.inputs.iter().map(|input| input.vector);
    let due = operands
        .iter()
        .copied()
        .zip(inputs.chain(std::iter::repeat(false)));
    let (vectors, scalars): (Vec<_>, Vec<_>) = due.partition(|(_, vector)| *vector);
    let operands =
        |due: Vec<(Operand, bool)>| due.into_iter().map(|(operand, _)| operand).collect();
    (operands(vectors), operands(scalars))
}

impl Signatures {
    /// The shape of a call with arguments of these shapes. It looks into the definitions that the called one calls,
    /// as deep as definitions call each other, which the parser bounds.
    fn call(&mut self, call: &Call, arguments: Vec<Shape>) -> Outcome<Shape> {
        let definition = &call.definition;
        let given = call.parameters.iter().map(|name| &**name);
        let names = definition
            .inputs
            .iter()
            .map(|input| &*input.name)
            .chain(given);
        let given: HashMap<&str, Shape> = names.zip(arguments).collect();
        let shapes: Vec<(&str, Shape)> = definition
            .declared_shapes()
            .map(|(name, _)| (name, given.get(name).copied().unwrap_or(Shape::Scalar)))
            .collect();
        let key = (
            Arc::as_ptr(definition),
            shapes.iter().map(|(_, shape)| *shape).collect(),
        );
        if let Some(&shape) = self.shapes.get(&key) {
            return Ok(shape);
        }
        let shape = check(&definition.body, &shapes, self)?;
        self.kept.push(definition.clone());
        self.shapes.insert(key, shape);
        Ok(shape)
    }
}

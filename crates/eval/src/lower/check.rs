//! Whether a computation is well-formed.

use gradus_symbolic::computation::{Computation, Op, Value};

use crate::LowerError;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Mask,
}

/// Whether the list may be over vectors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Elements,
    Vectors,
}

/// Checks that operands are earlier results of the right kind, and that inputs, parameters, parts and outputs exist.
pub(crate) fn check(computation: &Computation, over: Over) -> Result<(), LowerError> {
    let mut kinds = Vec::with_capacity(computation.ops.len());
    for op in &computation.ops {
        let kind = Checker {
            computation,
            kinds: &kinds,
            over,
        }
        .op(op)?;
        kinds.push(kind);
    }
    for (output, value) in computation.outputs.iter().enumerate() {
        if kinds.get(value.0 as usize) != Some(&Kind::Number) {
            return Err(LowerError::BadOutput {
                output: output as u32,
            });
        }
    }
    Ok(())
}

struct Checker<'a> {
    computation: &'a Computation,
    kinds: &'a [Kind],
    over: Over,
}

impl Checker<'_> {
    fn op(&self, op: &Op) -> Result<Kind, LowerError> {
        match op {
            Op::Input(position) => self.argument(*position, self.computation.inputs),
            Op::Parameter(position) => self.argument(*position, self.computation.parameters),
            Op::Constant(_) => Ok(Kind::Number),
            Op::Unary(_, a) | Op::Power(a, _) => self.operands(Kind::Number, &[*a], Kind::Number),
            Op::Binary(_, a, b) => self.operands(Kind::Number, &[*a, *b], Kind::Number),
            Op::MulAdd(a, b, c) => self.operands(Kind::Number, &[*a, *b, *c], Kind::Number),
            Op::Compare(_, a, b) => self.operands(Kind::Number, &[*a, *b], Kind::Mask),
            Op::Not(a) => self.operands(Kind::Mask, &[*a], Kind::Mask),
            Op::And(a, b) | Op::Or(a, b) => self.operands(Kind::Mask, &[*a, *b], Kind::Mask),
            Op::Select(condition, a, b) => {
                self.operands(Kind::Mask, &[*condition], Kind::Number)?;
                self.operands(Kind::Number, &[*a, *b], Kind::Number)
            }
            Op::Reduce(_, a) => self.over_vectors(&[*a]),
            Op::Concat(parts) => self.over_vectors(parts),
            Op::Part(a, parts, which) => {
                if *which as usize >= parts.len() {
                    return Err(LowerError::NoSuchPart {
                        op: self.position(),
                    });
                }
                self.over_vectors(parts)?;
                self.over_vectors(&[*a])
            }
        }
    }

    fn position(&self) -> u32 {
        self.kinds.len() as u32
    }

    fn argument(&self, position: u32, count: u32) -> Result<Kind, LowerError> {
        if position < count {
            Ok(Kind::Number)
        } else {
            Err(LowerError::NoSuchArgument {
                op: self.position(),
            })
        }
    }

    fn over_vectors(&self, operands: &[Value]) -> Result<Kind, LowerError> {
        if self.over == Over::Elements {
            return Err(LowerError::OverVectors {
                op: self.position(),
            });
        }
        self.operands(Kind::Number, operands, Kind::Number)
    }

    fn operands(
        &self,
        expected: Kind,
        operands: &[Value],
        result: Kind,
    ) -> Result<Kind, LowerError> {
        for &Value(operand) in operands {
            let op = self.position();
            match self.kinds.get(operand as usize) {
                None => return Err(LowerError::NotEarlier { op, operand }),
                Some(kind) if *kind == expected => {}
                Some(_) => {
                    return Err(LowerError::WrongKind {
                        op,
                        operand,
                        expected: expected.name(),
                    });
                }
            }
        }
        Ok(result)
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Mask => "mask",
        }
    }
}

//! One operation at a time over whole vectors, of any lengths that fit.

use gradus_symbolic::computation::{Computation, Op, Value};

use super::each_operand;
use crate::block;
use crate::block::kernels::{self, Operand};
use crate::lower::Step;
use crate::math::Level;
use crate::reduction::reduce;
use crate::{Element, ShapeError};

/// A computation and what is known of it before it is called.
#[derive(Debug)]
pub(super) struct Whole<T> {
    level: Level,
    computation: Computation,
    /// The constants by operation; 0 for the others.
    constants: Vec<T>,
    /// For each operation the values that nothing reads after it.
    released: Vec<Vec<Value>>,
}

impl<T: Element> Whole<T> {
    pub fn new(computation: &Computation) -> Self {
        let constants = computation.ops.iter().map(|op| match op {
            Op::Constant(value) => T::constant(*value),
            _ => T::default(),
        });
        Self {
            level: Level::chosen(),
            constants: constants.collect(),
            released: released(computation),
            computation: computation.clone(),
        }
    }

    pub fn computation(&self) -> &Computation {
        &self.computation
    }

    pub fn call(
        &self,
        inputs: &[&[T]],
        parameters: &[T],
        outputs: &mut [Vec<T>],
    ) -> Result<(), ShapeError> {
        let mut run = Run {
            parts: self,
            inputs,
            parameters,
            held: Vec::new(),
            spare: outputs.iter_mut().map(std::mem::take).collect(),
        };
        for (position, op) in self.computation.ops.iter().enumerate() {
            let held = run.op(position, op)?;
            run.held.push(held);
            for value in &self.released[position] {
                run.release(*value);
            }
        }
        for (output, value) in outputs.iter_mut().zip(&self.computation.outputs) {
            *output = run.output(*value);
        }
        Ok(())
    }
}

/// The result of an operation.
enum Held<'a, T> {
    /// One number, for all elements.
    Same(T),
    /// An input.
    Given(&'a [T]),
    /// A number for each element.
    Each(Vec<T>),
    /// Not computed yet, or not needed any more.
    Nothing,
}

/// For each operation the values it is the last to read, outputs excepted.
fn released(computation: &Computation) -> Vec<Vec<Value>> {
    let mut last = vec![usize::MAX; computation.ops.len()];
    for (position, op) in computation.ops.iter().enumerate() {
        each_operand(op, |value| last[value.0 as usize] = position);
    }
    for output in &computation.outputs {
        last[output.0 as usize] = usize::MAX;
    }
    let mut released = vec![Vec::new(); computation.ops.len()];
    for (value, position) in last
        .into_iter()
        .enumerate()
        .filter(|(_, position)| *position != usize::MAX)
    {
        released[position].push(Value(value as u32));
    }
    released
}

/// A call under way.
struct Run<'a, T> {
    parts: &'a Whole<T>,
    inputs: &'a [&'a [T]],
    parameters: &'a [T],
    held: Vec<Held<'a, T>>,
    /// Buffers to be used again.
    spare: Vec<Vec<T>>,
}

impl<'a, T: Element> Run<'a, T> {
    fn op(&mut self, position: usize, op: &Op) -> Result<Held<'a, T>, ShapeError> {
        match *op {
            Op::Input(input) => Ok(given(self.inputs[input as usize])),
            Op::Parameter(parameter) => Ok(Held::Same(self.parameters[parameter as usize])),
            Op::Constant(_) => Ok(Held::Same(self.parts.constants[position])),
            Op::Unary(function, a) => self.step(Step::Unary(function, a.0)),
            Op::Binary(function, a, b) => self.step(Step::Binary(function, a.0, b.0)),
            Op::MulAdd(a, b, c) => self.step(Step::MulAdd(a.0, b.0, c.0)),
            Op::Power(a, exponent) => Ok(self.power(a, exponent)),
            Op::Compare(comparison, a, b) => self.step(Step::Compare(comparison, a.0, b.0)),
            Op::Not(a) => self.step(Step::Not(a.0)),
            Op::And(a, b) => self.step(Step::And(a.0, b.0)),
            Op::Or(a, b) => self.step(Step::Or(a.0, b.0)),
            Op::Select(condition, a, b) => self.step(Step::Select(condition.0, a.0, b.0)),
            Op::Reduce(reduction, a) => Ok(Held::Same(reduce(
                reduction,
                self.held[a.0 as usize].elements(),
            ))),
            Op::Concat(ref parts) => Ok(self.concat(parts)),
            Op::Part(a, ref parts, which) => self.part(a, parts, which as usize),
        }
    }

    fn step(&mut self, step: Step) -> Result<Held<'a, T>, ShapeError> {
        let Some(length) = self.common_length(step)? else {
            return Ok(Held::Same(
                step.apply(|slot| self.held[slot as usize].elements()[0]),
            ));
        };
        let mut out = self.buffer(length);
        block::run_alone(
            self.parts.level,
            step,
            |slot| self.held[slot as usize].operand(),
            &mut out,
        );
        Ok(Held::Each(out))
    }

    /// The length of the operands that are vectors; none if no operand is.
    fn common_length(&self, step: Step) -> Result<Option<usize>, ShapeError> {
        let mut common = Ok(None);
        step.each(|slot| {
            let Operand::Each(elements) = self.held[slot as usize].operand() else {
                return;
            };
            let right = elements.len();
            common = match common {
                Ok(Some(left)) if left != right => Err(ShapeError::Lengths { left, right }),
                Ok(_) => Ok(Some(right)),
                error => error,
            };
        });
        common
    }

    fn power(&mut self, a: Value, exponent: u32) -> Held<'a, T> {
        let Operand::Each(elements) = self.held[a.0 as usize].operand() else {
            return Held::Same(self.held[a.0 as usize].elements()[0].power(exponent));
        };
        let mut out = self.buffer(elements.len());
        kernels::map_scalars(
            |x: T| x.power(exponent),
            self.held[a.0 as usize].operand(),
            &mut out,
        );
        Held::Each(out)
    }

    fn concat(&mut self, parts: &[Value]) -> Held<'a, T> {
        let mut out = self.buffer(0);
        for part in parts {
            out.extend_from_slice(self.held[part.0 as usize].elements());
        }
        if let [value] = out[..] {
            Held::Same(value)
        } else {
            Held::Each(out)
        }
    }

    /// A uniform concatenation stands for one whose elements are all the same.
    fn part(&mut self, a: Value, parts: &[Value], which: usize) -> Result<Held<'a, T>, ShapeError> {
        let length = |part: &Value| self.held[part.0 as usize].elements().len();
        let start: usize = parts[..which].iter().map(length).sum();
        let range = start..start + length(&parts[which]);
        let needed: usize = parts.iter().map(length).sum();
        let uniform = matches!(self.held[parts[which].0 as usize], Held::Same(_));
        match self.held[a.0 as usize].operand() {
            Operand::Same(value) => Ok(Held::Same(value)),
            Operand::Each(elements) if elements.len() != needed => Err(ShapeError::Part {
                length: elements.len(),
                needed,
            }),
            Operand::Each(elements) if uniform => Ok(Held::Same(elements[start])),
            Operand::Each(_) => {
                let mut out = self.buffer(0);
                out.extend_from_slice(&self.held[a.0 as usize].elements()[range]);
                Ok(Held::Each(out))
            }
        }
    }

    fn buffer(&mut self, length: usize) -> Vec<T> {
        let mut buffer = self.spare.pop().unwrap_or_default();
        buffer.clear();
        buffer.resize(length, T::default());
        buffer
    }

    fn release(&mut self, value: Value) {
        if let Held::Each(buffer) =
            std::mem::replace(&mut self.held[value.0 as usize], Held::Nothing)
        {
            self.spare.push(buffer);
        }
    }

    /// A copy, because an output may be asked for twice.
    fn output(&mut self, value: Value) -> Vec<T> {
        let mut out = self.buffer(0);
        out.extend_from_slice(self.held[value.0 as usize].elements());
        out
    }
}

/// An input: a vector of one element counts for all elements.
fn given<T: Copy>(input: &[T]) -> Held<'_, T> {
    match input {
        [value] => Held::Same(*value),
        _ => Held::Given(input),
    }
}

impl<T: Element> Held<'_, T> {
    fn operand(&self) -> Operand<'_, T> {
        match self {
            Self::Same(value) => Operand::Same(*value),
            _ => Operand::Each(self.elements()),
        }
    }

    fn elements(&self) -> &[T] {
        match self {
            Self::Same(value) => std::slice::from_ref(value),
            Self::Given(elements) => elements,
            Self::Each(elements) => elements,
            Self::Nothing => unreachable!("released before its last use"),
        }
    }
}

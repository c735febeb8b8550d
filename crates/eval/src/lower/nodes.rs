//! A computation as nodes: integer powers multiplied out, constants folded, what no output needs marked.

use gradus_symbolic::computation::{Binary, Computation, Op, Value};

use super::step::{Slot, Step};
use crate::Element;

/// What a node is; operands are indices of earlier nodes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<T> {
    Constant(T),
    Parameter(u32),
    Input(u32),
    Step(Step),
}

/// What a value of a computation is in a part of it, if it is not computed there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaf {
    /// An input of the part.
    Input(u32),
    /// A parameter of the part.
    Parameter(u32),
    /// A constant.
    Number(f64),
    /// An earlier value.
    Same(Value),
}

/// The nodes of a computation, and which of them are its outputs.
pub(super) struct Nodes<T> {
    pub list: Vec<Node<T>>,
    pub outputs: Vec<Slot>,
    /// Whether it is the same for all elements.
    pub uniform: Vec<bool>,
    /// Whether an output depends on it.
    pub wanted: Vec<bool>,
}

impl<T: Element> Nodes<T> {
    /// The nodes of a checked computation without operations on vectors.
    pub fn new(computation: &Computation) -> Self {
        let leaves = vec![None; computation.ops.len()];
        Self::of_part(computation, &leaves, &computation.outputs)
    }

    /// The nodes of a part of a computation, in which all operations on vectors are leaves.
    pub fn of_part(computation: &Computation, leaves: &[Option<Leaf>], outputs: &[Value]) -> Self {
        let mut nodes = Self {
            list: Vec::new(),
            outputs: Vec::new(),
            uniform: Vec::new(),
            wanted: Vec::new(),
        };
        let mut node_of = Vec::with_capacity(computation.ops.len());
        for (op, leaf) in computation.ops.iter().zip(leaves) {
            let node = match leaf {
                None => nodes.op(op, &node_of),
                Some(Leaf::Input(position)) => nodes.push(Node::Input(*position)),
                Some(Leaf::Parameter(position)) => nodes.push(Node::Parameter(*position)),
                Some(Leaf::Number(number)) => nodes.push(Node::Constant(T::number(*number))),
                Some(Leaf::Same(value)) => node_of[value.0 as usize],
            };
            node_of.push(node);
        }
        nodes.outputs = outputs
            .iter()
            .map(|value| node_of[value.0 as usize])
            .collect();
        nodes.mark_wanted();
        nodes
    }

    fn op(&mut self, op: &Op, node_of: &[Slot]) -> Slot {
        let at = |value: Value| node_of[value.0 as usize];
        match *op {
            Op::Input(position) => self.push(Node::Input(position)),
            Op::Parameter(position) => self.push(Node::Parameter(position)),
            Op::Constant(value) => self.push(Node::Constant(T::constant(value))),
            Op::Unary(function, a) => self.step(Step::Unary(function, at(a))),
            Op::Binary(function, a, b) => self.step(Step::Binary(function, at(a), at(b))),
            Op::MulAdd(a, b, c) => self.step(Step::MulAdd(at(a), at(b), at(c))),
            Op::Power(a, exponent) => self.power(at(a), exponent),
            Op::Compare(comparison, a, b) => self.step(Step::Compare(comparison, at(a), at(b))),
            Op::Not(a) => self.step(Step::Not(at(a))),
            Op::And(a, b) => self.step(Step::And(at(a), at(b))),
            Op::Or(a, b) => self.step(Step::Or(at(a), at(b))),
            Op::Select(condition, a, b) => self.step(Step::Select(at(condition), at(a), at(b))),
            Op::Reduce(..) | Op::Concat(_) | Op::Part(..) => unreachable!("refused by the check"),
        }
    }

    fn push(&mut self, node: Node<T>) -> Slot {
        let uniform = match node {
            Node::Constant(_) | Node::Parameter(_) => true,
            Node::Input(_) => false,
            Node::Step(step) => {
                let mut uniform = true;
                step.each(|slot| uniform &= self.uniform[slot as usize]);
                uniform
            }
        };
        self.list.push(node);
        self.uniform.push(uniform);
        self.list.len() as Slot - 1
    }

    /// A step, computed at once if its operands are constants: the bits are those it would have later.
    fn step(&mut self, step: Step) -> Slot {
        let mut constant = true;
        step.each(|slot| constant &= matches!(self.list[slot as usize], Node::Constant(_)));
        if !constant {
            return self.push(Node::Step(step));
        }
        let value = step.apply(|slot| match self.list[slot as usize] {
            Node::Constant(value) => value,
            _ => T::default(),
        });
        self.push(Node::Constant(value))
    }

    /// The multiplications of [`math::power`](crate::math::power), in its order.
    fn power(&mut self, base: Slot, exponent: u32) -> Slot {
        let mut result = None;
        let mut square = base;
        let mut rest = exponent;
        while rest > 0 {
            if rest & 1 == 1 {
                result = Some(match result {
                    None => square,
                    Some(product) => self.step(Step::Binary(Binary::Mul, product, square)),
                });
            }
            rest >>= 1;
            if rest > 0 {
                square = self.step(Step::Binary(Binary::Mul, square, square));
            }
        }
        result.unwrap_or_else(|| self.push(Node::Constant(T::number(1.0))))
    }

    fn mark_wanted(&mut self) {
        self.wanted = vec![false; self.list.len()];
        for &output in &self.outputs {
            self.wanted[output as usize] = true;
        }
        for index in (0..self.list.len()).rev() {
            if let (true, Node::Step(step)) = (self.wanted[index], self.list[index]) {
                step.each(|slot| self.wanted[slot as usize] = true);
            }
        }
    }
}

//! Simpler nodes with the same bits.

use super::graph::{Graph, Id, Node, One, Predicate, Two};

/// How many operations one after the other are looked at for signs: both operands of each are.
const DEPTH: usize = 10;

impl Graph {
    /// A simpler node with the same bits, or this one.
    pub(super) fn simpler(&mut self, node: Node) -> Result<Id, Node> {
        match node {
            Node::Two(Two::Min, limit, a) if self.is_at_most(a, limit) => Ok(a),
            Node::Two(Two::Max, limit, a) if self.is_at_least(a, limit) => Ok(a),
            Node::Compare(Predicate::Less, a, b) if self.is_zero(b) && self.is_not_negative(a) => {
                Ok(self.push(Node::Always(false)))
            }
            Node::Compare(Predicate::Less, a, b)
                if self.is_zero(a) && self.is_not_above_zero(b) =>
            {
                Ok(self.push(Node::Always(false)))
            }
            Node::Two(two, a, b) if two.commutes() && b < a => Err(Node::Two(two, b, a)),
            Node::Choose(_, yes, no) if yes == no => Ok(yes),
            Node::Choose(mask, yes, no) => self.chosen(mask, yes, no),
            Node::Not(mask) => match self.node(mask) {
                Node::Compare(predicate, a, b) => {
                    Ok(self.push(Node::Compare(predicate.inverse(), a, b)))
                }
                Node::Not(mask) => Ok(mask),
                Node::Always(value) => Ok(self.push(Node::Always(!value))),
                _ => Err(node),
            },
            Node::Both(a, b) | Node::Either(a, b) => {
                let both = matches!(node, Node::Both(..));
                match (self.node(a), self.node(b)) {
                    _ if a == b => Ok(a),
                    (Node::Always(value), _) => Ok(if value == both { b } else { a }),
                    (_, Node::Always(value)) => Ok(if value == both { a } else { b }),
                    _ => Err(node),
                }
            }
            _ => Err(node),
        }
    }

    /// Whether a mask holds nowhere, by what numbers lie between: left as it is where a limit is written with it, which goes as a whole.
    pub fn holds_nowhere(&self, mask: Id) -> bool {
        match self.node(mask) {
            Node::Always(holds) => !holds,
            Node::Compare(Predicate::Less, limit, a) => self.is_at_most(a, limit),
            Node::Either(a, b) => self.holds_nowhere(a) && self.holds_nowhere(b),
            _ => false,
        }
    }

    /// What a number is the sum of, and 1.
    pub fn less_one(&self, id: Id) -> Option<Id> {
        let Node::Two(Two::Add, a, b) = self.node(id) else {
            return None;
        };
        if self.number(a) == Some(1.0) {
            return Some(b);
        }
        (self.number(b) == Some(1.0)).then_some(a)
    }

    fn is_positive(&self, id: Id) -> bool {
        matches!(self.node(id), Node::Constant(bits) if bits & self.sign() == 0)
    }

    /// Whether a number is -0, below 0 or NaN: the opposite of a magnitude and what is made of it.
    pub fn is_below_zero(&self, id: Id) -> bool {
        self.is_below_zero_within(id, DEPTH)
    }

    fn is_below_zero_within(&self, id: Id, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let negative =
            |id| matches!(self.node(id), Node::Constant(bits) if bits & self.sign() != 0);
        let either = |a, b, test: &dyn Fn(Id, Id) -> bool| test(a, b) || test(b, a);
        match self.node(id) {
            Node::Two(Two::Xor, a, b) => either(a, b, &|a, b| {
                self.is_not_negative_within(a, depth) && negative(b)
            }),
            Node::Two(Two::Mul, a, b) => either(a, b, &|a, b| {
                (self.is_not_negative_within(a, depth) && negative(b))
                    || (self.is_not_negative_within(a, depth)
                        && self.is_below_zero_within(b, depth))
            }),
            Node::Two(Two::Max, limit, a) => negative(limit) && self.is_below_zero_within(a, depth),
            Node::One(One::Round | One::Floor | One::Ceil, a) => {
                self.is_below_zero_within(a, depth)
            }
            _ => false,
        }
    }

    /// Whether a number is 0, below 0 or NaN.
    pub fn is_not_above_zero(&self, id: Id) -> bool {
        self.is_below_zero(id) || self.is_at_most_zero(id)
    }

    fn is_zero(&self, id: Id) -> bool {
        matches!(self.node(id), Node::Constant(bits) if bits & !self.sign() == 0)
    }

    /// Whether a number is NaN or not below 0: magnitudes, squares and what is made of them.
    pub fn is_not_negative(&self, id: Id) -> bool {
        self.is_not_negative_within(id, DEPTH)
    }

    fn is_not_negative_within(&self, id: Id, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        match self.node(id) {
            Node::Constant(_) => self.is_positive(id),
            Node::Two(Two::Mul, a, b) => {
                a == b
                    || self.is_not_negative_within(a, depth)
                        && self.is_not_negative_within(b, depth)
            }
            Node::Two(Two::Add | Two::Div | Two::Min, a, b) => {
                self.is_not_negative_within(a, depth) && self.is_not_negative_within(b, depth)
            }
            // the second where the first is NaN
            Node::Two(Two::Max, _, b) => self.is_not_negative_within(b, depth),
            _ => self.is_magnitude(id),
        }
    }

    fn is_magnitude(&self, id: Id) -> bool {
        self.magnitude(id).is_some()
    }

    /// What a number is the magnitude of.
    fn magnitude(&self, id: Id) -> Option<Id> {
        match self.node(id) {
            Node::Two(Two::And, a, b) => self.masked(a, b, self.sign() - 1),
            _ => None,
        }
    }

    /// One of two operands whose other one is a constant.
    pub fn masked(&self, a: Id, b: Id, bits: u64) -> Option<Id> {
        let is = |id| self.node(id) == Node::Constant(bits);
        if is(b) { Some(a) } else { is(a).then_some(b) }
    }

    /// Sets the sign of numbers of which the magnitude was taken to give it a negative one.
    pub fn set_signs(&mut self) {
        for id in 0..self.nodes.len() {
            let Node::Two(Two::Xor | Two::Or, a, b) = self.nodes[id] else {
                continue;
            };
            let magnitude = self.masked(a, b, self.sign());
            if let Some(number) = magnitude.and_then(|magnitude| self.magnitude(magnitude)) {
                let sign = if self.masked(a, b, self.sign()) == Some(a) {
                    b
                } else {
                    a
                };
                self.nodes[id] = Node::Two(Two::Or, number, sign);
            }
        }
    }

    /// A choice, which the processor has instructions for if it is the smaller or the greater number.
    fn chosen(&mut self, mask: Id, yes: Id, no: Id) -> Result<Id, Node> {
        match self.node(mask) {
            Node::Always(value) => Ok(if value { yes } else { no }),
            Node::Not(mask) => Ok(self.push(Node::Choose(mask, no, yes))),
            Node::Compare(Predicate::Less, a, b) if (a, b) == (yes, no) => {
                Ok(self.push(Node::Two(Two::Min, yes, no)))
            }
            Node::Compare(Predicate::Less, a, b) if (b, a) == (yes, no) => {
                Ok(self.push(Node::Two(Two::Max, yes, no)))
            }
            Node::Compare(Predicate::LessEqual, a, b) => match self.limited([a, b], yes, no) {
                Some(node) => Ok(self.push(node)),
                None => Err(Node::Choose(mask, yes, no)),
            },
            _ => Err(Node::Choose(mask, yes, no)),
        }
    }

    /// The smaller or the greater of a number and a constant, where it is written with NaN if either is NaN:
    /// `a <= b ? a : (b < a ? b : a + b)`, and the other way round.
    fn limited(&self, [a, b]: [Id; 2], yes: Id, no: Id) -> Option<Node> {
        let Node::Choose(mask, other, sum) = self.node(no) else {
            return None;
        };
        let Node::Two(Two::Add, c, d) = self.node(sum) else {
            return None;
        };
        let two = match [yes, other] {
            extreme if extreme == [a, b] => Two::Min,
            extreme if extreme == [b, a] => Two::Max,
            _ => return None,
        };
        let is_other = self.node(mask) == Node::Compare(Predicate::Less, b, a);
        if !is_other || [c, d] != [a.min(b), a.max(b)] {
            return None;
        }
        let limit = |id| self.number(id).filter(|value| !value.is_nan());
        // of two zeros the choice takes what is tried first, and the instruction its second operand
        if limit(other).is_some() {
            return Some(Node::Two(two, other, yes));
        }
        let fits = limit(yes).is_some_and(|value| value != 0.0);
        fits.then_some(Node::Two(two, yes, other))
    }
}

#[cfg(test)]
mod tests {
    use gradus_symbolic::computation::{Binary, Computation, Op, Unary, Value};

    use super::super::tests::{agrees, computation};

    /// A magnitude, and the function of it with itself, again and again.
    fn of_itself(function: Binary) -> Computation {
        let mut ops = vec![Op::Input(0), Op::Unary(Unary::Abs, Value(0))];
        for value in 1..100 {
            ops.push(Op::Binary(function, Value(value), Value(value)));
        }
        let last = Value(ops.len() as u32 - 1);
        computation(ops, vec![last])
    }

    #[test]
    fn signs_are_found_in_time_where_all_operands_have_two_readers() {
        for function in [Binary::Add, Binary::Div, Binary::Min, Binary::Max] {
            agrees::<f32>(&of_itself(function));
            agrees::<f64>(&of_itself(function));
        }
    }
}

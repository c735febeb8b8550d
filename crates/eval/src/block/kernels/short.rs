//! Steps of few instructions, on as many elements as the registers of the processor hold.

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use crate::Element;
use crate::lower::Step;
use crate::math::{Lane, Vector};
use crate::reduction::BLOCK;

/// Numbers of a row: more than a block, so that the same places of several rows compete less for the first cache.
pub(crate) const ROW: usize = BLOCK + 32;

/// A number for each element of a block.
pub(crate) type Row<T> = [T; ROW];

/// Elements of the largest tile.
pub(crate) const TILE: usize = 128;

/// Where an operand is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Source {
    /// It is the last result, which is in the registers of the processor.
    Last,
    /// The same number for all elements.
    Uniform(u32),
    /// A number for each element, of a register of the program or, counted after them, of an input.
    Each(u32),
}

/// A step of few instructions, in the form that is quickest to act on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Short {
    operation: Operation,
    /// The kinds of the operands, [`LAST`], [`UNIFORM`] or [`EACH`] of each as digits to the base 3, the first the lowest.
    kinds: u8,
    /// The positions of the operands.
    positions: [u32; 3],
    /// The register that its result goes to, if others than the next step read it.
    pub target: Option<u32>,
}

const LAST: u8 = 0;
const UNIFORM: u8 = 1;
const EACH: u8 = 2;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Neg,
    Abs,
    Sign,
    Floor,
    Ceil,
    Round,
    Sqrt,
    Not,
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
    Less,
    LessEqual,
    Equal,
    NotEqual,
    And,
    Or,
    MulAdd,
    Select,
}

impl Short {
    /// The form of a step; none of one that is a function of many instructions.
    pub fn new(step: Step<Source>, target: Option<u32>) -> Option<Self> {
        let (operation, operands) = parted(step)?;
        let mut kinds = 0;
        let mut positions = [0; 3];
        for (place, operand) in operands.into_iter().enumerate() {
            let (kind, position) = match operand {
                None | Some(Source::Last) => (LAST, 0),
                Some(Source::Uniform(position)) => (UNIFORM, position),
                Some(Source::Each(position)) => (EACH, position),
            };
            kinds += kind * [1, 3, 9][place];
            positions[place] = position;
        }
        Some(Self {
            operation,
            kinds,
            positions,
            target,
        })
    }

    /// Whether a step has such a form.
    pub fn has(step: Step) -> bool {
        parted(step.map(Source::Each)).is_some()
    }
}

/// The operation of a step and its operands.
fn parted(step: Step<Source>) -> Option<(Operation, [Option<Source>; 3])> {
    use Operation::{And, MulAdd, Not, Or, Select};
    let (operation, [a, b, c]) = match step {
        Step::Unary(function, a) => (unary(function)?, [Some(a), None, None]),
        Step::Binary(function, a, b) => (binary(function)?, [Some(a), Some(b), None]),
        Step::Compare(comparison, a, b) => {
            let (operation, exchanged) = compare(comparison);
            let [a, b] = if exchanged { [b, a] } else { [a, b] };
            (operation, [Some(a), Some(b), None])
        }
        Step::Not(a) => (Not, [Some(a), None, None]),
        Step::And(a, b) => (And, [Some(a), Some(b), None]),
        Step::Or(a, b) => (Or, [Some(a), Some(b), None]),
        Step::MulAdd(a, b, c) => (MulAdd, [Some(a), Some(b), Some(c)]),
        Step::Select(condition, a, b) => (Select, [Some(condition), Some(a), Some(b)]),
    };
    Some((operation, [a, b, c]))
}

fn unary(function: Unary) -> Option<Operation> {
    Some(match function {
        Unary::Neg => Operation::Neg,
        Unary::Abs => Operation::Abs,
        Unary::Sign => Operation::Sign,
        Unary::Floor => Operation::Floor,
        Unary::Ceil => Operation::Ceil,
        Unary::Round => Operation::Round,
        Unary::Sqrt => Operation::Sqrt,
        _ => return None,
    })
}

fn binary(function: Binary) -> Option<Operation> {
    Some(match function {
        Binary::Add => Operation::Add,
        Binary::Sub => Operation::Sub,
        Binary::Mul => Operation::Mul,
        Binary::Div => Operation::Div,
        Binary::Min => Operation::Min,
        Binary::Max => Operation::Max,
        _ => return None,
    })
}

/// The operation, and whether it is that of exchanged operands.
fn compare(comparison: Comparison) -> (Operation, bool) {
    match comparison {
        Comparison::Less => (Operation::Less, false),
        Comparison::LessEqual => (Operation::LessEqual, false),
        Comparison::Greater => (Operation::Less, true),
        Comparison::GreaterEqual => (Operation::LessEqual, true),
        Comparison::Equal => (Operation::Equal, false),
        Comparison::NotEqual => (Operation::NotEqual, false),
    }
}

/// Where the inputs of a block are.
#[derive(Clone, Copy)]
pub(crate) enum Inputs<'a, T> {
    /// Given, from an element on.
    Given(&'a [&'a [T]], usize),
    /// Copied.
    Copied(&'a [Row<T>]),
}

impl<'a, T> Inputs<'a, T> {
    /// The numbers of an input from an element of the block on.
    #[inline(always)]
    pub fn from(self, position: usize, start: usize) -> &'a [T] {
        match self {
            Inputs::Given(inputs, first) => &inputs[position][first + start..],
            Inputs::Copied(rows) => &rows[position][start..],
        }
    }
}

/// What the steps of a tile read.
#[derive(Clone, Copy)]
pub(crate) struct Tile<'a, T, L> {
    pub uniforms: &'a [T],
    pub registers: &'a [Row<T>],
    pub inputs: Inputs<'a, T>,
    /// Its first element in the block.
    pub start: usize,
    /// The last result.
    pub last: L,
}

impl<T: Element, L: Vector<Scalar = T>> Tile<'_, T, L> {
    /// The result of a step.
    #[inline(always)]
    pub fn after(&self, step: &Short) -> L {
        let Short {
            kinds,
            positions: [p, q, r],
            ..
        } = *step;
        /// The operand of a kind.
        macro_rules! operand {
            (last $position:expr) => {
                self.last
            };
            (uniform $position:expr) => {
                L::splat(self.uniforms[$position as usize])
            };
            (each $position:expr) => {
                self.each($position)
            };
        }
        /// A function of operands, with instructions of its own for each choice of their kinds.
        macro_rules! by_kind {
            ($function:expr; $($number:literal: $($kind:ident $position:ident)*,)*) => {
                match kinds {
                    $($number => $function($(operand!($kind $position)),*),)*
                    _ => unreachable!("kinds of operands"),
                }
            };
        }
        macro_rules! one {
            ($function:expr) => {
                by_kind!($function; 0: last p, 2: each p,)
            };
        }
        macro_rules! two {
            ($function:expr) => {
                by_kind!($function;
                    0: last p last q, 1: uniform p last q, 2: each p last q,
                    3: last p uniform q, 5: each p uniform q,
                    6: last p each q, 7: uniform p each q, 8: each p each q,
                )
            };
        }
        macro_rules! three {
            ($function:expr) => {
                by_kind!($function;
                    0: last p last q last r, 1: uniform p last q last r, 2: each p last q last r,
                    3: last p uniform q last r, 4: uniform p uniform q last r, 5: each p uniform q last r,
                    6: last p each q last r, 7: uniform p each q last r, 8: each p each q last r,
                    9: last p last q uniform r, 10: uniform p last q uniform r, 11: each p last q uniform r,
                    12: last p uniform q uniform r, 14: each p uniform q uniform r,
                    15: last p each q uniform r, 16: uniform p each q uniform r, 17: each p each q uniform r,
                    18: last p last q each r, 19: uniform p last q each r, 20: each p last q each r,
                    21: last p uniform q each r, 22: uniform p uniform q each r, 23: each p uniform q each r,
                    24: last p each q each r, 25: uniform p each q each r, 26: each p each q each r,
                )
            };
        }
        match step.operation {
            Operation::Neg => one!(L::neg),
            Operation::Abs => one!(L::abs),
            Operation::Sign => one!(sign),
            Operation::Floor => one!(L::floor),
            Operation::Ceil => one!(L::ceil),
            Operation::Round => one!(L::round),
            Operation::Sqrt => one!(L::sqrt),
            Operation::Not => one!(not),
            Operation::Add => two!(L::add),
            Operation::Sub => two!(L::sub),
            Operation::Mul => two!(L::mul),
            Operation::Div => two!(L::div),
            // a limit that is a number takes one instruction
            Operation::Min if self.is_limit(kinds / 3 % 3, q) => two!(L::at_most),
            Operation::Max if self.is_limit(kinds / 3 % 3, q) => two!(L::at_least),
            Operation::Min => two!(min),
            Operation::Max => two!(max),
            Operation::Less => two!(less),
            Operation::LessEqual => two!(less_equal),
            Operation::Equal => two!(equal),
            Operation::NotEqual => two!(not_equal),
            Operation::And => two!(and),
            Operation::Or => two!(or),
            Operation::MulAdd => three!(L::mul_add),
            Operation::Select => three!(select),
        }
    }

    #[inline(always)]
    fn each(&self, position: u32) -> L {
        let position = position as usize;
        match self.registers.get(position) {
            Some(row) => L::load(&row[self.start..]),
            None => L::load(
                self.inputs
                    .from(position - self.registers.len(), self.start),
            ),
        }
    }

    #[inline(always)]
    fn is_limit(&self, kind: u8, position: u32) -> bool {
        kind == UNIFORM && {
            let number = self.uniforms[position as usize];
            number.partial_cmp(&number).is_some()
        }
    }
}

/// 1 where a condition holds, elsewhere 0.
#[inline(always)]
fn mask<L: Lane>(condition: L::Mask) -> L {
    L::select(condition, L::number(1.0), L::number(0.0))
}

/// Whether a mask is true: it is 0 or 1.
#[inline(always)]
fn holds<L: Lane>(mask: L) -> L::Mask {
    L::number(0.5).less(mask)
}

#[inline(always)]
fn not<L: Lane>(a: L) -> L {
    mask(!holds(a))
}

#[inline(always)]
fn and<L: Lane>(a: L, b: L) -> L {
    mask(holds(a) & holds(b))
}

#[inline(always)]
fn or<L: Lane>(a: L, b: L) -> L {
    mask(holds(a) | holds(b))
}

#[inline(always)]
fn less<L: Lane>(a: L, b: L) -> L {
    mask(a.less(b))
}

#[inline(always)]
fn less_equal<L: Lane>(a: L, b: L) -> L {
    mask(a.less_equal(b))
}

#[inline(always)]
fn equal<L: Lane>(a: L, b: L) -> L {
    mask(a.equal(b))
}

#[inline(always)]
fn not_equal<L: Lane>(a: L, b: L) -> L {
    mask(!a.equal(b))
}

#[inline(always)]
fn select<L: Lane>(condition: L, a: L, b: L) -> L {
    L::select(holds(condition), a, b)
}

/// -1, 0 or 1; a zero keeps its sign, NaN stays.
#[inline(always)]
fn sign<L: Lane>(a: L) -> L {
    let (zero, one) = (L::number(0.0), L::number(1.0));
    L::select(zero.less(a.abs()), one.copysign(a), a)
}

/// The smaller; NaN if either is. Of two equal numbers the first.
#[inline(always)]
fn min<L: Lane>(a: L, b: L) -> L {
    let other = L::select(b.less(a), b, a + b);
    L::select(a.less_equal(b), a, other)
}

/// The greater; NaN if either is. Of two equal numbers the first.
#[inline(always)]
fn max<L: Lane>(a: L, b: L) -> L {
    let other = L::select(a.less(b), b, a + b);
    L::select(b.less_equal(a), a, other)
}

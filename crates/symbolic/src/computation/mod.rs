//! What is to be computed: a straight-line list over a closed set of operations.
//!
//! `symbolic` writes a computation and `eval` only lowers it. A list holds the value and every requested derivative
//! together, each subexpression once: evaluating it is the fused pass.
//!
//! A value is a number or a mask (the result of a comparison), and either *uniform* (the same for all elements: made
//! of constants, parameters and reductions) or *per element*. Where an operation mixes the two, the uniform one is broadcast.

mod beside;
mod builder;
mod cost;
mod differences;
mod distances;
mod excess;
mod exponents;
mod guard;
mod holes;
mod meeting;
mod moderate;
pub(crate) mod operations;
mod places;
mod quadrature;
mod ratios;
mod real;
mod removable;
pub(crate) mod rough;
mod scales;
mod simplify;
mod strict;
mod tails;
mod together;
mod write;

pub(crate) use builder::{Builder, CONSTANT_BITS};
pub use real::Real;
pub(crate) use scales::Outer;
pub(crate) use write::Writer;
pub use write::{Output, in_normal_form, write};

/// The index of an earlier operation of the same list, whose result is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(pub u32);

/// An operation with one operand, a number. Unless said otherwise it is the function of that name of
/// `gradus_syntax::Func`, NaN outside its real domain, its limit at infinities and poles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the function it is named after")]
pub enum Unary {
    /// `-a`
    Neg,
    /// `|a|`
    Abs,
    /// -1, 0 or 1.
    Sign,
    Floor,
    Ceil,
    /// Ties to even.
    Round,
    Sqrt,
    Cbrt,
    Exp,
    /// `exp(a)` where `exp(a) - 1` is computed too: by way of that, with which it shares most of the work.
    ExpBeside,
    Exp2,
    Expm1,
    Ln,
    Log2,
    Log10,
    Log1p,
    /// `ln(1 + a)` for an `a` from 0 to 1; any number for others.
    Log1pUnit,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Sech,
    Asinh,
    Acosh,
    Atanh,
    Erf,
    Erfc,
    /// `exp(a^2) erfc(a)`
    Erfcx,
    /// The integral of `erfc` from `a` on, over `erfc(a)`: about `1/(2 a)` for a large `a`.
    ErfcExcess,
    NormalCdf,
    NormalPdf,
    Sigmoid,
    Softplus,
    /// `ln(cosh(a))`
    LnCosh,
    /// The spherical Bessel function of that order: `sin(a)/a` for 0, and `j_n' = (n j_(n-1) - (n+1) j_(n+1))/(2n+1)`.
    SphericalBessel(u8),
}

/// An operation with two operands, both numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Binary {
    /// `a + b`
    Add,
    /// `a - b`
    Sub,
    /// `a * b`
    Mul,
    /// `a / b`, as IEEE 754 has it.
    Div,
    /// The smaller; NaN if either is. Of two equal numbers (0 and -0) the first.
    Min,
    /// The greater; NaN if either is. Of two equal numbers the first.
    Max,
    /// `a^b` over the reals: NaN for a negative `a` and a `b` that is no integer, and at 0 for an odd negative integer `b`,
    /// where there is no limit; `0^0` and `1^b` are 1; NaN if either is.
    Pow,
    /// `sqrt(a^2 + b^2)` without overflow; NaN if either is.
    Hypot,
    /// The angle of the point (b, a); at the origin 0 or pi by the signs of the zeros.
    Atan2,
    /// The magnitude of `a` with the sign of `b`, that of a zero too; NaN if `a` is, and of a NaN `b` either sign.
    CopySign,
    /// `a - b floor(a/b)`, with the sign of `b`; NaN for an infinite `a` or `b = 0`.
    Mod,
    /// `exp(a + b)` for a `b` from -1/4 to 1/4, taken for the nearer of them beyond, that is not added to `a` first; 0 or infinite
    /// where `exp(a)` is.
    ExpSum,
    /// What `ExpSum` of the same operands misses of `exp(a + b)` by its rounding, to a few digits; 0 where that is 0 or infinite.
    ExpRest,
}

/// A comparison of two numbers; its result is a mask. All but `NotEqual` are false when an operand is NaN.
pub use gradus_syntax::Comparison;

/// What a reduction makes of the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reduction {
    /// Their sum, by one fixed tree.
    Sum,
    /// Their product, by the same tree.
    Product,
    /// The least; NaN if any is.
    Min,
    /// The greatest; NaN if any is.
    Max,
    /// How many there are.
    Count,
}

/// One step of a [`Computation`].
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// An input, by its position in the header. Per element.
    Input(u32),
    /// A parameter, by its position in the header. Uniform.
    Parameter(u32),
    /// A constant. Uniform.
    Constant(Real),
    /// One operand.
    Unary(Unary, Value),
    /// Two operands.
    Binary(Binary, Value, Value),
    /// `a*b + c` with one rounding.
    MulAdd(Value, Value, Value),
    /// An integer power, by repeated squaring and multiplication, lowest bit of the exponent first; `a^0` is 1. Negative
    /// exponents are written with `Div`.
    Power(Value, u32),
    /// A mask.
    Compare(Comparison, Value, Value),
    /// True where the mask is false.
    Not(Value),
    /// True where both masks are.
    And(Value, Value),
    /// True where either mask is.
    Or(Value, Value),
    /// `mask ? a : b`; what is not chosen has no influence.
    Select(Value, Value, Value),
    /// All elements of a per-element number made into a uniform one; a uniform number counts as one element. Of no elements
    /// the sum is 0, the product 1, the least +inf and the greatest -inf. Only in computations over vectors.
    Reduce(Reduction, Value),
    /// Per-element and uniform numbers joined end to end (a uniform one counts as one element). Only over vectors.
    Concat(Box<[Value]>),
    /// The elements `[i * length_of_part, …)` of a concatenation that belong to its part: the inverse of `Concat`.
    /// Operands: the concatenation's value, the parts (for their lengths) and which of them is wanted. The part that was a
    /// uniform number is uniform again; a uniform operand stands for equal elements. Only over vectors.
    Part(Value, Box<[Value]>, u32),
}

impl Op {
    /// Shows each operand.
    pub(crate) fn operands(&self, mut visit: impl FnMut(Value)) {
        match self {
            Self::Input(_) | Self::Parameter(_) | Self::Constant(_) => {}
            Self::Unary(_, a) | Self::Power(a, _) | Self::Not(a) | Self::Reduce(_, a) => visit(*a),
            Self::Binary(_, a, b) | Self::Compare(_, a, b) | Self::And(a, b) | Self::Or(a, b) => {
                visit(*a);
                visit(*b);
            }
            Self::MulAdd(a, b, c) | Self::Select(a, b, c) => {
                visit(*a);
                visit(*b);
                visit(*c);
            }
            Self::Concat(parts) => parts.iter().copied().for_each(visit),
            Self::Part(whole, parts, _) => {
                visit(*whole);
                parts.iter().copied().for_each(visit);
            }
        }
    }

    /// The operation with other operands.
    pub(crate) fn with_operands(&self, of: impl Fn(Value) -> Value) -> Self {
        let all = |parts: &[Value]| parts.iter().map(|part| of(*part)).collect();
        match *self {
            Self::Input(_) | Self::Parameter(_) | Self::Constant(_) => self.clone(),
            Self::Unary(function, a) => Self::Unary(function, of(a)),
            Self::Power(a, exponent) => Self::Power(of(a), exponent),
            Self::Not(a) => Self::Not(of(a)),
            Self::Reduce(reduction, a) => Self::Reduce(reduction, of(a)),
            Self::Binary(function, a, b) => Self::Binary(function, of(a), of(b)),
            Self::Compare(comparison, a, b) => Self::Compare(comparison, of(a), of(b)),
            Self::And(a, b) => Self::And(of(a), of(b)),
            Self::Or(a, b) => Self::Or(of(a), of(b)),
            Self::MulAdd(a, b, c) => Self::MulAdd(of(a), of(b), of(c)),
            Self::Select(mask, a, b) => Self::Select(of(mask), of(a), of(b)),
            Self::Concat(ref parts) => Self::Concat(all(parts)),
            Self::Part(whole, ref parts, which) => Self::Part(of(whole), all(parts), which),
        }
    }
}

/// A straight-line list of operations with its results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Computation {
    /// The inputs it reads, in the order of the header.
    pub inputs: u32,
    /// The parameters it reads, in the order of the header.
    pub parameters: u32,
    /// The operations; each refers to earlier ones only.
    pub ops: Vec<Op>,
    /// The results wanted, numbers.
    pub outputs: Vec<Value>,
}

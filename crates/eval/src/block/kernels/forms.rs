//! What one pass over a block does: an operation of few instructions, or two of them one after the other, and a product.

use std::marker::PhantomData;

use gradus_symbolic::computation::{Binary, Comparison, Unary};

use super::loops::{Combined, Group, Reading, over_groups};
use crate::Element;
use crate::lower::Step;
use crate::math::{Lane, Level, Vector, Work};

/// Operands of a pass: those of what it begins with, then the others of what it goes on with, then a factor.
pub(crate) const OPERANDS: usize = FACTOR + 1;
/// Where the factor is.
pub(crate) const FACTOR: usize = FIRST + OTHERS;
/// Operands of what a pass begins with.
pub(crate) const FIRST: usize = 3;
/// Operands of what a pass goes on with, beside the value it began with.
pub(crate) const OTHERS: usize = 2;

/// A pass: slices of groups, where the operands are in them, and where the result goes.
pub(crate) type Run<T> = fn(Level, &[&[Group<T>]], &[Reading; OPERANDS], &mut [Group<T>]);

/// What a pass does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub first: First,
    pub then: Then,
    /// Whether that is multiplied in the end.
    pub times: bool,
}

/// A number or a mask that a pass begins with.
trait Begin {
    const OPERANDS: usize;
    type Kind: Kind;
    fn of<V: Lane>(operands: [V; FIRST]) -> Value<Self, V>;
}

/// What it goes on with, of a number or a mask.
trait Finish<K: Kind> {
    const OPERANDS: usize;
    /// Whether it multiplies in the end.
    const TIMES: bool = false;
    fn of<V: Lane>(value: K::Value<V>, others: [V; OTHERS], factor: V) -> V;
}

/// What the value between two operations is: masks are not made numbers there.
trait Kind {
    type Value<V: Lane>;
}

/// The value of what a pass begins with.
type Value<B, V> = <<B as Begin>::Kind as Kind>::Value<V>;

struct Number;
struct Mask;

impl Kind for Number {
    type Value<V: Lane> = V;
}

impl Kind for Mask {
    type Value<V: Lane> = V::Mask;
}

/// A choice of operations, each with its operands and what it is of lanes.
macro_rules! begin {
    ($($kind:ident { $($name:ident($($operand:ident),*): $value:expr;)* })*) => {
        /// What a pass begins with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum First { $($($name),*),* }

        mod begin {
            $($(pub(super) struct $name;)*)*
        }

        $($(impl Begin for begin::$name {
            const OPERANDS: usize = [$(stringify!($operand)),*].len();
            type Kind = $kind;
            #[inline(always)]
            fn of<V: Lane>(operands: [V; FIRST]) -> Value<Self, V> {
                let [$($operand,)* ..] = operands;
                $value
            }
        })*)*
    };
}

/// The same of what it goes on with.
macro_rules! finish {
    ($value_of:ident; $($kind:ident { $($name:ident($($operand:ident),*): $value:expr;)* })*) => {
        /// What a pass goes on with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Then { Nothing, $($($name),*),* }

        mod finish {
            pub(super) struct Nothing;
            $($(pub(super) struct $name;)*)*
        }

        $($(impl Finish<$kind> for finish::$name {
            const OPERANDS: usize = { let operands: &[&str] = &[$(stringify!($operand)),*]; operands.len() };
            #[inline(always)]
            fn of<V: Lane>($value_of: <$kind as Kind>::Value<V>, others: [V; OTHERS], _: V) -> V {
                let [$($operand,)* ..] = others;
                $value
            }
        })*)*
    };
}

begin! {
    Number {
        Neg(a): -a;
        Abs(a): a.abs();
        Sign(a): sign(a);
        Floor(a): a.floor();
        Ceil(a): a.ceil();
        Round(a): a.round();
        Sqrt(a): a.sqrt();
        Add(a, b): a + b;
        Sub(a, b): a - b;
        Mul(a, b): a * b;
        Div(a, b): a / b;
        Min(a, b): min(a, b);
        Max(a, b): max(a, b);
        CopySign(a, b): a.copysign(b);
        // of a limit that is a number: one instruction
        AtMost(a, b): a.at_most(b);
        AtLeast(a, b): a.at_least(b);
        MulAdd(a, b, c): a.mul_add(b, c);
        Select(a, b, c): V::select(holds(a), b, c);
    }
    Mask {
        Not(a): !holds(a);
        Less(a, b): a.less(b);
        LessEqual(a, b): a.less_equal(b);
        Equal(a, b): a.equal(b);
        NotEqual(a, b): !a.equal(b);
        And(a, b): holds(a) & holds(b);
        Or(a, b): holds(a) | holds(b);
    }
}

finish! {
    value;
    Number {
        Neg(): -value;
        Add(a): value + a;
        Sub(a): value - a;
        SubFrom(a): a - value;
        Mul(a): value * a;
        Over(a): value / a;
        Under(a): a / value;
        // of a limit that is a number
        AtMost(a): value.at_most(a);
        Times(a, b): value.mul_add(a, b);
        Plus(a, b): a.mul_add(b, value);
        Yes(a, b): V::select(holds(a), value, b);
        No(a, b): V::select(holds(a), b, value);
    }
    Mask {
        And(a): mask(value & holds(a));
        Or(a): mask(value | holds(a));
        Condition(a, b): V::select(value, a, b);
    }
}

impl Finish<Number> for finish::Nothing {
    const OPERANDS: usize = 0;
    #[inline(always)]
    fn of<V: Lane>(value: V, _: [V; OTHERS], _: V) -> V {
        value
    }
}

impl Finish<Mask> for finish::Nothing {
    const OPERANDS: usize = 0;
    #[inline(always)]
    fn of<V: Lane>(value: V::Mask, _: [V; OTHERS], _: V) -> V {
        mask(value)
    }
}

impl Form {
    /// The form of a step, and its operands; none of a function of many instructions.
    pub fn of<S: Copy>(step: Step<S>) -> Option<(Self, [S; FIRST])> {
        let (first, operands) = match step {
            Step::Unary(function, a) => (unary(function)?, [a, a, a]),
            Step::Binary(function, a, b) => (binary(function)?, [a, b, b]),
            Step::Compare(comparison, a, b) => {
                let (first, exchanged) = compare(comparison);
                (first, if exchanged { [b, a, a] } else { [a, b, b] })
            }
            Step::Not(a) => (First::Not, [a, a, a]),
            Step::And(a, b) => (First::And, [a, b, b]),
            Step::Or(a, b) => (First::Or, [a, b, b]),
            Step::MulAdd(a, b, c) => (First::MulAdd, [a, b, c]),
            Step::Select(condition, a, b) => (First::Select, [condition, a, b]),
        };
        Some((Self::new(first, Then::Nothing), operands))
    }

    pub const fn new(first: First, then: Then) -> Self {
        let times = false;
        Self { first, then, times }
    }

    /// The form of this one and then the operation, of which it gives operand `place`; and the other operands.
    pub fn then<S: Copy>(self, step: Step<S>, place: usize) -> Option<(Self, [Option<S>; OTHERS])> {
        let (then, others) = Then::of(step, place)?;
        let fits = if self.first.is_number() {
            !matches!(then, Then::And | Then::Or | Then::Condition)
        } else {
            self.first.is_mask() && matches!(then, Then::And | Then::Or | Then::Condition)
        };
        let form = Self { then, ..self };
        (self.is_single() && fits).then_some((form, others))
    }

    /// The form of this one and then a limit that is a number.
    pub fn limited(self) -> Option<Self> {
        let then = Then::AtMost;
        (self.is_single() && self.first.is_number()).then_some(Self { then, ..self })
    }

    /// The form of this one, of two operations, and then a product.
    pub fn multiplied(self) -> Option<Self> {
        let times = true;
        (self.then.may_be_multiplied() && !self.times).then_some(Self { times, ..self })
    }

    /// Whether it is one operation.
    pub fn is_single(self) -> bool {
        self.then == Then::Nothing
    }

    /// How many times at most it may be done again, each time for one that reads it, rather than once for all of them.
    pub fn most_repeated(self) -> u32 {
        match self.first {
            _ if !self.is_single() => 1,
            First::Neg | First::Abs => 3,
            first if first.is_mask() => 2,
            _ => 1,
        }
    }

    /// The same where the second operand is known to be a number.
    pub fn of_limit(self) -> Self {
        let first = match self.first {
            First::Min => First::AtMost,
            First::Max => First::AtLeast,
            first => first,
        };
        Self { first, ..self }
    }
}

impl Then {
    /// What a step is for its operand at a place, and its other operands.
    fn of<S: Copy>(step: Step<S>, place: usize) -> Option<(Self, [Option<S>; OTHERS])> {
        let other = |a: S, b: S| if place == 0 { b } else { a };
        let (then, first, second) = match (step, place) {
            (Step::Unary(Unary::Neg, _), _) => (Self::Neg, None, None),
            (Step::Binary(function, a, b), place) => {
                let then = match (function, place) {
                    (Binary::Add, _) => Self::Add,
                    (Binary::Mul, _) => Self::Mul,
                    (Binary::Sub, 0) => Self::Sub,
                    (Binary::Sub, _) => Self::SubFrom,
                    (Binary::Div, 0) => Self::Over,
                    (Binary::Div, _) => Self::Under,
                    _ => return None,
                };
                (then, Some(other(a, b)), None)
            }
            (Step::MulAdd(a, b, c), 0 | 1) => (Self::Times, Some(other(a, b)), Some(c)),
            (Step::MulAdd(a, b, _), _) => (Self::Plus, Some(a), Some(b)),
            (Step::Select(_, a, b), 0) => (Self::Condition, Some(a), Some(b)),
            (Step::Select(condition, _, b), 1) => (Self::Yes, Some(condition), Some(b)),
            (Step::Select(condition, a, _), _) => (Self::No, Some(condition), Some(a)),
            (Step::And(a, b), _) => (Self::And, Some(other(a, b)), None),
            (Step::Or(a, b), _) => (Self::Or, Some(other(a, b)), None),
            _ => return None,
        };
        Some((then, [first, second]))
    }
}

fn unary(function: Unary) -> Option<First> {
    Some(match function {
        Unary::Neg => First::Neg,
        Unary::Abs => First::Abs,
        Unary::Sign => First::Sign,
        Unary::Floor => First::Floor,
        Unary::Ceil => First::Ceil,
        Unary::Round => First::Round,
        Unary::Sqrt => First::Sqrt,
        _ => return None,
    })
}

fn binary(function: Binary) -> Option<First> {
    Some(match function {
        Binary::Add => First::Add,
        Binary::Sub => First::Sub,
        Binary::Mul => First::Mul,
        Binary::Div => First::Div,
        Binary::Min => First::Min,
        Binary::Max => First::Max,
        Binary::CopySign => First::CopySign,
        _ => return None,
    })
}

/// The operation, and whether it is that of exchanged operands.
fn compare(comparison: Comparison) -> (First, bool) {
    match comparison {
        Comparison::Less => (First::Less, false),
        Comparison::LessEqual => (First::LessEqual, false),
        Comparison::Greater => (First::Less, true),
        Comparison::GreaterEqual => (First::LessEqual, true),
        Comparison::Equal => (First::Equal, false),
        Comparison::NotEqual => (First::NotEqual, false),
    }
}

/// The loops of all forms: which operations of numbers and of masks others may follow, which of those a product may follow, and
/// which stand alone.
macro_rules! loops {
    (
        numbers: $($number:ident)*, then $($then:ident)*, times $($times:ident)*;
        masks: $($mask:ident)*, then $($of_mask:ident)*, times $($mask_times:ident)*;
        alone: $($alone:ident)*;
    ) => {
        impl First {
            /// Whether operations on numbers may follow in the same pass.
            fn is_number(self) -> bool {
                matches!(self, $(Self::$number)|*)
            }

            /// Whether operations on masks may.
            fn is_mask(self) -> bool {
                matches!(self, $(Self::$mask)|*)
            }
        }

        impl Then {
            /// Whether a product may follow in the same pass.
            fn may_be_multiplied(self) -> bool {
                matches!(self, $(Self::$times)|* $(| Self::$mask_times)*)
            }
        }

        /// The pass of a form.
        pub(super) fn run<T: Element>(form: Form) -> Run<T> {
            match form.first {
                $(First::$number => after_number::<T, begin::$number>(form),)*
                $(First::$mask => after_mask::<T, begin::$mask>(form),)*
                $(First::$alone => pass::<T, begin::$alone, finish::Nothing>,)*
            }
        }

        fn after_number<T: Element, B: Begin<Kind = Number>>(form: Form) -> Run<T> {
            match (form.then, form.times) {
                $((Then::$times, true) => pass::<T, B, Times<finish::$times>>,)*
                $((Then::$then, false) => pass::<T, B, finish::$then>,)*
                _ => unreachable!("of a mask"),
            }
        }

        fn after_mask<T: Element, B: Begin<Kind = Mask>>(form: Form) -> Run<T> {
            match (form.then, form.times) {
                $((Then::$mask_times, true) => pass::<T, B, Times<finish::$mask_times>>,)*
                $((Then::$of_mask, false) => pass::<T, B, finish::$of_mask>,)*
                _ => unreachable!("of a number"),
            }
        }
    };
}

loops! {
    numbers: Neg Abs Add Sub Mul Div CopySign AtMost AtLeast MulAdd Select,
        then Nothing Neg Add Sub SubFrom Mul Over Under AtMost Times Plus Yes No,
        times Add Mul Under Times Yes No;
    masks: Less LessEqual Equal NotEqual And Or Not, then Nothing And Or Condition, times Condition;
    alone: Sign Floor Ceil Round Sqrt Min Max;
}

/// What a pass goes on with, and then a product.
struct Times<F>(PhantomData<F>);

impl<K: Kind, F: Finish<K>> Finish<K> for Times<F> {
    const OPERANDS: usize = F::OPERANDS;
    const TIMES: bool = true;
    #[inline(always)]
    fn of<V: Lane>(value: K::Value<V>, others: [V; OTHERS], factor: V) -> V {
        F::of(value, others, factor) * factor
    }
}

fn pass<T: Element, B: Begin, F: Finish<B::Kind>>(
    level: Level,
    slices: &[&[Group<T>]],
    operands: &[Reading; OPERANDS],
    out: &mut [Group<T>],
) {
    struct Pass<'b, 'a, T, B, F> {
        slices: &'b [&'a [Group<T>]],
        operands: &'b [Reading; OPERANDS],
        out: &'b mut [Group<T>],
        form: PhantomData<(B, F)>,
    }
    impl<T: Element, B: Begin, F: Finish<B::Kind>> Work<T> for Pass<'_, '_, T, B, F> {
        type Output = ();
        #[inline(always)]
        fn run<V: Vector<Scalar = T>>(self) {
            over_groups::<V, InTurn<B, F>>(self.slices, self.operands, self.out);
        }
    }
    let form = PhantomData;
    T::on_lanes(
        level,
        Pass::<T, B, F> {
            slices,
            operands,
            out,
            form,
        },
    );
}

/// An operation after another.
struct InTurn<B, F>(PhantomData<(B, F)>);

impl<B: Begin, F: Finish<B::Kind>> Combined for InTurn<B, F> {
    const READS: [bool; OPERANDS] = [
        true,
        B::OPERANDS > 1,
        B::OPERANDS > 2,
        F::OPERANDS > 0,
        F::OPERANDS > 1,
        F::TIMES,
    ];
    #[inline(always)]
    fn of<V: Lane>([a, b, c, d, e, factor]: [V; OPERANDS]) -> V {
        F::of(B::of([a, b, c]), [d, e], factor)
    }
}

/// 1 where a condition holds, elsewhere -1.
#[inline(always)]
fn mask<L: Lane>(condition: L::Mask) -> L {
    L::select(condition, L::number(1.0), L::number(-1.0))
}

/// Whether a mask is true: it is not below 0.
#[inline(always)]
pub(super) fn holds<L: Lane>(mask: L) -> L::Mask {
    L::number(0.0).less_equal(mask)
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

//! Element code run once over traced lanes.

use gradus_symbolic::computation::{Binary, Comparison, Reduction, Unary};

use super::MOST_NODES;
use super::choices::joined;
use super::codes::Width;
use super::format::Format;
use super::graph::Graph;
use super::masks::without_choices;
use super::traced::{Scalar, Traced, TracedMask, recorded, trace};
use super::twins::paired;
use crate::lower::{Code, Slot, Step};
use crate::math::{self, Lane};

/// A number that is the same for all elements.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    /// By its bits.
    Constant(u64),
    /// By its position among those that code is called with.
    Uniform(usize),
}

/// What a slot holds.
#[derive(Clone, Copy)]
pub(super) enum Held<T> {
    Number(Traced<T>),
    Mask(TracedMask<T>),
}

/// The graph of a program's element code, whose uniforms are constants or numbers that are given; none if a step is out of
/// reach.
///
/// Outputs are reduced as said, to columns; nothing said means that all are stored.
pub(super) fn translate<T: Scalar>(
    code: &Code,
    uniforms: &[Given],
    reductions: &[Option<Reduction>],
    width: Width,
) -> Option<Graph> {
    let mut graph = trace::<T>(width == Width::Avx512, || {
        let given = uniforms.iter().map(|given| match given {
            Given::Constant(bits) => Traced::of_bits(*bits),
            Given::Uniform(position) => Traced::uniform(*position),
        });
        let inputs = (0..code.fixed as usize - uniforms.len()).map(Traced::input);
        let slots = run_code(code, given.chain(inputs).map(Held::Number))?;
        let results = code.results.iter().map(|slot| number(&slots, *slot));
        let mut results: Vec<Traced<T>> = results.collect();
        for (output, (result, reduction)) in results.iter_mut().zip(reductions).enumerate() {
            if let Some(reduction) = reduction {
                *result = combine(*reduction, Traced::column(output), *result);
            }
        }
        Some(results)
    })?;
    let one = Format::bits(T::number(1.0));
    let wide = width == Width::Avx512;
    graph = joined(&graph, one, wide);
    graph = if wide {
        paired(&graph)
    } else {
        without_choices(&graph)
    };
    graph.reduced = reductions.iter().map(Option::is_some).collect();
    Some(graph)
}

/// The slots of code after it was run on what is given.
pub(super) fn run_code<T: Scalar>(
    code: &Code,
    given: impl Iterator<Item = Held<T>>,
) -> Option<Vec<Held<T>>> {
    let mut slots: Vec<Held<T>> = given.collect();
    slots.resize(code.slots(), Held::Number(Traced::number(0.0)));
    for instruction in &code.instructions {
        slots[instruction.target as usize] = step(instruction.step, &slots)?;
        if recorded() > MOST_NODES {
            return None;
        }
    }
    Some(slots)
}

/// Two results of a reduction combined, of equal extremes the first.
pub(super) fn combine<T: Scalar>(reduction: Reduction, a: Traced<T>, b: Traced<T>) -> Traced<T> {
    let extreme = match reduction {
        Reduction::Sum | Reduction::Count => return a + b,
        Reduction::Product => return a * b,
        Reduction::Min => Traced::select(b.less(a), b, a),
        Reduction::Max => Traced::select(a.less(b), b, a),
    };
    Traced::select(b.equal(b), extreme, b)
}

/// What a slot holds, as a number.
pub(super) fn number<T: Scalar>(slots: &[Held<T>], slot: Slot) -> Traced<T> {
    match slots[slot as usize] {
        Held::Number(number) => number,
        Held::Mask(mask) => Traced::select(mask, Traced::number(1.0), Traced::number(-1.0)),
    }
}

fn mask<T: Scalar>(slots: &[Held<T>], slot: Slot) -> TracedMask<T> {
    match slots[slot as usize] {
        Held::Number(number) => Traced::number(0.0).less_equal(number),
        Held::Mask(mask) => mask,
    }
}

fn step<T: Scalar>(step: Step, slots: &[Held<T>]) -> Option<Held<T>> {
    let number = |slot| number(slots, slot);
    let mask = |slot| mask(slots, slot);
    Some(match step {
        Step::Unary(function, a) => {
            let a = number(a);
            let below = a.is_not_above_zero().then(|| unary_below(function, a));
            Held::Number(below.flatten().or_else(|| unary(function, a))?)
        }
        Step::Binary(Binary::ExpSum, a, b) if number(a).is_not_above_zero() => {
            Held::Number(math::exp_sum_below(number(a), number(b)))
        }
        Step::Binary(function, a, b) => Held::Number(binary(function, number(a), number(b))?),
        Step::MulAdd(a, b, c) => Held::Number(number(a).mul_add(number(b), number(c))),
        Step::Compare(comparison, a, b) => Held::Mask(compare(comparison, number(a), number(b))),
        Step::Not(a) => Held::Mask(!mask(a)),
        Step::And(a, b) => Held::Mask(mask(a) & mask(b)),
        Step::Or(a, b) => Held::Mask(mask(a) | mask(b)),
        Step::Select(condition, a, b) => {
            Held::Number(Traced::select(mask(condition), number(a), number(b)))
        }
    })
}

fn compare<L: Lane>(comparison: Comparison, a: L, b: L) -> L::Mask {
    match comparison {
        Comparison::Less => a.less(b),
        Comparison::LessEqual => a.less_equal(b),
        Comparison::Greater => b.less(a),
        Comparison::GreaterEqual => b.less_equal(a),
        Comparison::Equal => a.equal(b),
        Comparison::NotEqual => !a.equal(b),
    }
}

fn unary<L: Lane>(function: Unary, a: L) -> Option<L> {
    Some(match function {
        Unary::Neg => -a,
        Unary::Abs => a.abs(),
        Unary::Sign => sign(a),
        Unary::Floor => a.floor(),
        Unary::Ceil => a.ceil(),
        Unary::Round => a.round(),
        Unary::Sqrt => a.sqrt(),
        Unary::Cbrt => math::cbrt(a),
        Unary::Exp => math::exp(a),
        Unary::ExpBeside => math::exp_beside(a),
        Unary::Exp2 => math::exp2(a),
        Unary::Expm1 => math::expm1(a),
        Unary::Ln => math::ln(a),
        Unary::Log2 => math::log2(a),
        Unary::Log10 => math::log10(a),
        Unary::Log1p => math::log1p(a),
        Unary::Log1pUnit => math::log1p_unit(a),
        Unary::Sin => math::sin(a),
        Unary::Cos => math::cos(a),
        Unary::Tan => math::tan(a),
        Unary::Asin => math::asin(a),
        Unary::Acos => math::acos(a),
        Unary::Atan => math::atan(a),
        Unary::Sinh => math::sinh(a),
        Unary::Cosh => math::cosh(a),
        Unary::Tanh => math::tanh(a),
        Unary::Sech => math::sech(a),
        Unary::Asinh => math::asinh(a),
        Unary::Acosh => math::acosh(a),
        Unary::Atanh => math::atanh(a),
        Unary::Erf => math::erf(a),
        Unary::Erfc => math::erfc(a),
        Unary::Erfcx => math::erfcx(a),
        Unary::ErfcExcess => math::erfc_excess(a),
        Unary::NormalCdf => math::normal_cdf(a),
        Unary::NormalPdf => math::normal_pdf(a),
        Unary::Sigmoid => math::sigmoid(a),
        Unary::Softplus => math::softplus(a),
        Unary::LnCosh => math::ln_cosh(a),
        Unary::SphericalBessel(0) => math::sinc(a),
        Unary::SphericalBessel(1) => math::bessel_1(a),
        Unary::SphericalBessel(2) => math::bessel_2(a),
        Unary::SphericalBessel(_) => return None,
    })
}

/// The function of a number that is not above 0, if that takes fewer operations.
fn unary_below<L: Lane>(function: Unary, a: L) -> Option<L> {
    Some(match function {
        Unary::Exp => math::exp_below(a),
        Unary::ExpBeside => math::exp_beside_below(a),
        Unary::Expm1 => math::expm1_below(a),
        _ => return None,
    })
}

fn binary<L: Lane>(function: Binary, a: L, b: L) -> Option<L> {
    Some(match function {
        Binary::Add => a + b,
        Binary::Sub => a - b,
        Binary::Mul => a * b,
        Binary::Div => a / b,
        Binary::Min => extreme(a.less_equal(b), b.less(a), a, b),
        Binary::Max => extreme(b.less_equal(a), a.less(b), a, b),
        Binary::Pow => math::pow(a, b),
        Binary::Hypot => math::hypot(a, b),
        Binary::Atan2 => math::atan2(a, b),
        Binary::CopySign => a.copysign(b),
        Binary::ExpSum => math::exp_sum(a, b),
        Binary::ExpRest => math::exp_rest(a, b),
        Binary::Mod => return None,
    })
}

/// `a` where the first mask holds, `b` where the second does, else NaN: [`math::min`] and [`math::max`].
fn extreme<L: Lane>(first: L::Mask, second: L::Mask, a: L, b: L) -> L {
    L::select(first, a, L::select(second, b, a + b))
}

/// As [`math::sign`].
fn sign<L: Lane>(a: L) -> L {
    let [zero, one] = [0.0, 1.0].map(L::number);
    L::select(zero.less(a), one, L::select(a.less(zero), -one, a))
}

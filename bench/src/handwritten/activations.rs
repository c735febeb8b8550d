//! The activations: value and derivative, each written once for all vectors.
//!
//! `u = exp(-|x|)` is never above 1, so nothing overflows, and one exponential and one division are enough for most.

use super::constants::Constants;
use super::elementary::{Exponential, down, log1p, normal_tail};
use super::vector::Vector;

/// A function with its derivative.
pub trait Activation {
    /// Value and derivative.
    fn both<V: Vector>(x: V) -> (V, V);
}

/// `1/(1 + exp(-x))`.
pub struct Sigmoid;
/// `x sigmoid(x)`.
pub struct Swish;
/// `x sigmoid(2 sqrt(2/pi) (x + 0.044715 x^3))`.
pub struct GeluTanh;
/// The hyperbolic tangent.
pub struct Tanh;
/// `x`, below 0 `exp(x) - 1`.
pub struct Elu;
/// `x` times the normal distribution.
pub struct Gelu;
/// `x tanh(ln(1 + exp(x)))`.
pub struct Mish;
/// `ln(1 + exp(x))`.
pub struct Softplus;

impl Activation for Sigmoid {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let one = V::number(1.0);
        let u = Exponential::of(least(x.neg_abs())).value();
        let d = one / (one + u);
        (V::select(x.negative(), u, one) * d, u * d * d)
    }
}

impl Activation for Swish {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let t = least(x.neg_abs());
        gated(x, least(x), t, Exponential::of(t))
    }
}

impl Activation for GeluTanh {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let [linear, linear_low] = V::Scalar::GATE_LINEAR.map(V::splat);
        let [cubic, cubic_low] = V::Scalar::GATE_CUBIC.map(V::splat);
        let end = V::splat(V::Scalar::GATE_LEAST);
        let t = x.neg_abs().at_least(end);
        let square = t * t;
        let square_low = t.mul_sub(t, square);
        let high = cubic.mul_add(square, linear);
        let low = cubic_low.mul_add(square, linear_low);
        let low = cubic.mul_add(square, linear - high) + cubic.mul_add(square_low, low);
        let slope = cubic.mul_add(square * V::number(3.0), linear + linear_low);
        let e = Exponential::of_product(t, high, low);
        gated(x, x.at_least(end), t * slope, e)
    }
}

/// `x sigmoid(w)` and its derivative, by `e = exp(-|w|)` and `t = -|x w'|`; where the value is 0, `bounded` is finite.
#[inline(always)]
fn gated<V: Vector>(x: V, bounded: V, t: V, e: Exponential<V>) -> (V, V) {
    let one = V::number(1.0);
    let lifted = e.lifted();
    let u = down(lifted);
    let d = one / (one + u);
    let negative = x.negative();
    let gate = V::select(negative, lifted, one) * d;
    let scale = V::select(negative, V::splat(V::Scalar::LIFT_DOWN), one);
    let other = V::select(negative, one, V::number(0.0) - u);
    let slope = (t * d).mul_add(other, one);
    (bounded * gate * scale, gate * slope * scale)
}

impl Activation for Tanh {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let e = Exponential::of(least((x + x).neg_abs()));
        let less = e.less_one();
        let d = V::number(-1.0) / (V::number(2.0) + less);
        let slope = (e.lifted() * d) * d;
        ((less * d).flipped_by(x), down(slope) * V::number(4.0))
    }
}

impl Activation for Elu {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let zero = V::number(0.0);
        let e = Exponential::of(least(x.at_most(zero)));
        (e.less_one() + x.at_least(zero), e.value())
    }
}

impl Activation for Gelu {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let t = x.neg_abs().at_least(V::splat(V::Scalar::NORMAL_LEAST));
        let lifted = Exponential::of_half_square(t).lifted();
        let tail = normal_tail(t);
        let scale = V::splat(V::Scalar::LIFT_DOWN);
        let value = (t * tail * lifted).mul_add(scale, x.at_least(V::number(0.0)));
        let slope = down(t.mul_add(V::splat(V::Scalar::NORMAL_AT_ZERO), tail) * lifted);
        let other = V::number(1.0) - slope;
        (value, V::select(x.negative(), slope, other))
    }
}

impl Activation for Mish {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let [one, two, four] = [1.0, 2.0, 4.0].map(V::number);
        let lifted = Exponential::of(least(x.neg_abs())).lifted();
        let u = down(lifted);
        let negative = x.negative();
        let bounded = least(x);
        let argument = bounded.at_most(V::number(0.0) - V::splat(V::Scalar::LEAST));
        let [c0, c1] = [4.0, 6.0].map(|number| argument.mul_add(four, V::number(number)));
        let either = |yes, no| V::select(negative, yes, no);
        let [a, b] = [either(two, one), either(one, two)];
        let d = one / u.mul_add(b.mul_add(u, two), a);
        let gate = either(lifted, one) * d;
        let scale = either(V::splat(V::Scalar::LIFT_DOWN), one);
        let rise = either(one, c0).mul_add(u, either(four, c1));
        let rise = rise
            .mul_add(u, either(c1, four))
            .mul_add(u, either(c0, one));
        (
            bounded * u.mul_add(b, a) * gate * scale,
            rise * d * gate * scale,
        )
    }
}

impl Activation for Softplus {
    #[inline(always)]
    fn both<V: Vector>(x: V) -> (V, V) {
        let one = V::number(1.0);
        let u = Exponential::of(least(x.neg_abs())).value();
        let d = one / (one + u);
        let value = x.at_least(V::number(0.0)) + log1p(u);
        (value, V::select(x.negative(), u, one) * d)
    }
}

/// Not below what exponentials reach.
#[inline(always)]
fn least<V: Vector>(x: V) -> V {
    x.at_least(V::splat(V::Scalar::LEAST))
}

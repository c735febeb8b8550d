//! The activations over any number, for dual numbers.

use num_dual::DualNum;

/// `1/(1 + exp(-x))`.
pub fn sigmoid<D: DualNum + Copy>(x: D) -> D {
    ((-x).exp() + number::<D>(1.0)).recip()
}

/// `x sigmoid(x)`.
pub fn swish<D: DualNum + Copy>(x: D) -> D {
    x * sigmoid(x)
}

/// By the hyperbolic tangent.
pub fn gelu_tanh<D: DualNum + Copy>(x: D) -> D {
    let argument = (x + x * x * x * number::<D>(0.044715)) * number::<D>(0.7978845608028654);
    x * number::<D>(0.5) * (argument.tanh() + number::<D>(1.0))
}

/// `x tanh(ln(1 + exp(x)))`.
pub fn mish<D: DualNum + Copy>(x: D) -> D {
    x * x.exp().ln_1p().tanh()
}

/// The hyperbolic tangent.
pub fn tanh<D: DualNum + Copy>(x: D) -> D {
    x.tanh()
}

/// `ln(1 + exp(x))`.
pub fn softplus<D: DualNum + Copy>(x: D) -> D {
    x.exp().ln_1p()
}

fn number<D: DualNum>(value: f64) -> D::Primitive {
    num_traits::FromPrimitive::from_f64(value).expect("a constant fits")
}

//! What the kernels need to know of a number type.

/// Constants and polynomials, lowest term first.
pub trait Constants: Copy + 'static {
    /// Added to `k`, puts `k` and the bias of exponents, lifted, into the last bits.
    const MAGIC: Self;
    /// The reciprocal of the power of two by which exponentials are lifted.
    const LIFT_DOWN: Self;
    /// Where `exp` is 0, before the lifted exponent is.
    const LEAST: Self;
    /// `1/ln(2)`.
    const LOG2_E: Self;
    /// `ln(2)` in two parts; whole exponents times the first are exact.
    const LN_2: [Self; 2];
    /// `(exp(r) - 1 - r)/r^2`.
    const EXP: &'static [Self];
    /// `(ln(1 + u)/u - 1)/u` from 0 to 1.
    const LOG: &'static [Self];
    /// Where `gelu_tanh` is 0.
    const GATE_LEAST: Self;
    /// `2 sqrt(2/pi)` in two parts, the first with few bits.
    const GATE_LINEAR: [Self; 2];
    /// 0.044715 times that.
    const GATE_CUBIC: [Self; 2];
    /// Where `gelu` is 0.
    const NORMAL_LEAST: Self;
    /// `1/sqrt(2 pi)`.
    const NORMAL_AT_ZERO: Self;
    /// Where `q = (a - pole)/(a + pole)` is 0.
    const NORMAL_POLE: Self;
    /// `1 + growth a` times the scaled tail is the polynomial `NORMAL` of `q`.
    const NORMAL_GROWTH: Self;
    /// See [`Self::NORMAL_GROWTH`].
    const NORMAL: &'static [Self];
}

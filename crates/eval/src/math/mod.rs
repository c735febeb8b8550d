//! The elementary functions, each written once over a [`Lane`], for f64 and f32.
//!
//! Every function is computed in the arithmetic of its type. Exponentials and logarithms to base e take few operations; over
//! the whole range, subnormal results included, exponentials are within 1 ulp of the exact value, logarithms within 1.2; the others are computed in two
//! parts where digits matter and rounded once at the end, within 0.7 ulp, some Bessel functions and `exp2` within 0.95.
//! `tests/accuracy` has the table, measured against high precision. Branches are selections, so that the same code runs on
//! numbers side by side and gives the same bits there: `tests/lanes.rs`. Spherical Bessel functions above order 2 are the
//! exception: scalars, and f32 through f64.
//!
//! Coefficients are in `tables`, written by `tests/data/coefficients.py`.

mod angle;
pub(crate) mod defaults;
mod error_function;
mod exp;
mod float;
mod hyperbolic;
mod inverse_hyperbolic;
mod inverse_trigonometric;
mod lane;
mod ln;
mod pair;
mod power;
mod roots;
mod sigmoid;
mod sign;
mod sinc;
mod spherical_bessel;
mod tables;
mod trigonometric;

pub use angle::LargeAngle;
pub use error_function::{erf, erfc, erfc_excess, erfcx, normal_cdf, normal_pdf};
pub use exp::{exp, exp_beside, exp_rest, exp_sum, exp2, expm1};
pub(crate) use exp::{exp_below, exp_beside_below, exp_sum_below, expm1_below};
pub use hyperbolic::{cosh, ln_cosh, sech, sinh, tanh};
pub use inverse_hyperbolic::{acosh, asinh, atanh};
pub use inverse_trigonometric::{acos, asin, atan, atan2};
pub use lane::Lane;
pub(crate) use lane::{Dispatch, LINE, Level, Twice, Vector, Work};
pub use ln::{ln, log1p, log1p_unit, log2, log10};
pub use power::pow;
pub use roots::{cbrt, hypot};
pub use sigmoid::{sigmoid, softplus};
pub use sign::{max, min, modulo, power, sign};
pub use sinc::{bessel_1, bessel_2, sinc};
pub use spherical_bessel::spherical_bessel;
pub use tables::Tables;
pub use trigonometric::{cos, sin, tan};

//! The elementary functions, each once: generic where the formula is, in f64 where coefficients are.
//!
//! `f32` goes through f64 and is rounded once, so it is correct to 0.5 ulp but for a handful of near ties.
//! The accuracy of the f64 functions is a table in `tests/accuracy.rs`, measured against high precision.

mod erfcx;
mod float;
mod hyperbolic;
mod normal;
mod power;
mod sigmoid;
mod sign;
mod spherical_bessel;
mod square;

pub use erfcx::erfcx;
pub use hyperbolic::{ln_cosh, sech};
pub use normal::{erfc, normal_cdf, normal_pdf};
pub use power::pow;
pub use sigmoid::{sigmoid, softplus};
pub use sign::{max, min, modulo, power, sign};
pub use spherical_bessel::spherical_bessel;

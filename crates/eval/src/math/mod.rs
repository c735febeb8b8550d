//! The elementary functions, each once: generic where the formula is, in f64 where coefficients are.
//!
//! `f32` goes through f64 and is rounded once, so it is correct to 0.5 ulp but for a handful of near ties.
//! In f64 everything but spherical Bessel functions of order 3 and more is within 4 ulp, most within 1.8: `tests/accuracy.rs`
//! has the table, measured against high precision. Bessel functions lose with the order: 16 ulp at 40, 73 at 255.

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

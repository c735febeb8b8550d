//! What the suites share: the reference values, decimals that keep every digit, and errors in ulp.
//!
//! The kit knows the data, not the engines: it gives points with their true values and measures how far a result is
//! from one. It panics on data that it cannot read, because the data are part of the repository.

mod decimal;
mod table;
pub mod truth;
pub mod ulp;

pub use decimal::Decimal;

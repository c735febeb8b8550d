//! Activation functions from formulas: derivatives, checks, and accurate kernels.
//!
//! ```
//! use gradus::Formula;
//!
//! let swish: Formula = "swish(x; beta = 1) = x * sigmoid(beta * x)".parse()?;
//! let slope = swish.derivative("x")?;
//! assert_eq!(slope.body_text(), "sigmoid(beta*x)*(1 + beta*x*(1 - sigmoid(beta*x)))");
//!
//! let f = swish.compile::<f32>();
//! let (y, dy) = f.call_with_derivative(0.5);
//! assert_eq!((y, dy), (0.31122968, 0.73996127));
//! # Ok::<(), gradus::Error>(())
//! ```
//!
//! A [`Formula`] denotes a real function; evaluation approximates that function, not the text. Whatever can fail fails when a text
//! is read, or when an input or parameter is named that the formula does not have.

pub mod accuracy;
mod check;
mod error;
mod formula;
mod kernel;
mod options;
mod programs;
pub mod report;
mod scope;
mod vector;

pub use check::{ClaimAtKink, Diagnosis, Mistake, Outcome, Verdict, Witness, claims};
pub use error::Error;
pub use formula::{Break, BreakKind, Formula, Parameter, Step};
pub use gradus_catalog as catalog;
pub use gradus_eval::{Element, ShapeError};
pub use gradus_symbolic::pieces::Kink;
pub use gradus_symbolic::{LimitError, computation::Computation};
pub use gradus_syntax::{Arity, Definition, Func, Limits, ParseError, ParseErrorKind, Span, Style};
pub use kernel::Kernel;
pub use options::{Options, Precision};
pub use scope::Scope;
pub use vector::VectorKernel;

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}

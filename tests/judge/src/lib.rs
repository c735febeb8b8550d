//! Right and wrong derivatives, made by program from any formula, to judge the judge of derivatives.
//!
//! Nothing here knows how the library proves: derivatives come from a table of their own, forms from rewriting trees, and
//! whether a claim counts as right or wrong is found by differences in high precision ([`truth`]).

mod algebra;
mod choices;
mod decimals;
mod differentiate;
mod expression;
mod judgement;
mod random;
mod rewrite;
mod right;
mod subject;
mod tally;
mod tidy;
pub mod truth;
mod wrong;

pub use choices::Choices;
pub use expression::Expr;
pub use judgement::{Claim, Judgement, claims, judge};
pub use random::random;
pub use subject::Subject;
pub use tally::Tally;

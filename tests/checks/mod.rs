//! What must hold of any formula, whatever the text: for the property tests and the fuzz targets.
//!
//! Each check panics with the text and the point where something does not hold.

#![allow(unused_imports, reason = "each suite and target uses some")]

mod engines;
pub mod literal;
mod machine;
mod noise;
mod numbers;
mod reading;

pub use engines::{engines, engines_agree};
pub use machine::machine;
pub use numbers::{derivative_is_right, derive, precise_value_is_right, value_is_right};
pub use reading::{parse, reads_back, round_trip};

use std::sync::OnceLock;

use gradus::{Formula, Limits, Scope};

/// The catalogue, for texts from strangers.
pub fn strangers() -> &'static Scope {
    static SCOPE: OnceLock<Scope> = OnceLock::new();
    SCOPE.get_or_init(|| Scope::with_builtins().limits(Limits::untrusted()))
}

/// The formula of a stranger's text, if it is one.
pub fn read(text: &str) -> Option<Formula> {
    strangers().parse(text).ok()
}

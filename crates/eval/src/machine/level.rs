//! What machine code is made for.

use std::sync::OnceLock;

use super::codes::Width;
use crate::math::Level;

/// Whether machine code is wanted: not if the variable `GRADUS_MACHINE_CODE` is 0.
const SWITCH: &str = "GRADUS_MACHINE_CODE";

/// The vectors of arrays, if there is machine code for this processor and it is wanted.
pub(super) fn arrays() -> Option<Width> {
    static WANTED: OnceLock<bool> = OnceLock::new();
    let wanted = *WANTED.get_or_init(|| !std::env::var(SWITCH).is_ok_and(|value| value == "0"));
    wanted.then(|| width(Level::chosen())).flatten()
}

/// All widths of arrays that the processor has, the narrowest first.
pub(super) fn widths() -> Vec<Width> {
    Level::all().filter_map(width).collect()
}

fn width(level: Level) -> Option<Width> {
    match level.bytes() {
        Some(32) => Some(Width::Avx2),
        Some(64) => Some(Width::Avx512),
        _ => None,
    }
}

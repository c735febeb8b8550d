//! What the processor can do.

use std::sync::OnceLock;

use super::codes::Width;

/// Whether machine code is wanted: not if the variable `GRADUS_MACHINE_CODE` is 0.
const SWITCH: &str = "GRADUS_MACHINE_CODE";

/// The greatest level of instructions that is wanted: `portable`, `avx2` or `avx512`.
const LEVEL: &str = "GRADUS_LEVEL";

/// The vectors of arrays, if there is machine code for this processor. Read once.
pub(super) fn arrays() -> Option<Width> {
    static WIDTH: OnceLock<Option<Width>> = OnceLock::new();
    *WIDTH.get_or_init(|| {
        let wanted =
            |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
        if wanted(SWITCH, "0") || wanted(LEVEL, "portable") {
            return None;
        }
        widths()
            .into_iter()
            .rfind(|width| *width != Width::Avx512 || !wanted(LEVEL, "avx2"))
    })
}

/// All widths of arrays that the processor has, the narrowest first.
pub(super) fn widths() -> Vec<Width> {
    let mut widths = Vec::new();
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        widths.push(Width::Avx2);
        let features = [
            is_x86_feature_detected!("avx512f"),
            is_x86_feature_detected!("avx512dq"),
            is_x86_feature_detected!("avx512bw"),
            is_x86_feature_detected!("avx512vl"),
        ];
        if !features.contains(&false) {
            widths.push(Width::Avx512);
        }
    }
    widths
}

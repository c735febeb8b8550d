//! What machine code is made for.

use std::sync::OnceLock;

use raw_cpuid::CpuId;

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

/// Whether the processor has several vectors of short code under way by itself. The maker is a guess at how many operations may wait
/// for others: by measurement, one of Intel of 2023 does (it holds 512), and those of AMD up to 2022 do not (320 and fewer).
pub(super) fn looks_far() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        let vendor = CpuId::new().get_vendor_info();
        vendor.is_some_and(|vendor| vendor.as_str() == "GenuineIntel")
    })
}

fn width(level: Level) -> Option<Width> {
    match level.bytes() {
        Some(32) => Some(Width::Avx2),
        Some(64) => Some(Width::Avx512),
        _ => None,
    }
}

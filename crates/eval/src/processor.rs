//! Code for the processor that it runs on.

use pulp::Arch;

/// Does work with the vectors and fused multiply-adds that the processor has, which a portable build does without.
///
/// Only what is inlined into `work` is compiled so. The bits are the same: every operation rounds as IEEE 754 says.
#[inline(always)]
pub(crate) fn on_processor<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

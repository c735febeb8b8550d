//! What all benchmarks share.

use std::time::Duration;

use criterion::Criterion;

/// Short measurements: the ratios between benchmarks of one run are what counts.
pub fn criterion() -> Criterion {
    Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(20)
}

//! What is printed reads back as what was printed.

#![no_main]

use gradus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::round_trip(text));

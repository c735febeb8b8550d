//! Any bytes: a formula or an error, never a panic.

#![no_main]

use gradus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::parse(text));

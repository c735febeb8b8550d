//! Values and derivatives against high precision.

#![no_main]

use gradus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::derive(text));

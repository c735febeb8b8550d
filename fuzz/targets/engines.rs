//! All engines agree bit for bit.

#![no_main]

use gradus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::engines(text));

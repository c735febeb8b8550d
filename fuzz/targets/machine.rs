//! Machine code gives the bits of the interpreters, whatever the list of operations.

#![no_main]

use gradus_fuzz::checks;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| checks::machine(bytes));

//! The `gradus` program.

// The plot command draws with this module; until it exists nothing else calls it.
#[allow(dead_code, unused_imports)]
mod plot;

fn main() {}

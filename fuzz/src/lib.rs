//! What the targets check, shared with the property tests.

#[path = "../../tests/checks/mod.rs"]
pub mod checks;

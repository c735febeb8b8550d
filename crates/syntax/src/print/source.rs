//! A definition with all the definitions that it needs.

//! The suites that every change must pass: `cargo test -p gradus-tests NAME::` runs one of them.

#[allow(dead_code, reason = "the fuzz targets use the rest")]
mod checks;

mod accuracy;
mod article;
mod catalog;
mod costs;
mod diagnosis;
mod enclosures;
mod ends;
mod engines;
mod entries;
mod extremes;
mod gradients;
mod hostile;
mod judge;
mod kinks;
mod line;
mod magnitudes;
mod pieces;
mod properties;
mod random;
mod report;
mod rules;
mod surveys;
mod together;
mod truth;
mod twins;
mod vectors;

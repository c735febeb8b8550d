//! "Fundamentals of Deep Learning – Activation Functions and When to Use Them?" (2020), from top to bottom, with every formula,
//! sample and claim decided.
//!
//!     cargo run -p gradus-examples --example article
//!
//! Exits with 1 if a value that it shows as true is not, to the last digit, or if a decision is not the expected one.

mod claims;
mod functions;
mod neuron;

use std::process::ExitCode;

use gradus::Error;

fn main() -> Result<ExitCode, Error> {
    let mut wrong = neuron::show()?;
    for function in functions::ARTICLE {
        println!("\n== {}", function.name);
        wrong += functions::show(function)?;
        for claim in claims::about(function.name) {
            wrong += claims::show(claim)?;
        }
        let record = gradus::catalog::find(function.name);
        if let Some(advice) = record.and_then(|record| record.advice) {
            println!("  advice: {advice}");
        }
    }
    wrong += functions::show_softmax()?;
    println!("\n{wrong} of the above were not as expected");
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// A tick for what the article has right, a cross for what it has wrong.
fn mark(right: bool) -> char {
    if right { '✓' } else { '✗' }
}

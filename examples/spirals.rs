//! What an activation is for: a small network learns to tell two spirals apart, once with each of the article's ten functions.
//!
//!     cargo run --release -p gradus-examples --example spirals
//!     cargo run --release -p gradus-examples --example spirals -- 'x*tanh(ln(1+exp(x)))'
//!     cargo run --release -p gradus-examples --example spirals -- --quick
//!
//! Instead of the spirals it takes a folder with the four IDX files of MNIST, or makes a stand-in for one:
//!
//!     cargo run --release -p gradus-examples --example spirals -- --write-digits digits
//!     cargo run --release -p gradus-examples --example spirals -- --mnist digits

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;
use gradus_examples::data::spirals;
use gradus_examples::train::{Contestant, Plan, Run, run_all};
use gradus_examples::{digits, idx};

/// Trains a small network once for each activation, and compares.
#[derive(Parser)]
struct Arguments {
    /// A formula of your own, instead of the article's ten functions
    formula: Vec<String>,
    /// A few functions and a few seconds
    #[arg(long)]
    quick: bool,
    /// How often every point is seen
    #[arg(long)]
    epochs: Option<usize>,
    /// A folder with train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-… (plain or .gz)
    #[arg(long, value_name = "FOLDER")]
    mnist: Option<PathBuf>,
    /// Make such a folder, with drawn digits
    #[arg(long, value_name = "FOLDER")]
    write_digits: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if let Some(folder) = &arguments.write_digits {
        let (training, held_out) = if arguments.quick {
            (500, 100)
        } else {
            (6000, 1000)
        };
        digits::write_folder(folder, training, held_out)?;
        println!(
            "{training} + {held_out} drawn digits in {}",
            folder.display()
        );
        return Ok(());
    }
    let contestants = contestants(&arguments)?;
    let (training, held_out) = match &arguments.mnist {
        Some(folder) => (
            idx::read_set(folder, "train")?,
            idx::read_set(folder, "t10k")?,
        ),
        None => (spirals(800, 1), spirals(2000, 2)),
    };
    let plan = plan(&arguments);
    println!(
        "{} points to learn from, {} held out; layers {} -> {:?} -> {} with softmax; {} epochs\n",
        training.len(),
        held_out.len(),
        training.width,
        plan.hidden,
        training.classes,
        plan.epochs
    );
    print_table(&run_all(&contestants, &plan, &training, &held_out)?);
    Ok(())
}

fn contestants(arguments: &Arguments) -> Result<Vec<Contestant>, gradus::Error> {
    if !arguments.formula.is_empty() {
        let formulas = arguments.formula.iter();
        return formulas.map(|text| Contestant::formula(text)).collect();
    }
    let names: &[&str] = if arguments.quick {
        &["binary_step", "linear", "relu", "prelu", "swish"]
    } else {
        &gradus::catalog::ARTICLE
    };
    names.iter().map(|name| Contestant::builtin(name)).collect()
}

fn plan(arguments: &Arguments) -> Plan {
    let mnist = arguments.mnist.is_some();
    let usual = match (mnist, arguments.quick) {
        (true, true) => 12,
        (true, false) => 5,
        (false, true) => 150,
        (false, false) => 600,
    };
    Plan {
        hidden: if mnist { vec![64] } else { vec![24, 24] },
        epochs: arguments.epochs.unwrap_or(usual),
        batch: if mnist { 64 } else { 50 },
        rate: if mnist { 0.003 } else { 0.01 },
    }
}

fn print_table(runs: &[Run]) {
    let names = runs.iter().map(|run| run.name.chars().count());
    let width = names.max().unwrap_or(0).max("activation".len());
    println!(
        "{:<width$}  training loss  held out  hidden weights moved  seconds  trained parameters",
        "activation"
    );
    for run in runs {
        let parameters: Vec<String> = run
            .parameters
            .iter()
            .map(|(name, values)| format!("{name} = {values:.3?}"))
            .collect();
        println!(
            "{:<width$}  {:>13.4}  {:>6.1} %  {:>20.2}  {:>7.2}  {}",
            run.name,
            run.loss,
            100.0 * run.accuracy,
            run.moved,
            run.seconds,
            parameters.join(", ")
        );
    }
    println!();
    for run in runs.iter().filter(|run| run.moved == 0.0) {
        println!(
            "{}: its gradient is zero, so the hidden layers stayed as they were drawn; only the last layer learned.",
            run.name
        );
    }
}

//! Training runs: one for each activation, on several threads.

use std::time::Instant;

use gradus::{Error, Formula};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::data::Data;
use crate::network::Network;
use crate::random::Random;

/// An activation to be trained with.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// What the table calls it.
    pub name: String,
    /// Its formula.
    pub formula: Formula,
    /// Its parameters that are trained.
    pub trained: Vec<String>,
}

impl Contestant {
    /// An entry of the catalogue; the catalogue says which parameters are meant to be trained.
    ///
    /// # Errors
    /// If there is no such entry.
    pub fn builtin(name: &str) -> Result<Self, Error> {
        let notes = gradus::catalog::find(name).map_or(&[][..], |record| record.parameters);
        Ok(Self {
            name: name.to_owned(),
            formula: Formula::builtin(name)?,
            trained: notes
                .iter()
                .filter(|note| note.trained)
                .map(|note| note.name.to_owned())
                .collect(),
        })
    }

    /// A formula; all its parameters are trained.
    ///
    /// # Errors
    /// If the text is no formula.
    pub fn formula(text: &str) -> Result<Self, Error> {
        let formula: Formula = text.parse()?;
        let parameters = formula.parameters().into_iter();
        Ok(Self {
            name: formula.name().unwrap_or(text).to_owned(),
            trained: parameters.map(|parameter| parameter.name).collect(),
            formula,
        })
    }
}

/// How to train.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The hidden layers' widths.
    pub hidden: Vec<usize>,
    /// How often every point is seen.
    pub epochs: usize,
    /// Points a step.
    pub batch: usize,
    /// The first step size; it falls to nothing along a cosine.
    pub rate: f32,
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The activation's name.
    pub name: String,
    /// The mean loss on the training points.
    pub loss: f32,
    /// The share of held-out points whose class is found.
    pub accuracy: f32,
    /// How far the weights of the hidden layers moved, against their size at the beginning. 0: no gradient reached them.
    pub moved: f32,
    /// How long training took, in seconds.
    pub seconds: f32,
    /// The trained parameters, one value for each hidden layer.
    pub parameters: Vec<(String, Vec<f32>)>,
}

/// Trains once for each activation, in parallel. A progress bar runs on stderr if that is a terminal.
///
/// # Errors
/// If an activation has several inputs.
pub fn run_all(
    contestants: &[Contestant],
    plan: &Plan,
    training: &Data,
    held_out: &Data,
) -> Result<Vec<Run>, Error> {
    let bar = ProgressBar::new((contestants.len() * plan.epochs) as u64);
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta:>4} left  {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let runs = contestants
        .par_iter()
        .map(|contestant| run(contestant, plan, training, held_out, &bar))
        .collect();
    bar.finish_and_clear();
    runs
}

fn run(
    contestant: &Contestant,
    plan: &Plan,
    training: &Data,
    held_out: &Data,
    bar: &ProgressBar,
) -> Result<Run, Error> {
    let mut random = Random::new(2020);
    let widths: Vec<usize> = std::iter::once(training.width)
        .chain(plan.hidden.iter().copied())
        .chain([training.classes])
        .collect();
    let trained: Vec<&str> = contestant.trained.iter().map(String::as_str).collect();
    let mut network = Network::new(&widths, &contestant.formula, &trained, &mut random)?;
    let before = network.clone();

    let start = Instant::now();
    let mut order: Vec<usize> = (0..training.len()).collect();
    for epoch in 0..plan.epochs {
        random.shuffle(&mut order);
        for indices in order.chunks(plan.batch) {
            network.step(&training.chosen(indices), rate(plan, epoch));
        }
        bar.inc(1);
    }
    let seconds = start.elapsed().as_secs_f32();
    bar.set_message(format!("{} done", contestant.name));
    let (loss, _) = network.evaluate(training);
    let (_, accuracy) = network.evaluate(held_out);
    Ok(Run {
        name: contestant.name.clone(),
        loss,
        accuracy,
        moved: moved(&before, &network),
        seconds,
        parameters: learned(&network),
    })
}

fn rate(plan: &Plan, epoch: usize) -> f32 {
    let done = epoch as f32 / plan.epochs as f32;
    plan.rate * 0.5 * (1.0 + (std::f32::consts::PI * done).cos())
}

fn moved(before: &Network, after: &Network) -> f32 {
    let hidden = before.layers.len() - 1;
    let pairs = before.layers[..hidden].iter().zip(&after.layers);
    let (mut change, mut size) = (0.0, 0.0);
    for (old, new) in pairs.flat_map(|(old, new)| old.parameters.iter().zip(&new.parameters)) {
        change += (new - old).powi(2);
        size += old.powi(2);
    }
    (change / size).sqrt()
}

fn learned(network: &Network) -> Vec<(String, Vec<f32>)> {
    let layers = network.trained();
    let first = layers.first().map_or(&[][..], Vec::as_slice);
    first
        .iter()
        .enumerate()
        .map(|(index, parameter)| {
            let values = layers.iter().map(|layer| layer[index].value).collect();
            (parameter.name.clone(), values)
        })
        .collect()
}

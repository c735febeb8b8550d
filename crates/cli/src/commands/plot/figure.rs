//! Formulas to a figure: curves, kinks, words.

use gradus::{Break, BreakKind, Formula, Kernel};

use super::samples::samples;
use crate::commands::kinks;
use crate::failure::Failure;
use crate::plot::{Figure, Kink, KinkKind, Panels, Role, Series, Sides};
use crate::table::shortened;

/// A longer name of a curve would push the others out of the legend.
const LONGEST: usize = 32;

/// The figure of some formulas of one input.
pub fn figure(
    formulas: &[Formula],
    range: (f64, f64),
    with_gradient: bool,
) -> Result<Figure, Failure> {
    let names: Vec<String> = formulas
        .iter()
        .map(|formula| name(formula, formulas.len()))
        .collect();
    let mut figure = Figure {
        title: title(formulas, &names),
        subtitle: None,
        x_label: formulas[0].inputs()[0].to_owned(),
        x_range: range,
        series: Vec::new(),
        kinks: Vec::new(),
        panels: Panels::Auto,
        axes: None,
    };
    for (index, (formula, name)) in formulas.iter().zip(&names).enumerate() {
        let pair = Pair::new(formula, index, range)?;
        figure.series.push(pair.series(Role::Value, name.clone()));
        if with_gradient {
            figure
                .series
                .push(pair.series(Role::Gradient, primed(name)));
        }
        let of = (formulas.len() > 1).then_some(name.as_str());
        figure.kinks.extend(pair.kinks(of, &figure.x_label));
    }
    Ok(figure)
}

/// A formula and its gradient, ready to be drawn.
struct Pair {
    index: usize,
    value: Kernel<f64>,
    gradient: Kernel<f64>,
    breaks: Vec<Break>,
    range: (f64, f64),
}

impl Pair {
    fn new(formula: &Formula, index: usize, range: (f64, f64)) -> Result<Self, Failure> {
        let derivative = formula.derivative(formula.inputs()[0])?;
        let is_shown = |found: &Break| range.0 <= found.at && found.at <= range.1;
        Ok(Self {
            index,
            value: formula.compile(),
            gradient: derivative.compile(),
            breaks: formula.breaks().into_iter().filter(is_shown).collect(),
            range,
        })
    }

    fn series(&self, role: Role, label: String) -> Series {
        let kernel = match role {
            Role::Value => &self.value,
            Role::Gradient => &self.gradient,
        };
        let kinks: Vec<f64> = self.breaks.iter().map(|found| found.at).collect();
        Series {
            label,
            formula: self.index,
            role,
            points: samples(kernel, self.range, &kinks),
        }
    }

    /// The kinks; beside other formulas each says whose it is.
    fn kinks(&self, of: Option<&str>, input: &str) -> Vec<Kink> {
        let label = |found| {
            let sentence = kinks::sentence(found, input).replace('-', "−");
            of.map(|name| format!("{name}: {sentence}"))
                .unwrap_or_default()
        };
        self.breaks
            .iter()
            .map(|found| Kink {
                label: label(found),
                ..self.kink(found)
            })
            .collect()
    }

    fn kink(&self, found: &Break) -> Kink {
        let sides = |(left, right), kernel: &Kernel<f64>| Sides {
            left,
            at: kernel.call(found.at),
            right,
        };
        Kink {
            formula: self.index,
            x: found.at,
            kind: match found.kind {
                BreakKind::Kink => KinkKind::Kink,
                BreakKind::Jump => KinkKind::Jump,
            },
            value: sides(found.values, &self.value),
            gradient: sides(found.slopes, &self.gradient),
            label: String::new(),
        }
    }
}

/// The name of the gradient.
fn primed(name: &str) -> String {
    let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word {
        format!("{name}′")
    } else {
        format!("({name})′")
    }
}

/// What a curve is called: the formula's name, `f` for a single one without, or the formula itself.
fn name(formula: &Formula, count: usize) -> String {
    match formula.name() {
        Some(name) => name.to_owned(),
        None if count == 1 => "f".to_owned(),
        None => shortened(&formula.body_text(), LONGEST),
    }
}

/// The formula with the values its parameters have, or the names of several.
fn title(formulas: &[Formula], names: &[String]) -> String {
    match formulas {
        [single] => match single.name() {
            Some(_) => single.to_string(),
            None => format!("f({}) = {}", single.inputs()[0], single.body_text()),
        },
        _ => names.join(", "),
    }
}

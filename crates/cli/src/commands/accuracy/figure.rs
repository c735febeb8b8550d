//! The error against the input, as a figure.

use gradus::accuracy::{Accuracy, PointError};

use super::axis::{Across, Upright};
use crate::plot::{Axes, Figure, Panels, Role, Series};

/// Columns, of each of which the greatest error is shown.
const COLUMNS: usize = 200;

/// The greatest errors over the range.
pub fn figure(title: String, input: &str, range: (f64, f64), found: &Accuracy) -> Figure {
    let across = Across::new(found.format, range);
    let errors = found
        .profile
        .iter()
        .flat_map(|point| [point.ulp, point.conditioned]);
    let upright = Upright::new(errors);
    let series = |role, label: &str, error: fn(&PointError) -> f64| Series {
        label: label.to_owned(),
        formula: 0,
        role,
        points: columns(found, &across, error)
            .into_iter()
            .map(|(x, error)| (x, upright.place(error)))
            .collect(),
    };
    Figure {
        subtitle: None,
        x_label: input.to_owned(),
        x_range: across.ends(),
        series: vec![
            series(Role::Value, "greatest error in ulp", |point| point.ulp),
            series(
                Role::Gradient,
                "what rounding the input does not excuse",
                |point| point.conditioned,
            ),
        ],
        kinks: Vec::new(),
        panels: Panels::Shared,
        axes: Some(Axes {
            x: across.marks(),
            y: upright.marks(),
            y_range: upright.range(),
            words: words(&title, found),
        }),
        title,
    }
}

/// The greatest error of each column that has points, in its middle.
fn columns(found: &Accuracy, across: &Across, error: fn(&PointError) -> f64) -> Vec<(f64, f64)> {
    let (left, right) = across.ends();
    let mut greatest: Vec<Option<f64>> = vec![None; COLUMNS];
    for point in &found.profile {
        let part = (across.place(point.x) - left) / (right - left);
        let column = ((part * COLUMNS as f64) as usize).min(COLUMNS - 1);
        let error = error(point);
        greatest[column] = Some(greatest[column].map_or(error, |other| other.max(error)));
    }
    let middle = |column: usize| left + (right - left) * (column as f64 + 0.5) / COLUMNS as f64;
    let shown = greatest.into_iter().enumerate();
    shown
        .filter_map(|(column, error)| Some((middle(column), error?)))
        .collect()
}

fn words(title: &str, found: &Accuracy) -> String {
    format!(
        "{title}, over x. The greatest error is {} ulp, the greatest that rounding the input does not excuse {} ulp, the median {} ulp.",
        super::lines::short(found.ulp.maximum),
        super::lines::short(found.conditioned.maximum),
        super::lines::short(found.ulp.median),
    )
}

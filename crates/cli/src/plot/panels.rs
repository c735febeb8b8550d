//! Which curves share a panel, and what part of the plane it shows.

use super::{
    Figure, Panels, Role, Series,
    curve::{self, Piece},
    range,
};

/// Curves with a common pair of axes.
#[derive(Debug)]
pub(super) struct Panel<'a> {
    /// The curves, each in its connected parts.
    pub curves: Vec<(&'a Series, Vec<Piece>)>,
    /// What is shown of the horizontal axis.
    pub x: (f64, f64),
    /// What is shown of the vertical axis.
    pub y: (f64, f64),
}

/// The panels of a figure from top to bottom: at least one.
pub(super) fn panels(figure: &Figure) -> Vec<Panel<'_>> {
    let x = horizontal(figure);
    let curves: Vec<_> = figure
        .series
        .iter()
        .map(|series| (series, curve::pieces(series, &figure.kinks, x)))
        .collect();
    if !is_stacked(figure, &curves) {
        return vec![panel(figure, x, curves)];
    }
    let (values, gradients) = curves
        .into_iter()
        .partition(|curve| curve.0.role == Role::Value);
    vec![panel(figure, x, values), panel(figure, x, gradients)]
}

/// The range of x that is shown.
pub(super) fn horizontal(figure: &Figure) -> (f64, f64) {
    range::sane(figure.x_range)
}

/// Whether all curves belong to one formula.
pub(super) fn is_single(figure: &Figure) -> bool {
    figure
        .series
        .iter()
        .all(|series| series.formula == figure.series[0].formula)
}

/// Whether a curve is dashed: gradients are, beside values.
pub(super) fn is_dashed(figure: &Figure, series: &Series) -> bool {
    series.role == Role::Gradient && figure.series.iter().any(|other| other.role == Role::Value)
}

fn is_stacked(figure: &Figure, curves: &[(&Series, Vec<Piece>)]) -> bool {
    let has = |role| figure.series.iter().any(|series| series.role == role);
    if !(has(Role::Value) && has(Role::Gradient)) {
        return false;
    }
    match figure.panels {
        Panels::Shared => false,
        Panels::Stacked => true,
        Panels::Auto => {
            let extents = curves.iter().filter_map(|(series, pieces)| {
                Some((
                    series.role,
                    range::extent(series, pieces, &figure.kinks, horizontal(figure))?,
                ))
            });
            range::scales_clash(&extents.collect::<Vec<_>>())
        }
    }
}

fn panel<'a>(figure: &Figure, x: (f64, f64), curves: Vec<(&'a Series, Vec<Piece>)>) -> Panel<'a> {
    let extents: Vec<_> = curves
        .iter()
        .filter_map(|(series, pieces)| range::extent(series, pieces, &figure.kinks, x))
        .collect();
    Panel {
        curves,
        x,
        y: match &figure.axes {
            Some(axes) => range::sane(axes.y_range),
            None => range::vertical(&extents),
        },
    }
}

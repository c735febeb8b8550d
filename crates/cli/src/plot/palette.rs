//! Colours, told apart also by those who see few, on light and on dark ground.

use super::scene::Ink;

/// Light ground or dark ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Theme {
    Light,
    Dark,
}

/// Curves: (light, dark).
const CURVES: [(&str, &str); 12] = [
    ("#1f6feb", "#58a6ff"),
    ("#d9480f", "#ff9a4d"),
    ("#0f8a5f", "#3fcf8e"),
    ("#9333b8", "#d08bff"),
    ("#b58100", "#e3b341"),
    ("#c2255c", "#ff7aa8"),
    ("#0e7490", "#22d3ee"),
    ("#7c4a1e", "#c9986b"),
    ("#5c7a00", "#a3c940"),
    ("#475569", "#94a3b8"),
    ("#b91c1c", "#f87171"),
    ("#4338ca", "#a5b4fc"),
];

/// The colour as `#rrggbb`.
pub(super) fn colour(ink: Ink, theme: Theme) -> &'static str {
    let (light, dark) = match ink {
        Ink::Background => ("#ffffff", "#0d1117"),
        Ink::Grid => ("#e6e9ed", "#232a33"),
        Ink::Axis => ("#8b949e", "#768390"),
        Ink::Text => ("#1f2328", "#e6edf3"),
        Ink::Muted => ("#59636e", "#9da7b3"),
        Ink::Curve(index) => CURVES[index % CURVES.len()],
    };
    match theme {
        Theme::Light => light,
        Theme::Dark => dark,
    }
}

/// The colour number of a curve: by formula, and for a single formula one each for value and gradient.
pub(super) fn curve_ink(series: &super::Series, single: bool) -> usize {
    match series.role {
        super::Role::Gradient if single => 1,
        _ => series.formula % CURVES.len(),
    }
}

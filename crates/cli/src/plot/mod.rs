//! Pictures of functions and their gradients: SVG, PNG and text for a terminal.
//!
//! A [`Figure`] is plain data: sampled curves, and the places where they bend or jump. [`svg()`] and
//! [`png()`] draw the same scene; [`terminal()`] draws with braille dots or ASCII. All three are functions
//! of the figure alone: they read no environment, and the same figure gives the same bytes.

mod axes;
mod curve;
mod layout;
mod palette;
mod panels;
#[cfg(feature = "png")]
mod png;
mod range;
mod scene;
mod svg;
mod terminal;
#[cfg(test)]
mod tests;
mod text;
mod ticks;

#[cfg(feature = "png")]
pub use png::png;
pub use svg::svg;
pub use terminal::{TerminalOptions, terminal};

/// What a picture shows: curves over one range of x, and their kinks and jumps.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The heading, usually the formula as it was read.
    pub title: String,
    /// A second, quieter line under the heading.
    pub subtitle: Option<String>,
    /// The name of the input, written at the end of the horizontal axis.
    pub x_label: String,
    /// The range of the horizontal axis; a reversed or empty range is put right.
    pub x_range: (f64, f64),
    /// The curves, in the order of the legend.
    pub series: Vec<Series>,
    /// Where curves bend or jump.
    pub kinks: Vec<Kink>,
    /// Whether values and gradients share one panel.
    pub panels: Panels,
    /// Axes that are not linear; the coordinates of the curves are places on them.
    pub axes: Option<Axes>,
}

/// Axes whose numbers are not their places.
#[derive(Clone, Debug)]
pub struct Axes {
    /// Numbers of the horizontal axis, those that matter most first; `None` where it is linear.
    pub x: Option<Vec<Mark>>,
    /// Numbers of the vertical axis, those that matter most first.
    pub y: Vec<Mark>,
    /// What is shown of the vertical axis.
    pub y_range: (f64, f64),
    /// What the picture shows, for those who do not see it.
    pub words: String,
}

/// A number beside an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its place.
    pub at: f64,
    /// The number.
    pub label: String,
}

/// Whether values and gradients share one pair of axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panels {
    /// One panel, or two when one kind of curve would look flat on the scale of the other.
    #[default]
    Auto,
    /// One panel for all curves.
    Shared,
    /// Values above, gradients below.
    Stacked,
}

/// One curve.
#[derive(Clone, Debug)]
pub struct Series {
    /// The name in the legend.
    pub label: String,
    /// Which formula it belongs to, counted from 0; kinks refer to it, and it picks the colour.
    pub formula: usize,
    /// Whether it is the value of the formula or its gradient.
    pub role: Role,
    /// Samples (x, y), sorted or not. NaN and infinities are gaps, and so are jumps listed as kinks.
    pub points: Vec<(f64, f64)>,
}

/// What a curve shows of its formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The value.
    Value,
    /// The derivative by x.
    Gradient,
}

/// A place where the gradient or the value of a formula jumps.
#[derive(Clone, Debug)]
pub struct Kink {
    /// Which formula, counted from 0.
    pub formula: usize,
    /// Where.
    pub x: f64,
    /// Whether the value itself jumps.
    pub kind: KinkKind,
    /// The value on both sides.
    pub value: Sides,
    /// The gradient on both sides.
    pub gradient: Sides,
    /// A sentence for the list of kinks; when empty, one is made from the numbers.
    pub label: String,
}

/// What happens at a [`Kink`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KinkKind {
    /// The value is continuous, its slope is not.
    Kink,
    /// The value jumps.
    Jump,
}

/// One-sided limits of a quantity and what is returned at the point itself.
///
/// An infinite side marks a pole, NaN a side where nothing is defined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    /// The limit from the left.
    pub left: f64,
    /// What is returned at the point.
    pub at: f64,
    /// The limit from the right.
    pub right: f64,
}

impl Sides {
    /// Whether a curve of this quantity has to be broken here.
    fn differ(self) -> bool {
        // Limits found numerically may be an ulp or two apart without a jump.
        let scale = self.left.abs().max(self.right.abs());
        let close = (self.left - self.right).abs() <= 1e-12 * scale;
        !(self.left == self.right && self.left.is_finite() || close && scale.is_finite())
    }
}

impl Kink {
    /// The sides of the quantity that a curve with this role shows.
    fn sides(&self, role: Role) -> Sides {
        match role {
            Role::Value => self.value,
            Role::Gradient => self.gradient,
        }
    }

    /// The sentence for the list of kinks.
    fn sentence(&self) -> String {
        if self.label.is_empty() {
            self.described()
        } else {
            self.label.clone()
        }
    }

    fn described(&self) -> String {
        let (name, quantity, sides) = match self.kind {
            KinkKind::Kink => ("kink", "slope", self.gradient),
            KinkKind::Jump => ("jump", "value", self.value),
        };
        format!(
            "{name} at {}: {quantity} {} on the left, {} on the right",
            text::number(self.x),
            text::number(sides.left),
            text::number(sides.right)
        )
    }
}

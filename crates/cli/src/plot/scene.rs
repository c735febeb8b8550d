//! A picture as shapes and words with places and colours by meaning: what SVG and PNG have in common.

/// A place in pixels, from the upper left corner.
pub(super) type Point = (f64, f64);

/// A finished layout.
#[derive(Debug)]
pub(super) struct Scene {
    /// Width and height in pixels.
    pub size: (f64, f64),
    /// What the picture is called, for those who do not see it.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The areas curves are confined to.
    pub clips: Vec<Rect>,
    /// What is drawn, from back to front.
    pub items: Vec<Item>,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// One thing to draw.
#[derive(Debug)]
pub(super) enum Item {
    /// Lines of one colour.
    Lines(Lines),
    /// A filled circle, or an open one that shows the background.
    Dot {
        at: Point,
        radius: f64,
        filled: bool,
        ink: Ink,
    },
    /// A line of text.
    Text(Text),
}

/// Lines of one colour and width.
#[derive(Debug)]
pub(super) struct Lines {
    pub parts: Vec<Vec<Point>>,
    pub ink: Ink,
    pub width: f64,
    pub dashed: bool,
    /// Which of the scene's clips confines them.
    pub clip: Option<usize>,
}

/// A line of text.
#[derive(Debug)]
pub(super) struct Text {
    pub words: String,
    /// Where its baseline begins, has its middle or ends.
    pub at: Point,
    /// The height of an em in pixels.
    pub size: f64,
    pub anchor: Anchor,
    pub bold: bool,
    pub ink: Ink,
}

/// Which point of a text is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ink {
    Background,
    Grid,
    Axis,
    Text,
    Muted,
    /// The colour of a curve, counted from 0 and repeating.
    Curve(usize),
}

impl Rect {
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    pub fn height(self) -> f64 {
        self.bottom - self.top
    }
}

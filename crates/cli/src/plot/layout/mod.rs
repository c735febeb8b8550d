//! Where everything goes in a drawn picture.

mod legend;
mod panel;

use super::{
    Figure, Role,
    palette::curve_ink,
    panels::{self, Panel},
    scene::{Anchor, Ink, Item, Point, Rect, Scene, Text},
    text,
};

const SIZE: (f64, f64) = (800.0, 500.0);
const MARGIN: f64 = 24.0;
const TITLE: f64 = 19.0;
const SMALL: f64 = 13.0;
/// Between two panels, one above the other.
const GAP: f64 = 20.0;
/// Below the panels, for the numbers of the horizontal axis.
const NUMBERS: f64 = 26.0;
/// Kinks named under the picture; further ones are only counted.
const NAMED_KINKS: usize = 3;

/// The figure as shapes.
pub(super) fn scene(figure: &Figure) -> Scene {
    let mut sketch = Sketch::default();
    let top = sketch.heading(figure);
    let bottom = sketch.kink_list(figure);
    let panels = panels::panels(figure);
    let area = Rect {
        left: MARGIN,
        top,
        right: SIZE.0 - MARGIN,
        bottom,
    };
    panel::draw(&mut sketch, figure, &panels, area);
    Scene {
        size: SIZE,
        title: text::one_line(&figure.title),
        description: description(figure, &panels),
        clips: sketch.clips,
        items: sketch.items,
    }
}

/// The picture while it is being laid out.
#[derive(Default)]
struct Sketch {
    items: Vec<Item>,
    clips: Vec<Rect>,
}

impl Sketch {
    fn text(&mut self, text: impl Into<String>, at: Point, anchor: Anchor, ink: Ink) {
        self.write(Text {
            words: text.into(),
            at,
            size: SMALL,
            anchor,
            bold: false,
            ink,
        });
    }

    fn write(&mut self, text: Text) {
        self.items.push(Item::Text(text));
    }

    /// Title, subtitle and legend; returns where the panels may begin.
    fn heading(&mut self, figure: &Figure) -> f64 {
        let width = SIZE.0 - 2.0 * MARGIN;
        let title = text::one_line(&figure.title);
        let size = (TITLE * width / text::width(&title, TITLE).max(1.0)).clamp(SMALL, TITLE);
        let mut y = MARGIN + TITLE * 0.7;
        self.write(Text {
            words: text::fitted(&title, size, width),
            at: (MARGIN, y),
            size,
            anchor: Anchor::Start,
            bold: true,
            ink: Ink::Text,
        });
        if let Some(subtitle) = &figure.subtitle {
            y += 20.0;
            let shown = text::fitted(&text::one_line(subtitle), SMALL, width);
            self.text(shown, (MARGIN, y), Anchor::Start, Ink::Muted);
        }
        legend::draw(self, figure, y + 24.0) + 16.0
    }

    /// The kinks in words at the foot; returns where the panels with their numbers have to end.
    fn kink_list(&mut self, figure: &Figure) -> f64 {
        let sentences = kink_sentences(figure, NAMED_KINKS);
        let mut y = SIZE.1 - MARGIN + 6.0 - 18.0 * sentences.len() as f64;
        let end = y - 4.0;
        for sentence in sentences {
            y += 18.0;
            let shown = text::fitted(&sentence, SMALL, SIZE.0 - 2.0 * MARGIN);
            self.text(shown, (MARGIN, y), Anchor::Start, Ink::Muted);
        }
        end
    }
}

/// One sentence a kink, the last one counting what does not fit in `limit` sentences.
pub(super) fn kink_sentences(figure: &Figure, limit: usize) -> Vec<String> {
    let all = figure
        .kinks
        .iter()
        .map(|kink| text::one_line(&kink.sentence()));
    let count = figure.kinks.len();
    if count <= limit {
        return all.collect();
    }
    let named = limit.saturating_sub(1);
    let rest = format!("and {} more kinks and jumps", count - named);
    all.take(named).chain([rest]).collect()
}

/// The picture in words.
fn description(figure: &Figure, panels: &[Panel]) -> String {
    if let Some(axes) = &figure.axes {
        return text::one_line(&axes.words);
    }
    let names = |role| {
        let of_role = figure.series.iter().filter(|series| series.role == role);
        of_role
            .map(|series| text::one_line(&series.label))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let x = panels::horizontal(figure);
    let mut parts = vec![format!(
        "Curves over {} from {} to {}.",
        text::one_line(&figure.x_label),
        text::number(x.0),
        text::number(x.1)
    )];
    for (kind, list) in [
        ("Values", names(Role::Value)),
        ("Gradients", names(Role::Gradient)),
    ] {
        if !list.is_empty() {
            parts.push(format!("{kind}: {list}."));
        }
    }
    if panels.len() > 1 {
        parts.push("Values in the upper panel, gradients in the lower one.".into());
    }
    for sentence in kink_sentences(figure, 2 * NAMED_KINKS) {
        parts.push(format!("{sentence}."));
    }
    parts.join(" ")
}

/// The colour of a curve of the figure.
fn ink(figure: &Figure, series: &super::Series) -> Ink {
    Ink::Curve(curve_ink(series, panels::is_single(figure)))
}

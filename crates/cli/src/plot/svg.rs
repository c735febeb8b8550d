//! A scene as an SVG document.

use std::fmt::Write;

use super::{
    Figure, layout,
    palette::{Theme, colour},
    scene::{Anchor, Ink, Item, Lines, Rect, Scene, Text},
};

/// Fonts every system has one of, the same sans-serif faces that pages around the picture use.
const FONTS: &str =
    "system-ui,-apple-system,'Segoe UI','Noto Sans','DejaVu Sans',Helvetica,Arial,sans-serif";

/// The figure as a self-contained SVG document of 800 by 500 pixels.
///
/// It follows the reader's preference for a dark page where the program that shows it knows it. The
/// text is a function of the figure alone; coordinates have two decimals.
pub fn svg(figure: &Figure) -> String {
    document(&layout::scene(figure))
}

fn document(scene: &Scene) -> String {
    // Several pictures in one page must not share names, so the name is made from the content.
    let id = format!("g{:08x}", fingerprint(&body(scene, "")));
    let (width, height) = scene.size;
    let title = escaped(&scene.title);
    let description = escaped(&scene.description);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
         font-family=\"{FONTS}\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n{}{}{}</svg>\n",
        style(scene, &id),
        clips(scene, &id),
        body(scene, &id),
    )
}

/// The FNV-1a hash: short, and the same everywhere.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Colours for a dark page; those for a light one are attributes, which every viewer knows.
fn style(scene: &Scene, id: &str) -> String {
    let mut inks: Vec<_> = scene
        .items
        .iter()
        .map(ink_of)
        .chain([Ink::Background])
        .collect();
    inks.sort_unstable();
    inks.dedup();
    let mut rules = String::new();
    for ink in inks {
        let (class, dark) = (class(ink), colour(ink, Theme::Dark));
        for attribute in attributes(ink) {
            let _ = write!(
                rules,
                "\n#{id} .{}-{class}{{{attribute}:{dark}}}",
                &attribute[..1]
            );
        }
    }
    format!("<style>@media (prefers-color-scheme:dark){{{rules}\n}}</style>\n")
}

/// The attributes a colour is used for.
fn attributes(ink: Ink) -> &'static [&'static str] {
    match ink {
        Ink::Background | Ink::Text | Ink::Muted => &["fill"],
        Ink::Grid | Ink::Axis => &["stroke"],
        Ink::Curve(_) => &["stroke", "fill"],
    }
}

fn ink_of(item: &Item) -> Ink {
    match item {
        Item::Lines(lines) => lines.ink,
        Item::Dot { ink, .. } => *ink,
        Item::Text(text) => text.ink,
    }
}

fn class(ink: Ink) -> String {
    match ink {
        Ink::Background => "ground".into(),
        Ink::Grid => "grid".into(),
        Ink::Axis => "axis".into(),
        Ink::Text => "text".into(),
        Ink::Muted => "muted".into(),
        Ink::Curve(index) => format!("curve{index}"),
    }
}

fn clips(scene: &Scene, id: &str) -> String {
    let mut out = String::new();
    for (index, clip) in scene.clips.iter().enumerate() {
        let Rect { left, top, .. } = clip;
        let (x, y) = (number(*left), number(*top));
        let (width, height) = (number(clip.width()), number(clip.height()));
        let _ = writeln!(
            out,
            "<clipPath id=\"{id}-clip{index}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/></clipPath>"
        );
    }
    out
}

fn body(scene: &Scene, id: &str) -> String {
    let (width, height) = scene.size;
    let ground = paint("fill", Ink::Background);
    let mut out = format!("<rect width=\"{width}\" height=\"{height}\" rx=\"10\"{ground}/>\n");
    for item in &scene.items {
        out += &match item {
            Item::Lines(lines) => path(lines, id),
            Item::Dot {
                at,
                radius,
                filled,
                ink,
            } => dot(*at, *radius, *filled, *ink),
            Item::Text(text) => words(text),
        };
        out.push('\n');
    }
    out
}

/// A fill or stroke, with the class by which a dark page changes it.
fn paint(attribute: &str, ink: Ink) -> String {
    format!(
        " class=\"{}-{}\" {attribute}=\"{}\"",
        &attribute[..1],
        class(ink),
        colour(ink, Theme::Light)
    )
}

fn path(lines: &Lines, id: &str) -> String {
    let mut data = String::new();
    for line in &lines.parts {
        for (index, &(x, y)) in line.iter().enumerate() {
            let command = if index == 0 { "M" } else { "L" };
            let _ = write!(data, "{command}{} {}", number(x), number(y));
        }
    }
    let stroke = paint("stroke", lines.ink);
    let mut attributes = format!(
        "{stroke} stroke-width=\"{}\" fill=\"none\"",
        number(lines.width)
    );
    if matches!(lines.ink, Ink::Curve(_)) {
        attributes += " stroke-linejoin=\"round\"";
    }
    if lines.dashed {
        attributes += " stroke-dasharray=\"7 4\"";
    }
    if let Some(clip) = lines.clip {
        let _ = write!(attributes, " clip-path=\"url(#{id}-clip{clip})\"");
    }
    format!("<path{attributes} d=\"{data}\"/>")
}

fn dot((x, y): (f64, f64), radius: f64, filled: bool, ink: Ink) -> String {
    let (inside, light) = if filled {
        (ink, ink)
    } else {
        (Ink::Background, Ink::Background)
    };
    format!(
        "<circle class=\"s-{} f-{}\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>",
        class(ink),
        class(inside),
        number(x),
        number(y),
        number(radius),
        colour(light, Theme::Light),
        colour(ink, Theme::Light),
    )
}

fn words(text: &Text) -> String {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if text.bold {
        " font-weight=\"600\""
    } else {
        ""
    };
    format!(
        "<text{} x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor}>{}</text>",
        paint("fill", text.ink),
        number(text.at.0),
        number(text.at.1),
        number(text.size),
        escaped(&text.words),
    )
}

/// At most two decimals.
fn number(value: f64) -> String {
    let text = super::text::without_trailing_zeros(&format!("{value:.2}"));
    if text == "-0" { "0".into() } else { text }
}

/// The text as XML content: nothing in it is markup, and characters XML forbids are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

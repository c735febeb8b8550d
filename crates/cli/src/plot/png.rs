//! A scene as a PNG image.
//!
//! The shapes are drawn by `tiny-skia`. Letters are outlines from `DejaVu` Sans, which the program
//! carries with it: the image does not depend on the fonts of the machine, and is the same everywhere.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash,
    Transform,
};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::{
    Figure, layout,
    palette::{Theme, colour},
    scene::{Anchor, Ink, Item, Lines, Point, Rect, Scene, Text},
};

/// Pixels of the image to one of the layout: 1600 by 1000 in all.
const SCALE: f32 = 2.0;
/// What a character without an outline takes, as a part of an em.
const NO_GLYPH: f32 = 0.5;

/// Why no image was made.
#[derive(Debug)]
pub struct PngError(String);

impl std::fmt::Display for PngError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot draw the picture: {}", self.0)
    }
}

impl std::error::Error for PngError {}

/// The figure as a PNG image of 1600 by 1000 pixels on a white ground.
///
/// # Errors
///
/// When the image cannot be allocated or encoded.
pub fn png(figure: &Figure) -> Result<Vec<u8>, PngError> {
    let scene = layout::scene(figure);
    let mut canvas = Canvas::new(&scene)?;
    for item in &scene.items {
        canvas.draw(item);
    }
    canvas
        .pixels
        .encode_png()
        .map_err(|error| PngError(error.to_string()))
}

struct Canvas {
    pixels: Pixmap,
    /// One for each clip of the scene.
    masks: Vec<Mask>,
    face: Face<'static>,
}

impl Canvas {
    fn new(scene: &Scene) -> Result<Self, PngError> {
        let (width, height) = (scene.size.0 as f32 * SCALE, scene.size.1 as f32 * SCALE);
        // Sizes are small and positive by layout.
        #[allow(clippy::cast_sign_loss)]
        let size = (width as u32, height as u32);
        let no_room = || PngError("no room for the image".into());
        let mut pixels = Pixmap::new(size.0, size.1).ok_or_else(no_room)?;
        pixels.fill(plain(Ink::Background));
        let masks = scene
            .clips
            .iter()
            .map(|clip| mask(size, *clip).ok_or_else(no_room));
        let face =
            Face::parse(dejavu::sans::regular(), 0).map_err(|error| PngError(error.to_string()))?;
        Ok(Self {
            masks: masks.collect::<Result<_, _>>()?,
            pixels,
            face,
        })
    }

    fn draw(&mut self, item: &Item) {
        match item {
            Item::Lines(lines) => self.lines(lines),
            Item::Dot {
                at,
                radius,
                filled,
                ink,
            } => self.dot(*at, *radius, *filled, *ink),
            Item::Text(text) => self.text(text),
        }
    }

    fn lines(&mut self, lines: &Lines) {
        let mut builder = PathBuilder::new();
        for line in &lines.parts {
            for (index, &(x, y)) in line.iter().enumerate() {
                let (x, y) = (x as f32, y as f32);
                if index == 0 {
                    builder.move_to(x, y);
                } else {
                    builder.line_to(x, y);
                }
            }
        }
        let stroke = Stroke {
            width: lines.width as f32,
            line_join: LineJoin::Round,
            line_cap: LineCap::Butt,
            dash: lines
                .dashed
                .then(|| StrokeDash::new(vec![7.0, 4.0], 0.0))
                .flatten(),
            ..Stroke::default()
        };
        if let Some(path) = builder.finish() {
            let mask = lines.clip.and_then(|clip| self.masks.get(clip));
            self.pixels
                .stroke_path(&path, &paint(lines.ink), &stroke, scaled(), mask);
        }
    }

    fn dot(&mut self, (x, y): Point, radius: f64, filled: bool, ink: Ink) {
        let inside = if filled { ink } else { Ink::Background };
        if let Some(circle) = PathBuilder::from_circle(x as f32, y as f32, radius as f32) {
            self.fill(&circle, inside, scaled());
            let stroke = Stroke {
                width: 2.0,
                ..Stroke::default()
            };
            self.pixels
                .stroke_path(&circle, &paint(ink), &stroke, scaled(), None);
        }
    }

    fn text(&mut self, text: &Text) {
        let em = text.size as f32 / f32::from(self.face.units_per_em());
        let width = text.words.chars().map(|c| self.advance(c)).sum::<f32>() * em;
        let shift = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let mut x = text.at.0 as f32 - shift;
        for c in text.words.chars() {
            let place = Transform::from_row(em, 0.0, 0.0, -em, x, text.at.1 as f32)
                .post_scale(SCALE, SCALE);
            self.glyph(c, text, place);
            x += self.advance(c) * em;
        }
    }

    fn glyph(&mut self, c: char, text: &Text, place: Transform) {
        let mut outline = Outline(PathBuilder::new());
        let glyph = self.face.glyph_index(c).unwrap_or(GlyphId(0));
        if self.face.outline_glyph(glyph, &mut outline).is_none() {
            return;
        }
        let Some(path) = outline.0.finish() else {
            return;
        };
        self.fill(&path, text.ink, place);
        if text.bold {
            // A hairline around the letters of the plain face stands in for a second font.
            let width = f32::from(self.face.units_per_em()) / 28.0;
            let stroke = Stroke {
                width,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            self.pixels
                .stroke_path(&path, &paint(text.ink), &stroke, place, None);
        }
    }

    /// How far a character moves the pen, in units of the font.
    fn advance(&self, c: char) -> f32 {
        let glyph = self.face.glyph_index(c).unwrap_or(GlyphId(0));
        let missing = NO_GLYPH * f32::from(self.face.units_per_em());
        self.face
            .glyph_hor_advance(glyph)
            .map_or(missing, f32::from)
    }

    fn fill(&mut self, path: &Path, ink: Ink, place: Transform) {
        self.pixels
            .fill_path(path, &paint(ink), FillRule::Winding, place, None);
    }
}

fn scaled() -> Transform {
    Transform::from_scale(SCALE, SCALE)
}

fn mask(size: (u32, u32), clip: Rect) -> Option<Mask> {
    let mut mask = Mask::new(size.0, size.1)?;
    let [left, top, right, bottom] =
        [clip.left, clip.top, clip.right, clip.bottom].map(|side| side as f32);
    let area = tiny_skia::Rect::from_ltrb(left, top, right, bottom)?;
    mask.fill_path(
        &PathBuilder::from_rect(area),
        FillRule::Winding,
        true,
        scaled(),
    );
    Some(mask)
}

fn paint(ink: Ink) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(plain(ink));
    paint
}

fn plain(ink: Ink) -> Color {
    let hex = &colour(ink, Theme::Light)[1..];
    let code = u32::from_str_radix(hex, 16).unwrap_or(0);
    let [_, red, green, blue] = code.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

/// Carries outlines from the font to the rasteriser.
struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

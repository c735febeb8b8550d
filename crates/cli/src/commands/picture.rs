//! Pictures as files.

use std::path::Path;

use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::plot::{Figure, svg};

/// How a figure becomes the bytes of a file.
pub type Draw = fn(&Figure) -> Result<Vec<u8>, Failure>;

/// How to draw for a file of that name.
pub fn drawing(path: &Path) -> Result<Draw, Failure> {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    match extension.to_lowercase().as_str() {
        "svg" => Ok(|figure| Ok(svg(figure).into_bytes())),
        #[cfg(feature = "png")]
        "png" => Ok(|figure| {
            crate::plot::png(figure).map_err(|error| Failure::command(error.to_string()))
        }),
        #[cfg(not(feature = "png"))]
        "png" => Err(Failure::command(
            "this program was built without PNG pictures\nhelp: write an .svg file",
        )),
        _ => Err(Failure::command(format!(
            "the name of a picture ends in .svg or .png, found `{}`",
            path.display()
        ))),
    }
}

/// Writes a picture, and says so to programs.
pub fn write(path: &Path, picture: &[u8], context: &mut Context) -> Result<(), Failure> {
    std::fs::write(path, picture)
        .map_err(|error| Failure::command(format!("cannot write {}: {error}", path.display())))?;
    if context.is_jsonl() {
        context.object(&json!({"file": path.to_string_lossy()}))?;
    }
    Ok(())
}

//! Tables of the README, and of documents beside it, that are made by measuring, between markers.

use std::path::{Path, PathBuf};

use crate::Failure;

/// The document that all read.
const README: &str = "README.md";
/// Where the speed of processors without AVX-512 is.
const OTHERS: &str = "docs/speed-avx2.md";

/// The document of the speed of this processor.
pub fn of_this_processor() -> &'static str {
    if crate::machine::has_avx512() {
        README
    } else {
        OTHERS
    }
}

/// What stands between the markers now, as it is in the file.
pub fn table(markers: [&str; 2]) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path(README))?;
    Ok(parts(&text, markers)?.1.to_owned())
}

/// Puts a table between the markers.
pub fn replace(markers: [&str; 2], table: &str) -> Result<(), Failure> {
    replace_in(README, markers, table)
}

/// Puts a table between the markers of a document.
pub fn replace_in(document: &str, markers: [&str; 2], table: &str) -> Result<(), Failure> {
    let path = path(document);
    let text = std::fs::read_to_string(&path)?;
    let (before, _, after) = parts(&text, markers)?;
    Ok(std::fs::write(path, format!("{before}\n{table}{after}"))?)
}

fn path(document: &str) -> PathBuf {
    let workspace = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    workspace.join(document)
}

/// What stands before the table, with its marker; the table; and the rest.
fn parts<'a>(text: &'a str, markers: [&str; 2]) -> Result<(&'a str, &'a str, &'a str), Failure> {
    let start = text.find(markers[0]).map(|at| at + markers[0].len());
    let end = text.find(markers[1]);
    match (start, end) {
        (Some(start), Some(end)) if start <= end => {
            Ok((&text[..start], &text[start..end], &text[end..]))
        }
        _ => Err(Failure::Stale("a document lacks the markers of a table")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_found_between_its_markers() {
        let markers = ["<!-- accuracy -->", "<!-- /accuracy -->"];
        let text = "before\n<!-- accuracy -->\n| a |\n<!-- /accuracy -->\nafter";
        let found = parts(text, markers).expect("it has a table");
        assert_eq!(
            found,
            (
                "before\n<!-- accuracy -->",
                "\n| a |\n",
                "<!-- /accuracy -->\nafter"
            )
        );
        assert!(parts("no table", markers).is_err());
    }
}

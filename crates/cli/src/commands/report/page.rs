//! A report as a page: words and a picture, as HTML or SVG.

use std::fmt::Write;
use std::path::Path;

use gradus::Formula;
use gradus::report::{Report, Status};

use super::words::{Row, rows};
use crate::commands::plot;
use crate::failure::Failure;
use crate::plot::svg;
use crate::table::wrapped;

/// How a report becomes the text of a file.
pub(super) type Draw = fn(&Formula, &Report) -> Result<String, Failure>;

/// How to write a page of that name.
pub(super) fn drawing(path: &Path) -> Result<Draw, Failure> {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    match extension.to_lowercase().as_str() {
        "html" => Ok(html),
        "svg" => Ok(page),
        _ => Err(Failure::command(format!(
            "the name of a page ends in .html or .svg, found `{}`",
            path.display()
        ))),
    }
}

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:54rem;margin:2rem auto;padding:0 1rem}
h1{font:600 1.3rem ui-monospace,monospace;overflow-wrap:anywhere}
svg{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.15rem .6rem .15rem 0}
th{font-weight:600;white-space:nowrap}
td:nth-child(2){color:#2a8a4a}
footer{opacity:.7;margin-top:1rem}";

const LEGEND: &str = "✓ proved   ≈ computed";

fn mark(row: &Row) -> &'static str {
    match row.status {
        Some(Status::Proved) => "✓",
        Some(Status::Computed) => "≈",
        None => "",
    }
}

/// A self-contained page.
fn html(formula: &Formula, report: &Report) -> Result<String, Failure> {
    let title = escaped(report.formula());
    let mut table = String::new();
    for row in rows(report) {
        let (title, text) = (escaped(row.title), escaped(&row.text));
        let _ = writeln!(
            table,
            "<tr><th scope=\"row\">{title}</th><td>{}</td><td>{text}</td></tr>",
            mark(&row)
        );
    }
    let picture = svg(&plot::usual(formula)?);
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n{picture}<table>\n{table}</table>\n<footer>{LEGEND}</footer>\n</body>\n</html>\n"
    ))
}

/// The size of the picture, and of the page in characters.
const PICTURE: (f64, f64) = (800.0, 500.0);
const LINE: f64 = 18.0;
const TITLES: f64 = 20.0;
const TEXTS: f64 = 150.0;
const CHARACTERS: usize = 92;

/// A picture with the words below.
fn page(formula: &Formula, report: &Report) -> Result<String, Failure> {
    let picture = svg(&plot::usual(formula)?);
    let mut words = String::new();
    let mut y = PICTURE.1 + 2.0 * LINE;
    for row in rows(report) {
        let _ = writeln!(
            words,
            "<text x=\"{TITLES}\" y=\"{y}\" font-weight=\"600\">{}</text>",
            escaped(row.title)
        );
        let _ = writeln!(
            words,
            "<text x=\"{}\" y=\"{y}\">{}</text>",
            TEXTS - 20.0,
            mark(&row)
        );
        for line in wrapped(&row.text, CHARACTERS) {
            let _ = writeln!(
                words,
                "<text x=\"{TEXTS}\" y=\"{y}\">{}</text>",
                escaped(&line)
            );
            y += LINE;
        }
    }
    let _ = writeln!(
        words,
        "<text x=\"{TITLES}\" y=\"{}\" opacity=\"0.7\">{LEGEND}</text>",
        y + 0.5 * LINE
    );
    let (width, height) = (PICTURE.0, y + 2.0 * LINE);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n\
         <style>.words{{font:12.5px system-ui,sans-serif;fill:#222}}.paper{{fill:#fff}}\
         @media (prefers-color-scheme:dark){{.words{{fill:#ddd}}.paper{{fill:#1b1b1b}}}}</style>\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n{picture}<g class=\"words\">\n{words}</g>\n</svg>\n"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

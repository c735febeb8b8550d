//! The table of peers: all of it, and what the README shows.

use std::fmt::Write;

use gradus_bench::handwritten::NAMES;

use super::errors::Errors;
use crate::speed::{Record, heading, time};

/// What is asked of the records.
struct Table<'a> {
    records: &'a [Record],
    errors: &'a Errors,
}

/// Elements, type, threads.
type Shape = (usize, &'static str, &'static str);

/// What the README shows.
const SHORT: [Shape; 3] = [
    (4096, "f32", "1"),
    (1_000_000, "f32", "1"),
    (10_000_000, "f32", "2"),
];

/// The table that the README shows, and the whole one.
pub fn both(records: &[Record], errors: &Errors) -> (String, String) {
    let table = Table { records, errors };
    let mut whole = format!("Measured on {}.\n\n", crate::machine::description());
    let mut short = whole.clone();
    let measured = |shape| {
        table
            .engines()
            .iter()
            .any(|engine| !table.ns(engine, NAMES[0], shape).is_nan())
    };
    for kind in ["f32", "f64"] {
        for length in [4096, 1_000_000, 10_000_000] {
            for threads in ["1", "2"] {
                if !measured((length, kind, threads)) {
                    continue;
                }
                let part = table.shape((length, kind, threads));
                whole += &part;
                if SHORT.contains(&(length, kind, threads)) {
                    short += &part;
                }
            }
        }
    }
    let (slower, softmax) = (table.slower(), table.softmax());
    for text in [&mut short, &mut whole] {
        text.push_str(&softmax);
        text.push_str(&slower);
    }
    (short, whole)
}

impl Table<'_> {
    fn ns(&self, engine: &str, name: &str, (length, kind, threads): Shape) -> f64 {
        let found = self.records.iter().find(|record| {
            record.part == "peers"
                && record.engine == engine
                && record.subject == name
                && (record.length, &*record.kind, &*record.level) == (length, kind, threads)
        });
        found.map_or(f64::NAN, |record| record.ns)
    }

    /// Engines in the order in which they were measured.
    fn engines(&self) -> Vec<&str> {
        let mut engines: Vec<&str> = Vec::new();
        for record in self.records.iter().filter(|record| record.part == "peers") {
            if !engines.contains(&&*record.engine) {
                engines.push(&record.engine);
            }
        }
        engines
    }

    fn shape(&self, shape: Shape) -> String {
        let (length, kind, threads) = shape;
        let mut text = format!(
            "{length} elements, {kind}, threads: {threads}; ns an element, times copy, times by hand, max ulp (conditioned)\n\n"
        );
        heading(&mut text, &[&[""], &NAMES[..]].concat());
        for engine in self.engines() {
            let cells: Vec<String> = NAMES
                .iter()
                .map(|name| self.cell(engine, name, shape))
                .collect();
            if cells.iter().any(|cell| cell != "–") {
                let _ = writeln!(text, "| {engine} | {} |", cells.join(" | "));
            }
        }
        text.push('\n');
        text
    }

    fn cell(&self, engine: &str, name: &str, shape: Shape) -> String {
        let ns = self.ns(engine, name, shape);
        if ns.is_nan() {
            return "–".to_owned();
        }
        let times = |other: &str| format!("×{}", time(ns / self.ns(other, name, shape)));
        let key = [engine, name, shape.1].map(str::to_owned);
        let error = self.errors.get(&key.into()).map(|found| ulp(found.worst()));
        let rest = [times("copy"), times("by hand")];
        format!(
            "{} {} {}",
            time(ns),
            rest.join(" "),
            error.unwrap_or_default()
        )
    }

    /// The cells in which a peer is faster than Gradus.
    fn slower(&self) -> String {
        let mut cells = Vec::new();
        for Record {
            part,
            subject,
            kind,
            length,
            engine,
            level,
            ns,
        } in self.records
        {
            let found = self.records.iter().find(|record| {
                record.part == "peers"
                    && record.engine == "gradus"
                    && (&record.subject, &record.kind, record.length, &record.level)
                        == (subject, kind, *length, level)
            });
            let peer = part == "peers" && !["gradus", "copy", "by hand"].contains(&&**engine);
            if let Some(gradus) = found.filter(|gradus| peer && gradus.ns > *ns) {
                let times = time(gradus.ns / ns);
                cells.push(format!(
                    "{engine} {subject} {kind} {length} threads {level} (×{times})"
                ));
            }
        }
        match cells.len() {
            0 => "No peer is faster in any cell.\n".to_owned(),
            count => format!(
                "Cells in which a peer is faster, {count}: {}.\n",
                cells.join(", ")
            ),
        }
    }

    fn softmax(&self) -> String {
        let mut text = String::from("Softmax and its product with the Jacobian, ns an element\n\n");
        let engines = [
            "copy",
            "native f",
            "call f",
            "torch f",
            "native vjp",
            "call vjp",
            "torch vjp",
        ];
        heading(&mut text, &[&["row"], &engines[..]].concat());
        for copy in self
            .records
            .iter()
            .filter(|record| record.part == "softmax" && record.engine == "copy")
        {
            let _ = write!(
                text,
                "| {} {} threads {} |",
                copy.length, copy.kind, copy.level
            );
            for engine in engines {
                let like = Record {
                    engine: engine.to_owned(),
                    ..copy.clone()
                };
                let found = self.records.iter().find(|record| record.is_like(&like));
                let _ = write!(
                    text,
                    " {} |",
                    time(found.map_or(f64::NAN, |record| record.ns))
                );
            }
            text.push('\n');
        }
        text.push('\n');
        text
    }
}

/// An error, short.
fn ulp(error: f64) -> String {
    match error {
        error if error.is_infinite() => "NaN".to_owned(),
        error if error < 100.0 => format!("{error:.1} ulp"),
        error => format!("{error:.0e} ulp"),
    }
}

//! The tables of what was measured, as Markdown.

use std::fmt::Write;

use gradus_bench::activation::Activation;
use gradus_bench::for_each_activation;
use gradus_bench::handwritten::{Level, NAMES};

use super::record::Record;
use crate::peers::errors::Errors;

/// The records, asked for by what they are of.
struct Records<'a>(&'a [Record]);

impl Records<'_> {
    fn find(
        &self,
        part: &str,
        subject: &str,
        kind: &str,
        engine: &str,
        level: &str,
    ) -> Option<&Record> {
        self.0.iter().find(|record| {
            record.part == part
                && record.subject == subject
                && record.kind == kind
                && record.engine == engine
                && record.level == level
        })
    }

    fn ns(&self, part: &str, subject: &str, kind: &str, engine: &str, level: &str) -> f64 {
        self.find(part, subject, kind, engine, level)
            .map_or(f64::NAN, |record| record.ns)
    }
}

/// All tables.
pub fn all(records: &[Record], errors: &Errors) -> String {
    let records = Records(records);
    let mut text = String::new();
    arrays(&records, errors, &mut text);
    memory(&records, &mut text);
    scalar(&records, errors, &mut text);
    rows(&records, &mut text);
    texts(&records, &mut text);
    text
}

/// The first two lines of a table.
pub fn heading(text: &mut String, cells: &[&str]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
    let _ = writeln!(text, "|{}", "---|".repeat(cells.len()));
}

/// A time with two or three digits.
pub fn time(ns: f64) -> String {
    match ns {
        ns if ns.is_nan() => "–".to_owned(),
        ns if ns < 10.0 => format!("{ns:.2}"),
        ns if ns < 100.0 => format!("{ns:.1}"),
        ns => format!("{ns:.0}"),
    }
}

/// A time and, in brackets, how many times another it is.
fn beside(ns: f64, other: f64) -> String {
    let ratio = ns / other;
    match ratio {
        ratio if ratio.is_nan() => time(ns),
        ratio if ratio < 10.0 => format!("{} ({ratio:.2})", time(ns)),
        ratio => format!("{} ({ratio:.0})", time(ns)),
    }
}

fn arrays(records: &Records, errors: &Errors, text: &mut String) {
    text.push_str("Value and gradient, one thread, in the first cache: ns an element, in brackets the ratio to the kernel written by hand; errors of both are the largest of values and derivatives in ulp, conditioned.\n\n");
    let mut titles = vec![String::new()];
    for kind in ["f32", "f64"] {
        for level in Level::available().map(Level::name) {
            for engine in ["by hand", "machine code", "blocks"] {
                titles.push(format!("{kind} {level} {engine}"));
            }
        }
        titles.push(format!("{kind} portable"));
        titles.push(format!("{kind} by hand, ulp"));
        titles.push(format!("{kind} gradus, ulp"));
    }
    heading(text, &titles.iter().map(String::as_str).collect::<Vec<_>>());
    for name in NAMES {
        let _ = write!(text, "| {name} |");
        for kind in ["f32", "f64"] {
            for level in Level::available().map(Level::name) {
                let ns = |engine| records.ns("arrays", name, kind, engine, level);
                let by_hand = ns("by hand");
                let _ = write!(
                    text,
                    " {} | {} | {} |",
                    time(by_hand),
                    beside(ns("machine code"), by_hand),
                    beside(ns("blocks"), by_hand)
                );
            }
            let portable = records.ns("arrays", name, kind, "blocks", "portable");
            let _ = write!(text, " {} |", time(portable));
            for engine in ["by hand", "gradus"] {
                let _ = write!(text, " {} |", worst(errors, [engine, name, kind]));
            }
        }
        text.push('\n');
    }
}

/// The largest error of an engine, by its name, that of the activation and the type.
fn worst(errors: &Errors, key: [&str; 3]) -> String {
    let found = errors.get(&key.map(str::to_owned).into());
    time(found.map_or(f64::NAN, |errors| errors.worst()))
}

fn memory(records: &Records, text: &mut String) {
    text.push_str("\nValue and gradient of 1e7 elements, one thread: ns an element, in brackets the ratio to copying the input twice.\n\n");
    heading(text, &["", "f32", "f64"]);
    let engines = records
        .0
        .iter()
        .filter(|record| record.part == "memory" && record.kind == "f32");
    for Record { engine, .. } in engines {
        let _ = write!(text, "| {engine} |");
        for kind in ["f32", "f64"] {
            let ns = |engine| records.ns("memory", "", kind, engine, "");
            let _ = write!(text, " {} |", beside(ns(engine), ns("copy, two")));
        }
        text.push('\n');
    }
}

/// What is timed of single numbers.
const CALLS: [&str; 9] = [
    "",
    "native f",
    "call f",
    "closure f",
    "native f'",
    "call f'",
    "closure f'",
    "native both",
    "call both",
];

fn scalar(records: &Records, errors: &Errors, text: &mut String) {
    text.push_str("\nOne number a call: ns, in brackets the ratio to a native function, which is called through a pointer that the compiler does not know, as closures are; *both* is value and derivative together. Native functions are written for the same accuracy (`bench/src/activation.rs`); errors as above.\n\n");
    heading(
        text,
        &[&CALLS[..], &["native, ulp", "gradus, ulp"]].concat(),
    );
    for kind in ["f64", "f32"] {
        for_each_activation!(scalars(records, errors, kind, text));
    }
    text.push_str("\nThese are 256 numbers again and again, of which the processor comes to know which way branches go. Of 4,096 numbers in random order it does not:\n\n");
    heading(text, &CALLS);
    for kind in ["f64", "f32"] {
        for_each_activation!(shuffled(records, kind, text));
    }
}

fn scalars<A: Activation>(records: &Records, errors: &Errors, kind: &str, text: &mut String) {
    calls::<A>(records, "scalar", kind, text);
    for engine in ["native", "call"] {
        let _ = write!(text, " {} |", worst(errors, [engine, A::NAME, kind]));
    }
    text.push('\n');
}

fn shuffled<A: Activation>(records: &Records, kind: &str, text: &mut String) {
    calls::<A>(records, "scalar shuffled", kind, text);
    text.push('\n');
}

/// The times of calls, native ones first.
fn calls<A: Activation>(records: &Records, part: &str, kind: &str, text: &mut String) {
    let ns = |engine: &str| records.ns(part, A::NAME, kind, engine, "");
    let _ = write!(text, "| {} {kind} |", A::NAME);
    for what in ["f", "f'", "both"] {
        let native = ns(&format!("native {what}"));
        let _ = write!(text, " {} |", time(native));
        for engine in ["call", "closure"] {
            if (engine, what) != ("closure", "both") {
                let _ = write!(
                    text,
                    " {} |",
                    beside(ns(&format!("{engine} {what}")), native)
                );
            }
        }
    }
}

fn rows(records: &Records, text: &mut String) {
    text.push_str("\nSoftmax and its product with the Jacobian: ns an element, in brackets the ratio to plain loops.\n\n");
    heading(text, &["row", "copy", "native f", "f", "native vjp", "vjp"]);
    let copies = records
        .0
        .iter()
        .filter(|record| record.part == "softmax" && record.engine == "copy");
    for copy in copies {
        let ns = |engine: &str| {
            let found = records.0.iter().find(|record| {
                record.part == "softmax"
                    && record.kind == copy.kind
                    && record.length == copy.length
                    && record.engine == engine
            });
            found.map_or(f64::NAN, |record| record.ns)
        };
        let _ = writeln!(
            text,
            "| {} {} | {} | {} | {} | {} | {} |",
            copy.length,
            copy.kind,
            time(copy.ns),
            time(ns("native f")),
            beside(ns("call f"), ns("native f")),
            time(ns("native vjp")),
            beside(ns("call vjp"), ns("native vjp")),
        );
    }
}

fn texts(records: &Records, text: &mut String) {
    text.push_str(
        "\nFrom text to a kernel of value and gradient whose first call, on 16 elements, has returned: µs. `compile again` and `machine \
         code` begin with a formula that was compiled before, and the latter ends after 4,096 elements, by code for one vector after the other (that for several side by side is made when half a \
         million are done; up to there they take up to a third longer); a known text is one of the \
         last that were compiled, a new one (or a derivative taken anew) is not; `cold` is the first thing that a process does.\n\n",
    );
    let columns = [
        "read",
        "derive",
        "derive and print",
        "compile again",
        "machine code",
        "known text",
        "new text",
        "cold",
    ];
    heading(text, &[&[""], &columns[..]].concat());
    for_each_activation!(text_of(records, &columns, text));
    let _ = write!(text, "| mish, 6th derivative |");
    for column in columns {
        let _ = write!(
            text,
            " {} |",
            time(records.ns("sixth", "mish", "f64", column, "") / 1e3)
        );
    }
    text.push('\n');
}

fn text_of<A: Activation>(records: &Records, columns: &[&str], text: &mut String) {
    let _ = write!(text, "| `{}` |", A::TEXT);
    for column in columns {
        let _ = write!(
            text,
            " {} |",
            time(records.ns("text", A::NAME, "f32", column, "") / 1e3)
        );
    }
    text.push('\n');
}

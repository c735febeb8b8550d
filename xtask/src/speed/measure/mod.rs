//! The parts that processes of their own measure: records as lines of JSON.

mod arrays;
mod calls;
mod texts;

use std::time::Duration;

use gradus::Formula;
use gradus_bench::for_each_activation;

use super::record::Record;
use arrays::{arrays, beside_peers, memory};
use calls::{rows, scalar, scalar_shuffled};
use texts::{cold, sixth, warm};

/// Prints the records of a part; nothing if there is none of that name.
pub fn part(name: &str, milliseconds: &str) -> Option<()> {
    let time = Duration::from_millis(milliseconds.parse().ok()?);
    match name {
        "arrays" => {
            let level = std::env::var("GRADUS_LEVEL").unwrap_or_default();
            let machine_code = std::env::var("GRADUS_MACHINE_CODE").is_ok_and(|value| value != "0");
            let engine = if machine_code {
                "machine code"
            } else {
                "blocks"
            };
            arrays::<f32>(&level, engine, time);
            arrays::<f64>(&level, engine, time);
        }
        "memory" => {
            memory::<f32>(time);
            memory::<f64>(time);
        }
        "scalar" => for_each_activation!(scalar(time)),
        "scalar shuffled" => for_each_activation!(scalar_shuffled(time)),
        "peers" => {
            let threads = std::env::var("RAYON_NUM_THREADS").unwrap_or_default();
            beside_peers::<f32>(&threads, time);
            beside_peers::<f64>(&threads, time);
        }
        "softmax" => {
            rows::<f32>(time);
            rows::<f64>(time);
        }
        "text" => {
            for_each_activation!(warm(time));
            sixth(time);
        }
        name => {
            let wanted = name.strip_prefix("cold ")?;
            for_each_activation!(cold(wanted));
        }
    }
    Some(())
}

/// Of a contest.
struct Subject<'a> {
    part: &'a str,
    name: &'a str,
    kind: &'a str,
    length: usize,
    level: &'a str,
}

impl Subject<'_> {
    /// Prints records whose times are of so many calls or elements.
    fn print(&self, per: usize, times: Vec<(String, f64)>) {
        for (engine, ns) in times {
            let record = Record {
                part: self.part.to_owned(),
                subject: self.name.to_owned(),
                kind: self.kind.to_owned(),
                length: self.length,
                engine,
                level: self.level.to_owned(),
                ns: ns / per as f64,
            };
            println!("{}", record.to_line());
        }
    }
}

fn builtin(name: &str) -> Formula {
    Formula::builtin(name).expect("it is in the catalogue")
}

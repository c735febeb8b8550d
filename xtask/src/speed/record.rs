//! One measured time.

use serde::{Deserialize, Serialize};

/// The least time of one contestant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What is measured: a part of the plan.
    pub part: String,
    /// The activation, or another subject.
    pub subject: String,
    /// `f32` or `f64`.
    pub kind: String,
    /// Elements.
    pub length: usize,
    /// Which contestant.
    pub engine: String,
    /// The instruction set it was asked to use; empty where that is left to it.
    pub level: String,
    /// ns: an element of arrays, a call otherwise.
    pub ns: f64,
}

impl Record {
    /// As JSON.
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).expect("a record is plain")
    }

    /// From JSON.
    pub fn from_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    /// Whether both are of the same measurement.
    pub fn is_like(&self, other: &Self) -> bool {
        let key = |record: &Self| {
            let Record {
                part,
                subject,
                kind,
                length,
                engine,
                level,
                ns: _,
            } = record.clone();
            (part, subject, kind, length, engine, level)
        };
        key(self) == key(other)
    }
}

/// Adds a record; of two alike the shorter time stays.
pub fn merge(records: &mut Vec<Record>, record: Record) {
    match records.iter_mut().find(|found| found.is_like(&record)) {
        Some(found) => found.ns = found.ns.min(record.ns),
        None => records.push(record),
    }
}

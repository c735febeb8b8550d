//! What is measured, in which processes.

use std::process::{Command, Stdio};

use gradus_bench::activation::Activation;
use gradus_bench::for_each_activation;
use gradus_bench::handwritten::Level;

use super::record::{Record, merge};
use crate::Failure;

/// A process: its part, variables that choose the engine, threads, and for how long each contest runs.
pub struct Process {
    part: String,
    level: Option<&'static str>,
    machine_code: Option<bool>,
    threads: usize,
    milliseconds: u64,
}

/// All records, by so many rounds.
pub fn all(rounds: usize) -> Result<Vec<Record>, Failure> {
    let processes = processes();
    let mut records = Vec::new();
    let count = rounds * processes.len();
    for done in 0..count {
        let process = &processes[done % processes.len()];
        eprint!("\r{:>3} % {:24}", 100 * done / count, process.title());
        for record in process.run()? {
            merge(&mut records, record);
        }
    }
    eprintln!("\r100 % {:24}", "");
    Ok(records)
}

fn processes() -> Vec<Process> {
    let mut processes = Vec::new();
    for level in Level::available().map(Level::name).chain(["portable"]) {
        for machine_code in [true, false] {
            // there is no portable machine code
            if level != "portable" || !machine_code {
                processes.push(Process::of_engine("arrays", level, machine_code, 40));
            }
        }
    }
    let mut add = |part: &str, milliseconds| processes.push(Process::new(part, milliseconds));
    add("memory", 1500);
    add("scalar", 8);
    add("scalar shuffled", 8);
    add("softmax", 60);
    for_each_activation!(cold(&mut add));
    add("text", 20);
    processes
}

fn cold<A: Activation>(add: &mut impl FnMut(&str, u64)) {
    add(&format!("cold {}", A::NAME), 0);
}

impl Process {
    /// With the engine that is usual.
    pub fn new(part: &str, milliseconds: u64) -> Self {
        Self {
            part: part.to_owned(),
            level: None,
            machine_code: None,
            threads: 1,
            milliseconds,
        }
    }

    fn of_engine(part: &str, level: &'static str, machine_code: bool, milliseconds: u64) -> Self {
        Self {
            level: Some(level),
            machine_code: Some(machine_code),
            ..Self::new(part, milliseconds)
        }
    }

    fn title(&self) -> String {
        let engine = match self.machine_code {
            Some(true) => ", machine code",
            Some(false) => ", blocks",
            None => "",
        };
        format!("{} {}{engine}", self.part, self.level.unwrap_or_default())
    }

    /// On so many threads.
    pub fn on_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Its records.
    pub fn run(&self) -> Result<Vec<Record>, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args([
                "speed",
                "--part",
                &self.part,
                &self.milliseconds.to_string(),
            ])
            .env("RAYON_NUM_THREADS", self.threads.to_string())
            .stderr(Stdio::inherit());
        if let Some(level) = self.level {
            command.env("GRADUS_LEVEL", level);
        }
        if let Some(machine_code) = self.machine_code {
            command.env("GRADUS_MACHINE_CODE", u8::from(machine_code).to_string());
        }
        let output = command.output()?;
        if !output.status.success() {
            return Err(Failure::Stale("a process that measures failed"));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().filter_map(Record::from_line).collect())
    }
}

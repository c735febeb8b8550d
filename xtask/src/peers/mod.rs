//! Gradus beside the engines of others, on the same arrays in one session: time, and error at some thousand points.
//!
//! Each peer runs in a process of its own: those in Rust are a package outside the workspace, those in Python a script, for which a
//! virtual environment is needed. Gradus is measured before and after them. Peers that are missing are left out.

pub mod errors;
mod table;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::speed::{Process, Record, merge};
use crate::{Failure, readme};

const USAGE: &str = "peers [--venv DIR] [--setup] [--threads N] [--write]
  --venv: a virtual environment with numpy, numexpr, numba, torch, jax; --setup makes one in target/peers-venv;
  --threads: on so many alone, instead of one and two; --write: the table replaces that of the README, and all results those in peers/results,
  or without AVX-512 that of docs/speed-avx2.md and those in peers/results/avx2; without it they are in target/peers-results";
/// What encloses the table in the README.
const MARKERS: [&str; 2] = ["<!-- peers -->", "<!-- /peers -->"];
/// What the virtual environment needs.
const LIBRARIES: [&str; 5] = ["numpy", "numexpr", "numba", "torch", "jax"];
/// The numbers of threads that are tried.
const THREADS: [usize; 2] = [1, 2];
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../peers");

/// What was asked for.
#[derive(Default)]
struct Wanted {
    environment: Option<PathBuf>,
    setup: bool,
    threads: Option<usize>,
    write: bool,
}

/// Prints the table, and keeps it and the raw results: in the package of the peers if a document gets its part of them, else among the
/// products of the build.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let wanted = Wanted::new(arguments).ok_or(Failure::Usage(USAGE))?;
    let target = std::env::current_exe()?;
    let target = target
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("target"))
        .to_owned();
    let environment = wanted
        .environment
        .clone()
        .unwrap_or_else(|| target.join("peers-venv"));
    if wanted.setup {
        set_up(&environment)?;
    }
    let folder = target.join("peers-results");
    std::fs::create_dir_all(&folder)?;
    for old in std::fs::read_dir(&folder)? {
        std::fs::remove_file(old?.path())?;
    }
    let points = folder.join("points");
    errors::write_points(&points)?;
    let mut session = Session::default();
    let chosen = |threads: &usize| wanted.threads.is_none_or(|only| only == *threads);
    for threads in THREADS.into_iter().filter(chosen) {
        session.gradus(threads)?;
        // they have no threads of their own
        if threads == THREADS[0] {
            session.rust_peers(&points, &folder, &target)?;
        }
        session.python_peers(&environment, &points, &folder, threads)?;
        session.gradus(threads)?;
    }
    let errors = errors::all(Some(&folder))?;
    let kept = match wanted.write {
        true => Path::new(PACKAGE).join(results()),
        false => folder,
    };
    std::fs::create_dir_all(&kept)?;
    session.keep(&errors, &kept)?;
    let (short, whole) = table::both(&session.records, &errors);
    std::fs::write(kept.join("peers.md"), &whole)?;
    print!("{whole}");
    if wanted.write {
        readme::replace_in(readme::of_this_processor(), MARKERS, &short)?;
    }
    Ok(())
}

/// Where the results of this processor are kept.
fn results() -> &'static str {
    if crate::machine::has_avx512() {
        "results"
    } else {
        "results/avx2"
    }
}

impl Wanted {
    fn new(arguments: &[String]) -> Option<Self> {
        let mut wanted = Self::default();
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            match option.as_str() {
                "--setup" => wanted.setup = true,
                "--write" => wanted.write = true,
                "--threads" => wanted.threads = Some(rest.next()?.parse().ok()?),
                "--venv" => wanted.environment = Some(rest.next()?.into()),
                _ => return None,
            }
        }
        Some(wanted)
    }
}

fn set_up(environment: &Path) -> Result<(), Failure> {
    succeed(
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(environment),
    )?;
    succeed(
        Command::new(environment.join("bin/pip"))
            .arg("install")
            .args(LIBRARIES),
    )
}

fn succeed(command: &mut Command) -> Result<(), Failure> {
    match command.status()?.success() {
        true => Ok(()),
        false => Err(Failure::Stale("a command failed; its message is above")),
    }
}

/// What was measured, and of what.
#[derive(Default)]
struct Session {
    records: Vec<Record>,
    /// Lines that are no records: versions.
    remarks: Vec<String>,
}

impl Session {
    fn gradus(&mut self, threads: usize) -> Result<(), Failure> {
        eprintln!("gradus, threads: {threads}");
        for (part, milliseconds) in [("peers", 60), ("softmax", 60)] {
            let process = Process::new(part, milliseconds).on_threads(threads);
            for mut record in process.run()? {
                record.level = threads.to_string();
                merge(&mut self.records, record);
            }
        }
        Ok(())
    }

    fn rust_peers(&mut self, points: &Path, folder: &Path, target: &Path) -> Result<(), Failure> {
        let manifest = Path::new(PACKAGE).join("Cargo.toml");
        let target = target.join("peers");
        let mut cargo = Command::new(std::env::var("CARGO").unwrap_or("cargo".to_owned()));
        cargo
            .args(["build", "--release", "--locked", "--manifest-path"])
            .arg(manifest);
        succeed(cargo.arg("--target-dir").arg(&target))?;
        self.read(
            Command::new(target.join("release/peers"))
                .arg(points)
                .arg(folder),
        )
    }

    fn python_peers(
        &mut self,
        environment: &Path,
        points: &Path,
        folder: &Path,
        threads: usize,
    ) -> Result<(), Failure> {
        let python = environment.join("bin/python");
        if !python.exists() {
            eprintln!(
                "no virtual environment in {}: see --setup",
                environment.display()
            );
            return Ok(());
        }
        let script = Path::new(PACKAGE).join("peers.py");
        let mut command = Command::new(python);
        self.read(
            command
                .arg(script)
                .arg(points)
                .arg(folder)
                .arg(threads.to_string()),
        )
    }

    /// Records and remarks that a process prints.
    fn read(&mut self, command: &mut Command) -> Result<(), Failure> {
        let output = command.stderr(Stdio::inherit()).output()?;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            match Record::from_line(line) {
                Some(record) => merge(&mut self.records, record),
                None => self.remarks.push(line.to_owned()),
            }
        }
        match output.status.success() {
            true => Ok(()),
            false => Err(Failure::Stale("a peer failed; its message is above")),
        }
    }

    /// Writes the raw results: of what machine, by which command; remarks, records, errors.
    fn keep(&self, errors: &errors::Errors, folder: &Path) -> Result<(), Failure> {
        let machine = serde_json::json!({
            "machine": crate::machine::description(),
            "command": "cargo run --release -p xtask -- peers",
        });
        let mut text = format!("{machine}\n");
        let records = self.records.iter().map(Record::to_line);
        for line in self
            .remarks
            .iter()
            .cloned()
            .chain(records)
            .chain(errors::lines(errors))
        {
            let _ = writeln!(text, "{line}");
        }
        Ok(std::fs::write(folder.join("peers.jsonl"), text)?)
    }
}

//! What figures were measured on.

use std::process::Command;

/// Processor, number of threads, compiler and commit.
pub fn description() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let rustc = output("rustc", &["--version"]);
    let commit = output("git", &["rev-parse", "--short", "HEAD"]);
    format!(
        "{} ({cores} threads), {rustc}, commit {commit}",
        processor()
    )
}

/// Whether the processor has the vectors of AVX-512.
pub fn has_avx512() -> bool {
    information().contains(WIDE)
}

/// The vectors of AVX-512 as the system calls them.
const WIDE: &str = "avx512dq";

fn information() -> String {
    std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default()
}

fn processor() -> String {
    let text = information();
    let value = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let level = [WIDE, "avx2"].into_iter().find(|flag| text.contains(flag));
    let name = value("model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let numbers = [value("cpu family"), value("model\t")].map(Option::unwrap_or_default);
    format!(
        "{name} family {} model {} {}",
        numbers[0],
        numbers[1],
        level.unwrap_or_default()
    )
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

//! A program that is asked for numbers: points go in, a line each, and numbers come back.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::table::shortened;

/// What a program left behind.
struct Ended {
    lines: Vec<String>,
    messages: String,
    status: ExitStatus,
}

/// No more of a line, or of messages, is kept.
const LONGEST: u64 = 1 << 16;
/// Lines of messages that are shown.
const SHOWN: usize = 5;

/// The lines that a command prints when it is given these, as many.
///
/// The program may read everything before it prints, or answer line by line: points are written by a thread of their own.
pub fn answers(
    command: &str,
    points: &[String],
    timeout: Duration,
) -> Result<Vec<String>, Failure> {
    let ended = run(command, points, timeout)?;
    let mut lines = ended.lines;
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    let (expected, found) = (points.len(), lines.len());
    let complaint = if found > expected {
        // it was cut off, which is why its status tells nothing
        Some(format!(
            "expected {expected} numbers, one a line, and found more"
        ))
    } else if !ended.status.success() {
        Some(format!("the command failed ({})", ended.status))
    } else if found < expected {
        Some(format!(
            "expected {expected} numbers, one a line, and found only {found}"
        ))
    } else {
        None
    };
    match complaint {
        None => Ok(lines),
        Some(complaint) => Err(failure(command, &complaint, &ended.messages)),
    }
}

/// Why a command is of no use, with what it said.
fn failure(command: &str, complaint: &str, messages: &str) -> Failure {
    let lines: Vec<&str> = messages
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let said: Vec<String> = lines[lines.len().saturating_sub(SHOWN)..]
        .iter()
        .map(|line| format!("\n  | {}", shortened(line, 200)))
        .collect();
    let said = match said.is_empty() {
        true => String::new(),
        false => format!("\nit said:{}", said.concat()),
    };
    Failure::command(format!("`{}`: {complaint}{said}", shortened(command, 60)))
}

fn run(command: &str, points: &[String], timeout: Duration) -> Result<Ended, Failure> {
    let mut child = start(command)?;
    let most = points.len() + 1;
    let input = child.stdin.take();
    let text = points
        .iter()
        .fold(String::new(), |text, point| text + point + "\n");
    thread::spawn(move || {
        // a program that needs no more input may close it
        let _ = input.map(|mut input| input.write_all(text.as_bytes()));
    });
    let lines = in_background(child.stdout.take(), move |output| lines(output, most));
    let messages = in_background(child.stderr.take(), |output| {
        let mut kept = Vec::new();
        let _ = output.by_ref().take(LONGEST).read_to_end(&mut kept);
        // what is not read would stop the program
        let _ = std::io::copy(output, &mut std::io::sink());
        String::from_utf8_lossy(&kept).into_owned()
    });
    let end = Instant::now() + timeout;
    let found = lines.recv_timeout(timeout).ok();
    let status = found.as_ref().and_then(|_| ended(&mut child, end));
    let (Some(lines), Some(status)) = (found, status) else {
        stop(&mut child);
        let said = messages.recv_timeout(Duration::from_secs(1));
        let complaint = format!("no end after {} seconds", timeout.as_secs_f64());
        return Err(failure(command, &complaint, &said.unwrap_or_default()));
    };
    let messages = messages.recv_timeout(Duration::from_secs(1));
    Ok(Ended {
        lines,
        messages: messages.unwrap_or_default(),
        status,
    })
}

/// The command as the shell understands it.
fn start(command: &str) -> Result<Child, Failure> {
    let (shell, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut shell = Command::new(shell);
    shell
        .args([option, command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // what the shell starts ends with it
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    shell
        .spawn()
        .map_err(|error| Failure::command(format!("cannot start the shell: {error}")))
}

/// What a thread makes of an output.
fn in_background<R: Read + Send + 'static, T: Send + 'static>(
    output: Option<R>,
    read: impl FnOnce(&mut R) -> T + Send + 'static,
) -> Receiver<T> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        if let Some(mut output) = output {
            // nobody waits any more after the timeout
            let _ = sender.send(read(&mut output));
        }
    });
    receiver
}

/// The lines of an output, but no more than so many.
fn lines(output: &mut impl Read, most: usize) -> Vec<String> {
    let mut reader = BufReader::new(output);
    let mut lines = Vec::new();
    let mut line = Vec::new();
    while lines.len() < most {
        line.clear();
        match reader.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => break,
            Ok(_) => lines.push(String::from_utf8_lossy(&line).trim_end().to_owned()),
        }
    }
    lines
}

/// The status of a program once it has ended; `None` if it has not by then.
fn ended(child: &mut Child, end: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(2)),
            _ => return None,
        }
    }
}

/// Ends a program and what it has started.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = format!("-{}", child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

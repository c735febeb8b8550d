//! Running the program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    /// Whether the command may remark on its answer.
    pub remarks: bool,
}

/// A run with these arguments.
pub fn gradus(arguments: &[&str]) -> Run {
    start(&mut command(arguments), b"")
}

/// A run with this on standard input.
pub fn gradus_with_input(arguments: &[&str], input: &[u8]) -> Run {
    start(&mut command(arguments), input)
}

/// The program in an environment that is the same everywhere.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gradus"));
    command
        .args(arguments)
        .current_dir(folder())
        .env("LC_ALL", "C.UTF-8");
    for variable in ["COLUMNS", "LINES", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command
}

/// Runs it to its end.
pub fn start(command: &mut Command, input: &[u8]) -> Run {
    let remarks = command
        .get_args()
        .next()
        .is_some_and(|name| name == "derive");
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // a program that refuses its input may close it early
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().expect("the program ends")
    });
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("answers are UTF-8"),
        err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        remarks,
    }
}

/// A folder for files of the tests.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// A file with this content; every test has names of its own.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder().join(name);
    std::fs::write(&path, content).expect("the folder can be written");
    path
}

impl Run {
    /// The answer of a run that is fine, with nothing on standard error but remarks of `derive`.
    #[track_caller]
    pub fn answer(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        assert!(self.has_no_message(), "{self:?}");
        &self.out
    }

    /// Whether nothing is on standard error but remarks.
    pub fn has_no_message(&self) -> bool {
        self.err.is_empty() || self.remarks && !self.err.contains("error")
    }

    /// The objects of a run, one a line.
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        let parse =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.out.lines().map(parse).collect()
    }

    /// The only object of a run.
    #[track_caller]
    pub fn object(&self) -> Value {
        let mut objects = self.objects();
        assert_eq!(objects.len(), 1, "{self:?}");
        objects.remove(0)
    }

    /// The message of a run that was refused, and which left nothing else.
    #[track_caller]
    pub fn refusal(&self) -> &str {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{self:?}");
        assert!(self.err.starts_with("error: "), "{self:?}");
        &self.err
    }

    /// Everything, for snapshots.
    pub fn transcript(&self) -> String {
        let code = self.code.map_or("none".to_owned(), |code| code.to_string());
        let marked: Vec<String> = self.err.lines().map(|line| format!("! {line}\n")).collect();
        format!("{}{}[{code}]", self.out, marked.concat())
    }
}

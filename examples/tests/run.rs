//! Every example runs to its end, in time, and says what it is there to say.

use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use gradus_examples::digits;

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn custom_shows_derivative_and_jump() {
    let printed = run("custom", &[]);
    for part in ["by k", "jump at 0", "f(1000)      999.537", "gradient, k"] {
        assert!(printed.contains(part), "no {part:?} in\n{printed}");
    }
}

#[test]
fn check_reaches_the_expected_verdicts() {
    let printed = run("check", &[]);
    assert_eq!(printed.matches("WRONG:").count(), 3, "{printed}");
}

#[test]
fn embed_refuses_what_is_hostile() {
    let printed = run("embed", &[]);
    for part in [
        "the same bits",
        "did you mean swish?",
        "nested deeper than 64 levels",
    ] {
        assert!(printed.contains(part), "no {part:?} in\n{printed}");
    }
}

#[test]
fn the_article_is_decided_as_expected() {
    let printed = run("article", &[]);
    assert!(
        printed.contains("0 of the above were not as expected"),
        "{printed}"
    );
    assert!(printed.contains("-1.27846454276"), "{printed}");
}

#[test]
fn spirals_are_learned_only_with_a_nonlinearity_that_has_a_gradient() {
    let printed = run("spirals", &["--quick"]);
    assert!(
        printed.contains("binary_step: its gradient is zero"),
        "{printed}"
    );
    for (name, range) in [
        ("binary_step", 40.0..=70.0),
        ("linear", 40.0..=65.0),
        ("relu", 95.0..=100.0),
        ("prelu", 95.0..=100.0),
    ] {
        let accuracy = accuracy(&printed, name);
        assert!(range.contains(&accuracy), "{name}: {accuracy} %\n{printed}");
    }
}

#[test]
fn spirals_take_a_formula() {
    let printed = run("spirals", &["--epochs", "150", "x*tanh(ln(1+exp(x)))"]);
    let accuracy = accuracy(&printed, "x*tanh(ln(1+exp(x)))");
    assert!(accuracy > 90.0, "{printed}");
}

#[test]
fn a_folder_of_idx_files_is_learned() {
    let folder = env::temp_dir().join(format!("gradus-digits-{}", std::process::id()));
    digits::write_folder(&folder, 500, 200).expect("the temporary folder can be written");
    let place = folder
        .to_str()
        .expect("the path of the temporary folder is text");
    let printed = run("spirals", &["--quick", "--mnist", place, "relu"]);
    std::fs::remove_dir_all(&folder).expect("the folder was made above");
    assert!(accuracy(&printed, "relu") > 80.0, "{printed}");
}

/// The share of held-out points in the row of the closing table that begins with a name, in percent.
fn accuracy(printed: &str, name: &str) -> f32 {
    let row = printed.lines().find(|line| line.starts_with(name));
    let row = row.unwrap_or_else(|| panic!("no row {name} in\n{printed}"));
    let before = row.split(" %").next().unwrap_or_default();
    let number = before.split_whitespace().last().unwrap_or_default();
    number
        .parse()
        .unwrap_or_else(|_| panic!("no percentage in {row}"))
}

/// What an example prints. It must exit with 0, in time.
fn run(example: &str, arguments: &[&str]) -> String {
    let mut child = Command::new(binary(example))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {example}: {error}"));
    let mut output = child.stdout.take().expect("it is piped");
    let reader = thread::spawn(move || {
        let mut text = String::new();
        output.read_to_string(&mut text).map(|_| text)
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the child was started above") {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().expect("the child still runs");
            panic!("{example} took more than {PATIENCE:?}");
        }
        thread::sleep(Duration::from_millis(10));
    };
    let text = reader
        .join()
        .expect("reading does not panic")
        .expect("examples print text");
    assert!(status.success(), "{example} ended with {status}:\n{text}");
    text
}

/// The example beside this test: `cargo test` builds all of a package's examples before it runs its tests.
fn binary(example: &str) -> PathBuf {
    let test = env::current_exe().expect("a running program has a path");
    let profile = test
        .ancestors()
        .nth(2)
        .expect("tests lie in deps/ of a profile's folder");
    let path = Path::new(profile)
        .join("examples")
        .join(format!("{example}{}", env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "{} is not built: run `cargo test -p gradus-examples`",
        path.display()
    );
    path
}

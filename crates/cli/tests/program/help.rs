use crate::run::{file, folder, gradus};

const COMMANDS: [&str; 8] = [
    "derive",
    "eval",
    "check",
    "accuracy",
    "plot",
    "list",
    "show",
    "completions",
];

#[test]
fn help_says_what_there_is() {
    insta::assert_snapshot!("help", gradus(&["--help"]).answer());
    for command in COMMANDS {
        insta::assert_snapshot!(
            format!("help_{command}"),
            gradus(&[command, "--help"]).answer()
        );
    }
}

#[test]
fn help_is_within_its_width() {
    for command in COMMANDS {
        let help = gradus(&[command, "--help"]);
        let longest = help
            .answer()
            .lines()
            .max_by_key(|line| line.chars().count())
            .unwrap_or_default();
        assert!(longest.chars().count() <= 100, "{longest}");
        assert_eq!(gradus(&[command, "-h"]).answer(), help.answer());
    }
}

#[test]
fn every_example_runs() {
    file(
        "mish_grad.txt",
        "tanh(softplus(x)) + x*sigmoid(x)*sech(softplus(x))^2",
    );
    file("points.txt", "-1\n0\n1\n");
    file("claims.jsonl", r#"{"formula": "x^2", "derivative": "2*x"}"#);
    file("relu_grad.awk", "{ print ($1 > 0) }\n");
    let mut count = 0;
    for command in [&["--help"][..]]
        .into_iter()
        .chain(COMMANDS.iter().map(std::slice::from_ref))
    {
        let help = gradus(&[command, &["--help"]].concat());
        for line in help
            .answer()
            .lines()
            .filter_map(|line| line.strip_prefix("  gradus "))
        {
            let Some(arguments) = words(line) else {
                continue;
            };
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let run = gradus(&arguments);
            let expected = i32::from(line.contains("1 - sigmoid(x)"));
            assert_eq!(run.code, Some(expected), "gradus {line}");
            assert!(run.has_no_message(), "gradus {line}: {run:?}");
            count += 1;
        }
    }
    assert!(count > 20, "{count} examples");
    assert!(folder().join("compare.svg").exists());
}

/// The words of a line as a shell reads them, without the remark after two blanks; `None` for one that writes outside the folder.
fn words(line: &str) -> Option<Vec<String>> {
    let line = line.trim_start().split("  ").next().unwrap_or(line);
    if line.contains('>') && line.contains('~') {
        return None;
    }
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut()?.push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    Some(words)
}

#[test]
fn wrong_commands_are_refused() {
    for wrong in [
        &[][..],
        &["differentiate"],
        &["derive"],
        &["derive", "x", "--wrong"],
        &["derive", "x", "x"],
        &["eval", "x", "--precision", "f16", "--at", "1"],
    ] {
        let run = gradus(wrong);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{wrong:?}");
        assert!(!run.err.is_empty());
    }
}

#[test]
fn the_version_is_the_package_s() {
    assert_eq!(
        gradus(&["--version"]).answer(),
        concat!("gradus ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn shells_get_scripts() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            gradus(&["completions", shell]).answer().contains("derive"),
            "{shell}"
        );
    }
    assert_eq!(gradus(&["completions", "sh"]).code, Some(2));
}

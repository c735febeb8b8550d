//! What may be written on the command line.

use std::ffi::OsString;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Parser, ValueEnum};

use crate::commands::Command;
use crate::context::Format;

const EXAMPLES: &str = "\
Examples:
  gradus derive 'x/(1+exp(-x))'                  the derivative, simplified
  gradus eval swish --from -3 --to 3 --points 7  values, without overflow or cancellation
  gradus check sigmoid '1 - sigmoid(x)'          is this derivative right? (no: it shows a point)
  gradus plot 'x*tanh(softplus(x))'              value and gradient, drawn here
  gradus show mish                               what is known about it

A FORMULA is written as people write it: a body such as 'x*sigmoid(x)', definitions such as
'swish(x; beta = 1) = x*sigmoid(beta*x)' (inputs, then parameters with defaults), the name of one
of the built-in functions, @FILE, or - for standard input.

Exit status: 0 fine, 1 the answer is no, 2 the command was wrong, 3 undecided.";

/// Type an activation function as people write it: get its derivative, a verdict on a derivative that
/// you wrote yourself, accurate values, and a picture
#[derive(Debug, Parser)]
#[command(name = "gradus", version, after_help = EXAMPLES, styles = STYLES, max_term_width = 100)]
#[command(arg_required_else_help = true, infer_subcommands = false)]
pub struct Arguments {
    /// How answers are printed: human (the default), or jsonl, one JSON object a line
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    #[arg(help_heading = OUTPUT, hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
    /// When to use colours: auto (the default), always or never
    // read before the arguments are parsed: see `style::choose_colours`
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    #[arg(help_heading = OUTPUT, hide_default_value = true, hide_possible_values = true)]
    pub color: Color,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The heading of the options that every command has.
const OUTPUT: &str = "Output";

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// The arguments with a blank before those that begin with a minus sign but are no options: formulas and numbers, which do not mind it.
pub fn guarded(given: Vec<OsString>) -> Vec<OsString> {
    let mut ended = false;
    let mut before = OsString::new();
    given
        .into_iter()
        .map(|argument| {
            ended |= argument == "--";
            let is_count = COUNTS.iter().any(|option| before == *option);
            before.clone_from(&argument);
            let is_value = |text: &str| !ended && begins_with_minus_but_is_no_option(text);
            match argument.to_str() {
                Some(text) if is_value(text) && !is_count => format!(" {text}").into(),
                _ => argument,
            }
        })
        .collect()
}

/// Options whose values are counts: what is wrong with a negative one is said of it as it was typed.
const COUNTS: [&str; 6] = [
    "--order",
    "--derivative",
    "--points",
    "--stride",
    "--worst",
    "--max",
];

/// Options are `-o`, with the name of a picture behind it too, `-h`, `-V` and words of two or more small letters after `--`, perhaps with `=`.
fn begins_with_minus_but_is_no_option(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-') else {
        return false;
    };
    match rest.strip_prefix('-') {
        Some(word) => {
            let name = word.split('=').next().unwrap_or(word);
            let in_name = |c: char| c.is_ascii_lowercase() || c == '-';
            let is_option = name.len() > 1 && name.chars().all(in_name) && !name.starts_with('-');
            !(word.is_empty() || is_option)
        }
        None => !(matches!(rest, "" | "o" | "h" | "V") || is_output(rest)),
    }
}

/// `opicture.svg`, as in `-opicture.svg`.
fn is_output(rest: &str) -> bool {
    let name = rest.to_ascii_lowercase();
    name.starts_with('o') && [".svg", ".png"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_an_option_is_guarded() {
        let values = [
            "-x^2",
            "-1",
            "-hypot(x, 1)",
            "-x",
            "--x",
            "---x",
            "-(x)",
            "--exp(x)",
            "-.5",
            "-inf",
            "-omega",
            "-o*x",
        ];
        for value in values {
            assert!(begins_with_minus_but_is_no_option(value), "{value}");
        }
        let options = [
            "-",
            "--",
            "-h",
            "-o",
            "-V",
            "-oout.svg",
            "-ofolder/OUT.PNG",
            "-o=out.svg",
            "--wrt",
            "--at-file",
            "--at=-1,x",
            "x",
            "",
        ];
        for option in options {
            assert!(!begins_with_minus_but_is_no_option(option), "{option}");
        }
    }

    #[test]
    fn negative_counts_are_left_as_they_are() {
        let given = ["gradus", "derive", "x", "--order", "-1"].map(OsString::from);
        assert_eq!(guarded(given.to_vec()), given);
    }

    #[test]
    fn what_follows_two_dashes_is_left_alone() {
        let given = ["gradus", "derive", "--", "-x"].map(OsString::from);
        assert_eq!(guarded(given.to_vec()), given);
    }

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}

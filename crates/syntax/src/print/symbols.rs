//! Names in other languages.

use std::collections::{HashMap, HashSet};

/// Greek letters by name and by letter. LaTeX writes a backslash before the name.
const GREEK: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
];

/// The words that Python keeps for itself, and the modules that the printed code uses.
const PYTHON_RESERVED: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "np", "or", "pass", "raise", "return", "scipy", "try",
    "while", "with", "yield",
];

/// A name in LaTeX: `\beta`, `x_{i}`, `a_{1}`, `\mathrm{slope}`.
pub(super) fn latex_name(name: &str) -> String {
    let unprimed = name.trim_end_matches(['\'', '′']);
    let primes = "'".repeat(name.chars().count() - unprimed.chars().count());
    let (base, index) = divided(unprimed);
    match symbol(base) {
        Some(base) if index.is_empty() => base + &primes,
        Some(base) => format!("{base}_{{{}}}{primes}", word(&index)),
        None => format!("{}{primes}", word(unprimed)),
    }
}

/// Whether a LaTeX name is a symbol and not a word.
pub(super) fn is_symbol(name: &str) -> bool {
    symbol(divided(name.trim_end_matches(['\'', '′'])).0).is_some()
}

/// `x_i` is x and i, `a1` and `a₁` are a and 1.
fn divided(name: &str) -> (&str, String) {
    let end = name
        .find(|c: char| c == '_' || c.is_ascii_digit() || matches!(c, '₀'..='₉'))
        .unwrap_or(name.len());
    let (base, index) = name.split_at(end);
    (
        base,
        index
            .strip_prefix('_')
            .unwrap_or(index)
            .chars()
            .map(raised)
            .collect(),
    )
}

fn raised(c: char) -> char {
    match c {
        '₀'..='₉' => char::from(b'0' + (c as u32 - '₀' as u32) as u8),
        _ => c,
    }
}

fn symbol(base: &str) -> Option<String> {
    match GREEK
        .iter()
        .find(|(name, letter)| *name == base || *letter == base)
    {
        Some((name, _)) => Some(format!("\\{name}")),
        None => (base.chars().count() == 1).then(|| base.to_owned()),
    }
}

fn word(text: &str) -> String {
    match text.chars().count() {
        1 => symbol(text).unwrap_or_default(),
        _ if text.chars().all(|c| c.is_ascii_digit()) => text.to_owned(),
        _ => symbol(text).unwrap_or_else(|| format!("\\mathrm{{{}}}", text.replace('_', "\\_"))),
    }
}

/// A name that Python accepts: no keyword, no prime, no small digits.
pub(super) fn python_name(name: &str) -> String {
    let name: String = name
        .replace(['\'', '′'], "_prime")
        .chars()
        .map(raised)
        .collect();
    if PYTHON_RESERVED.contains(&name.as_str()) {
        name + "_"
    } else {
        name
    }
}

/// Python names for all of these, no two alike.
pub(super) fn python_names<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, String> {
    let mut taken = HashSet::new();
    let mut result = HashMap::new();
    for name in names {
        if result.contains_key(name) {
            continue;
        }
        let mut legal = python_name(name);
        while !taken.insert(legal.clone()) {
            legal.push('_');
        }
        result.insert(name, legal);
    }
    result
}

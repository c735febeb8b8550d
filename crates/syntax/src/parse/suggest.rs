//! The nearest known name to one that is not known.

/// Names longer than this are not compared.
const LONGEST: usize = 64;

/// The known name that the typed one was probably meant to be, if one is near.
///
/// ```
/// assert_eq!(gradus_syntax::nearest("siwsh", ["swish", "mish"].into_iter()), Some("swish"));
/// ```
pub fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = typed.chars().count();
    if !(2..=LONGEST).contains(&length) {
        return None;
    }
    let typed = plain(typed);
    let allowed = 1 + (length - 1) / 5;
    known
        .filter(|name| name.chars().count() > 1)
        .map(|name| (strsim::damerau_levenshtein(&typed, &plain(name)), name))
        .filter(|&(distance, name)| {
            distance <= allowed && distance < name.chars().count().min(length)
        })
        .min_by(|a, b| {
            let likeness = |name| likeness(&typed, name);
            (a.0.cmp(&b.0))
                .then(likeness(b.1).total_cmp(&likeness(a.1)))
                .then(a.1.cmp(b.1))
        })
        .map(|(_, name)| name)
}

/// Without the differences that people do not remember: capitals and underscores.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|&c| c != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

fn likeness(typed: &str, name: &str) -> f64 {
    strsim::jaro_winkler(typed, &plain(name))
}

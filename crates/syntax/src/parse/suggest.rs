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

/// Letters of other alphabets that look like Latin ones, and these.
const ALIKE: [&str; 2] = [
    "аеорсухіјѕһАВЕКМНОРСТУХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshABEKMHOPCTYXIJSoABEZHIKMNOPTYX",
];

/// The name in Latin letters, if some of its letters only look Latin.
pub(super) fn latin(name: &str) -> Option<String> {
    let [foreign, plain] = ALIKE;
    let letter = |c| {
        let same = foreign.chars().zip(plain.chars());
        same.into_iter()
            .find_map(|(foreign, plain)| (foreign == c).then_some(plain))
            .unwrap_or(c)
    };
    let latin: String = name.chars().map(letter).collect();
    (latin != name).then_some(latin)
}

/// What to say of a name that is another one but for its alphabet.
pub(super) fn only_looks(name: &str, latin: &str) -> String {
    format!("`{name}` only looks like `{latin}`: write it in Latin letters")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_alike_are_paired() {
        let [foreign, plain] = ALIKE;
        assert_eq!(foreign.chars().count(), plain.chars().count());
        assert!(plain.is_ascii() && !foreign.chars().any(|c| c.is_ascii()));
        assert_eq!(latin("х").as_deref(), Some("x"));
        assert_eq!(latin("ехр").as_deref(), Some("exp"));
        assert_eq!(latin("x"), None);
        assert_eq!(latin("σ"), None);
    }
}

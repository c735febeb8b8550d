//! Numbers and words as they stand in pictures.

/// A number with up to six significant digits, with a true minus sign.
pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        return "undefined".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.into();
    }
    let rounded = format!("{value:.5e}");
    let (digits, exponent) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let plain = if value == 0.0 {
        "0".into()
    } else if (-5..7).contains(&exponent) {
        let decimals = usize::try_from(5 - exponent).unwrap_or(0);
        without_trailing_zeros(&format!("{value:.decimals$}"))
    } else {
        format!("{}e{exponent}", without_trailing_zeros(digits))
    };
    true_minus(&plain)
}

/// The whole part of a count; 0 for what is negative or not a number.
pub(super) fn whole(count: f64) -> usize {
    // The cast saturates.
    #[allow(clippy::cast_sign_loss)]
    let count = count as usize;
    count
}

/// The text with `-` replaced by the minus sign −.
pub(super) fn true_minus(text: &str) -> String {
    text.replace('-', "−")
}

/// The decimals that say something.
pub(super) fn without_trailing_zeros(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').into()
    } else {
        text.into()
    }
}

/// The text, cut to at most `limit` characters with an ellipsis.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.into();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    kept + "…"
}

/// One line of printable characters: control characters and line breaks become spaces.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The width in pixels a text takes at most in a sans-serif font of this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The text, cut with an ellipsis to fit in `limit` pixels.
pub(super) fn fitted(text: &str, size: f64, limit: f64) -> String {
    // no character is narrower than a third of an em
    let most = whole(limit / (0.33 * size)) + 1;
    let mut count = text.chars().take(most).count();
    let mut shown = shortened(text, count);
    while count > 1 && width(&shown, size) > limit {
        count -= 1;
        shown = shortened(text, count);
    }
    shown
}

/// The advance of a character in em, at the wide end of common sans-serif fonts.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | ' ' | ',' | '.' | ':' | ';' => 0.33,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' | '′' => 0.41,
        'm' | 'w' | 'M' | 'W' | '…' | '@' | '%' => 0.98,
        '+' | '−' | '=' | '<' | '>' | '≤' | '≥' | '≠' | '∞' => 0.84,
        'A'..='Z' => 0.74,
        c if c.is_ascii() => 0.63,
        // Han, kana and Hangul are as wide as they are high.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{ff00}'.. => 1.0,
        _ => 0.66,
    }
}

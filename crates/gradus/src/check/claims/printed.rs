//! Numbers as programs print them.

use crate::accuracy::Format;

/// A number that was printed, in both formats, with how it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Printed {
    /// The f64 nearest to the text.
    pub double: f64,
    /// The f32 nearest to the text.
    pub single: f32,
    /// Significant digits of the text, without zeros at the end.
    significant: usize,
    /// Digits after the point; `None` if it has an exponent or no point.
    decimals: Option<usize>,
}

/// The number that a text says: a decimal, `nan` or `inf` in whatever spelling; `None` if it is no number.
///
/// ```
/// use gradus::claims::read;
///
/// assert_eq!(read(" 2.5e-1 ").map(|found| found.double), Some(0.25));
/// assert!(read("-nan(ind)").is_some_and(|found| found.double.is_nan()));
/// assert!(read("0.5 ulp").is_none());
/// ```
pub fn read(text: &str) -> Option<Printed> {
    let text = text.trim();
    let bare = text
        .find('(')
        .map_or(text, |start| text.get(..start).unwrap_or(text));
    let double: f64 = bare.parse().ok()?;
    if bare.len() < text.len() && !double.is_nan() {
        return None;
    }
    let mantissa = bare.split(['e', 'E']).next().unwrap_or(bare);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0').trim_end_matches('0');
    let decimals = mantissa
        .split_once('.')
        .filter(|_| mantissa.len() == bare.len());
    Some(Printed {
        double,
        single: bare.parse().ok()?,
        significant: digits.len(),
        decimals: decimals.map(|(_, decimals)| decimals.len()),
    })
}

/// How numbers were printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Digits {
    /// So that they read back.
    All,
    /// So many significant ones.
    Significant(usize),
    /// So many after the point.
    Decimals(usize),
}

impl Digits {
    /// How all of these were printed.
    pub fn of(claims: &[Printed]) -> Self {
        let finite = || claims.iter().filter(|claim| claim.double.is_finite());
        let most = finite().map(|claim| claim.significant).max().unwrap_or(0);
        let first = finite().next().and_then(|claim| claim.decimals);
        let is_fixed = finite().all(|claim| claim.decimals.is_some() && claim.decimals == first);
        // numbers that read back have no more decimals than they need; these have as many, needed or not
        let has_zeros =
            finite().any(|claim| claim.significant == 0 || claim.significant + 2 < most);
        match first {
            Some(decimals @ 2..=15) if is_fixed && has_zeros => Self::Decimals(decimals),
            // what reads back takes more, but where all values are simple
            _ if (3..=7).contains(&most) && finite().count() > 20 => Self::Significant(most),
            _ => Self::All,
        }
    }

    /// Half a unit of the last digit of a number.
    pub fn slack(self, number: f64) -> f64 {
        match self {
            Self::All => 0.0,
            Self::Significant(digits) => {
                let exponent = number.abs().log10().floor();
                if exponent.is_finite() {
                    0.5 * 10f64.powf(exponent + 1.0 - digits as f64)
                } else {
                    0.0
                }
            }
            Self::Decimals(decimals) => 0.5 * 10f64.powi(-(decimals as i32)),
        }
    }
}

/// The format of the numbers: f32 if none has digits that an f32 has not.
pub(super) fn format(claims: &[Printed]) -> Format {
    let finite = || claims.iter().filter(|claim| claim.double.is_finite());
    let is_exact = |claim: &Printed| f64::from(claim.single) == claim.double;
    let is_short = |claim: &Printed| claim.significant <= 9;
    // simple numbers are numbers of both formats
    let tells = |claim: &Printed| claim.significant > 7;
    match finite().any(tells) && finite().all(|claim| is_exact(claim) || is_short(claim)) {
        true => Format::F32,
        false => Format::F64,
    }
}

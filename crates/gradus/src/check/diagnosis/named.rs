//! Names for numbers: `2/3`, `0.134145`, `sqrt(2/pi)`.

use gradus_symbolic::evaluate::Point;
use gradus_symbolic::precise::{Precise, Precision};
use gradus_syntax::{Kind, Limits, NoNames, Number, Tree, parse};

use super::case::{Case, WORKING, near};
use super::edit;

/// Constants that people round, the most common first. Those of the formula itself stand before them.
const KNOWN: [&str; 20] = [
    "pi",
    "e",
    "sqrt(2)",
    "sqrt(2/pi)",
    "sqrt(pi)",
    "sqrt(2*pi)",
    "1/sqrt(2*pi)",
    "2/sqrt(pi)",
    "ln(2)",
    "1/sqrt(2)",
    "1/pi",
    "1/sqrt(pi)",
    "sqrt(3)",
    "pi/sqrt(3)",
    "sqrt(pi/2)",
    "sqrt(pi/8)",
    "ln(10)",
    "1/ln(2)",
    "sqrt(5)",
    "1/e",
];

/// Fractions that no decimal is equal to.
const FRACTIONS: [&str; 8] = ["1/3", "2/3", "1/6", "5/6", "1/7", "1/9", "4/3", "1/12"];

/// A constant as it is written.
#[derive(Clone)]
pub(super) struct Constant {
    pub(super) tree: Tree,
    pub(super) value: Precise,
}

impl Case<'_> {
    /// Constants of the formula, then well-known ones.
    pub(super) fn constants(&mut self) -> Vec<Constant> {
        let mut trees = self.own_constants();
        trees.extend(KNOWN.iter().filter_map(|text| constant_tree(text)));
        self.valued(trees)
    }

    /// Fractions that no decimal is equal to.
    pub(super) fn fractions(&mut self) -> Vec<Constant> {
        let trees = FRACTIONS.iter().filter_map(|text| constant_tree(text));
        self.valued(trees.collect())
    }

    fn valued(&mut self, trees: Vec<Tree>) -> Vec<Constant> {
        let value = |tree: &Tree, case: &mut Self| {
            let id = case.imported(tree);
            case.values(&[id], &Point::default()).swap_remove(0)
        };
        trees
            .into_iter()
            .filter_map(|tree| value(&tree, self).map(|value| Constant { tree, value }))
            .collect()
    }

    /// The constant parts of the formula as written that are no rational numbers as they stand.
    fn own_constants(&self) -> Vec<Tree> {
        let Ok(definition) = self.formula().definition() else {
            return Vec::new();
        };
        let body = &definition.body;
        let is_plain = |kind: &Kind| matches!(kind, Kind::Number(_));
        let is_fixed = |index: usize| {
            let nodes = &body.nodes()[edit::range(body, index)];
            nodes
                .iter()
                .all(|node| !matches!(node.kind, Kind::Name(_) | Kind::CallDefinition(_)))
                && nodes
                    .iter()
                    .any(|node| matches!(node.kind, Kind::Call(..) | Kind::Constant(_)))
        };
        let places = (0..body.nodes().len())
            .filter(|&index| !is_plain(&body.nodes()[index].kind) && is_fixed(index));
        let mut trees: Vec<Tree> = Vec::new();
        for place in places.collect::<Vec<_>>().into_iter().rev() {
            let tree = edit::subtree(body, place);
            if !trees.contains(&tree) {
                trees.push(tree);
            }
        }
        trees
    }

    /// A number as a person would write it, decimals where `decimal` says so; `None` if it has no short name.
    pub(super) fn named(&mut self, value: &Precise, decimal: bool) -> Option<Tree> {
        if decimal && let Some(tree) = as_decimal(value) {
            return Some(tree);
        }
        if let Some((p, q)) = as_ratio(value, 360) {
            return Some(fraction(p, q));
        }
        let constants = self.constants();
        let is_it = |constant: &&Constant| near(&constant.value, value);
        if let Some(constant) = constants.iter().find(is_it) {
            return Some(constant.tree.clone());
        }
        let precision = Precision::bits(WORKING);
        let multiple = |constant: &Constant| {
            let (p, q) = as_ratio(&value.div(&constant.value, precision), 24)?;
            (p.abs() <= 24).then(|| multiple_of(&constant.tree, p, q))
        };
        constants
            .iter()
            .find_map(multiple)
            .or_else(|| as_decimal(value))
    }
}

fn constant_tree(text: &str) -> Option<Tree> {
    let definition = parse(text, &NoNames, &Limits::default()).ok()?;
    Some(definition.body.clone())
}

/// `p/q` times a constant.
pub(super) fn multiple_of(constant: &Tree, p: i64, q: i64) -> Tree {
    let above = edit::product(&edit::integer(p.abs()), constant);
    let size = match q {
        1 => above,
        _ => edit::over(Kind::Divide, &[&above, &edit::integer(q)]),
    };
    if p < 0 { edit::negated(&size) } else { size }
}

fn fraction(p: i64, q: i64) -> Tree {
    match q {
        1 => edit::integer(p),
        _ => edit::over(Kind::Divide, &[&edit::integer(p), &edit::integer(q)]),
    }
}

/// The fraction of small integers that a number is.
pub(super) fn as_ratio(value: &Precise, most: i64) -> Option<(i64, i64)> {
    let rough = value.to_f64();
    if rough.abs() > 1e9 {
        return None;
    }
    let precision = Precision::bits(WORKING);
    (1..=most).find_map(|q| {
        let above = (rough * q as f64).round();
        let is_close = (rough * q as f64 - above).abs() <= 1e-12 * above.abs().max(1e-3);
        let exact = || Precise::from(above).div(&Precise::from(q), precision);
        (is_close && near(&exact(), value)).then_some((above as i64, q))
    })
}

/// The decimal of few digits that a number is.
fn as_decimal(value: &Precise) -> Option<Tree> {
    const DIGITS: usize = 14;
    let text = value.abs().to_decimal(DIGITS);
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (&*text, 0),
    };
    let (whole, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let written = format!("{whole}{rest}");
    let zeros = written.len() - written.trim_start_matches('0').len();
    let digits = written.trim_matches('0');
    if digits.is_empty() {
        return None;
    }
    // the power of ten of the first digit that is not 0
    let exponent = exponent + whole.len() as i32 - 1 - zeros as i32;
    let shown = decimal_text(digits, exponent);
    let number = Number::new(&shown, digits, exponent + 1 - digits.len() as i32);
    let ratio = gradus_symbolic::Rational::from_decimal(&number).to_rbig();
    let exact = Precise::from_ratio(&ratio, Precision::bits(WORKING));
    let tree = edit::leaf(Kind::Number(number));
    let is_exact = near(&exact, &value.abs());
    is_exact.then(|| {
        if value.to_f64() < 0.0 {
            edit::negated(&tree)
        } else {
            tree
        }
    })
}

/// Digits with a point, the first of them standing for that power of ten.
fn decimal_text(digits: &str, exponent: i32) -> String {
    let count = digits.len() as i32;
    match exponent {
        -5..=-1 => format!("0.{}{digits}", "0".repeat((-exponent - 1) as usize)),
        0..=20 if exponent + 1 >= count => {
            format!("{digits}{}", "0".repeat((exponent + 1 - count) as usize))
        }
        0..=20 => {
            let (whole, rest) = digits.split_at(exponent as usize + 1);
            format!("{whole}.{rest}")
        }
        _ if count == 1 => format!("{digits}e{exponent}"),
        _ => format!("{}.{}e{exponent}", &digits[..1], &digits[1..]),
    }
}

/// The exact value of a literal.
pub(super) fn literal(number: &Number) -> Precise {
    let ratio = gradus_symbolic::Rational::from_decimal(number).to_rbig();
    Precise::from_ratio(&ratio, Precision::bits(WORKING))
}

/// Whether a literal is a number rounded or cut to the digits written, or to f32 or f64.
pub(super) fn is_rounding(number: &Number, of: &Precise) -> bool {
    let digits = number.digits().trim_start_matches('0').len();
    if number.exponent() >= 0 || digits < 3 {
        return false;
    }
    let precision = Precision::bits(64);
    let gap = literal(number).sub(of, precision).abs().to_f64();
    let place = 10f64.powi(number.exponent());
    let single = if digits >= 8 {
        of.to_f64().abs() * 2f64.powi(-23)
    } else {
        0.0
    };
    let double = if digits >= 15 {
        of.to_f64().abs() * 2f64.powi(-51)
    } else {
        0.0
    };
    let allowed = if single > 0.0 && digits < 12 {
        place.max(single)
    } else {
        place.max(double)
    };
    gap < allowed
}

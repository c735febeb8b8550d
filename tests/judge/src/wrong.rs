//! Wrong derivatives: the mistakes that people make, and errors too small or too far out for most checkers.

use gradus::catalog;
use gradus_syntax::{Comparison, Func, Kind};

use crate::differentiate::{Mistake, Style, mistaken};
use crate::expression::{Expr, text_to_expr};
use crate::right::own;
use crate::subject::Subject;
use crate::tidy::tidy;

/// The most claims of one class.
const MOST: usize = 3;

/// A right derivative to be spoilt.
struct Right<'a> {
    subject: &'a Subject,
    slope: Expr,
    boundaries: &'a [Expr],
}

type Class = (&'static str, fn(&Right) -> Vec<Expr>);

const CLASSES: &[Class] = &[
    ("sign", |right| vec![tidy(&right.slope.negate())]),
    ("sign of a term", |right| right.at_places(flipped)),
    ("no chain factor", |right| right.mistaken(Mistake::Chain)),
    ("only first product term", |right| {
        right.mistaken(Mistake::FirstFactor)
    }),
    ("only second product term", |right| {
        right.mistaken(Mistake::SecondFactor)
    }),
    ("sign in the quotient rule", |right| {
        right.mistaken(Mistake::Quotient)
    }),
    ("exponent", |right| right.mistaken(Mistake::Exponent)),
    ("branch not differentiated", |right| {
        right.mistaken(Mistake::Branch)
    }),
    ("branches exchanged", |right| right.at_places(exchanged)),
    ("of the output", |right| {
        vec![
            right
                .slope
                .with_name(right.subject.input(), &right.subject.body),
        ]
    }),
    ("the value", |right| vec![right.subject.body.clone()]),
    ("another activation", another),
    ("truncated constant", |right| right.at_places(truncated)),
    ("other constant", |right| right.at_places(other_constant)),
    ("times 1.000001", |right| right.scaled("1.000001")),
    ("times 1 + 1e-12", |right| right.scaled("1.000000000001")),
    ("times 1 + 1e-20", |right| {
        right.scaled("1.00000000000000000001")
    }),
    ("plus 1e-9", |right| {
        vec![right.slope.plus(&Expr::decimal("1e-9"))]
    }),
    ("tail", |right| right.inside("x > 20", "0")),
    ("left tail", |right| right.inside("x < -20", "0")),
    ("short interval", |right| {
        right.inside("abs(x - 3) < 1/8", "1.01*u")
    }),
    ("right for x >= 0", |right| right.inside("x < 0", "2*u")),
    ("parameter at its default", |right| {
        let parameters = right.subject.parameters();
        parameters
            .map(|(name, default)| right.slope.with_name(name, &default))
            .collect()
    }),
    ("at a kink", at_kinks),
];

/// Wrong derivatives as text, with the names of their classes. Some may be right by chance.
pub fn wrong(subject: &Subject, boundaries: &[Expr]) -> Vec<(String, String)> {
    let Some(slope) = own(subject) else {
        return Vec::new();
    };
    let right = Right {
        subject,
        slope,
        boundaries,
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for (class, make) in CLASSES {
        for claim in make(&right).into_iter().take(MOST) {
            let text = claim.text();
            if found.iter().all(|(_, known)| *known != text) {
                found.push(((*class).to_owned(), text));
            }
        }
    }
    found
}

impl Right<'_> {
    /// The slope with one node spoilt, at the first few places.
    fn at_places(&self, rule: fn(&Expr) -> Option<Expr>) -> Vec<Expr> {
        let places = (0..MOST).map_while(|place| self.slope.rewritten_at(place, &rule));
        places.collect()
    }

    fn mistaken(&self, mistake: Mistake) -> Vec<Expr> {
        let Subject { body, by, .. } = self.subject;
        let places = (0..MOST).map_while(|place| mistaken(body, by, Style::Own, mistake, place));
        places.map(|claim| tidy(&claim)).collect()
    }

    fn scaled(&self, factor: &str) -> Vec<Expr> {
        vec![Expr::decimal(factor).times(&self.slope)]
    }

    /// Another value where a condition on the input holds; `u` is the right one.
    fn inside(&self, condition: &str, value: &str) -> Vec<Expr> {
        let choice = text_to_expr(&format!("if({condition}, {value}, u)"), &["x", "u"]);
        let input = Expr::name(self.subject.input());
        let values = [("x", input), ("u", self.slope.clone())]
            .into_iter()
            .collect();
        vec![choice.substituted(&values)]
    }
}

fn flipped(node: &Expr) -> Option<Expr> {
    let kind = match node.kind() {
        Kind::Add => Kind::Subtract,
        Kind::Subtract => Kind::Add,
        _ => return None,
    };
    Some(Expr::new(kind, node.children().to_vec()))
}

fn exchanged(node: &Expr) -> Option<Expr> {
    match node.parts() {
        (Kind::If, [condition, a, b]) => {
            Some(Expr::choice(condition.clone(), b.clone(), a.clone()))
        }
        _ => None,
    }
}

/// A constant with its last digits cut: `0.7979` for `sqrt(2/pi)`, `0.0447` for `0.044715`.
fn truncated(node: &Expr) -> Option<Expr> {
    const CONSTANTS: [(&str, &str); 8] = [
        ("sqrt(2/pi)", "0.7979"),
        ("2/sqrt(pi)", "1.128"),
        ("sqrt(2)", "1.4142"),
        ("sqrt(2*pi)", "2.5066"),
        ("ln(2)", "0.6931"),
        ("1/3", "0.3333"),
        ("pi", "3.1416"),
        ("2/3", "0.6667"),
    ];
    if let Kind::Number(number) = node.kind() {
        let text = number.text();
        let cut = match text.len() {
            8.. => text.len() - 4,
            5..=7 => text.len() - 2,
            _ => return None,
        };
        let is_decimal = number.exponent() < 0 && text.bytes().all(|byte| byte != b'e');
        return is_decimal.then(|| Expr::decimal(text.get(..cut).unwrap_or(text)));
    }
    if node.size() > 6 {
        return None;
    }
    let text = node.text();
    let (_, rounded) = CONSTANTS.iter().find(|(exact, _)| *exact == text)?;
    Some(Expr::decimal(rounded))
}

/// The next integer: `2` for `3`.
fn other_constant(node: &Expr) -> Option<Expr> {
    match node.as_integer()? {
        1 => Some(Expr::integer(2)),
        value @ 2..=9 => Some(Expr::integer(value - 1)),
        _ => None,
    }
}

/// The derivatives of the entries after this one.
fn another(right: &Right) -> Vec<Expr> {
    let place = catalog::names().position(|name| name == right.subject.title);
    let next = catalog::names()
        .cycle()
        .skip(place.map_or(0, |place| place + 1));
    next.take(12)
        .filter_map(|name| {
            let other = Subject::of_entry(name).ok()?.into_iter().next()?;
            let slope = other
                .parameters()
                .fold(own(&other)?, |slope, (parameter, default)| {
                    slope.with_name(parameter, &default)
                });
            let input = Expr::name(right.subject.input());
            let fits = other.formula.inputs().len() == 1 && other.body != right.subject.body;
            fits.then(|| slope.with_name(other.input(), &input))
        })
        .take(1)
        .collect()
}

/// A value beyond the slopes on both sides, at the boundaries themselves.
fn at_kinks(right: &Right) -> Vec<Expr> {
    let input = Expr::name(right.subject.input());
    let places = right.boundaries.iter().map(|place| {
        let there = Expr::compare(input.clone(), Comparison::Equal, tidy(place));
        let size = Expr::call(Func::Abs, vec![right.slope.clone()]);
        let beyond = size.plus(&Expr::integer(77));
        Expr::choice(there, beyond, right.slope.clone())
    });
    places.collect()
}

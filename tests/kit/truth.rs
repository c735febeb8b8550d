//! The reference values of `tests/data`; its README says how they were made.

use crate::Decimal;
use crate::table::{Row, Table};

/// What is known of a function at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Value and both derivatives exist.
    Ok,
    /// The first derivative jumps: one-sided derivatives are given.
    Kink,
    /// Only the second derivative jumps.
    SecondKink,
    /// The value jumps: one-sided values and derivatives are given.
    Discontinuity,
    /// The value exists, a derivative is infinite.
    ValueOnly,
    /// Outside the real domain.
    Undefined,
}

/// A scalar function at a point.
#[derive(Clone, Debug)]
pub struct Point {
    /// The activation.
    pub name: String,
    /// Its parameters in the order of the header, with the values that the kernel is given.
    pub parameters: Vec<(String, f64)>,
    /// The input, exact (and exact in f32 in the table for f32).
    pub x: f64,
    /// Which of the following exist.
    pub status: Status,
    /// The value.
    pub f: Option<Decimal>,
    /// The first derivative.
    pub df: Option<Decimal>,
    /// The second derivative.
    pub d2f: Option<Decimal>,
    /// The derivative by each parameter that has one here.
    pub dparams: Vec<(String, Decimal)>,
    /// Limits from below.
    pub left: Side,
    /// Limits from above.
    pub right: Side,
    /// What is unusual, in words; mostly empty.
    pub flags: String,
}

/// Functions of `exp(±exp(x))` whose derivatives in the table for f32 are wrong at 1.00000001e30 times that sign: `1 - exp(-exp(x))`
/// is flat there, not of slope 1.
const WRONG: [(&str, f64); 9] = [
    ("loglog", -1.0),
    ("loglogish", 1.0),
    ("cloglog", 1.0),
    ("cloglog_survey", -1.0),
    ("cloglog_modified", -1.0),
    ("colu", 1.0),
    ("erfact", 1.0),
    ("generalized_swish", -1.0),
    ("sigmoid_gumbel", -1.0),
];

impl Point {
    /// Whether the derivatives given are known to be wrong.
    pub fn is_wrong(&self) -> bool {
        WRONG
            .iter()
            .any(|(name, sign)| self.name == *name && self.x == sign * 1.000_000_015_047_466_2e30)
    }
}

/// One-sided limits at a point where something jumps.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Of the value.
    pub f: Option<Decimal>,
    /// Of the first derivative.
    pub df: Option<Decimal>,
    /// Of the second derivative.
    pub d2f: Option<Decimal>,
    /// Of the derivative by each parameter for which it jumps.
    pub dparams: Vec<(String, Decimal)>,
}

/// What an activation acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number.
    Scalar,
    /// A whole vector.
    Vector,
    /// Two vectors of one length, element by element.
    Gated,
}

/// A vector function at a point.
#[derive(Clone, Debug)]
pub struct VectorPoint {
    /// The activation.
    pub name: String,
    /// Vector or gated.
    pub kind: Kind,
    /// Its parameters in the order of the header.
    pub parameters: Vec<(String, f64)>,
    /// The input; of a gated one the first vector, then the second.
    pub x: Vec<f64>,
    /// The value.
    pub f: Vec<Decimal>,
    /// `jacobian[i][j]` is the derivative of `f[i]` by `x[j]`.
    pub jacobian: Vec<Vec<Decimal>>,
}

/// A published activation function.
#[derive(Clone, Debug)]
pub struct Activation {
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it acts on.
    pub kind: Kind,
    /// Its body in plain infix.
    pub formula: String,
    /// Header and body in the language of Gradus; vector and gated ones only.
    pub definition: Option<String>,
    /// Its parameters with their defaults, as text.
    pub parameters: Vec<(String, String)>,
    /// The points where its derivative jumps at the defaults.
    pub kinks: Vec<f64>,
    /// Where it is defined, if not everywhere.
    pub domain: Option<String>,
    /// The formula as papers typeset it.
    pub latex: String,
    /// The letter of the input there.
    pub latex_variable: String,
    /// The letters of parameters there that differ from their names: letter, name.
    pub latex_parameters: Vec<(String, String)>,
    /// The formula as repositories write it.
    pub python: String,
    /// The name of the input there.
    pub python_variable: String,
    /// What to know about it.
    pub note: Option<String>,
}

/// The points of the scalar functions for f64.
pub fn scalar() -> Vec<Point> {
    Table::new(include_bytes!("../data/scalar.tsv.gz"))
        .rows()
        .map(|row| point(&row))
        .collect()
}

/// The points of the scalar functions for f32: every input and parameter is exact in f32.
pub fn scalar_f32() -> Vec<Point> {
    Table::new(include_bytes!("../data/scalar_f32.tsv.gz"))
        .rows()
        .map(|row| point(&row))
        .collect()
}

/// The points of the vector and gated functions.
pub fn vector() -> Vec<VectorPoint> {
    Table::new(include_bytes!("../data/vector.tsv.gz"))
        .rows()
        .map(|row| vector_point(&row))
        .collect()
}

/// The activations that the tables are about.
pub fn activations() -> Vec<Activation> {
    Table::new(include_bytes!("../data/activations.tsv.gz"))
        .rows()
        .map(|row| activation(&row))
        .collect()
}

fn point(row: &Row<'_>) -> Point {
    Point {
        name: row.cell("name").into(),
        parameters: parameters(row),
        x: number(row.cell("x")),
        status: status(row.cell("status")),
        f: row.option("f").map(Decimal::new),
        df: row.option("df").map(Decimal::new),
        d2f: row.option("d2f").map(Decimal::new),
        dparams: row.pairs("dparams").map(named_decimal).collect(),
        left: side(row, "_left"),
        right: side(row, "_right"),
        flags: row.cell("flags").into(),
    }
}

fn side(row: &Row<'_>, suffix: &str) -> Side {
    let mut side = Side::default();
    for (name, value) in row.pairs("sides") {
        let Some(name) = name.strip_suffix(suffix) else {
            continue;
        };
        let value = Decimal::new(value);
        match name {
            "f" => side.f = Some(value),
            "df" => side.df = Some(value),
            "d2f" => side.d2f = Some(value),
            _ => side
                .dparams
                .push((name.trim_start_matches("p:").into(), value)),
        }
    }
    side
}

fn vector_point(row: &Row<'_>) -> VectorPoint {
    let decimals = |text: &str| text.split_whitespace().map(Decimal::new).collect();
    VectorPoint {
        name: row.cell("name").into(),
        kind: kind(row.cell("kind")),
        parameters: parameters(row),
        x: row.cell("x").split_whitespace().map(number).collect(),
        f: decimals(row.cell("f")),
        jacobian: row.cell("jacobian").split(';').map(decimals).collect(),
    }
}

fn activation(row: &Row<'_>) -> Activation {
    Activation {
        name: row.cell("name").into(),
        aliases: row
            .cell("aliases")
            .split_whitespace()
            .map(String::from)
            .collect(),
        kind: kind(row.cell("kind")),
        formula: row.cell("formula").into(),
        definition: row.option("definition").map(String::from),
        parameters: row
            .pairs("parameters")
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        kinks: row.cell("kinks").split_whitespace().map(number).collect(),
        domain: row.option("domain").map(String::from),
        latex: row.cell("latex").into(),
        latex_variable: row.cell("latex_variable").into(),
        latex_parameters: row
            .cell("latex_parameters")
            .split("  ")
            .filter_map(letter)
            .collect(),
        python: row.cell("python").into(),
        python_variable: row.cell("python_variable").into(),
        note: row.option("note").map(String::from),
    }
}

fn letter(pair: &str) -> Option<(String, String)> {
    pair.split_once('=')
        .map(|(letter, name)| (letter.into(), name.into()))
}

fn parameters(row: &Row<'_>) -> Vec<(String, f64)> {
    row.pairs("parameters")
        .map(|(name, value)| (name.into(), number(value)))
        .collect()
}

fn named_decimal((name, value): (&str, &str)) -> (String, Decimal) {
    (name.into(), Decimal::new(value))
}

fn number(text: &str) -> f64 {
    text.parse().expect("inputs and parameters are numbers")
}

fn status(text: &str) -> Status {
    match text {
        "ok" => Status::Ok,
        "kink" => Status::Kink,
        "kink2" => Status::SecondKink,
        "discontinuity" => Status::Discontinuity,
        "value_only" => Status::ValueOnly,
        "undefined" => Status::Undefined,
        _ => panic!("`{text}` is no status"),
    }
}

fn kind(text: &str) -> Kind {
    match text {
        "scalar" => Kind::Scalar,
        "vector" => Kind::Vector,
        "gated" => Kind::Gated,
        _ => panic!("`{text}` is no kind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ulp;

    fn at<'p>(points: &'p [Point], name: &str, x: f64) -> &'p Point {
        points
            .iter()
            .find(|point| point.name == name && point.x == x)
            .expect("the point is in the table")
    }

    #[test]
    fn every_table_is_whole() {
        assert_eq!(scalar().len(), 14_706);
        assert_eq!(scalar_f32().len(), 16_256);
        assert_eq!(vector().len(), 165);
        assert_eq!(activations().len(), 209);
    }

    #[test]
    fn what_a_status_promises_is_there() {
        for point in scalar().iter().chain(&scalar_f32()) {
            let whole = point.f.is_some() && point.df.is_some() && point.d2f.is_some();
            let sides = |get: fn(&Side) -> &Option<Decimal>| {
                get(&point.left).is_some() && get(&point.right).is_some()
            };
            let kept = match point.status {
                Status::Ok => whole,
                Status::Kink => point.df.is_none() && sides(|side| &side.df),
                Status::SecondKink => {
                    point.df.is_some() && point.d2f.is_none() && sides(|side| &side.d2f)
                }
                Status::Discontinuity => sides(|side| &side.f) && sides(|side| &side.df),
                Status::ValueOnly => point.f.is_some() && point.d2f.is_none(),
                Status::Undefined => point.f.is_none() && point.df.is_none(),
            };
            assert!(kept, "{point:?}");
        }
    }

    #[test]
    fn known_values_are_read() {
        let points = scalar();
        let relu = at(&points, "relu", 0.0);
        assert_eq!(relu.status, Status::Kink);
        assert_eq!(
            (
                relu.left.df.as_ref().unwrap().to_f64(),
                relu.right.df.as_ref().unwrap().to_f64()
            ),
            (0.0, 1.0)
        );
        let leaky = at(&points, "leaky_relu", 0.0);
        assert_eq!(leaky.parameters, [("negative_slope".to_string(), 0.01)]);
        let clipped = at(&points, "hardtanh", 1.0);
        assert_eq!(clipped.left.dparams[0].0, "max_val");
        assert_eq!(clipped.dparams.len(), 1);
    }

    #[test]
    fn libm_agrees_with_the_truth() {
        for point in scalar().iter().filter(|point| point.name == "tanh") {
            let error = ulp::error_f64(point.x.tanh(), point.f.as_ref().unwrap());
            assert!(error < 3.0, "tanh({:e}): {error} ulp", point.x);
        }
    }

    #[test]
    fn singles_are_singles() {
        for point in scalar_f32() {
            let exact = |value: f64| f64::from(value as f32) == value;
            assert!(
                exact(point.x) && point.parameters.iter().all(|(_, value)| exact(*value)),
                "{point:?}"
            );
        }
    }

    #[test]
    fn every_point_belongs_to_an_activation_with_its_parameters() {
        let activations = activations();
        let find = |name: &str| {
            activations
                .iter()
                .find(|activation| activation.name == name)
                .expect("it is listed")
        };
        let same = |given: &[(String, f64)], listed: &[(String, String)]| {
            given
                .iter()
                .map(|(name, _)| name)
                .eq(listed.iter().map(|(name, _)| name))
        };
        for point in scalar().iter().chain(&scalar_f32()) {
            assert!(
                same(&point.parameters, &find(&point.name).parameters),
                "{point:?}"
            );
        }
        for point in vector() {
            let activation = find(&point.name);
            assert_eq!(activation.kind, point.kind);
            assert!(same(&point.parameters, &activation.parameters), "{point:?}");
        }
    }

    #[test]
    fn jacobians_have_the_shape_of_value_and_input() {
        for point in vector() {
            assert_eq!(point.jacobian.len(), point.f.len(), "{}", point.name);
            assert!(
                point.jacobian.iter().all(|row| row.len() == point.x.len()),
                "{}",
                point.name
            );
        }
    }
}

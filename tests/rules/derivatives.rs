//! The derivative of every primitive by every argument, against difference quotients in high precision.

use gradus::Limits;
use gradus_symbolic::derivative::differentiate;
use gradus_symbolic::evaluate::{Point, Value, evaluate_to};
use gradus_symbolic::precise::{Precise, Precision, apply};
use gradus_symbolic::present::present;
use gradus_symbolic::{Graph, Id, Role, Symbol};
use gradus_syntax::{Action, Arity, Func};

const NAMES: [&str; 3] = ["x", "y", "z"];
/// Zeros, tiny, large, beside the ends of domains, and numbers without meaning.
const GRID: &[f64] = &[
    0.0,
    1e-12,
    -1e-12,
    0.25,
    -0.25,
    0.5,
    -0.7,
    0.999_999_999,
    -0.999_999_999,
    1.000_000_001,
    1.3,
    -1.6,
    2.0,
    2.6,
    -3.3,
    7.9,
    -11.1,
    40.0,
    -40.0,
    300.5,
    -300.5,
];
/// The other arguments.
const OTHERS: &[f64] = &[0.6, -1.7, 3.0];
/// Values are found to so many bits, and the step of quotients is so small, that quotients have more than 40 digits.
const BITS: u32 = 400;
const STEP: i64 = -120;
const TOLERANCE: f64 = 1e-30;

/// The derivative of a function by one of its arguments.
#[derive(Clone, Copy)]
pub struct Rule {
    func: Func,
    arguments: usize,
    position: usize,
    /// The derivative is multiplied by this before it is compared.
    pub factor: f64,
}

/// The rules of all functions that act element by element.
pub fn all() -> Vec<Rule> {
    let acts = |func: &&Func| {
        matches!(
            func.action(),
            Action::Elementwise | Action::ElementwiseOrReduction
        )
    };
    Func::ALL
        .iter()
        .filter(acts)
        .flat_map(|&func| {
            let arguments = match func.arity() {
                Arity::Exactly(count) => count,
                Arity::AtLeast(_) => 2,
            };
            (0..arguments).map(move |position| Rule {
                func,
                arguments,
                position,
                factor: 1.0,
            })
        })
        .collect()
}

impl Rule {
    /// As `tanh by x`.
    pub fn name(&self) -> String {
        format!("{} by {}", self.func, NAMES[self.position])
    }

    /// The points at which it must be decided: functions of small domains have fewer.
    pub fn least(&self) -> usize {
        match self.func {
            Func::Asin | Func::Acos | Func::Atanh => 7,
            Func::Acosh => 6,
            _ => 9,
        }
    }

    /// As `tanh(x) by x: 1 - tanh(x)^2`.
    pub fn line(&self) -> String {
        let (mut graph, symbols, value) = self.graph();
        let slope = differentiate(&mut graph, value, symbols[self.position]);
        let written =
            present(&mut graph, slope, None).expect("a derivative of a primitive is short");
        let names = NAMES[..self.arguments].join(", ");
        format!(
            "{}({names}) by {}: {written}",
            self.func, NAMES[self.position]
        )
    }

    /// Compares with difference quotients; returns at how many points.
    pub fn agrees(&self) -> usize {
        let (mut graph, symbols, value) = self.graph();
        let slope = differentiate(&mut graph, value, symbols[self.position]);
        let points = GRID
            .iter()
            .flat_map(|&x| others(self.arguments).iter().map(move |&other| (x, other)));
        points
            .filter(|&(x, other)| self.agrees_at(&graph, slope, &symbols, x, other))
            .count()
    }

    fn agrees_at(&self, graph: &Graph, slope: Id, symbols: &[Symbol], x: f64, other: f64) -> bool {
        let p = Precision::bits(BITS);
        let mut args: Vec<Precise> = (0..self.arguments)
            .map(|k| Precise::from(other + k as f64))
            .collect();
        args[self.position] = Precise::from(x);
        let Some(truth) = self.quotient(&args) else {
            return false;
        };
        let point: Point = symbols
            .iter()
            .copied()
            .zip(args.iter().cloned().map(Value::Number))
            .collect();
        let Some(value) = evaluate_to(graph, slope, &point, Precision::bits(BITS / 2)) else {
            return false;
        };
        let value = value.mul(&Precise::from(self.factor), p);
        assert!(
            close(&value, &truth, TOLERANCE),
            "{} at {x}, {other}: {} and not {}",
            self.name(),
            value.to_decimal(40),
            truth.to_decimal(40)
        );
        true
    }

    /// A central difference quotient where both one-sided ones agree with it: not at kinks.
    fn quotient(&self, args: &[Precise]) -> Option<Precise> {
        let p = Precision::bits(BITS);
        let at = |steps: i64| {
            let mut args = args.to_vec();
            args[self.position] =
                args[self.position].add(&Precise::from_parts(steps.into(), STEP), p);
            apply(self.func, &args, p)
        };
        let slope = |from: i64, to: i64| {
            at(to)
                .sub(&at(from), p)
                .div(&Precise::from_parts((to - from).into(), STEP), p)
        };
        let (left, right, middle) = (slope(-1, 0), slope(0, 1), slope(-1, 1));
        // at a vertical tangent quotients agree, but grow as the step shrinks
        let wider = slope(-2, 2);
        let smooth = [left, right, wider]
            .iter()
            .all(|other| close(other, &middle, 1e-12));
        (smooth && matches!(middle, Precise::Number(_))).then_some(middle)
    }

    fn graph(&self) -> (Graph, Vec<Symbol>, Id) {
        let mut graph = Graph::new(Limits::default());
        let symbols: Vec<Symbol> = NAMES[..self.arguments]
            .iter()
            .map(|name| graph.new_symbol(name, Role::Scalar))
            .collect();
        let args: Vec<Id> = symbols.iter().map(|symbol| graph.symbol(*symbol)).collect();
        let value = graph.apply(self.func, &args);
        (graph, symbols, value)
    }
}

fn others(arguments: usize) -> &'static [f64] {
    if arguments == 1 { &OTHERS[..1] } else { OTHERS }
}

/// Relative, but for what quotients cannot resolve.
fn close(value: &Precise, truth: &Precise, tolerance: f64) -> bool {
    let p = Precision::bits(BITS);
    let allowed = truth
        .abs()
        .mul(&Precise::from(tolerance), p)
        .add(&Precise::from_parts(1.into(), -200), p);
    value
        .sub(truth, p)
        .abs()
        .compare(&allowed)
        .is_some_and(std::cmp::Ordering::is_le)
}

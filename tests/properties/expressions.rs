//! Random formulas over the whole language, as texts.

use gradus_syntax::{Action, Arity, Func};
use proptest::collection::vec;
use proptest::prelude::*;

const NUMBERS: &[&str] = &[
    "0", "1", "2", "3", "0.5", "1.702", "0.044715", "1/3", "10", "1e-3", "pi", "e", "sqrt(2)",
];
const COMPARISONS: &[&str] = &["<", "<=", ">", ">=", "==", "!="];

/// A definition with the input x and the parameters a and b, of about so many operations.
pub fn expression(operations: usize) -> impl Strategy<Value = String> {
    vec((any::<u8>(), any::<u16>()), 1..=operations).prop_map(|choices| {
        let mut maker = Maker::default();
        for (kind, detail) in choices {
            maker.step(kind, usize::from(detail));
        }
        format!("f(x; a = 1.5, b = -1/3) = {}", maker.finish())
    })
}

/// A stack machine that turns choices into well-formed texts, with all parentheses.
#[derive(Default)]
struct Maker {
    values: Vec<String>,
}

impl Maker {
    fn step(&mut self, kind: u8, detail: usize) {
        let text = match kind % 16 {
            0..=3 => ["x", "x", "x", "a", "b"][detail % 5].to_owned(),
            4 => NUMBERS[detail % NUMBERS.len()].to_owned(),
            5 => format!("-({})", self.value()),
            6 | 7 => self.joined(["+", "-"][detail % 2]),
            8 | 9 => self.joined(["*", "/"][detail % 2]),
            10 => {
                let exponents = ["2", "3", "-1", "1/2", "-2", "0.3", "a", "x"];
                format!(
                    "({})^({})",
                    self.value(),
                    exponents[detail % exponents.len()]
                )
            }
            11 => {
                let condition = self.condition(detail);
                format!("if({condition}, {}, {})", self.value(), self.value())
            }
            _ => self.call(detail),
        };
        self.values.push(text);
    }

    fn value(&mut self) -> String {
        self.values.pop().unwrap_or_else(|| "x".to_owned())
    }

    fn joined(&mut self, operator: &str) -> String {
        let right = self.value();
        format!("({}) {operator} ({right})", self.value())
    }

    fn condition(&mut self, detail: usize) -> String {
        let comparison = COMPARISONS[detail % COMPARISONS.len()];
        let simple = format!(
            "{} {comparison} {}",
            self.value(),
            NUMBERS[detail / 8 % NUMBERS.len()]
        );
        match detail % 5 {
            0 => format!("not ({simple})"),
            1 => format!("({simple}) and x < 2"),
            2 => format!("({simple}) or x > 0.25"),
            _ => simple,
        }
    }

    fn call(&mut self, detail: usize) -> String {
        let elementwise: Vec<Func> = Func::ALL
            .iter()
            .copied()
            .filter(|func| {
                matches!(
                    func.action(),
                    Action::Elementwise | Action::ElementwiseOrReduction
                )
            })
            .collect();
        let func = elementwise[detail % elementwise.len()];
        let count = match func.arity() {
            Arity::Exactly(count) => count,
            Arity::AtLeast(_) => 2,
        };
        let args: Vec<String> = (0..count).map(|_| self.value()).collect();
        format!("{func}({})", args.join(", "))
    }

    /// The last value, with what else is on the stack added.
    fn finish(self) -> String {
        self.values.join(" + ")
    }
}

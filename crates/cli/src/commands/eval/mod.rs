//! `gradus eval`: values and derivatives at points.

mod lines;
mod points;
mod vectors;

use clap::Args;
use gradus::{Formula, Kernel};

use super::choices::{Side, Type, options};
use super::{variable, with_parameters};
use crate::context::Context;
use crate::failure::{Answer, Failure, Outcome};
use crate::numbers::Real;

const EXAMPLES: &str = "\
Examples:
  gradus eval swish --at -1,0,1/3 --derivative 2
  gradus eval 'x*tanh(ln(1+exp(x)))' --from -40 --to 1000 --points 9 --precision f32
  gradus eval 'glu(a, b) = a*sigmoid(b)' --at a=1,b=2 --derivative 1 --wrt b
  gradus eval elu --set alpha=0.5 --at-file points.txt --format jsonl
  gradus eval relu --at 0 --derivative 1 --kink right
  gradus eval softmax --vector 1.2,0.9,0.75 --jacobian

Numbers: decimals, 1e-3, inf, -inf, nan, 0x1.8p+1, and constant expressions such as 1/3 or pi/2.
A file has one point a line, its inputs separated by commas; blank lines and lines that begin
with # are skipped.
With --format jsonl each point is an object: {\"x\":…,\"f\":…,\"d1\":…,\"d2\":…}; several inputs
have their names, or are within \"inputs\":{…} if one of them is called f, d1 or the like.";

/// Values and derivatives of a formula at points.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(group = clap::ArgGroup::new("where").required(true).args(["at", "at_file", "from", "vector"]))]
pub struct Eval {
    /// The formula: a body, definitions, a built-in name, @FILE, or - for standard input
    formula: String,
    /// Points: X,X,… for one input; a=1,b=2 is one point of several inputs (repeat for more)
    #[arg(long, value_name = "POINTS")]
    at: Vec<String>,
    /// Points from a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    at_file: Option<String>,
    /// The first of evenly spaced points
    #[arg(long, value_name = "A", requires_all = ["to", "points"])]
    from: Option<String>,
    /// The last of evenly spaced points
    #[arg(long, value_name = "B", requires = "from")]
    to: Option<String>,
    /// How many evenly spaced points
    #[arg(long, value_name = "N", requires = "from", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    points: Option<u64>,
    /// Whole vectors: 1,2,3 (repeat once for each input)
    #[arg(long, value_name = "VECTOR", conflicts_with_all = ["derivative", "wrt"])]
    vector: Vec<String>,
    /// With --vector: the derivative of each element of the value by each element of the inputs
    #[arg(long, requires = "vector")]
    jacobian: bool,
    /// Derivatives up to this order
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(0..=MOST))]
    #[arg(hide_default_value = true)]
    derivative: u32,
    /// The input or parameter to differentiate by [default: the first input]
    #[arg(long, value_name = "NAME")]
    wrt: Option<String>,
    /// A value for a parameter (repeat for more)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The type of the numbers; f32-rounded computes in f64 and rounds once
    #[arg(long, value_enum, default_value_t, value_name = "TYPE")]
    precision: Type,
    /// The derivative at kinks: the one-sided one nearest zero, the left, the right, or their mean
    #[arg(long, value_enum, default_value_t, value_name = "SIDE")]
    kink: Side,
}

/// Whether an input of that name would be taken for a result; such inputs stand in an object of their own.
fn is_key(name: &str) -> bool {
    let is_order = |digits: &str| digits.parse::<u32>().is_ok();
    matches!(name, "f" | "jacobian") || name.strip_prefix('d').is_some_and(is_order)
}

/// Beyond this order no derivative is computed.
const MOST: i64 = 32;

impl Eval {
    pub fn run(self, context: &mut Context) -> Outcome {
        self.refuse_misfits()?;
        let formula = context.formula(&self.formula)?;
        let formula = with_parameters(formula, &self.set, context)?
            .options(options(self.precision, self.kink));
        match (self.vector.is_empty(), self.precision) {
            (true, Type::F64) => self.at_points::<f64>(&formula, context)?,
            (true, _) => self.at_points::<f32>(&formula, context)?,
            (false, _) => vectors::run(&self, &formula, context)?,
        }
        Ok(Answer::Fine)
    }

    /// What clap lets pass because one of the two is excluded by the place given.
    fn refuse_misfits(&self) -> Result<(), Failure> {
        if self.jacobian && self.vector.is_empty() {
            return Err(Failure::command("--jacobian needs --vector"));
        }
        if self.from.is_none() && (self.to.is_some() || self.points.is_some()) {
            return Err(Failure::command("--to and --points need --from"));
        }
        Ok(())
    }

    fn at_points<T: Real>(&self, formula: &Formula, context: &mut Context) -> Result<(), Failure> {
        if formula.is_vector() {
            let name = formula.name().unwrap_or("FORMULA");
            return Err(Failure::command(format!(
                "the formula acts on whole vectors\nhelp: give it one: gradus eval {name} --vector 1,2,3"
            )));
        }
        let kernels = self.kernels::<T>(formula)?;
        let inputs: Vec<String> = formula.inputs().into_iter().map(str::to_owned).collect();
        let points = points::points::<T>(self, &inputs, context)?;
        lines::write(&kernels, &inputs, points, context)
    }

    /// The value, then the derivatives in their order.
    fn kernels<T: Real>(&self, formula: &Formula) -> Result<Vec<Kernel<T>>, Failure> {
        let wrt = variable(formula, self.wrt.as_deref());
        if self.wrt.is_some() {
            // a name that the formula lacks is a mistake even where no derivative is asked for
            formula.derivative(wrt)?;
        }
        let mut kernels = vec![formula.compile()];
        let mut derivative = formula.clone();
        for _ in 0..self.derivative {
            derivative = derivative.derivative(wrt)?;
            kernels.push(derivative.compile());
        }
        Ok(kernels)
    }
}

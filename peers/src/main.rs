//! Times expression engines of others: `peers POINTS FOLDER`.
//!
//! Prints one record a line, as `xtask speed` does, and writes values and derivatives at the points into the folder,
//! `engine.activation.type`, so that errors are measured by the caller.

mod formulas;
mod generic;

use std::error::Error;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use evalexpr::ContextWithMutableVariables;
use exmex::{Differentiate, Express};
use fasteval::{Compiler, Evaler};
use formulas::FORMULAS;

/// Elements of the arrays.
const LENGTHS: [usize; 3] = [4096, 1_000_000, 10_000_000];
/// Arrays that would take longer than this are left out; seconds.
const PATIENCE: f64 = 1.0;

/// Value and derivative.
type Both<'a, T> = &'a mut dyn FnMut(T) -> (T, T);

/// Where results go.
struct Peers {
    points: PathBuf,
    folder: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [points, folder] = &arguments[..] else {
        return Err("usage: peers POINTS FOLDER".into());
    };
    let peers = Peers {
        points: points.into(),
        folder: folder.into(),
    };
    for (name, value, slope) in FORMULAS {
        eprint!("\r{name:12}");
        let results = [
            exmex_of(&peers, name, value),
            fasteval_of(&peers, name, value, slope),
            evalexpr_of(&peers, name, value, slope),
            meval_of(&peers, name, value, slope),
            num_dual_of(&peers, name),
        ];
        // a peer that cannot do one of them is named, not fatal
        for error in results.into_iter().filter_map(Result::err) {
            eprintln!("{name}: {error}");
        }
    }
    eprintln!();
    Ok(())
}

fn exmex_of(peers: &Peers, name: &str, value: &str) -> Result<(), Box<dyn Error>> {
    // it has no minimum of two
    let Ok(value_64) = exmex::parse::<f64>(value) else {
        return Ok(());
    };
    let slope_64 = value_64.clone().partial(0)?;
    peers.measure("exmex", name, &mut |x: f64| {
        (
            value_64.eval(&[x]).unwrap_or(f64::NAN),
            slope_64.eval(&[x]).unwrap_or(f64::NAN),
        )
    })?;
    let value_32 = exmex::parse::<f32>(value)?;
    let slope_32 = value_32.clone().partial(0)?;
    peers.measure("exmex", name, &mut |x: f32| {
        (
            value_32.eval(&[x]).unwrap_or(f32::NAN),
            slope_32.eval(&[x]).unwrap_or(f32::NAN),
        )
    })
}

fn fasteval_of(peers: &Peers, name: &str, value: &str, slope: &str) -> Result<(), Box<dyn Error>> {
    let cell = Box::new(std::cell::Cell::new(0.0_f64));
    let parser = fasteval::Parser::new();
    let mut slab = fasteval::Slab::new();
    // SAFETY: the cell lives until the last call
    unsafe { slab.ps.add_unsafe_var("x".to_owned(), &*cell.as_ptr()) };
    let mut compile = |text: &str| -> Result<_, fasteval::Error> {
        let text = formulas::for_fasteval(text);
        let parsed = parser.parse(&text, &mut slab.ps)?;
        Ok(parsed.from(&slab.ps).compile(&slab.ps, &mut slab.cs))
    };
    let (value, slope) = (compile(value)?, compile(slope)?);
    let mut names = fasteval::EmptyNamespace;
    peers.measure("fasteval", name, &mut |x: f64| {
        cell.set(x);
        let mut eval = |of: &fasteval::Instruction| of.eval(&slab, &mut names).unwrap_or(f64::NAN);
        (eval(&value), eval(&slope))
    })
}

fn evalexpr_of(peers: &Peers, name: &str, value: &str, slope: &str) -> Result<(), Box<dyn Error>> {
    let [value, slope] =
        [value, slope].map(|text| evalexpr::build_operator_tree(&formulas::for_evalexpr(text)));
    let (value, slope) = (value?, slope?);
    let mut context = evalexpr::HashMapContext::new();
    peers.measure("evalexpr", name, &mut |x: f64| {
        context
            .set_value("x".to_owned(), evalexpr::Value::Float(x))
            .ok();
        let eval = |of: &evalexpr::Node| of.eval_number_with_context(&context).unwrap_or(f64::NAN);
        (eval(&value), eval(&slope))
    })
}

fn meval_of(peers: &Peers, name: &str, value: &str, slope: &str) -> Result<(), Box<dyn Error>> {
    let [value, slope] = [value, slope].map(str::parse::<meval::Expr>);
    let (value, slope) = (value?.bind("x")?, slope?.bind("x")?);
    peers.measure("meval", name, &mut |x: f64| (value(x), slope(x)))
}

fn num_dual_of(peers: &Peers, name: &str) -> Result<(), Box<dyn Error>> {
    macro_rules! measure {
        ($($function:ident)*) => {
            match name {
                $(stringify!($function) => {
                    peers.measure("num-dual", name, &mut |x: f64| num_dual::first_derivative(generic::$function, x))?;
                    peers.measure("num-dual", name, &mut |x: f32| num_dual::first_derivative(generic::$function, x))
                })*
                _ => Ok(()),
            }
        };
    }
    measure!(sigmoid swish gelu_tanh mish tanh softplus)
}

/// `f32` and `f64`.
trait Number: Copy {
    const NAME: &'static str;
    fn of(x: f64) -> Self;
    fn double(self) -> f64;
}

impl Number for f32 {
    const NAME: &'static str = "f32";
    fn of(x: f64) -> Self {
        x as Self
    }
    fn double(self) -> f64 {
        f64::from(self)
    }
}

impl Number for f64 {
    const NAME: &'static str = "f64";
    fn of(x: f64) -> Self {
        x
    }
    fn double(self) -> f64 {
        self
    }
}

impl Peers {
    /// Prints the times, and writes the results at the points.
    fn measure<T: Number>(
        &self,
        engine: &str,
        name: &str,
        both: Both<T>,
    ) -> Result<(), Box<dyn Error>> {
        let points = doubles(&self.points.with_extension(T::NAME))?;
        let results: Vec<(T, T)> = points.iter().map(|x| both(T::of(*x))).collect();
        let values = results.iter().map(|result| result.0.double());
        let all: Vec<u8> = values
            .chain(results.iter().map(|result| result.1.double()))
            .flat_map(f64::to_le_bytes)
            .collect();
        std::fs::write(
            self.folder.join(format!("{engine}.{name}.{}", T::NAME)),
            all,
        )?;
        let mut element = 0.0;
        for length in LENGTHS {
            if element * length as f64 > PATIENCE {
                continue;
            }
            element = least(length, both) / length as f64;
            println!(
                r#"{{"part":"peers","subject":"{name}","kind":"{}","length":{length},"engine":"{engine}","level":"1","ns":{}}}"#,
                T::NAME,
                element * 1e9
            );
        }
        Ok(())
    }
}

/// The least time of some passes over an array, in seconds.
fn least<T: Number>(length: usize, both: Both<T>) -> f64 {
    let spread = |at: usize| (at * 7919 % 16_384) as f64 / 1024.0 - 8.0;
    let xs: Vec<T> = (0..length).map(|at| T::of(spread(at))).collect();
    let (mut ys, mut slopes) = (xs.clone(), xs.clone());
    let begin = Instant::now();
    let mut least = f64::INFINITY;
    while least.is_infinite() || begin.elapsed().as_secs_f64() < 0.1 {
        let start = Instant::now();
        for ((y, slope), x) in ys.iter_mut().zip(&mut slopes).zip(&xs) {
            (*y, *slope) = both(black_box(*x));
        }
        black_box((&mut ys, &mut slopes));
        least = least.min(start.elapsed().as_secs_f64());
    }
    least
}

fn doubles(path: &Path) -> std::io::Result<Vec<f64>> {
    let bytes = std::fs::read(path)?;
    let (whole, _) = bytes.as_chunks::<8>();
    Ok(whole
        .iter()
        .map(|eight| f64::from_le_bytes(*eight))
        .collect())
}

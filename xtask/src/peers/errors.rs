//! Errors of peers: the results that they wrote at the points, against true values.

use std::collections::BTreeMap;
use std::path::Path;

use gradus::Formula;
use gradus_bench::activation::{self, Activation};
use gradus_bench::for_each_activation;
use gradus_bench::handwritten::{Handwritten, Level, NAMES, formula};
use gradus_bench::truth::{self, Number, Truths};

use crate::Failure;

/// One point in so many.
const STEP: usize = 2;

/// By engine, activation and type.
pub type Errors = BTreeMap<(String, String, String), truth::Errors>;

/// Writes the points, in doubles: `points.f32` and `points.f64`.
pub fn write_points(path: &Path) -> Result<(), Failure> {
    write::<f32>(path)?;
    write::<f64>(path)
}

fn write<T: Number>(path: &Path) -> Result<(), Failure> {
    let bytes = truth::points::<T>(STEP)
        .into_iter()
        .flat_map(|x| x.double().to_le_bytes());
    let bytes: Vec<u8> = bytes.collect();
    Ok(std::fs::write(path.with_extension(T::NAME), bytes)?)
}

/// The errors of Gradus and of kernels by hand, and of what lies in the folder.
pub fn all(folder: Option<&Path>) -> Result<Errors, Failure> {
    let mut errors = Errors::new();
    for (done, name) in NAMES.iter().enumerate() {
        eprint!("\rtrue values {:>3} %", 100 * done / NAMES.len());
        of::<f32>(folder, name, &mut errors)?;
        of::<f64>(folder, name, &mut errors)?;
    }
    eprintln!("\rtrue values 100 %");
    Ok(errors)
}

fn of<T: Number + Handwritten>(
    folder: Option<&Path>,
    name: &str,
    errors: &mut Errors,
) -> Result<(), Failure> {
    let truths = Truths::<T>::thinned(name, STEP);
    let mut add = |engine: &str, found| {
        let key = [engine, name, T::NAME].map(str::to_owned);
        errors.insert(key.into(), found);
    };
    let kernel = formula(name).parse::<Formula>()?.compile::<T>();
    add(
        "gradus",
        truths.errors(|xs, ys, slopes| kernel.map_with_derivative(xs, ys, slopes)),
    );
    if let Some(run) = Level::available()
        .next_back()
        .and_then(|level| T::kernel(name, level))
    {
        add("by hand", truths.errors(run));
    }
    let Some(folder) = folder else {
        return Ok(());
    };
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        let title = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(engine) = title.strip_suffix(&format!(".{name}.{}", T::NAME)) else {
            continue;
        };
        let results = results::<T>(&path)?;
        let (ys, slopes) = results.split_at(results.len() / 2);
        add(engine, truths.errors_of(ys, slopes));
    }
    Ok(())
}

/// The errors of native functions, and of single calls beside them.
pub fn of_calls() -> Errors {
    let mut errors = Errors::new();
    for_each_activation!(of_both_types(&mut errors));
    errors
}

fn of_both_types<A: Activation>(errors: &mut Errors) {
    of_call::<A, f32>(errors);
    of_call::<A, f64>(errors);
}

fn of_call<A: Activation, T: Number>(errors: &mut Errors) {
    let truths = Truths::<T>::thinned(A::NAME, STEP);
    let kernel = activation::formula::<A>().compile::<T>();
    let each = |call: &dyn Fn(T) -> (T, T)| {
        truths.errors(|xs, ys, slopes| {
            for (x, (y, slope)) in xs.iter().zip(ys.iter_mut().zip(slopes)) {
                (*y, *slope) = call(*x);
            }
        })
    };
    let key = |engine: &str| [engine, A::NAME, T::NAME].map(str::to_owned).into();
    errors.insert(key("native"), each(&A::both));
    errors.insert(key("call"), each(&|x| kernel.call_with_derivative(x)));
}

fn results<T: Number>(path: &Path) -> Result<Vec<T>, Failure> {
    let bytes = std::fs::read(path)?;
    let (whole, _) = bytes.as_chunks::<8>();
    Ok(whole
        .iter()
        .map(|eight| T::rounded(f64::from_le_bytes(*eight)))
        .collect())
}

/// As JSON, one a line.
pub fn lines(errors: &Errors) -> impl Iterator<Item = String> {
    errors.iter().map(|((engine, name, kind), found)| {
        // infinite where a result is not finite
        let ulp = |error: f64| {
            if error.is_finite() {
                error.into()
            } else {
                serde_json::json!("inf")
            }
        };
        serde_json::json!({
            "engine": engine, "subject": name, "kind": kind,
            "ulp": ulp(found.value), "derivative_ulp": ulp(found.derivative),
        })
        .to_string()
    })
}

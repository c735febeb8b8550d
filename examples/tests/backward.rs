//! The gradients that training uses, against finite differences.

use gradus::{Formula, Kernel, catalog};

/// Inputs away from the kinks of the article's functions.
const XS: [f64; 8] = [-6.5, -2.25, -1.0, -0.125, 0.0625, 0.75, 2.5, 7.0];
/// A gradient from above for each.
const UPSTREAM: [f64; 8] = [1.0, -0.5, 0.25, 2.0, -1.5, 0.75, -0.125, 3.0];

#[test]
fn gradients_of_inputs_agree_with_differences() {
    for name in catalog::ARTICLE {
        let f = kernel(name);
        let mut gradient = [0.0; 8];
        f.backward(&XS, &UPSTREAM, &mut gradient);
        for ((x, upstream), exact) in XS.into_iter().zip(UPSTREAM).zip(gradient) {
            let difference = upstream * central(|x| f.call(x), x);
            assert!(
                close(exact, difference),
                "{name} at {x}: {exact} and {difference}"
            );
        }
    }
}

#[test]
fn gradients_of_parameters_agree_with_differences() {
    for (name, parameter) in [
        ("prelu", "a"),
        ("swish", "beta"),
        ("elu", "alpha"),
        ("linear", "a"),
    ] {
        let f = kernel(name);
        let sums = f.backward(&XS, &UPSTREAM, &mut [0.0; 8]);
        let loss = |value: f64| -> f64 {
            let changed = f.with(parameter, value).expect("it has that parameter");
            XS.iter()
                .zip(UPSTREAM)
                .map(|(&x, upstream)| upstream * changed.call(x))
                .sum()
        };
        let difference = central(loss, f.parameters()[0]);
        assert!(
            close(sums[0], difference),
            "{name}, {parameter}: {} and {difference}",
            sums[0]
        );
    }
}

fn kernel(name: &str) -> Kernel<f64> {
    let formula = Formula::builtin(name).expect("it is in the catalogue");
    formula.compile()
}

/// The slope between points on both sides; its error is near 1e-10.
fn central(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-5;
    (f(x + h) - f(x - h)) / (2.0 * h)
}

fn close(exact: f64, difference: f64) -> bool {
    (exact - difference).abs() <= 1e-8 * exact.abs().max(1.0)
}

//! The kernels that are written by hand are as right as those that they are compared with.
#![cfg(target_arch = "x86_64")]

use gradus_bench::handwritten::{Handwritten, Level, NAMES};
use gradus_bench::truth::{Number, Truths};

/// Bounds on the conditioned errors of value and derivative in ulp, of either type.
const BOUNDS: [(&str, f64, f64); 8] = [
    ("sigmoid", 2.5, 3.7),
    ("swish", 2.5, 4.2),
    ("gelu_tanh", 2.5, 5.0),
    ("tanh", 3.1, 3.7),
    ("elu", 1.2, 1.2),
    ("gelu", 4.3, 4.9),
    ("mish", 2.8, 3.7),
    ("softplus", 2.2, 2.3),
];

fn results_are_within_bounds<T: Handwritten + Number>() {
    for (name, value, derivative) in BOUNDS {
        let truths = Truths::<T>::thinned(name, 3);
        for level in Level::available() {
            let errors = truths.errors(kernel(name, level));
            println!("{name} {} {level:?} {errors:?}", T::NAME);
            let within = errors.value <= value && errors.derivative <= derivative;
            assert!(within, "{name} {} {level:?} {errors:?}", T::NAME);
        }
    }
}

#[test]
fn results_of_singles_are_within_bounds() {
    results_are_within_bounds::<f32>();
}

#[test]
fn results_of_doubles_are_within_bounds() {
    results_are_within_bounds::<f64>();
}

/// Every length around those of vectors, at every offset to them: all results are written, nothing beside them, and each is what it is
/// alone.
fn arrays_are_written_whole<T: Handwritten + Number>() {
    let mark = T::rounded(-77.0);
    let xs: Vec<T> = (0..64)
        .map(|at| T::rounded(f64::from(at) / 4.0 - 8.0))
        .collect();
    for name in NAMES {
        for level in Level::available() {
            let run = kernel(name, level);
            let alone: Vec<[T; 2]> = xs.iter().map(|x| single(run, *x)).collect();
            for (offset, length) in
                (0..17).flat_map(|offset| (0..40).map(move |length| (offset, length)))
            {
                let range = offset..offset + length;
                let (mut ys, mut slopes) = (vec![mark; 64], vec![mark; 64]);
                run(
                    &xs[range.clone()],
                    &mut ys[range.clone()],
                    &mut slopes[range.clone()],
                );
                for at in 0..64 {
                    let [y, slope] = if range.contains(&at) {
                        alone[at]
                    } else {
                        [mark; 2]
                    };
                    assert_eq!(
                        (ys[at], slopes[at]),
                        (y, slope),
                        "{name} {level:?} {range:?} {at}"
                    );
                }
            }
        }
    }
}

#[test]
fn arrays_of_singles_are_written_whole() {
    arrays_are_written_whole::<f32>();
}

#[test]
fn arrays_of_doubles_are_written_whole() {
    arrays_are_written_whole::<f64>();
}

#[test]
fn large_arrays_past_the_caches_are_as_small_ones() {
    let length = (4 << 20) + 13;
    let xs = gradus_bench::activation::inputs::<f32>(length + 1);
    for level in Level::available() {
        let run = kernel("swish", level);
        for [first, second] in [[0, 0], [1, 1], [0, 1]] {
            let (mut ys, mut slopes) = (vec![0.0; length + 1], vec![0.0; length + 1]);
            let (all_ys, all_slopes) =
                (&mut ys[first..][..length], &mut slopes[second..][..length]);
            run(&xs[..length], all_ys, all_slopes);
            for at in (0..length).step_by(997).chain(length - 40..length) {
                assert_eq!(
                    [all_ys[at], all_slopes[at]],
                    single(run, xs[at]),
                    "{level:?} {at}"
                );
            }
        }
    }
}

/// The limits at infinities, and NaN; values, then derivatives.
const ENDS: [(&str, [f64; 2], [f64; 2]); 8] = [
    ("sigmoid", [0.0, 1.0], [0.0, 0.0]),
    ("swish", [0.0, f64::INFINITY], [0.0, 1.0]),
    ("gelu_tanh", [0.0, f64::INFINITY], [0.0, 1.0]),
    ("tanh", [-1.0, 1.0], [0.0, 0.0]),
    ("elu", [-1.0, f64::INFINITY], [0.0, 1.0]),
    ("gelu", [0.0, f64::INFINITY], [0.0, 1.0]),
    ("mish", [0.0, f64::INFINITY], [0.0, 1.0]),
    ("softplus", [0.0, f64::INFINITY], [0.0, 1.0]),
];

fn ends_are_limits<T: Handwritten + Number>() {
    for (name, values, slopes) in ENDS {
        for level in Level::available() {
            let run = kernel::<T>(name, level);
            for (at, x) in [T::neg_infinity(), T::infinity()].into_iter().enumerate() {
                let found = single(run, x).map(T::double);
                assert_eq!(found, [values[at], slopes[at]], "{name} {level:?} {x:?}");
            }
            assert!(
                single(run, T::nan()).iter().all(|result| result.is_nan()),
                "{name} {level:?}"
            );
        }
    }
}

#[test]
fn ends_of_singles_are_limits() {
    ends_are_limits::<f32>();
}

#[test]
fn ends_of_doubles_are_limits() {
    ends_are_limits::<f64>();
}

fn kernel<T: Handwritten>(name: &str, level: Level) -> fn(&[T], &mut [T], &mut [T]) {
    T::kernel(name, level).expect("it is written")
}

fn single<T: Number>(run: fn(&[T], &mut [T], &mut [T]), x: T) -> [T; 2] {
    let [mut y, mut slope] = [[T::default()]; 2];
    run(&[x], &mut y, &mut slope);
    [y[0], slope[0]]
}

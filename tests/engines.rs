//! The engines against the reference evaluator and against each other, on every scalar and gated entry of the catalogue.

use std::collections::BTreeMap;

use gradus::{Element, Formula, Kernel};
use gradus_catalog::Record;
use gradus_eval::{Dual, evaluate};
use kit::truth::{self, Kind, Status};

/// Inputs that every entry is given besides its points in the tables.
const EDGES: &[f64] = &[
    0.0,
    -0.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    1e-40,
    1.0,
    -1.0,
];

/// An entry that is evaluated element by element.
struct Entry {
    record: &'static Record,
    formula: Formula,
}

impl Entry {
    fn all() -> Vec<Self> {
        let scalar = |entry: &Self| !entry.formula.is_vector();
        gradus_catalog::all()
            .map(Self::new)
            .filter(scalar)
            .collect()
    }

    fn new(record: &'static Record) -> Self {
        let formula = record
            .definition
            .parse()
            .unwrap_or_else(|error| panic!("{error}"));
        Self { record, formula }
    }
}

/// The inputs of the tables by the name of the entry; of a gated one the two vectors, one after the other.
struct Inputs {
    double: BTreeMap<String, Vec<f64>>,
    single: BTreeMap<String, Vec<f64>>,
    gated: BTreeMap<String, [Vec<f64>; 2]>,
}

impl Inputs {
    fn read() -> Self {
        let by_name = |points: Vec<truth::Point>| {
            let mut inputs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
            for point in points {
                inputs.entry(point.name).or_default().push(point.x);
            }
            inputs
        };
        let mut gated: BTreeMap<String, [Vec<f64>; 2]> = BTreeMap::new();
        for point in truth::vector() {
            if point.kind == Kind::Gated {
                let (a, b) = point.x.split_at(point.x.len() / 2);
                let entry = gated.entry(point.name).or_default();
                entry[0].extend(a);
                entry[1].extend(b);
            }
        }
        Self {
            double: by_name(truth::scalar()),
            single: by_name(truth::scalar_f32()),
            gated,
        }
    }

    /// The arrays for an entry, one for each of its inputs.
    fn of<T: Element>(&self, entry: &Entry) -> Vec<Vec<T>> {
        let name = entry.record.name;
        let pairs = || EDGES.iter().flat_map(|a| EDGES.iter().map(|b| (*a, *b)));
        let arrays = match entry.formula.inputs().len() {
            1 => {
                let table = if size_of::<T>() == 8 {
                    &self.double
                } else {
                    &self.single
                };
                let own = table.get(name).into_iter().flatten();
                vec![own.chain(EDGES).copied().collect::<Vec<f64>>()]
            }
            2 => {
                let mut own = self.gated.get(name).cloned().unwrap_or_default();
                own[0].extend(pairs().map(|(a, _)| a));
                own[1].extend(pairs().map(|(_, b)| b));
                own.to_vec()
            }
            more => panic!("{name} has {more} inputs"),
        };
        let numbers = |array: Vec<f64>| array.into_iter().map(T::number).collect();
        arrays.into_iter().map(numbers).collect()
    }
}

/// Bits that tell any two numbers of either type apart, but no NaN from another.
fn bits<T: Element>(number: T) -> u64 {
    let wide = number.to_f64().expect("a float is a float");
    if wide.is_nan() { f64::NAN } else { wide }.to_bits()
}

fn all_bits<T: Element>(numbers: &[T]) -> Vec<u64> {
    numbers.iter().map(|number| bits(*number)).collect()
}

/// Value, then one array for each derivative by an input.
fn mapped<T: Element>(kernel: &Kernel<T>, inputs: &[&[T]]) -> Vec<Vec<T>> {
    let length = inputs[0].len();
    let mut arrays = vec![vec![T::default(); length]; 1 + inputs.len()];
    let (value, gradients) = arrays.split_first_mut().expect("there is the value");
    let mut gradients: Vec<&mut [T]> = gradients.iter_mut().map(Vec::as_mut_slice).collect();
    kernel.map_n_with_gradient(inputs, value, &mut gradients);
    arrays
}

fn slices<T>(arrays: &[Vec<T>]) -> Vec<&[T]> {
    arrays.iter().map(Vec::as_slice).collect()
}

/// Every engine has the bits of the reference.
fn engines_agree<T: Element>(entry: &Entry, arrays: &[Vec<T>]) {
    let Entry { record, formula } = entry;
    let kernel = formula.compile::<T>();
    let value = formula.computation(&[]).expect("it is scalar");
    let names = formula.inputs();
    let fused = formula.computation(&names).expect("these are its inputs");
    let all = mapped(&kernel, &slices(arrays));
    let mut values = vec![T::default(); arrays[0].len()];
    kernel.map_n(&slices(arrays), &mut values);
    for at in 0..arrays[0].len() {
        let inputs: Vec<T> = arrays.iter().map(|array| array[at]).collect();
        let reference = evaluate(&value, &inputs, kernel.parameters());
        let place = format!("{}{inputs:?}", record.name);
        assert_eq!(
            bits(kernel.call_n(&inputs)),
            bits(reference[0]),
            "{place}: call"
        );
        assert_eq!(bits(values[at]), bits(reference[0]), "{place}: map");
        let reference = all_bits(&evaluate(&fused, &inputs, kernel.parameters()));
        let mut gradient = vec![T::default(); inputs.len()];
        let called = kernel.call_n_with_gradient(&inputs, &mut gradient);
        gradient.insert(0, called);
        assert_eq!(
            all_bits(&gradient),
            reference,
            "{place}: call with derivative"
        );
        let row: Vec<u64> = all.iter().map(|array| bits(array[at])).collect();
        assert_eq!(row, reference, "{place}: map with derivative");
        if let [x] = inputs[..] {
            let (value, slope) = kernel.call_with_derivative(x);
            assert_eq!([bits(value), bits(slope)], reference[..], "{place}");
            assert_eq!(bits(kernel.call(x)), bits(values[at]), "{place}");
        }
    }
}

#[test]
fn every_engine_has_the_bits_of_the_reference() {
    let inputs = Inputs::read();
    let entries = Entry::all();
    assert!(entries.len() >= 201);
    for entry in entries {
        engines_agree::<f64>(&entry, &inputs.of(&entry));
        engines_agree::<f32>(&entry, &inputs.of(&entry));
    }
}

/// Names of entries whose arrays are cut in all ways: plain, selecting, of several inputs, with special functions.
const CUT: &[&str] = &[
    "swish",
    "elu",
    "gelu",
    "mish",
    "hardshrink",
    "glu",
    "sinusoid",
];

fn cuts_change_no_bit<T: Element>(entry: &Entry) {
    let kernel = entry.formula.compile::<T>();
    let ramp = |index: usize| T::number((index % 97) as f64 * 0.13 - 6.0);
    let arrays: Vec<Vec<T>> = (0..kernel.inputs())
        .map(|shift| (0..600).map(|index| ramp(index + 31 * shift)).collect())
        .collect();
    let whole = mapped(&kernel, &slices(&arrays));
    for length in (1..=70).chain([255, 256, 257, 511]) {
        for offset in [0, 1, 3, 7, 64] {
            let range = offset..offset + length;
            let cut: Vec<&[T]> = arrays.iter().map(|array| &array[range.clone()]).collect();
            for (part, whole) in mapped(&kernel, &cut).iter().zip(&whole) {
                let name = entry.record.name;
                assert_eq!(
                    all_bits(part),
                    all_bits(&whole[range.clone()]),
                    "{name} {range:?}"
                );
            }
        }
    }
}

#[test]
fn lengths_and_offsets_change_no_bit() {
    for name in CUT {
        let entry = Entry::new(gradus_catalog::find(name).expect("it is in the catalogue"));
        cuts_change_no_bit::<f64>(&entry);
        cuts_change_no_bit::<f32>(&entry);
    }
}

/// The outputs at a point: the value, then the derivatives by the inputs.
fn outputs<T: Element>(kernel: &Kernel<T>, inputs: &[T]) -> Vec<T> {
    let mut outputs = vec![T::default(); inputs.len()];
    let value = kernel.call_n_with_gradient(inputs, &mut outputs);
    outputs.insert(0, value);
    outputs
}

#[test]
fn nan_in_gives_nan_out() {
    let mut missed = Vec::new();
    for Entry { record, formula } in Entry::all() {
        let (double, single) = (formula.compile::<f64>(), formula.compile::<f32>());
        for nan in 0..double.inputs() {
            let mut inputs = vec![0.5; double.inputs()];
            inputs[nan] = f64::NAN;
            let narrow: Vec<f32> = inputs.iter().map(|input| *input as f32).collect();
            let (double, single) = (outputs(&double, &inputs), outputs(&single, &narrow));
            if !double.iter().all(|output| output.is_nan())
                || !single.iter().all(|output| output.is_nan())
            {
                missed.push(format!("{}{inputs:?}: {double:?} {single:?}", record.name));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn kernels_are_shared_between_threads() {
    fn shared<S: Clone + Send + Sync + 'static>() {}
    shared::<Kernel<f32>>();
    shared::<Kernel<f64>>();
    shared::<gradus::VectorKernel<f32>>();
    shared::<gradus::VectorKernel<f64>>();
    let kernel = Formula::builtin("mish").unwrap().compile::<f64>();
    let here = kernel.call_with_derivative(-0.7);
    let there = std::thread::spawn(move || kernel.call_with_derivative(-0.7));
    assert_eq!(there.join().unwrap(), here);
}

#[test]
fn parameters_set_before_and_after_compiling_agree() {
    for Entry { record, formula } in Entry::all() {
        for parameter in formula.parameters() {
            let value = parameter.value.mul_add(1.25, 0.125);
            let before = formula
                .with(&parameter.name, value)
                .unwrap()
                .compile::<f64>();
            let after = formula
                .compile::<f64>()
                .with(&parameter.name, value)
                .unwrap();
            assert_eq!(before.parameters(), after.parameters());
            for x in [-2.3, -0.5, 0.0, 0.4, 1.0, 3.7] {
                let inputs = vec![x; before.inputs()];
                assert_eq!(
                    all_bits(&outputs(&before, &inputs)),
                    all_bits(&outputs(&after, &inputs)),
                    "{} {} = {value} at {x}",
                    record.name,
                    parameter.name
                );
            }
        }
    }
}

/// Upstream gradients that differ from element to element and cancel in part.
fn upstream(length: usize) -> Vec<f64> {
    (0..length)
        .map(|at| ((at * 37 % 19) as f64 - 9.0) / 4.0)
        .collect()
}

fn close(computed: f64, expected: f64, scale: f64) -> bool {
    computed == expected
        || (computed.is_nan() && expected.is_nan())
        || (computed - expected).abs() <= 1e-12 * scale
}

/// The sum of `upstream * d formula / d name` and the sum of the magnitudes of its terms.
fn plain_sum(entry: &Entry, name: &str, arrays: &[&[f64]], upstream: &[f64]) -> (f64, f64) {
    let slope = entry
        .formula
        .derivative(name)
        .expect("it has the parameter");
    let mut slopes = vec![0.0; upstream.len()];
    slope.compile::<f64>().map_n(arrays, &mut slopes);
    let terms = slopes
        .iter()
        .zip(upstream)
        .map(|(slope, upstream)| slope * upstream);
    terms.fold((0.0, 0.0), |(sum, size), term| {
        (sum + term, size + term.abs())
    })
}

#[test]
fn back_propagation_is_upstream_times_the_derivatives() {
    let ramp: Vec<f64> = (0..401)
        .map(|at| f64::from(at - 200) * 0.0437 + 0.011)
        .collect();
    let upstream = upstream(ramp.len());
    for entry in Entry::all() {
        let name = entry.record.name;
        let kernel = entry.formula.compile::<f64>();
        let mirrored: Vec<f64> = ramp.iter().rev().map(|x| x * 0.5).collect();
        let arrays = &[&ramp[..], &mirrored[..]][..kernel.inputs()];
        let mut gradients = vec![vec![0.0; ramp.len()]; arrays.len()];
        let mut places: Vec<&mut [f64]> = gradients.iter_mut().map(Vec::as_mut_slice).collect();
        let sums = kernel.backward_n(arrays, &upstream, &mut places);
        for (gradient, slopes) in gradients.iter().zip(&mapped(&kernel, arrays)[1..]) {
            for at in 0..ramp.len() {
                let expected = upstream[at] * slopes[at];
                let x = ramp[at];
                assert!(
                    close(gradient[at], expected, expected.abs()),
                    "{name} at {x}"
                );
            }
        }
        for (parameter, sum) in entry.formula.parameters().iter().zip(sums) {
            let (expected, size) = plain_sum(&entry, &parameter.name, arrays, &upstream);
            let what = format!("{name} by {}: {sum} for {expected}", parameter.name);
            assert!(close(sum, expected, size), "{what}");
        }
    }
}

/// Whether forward-mode differentiation of the list is well conditioned there: no kink, no tail and no root of the
/// derivative near, where rounding is all that is left.
fn is_tame(point: &truth::Point) -> bool {
    let at_root = point.df.as_ref().is_some_and(|df| df.to_f64() == 0.0);
    let at_kink = point.flags.contains("kink");
    point.status == Status::Ok && !at_kink && !at_root && (0.05..=4.0).contains(&point.x.abs())
}

#[test]
fn dual_numbers_agree_with_the_symbolic_derivative() {
    let mut inputs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for point in truth::scalar().into_iter().filter(is_tame) {
        inputs.entry(point.name).or_default().push(point.x);
    }
    let (mut compared, mut missed) = (0, Vec::new());
    for Entry { record, formula } in Entry::all() {
        let Some(xs) = inputs.get(record.name) else {
            continue;
        };
        let value = formula.computation(&[]).expect("it is scalar");
        let kernel = formula.compile::<f64>();
        let parameters: Vec<Dual<f64>> = kernel
            .parameters()
            .iter()
            .map(|value| Dual::fixed(*value))
            .collect();
        for &x in xs {
            let dual = evaluate(&value, &[Dual::variable(x)], &parameters)[0].derivative;
            let (_, slope) = kernel.call_with_derivative(x);
            compared += 1;
            let agree = |dual: f64, slope: f64, within: f64| {
                dual == slope || (dual - slope).abs() <= within * slope.abs()
            };
            // where the sign of an exponent changes the list has a kink, though its value has none: compared beside it
            let beside = || {
                [x * (1.0 - 1e-9), x * (1.0 + 1e-9)].into_iter().all(|x| {
                    let dual = evaluate(&value, &[Dual::variable(x)], &parameters)[0].derivative;
                    agree(dual, slope, 1e-6)
                })
            };
            if !agree(dual, slope, 1e-10) && !beside() {
                missed.push(format!("{}({x:?}): {dual:e} {slope:e}", record.name));
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {compared}\n{}",
        missed.len(),
        missed.join("\n")
    );
}

/// Where a side begins, its value and slope are what they are in every number type, and its constants nobody else's.
#[test]
fn sides_are_joined_as_they_are_written() {
    let elu: Formula = "if(x >= 0, x, exp(x) - 1)"
        .parse()
        .expect("it is a formula");
    let value = elu.computation(&[]).expect("it is scalar");
    let at_zero = evaluate(&value, &[Dual::variable(0.0)], &[])[0].derivative;
    assert_eq!(at_zero, elu.compile::<f64>().call_with_derivative(0.0).1);
    let texts = [
        "if(x > 0, x, exp(1e40*x) - 1)",
        "if(x >= 0, x, exp(-1e40*abs(x)) - 1)",
        "if(x >= 0, 1, exp(1e40*x))",
    ];
    for text in texts {
        let formula: Formula = text.parse().expect("it is a formula");
        for x in [1.0f32, 3.0, f32::INFINITY] {
            let found = formula.compile::<f32>().call(x);
            let expected = formula.compile::<f64>().call(f64::from(x)) as f32;
            assert_eq!(found, expected, "{text} at {x}");
        }
    }
}

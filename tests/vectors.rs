//! Vector and gated entries against the tables: values, Jacobians and products with them.

use gradus::{Element, Formula, Kink, Options, VectorKernel};
use kit::Decimal;
use kit::truth::{self, Kind, VectorPoint};

/// Relative errors allowed in f64.
const DOUBLE: f64 = 1e-12;
/// Relative errors allowed in f32, against the largest element.
const SINGLE: f64 = 1e-5;

fn kernel<T: Element>(point: &VectorPoint) -> VectorKernel<T> {
    let formula = Formula::builtin(&point.name).unwrap_or_else(|error| panic!("{error}"));
    let with = |formula: Formula, (name, value): &(String, f64)| {
        formula.with(name, *value).expect("it has the parameter")
    };
    point.parameters.iter().fold(formula, with).compile_vector()
}

/// The inputs: one vector, or two of half the length.
fn inputs<T: Element>(point: &VectorPoint) -> Vec<Vec<T>> {
    let numbers: Vec<T> = point.x.iter().map(|x| T::number(*x)).collect();
    match point.kind {
        Kind::Gated => numbers
            .chunks(numbers.len() / 2)
            .map(<[T]>::to_vec)
            .collect(),
        _ => vec![numbers],
    }
}

fn slices<T>(vectors: &[Vec<T>]) -> Vec<&[T]> {
    vectors.iter().map(Vec::as_slice).collect()
}

fn doubles(decimals: &[Decimal]) -> Vec<f64> {
    decimals.iter().map(Decimal::to_f64).collect()
}

fn jacobian(point: &VectorPoint) -> Vec<Vec<f64>> {
    point.jacobian.iter().map(|row| doubles(row)).collect()
}

fn is_close(found: f64, expected: f64) -> bool {
    found == expected
        || (found - expected).abs() <= DOUBLE * expected.abs()
        || (found - expected).abs() <= f64::MIN_POSITIVE
}

fn assert_none(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn values_agree_with_the_tables() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let found = kernel::<f64>(&point)
            .call(&slices(&inputs(&point)))
            .unwrap();
        let expected = doubles(&point.f);
        let close = found.len() == expected.len()
            && found
                .iter()
                .zip(&expected)
                .all(|(found, expected)| is_close(*found, *expected));
        if !close {
            missed.push(format!(
                "{}{:?}: {found:?} for {expected:?}",
                point.name, point.x
            ));
        }
    }
    assert_none(&missed);
}

#[test]
fn jacobians_agree_with_the_tables() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let found = kernel::<f64>(&point)
            .jacobian(&slices(&inputs(&point)))
            .unwrap();
        let expected = jacobian(&point);
        assert_eq!(found.len(), expected.len(), "{}", point.name);
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found.len(), expected.len(), "{}", point.name);
            for (j, (found, expected)) in found.iter().zip(expected).enumerate() {
                if !is_close(*found, *expected) {
                    let place = format!("{}{:?} [{i}][{j}]", point.name, point.x);
                    missed.push(format!("{place}: {found:e} for {expected:e}"));
                }
            }
        }
    }
    assert_none(&missed);
}

/// Numbers of both signs that are no multiples of each other.
fn weights(length: usize) -> Vec<f64> {
    (0..length)
        .map(|at| ((at * 7 % 11) as f64 - 4.3) / 3.0)
        .collect()
}

/// A scalar product, and the sum of the magnitudes of its terms.
fn product(a: impl Iterator<Item = f64>, b: &[f64]) -> (f64, f64) {
    let terms = a.zip(b).map(|(a, b)| a * b);
    terms.fold((0.0, 0.0), |(sum, size), term| {
        (sum + term, size + term.abs())
    })
}

fn near(found: f64, (expected, size): (f64, f64)) -> bool {
    (found - expected).abs() <= DOUBLE * size + f64::MIN_POSITIVE
}

#[test]
fn products_with_vectors_agree_with_the_jacobian() {
    let mut missed = Vec::new();
    for point in truth::vector() {
        let (kernel, inputs, jacobian) = (kernel::<f64>(&point), inputs(&point), jacobian(&point));
        let direction = weights(point.x.len());
        let directions: Vec<&[f64]> = direction.chunks(inputs[0].len()).collect();
        let forward = kernel.jvp(&slices(&inputs), &directions).unwrap();
        for (i, row) in jacobian.iter().enumerate() {
            let expected = product(row.iter().copied(), &direction);
            let found = forward[i % forward.len()];
            if !near(found, expected) {
                missed.push(format!(
                    "{}{:?} jvp[{i}]: {found:e} for {expected:?}",
                    point.name, point.x
                ));
            }
        }
        let upstream = weights(jacobian.len());
        let reverse = kernel.vjp(&slices(&inputs), &upstream).unwrap().concat();
        assert_eq!(reverse.len(), point.x.len());
        for (j, found) in reverse.into_iter().enumerate() {
            let expected = product(jacobian.iter().map(|row| row[j]), &upstream);
            if !near(found, expected) {
                missed.push(format!(
                    "{}{:?} vjp[{j}]: {found:e} for {expected:?}",
                    point.name, point.x
                ));
            }
        }
    }
    assert_none(&missed);
}

fn is_single(value: f64) -> bool {
    f64::from(value as f32) == value
}

#[test]
fn singles_agree_with_the_tables() {
    let (mut compared, mut missed) = (0, Vec::new());
    for point in truth::vector()
        .iter()
        .filter(|point| point.x.iter().all(|x| is_single(*x)))
    {
        let (kernel, inputs) = (kernel::<f32>(point), inputs(point));
        let mut rows = kernel.jacobian(&slices(&inputs)).unwrap();
        rows.push(kernel.call(&slices(&inputs)).unwrap());
        let mut expected = jacobian(point);
        expected.push(doubles(&point.f));
        for (found, expected) in rows.iter().zip(&expected) {
            compared += 1;
            let largest = expected
                .iter()
                .fold(0.0f64, |largest, x| largest.max(x.abs()));
            let allowed = SINGLE * largest + f64::from(f32::MIN_POSITIVE);
            let close = |(found, expected): (&f32, &f64)| {
                let error = (f64::from(*found) - expected).abs();
                f64::from(*found) == *expected || error <= allowed
            };
            if !found.iter().zip(expected).all(close) {
                missed.push(format!(
                    "{}{:?}: {found:?} for {expected:?}",
                    point.name, point.x
                ));
            }
        }
    }
    assert!(compared >= 300, "{compared}");
    assert_none(&missed);
}

#[test]
fn large_elements_do_not_overflow() {
    let softmax = Formula::builtin("softmax").unwrap();
    let shifted = softmax
        .compile_vector::<f64>()
        .call(&[&[1000.0, 1001.0, 1002.0]])
        .unwrap();
    let plain = softmax
        .compile_vector::<f64>()
        .call(&[&[0.0, 1.0, 2.0]])
        .unwrap();
    assert_eq!(shifted, plain);
    let tables = truth::vector();
    let large = tables
        .iter()
        .filter(|point| point.x == [1000.0, 1001.0, 1002.0]);
    assert!(large.count() >= 6);
}

fn near_relative(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs()
}

/// One element outweighs the rest: what it changes by is what the others add up to.
#[test]
fn an_element_that_outweighs_the_rest_keeps_its_slope() {
    let shares = 1.0 + (-50f64).exp();
    let cases: &[(&str, &[f64], f64)] = &[
        (
            "softmax(x)",
            &[50.0, 0.0],
            (-50f64).exp() / (shares * shares),
        ),
        (
            "softmin(x)",
            &[-50.0, 0.0],
            -(-50f64).exp() / (shares * shares),
        ),
        (
            "log_softmax(x)",
            &[1e6 + 50.0, 1e6],
            (-50f64).exp() / shares,
        ),
        (
            "softmax(x)",
            &[1e6 + 50.0, 1e6],
            (-50f64).exp() / (shares * shares),
        ),
        (
            "1 - softmax(x)",
            &[50.0, 0.0],
            -(-50f64).exp() / (shares * shares),
        ),
        (
            "quiet_softmax(x)",
            &[50.0],
            (-50f64).exp() / (shares * shares),
        ),
        ("x/norm(x)", &[1e8, 3.0, 4.0], 25e-24 * (1.0 - 3.75e-15)),
        ("x/norm(x)", &[7.0], 0.0),
        ("x/sum(x)", &[1e20, 3.0, 4.0], 7e-40),
        ("x^2/sum(x^2)", &[1e10, 3.0, 4.0], 2.0 * 25e-30),
        ("abs(x)/sum(abs(x))", &[1e20, -3.0, 4.0], 7e-40),
    ];
    for (body, x, expected) in cases {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        let kernel = formula.compile_vector::<f64>();
        let mut unit = vec![0.0; x.len()];
        unit[0] = 1.0;
        let found = kernel.jacobian(&[x]).unwrap()[0][0];
        assert!(
            near_relative(found, *expected),
            "{body}{x:?}: {found:e} for {expected:e}"
        );
        let found = kernel.jvp(&[x], &[&unit]).unwrap()[0];
        assert!(
            near_relative(found, *expected),
            "{body}{x:?}: {found:e} for {expected:e}"
        );
        let found = kernel.vjp(&[x], &unit).unwrap()[0][0];
        assert!(
            near_relative(found, *expected),
            "{body}{x:?}: {found:e} for {expected:e}"
        );
    }
}

#[test]
fn what_is_left_of_a_share_keeps_its_digits() {
    let rest: Formula = "f(x[]) = 1 - softmax(x)".parse().unwrap();
    let found = rest.compile_vector::<f64>().call(&[&[50.0, 0.0]]).unwrap();
    let expected = (-50f64).exp() / (1.0 + (-50f64).exp());
    assert!(near_relative(found[0], expected), "{found:?}");
    let rest: Formula = "f(x[]) = sum(x) - x".parse().unwrap();
    let found = rest.compile_vector::<f64>().call(&[&[1e20, 3.0, 4.0]]);
    assert_eq!(found.unwrap(), [7.0, 1e20, 1e20]);
}

/// `0*x` is a vector of zeros, whatever is left of it when it has been simplified.
#[test]
fn vectors_keep_their_length_when_numbers_are_left_of_them() {
    for (body, expected) in [
        ("sum(0*x + 1)", &[3.0][..]),
        ("sum(x - x)", &[0.0]),
        ("mean(x/x)", &[1.0]),
        ("norm(if(x > 0, 2, 2))^2", &[12.0]),
        ("prod(2*x^0)", &[8.0]),
        ("max(0*x - 1)", &[-1.0]),
        ("exp(logsumexp(0*x))", &[3.0]),
        ("sum(sum(x) + 0*x)", &[18.0]),
        ("concat(0*x, 7)", &[0.0, 0.0, 0.0, 7.0]),
        ("sum(concat(0*x + 1, x - x))", &[3.0]),
    ] {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        let found = formula.compile_vector::<f64>().call(&[&[1.0, 2.0, 3.0]]);
        let found = found.unwrap();
        assert_eq!(found.len(), expected.len(), "{body}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(near_relative(*found, *expected), "{body}: {found}");
        }
    }
    let nested: Formula = "ones(y[]) = 0*y + 1; f(x[]) = sum(ones(x))"
        .parse()
        .unwrap();
    let found = nested.compile_vector::<f64>().call(&[&[1.0, 2.0, 3.0]]);
    assert_eq!(found.unwrap(), [3.0]);
    let repeated: Formula = "f(x[]) = sum(sum(x) + 0*x)".parse().unwrap();
    let slopes = repeated
        .compile_vector::<f64>()
        .jacobian(&[&[1.0, 2.0, 3.0]]);
    assert_eq!(slopes.unwrap(), [[3.0, 3.0, 3.0]]);
}

/// What is written for people is what the kernel computes, up to cancellation on the diagonal.
#[test]
fn products_as_text_agree_with_the_kernel() {
    let more = [
        "f(x[]) = sum(sum(x) + x^2)",
        "f(x[]) = x*mean(x)/norm(x)",
        "f(x[]; a = 0.5) = exp(a*x)*max(x) + prod(x)",
        "f(x[]) = logsumexp(x)*x - min(x)",
        "f(x[]) = x*sum(mean(x) + 0*x)",
        "g(upstream[], b[]) = upstream*sum(b)/norm(upstream)",
    ];
    let records = gradus::catalog::all().map(|record| record.definition);
    let (x, y, arriving) = (
        [0.5, -1.25, 2.0, 0.75],
        [1.5, 0.25, -0.5, 1.0],
        [0.3, -0.7, 1.1, 0.2],
    );
    let mut compared = 0;
    for text in records.chain(more) {
        let formula: Formula = text.parse().unwrap();
        if !formula.is_vector() {
            continue;
        }
        let inputs: Vec<&[f64]> = [&x[..], &y]
            .into_iter()
            .take(formula.inputs().len())
            .collect();
        let kernel = formula.compile_vector::<f64>();
        let length = kernel.call(&inputs).unwrap().len();
        // the text has one number for a value that is one number
        let upstream = if length == 1 { [0.3; 4] } else { arriving };
        let exact = kernel.vjp(&inputs, &upstream[..length.min(4)]);
        for (which, name) in formula.inputs().into_iter().enumerate() {
            let Ok(product) = formula.vjp(name) else {
                assert!(text.contains("concat"), "{text}");
                continue;
            };
            let product: Formula = product.to_string().parse().unwrap();
            let all: Vec<&[f64]> = inputs.iter().copied().chain([&upstream[..]]).collect();
            let found = product.compile_vector::<f64>().call(&all).unwrap();
            let expected = &exact.as_ref().unwrap()[which];
            let pairs = found.iter().cycle().zip(expected);
            let agree = pairs
                .clone()
                .all(|(a, b)| (a - b).abs() <= 1e-13 * (1.0 + b.abs()));
            assert!(agree, "{text}: {product}: {:?}", pairs.collect::<Vec<_>>());
            compared += 1;
        }
    }
    assert!(compared > 15, "{compared} products");
}

/// The slopes of a norm at the zero vector are 0, the middle of those of `abs`, also beside other kinks.
#[test]
fn norms_have_slopes_at_zero() {
    for body in [
        "norm(x)",
        "sqrt(sum(x^2))",
        "norm(x) + sum(abs(x))",
        "sqrt(mean(x^2))",
    ] {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        for rule in [Kink::Least, Kink::Mid] {
            let kernel = formula
                .options(Options::default().kink(rule))
                .compile_vector::<f64>();
            let zero: &[&[f64]] = &[&[0.0, 0.0]];
            assert_eq!(kernel.jacobian(zero).unwrap(), [[0.0, 0.0]], "{body}");
            assert_eq!(kernel.vjp(zero, &[1.0]).unwrap(), [[0.0, 0.0]], "{body}");
            assert_eq!(kernel.jvp(zero, &[&[1.0, 2.0]]).unwrap(), [0.0], "{body}");
        }
    }
    let kernel = "f(x[]) = norm(x)"
        .parse::<Formula>()
        .unwrap()
        .compile_vector::<f64>();
    assert_eq!(kernel.jacobian(&[&[3.0, 4.0]]).unwrap(), [[0.6, 0.8]]);
}

/// Equal extremes share the slope, whatever the rule for kinks.
#[test]
fn equal_extremes_share_the_slope() {
    let formula: Formula = "f(x[]) = max(x)".parse().unwrap();
    for rule in [Kink::Least, Kink::Left, Kink::Right, Kink::Mid] {
        let kernel = formula
            .options(Options::default().kink(rule))
            .compile_vector::<f64>();
        let slopes = kernel.jacobian(&[&[1.0, 1.0, 0.0]]).unwrap();
        assert_eq!(slopes, [[0.5, 0.5, 0.0]]);
    }
}

/// Functions of vectors whose parts vanish, overflow or cancel while the whole does not: formula, elements (numbers of f32), values and
/// rows of the Jacobian, to all digits of f64 by evaluation with 1500 digits and differences.
#[rustfmt::skip]
const HARD: &[(&str, &str, &str, &str)] = &[
    ("sigmoid(x)/sum(sigmoid(x))", "-1000000.0, -999999.0, -999997.0", "0.04201006613406605, 0.11419519938459448, 0.8437947344813395",
     "0.040245220477477445, -0.004797347878339673, -0.03544787259913777; -0.004797347878339673, 0.1011546558221072, -0.09635730794376753; -0.03544787259913777, -0.09635730794376753, 0.1318051805429053"),
    ("sigmoid(x)/sum(sigmoid(x))", "-1000000.0, 0.0, 3.0", "0.0, 0.3442165124431694, 0.6557834875568306",
     "0.0, 0.0, 0.0; 0.0, 0.1128657525023154, -0.010705513728530902; 0.0, -0.1128657525023154, 0.010705513728530902"),
    ("sigmoid(x)/mean(sigmoid(x))", "-100.0, -101.0, -99.0", "0.734185413164393, 0.27009171951114136, 1.9957228673244656",
     "0.5545093395299362, -0.06609913356052288, -0.48841020596941326; -0.06609913356052288, 0.2457752071949797, -0.17967607363445678; -0.48841020596941326, -0.17967607363445678, 0.66808627960387"),
    ("softplus(x)/sum(softplus(x))", "-1000000.0, -999999.0, -999997.0", "0.04201006613406605, 0.11419519938459448, 0.8437947344813395",
     "0.040245220477477445, -0.004797347878339673, -0.03544787259913777; -0.004797347878339673, 0.1011546558221072, -0.09635730794376753; -0.03544787259913777, -0.09635730794376753, 0.1318051805429053"),
    ("softplus(x)/sum(softplus(x))", "-800.0, -801.0, -802.5", "0.6896720861245035, 0.2537161816350252, 0.05661173224047128",
     "0.21402449974517893, -0.1749809682717713, -0.039043531473407646; -0.1749809682717713, 0.1893442808115681, -0.014363312539796823; -0.039043531473407646, -0.014363312539796823, 0.05340684401320447"),
    ("softplus(x)/sum(softplus(x))", "-50.0, -38.0, -41.0", "5.852783462208483e-06, 0.9525685516123372, 0.047425595604200566",
     "5.852749207134227e-06, -5.575177465496575e-06, -2.775717416376524e-07; -5.575177465496575e-06, 0.04518170609151126, -0.045176130914045765; -2.775717416376524e-07, -0.04517613091404576, 0.0451764084857874"),
    ("sqrt(sigmoid(x))/norm(sqrt(sigmoid(x)))", "-1000.0, -1001.0, -999.0", "0.4947003851371026, 0.30005095095730067, 0.8156230475990865",
     "0.18681655812613998, -0.022269079610750656, -0.1645474785153893; -0.03671550523315913, 0.1365185959311486, -0.09980309069798945; -0.09980309069798945, -0.03671550523315913, 0.1365185959311486"),
    ("-sum(softmax(x)*ln(softmax(x)))", "50.0, 0.0, 1.0", "3.60510525414333e-20",
     "-3.533388899030056e-20, 9.643749239819589e-21, 2.5690139750480974e-20"),
    ("-sum(softmax(x)*ln(softmax(x)))", "9.313225746154785e-10, 1.862645149230957e-09, -9.313225746154785e-10", "1.0986122886681098",
     "-1.0348028565076788e-10, -4.13921144337795e-10, 5.174014299885629e-10"),
    ("-sum(softmax(x)*log_softmax(x))", "-1000000.0, -999999.0, -999997.0", "0.5242666167276727",
     "0.111140965675753, 0.18791726800919537, -0.2990582336849484"),
    ("-sum(softmax(x)*log_softmax(x))", "0.0009765625, 0.001953125, -0.0009765625", "1.0986115471517877",
     "-0.00010804764774302444, -0.00043409793748325106, 0.0005421455852262755"),
    ("log_softmax(x)", "60.0, 0.0, 1.0", "-3.2559174849640527e-26, -60.0, -59.0",
     "3.2559174849640527e-26, -8.75651076269652e-27, -2.3802664086944007e-26; -1.0, 1.0, -2.3802664086944007e-26; -1.0, -8.75651076269652e-27, 1.0"),
    ("logsumexp(x)", "0.0, -50.0, -60.0", "1.9288374130715447e-22",
     "1.0, 1.9287498479639178e-22, 8.75651076269652e-27"),
    ("ln(mean(exp(x)))", "9.313225746154785e-10, 1.862645149230957e-09, -9.313225746154785e-10", "6.208817170849337e-10",
     "0.3333333334368136, 0.3333333337472545, 0.3333333328159319"),
    ("ln(mean(exp(x)))", "1000.0, 999.0, 0.0", "999.2146493988502",
     "0.7310585786300049, 0.2689414213699951, 0.0"),
    ("ln(sum(exp(x))/3)", "8.673617379884035e-19, 4.336808689942018e-19, 1.734723475976807e-18", "1.0119220276531375e-18",
     "0.3333333333333333, 0.3333333333333333, 0.3333333333333333"),
    ("ln(sum(exp(x))/3)", "1000.0, 999.0, 0.0", "999.2146493988502",
     "0.7310585786300049, 0.2689414213699951, 0.0"),
    ("logsumexp(x) - ln(3)", "9.313225746154785e-10, 1.862645149230957e-09, -9.313225746154785e-10", "6.208817170849337e-10",
     "0.3333333334368136, 0.3333333337472545, 0.3333333328159319"),
    ("mean(exp(x)) - 1", "9.313225746154785e-10, 1.862645149230957e-09, -9.313225746154785e-10", "6.208817172776807e-10",
     "0.3333333336437742, 0.33333333395421505, 0.3333333330228925"),
    ("sum(exp(x)) - 3", "8.673617379884035e-19, 4.336808689942018e-19, 1.734723475976807e-18", "3.0357660829594124e-18",
     "1.0, 1.0, 1.0"),
    ("sum(x*softmax(x))", "1000000.0, 1000001.0, 999999.0", "1000000.5752103826",
     "0.10395811358516753, 0.9478284068542642, -0.0517865204394317"),
    ("sum(x*softmax(x))", "-1000000.0, -999999.0, -999998.0", "-999998.4247896174",
     "-0.0517865204394317, 0.10395811358516753, 0.9478284068542642"),
    ("x/sum(abs(x))", "8589934592.0, 3.0, -4.0", "0.9999999991850927, 3.4924596519620137e-10, -4.656612869282685e-10",
     "9.48676899378649e-20, -1.1641532163719943e-10, 1.1641532163719943e-10; -4.06575814019421e-20, 1.1641532169140954e-10, 4.06575814019421e-20; 5.42101085359228e-20, 5.42101085359228e-20, 1.1641532167785702e-10"),
    ("softmax(x/1e30)", "1.0000000150474662e30, -2.0000000300949324e30, 5.0", "0.7053845165708877, 0.035119025566790356, 0.25949645786232195",
     "2.0781720035294276e-31, -2.477241687187106e-32, -1.830447834810717e-31; -2.477241687187106e-32, 3.3885679610029477e-32, -9.11326273815842e-33; -1.830447834810717e-31, -9.11326273815842e-33, 1.9215804621923011e-31"),
    ("x/norm(x)", "1.2676506002282294e30, 2.535301200456459e30, -1.2676506002282294e30", "0.408248290463863, 0.816496580927726, -0.408248290463863",
     "2.683759299752113e-31, -1.0735037199008451e-31, 5.367518599504226e-32; -1.0735037199008451e-31, 1.0735037199008451e-31, 1.0735037199008451e-31; 5.367518599504226e-32, 1.0735037199008451e-31, 2.683759299752113e-31"),
    ("x/norm(x)", "7.888609052210118e-31, 3.944304526105059e-31, -7.888609052210118e-31", "0.6666666666666666, 0.3333333333333333, -0.6666666666666666",
     "4.695002223067516e+29, -1.8780008892270064e+29, 3.756001778454013e+29; -1.8780008892270064e+29, 7.512003556908026e+29, 1.8780008892270064e+29; 3.756001778454013e+29, 1.8780008892270064e+29, 4.695002223067516e+29"),
    ("sum(x*exp(x))/sum(exp(x))", "1000.0, 1001.0, 999.0", "1000.5752103826045",
     "0.10395811358516753, 0.9478284068542642, -0.0517865204394317"),
    ("sum(x*exp(x))/sum(exp(x))", "-1000000.0, -999999.0, -999998.0", "-999998.4247896174",
     "-0.0517865204394317, 0.10395811358516753, 0.9478284068542642"),
    ("log(1-softmax(x))", "50.0, 0.0, 1.0", "-48.68673831248178, -1.9287498479639178e-22, -5.242885663363464e-22",
     "-1.0, 0.2689414213699951, 0.7310585786300049; 1.9287498479639178e-22, -1.9287498479639178e-22, 1.0112214926104486e-43; 5.242885663363464e-22, 1.0112214926104486e-43, -5.242885663363464e-22"),
    ("softmax(x)-1/3", "9.313225746154785e-10, 1.862645149230957e-09, -9.313225746154785e-10", "1.034802858595772e-10, 4.139211443056705e-10, -5.174014301652477e-10",
     "0.22222222225671565, -0.11111111128357826, -0.1111111109731374; -0.11111111128357826, 0.22222222236019593, -0.11111111107661768; -0.1111111109731374, -0.11111111107661768, 0.22222222204975509"),
    ("logsumexp(x)-mean(x)", "9.313225746154785e-10, 1.862645149230957e-09, -9.313225746154785e-10", "1.0986122886681098",
     "1.034802858595772e-10, 4.139211443056705e-10, -5.174014301652477e-10"),
    ("x*sigmoid(x)/sum(x*sigmoid(x))", "-1000.0, -999.0, -997.0", "0.04212150191194049, 0.11438361512139612, 0.8434948829666634",
     "0.04030693370763426, -0.004813186830535026, -0.03549363514572714; -0.004813191653367521, 0.10119860230803818, -0.09638522173914282; -0.03549374205426674, -0.09638541547750315, 0.13187885688486997"),
    ("x*sigmoid(x)/sum(x*sigmoid(x))", "-50.0, -38.0, -41.0", "7.672290668304583e-06, 0.9490135712436708, 0.050978756465660885",
     "7.518787168175275e-06, -7.089499862359138e-06, -3.8158423172025557e-07; -7.1354858074122785e-06, 0.047113475659031144, -0.047199543152232404; -3.8330136076299675e-07, -0.04710638615916878, 0.04719992473646412"),
    ("(x-mean(x))/sqrt(mean((x-mean(x))^2))", "7.888609052210118e-31, 3.1554436208840472e-30, -1.5777218104420236e-30", "0.0, 1.224744871391589, -1.224744871391589",
     "3.45010793632443e+29, -1.725053968162215e+29, -1.725053968162215e+29; -1.725053968162215e+29, 8.625269840811075e+28, 8.625269840811075e+28; -1.725053968162215e+29, 8.625269840811075e+28, 8.625269840811075e+28"),
    ("(x-mean(x))/sqrt(mean((x-mean(x))^2))", "1.2676506002282294e+30, 5.070602400912918e+30, -2.535301200456459e+30", "0.0, 1.224744871391589, -1.224744871391589",
     "2.1470074398016903e-31, -1.0735037199008451e-31, -1.0735037199008451e-31; -1.0735037199008451e-31, 5.367518599504226e-32, 5.367518599504226e-32; -1.0735037199008451e-31, 5.367518599504226e-32, 5.367518599504226e-32"),
    ("log(sum(x^2))", "1.2676506002282294e+30, 5.070602400912918e+30, -2.535301200456459e+30", "141.6739585497125",
     "7.512961002104874e-32, 3.0051844008419496e-31, -1.5025922004209748e-31"),
    ("log(sum(x^2))", "7.888609052210118e-31, 3.1554436208840472e-30, -1.5777218104420236e-30", "-135.58491367426564",
     "1.207286285931647e+29, 4.829145143726588e+29, -2.414572571863294e+29"),
    ("mean(x^2)-mean(x)^2", "4096.0, 4097.0, 4101.0", "4.666666666666667",
     "-1.3333333333333333, -0.6666666666666666, 2.0"),
    ("sqrt(mean(x^2)-mean(x)^2)", "4096.0, 4097.0, 4101.0", "2.160246899469287",
     "-0.3086066999241838, -0.1543033499620919, 0.4629100498862757"),
    ("(x-mean(x))/sqrt(mean(x^2)-mean(x)^2)", "4096.0, 4098.0, 4100.0", "-1.224744871391589, 0.0, 1.224744871391589",
     "0.10206207261596575, -0.2041241452319315, 0.10206207261596575; -0.2041241452319315, 0.408248290463863, -0.2041241452319315; 0.10206207261596575, -0.2041241452319315, 0.10206207261596575"),
];

fn numbers(text: &str) -> Vec<f64> {
    let number = |part: &str| part.trim().parse().expect("a number");
    text.split(',').map(number).collect()
}

/// Errors in units of the type's precision; what the type does not hold may be 0 or subnormal.
fn units<T: Element>(found: T, expected: f64, [precision, least]: [f64; 2]) -> f64 {
    let error = (found.to_f64().unwrap_or(f64::NAN) - expected).abs();
    if error <= least {
        0.0
    } else {
        error / (precision * expected.abs())
    }
}

fn hard_rows_keep_their_digits<T: Element>(limits: [f64; 2]) {
    let mut missed = Vec::new();
    for (body, x, values, rows) in HARD {
        let formula: Formula = format!("f(x[]) = {body}").parse().unwrap();
        let kernel = formula.compile_vector::<T>();
        let x: Vec<T> = numbers(x).into_iter().map(T::number).collect();
        let values = numbers(values);
        let rows: Vec<Vec<f64>> = rows.split(';').map(numbers).collect();
        let mut check = |what: &str, found: &[T], expected: &[f64]| {
            for (found, expected) in found.iter().zip(expected) {
                let error = units(*found, *expected, limits);
                if error.is_nan() || error > 16.0 {
                    let found = found.to_f64();
                    missed.push(format!("{body}{x:?} {what}: {found:?} for {expected:e}"));
                }
            }
            assert_eq!(found.len(), expected.len(), "{body} {what}");
        };
        check("value", &kernel.call(&[&x]).unwrap(), &values);
        let jacobian = kernel.jacobian(&[&x]).unwrap();
        for (at, row) in rows.iter().enumerate() {
            check("jacobian", &jacobian[at], row);
            let unit: Vec<T> = (0..rows.len())
                .map(|other| T::number(f64::from(u8::from(other == at))))
                .collect();
            check("vjp", &kernel.vjp(&[&x], &unit).unwrap()[0], row);
        }
        for column in 0..x.len() {
            let unit: Vec<T> = (0..x.len())
                .map(|other| T::number(f64::from(u8::from(other == column))))
                .collect();
            let expected: Vec<f64> = rows.iter().map(|row| row[column]).collect();
            check("jvp", &kernel.jvp(&[&x], &[&unit]).unwrap(), &expected);
        }
    }
    assert_none(&missed);
}

#[test]
fn what_nearly_vanishes_or_overflows_keeps_its_digits() {
    hard_rows_keep_their_digits::<f64>([f64::EPSILON, f64::MIN_POSITIVE]);
    hard_rows_keep_their_digits::<f32>([f64::from(f32::EPSILON), f64::from(f32::MIN_POSITIVE)]);
}

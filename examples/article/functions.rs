//! Formulas, derivatives and samples as printed, beside the true ones.

use gradus::{Error, Formula, Outcome, Scope};

use crate::mark;

/// One of the article's functions.
pub struct Function {
    /// Its name in the catalogue.
    pub name: &'static str,
    /// The formulas that the article prints, and whether each is the function it is about: the first.
    formulas: &'static [(&'static str, bool)],
    /// The derivatives it prints, by x or by a parameter, and whether each is right.
    derivatives: &'static [(&'static str, &'static str, bool)],
    samples: &'static [Sample],
}

/// What the article's code printed for an input.
struct Sample {
    x: f64,
    /// A parameter that is not at its default.
    parameter: Option<(&'static str, f64)>,
    printed: f64,
    /// The true value, to more digits than an f64 has.
    truth: &'static str,
}

const fn sample(x: f64, printed: f64, truth: &'static str) -> Sample {
    Sample {
        x,
        parameter: None,
        printed,
        truth,
    }
}

const fn elu_sample(x: f64, printed: f64, truth: &'static str) -> Sample {
    Sample {
        parameter: Some(("a", 0.1)),
        ..sample(x, printed, truth)
    }
}

/// The article's functions in its order; softmax, which takes vectors, comes after them.
pub const ARTICLE: &[Function] = &[
    Function {
        name: "binary_step",
        formulas: &[("if(x >= 0, 1, 0)", true)],
        derivatives: &[("x", "0", true)],
        samples: &[sample(5.0, 5.0, "1"), sample(-1.0, 0.0, "0")],
    },
    Function {
        name: "linear",
        formulas: &[("linear(x; a = 4) = a*x", true)],
        derivatives: &[("x", "a", true)],
        samples: &[sample(4.0, 16.0, "16"), sample(-2.0, -8.0, "-8")],
    },
    Function {
        name: "sigmoid",
        formulas: &[("1/(1 + e^-x)", true)],
        derivatives: &[("x", "1 - sigmoid(x)", false)],
        samples: &[
            sample(
                7.0,
                0.999_088_948_805_599_4,
                "0.9990889488055993546421366762253",
            ),
            sample(
                -22.0,
                2.789_468_092_090_811_3e-10,
                "2.7894680920908115838225855801428e-10",
            ),
        ],
    },
    Function {
        name: "tanh",
        formulas: &[("2*sigmoid(2*x) - 1", true), ("2/(1 + e^(-2*x)) - 1", true)],
        derivatives: &[],
        samples: &[
            sample(
                0.5,
                0.462_117_157_260_009_8,
                "0.4621171572600097585023184836437",
            ),
            sample(
                -1.0,
                -0.761_594_155_955_764_6,
                "-0.7615941559557648881194582826048",
            ),
        ],
    },
    Function {
        name: "relu",
        formulas: &[("max(0, x)", true)],
        derivatives: &[("x", "if(x >= 0, 1, 0)", true)],
        samples: &[sample(7.0, 7.0, "7"), sample(-7.0, 0.0, "0")],
    },
    Function {
        name: "leaky_relu",
        formulas: &[("if(x < 0, 0.01*x, x)", true)],
        derivatives: &[("x", "if(x >= 0, 1, 0.01)", true)],
        samples: &[sample(7.0, 7.0, "7"), sample(-7.0, -0.07, "-0.07")],
    },
    Function {
        name: "prelu",
        formulas: &[("prelu(x; a = 0.25) = if(x >= 0, x, a*x)", true)],
        derivatives: &[
            ("x", "if(x >= 0, 1, a)", true),
            ("a", "if(x >= 0, 0, x)", true),
        ],
        samples: &[],
    },
    Function {
        name: "elu",
        formulas: &[("elu(x; a = 1) = if(x >= 0, x, a*(e^x - 1))", true)],
        derivatives: &[("x", "if(x >= 0, x, a*e^x)", false)],
        samples: &[
            elu_sample(5.0, 5.0, "5"),
            elu_sample(
                -5.0,
                -0.099_326_205_300_091_45,
                "-0.09932620530009145329033639515769",
            ),
        ],
    },
    Function {
        name: "swish",
        formulas: &[("x*sigmoid(x)", true), ("x/(1 - e^-x)", false)],
        derivatives: &[],
        samples: &[
            sample(
                -67.0,
                5.349_885_844_610_276e-28,
                "-5.349885844610275801623105158495e-28",
            ),
            sample(
                4.0,
                4.074_629_441_455_096,
                "3.928055160151633767892827448202",
            ),
        ],
    },
];

/// Shows formulas, derivatives and samples; returns how many decisions were not as expected.
pub fn show(function: &Function) -> Result<usize, Error> {
    let main: Formula = function.formulas[0].0.parse()?;
    let mut wrong = 0;
    for &(text, right) in function.formulas {
        let outcome = main.check_value(&text.parse()?)?.outcome();
        let found = outcome != Outcome::Different;
        println!("  {} f(x) = {text}", mark(found));
        wrong += usize::from(found != right);
    }
    for &(name, text, right) in function.derivatives {
        wrong += usize::from(derivative(&main, name, text)? != right);
    }
    println!("    derivative: {}", main.derivative("x")?.body_text());
    for place in main.breaks() {
        let (left, right) = place.slopes;
        println!(
            "    {:?} at {}: slopes {left} and {right}",
            place.kind, place.at
        );
    }
    for sample in function.samples {
        wrong += usize::from(!is_true(&main, sample)?);
    }
    Ok(wrong)
}

/// Whether a printed derivative is right; shows a point where it is not.
fn derivative(formula: &Formula, name: &str, text: &str) -> Result<bool, Error> {
    let claim = Scope::with_builtins().parse_claim(text, formula)?;
    let verdict = formula.check_derivative(name, &claim)?;
    let right = verdict.outcome() != Outcome::Different;
    print!("  {} df/d{name} = {text}", mark(right));
    if let Some(witness) = verdict.witness() {
        let (place, x) = &witness.inputs[0];
        print!(
            "    at {place} = {x} that is {}, but the slope is {}",
            witness.claimed, witness.actual
        );
    }
    println!();
    Ok(right)
}

/// Shows a sample; whether our value is the true one.
fn is_true(formula: &Formula, sample: &Sample) -> Result<bool, Error> {
    let mut formula = formula.clone();
    let mut arguments = sample.x.to_string();
    if let Some((name, value)) = sample.parameter {
        formula = formula.with(name, value)?;
        arguments = format!("{arguments}, {value}");
    }
    let ours = formula.compile::<f64>().call(sample.x);
    let truth = nearest(sample.truth);
    // the article's code loses the last few bits; a sample that is wrong is wrong by far more
    let right = (sample.printed - truth).abs() <= 1e-15 * truth.abs().max(1.0)
        && sample.printed * truth >= 0.0;
    println!(
        "  {} f({arguments}) = {:?}    true: {ours:?}",
        mark(right),
        sample.printed
    );
    Ok(ulps(ours, truth) <= 1)
}

/// Softmax, which takes a whole vector; returns how many decisions were not as expected.
pub fn show_softmax() -> Result<usize, Error> {
    println!("\n== softmax");
    println!("  f(x)_i = e^(x_i)/sum_j e^(x_j)");
    let formula: Formula = "softmax(x[]) = e^x/sum(e^x)".parse()?;
    let softmax = formula.compile_vector::<f64>();
    let value = |x: &[f64]| {
        softmax
            .call(&[x])
            .expect("softmax takes vectors of any length")
    };
    let mut wrong = 0;
    for (x, printed, truth) in SOFTMAX {
        let ours = value(&x);
        let right = ours
            .iter()
            .zip(printed.iter())
            .all(|(y, printed)| (y - printed).abs() <= 0.005);
        match printed {
            [] => println!("    f({x:?})    true: {ours:?}"),
            _ => println!("  {} f({x:?}) = {printed:?}    true: {ours:?}", mark(right)),
        }
        wrong += ours
            .iter()
            .zip(truth)
            .filter(|(y, truth)| ulps(**y, nearest(truth)) > 1)
            .count();
        let sum: f64 = ours.iter().sum();
        let holds =
            ours.iter().all(|&y| y > 0.0) && (sum - 1.0).abs() < 1e-15 && ours.len() == x.len();
        println!(
            "  {} outputs are positive and add up to 1, as many as classes",
            mark(holds)
        );
        wrong += usize::from(!holds);
    }
    let large = [1000.0, 999.0, 998.0];
    let literal = large.map(|x: f64| x.exp() / large.iter().map(|x| x.exp()).sum::<f64>());
    println!(
        "  ✗ done literally it overflows: f({large:?}) = {literal:?}    true: {:?}",
        value(&large)
    );
    println!(
        "    Jacobian at [0, 0]: {:?}",
        softmax.jacobian(&[&[0.0, 0.0]]).expect("one vector")
    );
    if let Some(advice) = gradus::catalog::find("softmax").and_then(|record| record.advice) {
        println!("  advice: {advice}");
    }
    wrong += usize::from(value(&large).iter().any(|y| y.is_nan()));
    Ok(wrong)
}

/// Inputs, outputs as printed (none for the second), and the true outputs at the doubles nearest those inputs.
const SOFTMAX: [([f64; 3], &[f64], [&str; 3]); 2] = [
    (
        [1.2, 0.9, 0.75],
        &[0.42, 0.31, 0.27],
        [
            "0.4204425256944155215293556258",
            "0.311471483783864372768081379246",
            "0.268085990521720105702562994954",
        ],
    ),
    (
        [0.8, 1.2, 3.1],
        &[],
        [
            "0.0802181474605511454613537920988",
            "0.119671413580679538319278900219",
            "0.800110438958769316219367307682",
        ],
    ),
];

fn nearest(decimal: &str) -> f64 {
    decimal.parse().expect("the table holds decimals")
}

/// How many doubles lie between two numbers of the same sign; many if their signs differ.
fn ulps(a: f64, b: f64) -> u64 {
    if a == b {
        return 0;
    }
    if a.is_nan() || b.is_nan() || a.is_sign_negative() != b.is_sign_negative() {
        return u64::MAX;
    }
    a.to_bits().abs_diff(b.to_bits())
}

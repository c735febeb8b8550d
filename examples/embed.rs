//! The engine inside another program: formulas from strangers, definitions of the host's own, several inputs, threads.
//!
//!     cargo run -p gradus-examples --example embed

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use gradus::{Error, Formula, Kernel, Limits, Scope};

fn main() -> Result<(), Error> {
    // A scope says what a text may call: the catalogue, and what the host defines. Limits bound every text read from then on.
    let scope = Scope::with_builtins()
        .limits(Limits::untrusted())
        .define("gate(x; k = 1) = sigmoid(k*x)")?
        .define("mix(a, b; t = 0.5) = t*a + (1 - t)*b")?;

    // A formula of several inputs; its parameters may have defaults that are expressions.
    let blend = scope.parse("blend(a, b; s = sqrt(2)) = mix(a*gate(b), b*gate(a))*s")?;
    several_inputs(&blend);
    from_threads(&blend.compile());
    mistakes(&scope);
    hostile(&scope);
    Ok(())
}

fn several_inputs(formula: &Formula) {
    println!("{formula}\n  inputs {:?}", formula.inputs());
    for parameter in formula.parameters() {
        println!("  parameter {} = {}", parameter.name, parameter.value);
    }
    let f = formula.compile::<f64>();
    let mut gradient = [0.0; 2];
    let value = f.call_n_with_gradient(&[1.0, 2.0], &mut gradient);
    println!("  at (1, 2): {value}, gradient {gradient:?}");

    // Arrays, one for each input, in the order of the header.
    let (a, b) = ([1.0, 2.0, 3.0], [0.5, 0.0, -0.5]);
    let mut ys = [0.0; 3];
    f.map_n(&[&a, &b], &mut ys);
    println!("  over arrays: {ys:?}\n");
}

/// A kernel is `Send + Sync`, and the same input gives the same bits on every thread, in calls and in arrays.
fn from_threads(kernel: &Kernel<f64>) {
    let a: Arc<[f64]> = (0..1000).map(|i| f64::from(i) / 100.0 - 5.0).collect();
    let mut whole = vec![0.0; a.len()];
    kernel.map_n(&[&a, &a], &mut whole);

    let workers: Vec<_> = (0..4)
        .map(|worker| {
            let (kernel, a) = (kernel.clone(), a.clone());
            thread::spawn(move || {
                let quarter = &a[worker * 250..(worker + 1) * 250];
                let results: Vec<f64> = quarter.iter().map(|&x| kernel.call_n(&[x, x])).collect();
                results
            })
        })
        .collect();
    let parts = workers.into_iter().flat_map(|worker| {
        worker
            .join()
            .expect("a worker does nothing but call the kernel")
    });
    assert!(parts.eq(whole), "calls and arrays give the same bits");
    println!("4 threads, 1000 calls: the same bits as one array\n");
}

/// Every error says what is wrong, where, and how to put it right.
fn mistakes(scope: &Scope) {
    let texts = [
        "2x + 1",
        "a*sigmoid(b*x)",
        "siwsh(x)",
        "x(1 - x)",
        "sigmoid(x",
        "gate(x, 1, 2, 3)",
        "f(x) = f(x - 1)",
        "x + 1 # and nothing else\n  * * 2",
    ];
    for text in texts {
        match scope.parse(text) {
            Ok(formula) => println!("read as {formula}\n"),
            Err(error) => println!("{error}\n"),
        }
    }
    let swish = scope.parse("swish").expect("it is in the catalogue");
    for error in [
        swish.derivative("betta").err(),
        swish.with("x", 1.0).err(),
        swish.with("beta", f64::NAN).err(),
    ] {
        println!("{}\n", error.expect("none of these makes sense"));
    }
}

/// Texts made to exhaust a machine. Each must be refused, or read, in no time.
fn hostile(scope: &Scope) {
    let doubled = (0..40).fold("f0(x) = x".to_owned(), |text, i| {
        format!("{text}; f{}(x) = f{i}(x)*f{i}(x) + f{i}(x + {i})", i + 1)
    });
    let texts = [
        (
            "100,000 parentheses",
            "(".repeat(50_000) + &")".repeat(50_000),
        ),
        ("deep nesting", "(".repeat(5_000) + "x" + &")".repeat(5_000)),
        (
            "deep calls",
            "exp(".repeat(5_000) + "x" + &")".repeat(5_000),
        ),
        ("a power tower", "9^9^9^9^9^9*x".to_owned()),
        ("a huge exponent", "1e999999999*x".to_owned()),
        ("a huge power", "(x + 1)^100000000".to_owned()),
        ("a long sum", vec!["x"; 30_000].join("+")),
        ("doubling definitions", doubled),
        ("minus signs", "-".repeat(60_000) + "x"),
        ("no text", String::new()),
        ("other bytes", "\u{0}\u{202e}x\u{fffd}🦀".to_owned()),
    ];
    for (name, text) in texts {
        let start = Instant::now();
        let outcome = match scope.parse(&text) {
            // Reading, differentiating and compiling are all bounded.
            Ok(formula) => {
                let slope = formula.compile::<f64>().call_with_derivative(0.5).1;
                format!("read, slope at 0.5: {slope}")
            }
            Err(error) => {
                let message = error.to_string();
                message.lines().next().unwrap_or_default().to_owned()
            }
        };
        let time = start.elapsed();
        println!("{name:<22}{outcome}");
        assert!(time < Duration::from_secs(2), "{name} took {time:?}");
    }
}

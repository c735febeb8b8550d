//! A custom activation, from its formula to arrays of values and gradients.
//!
//!     cargo run -p gradus-examples --example custom

use gradus::{BreakKind, Error, Formula, Kink, Options};

fn main() -> Result<(), Error> {
    // The header names the inputs, then after a semicolon the parameters with their defaults.
    // Whatever can be wrong with a formula is found here, when it is read.
    let bent: Formula =
        "bent(x; k = 1.5) = if(x >= 0, ln(1 + exp(k*x))/k, k*x*exp(x)) - ln(2)/k".parse()?;
    println!("formula      {bent}");

    // A derivative is a formula again: it prints as a person would write it, and it can be compiled.
    println!("by x         {}", bent.derivative("x")?.body_text());
    println!("by k         {}", bent.derivative("k")?.body_text());

    // Both sides of every kink and jump are known.
    for place in bent.breaks() {
        let kind = match place.kind {
            BreakKind::Kink => "kink",
            BreakKind::Jump => "jump",
        };
        println!(
            "{kind} at {}    values {:?}, slopes {:?} (left, right)",
            place.at, place.values, place.slopes
        );
    }

    // Compiling cannot fail. A kernel is immutable, cheap to clone, and may be shared between threads.
    let f = bent.compile::<f64>();
    println!("\nf(0.5)       {}", f.call(0.5));
    println!("f, f' at 0.5 {:?}", f.call_with_derivative(0.5));

    // The text is not the program: done literally, exp(1.5*1000) is infinite.
    println!("f(1000)      {}", f.call(1000.0));

    // What the derivative is at a kink is for you to say; by default it is the number nearest zero between the slopes.
    for kink in [Kink::Least, Kink::Left, Kink::Right, Kink::Mid] {
        let kernel = bent.options(Options::default().kink(kink)).compile::<f64>();
        println!("f'(0), {kink:<6?} {}", kernel.call_with_derivative(0.0).1);
    }

    arrays(&bent)
}

/// Arrays, a parameter changed at run time, and the gradients that training needs.
fn arrays(formula: &Formula) -> Result<(), Error> {
    let f = formula.compile::<f32>();
    let xs = [-2.0, -1.0, 0.0, 1.0, 2.0];
    let (mut ys, mut slopes) = ([0.0; 5], [0.0; 5]);

    f.map_with_derivative(&xs, &mut ys, &mut slopes);
    println!("\nx            {xs:?}\nf(x)         {ys:?}\nf'(x)        {slopes:?}");

    // Another value for a parameter: the same program, nothing is compiled again.
    f.with("k", 4.0)?.map(&xs, &mut ys);
    println!("f(x), k = 4  {ys:?}");

    // Back propagation: how a loss changes with f(x) goes in; how it changes with x and with k comes out.
    let upstream = [0.1, -0.2, 0.3, -0.4, 0.5];
    let mut grad_x = [0.0; 5];
    let grad_parameters = f.backward(&xs, &upstream, &mut grad_x);
    println!("\nupstream     {upstream:?}\ngradient, x  {grad_x:?}");
    for (parameter, gradient) in formula.parameters().iter().zip(grad_parameters) {
        println!("gradient, {}  {gradient}", parameter.name);
    }

    // A plain closure, for code that wants nothing but a function.
    let plain = f.into_fn();
    println!(
        "\nsum          {}",
        xs.iter().map(|&x| plain(x)).sum::<f32>()
    );
    Ok(())
}

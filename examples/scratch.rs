//! scratch
use gradus::*;
use std::time::Instant;
fn main() {
    let scope = Scope::with_builtins().limits(Limits::untrusted());
    for depth in [2, 4, 6, 8, 10, 12] {
        let text = (0..depth).fold("f0(x) = x".to_owned(), |text, i| {
            format!("{text}; f{}(x) = f{i}(x)*f{i}(x) + f{i}(x + {i})", i + 1)
        });
        let start = Instant::now();
        let r = scope.parse(&text);
        println!("{depth} parse {:?} {}", start.elapsed(), r.is_ok());
        if let Ok(f) = r {
            let k = f.compile::<f64>();
            println!("  compile {:?}", start.elapsed());
            let s = k.call_with_derivative(0.5);
            println!("  slope {s:?} {:?}", start.elapsed());
        }
    }
}

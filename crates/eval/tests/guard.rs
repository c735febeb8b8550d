//! Nothing before or behind an array is touched, whatever its length and place.

#![expect(
    unsafe_code,
    reason = "arrays are put beside pages that may not be touched"
)]

use gradus_eval::{BlockProgram, Element, Engine, VectorProgram};
use gradus_symbolic::computation::{Binary, Computation, Op, Reduction, Unary, Value};
use region::{Allocation, Protection};

/// Numbers between two pages that may not be touched.
struct Guarded {
    pages: Allocation,
    size: usize,
}

impl Guarded {
    fn new() -> Self {
        let size = region::page::size();
        let pages = region::alloc(3 * size, Protection::READ_WRITE).expect("memory");
        for guard in [0, 2] {
            let page = pages.as_ptr::<u8>().wrapping_add(guard * size);
            // SAFETY: the page is part of the allocation, and nothing refers to it.
            unsafe { region::protect(page, size, Protection::NONE) }.expect("a guard");
        }
        Self { pages, size }
    }

    /// The first or the last numbers of the page in the middle.
    fn numbers<T: Element>(&mut self, length: usize, last: bool) -> &mut [T] {
        let middle = self.pages.as_mut_ptr::<u8>().wrapping_add(self.size);
        let offset = if last {
            self.size - length * size_of::<T>()
        } else {
            0
        };
        let start = middle.wrapping_add(offset).cast::<T>();
        // SAFETY: the page holds that many numbers from there on, zeros at first, and is borrowed as long as the slice.
        unsafe { std::slice::from_raw_parts_mut(start, length) }
    }
}

fn touches_nothing_else<T: Element>() {
    let ops = vec![
        Op::Input(0),
        Op::Unary(Unary::Sigmoid, Value(0)),
        Op::Binary(Binary::Mul, Value(0), Value(1)),
    ];
    let swish = Computation {
        inputs: 1,
        parameters: 0,
        ops,
        outputs: vec![Value(2), Value(1)],
    };
    let [mut xs, mut ys, mut slopes] = [(); 3].map(|()| Guarded::new());
    for engine in [Engine::MachineCode, Engine::Automatic, Engine::Interpreted] {
        let program = BlockProgram::<T>::new(&swish)
            .expect("well-formed")
            .on(engine);
        // from so many on there is code for one vector at a time, unless machine code is for several from the first on
        let (zeros, mut outputs) = ([T::default(); 2048], [[T::default(); 2048]; 2]);
        let [first, second] = &mut outputs;
        program.map(&[&zeros], &[], &mut [first, second]);
        for length in 1..140 {
            for last in [false, true] {
                let xs = xs.numbers::<T>(length, last);
                for (k, x) in xs.iter_mut().enumerate() {
                    *x = T::number(k as f64 * 0.25 - 3.0);
                }
                let [ys, slopes] =
                    [&mut ys, &mut slopes].map(|page| page.numbers::<T>(length, last));
                program.map(&[xs], &[], &mut [&mut *ys, &mut *slopes]);
                for ((x, y), slope) in xs.iter().zip(ys).zip(slopes) {
                    assert_eq!((*y, *slope), (*x * x.sigmoid(), x.sigmoid()));
                }
            }
        }
    }
}

#[test]
fn arrays_of_f32_between_guards() {
    touches_nothing_else::<f32>();
}

#[test]
fn arrays_of_f64_between_guards() {
    touches_nothing_else::<f64>();
}

/// Shares of short and long rows.
fn rows_touch_nothing_else<T: Element>() {
    let ops = vec![
        Op::Input(0),
        Op::Unary(Unary::Exp, Value(0)),
        Op::Reduce(Reduction::Sum, Value(1)),
        Op::Binary(Binary::Div, Value(1), Value(2)),
    ];
    let shares = Computation {
        inputs: 1,
        parameters: 0,
        ops,
        outputs: vec![Value(3)],
    };
    let mut xs = Guarded::new();
    let [native, plain] = [Engine::MachineCode, Engine::Interpreted].map(|engine| {
        VectorProgram::<T>::new(&shares)
            .expect("well-formed")
            .on(engine)
    });
    for length in 2..140 {
        for last in [false, true] {
            let xs = xs.numbers::<T>(length, last);
            for (k, x) in xs.iter_mut().enumerate() {
                *x = T::number(k as f64 * 0.25 - 3.0);
            }
            let found = [&native, &plain].map(|program| {
                let mut outputs = Vec::new();
                program.call(&[xs], &[], &mut outputs).expect("one length");
                outputs
            });
            assert_eq!(found[0], found[1]);
        }
    }
}

#[test]
fn rows_between_guards() {
    rows_touch_nothing_else::<f32>();
    rows_touch_nothing_else::<f64>();
}

//! Memory whose bytes are run.

#![expect(unsafe_code, reason = "machine code is called through a pointer")]

mod rows;

use std::marker::PhantomData;
use std::sync::Arc;

use memmap2::{Mmap, MmapMut};

use super::assemble::{Assembled, Vectors, assemble};
use super::codes::{Shape, Stores, Width};
use super::graph::Graph;
use super::{Lazy, PointCode, level, shape};
use crate::Element;
use crate::reduction::BLOCK;

pub(super) use rows::RowMemory;

/// Machine code for arrays, or for points in memory. Returns how many bytes are done.
type Function = unsafe extern "sysv64" fn(
    uniforms: *const u8,
    constants: *const u8,
    inputs: *const u8,
    outputs: *const u8,
    bytes: usize,
) -> usize;

/// Machine code for one number in a register, with one result.
type One<T> = unsafe extern "sysv64" fn(x: T, uniforms: *const u8, constants: *const u8) -> T;

/// Machine code for one number in a register, with two results.
type Two<T> = unsafe extern "sysv64" fn(x: T, uniforms: *const u8, constants: *const u8) -> Both<T>;

/// Two numbers as functions return them.
#[repr(C)]
struct Both<T>(T, T);

/// Machine code in memory of its own: constants and code are written first, and can only be read and run then.
#[derive(Debug)]
pub(super) struct Memory {
    map: Mmap,
    /// Where the code begins.
    function: *const u8,
}

// SAFETY: the memory is only read and run, and the pointer is into it.
unsafe impl Send for Memory {}
// SAFETY: as above.
unsafe impl Sync for Memory {}

impl Memory {
    /// None if the system does not give such memory.
    pub fn new(assembled: &Assembled) -> Option<Self> {
        let start = assembled.constants.len().next_multiple_of(64);
        let mut map = MmapMut::map_anon(start + assembled.code.len()).ok()?;
        map[..assembled.constants.len()].copy_from_slice(&assembled.constants);
        map[start..].copy_from_slice(&assembled.code);
        let map = map.make_exec().ok()?;
        Some(Self {
            function: map[start..].as_ptr(),
            map,
        })
    }

    #[inline]
    fn entry(&self) -> Entry {
        Entry {
            function: self.function,
            constants: self.map.as_ptr(),
        }
    }

    /// Runs the code for `bytes` of arrays, or for a point; returns how many bytes are done.
    ///
    /// # Safety
    /// The code must have been assembled for inputs, outputs and uniforms like these: as many pointers, or for points
    /// numbers, as it reads and writes, each array with as many readable or writable bytes, which are no fewer than the
    /// code's vector has, and a multiple of them where outputs go to columns or past the caches; and the processor must have the instructions.
    #[inline]
    unsafe fn run(
        &self,
        inputs: *const u8,
        outputs: *const u8,
        uniforms: *const u8,
        bytes: usize,
    ) -> usize {
        // SAFETY: the bytes from there on are a function of that type, which the assembler wrote.
        let function: Function = unsafe { std::mem::transmute(self.function) };
        // SAFETY: as this function's own.
        unsafe { function(uniforms, self.map.as_ptr(), inputs, outputs, bytes) }
    }
}

/// Code for arrays in executable memory.
#[derive(Debug)]
pub(super) struct ArrayMemory<T> {
    memory: Memory,
    reads: Reads<T>,
    /// Which outputs go to columns; none if all are stored.
    reduced: Vec<bool>,
    shape: Shape,
    stores: Stores,
}

impl<T: Element> ArrayMemory<T> {
    /// None unless the processor has the instructions, so many vectors find room, and the system gives the memory.
    pub fn new(
        graph: &Graph,
        width: Width,
        reads: [usize; 2],
        stores: Stores,
        vectors: Vectors,
    ) -> Option<Self> {
        if !level::widths().contains(&width) {
            return None;
        }
        let ([inputs, uniforms], shape) = (reads, shape::<T>(width));
        Some(Self {
            memory: Memory::new(&assemble(graph, shape, stores, vectors).ok()?)?,
            reads: Reads::of(graph, inputs, uniforms),
            reduced: graph.reduced.clone(),
            shape,
            stores,
        })
    }

    pub fn lanes(&self) -> usize {
        self.shape.vector() as usize / size_of::<T>()
    }

    /// Computes as many elements as said from the beginning of each input and output: a vector or more, or none; whole vectors
    /// where outputs go to columns or past the caches, and aligned there. Returns how many are done.
    #[inline]
    pub fn run<'a>(
        &self,
        uniforms: &[T],
        inputs: impl ExactSizeIterator<Item = &'a [T]>,
        outputs: impl ExactSizeIterator<Item = &'a mut [T]>,
        length: usize,
    ) -> usize {
        if length == 0 {
            return 0;
        }
        let bytes = length * size_of::<T>();
        let vector = self.shape.vector() as usize;
        assert!(bytes >= vector, "a vector");
        assert!(
            self.reads.fit(inputs.len(), outputs.len(), uniforms.len()),
            "numbers of arrays"
        );
        let whole = !self.reduced.is_empty() || self.stores == Stores::PastCaches;
        // a power of two, and divisions would take as long as a few vectors
        assert!(!whole || bytes & (vector - 1) == 0, "whole vectors");
        let (all, mut count) = (inputs.len() + outputs.len(), 0);
        let mut from = Pointers::<T>::new(inputs.len());
        for (pointer, input) in from.each().zip(inputs) {
            *pointer = input[..length].as_ptr().cast_mut();
            count += 1;
        }
        let mut to = Pointers::<T>::new(outputs.len());
        for (position, (pointer, output)) in to.each().zip(outputs).enumerate() {
            let reduced = self.reduced.get(position) == Some(&true);
            let elements = if reduced { length.min(BLOCK) } else { length };
            *pointer = output[..elements].as_mut_ptr();
            let aligned = self.stores == Stores::Usual || pointer.align_offset(vector) == 0;
            assert!(aligned, "aligned memory");
            count += 1;
        }
        assert_eq!(count, all, "arrays");
        // From each pointer on there are `bytes` bytes, columns a block at most, whole vectors where the code wants it.
        let [from, to] = [from.start(), to.start()];
        let uniforms = uniforms.as_ptr().cast();
        // SAFETY: the assertions above say that the arrays and uniforms are those of the code; the processor has the instructions.
        let done = unsafe { self.memory.run(from, to, uniforms, bytes) };
        done / size_of::<T>()
    }
}

/// Code for one point in executable memory.
#[derive(Debug)]
pub(super) struct PointMemory<T> {
    memory: Memory,
    reads: Reads<T>,
    /// Bytes of the code's vector.
    vector: usize,
}

impl<T: Element> PointMemory<T> {
    /// None unless the processor has the instructions and the system gives the memory.
    pub fn new(graph: &Graph, inputs: usize, uniforms: usize) -> Option<Self> {
        if level::widths().is_empty() {
            return None;
        }
        let shape = shape::<T>(Width::Point);
        Some(Self {
            memory: Memory::new(&assemble(graph, shape, Stores::Usual, Vectors::One).ok()?)?,
            reads: Reads::of(graph, inputs, uniforms),
            vector: shape.vector() as usize,
        })
    }

    /// Whether the outputs are computed.
    #[inline]
    pub fn run(&self, uniforms: &[T], inputs: &[T], outputs: &mut [T]) -> bool {
        assert!(
            self.reads.fit(inputs.len(), outputs.len(), uniforms.len()),
            "numbers of a point"
        );
        let [from, to] = [
            inputs.as_ptr().cast(),
            outputs.as_mut_ptr().cast_const().cast(),
        ];
        // SAFETY: the code was assembled for that many numbers of type T in each slice, which the assertion says, and the
        // processor was asked for the instructions.
        let done = unsafe {
            self.memory
                .run(from, to, uniforms.as_ptr().cast(), self.vector)
        };
        done != 0
    }
}

/// Code for one number in a register, in executable memory.
#[derive(Debug)]
pub(super) struct RegisterMemory<T> {
    memory: Memory,
    reads: Reads<T>,
}

impl<T: Element> RegisterMemory<T> {
    /// None unless one input, one result or two, and no numbers that are computed in another way are all there is; or the
    /// processor does not have the instructions, or the system gives no memory.
    pub fn new(graph: &Graph, inputs: usize, uniforms: usize) -> Option<Self> {
        let few = inputs == 1 && (1..=2).contains(&graph.outputs.len()) && graph.rare.is_none();
        if !few || level::widths().is_empty() {
            return None;
        }
        let assembled = assemble(
            graph,
            shape::<T>(Width::Point),
            Stores::Registers,
            Vectors::One,
        )
        .ok()?;
        Some(Self {
            memory: Memory::new(&assembled)?,
            reads: Reads::of(graph, inputs, uniforms),
        })
    }

    /// The only result.
    #[inline]
    pub fn one(&self, uniforms: &[T], x: T) -> T {
        assert!(self.reads.fit(1, 1, uniforms.len()), "one result");
        // SAFETY: the code was assembled for one number in a register and one result, and so many uniforms, which the
        // assertion says; the processor was asked for the instructions.
        unsafe { self.memory.entry().one(x, uniforms.as_ptr()) }
    }

    /// Both results.
    #[inline]
    pub fn two(&self, uniforms: &[T], x: T) -> [T; 2] {
        assert!(self.reads.fit(1, 2, uniforms.len()), "two results");
        // SAFETY: as in `one`, with two results.
        unsafe { self.memory.entry().two(x, uniforms.as_ptr()) }
    }

    /// Where the code begins, for calls with these uniforms; none if they or the results are not as many as the code has.
    fn entry(&self, results: usize, uniforms: &[T]) -> Option<Entry> {
        let fits = self.reads.fit(1, results, uniforms.len());
        fits.then(|| self.memory.entry())
    }
}

/// Where code for one number in a register begins, and its constants.
#[derive(Clone, Copy, Debug)]
struct Entry {
    function: *const u8,
    constants: *const u8,
}

impl Entry {
    /// # Safety
    /// The code must be in memory, be made for numbers of type T with one result, and read no more uniforms than there are.
    #[inline]
    unsafe fn one<T>(self, x: T, uniforms: *const T) -> T {
        // SAFETY: the caller's.
        unsafe {
            let function: One<T> = std::mem::transmute(self.function);
            function(x, uniforms.cast(), self.constants)
        }
    }

    /// # Safety
    /// As for `one`, with two results.
    #[inline]
    unsafe fn two<T>(self, x: T, uniforms: *const T) -> [T; 2] {
        // SAFETY: the caller's.
        let Both(first, second) = unsafe {
            let function: Two<T> = std::mem::transmute(self.function);
            function(x, uniforms.cast(), self.constants)
        };
        [first, second]
    }
}

/// Code for one number and N results, with its uniforms: a call is an indirect call and no more.
#[derive(Debug)]
pub(crate) struct DirectCode<T, const N: usize> {
    entry: Entry,
    uniforms: Box<[T]>,
    /// Keeps the code in memory.
    _code: Arc<Lazy<PointCode<T>>>,
}

// SAFETY: the code is only read and run, and the pointers are into what is kept.
unsafe impl<T: Send + Sync, const N: usize> Send for DirectCode<T, N> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync, const N: usize> Sync for DirectCode<T, N> {}

impl<T: Element, const N: usize> DirectCode<T, N> {
    /// None as long as there is no code, or it is not for one number and N results.
    pub fn new(code: &Arc<Lazy<PointCode<T>>>, uniforms: &[T]) -> Option<Self> {
        let registers = code.made()?.registers.as_ref()?;
        Some(Self {
            entry: registers.entry(N, uniforms)?,
            uniforms: uniforms.into(),
            _code: code.clone(),
        })
    }
}

impl<T: Element> DirectCode<T, 1> {
    #[inline]
    pub fn call(&self, x: T) -> T {
        // SAFETY: `new` made sure that the code has one result and so many uniforms; it is kept.
        unsafe { self.entry.one(x, self.uniforms.as_ptr()) }
    }
}

impl<T: Element> DirectCode<T, 2> {
    #[inline]
    pub fn call(&self, x: T) -> [T; 2] {
        // SAFETY: as with one result.
        unsafe { self.entry.two(x, self.uniforms.as_ptr()) }
    }
}

/// How many numbers or arrays code may touch.
#[derive(Debug)]
struct Reads<T> {
    inputs: usize,
    outputs: usize,
    uniforms: usize,
    kind: PhantomData<T>,
}

impl<T> Reads<T> {
    fn of(graph: &Graph, inputs: usize, uniforms: usize) -> Self {
        Self {
            inputs,
            outputs: graph.outputs.len(),
            uniforms,
            kind: PhantomData,
        }
    }

    #[inline]
    fn fit(&self, inputs: usize, outputs: usize, uniforms: usize) -> bool {
        inputs == self.inputs && outputs == self.outputs && uniforms == self.uniforms
    }
}

/// Pointers to arrays, on the stack if they are few.
enum Pointers<T> {
    Few([*mut T; FEW], usize),
    Many(Vec<*mut T>),
}

const FEW: usize = 12;

impl<T> Pointers<T> {
    fn new(count: usize) -> Self {
        if count <= FEW {
            Self::Few([std::ptr::null_mut(); FEW], count)
        } else {
            Self::Many(vec![std::ptr::null_mut(); count])
        }
    }

    fn each(&mut self) -> std::slice::IterMut<'_, *mut T> {
        match self {
            Self::Few(pointers, count) => pointers[..*count].iter_mut(),
            Self::Many(pointers) => pointers.iter_mut(),
        }
    }

    fn start(&self) -> *const u8 {
        self.all().as_ptr().cast()
    }

    fn all(&self) -> &[*mut T] {
        match self {
            Self::Few(pointers, count) => &pointers[..*count],
            Self::Many(pointers) => pointers,
        }
    }

    /// Where the first of them begin, and where the others do.
    fn split(&self, first: usize) -> (*const u8, *const u8) {
        let (first, others) = self.all().split_at(first);
        (first.as_ptr().cast(), others.as_ptr().cast())
    }
}

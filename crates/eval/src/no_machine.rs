//! Where there is no machine code: programs run on the other engines.

#![allow(
    clippy::unused_self,
    clippy::extra_unused_type_parameters,
    reason = "the signatures are those of what there is not"
)]

use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::Arc;

use gradus_symbolic::computation::Reduction;

use crate::Element;
use crate::lower::Program;
use crate::vector::plan::Plan;

/// Machine code for arrays, of which there is none.
#[derive(Debug)]
pub(crate) struct ArrayCode<T> {
    never: Infallible,
    kind: PhantomData<T>,
}

impl<T: Element> ArrayCode<T> {
    pub fn new(_: &Program<T>, _: usize) -> Option<Self> {
        None
    }

    pub fn reducing(_: &Program<T>, _: &[Option<Reduction>], _: usize) -> Option<Self> {
        None
    }

    pub fn distance(&self, _: impl Iterator<Item = *const T>) -> Option<usize> {
        match self.never {}
    }

    pub fn lanes(&self) -> usize {
        match self.never {}
    }

    pub fn leaves_some(&self) -> bool {
        match self.never {}
    }

    pub fn run<'a>(
        &self,
        _: &[T],
        _: impl ExactSizeIterator<Item = &'a [T]>,
        _: impl ExactSizeIterator<Item = &'a mut [T]>,
        _: usize,
        _: bool,
    ) -> usize
    where
        T: 'a,
    {
        match self.never {}
    }
}

/// Machine code for points, of which there is none.
#[derive(Debug)]
pub(crate) struct PointCode<T> {
    never: Infallible,
    kind: PhantomData<T>,
}

impl<T: Element> PointCode<T> {
    pub fn new(_: &Program<T>) -> Option<Self> {
        None
    }

    pub fn run(&self, _: &[T], _: &[T], _: &mut [T]) -> bool {
        match self.never {}
    }
}

/// Machine code with its uniforms, of which there is none.
#[derive(Debug)]
pub(crate) struct DirectCode<T, const N: usize> {
    never: Infallible,
    kind: PhantomData<T>,
}

impl<T: Element, const N: usize> DirectCode<T, N> {
    pub fn new(_: &Arc<Lazy<PointCode<T>>>, _: &[T]) -> Option<Self> {
        None
    }
}

impl<T: Element> DirectCode<T, 1> {
    pub fn call(&self, _: T) -> T {
        match self.never {}
    }
}

impl<T: Element> DirectCode<T, 2> {
    pub fn call(&self, _: T) -> [T; 2] {
        match self.never {}
    }
}

/// Machine code for rows, of which there is none.
#[derive(Debug)]
pub(crate) struct RowCode<T> {
    never: Infallible,
    kind: PhantomData<T>,
}

/// Numbers of a vector of machine code, of which there is none.
pub(crate) fn row_lanes<T>() -> Option<usize> {
    None
}

impl<T: Element> RowCode<T> {
    pub fn new(_: &Plan<T>, _: usize) -> Option<Self> {
        None
    }

    pub fn run(&self, _: &[T], _: &[&[T]], _: &mut [Vec<T>]) -> bool {
        match self.never {}
    }
}

/// Code that is never made.
#[derive(Debug)]
pub(crate) struct Lazy<C> {
    kind: PhantomData<C>,
}

impl<C> Default for Lazy<C> {
    fn default() -> Self {
        Self { kind: PhantomData }
    }
}

impl<C> Lazy<C> {
    pub fn after(&self, _: usize, _: usize, _: impl FnOnce() -> Option<C>) -> Option<&C> {
        None
    }

    pub fn made(&self) -> Option<&C> {
        None
    }
}

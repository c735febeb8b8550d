//! Code that is made when there is enough work for it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Code of a program, made once as much work was asked for as it is worth.
#[derive(Debug)]
pub(crate) struct Lazy<C> {
    code: OnceLock<Option<C>>,
    work: AtomicUsize,
}

impl<C> Default for Lazy<C> {
    fn default() -> Self {
        Self {
            code: OnceLock::new(),
            work: AtomicUsize::new(0),
        }
    }
}

impl<C> Lazy<C> {
    /// The code, if there is any: it is made when the work of all calls comes to `worth`.
    #[inline]
    pub fn after(&self, work: usize, worth: usize, make: impl FnOnce() -> Option<C>) -> Option<&C> {
        match self.code.get() {
            Some(code) => code.as_ref(),
            None => self.count(work, worth, make),
        }
    }

    /// The same, without waiting for code that another thread makes.
    #[inline]
    pub fn after_one(
        &self,
        work: usize,
        worth: usize,
        make: impl FnOnce() -> Option<C>,
    ) -> Option<&C> {
        match self.code.get() {
            Some(code) => code.as_ref(),
            None => self.count_once(work, worth, make),
        }
    }

    /// The code, if it is there already.
    pub fn made(&self) -> Option<&C> {
        self.code.get()?.as_ref()
    }

    #[cold]
    fn count(&self, work: usize, worth: usize, make: impl FnOnce() -> Option<C>) -> Option<&C> {
        if worth == usize::MAX {
            return None;
        }
        let before = self.work.fetch_add(work, Ordering::Relaxed);
        if before.saturating_add(work) < worth {
            return None;
        }
        self.code.get_or_init(make).as_ref()
    }

    /// Makes the code in the call with which the work comes to be worth it, and in no other.
    #[cold]
    fn count_once(
        &self,
        work: usize,
        worth: usize,
        make: impl FnOnce() -> Option<C>,
    ) -> Option<&C> {
        let before = self.work.fetch_add(work, Ordering::Relaxed);
        let is_due = before < worth && before.saturating_add(work) >= worth;
        is_due.then(|| self.code.get_or_init(make).as_ref())?
    }
}

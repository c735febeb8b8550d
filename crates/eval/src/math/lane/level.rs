//! Which vectors the processor has, chosen at run time, and work on them.

#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "calls of functions that are compiled for features of the processor"
    )
)]

use std::cell::RefCell;
use std::sync::OnceLock;

use super::Vector;
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// Vectors that the processor is known to have: a value is the proof of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Level(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Kind {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// The names by which the environment variable [`VARIABLE`] asks for less than the processor has.
const NAMES: &[(&str, Kind)] = &[
    ("portable", Kind::Portable),
    #[cfg(target_arch = "x86_64")]
    ("avx2", Kind::Avx2),
    #[cfg(target_arch = "x86_64")]
    ("avx512", Kind::Avx512),
];

/// What is asked for is not more than there is; other names count for nothing.
const VARIABLE: &str = "GRADUS_LEVEL";

impl Level {
    /// The best there is, or what the environment asks for.
    pub(crate) fn chosen() -> Self {
        static CHOSEN: OnceLock<Level> = OnceLock::new();
        *CHOSEN.get_or_init(|| {
            let wanted = std::env::var(VARIABLE).unwrap_or_default();
            let wanted = NAMES.iter().find(|(name, _)| *name == wanted);
            let levels = Self::all().filter(|level| wanted.is_none_or(|row| level.0 <= row.1));
            levels.last().unwrap_or(Self(Kind::Portable))
        })
    }

    /// Bytes of the vectors of an x86-64 processor.
    #[cfg_attr(
        not(all(feature = "machine-code", target_arch = "x86_64")),
        expect(dead_code, reason = "for machine code")
    )]
    pub(crate) fn bytes(self) -> Option<usize> {
        match self.0 {
            Kind::Portable => None,
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => Some(32),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => Some(64),
        }
    }

    /// All levels that there are, the least first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let kinds = NAMES.iter().map(|(_, kind)| *kind);
        kinds.filter(|kind| kind.is_there()).map(Self)
    }
}

impl Kind {
    fn is_there(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                Self::Avx2.is_there()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
            }
        }
    }
}

/// Bytes of a line of a cache: vectors that lie across two are slow.
pub(crate) const LINE: usize = 64;

/// Numbers of a room that a thread does not keep.
const LARGE: usize = 1 << 20;

/// What is to be done on vectors of numbers of a type.
pub(crate) trait Work<T> {
    /// The result.
    type Output;
    /// Does it; to be inlined, because only what is inlined is compiled for the processor.
    fn run<V: Vector<Scalar = T>>(self) -> Self::Output;
}

/// A type of number of which there are vectors.
pub trait Dispatch: Sized {
    /// Does work on the vectors of a level.
    #[allow(private_bounds, private_interfaces, reason = "for this crate")]
    fn on_lanes<W: Work<Self>>(level: Level, work: W) -> W::Output;
    /// Lends room for so many numbers, which hold anything, from a line of a cache on. It belongs to the thread, so that nothing is allocated time and again;
    /// rooms may be asked for within each other. What is very large is given back.
    fn with_room<R>(length: usize, work: impl FnOnce(&mut [Self]) -> R) -> R;
}

macro_rules! dispatch {
    ($type:ident, $avx2:ident, $avx512:ident) => {
        impl Dispatch for $type {
            fn with_room<R>(length: usize, work: impl FnOnce(&mut [Self]) -> R) -> R {
                thread_local! {
                    static ROOMS: RefCell<Vec<Vec<$type>>> = const { RefCell::new(Vec::new()) };
                }
                let mut room = ROOMS.with_borrow_mut(Vec::pop).unwrap_or_default();
                if room.len() < length + LINE {
                    room.resize(length + LINE, 0.0);
                }
                let first = room.as_ptr().align_offset(LINE).min(LINE);
                let result = work(&mut room[first..first + length]);
                if room.len() > LARGE {
                    room = Vec::new();
                }
                ROOMS.with_borrow_mut(|rooms| rooms.push(room));
                result
            }

            #[inline(always)]
            #[allow(private_bounds, private_interfaces, reason = "for this crate")]
            fn on_lanes<W: Work<Self>>(level: Level, work: W) -> W::Output {
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx2,fma")]
                fn avx2<W: Work<$type>>(work: W) -> W::Output {
                    work.run::<avx2::$avx2>()
                }
                #[cfg(target_arch = "x86_64")]
                #[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
                fn avx512<W: Work<$type>>(work: W) -> W::Output {
                    work.run::<avx512::$avx512>()
                }
                match level.0 {
                    Kind::Portable => work.run::<Self>(),
                    // SAFETY: a value of the level proves that the processor has the features.
                    #[cfg(target_arch = "x86_64")]
                    Kind::Avx2 => unsafe { avx2(work) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Kind::Avx512 => unsafe { avx512(work) },
                }
            }
        }
    };
}

dispatch!(f32, F32x8, F32x16);
dispatch!(f64, F64x4, F64x8);

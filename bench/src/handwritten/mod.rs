//! Value and derivative fused by hand with intrinsics: what one would write for exactly that function, and the limit that engines are held against.
//!
//! Within a few ulp everywhere, as the kernels of Gradus are; right at infinities, NaN and among the subnormals.

#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "intrinsics; every block rests on the instruction set having been found, see `vector`"
    )
)]
#![allow(
    clippy::inline_always,
    clippy::missing_safety_doc,
    clippy::undocumented_unsafe_blocks,
    clippy::wildcard_imports,
    reason = "functions must be inlined into the loop whose instruction set they use"
)]

#[cfg(target_arch = "x86_64")]
mod activations;
#[cfg(target_arch = "x86_64")]
mod coefficients;
#[cfg(target_arch = "x86_64")]
mod constants;
#[cfg(target_arch = "x86_64")]
mod elementary;
#[cfg(target_arch = "x86_64")]
mod loops;
#[cfg(target_arch = "x86_64")]
mod vector;

/// From inputs to values and derivatives, all of one length.
pub type Run<T> = fn(&[T], &mut [T], &mut [T]);

/// Numbers for which there are kernels.
pub trait Handwritten: Sized {
    /// The kernel of an activation, if there is one and the machine has the instructions.
    ///
    /// It panics if the lengths differ.
    fn kernel(activation: &str, level: Level) -> Option<Run<Self>>;
}

/// For which activations there are kernels.
pub const NAMES: [&str; 8] = [
    "swish",
    "gelu_tanh",
    "tanh",
    "elu",
    "gelu",
    "mish",
    "softplus",
    "sigmoid",
];

/// The formula that the kernel of that name computes: parameters are the constants 1.
pub fn formula(name: &str) -> &str {
    match name {
        "swish" => "x/(1 + exp(-x))",
        "elu" => "if(x >= 0, x, exp(x) - 1)",
        builtin => builtin,
    }
}

/// An instruction set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// AVX2 with fused multiply-add.
    Avx2,
    /// AVX-512 F and DQ.
    Avx512,
}

impl Level {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Avx2, Self::Avx512];

    /// Those that this machine has.
    pub fn available() -> impl DoubleEndedIterator<Item = Self> {
        Self::ALL.into_iter().filter(|level| level.is_available())
    }

    /// Whether this machine has it.
    #[cfg(target_arch = "x86_64")]
    pub fn is_available(self) -> bool {
        match self {
            Self::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq")
            }
        }
    }

    /// Whether this machine has it.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn is_available(self) -> bool {
        false
    }

    /// As `GRADUS_LEVEL` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
impl<T: crate::truth::Number> Handwritten for T {
    fn kernel(_: &str, _: Level) -> Option<Run<Self>> {
        None
    }
}

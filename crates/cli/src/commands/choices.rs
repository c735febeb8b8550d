//! What kernels are compiled with, as it is chosen on the command line.

use clap::ValueEnum;
use gradus::accuracy::Format;
use gradus::{Kink, Options, Precision};

/// The type of the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Type {
    #[default]
    F64,
    F32,
    F32Rounded,
}

/// The derivative at kinks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Side {
    #[default]
    Least,
    Left,
    Right,
    Mid,
}

impl From<Side> for Kink {
    fn from(side: Side) -> Self {
        match side {
            Side::Least => Self::Least,
            Side::Left => Self::Left,
            Side::Right => Self::Right,
            Side::Mid => Self::Mid,
        }
    }
}

impl From<Type> for Format {
    fn from(precision: Type) -> Self {
        match precision {
            Type::F64 => Self::F64,
            Type::F32 => Self::F32,
            Type::F32Rounded => Self::F32Rounded,
        }
    }
}

/// The options that both make.
pub fn options(precision: Type, kink: Side) -> Options {
    let precision = match precision {
        Type::F32Rounded => Precision::Rounded,
        Type::F64 | Type::F32 => Precision::Native,
    };
    Options::default().kink(kink.into()).precision(precision)
}

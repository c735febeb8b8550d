//! Which engine runs a program.

/// The engine of a program. All engines give the same bits.
///
/// The environment variable `GRADUS_MACHINE_CODE=0` turns machine code off for a whole process, and `GRADUS_LEVEL` lowers the
/// vectors that are used: `portable`, `avx2` or `avx512`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Machine code, where there is any, once there is enough work for it to be worth making it. Formulas of up to some hundred
    /// operations take 30 to 200 µs, longer ones more, and two to three times as long again when half a million elements are done,
    /// from where on arrays are worked on several vectors at a time.
    #[default]
    Automatic,
    /// No machine code: bytecode for points, few operations at a time over blocks of arrays.
    Interpreted,
    /// Machine code from the first element on, of arrays several vectors at a time; interpreted where there is none.
    MachineCode,
}

impl Engine {
    /// The work that code is made for, if it is known to be so much.
    pub(crate) fn work(self, known: usize) -> usize {
        match self {
            Self::MachineCode => usize::MAX,
            Self::Automatic | Self::Interpreted => known,
        }
    }

    /// The work from which on machine code is made, if it is `usual` otherwise.
    pub(crate) fn worth(self, usual: usize) -> usize {
        match self {
            Self::Automatic => usual,
            Self::Interpreted => usize::MAX,
            Self::MachineCode => 0,
        }
    }
}

//! The bits of floating point numbers.

/// A binary format of IEEE 754. Bits stand in the lowest places.
pub trait Format: Copy + 'static {
    /// Bits of the fraction.
    const FRACTION: u8;
    /// What is added to the exponent.
    const BIAS: u16;
    /// The bits of sqrt(1/2), with zeros at the end.
    const ROOT_HALF: u64;
    /// The bit of the sign.
    const SIGN: u64;
    /// All bits.
    const ALL: u64;
    /// The bits of a number whose last digits count units.
    const ANCHOR: u64;

    /// The bits of a number.
    fn bits(self) -> u64;
    /// The number with these bits.
    fn of_bits(bits: u64) -> Self;
}

/// Type, its bits, its anchor.
macro_rules! format {
    ($type:ident, $bits:ident, $bias:expr, $root_half:expr) => {
        impl Format for $type {
            const FRACTION: u8 = $type::MANTISSA_DIGITS as u8 - 1;
            const BIAS: u16 = $bias;
            const ROOT_HALF: u64 = $root_half;
            const SIGN: u64 = 1 << ($bits::BITS - 1);
            const ALL: u64 = $bits::MAX as u64;
            const ANCHOR: u64 = (1.5 * (1u64 << Self::FRACTION) as $type).to_bits() as u64;

            fn bits(self) -> u64 {
                u64::from(self.to_bits())
            }
            fn of_bits(bits: u64) -> Self {
                Self::from_bits(bits as $bits)
            }
        }
    };
}

format!(f32, u32, 127, 0x3f35_04f3);
format!(f64, u64, 1023, 0x3fe6_a09e_0000_0000);

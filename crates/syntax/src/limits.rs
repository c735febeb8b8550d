//! Bounds that make untrusted text safe.

/// How large a text and what it denotes may be.
///
/// ```
/// use gradus_syntax::Limits;
/// assert!(Limits::untrusted().bytes < Limits::default().bytes);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of source text.
    pub bytes: usize,
    /// Levels of nesting: parentheses, calls, signs, powers, and calls of definitions by definitions.
    pub nesting: usize,
    /// Nodes of a tree.
    pub nodes: usize,
    /// Nodes of the expression graph that a tree is expanded to, and of those of its derivatives, each counted with its operands.
    pub expression: usize,
    /// Bits of an exact constant's numerator or denominator.
    pub constant_bits: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 4 << 20,
            nesting: 256,
            nodes: 1 << 20,
            expression: 1 << 18,
            constant_bits: 1 << 16,
        }
    }
}

impl Limits {
    /// Bounds for text from strangers: 64 KiB, 64 levels, 10,000 nodes, constants of 4,096 bits.
    pub fn untrusted() -> Self {
        Self {
            bytes: 64 << 10,
            nesting: 64,
            nodes: 10_000,
            expression: 1 << 16,
            constant_bits: 4096,
        }
    }
}

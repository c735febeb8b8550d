//! What the catalogue says about an activation.

use std::fmt;

/// An activation as a record in our own language. Unset fields say that nothing is known for certain.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The name under which it is found, printed and called.
    pub name: &'static str,
    /// Other names under which it is found.
    pub aliases: &'static [&'static str],
    /// Header and body in the language of Gradus, with every default.
    pub definition: &'static str,
    /// What it is like.
    pub family: Family,
    /// One line on what it is good for.
    pub good_for: &'static str,
    /// Where the formula comes from.
    pub source: &'static str,
    /// How sure that formula is.
    pub certainty: Certainty,
    /// Where sources disagree, and what is chosen; or what surprises.
    pub note: Option<&'static str>,
    /// The points, at the default parameters, where its derivative jumps or does not exist: constant expressions.
    pub kinks: &'static [&'static str],
    /// What other frameworks return there.
    pub at_kinks: Option<AtKinks>,
    /// The values that it takes at the default parameters, as an interval; a trailing `…` marks a rounded end.
    pub range: Option<&'static str>,
    /// Its parameters in the order of the header.
    pub parameters: &'static [ParameterNote],
    /// When to choose it; given for the ten activations of [`ARTICLE`](crate::ARTICLE).
    pub advice: Option<&'static str>,
}

/// What an activation is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Lines: no nonlinearity at all.
    Linear,
    /// Steps, clamps, shrinkage and algebraic squashing functions.
    Bounded,
    /// Curves from one level to another, most of them made of exponentials.
    Sigmoid,
    /// Odd curves in the manner of the hyperbolic tangent and its relatives.
    Tanh,
    /// Nothing, or a constant, on the left; growth on the right.
    Relu,
    /// Piecewise lines with a slope on both sides.
    Leaky,
    /// Exponentials: alone, or saturating left of a straight right half.
    Elu,
    /// The input times a gate.
    Swish,
    /// Smooth versions of `ReLU`, of |x| and of lines with a bend.
    Softplus,
    /// The input times a normal distribution function.
    Gelu,
    /// Sines and their quotients.
    Periodic,
    /// Bumps, wavelets and functions of the distance from a centre.
    Radial,
    /// Powers and polynomials.
    Polynomial,
    /// Two inputs, one of which gates the other.
    Gate,
    /// Functions of a whole vector.
    Vector,
}

/// How sure it is that a formula is the published one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Read in two or more texts that agree.
    Agreeing,
    /// Quoted from the source itself.
    Quoted,
    /// Read in a single secondary text.
    Single,
    /// Common knowledge, not looked up again.
    Common,
}

/// The derivative that other frameworks return at the kinks of an activation: constant expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtKinks {
    /// `PyTorch`'s autograd of its built-in function.
    pub pytorch: Option<&'static str>,
    /// `jax.grad` of the function in `jax.nn`.
    pub jax: Option<&'static str>,
    /// Which side that is, and what else to know.
    pub note: &'static str,
}

/// What the catalogue says about a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterNote {
    /// Its name in the header.
    pub name: &'static str,
    /// The values for which the activation means something: `real`, `> 0`, `[0, 1]`.
    pub valid: &'static str,
    /// Whether it is meant to be trained along with the weights.
    pub trained: bool,
    /// What it does.
    pub meaning: &'static str,
}

/// A record that says nothing, for the fields that another leaves out.
pub(crate) const PLAIN: Record = Record {
    name: "",
    aliases: &[],
    definition: "",
    family: Family::Linear,
    good_for: "",
    source: "",
    certainty: Certainty::Common,
    note: None,
    kinks: &[],
    at_kinks: None,
    range: None,
    parameters: &[],
    advice: None,
};

/// A parameter that is chosen and stays.
pub(crate) const fn fixed(
    name: &'static str,
    valid: &'static str,
    meaning: &'static str,
) -> ParameterNote {
    ParameterNote {
        name,
        valid,
        trained: false,
        meaning,
    }
}

/// A parameter that is trained along with the weights.
pub(crate) const fn learnt(
    name: &'static str,
    valid: &'static str,
    meaning: &'static str,
) -> ParameterNote {
    ParameterNote {
        name,
        valid,
        trained: true,
        meaning,
    }
}

impl Family {
    /// Every family, in the order of the catalogue.
    pub const ALL: &[Self] = &[
        Self::Linear,
        Self::Bounded,
        Self::Sigmoid,
        Self::Tanh,
        Self::Relu,
        Self::Leaky,
        Self::Elu,
        Self::Swish,
        Self::Softplus,
        Self::Gelu,
        Self::Periodic,
        Self::Radial,
        Self::Polynomial,
        Self::Gate,
        Self::Vector,
    ];

    /// A heading for it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Bounded => "steps, clamps and algebraic squashing",
            Self::Sigmoid => "sigmoid-like",
            Self::Tanh => "tanh-like",
            Self::Relu => "relu-like",
            Self::Leaky => "leaky and piecewise linear",
            Self::Elu => "exponential linear",
            Self::Swish => "swish-like",
            Self::Softplus => "softplus-like",
            Self::Gelu => "gelu-like",
            Self::Periodic => "periodic",
            Self::Radial => "radial and wavelets",
            Self::Polynomial => "polynomial",
            Self::Gate => "gates",
            Self::Vector => "vector",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Agreeing => "read in two or more texts that agree",
            Self::Quoted => "quoted from the source",
            Self::Single => "read in one secondary text",
            Self::Common => "common knowledge, not looked up again",
        })
    }
}

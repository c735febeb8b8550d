//! Lines: no nonlinearity at all.

use crate::record::{Certainty, Family, PLAIN, Record, fixed};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "identity",
        definition: "identity(x) = x",
        family: Family::Linear,
        good_for: "The output layer of a regression, and the control in an ablation: it shows what a nonlinearity adds.",
        source: "Keras 3, module keras.activations",
        certainty: Certainty::Single,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "linear_affine",
        definition: "linear_affine(x; alpha = 2, beta = 0.5) = alpha*x + beta",
        family: Family::Linear,
        good_for: "Rescaling or calibrating a signal inside a fused chain of operations; adds no nonlinearity.",
        source: "oneDNN, table of elementwise primitives",
        certainty: Certainty::Single,
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("alpha", "real", "slope"),
            fixed("beta", "real", "offset"),
        ],
        ..PLAIN
    },
    Record {
        name: "linear",
        definition: "linear(x; a = 4) = a*x",
        family: Family::Linear,
        good_for: "Showing that a constant gradient teaches the same whatever the input: a stack of such layers is one linear map.",
        source: "The linear function of an introductory text on activation functions, with its slope 4",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", "real", "slope")],
        advice: Some(
            "Not between layers: the gradient is the same whatever the input, and a stack of linear layers is one linear layer. Fine as the output of a regression.",
        ),
        ..PLAIN
    },
];

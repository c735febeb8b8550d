//! Two inputs, one of which gates the other.

use crate::record::{Certainty, Family, PLAIN, Record, fixed};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "glu",
        definition: "glu(a, b) = a*sigmoid(b)",
        family: Family::Gate,
        good_for: "Gated convolutions in language and speech models: one half decides how much of the other passes.",
        source: "Documentation of PyTorch, JAX and Burn; arXiv 1612.08083",
        certainty: Certainty::Quoted,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "bilinear_glu",
        definition: "bilinear_glu(a, b) = a*b",
        family: Family::Gate,
        good_for: "Gated feed-forward layers without a nonlinearity in the gate; also easy to analyse.",
        source: "Shazeer 2020 (arXiv 2002.05202)",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "reglu",
        definition: "reglu(a, b) = a*max(0,b)",
        family: Family::Gate,
        good_for: "Gated feed-forward layers with sparse gates.",
        source: "Shazeer 2020 (arXiv 2002.05202); Kunc and Klema's survey of 2024 (arXiv 2402.09092)",
        certainty: Certainty::Quoted,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "swiglu",
        definition: "swiglu(a, b; beta = 1) = a*b*sigmoid(beta*b)",
        family: Family::Gate,
        good_for: "Feed-forward layers of today's large language models (PaLM, LLaMA).",
        source: "Shazeer 2020 (arXiv 2002.05202); Kunc and Klema's survey of 2024 (arXiv 2402.09092)",
        certainty: Certainty::Quoted,
        range: Some("(-inf, inf)"),
        parameters: &[fixed("beta", "real", "sharpness of the gate")],
        ..PLAIN
    },
    Record {
        name: "geglu",
        definition: "geglu(a, b) = a*gelu(b)",
        family: Family::Gate,
        good_for: "Gated feed-forward layers of T5 1.1, Gemma and image-generation models.",
        source: "Shazeer 2020 (arXiv 2002.05202)",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "seglu",
        definition: "seglu(a, b) = a*selu(b)",
        family: Family::Gate,
        good_for: "A gate by SELU, which is negative and bounded for negative gate inputs.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092)",
        certainty: Certainty::Quoted,
        note: Some("The constants are selu's own, with all their published digits."),
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "dual_relu",
        definition: "dual_relu(a, b) = max(0,a)-max(0,b)",
        family: Family::Gate,
        good_for: "Recurrent cells: the difference of two ReLUs is unbounded, centred on zero, and can be exactly zero.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions",
        certainty: Certainty::Quoted,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "tanh_gate_mul",
        definition: "tanh_gate_mul(a, b) = a*tanh(b)",
        family: Family::Gate,
        good_for: "Multiplying a signal by a signed, bounded gate.",
        source: "Common knowledge: a variant of the gated linear unit",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
];

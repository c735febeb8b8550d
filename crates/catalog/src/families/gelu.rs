//! The input times a normal distribution function.

use crate::record::{Certainty, Family, PLAIN, Record, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "quick_gelu",
        definition: "quick_gelu(x) = x*sigmoid(1.702*x)",
        family: Family::Gelu,
        good_for: "Loading CLIP checkpoints, which use this sigmoid approximation of GELU.",
        source: "Hugging Face Transformers, its table of activations; arXiv 1606.08415",
        certainty: Certainty::Agreeing,
        range: Some("[-0.16361018…, inf)"),
        ..PLAIN
    },
    Record {
        name: "gelu",
        definition: "gelu(x) = 0.5*x*(1+erf(x/sqrt(2)))",
        family: Family::Gelu,
        good_for: "Transformers (BERT, GPT-like, ViT): weighs an input by the chance that a normal variable is smaller.",
        source: "PyTorch, documentation of torch.nn; Hendrycks and Gimpel 2016 (arXiv 1606.08415)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.16997120…, inf)"),
        ..PLAIN
    },
    Record {
        name: "gelu_tanh",
        aliases: &["gelu_new", "gelu_pytorch_tanh"],
        definition: "gelu_tanh(x) = 0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))",
        family: Family::Gelu,
        good_for: "Checkpoints trained with the tanh approximation (GPT-2, T5 1.1, Gemma); must match it, not exact GELU.",
        source: "Hugging Face Transformers, its table of activations",
        certainty: Certainty::Agreeing,
        range: Some("[-0.17004075…, inf)"),
        ..PLAIN
    },
    Record {
        name: "gelu_erfc_form",
        definition: "gelu_erfc_form(x) = x/2*erfc(-x/sqrt(2))",
        family: Family::Gelu,
        good_for: "Reading code that writes GELU through erfc to keep its left tail; the same function as gelu.",
        source: "JAX, module jax.nn",
        certainty: Certainty::Single,
        range: Some("[-0.16997120…, inf)"),
        ..PLAIN
    },
    Record {
        name: "gelu_parametric",
        aliases: &["PGELU"],
        definition: "gelu_parametric(x; a = 0.75) = x*0.5*(1+erf(x/(a*sqrt(2))))",
        family: Family::Gelu,
        good_for: "A GELU whose width is learnt or annealed.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("[-0.12747840…, inf)"),
        parameters: &[learnt("a", "> 0", "width of the normal distribution")],
        ..PLAIN
    },
];

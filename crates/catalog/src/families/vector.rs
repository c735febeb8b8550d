//! Functions of a whole vector.

use crate::record::{Certainty, Family, PLAIN, Record, fixed};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "softmax",
        definition: "softmax(x[]) = exp(x)/sum(exp(x))",
        family: Family::Vector,
        good_for: "The output layer of a classifier over exclusive classes, and attention weights.",
        source: "Documentation of PyTorch, JAX and Burn",
        certainty: Certainty::Quoted,
        range: Some("(0, 1], the sum is 1"),
        advice: Some(
            "For the output layer when there are several exclusive classes: as many outputs as classes, all positive, adding up to 1.",
        ),
        ..PLAIN
    },
    Record {
        name: "softmax_naive",
        definition: "softmax_naive(x[]) = exp(x)/sum(exp(x))",
        family: Family::Vector,
        good_for: "Checking that a text which overflows when computed literally does not overflow here; the same function as softmax.",
        source: "Wikipedia, \"Softmax function\"",
        certainty: Certainty::Quoted,
        range: Some("(0, 1], the sum is 1"),
        ..PLAIN
    },
    Record {
        name: "quiet_softmax",
        aliases: &["softmax1", "softmax_off_by_one"],
        definition: "quiet_softmax(x[]) = exp(x)/(1 + sum(exp(x)))",
        family: Family::Vector,
        good_for: "Attention heads that may attend to nothing: all outputs can be near zero.",
        source: "Documentation of Burn; Miller 2023, Attention is off by one",
        certainty: Certainty::Quoted,
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "taylor_softmax",
        definition: "taylor_softmax(x[]) = (1 + x + 0.5*x^2)/sum(1 + x + 0.5*x^2)",
        family: Family::Vector,
        good_for: "A softmax from second-order polynomials, cheaper and with heavier tails.",
        source: "de Brebisson and Vincent 2015 (arXiv 1511.05042)",
        certainty: Certainty::Common,
        range: Some("(0, 1], the sum is 1"),
        ..PLAIN
    },
    Record {
        name: "rms_norm_core",
        definition: "rms_norm_core(x[]; eps = 1e-6) = x/sqrt(mean(x^2) + eps)",
        family: Family::Vector,
        good_for: "The normalisation of LLaMA-like models before its learnt gain.",
        source: "PyTorch, documentation of torch.nn; arXiv 1910.07467",
        certainty: Certainty::Common,
        parameters: &[fixed("eps", "> 0", "keeps the root away from 0")],
        ..PLAIN
    },
    Record {
        name: "l2_normalize",
        definition: "l2_normalize(x[]; eps = 1e-12) = x/sqrt(sum(x^2) + eps)",
        family: Family::Vector,
        good_for: "Embeddings compared by cosine similarity.",
        source: "Common knowledge",
        certainty: Certainty::Common,
        parameters: &[fixed("eps", "> 0", "keeps the root away from 0")],
        ..PLAIN
    },
    Record {
        name: "maxout",
        definition: "maxout(x[]) = max(x)",
        family: Family::Vector,
        good_for: "Learning a convex piecewise-linear activation as the maximum of several linear maps.",
        source: "Goodfellow et al. 2013, arXiv 1302.4389",
        certainty: Certainty::Common,
        note: Some("At a tie between elements the maximum has a kink."),
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "crelu",
        definition: "crelu(x[]) = concat(max(0, x), max(0, -x))",
        family: Family::Vector,
        good_for: "Early convolution layers whose filters come in opposite pairs; doubles the width.",
        source: "Keras 3 / Shang et al. 2016 (arXiv 1603.05201)",
        certainty: Certainty::Quoted,
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "softmin",
        definition: "softmin(x[]) = exp(-x)/sum(exp(-x))",
        family: Family::Vector,
        good_for: "Weights that favour small values, such as distances or costs.",
        source: "PyTorch torch.nn.Softmin",
        certainty: Certainty::Common,
        range: Some("(0, 1], the sum is 1"),
        ..PLAIN
    },
    Record {
        name: "log_softmax",
        aliases: &["logsoftmax"],
        definition: "log_softmax(x[]) = x - logsumexp(x)",
        family: Family::Vector,
        good_for: "Log-probabilities for cross-entropy, exact where softmax underflows.",
        source: "PyTorch torch.nn.LogSoftmax and jax.nn.log_softmax",
        certainty: Certainty::Common,
        range: Some("(-inf, 0]"),
        ..PLAIN
    },
    Record {
        name: "layer_norm_core",
        definition: "layer_norm_core(x[]; eps = 1e-5) = (x - mean(x))/sqrt(mean((x - mean(x))^2) + eps)",
        family: Family::Vector,
        good_for: "The normalisation of transformers before its learnt gain and offset.",
        source: "Ba, Kiros and Hinton 2016 (arXiv 1607.06450); the default of torch.nn.LayerNorm",
        certainty: Certainty::Common,
        parameters: &[fixed("eps", "> 0", "keeps the root away from 0")],
        ..PLAIN
    },
];

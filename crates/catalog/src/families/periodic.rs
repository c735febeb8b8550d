//! Sines and their quotients.

use crate::record::{Certainty, Family, PLAIN, Record, fixed};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "search_min_x_sin",
        aliases: &["minsin"],
        definition: "search_min_x_sin(x) = min(x, sin(x))",
        family: Family::Periodic,
        good_for: "From the search that found swish: linear on the left, oscillating on the right.",
        source: "Ramachandran et al. 2017 (arXiv 1710.05941)",
        certainty: Certainty::Agreeing,
        note: Some("x and sin(x) touch at 0 with the same slope, so there is no kink."),
        range: Some("(-inf, 1]"),
        ..PLAIN
    },
    Record {
        name: "sinusoid",
        aliases: &["sine"],
        definition: "sinusoid(x) = sin(x)",
        family: Family::Periodic,
        good_for: "Implicit representations of images and fields (SIREN) and Fourier-like features; needs careful scaling.",
        source: "Wikipedia, \"Activation function\"",
        certainty: Certainty::Agreeing,
        range: Some("[-1, 1]"),
        ..PLAIN
    },
    Record {
        name: "cosine_act",
        definition: "cosine_act(x) = cos(x)",
        family: Family::Periodic,
        good_for: "Random Fourier features and even periodic responses.",
        source: "Common knowledge",
        certainty: Certainty::Common,
        range: Some("[-1, 1]"),
        ..PLAIN
    },
    Record {
        name: "one_minus_cos",
        aliases: &["cosine_survey"],
        definition: "one_minus_cos(x) = 1-cos(x)",
        family: Family::Periodic,
        good_for: "A non-negative periodic unit that is quadratic near 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[0, 2]"),
        ..PLAIN
    },
    Record {
        name: "sinc",
        definition: "sinc(x) = if(x == 0, 1, sin(x)/x)",
        family: Family::Periodic,
        good_for: "Band-limited interpolation and single-neuron solutions of parity-like tasks.",
        source: "Wikipedia, \"Activation function\"",
        certainty: Certainty::Single,
        range: Some("[-0.21723362…, 1]"),
        ..PLAIN
    },
    Record {
        name: "sinc_normalized",
        definition: "sinc_normalized(x) = if(x == 0, 1, sin(pi*x)/(pi*x))",
        family: Family::Periodic,
        good_for: "The sinc of signal processing, with zeros at the integers.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.21723362…, 1]"),
        ..PLAIN
    },
    Record {
        name: "ssaf_sine_shift",
        definition: "ssaf_sine_shift(x; a = 1) = 0.5*sin(a*x)+0.3",
        family: Family::Periodic,
        good_for: "A sine shifted upward, so that most of its outputs are positive.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("[-0.2, 0.8]"),
        parameters: &[fixed("a", "real", "angular frequency")],
        ..PLAIN
    },
    Record {
        name: "ssu",
        definition: "ssu(x) = pi*if(x == pi, 1, sin(x-pi)/(x-pi))",
        family: Family::Periodic,
        good_for: "A sinc shifted to peak at pi, among the oscillating units that solve XOR with one neuron.",
        source: "Noel et al. 2021 (arXiv 2108.12943), unnormalised sinc",
        certainty: Certainty::Single,
        note: Some("With the unnormalised sinc, sin(u)/u."),
        range: Some("[-0.68245957…, pi]"),
        ..PLAIN
    },
    Record {
        name: "search_sinc_plus_x",
        definition: "search_sinc_plus_x(x) = if(x == 0, 1, sin(x)/x)+x",
        family: Family::Periodic,
        good_for: "From the search that found swish: the identity with a decaying ripple.",
        source: "Ramachandran et al. 2017 (arXiv 1710.05941)",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
];

//! Bumps, wavelets and functions of the distance from a centre.

use crate::record::{Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "bifiring",
        aliases: &["huber", "pseudo_abs"],
        definition: "bifiring(x; a = 1) = if(x > a, x-a/2, if(x < -a, -x-a/2, x^2/(2*a)))",
        family: Family::Radial,
        good_for: "Answering to magnitude whatever the sign, quadratic near 0 and linear far out (Huber's function).",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[0, inf)"),
        parameters: &[fixed("a", "> 0", "where the quadratic ends")],
        ..PLAIN
    },
    Record {
        name: "resech",
        aliases: &["rectified_hyperbolic_secant"],
        definition: "resech(x) = x*sech(x)",
        family: Family::Radial,
        good_for: "An odd bump that forgets inputs of large magnitude of either sign.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.66274341…, 0.66274341…]"),
        ..PLAIN
    },
    Record {
        name: "gaussian",
        definition: "gaussian(x) = exp(-x^2)",
        family: Family::Radial,
        good_for: "Radial basis networks and local features: answers only near 0.",
        source: "Wikipedia, \"Activation function\"",
        certainty: Certainty::Agreeing,
        range: Some("(0, 1]"),
        ..PLAIN
    },
    Record {
        name: "arbf",
        definition: "arbf(x; a = 0.5, b = 1.5) = exp(-(x-a)^2/(2*b^2))",
        family: Family::Radial,
        good_for: "A Gaussian bump with learnt centre and width.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(0, 1]"),
        parameters: &[learnt("a", "real", "centre"), learnt("b", "!= 0", "width")],
        ..PLAIN
    },
    Record {
        name: "maf_multiquadratic",
        definition: "maf_multiquadratic(x; a = 0.25, b = 0.5) = sqrt((x-a)^2+b^2)",
        family: Family::Radial,
        good_for: "Scattered-data interpolation with multiquadrics; grows away from its centre.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("[1/2, inf)"),
        parameters: &[
            learnt("a", "real", "centre"),
            learnt("b", "real", "least value, and how round the bottom is"),
        ],
        ..PLAIN
    },
    Record {
        name: "wave",
        aliases: &["ricker_like"],
        definition: "wave(x; a = 1) = (1-x^2)*exp(-a*x^2)",
        family: Family::Radial,
        good_for: "A wavelet with zero response at ±1 and sign-changing sides, for edge-like features.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some("One public package computes 1 - x^2*exp(-a*x^2), a slip of precedence."),
        range: Some("[-exp(-2), 1]"),
        parameters: &[fixed("a", "> 0", "rate of decay")],
        ..PLAIN
    },
    Record {
        name: "mexican_hat",
        definition: "mexican_hat(x) = 2/(sqrt(3)*pi^(1/4))*(1-x^2)*exp(-x^2/2)",
        family: Family::Radial,
        good_for: "Wavelet networks: the normalised second derivative of a Gaussian.",
        source: "Common knowledge: Ricker wavelet",
        certainty: Certainty::Common,
        range: Some("[-0.38705276…, 0.86732507…]"),
        ..PLAIN
    },
    Record {
        name: "prbf",
        definition: "prbf(x; a = 3, b = 1) = if(x >= a, exp(-(x-2*a)^2/b^2), if(x <= -a, exp(-(x+2*a)^2/b^2), exp(-x^2/b^2)))",
        family: Family::Radial,
        good_for: "A Gaussian repeated at three centres, to cover several clusters with one unit.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["-3", "3"],
        range: Some("(0, 1]"),
        parameters: &[
            fixed("a", "> 0", "half the distance of the outer centres from 0"),
            fixed("b", "!= 0", "width"),
        ],
        ..PLAIN
    },
];

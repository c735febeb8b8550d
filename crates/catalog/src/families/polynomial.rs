//! Powers and polynomials.

use crate::record::{Certainty, Family, PLAIN, Record, fixed};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "eplaf",
        aliases: &["PLAF"],
        definition: "eplaf(x; d = 2.5) = if(x >= 1, x-(1-1/d), if(x < -1, -x-(1-1/d), abs(x)^d/d))",
        family: Family::Polynomial,
        good_for: "An even power-law unit with linear tails, smooth where they meet.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[0, inf)"),
        parameters: &[fixed("d", "> 1", "exponent near 0")],
        ..PLAIN
    },
    Record {
        name: "squ",
        aliases: &["shifted_quadratic_unit"],
        definition: "squ(x) = x^2+x",
        family: Family::Polynomial,
        good_for: "Networks that must be polynomial, as under homomorphic encryption; solves XOR with one neuron.",
        source: "Noel et al. 2021 (arXiv 2108.12943)",
        certainty: Certainty::Agreeing,
        range: Some("[-1/4, inf)"),
        ..PLAIN
    },
    Record {
        name: "triple",
        definition: "triple(x; a = 1) = a*x^3",
        family: Family::Polynomial,
        good_for: "Feature products in dependency parsing (cubes of sums); needs small inputs.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", "real", "scale")],
        ..PLAIN
    },
    Record {
        name: "search_atan2_minus_x",
        aliases: &["arctid"],
        definition: "search_atan2_minus_x(x) = atan(x)^2-x",
        family: Family::Polynomial,
        good_for: "From the search that found swish: minus the identity with a bump, a curiosity.",
        source: "Ramachandran et al. 2017 (arXiv 1710.05941)",
        certainty: Certainty::Single,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "sbaf",
        definition: "sbaf(x; k = 0.98, alpha = 0.5) = 1/(1+k*x^alpha*(1-x)^(1-alpha))",
        family: Family::Polynomial,
        good_for: "Habitability classification of exoplanets, its origin; inputs must lie in (0, 1).",
        source: "Saha et al. 2019, SBAF (arXiv 1906.01975)",
        certainty: Certainty::Agreeing,
        note: Some("Defined for 0 <= x <= 1, with infinite slopes at the ends."),
        range: Some("[0.67114093…, 1]"),
        parameters: &[
            fixed("k", "> 0", "depth"),
            fixed("alpha", "(0, 1)", "where the minimum lies"),
        ],
        ..PLAIN
    },
];

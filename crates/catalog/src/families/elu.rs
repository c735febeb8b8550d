//! Exponentials: alone, or saturating left of a straight right half.

use crate::record::{AtKinks, Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "elu",
        definition: "elu(x; alpha = 1) = if(x > 0, x, alpha*(exp(x)-1))",
        family: Family::Elu,
        good_for: "Hidden layers without batch normalisation: negative outputs centre the mean, the left half saturates gently.",
        source: "PyTorch, documentation of torch.nn; Clevert et al. 2015 (arXiv 1511.07289)",
        certainty: Certainty::Agreeing,
        note: Some("Smooth at 0 only for alpha = 1; otherwise the slope jumps from alpha to 1."),
        at_kinks: Some(AtKinks {
            pytorch: Some("1"),
            jax: Some("1"),
            note: "No kink at the default; with another alpha both take the left side at 0, alpha.",
        }),
        range: Some("(-1, inf)"),
        parameters: &[fixed("alpha", "> 0", "depth on the left")],
        advice: Some(
            "An alternative to leaky units: a smooth exponential on the left that saturates; it costs an exponential.",
        ),
        ..PLAIN
    },
    Record {
        name: "elu_alpha_half",
        definition: "elu_alpha_half(x; alpha = 0.5) = if(x > 0, x, alpha*(exp(x)-1))",
        family: Family::Elu,
        good_for: "Seeing what elu does when alpha is not 1: the slope jumps at 0.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0.5"),
            jax: Some("0.5"),
            note: "Both take the left side, alpha.",
        }),
        range: Some("(-0.5, inf)"),
        parameters: &[fixed("alpha", "> 0", "depth on the left")],
        ..PLAIN
    },
    Record {
        name: "celu",
        definition: "celu(x; alpha = 1) = max(0, x) + min(0, alpha*(exp(x/alpha) - 1))",
        family: Family::Elu,
        good_for: "An ELU whose slope is continuous for every alpha; the safer choice when alpha is tuned.",
        source: "Barron 2017 (arXiv 1704.07483); torch.nn.CELU",
        certainty: Certainty::Common,
        range: Some("(-1, inf)"),
        parameters: &[fixed("alpha", "> 0", "depth and width on the left")],
        ..PLAIN
    },
    Record {
        name: "selu",
        definition: "selu(x) = 1.0507009873554804934193349852946*if(x > 0, x, 1.6732632423543772848170429916717*(exp(x)-1))",
        family: Family::Elu,
        good_for: "Deep fully connected networks without normalisation layers, with LeCun initialisation and alpha dropout.",
        source: "PyTorch, documentation of torch.nn; Klambauer et al. 2017 (arXiv 1706.02515)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        at_kinks: Some(AtKinks {
            pytorch: Some("1.758099340847376781834052"),
            jax: Some("1.758099340847376781834052"),
            note: "Both take the left side.",
        }),
        range: Some("(-1.75809934…, inf)"),
        ..PLAIN
    },
    Record {
        name: "pelu",
        definition: "pelu(x; a = 1.5, b = 2) = if(x >= 0, a/b*x, a*(exp(x/b)-1))",
        family: Family::Elu,
        good_for: "An ELU that learns its depth and width while staying smooth at 0.",
        source: "Trottier et al. 2016 (arXiv 1605.09332)",
        certainty: Certainty::Single,
        range: Some("(-1.5, inf)"),
        parameters: &[
            learnt("a", "> 0", "depth on the left"),
            learnt("b", "> 0", "width on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "mpelu",
        definition: "mpelu(x; alpha = 0.8, beta = 1.5) = if(x > 0, x, alpha*(exp(beta*x)-1))",
        family: Family::Elu,
        good_for: "Covers ReLU, PReLU and ELU in one family by learning depth and rate.",
        source: "Li et al. 2016 (arXiv 1606.00305)",
        certainty: Certainty::Single,
        kinks: &["0"],
        range: Some("(-0.8, inf)"),
        parameters: &[
            learnt("alpha", "real", "depth on the left"),
            learnt("beta", "> 0", "rate on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "felu",
        definition: "felu(x; alpha = 1) = if(x > 0, x, alpha*(2^(x/ln(2))-1))",
        family: Family::Elu,
        good_for: "An ELU written with a power of two, meant for fast bit-level exponentials.",
        source: "Qiumei et al. 2019 (Fast ELU)",
        certainty: Certainty::Common,
        note: Some("2^(x/ln(2)) equals exp(x), so this is elu."),
        range: Some("(-1, inf)"),
        parameters: &[learnt("alpha", "> 0", "depth on the left")],
        ..PLAIN
    },
    Record {
        name: "edelu",
        definition: "edelu(x; a = 1, b = 1, c = 0) = if(x >= c, x, (exp(a*x)-1)/b)",
        family: Family::Elu,
        good_for: "An extended ELU with free rate, depth and corner.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Single,
        note: Some("Continuous at c only if exp(a*c) - 1 = b*c, as with c = 0."),
        range: Some("(-1, inf)"),
        parameters: &[
            fixed("a", "> 0", "rate on the left"),
            fixed("b", "> 0", "divisor of the left half"),
            fixed("c", "real", "where the identity begins"),
        ],
        ..PLAIN
    },
    Record {
        name: "pdelu",
        definition: "pdelu(x; alpha = 1, t = 0.9) = if(x > 0, x, alpha*(max(0,1+(1-t)*x)^(1/(1-t))-1))",
        family: Family::Elu,
        good_for: "A deformed exponential on the left whose flatness is tuned; reaches its floor at a finite point.",
        source: "Cheng et al. 2020 (PDELU)",
        certainty: Certainty::Single,
        range: Some("[-1, inf)"),
        parameters: &[
            learnt("alpha", "> 0", "depth on the left"),
            fixed("t", "< 1", "deformation; the limit 1 gives ELU"),
        ],
        ..PLAIN
    },
    Record {
        name: "erfrelu",
        definition: "erfrelu(x; a = 1) = if(x >= 0, x, a*erf(x))",
        family: Family::Elu,
        good_for: "A ReLU whose left half is an error function: saturates faster than ELU.",
        source: "Rajanand and Singh 2023 (arXiv 2306.01822)",
        certainty: Certainty::Single,
        kinks: &["0"],
        range: Some("(-1, inf)"),
        parameters: &[learnt("a", ">= 0", "depth on the left")],
        ..PLAIN
    },
    Record {
        name: "ptelu",
        definition: "ptelu(x; a = 0.75, b = 1) = if(x >= 0, x, a*tanh(b*x))",
        family: Family::Elu,
        good_for: "A ReLU whose left half is a learnt tanh, faster to saturate than ELU.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-0.75, inf)"),
        parameters: &[
            learnt("a", ">= 0", "depth on the left"),
            learnt("b", ">= 0", "rate on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "talu",
        definition: "talu(x; a = -1) = if(x >= 0, x, if(x > a, tanh(x), tanh(a)))",
        family: Family::Elu,
        good_for: "A tanh on the left cut off at a chosen point, so far-left inputs give a constant.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        kinks: &["-1"],
        range: Some("[-0.76159415…, inf)"),
        parameters: &[fixed("a", "< 0", "where the constant begins")],
        ..PLAIN
    },
    Record {
        name: "siglu",
        definition: "siglu(x) = if(x >= 0, x, (1-exp(-2*x))/(1+exp(-2*x)))",
        family: Family::Elu,
        good_for: "The identity right of 0 and tanh left of it; slope 1 on both sides of the joint.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some("(1 - exp(-2*x))/(1 + exp(-2*x)) equals tanh(x)."),
        range: Some("(-1, inf)"),
        ..PLAIN
    },
    Record {
        name: "thlu",
        definition: "thlu(x) = if(x >= 0, x, tanh(x/2))",
        family: Family::Elu,
        good_for: "A half-rate tanh on the left: gentler than siglu, at the price of a kink at 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-1, inf)"),
        ..PLAIN
    },
    Record {
        name: "diff_elu",
        definition: "diff_elu(x; a = 0.3, b = 0.1) = if(x >= 0, x, a*(x*exp(x)-b*exp(b*x)))",
        family: Family::Elu,
        good_for: "A left half that dips and returns to 0 by a difference of exponentials.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some("Jumps at 0 by a*b."),
        kinks: &["0"],
        range: Some("[-0.13754188…, inf)"),
        parameters: &[
            fixed("a", ">= 0", "depth of the dip"),
            fixed("b", ">= 0", "rate and share of the slow exponential"),
        ],
        ..PLAIN
    },
    Record {
        name: "polylu",
        aliases: &["FPLUS"],
        definition: "polylu(x) = if(x >= 0, x, 1/(1-x)-1)",
        family: Family::Elu,
        good_for: "ELU's shape from one division in place of an exponential; heavier tail on the left.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-1, inf)"),
        ..PLAIN
    },
    Record {
        name: "polu",
        definition: "polu(x; a = 1.5) = if(x >= 0, x, (1-x)^(-a)-1)",
        family: Family::Elu,
        good_for: "A power function on the left with adjustable decay, a rational alternative to ELU.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree; Li et al. 2018 (PoLU)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-1, inf)"),
        parameters: &[fixed("a", "> 0", "exponent")],
        ..PLAIN
    },
    Record {
        name: "reu",
        aliases: &["rectified_exponential_unit"],
        definition: "reu(x) = if(x > 0, x, x*exp(x))",
        family: Family::Elu,
        good_for: "x*exp(x) on the left: a dip like swish's, with the exact identity on the right.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-1/e, inf)"),
        ..PLAIN
    },
    Record {
        name: "serlu",
        definition: "serlu(x; alpha = 2.90427, lambd = 1.07862) = lambd*if(x >= 0, x, alpha*x*exp(x))",
        family: Family::Elu,
        good_for: "Self-normalising like SELU, with a bump on the left that returns to zero for rare, large negatives.",
        source: "Zhang and Li 2018 (arXiv 1807.10117)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("[-1.15242050…, inf)"),
        parameters: &[
            fixed("alpha", "> 0", "size of the bump"),
            fixed("lambd", "> 0", "overall scale"),
        ],
        ..PLAIN
    },
    Record {
        name: "preu",
        definition: "preu(x; alpha = 1.5, beta = 0.5) = if(x >= 0, alpha*x, alpha*x*exp(beta*x))",
        family: Family::Elu,
        good_for: "REU with a learnt slope and rate.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Agreeing,
        range: Some("[-3/e, inf)"),
        parameters: &[
            learnt("alpha", "> 0", "slope on the right"),
            learnt("beta", "> 0", "rate on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "sqlu",
        definition: "sqlu(x) = if(x > 0, x, if(x >= -2, x+x^2/4, -1))",
        family: Family::Elu,
        good_for: "ELU's shape by a parabola, exact and cheap in integer arithmetic.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree; Wuraola et al. 2021",
        certainty: Certainty::Agreeing,
        range: Some("[-1, inf)"),
        ..PLAIN
    },
    Record {
        name: "softexponential",
        definition: "softexponential(x; alpha = 0.3) = if(alpha < 0, -ln(1-alpha*(x+alpha))/alpha, if(alpha == 0, x, (exp(alpha*x)-1)/alpha+alpha))",
        family: Family::Elu,
        good_for: "One parameter that runs from logarithm through identity to exponential, so a unit can learn to add or multiply.",
        source: "Godfrey and Gashler 2016 (arXiv 1602.01321)",
        certainty: Certainty::Agreeing,
        range: Some("(-3.03333333…, inf)"),
        parameters: &[learnt(
            "alpha",
            "real",
            "negative: logarithm, 0: identity, positive: exponential",
        )],
        ..PLAIN
    },
    Record {
        name: "softexponential_neg",
        definition: "softexponential_neg(x; alpha = -0.3) = -ln(1-alpha*(x+alpha))/alpha",
        family: Family::Elu,
        good_for: "The logarithmic side of soft exponential, on the half-line where it is defined.",
        source: "Godfrey and Gashler 2016 (arXiv 1602.01321)",
        certainty: Certainty::Agreeing,
        note: Some("Defined where 1 - alpha*(x + alpha) > 0."),
        range: Some("(-inf, inf)"),
        parameters: &[learnt("alpha", "< 0", "strength of the logarithm")],
        ..PLAIN
    },
    Record {
        name: "exponential",
        aliases: &["exponential_act"],
        definition: "exponential(x) = exp(x)",
        family: Family::Elu,
        good_for: "Outputs that are positive rates or scales (log-linear models); far too steep for hidden layers.",
        source: "Keras 3, module keras.activations",
        certainty: Certainty::Agreeing,
        range: Some("(0, inf)"),
        ..PLAIN
    },
    Record {
        name: "exp_neg",
        definition: "exp_neg(x) = exp(-x)",
        family: Family::Elu,
        good_for: "A decaying positive response, as of a distance or an energy; blows up on the left.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(0, inf)"),
        ..PLAIN
    },
];

//! Piecewise lines with a slope on both sides.

use crate::record::{AtKinks, Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "dprelu",
        definition: "dprelu(x; a = 1, b = 0.01) = if(x >= 0, a*x, b*x)",
        family: Family::Leaky,
        good_for: "Two learnt slopes, one for each sign.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("a", "real", "slope on the right"),
            learnt("b", "real", "slope on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "leaky_relu",
        aliases: &["lrelu"],
        definition: "leaky_relu(x; negative_slope = 0.01) = if(x >= 0, x, negative_slope*x)",
        family: Family::Leaky,
        good_for: "Replacing ReLU where units die, and in GAN discriminators: a small slope keeps negative inputs learning.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0.01"),
            jax: Some("1"),
            note: "PyTorch takes the left side at 0, JAX the right.",
        }),
        range: Some("(-inf, inf)"),
        parameters: &[fixed("negative_slope", "[0, 1)", "slope on the left")],
        advice: Some("Use it when ReLU units die: the left side keeps a small gradient."),
        ..PLAIN
    },
    Record {
        name: "prelu",
        aliases: &["parameterised_relu", "parametric_relu"],
        definition: "prelu(x; a = 0.25) = max(0,x) + a*min(0,x)",
        family: Family::Leaky,
        good_for: "Letting each channel learn its negative slope; worth its few parameters in large image models.",
        source: "PyTorch, documentation of torch.nn; He et al. 2015 (arXiv 1502.01852)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0.25"),
            jax: None,
            note: "PyTorch takes the left side, a.",
        }),
        range: Some("(-inf, inf)"),
        parameters: &[learnt("a", "real", "slope on the left")],
        advice: Some(
            "Use it when a fixed leak does not cure dead units: the slope is learnt along with the weights.",
        ),
        ..PLAIN
    },
    Record {
        name: "very_leaky_relu",
        definition: "very_leaky_relu(x) = if(x >= 0, x, x/3)",
        family: Family::Leaky,
        good_for: "A third of the slope on the left: closer to linear, used for small image data sets.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some("One public implementation has slope 3 in place of 1/3; 1/3 is right."),
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "darknet_ramp",
        definition: "darknet_ramp(x) = if(x > 0, x, 0) + 0.1*x",
        family: Family::Leaky,
        good_for: "Loading old Darknet configurations that name the ramp activation.",
        source: "Darknet, its header of activations",
        certainty: Certainty::Common,
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "darknet_lhtan",
        definition: "darknet_lhtan(x) = if(x < 0, 0.001*x, if(x > 1, 0.001*(x-1)+1, x))",
        family: Family::Leaky,
        good_for: "Loading old Darknet configurations: a hard clamp to [0, 1] with a slope of 0.001 outside.",
        source: "Darknet, its header of activations",
        certainty: Certainty::Common,
        kinks: &["0", "1"],
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "blrelu",
        aliases: &["bounded_leaky_relu"],
        definition: "blrelu(x; a = 0.01, b = 1) = if(x <= 0, a*x, if(x < b, x, a*x+(1-a)*b))",
        family: Family::Leaky,
        good_for: "A leaky ReLU that turns back to its small slope beyond b, nearly bounding the activations.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        kinks: &["0", "1"],
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("a", "[0, 1)", "slope of the outer pieces"),
            fixed("b", "> 0", "where the upper piece begins"),
        ],
        ..PLAIN
    },
    Record {
        name: "sign_relu",
        aliases: &["DLU"],
        definition: "sign_relu(x; a = 0.5) = if(x >= 0, x, a*x/(abs(x)+1))",
        family: Family::Leaky,
        good_for: "A ReLU whose left half saturates like softsign, so that noise far left is damped.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-0.5, inf)"),
        parameters: &[fixed("a", ">= 0", "depth of the left half")],
        ..PLAIN
    },
    Record {
        name: "li_relu",
        definition: "li_relu(x; a = 0.2) = a*x+max(0,x)",
        family: Family::Leaky,
        good_for: "A linear term beneath ReLU; the same family as leaky ReLU with both slopes shifted.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", "real", "slope of the linear term")],
        ..PLAIN
    },
    Record {
        name: "pilu",
        definition: "pilu(x; a = 1, b = 0.01, c = 1) = if(x >= c, a*x+c*(1-a), b*x+c*(1-b))",
        family: Family::Leaky,
        good_for: "A piecewise-linear unit that learns where it bends and both slopes.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Agreeing,
        kinks: &["1"],
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("a", "real", "slope on the right"),
            learnt("b", "real", "slope on the left"),
            learnt("c", "real", "where it bends"),
        ],
        ..PLAIN
    },
    Record {
        name: "arelu",
        definition: "arelu(x; a = 0.9, b = 2) = if(x >= 0, (1+sigmoid(b))*x, a*x)",
        family: Family::Leaky,
        good_for: "Sign-wise attention: learns how much to weaken negative and strengthen positive inputs.",
        source: "Chen et al. 2020 (arXiv 2006.13858)",
        certainty: Certainty::Agreeing,
        note: Some("The paper clamps a to [0.01, 0.99]; the formula takes it as already clamped."),
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt(
                "a",
                "[0.01, 0.99]",
                "slope on the left, kept in this range by clamping",
            ),
            learnt(
                "b",
                "real",
                "its sigmoid is added to the slope on the right",
            ),
        ],
        ..PLAIN
    },
    Record {
        name: "srelu_s_shaped",
        definition: "srelu_s_shaped(x; tr = 1, tl = -0.5, ar = 0.3, al = 0.1) = if(x >= tr, tr+ar*(x-tr), if(x > tl, x, tl+al*(x-tl)))",
        family: Family::Leaky,
        good_for: "A learnt S of three straight pieces, able to be convex or concave as the data ask.",
        source: "Jin et al. 2015 (arXiv 1512.07030)",
        certainty: Certainty::Agreeing,
        kinks: &["-0.5", "1"],
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("tr", "> tl", "where the right piece begins"),
            learnt("tl", "real", "where the left piece ends"),
            learnt("ar", "real", "slope on the right"),
            learnt("al", "real", "slope on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "lu_n_activation",
        definition: "lu_n_activation(x; a = -0.5, b = 0.5) = if(x < a, x-2*a, if(x <= b, -x, x-2*b))",
        family: Family::Leaky,
        good_for: "Lipschitz-bounded networks: slopes of -1 and 1 only, so gradients keep their norm.",
        source: "Prach and Lampert 2023 (N-activation) (arXiv 2311.06103)",
        certainty: Certainty::Single,
        kinks: &["-0.5", "0.5"],
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("a", "<= b", "first bend"),
            learnt("b", "real", "second bend"),
        ],
        ..PLAIN
    },
    Record {
        name: "ls_relu",
        definition: "ls_relu(x; a = 1, b = 1) = if(x <= 0, x/(1+abs(x)), if(x <= b, x, ln(a*x+1)+abs(ln(a*b+1)-b)))",
        family: Family::Leaky,
        good_for: "Softsign on the left, identity in the middle, logarithm on the right: tames both tails.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["1"],
        range: Some("(-1, inf)"),
        parameters: &[
            fixed("a", "> 0", "scale inside the logarithm"),
            fixed("b", ">= 0", "where the logarithm begins"),
        ],
        ..PLAIN
    },
];

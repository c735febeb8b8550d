//! Smooth versions of `ReLU`, of |x| and of lines with a bend.

use crate::record::{Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "logsigmoid",
        aliases: &["log_sigmoid"],
        definition: "logsigmoid(x) = -ln(1+exp(-x))",
        family: Family::Softplus,
        good_for: "Log-probabilities of binary outcomes, in cross-entropy, ranking and preference losses.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, 0)"),
        ..PLAIN
    },
    Record {
        name: "softplus",
        aliases: &["soft_relu", "smoothrelu"],
        definition: "softplus(x) = ln(1+exp(x))",
        family: Family::Softplus,
        good_for: "Outputs that must be positive, such as variances and rates; a smooth ReLU.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        range: Some("(0, inf)"),
        ..PLAIN
    },
    Record {
        name: "softplus_beta",
        definition: "softplus_beta(x; beta = 2) = ln(1+exp(beta*x))/beta",
        family: Family::Softplus,
        good_for: "A softplus with adjustable sharpness, closer to ReLU as beta grows.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        note: Some(
            "PyTorch returns x itself beyond beta*x = 20, off by up to 2e-9; the exact function is meant here.",
        ),
        range: Some("(0, inf)"),
        parameters: &[fixed("beta", "> 0", "sharpness")],
        ..PLAIN
    },
    Record {
        name: "squareplus",
        definition: "squareplus(x; b = 4) = (x+sqrt(x^2+b))/2",
        family: Family::Softplus,
        good_for: "A positive, smooth ReLU without exponentials, for speed and low precision.",
        source: "JAX, module jax.nn; Barron 2021 (arXiv 2112.11687)",
        certainty: Certainty::Single,
        range: Some("(0, inf)"),
        parameters: &[fixed("b", ">= 0", "width of the rounding; 0 gives ReLU")],
        ..PLAIN
    },
    Record {
        name: "sparse_plus",
        definition: "sparse_plus(x) = if(x <= -1, 0, if(x >= 1, x, (x+1)^2/4))",
        family: Family::Softplus,
        good_for: "Sparse outputs with a continuous slope: exactly 0 and exactly x outside (-1, 1), a parabola between.",
        source: "JAX, module jax.nn",
        certainty: Certainty::Single,
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "sqsoftplus",
        definition: "sqsoftplus(x) = if(x > 1/2, x, if(x >= -1/2, (x+1/2)^2/2, 0))",
        family: Family::Softplus,
        good_for: "A softplus from one square, exact zeros on the left.",
        source: "Wuraola et al. 2021 (SqSoftplus, continuous form)",
        certainty: Certainty::Common,
        note: Some(
            "Survey transcriptions print x + (x + 1/2)^2/2 for the middle, which would jump; the continuous form is used.",
        ),
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "logcosh",
        definition: "logcosh(x) = ln(cosh(x))",
        family: Family::Softplus,
        good_for: "A smooth absolute value: as a loss, quadratic for small errors and linear for outliers.",
        source: "NNlib.jl, its table of activations",
        certainty: Certainty::Single,
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "resp",
        aliases: &["rectified_softplus"],
        definition: "resp(x; alpha = 1.7) = if(x >= 0, alpha*x+ln(2), ln(1+exp(x)))",
        family: Family::Softplus,
        good_for: "Softplus on the left and a straight line on the right, continuous at 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(0, inf)"),
        parameters: &[fixed("alpha", "> 0", "slope on the right")],
        ..PLAIN
    },
    Record {
        name: "smu1",
        definition: "smu1(x; alpha = 0.25, mu = 1) = ((1+alpha)*x+sqrt(((1-alpha)*x)^2+mu^2))/2",
        family: Family::Softplus,
        good_for: "A smooth leaky ReLU through a square root.",
        source: "Biswas et al. 2021 (arXiv 2111.04682)",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("alpha", "[0, 1)", "slope on the left"),
            learnt("mu", "real", "width of the rounding"),
        ],
        ..PLAIN
    },
    Record {
        name: "grelu_gen_softplus",
        definition: "grelu_gen_softplus(x; a = 2, b = 1.5) = ln(1+a^(b*x))/(b*ln(a))",
        family: Family::Softplus,
        good_for: "A softplus to any base, equivalently with any sharpness.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(0, inf)"),
        parameters: &[fixed("a", "> 1", "base"), fixed("b", "> 0", "sharpness")],
        ..PLAIN
    },
    Record {
        name: "parametric_softplus",
        definition: "parametric_softplus(x; a = 1.5, b = 0.6931471805599453) = a*(ln(1+exp(x))-b)",
        family: Family::Softplus,
        good_for: "A softplus scaled and lowered so that it passes near the origin.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some(
            "The default b is ln(2) rounded to a double, so the value at 0 is tiny but not 0.",
        ),
        range: Some("(-1.03972077…, inf)"),
        parameters: &[
            learnt("a", "> 0", "scale"),
            learnt("b", "real", "offset before scaling"),
        ],
        ..PLAIN
    },
    Record {
        name: "softplus_plus",
        definition: "softplus_plus(x; a = 1, b = 2) = ln(1+exp(a*x))+x/b-ln(2)",
        family: Family::Softplus,
        good_for: "A softplus that passes through 0 and keeps a slope of 1/b on the left.",
        source: "Ciuparu et al. 2020 (Soft++)",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("a", "> 0", "sharpness"),
            fixed("b", "> 0", "inverse of the slope on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "rand_softplus_eval",
        definition: "rand_softplus_eval(x; a = 0.5) = (1-a)*max(0,x)+a*ln(1+exp(x))",
        family: Family::Softplus,
        good_for: "Mixing ReLU and softplus by a noise level measured during training, in its evaluation form.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(0, inf)"),
        parameters: &[fixed("a", "[0, 1]", "share of the softplus")],
        ..PLAIN
    },
    Record {
        name: "uaf",
        definition: "uaf(x; a = 1.1, b = 0.1, c = -0.2, d = -0.9, e1 = 0) = ln(1+exp(a*(x+b)+c*x^2))-ln(1+exp(d*(x-b)))+e1",
        family: Family::Softplus,
        good_for: "A universal shape: by its five learnt numbers it imitates sigmoid, tanh, ReLU, softplus or a bump.",
        source: "Yuen et al. 2020, UAF (arXiv 2011.03842)",
        certainty: Certainty::Single,
        range: Some("(-inf, 1.72188299…]"),
        parameters: &[
            learnt("a", "real", "slope of the first term"),
            learnt("b", "real", "shift"),
            learnt("c", "real", "curvature"),
            learnt("d", "real", "slope of the second term"),
            learnt("e1", "real", "offset"),
        ],
        ..PLAIN
    },
    Record {
        name: "hclsh",
        definition: "hclsh(x) = if(x >= 0, ln(cosh(x)+x*cosh(x/2)), ln(cosh(x))+x)",
        family: Family::Softplus,
        good_for: "A smooth ReLU-like curve from hyperbolic cosines.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some(
            "One transcription parses the right half as ln(cosh(x)) + x*cosh(x)/2; the reading that is consistent at 0 and with growth like x is used.",
        ),
        range: Some("(-ln(2), inf)"),
        ..PLAIN
    },
    Record {
        name: "bent_identity",
        definition: "bent_identity(x) = (sqrt(x^2+1)-1)/2+x",
        family: Family::Softplus,
        good_for: "Regression units that should stay nearly linear: slope 1/2 far left, 3/2 far right.",
        source: "Wikipedia, \"Activation function\"",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
];

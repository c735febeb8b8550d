//! Nothing, or a constant, on the left; growth on the right.

use crate::record::{AtKinks, Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "relu",
        aliases: &["rectifier", "ramp"],
        definition: "relu(x) = max(0,x)",
        family: Family::Relu,
        good_for: "The default for hidden layers: cheap, sparse, no saturation on the right; units with only negative inputs die.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: Some("0"),
            note: "As a formula through max, automatic differentiation gives 1/2 at the tie.",
        }),
        range: Some("[0, inf)"),
        advice: Some(
            "Start here, and in hidden layers only. If units die, because their inputs stay negative and no gradient flows, try a leaky one.",
        ),
        ..PLAIN
    },
    Record {
        name: "relu_minus_abs_mix",
        definition: "relu_minus_abs_mix(x) = (x+abs(x))/2",
        family: Family::Relu,
        good_for: "Reading texts that write ReLU through |x|; the same function as relu.",
        source: "Wikipedia, \"Activation function\"",
        certainty: Certainty::Common,
        kinks: &["0"],
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "relu6",
        definition: "relu6(x) = min(max(0, x), 6)",
        family: Family::Relu,
        good_for: "Quantised and mobile networks: a bounded ReLU whose range fits few bits.",
        source: "Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10; torch.nn.ReLU6",
        certainty: Certainty::Common,
        kinks: &["0", "6"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: None,
            note: "PyTorch takes the outer side at both points.",
        }),
        range: Some("[0, 6]"),
        ..PLAIN
    },
    Record {
        name: "keras_relu_general",
        definition: "keras_relu_general(x; negative_slope = 0.1, max_value = 6, threshold = 1) = if(x >= max_value, max_value, if(x >= threshold, x, negative_slope*(x-threshold)))",
        family: Family::Relu,
        good_for: "Keras' general ReLU layer with leak, ceiling and threshold in one.",
        source: "Keras 3, module keras.activations",
        certainty: Certainty::Single,
        note: Some(
            "Keras' own defaults are 0, none and 0; others are chosen so that every piece shows.",
        ),
        kinks: &["1", "6"],
        range: Some("(-inf, 0) ∪ [1, 6]"),
        parameters: &[
            fixed("negative_slope", ">= 0", "slope below the threshold"),
            fixed("max_value", "> threshold", "ceiling"),
            fixed(
                "threshold",
                "real",
                "where the unit starts to pass its input",
            ),
        ],
        ..PLAIN
    },
    Record {
        name: "relu_squared",
        aliases: &["relu2", "squared_relu", "requ"],
        definition: "relu_squared(x) = max(0,x)^2",
        family: Family::Relu,
        good_for: "Transformer feed-forward layers (Primer): sparse like ReLU, with a continuous first derivative.",
        source: "Hugging Face Transformers, its table of activations; So et al. 2021 (Primer) (arXiv 2109.08668)",
        certainty: Certainty::Agreeing,
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "star_relu",
        definition: "star_relu(x; s = 0.8944, b = -0.4472) = s*max(0,x)^2+b",
        family: Family::Relu,
        good_for: "Vision backbones (MetaFormer): squared ReLU shifted and scaled to zero mean and unit variance on normal input.",
        source: "Yu et al. 2022, MetaFormer baselines (arXiv 2210.13452)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.4472, inf)"),
        parameters: &[learnt("s", "real", "scale"), learnt("b", "real", "offset")],
        ..PLAIN
    },
    Record {
        name: "shifted_relu",
        aliases: &["SReLU_shifted"],
        definition: "shifted_relu(x) = max(-1,x)",
        family: Family::Relu,
        good_for: "A ReLU whose corner lies at -1, so that mean activations move toward zero.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Agreeing,
        note: Some("Another transcription calls max(0, x - 1) the shifted ReLU."),
        kinks: &["-1"],
        range: Some("[-1, inf)"),
        ..PLAIN
    },
    Record {
        name: "frelu_flexible",
        definition: "frelu_flexible(x; b = -0.398) = max(0,x)+b",
        family: Family::Relu,
        good_for: "A ReLU with a learnt offset that lets outputs go negative.",
        source: "Qiu et al. 2017 (arXiv 1706.08098)",
        certainty: Certainty::Agreeing,
        note: Some(
            "This is the flexible ReLU; the funnel activation of the same abbreviation acts on images.",
        ),
        kinks: &["0"],
        range: Some("[-0.398, inf)"),
        parameters: &[learnt("b", "real", "offset")],
        ..PLAIN
    },
    Record {
        name: "sloped_relu",
        definition: "sloped_relu(x; a = 10) = if(x >= 0, a*x, 0)",
        family: Family::Relu,
        good_for: "A ReLU with an adjustable slope, to set the gain of a layer.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("[0, inf)"),
        parameters: &[fixed("a", "> 0", "slope on the right")],
        ..PLAIN
    },
    Record {
        name: "s_rrelu",
        definition: "s_rrelu(x; a = 0.25) = 1/(1+x)^2 + if(x >= 0, x, a*x)",
        family: Family::Relu,
        good_for: "A leaky ReLU plus a pole at -1: listed for completeness, the pole makes it unsafe.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Agreeing,
        note: Some("Undefined at x = -1, where it goes to infinity."),
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", "[0, 1]", "slope on the left")],
        ..PLAIN
    },
    Record {
        name: "vlu",
        definition: "vlu(x; alpha = 0.1, beta = 1) = max(0,x)+alpha*sin(beta*x)",
        family: Family::Relu,
        good_for: "Adding a ripple to ReLU, so that dead units see varying gradients.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("[-0.1, inf)"),
        parameters: &[
            fixed("alpha", "real", "height of the ripple"),
            fixed("beta", "real", "its angular frequency"),
        ],
        ..PLAIN
    },
    Record {
        name: "nlrelu",
        definition: "nlrelu(x; beta = 1) = ln(beta*max(0,x)+1)",
        family: Family::Relu,
        good_for: "A logarithm on the positive side, keeping activations of deep layers small and comparable.",
        source: "Liu et al. 2019 (arXiv 1908.03682)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("[0, inf)"),
        parameters: &[fixed("beta", "> 0", "scale before the logarithm")],
        ..PLAIN
    },
    Record {
        name: "prenu",
        definition: "prenu(x; a = 0.25) = if(x >= 0, x-a*ln(x+1), 0)",
        family: Family::Relu,
        good_for: "A ReLU that starts gently: slope 1 - a at 0, growing to 1.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("[0, inf)"),
        parameters: &[learnt("a", "[0, 1]", "how much slope is missing at 0")],
        ..PLAIN
    },
    Record {
        name: "repu_frac",
        definition: "repu_frac(x; s = 2.5) = if(x > 0, x^s, 0)",
        family: Family::Relu,
        good_for: "Smooth function approximation, where powers of ReLU give splines of a chosen order.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[0, inf)"),
        parameters: &[fixed("s", "> 1", "exponent")],
        ..PLAIN
    },
    Record {
        name: "app_relu",
        definition: "app_relu(x; a = 1.5, b = 1.25) = if(x > 0, a*x^b, 0)",
        family: Family::Relu,
        good_for: "A power-law right half with learnable steepness.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("[0, inf)"),
        parameters: &[fixed("a", "> 0", "scale"), fixed("b", "> 0", "exponent")],
        ..PLAIN
    },
    Record {
        name: "ada",
        aliases: &["apical_dendrite"],
        definition: "ada(x; a = 1, b = 0) = if(x >= 0, exp(-a*x+b), 0)",
        family: Family::Relu,
        good_for: "Modelling apical dendrites, which answer most to weak positive input and less to strong.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some("Sources disagree: one public table lists an x*exp(x) branch under this name."),
        kinks: &["0"],
        range: Some("[0, 1]"),
        parameters: &[
            fixed("a", "> 0", "rate of decay"),
            fixed("b", "real", "logarithm of the value at 0"),
        ],
        ..PLAIN
    },
    Record {
        name: "evolved_tanh_relu",
        definition: "evolved_tanh_relu(x; a = 1) = a*tanh(x^2)+max(0,x)",
        family: Family::Relu,
        good_for: "A ReLU with a bump of tanh(x^2), found by evolutionary search.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some("Transcriptions disagree on a*(tanh(x^2) + relu(x)); both agree at a = 1."),
        kinks: &["0"],
        range: Some("[0, inf)"),
        parameters: &[fixed("a", ">= 0", "height of the bump")],
        ..PLAIN
    },
    Record {
        name: "sqreu",
        definition: "sqreu(x) = if(x > 0, x, if(x >= -2, x+x^2/2, 0))",
        family: Family::Relu,
        good_for: "A ReLU with a quadratic dip on the left: swish-like without an exponential.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["-2"],
        range: Some("[-1/2, inf)"),
        ..PLAIN
    },
    Record {
        name: "squish",
        definition: "squish(x) = if(x > 0, x+x^2/32, if(x >= -2, x+x^2/2, 0))",
        family: Family::Relu,
        good_for: "A quadratic swish for integer hardware; note that it grows like x^2.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["-2"],
        range: Some("[-1/2, inf)"),
        ..PLAIN
    },
    Record {
        name: "search_max_x_sig",
        aliases: &["maxsig"],
        definition: "search_max_x_sig(x) = max(x, sigmoid(x))",
        family: Family::Relu,
        good_for: "One of the ReLU-like winners of the search that found swish: a sigmoid left of the corner.",
        source: "Ramachandran et al. 2017 (arXiv 1710.05941)",
        certainty: Certainty::Agreeing,
        note: Some(
            "Its corner lies where x = sigmoid(x), at 0.65904606840741…, which has no closed form.",
        ),
        range: Some("(0, inf)"),
        ..PLAIN
    },
    Record {
        name: "search_max_x_tanh",
        aliases: &["maxtanh"],
        definition: "search_max_x_tanh(x) = max(x, tanh(x))",
        family: Family::Relu,
        good_for: "From the search that found swish: tanh on the left, the identity on the right, smooth once at 0.",
        source: "Ramachandran et al. 2017 (arXiv 1710.05941)",
        certainty: Certainty::Single,
        note: Some("x and tanh(x) touch at 0 with the same slope, so there is no kink."),
        range: Some("(-1, inf)"),
        ..PLAIN
    },
];

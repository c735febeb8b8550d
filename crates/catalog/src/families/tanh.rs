//! Odd curves in the manner of the hyperbolic tangent and its relatives.

use crate::record::{Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "tanh",
        definition: "tanh(x) = tanh(x)",
        family: Family::Tanh,
        good_for: "Recurrent cells and small regressors that need outputs centred on zero; saturates like sigmoid.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        range: Some("(-1, 1)"),
        advice: Some(
            "Preferable to sigmoid in hidden layers, being symmetric about zero and steeper; it still saturates, so deep networks lose gradients.",
        ),
        ..PLAIN
    },
    Record {
        name: "lecun_tanh",
        aliases: &["stanh", "scaled_tanh"],
        definition: "lecun_tanh(x) = 1.7159*tanh(2*x/3)",
        family: Family::Tanh,
        good_for: "Shallow networks on normalised data: f(1) is about 1, and the gain about 1 keeps the variance.",
        source: "LeCun et al. 1998, Efficient BackProp",
        certainty: Certainty::Agreeing,
        range: Some("(-1.7159, 1.7159)"),
        ..PLAIN
    },
    Record {
        name: "lecun_tanh_twist",
        definition: "lecun_tanh_twist(x; a = 0.01) = 1.7159*tanh(2*x/3) + a*x",
        family: Family::Tanh,
        good_for: "LeCun's tanh with a small linear term, so that saturation never stops learning.",
        source: "LeCun et al. 1998, Efficient BackProp",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", ">= 0", "slope of the linear term")],
        ..PLAIN
    },
    Record {
        name: "scaled_tanh_onnx",
        definition: "scaled_tanh_onnx(x; alpha = 1.5, beta = 0.75) = alpha*tanh(beta*x)",
        family: Family::Tanh,
        good_for: "Exchanging models: the ScaledTanh operator of ONNX with both its attributes.",
        source: "ONNX, operator ScaledTanh",
        certainty: Certainty::Common,
        range: Some("(-1.5, 1.5)"),
        parameters: &[
            fixed("alpha", "real", "height"),
            fixed("beta", "real", "slope of the argument"),
        ],
        ..PLAIN
    },
    Record {
        name: "tanhshrink",
        definition: "tanhshrink(x) = x-tanh(x)",
        family: Family::Tanh,
        good_for: "Shrinking small inputs strongly (like x^3/3) and large ones by one; smooth sparse coding.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "lisht",
        definition: "lisht(x) = x*tanh(x)",
        family: Family::Tanh,
        good_for: "A non-negative, even unit that behaves like x^2 near 0 and |x| far out; ignores the sign of its input.",
        source: "Roy et al. 2019 (arXiv 1901.05894)",
        certainty: Certainty::Agreeing,
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "erf_act",
        definition: "erf_act(x) = erf(x)",
        family: Family::Tanh,
        good_for: "A sigmoid with Gaussian tails, convenient in theory: expectations over Gaussian inputs are closed.",
        source: "Common knowledge",
        certainty: Certainty::Common,
        range: Some("(-1, 1)"),
        ..PLAIN
    },
    Record {
        name: "ptanh",
        aliases: &["penalized_tanh"],
        definition: "ptanh(x; a = 4) = if(x >= 0, tanh(x), tanh(x)/a)",
        family: Family::Tanh,
        good_for: "Tanh with its negative part weakened, which kept pace with ReLU in convolutional networks.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-0.25, 1)"),
        parameters: &[fixed("a", "> 1", "divisor of the negative part")],
        ..PLAIN
    },
    Record {
        name: "hexpo",
        definition: "hexpo(x; a = 1, b = 2, c = 1, d = 4) = if(x >= 0, -a*(exp(-x/b)-1), c*(exp(x/d)-1))",
        family: Family::Tanh,
        good_for: "A squashing function whose two halves have their own height and speed, to tune where gradients vanish.",
        source: "Kong and Takatsuka 2017 (Hexpo)",
        certainty: Certainty::Common,
        note: Some(
            "Transcriptions print exp(-x/d) for the negative branch, which explodes; exp(x/d), which stays bounded, is used.",
        ),
        kinks: &["0"],
        range: Some("(-1, 1)"),
        parameters: &[
            fixed("a", "> 0", "height on the right"),
            fixed("b", "> 0", "width on the right"),
            fixed("c", "> 0", "depth on the left"),
            fixed("d", "> 0", "width on the left"),
        ],
        ..PLAIN
    },
    Record {
        name: "new_sigmoid",
        definition: "new_sigmoid(x) = (exp(x)-exp(-x))/sqrt(2*(exp(2*x)+exp(-2*x)))",
        family: Family::Tanh,
        good_for: "An odd squashing curve steeper than tanh at the origin relative to its height.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-1/sqrt(2), 1/sqrt(2))"),
        ..PLAIN
    },
    Record {
        name: "stac_tanh",
        definition: "stac_tanh(x; a = 1, b = 0.1) = if(x < -a, tanh(-a)+b*(x+a), if(x > a, tanh(a)+b*(x-a), tanh(x)))",
        family: Family::Tanh,
        good_for: "Tanh with straight tails of small slope in place of saturation.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        kinks: &["-1", "1"],
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("a", "> 0", "where the tails begin"),
            fixed("b", ">= 0", "slope of the tails"),
        ],
        ..PLAIN
    },
    Record {
        name: "tanhlu",
        definition: "tanhlu(x; a = 1, b = 1, c = 0.5) = a*tanh(b*x)+c*x",
        family: Family::Tanh,
        good_for: "Tanh plus a linear term, all three coefficients learnt; escapes saturation.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("a", "real", "height of the tanh"),
            learnt("b", "real", "slope of its argument"),
            learnt("c", "real", "slope of the linear term"),
        ],
        ..PLAIN
    },
    Record {
        name: "reltanh",
        definition: "reltanh(x; a = -1.5, b = 0) = if(x <= a, (1-tanh(a)^2)*(x-a)+tanh(a), if(x >= b, (1-tanh(b)^2)*(x-b)+tanh(b), tanh(x)))",
        family: Family::Tanh,
        good_for: "Tanh continued by its tangents beyond two learnt points, used in fault diagnosis of machines.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("a", "< b", "where the lower tangent begins"),
            learnt("b", "real", "where the upper tangent begins"),
        ],
        ..PLAIN
    },
    Record {
        name: "arcsinh_act",
        definition: "arcsinh_act(x) = asinh(x)",
        family: Family::Tanh,
        good_for: "Logarithmic compression of both signs, for inputs of wide dynamic range; never saturates.",
        source: "Common knowledge",
        certainty: Certainty::Common,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "modified_arcsinh",
        definition: "modified_arcsinh(x) = asinh(x)*sqrt(abs(x))/12",
        family: Family::Tanh,
        good_for: "An odd curve, flat at the origin and compressing far out; its second derivative is infinite at 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some("One transcription multiplies by |x| instead of sqrt(|x|)."),
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "symexp",
        definition: "symexp(x) = sign(x)*(exp(abs(x))-1)",
        family: Family::Tanh,
        good_for: "Undoing symlog compression of rewards and values, as in DreamerV3's output heads.",
        source: "Hafner et al. 2023, DreamerV3 (arXiv 2301.04104)",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "ssinh",
        definition: "ssinh(x; a = 1, b = 0.5) = a*sinh(b*x)",
        family: Family::Tanh,
        good_for: "Amplifying large inputs; use with care, values and gradients grow exponentially.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("a", "real", "height"),
            fixed("b", "real", "slope of the argument"),
        ],
        ..PLAIN
    },
    Record {
        name: "hypersinh",
        definition: "hypersinh(x) = if(x > 0, sinh(x)/3, x^3/4)",
        family: Family::Tanh,
        good_for: "A sinh on the right and a cubic on the left; it grows so fast that inputs must be normalised.",
        source: "Parisi et al. 2020 (arXiv 2011.08692)",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
];

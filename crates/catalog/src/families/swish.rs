//! The input times a gate.

use crate::record::{Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "generalized_swish",
        definition: "generalized_swish(x) = x*sigmoid(exp(-x))",
        family: Family::Swish,
        good_for: "An x-times-gate curve whose gate never closes: slope near 1 far left and 1/2 far right.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "elish",
        definition: "elish(x) = if(x >= 0, x/(1+exp(-x)), (exp(x)-1)/(1+exp(-x)))",
        family: Family::Swish,
        good_for: "Swish on the right joined to ELU times sigmoid on the left; smooth once at 0.",
        source: "Basirat and Roth 2018 (arXiv 1808.00783)",
        certainty: Certainty::Agreeing,
        range: Some("[2*sqrt(2) - 3, inf)"),
        ..PLAIN
    },
    Record {
        name: "silu",
        aliases: &["SiL"],
        definition: "silu(x) = x/(1+exp(-x))",
        family: Family::Swish,
        good_for: "Vision and language models (EfficientNet, LLaMA's feed-forward gate): smooth, with a small dip on the left.",
        source: "PyTorch, documentation of torch.nn; Elfwing et al. 2017 (arXiv 1702.03118)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.27846454…, inf)"),
        ..PLAIN
    },
    Record {
        name: "swish",
        aliases: &["swish_beta"],
        definition: "swish(x; beta = 1) = x*sigmoid(beta*x)",
        family: Family::Swish,
        good_for: "Deep networks where ReLU is the baseline: smooth, not monotone; beta moves it from linear to ReLU.",
        source: "Ramachandran et al. 2017 (arXiv 1710.05941)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.27846454…, inf)"),
        parameters: &[learnt(
            "beta",
            "real",
            "sharpness: 0 gives x/2, large values ReLU",
        )],
        advice: Some(
            "Try it in deep networks when ReLU is not enough: smooth everywhere, not monotone, bounded below but not above.",
        ),
        ..PLAIN
    },
    Record {
        name: "swish_beta_1p5",
        definition: "swish_beta_1p5(x; beta = 1.5) = x/(1+exp(-beta*x))",
        family: Family::Swish,
        good_for: "A sharper swish as primitive libraries test it.",
        source: "oneDNN, table of elementwise primitives",
        certainty: Certainty::Single,
        range: Some("[-0.18564302…, inf)"),
        parameters: &[fixed("beta", "real", "sharpness")],
        ..PLAIN
    },
    Record {
        name: "mish",
        definition: "mish(x) = x*tanh(ln(1+exp(x)))",
        family: Family::Swish,
        good_for: "Object detectors of the YOLO line and other vision nets: smoother than swish at about twice its cost.",
        source: "PyTorch, documentation of torch.nn; Misra 2019 (arXiv 1908.08681)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.30884341…, inf)"),
        ..PLAIN
    },
    Record {
        name: "hardswish",
        aliases: &["hard_silu", "hard_swish"],
        definition: "hardswish(x) = x*min(max(x+3,0),6)/6",
        family: Family::Swish,
        good_for: "MobileNetV3 and quantised models: swish's shape from a clamp and a product.",
        source: "PyTorch, documentation of torch.nn; Howard et al. 2019 (arXiv 1905.02244)",
        certainty: Certainty::Agreeing,
        kinks: &["-3", "3"],
        range: Some("[-3/8, inf)"),
        ..PLAIN
    },
    Record {
        name: "srs",
        aliases: &["soft_root_sign"],
        definition: "srs(x; alpha = 2, beta = 3) = x/(x/alpha+exp(-x/beta))",
        family: Family::Swish,
        good_for: "A bounded, non-monotone unit whose dip and ceiling are learnt.",
        source: "Zhou et al. 2020, Soft-Root-Sign (arXiv 2003.00547)",
        certainty: Certainty::Single,
        note: Some(
            "A public package implements a different formula under this name; the paper's is used.",
        ),
        range: Some("[-2.46248440…, 2)"),
        parameters: &[
            learnt("alpha", "> 0", "ceiling"),
            learnt("beta", "> 0", "width of the dip"),
        ],
        ..PLAIN
    },
    Record {
        name: "tanhsig",
        definition: "tanhsig(x) = (x+tanh(x))*sigmoid(x)",
        family: Family::Swish,
        good_for: "A swish with a deeper dip, made of x + tanh(x) times a gate.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.47491606…, inf)"),
        ..PLAIN
    },
    Record {
        name: "ptanhsig",
        definition: "ptanhsig(x; a = 1) = (x+a*tanh(x+a))*sigmoid(x)",
        family: Family::Swish,
        good_for: "Shifting the tanh inside tanhsig moves the dip and the value at 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.35913536…, inf)"),
        parameters: &[fixed("a", "real", "height and shift of the tanh")],
        ..PLAIN
    },
    Record {
        name: "calu",
        definition: "calu(x) = x*(atan(x)/pi+1/2)",
        family: Family::Swish,
        good_for: "A swish whose gate is a Cauchy distribution function: heavy tail, left limit -1/pi.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-1/pi, inf)"),
        ..PLAIN
    },
    Record {
        name: "colu",
        aliases: &["collapsing_linear_unit"],
        definition: "colu(x) = x/(1-x*exp(-(x+exp(x))))",
        family: Family::Swish,
        good_for: "Deeper networks, by its authors' tests: like swish with a faster-closing gate.",
        source: "Vagerwal 2021 (arXiv 2112.12078)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.37715856…, inf)"),
        ..PLAIN
    },
    Record {
        name: "logish",
        definition: "logish(x) = x*ln(1+sigmoid(x))",
        family: Family::Swish,
        good_for: "A swish with a logarithm of the gate: slope ln(2) on the right.",
        source: "Zhu et al. 2021 (Logish)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.25276881…, inf)"),
        ..PLAIN
    },
    Record {
        name: "loglogish",
        definition: "loglogish(x) = x*(1-exp(-exp(x)))",
        family: Family::Swish,
        good_for: "A swish whose gate is complementary log-log: opens abruptly, so close to x already at 2.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.31218251…, inf)"),
        ..PLAIN
    },
    Record {
        name: "tsrelu",
        definition: "tsrelu(x) = x*tanh(sigmoid(x))",
        family: Family::Swish,
        good_for: "A swish whose gate passes through tanh once more; slope tanh(1) on the right.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.27424287…, inf)"),
        ..PLAIN
    },
    Record {
        name: "tbsrelu",
        definition: "tbsrelu(x) = x*tanh((1-exp(-x))/(1+exp(-x)))",
        family: Family::Swish,
        good_for: "An even unit, x*tanh(tanh(x/2)): ignores the sign and is quadratic near 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some("(1 - exp(-x))/(1 + exp(-x)) equals tanh(x/2)."),
        range: Some("[0, inf)"),
        ..PLAIN
    },
    Record {
        name: "double_silu",
        definition: "double_silu(x) = x/(1+exp(-x/(1+exp(-x))))",
        family: Family::Swish,
        good_for: "A gate fed by SiLU itself; note the slope 1/2 far left.",
        source: "Tables of two packages made after Kunc and Klema's survey (arXiv 2402.09092)",
        certainty: Certainty::Agreeing,
        note: Some(
            "Transcriptions disagree between silu(silu(x)) and x*sigmoid(silu(x)); the latter, in two of three, is used.",
        ),
        range: Some("(-inf, inf)"),
        ..PLAIN
    },
    Record {
        name: "tsilu",
        definition: "tsilu(x) = tanh(x*sigmoid(x))",
        family: Family::Swish,
        good_for: "A SiLU bounded by tanh, for activations that must not grow.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.27148338…, 1)"),
        ..PLAIN
    },
    Record {
        name: "asilu",
        definition: "asilu(x) = atan(x/(1+exp(-x)))",
        family: Family::Swish,
        good_for: "A SiLU bounded by an arctangent; saturates more slowly than tsilu.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.27158430…, pi/2)"),
        ..PLAIN
    },
    Record {
        name: "smish",
        definition: "smish(x; alpha = 1, beta = 1) = alpha*x*tanh(ln(1+sigmoid(beta*x)))",
        family: Family::Swish,
        good_for: "A mish whose inner logarithm takes the sigmoid: flatter, slope 3/5 on the right.",
        source: "Wang et al. 2022 (Smish)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.24999366…, inf)"),
        parameters: &[
            fixed("alpha", "> 0", "scale"),
            fixed("beta", "> 0", "sharpness of the gate"),
        ],
        ..PLAIN
    },
    Record {
        name: "eanaf",
        definition: "eanaf(x) = x*exp(x)/(exp(x)+2)",
        family: Family::Swish,
        good_for: "A swish shifted right by ln(2): a smaller dip for one exponential and one division.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some("x*exp(x)/(exp(x) + 2) equals x*sigmoid(x - ln(2)) and x*tanh(softplus(x)/2)."),
        range: Some("[-0.15718495…, inf)"),
        ..PLAIN
    },
    Record {
        name: "sinsig",
        definition: "sinsig(x) = x*sin(pi/2*sigmoid(x))",
        family: Family::Swish,
        good_for: "A swish whose gate is bent by a sine: a deeper dip than swish's.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.42917763…, inf)"),
        ..PLAIN
    },
    Record {
        name: "e_swish",
        definition: "e_swish(x; beta = 1.25) = beta*x*sigmoid(x)",
        family: Family::Swish,
        good_for: "A swish scaled by a constant above 1, for a larger gradient early in training.",
        source: "Alcaide 2018 (arXiv 1801.07145)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.34808067…, inf)"),
        parameters: &[fixed("beta", "[1, 2]", "scale")],
        ..PLAIN
    },
    Record {
        name: "beta_mish",
        definition: "beta_mish(x; beta = 1.5) = x*tanh(ln((1+exp(x))^beta))",
        family: Family::Swish,
        good_for: "A mish of adjustable sharpness.",
        source: "Echo, its table of activations",
        certainty: Certainty::Single,
        range: Some("[-0.45110286…, inf)"),
        parameters: &[fixed("beta", "> 0", "sharpness")],
        ..PLAIN
    },
    Record {
        name: "psgu",
        definition: "psgu(x; alpha = 3) = x*tanh(alpha*sigmoid(x))",
        family: Family::Swish,
        good_for: "A gated unit with a deep dip and slope just below 1 on the right, proposed as self-gating.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("[-0.74774460…, inf)"),
        parameters: &[learnt("alpha", "> 0", "sharpness inside the tanh")],
        ..PLAIN
    },
    Record {
        name: "erfact",
        aliases: &["ErfAct"],
        definition: "erfact(x; alpha = 0.75, beta = 0.75) = x*erf(alpha*exp(beta*x))",
        family: Family::Swish,
        good_for: "A learnt smooth ReLU: error function of an exponential as the gate.",
        source: "Biswas et al. 2021 (arXiv 2109.04386)",
        certainty: Certainty::Single,
        range: Some("[-0.40528084…, inf)"),
        parameters: &[
            learnt("alpha", "> 0", "scale inside the error function"),
            learnt("beta", "> 0", "rate of the exponential"),
        ],
        ..PLAIN
    },
    Record {
        name: "pserf",
        definition: "pserf(x; gamma = 1.25, delta = 0.85) = x*erf(gamma*ln(1+exp(delta*x)))",
        family: Family::Swish,
        good_for: "A learnt smooth ReLU: error function of a softplus as the gate, a cousin of mish.",
        source: "Biswas et al. 2021 (arXiv 2109.04386)",
        certainty: Certainty::Single,
        range: Some("[-0.50600687…, inf)"),
        parameters: &[
            learnt("gamma", "> 0", "scale of the softplus"),
            learnt("delta", "> 0", "rate of the softplus"),
        ],
        ..PLAIN
    },
    Record {
        name: "pflu",
        definition: "pflu(x) = x/2*(1+x/sqrt(1+x^2))",
        family: Family::Swish,
        good_for: "An algebraic swish: no exponential, tail like 1/(4x) on the left.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.15014155…, inf)"),
        ..PLAIN
    },
    Record {
        name: "fpflu",
        definition: "fpflu(x) = if(x >= 0, x, x+x^2/sqrt(1+x^2))",
        family: Family::Swish,
        good_for: "The identity on the right and an algebraic dip on the left; slope 1 at the joint.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("[-0.30028310…, inf)"),
        ..PLAIN
    },
    Record {
        name: "acon_b",
        definition: "acon_b(x; p = 0.25, beta = 1) = (1-p)*x*sigmoid(beta*(1-p)*x)+p*x",
        family: Family::Swish,
        good_for: "A smooth PReLU: learns whether to activate at all.",
        source: "Ma et al. 2020 (arXiv 2009.04759)",
        certainty: Certainty::Single,
        range: Some("(-inf, inf)"),
        parameters: &[
            learnt("p", "real", "slope on the left"),
            learnt("beta", "real", "sharpness; 0 makes it linear"),
        ],
        ..PLAIN
    },
    Record {
        name: "acon_c",
        definition: "acon_c(x; p1 = 1.2, p2 = -0.3, beta = 1) = (p1-p2)*x*sigmoid(beta*(p1-p2)*x)+p2*x",
        family: Family::Swish,
        good_for: "A smooth maximum of two linear maps; learns both slopes and whether to activate.",
        source: "Ma et al. 2020 (arXiv 2009.04759)",
        certainty: Certainty::Single,
        range: Some("[-0.09295818…, inf)"),
        parameters: &[
            learnt("p1", "real", "slope on the right"),
            learnt("p2", "real", "slope on the left"),
            learnt("beta", "real", "sharpness; 0 makes it linear"),
        ],
        ..PLAIN
    },
    Record {
        name: "lau",
        definition: "lau(x; alpha = 1.5, beta = 1) = x*ln(1+alpha*sigmoid(beta*x))",
        family: Family::Swish,
        good_for: "A logish with learnt gate, for when its slope on the right should be found by training.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Single,
        range: Some("[-0.36379351…, inf)"),
        parameters: &[
            learnt("alpha", "> 0", "scale of the gate"),
            learnt("beta", "> 0", "sharpness of the gate"),
        ],
        ..PLAIN
    },
    Record {
        name: "t_swish",
        definition: "t_swish(x; a = 1, b = 1, c = 0) = if(x >= c, x, a*x/(1+exp(-b*x)))",
        family: Family::Swish,
        good_for: "The exact identity right of c and swish left of it: cheaper where most inputs are positive.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        kinks: &["0"],
        range: Some("[-0.27846454…, inf)"),
        parameters: &[
            fixed("a", "real", "scale of the left part"),
            fixed("b", "real", "its sharpness"),
            fixed("c", "real", "where the identity begins"),
        ],
        ..PLAIN
    },
    Record {
        name: "p_swish",
        definition: "p_swish(x; a = 1, b = 1, c = -0.5) = if(x <= c, a*x*sigmoid(b*x), x)",
        family: Family::Swish,
        good_for: "A swish replaced by the identity above a learnt point.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some("Jumps at c unless a*sigmoid(b*c) = 1."),
        kinks: &["-0.5"],
        range: Some("(-0.5, inf)"),
        parameters: &[
            learnt("a", "real", "scale of the left part"),
            learnt("b", "real", "its sharpness"),
            learnt("c", "real", "where the identity begins"),
        ],
        ..PLAIN
    },
    Record {
        name: "delu_dual",
        definition: "delu_dual(x; n = 1) = if(x <= 0, x*sigmoid(x), (n+0.5)*x+abs(exp(-x)-1))",
        family: Family::Swish,
        good_for: "Swish on the left, a steep linear-plus-exponential right half; gains above 1 call for normalisation.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Single,
        note: Some("This is the DELU of Pishchik, 2023."),
        kinks: &["0"],
        range: Some("[-0.27846454…, inf)"),
        parameters: &[fixed("n", "real", "slope on the right is n + 1/2 far out")],
        ..PLAIN
    },
    Record {
        name: "swiglu_oai_scalar",
        definition: "swiglu_oai_scalar(x) = min(x,7)*sigmoid(1.702*min(x,7))",
        family: Family::Swish,
        good_for: "The clamped gate of gpt-oss' feed-forward layers, taken alone.",
        source: "gpt-oss clamped SwiGLU gate (OpenAI 2025)",
        certainty: Certainty::Common,
        kinks: &["7"],
        range: Some("[-0.16361018…, 6.99995312…]"),
        ..PLAIN
    },
];

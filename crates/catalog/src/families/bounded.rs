//! Steps, clamps, shrinkage and algebraic squashing functions.

use crate::record::{AtKinks, Certainty, Family, PLAIN, Record, fixed};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "binary_step",
        aliases: &["heaviside", "step"],
        definition: "binary_step(x) = if(x >= 0, 1, 0)",
        family: Family::Bounded,
        good_for: "A yes-or-no decision at inference or a perceptron trained by its own rule; useless for gradient descent, its slope is 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some(
            "The value at 0 is 1 here; numpy.heaviside takes it as an argument, and 1/2 is a common choice.",
        ),
        kinks: &["0"],
        range: Some("{0, 1}"),
        advice: Some(
            "Only for a final yes-or-no decision: its gradient is zero, so nothing before it learns.",
        ),
        ..PLAIN
    },
    Record {
        name: "softsign",
        definition: "softsign(x) = x/(1+abs(x))",
        family: Family::Bounded,
        good_for: "A squashing function that saturates polynomially, so saturated units recover faster than with tanh.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        range: Some("(-1, 1)"),
        ..PLAIN
    },
    Record {
        name: "hardtanh",
        aliases: &["hard_tanh"],
        definition: "hardtanh(x; min_val = -1, max_val = 1) = if(x > max_val, max_val, if(x < min_val, min_val, x))",
        family: Family::Bounded,
        good_for: "A cheap stand-in for tanh in recurrent and quantised networks; slope exactly 1 inside, 0 outside.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        kinks: &["-1", "1"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: Some("1"),
            note: "PyTorch takes the outer side at both bounds, JAX the inner.",
        }),
        range: Some("[-1, 1]"),
        parameters: &[
            fixed("min_val", "real", "lower bound"),
            fixed("max_val", "> min_val", "upper bound"),
        ],
        ..PLAIN
    },
    Record {
        name: "svhardtanh",
        definition: "svhardtanh(x; a = 0.25) = max(-1,min(1,x))+a",
        family: Family::Bounded,
        good_for: "Hard tanh shifted vertically to move the mean of the activations away from zero.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["-1", "1"],
        range: Some("[-0.75, 1.25]"),
        parameters: &[fixed("a", "real", "vertical shift")],
        ..PLAIN
    },
    Record {
        name: "hard_sigmoid",
        aliases: &["hardsigmoid"],
        definition: "hard_sigmoid(x) = clamp(x/6 + 1/2, 0, 1)",
        family: Family::Bounded,
        good_for: "A gate that needs no exponential, for mobile networks and fixed-point hardware.",
        source: "PyTorch torch.nn.Hardsigmoid; Howard et al. 2019 (arXiv 1905.02244)",
        certainty: Certainty::Common,
        note: Some(
            "PyTorch and JAX use slope 1/6, as here; older Keras and ONNX's default use slope 1/5.",
        ),
        kinks: &["-3", "3"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: None,
            note: "PyTorch takes the outer side at both points.",
        }),
        range: Some("[0, 1]"),
        ..PLAIN
    },
    Record {
        name: "elliott",
        definition: "elliott(x) = 0.5*x/(1+abs(x))+0.5",
        family: Family::Bounded,
        good_for: "A logistic-like curve without an exponential, historically for slow processors; its tails are heavy.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree; Elliott 1993",
        certainty: Certainty::Agreeing,
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "abs_sigmoid_scaled",
        definition: "abs_sigmoid_scaled(x; a = 2) = a*x/(1+abs(a*x))",
        family: Family::Bounded,
        good_for: "Softsign with an adjustable slope at the origin.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-1, 1)"),
        parameters: &[fixed("a", "> 0", "slope at the origin")],
        ..PLAIN
    },
    Record {
        name: "modified_elliott",
        definition: "modified_elliott(x) = x/sqrt(1+x^2)+1/2",
        family: Family::Bounded,
        good_for: "An algebraic squashing curve with lighter tails than Elliott's; note that its outputs centre on 1/2.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(-0.5, 1.5)"),
        ..PLAIN
    },
    Record {
        name: "sqnl",
        definition: "sqnl(x) = if(x > 2, 1, if(x >= 0, x-x^2/4, if(x >= -2, x+x^2/4, -1)))",
        family: Family::Bounded,
        good_for: "A tanh-like curve from one multiplication, for embedded inference; saturates exactly at -2 and 2.",
        source: "Echo, its table of activations; Wuraola and Patel 2018",
        certainty: Certainty::Agreeing,
        range: Some("[-1, 1]"),
        ..PLAIN
    },
    Record {
        name: "log_sqnl",
        definition: "log_sqnl(x) = if(x > 2, 1, if(x >= 0, (x-x^2/4)/2+1/2, if(x >= -2, (x+x^2/4)/2+1/2, 0)))",
        family: Family::Bounded,
        good_for: "The square nonlinearity rescaled to a probability-like output, a logistic curve for integer hardware.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("[0, 1]"),
        ..PLAIN
    },
    Record {
        name: "linq",
        definition: "linq(x; a = 0.25) = if(x >= 2-2*a, a*x+(1-2*a+a^2), if(x <= -(2-2*a), a*x-(1-2*a+a^2), 0.25*x*(4-abs(x))))",
        family: Family::Bounded,
        good_for: "A quadratic soft limiter whose linear tails keep a gradient where sqnl saturates.",
        source: "Linear-quadratic activation (LinQ), C1 form",
        certainty: Certainty::Common,
        note: Some(
            "Both transcriptions print 1 - 2z + z^2 in the offset, which would jump; the continuous form with a is used.",
        ),
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", "[0, 1)", "slope of the tails")],
        ..PLAIN
    },
    Record {
        name: "arctan",
        definition: "arctan(x) = atan(x)",
        family: Family::Bounded,
        good_for: "A squashing function with slow, 1/x^2 decay of its gradient; a common smooth surrogate in spiking networks.",
        source: "Wikipedia, \"Activation function\"",
        certainty: Certainty::Agreeing,
        range: Some("(-pi/2, pi/2)"),
        ..PLAIN
    },
    Record {
        name: "arctan_gr",
        definition: "arctan_gr(x) = atan(x)/((1+sqrt(2))/2)",
        family: Family::Bounded,
        good_for: "Arctangent rescaled to a narrower band of outputs.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some(
            "The original name speaks of the golden ratio, yet the text divides by (1 + sqrt(2))/2; another transcription multiplies by 1/(1 + sqrt(2)).",
        ),
        range: Some("(-pi/(1 + sqrt(2)), pi/(1 + sqrt(2)))"),
        ..PLAIN
    },
    Record {
        name: "soft_clipping",
        definition: "soft_clipping(x; alpha = 5) = ln((1+exp(alpha*x))/(1+exp(alpha*(x-1))))/alpha",
        family: Family::Bounded,
        good_for: "A smooth clamp to [0, 1] that is nearly linear inside; for outputs that must stay in a band, such as phase-space samples.",
        source: "Klimek and Perelstein 2018 (arXiv 1810.11509)",
        certainty: Certainty::Agreeing,
        range: Some("(0, 1)"),
        parameters: &[fixed("alpha", "> 0", "sharpness of the corners")],
        ..PLAIN
    },
    Record {
        name: "plu",
        definition: "plu(x; alpha = 0.1, c = 1) = max(alpha*(x+c)-c, min(alpha*(x-c)+c, x))",
        family: Family::Bounded,
        good_for: "A piecewise-linear cousin of tanh that never loses its gradient.",
        source: "Nicolae 2018 (arXiv 1809.09534)",
        certainty: Certainty::Common,
        kinks: &["-1", "1"],
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("alpha", "[0, 1]", "slope of the outer pieces"),
            fixed("c", "> 0", "half-width of the middle piece"),
        ],
        ..PLAIN
    },
    Record {
        name: "spocu",
        definition: "spocu(x; a = 3.0937, b = 0.6653, c = 4.437) = a*if(x/c+b >= 1, 1, if(x/c+b >= 0, (x/c+b)^3*((x/c+b)^5-2*(x/c+b)^4+2), 0))-a*(b^3*(b^5-2*b^4+2))",
        family: Family::Bounded,
        good_for: "Self-normalising networks by a percolation argument; a smooth polynomial step between two plateaus.",
        source: "Kisel'ak et al. 2020 (SPOCU), c=1 variant",
        certainty: Certainty::Common,
        note: Some("This is the variant whose upper end is c = 1 in the paper's notation."),
        range: Some("[-1.58382852…, 1.50987147…]"),
        parameters: &[
            fixed("a", "> 0", "height"),
            fixed("b", "(0, 1)", "where the step is centred"),
            fixed("c", "> 0", "width"),
        ],
        ..PLAIN
    },
    Record {
        name: "ssaf",
        aliases: &["s_shaped_activation"],
        definition: "ssaf(x; a = 0.5) = if(x >= 0, sqrt(2*a*x), -sqrt(-2*a*x))",
        family: Family::Bounded,
        good_for: "Compressing large magnitudes by a square root; beware of the infinite slope at 0.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0"],
        range: Some("(-inf, inf)"),
        parameters: &[fixed("a", "> 0", "scale under the root")],
        ..PLAIN
    },
    Record {
        name: "rational_tanh",
        definition: "rational_tanh(x) = 1.7159*sign(2*x/3)*(1-1/(1+abs(2*x/3)+(2*x/3)^2+1.41645*(2*x/3)^4))",
        family: Family::Bounded,
        good_for: "LeCun's scaled tanh by a rational approximation, where exponentials are expensive.",
        source: "Deeplearning4j activation functions; arXiv 1508.01292",
        certainty: Certainty::Common,
        range: Some("(-1.7159, 1.7159)"),
        ..PLAIN
    },
    Record {
        name: "mrelu",
        aliases: &["mirrored_relu", "triangular"],
        definition: "mrelu(x) = min(max(0,1-x),max(0,1+x))",
        family: Family::Bounded,
        good_for: "A tent of compact support: each unit answers to one interval, as in linear splines.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["-1", "0", "1"],
        range: Some("[0, 1]"),
        ..PLAIN
    },
    Record {
        name: "lsptlu",
        definition: "lsptlu(x; a = 1) = if(x < 0, 0.2*x, if(x <= a, x, if(x <= 2*a, 2*a-x, 0)))",
        family: Family::Bounded,
        good_for: "A triangular response with a leaky left arm, to bound activations while keeping negative gradients.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        kinks: &["0", "1", "2"],
        range: Some("(-inf, 1]"),
        parameters: &[fixed("a", "> 0", "where the peak is")],
        ..PLAIN
    },
    Record {
        name: "threshold",
        definition: "threshold(x; threshold = 0.1, value = 20) = if(x > threshold, x, value)",
        family: Family::Bounded,
        good_for: "Gating small inputs to a constant; mostly of interest as PyTorch's building block.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        note: Some("PyTorch has no defaults; those of its documentation's example are used."),
        kinks: &["0.1"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: None,
            note: "PyTorch takes the left side.",
        }),
        range: Some("(0.1, inf)"),
        parameters: &[
            fixed("threshold", "real", "inputs up to this are replaced"),
            fixed("value", "real", "what replaces them"),
        ],
        ..PLAIN
    },
    Record {
        name: "hardshrink",
        definition: "hardshrink(x; lambd = 0.5) = if(abs(x) > lambd, x, 0)",
        family: Family::Bounded,
        good_for: "Sparse coding and denoising: keeps large coefficients untouched and zeroes the others (the l0 proximal step).",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        kinks: &["-0.5", "0.5"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: None,
            note: "PyTorch takes the inner side at both points.",
        }),
        range: Some("(-inf, -0.5) ∪ {0} ∪ (0.5, inf)"),
        parameters: &[fixed("lambd", ">= 0", "half-width of the dead zone")],
        ..PLAIN
    },
    Record {
        name: "softshrink",
        definition: "softshrink(x; lambd = 0.5) = if(x > lambd, x - lambd, if(x < -lambd, x + lambd, 0))",
        family: Family::Bounded,
        good_for: "Sparse coding by iterative shrinkage: the proximal step of the l1 norm.",
        source: "PyTorch torch.nn.Softshrink",
        certainty: Certainty::Common,
        kinks: &["-0.5", "0.5"],
        at_kinks: Some(AtKinks {
            pytorch: Some("0"),
            jax: None,
            note: "PyTorch takes the inner side at both points.",
        }),
        range: Some("(-inf, inf)"),
        parameters: &[fixed(
            "lambd",
            ">= 0",
            "half-width of the dead zone, and how far the rest moves",
        )],
        ..PLAIN
    },
];

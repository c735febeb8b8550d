//! Curves from one level to another, most of them made of exponentials.

use crate::record::{Certainty, Family, PLAIN, Record, fixed, learnt};

pub(super) const RECORDS: &[Record] = &[
    Record {
        name: "sigmoid",
        aliases: &["logistic", "sigm"],
        definition: "sigmoid(x) = 1/(1+exp(-x))",
        family: Family::Sigmoid,
        good_for: "The output of a binary classifier and the gates of LSTM and GRU cells; as a hidden unit its gradient vanishes.",
        source: "PyTorch, documentation of torch.nn",
        certainty: Certainty::Agreeing,
        range: Some("(0, 1)"),
        advice: Some(
            "Good at the output of a binary classifier. Avoid it in deep hidden layers: beyond about -3 < x < 3 the gradient nearly vanishes, and all outputs have one sign.",
        ),
        ..PLAIN
    },
    Record {
        name: "sigmoid_exp_form",
        definition: "sigmoid_exp_form(x) = exp(x)/(1+exp(x))",
        family: Family::Sigmoid,
        good_for: "Reading texts that write the logistic function as a quotient of exponentials; the same function as sigmoid.",
        source: "Common knowledge: logistic, alternative form",
        certainty: Certainty::Common,
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "laplace_mega",
        definition: "laplace_mega(x; mu = 0.707107, sigma = 0.282095) = 0.5*(1+erf((x-mu)/(sigma*sqrt(2))))",
        family: Family::Sigmoid,
        good_for: "The attention function of MEGA: a normal distribution function fitted to squared ReLU, with bounded gradient.",
        source: "Hugging Face Transformers, its table of activations; Ma et al. 2022 (MEGA) (arXiv 2209.10655)",
        certainty: Certainty::Common,
        range: Some("(0, 1)"),
        parameters: &[
            fixed("mu", "real", "centre"),
            fixed("sigma", "> 0", "width"),
        ],
        ..PLAIN
    },
    Record {
        name: "loglog",
        aliases: &["gumbel", "gompertz"],
        definition: "loglog(x) = exp(-exp(-x))",
        family: Family::Sigmoid,
        good_for: "An asymmetric output unit that leaves 0 abruptly and reaches 1 slowly; for skewed class probabilities.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "cloglog",
        aliases: &["inverse_gompertz", "complementary_log_log"],
        definition: "cloglog(x) = 1-exp(-exp(x))",
        family: Family::Sigmoid,
        good_for: "Survival and rare-event outputs: the complementary log-log link, leaving 0 slowly and reaching 1 abruptly.",
        source: "Gomes and Ludermir 2008 (complementary log-log link, standard form)",
        certainty: Certainty::Common,
        note: Some(
            "Two transcriptions of the survey write 1 - exp(-exp(-x)) instead (cloglog_survey); the standard form of the statistical link is kept here.",
        ),
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "cloglog_survey",
        definition: "cloglog_survey(x) = 1-exp(-exp(-x))",
        family: Family::Sigmoid,
        good_for: "Reproducing results that used the survey's complementary log-log, which decreases.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some(
            "Differs from the standard link 1 - exp(-exp(x)) by the sign of x; see cloglog.",
        ),
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "cloglog_modified",
        definition: "cloglog_modified(x) = 1-2*exp(-0.7*exp(-x))",
        family: Family::Sigmoid,
        good_for: "A decreasing log-log curve stretched to (-1, 1), so that its outputs centre nearer to zero.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-1, 1)"),
        ..PLAIN
    },
    Record {
        name: "vsf",
        definition: "vsf(x; a = 2, b = 0.5, c = 1) = a*sigmoid(b*x)-c",
        family: Family::Sigmoid,
        good_for: "A logistic curve whose height, slope and offset are free: covers sigmoid, tanh and what lies between.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(-1, 1)"),
        parameters: &[
            fixed("a", "real", "height"),
            fixed("b", "real", "slope"),
            fixed("c", "real", "offset subtracted"),
        ],
        ..PLAIN
    },
    Record {
        name: "bimodal_sigmoid",
        definition: "bimodal_sigmoid(x; b = 4) = (1/(1+exp(-x))+1/(1+exp(-x-b)))/2",
        family: Family::Sigmoid,
        good_for: "A staircase of two logistic steps: units with three preferred levels, as in multi-valued logic.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(0, 1)"),
        parameters: &[fixed("b", "real", "distance between the two steps")],
        ..PLAIN
    },
    Record {
        name: "ilogsig",
        aliases: &["improved_logistic_sigmoid"],
        definition: "ilogsig(x; a = 0.2, b = 2) = if(x >= b, a*(x-b)+sigmoid(b), if(x <= -b, a*(x+b)+sigmoid(-b), sigmoid(x)))",
        family: Family::Sigmoid,
        good_for: "A sigmoid with linear tails, so that saturated units still learn.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some(
            "One transcription has sigmoid(b) in the lower branch, which would jump; sigmoid(-b) is used.",
        ),
        kinks: &["-2", "2"],
        range: Some("(-inf, inf)"),
        parameters: &[
            fixed("a", "> 0", "slope of the tails"),
            fixed("b", "> 0", "where the tails begin"),
        ],
        ..PLAIN
    },
    Record {
        name: "sigmoid_gumbel",
        definition: "sigmoid_gumbel(x) = exp(-exp(-x))/(1+exp(-x))",
        family: Family::Sigmoid,
        good_for: "Trading between logistic and Gumbel links in imbalanced classification.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "psigmoid",
        definition: "psigmoid(x; a = 1.5, b = 0.8) = a/(1+exp(-b*x))",
        family: Family::Sigmoid,
        good_for: "A sigmoid whose height and slope a unit or layer learns.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Single,
        range: Some("(0, 1.5)"),
        parameters: &[learnt("a", "> 0", "height"), learnt("b", "real", "slope")],
        ..PLAIN
    },
    Record {
        name: "psf",
        aliases: &["power_sigmoid", "richards"],
        definition: "psf(x; m = 2.5) = (1+exp(-x))^(-m)",
        family: Family::Sigmoid,
        good_for: "Richards' growth curve: a sigmoid with adjustable asymmetry.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        range: Some("(0, 1)"),
        parameters: &[fixed(
            "m",
            "> 0",
            "asymmetry; 1 gives the logistic function",
        )],
        ..PLAIN
    },
    Record {
        name: "exponential_swish",
        definition: "exponential_swish(x) = exp(-x)*sigmoid(x)",
        family: Family::Sigmoid,
        good_for: "Recognising that a proposed exponential swish is nothing but sigmoid(-x).",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in two transcriptions that agree",
        certainty: Certainty::Agreeing,
        note: Some("exp(-x)*sigmoid(x) equals sigmoid(-x) exactly."),
        range: Some("(0, 1)"),
        ..PLAIN
    },
    Record {
        name: "sinc_sigmoid",
        definition: "sinc_sigmoid(x) = sin(sigmoid(x))/sigmoid(x)",
        family: Family::Sigmoid,
        good_for: "A narrow, nonzero band of outputs; of interest in surveys rather than in practice.",
        source: "Kunc and Klema's survey of 2024 (arXiv 2402.09092), read in one transcription",
        certainty: Certainty::Single,
        note: Some(
            "The survey's footnote has sin(u)/u; one transcription uses the normalised sinc.",
        ),
        range: Some("(sin(1), 1)"),
        ..PLAIN
    },
    Record {
        name: "dsilu",
        definition: "dsilu(x) = sigmoid(x)*(1+x*(1-sigmoid(x)))",
        family: Family::Sigmoid,
        good_for: "The derivative of SiLU as a unit of its own, a steeper sigmoid proposed for reinforcement learning.",
        source: "Elfwing et al. 2017 (arXiv 1702.03118)",
        certainty: Certainty::Agreeing,
        range: Some("[-0.09983932…, 1.09983932…]"),
        ..PLAIN
    },
];

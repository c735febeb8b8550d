"""Reference values of properties of activations, by mpmath: `python3 report.py > report.tsv`.

Nothing is shared with Gradus: functions are written here by hand as pieces, derivatives are taken numerically at 50 digits, extrema are zeros of
those, expectations are by mpmath's Gauss-Legendre quadrature over the pieces.
"""

import mpmath as mp

mp.mp.dps = 50

sig = lambda x: 1 / (1 + mp.exp(-x))
soft = lambda x: mp.log1p(mp.exp(x))
phi = lambda x: mp.erfc(-x / mp.sqrt(2)) / 2
INF = mp.inf
SELU = mp.mpf("1.0507009873554804934193349852946")
SELU_A = mp.mpf("1.6732632423543772848170429916717")
LECUN = mp.mpf("1.7159")
zero = lambda x: mp.mpf(0)
same = lambda x: x

# name: cuts, pieces, searches: (quantity, guess); quantities: least, greatest, slope_least, slope_greatest
TABLE = {
    "sigmoid": ([], [sig], []),
    "tanh": ([], [mp.tanh], []),
    "relu": ([0], [zero, same], []),
    "leaky_relu": ([0], [lambda x: x / 100, same], []),
    "prelu": ([0], [lambda x: x / 4, same], []),
    "elu": ([0], [mp.expm1, same], []),
    "selu": ([0], [lambda x: SELU * SELU_A * mp.expm1(x), lambda x: SELU * x], []),
    "celu": ([0], [mp.expm1, same], []),
    "swish": ([], [lambda x: x * sig(x)], [("least", -1.3), ("slope_greatest", 2.4), ("slope_least", -2.4)]),
    "gelu": ([], [lambda x: x * phi(x)], [("least", -0.75), ("slope_greatest", 1.4), ("slope_least", -1.4)]),
    "gelu_tanh": (
        [],
        [lambda x: x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3)))],
        [("least", -0.75), ("slope_greatest", 1.4), ("slope_least", -1.4)],
    ),
    "quick_gelu": ([], [lambda x: x * sig(mp.mpf("1.702") * x)], [("least", -0.75), ("slope_greatest", 1.4)]),
    "mish": ([], [lambda x: x * mp.tanh(soft(x))], [("least", -1.2), ("slope_greatest", 1.5), ("slope_least", -2.3)]),
    "softplus": ([], [soft], []),
    "softsign": ([0], [lambda x: x / (1 - x), lambda x: x / (1 + x)], []),
    "hardtanh": ([-1, 1], [lambda x: mp.mpf(-1), same, lambda x: mp.mpf(1)], []),
    "hard_sigmoid": ([-3, 3], [zero, lambda x: x / 6 + mp.mpf(1) / 2, lambda x: mp.mpf(1)], []),
    "hardswish": ([-3, 3], [zero, lambda x: x * (x + 3) / 6, same], [("least", -1.4)]),
    "relu6": ([0, 6], [zero, same, lambda x: mp.mpf(6)], []),
    "relu_squared": ([0], [zero, lambda x: x * x], []),
    "hardshrink": ([-0.5, 0.5], [same, zero, same], []),
    "softshrink": ([-0.5, 0.5], [lambda x: x + 0.5, zero, lambda x: x - 0.5], []),
    "logsigmoid": ([], [lambda x: -soft(-x)], []),
    "tanhshrink": ([], [lambda x: x - mp.tanh(x)], []),
    "lisht": ([], [lambda x: x * mp.tanh(x)], [("slope_greatest", 1.2)]),
    "arctan": ([], [mp.atan], []),
    "erf_act": ([], [mp.erf], []),
    "gaussian": ([], [lambda x: mp.exp(-x * x)], [("slope_least", 0.7), ("slope_greatest", -0.7)]),
    "mexican_hat": (
        [],
        [lambda x: 2 / (mp.sqrt(3) * mp.pi ** (mp.mpf(1) / 4)) * (1 - x * x) * mp.exp(-x * x / 2)],
        [("least", 1.7)],
    ),
    "sinusoid": ([], [mp.sin], []),
    "squareplus": ([], [lambda x: (x + mp.sqrt(x * x + 4)) / 2], []),
    "bent_identity": ([], [lambda x: (mp.sqrt(x * x + 1) - 1) / 2 + x], []),
    "logcosh": ([], [lambda x: mp.log(mp.cosh(x))], []),
    "lecun_tanh": ([], [lambda x: LECUN * mp.tanh(2 * x / 3)], []),
    "arcsinh_act": ([], [mp.asinh], []),
    "dsilu": (
        [],
        [lambda x: sig(x) * (1 + x * (1 - sig(x)))],
        [("greatest", 2.4), ("least", -2.4), ("slope_greatest", 0.0)],
    ),
    "eanaf": ([], [lambda x: x * mp.exp(x) / (mp.exp(x) + 2)], [("least", -1.0), ("slope_greatest", 3.0)]),
    "psgu": ([], [lambda x: x * mp.tanh(3 * sig(x))], [("least", -1.2)]),
    "logish": ([], [lambda x: x * mp.log(1 + sig(x))], [("least", -1.3)]),
    "tanhsig": ([], [lambda x: (x + mp.tanh(x)) * sig(x)], [("least", -0.9)]),
    "elish": (
        [0],
        [lambda x: mp.expm1(x) / (1 + mp.exp(-x)), lambda x: x / (1 + mp.exp(-x))],
        [("least", -0.9), ("slope_greatest", 2.4)],
    ),
    "reu": ([0], [lambda x: x * mp.exp(x), same], [("least", -1.0)]),
    "serlu": ([0], [lambda x: mp.mpf("1.07862") * mp.mpf("2.90427") * x * mp.exp(x), lambda x: mp.mpf("1.07862") * x], [("least", -1.0)]),
}


def piece_at(cuts, pieces, x):
    return pieces[sum(1 for cut in cuts if cut < x)]


def slope(f, order=1):
    """The derivative by central differences in 50 digits, good to some 30."""
    h = mp.mpf(10) ** (-10 if order == 1 else -8)
    if order == 1:
        # error h^4
        return lambda x: (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)
    return lambda x: (-f(x + 2 * h) + 16 * f(x + h) - 30 * f(x) + 16 * f(x - h) - f(x - 2 * h)) / (12 * h * h)


def search(f, quantity, guess):
    order = 2 if quantity.startswith("slope") else 1
    at = mp.findroot(slope(f, order), mp.mpf(guess), tol=1e-50, verify=False, maxsteps=60)
    return at, slope(f)(at) if order == 2 else f(at)


def expectation(cuts, pieces, of):
    ends = sorted({mp.mpf(cut) for cut in cuts} | {mp.mpf(k) for k in range(-14, 15)})
    density = lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)
    total = mp.mpf(0)
    for a, b in zip(ends, ends[1:]):
        f = piece_at(cuts, pieces, (a + b) / 2)
        total += mp.quad(lambda z: of(f, z) * density(z), [a, b], method="gauss-legendre", maxdegree=4)
    return total


def main():
    for name, (cuts, pieces, searches) in TABLE.items():
        rows = []
        for quantity, guess in searches:
            at, value = search(piece_at(cuts, pieces, guess), quantity, guess)
            rows += [(quantity + "_at", at), (quantity, value)]
        with mp.workdps(40):
            rows.append(("mean", expectation(cuts, pieces, lambda f, z: f(z))))
            rows.append(("square", expectation(cuts, pieces, lambda f, z: f(z) ** 2)))
        rows.append(("slope_square", expectation(cuts, pieces, lambda f, z: slope(f)(z) ** 2)))
        for quantity, value in rows:
            if abs(value) < mp.mpf(10) ** -25:
                value = mp.mpf(0)
            print(name, quantity, mp.nstr(value, 22), sep="\t", flush=True)


main()

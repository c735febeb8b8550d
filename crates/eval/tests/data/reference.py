"""Prints tests/data/reference.csv: values of the elementary functions to about 80 bits.

    python3 reference.py > reference.csv

Columns: function, x (and y for functions of two), value, rest. Numbers are the bits of f64 in hexadecimal; the value is the
f64 nearest to the exact result and the rest what it misses, in ulp of the value. The points are random but fixed.
Needs mpmath.
"""

import math
import random
import struct

from mpmath import mp, mpf

mp.prec = 400
random.seed(20)


def erfcx(x):
    if x > 2000:
        total, term = mpf(0), mpf(1)
        for k in range(40):
            total += term
            term *= -(2 * k + 1) / (2 * x * x)
        return total / (x * mp.sqrt(mp.pi))
    with mp.workprec(int(200 + 4 * x * x) if 0 < x else 400):
        return mp.exp(x * x) * mp.erfc(x)


def erfc_excess(x):
    if x > 2000:
        rest = mpf(0)
        for n in range(20, 0, -1):
            rest = 1 / (2 * x + (2 * n + 2) * rest)
        return rest
    with mp.workprec(3000):
        return 1 / (mp.sqrt(mp.pi) * erfcx(x)) - x if x > -30 else -x


def erfc(x):
    return erfcx(x) * mp.exp(-x * x) if x > 20 else mp.erfc(x)


def sigmoid(x):
    u = mp.exp(-abs(x))
    return 1 / (1 + u) if x >= 0 else u / (1 + u)


def ln_cosh(x):
    x = abs(x)
    return x + mp.log1p(mp.expm1(-2 * x) / 2)


def bessel(n):
    def j(x):
        cancelled = 2 * n * mp.log(1 + 2 * n / abs(x), 2)
        with mp.workprec(3000 + int(cancelled)):
            before, now = mp.cos(x) / x, mp.sin(x) / x
            for k in range(n):
                before, now = now, (2 * k + 1) / x * now - before
            return now

    return j


def wide(function):
    """With the precision that arguments near 2^1024 or results near 0 take."""

    def computed(*arguments):
        with mp.workprec(2600):
            return function(*arguments)

    return computed


# name: function, the range of x between which points are drawn, further points
LOG_MAX, LOG_TINY = 709.5, -744.0
FUNCTIONS = {
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), (-1e3, 1e3), [1e-310, 1e300, 5e-324]),
    "exp": (mp.exp, (-30, 30), [LOG_MAX, -708.0, -720.5, LOG_TINY, 88.5, -87.0, -100.0]),
    "exp2": (lambda x: mp.power(2, x), (-30, 30), [1023.5, -1030.25, -1073.5, 127.5, -140.5]),
    "expm1": (wide(mp.expm1), (-40, 40), [LOG_MAX, 1e-300, -1e-300, 88.0]),
    "ln": (mp.log, (1e-3, 1e3), [5e-324, 1e-310, 1e300, 0.9999999, 1.0000001, 1 + 2**-52, 1e-40]),
    "log2": (lambda x: mp.log(x) / mp.log(2), (1e-3, 1e3), [5e-324, 1e-310, 1e300, 0.9999999, 1.0000001, 1 + 2**-52]),
    "log10": (lambda x: mp.log(x) / mp.log(10), (1e-3, 1e3), [5e-324, 1e-310, 1e300, 0.9999999, 1.0000001, 1 + 2**-52]),
    "log1p": (wide(mp.log1p), (-0.99, 40), [1e-300, -1e-300, 5e-324, 1e300, -0.9999999]),
    "sin": (wide(mp.sin), (-20, 20), [1e5, 1e22, 1e300, 3.141592653589793, 1e-300]),
    "cos": (wide(mp.cos), (-20, 20), [1e5, 1e22, 1e300, 1.5707963267948966, 1e-300]),
    "tan": (wide(mp.tan), (-20, 20), [1e5, 1e22, 1e300, 1.5707963267948966, 1e-300]),
    "asin": (wide(mp.asin), (-1, 1), [0.9999999, -0.9999999, 1e-300]),
    "acos": (wide(mp.acos), (-1, 1), [0.9999999, -0.9999999, 1e-300]),
    "atan": (wide(mp.atan), (-20, 20), [1e10, -1e300, 1e-300]),
    "sinh": (wide(mp.sinh), (-30, 30), [710.0, -710.4, 1e-300, 5e-324, 89.0]),
    "cosh": (mp.cosh, (-30, 30), [710.0, -710.4, 1e-300, 89.0]),
    "tanh": (wide(mp.tanh), (-22, 22), [710.0, 1e-300, 5e-324]),
    "sech": (mp.sech, (-40, 40), [-104.0, 700.0, 708.0, 710.0, -730.0, 744.0, 745.2, 1e-300]),
    "asinh": (wide(mp.asinh), (-20, 20), [1e300, -1e10, 1e-300]),
    "acosh": (wide(mp.acosh), (1, 20), [1e300, 1e10, 1.0000001, 1 + 2**-52]),
    "atanh": (wide(mp.atanh), (-1, 1), [0.9999999, 1 - 2**-53, 1e-300]),
    "erf": (wide(mp.erf), (-6, 6), [1e-300, 1e-320]),
    "erfc": (erfc, (-6, 12), [20.0, 25.5, 26.5, 26.6, 27.0, 27.2, 9.2, 9.9, 1e-300]),
    "erfcx": (erfcx, (-10, 60), [-26.5, -25.0, 1e2, 1e4, 1e7, 1.1e8, 1e12, 1e300, 1e308, 1e-300, -9.3]),
    "normal_cdf": (lambda x: erfc(-x / mp.sqrt(2)) / 2, (-14, 8), [-20.0, -30.5, -37.5, -37.6, -38.0, -38.4, 1e-300, -13.5]),
    "normal_pdf": (lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi), (-14, 14), [20.5, 37.1, -37.6, 38.0, 38.5, 13.9]),
    "sigmoid": (sigmoid, (-40, 40), [-88.0, -103.0, -708.0, -710.0, -730.5, -744.0, 1e-300]),
    "softplus": (lambda x: max(x, 0) + mp.log1p(mp.exp(-abs(x))), (-40, 40), [-88.0, -103.0, -708.0, -744.0, 1e10, 1e-300]),
    "ln_cosh": (wide(ln_cosh), (-30, 30), [1e-8, 1e-150, 1e-160, 1e-161, 1e300, 1e-20, 0.999, 1.001]),
    "bessel0": (bessel(0), (-8, 8), [1e-300, 1e5, 1e300, 0.001]),
    "bessel1": (bessel(1), (-8, 8), [1e-300, 1e5, 0.001, 1.9999, 2.0001]),
    "bessel2": (bessel(2), (-8, 8), [1e-100, 1e5, 0.001, 2.9999, 3.0001]),
    "bessel3": (bessel(3), (-9, 9), [1e-90, 1e5, 0.001, 3.9999]),
    "bessel7": (bessel(7), (-12, 12), [1e-40, 1e5, 0.001]),
    "bessel40": (bessel(40), (-50, 50), [1e-5, 1e5]),
    "bessel255": (bessel(255), (-300, 300), [1.0, 1e5]),
}

PAIRS = {
    "pow": (mp.power, lambda: (log_uniform(1e-5, 1e5), random.uniform(-60, 60)), [(1e300, 1.02), (1.0000001, 1e9), (0.5, 1074.0), (3.0, -700.0)]),
    "hypot": (mp.hypot, lambda: (signed(1e-5, 1e5), signed(1e-5, 1e5)), [(1e300, 1e300), (1e-310, 2e-310), (1e-300, 1.0)]),
    "atan2": (mp.atan2, lambda: (signed(1e-5, 1e5), signed(1e-5, 1e5)), [(1e300, 1e-300), (1e-300, -1.0), (-1e-300, -1.0)]),
}

# later ones, so that the points of the others stay
MORE = {
    "erfc_excess": (erfc_excess, (-10, 60), [-26.5, -1e10, 1e2, 1e4, 1e7, 1.1e8, 1e12, 1e300, 1e308, 1e-300, -1e-300]),
    "log1p_unit": (wide(mp.log1p), (0, 1), [1e-300, 5e-324, 1.0, 0.4142135623730951]),
    "exp_beside": (mp.exp, (-30, 30), [LOG_MAX, -708.0, -720.5, LOG_TINY, 88.5, -87.0, -100.0]),
}

# The points where errors were greatest, in f64 and f32, among 3,000 for each function.
HARDEST = {
    "cbrt": [340.33881344685824, 3.837305655451928e-07],
    "exp": [-12.789198875427246, -23.700626373291016],
    "exp2": [-0.007715180981904268, -4.2971766589516847e-08],
    "expm1": [1.0070757865905762, 22.84014129638672],
    "ln": [2.530637841015681, 162.25648498535156],
    "log2": [0.7396497984158926, 110.64179992675781],
    "log10": [0.6842006642906385, 0.004232549574226141],
    "log1p": [0.6435479466680476, 19.133018493652344],
    "sin": [19.674710450880774, 2.2610888481140137],
    "cos": [-19.61860466003418, 1.7127983570098877],
    "tan": [-2.424143412276089, 4.866152286529541],
    "asin": [0.504298698982447, 0.16983777284622192],
    "acos": [0.4920273721218109, -0.3110254108905792],
    "atan": [2.7487460889617843, 19.20441246032715],
    "sinh": [0.7333351613355762, 12.978269577026367],
    "cosh": [-10.778343200683594, 21.26131820678711],
    "tanh": [0.11385617310119943, -0.18215018510818481],
    "sech": [-8.653122901916504, 0.00024413997016381472],
    "asinh": [-0.122529707574711, -0.7768797874450684],
    "acosh": [1.0842422597402879, 15.356338500976562],
    "atanh": [0.22547999613665426, 0.7021039128303528],
    "erf": [6.3896061601157836e-06, -1.5155280834733276e-06],
    "erfc": [10.757966041564941, 0.0004725831386167556],
    "erfcx": [0.0008693222994691521, 0.07884188741445541],
    "normal_cdf": [-5.054354852565725, -6.337189674377441],
    "normal_pdf": [10.520939174480237, 0.00013362488243728876],
    "sigmoid": [-15.267324447631836, 8.463851372653153e-06],
    "softplus": [0.319255852741872, 0.040424901992082596],
    "ln_cosh": [-0.041444648057222366, -8.752962799007946e-07],
    "bessel0": [2.399388563389948e-07, -7.4993391036987305],
    "bessel1": [-0.7184853553771973, 6.097444534301758],
    "bessel2": [-0.6921423713383331, 1.3880067761817827e-08],
    "bessel3": [0.02273136354186253, -2.4753036953484298e-08],
    "bessel7": [-0.0023572930860780933, 8.781889915466309],
    "bessel40": [-30.00128936767578, 17.307950973510742],
    "bessel255": [235.33245849609375, 198.80499267578125],
    "pow": [(41993.49617737286, 5.3742591835876965), (0.4837135076522827, -33.713443756103516)],
    "hypot": [(-1.6566578149795532, -11.214836120605469), (1.916178734973073e-05, -1.1102359167125542e-05)],
    "atan2": [(-0.007606970611959696, -0.002156098373234272), (-158.22364807128906, -2374.48046875)],
}


def log_uniform(low, high):
    return math.exp(random.uniform(math.log(low), math.log(high)))


def signed(low, high):
    return random.choice((-1, 1)) * log_uniform(low, high)


def single(x):
    """The nearest f32, so that both types are tested at it."""
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return x


def points(low, high, more):
    drawn = [random.uniform(low, high) for _ in range(60)]
    if low < 0 < high:
        drawn += [signed(1e-9, min(-low, high)) for _ in range(60)]
    else:
        drawn += [max(low, 1e-9) * math.exp(random.uniform(0, math.log(high / max(low, 1e-9)))) for _ in range(60)]
    rounded = [single(x) for x in drawn[::2]] + drawn[1::2]
    return [x for x in rounded if low <= x <= high] + more


def row(name, arguments, exact):
    value = round_to_double(exact)
    ulp = mpf(math.ulp(value))
    rest = float((exact - mpf(value)) / ulp)
    print(",".join([name, *map(bits, arguments), bits(value), f"{rest:.4f}"]))


def bits(x):
    return struct.pack(">d", x).hex()


def round_to_double(exact):
    """Correctly rounded, subnormals too."""
    value = float(exact)
    candidates = [value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf)]
    return min((c for c in candidates if math.isfinite(c)), key=lambda c: abs(mpf(c) - exact))


for name, (function, (low, high), more) in FUNCTIONS.items():
    for x in points(low, high, more + HARDEST[name]):
        row(name, [x], function(mpf(x)))
for name, (function, draw, more) in PAIRS.items():
    drawn = [draw() for _ in range(120)]
    rounded = [tuple(single(x) for x in pair) for pair in drawn[::2]] + drawn[1::2]
    for pair in rounded + more + HARDEST[name]:
        row(name, pair, function(*map(mpf, pair)))
for name, (function, (low, high), more) in MORE.items():
    for x in points(low, high, more):
        row(name, [x], function(mpf(x)))

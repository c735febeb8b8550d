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
    for x in points(low, high, more):
        row(name, [x], function(mpf(x)))
for name, (function, draw, more) in PAIRS.items():
    drawn = [draw() for _ in range(120)]
    rounded = [tuple(single(x) for x in pair) for pair in drawn[::2]] + drawn[1::2]
    for pair in rounded + more:
        row(name, pair, function(*map(mpf, pair)))

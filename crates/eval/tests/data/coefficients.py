"""Writes src/math/tables/double.rs and single.rs: polynomials and constants of the elementary functions.

    python3 coefficients.py ../../src/math/tables && cargo fmt

Polynomials of functions in two parts interpolate at the nodes of Chebyshev, which is within a small factor of the best possible;
those of functions in one part have the least greatest error there is (Remez). Each takes as many terms as its bound on the relative
error asks for. Constants in two or three parts are sums of unrounded numbers.
Needs mpmath.
"""

import struct
import sys
from pathlib import Path

from mpmath import mp, mpf

mp.prec = 500


class Double:
    name, type, digits = "double", "f64", 53
    limits = {
        "SAFE_EXPONENT": 1000, "LEAST_EXPONENT": -1022, "EXPONENT_ANCHOR": 1.5 * 2**52 + 1023 + 511,
        "EXP_MOST": 712, "EXP_LEAST": -760, "TINY": 2.0**-54, "SMALL": 2.0**-29,
        "FAR": 40, "HUGE": 2.0**30, "LARGE_ANGLE": 2.0**27, "LARGE_RECIPROCAL": 2.0**900,
    }
    lift, short = 54, 11

    @staticmethod
    def nearest(x):
        return float(x)

    @staticmethod
    def text(x):
        return repr(x)


class Single:
    name, type, digits = "single", "f32", 24
    limits = {
        "SAFE_EXPONENT": 100, "LEAST_EXPONENT": -126, "EXPONENT_ANCHOR": 1.5 * 2**23 + 127 + 63,
        "EXP_MOST": 91, "EXP_LEAST": -110, "TINY": 2.0**-25, "SMALL": 2.0**-14,
        "FAR": 20, "HUGE": 2.0**15, "LARGE_ANGLE": 2.0**13, "LARGE_RECIPROCAL": 2.0**100,
    }
    lift, short = 25, 8

    @staticmethod
    def nearest(x):
        # The double is odd-rounded first, so that it is rounded once.
        near = float(x)
        if mpf(near) != x and struct.unpack("<q", struct.pack("<d", near))[0] % 2 == 0:
            towards = 1 if (mpf(near) < x) == (near > 0) else -1
            near = struct.unpack("<d", struct.pack("<q", struct.unpack("<q", struct.pack("<d", near))[0] + towards))[0]
        return struct.unpack("<f", struct.pack("<f", near))[0]

    @staticmethod
    def text(x):
        for digits in range(1, 12):
            short = f"{x:.{digits}g}"
            if Single.nearest(mpf(short)) == x:
                return repr(float(short))
        raise ValueError(x)


def interpolate(function, low, high, count):
    """Coefficients, lowest first, of the polynomial of that many terms in x, around the middle if that is not asked away."""
    nodes = [mp.cos(mp.pi * (k + mpf(1) / 2) / count) for k in range(count)]
    points = [(low + high) / 2 + (high - low) / 2 * node for node in nodes]
    return newton(points, [function(x) for x in points])


def newton(points, values):
    divided = list(values)
    for level in range(1, len(points)):
        for k in range(len(points) - 1, level - 1, -1):
            divided[k] = (divided[k] - divided[k - 1]) / (points[k] - points[k - level])
    result = [mpf(0)]
    for k in range(len(points) - 1, -1, -1):
        shifted = [mpf(0)] + result
        result = [a - points[k] * b for a, b in zip(shifted, result + [mpf(0)])]
        result[0] += divided[k]
    return result[: len(points)]


def error(function, coefficients, low, high, weight):
    points = [low + (high - low) * mpf(k) / 200 for k in range(1, 200)]
    return max(abs((mp.polyval(coefficients[::-1], x) - function(x)) * weight(x)) for x in points)


def shortest(function, low, high, bound, weight):
    low, high = mpf(low), mpf(high)
    for count in range(2, 40):
        coefficients = interpolate(function, low, high, count)
        if error(function, coefficients, low, high, weight) < bound:
            return coefficients
    raise ValueError("no polynomial")


def least(function, low, high, count, weight):
    """Coefficients of the polynomial of that many terms whose greatest error times the weight is the least, and that error."""
    size = 24 * count
    points = [(low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * k / size) for k in range(size + 1)]
    known = [(x, function(x), abs(weight(x))) for x in points]
    heavy = max(row[2] for row in known)
    known = [row for row in known if row[2] > heavy / 10**6]
    chosen = [known[(len(known) - 1) * k // count] for k in range(count + 1)]
    for _ in range(8):
        rows = [[x**power for power in range(count)] + [(-1) ** k / w] for k, (x, _, w) in enumerate(chosen)]
        solved = mp.lu_solve(mp.matrix(rows), mp.matrix([value for _, value, _ in chosen]))
        coefficients = list(solved)[:count]
        errors = [((mp.polyval(coefficients[::-1], x) - value) * w, (x, value, w)) for x, value, w in known]
        runs = []
        for found in errors:
            if runs and (runs[-1][0] > 0) == (found[0] > 0):
                runs[-1] = max(runs[-1], found, key=lambda one: abs(one[0]))
            else:
                runs.append(found)
        while len(runs) > count + 1:
            runs.pop(0 if abs(runs[0][0]) < abs(runs[-1][0]) else -1)
        if len(runs) < count + 1:
            break
        chosen = [point for _, point in runs]
    return coefficients, max(abs(found[0]) for found in errors)


def shortest_least(function, low, high, bound, weight, start=2):
    for count in range(start, 40):
        coefficients, worst = least(function, mpf(low), mpf(high), count, weight)
        if worst < bound:
            return coefficients
    raise ValueError("no polynomial")


def exp_near(r):
    return (mp.expm1(r) - r) / r**2 if r else mpf(1) / 2


def exp2_near(r):
    return mp.expm1(r * mp.log(2)) / r if r else mp.log(2)


def ln_near(f):
    return (mp.log1p(f) - f) / f**2 if f else -mpf(1) / 2


def exp_rest(r):
    return (mp.exp(r) - 1 - r - r * r / 2) / r**3 if r else mpf(1) / 6


def ln_rest(z):
    """What ln((1 + s)/(1 - s))/s has beyond 2 + 2z/3, by z^2; z = s^2."""
    s = mp.sqrt(z)
    return (2 * mp.atanh(s) / s - 2 - 2 * z / 3) / z**2 if z else mpf(2) / 5


def erf_rest(z):
    x = mp.sqrt(z)
    return (mp.erf(x) / x - 2 / mp.sqrt(mp.pi)) / z


def sin_rest(z):
    r = mp.sqrt(z)
    return (mp.sin(r) / r - 1) / z


def cos_rest(z):
    r = mp.sqrt(z)
    return (mp.cos(r) - 1 + z / 2) / z**2


def atan_rest(z):
    t = mp.sqrt(z)
    return (mp.atan(t) / t - 1) / z


def bessel_rest(order):
    """What j_n(x)/x^n has beyond its value at 0, by x^2, as a function of x^2."""

    def rest(z):
        total, term = mpf(0), 1 / mp.fac2(2 * order + 1)
        for k in range(1, 60):
            term *= -z / (2 * k * (2 * order + 2 * k + 1))
            total += term
        return total / z

    return rest


def erfcx(x):
    if x > 40:
        total, term = mpf(0), mpf(1)
        for k in range(120):
            total += term
            term *= -(2 * k + 1) / (2 * x * x)
        return total / (x * mp.sqrt(mp.pi))
    with mp.workprec(int(600 + 4 * x * x)):
        return mp.exp(x * x) * mp.erfc(x)


def scaled_erfcx(t):
    """(1 + x) erfcx(x) by t = 1/(1 + x)."""
    if t == 0:
        return 1 / mp.sqrt(mp.pi)
    return erfcx(1 / t - 1) / t


def scaled_excess(t):
    """(1 + x) times the integral of erfc from x on over erfc(x), by t = 1/(1 + x)."""
    if t == 0:
        return mpf(1) / 2
    x = 1 / t - 1
    return (1 / (mp.sqrt(mp.pi) * erfcx(x)) - x) / t


POLE = 3


def smooth_erfcx(root_pi):
    """What (1 + c x) erfcx(x) has beyond a straight line through its ends, over (1 + q)(1 - q), by q = (x - 3)/(x + 3); c is a
    rounded sqrt(pi)."""
    end = (root_pi / mp.sqrt(mp.pi) - 1) / 2

    def rest(q):
        if q <= -1 + mpf(10) ** -40:
            return ((root_pi - 2 / mp.sqrt(mp.pi)) * POLE / 2 - end) / 2
        if q >= 1 - mpf(10) ** -40:
            return (1 / (2 * POLE * mp.sqrt(mp.pi)) + end) / 2
        x = POLE * (1 + q) / (1 - q)
        return (erfcx(x) * (1 + root_pi * x) - 1 - end * (1 + q)) / ((1 + q) * (1 - q))

    return rest


SEGMENTS = 16


def segments(function, bound):
    """Coefficients of the distance to the middle for each segment of t from 0 to 1, the constant one first."""
    half = mpf(1) / (2 * SEGMENTS)
    for count in range(3, 30):
        pieces, worst = [], 0
        for j in range(SEGMENTS):
            middle = (2 * j + 1) * half
            piece = lambda d: function(middle + d)
            coefficients = interpolate(piece, -half, half, count)
            worst = max(worst, error(piece, coefficients, -half, half, lambda d: 1))
            pieces.append(coefficients)
            if worst > bound:
                break
        if worst < bound:
            return pieces
    raise ValueError("no segments")


def write(kind, folder):
    unit = mpf(2) ** -kind.digits
    lines = []

    def number(x):
        return kind.text(kind.nearest(x))

    def polynomial(name, coefficients):
        rows = "".join(f"        {number(c)},\n" for c in coefficients)
        lines.append(f"    const {name}: &'static [Self] = &[\n{rows}    ];\n")

    def parts(name, x, count):
        row = []
        for _ in range(count):
            row.append(kind.nearest(x))
            x -= mpf(row[-1])
        lines.append(f"    const {name}: [Self; {count}] = [{', '.join(map(kind.text, row))}];\n")

    for name, value in kind.limits.items():
        lines.append(f"    const {name}: Self = {number(mpf(value))};\n")
    lines.append(f"    const LIFT: [Self; 2] = [{number(mpf(2) ** kind.lift)}, {number(mpf(kind.lift))}];\n")
    ln2 = mp.log(2)
    parts("LN_2", ln2, 2)
    short = mpf(int(mp.nint(ln2 * 2 ** (kind.digits - kind.short)))) / mpf(2) ** (kind.digits - kind.short)
    lines.append(f"    const LN_2_SHORT: [Self; 2] = [{number(short)}, {number(ln2 - short)}];\n")
    parts("LOG2_E", 1 / ln2, 2)
    parts("LOG10_E", 1 / mp.log(10), 2)
    parts("LOG10_2", ln2 / mp.log(10), 2)
    parts("HALF_PI", mp.pi / 2, 3)
    parts("TWO_OVER_ROOT_PI", 2 / mp.sqrt(mp.pi), 2)
    parts("ROOT_HALF", mp.sqrt(mpf(1) / 2), 2)
    parts("NORMAL_AT_ZERO", 1 / mp.sqrt(2 * mp.pi), 2)
    parts("TWO_THIRDS", mpf(2) / 3, 2)
    parts("THIRD", mpf(1) / 3, 2)
    parts("FIFTEENTH", mpf(1) / 15, 2)
    fine = unit / 64
    rough = unit / 12
    # exp(x) - 1 has it too, to which it counts for more; of few digits their own rounding outweighs that.
    least_of = {53: (unit / 4, lambda r: r**2 / mp.expm1(r) if r else 0), 24: (rough, lambda r: r**2 / mp.exp(r))}
    polynomial("EXP_NEAR", shortest_least(exp_near, -0.3467, 0.3467, *least_of[kind.digits]))
    polynomial("EXP2_NEAR", shortest_least(exp2_near, -0.5, 0.5, rough, lambda r: r / mp.exp(r)))
    polynomial("LN_NEAR", shortest_least(ln_near, -0.29295, 0.41422, rough, lambda f: f**2 / mp.log1p(f) if f else 0, kind.digits // 3))
    of_sum = lambda w: ln_near(w + mpf(1) / 2)
    polynomial("LN_OF_SUM", shortest_least(of_sum, -0.5, 0.5, rough, lambda w: -1 / (of_sum(w) + 1 / (w + mpf(1) / 2 + mpf(10) ** -30)), kind.digits // 3))
    root_pi = mpf(kind.nearest(mp.sqrt(mp.pi)))
    lines.append(f"    const ROOT_PI: Self = {number(root_pi)};\n")
    lines.append(f"    const ERFCX_END: Self = {number((root_pi / mp.sqrt(mp.pi) - 1) / 2)};\n")
    polynomial("ERFCX_SMOOTH", shortest_least(smooth_erfcx(root_pi), -1, 1, rough, lambda q: 1 - q * q, kind.digits // 2 - 4))
    polynomial("EXP", shortest(exp_rest, -0.3467, 0.3467, fine, lambda r: r**3))
    ends = mpf(0.1716) ** 2
    polynomial("LN", shortest(ln_rest, 0, ends, fine / 2**8, lambda z: z * z / 2))
    polynomial("ERF", shortest(erf_rest, 0, 0.2501, fine, lambda z: z))
    polynomial("SIN", shortest(sin_rest, 0, mpf(0.787) ** 2, fine, lambda z: z))
    polynomial("COS", shortest(cos_rest, 0, mpf(0.787) ** 2, fine, lambda z: z * z))
    polynomial("ATAN", shortest(atan_rest, 0, mpf(0.4143) ** 2, fine, lambda z: z))
    polynomial("BESSEL_1", shortest(bessel_rest(1), 0, 2.25, fine, lambda z: 3 * z))
    polynomial("BESSEL_2", shortest(bessel_rest(2), 0, 3.0625, fine, lambda z: 15 * z))
    root = lambda m: 1 / mp.cbrt(m)
    polynomial("CBRT", shortest(root, 0.707, 1.4143, mpf(2) ** (-10 if kind is Single else -14), lambda z: 1))

    def row(numbers):
        return "[\n" + "".join(f"            {number(x)},\n" for x in numbers) + "        ]"

    for name, function in (("ERFCX", scaled_erfcx), ("ERFC_EXCESS", scaled_excess)):
        pieces = segments(function, fine)
        constants = [[piece[0] for piece in pieces], [piece[0] - mpf(kind.nearest(piece[0])) for piece in pieces]]
        rest = [[piece[k] for piece in pieces] for k in range(1, len(pieces[0]))]
        middle, low = (row(numbers) for numbers in constants)
        rows = "".join(f"        {row(numbers)},\n" for numbers in rest)
        lines.append(f"    const {name}: Segments<Self> = Segments {{ middle: {middle}, middle_low: {low}, slopes: &[\n{rows}    ] }};\n")
    text = (
        f"//! Coefficients in {kind.type}, written by `tests/data/coefficients.py`.\n\n"
        "#![allow(clippy::unreadable_literal, clippy::excessive_precision, clippy::approx_constant, reason = \"written by a program\")]\n\n"
        "use super::{Segments, Tables};\n\n"
        f"impl Tables for {kind.type} {{\n" + "".join(lines) + "}\n"
    )
    (Path(folder) / f"{kind.name}.rs").write_text(text)


def two_over_pi(folder):
    """64 zero bits, then the first 1,216 binary digits of 2/pi."""
    with mp.workprec(1400):
        digits = int(mp.floor(2 / mp.pi * mpf(2) ** 1216))
    words = [0] + [(digits >> (1216 - 64 * (k + 1))) & (2**64 - 1) for k in range(19)]
    rows = "".join(f"    0x{word:016x},\n" for word in words)
    (Path(folder) / "two_over_pi.rs").write_text(
        "//! Binary digits of 2/pi, written by `tests/data/coefficients.py`.\n\n"
        "#![allow(clippy::unreadable_literal, reason = \"written by a program\")]\n\n"
        f"/// 64 zeros, then the first 1,216 digits.\npub(in crate::math) const TWO_OVER_PI: [u64; 20] = [\n{rows}];\n"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    two_over_pi(sys.argv[1])
    for kind in (Double, Single):
        write(kind, sys.argv[1])

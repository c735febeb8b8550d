"""Writes coefficients.rs: the constants and polynomials of the kernels that are written by hand.

    python3 coefficients.py > coefficients.rs && rustfmt coefficients.rs

Polynomials interpolate at the nodes of Chebyshev, as many terms as the bound on the error asks for. Needs mpmath.
"""

import struct

from mpmath import mp, mpf

mp.prec = 300


class Double:
    type, digits, bias, bits, lift, least, text = "f64", 53, 1023, 52, 512, -760, staticmethod(repr)
    gate, gelu, pole, parts = mpf("21.7"), mpf(39), mpf(6), (41, 46)

    @staticmethod
    def nearest(x):
        return float(x)


class Single:
    type, digits, bias, bits, lift, least = "f32", 24, 127, 23, 64, -110
    gate, gelu, pole, parts = mpf(11), mpf("14.6"), mpf(3), (16, 20)

    @staticmethod
    def nearest(x):
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
    """The polynomial of that many terms, lowest first."""
    nodes = [mp.cos(mp.pi * (k + mpf(1) / 2) / count) for k in range(count)]
    points = [(low + high) / 2 + (high - low) / 2 * node for node in nodes]
    divided = [function(x) for x in points]
    for level in range(1, count):
        for k in range(count - 1, level - 1, -1):
            divided[k] = (divided[k] - divided[k - 1]) / (points[k] - points[k - level])
    result = [mpf(0)]
    for k in range(count - 1, -1, -1):
        result = [a - points[k] * b for a, b in zip([mpf(0)] + result, result + [mpf(0)])]
        result[0] += divided[k]
    return result[:count]


def shortest(function, low, high, bound, weight):
    """The fewest terms whose error, times the weight, is within the bound."""
    points = [low + (high - low) * mpf(k) / 100 for k in range(1, 100)]
    values = [(function(x), weight(x)) for x in points]
    for count in range(3, 40):
        found = interpolate(function, low, high, count)
        if max(abs((mp.polyval(found[::-1], x) - y) * w) for x, (y, w) in zip(points, values)) < bound:
            return found
    raise ValueError("no polynomial")


def exp_rest(r):
    return (mp.expm1(r) - r) / r**2 if abs(r) > mpf(2) ** -60 else mpf(1) / 2


def log_rest(u):
    return (mp.log1p(u) / u - 1) / u if u > mpf(2) ** -60 else -mpf(1) / 2


def tail(a):
    """exp(a^2/2) times what the normal distribution has beyond a."""
    with mp.workprec(400 + int(2 * a * a)):
        return mp.erfc(a / mp.sqrt(2)) * mp.exp(a * a / 2) / 2


def of_tail(kind, pole, growth):
    """(1 + growth a) tail(a) as a function of q = (a - pole)/(a + pole), the variable of Shepherd and Laframboise (1981)."""
    least, most = mpf(-1), (kind.gelu - pole) / (kind.gelu + pole)

    def function(q):
        a = pole * (1 + q) / (1 - q)
        return (1 + growth * a) * tail(a)

    return shortest(function, least, most, mpf(2) ** -(kind.digits + 2), lambda q: 1 / function(q))


def truncated(x, bits):
    return mp.floor(x * mpf(2) ** bits) / mpf(2) ** bits


def constants(kind):
    ln_2, inner = mp.log(2), 2 * mp.sqrt(2 / mp.pi)
    cubic = inner * mpf(44715) / 10**6
    ln_2_high, inner_high = truncated(ln_2, kind.parts[0]), truncated(inner, kind.parts[1])
    cubic_high = mpf(kind.nearest(cubic))
    return {
        "MAGIC": mpf(3) * mpf(2) ** (kind.bits - 1) + kind.bias + kind.lift,
        "LIFT_DOWN": mpf(2) ** -kind.lift,
        "LEAST": kind.least,
        "LOG2_E": 1 / ln_2,
        "LN_2": [ln_2_high, ln_2 - ln_2_high],
        "GATE_LEAST": -kind.gate,
        "GATE_LINEAR": [inner_high, inner - inner_high],
        "GATE_CUBIC": [cubic_high, cubic - cubic_high],
        "NORMAL_LEAST": -kind.gelu,
        "NORMAL_AT_ZERO": 1 / mp.sqrt(2 * mp.pi),
        "NORMAL_POLE": kind.pole,
        "NORMAL_GROWTH": GROWTH,
    }


def polynomials(kind):
    r, bound = ln_2_half, mpf(2) ** -(kind.digits + 3)
    return {
        "EXP": shortest(exp_rest, -r, r, bound, lambda r: r * r),
        "LOG": shortest(log_rest, mpf(0), mpf(1), bound, lambda u: u),
        "NORMAL": of_tail(kind, kind.pole, GROWTH),
    }


ln_2_half = mp.log(2) / 2 * mpf("1.0001")
GROWTH = mpf("1.25")

if __name__ == "__main__":
    print("//! Constants and polynomials, written by `coefficients.py`.\n")
    print('#![allow(clippy::unreadable_literal, clippy::excessive_precision, clippy::approx_constant, reason = "written by a program")]\n')
    print("use super::constants::Constants;")
    for kind in (Single, Double):
        def text(x):
            return kind.text(kind.nearest(mpf(x)))
        print(f"\nimpl Constants for {kind.type} {{")
        for name, value in constants(kind).items():
            if isinstance(value, list):
                print(f"const {name}: [Self; 2] = [{', '.join(map(text, value))}];")
            else:
                print(f"const {name}: Self = {text(value)};")
        for name, terms in polynomials(kind).items():
            print(f"const {name}: &'static [Self] = &[{', '.join(map(text, terms))}];")
        print("}")

"""Prints the polynomials of src/math/erfcx.rs: (1 + 2x) erfcx(x) in t = (x - 4)/(x + 4), by Chebyshev interpolation, and
roughly its derivative. Needs mpmath."""

from mpmath import mp, mpf, cos, erfc, exp, pi, sqrt

mp.dps = 80
DEGREE, NODES, CENTRE = 24, 80, 4


def target(t):
    x = CENTRE * (1 + t) / (1 - t)
    return (1 + 2 * x) * exp(x * x) * erfc(x)


def chebyshev():
    angles = [pi * (k + mpf(1) / 2) / NODES for k in range(NODES)]
    values = [target(cos(angle)) for angle in angles]
    sums = [sum(v * cos(j * a) for v, a in zip(values, angles)) for j in range(DEGREE + 1)]
    return [(2 if j else 1) * s / NODES for j, s in enumerate(sums)]


def monomials(series):
    before, now = [mpf(1)], [mpf(0), mpf(1)]
    total = [mpf(0)] * len(series)
    for j, c in enumerate(series):
        row = before
        for k, r in enumerate(row):
            total[k] += c * r
        before, now = now, [
            2 * (now[k - 1] if 0 < k <= len(now) else 0) - (before[k] if k < len(before) else 0)
            for k in range(len(now) + 1)
        ]
    return total


def derivative(series):
    slopes = [mpf(0)] * (len(series) + 1)
    for j in range(len(series) - 1, 0, -1):
        slopes[j - 1] = (slopes[j + 1] if j + 1 < len(slopes) else 0) + 2 * j * series[j]
    slopes[0] /= 2
    return slopes


print("COEFFICIENTS")
for c in monomials(chebyshev()):
    print(f"    {float(c)!r},")
print("SLOPE")
for c in monomials(derivative(chebyshev())[:6]):
    print(f"    {float(c):.4f},")

"""Writes precise.txt, the reference values of every elementwise function, with mpmath (pip install mpmath).

    python3 precise.py > precise.txt

A line is: function, arguments as f64 separated by commas, value. A value is a hexadecimal integer times a power of two,
rounded to 352 bits, or one of inf, -inf, nan. Everything is computed by its definition with so many bits that no
cancellation matters, so a reader can check each line of this script against the language.
"""

from mpmath import mp, mpf

BITS = 352
TINY = ["5e-324", "2.2250738585072014e-308", "1e-300", "-1e-200", "1e-60", "-1e-20", "1e-5", "-0.001"]
MIDDLE = ["0", "-0.01", "0.1", "0.25", "-0.3", "0.5", "-0.5", "0.7", "0.75", "-0.9", "0.99999999999", "1", "-1", "1.0000000001",
          "1.3", "1.5", "-2", "2.5", "3.141592653589793", "-3.7", "4.5", "7.25", "-10", "11.3", "14.7", "-17.5", "20"]
LARGE = ["-30.25", "36.7", "100.1", "-354.2", "709.5", "-745.2", "1000", "-12345.678", "1e6", "-123456789.5", "1e10"]
VAST = ["1e16", "-1e17", "1e100", "-1e300", "1e308", "1.7976931348623157e308"]
EDGES = {
    "asin": ["0.9999999999999999", "-0.9999999999999999"],
    "acos": ["0.9999999999999999", "-0.9999999999999999"],
    "atanh": ["0.9999999999999999", "-0.9999999999999999"],
    "acosh": ["1.0000000000000002"],
    "log1p": ["-0.9999999999999999", "-0.5000000000000001"],
    "ln": ["0.9999999999999999", "1.0000000000000002", "0.6931471805599453"],
    "log2": ["1024", "0.0009765625", "0.9999999999999999", "1.0000000000000002"],
    "log10": ["0.01", "1e22", "0.9999999999999999"],
    "sin": ["6.283185307179586", "1.5707963267948966", "5.319372648326541e255", "22"],
    "cos": ["6.283185307179586", "1.5707963267948966", "5.319372648326541e255", "11"],
    "tan": ["6.283185307179586", "1.5707963267948966", "5.319372648326541e255", "0.7853981633974483"],
    "sinc": ["6.283185307179586", "1e-8"],
    "exp2": ["-1074", "1023.5", "-1075.25"],
    "exp": ["0.6931471805599453", "-0.34657359027997264", "709.782712893384", "1e18", "-1e18"],
    "round": ["0.5000000000000001", "3.5", "-1.5", "4503599627370497.5"],
    "floor": ["-0.9999999999999999", "4503599627370497.5"],
    "ceil": ["-0.9999999999999999", "4503599627370497.5"],
    "erfc": ["26.5", "5.9", "6.1", "13.2", "13.6"],
    "erf": ["5.9", "6.1", "13.2"],
    "normal_cdf": ["-38.5", "-8.3", "8.3"],
    "cbrt": ["27", "-8", "1e-30"],
    "sqrt": ["2", "144", "1e22"],
}
PAIRS = {
    "atan2": [("0", "0"), ("0", "-1"), ("-0.5", "-3"), ("1e-300", "-1e300"), ("2", "0"), ("-2", "0"), ("1e300", "1e-300"), ("3", "4"), ("-1e-20", "1")],
    "hypot": [("3", "4"), ("1e308", "1e308"), ("1e-320", "2e-320"), ("1e200", "1e-200"), ("-1", "0.1"), ("0", "0")],
    "mod": [("7", "3"), ("-7", "3"), ("7", "-3"), ("-7", "-3"), ("1e308", "1e-308"), ("-1e308", "0.1"), ("5.5", "0.1"), ("1", "0"), ("0.25", "1e300"),
            ("-0.25", "1e10"), ("6", "3"), ("1.7976931348623157e308", "5e-324"), ("1e-310", "3e-320")],
    "pow": [("0", "0"), ("0", "2"), ("0", "-2"), ("0", "-1"), ("0", "0.5"), ("-8", "0.3333333333333333"), ("-8", "3"), ("-2", "-3"), ("2", "0.5"),
            ("10", "-300"), ("1.0000000000000002", "1e18"), ("0.9999999999999999", "1e17"), ("1e300", "0.001"), ("3", "1000"), ("-3", "1001"),
            ("7.5", "12345"), ("0.3", "-2.7"), ("1", "1e300"), ("-1", "1e300"), ("5e-324", "0.25"), ("2", "1e15"), ("-1.5", "4e9")],
}


def within(low, x, high, function):
    return function(x) if low <= x <= high else None


def logarithm(y):
    return mp.log(y) if y > 0 else "-inf" if y == 0 else None


def scaled(y, base):
    return y if y is None or isinstance(y, str) else y / mp.log(base)


def sinh(x):
    return (mp.exp(x) - mp.exp(-x)) / 2


def cosh(x):
    return (mp.exp(x) + mp.exp(-x)) / 2


def tanh(x):
    return sinh(x) / cosh(x) if abs(x) < 1e6 else mp.sign(x)


def sigmoid(x):
    return mp.exp(x) if x < -1e5 else 1 / (1 + mp.exp(-x)) if x < 1e5 else mpf(1)


def softplus(x):
    return mp.exp(x) if x < -1000 else mp.log(1 + mp.exp(x)) if x < 1e5 else x


def erfc(x):
    return mp.erfc(x) if x < 1e5 else mp.exp(-x * x) / (x * mp.sqrt(mp.pi)) * sum((-1) ** n * mp.fac2(2 * n - 1) / (2 * x * x) ** n for n in range(30))


def atanh(x):
    return None if abs(x) > 1 else ("inf" if x > 0 else "-inf") if abs(x) == 1 else mp.log((1 + x) / (1 - x)) / 2


def power(a, b):
    integer = b == mp.floor(b)
    if b == 0:
        return mpf(1)
    if a == 0:
        return mpf(0) if b > 0 else None if integer and int(b) % 2 else "inf"
    if a < 0 and not integer:
        return None
    size = mp.exp(b * mp.log(abs(a)))
    return -size if a < 0 and int(b) % 2 else size


def modulo(x, y):
    return None if y == 0 else x - y * mp.floor(x / y)


EXPONENTIALS = ["exp", "exp2", "expm1", "sinh", "cosh", "sech", "normal_pdf", "erfc", "normal_cdf", "sigmoid", "softplus"]
FUNCTIONS = {
    "exp": mp.exp,
    "exp2": lambda x: mpf(2) ** x,
    "expm1": lambda x: mp.exp(x) - 1 if x > -1e5 else mpf(-1),
    "ln": logarithm,
    "log2": lambda x: scaled(logarithm(x), 2),
    "log10": lambda x: scaled(logarithm(x), 10),
    "log1p": lambda x: logarithm(1 + x),
    "sqrt": lambda x: mp.sqrt(x) if x >= 0 else None,
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "abs": abs,
    "sign": mp.sign,
    "floor": mp.floor,
    "ceil": mp.ceil,
    "round": mp.nint,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "asin": lambda x: within(-1, x, 1, mp.asin),
    "acos": lambda x: within(-1, x, 1, mp.acos),
    "atan": mp.atan,
    "sinh": sinh,
    "cosh": cosh,
    "tanh": tanh,
    "sech": lambda x: 1 / cosh(x),
    "asinh": lambda x: mp.sign(x) * mp.log(abs(x) + mp.sqrt(x * x + 1)),
    "acosh": lambda x: mp.log(x + mp.sqrt(x * x - 1)) if x >= 1 else None,
    "atanh": atanh,
    "erf": lambda x: mp.erf(x) if abs(x) < 1e3 else mp.sign(x),
    "erfc": erfc,
    "normal_cdf": lambda x: erfc(-x / mp.sqrt(2)) / 2,
    "normal_pdf": lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi),
    "sinc": lambda x: mp.sin(x) / x if x != 0 else mpf(1),
    "sigmoid": sigmoid,
    "softplus": softplus,
    "relu": lambda x: max(x, mpf(0)),
    "step": lambda x: mpf(1 if x >= 0 else 0),
    "atan2": mp.atan2,
    "hypot": lambda x, y: mp.sqrt(x * x + y * y),
    "mod": modulo,
    "pow": power,
}


def written(value):
    if value is None:
        return "nan"
    if isinstance(value, str):
        return value
    with mp.workprec(BITS):
        sign, mantissa, exponent, _ = (+value)._mpf_
    return f"{'-' if sign else ''}{int(mantissa):x}p{exponent}"


def arguments(name):
    if name in PAIRS:
        return PAIRS[name]
    vast = [] if name in EXPONENTIALS else VAST
    return [(x,) for x in TINY + MIDDLE + LARGE + vast + EDGES.get(name, [])]


def bits_for(name, args):
    """Enough for arguments of 1e-324 where the definition cancels, and for the size of the argument."""
    if name in ("erf", "erfc", "normal_cdf") and abs(float(args[0])) > 1e-5:
        return 1200
    return 5000


def main():
    for name, function in FUNCTIONS.items():
        for args in arguments(name):
            mp.prec = bits_for(name, args)
            values = [mpf(float(text)) for text in args]
            print(name, ",".join(repr(float(text)) for text in args), written(function(*values)))


main()

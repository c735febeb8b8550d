"""Times libraries of Python on value and gradient: python peers.py POINTS FOLDER THREADS.

Prints one record a line, as `xtask speed` does, and writes values and derivatives at the points into the folder,
`engine.activation.type`. Libraries that are missing are named and left out. Formulas are written as people write them; numpy, numexpr and
numba get the derivative written out.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

POINTS, FOLDER, THREADS = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
if THREADS == 1:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMEXPR_MAX_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = str(THREADS)

import numpy as np

TYPES = {"f32": "float32", "f64": "float64"}
LENGTHS = (4096, 1_000_000, 10_000_000)
ROWS = (10, 1000, 50_000)
# longer passes are left out, in seconds
PATIENCE = 1.0
NAMES = ("swish", "gelu_tanh", "gelu", "mish", "tanh", "elu", "softplus", "sigmoid")
C = 0.7978845608028654
# value and derivative, for numexpr and, with its names, for numpy and numba
TEXTS = {
    "sigmoid": ("1/(1+exp(-x))", "exp(-x)/(1+exp(-x))**2"),
    "swish": ("x/(1+exp(-x))", "1/(1+exp(-x)) + x*exp(-x)/(1+exp(-x))**2"),
    "gelu_tanh": (
        f"0.5*x*(1+tanh({C}*(x+0.044715*x**3)))",
        f"0.5*(1+tanh({C}*(x+0.044715*x**3))) + 0.5*x*(1-tanh({C}*(x+0.044715*x**3))**2)*{C}*(1+0.134145*x**2)",
    ),
    "mish": (
        "x*tanh(log1p(exp(x)))",
        "tanh(log1p(exp(x))) + x*(1-tanh(log1p(exp(x)))**2)*exp(x)/(1+exp(x))",
    ),
    "tanh": ("tanh(x)", "1-tanh(x)**2"),
    "elu": ("where(x>=0, x, expm1(x))", "where(x>=0, 1, exp(x))"),
    "softplus": ("log1p(exp(x))", "exp(x)/(1+exp(x))"),
}


def missing(name):
    try:
        importlib.import_module(name)
        return False
    except ImportError as error:
        print(f"{name} is left out: {error}", file=sys.stderr)
        return True


def inputs(kind, length):
    at = np.arange(length, dtype=np.int64)
    return ((at * 7919 % 16384) / 1024.0 - 8.0).astype(TYPES[kind])


def least(run, patience=0.08):
    """The least time of some runs."""
    run()
    best, begin = float("inf"), time.perf_counter()
    while best == float("inf") or time.perf_counter() - begin < patience:
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def report(part, subject, kind, length, engine, seconds):
    record = dict(part=part, subject=subject, kind=kind, length=length, engine=engine, level=str(THREADS), ns=seconds / length * 1e9)
    print(json.dumps(record), flush=True)


def measure(engine, name, kind, both, prepare=lambda x: x, wait=lambda result: result):
    """`both` gives value and derivative of what `prepare` makes of an array."""
    try:
        points = np.fromfile(POINTS.with_suffix(f".{kind}"), dtype="<f8").astype(TYPES[kind])
        value, slope = both(prepare(points))
        results = [np.asarray(part, dtype="<f8").reshape(-1) for part in (value, slope)]
        np.concatenate(results).tofile(FOLDER / f"{engine}.{name}.{kind}")
        element = 0.0
        for length in LENGTHS:
            if element * length > PATIENCE:
                continue
            x = prepare(inputs(kind, length))
            seconds = least(lambda: wait(both(x)))
            element = seconds / length
            report("peers", name, kind, length, engine, seconds)
    except Exception as error:  # a peer that cannot do one of them is named, not fatal
        print(f"{engine} {name} {kind}: {type(error).__name__}: {str(error)[:150]}", file=sys.stderr)


def numpy_():
    for name, texts in TEXTS.items():
        value, slope = [eval(f"lambda x: {text}", {**vars(np)}) for text in texts]
        for kind in TYPES:
            with np.errstate(all="ignore"):
                yield name, kind, lambda x: (value(x), slope(x))


def torch_(formulas, compiled=False):
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(THREADS)
    built_in = {
        "swish": F.silu, "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "gelu": F.gelu, "mish": F.mish,
        "tanh": torch.tanh, "elu": F.elu, "softplus": F.softplus, "sigmoid": torch.sigmoid,
    }
    written = {name: eval(f"lambda x: {text}", {**vars(torch)}) for name, (text, _) in TEXTS.items()}
    for name, function in (written if formulas else built_in).items():
        if compiled:
            if name not in ("swish", "mish"):
                continue
            function = torch.compile(function)
        for kind in ("f32",) if compiled else TYPES:

            def both(x):
                value = function(x)
                (slope,) = torch.autograd.grad(value, x, torch.ones_like(value))
                return value.detach(), slope

            yield name, kind, both, lambda x: torch.from_numpy(x.copy()).requires_grad_()


def jax_(formulas):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_platforms", "cpu")
    built_in = {
        "swish": jax.nn.silu, "gelu_tanh": lambda x: jax.nn.gelu(x, approximate=True),
        "gelu": lambda x: jax.nn.gelu(x, approximate=False), "mish": jax.nn.mish, "tanh": jnp.tanh, "elu": jax.nn.elu,
        "softplus": jax.nn.softplus, "sigmoid": jax.nn.sigmoid,
    }
    written = {name: eval(f"lambda x: {text}", {**vars(jnp)}) for name, (text, _) in TEXTS.items()}
    for name, function in (written if formulas else built_in).items():

        @jax.jit
        def both(x):
            value, pull = jax.vjp(function, x)
            return value, pull(jnp.ones_like(x))[0]

        for kind in TYPES:
            yield name, kind, both, jnp.asarray, jax.block_until_ready


def numexpr_():
    import numexpr

    numexpr.set_num_threads(THREADS)
    for name, (value, slope) in TEXTS.items():
        for kind in TYPES:

            def both(x):
                evaluate = numexpr.evaluate
                return evaluate(value, {"x": x}, {}), evaluate(slope, {"x": x}, {})

            yield name, kind, both


def numba_():
    import math

    import numba

    names = {"exp": math.exp, "expm1": math.expm1, "tanh": math.tanh, "log1p": math.log1p}
    for name, texts in TEXTS.items():
        # a choice is made lane by lane
        def plain(text):
            if not text.startswith("where("):
                return text
            condition, yes, no = text[len("where("):-1].split(", ")
            return f"({yes} if {condition} else {no})"

        value, slope = [numba.njit(eval(f"lambda x: {plain(text)}", dict(names))) for text in texts]

        @numba.njit(parallel=THREADS > 1, error_model="numpy")
        def loop(xs, ys, slopes):
            for at in numba.prange(len(xs)):
                ys[at] = value(xs[at])
                slopes[at] = slope(xs[at])

        def both(x):
            ys, slopes = np.empty_like(x), np.empty_like(x)
            loop(x, ys, slopes)
            return ys, slopes

        for kind in TYPES:
            yield name, kind, both


def softmax():
    import torch

    torch.set_num_threads(THREADS)
    for kind in TYPES:
        for length in ROWS:
            x = torch.from_numpy(inputs(kind, length)).requires_grad_()
            upstream = x.detach().clone()
            plain = x.detach()
            report("softmax", "softmax", kind, length, "torch f", least(lambda: torch.softmax(plain, 0)))
            vjp = lambda: torch.autograd.grad(torch.softmax(x, 0), x, upstream)
            report("softmax", "softmax", kind, length, "torch vjp", least(vjp))


ENGINES = {
    "numpy": (numpy_, "numpy"),
    "numexpr": (numexpr_, "numexpr"),
    "numba": (numba_, "numba"),
    "torch": (lambda: torch_(False), "torch"),
    "torch formula": (lambda: torch_(True), "torch"),
    "torch.compile": (lambda: torch_(False, True), "torch"),
    "jax": (lambda: jax_(False), "jax"),
    "jax formula": (lambda: jax_(True), "jax"),
}


def main():
    versions = {"python": sys.version.split()[0]}
    for engine, (all_of, library) in ENGINES.items():
        if missing(library):
            continue
        versions[library] = importlib.import_module(library).__version__
        print(f"{engine}, threads: {THREADS}", file=sys.stderr)
        for cell in all_of():
            measure(engine, *cell)
    if not missing("torch"):
        softmax()
    print(json.dumps({"versions": versions}))


main()

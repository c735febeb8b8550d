#!/usr/bin/env python3
"""Turns the reference tables (one JSON object a line) into the compact ones beside this script.

Usage: convert.py FOLDER

FOLDER holds activations.json, scalar.jsonl, scalar_f32.jsonl and vector.jsonl. Each becomes a table of
tab-separated columns with a header line, compressed without time stamp: the same input gives the same bytes.
README.md says what the columns mean.
"""

import gzip
import json
import struct
import sys
from pathlib import Path

SIDES = ["f_left", "f_right", "df_left", "df_right", "d2f_left", "d2f_right"]


def pairs(values):
    """`name=value` joined by spaces; a null value is left empty."""
    return " ".join(f"{name}={'' if value is None else value}" for name, value in (values or {}).items())


def side_pairs(record):
    """The one-sided values, those of a parameter's derivative as `p:name_left`."""
    sides = {key: record[key] for key in SIDES if key in record}
    for side in ["left", "right"]:
        for name, value in record.get(f"dparams_{side}", {}).items():
            sides[f"p:{name}_{side}"] = value
    return pairs(sides)


def flags(record):
    """What is unusual about a point, joined by `; `."""
    found = []
    if record.get("x_tag", "grid") != "grid":
        found.append(record["x_tag"])
    if "why" in record:
        found.append(record["why"])
    if "exact_zero_by_limit" in record:
        found.append("zero by limit: " + " ".join(record["exact_zero_by_limit"]))
    return "; ".join(found)


def exact(x, x_hex):
    """The decimal, after a check that it denotes the same double as the hexadecimal one."""
    assert float(x) == float.fromhex(x_hex), (x, x_hex)
    return x


def scalar_row(record):
    return [
        record["name"],
        pairs(record.get("params")),
        exact(record["x"], record["x_hex"]),
        record["status"],
        record["f"] or "",
        record["df"] or "",
        record["d2f"] or "",
        pairs(record.get("dparams")),
        side_pairs(record),
        flags(record),
    ]


def vector_row(record):
    assert record["status"] == "ok"
    return [
        record["name"],
        record["kind"],
        pairs(record["params"]),
        " ".join(map(exact, record["x"], record["x_hex"])),
        " ".join(record["f"]),
        ";".join(" ".join(row) for row in record["jac"]),
    ]


def activation_row(record):
    return [
        record["name"],
        " ".join(record["aliases"]),
        record["kind"],
        record["formula"],
        record.get("definition", ""),
        pairs(record["parameters"]),
        " ".join(map(str, record["kinks"])),
        record.get("domain", ""),
        record["latex"],
        record["latex_var"],
        "  ".join(f"{letter}={name}" for letter, name in record.get("latex_param_map", {}).items()),
        record["python"],
        record["python_var"],
        record.get("note", ""),
    ]


SCALAR = ["name", "parameters", "x", "status", "f", "df", "d2f", "dparams", "sides", "flags"]
VECTOR = ["name", "kind", "parameters", "x", "f", "jacobian"]
ACTIVATIONS = ["name", "aliases", "kind", "formula", "definition", "parameters", "kinks", "domain"]
ACTIVATIONS += ["latex", "latex_variable", "latex_parameters", "python", "python_variable", "note"]


def write(path, header, rows):
    lines = []
    for row in [header, *rows]:
        assert len(row) == len(header) and not any("\t" in cell or "\n" in cell for cell in row), row
        lines.append("\t".join(row) + "\n")
    data = gzip.compress("".join(lines).encode(), compresslevel=9, mtime=0)
    path.write_bytes(data)
    print(f"{path.name}: {len(rows)} rows, {len(data)} bytes")


def check_single(records):
    """Every input and parameter of the table for f32 is a single-precision number."""
    for record in records:
        for x in [record["x"], *record.get("params", {}).values()]:
            assert struct.unpack("f", struct.pack("f", float(x)))[0] == float(x), record


def main(source, target):
    def lines(name):
        return [json.loads(line) for line in (source / name).read_text().splitlines()]

    singles = lines("scalar_f32.jsonl")
    check_single(singles)
    activations = json.loads((source / "activations.json").read_text())
    write(target / "scalar.tsv.gz", SCALAR, [scalar_row(record) for record in lines("scalar.jsonl")])
    write(target / "scalar_f32.tsv.gz", SCALAR, [scalar_row(record) for record in singles])
    write(target / "vector.tsv.gz", VECTOR, [vector_row(record) for record in lines("vector.jsonl")])
    write(target / "activations.tsv.gz", ACTIVATIONS, [activation_row(record) for record in activations])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent)

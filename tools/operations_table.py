"""Writes docs/operations.md: operation × dtype × layout, by running the samples of every operation.

    make tables

A cell is what happened when the samples ran, compared with NumPy or SciPy in float64 like in the tests:

    ✓   agrees with the reference
    ○   runs, but no reference was compared: the samples name other dtypes (see the legend)
    –   refused with a `DTypeError` that says why
    ·   does not apply: no operand whose dtype or layout could be another

Anything else is a failure: it is printed, nothing is written, and the exit status is 1.
"""

from __future__ import annotations

import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "ops"))

from ops_support import LAYOUTS, Call, compare  # noqa: E402

import nitinol as ni  # noqa: E402
import nitinol.ops  # noqa: E402
from nitinol.base import dtypes as dt  # noqa: E402
from nitinol.ops.samples import TABLE, Sample, T  # noqa: E402
from tools import product_samples  # noqa: E402

PAGE = ROOT / "docs" / "operations.md"
SHORT = {
    "bool": "b1", "int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64", "uint8": "u8",
    "uint16": "u16", "uint32": "u32", "uint64": "u64", "float16": "f16", "bfloat16": "bf16",
    "float32": "f32", "float64": "f64", "complex64": "c64", "complex128": "c128",
}  # fmt: skip


def placeholders(node: Any) -> list[T]:
    """The placeholders of tensors in a sample's arguments."""
    if isinstance(node, T):
        return [node]
    if isinstance(node, (list, tuple)):
        return [t for part in node for t in placeholders(part)]
    return []


def varies(sample: Sample) -> bool:
    """Whether the dtype of some operand is the sample's."""
    return any(t.dtype is None for t in placeholders(sample.args))


def dtype_cell(name: str, dtype: dt.DType, failures: list[str]) -> str:
    """What happens with this dtype."""
    samples = TABLE[name].samples
    if not any(varies(sample) for sample in samples):
        return "·"
    tried = [i for i, s in enumerate(samples) if dtype in s.dtypes and varies(s)]
    for index in tried:
        call = Call(name, index, dtype)
        where = f"{name} sample {index} {dtype}"
        try:
            compare(call.run(call.tensors()), call.expected(), call.tolerance, where)
        except Exception as error:
            failures.append(f"{where}: {type(error).__name__}: {str(error).strip()[:200]}")
            return "✗"
    if tried:
        return "✓"
    for index in (i for i, s in enumerate(samples) if varies(s)):
        try:
            call = Call(name, index, dtype)
        except (OverflowError, ValueError):
            continue  # the sample has numbers that this dtype has not
        try:
            call.run(call.tensors())
        except (ni.DTypeError, TypeError):
            return "–"
        except Exception as error:
            failures.append(
                f"{name} with {dtype}: {type(error).__name__}: {str(error).strip()[:200]}"
            )
            return "✗"
        return "○"
    return "·"


def layout_cell(name: str, layout: str, failures: list[str]) -> str:
    """What happens with operands in this layout, for two samples at most."""
    tried = 0
    for index, sample in enumerate(TABLE[name].samples):
        dtype = dt.float32 if dt.float32 in sample.dtypes else sample.dtypes[0]
        if not sample.layouts or tried == 2:
            continue
        call = Call(name, index, dtype, layout)
        if not any(x.size > 1 for x in call.arrays):
            continue
        tried += 1
        where = f"{name} sample {index} {layout}"
        try:
            compare(call.run(call.tensors()), call.expected(), call.tolerance, where)
        except Exception as error:
            failures.append(f"{where}: {type(error).__name__}: {str(error).strip()[:200]}")
            return "✗"
    return "✓" if tried else "·"


def public_names() -> list[str]:
    """Every public operation; branches and loops take functions, and have a page of their own."""
    functions = {n: getattr(nitinol.ops, n) for n in nitinol.ops.__all__}
    return sorted(n for n, f in functions.items() if ".control." not in f"{f.__module__}.")


def sampled_name(name: str) -> str | None:
    """The name under which an operation has its samples: its own, or one that it is an alias of."""
    if name in TABLE:
        return name
    function = getattr(nitinol.ops, name)
    for other in TABLE:
        if getattr(nitinol.ops, other, None) is function:
            return other
    return None


def row(name: str, failures: list[str]) -> str:
    """The line of an operation."""
    cells = [dtype_cell(name, dtype, failures) for dtype in dt.ALL]
    cells += [layout_cell(name, layout, failures) for layout in LAYOUTS[1:]]
    return f"| `{name}` | " + " | ".join(cells) + " |"


def one(name: str) -> tuple[str, list[str]]:
    """The line of an operation and what failed, in a process of its own."""
    warnings.simplefilter("ignore")
    if "matmul" not in TABLE:
        product_samples.add()
    failures: list[str] = []
    return row(name, failures), failures


def page(failures: list[str]) -> str:
    """The whole page."""
    product_samples.add()
    aliases: dict[str, list[str]] = {}
    without = []
    for name in public_names():
        found = sampled_name(name)
        if found is None:
            without.append(name)
        elif found != name:
            aliases.setdefault(found, []).append(name)
    if without:
        failures.append("operations without samples: " + ", ".join(without))
    lines = []
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for name, (line, failed) in zip(sorted(TABLE), pool.map(one, sorted(TABLE)), strict=True):
            print(name, *failed, sep="\n  ", file=sys.stderr, flush=True)
            lines.append(line)
            failures += failed
    heads = [SHORT[d.name] for d in dt.ALL] + list(LAYOUTS[1:])
    other = [f"- `{alias}` is `{name}`" for name, all_ in sorted(aliases.items()) for alias in all_]
    names = ", ".join(f"{short} {name}" for name, short in SHORT.items())
    return "\n".join([
        "# Operations",
        "",
        "Written by `make tables`, which runs the samples of every operation (`src/nitinol/ops/samples`) on this",
        "processor and compares with NumPy or SciPy in float64; do not edit.",
        "",
        "- ✓ agrees with the reference.",
        "- ○ runs, but its result was not compared: operands are converted first (integers become floating where a",
        "  function has no integer result), or the reference has no such dtype.",
        "- – is refused with a `DTypeError` that says what was given and what to write: there is no such function for",
        "  the dtype (an order of complex numbers, bits of floating ones).",
        "- · does not apply: the operation has no operand whose dtype or layout could be another, or the samples'",
        "  numbers do not exist in the dtype.",
        "",
        f"Dtypes: {names}.",
        "Layouts of operands: transposed; strided, every second element of a longer row; flipped copies; broadcast,",
        "one row seen many times. They were tried in float32 where samples have it.",
        "",
        "| operation | " + " | ".join(heads) + " |",
        "|---|" + "---|" * len(heads),
        *lines,
        "",
        "Other names of the same functions:",
        "",
        *other,
        "",
    ])  # fmt: skip


def main() -> int:
    """Writes the page, or prints what failed. Names as arguments: only these rows, printed."""
    if len(sys.argv) > 1:
        made = [one(name) for name in sys.argv[1:]]
        print("\n".join(line for line, _ in made))
        failures = [text for _, failed in made for text in failed]
    else:
        failures = []
        text = page(failures)
        if not failures:
            PAGE.write_text(text)
            print(f"wrote {PAGE.relative_to(ROOT)}")
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())

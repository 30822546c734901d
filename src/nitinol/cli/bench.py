"""`python -m nitinol bench`: what this machine can do at best, and how near our kernels come.

The limits are those of `exec.machine`. Each kernel is a compiled function on tensors of one size; it runs for a part
of a second, and its median time is compared with the least that the limits allow for its operations and traffic
(counted by a profile of one call). There is no comparison with other libraries here; that is `make bench`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, Final

from .. import nn, random
from ..base.dtypes import bfloat16, float64, int8
from ..base.errors import NitinolError
from ..core import num_threads, set_num_threads
from ..exec.jit import jit
from ..exec.machine import Limits, cpu_name, measure, processors
from ..exec.profile import profile
from ..ops import (
    astype,
    exp,
    gelu,
    layer_norm,
    matmul,
    scaled_dot_product_attention,
    softmax,
)
from ..ops import (
    sum as sum_of,
)
from .train import at_least

Made = tuple[Callable[..., Any], tuple[Any, ...]]
SECONDS: Final = 0.4
QUICK_SECONDS: Final = 0.02
CALLS: Final = 200  # at most


class BenchError(NitinolError, ValueError):
    """There is nothing to measure."""


def _normal(*shape: int) -> Any:
    return random.normal(shape)


def _product(m: int, n: int, k: int, dtype: Any = None) -> Made:
    x, y = _normal(m, k), _normal(k, n)
    if dtype is not None:
        x, y = astype(x * 8.0, dtype), astype(y * 8.0, dtype)
    return matmul, (x, y)


def _dense(m: int, n: int, k: int) -> Made:
    return (lambda x, w, b: gelu(nn.functional.linear(x, w, b))), (
        _normal(m, k),
        _normal(n, k),
        _normal(n),
    )


def _convolution(count: int, channels: int, side: int) -> Made:
    x, w = _normal(count, channels, side, side), _normal(channels, channels, 3, 3)
    return (lambda x, w: nn.functional.conv2d(x, w, padding=1)), (x, w)


def _attention(heads: int, length: int, width: int) -> Made:
    given = tuple([_normal(1, heads, length, width) for _ in range(3)])
    return (lambda q, k, v: scaled_dot_product_attention(q, k, v, is_causal=True)), given


def _norm(rows: int, width: int) -> Made:
    return (lambda x, w, b: layer_norm(x, weight=w, bias=b)), (
        _normal(rows, width),
        _normal(width),
        _normal(width),
    )


# Name, and how the kernel is made: for a size that is `scale` times less along one axis.
KERNELS: Final[dict[str, Callable[[int], Made]]] = {
    "copy": lambda s: ((lambda x: x + 1.0), (_normal(1 << 24 >> s),)),
    "sum": lambda s: (sum_of, (_normal(1 << 24 >> s),)),
    "exp": lambda s: (exp, (_normal(1 << 22 >> s),)),
    "softmax": lambda s: ((lambda x: softmax(x, -1)), (_normal(4096 >> s, 1024),)),
    "layer norm": lambda s: _norm(4096 >> s, 1024),
    "product": lambda s: _product(1024 >> s, 1024, 1024),
    "product, float64": lambda s: _product(1024 >> s, 512, 512, float64),
    "product, bfloat16": lambda s: _product(1024 >> s, 512, 512, bfloat16),
    "product, int8": lambda s: _product(1024 >> s, 512, 512, int8),
    "product, few rows": lambda s: _product(8, 4096 >> s, 4096),
    "dense layer, GELU": lambda s: _dense(512 >> s, 3072, 768),
    "convolution 3×3": lambda s: _convolution(16 >> s, 64, 56),
    "attention, causal": lambda s: _attention(8, 1024 >> s, 64),
}


def add_parser(commands: Any) -> None:
    """Add this command to the command line."""
    command = commands.add_parser(
        "bench",
        help="measure this machine, and how near kernels come to its limits",
        description="Measure what this machine can do at best (operations and bytes a second), and how near "
        "some kernels of nitinol come to that. It takes less than a minute.",
    )
    add = command.add_argument
    add("--only", metavar="PATTERN",
        help="only kernels whose name has this regular expression")  # fmt: skip
    add("--threads", type=at_least(1), metavar="N", help="CPU threads (default: all allowed)")
    add("--json", type=Path, metavar="FILE", help="also write the numbers to FILE")
    add("--quick", action="store_true",
        help="small sizes and short times, to see that all works; the numbers mean little")  # fmt: skip
    command.set_defaults(run=bench)


def bench(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.threads is not None:
        set_num_threads(options.threads)
    try:
        chosen = [n for n in KERNELS if options.only is None or re.search(options.only, n)]
    except re.error as error:
        raise BenchError(f"--only {options.only!r} is no regular expression: {error}") from None
    if not chosen:
        raise BenchError(
            f"no kernel has a name like {options.only!r}; there are {', '.join(KERNELS)}"
        )
    threads = num_threads()
    print(f"{cpu_name()}, {threads} threads on {processors()} processors")
    print("measuring the limits ...", file=sys.stderr, flush=True)
    machine = measure(threads, options.quick)
    print(
        f"limits: {machine.flops / 1e9:.1f} GFLOP/s (float32), reading {machine.read / 1e9:.1f} GB/s, "
        f"reading and writing {machine.copy / 1e9:.1f} GB/s\n"
    )
    print(f"{'kernel':20}{'size':>22}{'ms':>10}{'GFLOP/s':>10}{'GB/s':>8}{'of peak':>9}")
    rows = []
    for row in measured(chosen, machine, options.quick):
        rows.append(row)
        size = "×".join(map(str, row["shape"]))
        print(
            f"{row['name']:20}{size:>22}{1e3 * row['seconds']:10.3f}{_rate(row['flops'], row['seconds']):>10}"
            f"{_rate(row['bytes'], row['seconds']):>8}{100 * row['of_peak']:7.0f} %",
            flush=True,
        )
    if options.json is not None:
        found = {
            "cpu": cpu_name(), "threads": threads, "quick": options.quick,
            "limits": {"flops": machine.flops, "read": machine.read, "copy": machine.copy}, "kernels": rows,
        }  # fmt: skip
        options.json.write_text(json.dumps(found, indent=1))
    return 0


def _rate(count: int, seconds: float) -> str:
    return f"{count / seconds / 1e9:.1f}"


def measured(names: list[str], machine: Limits, quick: bool) -> Iterator[dict[str, Any]]:
    """Name, shape of the result, median seconds, operations, bytes, and the share of the limits, of each kernel."""
    for name in names:
        function, given = KERNELS[name](3 if quick else 0)
        compiled = jit(function)
        compiled(*given)  # compiled, and memory faulted in
        with profile() as prof:
            result = compiled(*given)
        flops, nbytes, wide = 0, 0, False
        for row in prof.kernels:
            flops, nbytes = flops + (row.flops or 0), nbytes + (row.nbytes or 0)
            wide = wide or row.wide
        seconds = _time(compiled, given, QUICK_SECONDS if quick else SECONDS)
        yield {
            "name": name, "shape": list(result.shape), "seconds": seconds, "flops": flops, "bytes": nbytes,
            "of_peak": machine.floor(flops, nbytes, wide) / seconds,
        }  # fmt: skip


def _time(function: Callable[..., Any], given: tuple[Any, ...], seconds: float) -> float:
    """The median time of a call, over about so many seconds."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or (time.perf_counter() < end and len(times) < CALLS):
        start = time.perf_counter()
        function(*given)
        times.append(time.perf_counter() - start)
    return median(times)

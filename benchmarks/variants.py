"""The same work in two ways, in one process, in turn: `python -m benchmarks.variants NAME...`.

Prints a line of JSON: samples of each row of the families `open`, `threads` and `unrolled` that is named. A sample is
the ratio of two times that were taken one after the other.

* open-WORK: a program whose axes are open (it has served other sizes before), over one compiled for the exact sizes.
* threads-WORK, threads-ROW: two threads over one. The processors of a virtual machine may be two halves of one core,
  and not at all times to the same extent; so `threads-registers` is the same ratio for a loop of multiply-adds on
  registers, which no program can beat: each of its threads does half of the work.
* unrolled-lstm: loss and gradients of an LSTM as a `scan`, over the same with its rounds written out by hand.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import nitinol as ni
from benchmarks import inputs as data
from benchmarks.frameworks.nitinol import FAMILIES, cnn_model, mlp_model, training_step
from benchmarks.frameworks.nitinol_transformers import training
from benchmarks.networks import Call, ratios
from benchmarks.rows import (
    ATTENTION,
    CNN_BATCH,
    CNN_CHANNELS,
    CNN_SIDE,
    GPT,
    LSTM,
    MLP,
    MLP_BATCH,
    THREADS,
    rows,
)
from nitinol import optim
from nitinol.exec.machine import multiply_adds

Make = Callable[[], Callable[..., Any]]  # a compiled function, new each time
Given = Callable[
    [float], tuple[Any, ...]
]  # its arguments, with axes of this fraction of the usual sizes


def _normal(*shape: int) -> Any:
    random = np.random.default_rng(sum(shape))
    return ni.tensor(random.standard_normal(shape).astype(np.float32))


def _labels(count: int, classes: int) -> Any:
    return ni.tensor(np.random.default_rng(count).integers(0, classes, count))


def _product(n: int) -> tuple[Make, Given]:
    def given(part: float) -> tuple[Any, ...]:
        m = int(n * part)
        return _normal(m, m), _normal(m, m)

    return lambda: ni.jit(lambda x, y: x @ y), given


def _mlp() -> tuple[Make, Given]:
    def make() -> Callable[..., Any]:
        model = mlp_model()
        return training_step(model, optim.Adam(model.parameters(), lr=data.ADAM["lr"]), True)

    def given(part: float) -> tuple[Any, ...]:
        batch = int(MLP_BATCH * part)
        return _normal(batch, MLP[0]), _labels(batch, MLP[-1])

    return make, given


def _cnn() -> tuple[Make, Given]:
    def make() -> Callable[..., Any]:
        model = cnn_model()
        return training_step(model, optim.SGD(model.parameters(), lr=data.SGD_LR), True)

    def given(part: float) -> tuple[Any, ...]:
        batch = int(CNN_BATCH * part)
        return _normal(batch, CNN_CHANNELS[0], CNN_SIDE, CNN_SIDE), _labels(batch, 10)

    return make, given


def _gpt() -> tuple[Make, Given]:
    def given(part: float) -> tuple[Any, ...]:
        shape = (2, int(GPT["batch"] * part), GPT["length"])  # as many as it has places
        x, t = np.random.default_rng(3).integers(0, GPT["tokens"], shape)
        return ni.tensor(x), ni.tensor(t)

    return training, given


def _attention() -> tuple[Make, Given]:
    def f(q: Any, k: Any, v: Any) -> Any:
        return ni.scaled_dot_product_attention(q, k, v, is_causal=True).sum()

    def given(part: float) -> tuple[Any, ...]:
        length = int(ATTENTION["length"] * part)
        return tuple(_normal(ATTENTION["heads"], length, ATTENTION["width"]) for _ in range(3))

    return lambda: ni.jit(ni.value_and_grad(f, (0, 1, 2))), given


WORKS: dict[str, Callable[[], tuple[Make, Given]]] = {
    "matmul-1024": lambda: _product(1024),
    "matmul-2048": lambda: _product(2048),
    "mlp": _mlp,
    "cnn": _cnn,
    "gpt": _gpt,
    "attention": _attention,
}


def _open_over_exact(name: str, rounds: int, seconds: float) -> list[float]:
    make, given = WORKS[name]()
    opened, exact = make(), make()
    usual = given(1.0)
    opened(*given(0.5))
    return ratios(lambda: opened(*usual), lambda: exact(*usual), rounds, seconds)


def _two_over_one(name: str, rounds: int, seconds: float) -> list[float]:
    def with_threads(count: int, call: Call) -> Call:
        def run() -> Any:
            ni.set_num_threads(count)
            return call()

        return run

    if name == "registers":
        return _registers(rounds, seconds)
    before = ni.get_num_threads()
    call = _as_in_row(name) if name in THREADS else _usual(name)
    try:
        return ratios(with_threads(2, call), with_threads(1, call), rounds, seconds)
    finally:
        ni.set_num_threads(before)


def _usual(name: str) -> Call:
    make, given = WORKS[name]()
    f, usual = make(), given(1.0)
    return lambda: f(*usual)


def _as_in_row(name: str) -> Call:
    """What another row times, with its first inputs."""
    row = next(r for r in rows() if r.name == name)
    job = FAMILIES[row.family](row, data.sets(row))["nitinol"]
    code = compile(job.statements[0], name, "exec")
    return lambda: exec(code, job.names)


def _registers(rounds: int, seconds: float) -> list[float]:
    run, lanes = multiply_adds()
    amount = 4_000_000  # a tenth of a second, as a step of a network takes
    room = [(ctypes.c_float * lanes)() for _ in range(2)]
    with ThreadPoolExecutor(1) as other:

        def two() -> None:
            half = other.submit(run, amount // 2, room[1])
            run(amount // 2, room[0])
            half.result()

        return ratios(two, lambda: run(amount, room[0]), rounds, seconds)


def _scan_over_unrolled(name: str, rounds: int, seconds: float) -> list[float]:
    inputs, width, batch = LSTM["inputs"], LSTM["width"], LSTM["batch"]
    xs = _normal(LSTM["length"], batch, inputs)
    weights = (
        _normal(inputs, 4 * width) * 0.1,
        _normal(width, 4 * width) * 0.1,
        _normal(4 * width),
    )

    def loss(unrolled: bool, inside: Any, state: Any, shift: Any) -> Any:
        def step(carry: Any, x: Any) -> Any:
            h, c = carry
            i, f, g, o = ni.chunk(h @ state + x, 4, -1)
            c = ni.sigmoid(f) * c + ni.sigmoid(i) * ni.tanh(g)
            return (ni.sigmoid(o) * ni.tanh(c), c), None

        seen, start = xs @ inside + shift, ni.zeros((batch, width))
        carry = (start, start)
        if unrolled:
            for n in range(LSTM["length"]):
                carry, _ = step(carry, seen[n])
        else:
            carry, _ = ni.scan(step, carry, seen)
        return (carry[0] ** 2).sum()

    def compiled(unrolled: bool) -> Call:
        f = ni.jit(ni.value_and_grad(lambda *w: loss(unrolled, *w), (0, 1, 2)))
        return lambda: f(*weights)

    return ratios(compiled(False), compiled(True), rounds, seconds)


KINDS = {"open": _open_over_exact, "threads": _two_over_one, "unrolled": _scan_over_unrolled}


def measured(names: list[str], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Samples of the rows of these names."""
    found: dict[str, list[float]] = {}
    for name in (n for n in names if not n.startswith("--")):
        kind, _, work = name.partition("-")
        found[name] = KINDS[kind](work, rounds, seconds)
    return found


def main(names: list[str]) -> None:
    """Measures and prints; `--quick` among the names is for seeing that everything works."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    found = measured(names, *((1, 0.05) if "--quick" in names else (9, 1.0)))
    print(json.dumps(found), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

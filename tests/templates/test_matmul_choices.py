"""How products are cut and packed: the rules that `matmul_grid` writes down, here again, and, slowly, by the clock.

B, and A with it, is packed once for all tasks where three things hold: there are rows enough to read it again and
again (256); the reduced axis is long enough to be worth a phase (more than 64); and there are panels of columns
enough to pay for packing A: 2 where packing copies, 16 where it transposes. Narrow products have B alone packed
for all, and pack a turned A on the way. A task has 2^17 multiplications at
least, and a thread two tasks, or up to four where rows are many.
"""

from __future__ import annotations

import time
from statistics import median
from typing import Any

import numpy as np
import pytest
from template_harness import Bound, Compiled

from nitinol.llvm.target import host
from nitinol.ops.contraction import dot_op
from nitinol.templates import matmul, matmul_grid
from nitinol.templates.choices import chosen
from nitinol.templates.matmul import Matmul

THREADS = 4


def bound(m: int, n: int, k: int, turned: bool, **options: Any) -> Bound:
    """A product, bound to operands; `turned`: the columns of A lie one after another."""
    rng = np.random.default_rng(0)
    a = rng.standard_normal((k, m) if turned else (m, k)).astype("f4")
    a = a.T if turned else a
    b = rng.standard_normal((k, n)).astype("f4")
    return Compiled(dot_op, [a, b], Matmul(), threads=THREADS, **options).bind(a, b)


def packs_once(m: int, n: int, k: int, turned: bool) -> bool:
    """What the rules say."""
    panels = -(-n // (2 * host().lanes(4)))
    return m >= 256 and k > 64 and panels >= (2 if turned else 16)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("m", "n", "k"),
    [
        (256, 800, 100), (255, 800, 100), (256, 800, 65), (256, 800, 64), (400, 96, 128), (400, 32, 128),
        (1, 800, 300), (12, 800, 300), (100, 100, 1000),
    ],
)  # fmt: skip
def test_who_packs(m: int, n: int, k: int, turned: bool) -> None:
    product = bound(m, n, k, turned, open_sizes=True)
    packs, tasks = product.counts()
    assert (packs > 0) == packs_once(m, n, k, turned)
    most = max(1, min(2 * THREADS, m * n * k >> 17))
    assert 1 <= tasks <= 2 * most + 1
    if m * n * k >= (2 * THREADS) << 17 and max(m, n) >= 200:
        assert tasks >= THREADS  # all have something to do


def test_narrow_products_pack_a_turned_side_on_the_way() -> None:
    # 25 strips are two units of packing, 3 panels one, and 25 panels four.
    width = 2 * host().lanes(4)
    assert bound(300, 3 * width, 130, True).counts()[0] == 1
    assert bound(300, 25 * width, 130, True).counts()[0] > 4


def test_small_products_are_one_task() -> None:
    assert bound(40, 40, 40, False).counts() == [1]  # and have no phase that packs


@pytest.mark.slow
@pytest.mark.parametrize(("m", "n", "k"), [(1024, 1024, 512), (64, 1024, 512)])
def test_the_choice_is_not_the_slower_one(
    m: int, n: int, k: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Far from the thresholds; by turns, so that a machine that is slow for a while is slow for both."""
    usual = bound(m, n, k, True, open_sizes=True)
    rows = 16 if m < 256 else 1 << 40
    monkeypatch.setattr(matmul, "_TALL", rows)
    monkeypatch.setattr(
        matmul_grid, "chosen", lambda target, name: rows if name == "tall" else chosen(target, name)
    )
    other = bound(m, n, k, True, open_sizes=True)
    assert (usual.counts()[0] > 0) != (other.counts()[0] > 0)
    ratios = []
    for _ in range(30):
        times = []
        for product in (usual, other):
            product.run()
            began = time.perf_counter()
            product.run()
            times.append(time.perf_counter() - began)
        ratios.append(times[0] / times[1])
    assert (usual.outputs[0] == other.outputs[0]).all()
    assert median(ratios) < 1.1

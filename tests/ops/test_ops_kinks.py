"""Gradients at kinks, ties, zeros and infinities: the table in docs/autodiff.md, row by row."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol import ops

PAGE = Path(__file__).resolve().parents[2] / "docs" / "autodiff.md"
ROW = re.compile(r"^\| (`[^|]+`) \| `([xyz] = [^|]+)` \| `([^|]+)` \|", re.MULTILINE)
NAMES: dict[str, Any] = {name: getattr(ops, name) for name in ops.__all__}
NAMES |= {"inf": math.inf, "nan": math.nan}


def rows() -> list[tuple[str, str, str]]:
    """(function, where, gradient) of each function in the table."""
    return [
        (function, at, gradient)
        for functions, at, gradient in ROW.findall(PAGE.read_text())
        for function in re.findall(r"`([^`]+)`", functions)
    ]


def test_the_table_is_read() -> None:
    section = PAGE.read_text().split("| function | at | gradient |")[1].split("\n\n")[0]
    assert len(ROW.findall(section)) == section.count("\n| `") > 60


@pytest.mark.parametrize(("function", "at", "gradient"), rows())
def test_the_gradient_is_the_documented_one(function: str, at: str, gradient: str) -> None:
    points = eval(f"dict({at})", dict(NAMES))
    wanted = eval(f"({gradient},)", dict(NAMES))
    xs = [
        ni.tensor(x, dtype=ni.complex128 if name == "z" else ni.float64)
        for name, x in points.items()
    ]

    def total(*given: Any) -> Any:
        return eval(function, NAMES | dict(zip(points, given, strict=True))).sum()

    found = ni.grad(total, tuple(range(len(xs))))(*xs)
    for g, want in zip(found, wanted, strict=True):
        np.testing.assert_allclose(g.numpy(), want, rtol=1e-12)
    # Forward mode along (1, 1, …) gives the sum of the parts. What is NaN on the way back may be a
    # number in it: a choice drops the slopes of what it does not choose.
    slope = ni.jvp(total, xs, [ni.ones_like(x) for x in xs])[1].item()
    parts = np.concatenate([np.real(want) for want in wanted])
    with np.errstate(invalid="ignore"):  # ∞ − ∞
        whole, rest = parts.sum(), np.nansum(parts)
    if math.isnan(whole) and not math.isnan(slope):
        whole = rest
    assert slope == pytest.approx(whole, rel=1e-12, abs=1e-12, nan_ok=True)

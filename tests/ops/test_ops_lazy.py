"""Every sample recorded by `ni.lazy()` gives the same bits as in eager mode; several of them as one program."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from ops_support import Call, leaves, to_numpy

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.ops.samples import TABLE

NAMES = sorted(TABLE)


def calls(names: list[str]) -> list[tuple[Call, list[Any]]]:
    found = []
    for name in names:
        sample = TABLE[name].samples[0]
        dtype = dt.float32 if dt.float32 in sample.dtypes else sample.dtypes[0]
        call = Call(name, 0, dtype)
        found.append((call, list(call.tensors())))
    return found


def run(call: Call, values: list[Any]) -> list[Any]:
    # Copies, so that operands are recorded values too.
    return leaves(
        call.run([x * 1 if isinstance(x, ni.Tensor) and x.dtype.is_inexact else x for x in values])
    )


def check(names: list[str]) -> None:
    work = calls(names)
    wanted = [run(*w) for w in work]
    with ni.lazy():
        found = [run(*w) for w in work]
    for name, some, others in zip(names, found, wanted, strict=True):
        for x, y in zip(some, others, strict=True):
            a, b = np.ascontiguousarray(to_numpy(x)), np.ascontiguousarray(to_numpy(y))
            assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes(), (
                name,
                a,
                b,
            )


def test_some_samples_together() -> None:
    check(random.Random(7).sample(NAMES, 12))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, len(NAMES), 6))
def test_all_samples(first: int) -> None:
    check(NAMES[first : first + 6])

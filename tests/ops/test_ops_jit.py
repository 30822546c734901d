"""Every sample compiled by `jit` gives the same bits as in eager mode."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from ops_support import Call, leaves, to_numpy

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.ops.samples import TABLE

# The size of their results has no value while a function is traced.
DEPENDS_ON_DATA = {"nonzero", "argwhere", "flatnonzero", "masked_select", "bincount", "histogram"}
DEPENDS_ON_DATA |= {n for n in TABLE if n.startswith("unique")}
NAMES = sorted(set(TABLE) - DEPENDS_ON_DATA)


def _same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_jit_equals_eager(name: str) -> None:
    for index, sample in enumerate(TABLE[name].samples[:3]):
        dtype = dt.float32 if dt.float32 in sample.dtypes else sample.dtypes[0]
        call = Call(name, index, dtype)
        values = call.tensors()

        def run(*given: Any, call: Call = call) -> Any:
            return call.run(list(given))

        eager = leaves(call.run(values))
        compiled = leaves(ni.jit(run)(*values))
        for e, c in zip(eager, compiled, strict=True):
            a, b = to_numpy(e), to_numpy(c)
            assert _same_bits(np.ascontiguousarray(a), np.ascontiguousarray(b)), (
                f"{name} sample {index}: {a} in eager mode, {b} compiled"
            )

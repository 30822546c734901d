"""Every sample of every operation against NumPy or SciPy in float64, over dtypes and memory
layouts.
"""

from __future__ import annotations

import pytest
from ops_support import LAYOUTS, Call, compare

from nitinol.base import dtypes as dt
from nitinol.ops.samples import TABLE

NAMES = sorted(TABLE)


@pytest.mark.parametrize("name", NAMES)
def test_values_of_every_dtype(name: str) -> None:
    for index, sample in enumerate(TABLE[name].samples):
        for dtype in sample.dtypes:
            call = Call(name, index, dtype)
            where = f"{name} sample {index} {dtype}"
            compare(call.run(call.tensors()), call.expected(), call.tolerance, where)


@pytest.mark.parametrize("layout", LAYOUTS[1:])
@pytest.mark.parametrize("name", NAMES)
def test_values_of_every_layout(name: str, layout: str) -> None:
    samples = TABLE[name].samples
    tried = 0
    for index, sample in enumerate(samples):
        if not sample.layouts or dt.float32 not in sample.dtypes or tried == 2:
            continue
        call = Call(name, index, dt.float32, layout)
        if not any(x.size > 1 for x in call.arrays):
            continue
        tried += 1
        where = f"{name} sample {index} {layout}"
        compare(call.run(call.tensors()), call.expected(), call.tolerance, where)

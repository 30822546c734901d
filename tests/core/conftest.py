"""Every test of this folder that takes `core` runs on both cores."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import pytest

from nitinol.core import emitted, plain


@pytest.fixture(params=["native", "plain"])
def core(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    module = emitted if request.param == "native" else plain
    before = module.get_tensor_type()
    module.set_tensor_type(module.TensorBase)
    yield module
    module.set_tensor_type(before)
    module.set_grad_enabled(True)
    module.clear()

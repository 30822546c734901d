"""Every test here runs on the tiny NumPy evaluator of `trace_support`."""

import pytest
from trace_support import OPERATORS, NumPyBottom

from nitinol.trace import bind
from nitinol.trace.array import operators


@pytest.fixture(autouse=True)
def bottom(monkeypatch):
    """The evaluator; its `calls` tell what was computed."""
    evaluator = NumPyBottom()
    monkeypatch.setattr(bind, "bottom", evaluator)
    monkeypatch.setattr("nitinol.trace.jvp.VERIFY", True)
    monkeypatch.setattr("nitinol.trace.transpose.VERIFY", True)
    for name, function in OPERATORS.items():
        monkeypatch.setitem(operators, name, function)
    return evaluator

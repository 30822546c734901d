"""Groups that look alike are one kernel, and those that differ in anything are not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import nitinol as ni
from nitinol.base.shapes import contiguous_strides
from nitinol.codegen.passes import front, schedule
from nitinol.codegen.program import ProgramEmitter
from nitinol.ir.op import Strided, Type
from nitinol.llvm.target import host
from nitinol.trace.stage import stage


def _emitted(function, *types):
    graph = stage(function, types).graph
    inputs = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    inlined, layouts = front(graph, inputs)
    scheduled = schedule(inlined, layouts, True)[0]
    scheduled.steps = [[group] for group in scheduled.groups]  # none runs beside another
    return ProgramEmitter(scheduled, host(), "program")


def _network(x, *weights):
    for w in weights:
        x = ni.softmax(ni.tanh(x @ w) + 0.5, -1)
    return x


def test_equal_layers_are_written_once_and_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch):
    types = [Type(ni.float32, (8, 16)), *[Type(ni.float32, (16, 16))] * 6]
    emitter = _emitted(_network, *types)
    text = emitter.text()
    assert len(emitter.s.groups) == 12
    assert len(emitter._alike) == 2
    serial = itertools.count()
    monkeypatch.setattr("nitinol.codegen.program.looks", lambda *_: next(serial))
    apart = _emitted(_network, *types)
    assert apart.text() == text
    assert len(apart._alike) == 12


@pytest.mark.parametrize("first, second", [
    (lambda x: ni.tanh(x) * 2.0, lambda x: ni.tanh(x) * 3.0),
    (lambda x: ni.tanh(x) * 0.0, lambda x: ni.tanh(x) * -0.0),
    (lambda x: ni.sum(x, 0), lambda x: ni.sum(x, 1)),
    (lambda x: x.T * 2.0, lambda x: x * 2.0),
    (lambda x: x * x[::-1], lambda x: x * x),
    (lambda x: ni.cumsum(x, 0), lambda x: ni.cumsum(x, 1)),
])  # fmt: skip
def test_what_differs_is_written_apart(first, second):
    def function(x, y):
        return first(x), second(y)

    square = Type(ni.float32, (5, 5))
    emitter = _emitted(function, square, square)
    emitter.text()
    assert len(emitter._alike) == len(emitter.s.groups)
    x, y = np.random.default_rng(0).standard_normal((2, 5, 5), "f4")
    together = ni.jit(function)(ni.tensor(x), ni.tensor(y))
    for made, f, given in zip(together, (first, second), (x, y), strict=True):
        np.testing.assert_array_equal(np.asarray(made), np.asarray(f(ni.tensor(given))))

"""Folds down the columns of a product, taken by its tasks: the bits of eager mode, for shapes, layouts, threads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.base.shapes import contiguous_strides
from nitinol.codegen.passes import front, schedule
from nitinol.ir.op import Strided, Type
from nitinol.trace.stage import stage

# Each fuses: the first call of a function is compiled for its sizes, later ones for open sizes.
FIRST = (2048, 40, 600)
SHAPES = [
    (1024, 300, 512),
    (257, 65, 129),
    (300, 70, 700),
    (64, 8, 512),
    (65, 520, 17),
    (7, 3, 5),
    (700, 9, 33),
    (2050, 600, 64),
]


def _stored(x: Any, w: Any, b: Any) -> Any:
    y = ni.tanh(x @ w + b)
    return y, ni.sum(y, 0), ni.max(y * b, 0)


def _not_stored(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return ni.mean(y, 0), ni.sum(ni.exp(y * 0.1), 0)


def _plain(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return y, ni.sum(y, 0)


def _swapped(x: Any, w: Any, b: Any) -> Any:
    y = ni.permute(ni.permute(w, (1, 0)), (1, 0))
    z = x @ ni.permute(ni.permute(y, (1, 0)) * 1.0, (1, 0)) * b
    return z, ni.min(z, 0), ni.sum(ni.astype(z, ni.float64), 0)


FUNCTIONS = {f.__name__[1:]: f for f in (_stored, _not_stored, _plain, _swapped)}


@pytest.fixture(params=[1, 2, 5])
def threads(request: pytest.FixtureRequest) -> Iterator[int]:
    before = ni.get_num_threads()
    ni.set_num_threads(request.param)
    yield request.param
    ni.set_num_threads(before)


def _data(m: int, k: int, n: int, dtype: Any = np.float32) -> list[ni.Tensor]:
    random = np.random.default_rng(m * 7 + n)
    x, w, b = (
        random.standard_normal((m, k)),
        random.standard_normal((k, n)),
        random.standard_normal(n),
    )
    return [ni.tensor(v.astype(dtype)) for v in (x, w / max(k, 1) ** 0.5, b)]


def _same(function: Any, compiled: Any, given: list[ni.Tensor]) -> None:
    for a, b in zip(function(*given), compiled(*given), strict=True):
        assert a.shape == b.shape
        assert a.numpy().tobytes() == b.numpy().tobytes()


def _fused(function: Any, *shapes: Any) -> bool:
    graph = stage(function, [Type(ni.float32, s) for s in shapes]).graph
    layouts = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    groups = schedule(*front(graph, layouts), True)[0].groups
    return any(g.anchor is not None and g.beside for g in groups)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_bits_are_those_of_eager_mode(name: str, threads: int) -> None:
    function = FUNCTIONS[name]
    m, k, n = FIRST
    assert _fused(function, (m, k), (k, n), (n,))
    compiled = ni.jit(function)
    for sizes in (FIRST, *SHAPES):
        _same(function, compiled, _data(*sizes))


def test_nothing_to_fold() -> None:
    compiled = ni.jit(_plain)
    for sizes in (
        FIRST,
        (2047, 5, 600),
        (0, 4, 64),
        (64, 0, 40),
        (64, 4, 0),
        (1, 5, 64),
        (64, 5, 1),
    ):
        _same(_plain, compiled, _data(*sizes))


@pytest.mark.parametrize("special", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_reaches_its_columns(special: float) -> None:
    x, w, b = _data(*FIRST)
    spoiled = x.numpy().copy()
    spoiled[700, 3] = special
    given = [ni.tensor(spoiled), w, b]
    _same(_stored, ni.jit(_stored), given)
    _same(_not_stored, ni.jit(_not_stored), given)
    columns = w.numpy()[3] != 0
    found = ni.jit(_plain)(*given)[1].numpy()
    assert not np.isfinite(found[columns]).any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_values_against_sums_in_float64(dtype: Any) -> None:
    x, w, b = _data(2048, 70, 600, dtype)
    wide = [v.numpy().astype(np.float64) for v in (x, w, b)]
    y = np.tanh(wide[0] @ wide[1] + wide[2])
    got = ni.jit(_stored)(x, w, b)
    tolerance = 1e-4 if dtype is np.float32 else 1e-12
    np.testing.assert_allclose(got[1].numpy(), y.sum(0), rtol=tolerance, atol=tolerance * 100)
    np.testing.assert_allclose(got[2].numpy(), (y * wide[2]).max(0), rtol=tolerance)


def test_half_precision_and_integers() -> None:
    random = np.random.default_rng(4)
    x, w = (random.integers(-9, 9, s).astype(np.int32) for s in ((1024, 33), (33, 520)))

    def function(x: Any, w: Any) -> Any:
        y = x @ w
        return ni.sum(y, 0), ni.max(y, 0), ni.any(y > 900, 0)

    given = [ni.tensor(x), ni.tensor(w)]
    _same(function, ni.jit(function), given)
    np.testing.assert_array_equal(function(*given)[0].numpy(), (x @ w).sum(0))
    small = [ni.astype(ni.astype(v, ni.float32) * 0.1, ni.bfloat16) for v in given]
    eager, compiled = function(*small), ni.jit(function)(*small)
    for a, b in zip(eager, compiled, strict=True):
        assert (
            ni.astype(a, ni.float32).numpy().tobytes() == ni.astype(b, ni.float32).numpy().tobytes()
        )


def test_inside_of_a_loop() -> None:
    random = np.random.default_rng(6)
    x, w = (
        ni.tensor(random.standard_normal(s).astype(np.float32)) for s in ((512, 16), (3, 16, 1024))
    )

    def turn(total: Any, w: Any) -> Any:
        y = ni.tanh(x @ w)
        return total + ni.sum(y, 0), ni.max(y, 0)

    total, most = ni.jit(lambda w: ni.scan(turn, ni.zeros(1024), w))(w)
    for i in range(3):
        assert most[i].numpy().tobytes() == ni.max(ni.tanh(x @ w[i]), 0).numpy().tobytes()
    parts = [ni.sum(ni.tanh(x @ w[i]), 0) for i in range(3)]
    assert (
        total.numpy().tobytes()
        == (ni.zeros(1024) + parts[0] + parts[1] + parts[2]).numpy().tobytes()
    )


def test_beside_what_is_written_over() -> None:
    """A step whose new weights lie where the old ones did takes all of its memory before it begins to write."""
    random = np.random.default_rng(8)
    shapes = (2048, 24), (24, 1024), (1024,), (1024, 16)
    x, w, b, v = (random.standard_normal(s).astype(np.float32) * 0.1 for s in shapes)

    def step(state: Any, x: Any) -> Any:
        loss = lambda s: ni.sum(ni.tanh(ni.tanh(x @ s[0] + s[1]) @ s[2]))  # noqa: E731
        return [p - 0.1 * g for p, g in zip(state, ni.grad(loss)(state), strict=True)]

    compiled, given = ni.jit(step), ni.tensor(x)
    state = plain = [ni.tensor(p) for p in (w, b, v)]
    for _ in range(3):
        state = compiled(state, given)
        plain = step(plain, given)
    for a, c in zip(state, plain, strict=True):
        np.testing.assert_allclose(a.numpy(), c.numpy(), rtol=1e-4, atol=1e-4)

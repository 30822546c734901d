"""Sizes that turn out to be 0 or too small where a compiled function left them open.

The run must raise what eager mode raises, word for word, or give what it gives; never garbage.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import nitinol as ni
from nitinol.base.errors import NitinolError

CASES: dict[str, Callable[[Any], Any]] = {
    "max": lambda x: ni.max(x, 0),
    "argmin": lambda x: ni.argmin(x),
    "gradient of max": ni.grad(lambda x: ni.sum(ni.max(x, 0))),
    "quantile": lambda x: ni.median(x, 0),
    "infinity norm": lambda x: ni.vector_norm(x, 0, ord=float("inf")),
    "index": lambda x: x[ni.tensor([0])],
    "take": lambda x: ni.take(x, ni.tensor([0, 1]), 0),
    "topk": lambda x: ni.topk(x, 1, 0)[0],
    "reshape": lambda x: x.reshape((x.shape[0], -1)),
    "pad by edge": lambda x: ni.pad(x, ((1, 1), (0, 0)), mode="edge"),
    "cut off": lambda x: ni.pad(x, ((-1, 0), (0, 0))),
    "roll": lambda x: ni.roll(x, -1, 0),
    "diff": lambda x: ni.diff(x, axis=0),
    "searchsorted": lambda x: ni.searchsorted(x[:, 0], ni.tensor([0.0, 1.0])),
    "isin": lambda x: ni.isin(ni.tensor([0.0, 1.0]), x),
    "product": lambda x: ni.jvp(lambda v: ni.prod(v, 0), (x,), (x,))[1],
}


def outcome(f: Callable[[Any], Any], x: Any) -> Any:
    try:
        result = f(x)
        return result.shape, result.tolist()
    except NitinolError as error:
        return type(error), str(error).partition("\n  at ")[0]  # compiled functions name the line


@pytest.mark.parametrize("name", CASES)
def test_an_open_axis_of_size_0(name: str) -> None:
    f = CASES[name]
    compiled = ni.jit(f)
    compiled(ni.ones((3, 3)))
    compiled(ni.ones((4, 3)))  # now the axis is open
    assert compiled.stats()["compilations"] == 2
    empty = ni.zeros((0, 3))
    assert outcome(compiled, empty) == outcome(f, empty)
    assert compiled.stats()["compilations"] == 2


def test_what_is_computed_from_an_open_size_may_be_1() -> None:
    f = ni.jit(lambda x: x[::2] * ni.ones((1, 3)))
    for n in (6, 5, 2):
        assert f(ni.ones((n, 3))).shape == ((n + 1) // 2, 3)


def test_arrays_whose_open_sizes_differ_are_not_equal() -> None:
    equal = ni.jit(ni.array_equal)
    for m, n in ((3, 3), (4, 5), (4, 4), (6, 0), (0, 0), (2, 9)):
        assert equal(ni.ones((m, 2)), ni.ones((n, 2))).item() is (m == n)
    assert not equal(ni.ones((4, 2)), ni.zeros((4, 2))).item()
    assert equal.stats()["compilations"] == 2


def _layer_norm(n: int) -> Any:
    return ni.nn.functional.layer_norm(ni.ones((4, n)), (6,))


def _rms_norm(n: int) -> Any:
    return ni.nn.functional.rms_norm(ni.ones((4, n)), (6,))


def _nll_loss(n: int) -> Any:
    target = ni.zeros(6, dtype=ni.int64)
    return ni.nn.functional.nll_loss(ni.ones((n, 3)), target, reduction="none")


@pytest.mark.parametrize("function", [_layer_norm, _rms_norm, _nll_loss])
def test_a_size_that_does_not_fit_is_refused_after_one_that_did(function: Any) -> None:
    function(6)
    with pytest.raises(
        ni.ShapeError, match=r"\((4, )?8(, 3)?\).* (normalized_shape|class numbers)"
    ):
        function(8)

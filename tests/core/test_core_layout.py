"""Layouts: interned, immutable, compared by value."""

from __future__ import annotations

import pickle
import sys

import pytest

from nitinol.base.dtypes import float32, int8
from nitinol.core.layout import Layout, layout

module = sys.modules["nitinol.core.layout"]  # its name in the package is the function


def test_fields() -> None:
    made = layout(float32, [2, 3])
    assert made.dtype is float32
    assert made.shape == (2, 3)
    assert made.strides == (3, 1)
    assert (made.size, made.nbytes, made.ndim, made.contiguous, made.device) == (
        6,
        24,
        2,
        True,
        "cpu",
    )


@pytest.mark.parametrize(
    ("shape", "strides", "contiguous"),
    [
        ((), (), True),
        ((2, 3), (3, 1), True),
        ((2, 3), (1, 2), False),
        ((2, 3), (-3, 1), False),
        ((2, 3), (0, 1), False),
        ((1, 3), (99, 1), True),
        ((0, 3), (7, 7), True),
        ((4,), (2,), False),
    ],
)
def test_contiguous(shape: tuple[int, ...], strides: tuple[int, ...], contiguous: bool) -> None:
    assert layout(float32, shape, strides).contiguous is contiguous


def test_given_and_computed_strides_are_one_object() -> None:
    assert layout(float32, (5, 7)) is layout(float32, (5, 7), (7, 1))
    assert layout(float32, (5, 7)) is not layout(int8, (5, 7))


def test_equality_is_by_value_even_when_the_table_was_cleared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = layout(float32, (11, 13))
    monkeypatch.setattr(module, "_interned", {})
    after = layout(float32, (11, 13))
    assert before is not after
    assert before == after
    assert hash(before) == hash(after)
    assert before != layout(float32, (13, 11))
    assert before != "a layout"


def test_table_is_bounded() -> None:
    for i in range(20_000):
        layout(float32, (i, 1))
    assert len(module._interned) <= module._LIMIT


def test_immutable() -> None:
    made = layout(float32, (2, 3))
    with pytest.raises(AttributeError, match="never changes"):
        made.shape = (3, 2)
    with pytest.raises(AttributeError, match="never changes"):
        del made.shape


def test_wrong_strides_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        layout(float32, (2, 3), (1,))


def test_pickle_and_repr() -> None:
    for made in (layout(float32, (2, 3)), layout(float32, (2, 3), (1, 2))):
        assert pickle.loads(pickle.dumps(made)) == made
    assert repr(layout(float32, (2, 3), (1, 2))) == "<float32 (2, 3), strides (1, 2)>"
    assert isinstance(layout(float32, ()), Layout)

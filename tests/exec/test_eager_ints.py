"""Python ints that do not fit the dtype of the tensor they meet: the same error eager and compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import nitinol as ni


def outcome(function: Callable[..., Any], *args: Any) -> str:
    try:
        return repr(function(*args))
    except ni.DTypeError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "function", "folded"),
    [
        ("add", lambda x, n: x + n, lambda a, n: a + n),
        ("subtract", lambda x, n: n - x, lambda a, n: n - a),
        ("clip", lambda x, n: ni.clip(x, 1, n), lambda a, n: min(max(a, 1), n)),
    ],
)
@pytest.mark.parametrize("dtype", [ni.int8, ni.uint8])
def test_ints_that_do_not_fit(name: str, function: Any, folded: Any, dtype: Any) -> None:
    """In this order what fits is remembered before what does not, and the other way round."""
    x = ni.tensor([1], dtype=dtype)
    for n in (5, 300, 100, 127, 128, -1, 2, 255, 256, -128, -129, 70_000, -(1 << 40)):
        if not dtype.min <= n <= dtype.max:
            said = f"{name}: {n} does not fit into {dtype} ({dtype.min} to {dtype.max}); convert"
            for _ in range(2):
                with pytest.raises(ni.DTypeError) as caught:
                    function(x, n)
                assert str(caught.value).startswith(said)
        else:
            bits = folded(1, n) & 255
            wanted = bits - 256 if dtype is ni.int8 and bits > 127 else bits
            for _ in range(3):
                assert function(x, n).tolist() == [wanted]


def test_eager_says_what_compiled_code_says() -> None:
    x = ni.tensor([1, 2], dtype=ni.uint16)
    for n in (65_535, 65_536, -1):
        assert outcome(lambda x: x + n, x) == outcome(ni.jit(lambda x: x + n), x)  # noqa: B023


def test_wide_partners_take_all_ints() -> None:
    x = ni.tensor([1], dtype=ni.int64)
    f = ni.tensor([1.0])
    for n in (5, 300, 70_000, 1 << 40, -(1 << 40)):
        assert (x + n).tolist() == [1 + n]
        assert (f * n).tolist() == [float(n)]

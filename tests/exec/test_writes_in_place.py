"""`x[index tensors or mask] = v` writes into the memory of x while nothing else holds it."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pytest

import nitinol as ni

N = 40


def fresh() -> tuple[Any, np.ndarray[Any, Any]]:
    data = np.arange(N * 6, dtype=np.float32).reshape(N, 6)
    return ni.tensor(data), data.copy()


def places(rng: np.random.Generator) -> np.ndarray[Any, Any]:
    return rng.integers(-N, N, 5)


def test_values_and_memory() -> None:
    """Many writes of each kind; the last of several to one place counts; the memory stays."""
    rng = np.random.default_rng(0)
    x, wanted = fresh()
    address = x._address
    for _ in range(30):
        i, j, mask = places(rng), rng.integers(0, 6, 5), rng.random((N, 6)) < 0.1
        v = rng.random((5, 6)).astype(np.float32)
        for key, native, value in (
            (i, ni.tensor(i), v),
            ((i, j), (ni.tensor(i), ni.tensor(j)), v[:, 0]),
            ((slice(None), j), (slice(None), ni.tensor(j)), 2.5),
            (mask, ni.tensor(mask), 7),
            (mask, ni.tensor(mask), rng.random(int(mask.sum())).astype(np.float32)),
            (mask[:, 0], ni.tensor(mask[:, 0]), v[0]),
        ):
            wanted[key] = value
            x[native] = ni.tensor(value) if isinstance(value, np.ndarray) else value
            assert x._address == address
    np.testing.assert_array_equal(x.numpy(), wanted)


def test_what_is_shared_is_copied() -> None:
    i = ni.tensor([1, 3, 3])
    for share in (
        lambda x: x[2:],
        lambda x: x.detach(),
        lambda x: x.numpy(),
        lambda x: ni.reshape(x, (6, N)),
    ):
        x, wanted = fresh()
        other = share(x)
        before = np.array(other).copy() if isinstance(other, np.ndarray) else other.numpy().copy()
        gc.collect()
        x[i] = -1.0
        x[x < 0] = 9
        wanted[[1, 3]] = 9
        np.testing.assert_array_equal(x.numpy(), wanted)
        after = other if isinstance(other, np.ndarray) else other.numpy()
        np.testing.assert_array_equal(after, before)


def test_a_tensor_written_into_itself() -> None:
    x = ni.tensor([3, 2, 1, 0])
    y = x.numpy().copy()
    y[y.copy()] = y.copy()
    x[x] = x
    assert x.tolist() == y.tolist()
    flags = ni.tensor([True, False, True])
    flags[flags] = False
    assert flags.tolist() == [False] * 3


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ([1, N], 1.0, ni.IndexRangeError),
        ([1, -N - 1], 1.0, ni.IndexRangeError),
        ([1, 2], 1j, ni.DTypeError),
        ([1, 2], [1.0, 2.0], ni.ShapeError),
    ],
)
def test_errors_change_nothing(key: Any, value: Any, error: Any) -> None:
    x, wanted = fresh()
    i = ni.tensor(key)
    for _ in range(2):
        with pytest.raises(error):
            x[i] = ni.tensor(value) if isinstance(value, list) else value
        np.testing.assert_array_equal(x.numpy(), wanted)


def test_ints_that_do_not_fit() -> None:
    x = ni.tensor([1, 2, 3], dtype=ni.int8)
    i = ni.tensor([0, 2])
    for n, fits in ((5, True), (300, False), (100, True), (-128, True), (-129, False)):
        if fits:
            x[i] = n
            assert x.tolist() == [n, 2, n]
        else:
            with pytest.raises(ni.DTypeError, match="does not fit into int8"):
                x[i] = n


def test_derivatives_see_writes() -> None:
    """A value that the tape keeps is not written over, and a recorded write has a gradient."""
    x = ni.tensor([1.0, 2.0, 3.0], requires_grad=True)
    i = ni.tensor([0, 2])
    y = x * 2
    z = y * y  # keeps y
    with ni.no_grad():
        y[i] = 100.0
    z.sum().backward()
    assert x.grad.tolist() == [8.0, 16.0, 24.0]
    x.grad = None
    y = x * 2
    y[i] = ni.tensor([5.0, 6.0])
    (y * y).sum().backward()
    assert x.grad.tolist() == [0.0, 16.0, 0.0]

"""Passes of folds as kernels of their own; what is computed again instead of being stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from schedule_support import check_memory, check_order, graph_of, scheduled

import nitinol as ni
from nitinol.schedule import memory

F = ni.nn.functional


def _norm(x: Any) -> Any:
    gap = x - ni.mean(x, 0)
    return gap * ni.rsqrt(ni.mean(gap * gap, 0) + 1e-5)


def _kinds(function: Any, *shapes: tuple[int, ...]) -> list[str]:
    done, lives = scheduled(graph_of(function, *shapes))
    check_order(done)
    check_memory(done, lives, 1)
    return [g.kind for g in done.groups]


@pytest.mark.parametrize(
    ("shape", "kinds"),
    [
        ((8192, 64), ["row", "row", "loop"]),  # columns of 2 MB
        ((512, 64), ["row"]),  # a cache holds them
        ((64, 8192), ["row", "row", "loop"]),
    ],
)
def test_columns_that_no_cache_holds(shape: tuple[int, int], kinds: list[str]) -> None:
    assert _kinds(_norm, shape) == kinds


def test_rows_stay_one_kernel_unless_there_is_one() -> None:
    assert _kinds(lambda x: ni.softmax(x, -1), (64, 1 << 18)) == ["row"]
    assert _kinds(lambda x: x - ni.mean(x), (1 << 18,)) == ["row", "loop"]


def test_parts_compute_what_the_whole_does() -> None:
    """Values behind and between the passes, on rows and of all elements; bits of the eager mode."""

    def f(x: Any, v: Any) -> tuple[Any, ...]:
        m = ni.mean(x, 0)
        y = ni.tanh(x - m)
        s = ni.rsqrt(ni.mean(y * y, 0) + ni.sin(v))
        return y * s + v, y, s * 2.0, m

    rng = np.random.default_rng(0)
    x, v = rng.standard_normal((4100, 37)), rng.random(37) + 1
    x32, v32 = x.astype(np.float32), v.astype(np.float32)
    got = ni.jit(f)(ni.tensor(x32), ni.tensor(v32))
    m = x.mean(0)
    y = np.tanh(x - m)
    s = 1 / np.sqrt((y * y).mean(0) + np.sin(v))
    for a, b in zip(got, (y * s + v, y, s * 2, m), strict=True):
        np.testing.assert_allclose(a.numpy(), b, rtol=1e-4, atol=1e-5)
    assert [a.numpy().tobytes() for a in f(ni.tensor(x32), ni.tensor(v32))] == [
        a.numpy().tobytes() for a in got
    ]


def _stored(function: Any, *shapes: tuple[int, ...]) -> int:
    """Bytes of all values that are stored and no results."""
    done, _ = scheduled(graph_of(function, *shapes))
    check_order(done)
    return sum(memory.bytes_of(v) for v in done.temporaries)  # type: ignore[misc]


def test_bytes_that_are_stored_for_others() -> None:
    def twice(make: Any) -> Any:
        """A value that one pass folds down columns, and the next along rows."""

        def f(x: Any, y: Any) -> Any:
            sums = ni.sum(make(x) * y, 0)
            return ni.sum(make(x) * sums, 1)

        return f

    shapes, full = ((256, 512), (256, 512)), 256 * 512 * 4
    assert _stored(twice(lambda x: x * 2.0 + 1.0), *shapes) == 512 * 4  # the sums
    assert _stored(twice(ni.exp), *shapes) == full  # dear


def test_the_gradient_of_batch_norm_starts_from_its_input() -> None:
    """Of all elements are stored: the product, the normalised result for the next one, and one gradient of each;
    and a mask, which is a byte where computing it again would read eight."""

    def loss(x: Any, w: Any, v: Any) -> Any:
        return ni.sum(ni.tanh(F.relu(F.batch_norm(x @ w, None, None, None, None, True)) @ v))

    done, _ = scheduled(graph_of(ni.grad(loss, (1, 2)), (4096, 32), (32, 64), (64, 48)))
    full = [v for v in done.temporaries if v.type.shape == (4096, 64)]
    assert sorted(str(v.type.dtype) for v in full) == ["bool", *["float32"] * 4]


def test_what_is_pooled_and_flattened_is_stored_before() -> None:
    """Its own axes are walked; over the flat one every element would divide for its place."""
    done, _ = scheduled(
        graph_of(
            lambda x, w: ni.reshape(ni.max_pool2d(x, 2), (2, 128)) @ w, (2, 8, 8, 8), (128, 10)
        )
    )
    assert [n.op.name for n in done.groups[0].nodes] == ["max_pool"]
    assert done.groups[0].shape == (2, 8, 4, 4)

"""The values of a network of convolutions lie channels last from the first to the last."""

from __future__ import annotations

from typing import Any

import pytest
from schedule_support import graph_of, scheduled

import nitinol as ni

X, FIRST, INNER, LAST = (2, 3, 16, 16), (16, 3, 3, 3), (16, 16, 3, 3), (8, 16, 3, 3)


def forward(x: Any, a: Any, b: Any, c: Any) -> Any:
    y = ni.max_pool2d(ni.relu(ni.conv2d(x, a, padding=1)), 2)
    mean, var = ni.mean(y, (0, 2, 3), keepdims=True), ni.var(y, (0, 2, 3), keepdims=True)
    y = (y - mean) * ni.rsqrt(var + 1e-5)
    y = y + ni.relu(ni.conv2d(y, b, padding=1))
    return ni.mean(ni.conv2d(y, c, padding=1), (2, 3))


def gradients(x: Any, a: Any, b: Any, c: Any) -> Any:
    loss = lambda a, b, c: ni.sum(forward(x, a, b, c) ** 2)  # noqa: E731
    return ni.grad(loss, argnums=(0, 1, 2))(a, b, c)


@pytest.mark.parametrize("function", [forward, gradients])
def test_values_between_convolutions_are_channels_last(function: Any) -> None:
    done, _ = scheduled(graph_of(function, X, FIRST, INNER, LAST))
    results = set(done.graph.outputs)
    pictures = 0
    for group in done.groups:
        for value in group.stores:
            if value.type.ndim == 4 and value.type.shape[2] in (8, 16) and value not in results:
                channels, lines = done.memory[value].strides[1:3]
                assert channels == 1 and lines > 1, (group, value)
                pictures += 1
    assert pictures >= (2 if function is forward else 6)
    # Nothing is copied into another order: each group computes something.
    for group in done.groups:
        assert {n.op.name for n in group.nodes} - {"permute", "reshape", "broadcast_to"}, group

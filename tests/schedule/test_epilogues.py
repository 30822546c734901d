"""What is computed behind a product, and what by those who read it; folds that share what they read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from schedule_support import check_order, graph_of, scheduled

import nitinol as ni
from nitinol.base.sizes import Size
from nitinol.schedule.epilogues import detached
from nitinol.schedule.nests import plan_nest

X, W, B = (64, 32), (32, 48), (48,)


def _names(function: Any, *shapes: tuple[int, ...]) -> list[str]:
    """The operations that are left to readers."""
    return sorted(n.op.name for n in detached(graph_of(function, *shapes)))


def _several_folds(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return ni.sum(y, 0), ni.sum(y * b, 0), ni.sum(ni.exp(y), 0)


def _one_value(x: Any, w: Any, b: Any) -> Any:
    y = ni.tanh(x @ w + b)
    return ni.sum(y, 0), ni.max(y, 0)


def _a_result_and_a_fold(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return ni.tanh(y), ni.sum(y * b, 0)


def _two_results(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return ni.tanh(y), y * b


def _between(x: Any, w: Any, b: Any) -> Any:
    y = ni.tanh(x @ w + b)
    return ni.sum(y * b, 0), ni.sum(y * y, 0), ni.sum(y, 1)


def _reshaped(x: Any, w: Any, b: Any) -> Any:
    y = ni.reshape(x @ w, (8, 8, 48))
    return ni.sum(y * b, -1), ni.sum(ni.exp(y), -1)


CUTS: dict[str, tuple[Any, list[str]]] = {
    "folds of several values take the product": (_several_folds, ["exp", "multiply"]),
    "one value for all is finished first": (_one_value, []),
    "a result is computed behind, and is no dearer than the product": (_a_result_and_a_fold, []),
    "results are computed behind": (_two_results, []),
    "the latest value that serves all": (_between, ["multiply", "multiply"]),
    "through a reshape": (_reshaped, ["exp", "multiply"]),
}


@pytest.mark.parametrize("name", CUTS)
def test_what_is_left_to_readers(name: str) -> None:
    function, wanted = CUTS[name]
    assert _names(function, X, W, B) == wanted
    check_order(scheduled(graph_of(function, X, W, B))[0])


def _network(x: Any, w: Any, g: Any, b: Any, u: Any) -> Any:
    y = ni.layer_norm(ni.reshape(x @ w, (8, 8, 48)), g, b)
    return ni.sum(ni.tanh(y @ u))


SHAPES = ((64, 32), (32, 48), (48,), (48,), (48, 16))


def test_the_gradient_of_layer_norm_is_one_pass() -> None:
    graph = graph_of(ni.grad(_network, argnums=(0, 1, 2, 3, 4)), *SHAPES)
    done, _ = scheduled(graph)
    check_order(done)
    folds = [g for g in done.groups if g.kind == "row"]
    # forward; the gradient of the input, and beside it those of weight and bias
    assert [g.axes for g in folds] == [(2,), (2,)]
    assert [n.params["axes"] for n in folds[1].beside] == [(0, 1), (0, 1)]
    assert len(folds[1].stores) == 3
    # each product stores one value
    assert all(len(g.stores) == 1 for g in done.groups if g.anchor is not None)


def test_gradients_are_those_of_the_operations_one_by_one() -> None:
    random = np.random.default_rng(3)
    given = [ni.tensor(random.standard_normal(s).astype(np.float32)) for s in SHAPES]
    gradient = ni.grad(_network, argnums=(0, 1, 2, 3, 4))
    for eager, compiled in zip(gradient(*given), ni.jit(gradient)(*given), strict=True):
        np.testing.assert_allclose(compiled.numpy(), eager.numpy(), rtol=2e-5, atol=2e-5)


def test_folds_that_read_the_same_are_one_pass() -> None:
    def function(x: Any, y: Any, z: Any) -> Any:
        return ni.sum(x * y, 0), ni.sum(x, 0), ni.sum(z, 0), ni.sum(y, 1)

    done, _ = scheduled(graph_of(function, X, X, X))
    check_order(done)
    assert [(len(g.stores), len(g.beside)) for g in done.groups] == [(1, 0), (3, 2)]


def test_a_fold_of_what_another_gives_stays_a_pass_of_its_own() -> None:
    def function(x: Any) -> Any:
        largest = ni.max(x, 0)
        return ni.sum(ni.sort(x - largest, 0) * x, 0), largest

    done, _ = scheduled(graph_of(function, X))
    check_order(done)
    assert sum(g.kind == "row" for g in done.groups) == 2


def test_cross_entropy_and_its_gradient_are_one_pass() -> None:
    scores = np.random.default_rng(5).standard_normal((64, 300)).astype(np.float32)
    x, target = ni.tensor(scores), ni.tensor(np.arange(64) % 300)

    def function(x: Any, t: Any) -> Any:
        return ni.value_and_grad(ni.cross_entropy)(x, ni.astype(t, ni.int64))

    done, _ = scheduled(graph_of(function, (64, 300), (64,)))
    check_order(done)
    (whole,) = [g for g in done.groups if len(g.shape) == 2]
    assert [v.type.shape for v in whole.stores if len(v.type.shape) == 2] == [(64, 300)]
    assert sum(x in whole.reads for x in done.graph.inputs) == 1
    # Lanes run along the classes, also where more values of rows are stored than whole ones.
    forward, _ = scheduled(
        graph_of(lambda x, t: ni.cross_entropy(x, ni.astype(t, ni.int64)), (64, 300), (64,))
    )
    (group,) = [g for g in forward.groups if len(g.shape) == 2]
    assert plan_nest(group, forward.memory, forward.orders).lane == 1
    # The order of sums is that of eager mode.
    leaf = x.detach().requires_grad_()
    value = ni.cross_entropy(leaf, target)
    value.backward()
    compiled = ni.jit(ni.value_and_grad(ni.cross_entropy))(x, target)
    assert (compiled[1].numpy() == leaf.grad.numpy()).all()
    gap = scores - scores.max(1, keepdims=True).astype(np.float64)
    share = np.exp(gap) / np.exp(gap).sum(1, keepdims=True)
    wanted = share - np.eye(300)[np.arange(64) % 300]
    np.testing.assert_allclose(compiled[1].numpy() * 64, wanted, atol=1e-6)


def test_dropout_is_computed_behind_the_product() -> None:
    """Random numbers are a function of a key and a place, so the mask is never in memory."""

    def layer(x: Any, w: Any, b: Any) -> Any:
        return ni.nn.functional.dropout(ni.relu(x @ w + b), 0.5)

    (group,) = scheduled(graph_of(layer, X, W, B))[0].groups
    assert "threefry2x32" in repr(group) and "dot" in repr(group)


def _gradients(x: Any, w: Any, b: Any) -> Any:
    return ni.grad(lambda w, b: ni.sum(ni.tanh(x @ w + b)), argnums=(0, 1))(w, b)


def _statistics(x: Any, w: Any, b: Any) -> Any:
    y = ni.exp(x @ w + b)
    return ni.sum(y, 0), ni.max(y * b, 0)


def _of_batches(x: Any, w: Any, b: Any) -> Any:
    y = ni.reshape(x, (8, -1, x.shape[-1])) @ w
    return ni.sum(y, (0, 1))


def _rows(x: Any, w: Any, b: Any) -> Any:
    y = x @ w + b
    return y, ni.mean(y, 1), ni.var(y, 1)


def _rows_too(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return ni.sum(y, 1), ni.sum(y * b, 0)


def _comes_back(x: Any, w: Any, b: Any) -> Any:
    y = x @ w
    return y - ni.mean(y, 0)


LARGE = ((2048, 32), (32, 1024), (1024,))
M, N = Size.symbol("m"), Size.symbol("n")
# The kernels: of each, its kind, how many folds stand beside it, the shapes of what it stores.
KERNELS: dict[str, tuple[Any, Any, list[Any]]] = {
    "the gradient of a bias": (
        _gradients,
        LARGE,
        [("anchor", 1, [(2048, 1024), (1024,)]), ("anchor", 0, [(32, 1024)])],
    ),
    "of open sizes": (
        _gradients,
        ((M, 32), (32, N), (N,)),
        [("anchor", 1, [(M, N), (N,)]), ("anchor", 0, [(32, N)])],
    ),
    "what nobody reads is not stored": (
        _statistics,
        LARGE,
        [("anchor", 2, [(1024,), (1024,)])],
    ),
    "through a reshape": (_of_batches, LARGE, [("anchor", 1, [(1024,)])]),
    "what is stored and small is read once more": (
        _gradients,
        ((1024, 32), (32, 1024), (1024,)),
        [
            ("anchor", 0, [(1024, 1024)]),
            ("anchor", 0, [(32, 1024)]),
            ("row", 0, [(1024,)]),
        ],
    ),
    "what a cache holds is read once more": (
        _gradients,
        (X, W, B),
        [("anchor", 0, [(64, 48)]), ("anchor", 0, [(32, 48)]), ("row", 0, [(48,)])],
    ),
    "few rows and columns would be cut badly": (
        _statistics,
        ((1100, 32), (32, 300), (300,)),
        [("anchor", 0, [(1100, 300)]), ("loop", 2, [(300,), (300,)])],
    ),
    "sums along rows are a pass of their own": (
        _rows,
        LARGE,
        [("anchor", 0, [(2048, 1024)]), ("row", 0, [(2048,), (2048,)])],
    ),
    "and have sums of columns beside them": (
        _rows_too,
        LARGE,
        [("anchor", 0, [(2048, 1024)]), ("row", 1, [(2048,), (1024,)])],
    ),
    "what the product's rows wait for": (
        _comes_back,
        LARGE,
        [
            ("anchor", 0, [(2048, 1024)]),
            ("row", 0, [(1024,)]),
            ("loop", 0, [(2048, 1024)]),
        ],
    ),
}


@pytest.mark.parametrize("name", KERNELS)
def test_sums_of_columns_stand_beside_products(name: str) -> None:
    function, shapes, wanted = KERNELS[name]
    done, _ = scheduled(graph_of(function, *shapes))
    check_order(done)
    found = [(g.kind, len(g.beside), [v.type.shape for v in g.stores]) for g in done.groups]
    flat = [(k, n, sorted(map(str, stores))) for k, n, stores in wanted]
    assert sorted((k, n, sorted(map(str, s))) for k, n, s in found) == sorted(flat)

"""Norms in front of products: their rows' statistics are stored, the rest is computed while the product packs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from schedule_support import check_memory, check_order, graph_of, scheduled

import nitinol as ni
from nitinol.base.sizes import Size, product
from nitinol.codegen.pipeline import compile_graph
from nitinol.exec import plan
from nitinol.nn import functional as F
from nitinol.templates.coords import Piece, joined

M, N, K = 264, 271, 130  # two blocks of K in no gradient; rows and columns are no whole tiles


def normed(x: Any, w: Any, g: Any, b: Any) -> Any:
    return F.layer_norm(x, (x.shape[-1],), g, b) @ w.T


def trained(x: Any, w: Any, g: Any, b: Any) -> Any:
    """A residual layer with rows of two axes, as networks over texts have, and its gradients."""

    def loss(x: Any, w: Any, g: Any, b: Any) -> Any:
        x = x * 0.5
        y = F.linear(F.layer_norm(x.reshape(2, -1, x.shape[-1]), (x.shape[-1],), g, b), w)
        return (ni.tanh(y).sum(-1, keepdims=True) + x.reshape(2, -1, x.shape[-1])).sum()

    value, gradients = ni.value_and_grad(loss, (0, 1, 2, 3))(x, w, g, b)
    return value, *gradients


def arrays(m: int = M, n: int = N, k: int = K, dtype: str = "f4") -> list[Any]:
    rng = np.random.default_rng(3)
    return [rng.standard_normal(s).astype(dtype) for s in ((m, k), (n, k), (k,), (k,))]


def both(
    function: Callable[..., Any], given: list[Any], patch: pytest.MonkeyPatch
) -> tuple[list[bytes], list[bytes]]:
    """The bytes of all results, with and without prologues."""
    results = []
    for pull in (True, False):
        patch.setattr(plan, "compile_graph", functools.partial(compile_graph, pull=pull))
        found = ni.jit(lambda *xs: function(*xs))(*[ni.tensor(a) for a in given])
        found = found if isinstance(found, tuple) else (found,)
        results.append([x.numpy().tobytes() for x in found])
    return results[0], results[1]


def test_statistics_are_stored_and_nothing_else() -> None:
    shapes = [(512, 256), (300, 256), (256,), (256,)]
    done, lives = scheduled(graph_of(normed, *shapes))
    norm, dot = done.groups
    assert norm.kind == "row" and [product(v.type.shape) for v in norm.stores] == [512] * 2
    assert "subtract" in [n.op.name for n in dot.prologue]
    check_order(done)
    check_memory(done, lives, 1)
    rms = scheduled(graph_of(lambda x, w, g: F.rms_norm(x, (256,), g) @ w.T, *shapes[:3]))[0]
    assert [product(v.type.shape) for v in rms.groups[0].stores] == [512]


def test_in_training_nobody_stores_what_is_normalised() -> None:
    done, lives = scheduled(graph_of(trained, (512, 256), (300, 256), (256,), (256,)))
    check_order(done)
    check_memory(done, lives, 1)
    pulled = [g for g in done.groups if "subtract" in [n.op.name for n in g.prologue]]
    assert len(pulled) == 2  # the product, and the gradient of its weights
    (norm,) = [g for g in done.groups if "rsqrt" in [n.op.name for n in g.nodes]]
    assert [product(v.type.shape) for v in norm.stores] == [512] * 2
    x, w, g = ni.ones((1024, 1024)), ni.ones((512, 1024)), ni.ones(1024)
    f = ni.jit(lambda x, w, g, b: normed(x * 2, w, g, b))
    # What the norm reads and what the product packs: x twice, w once, statistics, and a little around blocks.
    assert f.memory(x, w, g, g)["temporaries"] < 2 * x.nbytes + 1.1 * w.nbytes


def test_folds_beside_a_norm_stay() -> None:
    """Sums down the columns of what the norm reads are taken by the norm's group, which stores them."""
    done = scheduled(
        graph_of(lambda x, w: (normed(x, w, 1.0, 0.0), x.sum(0)), (512, 256), (300, 256))
    )[0]
    norm = done.groups[0]
    assert norm.beside and norm.beside[0].outputs[0] in norm.stores
    given = [(512, 256), (300, 256), (256,), (256,)]
    gradients = lambda *xs: ni.grad(lambda *xs: normed(*xs).sum(), (0, 1, 2, 3))(*xs)  # noqa: E731
    check_order(scheduled(graph_of(gradients, *given))[0])


def test_who_stores_it() -> None:
    few = [(100, 256), (300, 256), (256,), (256,)]
    # The product would read it where it lies.
    assert len(scheduled(graph_of(normed, *few))[0].groups[0].stores) == 1
    opened = [(Size.symbol("n"), 256), (300, 256), (256,), (256,)]
    assert len(scheduled(graph_of(normed, *opened))[0].groups[0].stores) == 1
    # It is a result, too.
    kept = graph_of(
        lambda x, g, w: (y := F.layer_norm(x, (256,), g), y @ w), (512, 256), (256,), (256, 512)
    )
    assert [len(g.stores) for g in scheduled(kept)[0].groups] == [1, 1]


def test_bits_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    given = arrays()
    with_, without = both(trained, given, monkeypatch)
    assert with_ == without
    given[0][5, 7], given[0][9, 1], given[0][200] = np.nan, np.inf, 1e30
    with_, without = both(normed, given, monkeypatch)
    assert with_ == without
    monkeypatch.undo()
    eager = normed(*[ni.tensor(a) for a in given]).numpy()
    assert [eager.tobytes()] == with_
    rows = np.setdiff1d(np.arange(M), (5, 9, 200))
    x, w, g, b = [a.astype("f8") for a in (given[0][rows], *given[1:])]
    hat = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)
    np.testing.assert_allclose(eager[rows], (hat * g + b) @ w.T, atol=2e-4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("m", "n", "k", "dtype"), [(256, 256, 65, "f8"), (300, 1100, 513, "f4"), (257, 640, 1100, "f4")]
)
def test_bits_stay_for_other_sizes(
    m: int, n: int, k: int, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_, without = both(trained, arrays(m - m % 2, n, k, dtype), monkeypatch)
    assert with_ == without


@pytest.mark.parametrize("sizes", [(8, 6, 5), (2, 3, 2, 10), (120,), (4, 30)])
def test_what_a_reshape_divides_is_put_together(sizes: tuple[int, ...]) -> None:
    """i // 60 % 2 · 60 + i // 10 % 6 · 10 + i % 10 = i, whatever the order."""
    rng = np.random.default_rng(0)
    origin, step = object(), 240
    pieces = []
    for n, size in enumerate(sizes):
        step = step // size
        pieces.append(Piece(origin, step, size if n else None, 7 * step))
    for _ in range(5):
        (one,) = joined([pieces[i] for i in rng.permutation(len(pieces))])
        assert (one.step, one.size, one.scale) == (step, None, 7 * step)
    # Other strides, and other coordinates, stay what they are.
    apart = Piece(object(), 1, step, 7)
    assert len(joined([Piece(origin, step, None, 6 * step), apart])) == 2
    assert len(joined([Piece(origin, step, None, 7 * step), apart])) == 2

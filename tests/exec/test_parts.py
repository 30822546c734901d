"""Compiled functions whose sizes depend on data, against the same function in eager mode."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

import nitinol as ni
from nitinol.base import trees
from nitinol.llvm.stats import statistics
from nitinol.ops.measures import ensure, ensure_equal


def arrays(*lengths: int) -> list[Any]:
    rng = np.random.default_rng(0)
    return [ni.tensor(rng.standard_normal(n)) for n in lengths]


FUNCTIONS = {
    "nonzero": lambda x: ni.nonzero(x > 0)[0],
    "mask": lambda x: x[x > 0] * 2 + 1,
    "mask of a mask": lambda x: (lambda y: y[y < 1])(x[x > 0]),
    "two masks": lambda x: x[x > 0].sum() - x[x < 0].sum(),
    "joined": lambda x: ni.concat([x[x > 0], x, x[x < -1]]),
    "unique": lambda x: ni.unique(ni.round(x), return_counts=True),
    "bincount": lambda x: ni.bincount(ni.clip(ni.round(x * 3), 0, 9).astype(ni.int64)),
    "fold": lambda x: ni.softmax(x[x > -0.5], axis=0),
    "sort": lambda x: ni.sort(x[x > 0]),
    "matrix": lambda x: x[x > 0][:, None] * x[None, :],
    "input too": lambda x: (x, x[x > 0], 3),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_results_are_those_of_eager_mode(name: str) -> None:
    f = FUNCTIONS[name]
    compiled = ni.jit(f)
    for x in arrays(7, 20, 9, 0, 33):
        wanted, found = f(x), compiled(x)
        assert type(found) is type(wanted)
        several = isinstance(wanted, tuple)
        for a, b in zip(
            found if several else [found], wanted if several else [wanted], strict=True
        ):
            assert_allclose(np.asarray(a), np.asarray(b), rtol=1e-12)
    assert compiled.stats()["compilations"] <= 2  # exact sizes, then an open axis


def test_other_counts_need_no_other_program() -> None:
    compiled = ni.jit(lambda x: (x[x > 0] ** 2).sum())
    parts = None
    for x in arrays(*[50] * 20):
        compiled(x)
        variant = compiled._last.variant
        parts = parts or variant.parts
        assert variant.parts is parts
    assert compiled.stats()["compilations"] == 1
    assert [len(p.variant.plan.programs) for p in parts.parts] == [1, 1]


def test_gradients_by_every_face() -> None:
    f = lambda x: (x[x > 0] ** 3).sum()  # noqa: E731
    (x,) = arrays(11)
    wanted = np.where(np.asarray(x) > 0, 3 * np.asarray(x) ** 2, 0)
    assert_allclose(np.asarray(ni.jit(ni.grad(f))(x)), wanted)
    assert_allclose(np.asarray(ni.grad(ni.jit(f))(x)), wanted)
    t = x.detach().requires_grad_()
    ni.jit(f)(t).backward()
    assert_allclose(np.asarray(t.grad), wanted)

    @ni.jit
    def step(t: Any) -> Any:
        loss = f(t)
        loss.backward()
        return loss

    t = x.detach().requires_grad_()
    assert_allclose(step(t).item(), f(x).item())
    assert_allclose(np.asarray(t.grad), wanted)
    value, tangent = ni.jvp(ni.jit(f), (x,), (ni.ones_like(x),))
    assert_allclose([value.item(), tangent.item()], [f(x).item(), wanted.sum()])


def test_state_is_written_after_the_last_check() -> None:
    state = ni.zeros(())

    @ni.jit
    def f(x: Any) -> Any:
        chosen = x[x > 0]
        state._assign(chosen.sum())
        ensure(chosen < 10, "too large", ValueError)
        return chosen

    f(ni.tensor([1.0, -1.0, 2.0]))
    assert state.item() == 3.0
    with pytest.raises(ValueError, match="too large"):
        f(ni.tensor([1.0, -1.0, 20.0]))
    assert state.item() == 3.0


@pytest.mark.parametrize("wrap", [lambda f: f, ni.jit], ids=["eager", "compiled"])
def test_conditions(wrap: Any) -> None:
    def f(a: Any, b: Any) -> Any:
        ensure_equal(a, b, "the rows differ")
        return a + b

    compiled = wrap(f)
    assert compiled(ni.arange(3), ni.arange(3)).tolist() == [0, 2, 4]
    with pytest.raises(ni.ShapeError, match="the rows differ") as caught:
        compiled(ni.arange(3), ni.arange(3) + 1)
    if wrap is ni.jit:
        assert 'ensure_equal(a, b, "the rows differ")' in str(caught.value)
    with pytest.raises(ni.ShapeError):
        compiled(ni.arange(3), ni.arange(4))
    mapped = wrap(ni.vmap(f))
    assert mapped(ni.ones((2, 3)), ni.ones((2, 3))).sum().item() == 12
    with pytest.raises(ni.ShapeError, match="the rows differ"):
        mapped(ni.ones((2, 3)), ni.tensor([[1.0] * 3, [1.0, 2.0, 1.0]]))


def test_what_a_loop_captures_is_looked_at_before_it() -> None:
    def f(a: Any, b: Any, xs: Any) -> Any:
        def body(carry: Any, x: Any) -> Any:
            ensure_equal(a, b, "the rows differ")
            return carry + x * a[a > 0].sum(), None

        return ni.scan(body, ni.tensor(0.0), xs)[0]

    a, xs = ni.tensor([1.0, -1.0, 2.0]), ni.tensor([1.0, 2.0])
    with pytest.raises(ni.TracerError, match="outside"):
        ni.jit(f)(a, a * 1, xs)

    def g(a: Any, b: Any, xs: Any) -> Any:
        chosen = a[a > 0]

        def body(carry: Any, x: Any) -> Any:
            ensure_equal(a, b, "the rows differ")
            return carry + x * chosen.sum(), None

        return ni.scan(body, ni.tensor(0.0), xs)[0]

    assert ni.jit(g)(a, a * 1, xs).item() == 9.0
    with pytest.raises(ni.ShapeError, match="the rows differ"):
        ni.jit(g)(a, a * 2, xs)


def test_where_sizes_cannot_differ() -> None:
    x = ni.ones((2, 3))
    with pytest.raises(ni.TracerError, match=r"ni\.where"):
        ni.vmap(lambda v: v[v > 0])(x)
    with pytest.raises(ni.TracerError, match=r"ni\.where"):
        ni.jit(lambda x: ni.map(lambda v: v[v > 0].sum(), x))(x)
    with pytest.raises(ni.UnsupportedError, match="depend on data"):
        ni.jit(lambda x: x[x > 0]).memory(x)


def test_memory_that_no_later_part_reads_is_given_back() -> None:
    f = ni.jit(lambda x: (x * 2)[x > 0].sum())
    x = ni.ones(1 << 18)
    f(x)
    ni.memory.reset_peak()
    before = ni.memory.stats()["live_bytes"]
    f(x)
    # The mask, places and their ranks; nothing of it lives on.
    assert ni.memory.stats()["live_bytes"] == before
    assert ni.memory.stats()["peak_bytes"] - before < 40 * x.nbytes


def test_the_program_can_be_shown() -> None:
    text = str(ni.jit(lambda x: x[x > 0].sum()).graph(ni.ones(3)))
    assert "measure(" in text


def _ragged_sums(x: Any) -> Any:
    """Sums of the positive elements of each row, by a ragged tensor of them."""
    rows = ni.nonzero(x > 0)[0]
    lengths = ni.sum(x > 0, 1)
    chosen = ni.ragged.from_lengths(x[x > 0], lengths)
    return ni.sum(chosen, 1), ni.segment_ids(
        ni.concat([ni.tensor([0]), ni.cumsum(lengths, 0)]), rows
    )


def _numpy_sums(x: Any) -> Any:
    return np.where(x > 0, x, 0).sum(1), np.nonzero(x > 0)[0]


BY_NUMPY = {
    "nonzero": (lambda x: ni.nonzero(x > 0), lambda x: np.nonzero(x > 0)),
    "mask": (lambda x: x[x > 0] * 2, lambda x: x[x > 0] * 2),
    "rows": (lambda x: x[x[:, 0] > 0].sum(1), lambda x: x[x[:, 0] > 0].sum(1)),
    "columns": (lambda x: x[:, x[0] > 0], lambda x: x[:, x[0] > 0]),
    "unique": (
        lambda x: ni.unique(ni.round(x), return_inverse=True, return_counts=True),
        lambda x: np.unique(np.round(x), return_inverse=True, return_counts=True),
    ),
    "product": (lambda x: x[x[:, 0] > 0] @ x.T, lambda x: x[x[:, 0] > 0] @ x.T),
    "ragged": (_ragged_sums, _numpy_sums),
}


@pytest.mark.parametrize("name", BY_NUMPY)
def test_open_axes_and_sizes_of_data_together(name: str) -> None:
    ours, reference = BY_NUMPY[name]
    compiled = ni.jit(ours)
    rng = np.random.default_rng(3)
    for number, shape in enumerate([(4, 5), (6, 7), (9, 3), (0, 4), (3, 0), (40, 33)]):
        x = rng.standard_normal(shape)
        x[:1, :1] = 1.0  # so that some is chosen
        if 0 in shape and name in ("columns", "unique", "rows", "product"):
            continue  # NumPy has no first row or column either
        before = made()
        found, wanted = compiled(ni.tensor(x)), reference(x)
        if number > 1 and 0 not in shape:
            assert made() == before
        for a, b in zip(trees.leaves(found), trees.leaves(wanted), strict=True):
            assert_allclose(np.asarray(a), b, rtol=1e-12, atol=1e-12)
    assert compiled.stats()["compilations"] == 2


def made() -> int:
    counts = statistics()
    return int(counts["compiled"] + counts["loaded"])

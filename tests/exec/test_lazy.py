"""`ni.lazy()`: what is recorded computes what eager mode does, when it is needed and not before."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.exec import lazy as lazies
from nitinol.exec.lazy import lazy_type
from nitinol.exec.lazy_programs import programs
from nitinol.trace.bind import active


def data(*shape: int, seed: int = 0) -> Any:
    return ni.tensor(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


X, W = data(5, 4), data(4, 4, seed=1)


def waits(x: Any) -> bool:
    return type(x) is lazy_type()


def model(x: Any, w: Any) -> tuple[Any, Any]:
    y = ni.tanh(x @ w * 2.0 + 1.0)
    return y, ni.softmax(y, axis=1).sum(axis=0) - y[0]


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    yield
    assert active.lazy is None


def test_the_numbers_of_eager_mode() -> None:
    wanted = model(X, W)
    with ni.lazy():
        found = model(X, W)
        assert all(waits(y) and isinstance(y, ni.Tensor) for y in found)
        assert (found[0].shape, found[0].dtype, found[0].ndim, found[0].size) == (
            (5, 4),
            ni.float32,
            2,
            20,
        )
        assert waits(found[0])  # nobody has asked for a value
    for y, z in zip(found, wanted, strict=True):
        assert type(y) is ni.Tensor
        np.testing.assert_array_equal(y.numpy(), z.numpy())


@pytest.mark.parametrize(
    "read",
    [
        lambda y: y.tolist(),
        lambda y: y.sum().item(),
        lambda y: bool(y.sum() > 0),
        lambda y: repr(y),
        lambda y: y.numpy(),
        lambda y: np.asarray(y),
        lambda y: np.from_dlpack(y),
        lambda y: y.strides,
        lambda y: y.data_ptr(),
        lambda y: ni.jit(lambda v: v + 1.0)(y),
        lambda y: f"{y[0, 0]:.3f}",
        lambda y: int(y[0, 0]),
        lambda y: list(y),
        lambda y: ni.nonzero(y > 0),
        lambda y: y[y > 0],
        lambda y: __import__("pickle").dumps(y),
        lambda y: __import__("copy").deepcopy(y),
    ],
)
def test_what_needs_a_value_evaluates(read: Any) -> None:
    wanted = X * 2.0
    with ni.lazy():
        y = X * 2.0
        found = read(y)
        expected = read(wanted) if not isinstance(found, int) else found
        for a, b in zip(np.ravel(found), np.ravel(expected), strict=False):
            assert a == b or isinstance(a, (str, bytes))
    np.testing.assert_array_equal(y.numpy(), wanted.numpy())


def test_programs_are_found_again_and_sizes_opened() -> None:
    def step(x: Any, scale: float) -> Any:
        with ni.lazy():
            return ni.exp(x * scale) / (x.abs() + 3.0)

    before = programs.compilations
    for n, wanted in ((3, 1), (3, 1), (7, 2), (9, 2), (11, 2), (3, 2)):
        for scale in (0.5, 0.25):  # Python numbers are operands
            x = data(n, 2)
            np.testing.assert_array_equal(
                step(x, scale).numpy(), (ni.exp(x * scale) / (x.abs() + 3.0)).numpy()
            )
        assert programs.compilations - before == wanted


def test_what_was_dropped_is_not_computed() -> None:
    with ni.lazy():
        y = X + 1.0
        for _ in range(3):
            y = y * 2.0
        z = ni.take(X, ni.tensor([99]), axis=0)  # would fail
        del z
        recorder = active.lazy
        assert [r() is not None for r in recorder.values].count(True) == 1
    np.testing.assert_array_equal(y.numpy(), (((X + 1.0) * 2.0) * 2.0 * 2.0).numpy())


def test_the_gradient_of_what_was_recorded() -> None:
    def gradients(lazily: bool) -> list[Any]:
        w = ni.tensor(W, requires_grad=True)

        def work() -> Any:
            y, s = model(X, w)
            loss = (s * s).sum() + y.detach().sum()
            with ni.no_grad():
                free = y * 3.0
            assert loss.requires_grad and not free.requires_grad and not loss.is_leaf
            loss.backward()
            again = (w * w * w).sum()
            again.backward()
            return free

        if lazily:
            with ni.lazy():
                free = work()
                late = (w * 2.0).sum()
            assert not free.requires_grad
            late.backward()
        else:
            work()
            (w * 2.0).sum().backward()
        return w.grad.tolist()

    np.testing.assert_allclose(gradients(True), gradients(False), rtol=2e-6, atol=1e-6)


def test_losses_that_share_leaves_alone_keep_their_histories() -> None:
    w = ni.tensor([1.0, 2.0], requires_grad=True)
    with ni.lazy():
        noise = ni.tensor([3.0, 5.0]) * 2.0
        a, b = (w * noise).sum(), (w * w + noise).sum()
        total = a.detach() + b.detach()
        a.backward()
        b.backward()
    assert w.grad.tolist() == [8.0, 14.0]
    assert total.item() == 26.0 + 21.0


def test_transforms_inside() -> None:
    f = lambda x: (ni.sin(x) * x).sum()  # noqa: E731
    inside = ni.lazy()(f)
    for transform in (ni.grad, ni.vmap, ni.jit, lambda g: ni.jit(ni.grad(g))):
        np.testing.assert_array_equal(transform(inside)(X).numpy(), transform(f)(X).numpy())
    with ni.lazy():
        x = X * 2.0
        found = [ni.grad(f)(x), ni.vmap(f)(x), ni.jit(ni.grad(f))(x), ni.jvp(f, (x,), (X,))[1]]
        carry, ys = ni.scan(lambda c, row: (c + row, c * row), ni.zeros(4), x)
    x = X * 2.0
    wanted = [ni.grad(f)(x), ni.vmap(f)(x), ni.jit(ni.grad(f))(x), ni.jvp(f, (x,), (X,))[1]]
    wanted += ni.scan(lambda c, row: (c + row, c * row), ni.zeros(4), x)
    for y, z in zip([*found, carry, ys], wanted, strict=True):
        np.testing.assert_array_equal(y.numpy(), z.numpy())


def test_writes_and_random_numbers_keep_their_order() -> None:
    def work() -> list[Any]:
        ni.random.seed(5)
        x = ni.zeros(4)
        before = x + 1.0  # what x is now
        x[1] = 5.0
        a = ni.random.normal((4,))
        x += a
        view = x * 1.0
        x[2:] = ni.random.normal((2,))
        y = x + 0.0
        y[0] = a[1]
        y *= 2.0
        return [before, x, a, view, y, ni.random.normal((4,))]

    with ni.lazy():
        found = work()
    for y, z in zip(found, work(), strict=True):
        np.testing.assert_array_equal(y.numpy(), z.numpy())


def test_training_steps() -> None:
    def train(lazily: bool) -> Any:
        w = ni.tensor(W, requires_grad=True)
        optimizer = ni.optim.SGD([w], lr=0.1, momentum=0.9)

        def step() -> Any:
            optimizer.zero_grad()
            loss = ((X @ w) ** 2).mean()
            loss.backward()
            optimizer.step()
            return loss

        step = ni.lazy(step) if lazily else step
        losses = [step().item() for _ in range(4)]
        assert w.is_leaf and w.requires_grad
        return losses, w.tolist()

    found, wanted = train(True), train(False)
    np.testing.assert_allclose(found[0], wanted[0], rtol=1e-6)
    np.testing.assert_allclose(found[1], wanted[1], rtol=1e-5, atol=1e-7)


def test_mistakes_are_raised_at_the_call() -> None:
    with ni.lazy():
        y = X * 2.0
        with pytest.raises(ni.ShapeError, match=r"shapes \(5, 4\) and \(3,\)"):
            y + ni.ones(3)
        with pytest.raises(ni.DTypeError):
            _ = y & y
        with pytest.raises(ni.DTypeError, match="300"):
            ni.zeros(2, dtype=ni.uint8) + 300
        assert waits(y)


def test_an_index_out_of_range_names_the_line() -> None:
    with ni.lazy():
        good = X * 2.0
        bad = ni.take(good, ni.tensor([0, 9]), axis=0)  # the line
        worse = bad + 1.0
        with pytest.raises(
            ni.IndexRangeError, match=r"(?s)index 9 .*test_lazy.py, line \d+, in .*# the line"
        ):
            repr(good)
        np.testing.assert_array_equal(good.numpy(), (X * 2.0).numpy())  # it has its value
        after = good + 1.0
        for lost in (bad, worse):
            with pytest.raises(ni.IndexRangeError, match="# the line"):
                lost.tolist()
            with pytest.raises(ni.IndexRangeError, match="# the line"):
                lost + 1.0
    np.testing.assert_array_equal(after.numpy(), (X * 2.0 + 1.0).numpy())
    with pytest.raises(ni.IndexRangeError, match="# end"), ni.lazy():
        bad = ni.take(X, ni.tensor([9]), axis=0)  # end


def test_nested_scopes_and_exceptions() -> None:
    kept: list[Any] = []
    with ni.lazy():
        a = X + 1.0
        with ni.lazy():
            b = a * 2.0
        assert not waits(a) and not waits(b)  # the end of a scope evaluates
        c = b + 1.0
        assert waits(c)
        with pytest.raises(ZeroDivisionError), ni.lazy():
            kept.append(c * 2.0)
            bad = ni.take(X, ni.tensor([99]), axis=0)
            raise ZeroDivisionError  # not hidden by the failure of `bad`
        with pytest.raises(ni.IndexRangeError):
            bad.tolist()
    np.testing.assert_array_equal(kept[0].numpy(), (((X + 1.0) * 2.0 + 1.0) * 2.0).numpy())

    @ni.lazy()
    def decorated(x: Any) -> Any:
        """Its own."""
        return x * 2.0

    assert decorated.__doc__ == "Its own."
    assert type(decorated(X)) is ni.Tensor


def test_other_threads() -> None:
    found: list[Any] = []
    with ni.lazy():
        y = X * 3.0

        def other() -> None:
            found.append(type(X * 2.0))  # the scope is not theirs
            found.append(y.tolist())

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert not waits(y)
        ys = [X * float(i) for i in range(40)]
        seen: list[Any] = []
        threads = [
            threading.Thread(target=lambda: seen.append([y.tolist() for y in ys])) for _ in range(4)
        ]
        for t in threads:
            t.start()
        more = [X + float(i) for i in range(20)]
        for t in threads:
            t.join()
    assert found == [ni.Tensor, (X * 3.0).tolist()]
    assert len(seen) == 4 and all(s == seen[0] for s in seen)
    assert more[3].tolist() == (X + 3.0).tolist()


def test_a_long_record_is_evaluated_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazies, "STEPS", 20)
    with ni.lazy():
        y = X
        before = programs.compilations
        for _ in range(200):
            y = y + 1.0
            assert len(active.lazy.steps) < 20
        assert programs.compilations - before <= 2
    np.testing.assert_allclose(y.numpy(), X.numpy() + 200.0, rtol=1e-5)
    monkeypatch.undo()
    monkeypatch.setattr(lazies, "NBYTES", 1 << 16)
    with ni.lazy():
        total = ni.zeros(())
        for i in range(12):
            total = (
                total + ni.tensor(np.full(1 << 13, i, np.float32)).sum()
            )  # dropped at once, by all but the record
            alone = sum(x._layout.nbytes for x in active.lazy.inputs if isinstance(x, ni.Tensor))
            assert alone < 3 << 16
    assert total.item() == 66 * (1 << 13)


def test_a_chain_of_many_calls_is_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lazies, "STEPS", 5000)
    for _ in range(2):
        with ni.lazy():
            y = X
            for _ in range(600):
                y = y + 1.0
        np.testing.assert_allclose(y.numpy(), X.numpy() + 600.0, rtol=1e-5)


def test_nothing_is_kept_alive() -> None:
    with ni.lazy():
        y = X + 1.0
        recorder = active.lazy
        y.tolist()
    assert not recorder.steps and not recorder.inputs and not recorder.values
    gc.collect()
    assert not [o for o in gc.get_objects() if type(o) is lazies.Pending]

"""What may go in and out of a compiled function, what sizes cost, what cannot be traced and how that is said."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.base import trees
from nitinol.core import statistics
from nitinol.trace.bind import active


def values(*numbers: float) -> Any:
    return ni.tensor(list(numbers), dtype=ni.float32)


# --- arguments and results


def test_nests_go_in_and_out() -> None:
    @ni.jit
    def f(tree: Any, *, scale: Any) -> Any:
        a, rest = tree
        return {"second": a * scale, "first": [rest["b"] + 1.0, None, ()], "tuple": (a, rest["b"])}

    a, b = values(1.0, 2.0), values(3.0)
    out = f((a, {"b": b}), scale=2.0)
    assert list(out) == ["second", "first", "tuple"]
    assert out["second"].tolist() == [2, 4]
    assert out["first"][0].tolist() == [4] and out["first"][1:] == [None, ()]
    assert out["tuple"][0].tolist() == [1, 2]
    f((b, {"b": a}), scale=3.0)


def test_the_order_of_keywords_does_not_matter() -> None:
    f = ni.jit(lambda a, b: a - b)
    assert f(a=values(3.0), b=values(1.0)).tolist() == [2]
    assert f(b=values(1.0), a=values(3.0)).tolist() == [2]
    assert f.stats()["compilations"] == 1


def test_passed_through_duplicate_and_constant_results() -> None:
    @ni.jit
    def f(x: Any, n: Any) -> Any:
        y = x + 1.0
        return x, y, y, 2.5, n, True, ni.zeros(2)

    x = values(1.0, 2.0)
    for _ in range(2):
        same, y, again, number, n, flag, zeros = f(x, 7)
        assert same is not x and same.tolist() == [1, 2]
        assert y.tolist() == again.tolist() == [2, 3]
        assert (number.item(), n.item(), flag.item(), zeros.tolist()) == (2.5, 7, True, [0, 0])
        assert (number.dtype, n.dtype, flag.dtype) == (ni.float32, ni.int64, ni.bool)
    y[0] = 100.0
    assert again.tolist()[1] == 3
    same[0] = 50.0
    assert x.tolist() == [1, 2]


def test_a_function_of_nothing_and_one_of_numbers() -> None:
    assert ni.jit(lambda: ni.ones(2))().tolist() == [1, 1]
    f = ni.jit(lambda a, b: a * b + 1)
    assert [f(2, 3).item(), f(4, 5).item()] == [7, 21]
    assert f(2.0, 3).item() == 7
    assert f(1j, 2).item() == 1 + 2j
    assert f.stats()["compilations"] == 3  # int, float, complex


def test_numpy_arrays_as_arguments() -> None:
    f = ni.jit(lambda x: x * 2)
    assert f(np.arange(3, dtype=np.int32)).dtype is ni.int32
    assert f(np.float64(1.5)).item() == 3


def test_static_arguments() -> None:
    seen = []

    @functools.partial(ni.jit, static_argnums=1, static_argnames="mode")
    def f(x: Any, n: int, mode: str = "up") -> Any:
        seen.append((n, mode))
        for _ in range(n):
            x = x + 1.0 if mode == "up" else x - 1.0
        return x

    x = values(0.0)
    assert [f(x, 3).item(), f(x, n=3).item(), f(x, 2).item(), f(x, 2, "down").item()] == [
        3,
        3,
        2,
        -2,
    ]
    assert f(x, 2, mode="down").item() == -2
    assert (3, "up") in seen
    f(x, True)  # equal to 1, but not the same value
    assert f(x, 1).item() == 1
    with pytest.raises(ValueError, match="static_argnums names argument 7"):
        ni.jit(lambda x: x, static_argnums=7)


def test_equal_static_and_dynamic_numbers() -> None:
    f = ni.jit(lambda n, x: x * n, static_argnums=0)
    assert (f(2, 2).item(), f(2, 3).item(), f(3, 3).item()) == (4, 6, 9)


def test_a_static_argument_must_be_hashable() -> None:
    with pytest.raises(ni.TracerError, match="type set, which is neither a tensor nor hashable"):
        ni.jit(lambda x, s: x)(values(1.0), {1, 2})


def test_compiled_inside_compiled() -> None:
    inner = ni.jit(lambda x: ni.sin(x) * 2.0)
    outer = ni.jit(lambda x: inner(x) + inner(x * 2.0))
    x = values(0.5)
    np.testing.assert_allclose(outer(x).numpy(), 2 * np.sin(0.5) + 2 * np.sin(1.0), rtol=1e-6)
    assert inner.stats() == {"compilations": 0, "hits": 0}


def test_only_functions_can_be_compiled() -> None:
    with pytest.raises(TypeError, match=r"write ni.jit\(f\)"):
        ni.jit(3)


# --- sizes


def test_a_second_size_compiles_once_more_a_third_never() -> None:
    f = ni.jit(lambda x: ni.sum(x * 2.0, axis=1))
    for n, expected in ((5, 1), (6, 2), (7, 2), (0, 2), (100, 2), (5, 2), (1, 3), (1, 3)):
        x = ni.ones((n, 3))
        assert f(x).tolist() == [6] * n
        assert f.stats()["compilations"] == expected, n


def test_two_axes_opened() -> None:
    f = ni.jit(lambda x: (ni.sum(x, axis=0), ni.sum(x, axis=1)))
    for shape, expected in (((2, 3), 1), ((4, 3), 2), ((4, 5), 3), ((6, 7), 3), ((3, 2), 3)):
        rows, columns = f(ni.ones(shape))
        assert rows.tolist() == [shape[0]] * shape[1]
        assert columns.tolist() == [shape[1]] * shape[0]
        assert f.stats()["compilations"] == expected


def test_a_jitted_size_one_broadcasts() -> None:
    f = ni.jit(lambda x, y: x + y)
    for n in (3, 4, 5):
        assert f(ni.ones(n), ni.ones(n)).tolist() == [2] * n
    assert f(ni.ones(1), ni.ones(5)).tolist() == [2] * 5
    assert f(ni.ones(6), ni.ones(1)).tolist() == [2] * 6


def test_axes_that_must_be_equal() -> None:
    def add(left: Any, right: Any) -> Any:
        return left + right

    f = ni.jit(add)
    for n in (3, 4):
        f(ni.ones(n), ni.ones(n))
    with pytest.raises(
        ni.ShapeError, match=r"right\.shape\[0\] = 7 and left\.shape\[0\] = 5 must be equal"
    ):
        f(ni.ones(5), ni.ones(7))
    assert f(ni.ones(7), ni.ones(7)).tolist() == [2] * 7


def opened(f: Any, *sizes: int) -> None:
    for n in sizes:
        f(ni.ones(n))


def test_a_size_that_python_asks_for() -> None:
    def f(x: Any) -> Any:
        return x * int(x.shape[0])

    with pytest.raises(ni.TracerError) as caught:
        opened(ni.jit(f), 2, 3)
    text = str(caught.value)
    assert (
        __file__ in text
        and f"line {f.__code__.co_firstlineno + 1}, in f: return x * int(x.shape[0])" in text
    )


def test_a_condition_on_a_size() -> None:
    def f(x: Any) -> Any:
        if x.shape[0] > 3:
            return x + 1.0
        return x

    with pytest.raises(ni.TracerError, match=r"in f: if x\.shape\[0\] > 3:"):
        opened(ni.jit(f), 5, 6)
    f = ni.jit(f)
    f(ni.ones(5))  # a size that is no run-time size may decide
    assert active.stage is None


# --- what cannot be traced


def test_a_condition_on_a_tensor_names_the_line() -> None:
    def f(x: Any) -> Any:
        if x.sum() > 0.0:
            return x
        return -x

    with pytest.raises(
        ni.TracerError, match=r"ni\.where\(condition, a, b\)[^$]*in f: if x\.sum\(\) > 0\.0:"
    ):
        ni.jit(f)(values(1.0))


@pytest.mark.parametrize("what", [float, int, bool, lambda x: x.item(), lambda x: x.tolist()])
def test_values_are_not_known_while_tracing(what: Any) -> None:
    with pytest.raises((ni.TracerError, AttributeError, TypeError)):
        ni.jit(lambda x: x * what(x))(ni.tensor(1.0))


def test_a_leaked_tracer() -> None:
    kept: list[Any] = []

    @ni.jit
    def f(x: Any) -> Any:
        kept.append(x * 2.0)
        return x

    f(values(1.0))
    with pytest.raises(
        ni.TracerError, match="return it from the function, do not store it elsewhere"
    ):
        kept[0] + 1.0


def test_a_result_that_is_no_tensor() -> None:
    with pytest.raises(
        ni.TracerError, match="f returned str from a compiled function; return tensors"
    ):

        @ni.jit
        def f(x: Any) -> Any:
            return x, "text"

        f(values(1.0))


def test_side_effects_happen_while_tracing_only() -> None:
    log: list[int] = []

    @ni.jit
    def f(x: Any) -> Any:
        log.append(1)
        return x + 1.0

    for _ in range(4):
        f(values(1.0))
    assert log == [1]
    assert f.stats()["compilations"] == 1


def test_an_error_while_tracing_leaves_nothing_behind() -> None:
    w = values(1.0).requires_grad_()

    @ni.jit
    def f(x: Any, fail: bool) -> Any:
        w._assign(w.detach() + 1.0)
        (w * x).sum().backward()
        if fail:
            raise KeyError("mine")
        return x

    with pytest.raises(KeyError, match="mine"):
        f(values(1.0), True)
    assert active.stage is None
    assert w.tolist() == [1] and w.grad is None
    a, b = values(2.0), values(3.0)
    a + b
    before = statistics()["hits"]
    a + b  # answered by the dispatch cache again: nothing counts as being traced
    assert statistics()["hits"] > before
    f(values(1.0), False)
    assert w.tolist() == [2]


def test_another_thread_works_while_one_traces() -> None:
    inside, go = threading.Event(), threading.Event()

    @ni.jit
    def slow(x: Any) -> Any:
        inside.set()
        assert go.wait(20)
        return x + 1.0

    out: list[Any] = []
    thread = threading.Thread(target=lambda: out.append(slow(values(1.0)).item()))
    thread.start()
    assert inside.wait(20)
    assert (values(1.0) + values(2.0)).item() == 3
    go.set()
    thread.join()
    assert out == [2]


# --- the same numbers


PROGRAMS: dict[str, Any] = {
    "fma": lambda x, y: x * y + x,
    "chain": lambda x, y: ni.gelu(x * 1.5 + 0.5) * ni.sigmoid(y),
    "softmax": lambda x, y: ni.softmax(x, -1) * y,
    "layer norm": lambda x, y: (
        (x - ni.mean(x, 1, keepdims=True)) / ni.sqrt(ni.var(x, 1, keepdims=True) + y * y)
    ),
    "product": lambda x, y: ni.relu(x @ y.T + 0.25),
    "folds": lambda x, y: (
        ni.sum(x * y),
        ni.max(x, axis=0),
        ni.mean(y, axis=1),
        ni.argmax(x, axis=1),
    ),
    "shapes": lambda x, y: ni.concatenate([x.T, y[::-1].T], 1).reshape(-1)[3:-3],
    "logic": lambda x, y: ni.where(x > y, x, -y) // 0.3,
    "cumulative": lambda x, y: ni.cumsum(x, axis=1) - ni.sort(y, axis=0),
    "gradient": lambda x, y: ni.grad(lambda a: ni.sum(ni.tanh(a @ y.T) ** 2))(x),
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("shape", [(3, 5), (17, 33)])
def test_eager_and_compiled_agree_bit_for_bit(name: str, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(len(name))
    x, y = [ni.tensor(rng.normal(size=shape).astype(np.float32)) for _ in range(2)]
    f = PROGRAMS[name]
    flat = lambda r: [t.numpy().tobytes() for t in (r if isinstance(r, tuple) else (r,))]  # noqa: E731
    assert flat(f(x, y)) == flat(ni.jit(f)(x, y))


# --- looking inside


def test_the_program_can_be_printed() -> None:
    f = ni.jit(lambda x: ni.exp(x) + 1.0)
    text = str(f.graph(ni.ones((2, 3))))
    assert text.splitlines()[0] == "<lambda>(%in0: float32[2, 3])"
    assert "exp(%in0)" in text and "return" in text
    f(ni.ones((2, 3)))
    assert f.stats() == {"compilations": 1, "hits": 1}  # printing compiled it, the call ran it
    f(ni.ones((5, 3)))
    assert "float32[n0, 3]" in str(f.graph(ni.ones((6, 3))))


def test_passes_are_printed() -> None:
    code = "import nitinol as ni; ni.jit(lambda x: ni.sum(ni.exp(x) * 2.0))(ni.ones(5))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NITINOL_DEBUG": "passes"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    for name in ("traced", "inline", "simplify", "fuse", "build"):
        assert f"; <lambda>: {name}" in ran.stderr
    assert "exp(%in0)" in ran.stderr and " ms" in ran.stderr


# --- under transforms


def test_a_compiled_function_under_transforms_is_one_operation() -> None:
    w = values(0.5, 2.0)

    def f(x: Any, n: Any = 3.0) -> Any:
        return {"y": ni.sin(x * w) * n, "x": x}

    g = ni.jit(f)
    x, dx = values(1.0, 2.0), values(1.0, -1.0)
    for primal, tangent in ((x, dx), (x + 1.0, dx)):
        out, wanted = ni.jvp(g, (primal,), (tangent,)), ni.jvp(f, (primal,), (tangent,))
        for a, b in zip(out, wanted, strict=True):
            assert list(a) == ["y", "x"]
            np.testing.assert_allclose(a["y"].numpy(), b["y"].numpy(), rtol=1e-6)
            assert a["x"].tolist() == b["x"].tolist()
    assert g.stats() == {"compilations": 1, "hits": 1}
    w = values(1.0, 1.0)  # read at each call here too
    np.testing.assert_allclose(
        ni.jvp(g, (x,), (dx,))[1]["y"].numpy(), 3 * np.cos([1, 2]) * [1, -1], rtol=1e-5
    )


def test_second_derivatives_through_a_compiled_function() -> None:
    f = ni.jit(lambda x, a: ni.sum(ni.sin(x * a) ** 2))
    x = values(0.3, 0.7, 1.1)
    second = ni.grad(lambda x: ni.sum(ni.grad(f)(x, 2.0) * values(1.0, 2.0, 3.0)))(x)
    np.testing.assert_allclose(
        second.numpy(), 8 * np.cos(4 * x.numpy()) * [1, 2, 3], rtol=1e-4, atol=1e-5
    )
    for n in (4, 5):  # open sizes
        y = ni.full((n,), 0.4)
        _, tangent = ni.jvp(ni.grad(f), (y, 1.0), (ni.ones(n), 0.0))
        np.testing.assert_allclose(tangent.numpy(), 2 * np.cos(0.8) * np.ones(n), rtol=1e-5)


def test_state_is_kept_right_under_transforms() -> None:
    norm = ni.nn.BatchNorm1d(3)
    f = ni.jit(lambda x: ni.sum(norm(x) ** 3))
    x = ni.tensor(np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32))
    ni.jvp(f, (x,), (x,))
    np.testing.assert_allclose(
        norm.running_mean.numpy(), 0.1 * x.numpy().mean(0), rtol=1e-4, atol=1e-6
    )


def test_products_are_not_computed_again_on_the_way_back() -> None:
    ws = [
        ni.tensor(np.random.default_rng(i).normal(size=(8, 8)).astype(np.float32) * 0.3)
        for i in range(3)
    ]
    for w in ws:
        w.requires_grad_()

    def f(x: Any) -> Any:
        for w in ws:
            x = ni.tanh(x @ w)
        return ni.sum(x * x)

    x = ni.ones((4, 8))
    compiled = ni.jit(f)
    y = compiled(x)
    (backward,) = y._node.rule.derivatives.known.values()
    products = [n for n in backward.plan.graph.nodes if n.op.name == "dot"]
    assert len(products) == 6  # three gradients of activations (x among them), three of weights
    y.backward()
    found = [w.grad.numpy() for w in ws]
    for w in ws:
        w.grad = None
    f(x).backward()
    for got, w in zip(found, ws, strict=True):
        np.testing.assert_allclose(got, w.grad.numpy(), rtol=1e-4, atol=1e-6)
    with ni.no_grad():
        assert compiled(x)._node is None


def test_calls_with_containers_are_answered_by_structure_layouts_and_state() -> None:
    """What the last call remembers never answers a call of another structure, or with other state."""
    scale = ni.tensor(2.0)

    def f(tree: Any) -> Any:
        found = trees.leaves(tree)
        return {"sum": sum(found[1:], found[0]) * scale, "first": found[0]}

    compiled = ni.jit(f)
    x, y = ni.tensor([1.0, 2.0]), ni.tensor([3.0, 4.0])
    given: list[Any] = [
        {"a": x, "b": y}, {"a": y, "b": x}, {"b": x, "a": y}, [x, y], (x, y), [x, [y]], [x, y], {"a": x, "b": 2.0},
        {"a": x, "b": 3.0}, {"a": x, "b": 3}, {"a": x[:1], "b": y}, {"a": x, "b": y.astype(ni.int32)}, [x, x],
        [x, [None, x]],
        ni.tensor([{"a": 1.0, "b": 2.0}]), ni.tensor([{"a": 3.0, "b": None}]), ni.tensor([{"b": 1.0, "a": 2.0}]),
    ]  # fmt: skip
    for round in range(3):
        for tree in given * 2:
            found, wanted = compiled(tree), f(tree)
            assert repr(found) == repr(wanted), (round, tree)
        scale[...] = 3.0 + round
    assert compiled.stats()["compilations"] <= len(given)
    again = compiled(given[0])["first"]
    again += 1.0  # a result is no argument
    assert x.tolist() == [1.0, 2.0]


def test_calls_with_containers_are_recorded_where_that_is_asked() -> None:
    f = ni.jit(lambda pair: (pair[0] * pair[1]).sum())
    x, y = ni.tensor([1.0, 2.0]), ni.tensor([3.0, 4.0])
    for _ in range(2):
        assert not f([x, y]).requires_grad
        w = ni.tensor([1.0, 2.0], requires_grad=True)
        for _ in range(2):
            f([w, y]).backward()
        assert w.grad.tolist() == [6.0, 8.0]
        f([w, w]).backward()
        assert w.grad.tolist() == [8.0, 12.0]
        with ni.no_grad():
            assert not f([w, y]).requires_grad
    table = ni.jit(lambda pair: pair["rows"][pair["place"]])
    for place in (0, 1):
        assert table({"rows": x, "place": ni.tensor(place)}).item() == place + 1
    with pytest.raises(ni.IndexRangeError, match="test_jit_calls"):
        table({"rows": x, "place": ni.tensor(7)})


def test_calls_with_keywords_are_answered_by_their_names() -> None:
    f = ni.jit(lambda x, w=2.0, *, b=0.0: x * w - b)
    x, y = ni.tensor([1.0, 2.0]), ni.tensor([3.0, 4.0])
    for _ in range(3):
        assert f(x).tolist() == [2.0, 4.0]
        assert f(x, w=y).tolist() == [3.0, 8.0]
        assert f(x, b=y).tolist() == [-1.0, 0.0]
        assert f(x, w=y, b=x).tolist() == f(x, b=x, w=y).tolist() == [2.0, 6.0]
        assert f(x, b=y, w=x).tolist() == [-2.0, 0.0]
        assert f(x, y, b=1.0).tolist() == [2.0, 7.0]
        assert f(x, y, b=2.0).tolist() == [1.0, 6.0]
    assert f.stats()["compilations"] <= 6

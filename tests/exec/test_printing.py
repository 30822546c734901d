"""`ni.debug.print` where programs run: in the order of the program, in loops and branches, under transforms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import nitinol as ni

X = ni.tensor([1.0, 2.0, 3.0])


def summed(x: Any) -> Any:
    def step(total: Any, v: Any) -> Any:
        ni.debug.print("{} + {v}", total, v=v)
        return total + v * v, None

    return ni.scan(step, ni.zeros(()), x)[0]


SUMMED = ["tensor(0.) + tensor(1.)", "tensor(1.) + tensor(2.)", "tensor(5.) + tensor(3.)"]


def doubled(x: Any) -> Any:
    def step(c: Any) -> Any:
        ni.debug.print("while {}", c)
        return c * 2.0

    return ni.while_loop(lambda c: c < 10.0, step, x)


DOUBLED = ["while tensor(3.)", "while tensor(6.)"]


@pytest.fixture
def lines(capfd: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    return lambda: capfd.readouterr().out.splitlines()


def test_in_the_order_of_the_program(lines: Any) -> None:
    @ni.jit
    def f(x: Any, n: Any) -> Any:
        ni.debug.print("start {:.1f} {n} {text} {}", x[0], None, n=n, text="as it is")
        total = summed(x)
        big = ni.cond(
            total > 10.0,
            lambda: (ni.debug.print("big"), ni.debug.print("big {}", total), total)[-1],
            lambda: (ni.debug.print("small {}", total), -total)[-1],
        )

        def step(i: Any, c: Any) -> Any:
            ni.debug.print("{} of 2", i)
            return c + ni.map(lambda v: (ni.debug.print("  {}", v), v)[-1], x[:2]).sum()

        last = ni.fori_loop(0, 2, step, big)
        ni.debug.print("end {}", last)
        return last + doubled(x[2])

    inner = [
        "tensor(0) of 2",
        "  tensor(1.)",
        "  tensor(2.)",
        "tensor(1) of 2",
        "  tensor(1.)",
        "  tensor(2.)",
    ]
    assert f(X, 7).item() == 20.0 + 12.0
    assert lines() == [
        "start 1.0 7 as it is None",
        *SUMMED,
        "big",
        "big tensor(14.)",
        *inner,
        "end tensor(20.)",
        *DOUBLED,
    ]
    assert f(X * 2.0, 8).item() == 68.0 + 12.0
    again = lines()
    assert again[0] == "start 2.0 8 as it is None" and "big tensor(56.)" in again
    assert f(X * 0.5, 7) is not None
    assert "small tensor(3.5)" in lines()


def test_eager_loops(lines: Any) -> None:
    summed(X)
    assert lines() == SUMMED
    with ni.lazy():
        y = summed(X * 1.0)
        assert lines() == SUMMED
        assert y.item() == 14.0
    w = ni.tensor(X, requires_grad=True)
    summed(w).backward()
    assert lines() == SUMMED  # once: not on the way back
    assert w.grad.tolist() == [2.0, 4.0, 6.0]


def test_under_derivatives(lines: Any) -> None:
    assert ni.jit(ni.grad(summed))(X).tolist() == [2.0, 4.0, 6.0]
    assert lines() == SUMMED
    assert ni.grad(doubled)(ni.tensor(3.0)).item() == 4.0
    assert lines() == DOUBLED
    assert ni.jit(ni.grad(doubled))(ni.tensor(3.0)).item() == 4.0
    assert lines() == DOUBLED
    assert ni.jit(lambda x: ni.jvp(summed, (x,), (x,))[1])(X).item() == 28.0
    assert lines() == SUMMED


def test_under_vmap_each_element_has_a_line(lines: Any) -> None:
    rows = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    wanted = [
        "tensor(0.) + tensor(1.)",
        "tensor(0.) + tensor(3.)",
        "tensor(1.) + tensor(2.)",
        "tensor(9.) + tensor(4.)",
    ]
    for f in (ni.vmap(summed), ni.jit(ni.vmap(summed))):
        assert f(rows).tolist() == [5.0, 25.0]
        assert lines() == wanted
    f = ni.jit(
        ni.vmap(lambda v: ni.cond(v > 2.0, lambda: (ni.debug.print("{}", v), v)[-1], lambda: -v))
    )
    assert f(X).tolist() == [-1.0, -2.0, 3.0]
    assert "tensor(3.)" in lines()


def test_a_program_without_a_listener_is_cached_alike(lines: Any) -> None:
    f = ni.jit(lambda x: (ni.debug.print("é {} {}", x, x.T), x + 1)[-1])
    f(ni.tensor([[1, 2], [3, 4]]))
    assert lines() == ["é tensor([[1, 2],", "        [3, 4]]) tensor([[1, 3],", "        [2, 4]])"]
    assert f.stats()["compilations"] == 1


def test_wrong_texts_are_refused_at_once() -> None:
    with pytest.raises(IndexError):
        ni.jit(lambda x: ni.debug.print("{} {}", x))(X)
    with pytest.raises(KeyError):
        ni.debug.print("{missing}", X)
    with pytest.raises(TypeError, match="takes a text first"):
        ni.debug.print(X)  # type: ignore[arg-type]


def test_in_the_condition_of_a_loop(lines: Any) -> None:
    asked = ni.tensor(0)

    def goes_on(v: Any) -> Any:
        ni.debug.print("is {} small", v)
        asked._assign(asked + 1)
        return v < 3

    f = ni.jit(lambda x: ni.while_loop(goes_on, lambda v: v * 2, x))
    assert f(ni.tensor(1)).item() == 4
    assert lines() == [f"is tensor({n}) small" for n in (1, 2, 4)]
    assert asked.item() == 3
    assert (
        ni.jit(ni.grad(lambda x: ni.while_loop(goes_on, lambda v: v * 2, x)))(ni.tensor(1.0)) == 4
    )
    assert lines() == [f"is tensor({n}.) small" for n in (1, 2, 4)]

"""Wrong use gets an error that says what, where (the user's line), and what to write.

Lines are recognised by a comment that stands on them: messages show the text of the line.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest

import nitinol as ni

X = ni.tensor([1.0, 2.0, 3.0])
BAD = ni.tensor([0, 9])


def message(kind: type[Exception], f: Callable[[], Any]) -> str:
    with pytest.raises(kind) as caught:
        f()
    return str(caught.value)


def out_of_range(f: Callable[[], Any], line: str, index: int = 9) -> None:
    for _ in range(2):  # also when the dispatch cache answers
        text = message(ni.IndexRangeError, f)
        assert f"index {index} is out of range for an axis of size 3" in text
        assert "test_errors.py, line " in text and text.endswith(line), text


# --- derivatives


def test_gradients_of_what_has_none() -> None:
    y = ni.tensor([1.0, 2.0], requires_grad=True) * 2.0
    text = message(ni.GradientError, y.backward)
    assert "of shape (2,)" in text and "y.sum().backward()" in text
    for call in (
        lambda: ni.grad(lambda x: x * 2.0)(X),
        lambda: ni.jit(ni.grad(lambda x: x * 2.0))(X),
    ):
        text = message(ni.GradientError, call)
        assert "must return one number" in text and ".sum()" in text
    three = ni.tensor(3)
    for kind, call in (
        (ni.DTypeError, lambda: ni.grad(lambda x: x * 2)(three)),
        (ni.DTypeError, lambda: ni.jvp(lambda x: x * 2, (three,), (three,))),
        (ni.GradientError, lambda: ni.tensor(3, requires_grad=True)),
        (ni.GradientError, lambda: three.requires_grad_()),
    ):
        text = message(kind, call)
        assert "int64" in text and ".astype(ni.float32)" in text


def test_mapped_axes_that_do_not_match() -> None:
    text = message(ni.ShapeError, lambda: ni.vmap(ni.add)(ni.ones((3, 2)), ni.ones((4, 2))))
    assert "argument 0 has shape (3, 2)" in text and "argument 1 has shape (4, 2)" in text
    assert "write None in in_axes" in text
    assert "write -2 to 1" in message(
        ni.ShapeError, lambda: ni.vmap(ni.sin, in_axes=5)(ni.ones((3, 2)))
    )
    assert "write one entry for each" in message(
        ni.ShapeError, lambda: ni.vmap(ni.add, in_axes=(0,))(X, X)
    )
    assert "write -1 to 0" in message(
        ni.ShapeError, lambda: ni.vmap(ni.sum, out_axes=2)(ni.ones((3, 2)))
    )


# --- tensors that outlive their function


class Holder:
    kept: Any = None


def test_a_leaked_tensor_says_where_it_was_made() -> None:
    kept: list[Any] = []
    holder = Holder()

    def leak(x: Any) -> Any:
        y = x * 2.0  # made here
        kept.append(y)
        holder.kept = y
        return y.sum()

    ni.jit(leak)(X)
    y = kept[0]
    assert holder.kept is y
    for use in (
        lambda: y + 1.0,
        lambda: ni.jit(lambda x: x + holder.kept)(X),
        lambda: ni.jit(lambda x: x + 1.0)(y),
        lambda: ni.vmap(lambda x: x + y[0])(X),
        lambda: ni.grad(lambda x: (x * y).sum())(X),
        lambda: y.item(),
        lambda: y.numpy(),
        lambda: bool(y),
        lambda: float(y),
        lambda: y.__setitem__(0, 1.0),
    ):
        text = message(ni.TracerError, use)
        assert "return it from the function, do not store it elsewhere" in text
        assert "in leak, at " in text and "y = x * 2.0  # made here" in text
    kept.clear()
    ni.vmap(leak)(ni.ones((2, 3)))  # mapped here
    text = message(ni.TracerError, lambda: kept[0] + 1.0)
    assert "after that function had returned" in text and "# mapped here" in text
    kept.clear()
    ni.grad(leak)(X)  # values are at hand: what is kept is an ordinary tensor
    assert kept[0].tolist() == [2.0, 4.0, 6.0]


# --- closures that change


SCALE: Any = 2.0
TABLE: dict[str, Any] = {"scale": 2.0, "mode": "plain"}


def test_a_changed_closure_is_seen() -> None:
    global SCALE
    shift, several, holder = 1.0, [1.0, 2.0], Holder()
    holder.kept = 3

    @ni.jit
    def f(x: Any) -> Any:
        y = x * SCALE + shift + several[0] + holder.kept
        return y * TABLE["scale"] if TABLE["mode"] == "plain" else y

    def wanted() -> list[float]:
        y = X * SCALE + shift + several[0] + holder.kept
        return (y * TABLE["scale"] if TABLE["mode"] == "plain" else y).tolist()  # type: ignore[no-any-return]

    try:
        assert f(X).tolist() == wanted()
        SCALE = 3.0
        assert f(X).tolist() == wanted()
        shift = 5.0
        assert f(X).tolist() == wanted()
        several[0] = 7.0
        assert f(X).tolist() == wanted()
        holder.kept = 4
        assert f(X).tolist() == wanted()
        TABLE["scale"] = 0.5
        assert f(X).tolist() == wanted()
        TABLE["mode"] = "other"
        assert f(X).tolist() == wanted()
        assert f.stats()["compilations"] == 7
        SCALE = 2.0 + 1.0  # an equal number
        assert f(X).tolist() == wanted()
        assert f.stats()["compilations"] == 7
    finally:
        SCALE, TABLE["scale"], TABLE["mode"] = 2.0, 2.0, "plain"


def test_a_number_that_changes_all_the_time_is_warned_of() -> None:
    count = 0
    f = ni.jit(lambda x: x + count)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for count in range(20):
            assert f(X)[0].item() == 1.0 + count
    (warning,) = caught
    assert "(count)" in str(warning.message) and "pass them as arguments" in str(warning.message)


# --- Python on values that are not there yet


def test_python_conditions_show_the_line_and_the_call_to_write() -> None:
    def condition(x: Any) -> Any:
        if x.sum() > 0:  # if
            return x
        return -x

    def repeat(x: Any) -> Any:
        while x.sum() < 10:  # while
            x = x * 2
        return x

    def count(x: Any) -> Any:
        for _ in range(x.sum().astype(ni.int64)):  # for
            x = x * 2
        return x

    def convert(x: Any) -> Any:
        return float(x.sum())  # float

    def read(x: Any) -> Any:
        return x * x.sum().item()  # item

    for f, call in (
        (condition, "ni.cond("),
        (repeat, "ni.while_loop("),
        (count, "ni.fori_loop("),
        (convert, "the tensor itself"),
        (read, "the tensor itself"),
    ):
        text = message(ni.TracerError, lambda f=f: ni.jit(f)(X))
        comment = {
            "condition": "if",
            "repeat": "while",
            "count": "for",
            "convert": "float",
            "read": "item",
        }
        assert call in text and "test_errors.py, line " in text
        assert text.endswith(f"# {comment[f.__name__]}"), text


# --- what only the run finds out


def test_indices_in_compiled_functions_name_the_line() -> None:
    @ni.jit
    def inner(x: Any, i: Any) -> Any:
        y = x * 2.0
        return ni.take(y, i) + 1.0  # inner line

    def outer(x: Any, i: Any) -> Any:
        return inner(x, i) * 3.0

    out_of_range(lambda: inner(X, BAD), "# inner line")
    assert inner(X, ni.tensor([0, 1])).tolist() == [3.0, 5.0]
    out_of_range(lambda: inner(X, BAD), "# inner line")
    out_of_range(lambda: ni.jit(outer)(X, BAD), "# inner line")
    out_of_range(lambda: ni.jit(ni.grad(lambda x: inner(x, BAD).sum()))(X), "# inner line")
    out_of_range(lambda: ni.grad(lambda x: inner(x, BAD).sum())(X), "# inner line")
    out_of_range(lambda: ni.vmap(lambda i: inner(X, i))(BAD[None]), "# inner line")
    out_of_range(lambda: inner(ni.tensor(X, requires_grad=True), BAD), "# inner line")


def test_indices_in_loops_name_the_line() -> None:
    def scanned(x: Any, i: Any) -> Any:
        def step(c: Any, j: Any) -> Any:
            return c + ni.take(x, j), None  # in the scan

        return ni.scan(step, ni.zeros(()), i)[0]

    def repeated(x: Any, i: Any) -> Any:
        def step(c: Any) -> Any:
            return c[0] + 1, c[1] + ni.take(x, i[c[0]])  # in the while

        return ni.while_loop(lambda c: c[0] < 2, step, (0, ni.zeros(())))[1]

    def chosen(x: Any, i: Any) -> Any:
        def yes() -> Any:
            return x[i]  # in the branch

        return ni.cond(x.sum() > 0, yes, lambda: x[:2])

    out_of_range(lambda: scanned(X, BAD), "# in the scan")
    for f, line in (
        (scanned, "# in the scan"),
        (repeated, "# in the while"),
        (chosen, "# in the branch"),
    ):
        g = ni.jit(f)
        out_of_range(lambda g=g: g(X, BAD), line)


def test_sizes_and_numbers_that_the_run_refuses_name_the_line() -> None:
    @ni.jit
    def f(a: Any, b: Any) -> Any:
        return (a + b).sum()  # the sum

    for n in (3, 4):
        f(ni.ones(n), ni.ones(n))
    assert message(ni.ShapeError, lambda: f(ni.ones(4), ni.ones(5))).endswith("# the sum")

    @ni.jit
    def g(a: Any, n: Any) -> Any:
        return {"result": a + n}  # plus n

    small = ni.zeros(2, dtype=ni.uint8)
    for _ in range(2):
        assert g(small, 255)["result"].tolist() == [255, 255]
        for n in (256, -1, 300):
            text = message(ni.DTypeError, lambda n=n: g(small, n))
            assert f"{n} does not fit into uint8" in text and text.endswith("# plus n")


# --- the first NaN


def nan(f: Callable[[], Any], words: str, line: str) -> None:
    with ni.debug.nans():
        text = message(ni.debug.NaNError, f)
    assert text.startswith(words) and text.endswith(line), text


def test_the_first_nan_names_operation_and_line() -> None:
    def g(x: Any) -> Any:
        y = x - 2.5
        z = ni.log(y)  # log
        return z.sum() * 2.0

    def scanned(x: Any) -> Any:
        def step(c: Any, v: Any) -> Any:
            w = v - 2.0
            return c + ni.sqrt(w), None  # sqrt

        return ni.scan(step, ni.zeros(()), x)[0]

    def counted(x: Any) -> Any:
        def step(i: Any, c: Any) -> Any:
            return ni.log(c - 0.5)  # third round

        return ni.fori_loop(0, 3, step, x[1])

    nan(lambda: g(X), "log gave NaN in its result", "# log")
    nan(lambda: ni.jit(g)(X), "log gave NaN in its result", "# log")
    nan(lambda: scanned(X), "sqrt gave NaN in its result", "# sqrt")
    nan(lambda: ni.jit(scanned)(X), "sqrt gave NaN in its result", "# sqrt")
    nan(lambda: counted(X), "log gave NaN in its result", "# third round")
    nan(lambda: ni.vmap(g)(ni.ones((2, 3))), "log gave NaN in its result", "# log")


def test_the_first_nan_of_a_backward_pass_names_the_forward_line() -> None:
    def g(x: Any) -> Any:
        y = ni.sqrt(x)  # root
        return (y * 0.0).sum()

    def scanned(x: Any) -> Any:
        def step(c: Any, v: Any) -> Any:
            root = ni.sqrt(v)  # root in the loop
            return c + root * 0.0, None

        return ni.scan(step, ni.zeros(()), x)[0]

    zero = ni.tensor([0.0, 1.0], requires_grad=True)
    nan(lambda: g(zero).backward(), "the way back of sqrt gave NaN", "# root")
    nan(lambda: scanned(zero).backward(), "the way back of sqrt gave NaN", "# root in the loop")
    nan(lambda: ni.grad(g)(zero.detach()), "the way back of sqrt gave NaN", "# root")
    nan(
        lambda: ni.jit(ni.grad(scanned))(zero.detach()),
        "the way back of sqrt gave NaN",
        "# root in the loop",
    )

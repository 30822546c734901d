"""The contract of kinds, on the smallest one: a tensor and labels that belong to its structure."""

from __future__ import annotations

from typing import Any

import pytest

import nitinol as ni
from nitinol.base import trees
from nitinol.trace.kind import Kind, dispatching
from nitinol.trace.pointwise import is_pointwise


class Labelled(Kind):
    __slots__ = ("labels", "values")

    kind = "labelled"
    rank = 1

    def __init__(self, values: Any, labels: Any) -> None:
        self.values, self.labels = values, labels

    @property
    def dtype(self) -> Any:
        return self.values.dtype

    @property
    def shape(self) -> Any:
        return self.values.shape

    def parts(self) -> Any:
        return (self.values, self.labels), None

    @classmethod
    def of_parts(cls, aux: Any, parts: Any) -> Any:
        return cls(*parts)

    @classmethod
    def fixed_parts(cls, aux: Any) -> Any:
        return (False, True)

    @classmethod
    def elementwise(cls, function: Any, operands: Any, params: Any) -> Any:
        labels = next(x.labels for x in operands if isinstance(x, Labelled))
        values = [x.values if isinstance(x, Labelled) else x for x in operands]
        return cls(function.function(*values, **params), labels)


class Outer(Labelled):
    kind = "outer"
    rank = 2


@Labelled.rule("sum")
def _sum(name: str, x: Any, *args: Any, **kwargs: Any) -> Any:
    return x.values.sum(*args, **kwargs)


Labelled.refuse("labels have no order; write x.values.sort()", "sort")


def make(values: Any = (1.0, 2.0, 3.0)) -> Labelled:
    return Labelled(ni.tensor(list(values)), ni.arange(len(values)))


def test_pointwise_functions_and_operators_reach_the_parts() -> None:
    x = make()
    for y in (2 * x + 1, ni.gelu(x), ni.where(x > 1.5, x, 0.0), abs(-x), x.astype(ni.float64)):
        assert isinstance(y, Labelled)
        assert y.labels is x.labels
    assert (2 * x + 1).values.tolist() == [3.0, 5.0, 7.0]


def test_rules_refusals_and_the_rest() -> None:
    x = make()
    assert x.sum().item() == 6.0
    with pytest.raises(ni.UnsupportedError, match="labels have no order"):
        ni.sort(x)
    with pytest.raises(ni.UnsupportedError, match=r"ni\.cumsum does not take labelled tensors"):
        ni.cumsum(x, 0)
    with pytest.raises(ni.UnsupportedError, match="labelled"):
        ni.nonzero(x)


def test_the_highest_rank_decides() -> None:
    made = ni.add(make(), Outer(ni.ones(3), ni.arange(3)))
    assert type(made) is Outer


@pytest.mark.parametrize("wrap", [lambda f: f, ni.jit], ids=["eager", "compiled"])
def test_derivatives_keep_the_structure(wrap: Any) -> None:
    x = make()
    g = wrap(ni.grad(lambda x: (x * x).sum()))(x)
    assert g.values.tolist() == [2.0, 4.0, 6.0]
    assert g.labels.tolist() == [0, 1, 2]
    value, tangent = ni.jvp(lambda x: x * x, (x,), (make((1.0, 0.0, 0.5)),))
    assert tangent.values.tolist() == [2.0, 0.0, 3.0]
    assert tangent.labels.tolist() == value.labels.tolist() == [0, 1, 2]
    _, push = ni.linearize(lambda x: x * x, x)
    assert push(make((1.0, 0.0, 0.5))).values.tolist() == [2.0, 0.0, 3.0]
    _, pull = ni.vjp(lambda x: x * x, x)
    assert pull(make((1.0, 0.0, 0.5)))[0].values.tolist() == [2.0, 0.0, 3.0]


def test_the_tape() -> None:
    x = make().requires_grad_()
    assert x.requires_grad
    assert x.grad is None
    (x * x).sum().backward()
    assert x.grad.values.tolist() == [2.0, 4.0, 6.0]
    assert x.grad.labels is x.labels
    with ni.GradientTape() as tape:
        y = (x * x).sum()
    assert tape.gradient(y, x).values.tolist() == [2.0, 4.0, 6.0]
    assert not x.detach().requires_grad


def test_fixed_leaves_of_nests() -> None:
    _, treedef = trees.flatten({"a": [make()], "b": ni.ones(2)})
    assert trees.fixed_leaves(treedef) == [False, True, False]


def test_what_is_pointwise() -> None:
    def answer(f: Any, *operands: Any, **params: Any) -> bool:
        return is_pointwise(f.composite, operands, f.composite.bound(operands, params)[1])

    x = ni.ones(3)
    assert all(answer(f, x) for f in (ni.exp, ni.gelu, ni.isnan, ni.logical_not, ni.bitwise_invert))
    assert answer(ni.clip, x, None, 1.0)
    for f in (ni.sum, ni.softmax, ni.cumsum, ni.sort, ni.tril, ni.matrix_transpose, ni.stack):
        operands, params = f.composite.bound((x,), {"axis": 0} if f in (ni.softmax,) else {})
        assert not is_pointwise(f.composite, operands, params), f


def test_dispatching_asks_keyword_arguments() -> None:
    @dispatching
    def total(x: Any = None) -> Any:
        return x

    with pytest.raises(ni.UnsupportedError, match="total"):
        total(x=make())

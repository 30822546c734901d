"""`vmap` over tensors of texts and over ragged tensors."""

from __future__ import annotations

from typing import Any

import pytest

import nitinol as ni


@pytest.mark.parametrize("wrap", [lambda f: f, ni.jit], ids=["eager", "compiled"])
def test_rows_of_ragged_tensors(wrap: Any) -> None:
    r, k = ni.tensor([[1.0, 2.0], [3.0]]), ni.tensor([1.0, 10.0])
    f = wrap(lambda r, k: ni.vmap(lambda row, k: ((row * row * k).sum(), row + k))(r, k))
    total, moved = f(r, k)
    assert total.tolist() == [5.0, 90.0]
    assert moved.tolist() == [[2.0, 3.0], [13.0]]
    g = wrap(ni.grad(lambda r: f(r, k)[0].sum()))(r)
    assert g.tolist() == [[2.0, 4.0], [60.0]]
    top, last, size = wrap(ni.vmap(lambda row: (row.max(), row[-1], row.size)))(r)
    assert [top.tolist(), last.tolist(), size.tolist()] == [[2.0, 3.0], [2.0, 3.0], [2, 1]]


def test_elements_of_texts() -> None:
    s = ni.tensor(["ab", "c"])
    upper, cut, same = ni.vmap(lambda s: (s.upper() + "!", s[:1], s == "c"))(s)
    assert upper.tolist() == ["AB!", "C!"]
    assert cut.tolist() == ["a", "c"]
    assert same.tolist() == [False, True]
    assert ni.vmap(lambda x: s, out_axes=None)(ni.ones(2)) is s
    chosen = ni.vmap(lambda n, s: ni.where(n > 0, s, "-"))(ni.tensor([0, 1]), s)
    assert chosen.tolist() == ["-", "c"]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda r: ni.vmap(lambda x: x, in_axes=1)(r), "only axis 0 can be mapped, not 1"),
        (lambda r: ni.vmap(lambda x: x, out_axes=1)(r), "has the mapped axis in front"),
        (lambda r: ni.vmap(lambda x: r)(ni.ones(2)), "has the mapped axis in front"),
        (lambda r: ni.vmap(lambda x, y: x)(r, ni.ones(3)), "mapped axes must have one size"),
        (lambda r: ni.vmap(ni.outer)(r, r), "ni.outer does not take it there"),
        (lambda r: ni.vmap(len)(r), "x.size has"),
        (lambda r: ni.vmap(lambda x: list(x))(r), "another length for each"),
        (lambda r: ni.vmap(lambda x: x if x else 0)(r), "whether it is true differs"),
        (lambda r: ni.vmap(lambda x: x[x > 1])(r), "does not select from it there"),
        (lambda r: ni.vmap(lambda x: x.upper())(r), "no attribute 'upper'"),
    ],
)
def test_what_has_no_meaning_is_said(call: Any, text: str) -> None:
    with pytest.raises((ni.NitinolError, AttributeError), match=text):
        call(ni.tensor([[1.0, 2.0], [3.0]]))


def test_transforms_within_a_mapped_function() -> None:
    r, k = ni.tensor([[1.0, 2.0], [3.0]]), ni.tensor([2.0, 1.0])
    g = ni.vmap(ni.grad(lambda k, row: (row * k).sum() ** 2))(k, r)
    assert g.tolist() == [36.0, 18.0]
    ni.debug.check_grads(lambda r, k: ni.vmap(lambda x, y: (x * y).sum() ** 2)(r, k), (r, k))
    with pytest.raises(ni.UnsupportedError, match="cannot take it apart"):
        ni.vmap(ni.grad(lambda row: row.sum()))(r)

"""What moves, orders, groups and exchanges record tensors; references are lists of objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

import nitinol as ni


class Item(NamedTuple):
    k: int
    v: list[float]


@dataclass(order=True)
class Ranked:
    a: int
    b: float


def make(shape: tuple[int, ...]) -> tuple[Any, Any]:
    """A record tensor, and the places of its objects as an array, which stand for them."""
    places = np.arange(int(np.prod(shape))).reshape(shape)
    flat = [Item(int(i), [i + 0.5, -i]) for i in places.ravel()]
    t = ni.tensor(flat)
    return t.reshape(shape), places


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        (lambda m, x: m.reshape(x, (3, -1)), (2, 6)),
        (lambda m, x: m.flip(x), (2, 3)),
        (lambda m, x: m.flip(x, -1), (2, 3)),
        (lambda m, x: m.transpose(x), (2, 3)),
        (lambda m, x: m.permute_dims(x, (2, 0, 1)), (2, 3, 4)),
        (lambda m, x: m.swapaxes(x, 0, -1), (2, 3, 4)),
        (lambda m, x: m.moveaxis(x, -1, 0), (2, 3, 4)),
        (lambda m, x: m.matrix_transpose(x), (2, 3, 4)),
        (lambda m, x: m.expand_dims(x, -1), (2, 3)),
        (lambda m, x: m.squeeze(x), (2, 1, 3)),
        (lambda m, x: m.squeeze(x, 1), (2, 1, 1)),
        (lambda m, x: m.broadcast_to(x, (2, 2, 3)), (2, 3)),
        (lambda m, x: m.tile(x, (2, 2)), (2, 3)),
        (lambda m, x: m.repeat(x, 2), (2, 3)),
        (lambda m, x: m.repeat(x, 2, 0), (2, 3)),
        (lambda m, x: m.roll(x, 1), (2, 3)),
        (lambda m, x: m.roll(x, (1, -1), (0, 1)), (2, 3)),
        (lambda m, x: m.concatenate([x, x], -1), (2, 3)),
        (lambda m, x: m.concatenate([x, x], None), (2, 3)),
        (lambda m, x: m.stack([x, x], 1), (2, 3)),
        (lambda m, x: m.hstack([x, x]), (4,)),
        (lambda m, x: m.vstack([x, x]), (4,)),
        (lambda m, x: m.array_split(x, 2, 1)[1], (2, 5)),
        (lambda m, x: m.unstack(x, axis=1)[2], (2, 5)),
        (lambda m, x: m.ravel(x), (2, 3)),
        (lambda m, x: x.T[1:, None, ..., ::2], (2, 3)),
        (lambda m, x: x[..., -1], (2, 3)),
        (lambda m, x: x[1], (2, 3)),
        (lambda m, x: x[[1, 0, 1], [0, 2, 2]], (2, 3)),
        (lambda m, x: m.where(m.asarray([True, False]), x, x[::-1]), (4, 2)),
    ],
)
def test_moving(call: Any, shape: tuple[int, ...]) -> None:
    t, places = make(shape)
    found, wanted = call(ni, t), call(np, places)
    assert found.shape == wanted.shape
    assert found.k.tolist() == wanted.tolist()
    assert found.v.shape == (*wanted.shape, 2)
    assert found.v[..., 1].tolist() == (-wanted).tolist()


def test_more_moving() -> None:
    t, _ = make((2, 3))
    assert (t[1, 2].k, t[1, 2].v.tolist()) == (5, [5.5, -5.0])
    assert t[1, 2, ...].shape == () and t[1, 2, ...].kind == "record"
    assert [x.shape for x in ni.split(t, 2, 1)] == [(2, 2), (2, 1)]
    assert [x.k.tolist() for x in ni.unbind(t)] == [[0, 1, 2], [3, 4, 5]]
    assert ni.take(t, ni.tensor([[2], [0]]), 1).k.tolist() == [[[2], [0]], [[5], [3]]]
    assert ni.index_select(t, ni.tensor([1]), 1).k.tolist() == [[1], [4]]
    assert t.flatten().k.tolist() == t.ravel().k.tolist() == [0, 1, 2, 3, 4, 5]
    assert ni.unsqueeze(t, 0).shape == (1, 2, 3)
    assert ni.masked_select(t, t.k > 3).k.tolist() == [4, 5]
    assert t[t.k > 3].v.tolist() == [[4.5, -4.0], [5.5, -5.0]]
    assert t.astype(ni.float64).dtype.fields == {"k": ni.float64, "v": ni.float64}
    assert ni.tensor([Item(1, [2.0])], dtype=ni.float16).v.dtype is ni.float16
    assert t[["k"]].tolist()[0][1] == {"k": 1}
    with pytest.raises(
        ni.IndexRangeError, match=r"3 axes are indexed, but the tensor of Item has 2"
    ):
        t[0, 0, 0]
    with pytest.raises(ni.IndexRangeError, match="index 2 is out of range"):
        t[2]
    with pytest.raises(ni.DTypeError, match=r"concatenate: item 1 has objects Ranked"):
        ni.concatenate([t, ni.tensor([Ranked(1, 2.0)])])
    with pytest.raises(ni.ShapeError, match="the field 'v'"):
        ni.stack([t[0, :1], ni.tensor([Item(1, [2.0])])])
    assert ni.tensor([t[0], t[1]]).k.tolist() == t.k.tolist()


def test_writing() -> None:
    t = ni.tensor([Ranked(1, 2.0), Ranked(3, 4.0), Ranked(5, 6.0)])
    u = t.clone()
    u[0] = Ranked(9, 9.0)
    u[u.a > 4] = [Ranked(7, 7.0), Ranked(8, 8.0)]
    assert u.tolist() == [Ranked(7, 7.0), Ranked(3, 4.0), Ranked(8, 8.0)]
    u.b = [0.0, 1.0, 2.0]
    u["c"] = [None, 1, 2]
    assert u.missing("c").tolist() == [True, False, False]
    u["c"] = u.a * 2
    assert u.fields == ("a", "b", "c")
    assert u.b.tolist() == [0.0, 1.0, 2.0]
    assert t.tolist() == [Ranked(1, 2.0), Ranked(3, 4.0), Ranked(5, 6.0)]
    with pytest.raises(ni.ShapeError, match=r"values of shape \(2,\) for the field 'b'"):
        u.b = [1.0, 2.0]
    with pytest.raises(ni.DTypeError, match="there is a int; give a Ranked"):
        u[0] = 3
    chosen = ni.where(t.a > 1, t, Ranked(0, 0.0))
    assert chosen.a.tolist() == [0, 3, 5]
    a, b = ni.tensor([{"s": [1]}, {"s": []}]), ni.tensor([{"s": [3]}, {"s": [4, 5]}])
    assert ni.where(ni.tensor([True, False]), a, b).tolist() == [{"s": [1]}, {"s": [4, 5]}]
    with pytest.raises(ValueError, match=r"write len\(t\) > 0"):
        bool(t)
    assert np.asarray(t)["b"].tolist() == [2.0, 4.0, 6.0]


def test_order_and_equality() -> None:
    rows = [Ranked(2, 1.0), Ranked(1, 5.0), Ranked(2, 0.5)]
    t = ni.tensor(rows)
    assert ni.sort(t).tolist() == sorted(rows)
    assert ni.argsort(t, "b", descending=True).tolist() == [1, 0, 2]
    assert (t <= t[1]).tolist() == [False, True, False]
    assert t.sort(t.a * t.b).b.tolist() == [0.5, 1.0, 5.0]
    gaps = ni.tensor([{"x": 2}, {"x": None}, {"x": 1}])
    assert [o["x"] for o in gaps.sort("x").tolist()] == [1, 2, None]
    assert [o["x"] for o in gaps.sort("x", descending=True).tolist()] == [2, 1, None]
    with pytest.raises(ni.UnsupportedError, match=r"write t\.sort\('x'\)|name a field"):
        ni.sort(gaps)
    assert bool(ni.array_equal(t, ni.tensor(rows)))
    assert not bool(ni.array_equal(t, t[:2]))
    assert bool(ni.allclose(t, t.replaced(b=t.b + 1e-7)))
    nested = ni.tensor([{"r": Item(1, [1.0, 2.0])}, {"r": Item(1, [1.0, 3.0])}])
    assert (nested == nested[0, ...]).tolist() == [True, False]
    texts = ni.tensor([{"s": "a", "l": [1]}, {"s": "b", "l": [1, 2]}])
    assert (texts == texts[::-1]).tolist() == [False, False]
    assert (texts == texts).tolist() == [True, True]
    rows = [{"r": [Ranked(1, 2.0)]}, {"r": []}, {"r": [Ranked(1, 2.0), Ranked(3, 4.0)]}]
    teams = ni.tensor(rows)
    assert (teams == teams[[0, 2, 2]]).tolist() == [True, False, True]
    words = ni.tensor([{"w": ["a"]}, {"w": ["b", "c"]}])
    assert (words == words[[0, 0]]).tolist() == [True, False]


@pytest.mark.parametrize("wrap", [lambda f: f, ni.jit], ids=["eager", "compiled"])
def test_groups(wrap: Any) -> None:
    rows = [
        {"k": 2, "j": "x", "v": 1.0, "n": None},
        {"k": 1, "j": "y", "v": 5.0, "n": 3},
        {"k": 2, "j": "x", "v": 3.0, "n": 4},
    ]
    t = ni.tensor(rows)
    found = wrap(lambda t: t.group_by("k").agg(s=("v", "sum"), m=("n", "mean"), c=("n", "count")))(
        t
    )
    assert found.tolist() == [
        {"k": 1, "s": 5.0, "m": 3.0, "c": 1},
        {"k": 2, "s": 4.0, "m": 4.0, "c": 1},
    ]
    g = wrap(ni.grad(lambda t: (t.group_by("k").sum("v").v ** 2).sum()))(t[["k", "v"]])
    assert g.v.tolist() == [8.0, 10.0, 8.0]


def test_more_groups() -> None:
    t = ni.tensor([{"k": 2, "v": 1.0}, {"k": 1, "v": 5.0}, {"k": 2, "v": 4.0}])
    groups = t.group_by("k")
    assert len(groups) == 2
    assert groups.sizes().tolist() == [1, 2]
    assert groups.std().v.tolist() == [0.0, 1.5]
    assert groups.first().v.tolist() == [5.0, 1.0]
    assert groups.max("v").tolist() == [{"k": 1, "v": 5.0}, {"k": 2, "v": 4.0}]
    assert groups.groups().tolist() == [
        [{"k": 1, "v": 5.0}],
        [{"k": 2, "v": 1.0}, {"k": 2, "v": 4.0}],
    ]
    assert t[:0].group_by("k").sum().shape == (0,)
    nan = float("nan")
    assert ni.tensor([{"k": nan, "v": 1}, {"k": nan, "v": 2}]).group_by("k").sum().v.tolist() == [3]
    gaps = ni.tensor([{"k": None, "v": 1}, {"k": 0, "v": 2}, {"k": None, "v": 3}])
    assert gaps.group_by("k").sum().tolist() == [{"k": 0, "v": 2}, {"k": None, "v": 4}]
    again = ni.stack([t, t[::-1]])
    values, index, inverse, counts = ni.unique_all(again)
    assert values.tolist() == [{"k": 1, "v": 5.0}, {"k": 2, "v": 1.0}, {"k": 2, "v": 4.0}]
    assert counts.tolist() == [2, 2, 2]
    assert (values[inverse] == again).all()
    assert again.ravel()[index].tolist() == values.tolist()
    assert ni.unique(t, return_counts=True)[1].tolist() == [1, 1, 1]
    with pytest.raises(ValueError, match="'mode' is no reduction of groups"):
        groups.agg(x=("v", "mode"))
    with pytest.raises(KeyError, match="has no field 'z'"):
        t.group_by("z")


# --- other libraries


def sample() -> Any:
    rows = [
        {"i": 1, "x": 0.5, "s": "a", "p": Item(1, [1.0, 2.0])},
        {"i": 2, "x": 1.5, "s": "čd", "p": Item(2, [3.0, 4.0])},
    ]
    return ni.tensor(rows)


def test_numpy() -> None:
    a = sample().numpy()
    assert a.dtype.names == ("i", "x", "s", "p")
    assert a["p"]["v"].tolist() == [[1.0, 2.0], [3.0, 4.0]]
    t = ni.tensor(a)
    assert t.s.tolist() == ["a", "čd"]
    assert t.p.as_class(Item).tolist() == [Item(1, [1.0, 2.0]), Item(2, [3.0, 4.0])]
    gaps = ni.tensor([{"x": 1}, {"x": None}]).numpy()
    assert gaps["x"].mask.tolist() == [False, True]
    assert ni.tensor(gaps).tolist() == [{"x": 1}, {"x": None}]
    objects = np.array([[Ranked(1, 2.0)], [Ranked(3, 4.0)]], dtype=object)
    assert ni.tensor(objects).tolist() == objects.tolist()


def gappy() -> Any:
    rows = [{"i": 1, "x": None, "s": "a", "b": True}, {"i": None, "x": 1.5, "s": None, "b": None}]
    return ni.tensor(rows)


@pytest.mark.parametrize("library", ["pyarrow", "pandas", "polars"])
def test_frames(library: str) -> None:
    pytest.importorskip(library, reason="an optional library to exchange data with")
    t = sample()
    out = {"pyarrow": t.to_arrow, "pandas": t.to_pandas, "polars": t.to_polars}[library]()
    assert ni.tensor(out).tolist() == [
        {**o, "p": {"k": o["p"].k, "v": o["p"].v}} for o in t.tolist()
    ]
    u = gappy()
    out = {"pyarrow": u.to_arrow, "pandas": u.to_pandas, "polars": u.to_polars}[library]()
    back = ni.tensor(out)
    if library == "pandas":  # its floats have NaN for what is missing
        assert ni.isnan(back.x).tolist() == [True, False]
        back, u = back[["i", "s", "b"]], u[["i", "s", "b"]]
    assert back.tolist() == u.tolist()
    assert back.i.dtype is ni.int64

"""Record tensors from objects, and objects from record tensors."""

from __future__ import annotations

import copy
import pickle
from collections import defaultdict, namedtuple
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import SimpleNamespace
from typing import Any, NamedTuple, TypedDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni


class MyClass:
    a = 0
    b = 1


class Plain:
    scale = 2.0

    def __init__(self, x: Any, y: Any = 1) -> None:
        self.x, self.y = x, y


class Child(Plain):
    def __init__(self, x: Any) -> None:
        super().__init__(x)
        self.z = 3


class Slots:
    __slots__ = ("y", "x")  # noqa: RUF023 - the order of the fields

    def __init__(self, y: Any, x: Any) -> None:
        self.x, self.y = x, y


@dataclass(frozen=True)
class Frozen:
    x: float
    n: int | None = None
    made: int = field(default=7, init=False)

    def __post_init__(self) -> None:
        assert self.x < 1e6, "only __init__ comes here"


@dataclass(frozen=True, slots=True)
class FrozenSlots:
    x: float
    y: float = 2.0


class Pair(NamedTuple):
    a: int
    b: float = 0.5


class Movie(TypedDict):
    title: int
    year: int


class Needs:
    def __new__(cls, x: int) -> Any:
        return super().__new__(cls)

    def __init__(self, x: int) -> None:
        self.x = x


class Colour(Enum):
    RED = 1


class Odd(int):
    def __new__(cls, x: int) -> Any:
        return super().__new__(cls, x)


Old = namedtuple("Old", "p q")


def test_plain_attributes_of_the_class() -> None:
    t = ni.tensor([MyClass(), MyClass()])
    assert t.shape == (2,)
    assert t.a.tolist() == [0, 0]
    assert t["b"].tolist() == [1, 1]
    assert isinstance(t[0], MyClass)
    assert ni.jit(lambda t: t.a + t.b)(t).tolist() == [1, 1]
    assert repr(t) == "tensor([MyClass(a=0, b=1), MyClass(a=0, b=1)])"


def test_attributes_may_lie_in_the_class_for_some_objects() -> None:
    changed = MyClass()
    changed.b = 5  # type: ignore[misc]
    for objects in ([MyClass(), changed], [changed, MyClass()]):
        t = ni.tensor(objects)
        assert sorted(t.fields) == ["a", "b"]
        assert sorted(t.b.tolist()) == [1, 5]


@pytest.mark.parametrize(
    ("objects", "fields"),
    [
        ([Plain(1.5), Plain(2.5, 3)], ("x", "y")),
        ([Slots(1, 2.0), Slots(3, 4.0)], ("y", "x")),
        ([Frozen(1.0, 2), Frozen(3.0, 4)], ("x", "n", "made")),
        ([FrozenSlots(1.0), FrozenSlots(2.0)], ("x", "y")),
        ([Pair(1), Pair(2, 1.5)], ("a", "b")),
        ([Old(1, True), Old(2, False)], ("p", "q")),
        ([Movie(title=1, year=2000), Movie(title=2, year=2001)], ("title", "year")),
        ([defaultdict(list, a=1), defaultdict(list, a=2)], ("a",)),
        ([SimpleNamespace(u=1j), SimpleNamespace(u=2 + 0j)], ("u",)),
        ([Needs(1), Needs(2)], ("x",)),
    ],
)
def test_there_and_back(objects: list[Any], fields: tuple[str, ...]) -> None:
    t = ni.tensor(objects)
    assert t.fields == fields
    assert t.kind == "record"
    for made in (t.tolist(), list(t), [t[0], t[-1]], pickle.loads(pickle.dumps(t)).tolist()):
        for x, y in zip(made, objects, strict=True):
            assert type(x) is type(y)
            get = (lambda o, n: o[n]) if isinstance(x, dict) else getattr
            assert [get(x, n) for n in fields] == [get(y, n) for n in fields]
    grid = ni.tensor([objects, objects[::-1], objects])
    assert grid.shape == (3, 2)
    assert (
        repr(grid.tolist()[1][0]) == repr(t.tolist()[1])
        or type(objects[0]).__repr__ is object.__repr__
    )
    assert ni.tensor(objects[0]).shape == ()
    assert type(ni.tensor(objects[0]).item()) is type(objects[0])


def test_attrs() -> None:
    attrs = pytest.importorskip("attrs", reason="attrs is an optional library of users")
    cls = attrs.make_class("Made", {"x": attrs.field(), "y": attrs.field(default=2)}, frozen=True)
    t = ni.tensor([cls(1), cls(3, 4)])
    assert t.tolist() == [cls(1), cls(3, 4)]
    assert (t == t[::-1]).tolist() == [False, False]


def test_constructors_do_not_run() -> None:
    t = ni.tensor([Frozen(1.0)])
    assert (t.replaced(x=[2e6]))[0].x == 2e6
    with pytest.raises(ni.DTypeError, match="cannot be made without its constructor"):
        ni.tensor([{"x": 1}]).as_class(Odd)[0]


def test_values_of_any_kind() -> None:
    t = ni.tensor(
        [
            Plain([1, 2], Pair(1, 2.0)),
            Plain((3, 4), Pair(3, 4.0)),
        ]
    )
    assert t.x.tolist() == [[1, 2], [3, 4]]
    assert t.y.kind == "record"
    assert t.y.b.tolist() == [2.0, 4.0]
    assert t.tolist()[1].y == Pair(3, 4.0)
    assert (
        repr(t)
        == "tensor([Plain(x=[1, 2], y=Pair(a=1, b=2.)), Plain(x=[3, 4], y=Pair(a=3, b=4.))])"
    )
    arrays = ni.tensor([Plain(np.ones(2, np.float64)), Plain(np.zeros(2))])
    assert arrays.x.dtype is ni.float64
    assert ni.tensor([Plain(ni.ones((2, 3))), Plain(ni.zeros((2, 3)))]).x.shape == (2, 2, 3)
    teams = ni.tensor([Plain([Pair(1), Pair(2)]), Plain([Pair(3), Pair(4)])])
    assert teams.x.shape == (2, 2)
    assert teams.tolist()[1].x == [Pair(3), Pair(4)]


def test_texts_and_ragged_values() -> None:
    t = ni.tensor([Plain("Ali", [1.5]), Plain("Bilal", []), Plain("Čo", [2.0, 3.0])])
    assert t.x.kind == "string"
    assert t.y.kind == "ragged"
    assert [o.x for o in t.tolist()] == ["Ali", "Bilal", "Čo"]
    assert [o.y for o in t[::-1].tolist()] == [[2.0, 3.0], [], [1.5]]
    assert t.sort("x", descending=True).x.tolist() == ["Čo", "Bilal", "Ali"]
    assert t[1].x == "Bilal"
    assert "x='Bilal', y=[]" in repr(t)
    jagged = ni.tensor([[Pair(1)], [], [Pair(2), Pair(3)]])
    assert jagged.kind == "ragged"
    assert jagged.values.a.tolist() == [1, 2, 3]
    assert jagged.tolist() == [[Pair(1)], [], [Pair(2), Pair(3)]]


def test_missing_values() -> None:
    rows = [Plain(1, 2.5), Plain(None, None), Plain(3, 1.0)]
    t = ni.tensor(rows)
    assert t.missing("x").tolist() == [False, True, False]
    assert t.x.tolist() == [1, 0, 3]
    assert t.x.dtype is ni.int64
    assert ni.isnan(t.y).tolist() == [False, True, False]
    assert [(o.x, o.y) for o in t.tolist()] == [(1, 2.5), (None, None), (3, 1.0)]
    assert t[1].x is None
    assert repr(t[1:]) == "tensor([Plain(x=None, y=None), Plain(x=3, y=1.)])"
    assert t.filled(x=-1).x.tolist() == [1, -1, 3]
    assert t.filled(x=-1).missing("x").tolist() == [False] * 3
    assert t.drop_missing().x.tolist() == [1, 3]
    assert ni.tensor([Plain("a"), Plain(None)]).tolist()[1].x is None
    assert ni.tensor([Plain([1, 2]), Plain(None)]).tolist()[1].x is None
    assert ni.tensor([Plain(Pair(1)), Plain(None)]).tolist()[1].x is None
    assert ni.tensor([Plain(None), Plain(None)]).tolist()[0].x is None
    joined = ni.concatenate([t, ni.tensor([Plain(4, 5.0)])])
    assert [o.x for o in joined.tolist()] == [1, None, 3, 4]
    assert (t == t).tolist() == [True] * 3
    assert (t == t[::-1]).tolist() == [False, True, False]


values = st.one_of(st.none(), st.integers(-9, 9))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(Pair, st.integers(-3, 3), st.floats(-2, 2, width=32)), min_size=1, max_size=7
    ),
    st.data(),
)
def test_lists_of_objects(objects: list[Pair], data: Any) -> None:
    t = ni.tensor(objects)
    assert t.tolist() == objects
    start, stop = data.draw(st.integers(-8, 8)), data.draw(st.integers(-8, 8))
    assert t[start:stop].tolist() == objects[start:stop]
    places = data.draw(st.lists(st.integers(0, len(objects) - 1), max_size=5))
    assert t[places].tolist() == [objects[i] for i in places]
    assert t[t.a > 0].tolist() == [x for x in objects if x.a > 0]
    assert t.sort("a").tolist() == sorted(objects, key=lambda x: x.a)
    assert ni.sort(t).tolist() == sorted(objects)
    assert t.sort(["b", "a"]).tolist() == sorted(objects, key=lambda x: (x.b, x.a))
    assert (t == objects[0]).tolist() == [x == objects[0] for x in objects]
    assert (t < t[::-1]).tolist() == [x < y for x, y in zip(objects, objects[::-1], strict=True)]
    groups: dict[int, list[float]] = {}
    for x in objects:
        groups.setdefault(x.a, []).append(x.b)
    found = t.group_by("a").agg(low=("b", "min"), n=("b", "count"), last=("b", "last"))
    wanted = [(a, min(v), len(v), v[-1]) for a, v in sorted(groups.items())]
    assert [tuple(x.values()) for x in found.tolist()] == wanted


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        ([Plain(1), Plain(2), Child(3)], "element 2 is of class Child with the fields x, y, z"),
        ([Plain(1), 3], "element 1 is of class int"),
        ([Plain(1), None], "element 1 is of class NoneType.*a field of an object may be None"),
        ([{"a": 1}, {"b": 2}], "element 1 is of class dict with the fields b"),
        ([{"a": 1}, {"a": 1, "b": 2}], "element 1 is of class dict with the fields a, b"),
        ([Plain(Colour.RED)], "Colour is an enumeration.*x.value"),
        ([object(), object()], "object is no data for a tensor"),
        (
            [Plain(1), Plain("x")],
            "the field 'x' of Plain: in element 1 it is a text, in element 0 a number",
        ),
        ([Plain([1, 2]), Plain(3)], "the field 'x' of Plain: in element 1 it is a number"),
        ([Plain(Pair(1)), Plain(Old(1, 2))], "the field 'x' of Plain: .*element 1"),
        ([Plain(len)], "the field 'x' of Plain: builtin_function_or_method is no data"),
        ([Plain(2**70)], "the field 'x' of Plain: .*does not fit into int64"),
    ],
)
def test_what_does_not_fit_is_named(objects: list[Any], text: str) -> None:
    with pytest.raises(ni.NitinolError, match=text):
        ni.tensor(objects)


def test_objects_in_themselves_are_refused() -> None:
    loop = Plain(1)
    loop.y = loop
    with pytest.raises(ni.ShapeError, match="one contains itself"):
        ni.tensor([loop])
    assert ni.tensor([Plain(1, Plain(2, Plain(3)))]).y.y.x.tolist() == [3]


def test_a_missing_attribute_is_named() -> None:
    half = Plain(1)
    del half.y
    with pytest.raises(ni.DTypeError, match="element 1 is of class Plain with the fields x"):
        ni.tensor([Plain(1), half])


class Cached:
    def __init__(self) -> None:
        self.x = 2.0

    @cached_property
    def twice(self) -> Any:
        return self.x * 2


def test_cached_values_are_no_fields() -> None:
    x = Cached()
    assert x.twice == 4.0
    t = ni.tensor([x, Cached()])
    assert t.fields == ("x",)
    assert t.twice.tolist() == [4.0, 4.0]


def test_names_that_clash() -> None:
    u = ni.tensor([{"kind": 1, "rank": "a", "rules": [2], "apply": Pair(1)}])
    assert (u.kind.tolist(), u.rank.tolist(), u.rules.tolist()) == ([1], ["a"], [[2]])
    assert u.apply.b.tolist() == [0.5]
    assert ni.concatenate([u, u])[1:].tolist() == u.sort("kind").reshape(1).tolist()
    assert bool((u == u).all())
    assert ni.vmap(lambda u: u.kind + 1)(u).tolist() == [2]
    t = ni.tensor([{"shape": 1, "sum": 2, "x": 3}])
    assert t.shape == (1,)
    assert t["shape"].tolist() == [1]
    assert t.sum.tolist() == [2]
    with pytest.raises(KeyError, match="has no field 'y'; it has shape, sum, x"):
        t["y"]
    with pytest.raises(AttributeError, match="a tensor of dict has no attribute 'y'"):
        _ = t.y


def test_saving(tmp_path: Any) -> None:
    t = ni.tensor([Frozen(1.0, None), Frozen(2.0, 3)])
    ni.save(tmp_path / "f", {"t": t, "d": ni.tensor([{"k": Pair(1)}])})
    loaded = ni.load(tmp_path / "f")
    assert repr(loaded["t"]) == repr(t)
    assert type(loaded["t"][0]).__name__ == "Record"
    assert loaded["t"].as_class(Frozen).tolist() == t.tolist()
    assert ni.tensor([{"title": 1, "year": 2}]).as_class(Movie).tolist() == [Movie(title=1, year=2)]
    assert loaded["d"].as_class(dict, k=Pair).tolist() == [{"k": Pair(1)}]
    assert b"test_record_making" not in (tmp_path / "f").read_bytes()
    with pytest.raises(
        ni.DTypeError, match="do not fit Pair: it wants a, b and it has no made, n, x"
    ):
        loaded["t"].as_class(Pair)
    damaged = (tmp_path / "f").read_bytes().replace(b'\\"made\\"', b'\\"x\\"   ')
    (tmp_path / "f").write_bytes(damaged)
    with pytest.raises(ValueError, match="damaged"):
        ni.load(tmp_path / "f")


def test_printing() -> None:
    big = ni.tensor([Pair(i, i / 2) for i in range(2000)])
    assert repr(big).count("Pair") == 6 and "..." in repr(big)
    assert repr(big[:0]) == "tensor([], shape=(0,), dtype=Pair)"
    assert repr(big[:1]) == "tensor([Pair(a=0, b=0.)])"
    assert repr(big.dtype) == "Pair{a: int64, b: float32}"
    long = ni.tensor([Plain(ni.zeros(100))])
    assert repr(long) == "tensor([Plain(x=[0., 0., 0., ..., 0., 0., 0.], y=1)])"
    assert "requires_grad=True" in repr(ni.tensor([Pair(1, 2.0)], requires_grad=True))
    seen: list[str] = []
    ni.jit(lambda t: seen.append(repr(t)) or t.a)(big[:2])
    assert "Pair{a: int64, b: float32}" in seen[0]
    assert copy.deepcopy(big[:2]).tolist() == big[:2].tolist()

"""`record` behaves as a dataclass with slots does."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from nitinol.base.record import field, record


@record(frozen=True)
class Point:
    """A place."""

    x: int
    y: int = 0

    @property
    def total(self) -> int:
        return self.x + self.y


@record()
class Bag:
    name: str
    items: list[int] = field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Twin:
    x: int
    y: int = 0


def test_frozen_records() -> None:
    p = Point(1, y=2)
    assert (p.x, p.y, p.total, p.__doc__) == (1, 2, 3, "A place.")
    assert Point(1) == Point(1, 0) != Point(2) and hash(Point(1)) == hash(Point(1, 0)) == hash(
        Twin(1)
    )
    assert p != Twin(1, 2) and p != (1, 2) and len({p, Point(1, 2)}) == 1
    assert repr(p) == "Point(x=1, y=2)"
    assert not hasattr(p, "__dict__")
    for change in (lambda: setattr(p, "x", 3), lambda: delattr(p, "x"), lambda: setattr(p, "z", 3)):
        with pytest.raises(AttributeError, match="Point never changes"):
            change()
    with pytest.raises(TypeError, match="missing"):
        Point()  # type: ignore[call-arg]
    match p:
        case Point(a, b):
            assert (a, b) == (1, 2)


def test_other_records() -> None:
    a, b = Bag("a"), Bag("a")
    a.items.append(1)
    assert b.items == [] and a != b
    b.items = [1]
    assert a == b
    with pytest.raises(TypeError, match="unhashable"):
        hash(a)
    with pytest.raises(AttributeError):
        a.other = 1  # type: ignore[attr-defined]


def test_copies_and_pickles() -> None:
    for x in (Point(1, 2), Bag("a", [1])):
        assert pickle.loads(pickle.dumps(x)) == x == copy.copy(x) == copy.deepcopy(x)


def test_own_methods_win() -> None:
    @record(frozen=True)
    class Loose:
        x: int

        def __eq__(self, other: object) -> bool:
            return True

        def __repr__(self) -> str:
            return "loose"

    assert Loose(1) == 2 and repr(Loose(1)) == "loose" and hash(Loose(3)) == hash(Loose(3))

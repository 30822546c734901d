"""Methods, properties and operators of users' classes on whole record tensors."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any

import pytest

import nitinol as ni


@dataclass
class Particle:
    x: Any
    v: Any  # three numbers
    m: Any = 1.0

    gravity = 9.81

    def energy(self, height: Any = 0.0) -> Any:
        return 0.5 * self.m * (self.v * self.v).sum() + self.m * self.gravity * height

    @property
    def speed(self) -> Any:
        return ni.sqrt((self.v * self.v).sum())

    @speed.setter
    def speed(self, value: Any) -> None:
        self.v = self.v * (value / self.speed)

    @staticmethod
    def unit() -> str:
        return "J"

    @classmethod
    def at_rest(cls, x: Any) -> Any:
        return cls(x, ni.zeros(3))

    def moved(self, dt: Any) -> Any:
        return Particle(self.x + dt * self.v[0], self.v, self.m)

    def both(self) -> Any:
        return {"e": self.energy(), "pair": (self.x, [self.moved(1.0)])}

    def drift(self, dt: Any) -> None:
        self.x = self.x + dt * self.v[0]

    def join(self, other: Any) -> None:
        self.x = other.x

    def distance(self, other: Any) -> Any:
        return abs(self.x - other.x)

    def rotated(self, matrix: Any) -> Any:
        return matrix @ self.v

    def heavy(self) -> Any:
        return "yes" if self.m > 2 else "no"

    def rooted(self) -> Any:
        return math.sqrt(self.x)

    def named(self) -> Any:
        return f"{self.gravity}"

    def __call__(self, t: Any) -> Any:
        return self.x + t * self.v[0]


class Quaternion:
    __slots__ = ("v", "w")

    def __init__(self, w: Any, v: Any) -> None:
        self.w, self.v = w, v

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, Quaternion):
            return Quaternion(self.w * other, self.v * other)
        a, b = self.v, other.v
        cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
        return Quaternion(
            self.w * other.w - (a * b).sum(), self.w * b + other.w * a + ni.stack(cross)
        )

    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return Quaternion(-self.w, -self.v)

    def __abs__(self) -> Any:
        return ni.sqrt(self.w**2 + (self.v**2).sum())

    def __eq__(self, other: object) -> Any:
        return abs(self * -1.0 * 0.0) == 0.0 if other is self else (self.w == other.w)  # type: ignore[attr-defined]

    __hash__ = None  # type: ignore[assignment]

    def conj(self) -> Any:
        return Quaternion(self.w, -self.v)


def swarm() -> Any:
    return ni.tensor([Particle(1.0, [1.0, 2.0, 2.0], 2.0), Particle(2.0, [3.0, 0.0, 4.0], 4.0)])


ONE = [1.0, 2.0, 2.0]


def test_methods_and_properties() -> None:
    t = swarm()
    assert t.energy().tolist() == [9.0, 50.0]
    assert t.speed.tolist() == [3.0, 5.0]
    assert t.energy(height=1.0).tolist() == pytest.approx([28.62, 89.24])
    assert t.unit() == "J"
    assert t.gravity == 9.81
    assert isinstance(t.at_rest(1.0), Particle)
    moved = t.moved(0.5)
    assert moved.kind == "record" and type(moved[0]) is Particle
    assert moved.x.tolist() == [1.5, 3.5]
    both = t.both()
    assert both["e"].tolist() == [9.0, 50.0]
    assert both["pair"][1][0].x.tolist() == [2.0, 5.0]
    assert t(2.0).tolist() == [3.0, 8.0]
    assert t.rotated(2 * ni.eye(3)).tolist() == [[2.0, 4.0, 4.0], [6.0, 0.0, 8.0]]
    assert t.distance(t[::-1]).tolist() == [1.0, 1.0]
    assert t.distance(t[0]).tolist() == [0.0, 1.0]
    assert ni.tensor(Particle(1.0, [3.0, 0.0, 4.0])).speed.item() == 5.0
    grid = ni.stack([t, t[::-1]])
    assert grid.energy().tolist() == [[9.0, 50.0], [50.0, 9.0]]
    assert grid.moved(0.5).x.shape == (2, 2)
    assert grid.distance(t).tolist() == [[0.0, 0.0], [1.0, 1.0]]
    assert t[:0].energy().shape == (0,)


def test_methods_that_change_their_object() -> None:
    t = swarm()
    assert t.drift(0.5) is None
    assert t.x.tolist() == [1.5, 3.5]
    t.speed = 10.0
    assert t.fields == ("x", "v", "m")
    assert t.speed.tolist() == pytest.approx([10.0, 10.0])
    u = ni.jit(lambda t: (t.drift(0.5), t)[1])(t)  # inside, what was given is a tensor of its own
    assert (u.x - t.x).tolist() == pytest.approx([5 / 3, 3.0])
    with pytest.raises(ni.UnsupportedError, match=r"Particle.join sets 'x' for \(2,\) objects"):
        t[:1].join(t)


def test_methods_under_transforms() -> None:
    t = swarm()
    total = lambda t: (t.energy() + t.moved(2.0).x).sum()  # noqa: E731
    g = ni.grad(total)(t)
    assert g.v.tolist() == [[4.0, 4.0, 4.0], [14.0, 0.0, 16.0]]
    assert g.m.tolist() == [4.5, 12.5]
    assert ni.jit(ni.grad(total))(t).v.tolist() == g.v.tolist()
    ni.debug.check_grads(total, (t,), order=1)
    value, tangent = ni.jvp(lambda t: t.energy(), (t,), (ni.zeros_like(t).replaced(m=[1.0, 1.0]),))
    assert tangent.tolist() == [4.5, 12.5]
    assert ni.vmap(lambda p: p.energy())(t).tolist() == value.tolist()
    assert ni.vmap(lambda p, dt: p.moved(dt))(t, ni.tensor([0.0, 1.0])).x.tolist() == [1.0, 5.0]
    last, xs = ni.jit(lambda t: ni.scan(lambda c, _: ((n := c.moved(1.0)), n.x), t, None, 3))(t)
    assert last.x.tolist() == [4.0, 11.0]
    assert xs.tolist() == [[2.0, 5.0], [3.0, 8.0], [4.0, 11.0]]
    t.requires_grad_()
    t.energy().sum().backward()
    assert t.grad.m.tolist() == [4.5, 12.5]
    assert t[0].m.requires_grad


def test_operators() -> None:
    i, j = Quaternion(0.0, [1.0, 0.0, 0.0]), Quaternion(0.0, [0.0, 1.0, 0.0])
    q = ni.tensor([i, j])
    r = ni.tensor([j, i])
    product = q * r
    assert product.v.tolist() == [[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]]
    assert isinstance(product[0], Quaternion)
    assert (2.0 * q).v.tolist() == [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]
    weights = ni.tensor([1.0, 10.0])
    for scaled in (q * weights, weights * q, ni.multiply(q, weights)):
        assert scaled.v.tolist() == [[1.0, 0.0, 0.0], [0.0, 10.0, 0.0]]
    assert (q * j).v.tolist() == [[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    assert (q * r[:, None]).shape == (2, 2)
    assert (-q).v.tolist()[0] == [-1.0, 0.0, 0.0]
    assert abs(q).tolist() == [1.0, 1.0]
    assert q.conj().v.tolist()[0] == [-1.0, 0.0, 0.0]
    assert (q == r).tolist() == [True, True]  # as the class says: it compares w
    g = ni.jit(ni.grad(lambda q: abs(q * q * r).sum()))(q)
    assert g.v.tolist() == [[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]
    for wrong, text in [
        (lambda: q + r, r"ni.add of a tensor of Quaternion: the class has no __add__"),
        (lambda: 1.0 - q, r"ni.subtract of a tensor of Quaternion: the class has no __rsub__"),
        (lambda: ~q, "no __invert__"),
        (lambda: q < r, "no order; define __lt__"),
        (lambda: ni.exp(q), r"ni.exp of a record tensor: use it on a field"),
        (lambda: ni.sum(q), "folded field by field"),
        (lambda: q(1), "the class has no __call__"),
    ]:
        with pytest.raises((ni.UnsupportedError, TypeError), match=text):
            wrong()
    assert operator.eq(q, i).shape == (2,)


def test_what_methods_cannot_do_is_said() -> None:
    t = swarm()
    with pytest.raises(ni.TracerError, match=r"ni\.cond") as caught:
        t.heavy()
    assert "while Particle.heavy ran" in caught.value.__notes__[0]
    with pytest.raises(ni.TracerError, match="float of a tensor"):
        t.rooted()
    with pytest.raises(ni.UnsupportedError, match=r"Particle\.named returns a text"):
        t.named()
    counted = ni.tensor([Particle(1, ONE), Particle(None, ONE)])
    with pytest.raises(ni.UnsupportedError, match="'x' has missing values, and int64 has no NaN"):
        counted.distance(counted)
    assert counted.energy().tolist() == [4.5, 4.5]
    halves = ni.tensor([Particle(0.5, ONE), Particle(None, ONE)])
    assert ni.isnan(halves.distance(halves)).tolist() == [False, True]


@dataclass
class Person:
    name: Any
    age: Any
    marks: Any

    def greeting(self) -> Any:
        return "Hello " + self.name + "!"

    def older(self) -> Any:
        return Person(self.name.upper(), self.age + 1, self.marks)

    def score(self) -> Any:
        return self.marks.sum() * self.age + self.marks[-1]

    def scaled(self) -> Any:
        return self.marks * self.age, self.marks.size

    def label(self) -> Any:
        return ni.where(self.age > 3, self.name[:1], "-")

    def rename(self) -> None:
        self.name = self.name + "+"

    def first(self) -> Any:
        return [m for m in self.marks]  # noqa: C416 - the loop is what is refused


def test_methods_with_texts_and_ragged_values() -> None:
    t = ni.tensor([Person("Ali", 3, [1.0, 2.0]), Person("Bo", 4, [3.0])])
    assert t.greeting().tolist() == ["Hello Ali!", "Hello Bo!"]
    assert t.older().tolist() == [Person("ALI", 4, [1.0, 2.0]), Person("BO", 5, [3.0])]
    for f in (lambda t: t.score(), ni.jit(lambda t: t.score())):
        assert f(t).tolist() == [11.0, 15.0]
    scaled, sizes = t.scaled()
    assert scaled.tolist() == [[3.0, 6.0], [12.0]]
    assert sizes.tolist() == [2, 1]
    assert t.label().tolist() == ["-", "B"]
    assert ni.grad(lambda t: t.score().sum())(t).marks.tolist() == [[3.0, 4.0], [5.0]]
    grid = ni.stack([t, t[::-1]])
    assert grid.greeting().tolist()[1] == ["Hello Bo!", "Hello Ali!"]
    assert grid.score().tolist() == [[11.0, 15.0], [15.0, 11.0]]
    assert ni.vmap(lambda p: p.score())(t).tolist() == [11.0, 15.0]
    assert ni.vmap(lambda p: p.older())(t).name.tolist() == ["ALI", "BO"]
    t.rename()
    assert t.name.tolist() == ["Ali+", "Bo+"]
    with pytest.raises(ni.UnsupportedError, match="a loop over it has another length"):
        t.first()


@dataclass
class Box:
    at: Particle

    def push(self, dx: Any) -> None:
        self.at.x = self.at.x + dx


def test_objects_that_are_changed_within_an_object() -> None:
    t = ni.tensor([Box(Particle(1.0, ONE)), Box(Particle(2.0, ONE))])
    t.push(0.5)
    assert t.at.x.tolist() == [1.5, 2.5]
    assert t.at.energy().tolist() == [4.5, 4.5]
    assert t.fields == ("at",)

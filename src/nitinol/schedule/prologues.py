"""Point-wise work in front of anchors: operands that are computed where the anchor reads them.

Fusion (`groups`) first stores every operand of an anchor. This pass then looks at each stored value
that only anchors read. Where all of them can *pull* the operands that lie in it
(`templates.anchor`), and where computing it on the way costs no more than writing and reading it,
the value is not stored. It becomes part of the *prologue* of each of its readers, and the loop that
made it goes away, unless it makes something else too.

Costs are counted in bytes. Not storing a value saves writing it once (which counts twice, as a line of
memory comes to the cache before it is written to), and reading it as often
as its readers ask for its elements (`Template.repeats`). Instead, each time, what it is computed
from is read, and its arithmetic is done again; of both, one time is free where the loop goes. A
reader that needs it in memory of its own (`Template.copies`) writes and reads it all the same.

A norm in front of a product is such a value. Its rows are folded by a row group, which then stores the
statistics of the rows alone (mean, 1/σ; whatever of its row level the rest reads), if they are so many
times smaller than the value as `_SMALL` says. The rest, (x − mean)·1/σ·γ + β, is four operations while the
product packs x, again while the gradient of the weights packs it, and again in the gradient of the norm, which has
`recompute` give up x̂. In a step of a GPT (4 layers, 256 wide, 1024 tokens) that is 9.4 MB of 81.8; layer
norm and product took 0.98 of the time for 1024×768×256 and 512×512×512, 1.00 for 1024×1024×1024. Networks
give norms rows of two axes and products rows of one. So coordinates are divided, and put together where they meet
strides again (`templates.coords`); a value whose coordinates stay divided is not pulled.

A prologue reads inputs and values that are stored anyway, and stores nothing else. These exist
before the anchor runs, because what would have been stored was made of them; a check makes sure that
none is made by something that waits for the anchor. They stay alive until the anchor has run, and
the arena never puts results of a group over what the group reads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from ..base.record import field, record
from ..base.shapes import same_shape
from ..base.sizes import Dim, Shape, evaluate, product, symbols
from ..ir.graph import Node, Value
from ..ir.loop import Group, prune, reads
from ..ir.op import DEAR_READ, Movement, Pointwise, Read, Strided
from ..templates.coords import Piece, joined
from ..templates.registry import template

_COST_OF_BYTE = 2  # additions that take as long as moving a byte does
_SMALL = 8  # statistics of rows are stored where they are so many times smaller than the value
_SAMPLE = 64  # for open sizes, when bytes are compared


class Placed(Protocol):
    """What this pass needs to know of a graph whose nodes are in groups (`groups.Fuser`)."""

    groups: list[Group]
    depends: dict[Group, set[Group]]
    virtual_homes: dict[Value, Group]
    position: dict[Node, int]

    def view_of(self, value: Value) -> tuple[Value, Strided] | None: ...
    def reaches(self, start: Group, goal: Group) -> bool: ...
    def group_of(self, value: Value) -> Group | None: ...


class _DividedError(Exception):
    """A coordinate is divided: too dear to do for each vector."""


class _Walk:
    """A coordinate that can be moved and scaled. What it is divided into must be put together again.

    `mixed`: something may have been added to the pieces.
    """

    __slots__ = ("mixed", "pieces")

    def __init__(self, pieces: tuple[Piece, ...] = (), mixed: bool = True) -> None:
        self.pieces = pieces
        self.mixed = mixed

    def __add__(self, other: Any) -> _Walk:
        if not isinstance(other, _Walk) or not other.pieces:
            return _Walk(self.pieces)
        total: _Walk = _Walk()
        left = []
        for piece in joined((*self.pieces, *other.pieces)):
            if piece.whole:
                total = total + piece.origin * piece.scale
            else:
                left.append(piece)
        return _Walk((*total.pieces, *left))

    __radd__ = __add__

    def __mul__(self, other: Any) -> _Walk:
        if isinstance(other, _Walk):
            self.settle()
            other.settle()
            return self
        pieces = [Piece(p.origin, p.step, p.size, p.scale * other) for p in self.pieces]
        return _Walk(tuple(pieces))

    __rmul__ = __mul__

    def __neg__(self) -> _Walk:
        return self * -1

    def __sub__(self, other: _Walk | Dim) -> _Walk:
        return self + other * -1

    def __rsub__(self, other: Any) -> _Walk:
        return self * -1

    def __floordiv__(self, other: Dim) -> _Walk:
        piece = self._alone()
        if piece is not None:
            return _Walk((Piece(piece.origin, piece.step * other, None, 1),), False)
        return _Walk((Piece(self, other, None, 1),), False)

    def __mod__(self, other: Dim) -> _Walk:
        piece = self._alone()
        if piece is not None:
            return _Walk((Piece(piece.origin, piece.step, other, 1),), False)
        return _Walk((Piece(self, 1, other, 1),), False)

    def _alone(self) -> Piece | None:
        """The quotient that this is, if it is nothing else."""
        if self.mixed or len(self.pieces) != 1:
            return None
        (piece,) = self.pieces
        return piece if piece.size is None and piece.scale == 1 else None

    def clamp(self, *_: Any) -> _Walk:
        """As if it were computed here."""
        self.settle()
        return self

    def compare(self, *_: Any) -> Any:
        """Lanes are compared: too dear, too."""
        raise _DividedError

    def settle(self) -> None:
        """It is computed here, so it must be one piece."""
        if self.pieces:
            raise _DividedError


@record()
class _Cone:
    """What computes a value: nodes, and the stored values that they begin with."""

    nodes: list[Node] = field(default_factory=list)
    leaves: list[Value] = field(default_factory=list)
    new: bool = False  # whether some of them are statistics of rows that are stored for this
    cost: int = 0


@record()
class _Use:
    """How one anchor group reads a value that may be pulled."""

    group: Group
    places: list[int]  # the anchor's operands that lie in it
    repeats: int
    copies: int  # how many of the operands the template writes to memory of its own


class Prologues:
    """The pass, over one graph; see the module's docstring."""

    def __init__(self, placed: Placed, outputs: Sequence[Value]) -> None:
        self.placed = placed
        found = [placed.view_of(v) for v in outputs]
        self.kept = {f[0] for f in found if f is not None}
        self.stored: set[Value] = set()
        self.repeats: dict[Group, int] = {}  # of what prologues read
        self.fresh: set[Value] = set()  # values that prologues read, to be looked at in turn
        self.left: dict[Group, None] = {}  # groups that have lost a value and stay

    def run(self) -> None:
        """Move what may be pulled into prologues."""
        anchors = [g for g in self.placed.groups if g.anchor is not None]
        candidates: dict[Value, None] = {}
        for group in anchors:
            for i in self._pulled_places(group):
                found = self.placed.view_of(self._operands(group)[i])
                if found is not None and self._is_made(found[0]):
                    candidates[found[0]] = None
        if not candidates:
            return
        self._find_stored()
        # What is computed last first: its own operands may then be pulled along with it.
        self.fresh = set(candidates)
        while self.fresh:
            value = max(self.fresh, key=self._position)
            self.fresh.remove(value)
            self._consider(value)
        for group in self.left:
            made = [v for n in group.nodes for v in n.outputs]
            prune(group, [v for v in (*made, *group.full) if v in self.stored])

    def _position(self, value: Value) -> int:
        return -1 if value.node is None else self.placed.position[value.node]

    def _operands(self, group: Group) -> tuple[Value, ...]:
        return () if group.anchor is None else tuple(group.anchor.operands)

    def _pulled_places(self, group: Group) -> list[int]:
        if group.anchor is None:
            return []
        return [i for i, x in enumerate(template(group.anchor).pulls(group.anchor)) if x]

    def _is_made(self, value: Value) -> bool:
        """Whether a loop or a row group makes `value`, over all of its domain."""
        group = self.placed.group_of(value)
        return (
            value not in self.kept
            and group is not None
            and group.anchor is None
            and value in group.full
            and value.node is not None
        )

    def _find_stored(self) -> None:
        self.stored = set(self.kept)
        for group in self.placed.groups:
            self.stored |= group.reads

    def _consider(self, value: Value) -> None:
        home = self.placed.group_of(value)
        uses = self._uses(value)
        if home is None or uses is None:
            return
        cone = self._cone(value, home)
        if cone is None or not all(self._walks(value, u, cone.leaves) for u in uses):
            return
        sources = {self.placed.group_of(v) for v in cone.leaves} - {None}
        for use in uses:
            for source in sources:
                if source is None:
                    continue
                if source is use.group or self.placed.reaches(source, use.group):
                    return
        others = any(v is not value and self.placed.group_of(v) is home for v in self.stored)
        gone = not others and not cone.new
        if self._pays(value, cone, uses, gone):
            self._pull(value, cone, uses, home, gone)

    def _uses(self, value: Value) -> list[_Use] | None:
        """How each reader reads `value`; None when one of them needs it in memory."""
        uses: list[_Use] = []
        for group in self.placed.groups:
            if value not in group.reads:
                continue
            if group.anchor is None:
                return None
            pulls = set(self._pulled_places(group))
            places = []
            for i, operand in enumerate(group.anchor.operands):
                found = self.placed.view_of(operand)
                if operand in group.pulled or found is None or found[0] is not value:
                    continue
                if i not in pulls:
                    return None
                places.append(i)
            # What is fused behind reads it once, an earlier prologue as often as it is computed.
            repeats = sum(template(group.anchor).repeats(group.anchor, i) for i in places)
            repeats = max(repeats, self.repeats.get(group, 1))
            copies = sum(template(group.anchor).copies(group.anchor, i) for i in places)
            uses.append(_Use(group, places, repeats, copies))
        return uses if any(u.places or u.group.pulled for u in uses) else None

    def _walks(self, value: Value, use: _Use, leaves: Collection[Value]) -> bool:
        """Whether a group that computes `value` where it reads it gets by without dividing coordinates."""
        group = use.group
        ends = (group.reads - {value}) | set(leaves)
        starts = {x for n in group.nodes for x in n.operands if n is not group.anchor}
        starts |= group.pulled | {self._operands(group)[i] for i in use.places}
        todo = [(x, tuple(_Walk() for _ in x.type.shape), False) for x in starts]
        alive = []  # so that ids stay their own
        seen = set()
        try:
            while todo:
                v, at, inside = todo.pop()
                key = (v, inside, *map(id, at))
                if key in seen or v.is_constant:
                    continue
                seen.add(key)
                alive.append(at)
                inside = inside or v is value
                found = self.placed.view_of(v) if v in ends else None
                if found is not None:
                    if inside:
                        sum(
                            [c * s for c, s in zip(at, found[1].strides, strict=True)], _Walk()
                        ).settle()
                    continue
                node = v.node
                if node is None or v in ends or (v in group.full and not inside):
                    continue
                lowering = node.op.lowering
                if isinstance(lowering, Movement):
                    operand = node.operands[0]
                    moved = lowering.index(at, operand.type, v.type, **node.params)
                    at = tuple(c if isinstance(c, _Walk) else _Walk() for c in moved)
                    todo.append((operand, at, inside))
                elif isinstance(lowering, Read):
                    if inside:
                        for c in at:
                            c.settle()
                    todo += [
                        (x, tuple(_Walk() for _ in x.type.shape), inside) for x in node.operands
                    ]
                else:
                    todo += [(x, at, inside) for x in node.operands]
        except _DividedError:
            return False
        return True

    def _cone(self, value: Value, home: Group) -> _Cone | None:
        """What computes `value` from what is stored besides; None where something is not."""
        cone, seen, todo = _Cone(), {value}, [value]
        while todo:
            v = todo.pop()
            node = v.node
            if v.number is not None:
                continue
            if v is not value:
                if node is None or (v in self.stored and not self._computed_again(v, home)):
                    cone.leaves.append(v)
                    continue
                if v in home.row and v not in self.stored:
                    if _bytes(v.type.shape, _SMALL * v.type.dtype.itemsize) > _bytes(
                        value.type.shape, value.type.dtype.itemsize
                    ):
                        return None
                    cone.leaves.append(v)
                    cone.new = True
                    continue
            if node is None:
                return None
            lowering = node.op.lowering
            if isinstance(lowering, Read):
                if lowering.cost >= DEAR_READ:
                    return None
                cone.cost += lowering.cost
            elif isinstance(lowering, Pointwise):
                cone.cost += lowering.cost
            elif not isinstance(lowering, Movement):
                return None
            cone.nodes.append(node)
            for operand in reads(node):
                if operand not in seen:
                    seen.add(operand)
                    todo.append(operand)
        return cone

    def _computed_again(self, value: Value, home: Group) -> bool:
        """Whether those who read a stored value can compute it again (`recompute`) once it is not read here."""
        if home.kind != "row" or value not in home.full or value in self.kept:
            return False
        readers = [g for g in self.placed.groups if value in g.reads]
        return all(
            g.kind in ("loop", "row") and same_shape(g.shape, value.type.shape) for g in readers
        )

    def _pays(self, value: Value, cone: _Cone, uses: Sequence[_Use], gone: bool) -> bool:
        repeats = sum(u.repeats for u in uses)
        copies = sum(u.copies for u in uses)
        size = _bytes(value.type.shape, value.type.dtype.itemsize)
        count = _bytes(value.type.shape, 1)
        # Only a part of a leaf may be read, except by windows.
        lowerings = [n.op.lowering for n in cone.nodes]
        windows = any(isinstance(x, Read) and not x.one for x in lowerings)
        read = 0
        for leaf in cone.leaves:
            elements = _bytes(leaf.type.shape, 1)
            read += (elements if windows else min(elements, count)) * leaf.type.dtype.itemsize
        once = read + cone.cost * count // _COST_OF_BYTE
        return (repeats - gone) * once + 2 * copies * size <= (2 + repeats) * size

    def _pull(
        self, value: Value, cone: _Cone, uses: Sequence[_Use], home: Group, gone: bool
    ) -> None:
        placed = self.placed
        for use in uses:
            group = use.group
            group.reads = (group.reads - {value}) | set(cone.leaves)
            operands = self._operands(group)
            for i in use.places:
                group.pulled.add(operands[i])
                cone_of_view = _between(operands[i], value)
                _extend(group, cone_of_view, placed.position.__getitem__)
            _extend(group, cone.nodes, placed.position.__getitem__)
            self.repeats[group] = max(self.repeats.get(group, 1), use.repeats)
            self.fresh |= {v for v in cone.leaves if self._is_made(v)}
            for leaf in cone.leaves:
                source = placed.group_of(leaf)
                if source is not None:
                    placed.depends[group].add(source)
        placed.virtual_homes.pop(value, None)
        if gone:
            placed.groups.remove(home)
            before = placed.depends.pop(home)
            for depends in placed.depends.values():
                if home in depends:
                    depends.remove(home)
                    depends |= before
            self.left.pop(home, None)
        else:
            self.left[home] = None
        self._find_stored()


def _between(operand: Value, value: Value) -> list[Node]:
    """The movements from `value` to `operand`."""
    nodes = []
    while operand is not value and operand.node is not None:
        nodes.append(operand.node)
        operand = operand.node.operands[0]
    return nodes


def _extend(group: Group, nodes: Sequence[Node], position: Callable[[Node], int]) -> None:
    group.prologue = sorted({*group.prologue, *nodes}, key=position)


def _bytes(shape: Shape, itemsize: int) -> int:
    total: Dim = product(shape) * itemsize
    return evaluate(total, dict.fromkeys(symbols(total), _SAMPLE))

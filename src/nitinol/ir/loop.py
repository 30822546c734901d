"""What a kernel is before it is code: a `Group` of nodes, and the `Nest` of loops that computes it.

`schedule` decides these things and `templates` write them as code, so their data types live here,
below both.
"""

from __future__ import annotations

from ..base.record import field, record
from ..base.sizes import Dim, Shape
from .graph import Node, Value
from .op import Movement, Strided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# The order of folds, which is the same whoever takes them (`templates.nest`):
PART = 1 << 14  # elements of a row that are folded at a time
COLUMN_PART = 64  # rows that are folded in one chain, where lanes run along columns


@record(frozen=True)
class Walk:
    """The order in which folds take elements: counted along `axes`, and whether these are rows of neighbours."""

    axes: tuple[int, ...]
    rows: bool


class Group:
    """Nodes that one kernel computes."""

    __slots__ = (
        "anchor",
        "axes",
        "beside",
        "down",
        "full",
        "kind",
        "lies",
        "nodes",
        "parts",
        "prologue",
        "pulled",
        "reads",
        "row",
        "serial",
        "shape",
        "stores",
        "walk",
    )

    def __init__(self, kind: str, shape: Shape, serial: int) -> None:
        self.kind = kind
        self.shape = shape
        self.axes: tuple[int, ...] = ()  # folded axes of a row group
        self.walk: Walk | None = None  # how they are walked; None where that makes no difference
        self.beside: list[Node] = []  # folds along other axes, which the same pass takes
        self.down: tuple[int, ...] = ()  # the leading axes that these fold; some of them all axes
        self.anchor: Node | None = None
        self.nodes: list[Node] = []
        self.pulled: set[Value] = set()  # operands of the anchor that are computed where it reads
        self.prologue: list[Node] = []  # what computes them; other groups may do so as well
        self.full: set[Value] = set()  # members' values over the whole domain
        self.row: set[Value] = set()  # members' values over the domain without `axes`
        self.stores: list[Value] = []
        self.reads: set[Value] = set()  # stored values of other groups, and inputs
        self.lies: dict[
            Value, Strided
        ] = {}  # results that are to lie in another order, for those who read them
        self.parts: dict[
            Value, Strided
        ] = {}  # of a join: what is written into it, and where it lies there
        self.serial = serial

    @property
    def row_shape(self) -> Shape:
        return tuple(d for i, d in enumerate(self.shape) if i not in self.axes)

    def __repr__(self) -> str:
        names = ", ".join(n.op.name for n in self.nodes)
        before = ", ".join(n.op.name for n in self.prologue)
        names = f"{before} | {names}" if before else names
        names += " beside" if self.beside else ""
        return f"{self.kind}{list(self.shape)}[{names}] -> {len(self.stores)}"


@record()
class Axis:
    """One loop."""

    size: Dim
    folded: bool
    down: bool = False  # whether folds beside the group fold it


@record()
class Access:
    """A view of memory as the nest walks it: `strides` per axis of its level."""

    base: Value
    strides: tuple[Dim, ...]
    offset: Dim


@record()
class Stage:
    """One pass over the folded axes."""

    reductions: list[Node] = field(default_factory=list)
    stores: list[Value] = field(default_factory=list)
    beside: list[Node] = field(default_factory=list)
    parks: list[tuple[Value, Value]] = field(default_factory=list)  # (value, result it waits in)
    unparks: list[tuple[Value, Value]] = field(default_factory=list)


@record()
class Nest:
    """The plan of one group's loops."""

    group: Group
    flat: bool
    axes: list[Axis]
    full: dict[Value, Access]  # reads at the full level
    rows: dict[Value, Access]  # reads at the row level
    links: dict[Value, Value]  # broadcasts of row values and scalars: what they repeat
    stores: dict[Value, tuple[Dim, ...]]  # strides of the results, per axis of their level
    lane: int | None  # the axis that lanes run along
    stages: list[Stage]
    ready: dict[Value, int]  # of each link: how many stages must have run
    row_stores: list[Value]
    cost: int
    beside: dict[
        Node, tuple[Dim, ...]
    ]  # of folds beside: which of its sums an element belongs to, as strides
    sequence: tuple[int, ...] = ()  # in which the folded axes are counted, where not as they come

    @property
    def outer(self) -> list[int]:
        return [i for i, a in enumerate(self.axes) if not a.folded]

    @property
    def inner(self) -> list[int]:
        return [*self.sequence] or [i for i, a in enumerate(self.axes) if a.folded]


def reads(node: Node) -> tuple[Value, ...]:
    """The operands whose elements a node reads: of a movement the first."""
    return node.operands[:1] if isinstance(node.op.lowering, Movement) else node.operands


def prune(group: Group, stores: Iterable[Value]) -> set[Value]:
    """Drop members of a group that none of `stores` needs. Gives what only they read."""
    needed: set[Node] = set()
    used: set[Value] = set()
    seen: set[Value] = set()
    todo = list(stores)
    kept = set(todo)
    while todo:
        v = todo.pop()
        if v in seen:
            continue
        seen.add(v)
        if v in group.reads:
            used.add(v)
        elif v.node is not None:
            needed.add(v.node)
            todo += reads(v.node)
    unread = group.reads - used
    group.reads &= used
    group.nodes = [n for n in group.nodes if n in needed]
    alive = {v for n in group.nodes for v in n.outputs}
    group.full &= alive | kept
    group.row &= alive
    return unread


def resolve(
    value: Value, in_memory: Callable[[Value], Strided | None]
) -> tuple[Value, Strided] | None:
    """(base, strides) when `value` is a view of a value in memory, else None.

    `in_memory(v)` gives the strides of a value that lies in memory, None for others.
    """
    strided = in_memory(value)
    if strided is not None:
        return value, strided
    node = value.node
    if node is None or not isinstance(node.op.lowering, Movement) or node.op.lowering.view is None:
        return None
    below = resolve(node.operands[0], in_memory)
    if below is None:
        return None
    moved = node.op.lowering.view(below[1], **node.params)
    return None if moved is None else (below[0], moved)

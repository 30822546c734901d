"""Folds beside a group: sums down the columns, or of everything, that a pass along the rows takes on its way.

The gradient of layer norm reads x and dy once for its own rows' sums; the gradients of the scale and the shift
are sums of the same elements down the columns. The gradient of a bias is such a sum beside whatever is computed
from the same gradient; a loss is often a sum of all elements beside the gradient's own work. Each would be a pass
over memory of its own, and would want its operand stored.

`set_aside` finds the folds that may stand beside something: of the leading axes, or of all, where nothing of the
domain's shape is computed from the result. They and what follows from them are placed when all else is (`groups`),
so that they never decide along which axes a group folds. `fits` says beside which groups one can stand.

The order of such a fold is that of a pass of its own (`templates.nest_columns`; `templates.nest` for all elements),
so the bits are the same. One task walks `COLUMN_PART` rows, so there must be some such parts for threads to share,
and the sums of one part must stay in the cache: both rules are below, from sizes, as far as they are known. Sums of all
elements are taken in parts of `PART` in vectors, which rows of other lengths would not begin and end with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..base.dtypes import DType
from ..base.shapes import same_shape
from ..base.sizes import Dim, Shape, product
from ..ir.graph import Graph, Node, Value
from ..ir.loop import COLUMN_PART, PART, Group
from ..ir.op import Anchor, Reduction, Region
from .layouts import walk_of
from .orders import Order

SHARED = 8  # parts from which on threads share them well
SMALL = 1 << 18  # elements of a domain up to which that does not matter
SUMS = 1 << 16  # sums of one part, at most: half of a second-level cache
WHOLE_VECTORS = 64  # lanes of the widest vectors


def set_aside(graph: Graph) -> tuple[set[Node], set[Node]]:
    """(folds that may stand beside a group, these and all that is computed from them)."""
    folds = {n for n in graph.nodes if isinstance(n.op.lowering, Reduction) and _leads(n)}
    if not folds:
        return set(), set()
    below = _shapes_below(graph)
    folds = {n for n in folds if not _comes_back(n.operands[0].type.shape, below[n.outputs[0]])}
    later: set[Node] = set()
    made: set[Value] = set()
    for node in graph.nodes:
        if node in folds or not made.isdisjoint(node.operands):
            later.add(node)
            made.update(node.outputs)
    return folds, later


def _leads(node: Node) -> bool:
    """Whether a node folds leading axes, or all."""
    assert isinstance(node.op.lowering, Reduction)
    shape, axes = node.operands[0].type.shape, node.params["axes"]
    if node.op.lowering.positional or axes != tuple(range(len(axes))) or len(shape) < 2:
        return False
    if len(axes) == len(shape):
        return _rows_of_parts(shape[-1])
    kept = product(shape[len(axes) :])
    return bool(axes) and not (isinstance(kept, int) and not 1 < kept <= SUMS)


def _rows_of_parts(length: Dim) -> bool:
    """Whether parts of a sum of all elements consist of rows of this length, and these of whole vectors."""
    return isinstance(length, int) and length >= WHOLE_VECTORS and PART % length == 0


def _shapes_below(graph: Graph) -> dict[Value, frozenset[Shape]]:
    """The shapes of what is computed from each value, as far as a kernel may reach."""
    found: dict[Value, frozenset[Shape]] = {}
    users = graph.users()
    for node in reversed(graph.nodes):
        for value in node.outputs:
            shapes: frozenset[Shape] = frozenset()
            for user in users.get(value, ()):
                if not isinstance(user.op.lowering, (Anchor, Region)):
                    shapes = shapes.union(*[found[v] | {v.type.shape} for v in user.outputs])
            found[value] = shapes
    return found


def _comes_back(shape: Shape, shapes: Iterable[Shape]) -> bool:
    return any(same_shape(shape, s) for s in shapes)


def fits(group: Group, node: Node, lies: Mapping[Value, Order]) -> bool:
    """Whether a fold of the group's domain may stand beside the group, by sizes and axes."""
    shape, axes = group.shape, node.params["axes"]
    if walk_of(node, lies) != walk_of(node, {}):
        return False  # the order in which it is taken is not that of the rows
    if group.walk and (not group.walk.rows or list(group.walk.axes) != sorted(group.walk.axes)):
        return False
    if group.kind not in ("loop", "row") or not same_shape(shape, node.operands[0].type.shape):
        return False
    last = len(shape) - 1
    if group.kind == "row" and (last not in group.axes or len(group.axes) == len(shape)):
        return False
    width = _width([node])
    whole = len(axes) == len(shape)
    if (whole and width != _width(group.nodes)) or width > _width(group.nodes):
        return False  # another number of lanes would take sums in another order
    down = _down(group, node)
    if any(axis in group.axes for axis in down):
        return False
    wholes = whole or any(len(n.params["axes"]) == len(shape) for n in group.beside)
    columns = not whole or any(len(n.params["axes"]) < len(shape) for n in group.beside)
    if columns and group.beside and not whole:
        others = [n.params["axes"] for n in group.beside if len(n.params["axes"]) < len(shape)]
        if any(other != axes for other in others):
            return False
    rows, kept = (
        product([shape[i] for i in down]),
        product([shape[i] for i in range(len(down), len(shape))]),
    )
    if wholes:
        # A task's rows are whole parts.
        each = kept * (COLUMN_PART if columns else 1)
        if not isinstance(each, int) or (PART % each and each % PART):
            return False
    if isinstance(rows, int) and isinstance(kept, int):
        return rows * kept <= SMALL or rows >= SHARED * COLUMN_PART
    return True


def _down(group: Group, node: Node) -> tuple[int, ...]:
    """The leading axes that loops over rows walk, with this fold beside."""
    shape = group.shape
    for n in (node, *group.beside):
        if len(n.params["axes"]) < len(shape):
            axes: tuple[int, ...] = n.params["axes"]
            return axes
    return tuple(range(min(group.axes, default=len(shape) - 1)))


def lanes_agree(group: Group, other: Group) -> bool:
    """Whether what `other` computes has room in the vectors of `group`, so that these stay what they are."""
    return _width(other.nodes) <= _width(group.nodes)


def stand(group: Group, node: Node) -> None:
    """Note that a fold stands beside a group."""
    group.down = _down(group, node)
    group.beside.append(node)


def _width(nodes: Iterable[Node]) -> int:
    """Bytes of the widest element in a register."""
    return max(
        [register_bytes(v.type.dtype) for n in nodes for v in (*n.operands, *n.outputs)], default=1
    )


def register_bytes(dtype: DType) -> int:
    """Bytes of an element, or of one of its two parts, in a register."""
    if dtype.is_complex:
        return dtype.itemsize // 2
    return 4 if dtype.is_floating and dtype.itemsize == 2 else dtype.itemsize


__all__ = ["fits", "lanes_agree", "register_bytes", "set_aside", "stand"]

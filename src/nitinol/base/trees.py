"""Pytrees: nested containers of leaves, as JAX named them.

A tree is a leaf, or a list, tuple, named tuple, dict (keys in insertion order), `None`, or an
instance of a class registered with `register`. `flatten` gives the leaves and a `TreeDef`: a
hashable description from which `unflatten` builds the same nest around other leaves.
"""

from __future__ import annotations

from .errors import ShapeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Final, TypeAlias

Flatten: TypeAlias = "Callable[[Any], tuple[Iterable[Any], Any]]"
Unflatten: TypeAlias = "Callable[[Any, Iterable[Any]], Any]"

Fixed: TypeAlias = "Callable[[Any], Sequence[bool]]"

_registry: Final[dict[type, tuple[Flatten, Unflatten]]] = {}
_fixed: Final[dict[type, Fixed]] = {}


class TreeDef:
    """The structure of a tree without its leaves; compare and hash by value."""

    __slots__ = ("_hash", "aux", "children", "flat", "kind", "leaf_count")

    def __init__(self, kind: Any, aux: Any, children: tuple[TreeDef, ...]) -> None:
        self.kind = kind  # None for a leaf, else the class of the container
        self.aux = aux
        self.children = children
        self.leaf_count: int = 1 if kind is None else sum([c.leaf_count for c in children])
        # whether all children are leaves
        self.flat = self.leaf_count == len(children) and all(c.kind is None for c in children)
        self._hash = hash((kind, aux, children))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, TreeDef)
            and self._hash == other._hash
            and self.kind is other.kind
            and self.aux == other.aux
            and self.children == other.children
        )

    def __repr__(self) -> str:
        if self.kind is None:
            return "*"
        inner = ", ".join(map(repr, self.children))
        return f"{getattr(self.kind, '__name__', self.kind)}({inner})"


LEAF: Final = TreeDef(None, None, ())


def register(cls: type, flatten: Flatten, unflatten: Unflatten, fixed: Fixed | None = None) -> None:
    """Make instances of `cls` trees.

    `flatten(obj)` gives (children, aux) with hashable aux; `unflatten(aux, children)` is its
    inverse. `fixed(aux)` says for each child whether it is part of the structure, such as the offsets
    of a ragged tensor: the derivative of such a tree has the same one.
    """
    _registry[cls] = (flatten, unflatten)
    if fixed is not None:
        _fixed[cls] = fixed


def fixed_leaves(treedef: TreeDef) -> list[bool]:
    """For each leaf whether it belongs to the structure of a container; see `register`."""
    if treedef.kind is None:
        return [False]
    own: Sequence[bool] = [False] * len(treedef.children)
    for base in treedef.kind.__mro__[:-1]:
        if base in _fixed:
            own = _fixed[base](treedef.aux)
            break
    result: list[bool] = []
    for child, is_fixed in zip(treedef.children, own, strict=True):
        result += [True] * child.leaf_count if is_fixed else fixed_leaves(child)
    return result


def entry_of(cls: type) -> tuple[Flatten, Unflatten] | None:
    """How instances of a class are taken apart and made, also when a class above it was registered."""
    entry = _registry.get(cls)
    if entry is None:
        for base in cls.__mro__[1:-1]:
            entry = _registry.get(base)
            if entry is not None:
                return entry
    return entry


def _children(tree: Any) -> tuple[Any, Any, list[Any]] | None:
    """(kind, aux, children) of a container, or None when `tree` is a leaf."""
    cls = type(tree)
    if tree is None:
        return type(None), None, []
    if cls is list or cls is tuple:
        return cls, None, list(tree)
    if cls is dict:
        return dict, tuple(tree), list(tree.values())
    entry = entry_of(cls)
    if entry is not None:
        children, aux = entry[0](tree)
        return cls, aux, list(children)
    if isinstance(tree, tuple) and hasattr(cls, "_fields"):
        return cls, None, list(tree)
    return None


def flatten(tree: Any, is_leaf: Callable[[Any], bool] | None = None) -> tuple[list[Any], TreeDef]:
    """The leaves of `tree`, left to right, and its structure.

    >>> flatten({"a": 1, "b": [2, 3]})
    ([1, 2, 3], dict(*, list(*, *)))
    """
    leaves: list[Any] = []
    return leaves, _gather(tree, leaves, is_leaf)


def _gather(
    node: Any, leaves: list[Any], is_leaf: Callable[[Any], bool] | None
) -> TreeDef:  # no closure: one that calls itself would keep the leaves alive in a cycle
    parts = None if is_leaf is not None and is_leaf(node) else _children(node)
    if parts is None:
        leaves.append(node)
        return LEAF
    kind, aux, children = parts
    return TreeDef(kind, aux, tuple([_gather(c, leaves, is_leaf) for c in children]))


def unflatten(treedef: TreeDef, leaves: Iterable[Any]) -> Any:
    """The tree of structure `treedef` around `leaves`."""
    source = iter(leaves)
    result = _build(treedef, source)
    for _ in source:
        raise ShapeError(f"too many leaves for a tree of {treedef.leaf_count}")
    return result


def unflatten_all(treedefs: Iterable[TreeDef], leaves: Sequence[Any]) -> tuple[Any, ...]:
    """Trees of these structures around `leaves`, one after the other."""
    result = []
    start = 0
    for treedef in treedefs:
        stop = start + treedef.leaf_count
        result.append(unflatten(treedef, leaves[start:stop]))
        start = stop
    return tuple(result)


def _build(treedef: TreeDef, source: Iterator[Any]) -> Any:
    kind = treedef.kind
    if kind is None:
        try:
            return next(source)
        except StopIteration:
            raise ShapeError("too few leaves for the tree") from None
    if kind is type(None):
        return None
    children = [_build(c, source) for c in treedef.children]
    if kind is list:
        return children
    if kind is tuple:
        return tuple(children)
    if kind is dict:
        return dict(zip(treedef.aux, children, strict=True))
    entry = entry_of(kind)
    return kind(*children) if entry is None else entry[1](treedef.aux, children)


def matched(treedef: TreeDef, tree: Any) -> list[Any] | None:
    """The leaves of a tree of this structure; None for another one.

    What stands where a leaf is wanted is not looked at: it may be a container. So this takes a third of the time of
    `flatten`, for a caller that knows what the leaves have to be.

    >>> matched(flatten([0, {"a": 0}])[1], [1, {"a": 2}])
    [1, 2]
    """
    found: list[Any] = []
    return found if _match(treedef, tree, found) else None


def _match(treedef: TreeDef, tree: Any, found: list[Any]) -> bool:
    kind = treedef.kind
    if kind is None:
        found.append(tree)
        return True
    if type(tree) is not kind:
        return False
    children: Any = tree
    if kind is dict:
        if tuple(tree) != treedef.aux:
            return False
        children = tree.values()
    elif kind is not tuple and kind is not list:
        entry = _registry.get(kind) or entry_of(kind)
        if entry is not None:
            children, aux = entry[0](tree)
            if aux is not treedef.aux and aux != treedef.aux:
                return False
            if type(children) is not tuple:
                children = list(children)
        elif tree is None:
            return True
    wanted = treedef.children
    if len(children) != len(wanted):
        return False
    if treedef.flat:
        found.extend(children)
        return True
    for child, inner in zip(children, wanted, strict=True):
        if inner.kind is None:
            found.append(child)
        elif not _match(inner, child, found):
            return False
    return True


def leaves(tree: Any) -> list[Any]:
    """The leaves of `tree`, left to right."""
    return flatten(tree)[0]


def map(function: Callable[..., Any], tree: Any, *rest: Any) -> Any:
    """Apply `function` to the leaves of trees of one structure.

    >>> map(lambda x, y: x + y, [1, (2,)], [10, (20,)])
    [11, (22,)]
    """
    first, treedef = flatten(tree)
    columns = [first]
    for other in rest:
        more, other_def = flatten(other)
        if other_def != treedef:
            raise ShapeError(f"trees differ: {treedef} and {other_def}")
        columns.append(more)
    return unflatten(treedef, [function(*row) for row in zip(*columns, strict=True)])

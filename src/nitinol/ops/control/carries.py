"""Nests of tensors that go in and out of bodies: their types, and what messages call their leaves.

What goes round in a loop has one type for all rounds. A Python number at its start adapts: it
takes the dtype that the body gives for it. Everything else must come out as it went in, and the
message of the error that it does not names the leaf (`carry["h"][0]`), both types, and what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...base import trees
from ...base.dtypes import DType
from ...base.errors import DTypeError, ShapeError, TracerError
from ...base.shapes import show
from ...ir.op import Type
from ...trace.array import Array, Number, Typed
from ...trace.bind import bind, type_of
from ...trace.primitives import cast, full
from ...trace.regions import Body, trace_body
from ...trace.stage import check_equal, known_equal
from ..families import array, common_dtype, convert_number, to_dtype


def names(tree: trees.TreeDef, root: str) -> list[str]:
    """What each leaf of a nest is called, in Python's notation.

    >>> names(trees.flatten({"h": (0, 1)})[1], "carry")
    ["carry['h'][0]", "carry['h'][1]"]
    """
    if tree.kind is None:
        return [root]
    keys: Sequence[Any] = range(len(tree.children))
    if tree.kind is dict:
        keys = tree.aux
    return [n for k, c in zip(keys, tree.children, strict=True) for n in names(c, f"{root}[{k!r}]")]


def leaves_of(tree: Any, where: str) -> tuple[list[Array], trees.TreeDef]:
    """The leaves of a nest as arrays; Python numbers are weak ones."""
    leaves, structure = trees.flatten(tree)
    return [array(x, where) for x in leaves], structure


def strong(x: Array) -> Array:
    """An array that is no Python number: these get the dtype that they would have as a tensor."""
    return firm(x, common_dtype(x), "") if type_of(x).weak else x


def firm(x: Array, dtype: DType, where: str) -> Array:
    """An array of a dtype that does not adapt any more."""
    if not type_of(x).weak:
        return to_dtype(x, dtype, where)
    if isinstance(x, Number):
        number = convert_number(x, dtype, where).number
        return full(int(number) if isinstance(number, bool) else number, dtype, ())
    return bind(cast, x, dtype=dtype)  # type: ignore[no-any-return]


def trace_carry(
    where: str,
    function: Callable[..., Any],
    carry: Sequence[Array],
    tree: trees.TreeDef,
    others: Sequence[Type],
    part: Callable[[Any], tuple[Any, Any]],
    root: str = "carry",
) -> tuple[Body, list[Array], trees.TreeDef]:
    """The program of a body whose first results are its carry again.

    `function(*leaves of the carry, *others)` gives what `part` divides into (carry, rest). The program's
    outputs are the leaves of the carry, then those of the rest. Returns it with the carry in the
    types of all rounds, and the structure of the rest.
    """
    types = [type_of(x) for x in carry]
    labels = names(tree, root)
    rest_tree: list[trees.TreeDef] = []
    # Structure (offsets of rows, places of entries) that stays as it is comes from outside of the loop, so what is
    # checked about it is checked before the first round.
    kept = trees.fixed_leaves(tree)
    count = len(types)

    def body(*args: Any) -> list[Any]:
        own = [c if k else x for c, k, x in zip(carry, kept, args, strict=False)]
        after, rest = part(function(*own, *args[count:]))
        leaves, structure = leaves_of(after, where)
        if structure != tree:
            raise TracerError(
                f"{where}: {root} goes into the body as {tree!r} and comes out as {structure!r}; "
                "return the same nest"
            )
        moved = [k and x is not c for k, x, c in zip(kept, leaves, carry, strict=True)]
        if any(moved):
            kept[:] = [False] * count
        leaves = [x if not k else given for x, k, given in zip(leaves, kept, args, strict=False)]
        rest_leaves, shape = leaves_of(rest, where)
        rest_tree[:] = [shape]
        adapted = [
            to_dtype(x, t.dtype, where) if type_of(x).weak and not t.weak else x
            for x, t in zip(leaves, types, strict=True)
        ]
        return [*adapted, *[strong(x) for x in rest_leaves]]

    held = any(kept)
    made = trace_body(body, [*types, *others], where)
    if held and not any(kept):
        made = trace_body(body, [*types, *others], where)
    found = [v.type for v in made.closed.graph.outputs[: len(types)]]
    after = [_adapted(t, f) for t, f in zip(types, found, strict=True)]
    if after != types:  # Python numbers found their dtypes
        types[:] = after
        made = trace_body(body, [*types, *others], where)
        found = [v.type for v in made.closed.graph.outputs[: len(types)]]
    for label, into, out in zip(labels, types, found, strict=True):
        check_carry(where, label, into, out)
    start = [firm(x, t.dtype, where) for x, t in zip(carry, types, strict=True)]
    return made, start, rest_tree[0]


def _adapted(into: Type, out: Type) -> Type:
    if not into.weak:
        return into
    dtype = out.dtype
    if out.weak:
        dtype = _default(dtype)
    return Type(dtype, into.shape)


def _default(dtype: DType) -> DType:
    """The dtype of tensors made of Python numbers of this kind."""
    return common_dtype(Typed(Type(dtype, (), True)))


def check_carry(where: str, label: str, into: Type, out: Type) -> None:
    """Raise `DTypeError` or `ShapeError` unless a leaf comes out of the body as it went in."""
    if into.dtype is not out.dtype:
        raise DTypeError(
            f"{where}: {label} goes into the body as {into!r} and comes out as {out!r}; write "
            f".astype(ni.{into.dtype}) on what the body returns there, or start with {out.dtype}"
        )
    same = into.ndim == out.ndim and not any(
        known_equal(a, b) is False for a, b in zip(into.shape, out.shape, strict=True)
    )
    if not same:
        raise ShapeError(
            f"{where}: {label} goes into the body as {into!r} and comes out as {out!r}; start with a "
            f"tensor of shape {show(out.shape)} (ni.zeros, ni.broadcast_to), or return one of shape "
            f"{show(into.shape)}"
        )
    for a, b in zip(into.shape, out.shape, strict=True):
        check_equal(a, b)


def same_types(where: str, label: str, first: Type, other: Type) -> None:
    """Raise unless two branches give one type."""
    if first.dtype is not other.dtype:
        raise DTypeError(
            f"{where}: one branch gives {label} as {first!r}, another as {other!r}; write "
            f".astype(ni.{first.dtype}) in the other branch"
        )
    if first.ndim != other.ndim or any(
        known_equal(a, b) is False for a, b in zip(first.shape, other.shape, strict=True)
    ):
        raise ShapeError(
            f"{where}: one branch gives {label} as {first!r}, another as {other!r}; make the shapes "
            "equal (ni.broadcast_to, ni.reshape)"
        )
    for a, b in zip(first.shape, other.shape, strict=True):
        check_equal(a, b)

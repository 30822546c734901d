"""Arguments and results of transformed functions as flat lists of arrays, with the checks that
users meet.

Arguments are pytrees. Their floating and complex tensors and Python floats have derivatives; every
other leaf (integers, strings, functions) is passed on as it is, and its derivative is None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base import trees
from ..base.dtypes import of_python
from ..base.errors import DTypeError, GradientError, ShapeError
from ..base.shapes import show
from ..ir.op import Type
from ..trace.array import Array, Number, operators
from ..trace.primitives import full, zeros
from ..trace.stage import check_same_shape


def name_of(function: Any) -> str:
    """How an error message calls a function."""
    return str(getattr(function, "__name__", type(function).__name__))


def check_callable(where: str, function: Any) -> None:
    """Raise `TypeError` unless `function` can be called."""
    if not callable(function):
        raise TypeError(
            f"{where} takes a function first, got {type(function).__name__}; "
            f"write {where}(f)(x), not {where}(f(x))"
        )


def as_array(x: Any) -> Any:
    """A leaf as a tensor where it is a number or an array of another library, else unchanged."""
    if isinstance(x, Number):
        return full(x.number, x.dtype, ())
    if isinstance(x, Array):
        return x
    if isinstance(x, (float, complex)):
        return full(x, of_python(x), ())
    if hasattr(x, "__array__") and "asarray" in operators:
        return operators["asarray"](x)
    return x


def differentiable(x: Any) -> bool:
    """Whether a leaf has derivatives."""
    return isinstance(x, Array) and x.dtype.is_inexact


class Arguments:
    """Positional arguments, flat: the leaves of those named by `positions` and the nests around
    them.
    """

    __slots__ = ("args", "leaves", "positions", "treedefs")

    def __init__(
        self, where: str, args: Sequence[Any], positions: Sequence[int], each: bool = False
    ) -> None:
        # `each`: every one of these arguments must have a derivative, not only one of them.
        self.args = list(args)
        self.positions = tuple(positions)
        self.leaves: list[Any] = []
        self.treedefs: list[trees.TreeDef] = []
        for position in positions:
            leaves, treedef = trees.flatten(args[position])
            leaves = [as_array(x) for x in leaves]
            if each and not any(map(differentiable, leaves)):
                raise _no_derivative(where, position, leaves)
            self.leaves += leaves
            self.treedefs.append(treedef)
        if not any(map(differentiable, self.leaves)):
            raise _no_derivative(where, positions[0] if positions else 0, self.leaves)

    @property
    def wanted(self) -> list[bool]:
        """For each leaf whether it has a derivative."""
        return [differentiable(x) for x in self.leaves]

    def rebuild(self, leaves: Sequence[Any]) -> list[Any]:
        """All arguments, with these leaves in place of the own ones."""
        args = list(self.args)
        for position, tree in zip(self.positions, self.nest(leaves), strict=True):
            args[position] = tree
        return args

    def nest(self, leaves: Sequence[Any]) -> tuple[Any, ...]:
        """`leaves` in the nests of the differentiated arguments."""
        return trees.unflatten_all(self.treedefs, leaves)

    def zeros_for(self, derivatives: Sequence[Any]) -> list[Any]:
        """Derivatives of all leaves, with zeros where a differentiable one has None."""
        found = [
            zeros(strong(x)) if d is None and differentiable(x) else d
            for x, d in zip(self.leaves, derivatives, strict=True)
        ]
        return with_structure(self.treedefs, found, self.leaves)


def with_structure(
    treedefs: Sequence[trees.TreeDef], derivatives: Sequence[Any], values: Sequence[Any]
) -> list[Any]:
    """The derivatives of leaves, and the values of those that belong to a container's structure (the
    offsets of a ragged tensor), so that the derivative of a ragged tensor is one of the same rows.
    """
    fixed = [f for treedef in treedefs for f in trees.fixed_leaves(treedef)]
    if True not in fixed:
        return list(derivatives)
    return [v if f else d for f, d, v in zip(fixed, derivatives, values, strict=True)]


def strong(x: Array) -> Type:
    """The type of an array, not weak."""
    return Type(x.dtype, tuple(x.shape))


def _no_derivative(where: str, position: int, leaves: Sequence[Any]) -> Exception:
    if len(leaves) == 1:
        x = leaves[0]
        if isinstance(x, (Array, int)):
            dtype = x.dtype if isinstance(x, Array) else of_python(x)
            return DTypeError(
                f"{where}: argument {position} has dtype {dtype}, which has no derivative; "
                "pass a floating or complex tensor, for example x.astype(ni.float32)"
            )
        return DTypeError(
            f"{where}: argument {position} is a {type(x).__name__}, which has no derivative; "
            "pass a tensor, or differentiate with respect to other arguments"
        )
    return DTypeError(
        f"{where}: there is no floating or complex tensor among the {len(leaves)} leaves of "
        f"argument {position}; differentiate with respect to other arguments"
    )


def positions_of(where: str, argnums: int | Sequence[int], count: int) -> tuple[int, ...]:
    """`argnums` as positions among `count` positional arguments."""
    given = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    result = []
    for n in given:
        if isinstance(n, bool) or not isinstance(n, int):
            raise TypeError(f"{where}: argnums must be an int or a tuple of ints, got {argnums!r}")
        if not -count <= n < count:
            raise TypeError(
                f"{where}: argnums={argnums!r}, but the function was called with {count} "
                f"positional argument{'s' if count != 1 else ''}; differentiated ones are passed "
                "by position"
            )
        result.append(n % count)
    if len(set(result)) != len(result) or not result:
        raise TypeError(
            f"{where}: argnums={argnums!r} must name at least one argument, and each once"
        )
    return tuple(result)


class Results:
    """Catches the nest that a function returns, and hands on its leaves."""

    __slots__ = ("aux", "aux_count", "treedef", "where")

    treedef: trees.TreeDef
    aux: trees.TreeDef | None

    def __init__(self, where: str) -> None:
        self.where = where
        self.aux = None
        self.aux_count = 0

    def catch(self, function: Callable[..., Any], result: Any, has_aux: bool) -> list[Any]:
        """The leaves of the result proper, then those of the auxiliary data."""
        extra: list[Any] = []
        if has_aux:
            if not isinstance(result, tuple) or len(result) != 2:
                raise TypeError(
                    f"{self.where} with has_aux=True: {name_of(function)} must return a pair "
                    f"(result, auxiliary data), it returned {type(result).__name__}"
                )
            result, aux = result
            extra, self.aux = trees.flatten(aux)
            self.aux_count = len(extra)
        leaves, self.treedef = trees.flatten(result)
        return [as_result(self.where, function, x) for x in leaves] + extra

    def split(self, leaves: Sequence[Any]) -> tuple[list[Any], Any]:
        """(leaves of the result, nest of the auxiliary data)."""
        count = len(leaves) - self.aux_count
        aux = None if self.aux is None else trees.unflatten(self.aux, leaves[count:])
        return list(leaves[:count]), aux


def as_result(where: str, function: Any, x: Any) -> Any:
    """A returned leaf as an array."""
    if isinstance(x, (bool, int)):
        return full(x, of_python(x), ())
    made = as_array(x)
    if not isinstance(made, Array):
        raise TypeError(
            f"{where}: {name_of(function)} must return tensors (in lists, tuples or dicts), "
            f"it returned a {type(x).__name__}; return other things with has_aux=True"
        )
    return made


def check_scalar(where: str, function: Any, leaves: Sequence[Any], treedef: trees.TreeDef) -> None:
    """Raise unless the result is one real number of floating dtype."""
    if treedef.kind is not None:
        raise GradientError(
            f"{where}: {name_of(function)} must return one number, it returned {treedef!r}; "
            "return only the loss, or pass has_aux=True and return (loss, other things)"
        )
    x = leaves[0]
    if len(x.shape):
        raise GradientError(
            f"{where}: {name_of(function)} must return one number (shape ()), it returned shape "
            f"{show(x.shape)}; reduce it, for example with .sum() or .mean(), or use ni.vjp"
        )
    if not x.dtype.is_floating:
        hint = "return its real part or abs()" if x.dtype.is_complex else "compute it from floats"
        raise GradientError(
            f"{where}: {name_of(function)} must return a real floating number, it returned "
            f"{x.dtype}; {hint}"
        )


def check_holomorphic(
    where: str,
    function: Any,
    arguments: Sequence[Any],
    leaves: Sequence[Any],
    treedef: trees.TreeDef,
) -> None:
    """Raise unless the result is one complex number, and all arguments with derivative complex."""
    if treedef.kind is not None or len(leaves[0].shape) or not leaves[0].dtype.is_complex:
        told = f"{leaves[0].dtype}{show(leaves[0].shape)}" if len(leaves) == 1 else repr(treedef)
        raise GradientError(
            f"{where} with holomorphic=True: {name_of(function)} must return one complex number, it "
            f"returned {told}"
        )
    for x in arguments:
        if differentiable(x) and not x.dtype.is_complex:
            raise DTypeError(
                f"{where} with holomorphic=True differentiates by complex numbers, got {x.dtype}; "
                "convert it with .astype(ni.complex64)"
            )


def leaves_like(where: str, what: str, treedef: trees.TreeDef, tree: Any) -> list[Any]:
    """The leaves of `tree`, nested as `treedef`; None may stand for any part of the nest, and does for
    what belongs to a container's structure.
    """
    found = _leaves_like(where, what, treedef, tree)
    fixed = trees.fixed_leaves(treedef)
    if True not in fixed:
        return found
    return [None if f else x for f, x in zip(fixed, found, strict=True)]


def _leaves_like(where: str, what: str, treedef: trees.TreeDef, tree: Any) -> list[Any]:
    if treedef.kind is None:
        return [tree]
    if tree is None:
        return [None] * treedef.leaf_count
    children, own = trees.flatten(tree, lambda node: node is not tree)
    same = own.kind is treedef.kind and own.aux == treedef.aux
    if not same or len(children) != len(treedef.children):
        raise ShapeError(f"{where}: a {what} is nested as {own!r}, its value as {treedef!r}")
    return [
        leaf
        for child, childdef in zip(children, treedef.children, strict=True)
        for leaf in _leaves_like(where, what, childdef, child)
    ]


def check_like(where: str, what: str, values: Sequence[Any], given: Sequence[Any]) -> list[Any]:
    """(Co)tangents as arrays, checked against the values they belong to; None stays None."""
    result: list[Any] = []
    for value, x in zip(values, given, strict=True):
        if x is None:
            result.append(None)
            continue
        if not differentiable(value):
            kind = value.dtype if isinstance(value, Array) else type(value).__name__
            raise DTypeError(
                f"{where}: a value without derivative ({kind}) was given a {what}; pass None for it"
            )
        weak = (bool, int, float, complex) if value.dtype.is_complex else (bool, int, float)
        if isinstance(x, weak):
            array = full(x, value.dtype, ())
        else:
            array = as_array(x)
        if not isinstance(array, Array):
            raise DTypeError(f"{where}: a {what} must be a tensor, got {type(x).__name__}")
        if array.dtype is not value.dtype:
            raise DTypeError(
                f"{where}: a {what} has dtype {array.dtype}, its value {value.dtype}; they must be "
                f"equal: pass it as .astype({value.dtype})"
            )
        check_same_shape(f"{where}: a {what} and its value", tuple(array.shape), tuple(value.shape))
        result.append(array)
    return result

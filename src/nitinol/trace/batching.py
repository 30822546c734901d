"""Batching: `BatchTracer` is a tensor with one *hidden* axis, the one that `vmap` maps over.

`shape` and everything that a mapped function sees leave that axis out; what the function does is
done to all elements at once. `Batch.process` finds the rule of an operation:

1. the operation's own, `batch(args, axes, size, **params)`: the operands with their hidden axes
   still in them, where these lie (None: the operand is the same for all elements), how long they
   are, and the operation's parameters. It gives (result, place of its hidden axis); tuples of both
   when there are several results, with None for a result that is the same for all elements. At
   least one operand is batched.
2. otherwise what its lowering says:

   | lowering | rule |
   |---|---|
   | `Pointwise` | hidden axes at one place, operands without one repeated along it |
   | `Reduction` | folded axes behind the hidden one are counted one further |
   | `Inline` | the body on the tracers, as an operation that keeps the derivative rules (`Whole`) |

Everything else (movements, reads, anchors) needs a rule where it is defined; `aligned`,
`along_axis` and `leading` write most of them. There is no loop over the elements anywhere. Sizes
may be open.

Whole programs. A composite on tensors that nothing else traces is batched as a whole: its body
runs under an inner `Batch` while it is staged (`Mapped`), so it stays one kernel, with one
backward program, found again in the dispatch cache. An operation with `Inline` lowering (a
compiled function inside a mapped one, a composite with a derivative rule of its own) becomes
another such operation, made once per pattern of batched operands, whose body, `jvp` and
`transpose` are those of the original under a `Batch`. Results of whole programs have their hidden
axis first.

A tracer has one value per element, so a Python `if` on it, or a size that depends on its data,
has no answer and raises.
"""

from __future__ import annotations

from ..base import trees
from ..base.dtypes import DType
from ..base.errors import CompileError, GradientError, ShapeError, TracerError
from ..base.sizes import Dim, Shape
from ..core import function as make_function
from ..ir.op import Inline, Linear, Op, Pointwise, Reduction, Type
from .array import Array
from .bind import Interpreter, Tracer, active, bind, next_level, type_of
from .composite import Composite, as_operand
from .primitives import broadcast_to, move_axis, reduce_sum
from .stage import check_equal, known_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final, TypeAlias

_NUMBERS: Final = (int, float, complex)
Axes: TypeAlias = "Sequence[int | None]"
Rule: TypeAlias = "Callable[..., tuple[Any, Any]]"


class BatchTracer(Tracer):
    """A tensor with a hidden axis: `value`, whose axis number `axis` is the hidden one."""

    __slots__ = ("_type", "axis", "value")

    value: Any
    axis: int
    _type: Type | None

    def __init__(self, interpreter: Batch, value: Any, axis: int) -> None:
        self.interpreter = interpreter
        self.value = value
        self.axis = axis
        self._type = None  # most are never asked for

    @property
    def type(self) -> Type:  # type: ignore[override]
        found = self._type
        if found is None:
            found = self._type = without(type_of(self.value), self.axis)
        return found

    @property
    def dtype(self) -> DType:
        dtype: DType = self.value.dtype
        return dtype

    @property
    def shape(self) -> Shape:
        shape: Shape = self.value.shape
        axis = self.axis
        return (*shape[:axis], *shape[axis + 1 :]) if axis else shape[1:]

    def _concrete(self, what: str, instead: str) -> TracerError:
        return TracerError(
            f"{what} a tensor of type {self.type!r} was asked for inside ni.vmap, where it has one "
            f"value for each element; write {instead} instead, or compute it outside of the mapped "
            "function"
        )

    def item(self) -> Any:
        """Refused: there is one number per element."""
        raise self._concrete("the number in", "the tensor itself")

    def backward(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: the tape has no single elements."""
        raise GradientError(
            "backward() was called inside ni.vmap, where a tensor stands for one element of many; "
            "map a gradient, ni.vmap(ni.grad(f)), or call backward() on the mapped result"
        )

    def tolist(self) -> Any:
        """Refused: there is one list per element."""
        raise self._concrete("a list of", "the tensor itself")


class Batch(Interpreter):
    """Computes for all elements of a mapped axis at once.

    `size` is how many there are, `name` what collectives call the axis. `token` belongs to
    `transforms.collectives`: the number of each element. `home` is the program under construction
    that the mapped function is part of.
    """

    __slots__ = ("home", "name", "size", "token")

    wholly = True

    def __init__(self, size: Dim, name: Any = None) -> None:
        super().__init__(next_level())
        self.size = size
        self.name = name
        self.token: Any = None
        self.home = active.stage

    def __enter__(self) -> Batch:
        """Map a function of the user's: it may ask for the axis (`bind.active.mapped`)."""
        active.mapped = (*active.mapped, self)
        return self

    def __exit__(self, *exception: object) -> None:
        active.mapped = active.mapped[:-1]
        self.token = None  # which knows this object
        self.closed = True

    def lift(self, value: Any, axis: int | None) -> Any:
        """The tracer of a value with a hidden axis; the value itself when it has none."""
        return value if axis is None else BatchTracer(self, value, axis)

    def lower(self, x: Any) -> tuple[Any, int | None]:
        """(value, place of the hidden axis) of anything."""
        if isinstance(x, BatchTracer) and x.interpreter is self:
            return x.value, x.axis
        return x, None

    def first(self, x: Any) -> Any:
        """The value of anything with the hidden axis in front; repeated if it has none."""
        value, axis = self.lower(x)
        return put(as_operand(value), axis, 0, self.size)

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        args: list[Any] = []
        axes: list[int | None] = []
        for x in operands:
            if isinstance(x, BatchTracer) and x.interpreter is self:
                args.append(x.value)
                axes.append(x.axis)
            else:
                args.append(x)
                axes.append(None)
        rule = op.batch
        if rule is None:
            derived = derived_rule(op)
            if derived is None:
                raise CompileError(f"{op} has no batching rule, so ni.vmap cannot pass through it")
            result, axis = derived(op, args, axes, self.size, **params)
        else:
            result, axis = rule(args, axes, self.size, **params)
        if op.multiple:
            return tuple([self.lift(r, a) for r, a in zip(result, axis, strict=True)])
        return self.lift(result, axis)

    def composite(
        self, composite: Composite, operands: Sequence[Any], params: dict[str, Any]
    ) -> Any:
        """A composite as one operation on all elements."""
        values: list[Any] = []
        axes: list[int | None] = []
        tree: trees.TreeDef | None = None
        for x in operands:
            if isinstance(x, BatchTracer) and x.interpreter is self:
                values.append(x.value)
                axes.append(x.axis)
            elif isinstance(x, Array) or type(x) in _NUMBERS:
                values.append(x)
                axes.append(None)
            else:  # a nest
                leaves, tree = trees.flatten(tuple(operands))
                pairs = [self.lower(x) for x in leaves]
                values, axes = [value for value, _ in pairs], [axis for _, axis in pairs]
                break
        key = (tree, tuple(axes))
        mapped = composite.mapped.get(key)
        if mapped is None:
            mapped = composite.mapped[key] = Mapped(composite, tree, key[1])
        result = mapped.function(*values, **params)
        if isinstance(result, Array):
            return BatchTracer(self, result, 0)
        return trees.map(lambda r: BatchTracer(self, r, 0), result)


# --- hidden axes


def without(type: Type, axis: int) -> Type:
    """A type that lacks an axis."""
    return Type(type.dtype, (*type.shape[:axis], *type.shape[axis + 1 :]), type.weak)


def put(x: Any, axis: int | None, target: int, size: Dim) -> Any:
    """A value with its hidden axis at the place `target`; repeated along it when it has none."""
    if axis is not None:
        return move_axis(x, axis, target)
    shape = x.shape
    wide = (*shape[:target], size, *shape[target:])
    kept = tuple([i if i < target else i + 1 for i in range(len(shape))])
    return bind(broadcast_to, x, shape=wide, axes=kept)


def aligned(
    args: Sequence[Any], axes: Axes, size: Dim, target: int | None = None
) -> tuple[list[Any], int]:
    """Operands of one rank with their hidden axes at one place, and that place.

    It is `target`; else the front, where most results want it, unless all have it at one place.
    """
    if target is None:
        target = axes[0] or 0
        if any(a != target for a in axes):
            target = 0
    return [put(x, a, target, size) for x, a in zip(args, axes, strict=True)], target


def behind(axis: int, hidden: int) -> int:
    """The number of an axis that is number `axis` without the hidden one."""
    return axis if axis < hidden else axis + 1


def inserted(items: Sequence[Any], at: int, item: Any) -> tuple[Any, ...]:
    """`items` with one more at a place."""
    return (*items[:at], item, *items[at:])


def mapped_size(where: str, sizes: Sequence[Dim]) -> Dim:
    """The one size of several mapped axes; unknown ones are compared at run time."""
    size = sizes[0]
    for other in sizes[1:]:
        if known_equal(size, other) is False:
            raise ShapeError(f"{where}: mapped axes of sizes {size!r} and {other!r} must be equal")
        size = check_equal(size, other)
    return size


# --- rules


def along_axis(op_of: Callable[[], Op]) -> Rule:
    """The rule of an operation along its parameter `axis`, whose operands have one shape."""

    def batch(args: Any, axes: Axes, size: Dim, /, *, axis: int, **params: Any) -> Any:
        op = op_of()
        values, at = aligned(args, axes, size)
        result = bind(op, *values, axis=behind(axis, at), **params)
        return result, (at,) * len(result) if op.multiple else at

    return batch


def leading(op_of: Callable[[], Op]) -> Rule:
    """The rule of an operation on last axes, to which further ones in front mean nothing."""

    def batch(args: Any, axes: Axes, size: Dim, /, **params: Any) -> Any:
        values, at = aligned(args, axes, size, 0)
        return bind(op_of(), *values, **params), at

    return batch


def _pointwise(op: Op, args: Any, axes: Axes, size: Dim, /, **params: Any) -> Any:
    values, at = aligned(args, axes, size)
    result = bind(op, *values, **params)
    return result, (at,) * len(result) if op.multiple else at


def _reduction(
    op: Op, args: Any, where: Axes, size: Dim, /, *, axes: tuple[int, ...], **params: Any
) -> Any:
    (at,) = where
    assert at is not None
    result = bind(op, args[0], axes=tuple([behind(a, at) for a in axes]), **params)
    return result, at - sum(1 for a in axes if a < at)


def _inline(op: Op, args: Any, axes: Axes, size: Dim, /, **params: Any) -> Any:
    return whole(op, tuple(axes)).apply(args, params)


def derived_rule(op: Op) -> Callable[..., tuple[Any, Any]] | None:
    """The rule, `(op, args, axes, size, **params)`, that follows from the lowering; None when
    none does."""
    lowering = op.lowering
    if isinstance(lowering, Pointwise):
        return _pointwise
    if isinstance(lowering, Reduction):
        return _reduction
    return _inline if isinstance(lowering, Inline) else None


# --- whole programs


class Whole:
    """An operation with `Inline` lowering for operands that have hidden axes at `axes`.

    `batched` tells which results have one; None: all.
    """

    __slots__ = ("_of", "axes", "batched", "op")

    def __init__(
        self, of: Op, axes: tuple[int | None, ...], batched: Sequence[bool] | None
    ) -> None:
        self._of = of
        self.axes = axes
        self.batched = batched
        self.op = Op(
            of.name,
            infer=self._infer,
            lowering=Inline(self._body),
            jvp=None if of.jvp is None else self._jvp,
            transpose=None if of.transpose is None else self._transpose,
            multiple=of.multiple,
            family=of.family,
        )

    def apply(self, args: Sequence[Any], params: dict[str, Any]) -> tuple[Any, Any]:
        """(result, place of its hidden axis)."""
        result = bind(self.op, *args, **params)
        if not self._of.multiple:
            return result, 0
        return result, tuple([0 if b else None for b in self._flags(len(result))])

    def _flags(self, count: int) -> Sequence[bool]:
        return [True] * count if self.batched is None else self.batched

    def _level(self, operands: Sequence[Any]) -> Batch:
        return Batch(
            mapped_size(
                self._of.name,
                [x.shape[a] for x, a in zip(operands, self.axes, strict=True) if a is not None],
            )
        )

    def _lift(self, level: Batch, values: Sequence[Any]) -> list[Any]:
        return [
            None if x is None else level.lift(x, a) for x, a in zip(values, self.axes, strict=True)
        ]

    def _outs(self, level: Batch, results: Any) -> Any:
        """Values of results or of their tangents, hidden axes in front."""
        if not self._of.multiple:
            return None if results is None else level.first(results)
        if results is None:
            return None
        return tuple(
            [
                None if r is None else level.first(r) if b else r
                for r, b in zip(results, self._flags(len(results)), strict=True)
            ]
        )

    def _infer(self, *types: Type, **params: Any) -> Any:
        level = self._level(types)
        own = [t if a is None else without(t, a) for t, a in zip(types, self.axes, strict=True)]
        results = self._of.result_types(own, params)
        wide = [
            Type(t.dtype, (level.size, *t.shape)) if b else t
            for t, b in zip(results, self._flags(len(results)), strict=True)
        ]
        return tuple(wide) if self._of.multiple else wide[0]

    def _body(self, *operands: Any, **params: Any) -> Any:
        level = self._level(operands)
        lowering = self._of.lowering
        assert isinstance(lowering, Inline)
        return self._outs(level, lowering.body(*self._lift(level, operands), **params))

    def _jvp(self, primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        level = self._level(primals)
        outs: Any
        if self._of.multiple:
            flags = self._flags(len(out))
            outs = tuple([level.lift(y, 0 if b else None) for y, b in zip(out, flags, strict=True)])
        else:
            outs = level.lift(out, 0)
        assert self._of.jvp is not None
        found = self._of.jvp(
            self._lift(level, primals), self._lift(level, tangents), outs, **params
        )
        return self._outs(level, found)

    def _transpose(self, cotangent: Any, *operands: Any, **params: Any) -> Any:
        level = self._level(operands)
        inner = [
            Linear(without(x.type, a))
            if isinstance(x, Linear) and a is not None
            else x
            if isinstance(x, Linear)
            else level.lift(x, a)
            for x, a in zip(operands, self.axes, strict=True)
        ]
        given: Any
        if self._of.multiple:
            flags = self._flags(len(cotangent))
            given = tuple(
                [
                    None if c is None else level.lift(c, 0 if b else None)
                    for c, b in zip(cotangent, flags, strict=True)
                ]
            )
        else:
            given = level.lift(cotangent, 0)
        assert self._of.transpose is not None
        found = self._of.transpose(given, *inner, **params)
        return [
            None if c is None else self._returned(level, c, a)
            for c, a in zip(found, self.axes, strict=True)
        ]

    @staticmethod
    def _returned(level: Batch, cotangent: Any, axis: int | None) -> Any:
        """The cotangent of an operand: with its hidden axis, or summed over the elements."""
        value, at = level.lower(cotangent)
        if axis is not None:
            return put(value, at, axis, level.size)
        if at is None:
            return value
        return bind(reduce_sum, value, axes=(at,))


def whole(op: Op, axes: tuple[int | None, ...], batched: Sequence[bool] | None = None) -> Whole:
    """The `Whole` of an operation, the same one for the same axes."""
    if op.wholes is None:
        op.wholes = {}
    found = op.wholes.get(axes)
    if found is None:
        found = op.wholes[axes] = Whole(op, axes, batched)
    return found  # type: ignore[no-any-return]


class Mapped(Composite):
    """A composite for operands that have hidden axes: a composite of the values.

    Its operands are the leaves of the original's (`tree`; None: each is one); `axes` are their
    hidden axes.
    """

    __slots__ = ("axes", "of", "tree")

    def __init__(
        self, of: Composite, tree: trees.TreeDef | None, axes: tuple[int | None, ...]
    ) -> None:
        self.of = of
        self.tree = tree
        self.axes = axes
        self.name = of.name
        self.body = self._body
        self.op = None
        self.mapped = {}
        self.statics = None
        self.operand_count = len(axes)
        self.function = make_function(self.slow, of.name, None, len(axes))

    def bound(
        self, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return tuple(args), kwargs

    def _body(self, *values: Any, **params: Any) -> Any:
        sizes = [x.shape[a] for x, a in zip(values, self.axes, strict=True) if a is not None]
        level = Batch(mapped_size(self.name, sizes))
        lifted = [level.lift(x, a) for x, a in zip(values, self.axes, strict=True)]
        operands = lifted if self.tree is None else trees.unflatten(self.tree, lifted)
        result = self.of.traced(*operands, **params)
        return trees.map(level.first, result)

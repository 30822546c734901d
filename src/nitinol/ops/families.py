"""What operations of one family share: taking operands, promotion, broadcasting, type rules.

Two layers. A *primitive* (`ir.op.Op`) takes arrays of one dtype and one shape and holds the
rules; a
*public function* (`@composite`) accepts what users write (Python numbers, mixed dtypes, shapes
that broadcast) and binds the primitive. The helpers here make both at once:

    sin = elementwise("sin", emit=lambda k, x: k.math.sin(x),
                      jvp=lambda t, x, out: t * cos(x), floating=True, doc="Sine of x, in
                      radians.")

* `elementwise(...)`: one operand. `jvp(t, x, out)` gives the tangent.
* `binary(...)`: two operands. `jvp=(by_first, by_second)`, each `(t, x, y, out)`.
* `comparison(...)`: two operands, bool results, no derivative.
* `fold(...)`: a reduction primitive over `axes`.
* `movement(...)`: elements at other places; linear, so its tangent is the same movement.

Every primitive made here is in `primitives` by its name, which is where the registry test finds
it.

Dtypes. Tensors promote by the array-API table, Python numbers are weak (`base.dtypes`).
Functions with `floating=True` turn bool and integers into float32. Half-width floats are
computed in float32 and rounded once.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType, can_hold, promote, promote_weak
from ..base.errors import DTypeError, NitinolError, ShapeError
from ..base.shapes import Refusal, broadcast_shapes
from ..base.sizes import Dim, Shape, Size, maximum
from ..ir.op import Linear, Movement, Op, Pointwise, Reduction, Type
from ..trace import primitives as core
from ..trace.array import Array, Number, number
from ..trace.bind import bind, type_of
from ..trace.composite import composite
from ..trace.primitives import accumulate, common_type, linear_jvp
from ..trace.stage import check_equal, known_equal
from .examples import EXAMPLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final, TypeAlias

Tensor: TypeAlias = Array
TensorLike: TypeAlias = Array | complex

primitives: Final[dict[str, Op]] = {
    op.name: op
    for op in (
        core.add,
        core.negative,
        core.cast,
        core.broadcast_to,
        core.reduce_sum,
        core.reshape,
        core.permute,
        core.stop_gradient,
    )
}

Convert: TypeAlias = "Callable[[Any, str], Array]"


def _refuse(x: Any, where: str) -> Array:
    raise TypeError(
        f"{where}: expected a tensor or a number, got {type(x).__name__}; "
        "write ni.tensor(...) around it"
    )


convert_slot: Final[list[Convert]] = [_refuse]  # what turns foreign objects into tensors
size_slot: Final[list[Callable[[Size], Array]]] = []  # what makes a number of an open size
map_slot: Final[list[Callable[..., Any]]] = []  # `ni.vmap`


def array(x: Any, where: str) -> Array:
    """`x` as an array: Python numbers become weak, 0-d `Number`s, and open sizes alike. Scalars
    of NumPy keep their dtype.

    Raises TypeError naming `where` when it is neither a tensor nor a number.
    """
    if isinstance(x, Array):
        return x
    if isinstance(x, (bool, int, float, complex)):
        return number(x)
    if isinstance(x, Size):
        return size_slot[0](x)
    return convert_slot[0](x, where)


def declare(name: str, **rules: Any) -> Op:
    """A primitive, entered into `primitives`."""
    op = primitives[name] = Op(name, **rules)
    return op


def no_tangent(primals: Any, tangents: Any, out: Any, **params: Any) -> None:
    """The jvp of an operation whose result does not change under small changes of its
    operands."""
    return


def apply(op: Op, *operands: Array, **params: Any) -> Tensor:
    """`bind` of an operation with one result, for functions with checked types."""
    return bind(op, *operands, **params)  # type: ignore[no-any-return]


# --- dtypes


def convert_number(x: Number, dtype: DType, where: str) -> Number:
    """A number in flight in another dtype, still weak if it was.

    Raises `DTypeError` when an integer dtype cannot hold it.
    """
    value: Any = x.number
    if dtype.is_integer and isinstance(value, int) and not can_hold(dtype, value):
        raise DTypeError(
            f"{where}: {value} does not fit into {dtype} ({dtype.min} to {dtype.max}); "
            "convert the tensor to a wider dtype with .astype(...)"
        )
    if dtype.is_complex:
        value = complex(value)
    elif isinstance(value, complex):
        value = value.real
    if dtype.is_floating:
        value = _as_float(value)
    elif dtype.is_bool:
        value = bool(value)
    elif dtype.is_integer:
        value = int(value) if value == value and abs(value) != float("inf") else 0
    return Number(value, dtype, x.type.weak)


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def to_dtype(x: Array, dtype: DType, where: str = "cast") -> Array:
    """`x` converted; itself when it has the dtype."""
    if x.dtype is dtype:
        return x
    if isinstance(x, Number):
        return convert_number(x, dtype, where)
    return bind(core.cast, x, dtype=dtype)  # type: ignore[no-any-return]


def common_dtype(*xs: Array) -> DType:
    """The dtype in which tensors and numbers meet."""
    types = [type_of(x) for x in xs]
    strong = [t.dtype for t in types if not t.weak]
    weak = [t.dtype for t in types if t.weak]
    if not strong:  # numbers alone have the dtype that they would have as a tensor
        kind = _all_met(promote, *weak).kind
        return {"b": dt.bool_, "i": dt.int64, "f": dt.float32, "c": dt.complex64}[kind]
    return _all_met(promote_weak, _all_met(promote, *strong), *weak)


def _all_met(meet: Callable[[DType, DType], DType], first: DType, *others: DType) -> DType:
    for other in others:
        first = meet(first, other)
    return first


def float_dtype(dtype: DType) -> DType:
    """`dtype`, or float32 for bool and integers."""
    return dtype if dtype.is_inexact else dt.float32


KINDS: Final = {
    "b": "bool",
    "i": "signed integer",
    "u": "unsigned integer",
    "f": "floating",
    "c": "complex",
}


def check_kind(where: str, dtype: DType, accepts: str, hint: str = "") -> None:
    """Raise `DTypeError` unless the kind of `dtype` is among the letters in `accepts`."""
    if dtype.kind not in accepts:
        wanted = ", ".join(name for letter, name in KINDS.items() if letter in accepts)
        raise DTypeError(
            f"{where}: dtype {dtype} is not accepted, only {wanted} dtypes are"
            + (f"; {hint}" if hint else "; convert it with .astype(...)")
        )


def promoted(
    where: str,
    *operands: Any,
    accepts: str = "biufc",
    floating: bool = False,
    from_bool: DType | None = None,
) -> list[Array]:
    """Operands as arrays of their common dtype."""
    xs = [array(x, where) for x in operands]
    dtype = common_dtype(*xs)
    if floating:
        dtype = float_dtype(dtype)
    elif from_bool is not None and dtype.is_bool:
        dtype = from_bool
    check_kind(where, dtype, accepts)
    return [to_dtype(x, dtype, where) for x in xs]


# --- shapes


def same_shape(a: Shape, b: Shape) -> bool:
    """Whether two shapes are known to be equal."""
    return a is b or (
        len(a) == len(b) and all(known_equal(x, y) is True for x, y in zip(a, b, strict=True))
    )


def expand(x: Array, shape: Sequence[Dim]) -> Array:
    """`x` broadcast to `shape` by NumPy's rules (new axes come first)."""
    shape = tuple(shape)
    have = x.shape
    if same_shape(have, shape):
        return x
    axes = tuple(range(len(shape) - len(have), len(shape)))
    return bind(core.broadcast_to, x, shape=shape, axes=axes)  # type: ignore[no-any-return]


def check_at_most(
    size: Dim,
    limit: Dim,
    *words: str | Dim | Shape,
    kind: type[NitinolError] = ShapeError,
) -> None:
    """Make sure that `size` ≤ `limit`: at once, or by a check of the run.

    Raises an error of this kind otherwise; sizes and shapes among its words become numbers.
    """
    if isinstance(size, int) and isinstance(limit, int):
        if size > limit:
            raise Refusal(kind, words).error({})
    elif known_equal(size, limit) is not True:
        check_equal(maximum(size - limit, 0), 0, "", Refusal(kind, words))


def unreduce(x: Array, shape: Shape, axes: tuple[int, ...]) -> Array:
    """The result of a reduction over `axes`, repeated along them."""
    kept = tuple(i for i in range(len(shape)) if i not in axes)
    return bind(core.broadcast_to, x, shape=shape, axes=kept)  # type: ignore[no-any-return]


def broadcast(where: str, *xs: Array) -> list[Array]:
    """Arrays expanded to the shape in which they meet."""
    if all(same_shape(x.shape, xs[0].shape) for x in xs[1:]):
        return list(xs)
    shape = broadcast_shapes(where, *[x.shape for x in xs])
    return [expand(x, shape) for x in xs]


# --- making operations


def wide(emit: Callable[..., Any]) -> Callable[..., Any]:
    """`emit` computing in float32 when operands are half-width floats, rounded once at the
    end."""

    def emit_wide(k: Any, *xs: Any, **params: Any) -> Any:
        own = xs[-1].dtype
        if not (own.is_floating and own.itemsize == 2):
            return emit(k, *xs, **params)
        result = emit(k, *[k.cast(x, dt.float32) if x.dtype is own else x for x in xs], **params)
        return k.cast(result, own) if result.dtype is dt.float32 else result

    return emit_wide


def named(body: Callable[..., Any], name: str, doc: str) -> Callable[..., Any]:
    """`body` under its public name, described by `doc` and its example."""
    body.__name__ = body.__qualname__ = name
    given, result = EXAMPLES.get(name, ("", ""))
    body.__doc__ = f"{doc}\n\n>>> ni.{name}({given})\n{result}\n" if given else doc
    return body


def _result(t: Type, result: Callable[[DType], DType] | None) -> Type:
    return t if result is None else Type(result(t.dtype), t.shape, t.weak)


def elementwise(
    name: str,
    *,
    emit: Callable[..., Any],
    doc: str,
    jvp: Callable[..., Any] | None = None,
    transpose: Callable[..., Any] | None = None,
    accepts: str = "fc",
    floating: bool = False,
    from_bool: DType | None = None,
    result: Callable[[DType], DType] | None = None,
    cost: int = 1,
) -> Callable[..., Any]:
    """A function of each element of one operand.

    `jvp(t, x, out)` is the tangent; without it the derivative is zero. `transpose(c, x)`
    of linear ones gives the one cotangent. `accepts` lists the kinds of dtypes taken,
    after bool and integers became float32 (`floating`) or bool became `from_bool`.
    `result(dtype)` is the dtype of the result where it differs.
    """

    def tangent(primals: Any, tangents: Any, out: Any) -> Any:
        return None if tangents[0] is None or jvp is None else jvp(tangents[0], primals[0], out)

    def cotangent(c: Any, x: Any) -> Any:
        return (transpose(c, x),)  # type: ignore[misc]

    op = declare(
        name,
        infer=lambda x: _result(common_type(name, x), result),
        lowering=Pointwise(wide(emit), cost),
        jvp=tangent,
        transpose=None if transpose is None else cotangent,
        family="elementwise",
    )

    def body(x: TensorLike, /) -> Tensor:
        (x,) = promoted(name, x, accepts=accepts, floating=floating, from_bool=from_bool)
        return bind(op, x)  # type: ignore[no-any-return]

    return composite(named(body, name, doc))


def pairwise(
    name: str,
    *,
    emit: Callable[..., Any],
    jvp: tuple[Callable[..., Any] | None, Callable[..., Any] | None] | None = None,
    transpose: Callable[..., Any] | None = None,
    result: Callable[[DType], DType] | None = None,
    cost: int = 1,
    family: str = "binary",
) -> Op:
    """The primitive of a function of the elements of two operands; see `binary`."""

    def tangent(primals: Any, tangents: Any, out: Any) -> Any:
        parts = [
            None if t is None or rule is None else rule(t, *primals, out)
            for t, rule in zip(tangents, jvp or (None, None), strict=True)
        ]
        return accumulate(*parts)

    return declare(
        name,
        infer=lambda x, y: _result(common_type(name, x, y), result),
        lowering=Pointwise(wide(emit), cost),
        jvp=tangent,
        transpose=transpose,
        family=family,
    )


def binary(
    name: str,
    *,
    doc: str,
    accepts: str = "iufc",
    floating: bool = False,
    from_bool: DType | None = None,
    op: Op | None = None,
    **rules: Any,
) -> Callable[..., Any]:
    """A function of the elements of two operands that broadcast; `rules` as of `pairwise`.

    `jvp` is a pair: how the result changes with the first and with the second operand, each
    `(t, x, y, out)`; None where it does not. `transpose(c, x, y)` gives two cotangents. `op` is
    given when the primitive exists already.
    """
    primitive = op if op is not None else pairwise(name, **rules)

    def body(x: TensorLike, y: TensorLike, /) -> Tensor:
        xs = promoted(name, x, y, accepts=accepts, floating=floating, from_bool=from_bool)
        return bind(primitive, *broadcast(name, *xs))  # type: ignore[no-any-return]

    return composite(named(body, name, doc))


def comparison(
    name: str, predicate: str, *, doc: str, accepts: str = "biufc"
) -> Callable[..., Any]:
    """A comparison of the elements of two operands: bool results."""
    return binary(
        name,
        emit=lambda k, x, y: k.compare(predicate, x, y),
        result=lambda d: dt.bool_,
        accepts=accepts,
        doc=doc,
        family="comparison",
    )


def fold(
    name: str,
    *,
    start: Callable[..., Any],
    step: Callable[..., Any],
    merge: Callable[..., Any],
    finish: Callable[..., Any] = lambda k, state, count: state[0],
    jvp: Callable[..., Any] | None = None,
    result: Callable[[DType], DType] | None = None,
    positional: bool = False,
) -> Op:
    """A reduction primitive over `axes` (sorted), which the result lacks; see `ir.op.Reduction`.

    `jvp(t, x, out, axes)` is the tangent; without it the derivative is zero.
    """

    def infer(x: Type, *, axes: tuple[int, ...]) -> Type:
        dtype = x.dtype if result is None else result(x.dtype)
        return Type(dtype, tuple(s for i, s in enumerate(x.shape) if i not in axes))

    def tangent(primals: Any, tangents: Any, out: Any, *, axes: tuple[int, ...]) -> Any:
        if tangents[0] is None or jvp is None:
            return None
        return jvp(tangents[0], primals[0], out, axes)

    return declare(
        name,
        infer=infer,
        lowering=Reduction(start, step, merge, finish, positional),
        jvp=tangent,
        family="reduction",
    )


def movement(
    name: str,
    *,
    infer: Callable[..., Type],
    index: Callable[..., Any],
    transpose: Callable[..., Any],
    batch: Callable[..., Any],
    view: Callable[..., Any] | None = None,
) -> Op:
    """A primitive that puts the elements of one operand at other places; see `ir.op.Movement`.

    `transpose(c, x, **params)` gives the one cotangent; `batch` is as `ir.op` describes it.
    """

    def cotangent(c: Any, x: Linear, **params: Any) -> Any:
        return (transpose(c, x, **params),)

    op = declare(
        name,
        infer=infer,
        lowering=Movement(index, view),
        jvp=linear_jvp(lambda: op),
        transpose=cotangent,
        batch=batch,
        family="movement",
    )
    return op


def half_to_float(x: Array) -> Array:
    """Half-width floats as float32: what composites compute in before they round once."""
    dtype = x.dtype
    return to_dtype(x, dt.float32) if dtype.is_floating and dtype.itemsize == 2 else x

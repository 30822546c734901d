"""The primitives that differentiation itself emits. `ops` imports them from here and adds nothing
to them.

| op | operands, params | meaning | transpose |
|---|---|---|---|
| `add` | x, y | x + y, one dtype, one shape | the cotangent, twice |
| `negative` | x | −x | `negative` |
| `cast` | x, dtype | conversion of the elements | `cast` back |
| `broadcast_to` | x, shape, axes | repeat along new axes and those of size 1 | `reduce_sum` |
| `reduce_sum` | x, axes | sum over `axes`, which the result lacks | `broadcast_to` |
| `reshape` | x, shape | the same elements in the same order | `reshape` |
| `permute` | x, perm | axis i of the result is axis perm[i] of x | `permute` by the inverse |
| `stop_gradient` | x | x, whose derivative is zero | – |

Zeros are `broadcast_to` of a Number. Everything else (`multiply`, `conjugate`, `matmul`, …) is
declared in `ops`. The functions `full`, `zeros`, `sum_to` and `accumulate` below apply these
primitives; a zero cotangent is `None`.

The convention of cotangents, also for complex numbers
------------------------------------------------------
The inner product of two tensors is ⟨a, b⟩ = Re Σ conj(a)·b. The cotangent c of a value z says how
the final real number L changes: dL = ⟨c, dz⟩. For complex z = x + iy that is c = ∂L/∂x + i·∂L/∂y,
the direction of steepest ascent: |z|² at 1+3j has gradient 2+6j, as in PyTorch. A `transpose`
rule is therefore the *adjoint* with respect to ⟨·,·⟩, and an operation may be called linear when
it is linear over the reals. What the authors of rules must do:

* multiply by a known factor k: the cotangent times conj(k); divide by k: the cotangent divided by
  conj(k); contractions: the conjugate of the other operand. For real dtypes conj is left out.
* conjugate: conj(c). real part: c as a complex number. imaginary part: i·c.
* real to complex (`cast`): the real part of c. Complex to real (`cast`, takes the real part): c +
  0i.
* sums, broadcasts, permutations, gathers, selections: no conjugation.

`jvp` rules need no conjugation: a holomorphic f has the tangent f'(z)·dz.
"""

from __future__ import annotations

from itertools import pairwise

from ..base.dtypes import DType, float32
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import contiguous_strides, show
from ..base.sizes import Dim, Shape, product
from ..ir.op import Linear, Movement, Op, Pointwise, Reduction, Strided, Type
from .array import Array, Number
from .bind import bind, type_of
from .stage import check_equal, check_same_shape, known_equal, stop_gradient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

__all__ = [
    "accumulate",
    "add",
    "broadcast_to",
    "cast",
    "common_type",
    "full",
    "inverse",
    "linear_jvp",
    "move_axis",
    "negative",
    "one",
    "permute",
    "reduce_sum",
    "reshape",
    "reshape_groups",
    "stop_gradient",
    "sum_to",
    "zeros",
]


def one(size: Dim) -> bool:
    """Whether a size is the closed 1, which broadcasts."""
    return isinstance(size, int) and size == 1


def common_type(where: str, *types: Type) -> Type:
    """The one type that all operands of a point-wise primitive have.

    Raises `DTypeError` or `ShapeError`; sizes of unknown relation get a run-time check.
    """
    first = types[0]
    if len(types) == 1:
        return first
    shape, weak = first.shape, first.weak
    for other in types[1:]:
        if other.dtype is not first.dtype:
            names = " and ".join(str(t.dtype) for t in types)
            raise DTypeError(
                f"{where}: dtypes {names} must be equal here; convert one with .astype(...)"
            )
        shape = check_same_shape(where, shape, other.shape)
        weak = weak and other.weak
    return first if shape is first.shape and weak == first.weak else Type(first.dtype, shape, weak)


def linear_jvp(op_of: Callable[[], Op]) -> Callable[..., Any]:
    """The jvp of a linear operation of one operand: itself, applied to the tangent."""

    def jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        (tangent,) = tangents
        return None if tangent is None else bind(op_of(), tangent, **params)

    return jvp


# --- add, negative, cast


def _add_jvp(primals: Sequence[Array], tangents: Sequence[Any], out: Array) -> Any:
    return accumulate(*tangents)


def _add_transpose(cotangent: Array, x: Any, y: Any) -> tuple[Any, Any]:
    return (
        cotangent if isinstance(x, Linear) else None,
        cotangent if isinstance(y, Linear) else None,
    )


add: Final[Op] = Op(
    "add",
    infer=lambda x, y: common_type("add", x, y),
    lowering=Pointwise(lambda k, x, y: k.add(x, y)),
    jvp=_add_jvp,
    transpose=_add_transpose,
    family="elementwise",
)

negative: Final[Op] = Op(
    "negative",
    infer=lambda x: common_type("negative", x),
    lowering=Pointwise(lambda k, x: k.neg(x)),
    jvp=linear_jvp(lambda: negative),
    transpose=lambda cotangent, x: (bind(negative, cotangent),),
    family="elementwise",
)


def _cast_jvp(primals: Any, tangents: Any, out: Any, *, dtype: DType) -> Any:
    (tangent,) = tangents
    if tangent is None or not dtype.is_inexact:
        return None
    return bind(cast, tangent, dtype=dtype)


cast: Final[Op] = Op(
    "cast",
    infer=lambda x, *, dtype: Type(dtype, x.shape),
    lowering=Pointwise(lambda k, x, *, dtype: k.cast(x, dtype)),
    jvp=_cast_jvp,
    transpose=lambda cotangent, x, *, dtype: (bind(cast, cotangent, dtype=x.dtype),),
    family="elementwise",
)


# --- broadcast_to and reduce_sum


def _broadcast_infer(x: Type, *, shape: Shape, axes: tuple[int, ...]) -> Type:
    if len(axes) != x.ndim or any(a >= b for a, b in pairwise(axes)):
        raise ShapeError(
            f"broadcast_to: axes {axes} must name one axis per axis of {show(x.shape)}"
        )
    if axes and not 0 <= axes[0] <= axes[-1] < len(shape):
        raise ShapeError(f"broadcast_to: axes {axes} do not all exist in {show(shape)}")
    for size, axis in zip(x.shape, axes, strict=True):
        if one(size):
            continue
        if known_equal(size, shape[axis]) is False:
            raise ShapeError(
                f"broadcast_to: {show(x.shape)} does not broadcast to {show(shape)}: "
                f"size {size!r} meets {shape[axis]!r}; they must be equal, or the first 1"
            )
        check_equal(size, shape[axis])
    return Type(x.dtype, shape, x.weak and not shape)


def _stretched(source: Shape, shape: Shape, axes: tuple[int, ...]) -> list[bool]:
    """For each axis of the operand: whether it is repeated."""
    return [one(s) and not one(shape[a]) for s, a in zip(source, axes, strict=True)]


def _broadcast_index(
    coords: Sequence[Any], source: Type, target: Type, *, shape: Shape, axes: tuple[int, ...]
) -> list[Any]:
    # An axis of size 1 has one coordinate, whatever the result's is.
    return [0 if one(s) else coords[a] for s, a in zip(source.shape, axes, strict=True)]


def _broadcast_view(strided: Strided, *, shape: Shape, axes: tuple[int, ...]) -> Strided:
    strides: list[Dim] = [0] * len(shape)
    for size, stride, axis in zip(strided.shape, strided.strides, axes, strict=True):
        strides[axis] = 0 if one(size) else stride
    return Strided(shape, tuple(strides), strided.offset)


def _broadcast_transpose(
    cotangent: Array, x: Linear, *, shape: Shape, axes: tuple[int, ...]
) -> tuple[Array]:
    stretched = _stretched(x.shape, shape, axes)
    kept = {a for a, s in zip(axes, stretched, strict=True) if not s}
    folded = tuple(a for a in range(len(shape)) if a not in kept)
    if folded:
        cotangent = bind(reduce_sum, cotangent, axes=folded)
    if any(stretched):
        cotangent = bind(reshape, cotangent, shape=x.shape)
    return (cotangent,)


def _broadcast_batch(
    args: Any, where: Any, size: Dim, *, shape: Shape, axes: tuple[int, ...]
) -> tuple[Array, int]:
    # The hidden axis stays in front or between its neighbours, so that nothing has to be moved.
    (x,), (at,) = args, where
    to = 0 if at == 0 else axes[at] if at < len(axes) else len(shape)
    moved = [a if a < to else a + 1 for a in axes]
    moved.insert(at, to)
    wide = (*shape[:to], size, *shape[to:])
    return bind(broadcast_to, x, shape=wide, axes=tuple(moved)), to


broadcast_to: Final[Op] = Op(
    "broadcast_to",
    infer=_broadcast_infer,
    lowering=Movement(_broadcast_index, _broadcast_view),
    jvp=linear_jvp(lambda: broadcast_to),
    transpose=_broadcast_transpose,
    batch=_broadcast_batch,
    family="movement",
)


def _reduce_infer(x: Type, *, axes: tuple[int, ...]) -> Type:
    if list(axes) != sorted(set(axes)) or (axes and not 0 <= axes[0] <= axes[-1] < x.ndim):
        raise ShapeError(f"reduce_sum: axes {axes} must be sorted axes of {show(x.shape)}")
    return Type(x.dtype, tuple(s for i, s in enumerate(x.shape) if i not in axes))


def _sum_start(k: Any, dtype: DType) -> tuple[Any]:
    # Half-width floats are summed in float32; what stores the result rounds once.
    half = dtype.is_floating and dtype.itemsize == 2
    return (k.const(0, float32 if half else dtype),)


def _sum_step(k: Any, state: tuple[Any], value: Any, position: Any) -> tuple[Any]:
    (total,) = state
    return (k.add(total, k.cast(value, total.dtype)),)


def _reduce_transpose(cotangent: Array, x: Linear, *, axes: tuple[int, ...]) -> tuple[Array]:
    kept = tuple(i for i in range(len(x.shape)) if i not in axes)
    return (bind(broadcast_to, cotangent, shape=x.shape, axes=kept),)


reduce_sum: Final[Op] = Op(
    "reduce_sum",
    infer=_reduce_infer,
    lowering=Reduction(
        start=_sum_start,
        step=_sum_step,
        merge=lambda k, a, b: (k.add(a[0], b[0]),),
        finish=lambda k, state, count: state[0],
    ),
    jvp=linear_jvp(lambda: reduce_sum),
    transpose=_reduce_transpose,
    family="reduction",
)


# --- reshape and permute


def _reshape_infer(x: Type, *, shape: Shape) -> Type:
    have, want = product(x.shape), product(shape)
    if known_equal(have, want) is False:
        raise ShapeError(
            f"reshape: {show(x.shape)} has {have!r} elements, {show(shape)} has {want!r}; "
            "the numbers must be equal"
        )
    check_equal(have, want)
    return Type(x.dtype, shape, x.weak)


def _behind(a: Dim, b: Dim) -> bool:
    """Whether `a` is to grow first for two products to meet; a guess when that is undecided."""
    if isinstance(a, int) and isinstance(b, int):
        return a < b
    return known_equal(b % a, 0) is True or known_equal(a % b, 0) is not True


def reshape_groups(source: Shape, target: Shape) -> list[tuple[range, range]]:
    """Runs of axes of both shapes that hold equally many elements, as short as can be proved.

    Together they cover all axes, so that a coordinate of one run depends on coordinates of its
    partner only.

    >>> reshape_groups((2, 3, 4), (6, 4))
    [(range(0, 2), range(0, 1)), (range(2, 3), range(1, 2))]
    """
    groups: list[tuple[range, range]] = []
    i = j = 0
    while i < len(source) or j < len(target):
        start_i, start_j = i, j
        a: Dim = 1
        b: Dim = 1
        if i < len(source):
            a, i = source[i], i + 1
        if j < len(target):
            b, j = target[j], j + 1
        while not known_equal(a, b):
            behind = _behind(a, b)
            if (behind or j == len(target)) and i < len(source):
                a, i = a * source[i], i + 1
            elif j < len(target):
                b, j = b * target[j], j + 1
            else:
                break  # equal by a run-time check only
        groups.append((range(start_i, i), range(start_j, j)))
    return groups


def _empty(*shapes: Shape) -> bool:
    return any(isinstance(size, int) and size == 0 for shape in shapes for size in shape)


def _reshape_index(coords: Sequence[Any], source: Type, target: Type, *, shape: Shape) -> list[Any]:
    result: list[Any] = [0] * source.ndim
    if _empty(source.shape, target.shape):
        return result  # no element is ever read
    for of_source, of_target in reshape_groups(source.shape, target.shape):
        inner = [i for i in of_source if not one(source.shape[i])]
        outer = [j for j in of_target if not one(target.shape[j])]
        if len(inner) == 1 == len(outer):
            result[inner[0]] = coords[outer[0]]
            continue
        flat: Any = coords[outer[0]] if outer else 0
        for j in outer[1:]:
            flat = flat * target.shape[j] + coords[j]
        sizes = [source.shape[i] for i in inner]
        for position, (i, step) in enumerate(zip(inner, contiguous_strides(sizes), strict=True)):
            place = flat if one(step) else flat // step
            result[i] = place if position == 0 else place % sizes[position]
    return result


def _reshape_view(strided: Strided, *, shape: Shape) -> Strided | None:
    if _empty(strided.shape, shape):
        return Strided(shape, contiguous_strides(shape), strided.offset)
    strides: list[Dim] = [0] * len(shape)
    for of_source, of_target in reshape_groups(strided.shape, shape):
        inner = [i for i in of_source if not one(strided.shape[i])]
        outer = [j for j in of_target if not one(shape[j])]
        for a, b in pairwise(inner):
            if not known_equal(strided.strides[a], strided.strides[b] * strided.shape[b]):
                return None
        step: Dim = strided.strides[inner[-1]] if inner else 1
        for j in reversed(of_target):
            strides[j] = step
            step = step * shape[j] if j in outer else step
    return Strided(shape, tuple(strides), strided.offset)


reshape: Final[Op] = Op(
    "reshape",
    infer=_reshape_infer,
    lowering=Movement(_reshape_index, _reshape_view),
    jvp=linear_jvp(lambda: reshape),
    transpose=lambda cotangent, x, *, shape: (bind(reshape, cotangent, shape=x.shape),),
    batch=lambda args, axes, size, *, shape: (
        bind(reshape, move_axis(args[0], axes[0], 0), shape=(size, *shape)),
        0,
    ),
    family="movement",
)


def inverse(perm: Sequence[int]) -> tuple[int, ...]:
    """The permutation that undoes `perm`.

    >>> inverse((2, 0, 1))
    (1, 2, 0)
    """
    result = [0] * len(perm)
    for i, p in enumerate(perm):
        result[p] = i
    return tuple(result)


def _permute_infer(x: Type, *, perm: tuple[int, ...]) -> Type:
    if sorted(perm) != list(range(x.ndim)):
        raise ShapeError(
            f"permute: {perm} must name each axis of {show(x.shape)} once, as a permutation of "
            f"{tuple(range(x.ndim))}"
        )
    return Type(x.dtype, tuple(x.shape[p] for p in perm), x.weak)


def _permute_batch(args: Any, axes: Any, size: Dim, *, perm: tuple[int, ...]) -> tuple[Array, int]:
    (x,), (at,) = args, axes
    return bind(permute, x, perm=(at, *[p if p < at else p + 1 for p in perm])), 0


permute: Final[Op] = Op(
    "permute",
    infer=_permute_infer,
    lowering=Movement(
        lambda coords, source, target, *, perm: [coords[i] for i in inverse(perm)],
        lambda strided, *, perm: Strided(
            tuple(strided.shape[p] for p in perm),
            tuple(strided.strides[p] for p in perm),
            strided.offset,
        ),
    ),
    jvp=linear_jvp(lambda: permute),
    transpose=lambda cotangent, x, *, perm: (bind(permute, cotangent, perm=inverse(perm)),),
    batch=_permute_batch,
    family="movement",
)


def move_axis(x: Array, source: int, target: int) -> Array:
    """`x` with its axis `source` at the place `target`, the others in their order."""
    if source == target:
        return x
    perm = [i for i in range(x.ndim) if i != source]
    perm.insert(target, source)
    return bind(permute, x, perm=tuple(perm))  # type: ignore[no-any-return]


# --- applying them


def full(number: complex, dtype: DType, shape: Shape) -> Array:
    """A tensor that holds `number` everywhere."""
    scalar = Number(number, dtype)
    return bind(broadcast_to, scalar, shape=tuple(shape), axes=())  # type: ignore[no-any-return]


def zeros(type: Type) -> Array:
    """Zeros of a type."""
    return full(0, type.dtype, type.shape)


def sum_to(x: Array, shape: Shape) -> Array:
    """`x` summed down to a shape that broadcasts to its own: the adjoint of broadcasting."""
    have = type_of(x).shape
    axes = tuple(range(len(have) - len(shape), len(have)))
    operand = Linear(Type(x.dtype, tuple(shape)))
    return _broadcast_transpose(x, operand, shape=have, axes=axes)[0]


def accumulate(a: Array | None, b: Array | None) -> Array | None:
    """The sum of two tangents or cotangents, where None is zero."""
    if a is None:
        return b
    if b is None:
        return a
    return bind(add, a, b)  # type: ignore[no-any-return]

"""`x[key]`, and x with `key` written: NumPy's indexing, basic and advanced.

A key is taken apart into a static pattern, which a compiled kernel is made for, and index
tensors:

    x[0, ..., ::2, i, None]     pattern (0), …, (slice), (tensor 0), (new axis)      tensors [i]

Ints, slices, `...` and `None` alone give a view. Index tensors broadcast to each other; where
they stand side by side their axes take their place, else they come first, as in NumPy (an int
beside an index tensor counts as one). A bool mask means the places where it holds. How many
these are is known only when the mask has a value, so it is refused while a function is being
traced.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import DTypeError, IndexRangeError, ShapeError, TracerError
from ..base.shapes import broadcast_shapes, contiguous_strides, show
from ..base.sizes import Dim, Shape, Size, ceil_div, maximum, minimum, nonnegative
from ..core import TensorBase, function, grad_enabled, layout, view
from ..trace import primitives as core
from ..trace.array import Array, operators
from ..trace.bind import Tracer, active, waits
from ..trace.composite import composite
from ..trace.kind import dispatching
from ..trace.stage import known_equal
from .creation import iota, number_of
from .cumulative import cumsum
from .families import Tensor, TensorLike, array, expand, to_dtype
from .indexing import (
    gather_at,
    gathered_shape,
    joined,
    scatter_at,
    update_slices,
)
from .joining import stack
from .logic import where
from .measures import measured
from .movement import covers, place, slice_axis, take_slices
from .reductions import count_nonzero
from .shaping import ravel, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

Pattern: TypeAlias = "tuple[tuple[Any, ...], ...]"

# --- taking keys apart


def _number_or_none(v: Any) -> int | Size | None:
    if v is None or isinstance(v, Size):
        return v
    if isinstance(v, Tracer):
        raise TracerError(
            "a slice bound is a tensor that has no value while its function is being traced; "
            "write ni.take(x, start + ni.arange(count), axis) instead"
        )
    if not hasattr(v, "__index__"):
        raise TypeError(f"slice bounds are ints, got {v!r}")
    return v.__index__()  # type: ignore[no-any-return]


@dispatching
def nonzero(x: TensorLike) -> tuple[Tensor, ...]:
    """The places where x is not zero: for each axis a vector of coordinates, in row-major order.

    How many there are depends on the data. In a compiled function that is a size like any other; inside
    of its loops and branches, and under `vmap`, sizes cannot differ: use `ni.where(condition, a, b)` there.

    >>> ni.nonzero(ni.tensor([[0, 5], [7, 0]]))
    (tensor([0, 1]), tensor([1, 0]))
    """
    flags = to_dtype(array(x, "nonzero"), dt.bool_)
    try:
        size = measured(count_nonzero(flags))
    except TracerError:
        raise TracerError(
            "how many elements a mask selects differs between the elements of vmap and the rounds of a loop; "
            "write ni.where(mask, x, 0) and fold that, or select outside of the function"
        ) from None
    return _nonzero(flags, size)


@composite
def _nonzero(flags: Tensor, like: Tensor) -> tuple[Tensor, ...]:
    shape, count = flags.shape, like.shape[0]
    flags = ravel(flags)
    n = flags.shape[0]
    here = to_dtype(flags, dt.int64)
    # Each place goes to its rank among those that count; all others to one cell behind the end.
    rank = cumsum(here, 0) - 1
    target = where(flags, rank, number_of(count, dt.int64))
    cells = core.full(0, dt.int64, (count + 1,))
    places = scatter_at(cells, iota((n,), 0), [target], [-1], [0], mode="set")
    found: Array = slice_axis(places, 0, 0, count)
    result = []
    for stride, size in zip(contiguous_strides(shape), shape, strict=True):
        if known_equal(size, 0):
            result.append(found)
        else:
            result.append((found // number_of(stride, dt.int64)) % number_of(size, dt.int64))
    return tuple(result)


@dispatching
def argwhere(x: TensorLike) -> Tensor:
    """The places where x is not zero, one row each; see `nonzero`.

    >>> ni.argwhere(ni.tensor([0, 5, 7]))
    tensor([[1],
            [2]])
    """
    return stack(list(nonzero(x)), 1)


@dispatching
def flatnonzero(x: TensorLike) -> Tensor:
    """Where the flattened x is not zero.

    >>> ni.flatnonzero(ni.tensor([[0, 5], [7, 0]]))
    tensor([1, 2])
    """
    return nonzero(ravel(x))[0]


def take_apart(key: Any, ndim: int) -> tuple[Pattern, list[Array]]:
    """The pattern and the index tensors of a key for a tensor of `ndim` axes.

    Raises IndexError (as `ShapeError` or `IndexRangeError`) when it has too many parts.
    """
    parts = list(key) if isinstance(key, tuple) else [key]
    tensors: list[Array] = []
    entries: list[tuple[Any, ...]] = []
    dots: int | None = None
    used = 0
    for part in parts:
        if part is Ellipsis:
            if dots is not None:
                raise IndexRangeError("an index may contain '...' only once")
            dots = len(entries)
        elif part is None:
            entries.append(("new",))
        elif isinstance(part, slice):
            bounds = [_number_or_none(v) for v in (part.start, part.stop, part.step)]
            entries.append(("slice", *bounds))
            used += 1
        elif isinstance(part, Size) or (isinstance(part, int) and not isinstance(part, bool)):
            entries.append(("int", part))
            used += 1
        else:
            used += _take_tensor(part, entries, tensors)
    if used > ndim:
        raise IndexRangeError(
            f"{used} axes are indexed, but the tensor has {ndim}; leave some of the indices out"
        )
    missing = [("slice", None, None, None)] * (ndim - used)
    at = len(entries) if dots is None else dots
    entries[at:at] = missing
    return tuple(entries), tensors


def _take_tensor(part: Any, entries: list[tuple[Any, ...]], tensors: list[Array]) -> int:
    """Add an index tensor or a mask; how many axes it stands for."""
    if isinstance(part, (list, tuple)):
        part = operators["index_list"](part)
    elif isinstance(part, (bool, float, complex, str)):
        raise TypeError(
            f"an index is an int, a slice, '...', None or a tensor of integers or bools, got {part!r}"
        )
    elif not isinstance(part, Array) and hasattr(part, "__index__") and not hasattr(part, "shape"):
        entries.append(("int", part.__index__()))
        return 1
    index = array(part, "index")
    if index.dtype.is_bool:
        if not index.ndim:
            raise DTypeError("a 0-d mask selects nothing; write ni.where(mask, a, b)")
        for number, axis in enumerate(nonzero(index)):
            entries.append(("tensor", len(tensors), index.shape[number]))
            tensors.append(axis)
        return index.ndim
    if not index.dtype.is_integer:
        raise DTypeError(f"index tensors are integers or bools, got {index.dtype}")
    entries.append(("tensor", len(tensors), None))
    tensors.append(index)
    return 1


# --- slices


def resolve_slice(n: Dim, start: Any, stop: Any, step: Any) -> tuple[Dim, int, Dim]:
    """(first, step, count) of `start:stop:step` along an axis of size n, as Python cuts lists."""
    step = 1 if step is None else step
    if isinstance(step, Size):
        raise ShapeError("the step of a slice must be a known int")
    if step == 0:
        raise ShapeError("the step of a slice must not be 0")
    if isinstance(n, int) and not isinstance(start, Size) and not isinstance(stop, Size):
        places = range(*slice(start, stop, step).indices(n))
        return (places[0] if len(places) else 0), step, len(places)
    low: Dim = 0 if step > 0 else -1
    high: Dim = n if step > 0 else n - 1

    def bound(v: Any, default: Dim) -> Dim:
        if v is None:
            return default
        if isinstance(v, int) and v < 0:
            return maximum(n + v, low)
        return minimum(v, high)

    first = bound(start, low if step > 0 else high)
    if step > 0:
        last = bound(stop, n)
        if start is None or (isinstance(start, int) and start >= 0 and stop is None):
            first = start or 0
        return first, step, ceil_div(_at_least_0(last - first), step)
    last = bound(stop, -1)
    return first, step, ceil_div(_at_least_0(first - last), -step)


def _at_least_0(count: Dim) -> Dim:
    return count if nonnegative(count) else maximum(count, 0)


def _from_front(i: Any, n: Dim) -> Dim:
    """A static index, known to exist, counted from the front."""
    return n + i if isinstance(i, int) and i < 0 else i


def check_ints(pattern: Pattern, shape: Shape) -> Pattern:
    """The pattern, its ints compared with the sizes; those that only the run can check are
    marked.

    Raises `IndexRangeError`. This is done at each call, so a program for open sizes need not do
    it again.
    """
    result: list[tuple[Any, ...]] = []
    axis = 0
    for entry in pattern:
        if entry[0] == "new":
            result.append(entry)
            continue
        n = shape[axis]
        if entry[0] == "int":
            i = entry[1]
            if not isinstance(n, int) or not isinstance(i, int):
                entry = ("checked", i)
            elif not -n <= i < n:
                raise IndexRangeError(
                    f"index {i} is out of range for axis {axis} of size {n}; "
                    + (f"write {-n} to {n - 1}" if n else "the axis is empty")
                )
        elif entry[0] == "tensor":
            Selection.check_mask(entry[2], n, axis)
        result.append(entry)
        axis += 1
    return tuple(result)


# --- the two halves of an index


class Selection:
    """What a pattern selects from a tensor of one shape.

    `slices` come first; then axes of size 1 are put in (`shape`), and then, if there are index
    tensors, `gather` with `indices`, `spec` and `index_dims`. `result` is the shape at the end.
    """

    def __init__(self, shape: Shape, pattern: Pattern, tensors: Sequence[Array]) -> None:
        advanced = any(e[0] in ("tensor", "checked") for e in pattern)
        self.slices: list[tuple[Dim, int, Dim]] = []
        self.shape: list[Dim] = []
        self.indices: list[Array] = []
        joint = broadcast_shapes("index", *[t.shape for t in tensors])
        kept: list[int] = []  # for each axis of `shape`: its entry
        axis = 0
        for position, entry in enumerate(pattern):
            if entry[0] == "new":
                self.shape.append(1)
                kept.append(position)
                continue
            n = shape[axis]
            if entry[0] == "slice":
                cut = resolve_slice(n, *entry[1:])
                self.slices.append(cut)
                self.shape.append(cut[2])
                kept.append(position)
            elif entry[0] == "int" and not advanced:
                self.slices.append((_from_front(entry[1], n), 1, 1))
            else:
                self.slices.append((0, 1, n))
                self.shape.append(n)
                kept.append(position)
                if entry[0] == "tensor":
                    self.check_mask(entry[2], n, axis)
            axis += 1
        self._plan(pattern, kept, tensors, joint)

    @staticmethod
    def check_mask(size: Any, n: Dim, axis: int) -> None:
        if isinstance(size, int) and isinstance(n, int) and size != n:
            raise IndexRangeError(
                f"a mask has size {size} along axis {axis}, the tensor {n}; they must be equal"
            )

    def _plan(
        self, pattern: Pattern, kept: list[int], tensors: Sequence[Array], joint: Shape
    ) -> None:
        advanced = [p for p in kept if pattern[p][0] in ("tensor", "int", "checked")]
        self.spec: list[int] = []
        self.index_dims: tuple[int, ...] = ()
        if not advanced:
            self.result: Shape = tuple(self.shape)
            return
        together = advanced == list(range(advanced[0], advanced[0] + len(advanced)))
        ahead = [p for p in kept if p not in advanced and (together and p < advanced[0])]
        start = len(ahead)
        self.index_dims = tuple(range(start, start + len(joint)))
        free = start + len(joint)
        count = 0
        for p in kept:
            if p in advanced:
                entry = pattern[p]
                given = tensors[entry[1]] if entry[0] == "tensor" else number_of(entry[1], dt.int64)
                self.spec.append(-1 - len(self.indices))
                self.indices.append(expand(to_dtype(given, dt.int64), joint))
            else:
                self.spec.append(count if count < start else free + count - start)
                count += 1
        self.result = gathered_shape(
            "index", tuple(self.shape), joint, tuple(self.spec), self.index_dims
        )

    def read(self, x: Array) -> Array:
        """x[key]."""
        x = reshaped(take_slices(x, self.slices), self.shape)
        if not self.spec:
            return x
        return gather_at(x, self.indices, self.spec, self.index_dims)

    def write(self, x: Array, v: Array, mode: str) -> Array:
        """x with v, which has the shape `result`, at [key]."""
        if self.spec:
            inner = reshaped(take_slices(x, self.slices), self.shape)
            v = scatter_at(inner, v, self.indices, self.spec, self.index_dims, mode)
            mode = "set"
        v = reshaped(v, [n for _, _, n in self.slices])
        if mode == "add":
            return x + place(v, x.shape, self.slices, 0)  # type: ignore[no-any-return]
        if covers(self.slices, x.shape):
            return v
        return update_slices(x, v, self.slices)


@composite
def _getitem(x: Tensor, tensors: Sequence[Tensor], pattern: Pattern) -> Tensor:
    return Selection(tuple(x.shape), pattern, tensors).read(x)


def basic_view(x: TensorBase, key: Any) -> Any:
    """x[key] for ints, slices, `...` and None as a view without any program; None for other keys.

    Programs are made for the ints in a key, so walking over the rows of a tensor would make many.
    """
    where = x._layout
    shape, strides = where.shape, where.strides
    if type(key) is not tuple:
        key = (key,)
    used = 0
    for part in key:
        kind = type(part)
        if kind is int or kind is slice:
            used += 1
        elif part is not None and part is not Ellipsis:
            return None
    if used > len(shape) or (len(key) - used > 1 and key.count(Ellipsis) > 1):
        return None  # the slow way says what is wrong
    sizes: list[int] = []
    steps: list[int] = []
    first = axis = 0
    for part in key:
        if type(part) is int:
            n = shape[axis]
            if not -n <= part < n:
                return None
            first += (part + n if part < 0 else part) * strides[axis]
            axis += 1
        elif part is None:
            sizes.append(1)
            steps.append(1)
        elif part is Ellipsis:
            end = axis + len(shape) - used
            sizes += shape[axis:end]
            steps += strides[axis:end]
            axis = end
        else:
            try:
                start, stop, step = part.indices(shape[axis])
            except (TypeError, ValueError):
                return None
            count = len(range(start, stop, step))
            if count:
                first += start * strides[axis]
            sizes.append(count)
            steps.append(step * strides[axis])
            axis += 1
    made = layout(where.dtype, (*sizes, *shape[axis:]), (*steps, *strides[axis:]))
    if not made.size:
        first = 0
    return view(x, first * where.dtype.itemsize, made)


def getitem(x: TensorLike, key: Any) -> Tensor:
    """x[key]; see the module's docstring.

    Raises `IndexRangeError` for an index outside: at once for an int, after the call for a
    tensor.
    """
    if isinstance(x, TensorBase):
        plain = active.stage is None and not waits(x)
        plain = plain and (x._node is None or not grad_enabled())
        view = basic_view(x, key) if plain else None
        if view is not None:
            return view  # type: ignore[no-any-return]
    x = array(x, "getitem")
    pattern, tensors = take_apart(key, x.ndim)
    return _getitem(x, tensors, check_ints(pattern, tuple(x.shape)))


@composite
def _index_update(
    x: Tensor, value: TensorLike, tensors: Sequence[Tensor], pattern: Pattern, mode: str
) -> Tensor:
    selection = Selection(tuple(x.shape), pattern, tensors)
    x, v = joined("index_update", x, array(value, "index_update"))
    want = selection.result
    if v.ndim > len(want):
        extra = v.shape[: v.ndim - len(want)]
        if any(not (isinstance(n, int) and n == 1) for n in extra):
            raise ShapeError(
                f"index_update: a value of shape {show(v.shape)} does not fit into {show(want)}"
            )
        v = reshaped(v, v.shape[v.ndim - len(want) :])
    return selection.write(x, expand(v, want), mode)


@composite
def _masked_fill(x: Tensor, value: TensorLike, mask: Tensor, mode: str) -> Tensor:
    x, v = joined("index_update", x, array(value, "index_update"))
    whole_mask = expand(reshaped(mask, (*mask.shape, *[1] * (x.ndim - mask.ndim))), x.shape)
    if mode == "add":
        v = x + v
    return where(whole_mask, v, x)


@dispatching
def index_update(x: TensorLike, key: Any, value: TensorLike, mode: str = "set") -> Tensor:
    """x with `value`, which broadcasts, written at [key] (`mode="add"`: added there); x itself
    stays as it is.

    Where index tensors name a place twice, the last write counts, and all additions.

    >>> ni.index_update(ni.zeros(3), 1, 5.0)
    tensor([0., 5., 0.])
    """
    if mode not in ("set", "add"):
        raise ShapeError(f"index_update: mode {mode!r} is not known; write 'set' or 'add'")
    update, *arguments = update_call(array(x, "index_update"), key, value, mode)
    return update(*arguments)  # type: ignore[no-any-return]


def update_call(x: Tensor, key: Any, value: TensorLike, mode: str) -> tuple[Any, ...]:
    """The composite that `index_update` comes to, and its arguments, of which x is the first."""
    v = array(value, "index_update")
    if isinstance(key, Array) and key.dtype.is_bool and key.ndim and not v.ndim:
        if key.ndim > x.ndim or any(
            isinstance(a, int) and isinstance(b, int) and a != b
            for a, b in zip(key.shape, x.shape, strict=False)
        ):
            raise IndexRangeError(
                f"a mask of shape {show(key.shape)} does not fit a tensor of shape {show(x.shape)}"
            )
        return _masked_fill, x, value, key, mode
    pattern, tensors = take_apart(key, x.ndim)
    return _index_update, x, value, tensors, check_ints(pattern, tuple(x.shape)), mode


@composite
def masked_fill(x: TensorLike, mask: TensorLike, value: TensorLike) -> Tensor:
    """x with `value` where the mask, which broadcasts, holds.

    >>> ni.masked_fill(ni.tensor([1, 2, 3]), ni.tensor([True, False, True]), 0)
    tensor([0, 2, 0])
    """
    x, v = joined("masked_fill", array(x, "masked_fill"), array(value, "masked_fill"))
    return where(expand(to_dtype(array(mask, "masked_fill"), dt.bool_), x.shape), v, x)


@dispatching
def masked_select(x: TensorLike, mask: TensorLike) -> Tensor:
    """The elements where the mask, which broadcasts with x, holds: a vector. See `nonzero` on
    tracing.

    >>> ni.masked_select(ni.tensor([1, 2, 3]), ni.tensor([True, False, True]))
    tensor([1, 3])
    """
    x, m = array(x, "masked_select"), array(mask, "masked_select")
    shape = broadcast_shapes("masked_select", x.shape, m.shape)
    return getitem(expand(x, shape), expand(to_dtype(m, dt.bool_), shape))


def _index_list(values: Sequence[Any]) -> Any:
    raise TypeError(
        "an index in a list has to be a tensor while no creation function is installed; "
        f"write ni.tensor({list(values)!r})"
    )


# Learnt by what it comes to: a view or one program, for each kind of key.
operators["getitem"] = function(
    getitem, "getitem", getitem.__doc__, 1, nested=True, transparent=True
)
operators.setdefault("index_list", _index_list)

"""`ni.tensor`, `ni.asarray` and their relatives: data from anywhere as tensors.

What data can be, in the order in which it is asked: a tensor or tracer; Python numbers; nested lists and
tuples of them; NumPy arrays and scalars; anything with `__dlpack__`, `__array__` or Python's buffer protocol;
other numbers; other iterables. What is none of this, or not rectangular, is offered to `kinds` through `kind_slot`:
texts, rows of different lengths, objects of users' classes. Values are copied, so that no tensor changes behind its
back; only `from_dlpack`, and `asarray` with `copy=False`, share memory.

Python numbers give float32, int64, complex64 and bool; arrays keep their dtype.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, ShapeError, UnsupportedError
from ..base.shapes import show
from ..core import TensorBase, allocate, get_tensor_type, layout, make
from ..exec import convert
from ..ops.families import convert_slot
from ..ops.joining import stack
from ..trace.array import Array, operators
from ..trace.bind import Tracer, active
from ..trace.kind import Kind
from .nested import NUMBERS, common_dtype, from_bytes, from_numbers, take_apart
from .raw import true_is_one, view, write_strided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

_NO_DATA = (str, dict, set, frozenset, type, type(None))
_LIBRARIES = frozenset(
    ("awkward", "pandas", "polars", "pyarrow", "scipy")
)  # not all theirs is dense

# `kinds.making.make(data, dtype)`: a tensor that is not dense, or None for what is no data for one.
kind_slot: Final[list[Callable[[Any, DType | None], Any]]] = [lambda data, dtype: None]


def tensor(data: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Any:
    """A tensor with a copy of `data`.

    * `data`: a number; nested lists or tuples of numbers or tensors; a NumPy array; anything with
      `__dlpack__`, `__array__` or a buffer (bytes, memoryview, array.array); an iterable.
    * `dtype`: by default float32, int64, complex64 or bool for Python numbers; arrays keep theirs.
    * `device`: "cpu" or None.
    * `requires_grad`: whether operations on the tensor are recorded for `backward`.

    Raises `ShapeError` when rows differ in length, `DTypeError` for elements that fit no dtype.

    >>> import nitinol as ni
    >>> ni.tensor([[1, 2], [3, 4]])
    tensor([[1, 2],
            [3, 4]])
    >>> ni.tensor([1, 2.5]).dtype
    nitinol.float32
    """
    check_device(device)
    made = (
        _as_texts(data)
        if dtype is dt.string
        else converted(data, None if dtype is None else dt.dtype(dtype))
    )
    return made.requires_grad_() if requires_grad else made


def asarray(x: Any, dtype: Any = None, copy: bool | None = None, device: Any = None) -> Any:
    """`x` as a tensor: itself if it is one of this dtype, else a new tensor as `ni.tensor` makes it.

    `copy=True` always copies. `copy=False` never does: an array of another library then shares its memory with
    the tensor, as with `from_dlpack`, and ValueError is raised where that is impossible.

    >>> import nitinol as ni
    >>> t = ni.asarray([1.0, 2.0])
    >>> ni.asarray(t) is t
    True
    """
    check_device(device)
    if dtype is dt.string:
        return x if isinstance(x, Array) and x.dtype is dtype else _as_texts(x)
    wanted = None if dtype is None else dt.dtype(dtype)
    if isinstance(x, Array):
        if copy is not True and (wanted is None or x.dtype is wanted):
            return x
        if copy is False:
            raise ValueError(
                f"a tensor of dtype {x.dtype} becomes {wanted} only by a copy; leave copy=False out"
            )
        return x.astype(wanted) if wanted is not None and x.dtype is not wanted else x.clone()
    if copy is False:
        return _shared(x, wanted)
    return converted(x, wanted)


def _as_texts(data: Any) -> Any:
    made = converted(data, None)
    return made if made.dtype is dt.string else dt.dtype(dt.string)  # which raises


def from_numpy(array: Any) -> Any:
    """A tensor with a copy of a NumPy array's values, in its dtype and shape.

    Any layout and byte order is taken. To share memory instead: `ni.from_dlpack(array)`.

    Raises `DTypeError` for arrays of objects, strings, records and dates.

    >>> import numpy as np
    >>> ni.from_numpy(np.ones(2))
    tensor([1., 1.], dtype=float64)
    """
    from .arrays import from_array, is_numpy  # NumPy is there already when this is called

    if not is_numpy(array):
        raise TypeError(
            f"from_numpy wants a NumPy array, got {type(array).__name__}; write ni.tensor"
        )
    return from_array(array)


def from_dlpack(x: Any, device: Any = None, copy: bool | None = None) -> Any:
    """A tensor that shares the memory of an array of another library (`x.__dlpack__`).

    Writing to the tensor copies first; writing to `x` shows in the tensor until then. `copy=True` copies
    at once. What kernels cannot read in place (misaligned memory) is copied, or refused with `copy=False`.

    >>> import numpy as np
    >>> ni.from_dlpack(np.arange(3))
    tensor([0, 1, 2])
    """
    check_device(device)
    if isinstance(x, TensorBase):
        return x.clone() if copy else x.detach()  # type: ignore[attr-defined]
    if not hasattr(x, "__dlpack__"):
        raise TypeError(
            f"from_dlpack wants an array with __dlpack__, got {type(x).__name__}; write ni.tensor(data)"
        )
    from .dlpack import take  # ctypes is imported when it is first needed

    made, unusable = take(x)
    if unusable and copy is False:
        raise ValueError(
            "this memory is misaligned, or not 0 and 1 for bools; leave copy=False out"
        )
    return fresh(made) if unusable or copy else made


def check_device(device: Any) -> None:
    """Refuse devices that are not there."""
    if device is not None and str(device) not in ("cpu", "cpu:0"):
        raise UnsupportedError(f"there is no device {device!r}; tensors are on 'cpu'")


def fresh(t: TensorBase) -> Any:
    """A tensor of the same values in dense memory of its own, without history."""
    where = layout(t._layout.dtype, t._layout.shape)
    storage = allocate(where.nbytes)
    if where.size:
        write_strided(where.shape, where.dtype, storage.address, where.strides, t)
    made = make(storage, storage.address, where)
    if where.dtype.is_bool and where.size:
        true_is_one(view(storage.address, where.nbytes))
    return made


def cast(t: Any, dtype: DType | None) -> Any:
    """A concrete tensor in another dtype, also while a function is being compiled."""
    if dtype is None or t.dtype is dtype:
        return t
    if t.dtype.is_complex and not dtype.is_complex:
        raise DTypeError(
            f"complex data does not become {dtype}; take its real part with .real first"
        )
    before, active.stage = active.stage, None
    try:
        return t.astype(dtype)
    finally:
        active.stage = before


def converted(data: Any, dtype: DType | None) -> Any:
    """A new tensor of `data` without history; a traced value for a tracer."""
    kind = type(data)
    if kind in NUMBERS:
        return cast(from_numbers([data], (), dtype, {kind}), dtype)
    if kind is list or kind is tuple:
        return _nested(data, dtype)
    if isinstance(data, Kind):
        made = data.detach()
        return made if dtype is None or made.dtype is dtype else made.astype(dtype)
    if isinstance(data, Tracer):
        made = data.detach() if hasattr(data, "detach") else data.clone()
        return made if dtype is None or made.dtype is dtype else made.astype(dtype)
    if isinstance(data, TensorBase):
        if dtype is None or data._layout.dtype is dtype:
            return fresh(data)
        return cast(data.detach(), dtype)  # type: ignore[attr-defined]
    return cast(_foreign(data, dtype), dtype)


def _foreign(data: Any, dtype: DType | None) -> Any:
    """A new tensor of what is neither a tensor nor a nest of lists."""
    from .arrays import from_array, is_numpy  # light: NumPy is imported by the call that needs it

    if is_numpy(data):
        # Texts, objects and records; bfloat16 is of kind V, too.
        other = data.dtype.kind in "OSUT" or data.dtype.names is not None
        made = kind_slot[0](data, dtype) if other else None
        return from_array(data) if made is None else made
    if type(data).__module__.partition(".")[0] in _LIBRARIES:
        made = kind_slot[0](data, dtype)
        if made is not None:
            return made
    if isinstance(data, range):
        return from_numbers(list(data), (len(data),), dtype, {int})
    if hasattr(data, "__dlpack__"):
        from .dlpack import take  # ctypes is imported when it is first needed

        return fresh(take(data)[0])
    if hasattr(data, "__array__") or hasattr(data, "__array_interface__"):
        import numpy as np

        return from_array(np.asarray(data))
    try:
        buffer = memoryview(data)
    except TypeError:
        pass
    else:
        from .buffers import from_buffer

        return from_buffer(buffer)
    number = _as_number(data)
    if number is not None:
        return from_numbers([number], (), dtype)
    made = kind_slot[0](data, dtype)
    if made is not None:
        return made
    if isinstance(data, _NO_DATA):
        raise DTypeError(
            f"{kind_name(data)} is no data for a tensor; numbers, texts, nested lists, arrays and "
            "objects with such fields are"
        )
    if isinstance(data, (list, tuple)) or hasattr(data, "__iter__"):
        return _nested(list(data), dtype)
    raise DTypeError(
        f"{kind_name(data)} is no data for a tensor; numbers, nested lists and arrays are"
    )


def kind_name(x: Any) -> str:
    """The name of an object's class, as messages show it."""
    return type(x).__name__


def _as_number(x: Any) -> bool | int | float | complex | None:
    """An exact Python number for what behaves like one, else None."""
    kinds: tuple[Any, ...] = (bool, int, float, complex)
    for kind in kinds:
        if isinstance(x, kind):
            return kind(x)  # type: ignore[no-any-return]
    if not hasattr(x, "__len__"):
        for name, kind in zip(("__index__", "__float__", "__complex__"), kinds[1:], strict=True):
            if hasattr(type(x), name):
                return kind(x)  # type: ignore[no-any-return]
    return None


def _nested(data: Any, dtype: DType | None) -> Any:
    try:
        flat, shape = take_apart(data)
    except ShapeError:
        made = kind_slot[0](data, dtype)
        if made is None:
            raise
        return made
    kinds = set(map(type, flat))
    if kinds <= NUMBERS:
        return cast(from_numbers(flat, shape, dtype, kinds), dtype)
    if not all(map(_is_dense, flat)):
        made = kind_slot[0](data, dtype)
        if made is not None:
            return made
    return _mixed(flat, shape, dtype)


def _is_dense(x: Any) -> bool:
    """Whether an item of a list is a number or a dense array."""
    return type(x) in NUMBERS or (
        not isinstance(x, (Kind, _NO_DATA))
        and (isinstance(x, Array) or hasattr(x, "dtype") or _as_number(x) is not None)
    )


def _mixed(flat: list[Any], shape: tuple[int, ...], dtype: DType | None) -> Any:
    """A tensor of items of which some are no plain numbers: tensors, arrays, their scalars."""
    if any(isinstance(x, Tracer) for x in flat):
        rows = [x if isinstance(x, Array) else converted(x, None) for x in flat]
        made = stack(rows).reshape((*shape, *rows[0].shape))
        return made if dtype is None else made.astype(dtype)
    found = {type(x).__module__.partition(".")[0] for x in flat}
    if found == {"numpy"} and len({x.shape for x in flat}) == 1:
        made = _numpy_items(flat)
        return cast(_reshaped(made, shape), dtype)
    items = [x if type(x) in NUMBERS else _item(x) for x in flat]
    tensors = [x for x in items if isinstance(x, TensorBase)]
    numbers = {type(x) for x in items if not isinstance(x, TensorBase)}
    shapes = {tuple(x.shape) for x in tensors} | ({()} if numbers else set())
    if len(shapes) > 1:
        made = kind_slot[0](items, dtype) if len(shape) == 1 else None
        if made is not None:
            return made
        raise ShapeError(
            f"the items of the list have shapes {' and '.join(map(show, sorted(shapes)))}; they must be "
            "equal, or differ in their first axis alone"
        )
    if dtype is None:
        own = [x.dtype for x in tensors]
        dtype = own[0] if own else common_dtype(numbers)
        for d in own:
            dtype = dt.promote(dtype, d)
        if numbers:
            dtype = dt.promote_weak(dtype, common_dtype(numbers))
    inner = shapes.pop()
    where = layout(dtype, (*shape, *inner))
    storage = allocate(where.nbytes)
    piece = layout(dtype, inner)
    for i, x in enumerate(items):
        x = cast(x if isinstance(x, TensorBase) else converted(x, dtype), dtype)
        if piece.size:
            write_strided(inner, dtype, storage.address + i * piece.nbytes, piece.strides, x)
    return make(storage, storage.address, where)


def _item(x: Any) -> Any:
    number = None if isinstance(x, Array) or hasattr(x, "dtype") else _as_number(x)
    if number is not None:
        return number
    return x.detach() if isinstance(x, TensorBase) else converted(x, None)  # type: ignore[attr-defined]


def _numpy_items(flat: list[Any]) -> Any:
    import numpy as np

    from .arrays import from_array

    try:
        return from_array(np.asarray(flat))
    except ValueError as error:
        raise ShapeError(
            "the arrays in the list have different shapes; they must be equal. "
            "Ragged tensors are not there yet: pad the arrays"
        ) from error


def _reshaped(t: Any, shape: tuple[int, ...]) -> Any:
    where = layout(t.dtype, (*shape, *t.shape[1:]))
    return make(t._storage, t._address, where)


def _shared(x: Any, dtype: DType | None) -> Any:
    """A tensor over the memory of `x`; ValueError where that cannot be."""
    from .arrays import is_numpy, share_array

    made = None
    if is_numpy(x):
        made = share_array(x)
    elif hasattr(x, "__dlpack__"):
        made = from_dlpack(x, copy=False)
    if made is None or (dtype is not None and made.dtype is not dtype):
        raise ValueError(
            f"{type(x).__name__} becomes a tensor{'' if dtype is None else f' of {dtype}'} only by a copy; "
            "leave copy=False out"
        )
    return made


def rebuild(cls: type, data: bytes, name: str, shape: tuple[int, ...], requires_grad: bool) -> Any:
    """What pickled tensors are made with."""
    dtype = dt.dtype(name)
    where = layout(dtype, tuple(shape))
    if len(data) != where.nbytes:
        raise ValueError(
            f"a pickled tensor {where!r} needs {where.nbytes} bytes, there are {len(data)}"
        )
    made = from_bytes(data, where.shape, dtype)
    if cls is not get_tensor_type():
        made = cls._make(made._storage, made._address, where)  # type: ignore[attr-defined]
    return made.requires_grad_() if requires_grad else made


def _operand(x: Any, where: str) -> Any:
    """What an operation was given instead of a tensor."""
    try:
        return dense(x)
    except DTypeError as error:
        raise DTypeError(f"{where}: {error}") from None


def dense(x: Any) -> Any:
    """A dense tensor of what stands where a function wants one.

    Raises `DTypeError` for data of another kind, which has to be made a tensor first.
    """
    made = converted(x, None)
    if isinstance(made, Kind):
        raise DTypeError(
            f"{kind_name(x)} is no dense data; write ni.tensor(...) around it, to use it as a {made.kind} tensor"
        )
    return made


def index_list(values: Any) -> Any:
    """A list used as an index: `x[[0, 2]]`. An empty one selects nothing."""
    made = converted(list(values), None)
    return cast(made, dt.int64) if not made.size else made


convert.install(dense)
convert_slot[0] = _operand
operators["index_list"] = index_list

__all__ = ["asarray", "converted", "from_dlpack", "from_numpy", "rebuild", "tensor"]

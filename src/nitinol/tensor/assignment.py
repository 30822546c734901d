"""Writing into tensors: `x[key] = value`, `x += y`, `x.add_(y)`.

A tensor is a value. Writing changes the value of one object and of no other, so the memory is copied first
while anything else holds it: a view, the tape, an export. Otherwise it is written in place: at
an int, slices, `...` and `None` by this file, at index tensors and masks by the kernel of `index_update`.

| the tensor | what happens |
|---|---|
| does not require a gradient | it is written; if the value has a history, it gets one too |
| a leaf that requires a gradient | `GradientError`, unless inside `ni.no_grad()` |
| computed by recorded operations | the new value goes on the tape and replaces the old one in this object |
| traced | the tracer stands for the new value from here on |

`x += y` is one of these: it keeps the object, its dtype and its shape, as in NumPy and PyTorch.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType, of_python, promote, promote_weak
from ..base.errors import DTypeError, GradientError, IndexRangeError, ShapeError, TracerError
from ..base.shapes import show
from ..core import Layout, TensorBase, allocate, grad_enabled, is_shared, layout, make
from ..exec.evaluate import evaluator
from ..ops.subscripts import index_update, update_call
from ..trace.array import Array, attach, operators
from ..trace.batching import BatchTracer
from ..trace.bind import Tracer, active, waits
from ..trace.jvp import JVPTracer
from ..trace.stage import StageTracer
from .creation import cast, converted, dense
from .nested import NUMBERS
from .raw import CELLS, overlaps, view, write_strided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

# The dtypes whose numbers Python writes itself, and which integers they hold.
_ANY_FLOAT: Final = (0, 0)
_LIMITS: Final = {
    **dict.fromkeys((dt.float32, dt.float64), _ANY_FLOAT),
    **{d: (int(d.min), int(d.max)) for d in dt.INTEGER},
}

Region = tuple[int, tuple[int, ...], tuple[int, ...]]  # first element, shape, strides

# --- the parts of a tensor that a basic key names


def region(key: Any, where: Layout) -> Region | None:
    """The elements that ints, slices, `...` and `None` select; None for other keys."""
    if type(key) is int:
        shape_, strides_ = where.shape, where.strides
        if shape_ and -shape_[0] <= key < shape_[0]:
            return (key % shape_[0]) * strides_[0], shape_[1:], strides_[1:]
    parts = key if type(key) is tuple else (key,)
    if len(parts) == where.ndim:
        first = 0
        for part, n, stride in zip(parts, where.shape, where.strides, strict=True):
            if type(part) is not int or not -n <= part < n:
                break
            first += (part % n) * stride
        else:
            return first, (), ()
    used = 0
    for part in parts:
        kind = type(part)
        if kind is int or kind is slice:
            used += 1
        elif part is not None and part is not Ellipsis:
            return None
    if used > where.ndim or parts.count(Ellipsis) > 1:
        return None  # the functional path says what is wrong
    if Ellipsis not in parts:
        parts = (*parts, Ellipsis)
    first = 0
    shape: list[int] = []
    strides: list[int] = []
    axis = 0
    for part in parts:
        if part is None:
            shape.append(1)
            strides.append(0)
        elif part is Ellipsis:
            end = axis + where.ndim - used
            shape += where.shape[axis:end]
            strides += where.strides[axis:end]
            axis = end
        elif type(part) is int:
            n = where.shape[axis]
            if not -n <= part < n:
                raise IndexRangeError(
                    f"index {part} is out of range for axis {axis} of size {n}; "
                    + (f"write {-n} to {n - 1}" if n else "the axis is empty")
                )
            first += (part % n) * where.strides[axis]
            axis += 1
        else:
            try:
                places = range(*part.indices(where.shape[axis]))
            except (TypeError, ValueError):
                return None  # bounds that are tensors, or a step of 0
            if places:
                first += places[0] * where.strides[axis]
            shape.append(len(places))
            strides.append(where.strides[axis] * places.step)
            axis += 1
    return first, tuple(shape), tuple(strides)


# --- writing


def own(t: TensorBase, keep: bool = True) -> None:
    """Make the memory of `t` its own, copying it if anything else holds it."""
    where = t._layout
    if not is_shared(t) and (where.contiguous or not overlaps(where)):
        storage = t._storage
        if storage.owner is None and storage.writable:
            return
    dense = layout(where.dtype, where.shape)
    fresh = allocate(dense.nbytes)
    if keep and dense.size:
        write_strided(dense.shape, dense.dtype, fresh.address, dense.strides, t)
    t._storage = fresh
    t._address = fresh.address
    t._layout = dense


def setitem(t: Any, key: Any, value: Any) -> None:
    """`t[key] = value` for a tensor; see the module's docstring."""
    if active.stage is not None:
        t._assign(index_update(t, key, value))
        return
    if waits(t) or waits(value):
        replace(t, index_update(t, key, value), "x[...] = value")
        return
    kind = type(value)
    if kind not in NUMBERS:
        if isinstance(value, Tracer):
            _refuse_tracer()
        if not isinstance(value, TensorBase):
            value = dense(value)
    if grad_enabled():
        if t._node is not None:
            refuse_leaf(t, "x[...] = value")
            become(t, index_update(t, key, value))
            return
        if kind not in NUMBERS and value._node is not None:
            become(t, index_update(t, key, value))
            return
    found = region(key, t._layout)
    if found is None:
        if not _write_places(t, key, value):
            t._assign(index_update(_detached(t), key, value))
    elif kind not in NUMBERS or not _write_number(t, key, found, value):
        _write(t, key, found[1], value)


def _write_places(t: Any, key: Any, value: Any) -> bool:
    """Write to the places that index tensors or a mask name; False where a new tensor is needed."""
    computed = t._node is not None and t._node.rule is not None
    if is_shared(t) or computed or not t._layout.contiguous:
        return False
    storage = t._storage
    if storage.owner is not None or not storage.writable:
        return False
    update, *arguments = update_call(t, key, value, "set")
    if not isinstance(key, TensorBase) or not key._layout.dtype.is_bool:
        operators["getitem"](t, key)  # raises for places that there are not, before any is written
    return evaluator.into(update.__wrapped__.__self__, arguments)


def _detached(t: Any) -> Any:
    return t if t._node is None else t.detach()


def _write_number(t: Any, key: Any, found: Region, value: Any) -> bool:
    """One number to one place, the short way; False where the long way has to decide."""
    where = t._layout
    limits = _LIMITS.get(where.dtype)
    if limits is None:
        return False
    for n in found[1]:
        if n != 1:
            return False
    kind = type(value)
    if limits is _ANY_FLOAT:
        if kind is complex:
            return False
    elif kind is float or kind is complex or not limits[0] <= value <= limits[1]:
        return False
    if is_shared(t) or t._storage.owner is not None or not where.contiguous:
        own(t)
        if t._layout is not where:
            found = region(key, t._layout) or found
    dtype = where.dtype
    cell = CELLS[dtype.name].from_address(t._address + found[0] * dtype.itemsize)
    try:
        cell.value = value
    except OverflowError:
        return False  # an integer beyond all floats
    return True


def _write(t: Any, key: Any, shape: tuple[int, ...], value: Any) -> None:
    """Write a number or a tensor, which broadcasts, to the places of a basic key."""
    dtype = t._layout.dtype
    ready = _in_dtype(value, dtype)
    where = ready._layout
    extra = where.ndim - len(shape)
    if extra > 0 and all(n == 1 for n in where.shape[:extra]):
        where = layout(dtype, where.shape[extra:], where.strides[extra:])
        ready = type(t)._make(ready._storage, ready._address, where)
    pairs = zip(reversed(where.shape), reversed(shape), strict=False)
    if where.ndim > len(shape) or any(n not in (1, m) for n, m in pairs):
        raise ShapeError(
            f"x[...] = value: a value of shape {show(where.shape)} does not fit into {show(shape)}; "
            "it must broadcast to it"
        )
    places = 1
    for n in shape:
        places *= n
    if not places:
        return
    own(t, keep=places != t._layout.size)
    first, shape, strides = region(key, t._layout) or (0, shape, ())
    if layout(dtype, shape, strides).contiguous:
        nbytes = places * dtype.itemsize
        target = view(t._address + first * dtype.itemsize, nbytes)
        if where.size == 1:
            target[:] = bytes(view(ready._address, dtype.itemsize)) * places
            return
        if where.contiguous and where.size == places:
            target[:] = view(ready._address, nbytes)
            return
    write_strided(shape, dtype, t._address + first * dtype.itemsize, strides, ready)


def _in_dtype(value: Any, dtype: DType) -> Any:
    """A number or tensor as a tensor of `dtype`, by the rules of `index_update`."""
    tensor = isinstance(value, TensorBase)
    given = value._layout.dtype if tensor else of_python(value)
    met = promote(given, dtype) if tensor else promote_weak(dtype, given)
    if met is not dtype:
        raise DTypeError(
            f"x[...] = value: a value of dtype {given} does not fit into a tensor of dtype {dtype}; "
            "convert one of them with .astype(...)"
        )
    if tensor:
        return cast(_detached(value), dtype)
    cell = CELLS.get(dtype.name)
    if cell is None or dtype.is_integer:
        return converted(value, dtype)
    where = layout(dtype, ())
    storage = allocate(dtype.itemsize)
    cell.from_address(storage.address).value = value
    return make(storage, storage.address, where)


# --- the new value of an object


def become(t: Any, value: Any) -> None:
    """Let `t` hold the value and the history of another tensor."""
    if value.dtype is not t.dtype or value.shape != t.shape:
        raise_different("a change in place", t, value)
    if active.lazy is not None and active.lazy.become(t, value):
        return
    t._storage = value._storage
    t._address = value._address
    t._layout = value._layout
    t._node = value._node
    t._output = value._output


def raise_different(what: str, x: Any, value: Any) -> None:
    """Refuse a new value of another dtype or shape."""
    instead = "write x = x + y for a new tensor, or convert the operand with .astype(...)"
    if x.dtype is not value.dtype:
        raise DTypeError(
            f"{what} would change the dtype from {x.dtype} to {value.dtype}; {instead}"
        )
    raise ShapeError(
        f"{what} would change the shape from {show(tuple(x.shape))} to {show(tuple(value.shape))}; {instead}"
    )


def refuse_leaf(t: Any, what: str) -> None:
    """Refuse to change a leaf whose gradient is wanted, which would spoil that gradient."""
    if t.requires_grad and t.is_leaf:
        raise GradientError(
            f"{what} changes a tensor that requires a gradient; do it inside `with ni.no_grad():`, "
            "or change a copy: y = x.clone()"
        )


def _refuse_tracer() -> None:
    raise TracerError(
        "a traced tensor cannot be written into a tensor outside of the traced function; "
        "return it from the function instead, or make a new tensor: "
        "y = ni.index_update(y, key, value)"
    )


def replace(x: Any, value: Any, what: str) -> Any:
    """Give `x` a new value in place; returns x."""
    if not isinstance(value, Array):
        value = converted(value, x.dtype)
    if x.dtype is not value.dtype or (
        tuple(x.shape) != tuple(value.shape) and len(x.shape) != len(value.shape)
    ):
        raise_different(what, x, value)
    if isinstance(x, TensorBase):
        if active.stage is None:
            if isinstance(value, Tracer):
                _refuse_tracer()
            if grad_enabled():
                refuse_leaf(x, what)
                become(x, value)
                return x
        x._assign(value)  # type: ignore[attr-defined]
    elif isinstance(x, StageTracer):
        x._assign(value)
    elif isinstance(x, JVPTracer):
        x.primal, x.tangent = x.interpreter.lower(value)  # type: ignore[attr-defined]
    elif isinstance(x, BatchTracer):
        if isinstance(value, Tracer) and value.interpreter.level > x.interpreter.level:
            _refuse_tracer()
        x.value, x.axis = x.interpreter.first(value), 0  # type: ignore[attr-defined]
    else:
        raise TracerError(f"{what} is not possible on {x!r}; make a new tensor")
    return x


def _in_place(name: str, what: str) -> Callable[[Any, Any], Any]:
    def method(self: Any, other: Any) -> Any:
        if isinstance(self, TensorBase) and active.stage is None and grad_enabled():
            refuse_leaf(self, what)
        value = operators[name](self, other)
        return value if value is NotImplemented else replace(self, value, what)

    method.__doc__ = f"This tensor becomes `{name}(self, other)`, in its dtype and shape."
    return method


def _scaled(name: str) -> Callable[..., Any]:
    plain = _in_place(name, f"{name}_")

    def method(self: Any, other: Any, *, alpha: Any = None) -> Any:
        return plain(self, other if alpha is None else other * alpha)

    method.__doc__ = f"This tensor becomes `{name}(self, alpha * other)`, in its dtype and shape."
    return method


def _of_itself(name: str) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, TensorBase) and active.stage is None and grad_enabled():
            refuse_leaf(self, f"{name}_")
        return replace(self, getattr(self, name)(*args, **kwargs), f"{name}_")

    method.__doc__ = f"This tensor becomes its `{name}`, in its dtype and shape."
    return method


def _fill(self: Any, value: Any) -> Any:
    """Every element becomes one number."""
    if tuple(getattr(value, "shape", ())):
        raise ShapeError(f"fill_ takes one number, got shape {show(tuple(value.shape))}")
    self[...] = value
    return self


def _zero(self: Any) -> Any:
    """Every element becomes zero."""
    self[...] = False if self.dtype.is_bool else 0
    return self


def _copy(self: Any, source: Any) -> Any:
    """The elements become those of `source`, which broadcasts and is converted."""
    source = source if isinstance(source, Array) else dense(source)
    self[...] = source if source.dtype is self.dtype else source.astype(self.dtype)
    return self


def _write_traced(self: Any, key: Any, value: Any) -> None:
    """`self[key] = value` for what is traced."""
    replace(self, index_update(self, key, value), "x[...] = value")


_OPERATORS: Final = {
    "add": "+=", "subtract": "-=", "multiply": "*=", "divide": "/=", "floor_divide": "//=",
    "remainder": "%=", "pow": "**=", "bitwise_and": "&=", "bitwise_or": "|=",
    "bitwise_xor": "^=", "bitwise_left_shift": "<<=", "bitwise_right_shift": ">>=",
}  # fmt: skip
_PYTHON: Final = {
    "add": "iadd", "subtract": "isub", "multiply": "imul", "divide": "itruediv",
    "floor_divide": "ifloordiv", "remainder": "imod", "pow": "ipow", "bitwise_and": "iand",
    "bitwise_or": "ior", "bitwise_xor": "ixor", "bitwise_left_shift": "ilshift",
    "bitwise_right_shift": "irshift",
}  # fmt: skip
_OF_ITSELF: Final = (
    "abs", "negative", "exp", "log", "sqrt", "rsqrt", "reciprocal", "square", "sigmoid", "tanh",
    "sin", "cos", "floor", "ceil", "round", "trunc", "clip", "maximum", "minimum",
)  # fmt: skip


def install() -> None:
    """Give tensors and tracers what changes them in place."""
    for name, sign in _OPERATORS.items():
        attach(f"__{_PYTHON[name]}__", _in_place(name, f"x {sign} y"))
    for short, name in {
        "add": "add",
        "sub": "subtract",
        "mul": "multiply",
        "div": "divide",
    }.items():
        method = _scaled(name) if short in ("add", "sub") else _in_place(name, f"{short}_")
        attach(f"{short}_", method)
    attach("pow_", _in_place("pow", "pow_"))
    for name in _OF_ITSELF:
        attach(f"{name}_", _of_itself(name))
    attach("clamp_", _of_itself("clip"))
    attach("neg_", _of_itself("negative"))
    attach("fill_", _fill)
    attach("zero_", _zero)
    attach("copy_", _copy)
    attach("__setitem__", _write_traced)

"""Functions as methods: `x.sum()` is `ni.sum(x)`.

The methods are those that NumPy's arrays and PyTorch's tensors have, and functions of one tensor
that read well behind a dot. Where PyTorch takes several ints (`x.reshape(2, 3)`) both forms work.
"""

from __future__ import annotations

from ..core import function as dispatched
from ..trace.array import Array, attach, operators
from ..trace.bind import bind
from ..trace.stage import stop_gradient
from . import (
    activations,
    arithmetic,
    contraction,  # noqa: F401 - the operator @
    creation,
    cumulative,
    elementary,
    indexing,
    joining,
    logic,
    movement,
    reductions,
    shaping,
    sorting,
    special,
    subscripts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_SAME: Final = {
    arithmetic: (
        "add subtract multiply divide floor_divide remainder fmod pow negative square reciprocal "
        "abs sign copysign maximum minimum clip floor ceil trunc round"
    ),
    elementary: "sqrt rsqrt exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan "
    "sinh cosh tanh asinh acosh atanh angle",
    special: "sigmoid erf erfc erfinv lgamma digamma",
    logic: "isnan isinf isfinite logical_and logical_or logical_xor logical_not",
    reductions: "sum prod mean var std max min amax amin argmax argmin any all count_nonzero "
    "logsumexp norm",
    cumulative: "cumsum cumprod cummax cummin logcumsumexp",
    creation: "astype tril triu",
    movement: "flip diagonal diag",
    joining: "split chunk unbind roll",
    indexing: "take take_along_axis index_select gather scatter scatter_add index_add",
    subscripts: "masked_fill",
    sorting: "sort argsort topk median quantile",
    activations: "relu softmax log_softmax",
    shaping: "flatten ravel unflatten squeeze unsqueeze swapaxes moveaxis repeat",
}


def _shape_from(values: tuple[Any, ...]) -> Any:
    return values[0] if len(values) == 1 and not isinstance(values[0], int) else values


def _reshape(self: Array, *shape: Any) -> Any:
    """The same elements in another shape; see `ni.reshape`."""
    return shaping.reshape(self, _shape_from(shape))


def _expand(self: Array, *shape: Any) -> Any:
    """Repeated along axes of size 1; see `ni.expand`."""
    return shaping.expand(self, _shape_from(shape))


def _broadcast_to(self: Array, *shape: Any) -> Any:
    """Repeated along axes of size 1; see `ni.broadcast_to`."""
    return shaping.broadcast_to(self, _shape_from(shape))


def _tile(self: Array, *reps: Any) -> Any:
    """Repeated as a whole; see `ni.tile`."""
    return shaping.tile(self, _shape_from(reps))


def _permute(self: Array, *axes: Any) -> Any:
    """Axes in another order; see `ni.permute_dims`."""
    return shaping.permute_dims(self, tuple(_shape_from(axes)))


def _transpose(self: Array, *axes: Any) -> Any:
    """Axes reversed, reordered or, of two ints, exchanged; see `ni.transpose`."""
    if len(axes) == 2:
        return shaping.swapaxes(self, *axes)
    return shaping.transpose(self, tuple(_shape_from(axes)) if axes else None)


def _t(self: Array) -> Any:
    """Axes reversed."""
    return shaping.transpose(self)


def _mt(self: Array) -> Any:
    """The last two axes exchanged."""
    return shaping.matrix_transpose(self)


def _real(self: Array) -> Any:
    """The real part."""
    return operators["real"](self)


def _imag(self: Array) -> Any:
    """The imaginary part."""
    return operators["imag"](self)


def _conj(self: Array) -> Any:
    """The complex conjugate."""
    return operators["conj"](self)


def _detach(self: Array) -> Any:
    """The same values, a constant for every derivative."""
    return bind(stop_gradient, self)


def _learnt(function: Any) -> Any:
    """A wrapper that the dispatch cache learns: it only hands its operands on, and decides by
    static arguments.
    """
    return dispatched(function, function.__name__.strip("_"), function.__doc__, 1, transparent=True)


def _attach_all() -> None:
    for module, names in _SAME.items():
        for name in names.split():
            attach(name, getattr(module, name))
    for name, function in {
        "reshape": _learnt(_reshape),
        "expand": _learnt(_expand),
        "broadcast_to": _learnt(_broadcast_to),
        "tile": _learnt(_tile),
        "permute": _learnt(_permute),
        "transpose": _learnt(_transpose),
        "conj": _conj,
        "detach": _detach,
        "nonzero": subscripts.nonzero,
        "masked_select": subscripts.masked_select,
    }.items():
        attach(name, function)
    for name, getter in {"T": _t, "mT": _mt, "real": _real, "imag": _imag}.items():
        attach(name, property(getter))  # type: ignore[arg-type]


_attach_all()

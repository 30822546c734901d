"""`Row`: what a function under `vmap` sees of a tensor of texts, or of rows of different lengths.

`vmap` hides axes of dense tensors. A tensor of another kind has no such axis in its parts, so its first axis is hidden
here: a `Row` has the whole tensor, and looks like one element of it. What is done to it is done to the
whole tensor with the first axis left alone; a dense result is again a tensor with an axis that `vmap` hides. (Record
tensors need none: `vmap` hides the axes of their fields.)

It takes point-wise functions and operators, functions along axes, comparison, products, slices, and the methods of
texts.
Everything else raises `UnsupportedError`. Being a kind of the highest rank, it gets every call that it is part of.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from ..base.errors import UnsupportedError
from ..base.shapes import normalize_axis
from ..base.sizes import Shape
from ..ops import shaping
from ..trace.array import Array
from ..trace.batching import Batch
from ..trace.kind import Kind
from ..trace.pointwise import is_pointwise

# Functions along `axis`, for which None means all axes of a value, or the last one.
_FOLDS: Final = {
    "sum", "prod", "mean", "max", "min", "amax", "amin", "any", "all", "var", "std", "argmax", "argmin",
    "count_nonzero", "logsumexp", "norm",
}  # fmt: skip
_ALONG: Final = {
    "sort",
    "argsort",
    "cumsum",
    "cumprod",
    "cummax",
    "cummin",
    "softmax",
    "log_softmax",
}


class Row(Kind):
    """One element of `whole` along its first axis; see the module's docstring."""

    __slots__ = ("level", "whole")

    kind = "row"
    rank = 9

    whole: Any
    level: Batch

    def __init__(self, whole: Any, level: Batch) -> None:
        self.whole, self.level = whole, level

    @property
    def shape(self) -> Shape:
        """The axes of one value."""
        return tuple(self.whole.shape)[1:]

    @property
    def dtype(self) -> Any:
        """That of the elements."""
        return self.whole.dtype

    @property
    def size(self) -> Any:
        """How many elements the value has, which differs from object to object."""
        if self.ndim == 1 and self.whole.kind == "ragged":
            return self._wrapped(self.whole.lengths)
        return super().size

    def parts(self) -> tuple[Sequence[Any], Hashable]:
        """Refused: a value of one object is no tensor."""
        raise self._refused("a transform inside (grad, jit, scan) cannot take it apart")

    @classmethod
    def of_parts(cls, aux: Any, parts: Iterable[Any]) -> Any:
        """Refused, as there are no parts."""
        raise UnsupportedError("the value of one object is no tensor")

    @classmethod
    def fixed_parts(cls, aux: Any) -> Sequence[bool]:
        """There are no parts."""
        return ()

    def _refused(self, why: str) -> UnsupportedError:
        return UnsupportedError(
            f"one element of a {self.whole.kind} tensor under vmap (methods of records run so): {why}; write a "
            "function of the whole tensor instead"
        )

    def _wrapped(self, x: Any) -> Any:
        if isinstance(x, (tuple, list)):
            return type(x)([self._wrapped(v) for v in x])
        if isinstance(x, Kind):
            return Row(x, self.level)
        return self.level.lift(x, 0) if isinstance(x, Array) else x

    # --- calls

    @classmethod
    def apply(cls, name: str, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """A public function of rows and other values."""
        first: Row = next(x for x in (*args, *kwargs.values()) if isinstance(x, Row))
        if function is None:
            raise first._refused(f"ni.{name} does not take it there")
        operands, params = function.bound(args, kwargs)
        if is_pointwise(function, operands, params):
            return first._wrapped(function.function(*first._aligned(operands), **params))
        if name in _FOLDS or name in _ALONG:
            return first._along(name, function, operands, params)
        if name == "matmul":
            return first._product(function, *operands)
        if name == "scaled_dot_product_attention":
            return first._attention(function, operands, params)
        raise first._refused(f"ni.{name} does not take it there")

    def _attention(self, function: Any, operands: Sequence[Any], params: Any) -> Any:
        """Attention within each sequence, of sequences of vectors."""
        sequences = [x for x in operands if x is not None]
        if len(sequences) != 3 or not all(isinstance(x, Row) and x.ndim == 2 for x in sequences):
            raise self._refused(
                "attention there is of sequences (length, width) that are all ragged, without a mask"
            )
        return self._wrapped(function.function(*[x.whole for x in sequences], **params))

    def _aligned(self, operands: Sequence[Any]) -> list[Any]:
        """The operands with their first axes hidden no more, and of one rank behind them."""
        opened = [self._opened(x) for x in operands]
        inner = max([x.ndim - 1 for x, hidden in opened if hidden])
        return [_widened(x, inner) if hidden else x for x, hidden in opened]

    def _opened(self, x: Any) -> tuple[Any, bool]:
        """(the whole tensor that an operand stands for, whether it has one value for each object)."""
        if isinstance(x, Row):
            return x.whole, True
        value, axis = self.level.lower(x)
        return (value, False) if axis is None else (shaping.moveaxis(value, axis, 0), True)

    def _product(self, function: Any, a: Any, b: Any) -> Any:
        """The products of matrices and vectors of all elements: vectors become matrices for it."""
        (a, of_a), (b, of_b) = self._opened(a), self._opened(b)
        left, right = a.ndim - of_a == 1, b.ndim - of_b == 1
        if left and of_a:
            a = shaping.expand_dims(a, 1)
        if right and of_b:
            b = shaping.expand_dims(b, 2)
        made = function.function(a, b)
        drop = tuple([axis for axis, gone in ((-2, left and of_a), (-1, right and of_b)) if gone])
        return self._wrapped(shaping.squeeze(made, drop) if drop else made)

    def _along(self, name: str, function: Any, operands: Sequence[Any], params: Any) -> Any:
        axis = params["axis"]
        count = self.ndim
        if axis is None:
            made: Any = tuple(range(1, count + 1)) if name in _FOLDS and count > 1 else count
        else:
            axes = [normalize_axis(a, count, name) + 1 for a in shaping.as_axes(axis)]
            made = axes[0] if len(axes) == 1 else tuple(axes)
        values = [x.whole if isinstance(x, Row) else x for x in operands]
        return self._wrapped(function.function(*values, **(params | {"axis": made})))

    def __getitem__(self, key: Any) -> Any:
        if self.ndim:
            keys = key if isinstance(key, tuple) else (key,)
            if all(isinstance(k, (int, slice)) for k in keys):
                return self._wrapped(self.whole[(slice(None), *keys)])
        elif isinstance(key, slice) and key.step in (None, 1) and self.whole.kind == "string":
            return self._wrapped(self.whole.slice(key.start or 0, key.stop))
        raise self._refused(f"an index {key!r} does not select from it there")

    def __getattr__(self, name: str) -> Any:
        found = getattr(type(self.whole), name, None)
        if self.whole.kind != "string" or not callable(found) or name.startswith("_"):
            raise AttributeError(
                f"one element of a {self.whole.kind} tensor under vmap has no attribute {name!r}"
            )
        return partial(self._text_method, found)

    def _text_method(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        given = [self._opened(x)[0] for x in args]
        return self._wrapped(method(self.whole, *given, **kwargs))

    def __len__(self) -> int:
        raise self._refused(
            "its length differs from object to object, so len() has no answer; x.size has"
        )

    def __iter__(self) -> Any:
        raise self._refused("a loop over it has another length for each object")

    def __bool__(self) -> bool:
        raise self._refused("whether it is true differs from object to object")

    def __repr__(self) -> str:
        return f"<one of {self.whole!r}>"


def is_whole(x: Any) -> bool:
    """Whether `vmap` takes `x` as one thing: a tensor of a kind whose parts have no axis to hide."""
    return isinstance(x, Kind) and type(x).kind != "record"


def _widened(x: Any, inner: int) -> Any:
    """x with axes of size 1 behind the first, so that one value has `inner` axes."""
    for _ in range(inner - (x.ndim - 1)):
        x = shaping.expand_dims(x, 1)
    return x

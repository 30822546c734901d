"""Functions that move texts: indexing, shapes, joining of tensors, choice.

They are done to the *places* of texts. `ni.flip(t)` flips the tensor of numbers 0 … n-1 and takes the texts that
it names. So every dense function that moves elements works on texts as it does on numbers, and compiled too. Several
tensors are one behind the other first, so that a place names a text among them all. Where a function changes the
shape alone nothing is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...base import dtypes as dt
from ...base.errors import UnsupportedError
from ...base.sizes import product
from ...ir.op import Type
from ...ops.creation import iota
from ...ops.shaping import reshaped
from ...tensor.raw import read_one
from ...trace.array import operators
from ...trace.kind import Kind
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import spans
from .making import as_strings
from .tensor import StringTensor, form_of


def last(offsets: Any) -> int:
    """The last offset of a tensor with values: how many bytes there are."""
    where = offsets._layout
    return int(read_one(dt.int64, offsets._address + 8 * where.strides[0] * (where.shape[0] - 1)))


def copied(values: Any, starts: Any, offsets: Any) -> Any:
    """The bytes of parts of texts that begin at `starts`, behind one another; of tensors with values."""
    count = offsets._layout.shape[0] - 1
    outputs = [(dt.uint8, (last(offsets),))]
    dims = (count, values._layout.shape[0])
    return call(spans.module, spans.copy_spans, (values, starts, offsets), dims, outputs)[0]


@hosted(
    lambda values, offsets, index, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, (index.shape[0] + 1,)),
    ),
    open=1,
)
def take_texts(values: Any, offsets: Any, index: Any) -> Any:
    """Bytes and offsets of the texts that `index` names."""
    count = index._layout.shape[0]
    n = offsets._layout.shape[0] - 1
    outputs = [(dt.int64, (count,)), (dt.int64, (count + 1,))]
    starts, made = call(spans.module, spans.take, (offsets, index), (count, n), outputs)
    return copied(values, starts, made), made


def flat(x: Any) -> Any:
    """The elements of a dense tensor in one row."""
    return x if x.ndim == 1 else reshaped(x, (product(x.shape),))


def shaped(values: Any, offsets: Any, shape: Sequence[Any]) -> StringTensor:
    """Texts in a shape."""
    return StringTensor(values, offsets, form_of(tuple(shape)))


def like(t: StringTensor, values: Any, offsets: Any) -> StringTensor:
    """Other texts in the shape of `t`."""
    return StringTensor(values, offsets, t.form)


def in_shape(t: StringTensor, x: Any) -> Any:
    """A vector with one element for each text, in the shape of `t`."""
    return x if t.form == () else reshaped(x, t.shape)


def merged(tensors: Sequence[StringTensor]) -> tuple[Any, Any]:
    """(values, offsets) of all texts of several tensors."""
    if len(tensors) == 1:
        return tensors[0].values, tensors[0].offsets
    offsets, end = [tensors[0].offsets], tensors[0].offsets[-1]
    for t in tensors[1:]:
        offsets.append(t.offsets[1:] + end)
        end = end + t.offsets[-1]
    return ops.concatenate([t.values for t in tensors]), ops.concatenate(offsets)


def places(t: StringTensor, first: Any = 0) -> Any:
    """The places of texts, in the shape of `t`."""
    made = iota((t.size,), 0)
    if not (isinstance(first, int) and first == 0):
        made = made + first
    return in_shape(t, made)


def taken(values: Any, offsets: Any, index: Any) -> StringTensor:
    """The texts that a tensor of places names, in its shape."""
    made = take_texts(values, offsets, flat(index))
    return shaped(made[0], made[1], index.shape)


# Functions whose result has the same texts in the same order.
SHAPES: Final = (
    "reshape", "flatten", "ravel", "unflatten", "squeeze", "unsqueeze", "expand_dims", "atleast_1d", "atleast_2d",
)  # fmt: skip
MOVES: Final = (
    "getitem", "permute_dims", "transpose", "swapaxes", "matrix_transpose", "moveaxis", "broadcast_to", "expand",
    "broadcast_arrays", "tile", "repeat", "flip", "fliplr", "flipud", "diagonal", "diag", "roll", "unbind", "unstack",
    "split", "chunk", "array_split", "take", "take_along_axis", "index_select", "gather", "masked_select",
    "masked_fill", "put_along_axis", "scatter", "concatenate", "concat", "cat", "stack", "hstack", "vstack", "where",
    "index_update", "meshgrid",
)  # fmt: skip
# Among whose operands a Python text is a tensor of one text.
TEXTS: Final = ("where", "index_update", "masked_fill", "scatter", "put_along_axis")


def _found(name: str) -> Any:
    return operators["getitem"] if name == "getitem" else getattr(ops, name)


@StringTensor.rule(*SHAPES)
def _reshape(name: str, t: StringTensor, *args: Any, **kwargs: Any) -> StringTensor:
    index = _found(name)(places(t), *args, **kwargs)
    return shaped(t.values, t.offsets, index.shape)


@StringTensor.rule(*MOVES)
def _move(name: str, *args: Any, **kwargs: Any) -> Any:
    tensors: list[StringTensor] = []

    def note(x: Any, top: bool = False) -> None:
        if isinstance(x, Kind):
            tensors.append(as_strings(x, name))
        elif isinstance(x, (list, tuple)):
            for v in x:
                note(v)

    if name in TEXTS:
        args = tuple([as_strings(x, name) if isinstance(x, str) else x for x in args])
        kwargs = {
            k: as_strings(x, name) if isinstance(x, str) and k == "value" else x
            for k, x in kwargs.items()
        }
        if kwargs.get("mode", "set") != "set" or (
            name == "index_update" and args[3:] not in ((), ("set",))
        ):
            raise UnsupportedError(f"ni.{name}: to texts only the mode 'set' can be done")
    for x in (*args, *kwargs.values()):
        note(x)
    numbers = iter(_numbered(tensors))

    def replace(x: Any) -> Any:
        if isinstance(x, StringTensor):
            return next(numbers)
        if isinstance(x, (list, tuple)) and any(isinstance(v, (Kind, list, tuple)) for v in x):
            return type(x)([replace(v) for v in x])
        return x

    numbered = [replace(x) for x in args]
    named = {k: replace(x) for k, x in kwargs.items()}
    result = _found(name)(*numbered, **named)
    values, offsets = merged(tensors)
    if isinstance(result, (list, tuple)):
        return tuple([taken(values, offsets, x) for x in result])
    return taken(values, offsets, result)


def _numbered(tensors: Sequence[StringTensor]) -> list[Any]:
    """The places of each tensor's texts among those of all."""
    made = []
    first: Any = 0
    for t in tensors:
        made.append(places(t, first))
        known = isinstance(t.size, int)
        first = first + (t.size if known else iota((t.size + 1,), 0)[-1])
    return made


@StringTensor.rule("clone", "copy")
def _clone(name: str, t: StringTensor) -> StringTensor:
    return t

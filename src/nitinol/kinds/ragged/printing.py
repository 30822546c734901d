"""How ragged tensors are shown: as the nested list, a row a line.

All numbers have the format that they have in a dense tensor, without its padding. Of a large tensor the first and last
rows, and the first and last elements of long rows, are shown.
"""

from __future__ import annotations

from typing import Any

from ...base import trees
from ...base.dtypes import bool_, complex64, float32, int64
from ...base.shapes import show
from ...core import TensorBase
from ...tensor.printing import Complexes, Floats, get_printoptions, history
from ...trace.bind import Tracer, ValueTracer
from ...trace.kind import Kind
from .tensor import RaggedTensor

_SHOWN_BY_VALUES = (float32, int64, bool_, complex64)
_MORE = "..."


@RaggedTensor.rule("repr")
def text_of(name: str, x: RaggedTensor) -> str:
    """A ragged tensor as `repr` shows it."""
    if any(isinstance(v, Tracer) and not isinstance(v, ValueTracer) for v in trees.leaves(x)):
        return f"<ragged tensor of {x.dtype!r}, shape {x.shape!r}, in a function being traced>"
    options = get_printoptions()
    edge = options["edgeitems"]
    large = int(x.size) > options["threshold"]
    tail = ""
    rows = int(x.shape[0])
    if not int(x.size):
        tail = f", shape={show_shape(x.shape)}"
    if large and rows > 2 * edge:
        x = x[[*range(edge), *range(rows - edge, rows)]]
    items = x.tolist()
    texts = _formatted(x.values, _flat(items, x.ndim), options["precision"])
    nest = _named(items, x.ndim, iter(texts))
    if large and rows > 2 * edge:
        nest.insert(edge, _MORE)
    body = _lines(nest, len("tensor("), x.ndim, edge if large else 0)
    dtype = x.dtype
    if dtype not in _SHOWN_BY_VALUES and not isinstance(x.values, Kind):
        tail += f", dtype={dtype}"
    state = history(x.values) if isinstance(x.values, TensorBase) else ""
    return f"tensor({body}{tail}{', ' + state if state else ''})"


def show_shape(shape: Any) -> str:
    """A shape with None for ragged axes."""
    return show(shape) if None not in shape else repr(tuple(shape))


def _flat(nest: Any, depth: int) -> list[Any]:
    for _ in range(depth - 1):
        nest = [x for row in nest for x in row]
    return list(nest)


def _formatted(values: Any, flat: list[Any], precision: int) -> list[str]:
    if isinstance(values, Kind):
        return [repr(x) for x in flat]
    dtype = values.dtype
    if dtype.is_complex:
        form: Any = Complexes(flat, dtype, precision, None)
    elif dtype.is_floating:
        form = Floats(flat, dtype, precision, None)
    else:
        form = str
    return [form(v).strip() for v in flat]


def _named(nest: Any, depth: int, texts: Any) -> list[Any]:
    """The nest with texts for its numbers."""
    if depth == 1:
        return [next(texts) for _ in nest]
    return [_named(row, depth - 1, texts) for row in nest]


def _lines(nest: Any, indent: int, depth: int, edge: int) -> str:
    """A nest of texts, its rows below each other."""
    if isinstance(nest, str):
        return nest
    if depth == 1:
        if edge and len(nest) > 2 * edge:
            nest = [*nest[:edge], _MORE, *nest[-edge:]]
        return "[" + ", ".join(nest) + "]"
    parts = [_lines(row, indent + 1, depth - 1, edge) for row in nest]
    between = "," + "\n" * (depth - 1) + " " * (indent + 1)
    return "[" + between.join(parts) + "]"

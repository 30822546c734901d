"""How record tensors are shown: `tensor([Point(x=1., y=2.), Point(x=3., y=4.)])`.

The numbers of a field have one format, as in a dense tensor of them. Objects stand in one line if they fit, else one
below the other. Of a large tensor the first and last along each axis are shown, and only they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...base import trees
from ...base.dtypes import DType, float32
from ...base.shapes import show
from ...core import TensorBase
from ...tensor.printing import Complexes, Floats, get_printoptions, history
from ...trace.bind import Tracer, ValueTracer
from ...trace.kind import Kind
from .classes import is_named_tuple
from .indexing import flattened
from .tensor import RecordTensor


@RecordTensor.rule("repr")
def text_of(name: str, t: RecordTensor) -> str:
    """A record tensor as `repr` shows it."""
    own = t._schema
    if any(isinstance(x, Tracer) and not isinstance(x, ValueTracer) for x in trees.leaves(t)):
        return f"<tensor of {t.dtype!r}, shape {tuple(t.shape)!r}, in a function being traced>"
    shape = tuple(int(n) for n in t.shape)
    if 0 in shape:
        return f"tensor([], shape={show(shape)}, dtype={own.name})"
    options = get_printoptions()
    axes = [list(range(n)) for n in shape]
    if t.size > options["threshold"]:
        edge = options["edgeitems"]
        axes = [
            [*range(edge), -1, *range(n - edge, n)] if n > 2 * edge else list(range(n))
            for n in shape
        ]
        for axis, places in enumerate(axes):
            kept = [i for i in places if i >= 0]
            if len(kept) < shape[axis]:
                t = t[(*[slice(None)] * axis, kept, ...)]
    texts = _texts(flattened(t), options["precision"])
    body = _lines(axes, texts, len("tensor("), options["linewidth"])
    state = next((s for s in map(_history, trees.leaves(t)) if s), "")
    return f"tensor({body}{', ' + state if state else ''})"


def _history(x: Any) -> str:
    return history(x) if isinstance(x, TensorBase) else ""


def _texts(t: RecordTensor, precision: int) -> list[str]:
    """The texts of all objects of a tensor of one axis."""
    columns: list[list[str]] = []
    for (_, value, inner), mask in zip(t._items(), t._masks, strict=True):
        column = _column(value, inner, int(t.shape[0]), precision)
        if mask is not None:
            column = ["None" if m else text for m, text in zip(mask.tolist(), column, strict=True)]
        columns.append(column)
    own = t._schema
    if own.cls is not None and issubclass(own.cls, dict):
        parts = [f"{n!r}: " for n in own.fields]
        head, tail = "{", "}"
    else:
        parts = [f"{n}=" for n in own.fields]
        head, tail = f"{own.name}(", ")"
    order: Sequence[int] = range(len(parts))
    if own.cls is not None and is_named_tuple(own.cls):
        order = [own.places[n] for n in own.cls._fields]  # type: ignore[attr-defined]
    return [
        head + ", ".join([parts[i] + row[i] for i in order]) + tail
        for row in zip(*columns, strict=True)
    ]


def _column(value: Any, inner: int, count: int, precision: int) -> list[str]:
    """The texts of the values of a field, one for each object."""
    if value is None:
        return ["None"] * count
    if isinstance(value, RecordTensor):
        texts = _texts(flattened(value), precision)
        if not inner:
            return texts
        shape = [int(n) for n in value.shape][1:]
        each = len(texts) // count
        axes = [list(range(n)) for n in shape]
        return [_inline(axes, texts[i * each : (i + 1) * each]) for i in range(count)]
    if not isinstance(value, Kind) and inner:
        value = _edges(value)
    rows = value.tolist()
    dtype = value.dtype if isinstance(value.dtype, DType) else float32
    formats = _format(list(_numbers(rows)), dtype, precision)
    return [_text(row, formats) for row in rows]


_DOTS = object()


def _edges(value: Any) -> Any:
    """Values with long rows as nested lists that have dots in the middle."""
    options = get_printoptions()
    edge = options["edgeitems"]
    size = 1
    for n in value.shape[1:]:
        size *= int(n)
    if size <= 4 * edge:
        return value
    return _Cut(value, edge)


class _Cut:
    """Dense values whose rows are shown by their ends."""

    def __init__(self, value: Any, edge: int) -> None:
        self.dtype = value.dtype
        self._value = value
        self._edge = edge

    def tolist(self) -> Any:
        """Nested lists, dots for what is left out."""
        value, edge = self._value, self._edge
        long = [n > 2 * edge for n in value.shape]
        for axis in range(1, value.ndim):
            n = int(value.shape[axis])
            if long[axis]:
                kept = [*range(edge), *range(n - edge, n)]
                value = value[(*[slice(None)] * axis, kept)]
        return _dotted(value.tolist(), long, edge)


def _dotted(rows: Any, long: Sequence[bool], edge: int, axis: int = 0) -> Any:
    if axis == len(long):
        return rows
    found = [_dotted(row, long, edge, axis + 1) for row in rows]
    return [*found[:edge], _DOTS, *found[edge:]] if axis and long[axis] else found


def _numbers(rows: Any) -> Iterator[Any]:
    for x in rows:
        if isinstance(x, (list, tuple)):
            yield from _numbers(x)
        elif isinstance(x, (float, complex)) and not isinstance(x, bool):
            yield x


def _format(values: list[Any], dtype: Any, precision: int) -> Any:
    sci = get_printoptions()["sci_mode"]
    if values and isinstance(values[0], complex):
        return Complexes(values, dtype, precision, sci)
    return Floats(values, dtype, precision, sci) if values else None


def _text(x: Any, format: Any) -> str:
    if x is _DOTS:
        return "..."
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join([_text(v, format) for v in x]) + "]"
    if isinstance(x, (float, complex)) and format is not None:
        return str(format(x)).strip()
    return repr(x)


# --- lines


def _inline(axes: Sequence[Sequence[int]], texts: list[str]) -> str:
    if not axes:
        return texts[0]
    each = len(texts) // max(len(axes[0]), 1)
    rows = [_inline(axes[1:], texts[i * each : (i + 1) * each]) for i in range(len(axes[0]))]
    return f"[{', '.join(rows)}]"


def _lines(axes: Sequence[Sequence[int]], texts: list[str], indent: int, width: int) -> str:
    """Nested brackets around the texts."""
    if not axes:
        return texts[0]
    kept = [i for i in axes[0] if i >= 0]
    each = len(texts) // len(kept)
    parts: list[str] = []
    place = 0
    for i in axes[0]:
        if i < 0:
            parts.append("...")
            continue
        parts.append(_lines(axes[1:], texts[place : place + each], indent + 1, width))
        place += each
    line = ", ".join(parts)
    if len(axes) == 1 and indent + 1 + len(line) + 1 + len(axes) <= width:
        return f"[{line}]"
    return "[" + (",\n" + " " * (indent + 1)).join(parts) + "]"

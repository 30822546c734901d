"""Texts apart and together: split, concatenate, join, repeat, pad."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from ...base.errors import DTypeError
from ...base.shapes import normalize_axis
from ...ir.op import Type
from ...ops.creation import iota
from ...trace.array import Array
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import search, spans
from .making import as_strings
from .moving import copied, last, like, merged, take_texts
from .ordering import together
from .raggeds import ragged_of, rows_of, textual
from .tensor import StringTensor


@hosted(
    lambda values, offsets, separator, most, sizes: (
        Type(dt.uint8, sizes[:1]),
        Type(dt.int64, sizes[1:]),
        Type(dt.int64, offsets.shape),
    ),
    open=2,
)
def _split(values: Any, offsets: Any, separator: Any, most: int) -> Any:
    n = offsets._layout.shape[0] - 1
    dims = (n, separator._layout.shape[0], most)
    operands = (values, offsets, separator)
    outputs: Any = [(dt.int64, (n + 1,))]
    if separator._layout.shape[0] == 1 and most < 0:
        nbytes = values._layout.shape[0]
        (rows,) = call(search.module, search.split_byte_sizes, operands, (n,), outputs)
        pieces = last(rows)
        outputs = [(dt.uint8, (nbytes - (pieces - n),)), (dt.int64, (pieces + 1,))]
        return (
            *call(search.module, search.split_byte, (*operands, rows), (n, nbytes), outputs),
            rows,
        )
    (rows,) = call(search.module, search.split_sizes, operands, (*dims, 0), outputs)
    pieces = last(rows)
    outputs = [(dt.int64, (pieces,)), (dt.int64, (pieces + 1,))]
    starts, ends = call(search.module, search.split, (*operands, rows), (*dims, 1, pieces), outputs)
    return copied(values, starts, ends), ends, rows


@textual
def split(t: Any, separator: str | None = None, maxsplit: int = -1) -> Any:
    """The pieces of each text between separators, or between whitespace: a ragged tensor of texts, as `str.split`.

    Of one text (0-d) a vector of texts. The pieces are `.values`, their rows `.offsets`.

    >>> ni.strings.split(ni.tensor(["the cat", "", "a b c"]))
    tensor([['the', 'cat'],
            [],
            ['a', 'b', 'c']])
    """
    t = as_strings(t, "strings.split")
    if separator is not None and (not isinstance(separator, str) or not separator):
        raise ValueError(
            f"split: the separator is a text that is not empty, got {separator!r}; code_points(t) takes texts apart "
            "into characters"
        )
    q = as_strings(separator or "", "strings.split")
    values, ends, rows = _split(t.values, t.offsets, q.values, most=int(maxsplit))
    return ragged_of(StringTensor(values, ends), rows, t)


# --- together


@StringTensor.rule("add")
def _add(name: str, x: Any, y: Any) -> StringTensor:
    """`x + y`: all texts of both, alternating; then every second offset is one of the result."""
    a, b = together(name, x, y)
    whole = b if a.form is None else a
    return _joined([a, b], whole)


def _joined(parts: list[StringTensor], whole: StringTensor) -> StringTensor:
    """The texts of several tensors, of one text or of one shape, behind one another."""
    index = []
    first: Any = 0
    for t in parts:
        own = _numbers(whole)
        index.append((own if t.form is not None or whole.form is None else 0 * own) + first)
        first = first + (t.size if isinstance(t.size, int) else _numbers(t, 1)[-1])
    values, offsets = merged(parts)
    alternating = ops.ravel(ops.stack(index, 1))
    made, ends = take_texts(values, offsets, alternating)
    return like(whole, made, ends[:: len(parts)])


def _numbers(t: StringTensor, more: int = 0) -> Any:
    return iota((t.size + more,), 0)


@StringTensor.rule("multiply")
def _multiply(name: str, x: Any, y: Any) -> StringTensor:
    """`x * 3`: each text so often."""
    t, n = (x, y) if isinstance(x, StringTensor) else (y, x)
    if not isinstance(n, int) or isinstance(n, bool):
        raise DTypeError(
            f"ni.multiply: texts are repeated an int of times, got {type(n).__name__}; write ni.strings.repeat(t, 3)"
        )
    return repeat(t, n)


@textual
def repeat(t: Any, times: int) -> StringTensor:
    """Each text `times` times behind itself.

    >>> ni.strings.repeat(ni.tensor(["ab", "c"]), 2)
    tensor(['abab', 'cc'])
    """
    t = as_strings(t, "strings.repeat")
    if times <= 0:
        return like(t, t.values[:0], 0 * t.offsets)
    index = ops.ravel(ops.stack([_numbers(t)] * times, 1))
    values, ends = take_texts(t.values, t.offsets, index)
    return like(t, values, ends[::times])


@hosted(
    lambda values, offsets, rows, separator, limits, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, rows.shape),
    ),
    open=1,
)
def _join(values: Any, offsets: Any, rows: Any, separator: Any, limits: Any) -> Any:
    """For each row its texts with the separator between them: texts of n texts, and the separator as text n."""
    n = offsets._layout.shape[0] - 1
    count = rows._layout.shape[0] - 1
    all_values, all_offsets = merged(
        [StringTensor(values, offsets), StringTensor(separator, limits)]
    )
    # Each text is followed by the separator, unless its row ends with it.
    places = ops.arange(n)
    ends = ops.zeros((n,), dtype=dt.bool_)
    if n and count:
        lasts = rows[1:] - 1
        some = rows[1:] > rows[:-1]
        ends = ops.scatter(
            ops.zeros((n + 1,), dtype=dt.bool_),
            ops.where(some, lasts, n),
            ops.ones((count,), dtype=dt.bool_),
            0,
        )[:n]
    empty = ops.concatenate([all_offsets, all_offsets[-1:]])  # one more text, without bytes
    index = ops.ravel(ops.stack([places, ops.where(ends, n + 1, n)], 1))
    made, limits = take_texts(all_values, empty, index)
    return made, limits[2 * rows]


def join(t: Any, separator: str = "", axis: int = -1) -> Any:
    """The texts of each row of a ragged tensor, or along an axis, in one text with a separator between them.

    >>> ni.strings.join(ni.tensor([["a", "b"], ["c", "d"]]), "-")
    tensor(['a-b', 'c-d'])
    >>> ni.strings.join(ni.strings.split(ni.tensor(["the cat", "ox"])), "_")
    tensor(['the_cat', 'ox'])
    """
    if not isinstance(t, Array):
        t = as_strings(t, "strings.join")
    if isinstance(t, StringTensor):
        if not t.ndim:
            return t
        axis = normalize_axis(axis, t.ndim, "strings.join")
        t = t if axis == t.ndim - 1 else ops.moveaxis(t, axis, -1)
    q = as_strings(separator, "strings.join")
    if isinstance(t, StringTensor) and t.ndim == 1:
        rows = ops.stack([t.offsets[0], 0 * t.offsets[0] + _numbers(t, 1)[-1]])
        values, offsets = _join(t.values, t.offsets, rows, q.values, q.offsets)
        return StringTensor(values, offsets, None)
    values, rows, wrap = rows_of(t, "strings.join")
    if not isinstance(values, StringTensor):
        raise DTypeError(f"strings.join: texts are joined, got {values.dtype}")
    return wrap(*_join(values.values, values.offsets, rows, q.values, q.offsets))


# --- pad


@hosted(
    lambda values, offsets, filling, width, side, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _pad(values: Any, offsets: Any, filling: Any, width: int, side: int) -> Any:
    n = offsets._layout.shape[0] - 1
    size = filling._layout.shape[0]
    outputs: Any = [(dt.int64, (n + 1,))]
    (ends,) = call(spans.module, spans.pad_sizes, (values, offsets), (n, width, size), outputs)
    outputs = [(dt.uint8, (last(ends),))]
    operands = (values, offsets, ends, filling)
    return (*call(spans.module, spans.pad, operands, (n, side, size, width), outputs), ends)


@textual
def pad(t: Any, width: int, side: str = "left", character: str = " ") -> StringTensor:
    """Texts filled up to `width` code points, at the "left", the "right" or on "both" sides; longer ones stay.

    As `str.rjust`, `str.ljust` and `str.center`.

    >>> ni.strings.pad(ni.tensor(["7", "42", "1234"]), 3, character="0")
    tensor(['007', '042', '1234'])
    """
    t = as_strings(t, "strings.pad")
    sides = {"left": 0, "right": 1, "both": 2}
    if side not in sides:
        raise ValueError(f"pad: side must be 'left', 'right' or 'both', got {side!r}")
    if not isinstance(character, str) or len(character) != 1:
        raise ValueError(f"pad: character is a text of one character, got {character!r}")
    q = as_strings(character, "strings.pad")
    return like(t, *_pad(t.values, t.offsets, q.values, width=int(width), side=sides[side]))

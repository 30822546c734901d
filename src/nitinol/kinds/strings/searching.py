"""Finding texts in texts: find, count, contains, replace, strip; parts of texts by place."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from ...ir.op import Type
from ...ops.shaping import reshaped
from ...tensor.raw import read_flat
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import search, spans
from .letters import counts_bytes
from .making import as_strings
from .moving import copied, last, like
from .ordering import together
from .raggeds import textual
from .tensor import StringTensor


def _step(offsets: Any, count: int) -> int:
    return 1 if offsets._layout.shape[0] - 1 == count else 0


@hosted(
    lambda values, offsets, patterns, limits, mode, points, sizes: (
        Type(dt.int64, (offsets.shape[0] - 1,)),
    )
)
def _find(values: Any, offsets: Any, patterns: Any, limits: Any, mode: int, points: bool) -> Any:
    count = offsets._layout.shape[0] - 1
    dims = (count, _step(limits, count), mode, points)
    operands = (values, offsets, patterns, limits)
    return call(search.module, search.find, operands, dims, [(dt.int64, (count,))])


def _broadcast(name: str, t: Any, *others: Any) -> list[StringTensor]:
    """Texts, and for each of the others one text for all or one for each."""
    found = together(f"strings.{name}", t, *others)
    if found[0].form is not None or all(x.form is None for x in found):
        return found
    shape = next(tuple(x.shape) for x in found if x.form is not None)
    return [ops.broadcast_to(found[0], shape), *found[1:]]


def _places(name: str, t: Any, pattern: Any, mode: int, points: bool = False) -> Any:
    t, q = _broadcast(name, t, pattern)
    (made,) = _find(t.values, t.offsets, q.values, q.offsets, mode=mode, points=points)
    return reshaped(made, t.shape)


@textual
def find(t: Any, pattern: Any, unit: str = "character") -> Any:
    """Where a text first is in each text, -1 where it is not, as `str.find`: int64.

    `pattern` is one text for all, or a tensor of texts that broadcasts with `t`. Places count code points, with
    unit="byte" bytes.

    >>> ni.strings.find(ni.tensor(["čaj", "abc"]), "a")
    tensor([1, 0])
    """
    return _places("find", t, pattern, search.FIRST, not counts_bytes(unit))


@textual
def rfind(t: Any, pattern: Any, unit: str = "character") -> Any:
    """Where a text last is in each text, -1 where it is not, as `str.rfind`; see `find`.

    >>> ni.strings.rfind(ni.tensor(["banana"]), "an")
    tensor([3])
    """
    return _places("rfind", t, pattern, search.LAST, not counts_bytes(unit))


@textual
def contains(t: Any, pattern: Any) -> Any:
    """Whether a text is in each text.

    >>> ni.strings.contains(ni.tensor(["Bilal", "Ali"]), "la")
    tensor([ True, False])
    """
    return _places("contains", t, pattern, search.FIRST) >= 0


@textual
def startswith(t: Any, prefix: Any) -> Any:
    """Whether each text begins with another.

    >>> ni.strings.startswith(ni.tensor(["Bilal", "Ali"]), "Bi")
    tensor([ True, False])
    """
    return _places("startswith", t, prefix, search.STARTS) >= 0


@textual
def endswith(t: Any, suffix: Any) -> Any:
    """Whether each text ends with another.

    >>> ni.strings.endswith(ni.tensor(["Bilal", "Ali"]), "li")
    tensor([False,  True])
    """
    return _places("endswith", t, suffix, search.ENDS) >= 0


@hosted(lambda values, offsets, patterns, limits, sizes: (Type(dt.int64, (offsets.shape[0] - 1,)),))
def _count(values: Any, offsets: Any, patterns: Any, limits: Any) -> Any:
    n = offsets._layout.shape[0] - 1
    operands = (values, offsets, patterns, limits)
    return call(search.module, search.count, operands, (n, _step(limits, n)), [(dt.int64, (n,))])


@textual
def count(t: Any, pattern: Any) -> Any:
    """How often a text is in each text, without overlaps, as `str.count`: int64.

    >>> ni.strings.count(ni.tensor(["banana", "kiwi"]), "an")
    tensor([2, 0])
    """
    t, q = _broadcast("count", t, pattern)
    return reshaped(_count(t.values, t.offsets, q.values, q.offsets)[0], t.shape)


# --- replace


@hosted(
    lambda values, offsets, patterns, limits, others, ends, most, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _replace(
    values: Any, offsets: Any, patterns: Any, limits: Any, others: Any, ends: Any, most: int
) -> Any:
    n = offsets._layout.shape[0] - 1
    operands = (values, offsets, patterns, limits, others, ends)
    dims = (n, _step(limits, n), _step(ends, n), most)
    outputs: Any = [(dt.int64, (n + 1,))]
    (made,) = call(search.module, search.replace_sizes, operands, (*dims, 0), outputs)
    outputs = [(dt.uint8, (last(made),))]
    return (*call(search.module, search.replace, (*operands, made), (*dims, 1), outputs), made)


@textual
def replace(t: Any, old: Any, new: Any, count: int = -1) -> Any:
    """Each text with another in the place of one that it contains, `count` times at most, as `str.replace`.

    >>> ni.strings.replace(ni.tensor(["banana"]), "an", "-")
    tensor(['b--a'])
    """
    t, q, r = _broadcast("replace", t, old, new)
    operands = (t.values, t.offsets, q.values, q.offsets, r.values, r.offsets)
    return like(t, *_replace(*operands, most=int(count)))


# --- strip


@hosted(
    lambda values, offsets, characters, sides, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _strip(values: Any, offsets: Any, characters: Any, sides: int) -> Any:
    n = offsets._layout.shape[0] - 1
    dims = (n, characters._layout.shape[0], sides)
    outputs = [(dt.int64, (n,)), (dt.int64, (n + 1,))]
    starts, ends = call(search.module, search.strip, (values, offsets, characters), dims, outputs)
    return copied(values, starts, ends), ends


def _stripped(name: str, t: Any, characters: str | None, sides: int) -> Any:
    t = as_strings(t, f"strings.{name}")
    if characters == "":
        return t
    q = as_strings(characters or "", f"strings.{name}")
    return like(t, *_strip(t.values, t.offsets, q.values, sides=sides))


@textual
def strip(t: Any, characters: str | None = None) -> Any:
    """Texts without the whitespace, or the given characters, at both ends, as `str.strip`.

    >>> ni.strings.strip(ni.tensor(["  Ali ", "--x"]))
    tensor(['Ali', '--x'])
    """
    return _stripped("strip", t, characters, 3)


@textual
def lstrip(t: Any, characters: str | None = None) -> Any:
    """Texts without whitespace, or the given characters, at the start, as `str.lstrip`.

    >>> ni.strings.lstrip(ni.tensor([" a "]))
    tensor(['a '])
    """
    return _stripped("lstrip", t, characters, 1)


@textual
def rstrip(t: Any, characters: str | None = None) -> Any:
    """Texts without whitespace, or the given characters, at the end, as `str.rstrip`.

    >>> ni.strings.rstrip(ni.tensor([" a "]))
    tensor([' a'])
    """
    return _stripped("rstrip", t, characters, 2)


@textual
def removeprefix(t: Any, prefix: str) -> Any:
    """Texts without a text that they begin with, as `str.removeprefix`.

    >>> ni.strings.removeprefix(ni.tensor(["un-do", "do"]), "un-")
    tensor(['do', 'do'])
    """
    t, size = as_strings(t, "strings.removeprefix"), len(prefix)
    return ops.where(startswith(t, prefix), slice(t, size, None), t) if size else t


@textual
def removesuffix(t: Any, suffix: str) -> Any:
    """Texts without a text that they end with, as `str.removesuffix`.

    >>> ni.strings.removesuffix(ni.tensor(["a.txt", "b"]), ".txt")
    tensor(['a', 'b'])
    """
    t, size = as_strings(t, "strings.removesuffix"), len(suffix)
    return ops.where(endswith(t, suffix), slice(t, None, -size), t) if size else t


# --- parts


@hosted(
    lambda values, offsets, start, stop, bytewise, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _slice(values: Any, offsets: Any, start: int, stop: int | None, bytewise: bool) -> Any:
    n = offsets._layout.shape[0] - 1
    dims = (n, start, 0 if stop is None else stop, stop is None)
    outputs = [(dt.int64, (n,)), (dt.int64, (n + 1,))]
    if bytewise:
        outputs.append((dt.int64, (1,)))
        starts, ends, bad = call(spans.module, spans.slice_bytes, (values, offsets), dims, outputs)
        (text,) = read_flat(bad)
        if text >= 0:
            raise ValueError(
                f"slice: bytes {start} to {'the end' if stop is None else stop} of text {text} cut a character into "
                'two, and what is left is no UTF-8; count characters with unit="character"'
            )
    else:
        starts, ends = call(spans.module, spans.slice_points, (values, offsets), dims, outputs)
    return copied(values, starts, ends), ends


@hosted(
    lambda values, offsets, start, stop, step, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _stride(values: Any, offsets: Any, start: int | None, stop: int | None, step: int) -> Any:
    n = offsets._layout.shape[0] - 1
    dims = (n, start or 0, stop or 0, step, (start is None) + 2 * (stop is None))
    outputs: Any = [(dt.int64, (n + 1,))]
    (ends,) = call(spans.module, spans.stride_sizes, (values, offsets), dims, outputs)
    outputs = [(dt.uint8, (last(ends),))]
    operands = (values, offsets, ends)
    return (*call(spans.module, spans.stride_write, operands, dims, outputs), ends)


@textual
def slice(
    t: Any,
    start: int | None = None,
    stop: int | None = None,
    step: int | None = None,
    unit: str = "character",
) -> StringTensor:
    """The part text[start:stop:step] of each text, as Python slices.

    Places count code points; with unit="byte" bytes (then `step` is 1, and a ValueError says which text would be cut
    inside of a character).

    >>> ni.strings.slice(ni.tensor(["Bilal", "čaj"]), 1, 3)
    tensor(['il', 'aj'])
    >>> ni.strings.slice(ni.tensor(["Bilal", "čaj"]), step=-1)
    tensor(['laliB', 'jač'])
    """
    t = as_strings(t, "strings.slice")
    step = 1 if step is None else int(step)
    if step == 0:
        raise ValueError("slice: step must not be 0")
    bytewise = counts_bytes(unit)
    if step == 1:
        made = _slice(t.values, t.offsets, start=start or 0, stop=stop, bytewise=bytewise)
        return like(t, *made)
    if bytewise:
        raise ValueError(f"slice: bytes are taken one by one (step 1), got step {step}")
    return like(t, *_stride(t.values, t.offsets, start=start, stop=stop, step=step))

"""Regular expressions: match, extract, replace, split.

Patterns are those of Python's `re`, which is always there and looks at one text after the other. With
`engine="re2"` they are those of RE2, through PyArrow's compute functions: many times faster on many texts, and never
slow on a hostile one, but without look-around and back-references, and \\d, \\w, \\s are ASCII. It is never chosen
silently, since results could differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from ...base import dtypes as dt
from ...base.errors import UnsupportedError
from ...ir.op import Type
from ...ops.shaping import reshaped
from ...tensor.creation import asarray
from ..hosting import hosted
from .making import as_strings, from_list
from .moving import like
from .raggeds import ragged_of, textual
from .tensor import StringTensor, decoded

_ENGINES = ("python", "re2")


def _compiled(name: str, pattern: Any, engine: str) -> str:
    if engine not in _ENGINES:
        raise ValueError(f"{name}: engine must be 'python' or 're2', got {engine!r}")
    if isinstance(pattern, re.Pattern):
        flags = pattern.flags & ~re.UNICODE
        letters = "".join(
            c for c, f in zip("aimsx", (re.A, re.I, re.M, re.S, re.X), strict=True) if flags & f
        )
        pattern = f"(?{letters}){pattern.pattern}" if letters else pattern.pattern
    if not isinstance(pattern, str):
        raise TypeError(
            f"{name}: a pattern is a text or a compiled one, got {type(pattern).__name__}"
        )
    if engine == "python":
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{name}: {pattern!r} is no pattern: {error}") from None
    return pattern


def arrow_compute() -> Any:
    """PyArrow's compute functions."""
    try:
        import pyarrow.compute
    except ImportError:
        raise UnsupportedError(
            "engine='re2' needs PyArrow, an optional extra; write pip install nitinol[strings], or engine='python'"
        ) from None
    return pyarrow.compute


def _through_arrow(
    values: Any, offsets: Any, function: Callable[[Any, Any], Any], pattern: str
) -> Any:
    """What a compute function gives for texts."""
    from .exchange import to_arrow

    compute = arrow_compute()
    try:
        return function(compute, to_arrow(StringTensor(values, offsets)))
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "pyarrow":
            raise
        raise ValueError(f"{pattern!r} is no pattern of RE2: {error}") from None


def _parts(texts: list[str]) -> tuple[Any, Any]:
    made = from_list(texts, (len(texts),))
    return made.values, made.offsets


# --- match


@hosted(
    lambda values, offsets, pattern, how, engine, sizes: (Type(dt.bool_, (offsets.shape[0] - 1,)),)
)
def _matches(values: Any, offsets: Any, pattern: str, how: str, engine: str) -> Any:
    if engine == "re2":
        whole = {"match": rf"\A(?:{pattern})", "fullmatch": rf"\A(?:{pattern})\z"}.get(how, pattern)
        found = _through_arrow(
            values, offsets, lambda pc, a: pc.match_substring_regex(a, whole), pattern
        )
        return (asarray(found.to_numpy(zero_copy_only=False)),)
    test = getattr(re.compile(pattern), how)
    answers = [test(x) is not None for x in decoded(values, offsets)]
    return (asarray(answers, dtype=dt.bool_),)


def _matched(name: str, t: Any, pattern: Any, how: str, engine: str) -> Any:
    t = as_strings(t, f"strings.{name}")
    text = _compiled(name, pattern, engine)
    (made,) = _matches(t.values, t.offsets, pattern=text, how=how, engine=engine)
    return reshaped(made, t.shape)


@textual
def regex_search(t: Any, pattern: Any, engine: str = "python") -> Any:
    """Whether a pattern is found anywhere in each text, as `re.search`.

    >>> ni.strings.regex_search(ni.tensor(["a1", "b"]), r"[0-9]")
    tensor([ True, False])
    """
    return _matched("regex_search", t, pattern, "search", engine)


@textual
def regex_match(t: Any, pattern: Any, engine: str = "python") -> Any:
    """Whether each text begins with a pattern, as `re.match`.

    >>> ni.strings.regex_match(ni.tensor(["a1", "1a"]), r"[a-z]")
    tensor([ True, False])
    """
    return _matched("regex_match", t, pattern, "match", engine)


@textual
def regex_fullmatch(t: Any, pattern: Any, engine: str = "python") -> Any:
    """Whether a pattern is all of each text, as `re.fullmatch`.

    >>> ni.strings.regex_fullmatch(ni.tensor(["a1", "a1b"]), r"[a-z][0-9]")
    tensor([ True, False])
    """
    return _matched("regex_fullmatch", t, pattern, "fullmatch", engine)


# --- extract, replace


@hosted(
    lambda values, offsets, pattern, group, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
        Type(dt.bool_, (offsets.shape[0] - 1,)),
    ),
    open=1,
)
def _extract(values: Any, offsets: Any, pattern: str, group: int | str) -> Any:
    search = re.compile(pattern).search
    found = [search(x) for x in decoded(values, offsets)]
    texts = ["" if m is None else m[group] or "" for m in found]
    return (*_parts(texts), asarray([m is not None for m in found], dtype=dt.bool_))


@textual
def regex_extract(t: Any, pattern: Any, group: int | str = 0) -> tuple[StringTensor, Any]:
    """(what a group of the first match in each text is, whether there is a match); '' where there is none.

    `group` is a number or a name; 0 is the whole match. The pattern is Python's.

    >>> ni.strings.regex_extract(ni.tensor(["x=12", "y"]), r"([a-z])=([0-9]+)", 2)
    (tensor(['12', '']), tensor([ True, False]))
    """
    t = as_strings(t, "strings.regex_extract")
    text = _compiled("regex_extract", pattern, "python")
    known = re.compile(text)
    if group not in known.groupindex and group not in range(known.groups + 1):
        raise ValueError(
            f"regex_extract: {text!r} has {known.groups} groups, none of them is {group!r}"
        )
    values, ends, there = _extract(t.values, t.offsets, pattern=text, group=group)
    return like(t, values, ends), reshaped(there, t.shape)


@hosted(
    lambda values, offsets, pattern, new, count, engine, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _sub(values: Any, offsets: Any, pattern: str, new: str, count: int, engine: str) -> Any:
    if engine == "re2":
        from .exchange import from_arrow

        most = count if count > 0 else None
        made = _through_arrow(
            values,
            offsets,
            lambda pc, a: pc.replace_substring_regex(a, pattern, new, max_replacements=most),
            pattern,
        )
        texts = from_arrow(made)
        return texts.values, texts.offsets
    known = re.compile(pattern)
    return _parts([known.sub(new, x, count=count) for x in decoded(values, offsets)])


@textual
def regex_replace(
    t: Any, pattern: Any, new: str, count: int = 0, engine: str = "python"
) -> StringTensor:
    """Each text with all matches of a pattern (`count` of them, if not 0) replaced, as `re.sub`.

    In `new`, \\1 is what group 1 matched.

    >>> ni.strings.regex_replace(ni.tensor(["a1b22"]), r"[0-9]+", "#")
    tensor(['a#b#'])
    """
    t = as_strings(t, "strings.regex_replace")
    text = _compiled("regex_replace", pattern, engine)
    made = _sub(t.values, t.offsets, pattern=text, new=new, count=int(count), engine=engine)
    return like(t, *made)


# --- split


@hosted(
    lambda values, offsets, pattern, most, find, sizes: (
        Type(dt.uint8, sizes[:1]),
        Type(dt.int64, sizes[1:]),
        Type(dt.int64, offsets.shape),
    ),
    open=2,
)
def _apart(values: Any, offsets: Any, pattern: str, most: int, find: bool) -> Any:
    known = re.compile(pattern)
    texts = decoded(values, offsets)
    if find:
        rows = [[m[0] for m in known.finditer(x)] for x in texts]
    else:
        rows = [_between(known, x, most) for x in texts]
    ends = list(accumulate(map(len, rows), initial=0))
    return (*_parts([x for row in rows for x in row]), asarray(ends, dtype=dt.int64))


def _between(known: re.Pattern[str], text: str, most: int) -> list[str]:
    """What `re.split` gives for a pattern without groups."""
    made: list[str] = []
    at = 0
    for m in known.finditer(text):
        if most and len(made) == most:
            break
        made.append(text[at : m.start()])
        at = m.end()
    made.append(text[at:])
    return made


@textual
def regex_split(t: Any, pattern: Any, maxsplit: int = 0) -> Any:
    """The pieces of each text between matches of a pattern: a ragged tensor of texts, as `re.split`.

    What groups match is left out. The pattern is Python's.

    >>> ni.strings.regex_split(ni.tensor(["a, b;c", ""]), r"[,;] *")
    tensor([['a', 'b', 'c'],
            ['']])
    """
    t = as_strings(t, "strings.regex_split")
    text = _compiled("regex_split", pattern, "python")
    values, ends, rows = _apart(t.values, t.offsets, pattern=text, most=int(maxsplit), find=False)
    return ragged_of(StringTensor(values, ends), rows, t)


@textual
def regex_findall(t: Any, pattern: Any) -> Any:
    """All matches of a pattern in each text: a ragged tensor of texts.

    >>> ni.strings.regex_findall(ni.tensor(["a1b22", "-"]), r"[0-9]+")
    tensor([['1', '22'],
            []])
    """
    t = as_strings(t, "strings.regex_findall")
    text = _compiled("regex_findall", pattern, "python")
    values, ends, rows = _apart(t.values, t.offsets, pattern=text, most=0, find=True)
    return ragged_of(StringTensor(values, ends), rows, t)

"""`function`: the callables that users see, and the dispatch cache behind them.

A call is looked up by a key made of the layouts of its tensors, the kinds of its runtime numbers
and the values of everything else. When the key is known, its recipe runs at once; otherwise the
function's `slow` way is taken, which usually ends with `remember` and `run`, so the next such
call is fast.

Keys name layouts by identity. The entry keeps its layouts alive, so an identity in
the table can never come to mean another layout. The table is cleared when it is full.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from threading import Lock
from typing import Any, Final

from ...base.dtypes import DType
from ..recipe import Recipe
from . import tensor as tensors
from .execute import check, execute, must_record, shortcut, watcher

CAPACITY: Final = 16384

_table: Final[dict[tuple[Any, ...], tuple[Recipe, tuple[Any, ...]]]] = {}
_quick: Final[dict[tuple[int, ...], Callable[..., Any]]] = {}  # of calls on one or two tensors
_numbers: Final = count()
_seen: Final = [0] * 4096  # hashes of calls of transparent functions that came once
_misses = 0
_hits = 0
_bits: Final = struct.Struct("d").pack


class _UncachedError(Exception):
    """An argument that no key describes."""


def _static(value: Any, key: list[Any], operands: list[Any] | None) -> None:
    """Append what identifies a static argument to `key`; raises `_UncachedError`."""
    kind = type(value)
    if kind is int:
        if not -(1 << 63) <= value < 1 << 63:
            raise _UncachedError
        key += (int, value)
    elif value is None or value is ... or kind is bool or kind is str or kind is DType:
        key += (kind, value)
    elif kind is float:
        key += (float, _bits(value))
    elif kind is tuple or kind is list:
        key += (kind, len(value))
        for item in value:
            _static(item, key, operands)
    elif kind is slice:
        key.append(slice)
        for part in (value.start, value.stop, value.step):
            if part is not None and type(part) is not int:
                raise _UncachedError
            _static(part, key, None)
    elif operands is not None and kind is tensors.tensor_type:
        key += (_TENSOR, id(value._layout))
        operands.append(value)
    else:
        raise _UncachedError


_TENSOR: Final = "tensor"
# Where one more or one less integer dtype can hold an int.
_ENDS: Final = (-(1 << 31), -(1 << 15), -(1 << 7), 0, *[1 << n for n in (7, 8, 15, 16, 31, 32)])
_tracing = 0  # functions being traced
_tracing_lock: Final = Lock()


def _operand(value: Any, key: list[Any], operands: list[Any]) -> None:
    """Append what identifies an operand to `key`, and the operand to `operands`."""
    kind = type(value)
    if kind is tensors.tensor_type:
        key += (_TENSOR, id(value._layout))
    elif kind is float or kind is complex:
        key.append(kind)
    elif kind is int:
        if not -(1 << 63) <= value < 1 << 63:
            raise _UncachedError
        # Ints that the same dtypes hold are alike; what does not fit its partner's must not be taken for what does.
        key += (int, bisect_right(_ENDS, value))
    else:
        raise _UncachedError
    operands.append(value)


def _key(
    number: int,
    operand_count: int,
    nested: bool,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> tuple[tuple[Any, ...], list[Any]]:
    """The key of a call, and its operands in order; raises `_UncachedError`."""
    key: list[Any] = [number, len(args)]
    operands: list[Any] = []
    for value in args[:operand_count]:
        if value is None:
            key.append(None)
        elif type(value) is list or type(value) is tuple:
            key += (type(value), len(value))
            for item in value:
                _operand(item, key, operands)
        else:
            _operand(value, key, operands)
    extra = operands if nested else None
    for value in args[operand_count:]:
        _static(value, key, extra)
    for name, value in kwargs.items():
        key.append(name)
        _static(value, key, extra)
    return tuple(key), operands


def function(
    slow: Callable[..., Any],
    name: str,
    doc: str | None,
    operand_count: int,
    *,
    nested: bool = False,
    transparent: bool = False,
    module: str = "nitinol",
) -> Any:
    """The callable `name` that users see; see the module's docstring.

    The first `operand_count` positional arguments are operands: tensors, Python numbers (whose
    values are not part of the key), None, or lists and tuples of tensors and numbers. All other
    arguments are static. With `nested`, tensors among the other arguments (also inside tuples and
    lists) are operands too, in order of appearance.

    `transparent` is for a wrapper around another function: when its slow way came to exactly one
    run, of which it returned the result, on just its own operands, all of them tensors, later calls
    that look like this one go there directly. So a wrapper must not decide by the values in tensors.
    """
    number = next(_numbers)
    lookup, quick = _table.get, _quick.get

    def call(*args: Any, **kwargs: Any) -> Any:
        global _misses, _hits
        if _tracing:
            return slow(*args, **kwargs)
        if not kwargs and len(args) <= operand_count and len(args) <= 2:
            # The usual case by a shorter way.
            kind = tensors.tensor_type
            if len(args) == 2:
                a, b = args
                if type(a) is kind and type(b) is kind:
                    short = quick((number, id(a._layout), id(b._layout)))
                    result = None if short is None else short(a, b)
                    if result is not None:
                        _hits += 1
                        return result
            elif args and type(args[0]) is kind:
                short = quick((number, id(args[0]._layout)))
                result = None if short is None else short(args[0])
                if result is not None:
                    _hits += 1
                    return result
        try:
            key, operands = _key(number, operand_count, nested, args, kwargs)
        except _UncachedError:
            _misses += 1
            return slow(*args, **kwargs)
        found = lookup(key)
        if found is None or (found[0].unrecorded and must_record(operands)):
            _misses += 1
            if transparent:
                return _watch(slow, key, operands, args, kwargs)
            return slow(*args, **kwargs)
        _hits += 1
        if operands and len(operands) <= 2 and not kwargs:
            _shorten(key, found[0], len(operands))
        return execute(found[0], operands)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = doc
    call.__module__ = module
    call.__wrapped__ = slow  # type: ignore[attr-defined]
    call._key = (number, operand_count, nested)  # type: ignore[attr-defined]
    return call


def _watch(
    slow: Callable[..., Any],
    key: tuple[Any, ...],
    operands: list[Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """The slow way of a transparent function; see `function`."""
    if watcher.runs is None:
        watcher.runs = []
    runs = watcher.runs
    before = len(runs)
    watcher.depth += 1
    try:
        result = slow(*args, **kwargs)
        if len(runs) == before + 1 and not _tracing:
            recipe, used, made = runs[-1]
            kind = tensors.tensor_type
            if (
                made is result
                and len(used) == len(operands)
                and all(x is y and type(x) is kind for x, y in zip(used, operands, strict=True))
            ):
                place = hash(key) % len(_seen)
                if _seen[place] == hash(key):
                    _enter(key, recipe, operands)
                _seen[place] = hash(key)  # only calls that come again are worth an entry
        return result
    finally:
        watcher.depth -= 1
        if not watcher.depth:
            watcher.runs = None


def _enter(key: tuple[Any, ...], recipe: Recipe, operands: Sequence[Any]) -> None:
    if len(_table) >= CAPACITY:
        clear()
    layouts = tuple([x._layout for x in operands if isinstance(x, tensors.TensorBase)])
    _table[key] = (recipe, layouts)
    _quick.pop((key[0], *key[3::2]), None)


def _shorten(key: tuple[Any, ...], recipe: Recipe, count: int) -> None:
    """Let later calls with this key, if it is one of one or two tensors alone, take the shorter way."""
    if len(key) == 2 + 2 * count and key[2::2] == (_TENSOR,) * count:
        _quick[(key[0], *key[3::2])] = shortcut(recipe, count) or _no_shortcut


def _no_shortcut(*operands: Any) -> None:
    return None


def remember(fn: Any, args: Sequence[Any], kwargs: Mapping[str, Any], recipe: Recipe) -> bool:
    """Let later calls of `fn` that look like this one run `recipe`; False when no key describes
    it.

    Must be called before `recipe` can change `args`' layouts, with the arguments that `slow` got.
    """
    if not hasattr(fn, "_key"):
        raise TypeError("remember wants a function made by ni.core.function")
    number, operand_count, nested = fn._key
    try:
        key, operands = _key(number, operand_count, nested, args, kwargs)
    except _UncachedError:
        return False
    check(recipe, operands)
    _enter(key, recipe, operands)
    return True


def set_tracing(on: bool) -> None:
    """Count a function whose tracing begins or ends; all calls take the slow way meanwhile."""
    global _tracing
    with _tracing_lock:
        _tracing += 1 if on else -1


def clear() -> None:
    """Forget all entries, for example because a setting changed that they depend on."""
    _quick.clear()  # first: it has the identities of layouts that the table keeps alive
    _table.clear()


def statistics() -> dict[str, int]:
    """How many calls were answered by the cache, how many were not, and its entries."""
    return {"hits": _hits, "misses": _misses, "entries": len(_table)}


_BINARY: Final = {
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "divide": "truediv",
    "floor_divide": "floordiv",
    "remainder": "mod",
    "pow": "pow",
    "matmul": "matmul",
    "bitwise_and": "and",
    "bitwise_or": "or",
    "bitwise_xor": "xor",
    "bitwise_left_shift": "lshift",
    "bitwise_right_shift": "rshift",
}
_UNARY: Final = {"negative": "neg", "positive": "pos", "abs": "abs", "bitwise_invert": "invert"}
_COMPARE: Final = {
    "equal": "eq",
    "not_equal": "ne",
    "less": "lt",
    "less_equal": "le",
    "greater": "gt",
    "greater_equal": "ge",
}


def set_operator(name: str, fn: Callable[..., Any]) -> None:
    """Make `fn` what an operator of tensors calls; names as in `trace.array.operators`.

    `fn` may return NotImplemented.
    """
    base: Any = tensors.TensorBase
    if name in _BINARY:

        def forward(self: Any, other: Any) -> Any:
            return fn(self, other)

        def reflected(self: Any, other: Any) -> Any:
            return fn(other, self)

        setattr(base, f"__{_BINARY[name]}__", forward)
        setattr(base, f"__r{_BINARY[name]}__", reflected)
    elif name in _UNARY:
        setattr(base, f"__{_UNARY[name]}__", lambda self: fn(self))
    elif name in _COMPARE:
        setattr(base, f"__{_COMPARE[name]}__", lambda self, other: fn(self, other))
    elif name == "getitem":
        base.__getitem__ = lambda self, key: fn(self, key)
    else:
        known = ", ".join([*_BINARY, *_UNARY, *_COMPARE, "getitem"])
        raise ValueError(f"{name!r} is no operator of tensors; the operators are {known}")

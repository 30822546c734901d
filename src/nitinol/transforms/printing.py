"""`ni.debug.print`: values, printed where they are at hand.

Outside of compiled programs a value is at hand, below the tracers of derivatives and `vmap`. In a program, which may be
the body of a loop, the primitive `print_values` (`ops.control.printing`) stands for it. When the program runs and
comes by, its kernel calls a function of this module through ctypes, with the text and the addresses of the
values, which are printed from there before it goes on. So lines come in the order of the program, once for each round
of a loop.

The order hangs on a token that each print takes and gives (see there). It is a tensor of which a program knows that it
is assigned to; what is assigned to it is dropped.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ..base.dtypes import dtype as dtype_of
from ..base.dtypes import int64
from ..core import TensorBase, Word, allocate, get_tensor_type, layout, make, set_hook, wrap
from ..ops.control.printing import print_values
from ..trace.array import Array, Number
from ..trace.batching import BatchTracer
from ..trace.bind import active, bind, type_of
from ..trace.jvp import JVPTracer
from ..trace.primitives import reduce_sum
from ..trace.stage import Stage
from .steps import bare

__all__ = ["print"]


def print(text: str, /, *args: Any, **kwargs: Any) -> None:
    """Print `text.format(*args, **kwargs)`, where values may be tensors of any kind.

    Also in compiled functions and in the bodies of branches and loops, each time that the program comes by, in the
    order of the program. Inside `ni.vmap` there is a line for each element, inside derivatives the value is
    printed. Where elements of `ni.vmap` take different branches, all branches run for all of them, and print.

    >>> import nitinol as ni
    >>> @ni.jit
    ... def f(x):
    ...     def step(total, v):
    ...         ni.debug.print("{} + {v}", total, v=v)
    ...         return total + v, None
    ...     return ni.scan(step, 0.0, x)[0]
    >>> _ = f(ni.tensor([1.0, 2.0]))
    tensor(0.) + tensor(1.)
    tensor(1.) + tensor(2.)
    """
    if not isinstance(text, str):
        raise TypeError(
            f'ni.debug.print takes a text first, got {type(text).__name__}; write ni.debug.print("{{}}", x)'
        )
    values = [x.number if isinstance(x, Number) else x for x in (*args, *kwargs.values())]
    text.format(*[_Anything() for _ in args], **{name: _Anything() for name in kwargs})
    if isinstance(active.stage, Stage):
        _stage(text, values, len(args), list(kwargs))
        return
    pairs = [_plain(x) for x in values]
    _show(text, [x for x, _ in pairs], [depth for _, depth in pairs], len(args), list(kwargs))


class _Anything:
    """Takes every format and has every part: a text with too few values fails at once."""

    def __format__(self, spec: str) -> str:
        return ""

    def __getattr__(self, name: str) -> _Anything:
        return self

    def __getitem__(self, key: Any) -> _Anything:
        return self


# --- at hand


def _plain(x: Any) -> tuple[Any, int]:
    """The value below tracers, and how many hidden axes it has in front."""
    depth = 0
    while isinstance(x, (JVPTracer, BatchTracer)):
        if isinstance(x, JVPTracer):
            x = x.primal
        else:
            x = x.interpreter.first(x)  # type: ignore[attr-defined]
            depth += 1
    return x, depth


def _show(
    text: str, values: Sequence[Any], depths: Sequence[int], count: int, names: Sequence[str]
) -> None:
    """Print one line, or one for each element of the hidden axes; the last values have `names`."""
    for index in _indices(values, depths):
        shown = [_element(v, d, index) for v, d in zip(values, depths, strict=True)]
        named = dict(zip(names, shown[count:], strict=True))
        builtins.print(text.format(*shown[:count], **named))


def _indices(values: Sequence[Any], depths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The elements of the hidden axes, as the value with most of them has them."""
    depth = max(depths, default=0)
    if depth == 0:
        yield ()
        return
    shape = next(v.shape[:d] for v, d in zip(values, depths, strict=True) if d == depth)
    total = 1
    for n in shape:
        total *= n
    for i in range(total):
        index: list[int] = []
        for n in reversed(shape):
            index.insert(0, i % n)
            i //= n
        yield tuple(index)


def _element(v: Any, depth: int, index: tuple[int, ...]) -> Any:
    if not isinstance(v, TensorBase):
        return v
    v = bare(v)
    for _ in range(depth):
        v = v[index[0]]
        index = index[1:]
    return v


# --- in a program


def _stage(text: str, values: Sequence[Any], count: int, names: Sequence[str]) -> None:
    _listen()
    token = _token()
    tensors = [x for x in values if isinstance(x, Array)]
    kinds = [
        (type_of(x).dtype.name, len(x.shape), type_of(x).weak) if isinstance(x, Array) else None
        for x in values
    ]
    fixed = [None if isinstance(x, Array) else _simple(x) for x in values]
    said = json.dumps([text, count, names, kinds, fixed])
    after = bind(print_values, token, *tensors, text=said, depths=(0,) * len(tensors))
    token._assign(after)


def _simple(x: Any) -> Any:
    """A value that is known while tracing, for the text of the program."""
    return x if x is None or type(x) in (bool, int, float, str) else str(x)


_made: Final[list[Any]] = []


def _ignored(name: str) -> Any:
    raw: Any = vars(TensorBase)[name]
    return property(lambda self: raw.__get__(self), lambda self, value: None)


def _assign(self: Any, value: Any) -> None:
    """Let a program go on with the token that a print gave; elements of `vmap` have one for all of them."""
    while isinstance(value, (JVPTracer, BatchTracer)):
        if isinstance(value, JVPTracer):
            value = value.primal
        else:
            value = bind(reduce_sum, value.value, axes=(value.axis,))
    get_tensor_type()._assign(self, value)


def _token() -> Any:
    """The tensor that prints are assigned to; it stays what it is."""
    if not _made:
        storage = allocate(8)  # its value means nothing
        token = make(storage, storage.address, layout(int64, ()))
        fields = {name: _ignored(name) for name in ("_storage", "_address", "_layout", "_node")}
        fields["_assign"] = _assign
        token.__class__ = type("Token", (get_tensor_type(),), {"__slots__": (), **fields})
        _made.append(token)
    return _made[0]


# --- from a program


_callbacks: Final[list[Any]] = []  # must live as long as kernels may call them


def _listen() -> None:
    """Have kernels call `_heard`."""
    if _callbacks:
        return
    import ctypes  # slow to import, and only needed here

    kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p)

    def heard(text: int, nbytes: int, words: int) -> None:
        head, _, said = ctypes.string_at(text, nbytes).decode().partition("\n")
        depths = [int(d) for d in head.split(",")] if head else []
        _heard(said, depths, lambda i: ctypes.c_int64.from_address(words + 8 * i).value)

    callback = kind(heard)
    _callbacks.append(callback)
    address = ctypes.cast(callback, ctypes.c_void_p).value
    set_hook(Word.PRINT, address or 0)


def _heard(said: str, deep: Sequence[int], word: Any) -> None:
    """Print what a kernel shows."""
    text, count, names, kinds, values = json.loads(said)
    depths = [0] * len(values)
    place, number = 0, 0
    for i, kind in enumerate(kinds):
        if kind is None:
            continue
        name, ndim, weak = kind
        depths[i] = deep[number]
        ndim, number = ndim + deep[number], number + 1
        address = word(place)
        shape = tuple([word(place + 1 + n) for n in range(ndim)])
        strides = tuple([word(place + 1 + ndim + n) for n in range(ndim)])
        place += 1 + 2 * ndim
        where = layout(dtype_of(name), shape, strides)
        # The memory belongs to the kernel, which waits for this function.
        x = make(wrap(address, where.nbytes, None, False), address, where)
        values[i] = x.item() if weak and not ndim else x
    tracing = active.stage, active.lazy, active.mapped
    active.stage, active.lazy, active.mapped = None, None, ()
    try:
        _show(text, values, depths, count, names)
    finally:
        active.stage, active.lazy, active.mapped = tracing

"""`jit`: a function compiled whole.

    call ──► leaves of the arguments, and what the function captured (`roots`)
         ──► a variant whose sizes fit (`variants`), or a new one: traced (`retrace`), scheduled, compiled
         ──► run ──► changed state is written back ──► the result

The first call is compiled for its exact sizes. When an axis changes later, a variant is compiled in which all axes
that have ever changed are open; a further size along these costs nothing. Size 1 broadcasts, so it is a pattern of
its own.

State. A tensor that the function assigns (`p._assign(value)`: optimizers, running statistics) or whose gradient it
computes (`loss.backward()`) is given its new value after the call. Python's own side effects happen while tracing
only.

Speed. A call that repeats the last one (the same captured objects, arguments of the same structure and layouts) takes
the entry of the last one; a function of tensors without state is answered by the core's dispatch cache.
"""

from __future__ import annotations

import os
import threading
import warnings
import weakref
from collections.abc import Callable, Sequence
from functools import update_wrapper
from math import prod
from operator import is_not
from types import MethodType
from typing import Any, Final

from ..base import trees
from ..base.collection import paused
from ..base.errors import IndexRangeError, TracerError, UnsupportedError
from ..base.places import locate, raised_at
from ..core import Layout, TensorBase, layout, make, remember
from ..core import function as dispatched
from ..ir.text import show
from ..trace.array import Number
from ..trace.batching import BatchTracer
from ..trace.bind import Tracer, active
from ..trace.call import Call
from ..trace.composite import as_operand
from ..trace.jvp import JVPTracer
from .arguments import Static, check_hashable, named, parameters
from .donated import donating
from .evaluate import as_leaf
from .plan import Plan
from .retrace import DTYPES, CapturedTracer, Slot, trace
from .roots import Reading, read
from .rules import dear
from .variants import FAILURES, Entry, Variant, sameness

_STORES: Final = 64  # structures of captured state whose programs a function keeps
_MANY: Final = 16  # of them, after which a warning says why
_FLAGS: Final = (bool, str, type(None))

_lock = threading.RLock()  # one thread traces at a time


class _Python(threading.local):
    """Whether compiled functions run as the Python that they were (`ni.debug.no_jit`)."""

    only = False


python: Final = _Python()


def _new_lock() -> None:  # in a forked child nobody holds the old one
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_new_lock)


class Program:
    """A traced graph as users see it: `print` shows it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __str__(self) -> str:
        return show(self.plan.graph)

    __repr__ = __str__


class _Store:
    """The variants for one structure of captured state."""

    __slots__ = ("families", "fast", "plain")

    def __init__(self, jitted: Jitted) -> None:
        self.families: dict[Any, list[Variant]] = {}
        self.plain = False  # whether the dispatch cache may answer

        # The dispatch cache answers calls whose arguments are tensors and numbers one by one.
        def slow(*args: Any, **kwargs: Any) -> Any:
            return jitted._call(args, kwargs)

        self.fast = dispatched(slow, jitted.__name__, jitted.__doc__, 64)


_MISSED: Final = object()


def _missed(*args: Any, **kwargs: Any) -> Any:
    return _MISSED


class _Nested:
    """The last call with keywords, or with containers: lists, modules, tensors of other kinds.

    What is given to `run` stands where leaves were, and is one where it is taken: a tensor, or a number.
    """

    __slots__ = ("_args", "_fast", "entry", "treedef")

    def __init__(self, treedef: trees.TreeDef, entry: Entry, leaves: Sequence[Any]) -> None:
        self.treedef, self.entry = treedef, entry
        args, kwargs = treedef.children
        self._args = None if kwargs.children else args
        self._fast: Any = None
        if entry.by_layouts():  # so the dispatch cache may answer
            self._fast = dispatched(_missed, "call", "", 64)
            remember(self._fast, tuple(leaves), {}, entry.recipe)

    def leaves(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any] | None:
        """The leaves of a call of this structure; None for another one."""
        if not kwargs:
            return None if self._args is None else trees.matched(self._args, args)
        return (
            None if self._args is not None else trees.matched(self.treedef, (args, _sorted(kwargs)))
        )

    def run(self, leaves: list[Any]) -> Any:
        """The result for these leaves, or `_MISSED`."""
        entry = self.entry
        if self._fast is not None:
            try:
                made = self._fast(*leaves)
            except IndexRangeError as error:
                entry.variant.blame(error, leaves)
                raise
            return made if made is _MISSED else entry.wrapped(made, leaves)
        if not entry.accepts(leaves):
            return _MISSED
        operands = entry.operands(leaves)
        return _MISSED if operands is None else entry.run(leaves, operands)


def _sorted(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Keywords by name: their order means nothing."""
    return kwargs if len(kwargs) < 2 else dict(sorted(kwargs.items()))


class Jitted:
    """A compiled function; see `jit`."""

    __name__: str

    def __init__(
        self,
        function: Callable[..., Any],
        static: tuple[Any, ...],
        donated: tuple[Any, ...] = (),
        owner: Any = None,
    ) -> None:
        if hasattr(function, "__code__"):
            update_wrapper(self, function)
        else:  # a module or another callable object
            self.__wrapped__ = function
            self.__doc__ = type(function).__doc__
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self.function = function
        bound = owner is not None
        self.static = named(function, static, "static", bound) if static else frozenset()
        self.donated = named(function, donated, "donate", bound) if donated else frozenset()
        self.compilations = 0
        self.calls = 0
        self._given = static, donated
        self._owner: Any = owner  # a weak reference to the object that `function` is a method of
        self._stores: dict[Any, _Store] = {}
        self._reading: Reading | None = None
        self._store: _Store | None = None
        self._last: Entry | None = None
        self._nested: _Nested | None = None
        self._bound: dict[int, tuple[Any, Any]] = {}
        self._changes = 0  # how often what is captured asked for other programs

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self
        found = self._bound.get(id(instance))
        if found is None:
            key = id(instance)
            bound = self._bound
            try:
                alive = weakref.ref(instance, lambda _: bound.pop(key, None))
            except TypeError:
                alive = lambda: instance  # type: ignore[assignment] # noqa: E731 - it lives as long as this
            found = bound[key] = alive, _Method(self.function, *self._given, alive)
        return MethodType(found[1], instance)

    def __reduce__(self) -> Any:
        return Jitted, (self.function, *self._given)

    def stats(self) -> dict[str, int]:
        """How often the function was compiled, and how often a call found it compiled.

        >>> import nitinol as ni
        >>> f = ni.jit(lambda x: x + 1.0)
        >>> _ = [f(ni.zeros(n)) for n in (2, 3, 4, 5)]
        >>> f.stats()
        {'compilations': 2, 'hits': 2}
        """
        return {"compilations": self.compilations, "hits": self.calls - self.compilations}

    def graph(self, *args: Any, **kwargs: Any) -> Program:
        """The program that a call with these arguments runs; it is traced, if need be, but not run.

        >>> import nitinol as ni
        >>> print(ni.jit(lambda x: ni.sin(x)).graph(ni.zeros(3)))
        <lambda>(%in0: float32[3])
          %0 = sin(%in0) : float32[3]
          return %0
        """
        before = self.compilations
        plan = self._find(args, kwargs)[0].variant.plan
        self.calls += self.compilations - before  # so that the call that follows is a hit
        return Program(plan)

    def memory(self, *args: Any, **kwargs: Any) -> dict[str, int]:
        """The bytes that a call with these arguments needs; it is compiled, if need be, but not run.

        `arguments` are the tensors that the program reads, with those that the function captures;
        `results` all that it makes: also new values of state that it assigns to, unless they are written
        over the old ones, and, where the call is recorded, what the tape keeps. `temporaries` is the most
        memory that it holds besides at one time: intermediate results, and operands in the layouts that
        kernels read them in. `peak` is the sum of the three. The allocator rounds blocks up, by a quarter
        at most. What grows with a length that only the run knows is not counted.

        >>> import nitinol as ni
        >>> f = ni.jit(lambda x, w: ni.softmax(x @ w))
        >>> f.memory(ni.zeros((8, 4)), ni.zeros((4, 16)))
        {'arguments': 384, 'results': 512, 'temporaries': 512, 'peak': 1408}
        """
        before = self.compilations
        entry, _, operands = self._find(args, kwargs)
        self.calls += self.compilations - before  # so that the call that follows is a hit
        if entry.variant.parts is not None:
            raise UnsupportedError(
                f"{self.__name__}: sizes in it depend on data, so its memory is known only when it runs; look at "
                "ni.memory.stats() after a call"
            )
        tensors = {id(x): x for x in operands if isinstance(x, TensorBase)}
        given = sum([_bytes_of(x._layout) for x in tensors.values()])
        if entry.recipe is None:  # all results are operands
            return {"arguments": given, "results": 0, "temporaries": 0, "peak": given}
        results = sum([_bytes_of(where) for where in entry.made(operands)])
        more = entry.variant.temporary_bytes(operands)
        peak = given + results + more
        return {"arguments": given, "results": results, "temporaries": more, "peak": peak}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        store = self._store
        if store is not None and store.plain and self._reading.current():  # type: ignore[union-attr]
            try:
                return store.fast(*args, **kwargs)
            except FAILURES as error:
                self._blame(error, args, kwargs)
                raise
        return self._call(args, kwargs)

    def _blame(
        self, error: IndexRangeError | MemoryError, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Add to an error of a call that the dispatch cache answered the user's line."""
        if "\n  at " not in str(error):
            entry, _, operands = self._find(args, kwargs)
            entry.variant.blame(error, operands)

    def _python(self, *args: Any, **kwargs: Any) -> Any:
        """The function itself."""
        if self._owner is None:
            return self.function(*args, **kwargs)
        return self.function(self._owner(), *args, **kwargs)

    def _call(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if active.stage is not None or python.only:
            self.calls -= 1
            return self._python(*args, **kwargs)
        if args and isinstance(args[0], type) and self._owner is None and 0 not in self.static:
            # From Python 3.13 on a class method hands its class over like this. It is state, like any owner.
            self.calls -= 1
            return self.__get__(args[0], None)(*args[1:], **kwargs)
        last = self._last if not active.mapped else None
        if last is not None and not kwargs and last.accepts(args) and self._look() is last.reading:
            operands = last.operands(args)
            if operands is not None:
                return last.run(args, operands)
        nested = self._nested if not active.mapped else None
        if nested is not None and self._look() is nested.entry.reading:
            leaves = nested.leaves(args, kwargs)
            if leaves is not None:
                made = nested.run(leaves)
                if made is not _MISSED:
                    return made
        if any(isinstance(x, Tracer) for x in trees.leaves((args, kwargs))):
            return self._transformed(args, kwargs)
        dynamic, treedef, statics = self._split(args, kwargs)
        try:
            entry, dynamic, operands = self._chosen(dynamic, treedef, statics)
        except CapturedTracer:
            self.calls -= 1
            return self._python(*args, **kwargs)
        if active.mapped:
            return entry.run(dynamic, operands)
        if kwargs or len(args) != len(dynamic) or any(map(is_not, args, dynamic)):
            if statics.count(Slot) == len(statics):
                self._nested = _Nested(treedef, entry, dynamic)
            return entry.run(dynamic, operands)
        store = self._store
        if entry.direct and store is not None:
            store.plain = True
            remember(store.fast, args, kwargs, entry.recipe)
        else:
            self._last = entry
        return entry.run(dynamic, operands)

    def _transformed(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """A call under transforms (`jvp`, `grad` of `grad`, `vmap`): one operation, unless it changes
        state or captures what a transform made."""
        dynamic, treedef, statics = self._split(args, kwargs)
        found = [_beneath(x) for x in dynamic]
        if all(x is not None for x in found):
            try:
                variant, _, operands = self._variant(found, treedef, statics)
            except CapturedTracer:
                variant = None
            if variant and not (
                variant.assigned or variant.gradients or variant.needs or variant.parts
            ):
                if variant.call is None:
                    variant.call = Call(variant.plan.graph, dear)
                given = [as_operand(x) for x in (*dynamic, *operands[len(dynamic) :])]
                try:
                    results = variant.call.apply(given)
                except IndexRangeError as error:
                    self._blame_python(error, args, kwargs)
                    raise
                if variant.picks is not None:
                    results = tuple([results[i] if i >= 0 else given[~i] for i in variant.picks])
                return trees.unflatten(variant.tree, results[: variant.outputs])
        self.calls -= 1
        return self._python(*args, **kwargs)

    def _blame_python(
        self, error: IndexRangeError, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """The same for a call on tracers: as Python, operation by operation, it fails at the user's line."""
        try:
            self._python(*args, **kwargs)
        except IndexRangeError as found:
            locate(found, raised_at(found.__traceback__))
            error.args = found.args
        except Exception:
            pass  # an explanation that fails must not hide the error

    # --- finding a variant

    def _look(self) -> Reading:
        """What the function captures now."""
        reading = self._reading
        if reading is None or not reading.current():
            reading = self._settle(self._read())
        return reading

    def _read(self) -> Reading:
        return read(self.function, None if self._owner is None else self._owner())

    def _settle(self, reading: Reading) -> Reading:
        """Go on with this reading and the programs of its structure."""
        store = self._stores.get(reading.key)
        if store is None:
            if len(self._stores) >= _STORES:
                self._stores.pop(next(iter(self._stores)))
            self._changes += 1
            if self._changes == _MANY:
                self._warn(reading)
            store = self._stores[reading.key] = _Store(self)
        self._store, self._reading = store, reading
        return reading

    def _warn(self, reading: Reading) -> None:
        """Say which captured numbers are behind many compilations."""
        before = {} if self._reading is None else self._reading.numbers
        changed = [n for n, v in reading.numbers.items() if n in before and before[n] != v]
        if changed:
            warnings.warn(
                f"{self.__name__} was compiled {_MANY} times because Python numbers that it captures change "
                f"({', '.join(changed)}); pass them as arguments, or keep them in tensors",
                RuntimeWarning,
                stacklevel=2,
            )

    def _split(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[list[Any], trees.TreeDef, tuple[Any, ...]]:
        """(dynamic leaves, structure, for each leaf `Slot` or its static value)."""
        if self.static:
            args = tuple([Static(x) if i in self.static else x for i, x in enumerate(args)])
            kwargs = {k: Static(x) if k in self.static else x for k, x in kwargs.items()}
        leaves, treedef = trees.flatten((args, _sorted(kwargs)))
        dynamic: list[Any] = []
        statics: list[Any] = []
        for x in leaves:
            if isinstance(x, (TensorBase, Tracer)) or type(x) in DTYPES:
                dynamic.append(x)
                statics.append(Slot)
            elif hasattr(x, "__array__"):
                dynamic.append(as_leaf(x))
                statics.append(Slot)
            else:
                statics.append(x if isinstance(x, Static) else Static(x))
        return dynamic, treedef, tuple(statics)

    def _find(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Entry, list[Any], list[Any]]:
        return self._chosen(*self._split(args, kwargs))

    def _chosen(
        self, dynamic: list[Any], treedef: trees.TreeDef, statics: tuple[Any, ...]
    ) -> tuple[Entry, list[Any], list[Any]]:
        variant, reading, operands = self._variant(dynamic, treedef, statics)
        return Entry(variant, reading, dynamic, operands), dynamic, operands

    def _variant(
        self, dynamic: list[Any], treedef: trees.TreeDef, statics: tuple[Any, ...]
    ) -> tuple[Variant, Reading, list[Any]]:
        """The variant that serves these leaves, what it captures now, and its operands.

        Raises `CapturedTracer` when the function cannot be compiled here.
        """
        reading = self._look()
        key = (treedef, statics, *_kinds(dynamic, reading))
        if active.mapped:  # collectives and generators see what `vmap` maps over
            key += (tuple([(m.name, m.size) for m in active.mapped if m.name is not None]),)
        check_hashable(key, statics)
        found = self._among(key, dynamic, reading)
        if found is None:
            with _lock:
                reading = self._look()
                found = self._among(key, dynamic, reading)
                if found is None:
                    with paused():
                        found = self._trace(key, dynamic, treedef, statics, reading)
        return found

    def _among(
        self, key: Any, dynamic: list[Any], reading: Reading
    ) -> tuple[Variant, Reading, list[Any]] | None:
        """The variant that serves this call."""
        store = self._store
        assert store is not None
        for variant in reversed(store.families.get(key, ())):
            operands = variant.operands(dynamic, reading.leaves)
            if operands is not None:
                return variant, reading, operands
        return None

    def _trace(
        self,
        key: Any,
        dynamic: list[Any],
        treedef: trees.TreeDef,
        statics: tuple[Any, ...],
        reading: Reading,
    ) -> tuple[Variant, Reading, list[Any]]:
        store = self._store
        assert store is not None

        def rebuild(leaves: Sequence[Any]) -> Any:
            source = iter(leaves)
            return trees.unflatten(
                treedef, [next(source) if s is Slot else s.value for s in statics]
            )

        family = store.families.setdefault(key, [])
        names = parameters(self.function)[0 if self._owner is None else 1 :]
        function, name = self._python, self.__name__
        if self.donated:
            function = donating(function, self.donated)
        variant, after = trace(function, name, names, dynamic, rebuild, family, reading, self._read)
        self.compilations += 1
        if after is not reading:
            # What the function itself changed while it was traced is a side effect: calls find the variant
            # in the state that they meet.
            self._settle(after)
            assert self._store is not None
            family = self._store.families.setdefault((*key[:2], *_kinds(dynamic, after)), [])
        family.append(variant)
        operands = variant.operands(dynamic, after.leaves)
        if operands is None:
            raise TracerError(
                f"{self.__name__} changed the tensors that it captures while it was traced; assign to them with "
                "tensor[...] = value, or return the new ones"
            )
        return variant, after, operands


class _Method(Jitted):
    """A compiled function for one object that it is a method of."""

    def __call__(self, instance: Any, *args: Any, **kwargs: Any) -> Any:
        return super().__call__(*args, **kwargs)


def _bytes_of(where: Layout) -> int:
    return prod(where.shape) * where.dtype.itemsize


def _beneath(x: Any) -> Any:
    """The tensor or number that a tracer of a derivative carries, without history; one element of
    what is mapped; None for other tracers."""
    while isinstance(x, JVPTracer):
        x = x.primal
    if isinstance(x, BatchTracer):
        every = _beneath(x.value)
        if not isinstance(every, TensorBase):
            return None
        where, axis = every._layout, x.axis
        shape, strides = [(*v[:axis], *v[axis + 1 :]) for v in (where.shape, where.strides)]
        return make(every._storage, every._address, layout(where.dtype, shape, strides))
    if isinstance(x, Number):
        return x.number if type(x.number) in DTYPES else None
    if isinstance(x, TensorBase):
        return make(x._storage, x._address, x._layout)
    return x if type(x) in DTYPES else None


def _kinds(dynamic: Sequence[Any], reading: Reading) -> tuple[Any, ...]:
    """What a trace depends on besides sizes: dtype, rank, gradients, and trainable tensors that occur again."""
    kinds = [
        (x._layout.dtype, x._layout.ndim) if isinstance(x, TensorBase) else type(x) for x in dynamic
    ]
    return (*kinds, *sameness(dynamic, reading))


def jit(
    function: Callable[..., Any] | None = None,
    *,
    static_argnums: int | Sequence[int] = (),
    static_argnames: str | Sequence[str] = (),
    donate_argnums: int | Sequence[int] = (),
    donate_argnames: str | Sequence[str] = (),
) -> Any:
    """`function` compiled whole: the same results, from one native program.

    Arguments and results are tensors and numbers in any nest of lists, tuples, dicts and modules. Strings, `None` and
    other hashable objects are static: the function is compiled for each value of them; so are arguments named in
    `static_argnums` and `static_argnames`. Numbers among the results become tensors. Python code runs while tracing
    only.

    Arguments named in `donate_argnums` and `donate_argnames` are not looked at again by the caller, as the old ones in
    `params = step(params, x)`: results of their dtypes and shapes are written over their tensors, where nothing else
    holds their memory. What such a tensor holds after the call is not defined. Those that require a gradient are kept.

    Captured tensors (of a closure, of globals, of `self`) are read at each call, and what the function assigns to them
    is written back, as are gradients that it computes by `loss.backward()`; results of such a call have no history.
    New values are written over the old ones where nothing else holds their memory (a view, the tape, an array that
    shares it). A call that fails, or that Ctrl-C ends, leaves all values as they were, and gradients too, unless
    the function calls `zero_grad`. Threads that call such functions take turns; another thread that reads such a tensor
    while a step runs may see elements of both values.
    Flags of modules (`model.eval()`) are noticed: another value compiles again. So are captured Python numbers, texts,
    and lists and dicts of them; what changes often should be an argument.

    Sizes: the first call is compiled for its sizes; when an axis changes, once more with that axis open, and never
    again.

    `f.stats()` counts compilations, `print(f.graph(*args))` shows the program, and with `NITINOL_DEBUG=passes` in the
    environment each pass of the compiler prints it with the time it took.

    Raises `TracerError`, with the line that is to blame, where Python code needs a value that only the run knows.

    >>> import nitinol as ni
    >>> f = ni.jit(lambda x: ni.sum(x * 2.0))
    >>> f(ni.tensor([1.0, 2.0])).item()
    6.0
    """
    static = (*_several(static_argnums), *_several(static_argnames))
    donated = (*_several(donate_argnums), *_several(donate_argnames))
    if function is None:
        return lambda f: _jitted(f, static, donated)
    return _jitted(function, static, donated)


def _several(given: int | str | Sequence[int] | Sequence[str]) -> tuple[int | str, ...]:
    return (given,) if isinstance(given, (int, str)) else tuple(given)


def _jitted(function: Any, static: tuple[Any, ...], donated: tuple[Any, ...]) -> Jitted:
    if not callable(function):
        raise TypeError(
            f"ni.jit compiles a function, got {type(function).__name__}; write ni.jit(f) and call the result"
        )
    return Jitted(function, static, donated)


__all__ = ["Jitted", "jit", "python"]

"""`ni.lazy()`: a scope in which operations are recorded, and evaluated together when a value is needed.

    with ni.lazy():
        y = ni.tanh(x * w + b)        recorded: shapes and dtypes are known, no value is
        print(y)                      one kernel computes y

It computes what eager mode would, to the bit, and errors that do not depend on values come at the call, as in eager
mode. What it saves is memory traffic: a chain of point-wise operations is one kernel, and what was dropped before it
was needed is never computed. What it costs is Python's time for each call; so it is for large tensors.
`ni.jit` does the same without that cost, and without running the Python code again.

How it works. Inside of the scope the evaluator hands calls to this thread's `Recorder` (`active.lazy`). Transforms
are above the evaluator and notice nothing. The recorder asks what the results' types are (`Meaning`, remembered)
and makes a tensor for each, without value.

*A tensor without value* is an object of the class of tensors whose Python class is, for a while, `LazyTensor`. Its
shape and dtype are those of the value to come. Everything that a value is read by (`_layout`, `_storage`, `_address`,
`_node`: every other part of the library has to use one of these) is a property that evaluates first. Evaluation
writes storage, layout and history into the same object and makes it a `Tensor`. So `isinstance(x, ni.Tensor)` holds
always, and afterwards nothing tells a tensor that was lazy from another. Code in C that looks at the object without
asking finds a tensor without elements.

What its storage field holds in the meantime is an empty storage whose owner is the `Pending`. It lives as long as a
tensor has it, and the recorder knows it by a weak reference: what nobody holds is not wanted (`lazy_programs`).

*Operands* are taken as they are at the call: an alias shares the memory, so that a later write copies it. A tensor
that is assigned to (`x += y`, `x[i] = y`, the key of a generator, running statistics) gets the `Pending` of its new
value. So the order of effects is that of the calls.

*Evaluation* takes all that was recorded. It happens when a value is read, here or in another thread, when a compiled
function or a backward pass needs it, when the scope ends, and when the record has grown too long or is alone in
holding too much memory (`STEPS`, `NBYTES`). A failure that depends on values, an index out of range, comes then:
the record is computed call by call, the error names the line of the call, tensors before it get their values, and
those that depend on it raise the same error whenever they are read.

*Derivatives.* Whether a tensor requires a gradient is known at the call. What is evaluated together is one node of
the tape, as a compiled function is; parts of a record that share nothing on the way to their leaves are nodes
of their own, so that `backward()` from one leaves the history of the others. Gradients agree with those of
`ni.jit` to the bit.
"""

from __future__ import annotations

import functools
import itertools
import threading
import weakref
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Final

from ..base import trees
from ..base.dtypes import DType, float32
from ..base.errors import CompileError, IndexRangeError, NitinolError
from ..base.places import locate, users_place
from ..base.sizes import product
from ..core import (
    TensorBase,
    allocate,
    get_tensor_type,
    grad_enabled,
    is_shared,
    layout,
    make,
    set_grad_enabled,
    set_tracing,
    wrap,
)
from ..ir.graph import exact_params, exactly
from ..ir.op import Op, Type
from ..trace.array import Array, Number
from ..trace.bind import active, bind
from ..trace.composite import Composite
from ..trace.stage import stop_gradient
from .evaluate import Traced, as_leaf, evaluator
from .lazy_programs import SCALARS, Step, parts_of, programs

STEPS: Final = (
    100  # calls after which a record is evaluated by itself; compiling takes more than linear time
)
NBYTES: Final = 1 << 29  # memory that nobody but a record holds, after which it is evaluated
MEANINGS: Final = 4096

_fields: Final = vars(TensorBase)
_address: Any = _fields["_address"]
_layout: Any = _fields["_layout"]
_node: Any = _fields["_node"]
_output: Any = _fields["_output"]
_storage: Any = _fields["_storage"]


class Pending:
    """A value that a record will have; see the module's docstring."""

    __slots__ = (
        "__weakref__",
        "dtype",
        "error",
        "kind",
        "number",
        "recorder",
        "requires",
        "shape",
        "targets",
    )

    def __init__(
        self, recorder: Recorder, number: int, kind: tuple[DType, tuple[int, ...]], requires: bool
    ) -> None:
        self.recorder = recorder
        self.number = number
        self.kind = kind
        self.dtype, self.shape = kind
        self.requires = requires
        self.targets: list[weakref.ref[Any]] = []  # the tensors that will hold it
        self.error: BaseException | None = None


def _pending(x: Any) -> Any:
    """The `Pending` of a tensor without value."""
    return _storage.__get__(x).owner


def _settle(x: Any) -> None:
    """Make sure that a tensor has its value."""
    pending = _pending(x)
    if type(pending) is Pending:
        pending.recorder.settle(pending)
    elif type(x) is lazy_type():  # a shallow copy, or evaluated by another thread this moment
        x.__class__ = get_tensor_type()


def _type_of(x: Any) -> tuple[DType, tuple[int, ...]]:
    pending = _pending(x)
    if type(pending) is Pending:
        kind: tuple[DType, tuple[int, ...]] = pending.kind
        return kind
    where = _layout.__get__(x)
    return where.dtype, where.shape


def _evaluated(raw: Any) -> Any:
    """A field of the tensor object that has a value only after evaluation."""

    def get(self: Any) -> Any:
        _settle(self)
        return raw.__get__(self)

    def set_(self: Any, value: Any) -> None:
        self.__class__ = get_tensor_type()  # what it was to hold is not wanted any more
        raw.__set__(self, value)

    return property(get, set_)


class _Waiting:
    """What a tensor without value answers differently."""

    __slots__ = ()

    _layout = _evaluated(_layout)
    _storage = _evaluated(_storage)
    _address = _evaluated(_address)
    _output = _evaluated(_output)

    @property
    def _node(self) -> Any:
        own = _node.__get__(self)  # of a leaf that was given a new value
        if own is None:
            _settle(self)
            own = _node.__get__(self)
        return own

    @_node.setter
    def _node(self, value: Any) -> None:
        _settle(self)
        _node.__set__(self, value)

    @property
    def shape(self) -> tuple[int, ...]:
        return _type_of(self)[1]

    @property
    def dtype(self) -> DType:
        return _type_of(self)[0]

    @property
    def ndim(self) -> int:
        return len(_type_of(self)[1])

    @property
    def size(self) -> int:
        return product(_type_of(self)[1])  # type: ignore[return-value]

    @property
    def strides(self) -> tuple[int, ...]:
        return self._layout.strides  # type: ignore[no-any-return]

    @property
    def device(self) -> str:
        return "cpu"

    @property
    def requires_grad(self) -> bool:
        return _node.__get__(self) is not None or getattr(_pending(self), "requires", False)

    @property
    def is_leaf(self) -> bool:
        own = _node.__get__(self)
        return not getattr(_pending(self), "requires", False) if own is None else own.rule is None

    def detach(self) -> Any:
        """The same values without history."""
        return bind(stop_gradient, self)  # type: ignore[arg-type]


@functools.cache
def lazy_type() -> type[Any]:
    """The class of tensors without value."""
    return type("LazyTensor", (_Waiting, get_tensor_type()), {"__slots__": ()})


_nothing: Final = layout(float32, (0,))
_nowhere: Final = allocate(64)


def _make(pending: Pending) -> Any:
    """A tensor without value."""
    x = make(wrap(_nowhere.address, 0, pending, False), _nowhere.address, _nothing)
    x.__class__ = lazy_type()
    pending.targets.append(weakref.ref(x))
    return x


@functools.cache
def _flat(count: int) -> trees.TreeDef:
    """The structure of so many operands, one by one."""
    return trees.flatten(tuple(range(count)))[1]


class Meaning:
    """What a call gives, for operands of known types."""

    __slots__ = ("dtypes", "kinds", "single", "structure", "traced")

    def __init__(self, traced: Traced, single: bool, structure: int) -> None:
        types = [v.type for v in traced.plan.graph.outputs]
        self.traced = traced
        self.single = single
        self.structure = structure
        self.dtypes = tuple([t.dtype for t in types])
        self.kinds: list[Any] = [(t.dtype, t.shape) for t in types]


_structures: Final[dict[Any, int]] = {}  # a number for each meaning without sizes
_meanings: Final[dict[Any, Meaning]] = {}
_numbers: Final = itertools.count()


class Recorder:
    """What a thread has recorded; see the module's docstring."""

    def __init__(self) -> None:
        self.kind = lazy_type()
        self.depth = 0
        self.lock = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        self.steps: list[Step] = []
        self.inputs: list[Any] = []
        self.known: dict[Any, int] = {}  # inputs by what they hold
        self.values: list[weakref.ref[Pending]] = []
        self.held = 0  # bytes of the inputs
        self.bound = NBYTES

    # --- recording

    def composite(self, composite: Composite, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """Record the call of a composite on tensors and numbers."""
        operands, params = composite.bound(args, kwargs)
        body = composite.body if composite.op is None else composite.traced
        statics = exact_params(params) if params else ()
        for x in operands:
            if not isinstance(x, TensorBase) and type(x) not in SCALARS:
                break
        else:  # as most calls are
            tree = _flat(len(operands))
            return self._record((composite, statics, len(operands)), body, operands, tree, params)
        leaves, tree = trees.flatten(operands)
        values = [as_leaf(x) for x in leaves]
        return self._record((composite, statics, tree), body, values, tree, params)

    def primitive(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        """Record the application of a primitive."""
        fixed = tuple([x if isinstance(x, Number) else None for x in operands])
        values = [x for x in operands if not isinstance(x, Number)]
        tree = _flat(len(values))

        def body(*xs: Any) -> Any:
            rest = iter(xs)
            return bind(op, *[next(rest) if x is None else x for x in fixed], **params)

        numbers = [None if x is None else (exactly(x.number), x.type) for x in fixed]
        name = (op, exact_params(params), tuple(numbers))
        return self._record(name, body, values, tree, {})

    def _record(
        self,
        name: Any,
        body: Callable[..., Any],
        values: Sequence[Any],
        tree: trees.TreeDef,
        params: dict[str, Any],
    ) -> Any:
        with self.lock:
            recording = grad_enabled()
            codes: list[int] = []
            kinds: list[Any] = []
            wanted = False
            for x in values:
                if type(x) is self.kind:
                    pending = _pending(x)
                    own = _node.__get__(x) is not None
                    known = type(pending) is Pending and pending.recorder is self
                    if known and not pending.error and not (own and recording):
                        codes.append(pending.number)
                        kinds.append(pending.kind)
                        wanted = wanted or pending.requires
                        continue
                    _settle(x)  # a leaf that was written to is where derivatives begin
                    return self._record(name, body, values, tree, params)
                codes.append(~self._input(x))
                if isinstance(x, TensorBase):
                    where = x._layout
                    kinds.append((where.dtype, where.shape))
                    wanted = wanted or x._node is not None
                elif type(x) is int:  # which dtypes hold it
                    kinds.append((int, (x if x >= 0 else ~x).bit_length(), x < 0))
                else:
                    kinds.append(type(x))
            key = (name, tuple(kinds))
            meaning = _meanings.get(key)
            if meaning is None:
                meaning = self._meaning(key, body, values, tree, params)
            smooth = wanted and recording and meaning.traced.derivatives.differentiable
            step = Step()
            step.structure = meaning.structure
            step.body, step.tree, step.params = body, tree, params
            step.operands = tuple(codes)
            step.first, step.results = len(self.values), len(meaning.dtypes)
            step.dtypes = meaning.dtypes
            step.smooth, step.stopped = smooth, wanted and not smooth
            step.place = active.origin or users_place()
            self.steps.append(step)
            made = []
            for kind in meaning.kinds:
                requires = smooth and kind[0].is_inexact
                pending = Pending(self, len(self.values), kind, requires)
                self.values.append(weakref.ref(pending))
                made.append(_make(pending))
            if len(self.steps) >= STEPS or self.held > self.bound:
                self._relieve()
            return made[0] if meaning.single else tuple(made)

    def _meaning(
        self,
        key: Any,
        body: Callable[..., Any],
        values: Sequence[Any],
        tree: trees.TreeDef,
        params: dict[str, Any],
    ) -> Meaning:
        """What a call means that is seen for the first time. Users' mistakes show here."""
        name, kinds = key
        types = []
        for x, kind in zip(values, kinds, strict=True):
            tensor = isinstance(x, TensorBase)
            types.append(Type(kind[0], kind[1]) if tensor else Type(SCALARS[type(x)], (), True))
        traced = evaluator.exact_trace(body, types, tree, params)
        traced.check(values)
        if len(_meanings) >= MEANINGS:
            _meanings.clear()
            _structures.clear()
        form = [
            (k[0], len(k[1])) if isinstance(x, TensorBase) else type(x)
            for x, k in zip(values, kinds, strict=True)
        ]
        number = _structures.setdefault((name, tuple(form)), next(_numbers))
        found = _meanings[key] = Meaning(traced, traced.plan.single, number)
        return found

    def _input(self, x: Any) -> int:
        """The number of an input: the same tensor as it is now is one."""
        if not isinstance(x, TensorBase):
            self.inputs.append(x)
            return len(self.inputs) - 1
        storage, where, node = x._storage, x._layout, x._node
        key = (id(storage), x._address, id(where), id(node), x._output)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = len(self.inputs)
            self.inputs.append(make(storage, x._address, where, node, x._output))
            self.held += where.nbytes
        return found

    def _relieve(self) -> None:
        """Evaluate when the record is long, or holds much memory that is gone otherwise."""
        if len(self.steps) < STEPS:
            # What others hold too costs nothing: two references are the alias's and ours.
            alone = sum(
                x._layout.nbytes
                for x in self.inputs
                if isinstance(x, TensorBase) and not is_shared(x)
            )
            if alone <= NBYTES:
                self.bound = self.held + NBYTES
                return
        self.evaluate()

    # --- writing

    def assign(self, t: Any, value: Any) -> bool:
        """Let `t` be what a tensor without value will be; False where one of the two is something else."""
        if type(value) is not self.kind or type(t) not in (self.kind, get_tensor_type()):
            return False
        with self.lock:
            pending = _pending(value)
            if type(pending) is not Pending or pending.recorder is not self or pending.error:
                return False
            if t is not value:
                t.__class__ = get_tensor_type()
                t._storage = _storage.__get__(value)
                t._address, t._layout = _nowhere.address, _nothing
                t.__class__ = self.kind
                pending.targets.append(weakref.ref(t))
        return True

    def become(self, t: Any, value: Any) -> bool:
        """The same, where `t` gets the history of its new value, too."""
        if type(value) is not self.kind or not self.assign(t, value):
            return False
        _node.__set__(t, _node.__get__(value))
        return True

    # --- evaluating

    def settle(self, pending: Pending) -> None:
        """Evaluate the record that a value belongs to."""
        with self.lock:
            if pending.error is None:
                self.evaluate()
            if pending.error is not None:
                raise _again(pending.error)

    def evaluate(self) -> None:
        """Compute all values of the record that somebody holds."""
        with self.lock:
            if not self.steps:
                return
            held = [(n, p) for n, r in enumerate(self.values) if (p := r()) is not None]
            before = active.lazy, active.stage, active.mapped, active.blocked
            active.lazy, active.stage, active.mapped, active.blocked = None, None, (), 0
            recording = set_grad_enabled(True)
            try:
                self._compute(held)
            finally:
                set_grad_enabled(recording)
                active.lazy, active.stage, active.mapped, active.blocked = before

    def _compute(self, held: Sequence[tuple[int, Pending]]) -> None:
        parts = parts_of(self.steps, [n for n, _ in held]) if held else []
        found: dict[int, Any] = {}
        try:
            for part in parts:
                inputs = [found[c] if c >= 0 else self.inputs[~c] for c in part.sources]
                if not part.smooth:
                    inputs = [_without_history(x) for x in inputs]
                found.update(zip(part.wanted, programs.run(part, inputs), strict=True))
        except (IndexRangeError, MemoryError):  # a failure, or too much at once
            self._one_by_one(held)
        else:
            self._forget()
            for n, pending in held:
                _fill(pending, found[n])

    def _one_by_one(self, held: Sequence[tuple[int, Pending]]) -> None:
        """Compute the steps in turn, to find the one that fails; raises its error."""
        values: dict[int, Any] = {}
        failures: dict[int, BaseException] = {}
        first: BaseException | None = None
        steps, inputs = self.steps, self.inputs
        self._forget()
        for step in steps:
            made = range(step.first, step.first + step.results)
            failed = next((failures[c] for c in step.operands if c in failures), None)
            if failed is None:
                given = [values[c] if c >= 0 else inputs[~c] for c in step.operands]
                if step.stopped:
                    given = [_without_history(x) for x in given]
                active.origin = step.place
                try:
                    result = evaluator.once(step.body, given, step.tree, step.params)
                except (NitinolError, MemoryError) as error:
                    locate(error, step.place)
                    failed = _again(error)
                    first = first or error
                else:
                    values.update(zip(made, result, strict=True))
                    continue
                finally:
                    active.origin = None
            failures.update(dict.fromkeys(made, failed))
        for n, pending in held:
            if n in values:
                _fill(pending, values[n])
            else:
                pending.error = failures[n]
        if first is not None:
            raise first


def _again(error: BaseException) -> BaseException:
    """The same error without traceback, whose frames would keep tensors alive."""
    return type(error)(*error.args)


def _without_history(x: Any) -> Any:
    if not isinstance(x, TensorBase) or x._node is None:
        return x
    return make(x._storage, x._address, x._layout)


def _fill(pending: Pending, y: Any) -> None:
    """Give a value to the tensors that wait for it."""
    if y._layout.shape != pending.shape or y._layout.dtype is not pending.dtype:
        raise CompileError(
            f"ni.lazy() expected {pending.dtype}{pending.shape} and computed "
            f"{y._layout.dtype}{y._layout.shape}"
        )
    plain = get_tensor_type()
    for target in pending.targets:
        t = target()
        if t is None or type(t) is plain or _pending(t) is not pending:
            continue
        if _node.__get__(t) is None and pending.requires:
            _node.__set__(t, y._node)
            _output.__set__(t, y._output)
        _layout.__set__(t, y._layout)
        _address.__set__(t, y._address)
        _storage.__set__(t, y._storage)
        t.__class__ = plain  # last: other threads wait as long as it is lazy


class lazy:  # noqa: N801 - used like a function
    """A scope in which operations are recorded, and evaluated together when a value is needed.

    Values are those of eager mode, to the bit; chains of operations on large tensors become one kernel, and what is
    dropped before it is needed is not computed. A value is needed when it is printed, converted (`item`, `bool`,
    `numpy`, `tolist`, DLPack), used by a compiled function or by `backward()`, and at the end of the scope. Also a
    decorator. Errors of shapes and dtypes come at the call; an index out of range is raised by the
    evaluation, and names the line of the call.

    >>> import nitinol as ni
    >>> x = ni.tensor([1.0, 2.0, 3.0])
    >>> with ni.lazy():
    ...     y = (x * 2.0 + 1.0).sum()
    >>> y
    tensor(15.)
    """

    __slots__ = ()

    def __new__(cls, function: Any = None) -> Any:
        made = object.__new__(cls)
        return made if function is None else made(function)

    def __enter__(self) -> None:
        recorder = active.lazy
        if recorder is None:
            recorder = active.lazy = Recorder()
        recorder.depth += 1
        set_tracing(True)  # so that the dispatch cache answers no calls

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        recorder = active.lazy
        set_tracing(False)
        recorder.depth -= 1
        try:
            recorder.evaluate()
        except NitinolError:
            if error is None:  # else the values that failed say so when they are read
                raise
        finally:
            if not recorder.depth:
                active.lazy = None

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inner(*args: Any, **kwargs: Any) -> Any:
            with type(self)():
                return function(*args, **kwargs)

        return inner


__all__ = ["lazy"]

"""What `custom_jvp` and `custom_vjp` have in common: a call of a function with a rule of its own.

A call is split into operands (the arrays among the differentiated arguments) and the rest. Where
it goes depends on the operands, as in `trace.bind`:

| operands | what happens |
|---|---|
| tensors | the function runs; if the tape records, the call is one node (`steps.taped`) |
| tracers of forward or reverse mode | the rule runs on what lies below (`_under`) |
| tracers of a program or a batch | function and rule become graphs, the call one operation (`_staged`) |
| tangents | the function runs: what is linear needs no rule |

The rules are ordinary Python code over tensors of any level, so they nest with everything.

A rule is staged along with its function, so that what it captures can be an operand. A rule that
calls its own function would never end that way: there the call's rule is only run when a derivative
is wanted (`_Unruled`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any

from ..base import trees
from ..base.errors import GradientError
from ..core import grad_enabled
from ..trace.array import Array
from ..trace.batching import BatchTracer
from ..trace.bind import active, bind, interpreter_of
from ..trace.call import Call, Sizes
from ..trace.jvp import JVP, JVPTracer
from ..trace.linearize import LinearTape
from .closed import Closed, close, types_of
from .leaves import as_array, as_result, check_callable, name_of
from .steps import taped, wants


class Custom:
    """A function with a derivative rule of its own; the base of both kinds."""

    __name__: str

    def __init__(
        self, function: Callable[..., Any], nondiff_argnums: int | Sequence[int] = ()
    ) -> None:
        check_callable(type(self).__name__, function)
        update_wrapper(self, function)
        self.function = function
        numbers = (nondiff_argnums,) if isinstance(nondiff_argnums, int) else tuple(nondiff_argnums)
        self.nondiff_argnums = numbers
        self.__name__ = name_of(function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call = self._call(self._positional(args, kwargs))
        leaves, tree = call.apply(call.operands)
        return trees.unflatten(tree, leaves)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """As a method: the object is the first argument."""
        if instance is None:
            return self
        return lambda *args, **kwargs: self(instance, *args, **kwargs)

    def _call(self, args: tuple[Any, ...]) -> CustomCall:
        raise NotImplementedError  # abstract: both subclasses have a kind of call

    def _positional(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """All arguments by position, with defaults, so that rules see them in one order."""
        if not kwargs and not getattr(self.function, "__defaults__", None):
            return args
        import inspect  # heavy, and needed only for calls with keywords or defaults

        bound = inspect.signature(self.function).bind(*args, **kwargs)
        bound.apply_defaults()
        if bound.kwargs:
            raise TypeError(
                f"{self.__name__}: arguments of a function with a rule of its own are passed by "
                f"position; {', '.join(bound.kwargs)} can only be passed by keyword"
            )
        return bound.args


class _Staging(threading.local):
    """Whose rules are being staged in this thread."""

    def __init__(self) -> None:
        self.rules: list[Custom] = []


_staging = _Staging()


class CustomCall:
    """One call, split; see the module's docstring."""

    __slots__ = (
        "_arrays", "_leaves", "custom", "fixed", "name", "operands", "places", "treedefs",
    )  # fmt: skip
    custom: Any
    late = False  # whether the rule is run at each derivative, not staged along with the function
    again = True  # whether derivatives of higher order meet the rule again at each level

    def __init__(self, custom: Custom, args: tuple[Any, ...]) -> None:
        self.custom = custom
        self.name = custom.__name__
        count = len(args)
        for n in custom.nondiff_argnums:
            if not -count <= n < count:
                raise TypeError(
                    f"{self.name}: nondiff_argnums names argument {n}, the call has {count}"
                )
        fixed = {n % count for n in custom.nondiff_argnums}
        self.fixed = {i: args[i] for i in sorted(fixed)}  # passed to the rule first
        self.places = [i for i in range(count) if i not in fixed]
        self.treedefs: list[trees.TreeDef] = []
        self._leaves: list[Any] = []
        for i in self.places:
            leaves, treedef = trees.flatten(args[i])
            self._leaves += [x if isinstance(x, (float, complex)) else as_array(x) for x in leaves]
            self.treedefs.append(treedef)
        self._arrays = [isinstance(x, Array) for x in self._leaves]
        self.operands = [x for x, a in zip(self._leaves, self._arrays, strict=True) if a]

    # --- nests

    def nests(self, arrays: Sequence[Any], others: Sequence[Any] | None = None) -> tuple[Any, ...]:
        """The differentiated arguments around these arrays; `others` replaces what is no array."""
        given = iter(arrays)
        rest = self._leaves if others is None else others
        leaves = [next(given) if a else x for a, x in zip(self._arrays, rest, strict=True)]
        return trees.unflatten_all(self.treedefs, leaves)

    def nothing(self) -> list[None]:
        """In the place of leaves that are no arrays: their tangent."""
        return [None] * len(self._leaves)

    def arrays_of(self, leaves: Sequence[Any]) -> list[Any]:
        """Those of one entry per leaf that belong to operands."""
        return [x for x, a in zip(leaves, self._arrays, strict=True) if a]

    def args(self, arrays: Sequence[Any]) -> list[Any]:
        """All arguments of the function."""
        found = dict(self.fixed)
        found.update(zip(self.places, self.nests(arrays), strict=True))
        return [found[i] for i in range(len(found))]

    def results(self, result: Any) -> tuple[list[Any], trees.TreeDef]:
        """What the function returned, flat."""
        leaves, tree = trees.flatten(result)
        return [as_result(self.name, self, x) for x in leaves], tree

    # --- where the call goes

    def apply(self, operands: Sequence[Any]) -> tuple[list[Any], trees.TreeDef]:
        """(leaves, nest) of the result for these operands."""
        top = interpreter_of(operands)
        if top is None:
            return self._concrete(operands)
        if isinstance(top, JVP):
            pairs = [top.lower(x) for x in operands]
            primals = [p for p, _ in pairs]
            tangents = [t for _, t in pairs]
            blocked = top.blockable and top.level <= active.blocked
            if blocked or all(t is None for t in tangents):
                return self.apply(primals)
            outs, found, tree = self._under(primals, tangents)
            if self.again and interpreter_of(primals) is not None:
                # A level below may differentiate too, and it is to meet the rule again.
                outs = self.apply(primals)[0]
            for x in (*outs, *found):
                if top.lower(x)[1] is not None:
                    raise captured_error(self.name)
            return [top.lift(y, t) for y, t in zip(outs, found, strict=True)], tree
        if isinstance(top, LinearTape) or not self.ruled:
            return self._plain(operands)
        else:
            body = close(lambda *xs: self.call_function(xs), types_of(operands), self.name)
            check_captured(self.name, body.captured)
            if self.late or self.custom in _staging.rules:
                op = _Unruled(body, self).op
                results = bind(op, *operands, *body.captured, sizes=body.sizes)
            else:
                _staging.rules.append(self.custom)
                try:
                    results = self._staged(body, operands)
                finally:
                    _staging.rules.pop()
            return body.finish(results), body.tree

    def _concrete(self, operands: Sequence[Any]) -> tuple[list[Any], trees.TreeDef]:
        if not grad_enabled() or not any(map(wants, operands)):
            return self._plain(operands)
        nests: list[trees.TreeDef] = []

        def flat(*arrays: Any) -> list[Any]:
            leaves, tree = self.apply(arrays)
            nests.append(tree)
            return leaves

        outs = taped(self.name, flat, operands)
        return outs, nests[0]

    def _plain(self, operands: Sequence[Any]) -> tuple[list[Any], trees.TreeDef]:
        """The function itself, below all rules."""
        return self.results(self.call_function(operands))

    def call_function(self, operands: Sequence[Any]) -> Any:
        """What the function returns for these operands."""
        raise NotImplementedError  # abstract

    def _under(
        self, primals: Sequence[Any], tangents: Sequence[Any]
    ) -> tuple[list[Any], list[Any], trees.TreeDef]:
        """By the rule: (results, their tangents, nest)."""
        raise NotImplementedError  # abstract

    @property
    def ruled(self) -> bool:
        """Whether the function has been given a rule."""
        raise NotImplementedError  # abstract

    def _staged(self, body: Closed, operands: Sequence[Any]) -> Sequence[Any]:
        """The results of the staged function as one operation of the program under construction."""
        raise NotImplementedError  # abstract


class Ruled(Call):
    """A staged function as an operation with a rule; its last operands are read by the rule only."""

    __slots__ = ("count", "own", "results")

    def __init__(self, body: Closed, count: int) -> None:
        self.count = count  # operands that have derivatives; the others were captured
        self.own = len(body.graph.inputs)
        self.results = len(body.graph.outputs) - len(body.assigned)  # of the function itself
        super().__init__(body.graph)
        self.op.batch = None  # that of a call reads all operands; the general one knows the rule

    def _infer(self, *types: Any, sizes: Sizes = ()) -> Any:
        return super()._infer(*types[: self.own], sizes=sizes)

    def _body(self, *operands: Any, sizes: Sizes = ()) -> tuple[Any, ...]:
        return super()._body(*operands[: self.own], sizes=sizes)

    def proper(self, tangents: Sequence[Any]) -> list[Any]:
        """The tangents of the operands that the rule knows of.

        What was captured counts as constant: programs are differentiated by all of their inputs at
        first, so a tangent here does not mean that anybody wants it. See `check_captured`.
        """
        return list(tangents[: self.count])


def check_captured(name: str, captured: Sequence[Any]) -> None:
    """Raise for captured arrays that are being differentiated, as far as that can be seen."""
    for x in captured:
        while isinstance(x, BatchTracer):
            x = x.value
        if isinstance(x, JVPTracer) or (grad_enabled() and wants(x)):
            raise captured_error(name)


class _Unruled(Ruled):
    """A call inside of its own rule."""

    __slots__ = ("call",)

    def __init__(self, body: Closed, call: CustomCall) -> None:
        super().__init__(body, len(call.operands))
        self.call = call

    def _jvp(
        self, primals: Sequence[Any], tangents: Sequence[Any], out: Sequence[Any], sizes: Sizes = ()
    ) -> Any:
        found = self.call._under(primals[: self.count], self.proper(tangents))[1]
        return [*found, *[None] * (len(out) - len(found))]


def merged(*parts: Closed) -> Sizes:
    """The sizes that no operand shows, of several graphs."""
    return tuple({atom: (atom, size) for part in parts for atom, size in part.sizes}.values())


def captured_error(name: str) -> GradientError:
    """What is raised when a rule cannot know of something that is differentiated."""
    return GradientError(
        f"{name} uses a tensor that is being differentiated without being given it, so its "
        "derivative rule cannot know of it; pass the tensor as an argument, or use "
        "ni.stop_gradient(tensor) inside"
    )

"""How a compiled function is traced: its arguments become tracers, its program a `Variant`.

A tensor that requires a gradient and occurs twice among the arguments is one tracer, so that what is assigned to it
and its gradient are one; one that the function also captures is left to the capturing. Axes that differ from those of
earlier variants are open, unless an operation needs to know their size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ..base import trees
from ..base.dtypes import complex128, float64, int64
from ..base.errors import OpenSizeError, TracerError
from ..base.places import locate, raised_at
from ..base.sizes import Dim, Size
from ..core import TensorBase
from ..ir.graph import Value
from ..ir.op import Type
from ..trace.array import Array
from ..trace.bind import Tracer
from ..trace.stage import Stage
from .evaluate import open_axes
from .parts import cut, finish
from .plan import Plan
from .roots import Reading
from .variants import Place, Variant, key_of
from .written import Places, split

DTYPES: Final = {int: int64, float: float64, complex: complex128}


class CapturedTracer(Exception):  # noqa: N818 - it is an answer, not an error
    """The function captures what a transform around it made: it has to run as part of that."""


class Slot:
    """Stands where a traced leaf goes."""


def trace(
    function: Callable[..., Any],
    name: str,
    parameters: Sequence[str],
    dynamic: Sequence[Any],
    rebuild: Callable[[Sequence[Any]], tuple[Any, Any]],
    family: Sequence[Variant],
    reading: Reading,
    reread: Callable[[], Reading],
) -> tuple[Variant, Reading]:
    """The variant for these leaves of the arguments, and what the function captures after tracing.

    `rebuild(leaves)` gives (args, kwargs) around tracers; `parameters` are the names of the function's.
    """
    labels = _labels(parameters, dynamic, rebuild)
    types = [_type_of(x, i, family, labels[i]) for i, x in enumerate(dynamic)]
    while True:
        try:
            return _trace(function, name, types, dynamic, rebuild, reading, reread)
        except OpenSizeError as error:  # an operation's meaning depends on this size
            opened = [any(isinstance(d, Size) for d in t.shape) for t in types]
            if not any(opened):
                raise
            closed = open_axes(types, error.size)
            for i, (t, x) in enumerate(zip(types, dynamic, strict=True)):
                if opened[i]:
                    shape = [
                        n if not closed or (i, axis) in closed else d
                        for axis, (d, n) in enumerate(zip(t.shape, x._layout.shape, strict=True))
                    ]
                    types[i] = Type(t.dtype, tuple(shape))


def _trace(
    function: Callable[..., Any],
    name: str,
    types: Sequence[Type],
    dynamic: Sequence[Any],
    rebuild: Callable[[Sequence[Any]], tuple[Any, Any]],
    reading: Reading,
    reread: Callable[[], Reading],
) -> tuple[Variant, Reading]:
    with Stage(name) as stage:
        stage.parted = True
        tracers = [stage.input(t) for t in types]
        first = [t.value for t in tracers]
        given: list[Any] = list(tracers)
        places: dict[int, int] = {}
        for i, x in enumerate(dynamic):
            if isinstance(x, TensorBase):
                if x._node is not None and id(x) in reading.index:
                    given[i] = x  # captured too
                    continue
                if x._node is not None:
                    given[i] = tracers[places.setdefault(id(x), i)]
                    if given[i] is tracers[i]:
                        stage.trainable.append(tracers[i])
                stage.sources[id(tracers[i])] = x
        originals = {id(t): i for i, t in enumerate(tracers)}
        args, kwargs = rebuild(given)
        try:
            result = function(*args, **kwargs)
        except TracerError as error:
            locate(error, raised_at(error.__traceback__))
            raise
        out, tree = trees.flatten(result)
        values = [stage.value(_checked(x, name)) for x in out]
        after = reading if reading.current() else reread()

        def place_of(x: Any) -> Place:
            if id(x) in originals:
                return "argument", originals[id(x)]
            n = after.index.get(id(x))
            return ("object", x) if n is None else ("leaf", n)

        # State that the function changed becomes further results.
        assigned: list[tuple[Place, Places | None]] = []

        def changed(place: Place, value: Value, old: Value | None) -> None:
            how, parts = split(value, old) or (None, [value])
            assigned.append((place, how))
            values.extend(parts)

        for i, t in enumerate(tracers):
            if t.value is not first[i]:
                changed(("argument", i), t.value, first[i])
        before = {id(x): value for x, value in stage.captured}
        for x, value in stage.assigned.values():
            changed(place_of(x), value, before.get(id(x)))
        gradients: list[tuple[Place, trees.TreeDef | None]] = []
        for x, g in stage.gradients.values():
            parts, form = ([], None) if g is None else trees.flatten(g)
            gradients.append((place_of(x), form))
            values.extend([stage.value(part) for part in parts])
        captured = list(stage.captured)
        if any(isinstance(x, Tracer) for x, _ in captured):
            raise CapturedTracer
    # A value that is several results is one of the program, and an input is none of it: the tape
    # counts the results that the program makes.
    unique = list(dict.fromkeys(v for v in values if not v.is_input))
    graph = finish(stage.builder, unique, stage.conditions)
    is_open = any(isinstance(d, Size) for t in types for d in t.shape)
    shapes = [
        t.shape if isinstance(x, TensorBase) else None for x, t in zip(dynamic, types, strict=True)
    ]
    shapes += [tuple(x.shape) for x, _ in captured]
    divided = cut(graph, not is_open, not gradients)
    numbered = {v: i for i, v in enumerate(unique)}
    origins: list[Place] = [("argument", i) for i in range(len(types))]
    origins += [place_of(x) for x, _ in captured]
    state = () if divided is not None else renewed(values, len(out), assigned, origins)
    plan = Plan(
        graph,
        single=tree == trees.LEAF and len(values) == 1,
        dense=True,
        exact=not is_open,
        state=[(numbered[values[n]], i) for n, i in state],
    )
    variant = Variant(plan, tree, tuple(shapes))
    holders: dict[int, Place] = {}
    for leaf, present in stage.read_gradients.values():
        place = place_of(leaf)
        variant.needs.append((place, present))
        source = stage.sources.get(id(leaf), leaf)
        if present:
            holders[id(source._node.grad)] = place
    for x, _ in captured:
        if id(x) in holders and id(x) not in after.index:
            variant.captured.append(("grad", holders[id(x)]))
        else:
            variant.captured.append(place_of(x))
    variant.assigned, variant.gradients = assigned, gradients
    variant.parts = divided
    variant.outputs = len(out)
    if len(unique) < len(values):
        variant.picks = [~v.index if v.is_input else numbered[v] for v in values]
    flat = tree == trees.LEAF or (
        tree.kind is tuple and all(c == trees.LEAF for c in tree.children)
    )
    # Nothing but operands and results: the dispatch cache can answer such calls, alone if there are no containers.
    variant.stateless = not (captured or assigned or gradients or variant.needs or variant.parts)
    variant.plain = flat and variant.stateless
    return variant, after


def renewed(
    values: Sequence[Value],
    first: int,
    assigned: Sequence[tuple[Place, Places | None]],
    inputs: Sequence[Place],
) -> Sequence[tuple[int, int]]:
    """Which values, from number `first` on, are new values of which inputs, if these may lose their old ones."""
    if any(how is not None for _, how in assigned):
        return []
    news = values[first : first + len(assigned)]
    if any(v.is_input for v in news):  # tensors change places
        return []
    kept = {v.index for v in values if v.is_input}
    numbers = {key_of(place): i for i, place in enumerate(inputs)}
    found = [(first + n, numbers.get(key_of(place), -1)) for n, (place, _) in enumerate(assigned)]
    return [(n, i) for n, i in found if i >= 0 and i not in kept]


def _checked(x: Any, name: str) -> Any:
    if isinstance(x, (Array, bool, int, float, complex)):
        return x
    raise TracerError(
        f"{name} returned {type(x).__name__} from a compiled function; "
        "return tensors and numbers, in lists, tuples, dicts and modules"
    )


def _type_of(x: Any, i: int, family: Sequence[Variant], label: str) -> Type:
    """The type to trace an argument with: axes that differ from an earlier variant's are open."""
    if not isinstance(x, TensorBase):
        return Type(DTYPES[type(x)], (), True)
    dims: list[Dim] = []
    for axis, n in enumerate(x._layout.shape):
        earlier = [s[axis] for v in family if (s := v.shapes[i]) is not None]
        changed = any(isinstance(d, Size) or (d != n and d != 1) for d in earlier)
        dims.append(Size.symbol(f"{label}.shape[{axis}]") if changed and n != 1 else n)
    return Type(x._layout.dtype, tuple(dims))


def _labels(
    parameters: Sequence[str],
    dynamic: Sequence[Any],
    rebuild: Callable[[Sequence[Any]], tuple[Any, Any]],
) -> list[str]:
    """What messages call the leaves: the name of the parameter, if it is one leaf."""
    labels = [f"argument_{i}" for i in range(len(dynamic))]
    args, kwargs = rebuild([_Label(i) for i in range(len(dynamic))])
    pairs = [*zip(parameters, args, strict=False), *kwargs.items()]
    for name, value in pairs:
        found = [x for x in trees.leaves(value) if isinstance(x, _Label)]
        for n, x in enumerate(found):
            labels[x.number] = name if x is value else f"{name}_{n}"
    return labels


class _Label:
    """Stands for a leaf while its name is looked for."""

    def __init__(self, number: int) -> None:
        self.number = number


__all__ = ["DTYPES", "CapturedTracer", "Slot", "trace"]

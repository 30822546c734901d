"""`jit`: a function compiled whole.

    call ──► leaves of the arguments, and what the function captured (`roots`)
         ──► a variant whose sizes fit, or a new one: traced, scheduled, compiled
         ──► run ──► changed state is written back ──► the result

The first call is compiled for its exact sizes. When an axis changes later, a variant is compiled in which all axes that have
ever changed are open; a further size along these costs nothing. Size 1 broadcasts, so it is a pattern of its own.

State. A tensor that the function assigns (`p._assign(value)`: optimizers, running statistics) or whose gradient it computes
(`loss.backward()`) is given its new value after the call. Python's own side effects happen while tracing only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any

from ..base import trees
from ..base.dtypes import complex128, float64, int64
from ..base.errors import TracerError
from ..base.sizes import Dim, Size
from ..core import TensorBase, make, remember, run
from ..core import function as dispatched
from ..ir.op import Type
from ..ir.text import show
from ..trace.array import Array
from ..trace.bind import active
from ..trace.composite import has_tracer
from ..trace.stage import Stage
from .convert import as_tensor
from .evaluate import as_leaf
from .plan import Plan
from .roots import Roots
from .rules import Derivatives, Rule

_NUMBERS = {int: int64, float: float64, complex: complex128}


class Program:
    """A traced graph as users see it: `print` shows it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __str__(self) -> str:
        return show(self.plan.graph)

    __repr__ = __str__


class Variant:
    """One trace of the function: for a structure of arguments, and sizes of which some are open."""

    def __init__(self, plan: Plan, tree: trees.TreeDef, shapes: tuple[tuple[Dim, ...] | None, ...]) -> None:
        self.plan = plan
        self.tree = tree  # of the result
        self.shapes = shapes  # of arguments and captured tensors; None for numbers
        self.captured: list[tuple[str, Any]] = []  # ('leaf' | 'grad', place among the roots) or ('object', x)
        self.assigned: list[tuple[str, Any]] = []  # whom the results after the function's own belong to
        self.gradients: list[tuple[tuple[str, Any], bool]] = []
        self.outputs = 0  # results of the function itself
        self.order: list[int] = []
        self.derivatives: Derivatives | None = None
        self.recipes: dict[Any, Any] = {}
        self.plain = False

    def fits(self, shapes: Sequence[tuple[int, ...] | None]) -> bool:
        """Whether operands of these shapes can be given to this variant."""
        if len(shapes) != len(self.shapes):
            return False
        for given, wanted in zip(shapes, self.shapes, strict=True):
            if given is None or wanted is None:
                if given is not wanted:
                    return False
                continue
            for n, d in zip(given, wanted, strict=True):
                if (n == 1) if isinstance(d, Size) else (n != d):
                    return False
        return True


class Jitted:
    """A compiled function; see `jit`."""

    def __init__(self, function: Callable[..., Any], static: tuple[Any, ...]) -> None:
        update_wrapper(self, function)
        self.function = function
        self.static = static
        self.roots = Roots(function)
        self.variants: dict[Any, list[Variant]] = {}
        self.compilations = 0
        self.calls = 0
        # The dispatch cache answers calls whose arguments are tensors and numbers one by one.
        self._fast = dispatched(self._slow, self.__name__, self.__doc__, 64)

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self
        bound = instance.__dict__.get(f"_jit_{self.function.__name__}") if hasattr(instance, "__dict__") else None
        return bound or Jitted(self.function.__get__(instance, owner), self.static)

    def stats(self) -> dict[str, int]:
        """How often the function was compiled, and how often a call found it compiled."""
        return {"compilations": self.compilations, "hits": self.calls - self.compilations}

    def graph(self, *args: Any, **kwargs: Any) -> Program:
        """The program that a call with these arguments runs."""
        return Program(self._find(args, kwargs)[0].plan)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        return self._fast(*args, **kwargs)

    def _slow(self, *args: Any, **kwargs: Any) -> Any:
        if active.stage is not None or has_tracer(trees.leaves((args, kwargs))):
            return self.function(*args, **kwargs)
        variant, operands, leaves, places = self._find(args, kwargs)
        recipe = self._recipe(variant, operands)
        if variant.plain and not kwargs and len(args) == len(operands):
            remember(self._fast, args, kwargs, recipe)
            return run(recipe, operands)
        found = () if recipe is None else run(recipe, operands)
        results = (found,) if variant.plan.single else found
        outputs = [results[i] if i >= 0 else _alias(operands[~i]) for i in variant.order]
        count = variant.outputs
        for (kind, place), value in zip(variant.assigned, outputs[count:], strict=False):
            _owner(kind, place, leaves, places)._assign(value)
        rest = iter(outputs[count + len(variant.assigned) :])
        for (kind, place), present in variant.gradients:
            _owner(kind, place, leaves, places).grad = next(rest) if present else None
        return trees.unflatten(variant.tree, outputs[:count])

    # --- finding a variant

    def _split(self, args: Any, kwargs: Any) -> tuple[list[Any], trees.TreeDef, list[Any], Any]:
        """(dynamic leaves, structure, all leaves, key of what is static)."""
        leaves, treedef = trees.flatten((args, kwargs))
        marked = _static_leaves(self.static, args, kwargs)
        dynamic: list[Any] = []
        statics: list[Any] = []
        for x in leaves:
            if id(x) not in marked and (
                isinstance(x, TensorBase) or type(x) in _NUMBERS or hasattr(x, "__array__")
            ):
                dynamic.append(as_leaf(x))
                statics.append(_Slot)
            else:
                statics.append(x)
        return dynamic, treedef, leaves, tuple(statics)

    def _find(self, args: Any, kwargs: Any) -> tuple[Variant, list[Any], list[Any], list[Any]]:
        dynamic, treedef, leaves, statics = self._split(args, kwargs)
        places, structure = self.roots.read()
        kinds = tuple(
            [
                (x._layout.dtype, x._layout.ndim, x._node is not None)
                if isinstance(x, TensorBase)
                else type(x)
                for x in dynamic
            ]
        )
        key = (treedef, statics, structure, kinds)
        family = self.variants.setdefault(_hashable(key, statics), [])
        for variant in family:
            captured = [_owner(k, p, (), places) for k, p in variant.captured]
            operands = [*dynamic, *captured]
            if all(c is not None for c in captured) and variant.fits([_shape(x) for x in operands]):
                return variant, operands, dynamic, places
        variant = self._trace(dynamic, treedef, statics, leaves, places, structure, family)
        captured = [_owner(k, p, (), places) for k, p in variant.captured]
        return variant, [*dynamic, *captured], dynamic, places

    def _recipe(self, variant: Variant, operands: list[Any]) -> Any:
        layouts = tuple([x._layout if isinstance(x, TensorBase) else None for x in operands])
        recipe = variant.recipes.get(layouts)
        if recipe is None and layouts not in variant.recipes:
            rule, saves = None, ()
            if any(isinstance(x, TensorBase) and x._node is not None for x in operands):
                if variant.derivatives is None:
                    variant.derivatives = Derivatives(variant.plan)
                if variant.derivatives.differentiable:
                    rule = Rule(variant.derivatives, variant.plan.environment(layouts))
                    saves = variant.derivatives.saves
            recipe = variant.plan.bind(layouts, rule, saves)
            if len(variant.recipes) > 1024:
                variant.recipes.clear()
            variant.recipes[layouts] = recipe
        return recipe

    # --- tracing

    def _trace(
        self,
        dynamic: list[Any],
        treedef: trees.TreeDef,
        statics: tuple[Any, ...],
        leaves: list[Any],
        places: list[Any],
        structure: tuple[Any, ...],
        family: list[Variant],
    ) -> Variant:
        self.compilations += 1
        types = [_type_of(x, i, family) for i, x in enumerate(dynamic)]
        with Stage(self.function.__name__) as stage:
            tracers = [stage.input(t) for t in types]
            originals = {id(t): i for i, t in enumerate(tracers)}
            first = [t.value for t in tracers]
            stage.trainable = [
                t
                for x, t in zip(dynamic, tracers, strict=True)
                if isinstance(x, TensorBase) and x._node is not None
            ]
            source = iter(tracers)
            filled = [next(source) if s is _Slot else s for s in statics]
            args, kwargs = trees.unflatten(treedef, filled)
            result = self.function(*args, **kwargs)
            out, tree = trees.flatten(result)
            values = [stage.value(_checked(x, self.function)) for x in out]
            # State that the function changed becomes further results.
            assigned: list[tuple[str, Any]] = []
            for i, t in enumerate(tracers):
                if t.value is not first[i]:
                    assigned.append(("argument", i))
                    values.append(t.value)
            found = {id(x): n for n, x in enumerate(places) if isinstance(x, TensorBase)}
            for x, value in stage.assigned.values():
                assigned.append(_place(x, found))
                values.append(value)
            gradients: list[tuple[tuple[str, Any], bool]] = []
            for x, g in stage.gradients.values():
                where = ("argument", originals[id(x)]) if id(x) in originals else _place(x, found)
                gradients.append((where, g is not None))
                if g is not None:
                    values.append(stage.value(g))
            captured = list(stage.captured)
        graph = stage.builder.finish(values)
        single = tree == trees.LEAF and len(values) == 1
        plan = Plan(graph, single=single, dense=True, exact=not _is_open(types))
        shapes = [t.shape if isinstance(x, TensorBase) else None for x, t in zip(dynamic, types, strict=True)]
        shapes += [tuple(x.shape) for x, _ in captured]
        variant = Variant(plan, tree, tuple(shapes))
        grads = {
            id(x._node.grad): n
            for n, x in enumerate(places)
            if isinstance(x, TensorBase) and x._node is not None and x._node.grad is not None
        }
        for x, _ in captured:
            if id(x) in grads and id(x) not in found:
                variant.captured.append(("grad", grads[id(x)]))
            else:
                variant.captured.append(_place(x, found))
        variant.assigned, variant.gradients = assigned, gradients
        variant.outputs = len(out)
        operands = [*dynamic, *[x for x, _ in captured]]
        layouts = [x._layout if isinstance(x, TensorBase) else None for x in operands]
        variant.order = plan.results(layouts)
        # Nothing but operands and results, one by one: the dispatch cache can answer such calls.
        variant.plain = (
            not structure
            and not captured
            and not assigned
            and not gradients
            and variant.order == list(range(len(out)))
            and (tree == trees.LEAF or (tree.kind is tuple and all(c == trees.LEAF for c in tree.children)))
            and all(s is _Slot for s in statics)
            and all(type(a) in _NUMBERS or isinstance(a, TensorBase) for a in leaves)
        )
        family.append(variant)
        return variant


def _alias(x: Any) -> Any:
    """An operand as a result: another object, so that changing one in place leaves the other."""
    if not isinstance(x, TensorBase):
        return as_tensor(x)
    return make(x._storage, x._address, x._layout, x._node, x._output)


class _Slot:
    """Stands where a traced leaf goes."""


def _checked(x: Any, function: Any) -> Any:
    if isinstance(x, (Array, bool, int, float, complex)):
        return x
    raise TracerError(
        f"{function.__name__} returned {type(x).__name__} from a compiled function; "
        "return tensors and numbers, in lists, tuples, dicts and modules"
    )


def _static_leaves(static: tuple[Any, ...], args: Any, kwargs: Any) -> set[int]:
    chosen = [args[s] for s in static if isinstance(s, int) and -len(args) <= s < len(args)]
    chosen += [kwargs[s] for s in static if isinstance(s, str) and s in kwargs]
    return {id(x) for c in chosen for x in trees.leaves(c)}


def _hashable(key: Any, statics: tuple[Any, ...]) -> Any:
    try:
        hash(key)
    except TypeError:
        bad = next((s for s in statics if getattr(type(s), "__hash__", None) is None), None)
        raise TracerError(
            f"ni.jit got an argument of type {type(bad).__name__}, which is neither a tensor nor hashable; "
            "pass tensors, numbers, strings, or containers of them"
        ) from None
    return key


def _shape(x: Any) -> tuple[int, ...] | None:
    return x._layout.shape if isinstance(x, TensorBase) else None


def _place(x: Any, found: dict[int, int]) -> tuple[str, Any]:
    return ("leaf", found[id(x)]) if id(x) in found else ("object", x)


def _owner(kind: str, place: Any, leaves: Sequence[Any], places: Sequence[Any]) -> Any:
    """The tensor at a place."""
    if kind == "argument":
        return leaves[place]
    if kind == "object":
        return place
    if place >= len(places):
        return None
    if kind == "grad":
        node = places[place]._node
        return None if node is None else node.grad
    return places[place]


def _is_open(types: Sequence[Type]) -> bool:
    return any(isinstance(d, Size) for t in types for d in t.shape)


def _type_of(x: Any, i: int, family: Sequence[Variant]) -> Type:
    """The type to trace an argument with: axes that differ from an earlier variant's are open."""
    if not isinstance(x, TensorBase):
        return Type(_NUMBERS[type(x)], (), True)
    dims: list[Dim] = []
    for axis, n in enumerate(x._layout.shape):
        earlier = [s[axis] for v in family if (s := v.shapes[i]) is not None]
        changed = any(isinstance(d, Size) or (d != n and d != 1) for d in earlier)
        dims.append(Size.symbol(f"n{i}_{axis}") if changed and n != 1 else n)
    return Type(x._layout.dtype, tuple(dims))


def jit(
    function: Callable[..., Any] | None = None,
    *,
    static_argnums: int | Sequence[int] = (),
    static_argnames: str | Sequence[str] = (),
) -> Any:
    """`function` compiled whole: the same results, from one native program.

    Arguments and results are tensors and numbers in any nest of lists, tuples, dicts and modules. Strings, `None` and
    other hashable objects are static: the function is compiled for each value of them; so are arguments named
    in `static_argnums` and `static_argnames`. Python code runs while tracing only.

    Sizes: the first call is compiled for its sizes; when an axis changes, once more with that axis open, and never again.

    >>> import nitinol as ni
    >>> f = ni.jit(lambda x: ni.sum(x * 2.0))
    >>> f(ni.tensor([1.0, 2.0])).item()
    6.0
    """
    numbers = (static_argnums,) if isinstance(static_argnums, int) else tuple(static_argnums)
    names = (static_argnames,) if isinstance(static_argnames, str) else tuple(static_argnames)
    if function is None:
        return lambda f: Jitted(f, numbers + names)
    return Jitted(function, numbers + names)


__all__ = ["Jitted", "jit"]

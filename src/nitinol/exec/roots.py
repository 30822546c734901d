"""What a compiled function reads besides its arguments.

Tensors that a function captures are hidden arguments: read at each call, never constants. `read` walks what the
function's code can name: its closure, its defaults, the globals it mentions, the object that it is bound to, the
functions of the same module that it calls. It gives a `Reading`:

* `leaves`: the tensors found, each once. A captured tensor is found again by its place among them, also when the user
  has put another tensor there.
  * `key`: all that decides how the function is traced. Modules and other registered trees count with all their static
    attributes (`training`); lists, tuples and dicts with their lengths and keys; numbers, flags, texts and functions
    that the code names, also in these, with their values, so that a function whose closure was changed is traced
    anew; tensors with dtype, rank, whether they require a gradient, and where they occur again (tied weights).
  * `numbers`: the Python numbers found, by name, for a warning where they change all the time.
* `current()`: whether all this is still so. A walk takes a microsecond per object, so a reading also remembers
  every container that it went through with the very objects in it; comparing these takes about a thirtieth.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from dis import get_instructions
from functools import partial
from itertools import chain
from operator import attrgetter, is_, itemgetter
from typing import Any, Final

from ..base import trees
from ..core import TensorBase
from ..trace.composite import Composite

_PACKAGE: Final = __name__.partition(".")[0]
_FLAGS: Final = (bool, str, bytes, type(None), types.FunctionType, types.BuiltinFunctionType, type)
_NUMBERS: Final = (int, float, complex)
_MOST: Final = 20_000  # objects that a reading watches; beyond that every call walks anew
_node_of: Final = attrgetter("_node")
_content_of: Final = attrgetter("cell_contents")


class Reading:
    """What a function captures at one moment; see the module's docstring."""

    __slots__ = (
        "_before",
        "_cells",
        "_dicts",
        "_keyed",
        "_lists",
        "_picks",
        "_sizes",
        "_small",
        "index",
        "key",
        "leaves",
        "numbers",
        "volatile",
    )

    def __init__(self, walk: _Walk, key: Any) -> None:
        self.leaves = walk.leaves
        self.index = walk.index
        self.key = key
        self.numbers = walk.numbers
        self.volatile = walk.volatile
        self._cells = walk.cells
        self._picks = walk.picks
        self._dicts = walk.dicts
        self._keyed = walk.keyed
        self._lists = walk.lists
        self._sizes = self._lengths()
        self._before = [] if walk.volatile else list(self._now())
        self._small = len(self._before) < 8 and not (self._cells or self._sizes or self.leaves)

    def _lengths(self) -> list[int]:
        return [*map(len, self._dicts), *map(len, self._lists)]

    def _now(self) -> Iterable[Any]:
        return chain(
            map(_content_of, self._cells),
            chain.from_iterable([pick(source) for pick, source in self._picks]),
            chain.from_iterable(map(dict.values, self._dicts)),
            chain.from_iterable(self._keyed),
            chain.from_iterable(self._lists),
            map(_node_of, self.leaves),
        )

    def current(self) -> bool:
        """Whether reading again would give the same."""
        if self.volatile:
            return False
        if not self._before:
            return not self._sizes or self._lengths() == self._sizes
        try:
            if self._small:  # names alone, as functions without state have
                n = 0
                for pick, source in self._picks:
                    for x in pick(source):
                        if x is not self._before[n]:
                            return False
                        n += 1
                return True
            return self._lengths() == self._sizes and all(map(is_, self._now(), self._before))
        except (KeyError, ValueError, AttributeError):  # a name, a variable or a slot is gone
            return False


def read(function: Any, owner: Any = None) -> Reading:
    """What `function` captures now; `owner` is the object that it is a method of."""
    walk = _Walk()
    parts = [] if owner is None else [walk.owner(owner, function)]
    parts.append(walk.callable(function))
    return Reading(walk, tuple(parts))


class _Walk:
    """One walk through what a function can reach."""

    def __init__(self) -> None:
        self.leaves: list[Any] = []
        self.index: dict[int, int] = {}  # places of tensors among the leaves
        self.volatile = False
        self.numbers: dict[str, Any] = {}
        self.names: set[str] = set()  # attributes that the code mentions
        self.seen: dict[int, int] = {}
        self.watched: set[int] = set()
        self.alive: list[Any] = []  # keeps what `seen` and `watched` name by identity
        self.cells: list[Any] = []
        self.picks: list[tuple[Callable[[Any], tuple[Any, ...]], Any]] = []
        self.dicts: list[dict[Any, Any]] = []  # whose values are compared
        self.keyed: list[dict[Any, Any]] = []  # whose keys are compared too
        self.lists: list[list[Any]] = []

    # --- code

    def callable(self, f: Any) -> Any:
        """The key of something that is called."""
        if isinstance(f, types.MethodType):
            return self.owner(f.__self__, f.__func__), self.callable(f.__func__)
        if isinstance(f, partial):
            return self.callable(f.func), self.value(f.args), self.value(f.keywords)
        if isinstance(f, types.FunctionType):
            return self.function(f)
        wrapped = getattr(f, "__wrapped__", None)
        if wrapped is not None and not isinstance(f, type):
            return self.callable(wrapped)
        return self.value(f)

    def owner(self, owner: Any, function: Any) -> Any:
        """The key of the object that a method belongs to."""
        if isinstance(function, types.FunctionType):
            self.names.update(_mentions(function.__code__)[1])
        return self.value(owner)

    def function(self, f: types.FunctionType) -> Any:
        """The key of a function of the user's, or of one of ours around it: itself, and what it captures.

        Our own functions never bind their variables and names anew, so these need no watching.
        """
        again = self._again(f)
        if again is not None:
            return again
        loaded, attributes = _mentions(f.__code__)
        self.names.update(attributes)
        own = (
            str(f.__globals__.get("__name__")).partition(".")[0] == _PACKAGE
        )  # `wraps` changes __module__
        parts: list[Any] = [f]
        for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
            try:
                content = cell.cell_contents
            except ValueError:  # not assigned yet
                self.volatile = True
                continue
            if not own:
                self.cells.append(cell)
            self._note(name, content)
            parts += (name, self.named(content, f))
        for default in (f.__defaults__, f.__kwdefaults__):
            if default:
                parts.append(self.value(default))
        space = f.__globals__
        present = [name for name in loaded if name in space]
        if own:
            present = [name for name in present if _holds_state(space[name])]
        elif present:
            self.picks.append((itemgetter(present[0], *present), space))
        for name in present:
            self._note(name, space[name])
            parts.append((name, self.named(space[name], f)))
        wrapped = getattr(f, "__wrapped__", None)
        if isinstance(wrapped, types.FunctionType):
            parts.append(self.function(wrapped))
        return tuple(parts)

    def _note(self, name: str, value: Any) -> None:
        if type(value) in _NUMBERS:
            self.numbers[name] = value

    def named(self, value: Any, by: types.FunctionType) -> Any:
        """The key of what code names: functions of the same package are gone into."""
        if isinstance(value, types.FunctionType) and _kin(value, by):
            return self.function(value)
        if isinstance(value, types.MethodType) and not isinstance(value.__self__, type):
            return self.callable(value)
        inner = getattr(value, "__wrapped__", None)
        if getattr(value, "function", value) is inner and isinstance(inner, types.FunctionType):
            return self.function(inner) if _kin(inner, by) else inner  # compiled itself
        return self.value(value)

    # --- values

    def value(self, v: Any, inside: bool = False) -> Any:
        """The key of a value, which is `inside` a registered tree or not."""
        kind = type(v)
        if isinstance(v, TensorBase):
            again = self.index.get(id(v))
            if again is None:
                again = self.index[id(v)] = len(self.leaves)
                self.leaves.append(v)
            where = v._layout
            return again, where.dtype, where.ndim, v._node is not None
        if isinstance(v, (type, types.ModuleType)):
            return v if inside else self._namespace(v)
        if isinstance(v, Composite):
            return v  # it captures nothing, and what it remembers of calls changes no result
        if kind in _FLAGS:
            return kind, v
        if kind in _NUMBERS:
            return kind, v if kind is int else repr(
                v
            )  # NaN is equal to itself then, and 0.0 not to -0.0
        if isinstance(v, tuple):
            return self._several(kind, (), v, inside)
        again = self._again(v)
        if again is not None:
            return again
        if _registered(kind):
            return self._tree(v)
        if isinstance(v, list):
            self.lists.append(v)
            return self._several(kind, (), v, inside)
        if isinstance(v, dict):
            self.dicts.append(v)
            self.keyed.append(v)
            return self._several(kind, tuple(v), v.values(), inside)
        if inside:
            return kind
        return self._object(v)

    def _again(self, v: Any) -> Any:
        """The key of an object that was met before; None at the first time."""
        number = self.seen.get(id(v))
        if number is not None:
            return "again", number
        self.seen[id(v)] = len(self.seen)
        self.alive.append(v)
        return None

    def _several(
        self, kind: type, names: tuple[Any, ...], items: Iterable[Any], inside: bool
    ) -> Any:
        """The key of a container."""
        return kind, names, tuple([self.value(x, inside) for x in items])

    def _tree(self, v: Any) -> Any:
        self._watch(v)
        flat = _registered(type(v))
        assert flat is not None
        children, aux = flat[0](v)
        return type(v), aux, tuple([self.value(c, True) for c in children])

    def _namespace(self, v: Any) -> Any:
        """The key of a class or a Python module: of the tensors and trees in it that the code names."""
        if v.__name__.partition(".")[0] == _PACKAGE:
            return v
        spaces = [vars(base) for base in (reversed(v.__mro__) if isinstance(v, type) else (v,))]
        held = {n: space[n] for space in spaces for n in sorted(self.names) if n in space}
        names = [n for n, x in held.items() if isinstance(x, TensorBase) or _registered(type(x))]
        if not names:
            return v
        self.picks.append((attrgetter(names[0], *names), v))
        return (v, *[(n, self.value(held[n])) for n in names])

    def _object(self, v: Any) -> Any:
        """The key of an object of the user's own: of the attributes that the code names."""
        kind = type(v)
        attributes = getattr(v, "__dict__", None)
        slots = _slots(kind)
        if isinstance(v, type) or (attributes is None and not slots):
            return kind
        self.alive.append(v)
        methods: list[Any] = []
        before = -1
        while len(self.names) > before:  # methods mention further names
            before = len(self.names)
            for name in tuple(self.names):
                found = getattr(kind, name, None)
                found = found.fget if isinstance(found, property) else found
                if isinstance(found, types.FunctionType) and id(found) not in self.seen:
                    methods.append(self.function(found))
        own = kind.__module__.partition(".")[0] == _PACKAGE
        parts: list[Any] = [self._namespace(kind)]
        if isinstance(attributes, dict):
            self.dicts.append(attributes)
            named = [n for n in attributes if own or n in self.names]
            for n in named:
                self._note(n, attributes[n])
            parts += [(n, self.value(attributes[n])) for n in named]
        present = [n for n in slots if (own or n in self.names) and hasattr(v, n)]
        if present:
            self.picks.append((attrgetter(present[0], *present), v))
            parts += [(n, self.value(getattr(v, n))) for n in present]
        return (*parts, *methods)

    def _watch(self, v: Any) -> None:
        """Remember all that the flattening of a registered tree may depend on."""
        todo = [v]
        while todo:
            x = todo.pop()
            kind = type(x)
            if (
                kind in _FLAGS
                or kind in _NUMBERS
                or isinstance(x, (TensorBase, type, types.ModuleType))
            ):
                continue
            if id(x) in self.watched:
                continue
            self.watched.add(id(x))
            self.alive.append(x)
            if len(self.watched) > _MOST:
                self.volatile = True
                return
            if isinstance(x, list):
                self.lists.append(x)
                todo += x
            elif isinstance(x, (tuple, frozenset)):
                todo += x
            elif isinstance(x, dict):
                self.dicts.append(x)
                self.keyed.append(x)
                todo += x.values()
            else:
                self._watch_object(x, todo)

    def _watch_object(self, x: Any, todo: list[Any]) -> None:
        kind = type(x)
        attributes = getattr(x, "__dict__", None)
        present = [n for n in _slots(kind) if hasattr(x, n)]
        if isinstance(attributes, dict):
            self.dicts.append(attributes)
            todo += attributes.values()
        if present:
            self.picks.append((attrgetter(present[0], *present), x))
            todo += [getattr(x, n) for n in present]
        if attributes is None and not present and getattr(kind, "__hash__", None) is None:
            self.volatile = True  # a set or an array may change unseen


def _holds_state(value: Any) -> bool:
    """Whether a global of this package may reach tensors."""
    return isinstance(value, (TensorBase, types.FunctionType)) or _registered(type(value))


def _registered(kind: type) -> Any:
    for base in kind.__mro__[:-1]:
        entry = trees._registry.get(base)
        if entry is not None:
            return entry
    return None


def _slots(kind: type) -> list[str]:
    if kind.__module__ == "builtins":
        return []
    found: list[str] = []
    for base in kind.__mro__:
        slots = base.__dict__.get("__slots__", ())
        found += (slots,) if isinstance(slots, str) else slots
    return [n for n in found if n not in ("__weakref__", "__dict__")]


def _kin(f: types.FunctionType, by: types.FunctionType) -> bool:
    """Whether two functions come from the same package, and not from this one."""
    mine, theirs = [str(x.__module__).partition(".")[0] for x in (f, by)]
    return mine == theirs and (mine != _PACKAGE or f.__module__ == by.__module__)


_known: dict[types.CodeType, tuple[tuple[str, ...], tuple[str, ...]]] = {}


def _mentions(code: types.CodeType) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(globals that code loads, attributes that it names), also in functions defined inside."""
    found = _known.get(code)
    if found is None:
        loaded: dict[str, None] = {}
        attributes: dict[str, None] = {}
        for instruction in get_instructions(code):
            if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                loaded[instruction.argval] = None
            elif instruction.opname.endswith(("ATTR", "METHOD")) and isinstance(
                instruction.argval, str
            ):
                attributes[instruction.argval] = None
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                more, names = _mentions(constant)
                loaded.update(dict.fromkeys(more))
                attributes.update(dict.fromkeys(names))
        if len(_known) > 4096:
            _known.clear()
        found = _known[code] = tuple(loaded), tuple(attributes)
    return found


__all__ = ["Reading", "read"]

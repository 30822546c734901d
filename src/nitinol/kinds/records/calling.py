"""Methods, properties and operators of users' classes on whole tensors.

`particles.energy()` calls the method once, under `vmap`: on an object of the class whose attributes are the fields with
the axes of the tensor hidden. So what the method computes with operators and functions of nitinol, it computes for
all objects at once, and it is differentiated and compiled as everything else. What it returns comes back with the
axes of the tensor in front: numbers and tensors as tensors, objects as record tensors, in lists, tuples and dicts
too. A Python `if` on a value raises the `TracerError` of `vmap`, with a note on which method it was.

* Further arguments that are record tensors are taken object by object, and broadcast with the tensor. All others
  are the same for all objects, tensors too: `ni.vmap(lambda p, f: p.push(f))(particles, forces)` gives each its own.
* Operators (`a + b`, `2 * q`, `-q`) take tensors element by element as well, as operators do.
* A method that returns nothing and sets attributes (`self.x = self.x + dx`) changes the tensor's fields.
* A value that is missing is NaN in the method. A field whose values have no NaN raises an error when it is used while
  values are missing.
* Values of fields of texts and of ragged fields are `Row`s there (`rows.py`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, Final

from ...base import trees
from ...base.errors import DTypeError, UnsupportedError
from ...base.shapes import broadcast_shapes
from ...base.sizes import Shape, product
from ...ops import shaping
from ...ops.families import map_slot
from ...tensor.nested import NUMBERS
from ...trace.array import Array
from ..rows import is_whole
from .classes import MISSING, names_of, slots_of, static
from .indexing import led
from .making import of_object, single
from .tensor import RecordTensor

rule = RecordTensor.rule

_BINARY: Final = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv", "floor_divide": "floordiv",
    "remainder": "mod", "pow": "pow", "matmul": "matmul", "bitwise_and": "and", "bitwise_or": "or",
    "bitwise_xor": "xor", "bitwise_left_shift": "lshift", "bitwise_right_shift": "rshift",
}  # fmt: skip
_UNARY: Final = {"negative": "neg", "positive": "pos", "abs": "abs", "bitwise_invert": "invert"}
_ORDER: Final = {"less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge"}


# --- attributes


@rule("attribute")
def _attribute(name: str, t: RecordTensor, attribute: str, found: Any) -> Any:
    """What the class has under a name, for the whole tensor."""
    if isinstance(found, (property, cached_property)):
        return called(t, attribute, lambda x: getattr(x, attribute))
    if isinstance(found, (staticmethod, classmethod)):
        return found.__get__(None, t._schema.cls)
    if hasattr(type(found), "__get__"):
        return partial(_method, t, attribute)
    return found


@rule("set_property")
def _set_property(name: str, t: RecordTensor, attribute: str, value: Any) -> None:
    """What the setter of a property does to the fields."""
    called(t, attribute, lambda x, v: setattr(x, attribute, v), (value,), changing=True)


@rule("call")
def _call(name: str, t: RecordTensor, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`t(…)` for a class that defines `__call__`."""
    if not _defines(t, "__call__"):
        raise TypeError(f"a tensor of {t._schema.name} cannot be called: the class has no __call__")
    return _method(t, "__call__", *args, **kwargs)


def _method(t: RecordTensor, attribute: str, /, *args: Any, **kwargs: Any) -> Any:
    """A method of the class."""
    names = tuple(kwargs)

    def call(x: Any, *given: Any) -> Any:
        own, named = given[: len(args)], dict(zip(names, given[len(args) :], strict=True))
        return getattr(x, attribute)(*own, **named)

    return called(t, attribute, call, (*args, *kwargs.values()), changing=True)


def called(
    t: RecordTensor,
    attribute: str,
    function: Callable[..., Any],
    args: Sequence[Any] = (),
    changing: bool = False,
) -> Any:
    """function(object, *args) for all objects of `t`, and what it changes written to `t`."""
    where = f"{t._schema.name}.{attribute}"
    records = [x for x in args if isinstance(x, RecordTensor)]
    shape = broadcast_shapes(where, t.shape, *[x.shape for x in records])

    def call(x: Any, *given: Any) -> Any:
        before = _attributes(x) if changing else None
        result = _result(where, function(x, *given))
        return result, {} if before is None else _changed(x, before)

    result, changes = _mapped(where, call, [t, *args], [True] * (1 + len(args)), shape)
    for name, value in changes.items():
        _write(where, t, name, value, shape)
    return result


def _mapped(
    where: str,
    function: Callable[..., Any],
    operands: Sequence[Any],
    elementwise: Sequence[bool],
    shape: Shape,
) -> Any:
    """The function on objects and values, once for all elements of `shape`.

    Record tensors are taken apart, and so are dense tensors that `elementwise` is false for.
    """
    flat = len(shape) > 1
    taken: list[Any] = []
    sources: list[Callable[[Iterator[Any]], Any]] = []
    for x, only_records in zip(operands, elementwise, strict=True):
        if isinstance(x, RecordTensor):
            whole = _spread(x, shape)
            sources.append(_taker(where, whole, taken, flat, len(shape)))
        elif not only_records and isinstance(x, Array) and x.ndim:
            taken.append(_flat(shaping.broadcast_to(x, shape), len(shape), flat))
            sources.append(next)
        else:
            sources.append(lambda given, x=x: x)  # type: ignore[misc]

    def call(values: list[Any]) -> Any:
        given = iter(values)
        return function(*[source(given) for source in sources])

    try:
        if not shape:
            return call(taken)
        mapping: Callable[..., Any] = map_slot[0]
        found = mapping(call, axis_size=product(shape))(taken)
    except Exception as error:
        error.add_note(
            f"while {where} ran, once for the whole tensor of {_name(operands)}: attributes stand for values of all "
            "objects there, so ni.where and ni.cond are for `if`, and ni.sqrt is for math.sqrt or np.sqrt"
        )
        raise
    if not flat:
        return found
    leaves, treedef = trees.flatten(found, is_whole)
    return trees.unflatten(treedef, [led(x, 1, shape) for x in leaves])


def _name(operands: Sequence[Any]) -> str:
    return next(x._schema.name for x in operands if isinstance(x, RecordTensor))


def _spread(t: RecordTensor, shape: Shape) -> RecordTensor:
    if tuple(t.shape) == tuple(shape):
        return t
    found: RecordTensor = RecordTensor.rules["broadcast_to"]("broadcast_to", t, shape)
    return found


def _flat(x: Any, ndim: int, flat: bool) -> Any:
    """x with its first axes as one."""
    return led(x, ndim, (product(tuple(x.shape)[:ndim]),)) if flat else x


def _taker(
    where: str, t: RecordTensor, taken: list[Any], flat: bool, ndim: int
) -> Callable[[Iterator[Any]], Any]:
    """Add the dense values of a record tensor to `taken`; the function that makes an object of what `vmap`
    makes of them.
    """
    sources: list[Callable[[Iterator[Any]], Any]] = []
    for (name, value, inner), mask in zip(t._items(), t._masks, strict=True):
        sources.append(
            _field_taker(f"{where}: the field {name!r}", value, mask, inner, taken, flat, ndim)
        )
    build = t._schema.build
    return lambda given: build([source(given) for source in sources])


def _field_taker(
    where: str, value: Any, mask: Any, inner: int, taken: list[Any], flat: bool, ndim: int
) -> Callable[[Iterator[Any]], Any]:
    if value is None:
        return lambda given: None
    if mask is not None and not (isinstance(value, RecordTensor) or value.dtype.is_inexact):
        stand_in = Unusable(
            f"{where} has missing values, and {value.dtype} has no NaN for them; select the objects that have "
            "it, t[~t.missing(name)], or fill it: t.filled(name=value)"
        )
        return lambda given: stand_in
    if isinstance(value, RecordTensor) and not inner:
        return _taker(where, value, taken, flat, ndim)
    taken.append(_flat(value, ndim, flat))
    return next


class Unusable:
    """Stands for a field that a method cannot use; any use raises the error that says why."""

    __slots__ = ("_reason",)

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __getattr__(self, name: str) -> Any:
        raise UnsupportedError(self._reason)


def _unusable(self: Unusable, *args: Any) -> Any:
    raise UnsupportedError(self._reason)


for _name_of in [*_BINARY.values(), *_UNARY.values(), *_ORDER.values(), "eq", "ne", "bool", "len", "iter",
                 "getitem", "float", "int", "index", "call", "str", "format", "contains"]:  # fmt: skip
    setattr(Unusable, f"__{_name_of}__", _unusable)
for _name_of in _BINARY.values():
    setattr(Unusable, f"__r{_name_of}__", _unusable)


# --- results and changes


def _result(where: str, x: Any) -> Any:
    """What a method returned, as a nest of tensors and record tensors."""
    if x is None or type(x) in NUMBERS or isinstance(x, Array):
        return x
    if type(x) in (list, tuple):
        return type(x)([_result(where, v) for v in x])
    if type(x) is dict:
        return {k: _result(where, v) for k, v in x.items()}
    if isinstance(x, str):
        raise UnsupportedError(
            f"{where} returns a text; methods on whole tensors return numbers, tensors and objects"
        )
    if hasattr(x, "__array__") or hasattr(x, "__float__"):
        return single(x)[0]
    if not names_of(x):
        raise DTypeError(
            f"{where} returns an object of {type(x).__name__}, which has no fields and is no data"
        )
    return of_object(x)


def _attributes(x: Any) -> dict[str, Any]:
    """What an object's attributes are now, and by path those of objects among them, which methods may
    change in place.
    """
    cls: Any = type(x)
    own = getattr(x, "__dict__", None)
    if isinstance(x, dict):
        own = x
    elif own is None or slots_of(cls):
        own = {n: getattr(x, n) for n in names_of(x)}
    found = dict(own)
    for name, value in own.items():
        if _is_object(value):
            found.update({f"{name}\0{k}": v for k, v in _attributes(value).items()})
    return found


def _is_object(x: Any) -> bool:
    plain = (Array, Unusable, str, list, tuple, dict, type(None), *NUMBERS)
    return not isinstance(x, plain) and not hasattr(x, "__array__")


def _changed(x: Any, before: dict[str, Any]) -> dict[str, Any]:
    """The new values of fields that a method has changed, as tensors of one element."""
    after = _attributes(x)
    changed = [n for n, v in after.items() if before.get(n, MISSING) is not v]
    if not changed:
        return {}
    fields = names_of(x)
    names = dict.fromkeys([n.partition("\0")[0] for n in changed])
    return {n: single(after[n])[0] for n in names if n in fields}


def _write(where: str, t: RecordTensor, name: str, value: Any, shape: Shape) -> None:
    if tuple(t.shape) != tuple(shape):
        raise UnsupportedError(
            f"{where} sets {name!r} for {shape!r} objects, but the tensor has {tuple(t.shape)}; broadcast it first"
        )
    t[name] = value


# --- operators


def _operator(name: str, dunder: str) -> Callable[..., Any]:
    function: Any = getattr(operator, f"__{dunder}__")

    def apply(_: str, a: Any, b: Any) -> Any:
        first = a if isinstance(a, RecordTensor) else b
        if isinstance(a, RecordTensor):
            if not (
                _defines(a, f"__{dunder}__")
                or (isinstance(b, RecordTensor) and _defines(b, f"__r{dunder}__"))
            ):
                raise _no_operator(a, f"__{dunder}__", name)
            call = function
        else:
            if not _defines(first, f"__r{dunder}__"):
                raise _no_operator(first, f"__r{dunder}__", name)

            def call(x: Any, y: Any) -> Any:
                if isinstance(x, Array):  # whose operators would take any object for data
                    return getattr(type(y), f"__r{dunder}__")(y, x)
                return function(x, y)

        return elementwise(f"{first._schema.name}.__{dunder}__", call, a, b)

    return apply


def elementwise(where: str, call: Callable[..., Any], *operands: Any) -> Any:
    """call(*objects and values), element by element of all operands that have axes."""
    shapes = [x.shape for x in operands if isinstance(x, Array)]
    shape = broadcast_shapes(where, *shapes)

    def function(*given: Any) -> Any:
        found = call(*given)
        if found is NotImplemented:
            kinds = " and ".join(type(x).__name__ for x in given)
            raise DTypeError(f"{where} does not take {kinds}")
        return _result(where, found)

    return _mapped(where, function, operands, [False] * len(operands), shape)


def _defines(t: RecordTensor, dunder: str) -> bool:
    """Whether the class of a tensor's objects has an operator of its own."""
    cls = t._schema.cls
    return cls is not None and static(cls, dunder) is not MISSING


def _no_operator(t: RecordTensor, dunder: str, name: str) -> UnsupportedError:
    own = t._schema
    field = own.fields[0]
    return UnsupportedError(
        f"ni.{name} of a tensor of {own.name}: the class has no {dunder}; define it, or use the fields, such as "
        f"t[{field!r}]"
    )


def _unary(name: str, dunder: str) -> Callable[..., Any]:
    function: Any = getattr(operator, f"__{dunder}__")

    def apply(_: str, t: RecordTensor) -> Any:
        if not _defines(t, f"__{dunder}__"):
            raise _no_operator(t, f"__{dunder}__", name)
        return elementwise(f"{t._schema.name}.__{dunder}__", function, t)

    return apply


for _name_of, _dunder in _BINARY.items():
    rule(_name_of)(_operator(_name_of, _dunder))
for _name_of, _dunder in _UNARY.items():
    rule(_name_of)(_unary(_name_of, _dunder))

"""The types of the native language, and the memory layout of structs.

A type is an object: `i64`, `f32`, `boolean`, `ptr[T]`, `array[T, n]`, `vec[T, n]`,
`fn[[A, B], R]`, or a class decorated with `@module.struct`.  Equal types are the same object
(composed types are interned), so types are compared with `is`.

Calling a type converts: `u8(x)`, `ptr[Block](address)`.  In native code the compiler sees the
call; in ordinary Python it makes the value objects of `simulate.py`, which is imported only then.

Layout follows the C rules of 64-bit systems: pointers are 8 bytes, every field lies at the next
multiple of its alignment, a struct that inherits starts with the fields of its base.  A vector is
aligned like its element, so that it may be loaded from any element's address.

This file is imported on every start of the library, so it imports nothing but errors.
"""

from __future__ import annotations

from nitinol.native.errors import NativeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Type:
    """Base of all types: `name` as written, `size` and `align` in bytes, `ir` in registers."""

    name: str
    size: int
    align: int
    ir: str

    def __repr__(self) -> str:
        return self.name

    def __call__(self, value: Any) -> Any:
        from nitinol.native.simulate import convert  # only when run as ordinary Python

        return convert(self, value, explicit=True)

    @property
    def memory_ir(self) -> str:
        """The IR type in memory; differs from `ir` for booleans only (a byte)."""
        return self.ir


class VoidType(Type):
    """The result of a function that returns nothing, written `None`."""

    def __init__(self) -> None:
        self.name, self.size, self.align, self.ir = "None", 0, 1, "void"


class IntType(Type):
    """A two's-complement integer that wraps; whether it is signed is part of the type."""

    def __init__(self, bits: int, signed: bool) -> None:
        self.bits, self.signed = bits, signed
        self.name = f"{'i' if signed else 'u'}{bits}"
        self.size = self.align = bits // 8
        self.ir = f"i{bits}"
        self.min = -(1 << (bits - 1)) if signed else 0
        self.max = (1 << (bits - 1)) - 1 if signed else (1 << bits) - 1

    def wrap(self, value: int) -> int:
        """The value that `bits` bits hold: reduced modulo 2**bits into the type's range."""
        value &= (1 << self.bits) - 1
        return value - (1 << self.bits) if value > self.max else value


class BoolType(Type):
    """A truth value: i1 in registers, a byte holding 0 or 1 in memory."""

    def __init__(self) -> None:
        self.name, self.size, self.align, self.ir = "bool", 1, 1, "i1"

    @property
    def memory_ir(self) -> str:
        return "i8"


class FloatType(Type):
    """An IEEE-754 number: f32 or f64."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.name = f"f{bits}"
        self.size = self.align = bits // 8
        self.ir = "float" if bits == 32 else "double"


class PtrType(Type):
    """A pointer; `pointee` is None for plain `ptr`, the address of anything (C's `void *`)."""

    def __init__(self, pointee: Type | None) -> None:
        self.pointee = pointee
        self.name = "ptr" if pointee is None else f"ptr[{pointee.name}]"
        self.size = self.align = 8
        self.ir = "ptr"


class FnType(Type):
    """The address of a function with these parameters and this result."""

    def __init__(self, params: tuple[Type, ...], result: Type) -> None:
        self.params, self.result = params, result
        shown = ", ".join(p.name for p in params)
        self.name = f"fn[[{shown}], {result.name}]"
        self.size = self.align = 8
        self.ir = "ptr"


class ArrayType(Type):
    """`count` elements in place: a struct field or a global; used through its first element."""

    def __init__(self, element: Type, count: int) -> None:
        self.element, self.count = element, count
        self.name = f"array[{element.name}, {count}]"

    @property
    def size(self) -> int:  # type: ignore[override]
        return self.element.size * self.count

    @property
    def align(self) -> int:  # type: ignore[override]
        return self.element.align

    @property
    def ir(self) -> str:  # type: ignore[override]
        return f"[{self.size} x i8]"


class VecType(Type):
    """A register of `count` lanes; arithmetic works lane by lane."""

    def __init__(self, element: IntType | FloatType | BoolType, count: int) -> None:
        self.element, self.count = element, count
        self.name = f"vec[{element.name}, {count}]"
        self.size, self.align = element.size * count, element.align
        self.ir = f"<{count} x {element.ir}>"


class Field:
    """One field of a struct: its type and its distance in bytes from the start."""

    __slots__ = ("name", "offset", "type")

    def __init__(self, name: str, type: Type, offset: int) -> None:
        self.name, self.type, self.offset = name, type, offset


class StructType(Type):
    """The layout of a decorated class, worked out when it is first asked for."""

    def __init__(self, cls: type, scope: dict[str, Any] | None, align: int = 0) -> None:
        self.cls, self.scope, self.wanted_align = cls, scope, align
        self.name = cls.__name__
        self.base = next((b.__dict__["__native__"] for b in cls.__bases__ if is_struct(b)), None)
        self._fields: dict[str, Field] | None = None
        self._size = self._align = 0

    @property
    def fields(self) -> dict[str, Field]:
        if self._fields is None:
            self._lay_out()
        assert self._fields is not None
        return self._fields

    @property
    def size(self) -> int:  # type: ignore[override]
        self.fields  # noqa: B018  (lays out)
        return self._size

    @property
    def align(self) -> int:  # type: ignore[override]
        self.fields  # noqa: B018
        return self._align

    @property
    def ir(self) -> str:  # type: ignore[override]
        return f"[{self.size} x i8]"

    def inherits(self, other: StructType) -> bool:
        """Whether a pointer to this struct is also a pointer to `other`."""
        at: StructType | None = self
        while at is not None:
            if at is other:
                return True
            at = at.base
        return False

    def _lay_out(self) -> None:
        fields = dict(self.base.fields) if self.base is not None else {}
        end = self.base.size if self.base is not None else 0
        align = max(self.wanted_align, self.base.align if self.base is not None else 1)
        names = vars(__import__("sys").modules[self.cls.__module__]) if self.cls.__module__ else {}
        for name, written in self.cls.__annotations__.items():
            what = f"field {name} of struct {self.name}"
            if name in fields:
                raise NativeError(f"{what} exists already in its base {self.base}")
            if name.startswith("_native"):
                raise NativeError(f"{what}: names that start with _native are reserved")
            local = {**(self.scope or {}), self.name: self.cls}
            field = resolve(written, [local, names], what)
            if field is void or field is self:
                raise NativeError(f"{what} cannot have the type {field}; write ptr[{field}]")
            end = -(-end // field.align) * field.align
            fields[name] = Field(name, field, end)
            end += field.size
            align = max(align, field.align)
        self._align = align
        self._size = -(-end // align) * align
        self._fields = fields


class _Composer:
    """What `array`, `vec` and `fn` are: a name that makes types when it is indexed."""

    def __init__(self, name: str, make: Callable[[Any], Type]) -> None:
        self._name, self._make = name, make

    def __getitem__(self, arguments: Any) -> Type:
        return self._make(arguments)

    def __repr__(self) -> str:
        return self._name


class _PlainPtr(PtrType):
    """`ptr` itself is the untyped pointer; `ptr[T]` is a pointer to T."""

    def __init__(self) -> None:
        super().__init__(None)

    def __getitem__(self, pointee: Any) -> PtrType:
        return pointer_to(as_type(pointee, "ptr[...]"))


_interned: dict[tuple[Any, ...], Any] = {}


def pointer_to(pointee: Type) -> PtrType:
    """`ptr[pointee]`, where an array counts as its first element."""
    if pointee is void:
        return ptr
    if isinstance(pointee, ArrayType):
        pointee = pointee.element
    found = _interned.get(("ptr", pointee))
    if found is None:  # `setdefault`: another thread may be about to make it too
        found = _interned.setdefault(("ptr", pointee), PtrType(pointee))
    return found  # type: ignore[no-any-return]


def function_type(params: tuple[Type, ...], result: Type) -> FnType:
    """`fn[[params], result]`."""
    key = ("fn", params, result)
    if key not in _interned:
        _interned.setdefault(key, FnType(params, result))
    return _interned[key]  # type: ignore[no-any-return]


def vector_of(element: Type, count: int) -> VecType:
    """`vec[element, count]`."""
    if not isinstance(element, IntType | FloatType | BoolType):
        raise NativeError(f"vec[...] wants an integer, float or bool element, not {element}")
    key = ("vec", element, count)
    if key not in _interned:
        _interned.setdefault(key, VecType(element, count))
    return _interned[key]  # type: ignore[no-any-return]


def _pair(arguments: Any, what: str) -> tuple[Type, int]:
    if not (isinstance(arguments, tuple) and len(arguments) == 2 and type(arguments[1]) is int):
        raise NativeError(f"{what} wants an element type and a count, as in {what[:-5]}[i64, 8]")
    if arguments[1] < 1:
        raise NativeError(f"{what} wants a count of at least 1, not {arguments[1]}")
    return as_type(arguments[0], what), arguments[1]


def _make_array(arguments: Any) -> Type:
    element, count = _pair(arguments, "array[...]")
    key = ("array", element, count)
    if key not in _interned:
        _interned[key] = ArrayType(element, count)
    return _interned[key]  # type: ignore[no-any-return]


def _make_vec(arguments: Any) -> Type:
    return vector_of(*_pair(arguments, "vec[...]"))


def _make_fn(arguments: Any) -> Type:
    if not (
        isinstance(arguments, tuple) and len(arguments) == 2 and isinstance(arguments[0], list)
    ):
        raise NativeError("fn[...] wants parameters and a result, as in fn[[ptr, i64], None]")
    params = tuple(as_type(p, "a parameter of fn[...]") for p in arguments[0])
    return function_type(params, as_type(arguments[1], "the result of fn[...]"))


void = VoidType()
boolean = BoolType()
i8, i16, i32, i64 = (IntType(bits, True) for bits in (8, 16, 32, 64))
u8, u16, u32, u64 = (IntType(bits, False) for bits in (8, 16, 32, 64))
f32, f64 = FloatType(32), FloatType(64)
ptr = _PlainPtr()
array = _Composer("array", _make_array)
vec = _Composer("vec", _make_vec)
fn = _Composer("fn", _make_fn)


def is_struct(value: object) -> bool:
    """Whether `value` is a class that `@module.struct` has laid out."""
    return isinstance(value, type) and "__native__" in value.__dict__


def as_type(value: Any, what: str) -> Type:
    """The type that a Python object means where a type is wanted; `what` names the place."""
    if isinstance(value, Type):
        return value
    if value is None or value is type(None):
        return void
    if value is bool:
        return boolean
    if is_struct(value):
        return value.__dict__["__native__"]  # type: ignore[no-any-return]
    hint = {int: "i64", float: "f64"}.get(value) if isinstance(value, type) else None
    wanted = f"write {hint}" if hint else "wanted a native type such as i64, f32 or ptr[T]"
    raise NativeError(f"{what}: {value!r} is not a native type; {wanted}")


def resolve(written: Any, scopes: list[Any], what: str) -> Type:
    """The type that an annotation means: an object, or its source text looked up in `scopes`."""
    if isinstance(written, str):
        names: dict[str, Any] = {}
        for scope in reversed(scopes):
            names.update(scope)
        try:
            written = eval(written, names)  # annotations are the author's own code
        except NativeError:
            raise
        except Exception as error:
            raise NativeError(f"{what}: cannot read the annotation {written!r}: {error}") from None
        if isinstance(written, str):  # quoted twice, under `from __future__ import annotations`
            return resolve(written, scopes, what)
    return as_type(written, what)


def sizeof(type: Any) -> int:
    """The bytes that a value of `type` takes in memory; a constant in native code too."""
    return as_type(type, "sizeof").size


def offsetof(struct: Any, field: str) -> int:
    """The bytes from the start of `struct` to `field`; a constant in native code too."""
    layout = as_type(struct, "offsetof")
    if not isinstance(layout, StructType):
        raise NativeError(f"offsetof wants a struct, not {layout}")
    if field not in layout.fields:
        raise NativeError(f"struct {layout} has no field {field}; it has {list(layout.fields)}")
    return layout.fields[field].offset

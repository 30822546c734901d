"""`Module`: collects native functions, structs, globals and outside symbols; builds them.

The decorators only record what they are given, so that importing a file of native functions costs
next to nothing.  Nothing is parsed until `text()` is called, and `build()` calls it only when the
cache of compiled code has no entry under `key()`.

`key()` must change whenever the IR could change, and must be cheap.  It hashes the bytes of every
source file that contributed a function or struct, the bytes of this compiler, and the values of
all Python names that the functions mention (constants may come from anywhere).
"""

from __future__ import annotations

import os
import sys

from nitinol.native.errors import NativeError
from nitinol.native.types import (
    FnType,
    StructType,
    Type,
    as_type,
    function_type,
    is_struct,
    pointer_to,
    resolve,
)

try:
    from _blake2 import blake2b  # hashlib itself takes 10 ms to import, for OpenSSL
except ImportError:  # other implementations of Python
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import Any, TypeVar, overload

    from nitinol.llvm.build import Library
    from nitinol.native.names import ptr

    F = TypeVar("F", bound=Callable[..., Any])
    T = TypeVar("T")
else:

    def overload(signature):
        """What `typing.overload` is, without importing `typing` (20 ms)."""
        return signature


class Entity:
    """Anything with an address that native code can mention by name."""

    symbol: str


class Signature(Entity):
    """What functions of our own and functions from outside share: a typed signature.

    The signature is read from the annotations of `python` when it is first asked for.
    """

    def __init__(self, python: Any, symbol: str, frame: FrameType | None) -> None:
        self.python, self.symbol, self.surroundings = python, symbol, frame
        self._type: FnType | None = None
        self.__doc__ = python.__doc__
        self.__name__ = python.__name__

    @property
    def filename(self) -> str:
        return str(self.python.__code__.co_filename)

    @property
    def scopes(self) -> list[Any]:
        """Where names of the function are looked up, innermost first."""
        code = self.python.__code__
        cells: dict[str, Any] = {}
        for name, cell in zip(code.co_freevars, self.python.__closure__ or (), strict=True):
            try:
                cells[name] = cell.cell_contents
            except ValueError:  # not assigned yet
                continue
        around = [] if self.surroundings is None else [self.surroundings.f_locals]
        return [cells, *around, self.python.__globals__]

    def param_names(self) -> list[str]:
        code = self.python.__code__
        if code.co_kwonlyargcount or code.co_posonlyargcount or code.co_flags & 8:
            raise NativeError(
                "keyword-only and ** parameters do not exist in native code", **self.at
            )
        return list(code.co_varnames[: code.co_argcount])

    @property
    def at(self) -> dict[str, Any]:
        """The place of the definition, as `NativeError` takes it."""
        code = self.python.__code__
        return {
            "filename": code.co_filename,
            "lineno": code.co_firstlineno,
            "where": self.__name__,
        }

    @property
    def type(self) -> FnType:
        if self._type is None:
            written = self.python.__annotations__
            names = self.param_names()
            missing = [n for n in [*names, "return"] if n not in written]
            if missing:
                raise NativeError(
                    f"no type is given for {', '.join(missing)}; write {missing[0]}: i64, "
                    "and -> None where nothing is returned",
                    **self.at,
                )
            scopes = self.scopes
            try:
                types = [resolve(written[n], scopes, f"parameter {n}") for n in names]
                result = resolve(written["return"], scopes, "the result")
            except NativeError as error:
                raise NativeError(error.message, **self.at) from None
            for name, type in zip([*names, "the result"], [*types, result], strict=True):
                if isinstance(type, StructType) or type.ir[0] == "[":
                    raise NativeError(
                        f"{name}: {type} does not fit a register; write ptr[{type}]", **self.at
                    )
            self._type = function_type(tuple(types), result)
        return self._type


class Function(Signature):
    """A function written in native Python.  Calling it runs it as ordinary Python."""

    def __init__(
        self, python: Any, symbol: str, frame: FrameType | None, exported: bool, inline: bool | None
    ) -> None:
        super().__init__(python, symbol, frame)
        self.exported, self.inline = exported, inline
        self.prepared: Any = None  # the Python function that simulate.py runs

    def __repr__(self) -> str:
        return f"<native function {self.symbol}>"

    def __call__(self, *arguments: Any) -> Any:
        from nitinol.native.simulate import call  # only when run as ordinary Python

        return call(self, arguments)


class Extern(Signature):
    """A function of the C library or of CPython.  Called from Python it goes through ctypes."""

    def __init__(
        self, python: Any, symbol: str, frame: FrameType | None, variadic: bool, noreturn: bool
    ) -> None:
        super().__init__(python, symbol, frame)
        self.variadic, self.noreturn = variadic, noreturn

    def __repr__(self) -> str:
        return f"<outside function {self.symbol}>"

    def param_names(self) -> list[str]:
        has_rest = bool(self.python.__code__.co_flags & 4)
        if has_rest is not self.variadic:
            raise NativeError("variadic=True and a parameter *rest belong together", **self.at)
        return super().param_names()

    def __call__(self, *arguments: Any) -> Any:
        from nitinol.native.simulate import call_extern  # only when run as ordinary Python

        return call_extern(self, arguments)


class Global(Entity):
    """Memory with a name: `count` elements of one type.  In code it is a pointer to the first.

    With `outside` it lives in another library (`_Py_NoneStruct`).  Run as ordinary Python it is a
    pointer to simulated memory, so `g[0]`, `g.field` and `g + 1` work in both ways of running.
    """

    def __init__(
        self, symbol: str, type: Any, count: int, initial: Any, exported: bool, outside: bool
    ) -> None:
        write = object.__setattr__  # plain assignment stores to the simulated memory
        write(self, "symbol", symbol)
        write(self, "_native_written", type)
        write(self, "_native_count", count)
        write(self, "_native_initial", initial)
        write(self, "exported", exported)
        write(self, "outside", outside)
        write(self, "_native_memory", None)

    def __repr__(self) -> str:
        return f"<global {self.symbol}>"

    def native_element(self) -> Type:
        element = as_type(self.__dict__["_native_written"], f"global {self.symbol}")
        if element.size == 0:
            raise NativeError(f"global {self.symbol} cannot have the type {element}")
        return element

    def native_type(self) -> Type:
        return pointer_to(self.native_element())

    def native_pointer(self) -> Any:
        from nitinol.native.simulate import global_pointer  # only when run as ordinary Python

        return global_pointer(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.native_pointer(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.native_pointer(), name, value)

    def __getitem__(self, index: Any) -> Any:
        return self.native_pointer()[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self.native_pointer()[index] = value

    def __add__(self, count: Any) -> Any:
        return self.native_pointer() + count

    def __index__(self) -> int:
        return int(self.native_pointer())


_PLAIN = (int, float, bool, bytes, str)


class Module:
    """A set of native functions that is compiled as one.

    >>> from nitinol.native import Module, i64
    >>> m = Module("example")
    >>> @m.function(export=True)
    ... def twice(x: i64) -> i64:
    ...     return x + x
    >>> int(twice(21))          # run as ordinary Python; m.build().address("twice") is native
    42
    """

    def __init__(self, name: str, *, include: Sequence[Module] = ()) -> None:
        self.name = name
        self.included = list(include)
        self._functions: list[Function] = []
        self._externs: list[Extern] = []
        self._globals: list[Global] = []
        self._structs: list[type] = []

    # -- recording ---------------------------------------------------------------------------

    @overload
    def struct(self, cls: type[T]) -> type[T]: ...
    @overload
    def struct(self, *, align: int) -> Callable[[type[T]], type[T]]: ...  # noqa: F811
    def struct(self, cls: Any = None, *, align: int = 0) -> Any:  # noqa: F811
        """Class decorator: the annotations are the fields, a base class is the beginning."""
        if cls is None:
            frame = sys._getframe(1)
            return lambda c: self._record_struct(c, frame, align)
        return self._record_struct(cls, sys._getframe(1), align)

    def _record_struct(self, cls: Any, frame: FrameType, align: int) -> Any:
        scope = None if frame.f_locals is frame.f_globals else frame.f_locals
        cls.__native__ = StructType(cls, scope, align)
        self._structs.append(cls)
        return cls

    @overload
    def function(self, python: F) -> F: ...
    @overload
    def function(  # noqa: F811
        self, *, name: str | None = ..., export: bool = ..., inline: bool | None = ...
    ) -> Callable[[F], F]: ...
    def function(  # noqa: F811
        self,
        python: Any = None,
        *,
        name: str | None = None,
        export: bool = False,
        inline: bool | None = None,
    ) -> Any:
        """Decorator: a native function.

        With `export` it gets an address after `build()`; its symbol is `name`, or the name of the
        Python function.  With `inline=True` every call of it is replaced by its body, with
        `inline=False` none is (so what it keeps on the stack is gone when it returns).
        """
        frame = _surroundings(sys._getframe(1))

        def record(written: Any) -> Function:
            symbol = name or written.__name__
            if not export:
                symbol = f"{self.name}.{symbol}"
            made = Function(written, symbol, frame, export, inline)
            self._functions.append(made)
            return made

        return record if python is None else record(python)

    @overload
    def extern(self, python: F) -> F: ...
    @overload
    def extern(  # noqa: F811
        self, *, name: str | None = ..., variadic: bool = ..., noreturn: bool = ...
    ) -> Callable[[F], F]: ...
    def extern(  # noqa: F811
        self,
        python: Any = None,
        *,
        name: str | None = None,
        variadic: bool = False,
        noreturn: bool = False,
    ) -> Any:
        """Decorator: declares a C or CPython function by a stub whose body is `...`."""
        frame = _surroundings(sys._getframe(1))

        def record(written: Any) -> Extern:
            made = Extern(written, name or written.__name__, frame, variadic, noreturn)
            self._externs.append(made)
            return made

        return record if python is None else record(python)

    def variable(
        self, name: str, type: type[T], count: int = 1, *, initial: Any = None, export: bool = False
    ) -> ptr[T]:
        """Memory that lives as long as the code: zero, or `initial` (a number or function, or a
        sequence of them).  The result is used as a pointer to its first element."""
        symbol = name if export else f"{self.name}.{name}"
        made = Global(symbol, type, count, initial, export, False)
        self._globals.append(made)
        return made  # type: ignore[return-value]

    def external(self, name: str, type: type[T]) -> ptr[T]:
        """An object that another library defines, such as `_Py_NoneStruct`."""
        made = Global(name, type, 1, None, False, True)
        self._globals.append(made)
        return made  # type: ignore[return-value]

    # -- what there is -----------------------------------------------------------------------

    def modules(self) -> list[Module]:
        """The included modules, then this one; each once."""
        found: list[Module] = []
        for module in self.included:
            found += [m for m in module.modules() if m not in found]
        return [*found, self]

    @property
    def functions(self) -> list[Function]:
        return [f for m in self.modules() for f in m._functions]

    @property
    def externs(self) -> list[Extern]:
        return [e for m in self.modules() for e in m._externs]

    @property
    def globals(self) -> list[Global]:
        return [g for m in self.modules() for g in m._globals]

    @property
    def exports(self) -> list[str]:
        """The symbols that have an address after `build()`."""
        named: list[Function | Global] = [*self.functions, *self.globals]
        return [entity.symbol for entity in named if entity.exported]

    @property
    def outside(self) -> frozenset[str]:
        """The symbols that the code may take from other libraries."""
        return frozenset(e.symbol for e in self.externs) | frozenset(
            g.symbol for g in self.globals if g.outside
        )

    # -- compiling ---------------------------------------------------------------------------

    def text(self, arch: str | None = None) -> str:
        """The IR of the whole module, after checking all of it.

        `arch` is a machine name as `os.uname` gives it; the host's by default.
        Raises `NativeError` with file and line when a function breaks a rule.
        """
        from nitinol.native.emit_module import module_text  # the compiler: only on a cache miss

        return module_text(self, arch or host_arch())

    def key(self, arch: str | None = None) -> str:
        """A hash that changes whenever `text(arch)` could change."""
        parts: list[object] = [self.name, arch or host_arch(), sys.version_info[:2]]
        mentioned = _Mentioned(parts)
        for module in self.modules():
            parts.append(module.name)
            for entity in (*module._functions, *module._externs):
                mentioned.files.add(entity.filename)
                parts += _options(entity)
                mentioned.note(entity)
            for cls in module._structs:
                mentioned.describe(cls.__name__, cls)
            for g in module._globals:
                mentioned.describe(g.symbol, g)
                parts += [g.__dict__["_native_count"], _plain(g.__dict__["_native_initial"])]
        mentioned.look_up()
        digest = blake2b(repr(parts).encode(), digest_size=20)
        digest.update(_compiler_hash())
        for file in sorted(mentioned.files):
            digest.update(blake2b(source_bytes(file)).digest())
        return digest.hexdigest()

    def build(self, *, passes: str = "full", target: Any = None) -> Library:
        """The compiled module, from the cache where possible."""
        from nitinol.llvm.build import build  # the room below; needed only here

        return build(
            "native-" + self.name,
            self.key(),
            self.text,
            self.exports,
            passes=passes,  # type: ignore[arg-type]
            externals=self.outside,
            target=target,
        )

    @staticmethod
    def bind(function: Any, library: Library, *, keep_gil: bool = False) -> Any:
        """A compiled function as a ctypes function, for Python; pointers are ints.

        ctypes lets other threads run meanwhile unless `keep_gil` is set.
        """
        from nitinol.native.values import c_prototype  # ctypes: only where it is used

        return c_prototype(function.type, keep_gil)(library.address(function.symbol))


def _surroundings(frame: FrameType) -> FrameType | None:
    """The frame of a function that defines native functions; None at the top of a file."""
    return None if frame.f_locals is frame.f_globals else frame


def host_arch() -> str:
    """The machine's name as `os.uname` gives it: x86_64, aarch64, ..."""
    return os.uname().machine if hasattr(os, "uname") else "x86_64"


def source_bytes(filename: str) -> bytes:
    """The source of a file, or of code whose lines were put into `linecache`."""
    try:
        with open(filename, "rb") as file:  # noqa: PTH123  (pathlib costs 5 ms to import)
            return file.read()
    except OSError:
        import linecache

        lines = linecache.getlines(filename)
        if not lines:
            raise NativeError(
                f"the source of {filename} is not there; native functions need their .py file"
            ) from None
        return "".join(lines).encode()


_compiler: list[bytes] = []


def _compiler_hash() -> bytes:
    """The hash of this room's own files, so that a changed compiler finds no old code."""
    if not _compiler:
        digest = blake2b(digest_size=20)
        folder = __file__.rpartition("module.py")[0]
        for name in sorted(os.listdir(folder)):  # noqa: PTH208  (pathlib costs 5 ms to import)
            if name.endswith(".py"):
                digest.update(source_bytes(folder + name))
        _compiler.append(digest.digest())
    return _compiler[0]


def _plain(value: Any) -> Any:
    """`value` in a form whose repr is the same in every process."""
    if isinstance(value, Entity):
        return value.symbol
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def _options(entity: Signature) -> list[object]:
    """What is known of a definition beyond the text of its file."""
    found = [entity.symbol, entity.python.__code__.co_firstlineno]
    found += [entity.__dict__.get(o) for o in ("exported", "inline", "variadic", "noreturn")]
    for written in entity.python.__annotations__.values():
        if not isinstance(written, str):  # text is in the file
            found.append(getattr(written, "name", None) or getattr(written, "__name__", None))
    return found


class _Mentioned:
    """Collects what the Python names mean that functions mention, `module.name` included.

    Many functions share the names of a file, so these are looked up once for all of them.
    """

    def __init__(self, parts: list[object]) -> None:
        self.parts = parts
        self.files: set[str] = set()
        self.shared: dict[int, tuple[dict[str, Any], set[str]]] = {}
        self.described: set[int] = set()

    def note(self, entity: Signature) -> None:
        code, file_names = entity.python.__code__, entity.python.__globals__
        self.shared.setdefault(id(file_names), (file_names, set()))[1].update(code.co_names)
        if code.co_freevars or entity.surroundings is not None:
            for scope in entity.scopes[:-1]:
                for name in (*code.co_names, *code.co_freevars):
                    if name in scope:
                        self.describe(name, scope[name])

    def look_up(self) -> None:
        for scope, names in self.shared.values():
            for name in sorted(names & scope.keys()):
                value = scope[name]
                self.describe(name, value)
                if type(value) is type(sys):
                    inside = vars(value)
                    for inner in sorted(names & inside.keys()):
                        self.describe(inner, inside[inner])

    def describe(self, name: str, value: Any) -> None:
        """Adds what of an object can change the IR."""
        if isinstance(value, _PLAIN):
            self.parts += [name, value]
        elif isinstance(value, Signature):
            self.parts += [name, value.symbol]
            self.files.add(value.filename)  # a stub may belong to no module of ours
        elif isinstance(value, Type):
            self.parts += [name, value.name]
        elif isinstance(value, Global):
            element = value.native_element()
            self.parts += [name, value.symbol, element.name, element.size]
        elif is_struct(value):
            layout: StructType = value.__dict__["__native__"]
            self.parts += [name, layout.name]
            if id(value) not in self.described:
                self.described.add(id(value))
                self.parts += [layout.size, layout.align]
                for field in layout.fields.values():
                    self.parts += [field.name, field.type.name, field.offset]

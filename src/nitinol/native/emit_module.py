"""The IR text of a module: check every function, then emit globals, declarations and functions."""

from __future__ import annotations

from typing import Any

from nitinol.native.check import check
from nitinol.native.emit import FunctionEmitter
from nitinol.native.emit_ops import Shared, constant
from nitinol.native.errors import NativeError
from nitinol.native.module import Extern, Function, Global, Module, Signature
from nitinol.native.types import FloatType, FnType, IntType, PtrType

_TAIL = """attributes #0 = { nounwind "no-builtins" }
attributes #1 = { nounwind alwaysinline "no-builtins" }
attributes #2 = { nounwind }
attributes #3 = { nounwind noreturn }
attributes #4 = { nounwind noinline "no-builtins" }
!0 = !{!"branch_weights", i32 2000, i32 1}
!1 = !{!"branch_weights", i32 1, i32 2000}
"""

_INLINE = {None: "#0", True: "#1", False: "#4"}


def module_text(module: Module, arch: str) -> str:
    """The IR of `module` and of the modules it includes; raises `NativeError` before emitting."""
    trees = [(function, check(function)) for function in module.functions]
    own: dict[str, Any] = {}
    for entity in (*module.functions, *module.globals):
        if own.setdefault(entity.symbol, entity) is not entity and not _same(
            own[entity.symbol], entity
        ):
            raise NativeError(f"two things of module {module.name} are called {entity.symbol}")
    used: dict[str, Extern] = {}
    for function, tree in trees:
        for entity in tree.entities:
            _note(entity, function, own, used)
    shared = Shared(arch)
    emitters = [(function, FunctionEmitter(tree, shared)) for function, tree in trees]
    bodies = [
        emitter.text("" if function.exported else "internal ", _INLINE[function.inline])
        for function, emitter in emitters
    ]
    lines = [_global_line(entity) for entity in own.values() if isinstance(entity, Global)]
    lines += [_text_line(name, data) for data, name in shared.texts.items()]
    lines += [_declaration(extern) for extern in used.values()]
    lines += shared.declarations
    return "\n".join([*lines, *bodies, _TAIL])


def _same(first: Any, second: Any) -> bool:
    """Whether two declarations of an outside object agree."""
    return (
        isinstance(first, Global)
        and isinstance(second, Global)
        and first.outside
        and second.outside
    )


def _note(entity: Any, function: Function, own: dict[str, Any], used: dict[str, Extern]) -> None:
    """Checks that what a function mentions belongs to the module."""
    if isinstance(entity, Extern):
        if entity.symbol in own:
            raise NativeError(
                f"{entity.symbol} is both an outside function and one of this module", **function.at
            )
        before = used.setdefault(entity.symbol, entity)
        if before.type is not entity.type or before.variadic is not entity.variadic:
            raise NativeError(
                f"outside function {entity.symbol} is declared as {before.type} and as "
                f"{entity.type}",
                **entity.at,
            )
    elif own.get(entity.symbol) is not entity and not _same(own.get(entity.symbol), entity):
        raise NativeError(
            f"{entity!r} belongs to another module; write Module(..., include=[that_module])",
            **function.at,
        )


def _declaration(extern: Extern) -> str:
    params = [p.ir for p in extern.type.params] + (["..."] if extern.variadic else [])
    attributes = "#3" if extern.noreturn else "#2"
    return f'declare {extern.type.result.ir} @"{extern.symbol}"({", ".join(params)}) {attributes}'


def _text_line(name: str, data: bytes) -> str:
    written = "".join(
        chr(b) if 32 <= b < 127 and b not in (34, 92) else f"\\{b:02X}" for b in data + b"\0"
    )
    return f'{name} = private unnamed_addr constant [{len(data) + 1} x i8] c"{written}"'


def _global_line(entity: Global) -> str:
    stored = entity.__dict__
    if entity.outside:
        return f'@"{entity.symbol}" = external global i8'
    element = entity.native_element()
    count, initial = stored["_native_count"], stored["_native_initial"]
    linkage = "" if entity.exported else "internal "
    head = f'@"{entity.symbol}" = {linkage}global'
    align = f"align {max(8, element.align)}"
    if initial is None:
        return f"{head} [{element.size * count} x i8] zeroinitializer, {align}"
    values = list(initial) if isinstance(initial, list | tuple) else [initial] * count
    what = f"the initial value of global {entity.symbol}"
    if len(values) != count:
        raise NativeError(f"{what}: given {len(values)} values, wanted {count}")
    lanes = []
    for value in values:
        if isinstance(value, Signature) and isinstance(element, PtrType | FnType):
            lanes.append(f'ptr @"{value.symbol}"')
        elif isinstance(value, int) and isinstance(element, IntType):
            if not element.min <= value <= element.max:
                raise NativeError(f"{what}: {value} does not fit {element}")
            lanes.append(f"{element.ir} {value}")
        elif isinstance(value, int | float) and isinstance(element, FloatType):
            lanes.append(f"{element.ir} {constant(element, value)}")
        else:
            raise NativeError(f"{what}: {value!r} is no {element}")
    return f"{head} [{count} x {element.ir}] [{', '.join(lanes)}], {align}"

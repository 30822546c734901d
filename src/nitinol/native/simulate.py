"""Running native functions as ordinary Python.

`call` runs the function's own source in CPython, with one change: the value of every assignment to
a local (and of loop variables) is converted to the local's type, so that it wraps as it does in
native code.  Values are those of `values.py`; memory is real; outside functions are called through
ctypes; a native function whose address is taken becomes a ctypes callback; atomics hold a lock.

Several threads may run such functions at once.  Whatever is made when it is first used (the Python
form of a function, the memory of a global, a callback, a type) is made once, under the lock.  ctypes
swallows exceptions of callbacks; here they are kept, and raised where the callback was called, or,
when that was C code, by the next call of an outside function in any thread.

Functions that use objects of CPython (`_Py_NoneStruct`) are not meant to run this way.
"""

from __future__ import annotations

import ast
import copy
import ctypes
import struct
import threading
from typing import Any

from nitinol.native import values as v
from nitinol.native.check import Checker
from nitinol.native.module import Extern, Function, Global, Module
from nitinol.native.types import (
    ArrayType,
    BoolType,
    FloatType,
    FnType,
    IntType,
    PtrType,
    StructType,
    Type,
    VecType,
    as_type,
    f32,
    i64,
    pointer_to,
    u8,
)
from nitinol.native.values import Callback, Int, Lanes, Pointer, Single

_kept: dict[Any, Any] = {}  # callbacks and texts whose addresses were given away
_lock = threading.RLock()  # what makes the simulated atomics atomic
_failures: list[BaseException] = []  # of callbacks, to be raised


# -- conversion ------------------------------------------------------------------------------


def convert(type: Any, value: Any, *, explicit: bool = False) -> Any:
    """`value` as a `type`.  Without `explicit` only what native code converts silently."""
    type = as_type(type, "a conversion")
    if isinstance(type, IntType):
        return _to_int(type, value, explicit)
    if isinstance(type, FloatType):
        return _to_float(type, value, explicit)
    if isinstance(type, BoolType):
        if not explicit and not isinstance(value, bool):
            raise TypeError(f"given {value!r}, wanted a bool")
        return bool(value)
    if isinstance(type, PtrType):
        return _to_pointer(type, value, explicit)
    if isinstance(type, FnType):
        return Callback(type, function_address(value, type))
    if isinstance(type, VecType):
        return _to_lanes(type, value, explicit)
    if type.ir == "void":
        return None
    raise TypeError(f"nothing can be converted to a {type}")


def _to_int(type: IntType, value: Any, explicit: bool) -> Int:
    if isinstance(value, Int):
        if value.type is not type and not explicit:
            raise TypeError(f"given {value!r}, wanted a {type}")
        return Int(type, value.value)
    if isinstance(value, int) and (explicit or not isinstance(value, bool)):
        return Int(type, value)
    if explicit:
        number = v.number_of(value)
        if isinstance(number, float):
            return Int(type, v.float_to_int(type, number))
        return Int(type, int(number))
    raise TypeError(f"given {value!r}, wanted a {type}")


def _to_float(type: FloatType, value: Any, explicit: bool) -> Any:
    single = type is f32
    if isinstance(value, Single) and (single or explicit):
        return value if single else value.value
    if isinstance(value, float) and not isinstance(value, bool):
        return Single(value) if single else value
    if (explicit and isinstance(value, Int | bool)) or type_is_int(value):
        number = int(value)
        return Single(_nearest_single(number)) if single else float(number)
    raise TypeError(f"given {value!r}, wanted a {type}")


def type_is_int(value: Any) -> bool:
    """Whether a value is a plain integer constant."""
    return isinstance(value, int) and not isinstance(value, bool)


def _nearest_single(number: int) -> float:
    """An integer rounded once to f32 (through f64 it could be rounded twice)."""
    size = number.bit_length()
    if size <= 24:
        return float(number)
    shift, sign = size - 24, -1 if number < 0 else 1
    high, rest = divmod(abs(number), 1 << shift)
    half = 1 << (shift - 1)
    if rest > half or (rest == half and high & 1):
        high += 1
    return float(sign * (high << shift))


def _to_pointer(type: PtrType, value: Any, explicit: bool) -> Pointer:
    if isinstance(value, Global):
        value = value.native_pointer()
    if isinstance(value, Pointer):
        given, wanted = value._type.pointee, type.pointee
        up = (
            isinstance(given, StructType)
            and isinstance(wanted, StructType)
            and given.inherits(wanted)
        )
        if not (explicit or up or wanted is None or given is wanted):
            raise TypeError(f"given a {value._type}, wanted a {type}")
        return Pointer(type, value._address, value._owner)
    if isinstance(value, str | bytes):
        data = value.encode() if isinstance(value, str) else value
        if data not in _kept:
            _kept[data] = ctypes.create_string_buffer(data)
        return Pointer(type, ctypes.addressof(_kept[data]))
    if isinstance(value, Function | Callback):
        return Pointer(type, function_address(value, None))
    if value is None:
        return Pointer(type, 0)
    if explicit and isinstance(value, int | Int):
        return Pointer(type, int(value))
    raise TypeError(f"given {value!r}, wanted a {type}")


def _to_lanes(type: VecType, value: Any, explicit: bool) -> Lanes:
    if isinstance(value, Lanes):
        if value.type.name == type.name:
            return value
        if not explicit:
            raise TypeError(f"given a {value.type}, wanted a {type}")
        return Lanes(type, [convert(type.element, lane, explicit=True) for lane in value.lanes])
    if isinstance(value, list | tuple):  # from a test
        return Lanes(type, [convert(type.element, lane) for lane in value])
    return Lanes(type, [convert(type.element, value)] * type.count)


def function_address(value: Any, type: FnType | None) -> int:
    """The address of a native function, an outside one, or of a pointer to a function."""
    if isinstance(value, Function):
        with _lock:
            if value not in _kept:
                _kept[value] = _callback(value)
        return ctypes.cast(_kept[value], ctypes.c_void_p).value or 0
    if isinstance(value, Extern):
        pointer = ctypes.cast(getattr(ctypes.CDLL(None), value.symbol), ctypes.c_void_p)
        return pointer.value or 0
    return int(v.unwrap(value))


def _callback(function: Function) -> Any:
    """A C function that runs a native function as ordinary Python."""
    signature = function.type
    nothing = None if signature.result.ir == "void" else 0

    def entry(*raw: Any) -> Any:
        try:
            given = [v.wrap(p, a) for p, a in zip(signature.params, raw, strict=True)]
            result = call(function, given)
        except BaseException as error:
            _failures.append(error)
            return nothing
        return nothing if nothing is None else v.unwrap(result)

    return v.c_prototype(signature)(entry)


def raise_failure() -> None:
    """Raise what a callback raised, if one did."""
    if _failures:
        raise _failures.pop()


# -- functions -------------------------------------------------------------------------------


class _Conversions(ast.NodeTransformer):
    """Puts a conversion around every value that is assigned to a local."""

    def __init__(self, types: dict[str, Type]) -> None:
        self.types = types

    def converted(self, name: str, value: ast.expr) -> ast.expr:
        convert_name = ast.Name("__convert", ast.Load())
        type_name = ast.Name(f"__type_{name}", ast.Load())
        return ast.copy_location(ast.Call(convert_name, [type_name, value], []), value)

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        target = node.targets[0]
        if isinstance(target, ast.Name):
            node.value = self.converted(target.id, node.value)
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            node.value.elts = [
                self.converted(t.id, value) if isinstance(t, ast.Name) else value
                for t, value in zip(target.elts, node.value.elts, strict=True)
            ]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None or not isinstance(node.target, ast.Name):
            return ast.copy_location(ast.Pass(), node)
        value = self.converted(node.target.id, node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        if not isinstance(node.target, ast.Name):
            return node
        current = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
        value = ast.copy_location(ast.BinOp(current, node.op, node.value), node)
        return ast.copy_location(
            ast.Assign([node.target], self.converted(node.target.id, value)), node
        )

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        assert isinstance(node.target, ast.Name)
        read = ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target)
        first = ast.Assign([node.target], self.converted(node.target.id, read))
        node.body.insert(0, ast.copy_location(first, node))
        return node


class _Divisions(ast.NodeTransformer):
    """Replaces `/` by a division that has no error: Python's own floats raise for x/0."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        divide = ast.Name("__divide", ast.Load())
        return ast.copy_location(ast.Call(divide, [node.left, node.right], []), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        current = copy.deepcopy(node.target)
        current.ctx = ast.Load()
        divide = ast.Name("__divide", ast.Load())
        value = ast.copy_location(ast.Call(divide, [current, node.value], []), node)
        return ast.copy_location(ast.Assign([node.target], value), node)


def _divide(a: Any, b: Any) -> Any:
    plain = isinstance(a, int | float) and isinstance(b, int | float)
    return v.divide(float(a), float(b)) if plain else a / b


def prepare(function: Function) -> Any:
    """The Python function that `call` runs; checks the native function first."""
    checker = Checker(function)
    checker.function_tree()
    node = copy.deepcopy(checker.node)
    node.decorator_list = []
    for argument in node.args.args:
        argument.annotation = None
    node.returns = None
    node = _Divisions().visit(_Conversions(checker.locals).visit(node))
    names = checker.python_names()
    names["__convert"], names["__divide"] = convert, _divide
    for name, type in checker.locals.items():
        names[f"__type_{name}"] = type
    tree = ast.fix_missing_locations(ast.Module([node], []))
    exec(compile(tree, function.filename, "exec"), names)
    return names[node.name]


def call(function: Function, arguments: Any) -> Any:
    """Runs a native function as ordinary Python; arguments may be plain numbers."""
    if function.prepared is None:
        with _lock:
            if function.prepared is None:
                function.prepared = prepare(function)
    wanted = function.type.params
    if len(arguments) != len(wanted):
        raise TypeError(f"{function} wants {len(wanted)} arguments, given {len(arguments)}")
    converted = [
        convert(t, a, explicit=isinstance(t, PtrType) and type_is_int(a))
        for t, a in zip(wanted, arguments, strict=True)
    ]
    return convert(function.type.result, function.prepared(*converted))


def call_extern(extern: Extern, arguments: Any) -> Any:
    """Calls a function of the C library (or of CPython) through ctypes."""
    signature = extern.type
    params = list(signature.params)
    converted = [convert(t, a) for t, a in zip(params, arguments, strict=False)]
    for extra in arguments[len(params) :]:
        if extra is None or isinstance(extra, str | bytes):
            extra = convert(pointer_to(u8), extra)
        converted.append(Int(i64, extra) if type_is_int(extra) else extra)
    function = getattr(ctypes.CDLL(None, use_errno=True), extern.symbol)
    function.restype = v.ctype(signature.result)
    raw = [_as_argument(a) for a in converted]
    result = function(*raw)
    raise_failure()
    return v.wrap(signature.result, result)


def _as_argument(value: Any) -> Any:
    if isinstance(value, Int):
        return v.ctype(value.type)(value.value)
    if isinstance(value, Single):
        return ctypes.c_float(value.value)
    if isinstance(value, float):
        return ctypes.c_double(value)
    return ctypes.c_uint64(int(value))


# -- globals ---------------------------------------------------------------------------------


def global_pointer(entity: Global) -> Pointer:
    """A pointer to the simulated memory of a global, made and filled when first used."""
    stored = entity.__dict__
    element, count = entity.native_element(), stored["_native_count"]
    if entity.outside:
        raise TypeError(f"{entity} belongs to another library; it exists in native code only")
    type = entity.native_type()
    assert isinstance(type, PtrType)
    if stored["_native_memory"] is None:
        with _lock:
            if stored["_native_memory"] is None:
                memory, address = _memory(element.size * count, element.align)
                initial = stored["_native_initial"]
                if initial is not None:
                    given = initial if isinstance(initial, list | tuple) else [initial] * count
                    for n, value in enumerate(given):
                        Pointer(type, address, memory)[n] = value
                object.__setattr__(entity, "_native_memory", (memory, address))
    memory, address = stored["_native_memory"]
    return Pointer(type, address, memory)


def reset(module: Module) -> None:
    """Gives every global of the module its initial value again (in Python, not in native code)."""
    for entity in module.globals:
        object.__setattr__(entity, "_native_memory", None)


def _memory(size: int, align: int) -> tuple[Any, int]:
    """Zeroed memory and an aligned address in it."""
    align = max(align, 8)
    buffer = (ctypes.c_uint8 * (size + align))()
    address = ctypes.addressof(buffer)
    return buffer, -(-address // align) * align


# -- intrinsics ------------------------------------------------------------------------------


def run_intrinsic(name: str, arguments: tuple[Any, ...]) -> Any:
    """What a call of an `Intrinsic` does in ordinary Python."""
    return globals()["run_" + name](*arguments)


class _Reference:
    """What `ref(p)` gives: its fields are addresses."""

    def __init__(self, pointer: Pointer) -> None:
        self._pointer = pointer

    def __getattr__(self, name: str) -> Pointer:
        type, address = self._pointer._field(name)
        element = type.element if isinstance(type, ArrayType) else type
        return Pointer(pointer_to(element), address, self._pointer._owner)


def _pointer(value: Any) -> Pointer:
    return value.native_pointer() if isinstance(value, Global) else value  # type: ignore[no-any-return]


def run_ref(pointer: Any) -> _Reference:
    return _Reference(_pointer(pointer))


def run_stack(type: Any, count: int = 1) -> Pointer:
    element = as_type(type, "stack")
    memory, address = _memory(element.size * count, element.align)
    ctypes.memset(address, 0xA5, element.size * count)  # it is not zero in native code either
    pointer_type = pointer_to(element)
    return Pointer(pointer_type, address, memory)


def run_likely(test: Any) -> bool:
    return bool(test)


run_unlikely = run_likely


def run_select(test: Any, yes: Any, no: Any) -> Any:
    if not isinstance(test, Lanes):
        return yes if test else no
    n = len(test.lanes)
    both = [x.lanes if isinstance(x, Lanes) else [x] * n for x in (yes, no)]
    chosen = [a if t else b for t, a, b in zip(test.lanes, *both, strict=True)]
    return Lanes((yes if isinstance(yes, Lanes) else no).type, chosen)


def run_bitcast(type: Any, value: Any) -> Any:
    memory, address = _memory(64, 8)
    given = value.type if isinstance(value, Int | Lanes) else None
    if given is None:
        format = "<f" if isinstance(value, Single) else "<d"
        ctypes.memmove(address, struct.pack(format, float(value)), struct.calcsize(format))
    else:
        v.store(given, address, value)
    result = v.load(as_type(type, "bitcast"), address)
    del memory
    return result


def run_atomic_load(at: Any, order: str) -> Any:
    with _lock:
        return _pointer(at)[0]


def run_atomic_store(at: Any, value: Any, order: str) -> None:
    with _lock:
        _pointer(at)[0] = value


def _exchange(at: Any, change: Any) -> Any:
    with _lock:
        pointer = _pointer(at)
        old = pointer[0]
        pointer[0] = change(old)
        return old


def run_atomic_add(at: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: old + value)


def run_atomic_sub(at: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: old - value)


def run_atomic_and(at: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: old & value)


def run_atomic_or(at: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: old | value)


def run_atomic_xor(at: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: old ^ value)


def run_atomic_swap(at: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: value)


def run_atomic_cas(at: Any, expected: Any, value: Any, order: str) -> Any:
    return _exchange(at, lambda old: value if old == expected else old)


def run_fence(order: str) -> None:
    with _lock:
        return


def run_cpu_pause() -> None:
    return


def run_trap() -> None:
    raise RuntimeError("trap(): a state that cannot be")


def _int(value: Any) -> Int:
    return value if isinstance(value, Int) else Int(i64, int(value))


def run_popcount(value: Any) -> Int:
    value = _int(value)
    return Int(value.type, (value.value & ((1 << value.type.bits) - 1)).bit_count())


def run_count_leading_zeros(value: Any) -> Int:
    value = _int(value)
    bits: int = value.type.bits
    return Int(value.type, bits - (value.value & ((1 << bits) - 1)).bit_length())


def run_count_trailing_zeros(value: Any) -> Int:
    value = _int(value)
    number = value.value
    zeros = value.type.bits if number == 0 else (number & -number).bit_length() - 1
    return Int(value.type, zeros)


def _pair(a: Any, b: Any) -> tuple[IntType, int, int]:
    type = a.type if isinstance(a, Int) else _int(b).type
    return type, int(convert(type, a)), int(convert(type, b))


def run_add_overflows(a: Any, b: Any) -> bool:
    type, x, y = _pair(a, b)
    return not type.min <= x + y <= type.max


def run_mul_overflows(a: Any, b: Any) -> bool:
    type, x, y = _pair(a, b)
    return not type.min <= x * y <= type.max


def run_quotient(a: Any, b: Any) -> Int:
    type, x, y = _pair(a, b)
    size = abs(x) // abs(y)
    return Int(type, size if (x < 0) == (y < 0) else -size)


def run_remainder(a: Any, b: Any) -> Int:
    type, x, y = _pair(a, b)
    size = abs(x) % abs(y)
    return Int(type, -size if x < 0 else size)


def run_insert(vector: Lanes, lane: Any, value: Any) -> Lanes:
    lanes = list(vector.lanes)
    lanes[int(lane)] = convert(vector.type.element, value)
    return Lanes(vector.type, lanes)


def run_reduce_add(vector: Lanes) -> Any:
    total = vector.lanes[0]
    for lane in vector.lanes[1:]:
        total = total + lane
    return total


__all__ = ["call", "call_extern", "convert", "global_pointer", "reset", "run_intrinsic"]

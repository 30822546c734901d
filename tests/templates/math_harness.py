"""Compiles functions of lanes for the tests: many into one module, called on NumPy arrays.

Each function runs over whole vectors of its arrays; the harness pads the inputs, so that a
test may pass any number of elements.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nitinol.base.dtypes import DType
from nitinol.llvm.compile import compile_object
from nitinol.llvm.elf import link
from nitinol.llvm.load import Library
from nitinol.llvm.target import Target, host
from nitinol.llvm.text import Function, Module
from nitinol.templates import halves
from nitinol.templates.emitter import Emitter
from nitinol.templates.vectors import MEMORY, REGISTER, Vec, vector_type

Body = Callable[..., Vec]


@dataclass(frozen=True)
class Case:
    """One function to compile: `body(k, *inputs)` gives lanes of dtype `result`."""

    body: Body
    inputs: tuple[DType, ...]
    result: DType


def load(k: Emitter, pointer: str, index: str, dtype: DType) -> Vec:
    """Lanes at `pointer[index]` and after."""
    f, lanes = k.f, k.lanes
    element = MEMORY[dtype.name]
    if dtype.is_complex:
        at = f.element(pointer, f.mul(index, 2), element)
        both = f.load(vector_type(element, 2 * lanes), at, dtype.itemsize // 2)
        parts = []
        for part in range(2):
            if lanes == 1:
                parts.append(f.let(f"extractelement <2 x {element}> {both}, i64 {part}"))
                continue
            order = ", ".join(f"i32 {2 * n + part}" for n in range(lanes))
            wide = vector_type(element, 2 * lanes)
            parts.append(
                f.let(f"shufflevector {wide} {both}, {wide} poison, <{lanes} x i32> <{order}>")
            )
        return Vec(parts[0], dtype, lanes, parts[1])
    raw = f.load(vector_type(element, lanes), f.element(pointer, index, element), dtype.itemsize)
    register = vector_type(REGISTER[dtype.name], lanes)
    memory = vector_type(element, lanes)
    if dtype.is_bool:
        raw = f.let(f"trunc {memory} {raw} to {register}")
    elif dtype.name == "float16":
        raw = halves.from_float16(k, raw, lanes)
    elif dtype.name == "bfloat16":
        ints = vector_type("i32", lanes)
        shift = k.spread_raw("16", "i32", lanes)
        wide = f.let(f"shl {ints} {f.let(f'zext {memory} {raw} to {ints}')}, {shift}")
        raw = f.let(f"bitcast {ints} {wide} to {register}")
    return Vec(raw, dtype, lanes)


def store(k: Emitter, pointer: str, index: str, value: Vec) -> None:
    """Lanes to `pointer[index]` and after."""
    f, lanes, dtype = k.f, k.lanes, value.dtype
    value = k.spread(value)
    element = MEMORY[dtype.name]
    memory = vector_type(element, lanes)
    if value.imag is not None:
        for part, name in enumerate((value.name, value.imag)):
            for lane in range(lanes):
                one = name
                if lanes > 1:
                    one = f.let(f"extractelement {memory} {name}, i64 {lane}")
                at = f.add(f.mul(f.add(index, lane), 2), part)
                f.store(element, one, f.element(pointer, at, element), dtype.itemsize // 2)
        return
    name = value.name
    if dtype.is_bool:
        name = f.let(f"zext {value.type} {name} to {memory}")
    elif dtype.name == "float16":
        name = halves.to_float16(k, value)
    elif dtype.name == "bfloat16":
        ints = vector_type("i32", lanes)
        bits = f.let(f"bitcast {value.type} {name} to {ints}")
        high = f.let(f"lshr {ints} {bits}, {k.spread_raw('16', 'i32', lanes)}")
        name = f.let(f"trunc {ints} {high} to {memory}")
    f.store(memory, name, f.element(pointer, index, element), dtype.itemsize)


def write(cases: Mapping[str, Case], target: Target, lanes: int) -> str:
    """The IR of `void name(ptr in0, ..., ptr out, i64 n)` for every case."""
    module = Module(target.function_attributes)
    for name, case in cases.items():
        inputs = [("ptr", f"in{n}") for n in range(len(case.inputs))]
        f: Function = module.function(name, [*inputs, ("ptr", "out"), ("i64", "n")])
        k = Emitter(f, target, lanes)
        with f.loop(0, "%n", lanes) as loop:
            values = [load(k, f"%in{n}", str(loop.index), d) for n, d in enumerate(case.inputs)]
            result = case.body(k, *values)
            assert result.dtype is case.result, (name, result.dtype, case.result)
            store(k, "%out", str(loop.index), result)
        f.ret()
    return module.text()


class Compiled:
    """Cases compiled for this machine; `compiled(name, *arrays)` calls one."""

    def __init__(self, cases: Mapping[str, Case], lanes: int, target: Target | None = None) -> None:
        target = target or host()
        self.cases = dict(cases)
        self.lanes = lanes
        obj = compile_object(write(cases, target, lanes), target)
        self.library = Library.from_bytes(link(obj, list(cases)))

    def function(self, name: str) -> Callable[..., None]:
        """The machine code as a ctypes function."""
        types: Sequence[type] = [ctypes.c_void_p] * (len(self.cases[name].inputs) + 1)
        made = ctypes.CFUNCTYPE(None, *types, ctypes.c_int64)
        return made(self.library.address(name))

    def __call__(self, name: str, *arrays: np.ndarray) -> np.ndarray:
        case = self.cases[name]
        count = len(arrays[0])
        padded = -(-count // self.lanes) * self.lanes
        buffers = []
        for array, dtype in zip(arrays, case.inputs, strict=True):
            buffer = np.ones(padded, dtype.numpy)
            buffer[:count] = array
            buffers.append(buffer)
        out = np.empty(padded, case.result.numpy)
        self.function(name)(*[b.ctypes.data for b in (*buffers, out)], padded)
        return out[:count]

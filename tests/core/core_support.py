"""Kernels in hand-written IR, and helpers that make tensors of either core."""

from __future__ import annotations

import ctypes
import struct
from types import ModuleType
from typing import Any

from nitinol.base.dtypes import DType, float32, float64, int64
from nitinol.core.layout import Layout, layout
from nitinol.core.recipe import Recipe
from nitinol.llvm.build import Library, build

# bufs: operands, outputs; dims: [n, ...]
IR = """
declare i64 @external_task(ptr, i64, i64)

define internal ptr @buf(ptr %bufs, i64 %i) alwaysinline {
  %q = getelementptr ptr, ptr %bufs, i64 %i
  %p = load ptr, ptr %q
  ret ptr %p
}
define internal i64 @word(ptr %words, i64 %i) alwaysinline {
  %q = getelementptr i64, ptr %words, i64 %i
  %v = load i64, ptr %q
  ret i64 %v
}

; o = a + b, float32
define i64 @add(ptr %bufs, ptr %dims, ptr %ctx) {
entry:
  %n = call i64 @word(ptr %dims, i64 0)
  %a = call ptr @buf(ptr %bufs, i64 0)
  %b = call ptr @buf(ptr %bufs, i64 1)
  %o = call ptr @buf(ptr %bufs, i64 2)
  br label %head
head:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %more = icmp slt i64 %i, %n
  br i1 %more, label %body, label %done
body:
  %pa = getelementptr float, ptr %a, i64 %i
  %pb = getelementptr float, ptr %b, i64 %i
  %po = getelementptr float, ptr %o, i64 %i
  %x = load float, ptr %pa
  %y = load float, ptr %pb
  %z = fadd float %x, %y
  store float %z, ptr %po
  %next = add i64 %i, 1
  br label %head
done:
  ret i64 0
}

; o0 = a + b, o1 = a - b, float32, one element
define i64 @pair(ptr %bufs, ptr %dims, ptr %ctx) {
  %a = call ptr @buf(ptr %bufs, i64 0)
  %b = call ptr @buf(ptr %bufs, i64 1)
  %o = call ptr @buf(ptr %bufs, i64 2)
  %u = call ptr @buf(ptr %bufs, i64 3)
  %x = load float, ptr %a
  %y = load float, ptr %b
  %s = fadd float %x, %y
  %d = fsub float %x, %y
  store float %s, ptr %o
  store float %d, ptr %u
  ret i64 0
}

; the 16 bytes of the last operand's buffer, as they are; dims: [index of that operand, of the output]
define i64 @slot(ptr %bufs, ptr %dims, ptr %ctx) {
  %i = call i64 @word(ptr %dims, i64 0)
  %j = call i64 @word(ptr %dims, i64 1)
  %a = call ptr @buf(ptr %bufs, i64 %i)
  %o = call ptr @buf(ptr %bufs, i64 %j)
  %x = load i64, ptr %a
  store i64 %x, ptr %o
  %c = icmp eq i64 %j, %i
  %w = call i64 @word(ptr %dims, i64 2)
  %wide = icmp ne i64 %w, 0
  br i1 %wide, label %two, label %done
two:
  %y = call i64 @word(ptr %a, i64 1)
  %q = getelementptr i64, ptr %o, i64 1
  store i64 %y, ptr %q
  br label %done
done:
  ret i64 0
}

; dims: [status, error value, error size]
define i64 @status(ptr %bufs, ptr %dims, ptr %ctx) {
  %s = call i64 @word(ptr %dims, i64 0)
  %v = call i64 @word(ptr %dims, i64 1)
  %n = call i64 @word(ptr %dims, i64 2)
  %pv = getelementptr i64, ptr %ctx, i64 5
  %pn = getelementptr i64, ptr %ctx, i64 6
  store i64 %v, ptr %pv
  store i64 %n, ptr %pn
  ret i64 %s
}

; o = ctx, 16 words; then ctx is spoiled
define i64 @context(ptr %bufs, ptr %dims, ptr %ctx) {
entry:
  %o = call ptr @buf(ptr %bufs, i64 0)
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %v = call i64 @word(ptr %ctx, i64 %i)
  %q = getelementptr i64, ptr %o, i64 %i
  store i64 %v, ptr %q
  %r = getelementptr i64, ptr %ctx, i64 %i
  store i64 -1, ptr %r
  %next = add i64 %i, 1
  %more = icmp slt i64 %next, 16
  br i1 %more, label %loop, label %done
done:
  ret i64 0
}

; a workspace of 64 bytes: written, read back into the output
define i64 @scratch(ptr %bufs, ptr %dims, ptr %ctx) {
  %o = call ptr @buf(ptr %bufs, i64 0)
  %w = call ptr @buf(ptr %bufs, i64 1)
  store i64 77, ptr %w
  %v = load i64, ptr %w
  store i64 %v, ptr %o
  ret i64 0
}

; memory from ctx; dims: [bytes]; o = whether it is there and aligned
define i64 @hooked(ptr %bufs, ptr %dims, ptr %ctx) {
  %o = call ptr @buf(ptr %bufs, i64 0)
  %n = call i64 @word(ptr %dims, i64 0)
  %take = call ptr @buf(ptr %ctx, i64 1)
  %give = call ptr @buf(ptr %ctx, i64 2)
  %m = call ptr %take(i64 %n)
  %gone = icmp eq ptr %m, null
  br i1 %gone, label %fail, label %fine
fail:
  ret i64 2
fine:
  store i64 5, ptr %m
  %v = load i64, ptr %m
  %a = ptrtoint ptr %m to i64
  %low = and i64 %a, 63
  %s = add i64 %v, %low
  store i64 %s, ptr %o
  call void %give(ptr %m, i64 %n)
  ret i64 0
}

; a task that spins for a while, then adds its index to its own element
define void @task(ptr %arg, i64 %i, i64 %worker) {
entry:
  %rounds = load i64, ptr %arg
  br label %spin
spin:
  %k = phi i64 [ 0, %entry ], [ %next, %spin ]
  %next = add i64 %k, 1
  store volatile i64 %next, ptr @sink
  %more = icmp slt i64 %next, %rounds
  br i1 %more, label %spin, label %done
done:
  %qo = getelementptr ptr, ptr %arg, i64 1
  %o = load ptr, ptr %qo
  %q = getelementptr i64, ptr %o, i64 %i
  store i64 %i, ptr %q
  ret void
}
@sink = internal global i64 0

; dims: [tasks, rounds]
define i64 @loop(ptr %bufs, ptr %dims, ptr %ctx) {
  %n = call i64 @word(ptr %dims, i64 0)
  %rounds = call i64 @word(ptr %dims, i64 1)
  %o = call ptr @buf(ptr %bufs, i64 0)
  %arg = alloca [2 x i64]
  store i64 %rounds, ptr %arg
  %q = getelementptr i64, ptr %arg, i64 1
  store ptr %o, ptr %q
  %for = call ptr @buf(ptr %ctx, i64 0)
  %threads = call i64 @word(ptr %ctx, i64 3)
  %s = call i64 %for(ptr @task, ptr %arg, i64 %n, i64 %threads)
  ret i64 %s
}
""".replace("declare i64 @external_task(ptr, i64, i64)\n\n", "")

NAMES = ("add", "pair", "slot", "status", "context", "scratch", "hooked", "loop")
_libraries: list[Library] = []


def kernel(name: str) -> int:
    """The address of one of the kernels above."""
    if not _libraries:
        _libraries.append(build("core-tests", IR, lambda: IR, NAMES, passes="full"))
    return _libraries[0].address(name)


def words(*values: int) -> bytes:
    """`dims` of a recipe."""
    return struct.pack(f"{len(values)}q", *values)


F4 = layout(float32, (4,))

_CODES = {"float32": "f", "float64": "d", "int64": "q", "int32": "i", "bool": "?"}


def fill(core: ModuleType, values: list[Any], dtype: DType = float32, **options: Any) -> Any:
    """A tensor of one axis with these values."""
    made = layout(dtype, (len(values),))
    storage = core.allocate(made.nbytes)
    data = struct.pack(f"{len(values)}{_CODES[dtype.name]}", *values)
    ctypes.memmove(storage.address, data, len(data))
    return core.make(storage, storage.address, made, **options)


def values(tensor: Any) -> list[Any]:
    """The elements of a contiguous tensor."""
    assert tensor._layout.contiguous
    data = ctypes.string_at(tensor._address, tensor._layout.nbytes)
    return list(struct.unpack(f"{tensor.size}{_CODES[tensor.dtype.name]}", data))


def recipe(name: str, dims: bytes, outputs: list[Layout], **options: Any) -> Recipe:
    """A recipe around one of the kernels."""
    return Recipe(kernel(name), dims, outputs, **options)


def add_recipe(n: int = 4, **options: Any) -> Recipe:
    """Adds two float32 tensors of n elements."""
    return recipe("add", words(n), [layout(float32, (n,))], **options)


def is_operand(core: ModuleType, x: Any) -> bool:
    return isinstance(x, (core.TensorBase, float, int, complex)) and not isinstance(x, bool)


class Recorder:
    """A function whose slow way remembers a recipe and counts how often it was taken."""

    def __init__(
        self,
        core: ModuleType,
        made: Any,
        operand_count: int,
        name: str = "recorded",
        **options: Any,
    ) -> None:
        self.core, self.made, self.operand_count = core, made, operand_count
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self.remembered: list[bool] = []
        self.nested = options.get("nested", False)
        self.function = core.function(
            self.slow, name, "A function for tests.", operand_count, **options
        )

    def operands(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        found = [y for x in args[: self.operand_count] for y in self.walk(x, True)]
        if self.nested:
            rest = (*args[self.operand_count :], *kwargs.values())
            found += [y for x in rest for y in self.walk(x, False)]
        return found

    def walk(self, x: Any, numbers: bool) -> list[Any]:
        if isinstance(x, (list, tuple)):
            return [y for item in x for y in self.walk(item, numbers)]
        if isinstance(x, self.core.TensorBase) or (numbers and is_operand(self.core, x)):
            return [x]
        return []

    def slow(self, *args: Any, **kwargs: Any) -> Any:
        self.calls.append((args, kwargs))
        made = self.made(*args, **kwargs) if callable(self.made) else self.made
        if made is None:
            return NotImplemented
        self.remembered.append(self.core.remember(self.function, args, kwargs, made))
        return self.core.run(made, self.operands(args, kwargs))


__all__ = [
    "F4",
    "Recorder",
    "add_recipe",
    "fill",
    "float64",
    "int64",
    "kernel",
    "recipe",
    "values",
    "words",
]

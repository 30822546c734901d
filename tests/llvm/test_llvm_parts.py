"""Large modules are compiled in parts, by several threads: the same functions, in one library."""

from __future__ import annotations

import ctypes
import random
import threading
from typing import Any

import pytest

from nitinol.llvm import compile as compiling
from nitinol.llvm.compile import CompileError, check_externals, compile_object, compile_objects
from nitinol.llvm.elf import link
from nitinol.llvm.parts import split
from nitinol.llvm.target import host


def module(seed: int, count: int) -> tuple[str, int]:
    """Functions that call earlier ones, directly, by pointer and inlined, and read tables; and what `main(1)` gives."""
    rng = random.Random(seed)
    lines = ["declare i64 @llvm.smax.i64(i64, i64)"]
    functions: list[Any] = []
    for n in range(count):
        table = [rng.randrange(100) for _ in range(4)]
        lines.append(
            f"@table{n} = internal unnamed_addr constant [4 x i64] [{', '.join(f'i64 {v}' for v in table)}]"
        )
        called = [rng.randrange(n) for _ in range(min(n, 2))]
        at = rng.randrange(4)
        inlined = rng.random() < 0.3
        lines.append(f"define internal i64 @f{n}(i64 %x){' alwaysinline' if inlined else ''} {{")
        lines.append(
            f"  %t = load i64, ptr getelementptr ([4 x i64], ptr @table{n}, i64 0, i64 {at})"
        )
        lines.append("  %s0 = add i64 %x, %t")
        for i, c in enumerate(called):
            if rng.random() < 0.5 and not inlined:
                lines.append(f"  %p{i} = alloca ptr")
                lines.append(f"  store volatile ptr @f{c}, ptr %p{i}")
                lines.append(f"  %g{i} = load volatile ptr, ptr %p{i}")
                lines.append(f"  %c{i} = call i64 %g{i}(i64 %s{i})")
            else:
                lines.append(f"  %c{i} = call i64 @f{c}(i64 %s{i})")
            lines.append(f"  %s{i + 1} = and i64 %c{i}, 1048575")
        lines.append(f"  %m = call i64 @llvm.smax.i64(i64 %s{len(called)}, i64 {n})")
        lines.append("  ret i64 %m")
        lines.append("}")
        functions.append((called, table[at], n))

    def value(n: int, x: int) -> int:
        called, added, least = functions[n]
        x += added
        for c in called:
            x = value(c, x) & 1048575
        return max(x, least)

    lines += [
        "define i64 @main(i64 %x) {",
        f"  %a = call i64 @f{count - 1}(i64 %x)",
        "  ret i64 %a",
        "}",
    ]
    return "\n".join(lines), value(count - 1, 1)


def result(objects: list[bytes], tmp_path: Any) -> int:
    check_externals(objects, frozenset(), frozenset({"main"}))
    path = tmp_path / f"{random.random()}.so"
    path.write_bytes(link(objects, ["main"]))
    main = ctypes.CDLL(str(path)).main
    main.argtypes, main.restype = [ctypes.c_int64], ctypes.c_int64
    return int(main(1))


@pytest.mark.parametrize("seed", range(8))
def test_parts_are_together_what_the_whole_is(seed: int, tmp_path: Any) -> None:
    ir, wanted = module(seed, 12)
    assert result([compile_object(ir, host())], tmp_path) == wanted
    for count in (2, 3, 50):
        parts = split(ir, count)
        assert parts == split(ir, count)
        # Profiles find a program by the address of its first function.
        first = next(n for n in range(12) if f"@f{n}(i64 %x) {{" in ir)
        assert (
            f"define hidden i64 @f{first}(" in parts[0]
            or f"define internal i64 @f{first}(" in parts[0]
        )
        assert len(parts) > 1 and sum(p.count("define i64 @main(") for p in parts) == 1
        assert result([compile_object(p, host()) for p in parts], tmp_path) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "@count = internal global i64 0",
        "!0 = !{}",
        "attributes #0 = { nounwind }",
        "@other = alias i64 (i64), ptr @main",
        "define i64 @short() { ret i64 1 }",
        "@pointers = internal unnamed_addr constant [1 x ptr] [ptr @main]",
    ],
)
def test_what_is_not_simple_stays_whole(line: str) -> None:
    ir, _ = module(0, 12)
    assert len(split(ir, 2)) == 2
    assert split(f"{ir}\n{line}", 2) == [f"{ir}\n{line}"]


def test_threads_compile_parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(compiling, "_PART", 200)
    monkeypatch.setattr(compiling, "available_threads", lambda: 3)
    ir, wanted = module(1, 12)
    objects = compile_objects(ir, host())
    assert len(objects) == 3 and result(objects, tmp_path) == wanted
    assert objects == compile_objects(ir, host()), "the same text gives the same code"
    assert len(compile_objects(ir, host(), "full")) == 1
    # Where no thread can be started all is done by the one that asks; so it is without a way past the lock.
    with monkeypatch.context() as m:
        m.setattr(threading.Thread, "start", lambda self: (_ for _ in ()).throw(RuntimeError()))
        assert compile_objects(ir, host()) == objects
    with monkeypatch.context() as m:
        m.setattr(compiling, "_past_the_lock", lambda: None)
        assert result(compile_objects(ir, host()), tmp_path) == wanted
    with monkeypatch.context() as m:
        m.setattr(compiling, "_past_the_lock", lambda: lambda machine, module: None)
        assert compile_objects(ir, host()) == objects
    with pytest.raises(CompileError, match="undefined value"):
        compile_objects(ir + "\ndefine i64 @wrong() {\n  ret i64 %nothing\n}", host())


def test_several_threads_may_ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_PART", 200)
    monkeypatch.setattr(compiling, "available_threads", lambda: 2)
    ir, _ = module(2, 12)
    wanted = compile_objects(ir, host())
    found: list[Any] = []
    asking = [
        threading.Thread(target=lambda: found.append(compile_objects(ir, host()))) for _ in range(4)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert found == [wanted] * 4

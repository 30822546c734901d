from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from llvm_helpers import ADD

from nitinol.base.errors import CompileError
from nitinol.llvm.compile import assembly, check_externals, compile_object, undefined_symbols
from nitinol.llvm.target import host, named

WIDE = """
define void @wide(ptr %o, ptr %a) {attributes} {{
  %v = load <16 x float>, ptr %a, align 4
  %w = fmul <16 x float> %v, %v
  store <16 x float> %w, ptr %o, align 4
  ret void
}}
"""

LOOP = """
define void @scale(ptr noalias %o, ptr noalias %a, i64 %n) nounwind "no-builtins" {attributes} {{
entry:
  %slot = alloca i64
  store i64 0, ptr %slot
  br label %head
head:
  %i = load i64, ptr %slot
  %more = icmp ult i64 %i, %n
  br i1 %more, label %body, label %done
body:
  %p = getelementptr float, ptr %a, i64 %i
  %q = getelementptr float, ptr %o, i64 %i
  %x = load float, ptr %p, align 4
  %y = fmul float %x, 2.0
  store float %y, ptr %q, align 4
  %next = add i64 %i, 1
  store i64 %next, ptr %slot
  br label %head
done:
  ret void
}}
"""


def test_light_keeps_variables_in_registers() -> None:
    text = assembly(LOOP.format(attributes=""), named("x86-64-v3"))
    assert "rsp" not in text
    assert "ymm" not in text, "light does not vectorise"


def test_full_vectorises() -> None:
    assert "ymm" in assembly(LOOP.format(attributes=""), named("x86-64-v3"), "full")


def test_full_uses_512_bits() -> None:
    t = named("x86-64-v4")
    text = assembly(LOOP.format(attributes=t.function_attributes), t, "full")
    assert "zmm" in text


@pytest.mark.parametrize(
    ("name", "register"), [("x86-64-v2", "xmm"), ("x86-64-v3", "ymm"), ("x86-64-v4", "zmm")]
)
def test_vector_registers(name: str, register: str) -> None:
    t = named(name)
    text = assembly(WIDE.format(attributes=t.function_attributes), t)
    assert register in text
    for wider in {"xmm": ["ymm", "zmm"], "ymm": ["zmm"], "zmm": []}[register]:
        assert wider not in text


@pytest.mark.parametrize("name", ["aarch64", "wasm32", "x86-64-v4"])
def test_other_machines(name: str) -> None:
    obj = compile_object(WIDE.format(attributes="nounwind"), named(name))
    assert obj[:4] == (b"\0asm" if name == "wasm32" else b"\x7fELF")


def test_text_for_gpus() -> None:
    t = named("nvptx")
    text = assembly("define ptx_kernel void @f(ptr %p) { store i32 7, ptr %p ret void }", t)
    assert ".target sm_80" in text
    assert ".visible .entry f(" in text


def test_same_text_same_bytes() -> None:
    assert compile_object(ADD, host()) == compile_object(ADD, host())


def test_syntax_error_shows_the_line() -> None:
    ir = "define i32 @f() {\n  %a = add i32 1, 2\n  %b = frobnicate i32 %a\n  ret i32 %b\n}\n"
    with pytest.raises(CompileError) as caught:
        compile_object(ir, host())
    assert ">     3 |   %b = frobnicate i32 %a" in str(caught.value)
    assert "      2 |   %a = add i32 1, 2" in str(caught.value)


def test_error_on_the_first_line() -> None:
    with pytest.raises(CompileError) as caught:
        compile_object("nonsense\n", host())
    assert ">     1 |" in str(caught.value)


def test_verifier_error_shows_the_line() -> None:
    ir = (
        "define i32 @f(i1 %c) {\nentry:\n  br i1 %c, label %a, label %b\na:\n"
        "  %x = add i32 1, 2\n  br label %b\nb:\n  ret i32 %x\n}\n"
    )
    with pytest.raises(CompileError, match="dominate") as caught:
        compile_object(ir, host())
    assert "> " in str(caught.value)


def test_error_leaves_the_compiler_usable() -> None:
    with pytest.raises(CompileError):
        compile_object("define", host())
    assert compile_object(ADD, host())


def test_foreign_layout_is_refused() -> None:
    with pytest.raises(CompileError, match="leave both lines out"):
        compile_object('target datalayout = "e-p:32:32"\n' + ADD, host())


def test_unknown_passes() -> None:
    with pytest.raises(ValueError, match="'light' or 'full'"):
        compile_object(ADD, host(), "heavy")  # type: ignore[arg-type]


def test_internal_functions_are_inlined_and_dropped() -> None:
    ir = """
    define internal i32 @helper(i32 %x) alwaysinline { %r = mul i32 %x, 3 ret i32 %r }
    define i32 @f(i32 %x) { %r = call i32 @helper(i32 %x) ret i32 %r }
    """
    assert "helper" not in assembly(ir, named("x86-64-v3"))


def test_undefined_symbols() -> None:
    ir = """
    declare i32 @other(i32)
    define i32 @f(i32 %x) { %r = call i32 @other(i32 %x) ret i32 %r }
    """
    obj = compile_object(ir, host())
    assert undefined_symbols(obj) == {"other"}
    check_externals([obj], {"other"}, {"f"})
    with pytest.raises(CompileError, match="calls other"):
        check_externals([obj], frozenset())
    with pytest.raises(CompileError, match="define g"):
        check_externals([obj], {"other"}, {"g"})


def test_internal_is_not_an_export() -> None:
    ir = "define internal i32 @f() { ret i32 1 } @keep = global ptr @f"
    with pytest.raises(CompileError, match="must not be internal"):
        check_externals([compile_object(ir, host())], frozenset(), {"f"})


def test_calls_that_llvm_adds_are_found() -> None:
    ir = "define double @f(double %a, double %b) { %r = frem double %a, %b ret double %r }"
    with pytest.raises(CompileError, match="fmod"):
        check_externals([compile_object(ir, host())], frozenset())


def test_no_builtins_keeps_loops() -> None:
    ir = """
    define void @clear(ptr %p, i64 %n) nounwind {} {{
    entry:
      br label %loop
    loop:
      %i = phi i64 [0, %entry], [%next, %loop]
      %q = getelementptr i8, ptr %p, i64 %i
      store i8 0, ptr %q
      %next = add i64 %i, 1
      %more = icmp ult i64 %next, %n
      br i1 %more, label %loop, label %done
    done:
      ret void
    }}
    """
    with_builtins = compile_object(ir.format(""), host(), "full")
    assert undefined_symbols(with_builtins) == {"memset"}, "else this test shows nothing"
    assert not undefined_symbols(compile_object(ir.format('"no-builtins"'), host(), "full"))


def _large(functions: int) -> str:
    """IR that keeps LLVM busy for a while."""
    body = "\n".join(
        f"  %v{i} = call <16 x double> @llvm.fma.v16f64(<16 x double> %v{i - 1}, "
        f"<16 x double> %v{max(0, i - 7)}, <16 x double> %v{max(0, i - 3)})"
        for i in range(1, 150)
    )
    define = (
        "define <16 x double> @f{n}(<16 x double> %v0) {{\n" + body.replace("{", "{{")
        + "\n  ret <16 x double> %v149\n}}\n"
    )  # fmt: skip
    return (
        "declare <16 x double> @llvm.fma.v16f64(<16 x double>, <16 x double>, <16 x double>)\n"
        + "".join(define.format(n=n) for n in range(functions))
    )


def test_fork_during_compilation(tmp_path: Path) -> None:
    """Children forked while a thread is inside LLVM must be able to compile themselves."""
    compile_object(ADD, host())
    ir = _large(12)
    started, stop = threading.Event(), threading.Event()
    compilations = []

    def work() -> None:
        while not stop.is_set():
            started.set()
            compilations.append(len(compile_object(ir, host(), "full")))

    thread = threading.Thread(target=work)
    thread.start()
    children = []
    try:
        started.wait(10)
        for i in range(6):
            time.sleep(0.03)
            pid = os.fork()
            if pid == 0:
                signal.alarm(20)  # a hanging child ends by itself, and with a signal
                code = 1
                try:
                    code = 0 if compile_object(ADD.replace("add(", f"add{i}("), host()) else 1
                finally:
                    os._exit(code)
            children.append(pid)
    finally:
        stop.set()
        thread.join()
        results = [os.waitpid(pid, 0)[1] for pid in children]
    assert results == [0] * 6
    assert compilations, "the thread was compiling"


def test_fork_handlers_hold_llvmlites_lock() -> None:
    """The lock that the handlers take is the one that llvmlite's calls take."""
    import llvmlite.binding as binding

    compile_object(ADD, host())
    assert hasattr(binding.ffi.lib, "_lock"), "llvmlite keeps its lock elsewhere now"

"""The LLVM IR of small programs, kept beside this file, so that a change of the code generator shows as a difference.

`pytest tests/golden --update-golden` writes the files anew; look at the difference before committing them. The same
programs compile for every kind of processor and call nothing.
"""

from __future__ import annotations

import subprocess
import sys
from difflib import unified_diff
from pathlib import Path

import pytest
from golden_programs import PROGRAMS, ir_of

from nitinol.llvm.objects import undefined_symbols
from nitinol.llvm.target import named

HERE = Path(__file__).parent
CASES = [(name, "x86-64-v3") for name in PROGRAMS] + [("linear", "x86-64-v4")]


@pytest.mark.parametrize(("name", "target"), CASES)
def test_golden_ir(name: str, target: str, request: pytest.FixtureRequest) -> None:
    text = ir_of(name, named(target))
    path = HERE / f"{name}-{target}.ll"
    if request.config.getoption("--update-golden"):
        path.write_text(text)
    kept = path.read_text() if path.exists() else ""
    changed = list(
        unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=1)
    )
    assert not changed, "\n".join(
        [
            *changed[:60],
            "... if this is meant: pytest tests/golden --update-golden, and look at the difference",
        ]
    )


def test_ir_holds_no_addresses_and_is_the_same_every_time() -> None:
    """In two processes: nothing of a run gets into the code."""
    target = named("x86-64-v3")
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from golden_programs import ir_of, named; "
        "sys.stdout.write(ir_of('softmax', named('x86-64-v3')))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert other.stdout == ir_of("softmax", target)
    assert "inttoptr" not in other.stdout


@pytest.mark.parametrize("target", ["x86-64-v2", "x86-64-v3", "x86-64-v4", "aarch64", "wasm32"])
def test_programs_compile_for_every_processor(target: str, tmp_path: Path) -> None:
    # In a process of its own, since LLVM ends the process on what it cannot lower.
    done = subprocess.run(
        [sys.executable, str(HERE / "golden_programs.py"), target, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for name in PROGRAMS:
        obj = (tmp_path / f"{name}.o").read_bytes()
        found = imported_functions(obj) if target == "wasm32" else sorted(undefined_symbols(obj))
        assert found == [], name


def imported_functions(module: bytes) -> list[str]:
    """What a WebAssembly object calls and does not define: its imports of kind 0 (section 2)."""
    assert module[:4] == b"\0asm"
    at = 8

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = module[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def text() -> str:
        nonlocal at
        size = number()
        at += size
        return module[at - size : at].decode()

    found = []
    while at < len(module):
        section = number()
        end = number() + at
        for _ in range(number() if section == 2 else 0):
            text()
            name, kind = text(), number()
            if kind == 0:
                number()
                found.append(name)
            elif kind == 3:  # a global: type and mutability
                at += 2
            else:  # a memory, or a table, which has a type first: limits
                at += kind == 1
                for _ in range(1 + (number() & 1)):
                    number()
        at = end
    return found

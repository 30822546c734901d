"""Rules that hold across rooms, which neither the type checker nor import-linter sees."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nitinol
import nitinol.ops

ROOT = Path(nitinol.__file__).parent
LONGEST = 700  # lines of a file


def sources(*rooms: str) -> list[Path]:
    """The Python files of some rooms, or of all."""
    folders = [ROOT / room for room in rooms] if rooms else [ROOT]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@pytest.mark.parametrize("name", sorted(nitinol.ops.__all__))
def test_public_operations_have_docstrings(name: str) -> None:
    text = inspect.getdoc(getattr(nitinol.ops, name))
    assert text and not text.startswith("partial("), "it says nothing of itself"


def test_files_have_a_docstring_and_are_not_long() -> None:
    for path in sources():
        text = path.read_text()
        assert len(text.splitlines()) <= LONGEST, path
        assert ast.get_docstring(ast.parse(text)), f"{path} does not say what it is"


# Instructions and heads of LLVM IR as they would stand in a string.
IR = re.compile(
    r"\b(define|declare) [\w<]+.*@|= (load|alloca|getelementptr|icmp|fcmp|fadd|fmul|bitcast) "
    r"|\bstore [iuf<p]\w* |\bbr (i1|label) |\bret (void|i64|ptr)\b|\bphi (i\d+|ptr)\b"
    r"|^(alloca|getelementptr|icmp|fcmp|fadd|fsub|fmul|bitcast|zext|sext|shufflevector|insertelement) "
)


def strings(tree: ast.AST) -> list[str]:
    """Every text of a file, those of f-strings included, but for docstrings."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
    ]


def test_the_core_holds_no_ir() -> None:
    for path in sources("core"):
        for text in strings(ast.parse(path.read_text())):
            assert not IR.search(text), f"{path}: {text!r}"


def test_the_search_for_ir_finds_ir() -> None:
    emitters = sources("llvm", "templates", "codegen")
    found = [p for p in emitters if any(IR.search(t) for t in strings(ast.parse(p.read_text())))]
    assert len(found) >= 3


REVERSE = re.compile(r"(^|_)(vjp|backward|grad|gradient|adjoint|cotangent)(_rule|_fn|_function)?$")


def test_no_operation_has_a_reverse_rule() -> None:
    """Operations know `jvp` and `transpose`; nothing in the rooms below `exec` takes another rule."""
    for path in sources("ir", "ops", "templates", "schedule", "codegen", "random", "nn", "optim"):
        if path.parent.name == "samples":
            continue  # there `gradient=` says what is tested
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg:
                # `create_graph`-like options have other names; a rule is given as a keyword
                assert not REVERSE.search(node.arg), f"{path}:{node.value.lineno}: {node.arg}="


def test_an_op_has_fields_for_forward_rules_only() -> None:
    from nitinol.ir.op import Op

    fields = set(Op.__slots__ if hasattr(Op, "__slots__") else Op.__annotations__)
    assert {"jvp", "transpose"} <= fields
    assert not [name for name in fields if REVERSE.search(name)]


def test_only_linear_operations_have_a_transpose() -> None:
    """The files that write transposes are those of linear primitives."""
    from nitinol.ops.families import primitives

    nonlinear = (
        "sin",
        "cos",
        "exp",
        "log",
        "tanh",
        "sqrt",
        "erf",
        "abs",
        "maximum",
        "minimum",
        "pow",
    )
    for name in nonlinear:
        op = primitives.get(name)
        assert op is not None, name
        assert op.transpose is None, name


def fresh_python(code: str, **environment: str) -> str:
    """What a new interpreter prints."""
    env = {**os.environ, **environment}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


HEAVY = "[m for m in ('numpy', 'llvmlite', 'ml_dtypes') if m in sys.modules]"


@pytest.mark.parametrize("native", ["1", "0"])
def test_a_warm_start_imports_neither_numpy_nor_llvm(native: str) -> None:
    code = "c = ni.tensor([1.0, 2.0]) + ni.tensor([3.0, 4.0])\n"
    fresh_python(
        "import nitinol as ni\n" + code, NITINOL_NATIVE=native
    )  # compiles what is not on disk
    checked = (
        f"import sys, nitinol as ni\nbefore = {HEAVY}\n{code}print(before, {HEAVY}, c.tolist())"
    )
    assert fresh_python(checked, NITINOL_NATIVE=native) == "[] [] [4.0, 6.0]"


def test_the_version_is_that_of_the_distribution() -> None:
    from importlib.metadata import version

    assert version("nitinol") == nitinol.__version__

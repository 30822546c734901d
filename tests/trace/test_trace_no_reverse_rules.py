"""No operation has a reverse rule: derivatives are stated forwards, reverse mode is derived."""

import ast
import inspect
from pathlib import Path

import nitinol
from nitinol.ir.op import Op
from nitinol.trace.composite import composite

SOURCE = Path(nitinol.__file__).parent
# Where operations and what is built of them live.
FOLDERS = ["ir", "ops", "nn", "optim", "random", "tensor", "train"]
NAMES = {"vjp", "bwd", "backward", "backward_rule", "pullback", "adjoint", "grad_fn"}
# The engine behind `y.backward()` hangs on the tensor under that name.
ENTRIES = {("tensor", "backward")}


def definitions(tree):
    """Names of functions defined, and of keyword arguments given, anywhere in a file."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value.lineno


def test_no_reverse_rule_is_written_anywhere():
    found = []
    files = [p for folder in FOLDERS for p in sorted((SOURCE / folder).rglob("*.py"))]
    assert len(files) > 20
    for path in files:
        folder = path.relative_to(SOURCE).parts[0]
        for name, line in definitions(ast.parse(path.read_text(encoding="utf-8"))):
            if name.strip("_") in NAMES and (folder, name) not in ENTRIES:
                found.append(f"{path.relative_to(SOURCE)}:{line}: {name}")
    assert not found, found


def test_operations_and_composites_take_no_reverse_rule():
    for thing in (Op.__init__, composite):
        assert not NAMES & set(inspect.signature(thing).parameters)


def test_the_search_finds_what_it_looks_for():
    text = "sin = elementwise('sin', vjp=lambda c: c)\ndef backward(x): return x"
    assert {n for n, _ in definitions(ast.parse(text))} == {"vjp", "backward"}

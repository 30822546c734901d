"""The package root: what it names, what it imports, and when."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import nitinol as ni

# Heavy modules that a start with a warm cache does without, and why they would come.
AVOIDED = {
    "numpy": "exchange with arrays",
    "ml_dtypes": "exchange with arrays",
    "llvmlite": "compiling",
    "inspect": "dataclasses, signatures",
    "dataclasses": "records",
    "ast": "native functions that have to be compiled",
    "nitinol.ops.pooling": "operations that the program does not name",
    "nitinol.ops.control": "branches and loops",
}
# Of the standard library. The plain core, which is for tests, imports some of them.
AVOIDED_NATIVE = {
    "typing": "annotations, which nobody reads while a program runs (`TYPE_CHECKING`)",
    "re": "typing",
    "enum": "re",
    "functools": "threading, contextlib",
    "contextlib": "`base.lean.scope` does",
    "threading": "`base.lean.local` does",
    "weakref": "profiles",
    "nitinol.templates": "compiling",
    "nitinol.nn": "ni.nn",
    "nitinol.optim": "ni.optim",
    "nitinol.train": "the commands",
}


def run(code: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("native", ["0", "1"])
def test_a_warm_start_imports_little(native: str, tmp_path: Path) -> None:
    avoided = [*AVOIDED, *AVOIDED_NATIVE] if native == "1" else [*AVOIDED]
    code = (
        f"import sys; there = {{m for m in {avoided} if m in sys.modules}}; "
        "import nitinol as ni; x = ni.tensor([1.0, 2.0]); y = (x + x).tolist(); assert y == [2.0, 4.0]; "
        f"print(*[m for m in {avoided} if m in sys.modules and m not in there])"
    )
    env = {"NITINOL_CACHE_DIR": str(tmp_path), "NITINOL_NATIVE": native}
    run(code, **env)
    found = run(code, **env)
    if found:  # an edit of the sources in between makes the cache cold once more
        found = run(code, **env)
    assert found == ""


def test_all_names_exist() -> None:
    assert len(set(ni.__all__)) == len(ni.__all__)
    listed = dir(ni)
    for name in ni.__all__:
        assert getattr(ni, name) is not None or name == "newaxis"
        assert name in listed
    for name in (
        "nn",
        "optim",
        "random",
        "io",
        "memory",
        "save",
        "load",
        "finfo",
        "set_printoptions",
    ):
        assert name in listed and getattr(ni, name) is getattr(ni, name)
    assert ni.memory.__name__ == "nitinol.tensor.memory"
    with pytest.raises(AttributeError, match="no attribute 'no_such_thing'"):
        ni.no_such_thing  # noqa: B018


def test_transforms_are_named_once_more_in_the_root() -> None:
    # The root names them without importing them.
    assert sorted(ni._TRANSFORMS) == sorted(importlib.import_module("nitinol.transforms").__all__)


def test_everything_can_be_imported_by_star() -> None:
    assert (
        run("from nitinol import *; print(tensor([1.0]).sum().item(), nn.__name__)")
        == "1.0 nitinol.nn"
    )


def test_operations_are_where_the_table_says() -> None:
    """What is imported when it is first used, what type checkers read, and what is public are one list."""
    ops = importlib.import_module("nitinol.ops")
    source = ast.parse(Path(ops.__file__).read_text())
    (block,) = [n for n in source.body if isinstance(n, ast.If)]
    read = {
        alias.name: line.module
        for line in block.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }
    assert read == ops._WHERE and sorted(read) == sorted(ops.__all__)
    for name in read:
        assert getattr(ni, name) is getattr(ops, name)
    assert {"sum", "conv2d", "nn"} <= set(dir(ni)) and "conv2d" in dir(ops)
    with pytest.raises(AttributeError, match="no attribute 'no_such_thing'"):
        ops.no_such_thing  # noqa: B018


def test_constants_and_dtypes() -> None:
    assert ni.pi == pytest.approx(3.141592653589793) and ni.e == pytest.approx(2.718281828459045)
    assert ni.inf > 1e308 and ni.nan != ni.nan and ni.newaxis is None
    assert ni.bool is ni.tensor([True]).dtype and str(ni.bool) == "bool"
    assert ni.__version__.count(".") == 2 and ni.__array_api_version__ == "2024.12"


def test_submodules_are_modules() -> None:
    import nitinol.random

    assert ni.random is nitinol.random
    assert run("import nitinol as ni; import nitinol.nn; print(ni.nn.Linear.__name__)") == "Linear"


def test_the_environment_chooses_the_core() -> None:
    code = "import nitinol as ni; from nitinol import core; print(core.kind, float(ni.tensor(2.0) * 3))"
    assert run(code, NITINOL_NATIVE="0") == "plain 6.0"
    assert run(code, NITINOL_NATIVE="1").endswith("6.0")

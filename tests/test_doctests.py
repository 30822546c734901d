"""The examples in all docstrings, of modules and of public operations, run.

Public operations are objects of the core, which `doctest` does not recognise as functions; so their texts
are parsed here. Every example may use `ni`.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil

import pytest

import nitinol as ni
import nitinol.ops
import nitinol.random

FLAGS = doctest.NORMALIZE_WHITESPACE
PUBLIC = {
    f"{module.__name__}.{name}": getattr(module, name)
    for module in (nitinol.ops, nitinol.random, ni)
    for name in module.__all__
}


def module_names() -> list[str]:
    """All modules but those that run something when imported."""
    found = pkgutil.walk_packages(ni.__path__, "nitinol.")
    return ["nitinol", *(m.name for m in found if not m.name.endswith("__main__"))]


def run(test: doctest.DocTest) -> None:
    test.globs.setdefault("ni", ni)
    printed: list[str] = []
    failed, _ = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=printed.append)
    assert not failed, "".join(printed)


@pytest.mark.parametrize("name", module_names())
def test_module(name: str) -> None:
    module = importlib.import_module(name)
    for test in doctest.DocTestFinder().find(module, name):
        run(test)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_function(name: str) -> None:
    thing = PUBLIC[name]
    text = getattr(thing, "__doc__", None) or ""
    if inspect.isfunction(thing) or inspect.isclass(thing) or text == type(thing).__doc__:
        return  # these are found in their modules
    run(doctest.DocTestParser().get_doctest(inspect.cleandoc(text), {}, name, None, 0))

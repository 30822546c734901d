"""The examples in the docstrings of this room and of the package root."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import nitinol as ni

room = importlib.import_module("nitinol.tensor")
NAMES = [f"nitinol.tensor.{m.name}" for m in pkgutil.iter_modules(room.__path__)]


def examples(module: object, name: str) -> list[doctest.DocTest]:
    return [t for t in doctest.DocTestFinder().find(module, name, globs={"ni": ni}) if t.examples]


@pytest.mark.parametrize("name", NAMES)
def test_room(name: str) -> None:
    runner = doctest.DocTestRunner()
    for test in examples(importlib.import_module(name), name):
        runner.run(test)
    assert runner.summarize().failed == 0


def test_root() -> None:
    test = doctest.DocTestParser().get_doctest(ni.__doc__ or "", {}, "nitinol", None, 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0

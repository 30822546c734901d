"""What the tests of the native language share: building code from text, running it both ways."""

from __future__ import annotations

import itertools
import linecache
from typing import Any

from nitinol.native import Module

_numbers = itertools.count()


def define(source: str, **names: Any) -> dict[str, Any]:
    """Runs source text that defines native functions; returns its global names.

    The text is given to `linecache`, where the compiler looks for the source of a function.
    """
    filename = f"<native test {next(_numbers)}>"
    text = "from __future__ import annotations\nfrom nitinol.native import *\n" + source
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    scope: dict[str, Any] = {"__name__": "nitinol.native", **names}
    exec(compile(text, filename, "exec"), scope)
    return scope


def plain(value: Any) -> Any:
    """The Python number of a simulated result."""
    from nitinol.native.values import unwrap

    return unwrap(value)


class Both:
    """A module compiled once, whose functions can be run natively and as ordinary Python."""

    def __init__(self, module: Module, passes: str = "light") -> None:
        self.module = module
        self.library = module.build(passes=passes)
        self.functions = {f.symbol: f for f in module.functions if f.exported}

    def native(self, name: str, *arguments: Any) -> Any:
        return self.module.bind(self.functions[name], self.library)(*arguments)

    def python(self, name: str, *arguments: Any) -> Any:
        return plain(self.functions[name](*arguments))

    def agree(self, name: str, *arguments: Any) -> Any:
        """The result, after checking that both ways of running give the same."""
        native, python = self.native(name, *arguments), self.python(name, *arguments)
        same = native == python or (native != native and python != python)
        assert same, f"{name}{arguments}: native {native}, Python {python}"
        return native

"""From a recorded function to its syntax tree, without `inspect`.

A file is parsed once; a function is found in it by its name and first line, so that line numbers
in errors are those of the file.
"""

from __future__ import annotations

import ast

from nitinol.native.errors import NativeError
from nitinol.native.module import Signature, source_bytes

_parsed: dict[tuple[str, int], tuple[list[str], dict[tuple[str, int], ast.FunctionDef]]] = {}


def _parse(filename: str) -> tuple[list[str], dict[tuple[str, int], ast.FunctionDef]]:
    data = source_bytes(filename)
    key = (filename, hash(data))
    if key not in _parsed:
        text = data.decode()
        found = {}
        for node in ast.walk(ast.parse(text, filename)):
            if isinstance(node, ast.FunctionDef):
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                found[node.name, first] = node
        if len(_parsed) > 64:
            _parsed.clear()
        _parsed[key] = (text.splitlines(), found)
    return _parsed[key]


def definition(function: Signature) -> ast.FunctionDef:
    """The syntax tree of the function's definition."""
    code = function.python.__code__
    found = _parse(code.co_filename)[1].get((code.co_name, code.co_firstlineno))
    if found is None:
        raise NativeError(
            "the definition is not in its file any more (was the file edited while running?), "
            "or it is not written with def",
            **function.at,
        )
    return found


def line(filename: str, lineno: int) -> str:
    """One line of a source file, for error messages."""
    lines = _parse(filename)[0]
    return lines[lineno - 1] if 0 < lineno <= len(lines) else ""

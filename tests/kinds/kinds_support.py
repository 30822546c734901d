"""What the table of kinds has: its columns, and who fills the cells."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

COLUMNS = (
    "construct", "index", "arithmetic", "reduce", "matmul", "sort", "jit", "grad", "jvp", "vmap", "scan",
    "save/load", "exchange",
)  # fmt: skip
KINDS = ("dense", "ragged", "sparse", "string", "record")

Cell = Callable[[], None] | str  # a check, which raises when it fails; or why there can be none


def cells(kind: str) -> dict[str, Cell]:
    """The cells of a row: `CELLS` of the file `cells_<kind>.py` beside this one."""
    found: dict[str, Cell] = import_module(f"cells_{kind}").CELLS
    return found


def table() -> str:
    """The table of docs/kinds.md. Raises what a check raises."""
    lines = [f"| kind | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
    reasons: list[str] = []
    for kind in KINDS:
        row = []
        for column in COLUMNS:
            cell = cells(kind)[column]
            if isinstance(cell, str):
                reasons.append(f"{len(reasons) + 1}. *{kind}, {column}*: {cell}")
                row.append(f"– ({len(reasons)})")
            else:
                cell()
                row.append("✓")
        lines.append(f"| {kind} | {' | '.join(row)} |")
    return "\n".join([*lines, "", *reasons]) + "\n"


PAGE = Path(__file__).resolve().parents[2] / "docs" / "kinds.md"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"


def page(text: str, made: str) -> str:
    """The page with the table in its place."""
    before, rest = text.split(START)
    return before + START + made + END + rest.split(END)[1]


__all__ = ["COLUMNS", "END", "KINDS", "PAGE", "START", "Cell", "cells", "page", "table"]

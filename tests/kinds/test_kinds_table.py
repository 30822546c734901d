"""Each cell of the table in docs/kinds.md is a check that runs here."""

from __future__ import annotations

import pytest
from kinds_support import COLUMNS, END, KINDS, PAGE, START, cells


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", COLUMNS)
def test_cell(kind: str, column: str) -> None:
    cell = cells(kind)[column]
    if isinstance(cell, str):
        assert len(cell) > 20, "a reason says why"
    else:
        cell()


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_no_other_cells(kind: str) -> None:
    assert tuple(cells(kind)) == COLUMNS


def test_the_page_shows_these_cells() -> None:
    text = PAGE.read_text()
    shown = text.split(START)[1].split(END)[0]
    for kind in KINDS:
        (line,) = [x for x in shown.splitlines() if x.startswith(f"| {kind} |")]
        marks = [x.strip() for x in line.strip("|").split("|")[1:]]
        found = cells(kind)
        wanted = ["–" if isinstance(found[c], str) else "✓" for c in COLUMNS]
        assert [m[0] for m in marks] == wanted, "write it again with `make tables`"
        for cell in found.values():
            assert not isinstance(cell, str) or cell in shown, "write it again with `make tables`"

"""What the documents say is so: examples run, tables are complete, links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

import nitinol.ops
from nitinol.ops.samples import TABLE

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def python_blocks(page: Path) -> list[str]:
    """The examples of a page that are programs by themselves."""
    return re.findall(r"```python\n(import nitinol.*?)```", page.read_text(), re.DOTALL)


@pytest.mark.parametrize(
    ("page", "number"),
    [(page, n) for page in PAGES for n in range(len(python_blocks(page)))],
    ids=lambda x: x.name if isinstance(x, Path) else str(x),
)
def test_examples_run(page: Path, number: int) -> None:
    exec(compile(python_blocks(page)[number], f"{page.name} example {number}", "exec"), {})


def test_the_example_of_the_readme_learns() -> None:
    (code,) = python_blocks(ROOT / "README.md")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    match = re.search(r"accuracy (\d\.\d+)", printed.getvalue())
    assert match, printed.getvalue()
    assert float(match[1]) > 0.97


def test_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = set(
        re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    )
    assert {"train", "test", "test-all", "bench"} <= commands
    for command in commands:
        assert re.search(rf"^{command}:", makefile, re.MULTILINE), f"make {command}"
    assert "make test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_files_that_are_named_exist(page: Path) -> None:
    """`room/file.py` in a text is a file of the package (or of the repository)."""
    for name in set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|json))`", page.read_text())):
        assert (ROOT / name).exists() or (ROOT / "src" / "nitinol" / name).exists(), name


def operation_rows() -> dict[str, list[str]]:
    """The table of operations: cells by name."""
    rows = {}
    for line in (ROOT / "docs" / "operations.md").read_text().splitlines():
        match = re.match(r"\| `(\w+)` \| (.*) \|$", line)
        if match:
            rows[match[1]] = match[2].split(" | ")
    return rows


def test_the_table_of_operations_lists_all() -> None:
    rows = operation_rows()
    aliases = set(
        re.findall(
            r"^- `(\w+)` is `\w+`$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE
        )
    )
    assert set(rows) >= set(TABLE), "write it again with `make tables`"
    # Control flow takes functions, and has a page of its own.
    flow = {n for n in nitinol.ops.__all__ if ".control" in getattr(nitinol.ops, n).__module__}
    page = (ROOT / "docs" / "control-flow.md").read_text()
    assert flow <= set(re.findall(r"ni\.(\w+)\(", page))
    public = set(nitinol.ops.__all__) - flow
    assert public <= set(rows) | aliases, "write it again with `make tables`"
    assert set(rows) <= set(TABLE) | public, "write it again with `make tables`"


def test_the_table_of_operations_has_no_hole() -> None:
    rows = operation_rows()
    widths = {len(cells) for cells in rows.values()}
    assert len(widths) == 1
    for name, cells in rows.items():
        assert set(cells) <= {"✓", "○", "–", "·"}, name


def test_the_table_of_benchmarks_has_every_row() -> None:
    from benchmarks.rows import rows

    text = (ROOT / "docs" / "benchmarks.md").read_text()
    assert len({row.name for row in rows()}) == len(rows())  # results are kept by name
    for row in rows():
        assert f"| {row.title} |" in text, f"{row.name}: measure it with `make bench`"


def test_missed_goals_have_reasons() -> None:
    for line in (ROOT / "docs" / "benchmarks.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if "missed" in cells:
            assert cells[-1] not in ("missed", ""), (
                f"say in benchmarks/reasons.json why: {cells[0]}"
            )

"""Writes the table of docs/kinds.md by running the checks behind its cells.

    make tables

Where a check fails, its error is shown and nothing is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "kinds"))

from kinds_support import PAGE, page, table  # noqa: E402


def main() -> None:
    """Run all checks and write the page."""
    PAGE.write_text(page(PAGE.read_text(), table()))


if __name__ == "__main__":
    main()

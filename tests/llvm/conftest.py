"""Every test of this room has a cache folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from nitinol.llvm import stats


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache for every test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("NITINOL_CACHE_DIR", str(folder))
    monkeypatch.delenv("NITINOL_TARGET", raising=False)
    stats.reset()
    return folder

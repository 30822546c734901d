"""The tests of this folder keep compiled code in a folder of their own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory):
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("cache")
    folder.chmod(0o700)
    patch.setenv("NITINOL_CACHE_DIR", str(folder))
    yield
    patch.undo()

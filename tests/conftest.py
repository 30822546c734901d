"""What holds for all tests: a cache of their own, profiles of hypothesis, counts of kernels.

* Compiled code goes to `.cache-test` in the checkout (or `NITINOL_CACHE_DIR`, if set), which the run
  on the native core and that on the plain core share.
* `HYPOTHESIS_PROFILE` chooses `ci` (few examples, the same each time) or `nightly` (ten times as many,
  others each time). A test's own `max_examples` is multiplied likewise.
* Every process writes how many kernels it compiled and loaded to `counts/` in the cache's folder,
  for `tools/kernel_counts.py`; a `stats.reset()` within a test loses nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
_cache = Path(os.environ.setdefault("NITINOL_CACHE_DIR", str(ROOT / ".cache-test")))
_cache.mkdir(mode=0o700, parents=True, exist_ok=True)
_counts_folder = _cache / "counts"

from nitinol.llvm import stats  # noqa: E402 - the folder above must be chosen before

# A run in the background may have been started with Ctrl-C ignored, and what it starts would be too.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.default_int_handler)

_quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "ci", max_examples=30, deadline=None, derandomize=True, suppress_health_check=_quiet
)
settings.register_profile("nightly", max_examples=300, deadline=None, suppress_health_check=_quiet)
_profile = os.environ.get("HYPOTHESIS_PROFILE", "ci")
settings.load_profile(_profile)
_MORE = 10  # how many times more examples `nightly` runs

_before: Counter[str] = Counter()  # what resets would have thrown away
_reset = stats.reset


def _now() -> Counter[str]:
    found = Counter({name: int(stats.statistics()[name]) for name in ("compiled", "loaded")})
    found.update({f"kind:{kind}": number for kind, number in stats.compiled_by_kind().items()})
    return found


def _remember_and_reset() -> None:
    _before.update(_now())
    _reset()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the files of tests/golden anew"
    )


def pytest_configure(config: pytest.Config) -> None:
    stats.reset = _remember_and_reset


def pytest_unconfigure(config: pytest.Config) -> None:
    stats.reset = _reset


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _profile != "nightly":
        return
    for item in items:
        function = getattr(item, "obj", None)
        if getattr(function, "is_hypothesis_test", False):
            mine = function._hypothesis_internal_use_settings
            if mine is not settings.default:
                function._hypothesis_internal_use_settings = settings(
                    mine, max_examples=mine.max_examples * _MORE
                )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Writes the counts of this process; with pytest-xdist that is one file a worker."""
    counts = _before + _now()
    if not counts:
        return
    _counts_folder.mkdir(exist_ok=True)
    run = os.environ.get("NITINOL_TEST_RUN", "pytest")
    text = json.dumps({"run": run, "counts": counts})
    (_counts_folder / f"{run}-{os.getpid()}.json").write_text(text)

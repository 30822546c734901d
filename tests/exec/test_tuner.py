"""The tuner: what it chooses is kept for this machine, read by later processes, and changes no bits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import nitinol as ni
from nitinol.cli.main import main
from nitinol.codegen import numerics, tuning
from nitinol.exec import tuner
from nitinol.llvm.target import host


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A cache folder of its own, and the state of before afterwards."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("NITINOL_CACHE_DIR", str(folder))
    before = numerics._State.targets
    numerics._State.targets = None
    yield
    numerics._State.targets = before


def later() -> int:
    """The size that another process would compile for."""
    numerics._State.targets = None
    return numerics.program_target().l2_bytes


def test_the_fastest_is_kept_and_read(monkeypatch: pytest.MonkeyPatch) -> None:
    x = ni.tensor(np.random.default_rng(0).standard_normal((40, 2100)).astype(np.float32))
    usual = host().l2_bytes
    results = {}

    def taken(
        tried: list[list[tuple[ni.exec.jit.Jitted, tuple[object, ...]]]], s: float
    ) -> list[float]:
        for ratio, ((f, args),) in zip((1.0, 0.99, 0.8, 0.9), tried, strict=True):
            results[ratio] = f(*args).numpy().tobytes()
        return list(results)

    monkeypatch.setattr(tuner, "_ratios", taken)
    found = ni.tune(lambda x: ni.tanh(x.T @ x), x[:, :600])
    assert found["l2_bytes"] == 2 * usual == numerics.program_target().l2_bytes == later()
    assert set(found["ratios"]) == {usual, usual // 2, 2 * usual, 4 * usual}
    assert len(set(results.values())) == 1  # bits
    # A gain that may be noise is none.
    monkeypatch.setattr(tuner, "_ratios", lambda tried, s: [1.0, 0.98, 1.1, 0.975])
    assert ni.tune(lambda x: x + 1.0, x)["l2_bytes"] == usual == later()


def test_turns_are_compared_with_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def taken(number: int, args: object) -> float:
        calls.append(number)
        slow = len(calls) // 6 % 3 + 1  # the machine, for some turns
        return slow * (1.0, 0.5, 2.0)[number]

    monkeypatch.setattr(tuner, "_time", taken)
    ratios = tuner._ratios([[(n, ())] for n in range(3)], 0.0)  # type: ignore[misc, list-item]
    assert ratios == pytest.approx([1.0, 0.5, 2.0])
    assert len(calls) == 3 * tuner.TURNS
    assert calls[:6] == [0, 1, 2, 1, 2, 0]  # nobody is always the first of a turn


def test_entries_that_say_nothing() -> None:
    for content in (b"", b"[]", b"{", b'{"l2_bytes": "large", "name": 3}', b'{"l2_bytes": -5}'):
        assert tuning.decoded(content) == {}
    assert tuning.decoded(b'{"l2_bytes": 4096, "other": 1}') == {"l2_bytes": 4096}


def test_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(tuner, "_works", lambda: [(lambda x: x + 1.0, (ni.ones(3),))])
    monkeypatch.setattr(tuner, "_ratios", lambda tried, s: [1.0, 0.5, 1.0, 1.0])
    usual = host().l2_bytes
    assert main(["tune", "--seconds", "1"]) == 0
    assert f"{usual >> 11:8} KB   0.50  chosen" in capsys.readouterr().out
    assert later() == usual // 2
    assert main(["tune", "--forget"]) == 0
    assert later() == usual


def test_not_while_compiling() -> None:
    with pytest.raises(ni.UnsupportedError, match="measures"):
        ni.jit(lambda x: ni.tune(lambda y: y, x) or x)(ni.ones(2))

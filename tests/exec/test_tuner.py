"""The tuner: what it chooses is kept for this machine, read by later processes, and changes no bits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.cli.main import main
from nitinol.codegen import numerics, tuning
from nitinol.exec import tuner
from nitinol.llvm.target import host
from nitinol.templates.choices import chosen


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of its own, and the state of before afterwards."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("NITINOL_CACHE_DIR", str(folder))
    before = numerics._State.targets
    numerics._State.targets = None
    yield folder
    numerics._State.targets = before


def later(text: str = "") -> tuning.Choices:
    """The choices that another process would compile with."""
    numerics._State.targets = None
    return numerics.own_target(numerics.program_target(), text).choices


def told(ratios: Mapping[tuple[str, int], float]) -> Callable[..., list[tuner.Turns]]:
    """Instead of the clock: a ratio for each choice, in the first round and behind it."""

    def turns(
        base: object, tried: Sequence[Mapping[int, Any]], seconds: float
    ) -> list[tuner.Turns]:
        found = []
        for calls in tried:
            target = next(iter(calls.values()))[0].target
            ratio = 1.0
            for choice in target.choices:
                ratio *= ratios.get(choice, 1.0)
            found.append({number: [ratio] * 4 for number in calls})
        return found

    return turns


@pytest.fixture
def emulated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions are not compiled for every candidate: a call is a stand-in that knows its target."""
    real = tuner._compiled

    def compiled(choices: Mapping[str, int], works: Sequence[tuner.Work]) -> tuner._Variant:
        if not choices:
            return real(choices, works)
        call = type("Call", (), {"target": host().replace(choices=tuning.sorted_choices(choices))})
        return tuner._Variant([(call, ()) for _ in works], [], [])  # type: ignore[list-item]

    monkeypatch.setattr(tuner, "_compiled", compiled)


def product(rows: int = 300, inner: int = 130, columns: int = 200) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    a = rng.standard_normal((inner, rows)).astype(np.float32)
    return ni.tensor(a), ni.tensor(rng.standard_normal((inner, columns)).astype(np.float32))


def test_what_wins_is_kept_and_read(emulated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuner, "_works", lambda: [(lambda a, b: a.mT @ b, product())])
    gains = {("own_strips", 0): 0.8, ("strips_ahead", 8): 0.9, ("strips_ahead", 12): 0.95}
    monkeypatch.setattr(tuner, "_turns", told(gains))
    found = ni.tune()
    assert found["choices"] == {"own_strips": 0, "strips_ahead": 8} == dict(later())
    # What cannot change this program has not been tried.
    assert found["ratios"]["own_strips", 0] == pytest.approx(0.8)
    assert ("fetch_bytes", 512) not in found["ratios"]
    # A gain that may be noise is none, and then everything is as usual again.
    monkeypatch.setattr(tuner, "_turns", told({("strips_ahead", 24): 0.98}))
    assert ni.tune()["choices"] == {} == dict(later())


def test_what_does_not_win_twice_is_not_kept(
    emulated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuner, "_works", lambda: [(lambda a, b: a.mT @ b, product())])
    rounds: list[int] = []

    def turns(base: object, tried: Sequence[Mapping[int, Any]], s: float) -> list[tuner.Turns]:
        rounds.append(len(tried))
        return [{0: [0.5 if len(rounds) == 1 else 1.0] * 4} for _ in tried]

    monkeypatch.setattr(tuner, "_turns", turns)
    assert ni.tune()["choices"] == {}
    assert rounds[0] > 4 and set(rounds[1:]) == {1}


def test_to_win(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tuner._wins({0: [0.9, 0.9, 1.1, 0.9]})
    assert not tuner._wins({0: [0.98] * 4})  # too little
    assert not tuner._wins({0: [0.5, 0.5, 1.1, 1.1, 0.5]})  # too rarely
    assert not tuner._wins({0: [0.5] * 4, 1: [1.1] * 4})  # one function gains, another loses
    assert tuner._ratio({0: [0.5, 9.0, 0.5], 1: [2.0]}) == pytest.approx(1.0)


def test_a_program_has_choices_of_its_own(emulated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    numerics.keep(tuning.Tuned((("long", 4),)))
    monkeypatch.setattr(tuner, "_turns", told({("own_strips", 0): 0.8}))
    real, calls = tuner._compiled, []

    def compiled(choices: Mapping[str, int], works: Sequence[tuner.Work]) -> tuner._Variant:
        made = real({} if choices == {"long": 4} else choices, works)
        calls.append(made)
        return made

    monkeypatch.setattr(tuner, "_compiled", compiled)
    a, b = product()
    found = ni.tune(lambda a, b: a.mT @ b, a, b)
    assert found["choices"] == {"long": 4, "own_strips": 0}
    (program,) = calls[0].programs[0]
    assert later() == (("long", 4),) == later("another program")
    assert later(program.key) == (("long", 4), ("own_strips", 0))


def test_turns_are_compared_with_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def taken(function: object, args: tuple[int, ...]) -> float:
        (number,) = args
        calls.append(number)
        slow = len(calls) // 6 % 3 + 1  # the machine, for some turns
        return slow * (1.0, 0.5, 2.0)[number]

    monkeypatch.setattr(tuner, "_time", taken)
    calls_of = [(lambda: None, (number,)) for number in range(3)]
    turns = tuner._turns(calls_of[:1], [{0: calls_of[1]}, {0: calls_of[2]}], 0.0)
    assert [tuner._ratio(found) for found in turns] == pytest.approx([0.5, 2.0])
    assert len(calls) == 3 * tuner.TURNS
    assert calls[:6] == [0, 1, 2, 1, 2, 0]  # nobody is always the first of a turn


def test_broken_files(folder: Path) -> None:
    path = folder / tuning.file_name(host())
    numerics.keep(tuning.Tuned((("long", 4),), {"a": (("wide", 4),)}))
    written = json.loads(path.read_text())
    assert later() == (("long", 4),)
    for content in (b"{", b"[]", b"\xff", b"{}", b'{"format": 1, "choices": 3, "programs": {}}'):
        path.write_bytes(content)
        with pytest.warns(RuntimeWarning, match="broken"):
            assert later() == ()
    # Names and values that the table does not have are left out, and files of another format.
    written["choices"] |= {"other": 3, "wide": 5, "tall": "512", "reused": True}
    path.write_text(json.dumps(written))
    assert later() == (("long", 4),)
    path.write_text(json.dumps(written | {"format": tuning.FORMAT + 1}))
    assert later() == ()
    path.chmod(0o666)  # anybody could have written it
    assert later() == ()


def test_keys_know_the_choices() -> None:
    with numerics.trying({"long": 4}):
        assert repr(numerics.program_target()) != repr(host())
        assert chosen(numerics.program_target(), "long") == 4
    assert chosen(host(), "long") == 8


def test_the_command(
    emulated: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tuner, "_works", lambda: [(lambda a, b: a.mT @ b, product())])
    monkeypatch.setattr(tuner, "_turns", told({("own_strips", 0): 0.5}))
    assert main(["tune", "--seconds", "1"]) == 0
    assert "0   0.50\n  chosen: 0" in capsys.readouterr().out
    assert later() == (("own_strips", 0),)
    assert main(["tune", "--show"]) == 0
    assert "chosen: 0" in capsys.readouterr().out
    assert main(["tune", "--forget"]) == 0
    assert later() == ()


def test_not_while_compiling() -> None:
    with pytest.raises(ni.UnsupportedError, match="measures"):
        ni.jit(lambda x: ni.tune(lambda y: y, x) or x)(ni.ones(2))

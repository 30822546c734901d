from __future__ import annotations

import io

import pytest

from nitinol.train import progress
from nitinol.train.progress import Progress


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_silent_where_nobody_watches() -> None:
    stream = io.StringIO()
    with Progress(10, "epoch 1", stream=stream) as bar:
        for _ in range(10):
            bar.update(1, loss=1.0)
    assert stream.getvalue() == ""
    assert bar.done == 10


def test_one_line_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setattr(progress, "RATE", float("inf"))
    stream = Terminal()
    with Progress(4, "epoch 1", stream=stream) as bar:
        for step in range(4):
            bar.update(1, label=f"epoch {step}", loss=2.0 / (step + 1), accuracy=0.25 * step)
    text = stream.getvalue()
    assert text.endswith("\n") and text.count("\n") == 1
    frames = text.rstrip("\n").split("\r")[1:]
    assert len(frames) == 5
    assert all(len(frame) < 70 for frame in frames)
    assert frames[1].startswith("epoch 1 ")
    assert "loss 1.0000  accuracy 0.2500" in frames[1]
    assert "left" in frames[1] and "left" not in frames[-1]


def test_a_narrow_or_ascii_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    stream.encoding = "ascii"
    with Progress(4, "epoch 1", stream=stream) as bar:
        bar.update(2, loss=1.0)
    assert stream.getvalue().isascii()
    assert all(len(frame) < 20 for frame in stream.getvalue().rstrip("\n").split("\r"))


@pytest.mark.parametrize("part", [-1.0, 0.0, 0.01, 0.5, 0.99, 1.0, 2.0])
@pytest.mark.parametrize("fine", [True, False])
def test_bars_have_their_width(part: float, fine: bool) -> None:
    assert len(progress.bar(part, 17, fine)) == 17

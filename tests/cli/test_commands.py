"""The commands, as a user runs them."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from nitinol.cli.main import main
from nitinol.io import Image, SafetensorsFile, load, read_png, write_png
from nitinol.train import dataset, digits
from nitinol.train.canvas import Canvas

QUICK = ["--batch", "128"]


def train(folder: Path, *options: str) -> int:
    return main(["train", "digits", "--out", str(folder), *QUICK, *options])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a short run that went through."""
    folder = tmp_path_factory.mktemp("runs") / "digits"
    assert train(folder, "--epochs", "3") == 0
    return folder


@pytest.mark.parametrize(
    "arguments", [[], ["train"], ["train", "digits"], ["predict"], ["bench"], ["tune"]]
)
def test_help_everywhere(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main([*arguments, "--help"])
    assert exit.value.code == 0
    assert "usage: python -m nitinol" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "required"),
        (["fly"], "invalid choice"),
        (["train"], "required"),
        (["train", "cats"], "invalid choice"),
        (["train", "digits", "--epochs", "0"], "at least 1"),
        (["train", "digits", "--epochs", "many"], "'many' is no whole number"),
        (["train", "digits", "--lr", "-1"], "greater than 0"),
        (["train", "digits", "--lr", "nan"], "greater than 0"),
        (["predict"], "FILE.png"),
    ],
)
def test_wrong_command_lines(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2
    assert message in capsys.readouterr().err


def test_python_m_nitinol() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nitinol", "--help"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0
    assert "train digits" in done.stdout


def test_training_leaves_its_results(trained: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {p.name for p in trained.iterdir()} == {
        digits.CHECKPOINT,
        digits.WEIGHTS,
        digits.PICTURE,
    }
    picture = read_png(trained / digits.PICTURE)
    assert (picture.width, picture.channels) == (1240, 3)
    with SafetensorsFile(trained / digits.WEIGHTS) as weights:
        assert float(weights.metadata["test_accuracy"]) > 0.8
        assert weights["head.weight"].shape == (10, 256)
    state = load(trained / digits.CHECKPOINT)
    assert len(state["history"]["loss"]) == 3
    assert state["history"]["loss"][0] > state["history"]["loss"][-1]


def test_resuming_a_finished_run_tests_it_again(
    trained: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (trained / digits.WEIGHTS).read_bytes()
    assert train(trained, "--epochs", "3", "--resume") == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"test accuracy [01]\.\d{4}", last)
    assert (trained / digits.WEIGHTS).read_bytes() == before


def test_an_interrupted_run_goes_on_to_the_same_result(
    trained: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    original = digits.Run.epoch

    def interrupted(run: digits.Run, progress: Any = None) -> None:
        if len(run.history) == 1:
            steps = iter(range(4))

            def stop(*numbers: float) -> None:
                if next(steps) == 3:
                    raise KeyboardInterrupt

            progress = stop
        original(run, progress)

    monkeypatch.setattr(digits.Run, "epoch", interrupted)
    assert train(tmp_path, "--epochs", "3") == 130
    assert "epoch 1 of 3 is kept" in capsys.readouterr().err
    monkeypatch.setattr(digits.Run, "epoch", original)
    assert train(tmp_path, "--epochs", "3", "--resume") == 0
    for name in (digits.WEIGHTS, digits.CHECKPOINT):
        assert (tmp_path / name).read_bytes() == (trained / name).read_bytes()


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or sys.platform == "win32", reason="no SIGINT")
def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nitinol", "train", "digits", "--out", str(tmp_path)]
    process = subprocess.Popen(
        [*command, "--epochs", "1000", *QUICK], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        began = time.monotonic()
        while not (tmp_path / digits.CHECKPOINT).exists():
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() - began < 120
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert out == ""
    assert "--resume" in err
    assert "Traceback" not in err
    assert load(tmp_path / digits.CHECKPOINT)["settings"]["epochs"] == 1000


def test_resuming_with_other_settings_or_nothing(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(trained, "--epochs", "4", "--resume") == 1
    assert "epochs is 3 there and 4 here" in capsys.readouterr().err
    assert train(tmp_path / "none", "--resume") == 1
    assert "start without --resume" in capsys.readouterr().err
    (tmp_path / digits.CHECKPOINT).write_bytes(b"damaged")
    assert train(tmp_path, "--resume") == 1
    assert "checkpoint" in capsys.readouterr().err


def test_where_nothing_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    assert train(tmp_path / "file", "--epochs", "1") == 1
    assert "nitinol: " in capsys.readouterr().err


def predict(trained: Path, file: Path, *options: str) -> int:
    return main(["predict", str(file), "--weights", str(trained / digits.WEIGHTS), *options])


def test_prediction(trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    canvas = Canvas(220, 300, (30, 40, 120))
    canvas.text(60, 230, "0", (250, 220, 60), size=180, weight=18)
    write_png(tmp_path / "zero.png", canvas.image())
    assert predict(trained, tmp_path / "zero.png", "--show") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8 + 1 + 10
    assert re.fullmatch(r"0  \(probability [01]\.\d{4}\)", lines[8])
    chances = [float(line.split()[1]) for line in lines[9:]]
    assert abs(sum(chances) - 1) < 1e-3


def test_pictures_of_the_data_set(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    test = dataset.split(dataset.load())[1]
    right = 0
    for picture, label in zip(test.pictures[:12], test.labels, strict=False):
        write_png(tmp_path / "x.png", Image(8, 8, 1, bytes(255 - v * 255 // 16 for v in picture)))
        assert predict(trained, tmp_path / "x.png") == 0
        right += capsys.readouterr().out.startswith(f"{label} ")
    assert right >= 9


def test_what_cannot_be_predicted(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_png(tmp_path / "blank.png", Image(20, 20, 1, bytes(400)))
    (tmp_path / "text.png").write_text("hello")
    for name, message in [
        ("none.png", "none.png"),
        ("text.png", "no PNG file"),
        ("blank.png", "the picture is blank"),
    ]:
        assert predict(trained, tmp_path / name) == 1
        captured = capsys.readouterr()
        assert message in captured.err
        assert captured.out == ""
    assert main(["predict", "x.png", "--weights", str(tmp_path / "no")]) == 1
    assert "train digits" in capsys.readouterr().err
    wrong = ["predict", str(tmp_path / "blank.png"), "--weights", str(trained / digits.CHECKPOINT)]
    write_png(tmp_path / "blank.png", Image(2, 1, 1, b"\0\xff"))
    assert main(wrong) == 1
    assert "does not hold weights" in capsys.readouterr().err

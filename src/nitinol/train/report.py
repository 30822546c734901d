"""What a finished digits run leaves: the test's numbers, the picture, the weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..io import save_safetensors, write_png
from .dataset import CLASSES, Digits
from .digits import PICTURE, WEIGHTS, Run
from .plots import AMBER, BLUE, TEAL, Curve, Mistake, Report, draw


@dataclass(frozen=True)
class Result:
    """The outcome of the test."""

    accuracy: float
    confusion: list[list[int]]  # row: what it was, column: what it was taken for
    mistakes: list[Mistake]


def judge(digits: Digits, guesses: list[int]) -> Result:
    """Compare guesses with the truth."""
    confusion = [[0] * CLASSES for _ in range(CLASSES)]
    mistakes = []
    for picture, truth, guess in zip(digits.pictures, digits.labels, guesses, strict=True):
        confusion[truth][guess] += 1
        if truth != guess:
            mistakes.append(Mistake(picture, truth, guess))
    return Result(1 - len(mistakes) / len(digits), confusion, mistakes)


def finish(run: Run, folder: Path, seconds: float) -> Result:
    """Test the trained model; write its weights and the picture to `folder`."""
    result = judge(run.test, run.evaluate(run.test)[1])
    save_safetensors(
        folder / WEIGHTS,
        run.model.state_dict(),
        {"format": "nitinol", "model": "digits", "test_accuracy": f"{result.accuracy:.6f}"},
    )
    write_png(folder / PICTURE, draw(described(run, result, seconds)))
    return result


def described(run: Run, result: Result, seconds: float) -> Report:
    """What the picture says about a run."""
    history, settings = run.history, run.settings
    count = sum(p.size for p in run.model.parameters())
    wrong = len(result.mistakes)
    loss = [Curve("training", BLUE, history.loss)]
    accuracy = [Curve("training (warped pictures, dropout)", BLUE, history.accuracy)]
    if run.validation is not None:
        loss.append(Curve("validation", TEAL, history.validation_loss))
        accuracy.append(Curve("validation", TEAL, history.validation_accuracy))
    level = [result.accuracy] * len(history)
    accuracy.append(Curve(f"test {result.accuracy:.4f}", AMBER, level, dashed=True))
    return Report(
        "Handwritten digits",
        f"test accuracy {result.accuracy:.4f} · {wrong} of {len(run.test)} wrong · "
        f"{settings.epochs} epochs in {seconds:.1f} s · seed {settings.seed} · "
        f"{count} parameters",
        loss,
        accuracy,
        result.confusion,
        result.mistakes,
    )

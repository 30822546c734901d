"""The augmentation against NumPy, reproducible runs, and the accuracy that the README states."""

from __future__ import annotations

import math

import numpy as np
import pytest

import nitinol as ni
from nitinol.train import digits
from nitinol.train.augment import Strength, augmented, warp
from nitinol.train.report import judge


def identity(n: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    one, zero = np.ones((n, 1, 1)), np.zeros((n, 1, 1))
    return [one, zero, zero, one], [zero, zero]


def warped(x: np.ndarray, matrix: list[np.ndarray], shift: list[np.ndarray]) -> np.ndarray:
    tensors = [tuple(ni.tensor(v) for v in values) for values in (matrix, shift)]
    return warp(ni.tensor(x), *tensors).numpy()  # type: ignore[arg-type, no-any-return]


def test_warp() -> None:
    x = np.random.default_rng(0).normal(size=(3, 8, 6))
    matrix, shift = identity(3)
    np.testing.assert_allclose(warped(x, matrix, shift), x, atol=1e-12)
    moved = warped(x, matrix, [np.full((3, 1, 1), 1.0), np.full((3, 1, 1), -2.0)])
    wanted = np.zeros_like(x)
    wanted[:, :-1, 2:] = x[:, 1:, :-2]
    np.testing.assert_allclose(moved, wanted, atol=1e-12)
    half = warped(x, matrix, [np.full((3, 1, 1), 0.5), np.zeros((3, 1, 1))])
    below = np.concatenate([x[:, 1:], np.zeros((3, 1, 6))], 1)
    np.testing.assert_allclose(half, (x + below) / 2, atol=1e-12)


def test_warp_turns() -> None:
    x = np.random.default_rng(0).normal(size=(2, 8, 8))
    c, s = np.zeros((2, 1, 1)), np.ones((2, 1, 1))
    turned = warped(x, [c, s, -s, c], identity(2)[1])
    np.testing.assert_allclose(turned, np.rot90(x, 1, (1, 2)), atol=1e-12)


def test_augmented_pictures_stay_like_themselves() -> None:
    ni.random.seed(0)
    pictures, _ = digits.as_tensors(digits.dataset.load().take(range(50)))
    same = augmented(pictures, Strength(0.0, 0.0, 0.0, 0.0)).numpy()
    np.testing.assert_allclose(same, pictures.numpy(), atol=1e-6)
    x, y = pictures.numpy(), augmented(pictures, Strength()).numpy()
    assert y.shape == x.shape
    assert (np.abs(x - y).mean((1, 2)) > 0.01).all()
    assert all(np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.5 for a, b in zip(x, y, strict=True))


def test_the_same_seed_gives_the_same_run() -> None:
    def run(seed: int) -> list[list[float]]:
        made = digits.Run(digits.Settings(epochs=1, seed=seed, batch=256))
        made.epoch()
        return [made.history.loss, made.model.head.weight.tolist()]

    first = run(3)
    assert first == run(3)
    assert first != run(4)


def test_settings_are_checked() -> None:
    with pytest.raises(ValueError, match="epochs must be at least 1"):
        digits.Settings(epochs=0)
    with pytest.raises(ValueError, match="more than the 1437"):
        digits.Run(digits.Settings(batch=2000))


def test_validation_stays_inside_the_training_part() -> None:
    run = digits.Run(digits.Settings(epochs=1, batch=256, validate=True))
    assert run.validation is not None
    assert len(run.validation) == 143
    assert len(run.labels) == 1437 - 143
    run.epoch()
    assert 0 <= run.history.validation_accuracy[0] <= 1
    assert math.isfinite(run.history.validation_loss[0])


def test_judge() -> None:
    some = digits.dataset.load().take([0, 1, 2, 3])
    result = judge(some, [0, 1, 2, 9])
    assert result.accuracy == 0.75
    assert result.confusion[3][9] == 1
    assert [(m.truth, m.guess) for m in result.mistakes] == [(3, 9)]


@pytest.mark.slow
def test_accuracy_over_ten_seeds() -> None:
    accuracies = []
    for seed in range(10):
        run = digits.Run(digits.Settings(seed=seed))
        for _ in range(run.settings.epochs):
            run.epoch()
        accuracies.append(judge(run.test, run.evaluate(run.test)[1]).accuracy)
    print(f"accuracies {accuracies}, mean {sum(accuracies) / 10:.4f}")
    assert sum(accuracies) / 10 >= 0.985

"""The main job: a small convolutional network learns the handwritten digits.

Everything in a training step (choosing the pictures of a batch, warping them a little, forward,
backward, Adam) is one compiled call. All that is random in an epoch follows from (seed, epoch): the
generator is seeded anew at the start of every epoch. So a checkpoint needs parameters, optimizer
state and history only, and a run that was interrupted goes on to the same result, bit for bit.

The network, the learning rate and the augmentation were chosen with 5-fold validation inside the
1437 training pictures (5 mistakes in all, 0.35 %); the 360 test pictures are looked at once, at the
end of a run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from .. import nn, optim, random
from ..base.dtypes import float32, int64, uint8
from ..base.errors import NitinolError
from ..exec.jit import jit
from ..io import load, save
from ..io.memory import tensor_from
from ..nn import functional as F
from ..tensor.creation import tensor
from ..transforms import no_grad
from . import dataset
from .augment import Strength, augmented
from .dataset import CLASSES, LEVELS, SIDE, Digits

Tensor = Any

CHECKPOINT: Final = "checkpoint.safetensors"
WEIGHTS: Final = "weights.safetensors"
PICTURE: Final = "digits.png"


class TrainingError(NitinolError, ValueError):
    """A run cannot be started or resumed as it was asked for."""


@dataclass(frozen=True)
class Settings:
    """What determines the result of a run."""

    epochs: int = 30
    seed: int = 0
    batch: int = 64
    lr: float = 5e-3
    validate: bool = False  # hold 10 % of the training pictures back, to see how it generalises

    def __post_init__(self) -> None:
        for name in ("epochs", "batch"):
            if getattr(self, name) < 1:
                raise TrainingError(f"{name} must be at least 1, got {getattr(self, name)}")


@dataclass
class History:
    """One number an epoch."""

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.loss)


class DigitNet(nn.Module):
    """Three 3×3 convolutions (32, 32, 64 channels) with batch normalisation, and a linear layer.

    (n, 8, 8) → (n, 10): logits of the ten digits.
    """

    def __init__(self) -> None:
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 32, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(32)
        self.conv3 = nn.Conv2d(32, 64, 3, padding=1, bias=False)
        self.norm3 = nn.BatchNorm2d(64)
        self.dropout = nn.Dropout(0.3)
        self.head = nn.Linear(64 * (SIDE // 4) ** 2, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = x.reshape((x.shape[0], 1, SIDE, SIDE))
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = F.max_pool2d(F.relu(self.norm3(self.conv3(x))), 2)
        return self.head(self.dropout(F.flatten(x, 1)))


def as_tensors(digits: Digits) -> tuple[Tensor, Tensor]:
    """(pictures (n, 8, 8) in 0…1, labels (n,))."""
    points = b"".join(digits.pictures)

    def fill(memory: memoryview) -> None:
        memory[:] = points

    raw = tensor_from(uint8, (len(digits), SIDE, SIDE), fill)
    return raw.astype(float32) * (1.0 / LEVELS), tensor(list(digits.labels), dtype=int64)


def training_step(
    model: nn.Module, optimizer: optim.Optimizer, pictures: Tensor, labels: Tensor
) -> Callable[[Tensor], tuple[Tensor, Tensor]]:
    """The compiled step: train on the pictures with these numbers; (loss, how many were right)."""

    @jit
    def step(chosen: Tensor) -> tuple[Tensor, Tensor]:
        truth = labels[chosen]
        logits = model(augmented(pictures[chosen], Strength()))
        loss = F.cross_entropy(logits, truth)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach(), (logits.argmax(1) == truth).sum()

    return cast(Callable[[Tensor], tuple[Tensor, Tensor]], step)


def forward(model: nn.Module) -> Callable[[Tensor], Tensor]:
    """The compiled model, without gradients."""

    @jit
    def run(pictures: Tensor) -> Tensor:
        return model(pictures)

    def quiet(pictures: Tensor) -> Tensor:
        with no_grad():
            return run(pictures)

    return quiet


class Run:
    """A training run: model, optimizer, data, history. `epoch()` trains one epoch more."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.history = History()
        training, self.test = dataset.split(dataset.load())
        self.validation: Digits | None = None
        if settings.validate:
            kept, held = dataset.stratified(training.labels, len(training) // 10, settings.seed)
            self.validation, training = training.take(held), training.take(kept)
        self.pictures, self.labels = as_tensors(training)
        if settings.batch > len(training):
            raise TrainingError(
                f"a batch of {settings.batch} is more than the {len(training)} training pictures"
            )
        self.steps = len(training) // settings.batch  # pictures of an incomplete batch wait
        random.seed(_seed(settings.seed, 0))
        self.model = DigitNet()
        total = self.steps * settings.epochs
        schedule = optim.warm_up(optim.cosine(settings.lr, total), min(50, -(-total // 5)))
        self.optimizer = optim.AdamW(self.model.parameters(), lr=schedule, weight_decay=0.0)
        self._step = training_step(self.model, self.optimizer, self.pictures, self.labels)
        self._forward = forward(self.model)

    def epoch(self, progress: Callable[[float, float], None] | None = None) -> None:
        """Train on every picture once; `progress(loss, accuracy)` is called after every step."""
        number = len(self.history) + 1
        batch = self.settings.batch
        random.seed(_seed(self.settings.seed, number))
        order = random.permutation(len(self.labels))
        self.model.train()
        loss_sum, right = 0.0, 0
        for i in range(self.steps):
            loss, hits = self._step(order[i * batch : (i + 1) * batch])
            loss_sum += loss.item()
            right += hits.item()
            if progress is not None:
                progress(loss_sum / (i + 1), right / ((i + 1) * batch))
        self.history.loss.append(loss_sum / self.steps)
        self.history.accuracy.append(right / (self.steps * batch))
        if self.validation is not None:
            loss_value, guesses = self.evaluate(self.validation)
            wrong = sum(a != b for a, b in zip(guesses, self.validation.labels, strict=True))
            self.history.validation_loss.append(loss_value)
            self.history.validation_accuracy.append(1 - wrong / len(self.validation))

    def evaluate(self, digits: Digits) -> tuple[float, list[int]]:
        """(mean loss, the digit that each picture is taken for)."""
        pictures, labels = as_tensors(digits)
        self.model.eval()
        logits = self._forward(pictures)
        return F.cross_entropy(logits, labels).item(), logits.argmax(1).tolist()

    # --- checkpoints

    def save(self, folder: Path) -> None:
        """Write the checkpoint to `folder`, replacing the one before."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "history": asdict(self.history),
            "settings": asdict(self.settings),
        }
        save(folder / CHECKPOINT, state)

    @classmethod
    def resume(cls, folder: Path, settings: Settings) -> Run:
        """Go on from the checkpoint in `folder`, which must come from the same settings."""
        path = folder / CHECKPOINT
        if not path.exists():
            raise TrainingError(
                f"there is no checkpoint {path} to resume from; start without --resume"
            )
        state = load(path)
        try:
            saved = Settings(**state["settings"])
            model, optimizer = state["model"], state["optimizer"]
            history = History(**state["history"])
        except (KeyError, TypeError) as error:
            raise TrainingError(f"{path} is no checkpoint of a digits run ({error})") from None
        if saved != settings:
            differ = ", ".join(
                f"{name} is {value!r} there and {getattr(settings, name)!r} here"
                for name, value in asdict(saved).items()
                if value != getattr(settings, name)
            )
            raise TrainingError(
                f"the checkpoint in {folder} belongs to other settings: {differ}; "
                "give the same ones, or start without --resume"
            )
        run = cls(settings)
        run.model.load_state_dict(model)
        run.optimizer.load_state_dict(optimizer)
        run.history = history
        return run


def _seed(seed: int, epoch: int) -> int:
    """One seed for an epoch: distinct for all pairs below 2^32 and 2^20."""
    return (seed << 20) + epoch


def load_model(path: Path) -> DigitNet:
    """The network with the weights in a safetensors file, ready to predict."""
    model = DigitNet()
    try:
        model.load_state_dict(load(path))
    except (KeyError, TypeError, AttributeError) as error:
        raise TrainingError(
            f"{path} does not hold weights of the digits network: {error}"
        ) from None
    return model.eval()


def probabilities(model: DigitNet, digit: bytes) -> list[float]:
    """The probability of each of the ten digits for a picture of 64 counts."""
    pictures, _ = as_tensors(Digits((digit,), (0,)))
    with no_grad():
        row: list[float] = F.softmax(model(pictures), -1).tolist()[0]
    return row

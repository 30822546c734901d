"""Losses as modules. `reduction` is "mean", "sum" or "none" (one loss per element or example)."""

from __future__ import annotations

from typing import Any

from . import functional as F
from .module import Module

Tensor = Any


class _Loss(Module):
    def __init__(self, reduction: str = "mean") -> None:
        F.check_reduction(reduction)
        self.reduction = reduction

    def extra_repr(self) -> str:
        return f"reduction={self.reduction!r}"


class CrossEntropyLoss(_Loss):
    """−log of the probability that softmax of `logits` gives to the target.

    `logits` are (batch, classes, ...), targets int (batch, ...) or probabilities like `logits`.

    >>> import nitinol as ni
    >>> loss = CrossEntropyLoss()(ni.zeros((2, 10)), ni.tensor([3, 7]))
    >>> round(loss.item(), 4)
    2.3026
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction)
        self.label_smoothing = label_smoothing

    def forward(self, logits: Tensor, target: Tensor) -> Tensor:
        return F.cross_entropy(
            logits, target, reduction=self.reduction, label_smoothing=self.label_smoothing
        )


class NLLLoss(_Loss):
    """−log_probabilities at the target: `CrossEntropyLoss` without its softmax.

    >>> ni.nn.NLLLoss()(ni.log(ni.tensor([[0.25, 0.75]])), ni.tensor([1]))
    tensor(0.2877)
    """

    def forward(self, log_probabilities: Tensor, target: Tensor) -> Tensor:
        return F.nll_loss(log_probabilities, target, reduction=self.reduction)


class MSELoss(_Loss):
    """(x − target)².

    >>> ni.nn.MSELoss()(ni.tensor([0.5, 3.0]), ni.tensor([0.0, 0.0]))
    tensor(4.625)
    """

    def forward(self, x: Tensor, target: Tensor) -> Tensor:
        return F.mse_loss(x, target, reduction=self.reduction)


class L1Loss(_Loss):
    """|x − target|.

    >>> ni.nn.L1Loss()(ni.tensor([0.5, 3.0]), ni.tensor([0.0, 0.0]))
    tensor(1.75)
    """

    def forward(self, x: Tensor, target: Tensor) -> Tensor:
        return F.l1_loss(x, target, reduction=self.reduction)


class BCEWithLogitsLoss(_Loss):
    """Cross-entropy of sigmoid(logits) with targets between 0 and 1, element by element.

    >>> ni.nn.BCEWithLogitsLoss()(ni.tensor([2.0, -1.0]), ni.tensor([1.0, 0.0]))
    tensor(0.2201)
    """

    def forward(self, logits: Tensor, target: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(logits, target, reduction=self.reduction)

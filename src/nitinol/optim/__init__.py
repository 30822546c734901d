"""Optimizers, in two styles over the same arithmetic (`steps`): pure functions that chain
(`transform`) and objects like PyTorch's (`optimizer`); and learning rates over time (`schedule`).
"""

from __future__ import annotations

from .optimizer import SGD, Adam, AdamW, Optimizer, RMSprop, clip_grad_norm_
from .schedule import constant, cosine, step, warm_up
from .transform import (
    Transformation,
    adam,
    adamw,
    add_decayed_weights,
    apply_updates,
    chain,
    clip_by_global_norm,
    momentum,
    rmsprop,
    scale,
    scale_by_adam,
    scale_by_learning_rate,
    scale_by_rms,
    sgd,
)

__all__ = [
    "SGD",
    "Adam",
    "AdamW",
    "Optimizer",
    "RMSprop",
    "Transformation",
    "adam",
    "adamw",
    "add_decayed_weights",
    "apply_updates",
    "chain",
    "clip_by_global_norm",
    "clip_grad_norm_",
    "constant",
    "cosine",
    "momentum",
    "rmsprop",
    "scale",
    "scale_by_adam",
    "scale_by_learning_rate",
    "scale_by_rms",
    "sgd",
    "step",
    "warm_up",
]

"""nitinol: the rows of `benchmarks.transformers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import nitinol as ni
from benchmarks import transformers
from benchmarks.adam import ADAM
from benchmarks.job import Job, from_function
from benchmarks.models import Transformer, loss
from benchmarks.rows import GPT, Row
from nitinol import optim

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: ni.tensor(value) for name, value in one.items()} for one in inputs]


def attention(row: Row, inputs: Inputs) -> Jobs:
    def f(q: Any, k: Any, v: Any, g: Any) -> Any:
        return (ni.scaled_dot_product_attention(q, k, v, is_causal=True) * g).sum()

    gradient = ni.jit(ni.value_and_grad(f, (0, 1, 2)))
    given = _tensors(inputs)
    job = from_function(gradient, given, lambda found: np.asarray(found[1][0]))
    job.outputs = lambda: [
        np.asarray(x)[:, transformers.SOME] for x in gradient(*given[0].values())[1]
    ]
    return {"nitinol": job}


def training(layers: int = GPT["layers"]) -> Callable[..., Any]:
    """A compiled training step of a new GPT, which gives the loss."""
    model = Transformer(layers=layers)
    model.load_state_dict({n: ni.tensor(w) for n, w in transformers.gpt_weights(layers).items()})
    optimizer = optim.AdamW(model.parameters(), lr=ADAM["lr"], weight_decay=transformers.DECAY)

    @ni.jit
    def step(x: Any, t: Any) -> Any:
        value = loss(model, x, t)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        return value.detach()

    return step  # type: ignore[no-any-return]


def gpt(row: Row, inputs: Inputs) -> Jobs:
    given = _tensors(inputs)
    job = from_function(training(), given, lambda x: np.asarray(x.detach()))

    def losses() -> list[Any]:
        step = training()
        return [np.array([step(**one).item() for one in given])]

    job.outputs = losses
    return {"nitinol": job}


def gpt_first(layers: int) -> tuple[Callable[..., Any], Callable[[Any], Any]]:
    """A compiled training step of a GPT, and how to make a tensor."""
    step = training(layers)
    return (lambda x, t: step(x, t).item()), ni.tensor


FAMILIES = {"attention": attention, "gpt": gpt}

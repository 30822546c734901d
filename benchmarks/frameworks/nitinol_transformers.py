"""nitinol: the rows of `benchmarks.transformers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import nitinol as ni
from benchmarks import steps, transformers
from benchmarks.job import Job, from_function
from benchmarks.rows import Row
from nitinol import nn, optim

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


def gpt(row: Row, inputs: Inputs) -> Jobs:
    from benchmarks.networks import (
        Transformer,
        loss,
    )  # which imports models from `frameworks.nitinol`

    given = _tensors(inputs)

    def fresh() -> Callable[..., Any]:
        model: nn.Module = Transformer()
        model.load_state_dict({n: ni.tensor(w) for n, w in transformers.gpt_weights().items()})
        optimizer = optim.AdamW(
            model.parameters(), lr=steps.ADAM["lr"], weight_decay=transformers.DECAY
        )

        @ni.jit
        def step(x: Any, t: Any) -> Any:
            value = loss(model, x, t)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            return value.detach()

        return step  # type: ignore[no-any-return]

    job = from_function(fresh(), given, lambda x: np.asarray(x.detach()))

    def losses() -> list[Any]:
        step = fresh()
        return [np.array([step(**one).item() for one in given])]

    job.outputs = losses
    return {"nitinol": job}


FAMILIES = {"attention": attention, "gpt": gpt}

"""JAX: the rows of `benchmarks.transformers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import transformers
from benchmarks.adam import ADAM
from benchmarks.job import Job, from_function
from benchmarks.rows import GPT, Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]


def _arrays(inputs: Inputs) -> Inputs:
    return [
        {
            name: jnp.asarray(value.astype(np.int32) if value.dtype == np.int64 else value)
            for name, value in one.items()
        }
        for one in inputs
    ]


def _attended(q: Any, k: Any, v: Any) -> Any:
    """Of (…, length, heads, width)."""
    return jax.nn.dot_product_attention(q, k, v, is_causal=True)


def attention(row: Row, inputs: Inputs) -> Jobs:
    def f(q: Any, k: Any, v: Any, g: Any) -> Any:
        q, k, v = (jnp.swapaxes(x, 0, 1)[None] for x in (q, k, v))
        return (jnp.swapaxes(_attended(q, k, v)[0], 0, 1) * g).sum()

    gradient = jax.jit(jax.value_and_grad(f, (0, 1, 2)))
    given = _arrays(inputs)

    def call(*one: Any) -> Any:
        return jax.block_until_ready(gradient(*one))

    job = from_function(call, given, lambda found: np.asarray(found[1][0]))
    job.outputs = lambda: [np.asarray(x)[:, transformers.SOME] for x in call(*given[0].values())[1]]
    return {"jax": job}


def _linear(w: Any, name: str, x: Any) -> Any:
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def _norm(w: Any, name: str, x: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    x = x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5)
    return x * w[f"{name}.weight"] + w[f"{name}.bias"]


def _loss(w: Any, x: Any, t: Any) -> Any:
    h = w["token.weight"][x] + w["place.weight"]
    for n in range(sum(name.endswith(".norm1.weight") for name in w)):
        at = f"layers.{n}."
        y = _norm(w, at + "norm1", h) @ w[at + "attention.in_proj_weight"].T
        y = (y + w[at + "attention.in_proj_bias"]).reshape(*x.shape, 3, GPT["heads"], -1)
        o = _attended(y[:, :, 0], y[:, :, 1], y[:, :, 2]).reshape(h.shape)
        h = h + _linear(w, at + "attention.out_proj", o)
        y = jax.nn.gelu(_linear(w, at + "up", _norm(w, at + "norm2", h)), approximate=False)
        h = h + _linear(w, at + "down", y)
    logits = _norm(w, "norm", h) @ w["head.weight"].T
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), t[..., None], -1)
    return -picked.mean()


def _step(state: Any, x: Any, t: Any) -> Any:
    """AdamW."""
    w, m, s, count = state
    loss, g = jax.value_and_grad(_loss)(w, x, t)
    a, count = ADAM, count + 1
    m = jax.tree.map(lambda m, g: a["b1"] * m + (1 - a["b1"]) * g, m, g)
    s = jax.tree.map(lambda s, g: a["b2"] * s + (1 - a["b2"]) * g * g, s, g)
    first, second = 1 - a["b1"] ** count, 1 - a["b2"] ** count

    def moved(w: Any, m: Any, s: Any) -> Any:
        change = m / first / (jnp.sqrt(s / second) + a["eps"])
        return w * (1 - a["lr"] * transformers.DECAY) - a["lr"] * change

    return (jax.tree.map(moved, w, m, s), m, s, count), loss


def _fresh(layers: int = GPT["layers"]) -> Any:
    """Weights, both means, the number of steps."""
    w = {name: jnp.asarray(x) for name, x in transformers.gpt_weights(layers).items()}
    return w, *(jax.tree.map(jnp.zeros_like, w) for _ in range(2)), jnp.zeros(())


def _training(layers: int = GPT["layers"]) -> Callable[..., Any]:
    """A compiled training step of a new GPT, which gives the loss and keeps its state."""
    step, kept = jax.jit(_step, donate_argnums=0), [_fresh(layers)]

    def call(x: Any, t: Any) -> Any:
        kept[0], loss = jax.block_until_ready(step(kept[0], x, t))
        return loss

    return call


def gpt(row: Row, inputs: Inputs) -> Jobs:
    given = _arrays(inputs)
    job = from_function(_training(), given, np.asarray)

    def losses() -> list[Any]:
        step = _training()
        return [np.array([float(step(**one)) for one in given])]

    job.outputs = losses
    return {"jax": job}


def gpt_first(layers: int) -> tuple[Callable[..., Any], Callable[[Any], Any]]:
    """A compiled training step of a GPT, and how to make a tensor."""
    step = _training(layers)
    return (lambda x, t: float(step(x, t))), lambda x: jnp.asarray(x.astype(np.int32))


FAMILIES = {"attention": attention, "gpt": gpt}

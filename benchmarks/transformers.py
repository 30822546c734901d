"""Numbers and float64 references of the rows of attention: attention alone, and training steps of a GPT."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.adam import ADAM, Adam
from benchmarks.rows import GPT, Row
from benchmarks.steps import STEPS, kept

Array = NDArray[Any]
FAMILIES = ("attention", "gpt")
SOME = slice(0, None, 64)  # rows of gradients that are compared
DECAY = 0.01  # of weights, a step, times the rate
Weights = dict[str, Array]


def sets(row: Row) -> list[dict[str, Array]]:
    """The inputs of a row of `FAMILIES`."""
    random = np.random.default_rng(11)
    if row.family == "attention":
        p = row.parameters
        shape = (p["heads"], p["length"], p["width"])
        return [{name: random.standard_normal(shape, np.float32) for name in "qkvg"}]
    shape = (2, GPT["batch"], GPT["length"])
    return [
        dict(zip("xt", random.integers(0, GPT["tokens"], shape), strict=True)) for _ in range(STEPS)
    ]


def reference(row: Row, inputs: list[dict[str, Array]]) -> list[Array]:
    """Some of the gradients of attention, head by head; losses of the first steps of the GPT."""
    if row.family == "gpt":
        return [kept(row.name, lambda: gpt_losses(inputs))]
    heads = [{name: a[h].astype(np.float64) for name, a in inputs[0].items()} for h in range(8)]
    found = [_head(**one) for one in heads]
    return [np.stack([one[i][SOME] for one in found]) for i in range(3)]


def _head(q: Array, k: Array, v: Array, g: Array) -> tuple[Array, Array, Array]:
    """Gradients of Σ o·g by q, k and v, of one head."""
    p, _ = _attended(q, k, v)
    return _attention_back(q, k, v, p, g)


def _attended(q: Array, k: Array, v: Array) -> tuple[Array, Array]:
    """Weights and results of causal attention."""
    scores = q @ np.swapaxes(k, -1, -2) / math.sqrt(q.shape[-1])
    scores = np.where(np.tri(scores.shape[-1], dtype=bool), scores, -np.inf)
    p = np.exp(scores - scores.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    return p, p @ v


def _attention_back(q: Array, k: Array, v: Array, p: Array, g: Array) -> tuple[Array, Array, Array]:
    by_p = g @ np.swapaxes(v, -1, -2)
    by_s = p * (by_p - (by_p * p).sum(-1, keepdims=True)) / math.sqrt(q.shape[-1])
    return by_s @ k, np.swapaxes(by_s, -1, -2) @ q, np.swapaxes(p, -1, -2) @ g


# --- the GPT, with the names of `models.Transformer`


def gpt_weights(layers: int = GPT["layers"]) -> Weights:
    """Its parameters by name."""
    random = np.random.default_rng(12)
    width = GPT["width"]

    def normal(*shape: int) -> Array:
        return (0.05 * random.standard_normal(shape)).astype(np.float32)

    found = {
        "token.weight": normal(GPT["tokens"], width),
        "place.weight": normal(GPT["length"], width),
    }
    for n in range(layers):
        at = f"layers.{n}."
        found |= {
            at + "attention.in_proj_weight": normal(3 * width, width),
            at + "attention.in_proj_bias": normal(3 * width),
            at + "attention.out_proj.weight": normal(width, width),
            at + "attention.out_proj.bias": normal(width),
            at + "up.weight": normal(4 * width, width),
            at + "up.bias": normal(4 * width),
            at + "down.weight": normal(width, 4 * width),
            at + "down.bias": normal(width),
        }
        for norm in ("norm1", "norm2"):
            found |= {at + norm + ".weight": 1 + normal(width), at + norm + ".bias": normal(width)}
    found |= {"norm.weight": 1 + normal(width), "norm.bias": normal(width)}
    return {**found, "head.weight": normal(GPT["tokens"], width)}


def gpt_losses(batches: list[dict[str, Array]]) -> Array:
    """Losses of the first AdamW steps."""
    weights = {name: w.astype(np.float64) for name, w in gpt_weights().items()}
    adam = Adam(list(weights.values()))
    losses = []
    for batch in batches:
        loss, gradients = _Gpt(weights).run(batch["x"], batch["t"])
        losses.append(loss)
        for w in weights.values():
            w *= 1 - ADAM["lr"] * DECAY
        adam.move([gradients[name] for name in weights])
    return np.array(losses)


class _Gpt:
    """Loss and gradients: each part returns its result, and what takes the result's gradient to its input's."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.gradients: Weights = {}

    def run(self, x: Array, t: Array) -> tuple[float, Weights]:
        w = self.weights
        h = w["token.weight"][x] + w["place.weight"]
        backs = []
        for n in range(GPT["layers"]):
            for part in (self._attention, self._dense):
                change, back = part(h, f"layers.{n}.")
                h = h + change
                backs.append(back)
        h, norm_back = self._norm(h, "norm")
        logits, head_back = self._linear(h, "head")
        p = np.exp(logits - logits.max(-1, keepdims=True))
        p /= p.sum(-1, keepdims=True)
        here = np.eye(GPT["tokens"])[t]
        loss = float(-np.log((p * here).sum(-1)).mean())
        g = norm_back(head_back((p - here) / t.size))
        for back in reversed(backs):
            g = g + back(g)
        self.gradients["place.weight"] = g.sum(0)
        token = self.gradients["token.weight"] = np.zeros_like(w["token.weight"])
        np.add.at(token, x, g)
        return loss, self.gradients

    def _linear(self, x: Array, name: str, weight: str = ".weight", bias: str = ".bias") -> Any:
        w, b = self.weights[name + weight], self.weights.get(name + bias)

        def back(g: Array) -> Array:
            flat = g.reshape(-1, g.shape[-1])
            self.gradients[name + weight] = flat.T @ x.reshape(-1, x.shape[-1])
            if b is not None:
                self.gradients[name + bias] = flat.sum(0)
            return g @ w

        return x @ w.T + (0 if b is None else b), back

    def _norm(self, x: Array, name: str) -> Any:
        w = self.weights[name + ".weight"]
        deviation = np.sqrt(x.var(-1, keepdims=True) + 1e-5)
        normal = (x - x.mean(-1, keepdims=True)) / deviation

        def back(g: Array) -> Array:
            self.gradients[name + ".weight"] = (g * normal).sum((0, 1))
            self.gradients[name + ".bias"] = g.sum((0, 1))
            g = g * w
            along = normal * (g * normal).mean(-1, keepdims=True)
            return (g - g.mean(-1, keepdims=True) - along) / deviation

        return normal * w + self.weights[name + ".bias"], back

    def _attention(self, x: Array, at: str) -> Any:
        at_norm, name = at + "norm1", at + "attention"
        y, norm_back = self._norm(x, at_norm)
        y, in_back = self._linear(y, name, ".in_proj_weight", ".in_proj_bias")
        shape = (*x.shape[:2], 3, GPT["heads"], x.shape[2] // GPT["heads"])
        q, k, v = np.moveaxis(y.reshape(shape), (2, 3), (0, 2))
        p, o = _attended(q, k, v)
        o, out_back = self._linear(np.swapaxes(o, 1, 2).reshape(x.shape), name + ".out_proj")

        def back(g: Array) -> Array:
            g = np.swapaxes(out_back(g).reshape(*x.shape[:2], *shape[3:]), 1, 2)
            found = np.stack(_attention_back(q, k, v, p, g))
            return norm_back(in_back(np.moveaxis(found, (0, 2), (2, 3)).reshape(y.shape)))

        return o, back

    def _dense(self, x: Array, at: str) -> Any:
        y, norm_back = self._norm(x, at + "norm2")
        y, up_back = self._linear(y, at + "up")
        erf = np.vectorize(math.erf, otypes=[np.float64])(y / math.sqrt(2))
        slope = 0.5 * (1 + erf) + y * np.exp(-y * y / 2) / math.sqrt(2 * math.pi)
        out, down_back = self._linear(y * 0.5 * (1 + erf), at + "down")
        return out, lambda g: norm_back(up_back(down_back(g) * slope))

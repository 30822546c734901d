"""JAX: the rows of `benchmarks.steps` and `benchmarks.pictures`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import pictures, recurrent, steps
from benchmarks.adam import ADAM
from benchmarks.job import Job, from_function
from benchmarks.rows import LSTM, Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]
WAIT = ".block_until_ready()"


def _arrays(inputs: Inputs) -> Inputs:
    return [
        {
            name: jnp.asarray(value.astype(np.int32) if value.dtype == np.int64 else value)
            for name, value in one.items()
        }
        for one in inputs
    ]


def network(name: str, weights: Sequence[Any], x: Any, training: bool) -> Any:
    """Logits of pictures with channels last; convolutions' weights have the outputs last."""
    given: Iterator[Any] = iter(weights)

    def run(layers: Sequence[pictures.Layer], x: Any) -> Any:
        for kind, *p in layers:
            if kind == "conv":
                around = [(p[4], p[4])] * 2
                numbers = ("NHWC", "HWIO", "NHWC")
                x = jax.lax.conv_general_dilated(
                    x, next(given), (p[3],) * 2, around, dimension_numbers=numbers
                )
                x = x + next(given) if p[5] else x
            elif kind == "linear":
                x = x @ next(given).T
                x = x + next(given)
            elif kind == "norm":
                mean, variance = jnp.zeros(()), jnp.ones(())
                if training:
                    mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
                x = (x - mean) * jax.lax.rsqrt(variance + pictures.EPSILON) * next(given)
                x = x + next(given)
            elif kind == "pool":
                around = [(0, 0), *[(p[2], p[2])] * 2, (0, 0)]
                window = (1, p[0], p[0], 1)
                moves = (1, p[1], p[1], 1)
                x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, moves, around)
            elif kind == "residual":
                y = run(p[0], x)
                x = y + run(p[1], x)
            elif kind == "relu":
                x = jax.nn.relu(x)
            elif kind == "mean":
                x = x.mean((1, 2))
            else:  # as with channels first, whose weights follow
                x = x.transpose(0, 3, 1, 2).reshape(x.shape[0], -1)
        return x

    return run(pictures.NETWORKS[name], x)


def _weights(name: str) -> list[Any]:
    return [
        jnp.asarray(w.transpose(2, 3, 1, 0) if w.ndim == 4 else w) for w in pictures.weights(name)
    ]


def _cross_entropy(logits: Any, labels: Any) -> Any:
    rows = jnp.arange(logits.shape[0])
    return -jax.nn.log_softmax(logits)[rows, labels].mean()


class Training:
    """A compiled step that keeps its state, which is donated from call to call."""

    def __init__(self, loss: Callable[..., Any], weights: Any, lr: float, adam: bool) -> None:
        zeros = jax.tree.map(jnp.zeros_like, weights)
        more = (zeros, jax.tree.map(jnp.zeros_like, weights), jnp.zeros(())) if adam else ()
        self.state = (weights, *more)

        def step(state: Any, x: Any, t: Any) -> Any:
            value, g = jax.value_and_grad(loss)(state[0], x, t)
            if adam:
                return adam_step(state, g), value
            return (jax.tree.map(lambda w, d: w - lr * d, state[0], g),), value

        self.step = jax.jit(step, donate_argnums=0)

    def __call__(self, x: Any, t: Any) -> Any:
        self.state, loss = self.step(self.state, x, t)
        return loss


def adam_step(state: Any, g: Any) -> Any:
    """New state: weights, both means, the number of steps."""
    b1, b2, n = ADAM["b1"], ADAM["b2"], state[3] + 1
    m = jax.tree.map(lambda m, d: b1 * m + (1 - b1) * d, state[1], g)
    s = jax.tree.map(lambda s, d: b2 * s + (1 - b2) * d * d, state[2], g)

    def move(w: Any, m: Any, s: Any) -> Any:
        scale = jnp.sqrt(s / (1 - b2**n)) + ADAM["eps"]
        return w - ADAM["lr"] * m / (1 - b1**n) / scale

    return jax.tree.map(move, state[0], m, s), m, s, n


def _losses(fresh: Callable[[], Training], given: Inputs, count: int) -> Jobs:
    job = from_function(fresh(), given, np.asarray, WAIT)

    def losses() -> list[Any]:
        step = fresh()
        return [np.array([float(step(**one)) for one in given[:count]])]

    job.outputs = losses
    return {"jax": job}


def picture(row: Row, inputs: Inputs) -> Jobs:
    name = row.parameters["network"]
    given = _arrays([{**one, "x": one["x"].transpose(0, 2, 3, 1)} for one in inputs])
    if not row.parameters["training"]:
        weights = _weights(name)
        f = jax.jit(lambda weights, x: network(name, weights, x, False))
        return {"jax": from_function(lambda x: f(weights, x), given, np.asarray, WAIT)}

    def loss(weights: Any, x: Any, t: Any) -> Any:
        return _cross_entropy(network(name, weights, x, True), t)

    return _losses(lambda: Training(loss, _weights(name), pictures.LR, False), given, 2)


def lstm(row: Row, inputs: Inputs) -> Jobs:
    def loss(weights: Any, x: Any, t: Any) -> Any:
        inside, state, shift, head, last = weights

        def step(carry: Any, x: Any) -> Any:
            h, c = carry
            i, f, g, o = jnp.split(h @ state.T + x, 4, -1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

        start = jnp.zeros((x.shape[1], LSTM["width"]))
        (h, _), _ = jax.lax.scan(step, (start, start), x @ inside.T + shift)
        return _cross_entropy(h @ head.T + last, t)

    return _layers("lstm", loss, inputs)


def gru(row: Row, inputs: Inputs) -> Jobs:
    def loss(weights: Any, x: Any, t: Any) -> Any:
        inside, state, outer, inner, head, last = weights

        def step(h: Any, x: Any) -> Any:
            xr, xz, xn = jnp.split(x, 3, -1)
            hr, hz, hn = jnp.split(h @ state.T + inner, 3, -1)
            z = jax.nn.sigmoid(xz + hz)
            n = jnp.tanh(xn + jax.nn.sigmoid(xr + hr) * hn)
            return (1 - z) * n + z * h, None

        start = jnp.zeros((x.shape[1], LSTM["width"]))
        h, _ = jax.lax.scan(step, start, x @ inside.T + outer)
        return _cross_entropy(h @ head.T + last, t)

    return _layers("gru", loss, inputs)


def _layers(kind: str, loss: Callable[..., Any], inputs: Inputs) -> Jobs:
    def fresh() -> Training:
        return Training(loss, [jnp.asarray(w) for w in recurrent.weights(kind)], 0.0, True)

    return _losses(fresh, _arrays(inputs), steps.STEPS)


def fold_gradient(row: Row, inputs: Inputs) -> Jobs:
    def softmax(x: Any, g: Any) -> Any:
        return (jax.nn.softmax(x) * g).sum()

    def norm(x: Any, g: Any, w: Any, b: Any) -> Any:
        mean = x.mean(-1, keepdims=True)
        y = (x - mean) * jax.lax.rsqrt(x.var(-1, keepdims=True) + 1e-5) * w + b
        return (y * g).sum()

    what = row.parameters["what"]
    f = {"softmax": softmax, "layer-norm": norm, "cross-entropy": _cross_entropy}[what]
    gradient = jax.jit(jax.value_and_grad(f, (0, 2, 3) if what == "layer-norm" else (0,)))

    def call(*args: Any) -> Any:
        return jax.block_until_ready(gradient(*args))

    return {"jax": from_function(call, _arrays(inputs), lambda found: np.asarray(found[1][0]))}


def adam(row: Row, inputs: Inputs) -> Jobs:
    given = [{"g": [jnp.asarray(g) for g in one["g"]]} for one in inputs]
    step = jax.jit(adam_step, donate_argnums=0)

    def fresh() -> Any:
        params = [jnp.asarray(x) for x in steps.adam_start(row)]
        zeros = [jnp.zeros_like(p) for p in params]
        return params, zeros, [jnp.zeros_like(p) for p in params], jnp.zeros(())

    kept = [fresh()]

    def call(g: Any) -> None:
        kept[0] = jax.block_until_ready(step(kept[0], g))

    job = from_function(call, given, np.asarray)

    def outputs() -> list[Any]:
        state = fresh()
        for one in (*given, *given)[: steps.STEPS]:
            state = step(state, one["g"])
        return [np.stack([np.asarray(p)[:: steps.STRIDE] for p in state[0]])]

    job.outputs = outputs
    return {"jax": job}


def linear_gelu(row: Row, inputs: Inputs) -> Jobs:
    f = jax.jit(lambda x, w, b: jax.nn.gelu(x @ w.T + b, approximate=False))
    return {"jax": from_function(f, _arrays(inputs), lambda y: np.asarray(y)[::64], WAIT)}


FAMILIES = {
    "picture": picture,
    "lstm": lstm,
    "gru": gru,
    "fold_gradient": fold_gradient,
    "adam": adam,
    "linear_gelu": linear_gelu,
}

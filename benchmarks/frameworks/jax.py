"""JAX: `jax.jit` with donated state for training, `block_until_ready` after every call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks import inputs as data
from benchmarks.frameworks import jax_steps, jax_transformers
from benchmarks.job import Job, from_code, from_function
from benchmarks.rows import Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]
WAIT = ".block_until_ready()"


def version() -> str:
    return f"jax {jax.__version__}"


def _arrays(inputs: Inputs) -> Inputs:
    return [
        {
            name: jnp.asarray(value.astype(np.int32) if value.dtype == np.int64 else value)
            for name, value in one.items()
        }
        for one in inputs
    ]


def tiny(row: Row, inputs: Inputs) -> Jobs:
    given = _arrays(inputs)
    return {"jax": from_code(row, "jax", ("jnp", jnp), given, np.asarray, "({})" + WAIT, jax=jax)}


def chain(row: Row, inputs: Inputs) -> Jobs:
    def forward(x: Any, y: Any, v: Any) -> Any:
        for _ in range(data.CHAIN // 2):
            x = x * y
            x = x + v
        return x.sum()

    given = _arrays([{k: one[k] for k in ("x", "y", "v")} for one in inputs])
    gradient = jax.grad(forward)
    return {
        "jax": from_function(
            jax.jit(gradient) if row.parameters["jit"] else gradient, given, np.asarray, WAIT
        )
    }


def pointwise(row: Row, inputs: Inputs) -> Jobs:
    @jax.jit
    def f(x: Any) -> Any:
        return jax.nn.gelu(x * 1.5 + 0.5, approximate=False) * jax.nn.sigmoid(x)

    return {"jax": from_function(f, _arrays(inputs), np.asarray, WAIT)}


def records(row: Row, inputs: Inputs) -> Jobs:
    @jax.jit
    def energy(x: Any, v: Any, m: Any) -> Any:
        return 0.5 * m * v * v + m * data.GRAVITY * x

    return {"jax": from_function(energy, _arrays(inputs), np.asarray, WAIT)}


def ragged(row: Row, inputs: Inputs) -> Jobs:
    if row.parameters["what"] == "attention":
        return {}
    rows = row.parameters["rows"]
    given = [
        {"x": jnp.asarray(one["x"]), "ids": jnp.asarray(np.repeat(np.arange(rows), one["lengths"]))}
        for one in inputs
    ]

    def sums(x: Any, ids: Any) -> Any:
        return jax.ops.segment_sum(x, ids, rows, indices_are_sorted=True)

    def soft(x: Any, ids: Any) -> Any:
        powers = jnp.exp(x - jax.ops.segment_max(x, ids, rows, indices_are_sorted=True)[ids])
        return powers / sums(powers, ids)[ids]

    f = jax.jit(sums if row.parameters["what"] == "sum" else soft)
    return {"jax": from_function(f, given, np.asarray, WAIT)}


def softmax(row: Row, inputs: Inputs) -> Jobs:
    return {"jax": from_function(jax.jit(jax.nn.softmax), _arrays(inputs), np.asarray, WAIT)}


def layer_norm(row: Row, inputs: Inputs) -> Jobs:
    @jax.jit
    def f(x: Any, w: Any, b: Any) -> Any:
        mean = x.mean(-1, keepdims=True)
        return (x - mean) * jax.lax.rsqrt(x.var(-1, keepdims=True) + 1e-5) * w + b

    return {"jax": from_function(f, _arrays(inputs), np.asarray, WAIT)}


def matmul(row: Row, inputs: Inputs) -> Jobs:
    return {"jax": from_function(jax.jit(jnp.matmul), _arrays(inputs), np.asarray, WAIT)}


def matmul_bytes(row: Row, inputs: Inputs) -> Jobs:
    @jax.jit
    def f(x: Any, y: Any) -> Any:
        return jnp.matmul(x, y, preferred_element_type=jnp.int32)

    return {"jax": from_function(f, _arrays(inputs), np.asarray, WAIT)}


def _cross_entropy(logits: Any, labels: Any) -> Any:
    rows = jnp.arange(logits.shape[0])
    return -jax.nn.log_softmax(logits)[rows, labels].mean()


def mlp_loss(weights: Any, x: Any, t: Any) -> Any:
    for n, (w, b) in enumerate(weights):
        x = x @ w + b
        if n + 1 < len(weights):
            x = jax.nn.relu(x)
    return _cross_entropy(x, t)


def cnn_loss(weights: Any, x: Any, t: Any) -> Any:
    for f, b in weights[:-1]:
        x = jax.lax.conv_general_dilated(
            x, f, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = jax.nn.relu(x + b)
        x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    w, b = weights[-1]
    return _cross_entropy(x.reshape(x.shape[0], -1) @ w + b, t)


class Training:
    """A compiled step that keeps its state, which is donated from call to call."""

    def __init__(self, loss: Callable[..., Any], weights: Any, adam: bool) -> None:
        weights = jax.tree.map(jnp.asarray, weights)
        zeros = jax.tree.map(jnp.zeros_like, weights)
        self.state = (
            (weights, zeros, jax.tree.map(jnp.zeros_like, weights), jnp.zeros(()))
            if adam
            else (weights,)
        )

        def step(state: Any, x: Any, t: Any) -> Any:
            value, g = jax.value_and_grad(loss)(state[0], x, t)
            if not adam:
                return (jax.tree.map(lambda w, d: w - data.SGD_LR * d, state[0], g),), value
            b1, b2, n = data.ADAM["b1"], data.ADAM["b2"], state[3] + 1
            m = jax.tree.map(lambda m, d: b1 * m + (1 - b1) * d, state[1], g)
            s = jax.tree.map(lambda s, d: b2 * s + (1 - b2) * d * d, state[2], g)

            def move(w: Any, m: Any, s: Any) -> Any:
                scale = jnp.sqrt(s / (1 - b2**n)) + data.ADAM["eps"]
                return w - data.ADAM["lr"] * m / (1 - b1**n) / scale

            return (jax.tree.map(move, state[0], m, s), m, s, n), value

        self.step = jax.jit(step, donate_argnums=0)

    def __call__(self, x: Any, t: Any) -> Any:
        self.state, loss = self.step(self.state, x, t)
        return loss


def _training(given: Inputs, fresh: Callable[[], Training]) -> Jobs:
    job = from_function(fresh(), given, np.asarray, WAIT)

    def losses() -> list[Any]:
        step = fresh()
        return [np.array([float(step(**one)) for one in given[: data.STEPS]])]

    job.outputs = losses
    return {"jax": job}


def mlp(row: Row, inputs: Inputs) -> Jobs:
    if not row.parameters["jit"]:
        return {}
    return _training(_arrays(inputs), lambda: Training(mlp_loss, data.mlp_weights(), True))


def cnn(row: Row, inputs: Inputs) -> Jobs:
    if not row.parameters["jit"]:
        return {}
    given = _arrays([{"x": one["x"].transpose(0, 2, 3, 1), "t": one["t"]} for one in inputs])
    return _training(given, lambda: Training(cnn_loss, data.cnn_weights_nhwc(), False))


def per_sample(row: Row, inputs: Inputs) -> Jobs:
    weights = jax.tree.map(jnp.asarray, data.mlp_weights())

    def loss(weights: Any, x: Any, t: Any) -> Any:
        return mlp_loss(weights, x[None], t[None])

    gradients = jax.jit(jax.vmap(jax.grad(loss), in_axes=(None, 0, 0)))

    def f(x: Any, t: Any) -> Any:
        return jax.block_until_ready(gradients(weights, x, t))

    given = _arrays(inputs)
    job = from_function(f, given, np.asarray)
    job.outputs = lambda: [data.some(np.asarray(g)) for pair in f(*given[0].values()) for g in pair]
    return {"jax": job}


def hessian(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any, w: Any, v: Any) -> Any:
        return jnp.tanh(jnp.tanh(x @ w) @ v).sum()

    return {"jax": from_function(jax.jit(jax.hessian(f)), _arrays(inputs), np.asarray, WAIT)}


def first() -> tuple[Callable[..., Any], Callable[[Any], Any], Callable[[], int]]:
    training = Training(mlp_loss, data.mlp_weights(), True)

    def step(x: Any, t: Any) -> Any:
        return training(x, t).block_until_ready()

    def array(value: Any) -> Any:
        return jnp.asarray(value.astype(np.int32) if value.dtype == np.int64 else value)

    return step, array, training.step._cache_size


gpt_first = jax_transformers.gpt_first

FAMILIES = {
    "tiny": tiny,
    "chain": chain,
    "pointwise": pointwise,
    "records": records,
    "ragged": ragged,
    "softmax": softmax,
    "layer_norm": layer_norm,
    "matmul": matmul,
    "matmul_bytes": matmul_bytes,
    "mlp": mlp,
    "per_sample": per_sample,
    "hessian": hessian,
    "cnn": cnn,
    **jax_steps.FAMILIES,
    **jax_transformers.FAMILIES,
}

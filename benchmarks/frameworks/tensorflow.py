"""TensorFlow: eager, and `tf.function(jit_compile=True)`, which is XLA."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np
import tensorflow as tf

from benchmarks import inputs as data
from benchmarks.job import Job, from_code, from_function
from benchmarks.rows import Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]

_threads = int(os.environ.get("OMP_NUM_THREADS", "2"))
tf.config.threading.set_intra_op_parallelism_threads(_threads)
tf.config.threading.set_inter_op_parallelism_threads(1)


def version() -> str:
    return f"tensorflow {tf.__version__}"


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: tf.constant(value) for name, value in one.items()} for one in inputs]


def _numpy(x: Any) -> Any:
    return x.numpy()


def tiny(row: Row, inputs: Inputs) -> Jobs:
    return {"tensorflow": from_code(row, "tensorflow", ("tf", tf), _tensors(inputs), _numpy)}


def chain(row: Row, inputs: Inputs) -> Jobs:
    def gradient(x: Any, y: Any, v: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            z = x
            for _ in range(data.CHAIN // 2):
                z = z * y
                z = z + v
            total = tf.reduce_sum(z)
        return tape.gradient(total, x)

    given = _tensors([{k: one[k] for k in ("x", "y", "v")} for one in inputs])
    if row.parameters["jit"]:
        return {"tf-xla": from_function(tf.function(gradient, jit_compile=True), given, _numpy)}
    return {"tensorflow": from_function(gradient, given, _numpy)}


def _both(function: Callable[..., Any], given: Inputs) -> Jobs:
    return {
        "tensorflow": from_function(function, given, _numpy),
        "tf-xla": from_function(tf.function(function, jit_compile=True), given, _numpy),
    }


def pointwise(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any) -> Any:
        return tf.nn.gelu(x * 1.5 + 0.5) * tf.sigmoid(x)

    return _both(f, _tensors(inputs))


def softmax(row: Row, inputs: Inputs) -> Jobs:
    return _both(tf.nn.softmax, _tensors(inputs))


def layer_norm(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any, w: Any, b: Any) -> Any:
        mean, variance = tf.nn.moments(x, [1], keepdims=True)
        return tf.nn.batch_normalization(x, mean, variance, b, w, 1e-5)

    return _both(f, _tensors(inputs))


def matmul(row: Row, inputs: Inputs) -> Jobs:
    return {"tensorflow": from_function(tf.linalg.matmul, _tensors(inputs), _numpy)}


def _mlp(weights: Any, x: Any) -> Any:
    for n in range(0, len(weights), 2):
        x = tf.matmul(x, weights[n]) + weights[n + 1]
        if n + 2 < len(weights):
            x = tf.nn.relu(x)
    return x


def _cnn(weights: Any, x: Any) -> Any:
    for n in range(0, len(weights) - 2, 2):
        x = tf.nn.relu(tf.nn.conv2d(x, weights[n], 1, "SAME") + weights[n + 1])
        x = tf.nn.max_pool2d(x, 2, 2, "VALID")
    return tf.matmul(tf.reshape(x, (x.shape[0], -1)), weights[-2]) + weights[-1]


def training_step(
    forward: Callable[..., Any], pairs: Any, adam: bool, compiled: bool
) -> Callable[..., Any]:
    """One step: (pictures, labels) → loss."""
    weights = [tf.Variable(a) for pair in pairs for a in pair]
    first = [tf.Variable(tf.zeros_like(w)) for w in weights]
    second = [tf.Variable(tf.zeros_like(w)) for w in weights]
    count = tf.Variable(0.0)

    def step(x: Any, t: Any) -> Any:
        with tf.GradientTape() as tape:
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=t, logits=forward(weights, x)
            )
            loss = tf.reduce_mean(losses)
        gradients = tape.gradient(loss, weights)
        if not adam:
            for w, g in zip(weights, gradients, strict=True):
                w.assign_sub(data.SGD_LR * g)
            return loss
        count.assign_add(1.0)
        b1, b2 = data.ADAM["b1"], data.ADAM["b2"]
        for w, m, s, g in zip(weights, first, second, gradients, strict=True):
            m.assign(b1 * m + (1 - b1) * g)
            s.assign(b2 * s + (1 - b2) * g * g)
            scale = tf.sqrt(s / (1 - b2**count)) + data.ADAM["eps"]
            w.assign_sub(data.ADAM["lr"] * m / (1 - b1**count) / scale)
        return loss

    return tf.function(step, jit_compile=True) if compiled else step


def _training(given: Inputs, fresh: Callable[[], Callable[..., Any]], variant: str) -> Jobs:
    job = from_function(fresh(), given, _numpy)

    def losses() -> list[Any]:
        step = fresh()
        return [np.array([float(step(**one)) for one in given[: data.STEPS]])]

    job.outputs = losses
    return {variant: job}


def mlp(row: Row, inputs: Inputs) -> Jobs:
    jit = row.parameters["jit"]
    variant = "tf-xla" if jit else "tensorflow"
    return _training(
        _tensors(inputs), lambda: training_step(_mlp, data.mlp_weights(), True, jit), variant
    )


def cnn(row: Row, inputs: Inputs) -> Jobs:
    jit = row.parameters["jit"]
    given = _tensors([{"x": one["x"].transpose(0, 2, 3, 1), "t": one["t"]} for one in inputs])
    pairs = data.cnn_weights_nhwc()
    return _training(
        given, lambda: training_step(_cnn, pairs, False, jit), "tf-xla" if jit else "tensorflow"
    )


def first() -> tuple[Callable[..., Any], Callable[[Any], Any], Callable[[], int]]:
    step = training_step(_mlp, data.mlp_weights(), True, True)

    def waited(x: Any, t: Any) -> Any:
        return step(x, t).numpy()

    return waited, tf.constant, step.experimental_get_tracing_count  # type: ignore[attr-defined]


def ragged(row: Row, inputs: Inputs) -> Jobs:
    if row.parameters["what"] == "attention":
        return {}
    given = [{"x": tf.RaggedTensor.from_row_lengths(one["x"], one["lengths"])} for one in inputs]

    @tf.function
    def sums(x: Any) -> Any:
        return tf.reduce_sum(x, 1)

    @tf.function
    def soft(x: Any) -> Any:
        powers = tf.exp(x - tf.expand_dims(tf.reduce_max(x, 1), 1))
        return (powers / tf.expand_dims(tf.reduce_sum(powers, 1), 1)).flat_values

    f = sums if row.parameters["what"] == "sum" else soft
    return {"tensorflow": from_function(f, given, _numpy)}


def strings(row: Row, inputs: Inputs) -> Jobs:
    words = tf.constant(inputs[0]["words"].tolist())
    numbers = tf.range(words.shape[0], dtype=tf.int64)
    table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(words, numbers), -1)
    given = [{"lines": tf.constant(one["lines"].tolist())} for one in inputs]

    @tf.function
    def f(lines: Any) -> Any:
        return table.lookup(tf.strings.split(tf.strings.lower(lines), " ").values)

    return {"tensorflow": from_function(f, given, _numpy)}


FAMILIES = {
    "tiny": tiny,
    "chain": chain,
    "pointwise": pointwise,
    "softmax": softmax,
    "ragged": ragged,
    "strings": strings,
    "layer_norm": layer_norm,
    "matmul": matmul,
    "mlp": mlp,
    "cnn": cnn,
}

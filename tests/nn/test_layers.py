"""Layers against NumPy in float64, written from their definitions with loops."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
import scipy.special

import nitinol as ni
from nitinol import nn

rng = np.random.default_rng(0)


def given(*shape: int) -> tuple[np.ndarray, Any]:
    x = rng.normal(size=shape)
    return x, ni.tensor(x)


def close(found: Any, wanted: Any, rtol: float = 1e-10) -> None:
    assert tuple(found.shape) == np.shape(wanted)
    np.testing.assert_allclose(found.numpy(), wanted, rtol=rtol, atol=1e-12)


def f64(module: Any) -> Any:
    """The module with random float64 parameters and buffers."""
    module = module.to("float64")
    for p in module.parameters():
        p._assign(ni.tensor(rng.normal(size=p.shape)))
    return module


def test_linear() -> None:
    x, tx = given(2, 3, 4)
    m = f64(nn.Linear(4, 5))
    close(m(tx), x @ m.weight.numpy().T + m.bias.numpy())
    m = f64(nn.Linear(4, 5, bias=False))
    assert m.bias is None
    close(m(tx), x @ m.weight.numpy().T)


def test_embedding_and_padding() -> None:
    m = f64(nn.Embedding(6, 3, padding_idx=-2))
    index = ni.tensor([[0, 4], [4, 5]])
    table = m.weight.numpy()
    close(m(index), table[index.numpy()])
    m(index).sum().backward()
    close(m.weight.grad, np.array([1, 0, 0, 0, 0, 1.0])[:, None] * np.ones(3))
    assert nn.Embedding(4, 2, padding_idx=1).weight.tolist()[1] == [0.0, 0.0]
    with pytest.raises(IndexError, match="outside"):
        nn.Embedding(4, 2, padding_idx=4)


def attended(m: Any, q: np.ndarray, k: np.ndarray, v: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Attention from its definition: one batch, head and query at a time."""
    e, heads = m.embed_dim, m.num_heads
    w, b = m.in_proj_weight.numpy(), m.in_proj_bias.numpy()
    q, k, v = (x @ w[n * e : n * e + e].T + b[n * e : n * e + e] for n, x in enumerate((q, k, v)))
    out = np.zeros_like(q)
    for at in itertools.product(*map(range, q.shape[:-1]), range(heads)):
        *batch, i, h = at
        part = slice(h * e // heads, (h + 1) * e // heads)
        scores = k[(*batch, slice(None), part)] @ q[(*batch, i, part)] / math.sqrt(e // heads)
        shares = scipy.special.softmax(np.where(seen[i], scores, -np.inf))
        out[(*batch, i, part)] = shares @ v[(*batch, slice(None), part)]
    return out @ m.out_proj.weight.numpy().T + m.out_proj.bias.numpy()


def test_multihead_attention() -> None:
    m = f64(nn.MultiheadAttention(6, 2))
    (q, tq), (k, tk), (v, tv) = given(2, 4, 6), given(2, 5, 6), given(2, 5, 6)
    everything = np.ones((4, 5), bool)
    close(m(tq, tk, tv), attended(m, q, k, v, everything))
    close(m(tq, tk), attended(m, q, k, k, everything))
    seen = np.array(rng.random((4, 5)) < 0.5) | np.eye(4, 5, dtype=bool)
    close(m(tq, tk, tv, attn_mask=ni.tensor(seen)), attended(m, q, k, v, seen))
    close(m(tq[0], is_causal=True), attended(m, q[:1], q[:1], q[:1], np.tri(4, dtype=bool))[0])
    assert [n for n, _ in m.named_parameters()] == [
        "in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"
    ]  # fmt: skip
    assert nn.MultiheadAttention(4, 2, bias=False).in_proj_bias is None
    with pytest.raises(ni.ShapeError, match="6 cannot be divided among 4"):
        nn.MultiheadAttention(6, 4)
    with pytest.raises(ni.ShapeError, match=r"key must be \(\.\.\., length, 6\)"):
        m(tq, tk[..., :5])
    with pytest.raises(ni.ShapeError, match="a value needs a key"):
        m(tq, value=tv)


def convolved(x: np.ndarray, w: np.ndarray, b: np.ndarray | None, stride: tuple[int, ...],
              padding: tuple[int, ...], dilation: tuple[int, ...], groups: int) -> np.ndarray:  # fmt: skip
    axes = w.ndim - 2
    x = np.pad(x, [(0, 0), (0, 0), *[(p, p) for p in padding]])
    size = [
        (x.shape[2 + i] - dilation[i] * (w.shape[2 + i] - 1) - 1) // stride[i] + 1
        for i in range(axes)
    ]
    out = np.zeros((x.shape[0], w.shape[0], *size))
    ci, co = w.shape[1], w.shape[0] // groups
    for place in itertools.product(*map(range, size)):
        window = tuple(
            slice(p * s, p * s + d * (k - 1) + 1, d)
            for p, s, d, k in zip(place, stride, dilation, w.shape[2:], strict=True)
        )
        for g in range(groups):
            part = x[(slice(None), slice(g * ci, (g + 1) * ci), *window)]
            kernel = w[g * co : (g + 1) * co]
            out[(slice(None), slice(g * co, (g + 1) * co), *place)] = np.tensordot(
                part, kernel, (range(1, axes + 2), range(1, axes + 2))
            )
    return out if b is None else out + b.reshape((1, -1) + (1,) * axes)


CONVOLUTIONS: list[tuple[Any, tuple[int, ...], dict[str, Any]]] = [
    (nn.Conv1d, (2, 3, 9), {"kernel_size": 3, "stride": 2, "padding": 1}),
    (nn.Conv1d, (1, 4, 8), {"kernel_size": 2, "dilation": 3, "groups": 2, "bias": False}),
    (nn.Conv2d, (2, 3, 6, 7), {"kernel_size": 3, "padding": 1}),
    (nn.Conv2d, (2, 3, 6, 7), {"kernel_size": (1, 3), "stride": (2, 1), "padding": (0, 2)}),
    (nn.Conv2d, (1, 4, 9, 9), {"kernel_size": 3, "dilation": 2, "groups": 4}),
    (nn.Conv2d, (3, 2, 5, 5), {"kernel_size": 5, "bias": False}),
    (nn.Conv3d, (1, 2, 4, 5, 4), {"kernel_size": 2, "stride": (1, 2, 1), "padding": 1}),
]


@pytest.mark.parametrize(("kind", "shape", "options"), CONVOLUTIONS)
def test_convolution(kind: Any, shape: tuple[int, ...], options: dict[str, Any]) -> None:
    x, tx = given(*shape)
    m = f64(kind(shape[1], 4, **options))
    b = None if m.bias is None else m.bias.numpy()
    close(
        m(tx),
        convolved(x, m.weight.numpy(), b, m.stride, m.padding, m.dilation, m.groups),
    )


@pytest.mark.parametrize(
    "options",
    [
        {"kernel_size": 3},
        {"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1},
        {"kernel_size": (2, 3), "stride": (1, 2), "groups": 2, "bias": False},
        {"kernel_size": 2, "dilation": 2},
    ],
)
def test_transposed_convolution(options: dict[str, Any]) -> None:
    x, tx = given(2, 4, 3, 4)
    m = f64(nn.ConvTranspose2d(4, 6, **options))
    y = m(tx).numpy()
    bias = 0.0 if m.bias is None else m.bias.numpy()[:, None, None]
    # ⟨conv(u), x⟩ = ⟨u, conv_transpose(x)⟩ for any u
    for _ in range(3):
        u = rng.normal(size=y.shape)
        forward = convolved(u, m.weight.numpy(), None, m.stride, m.padding, m.dilation, m.groups)
        assert abs((forward * x).sum() - (u * (y - bias)).sum()) < 1e-9


def windows(x: np.ndarray, kernel: tuple[int, ...], stride: tuple[int, ...],
            padding: tuple[int, ...], fill: float) -> np.ndarray:  # fmt: skip
    x = np.pad(x, [(0, 0), (0, 0), *[(p, p) for p in padding]], constant_values=fill)
    size = [(n - k) // s + 1 for n, k, s in zip(x.shape[2:], kernel, stride, strict=True)]
    out = np.zeros((*x.shape[:2], *size, math.prod(kernel)))
    for place in itertools.product(*map(range, size)):
        at = tuple(slice(p * s, p * s + k) for p, s, k in zip(place, stride, kernel, strict=True))
        out[(slice(None), slice(None), *place)] = x[(slice(None), slice(None), *at)].reshape(
            (*x.shape[:2], -1)
        )
    return out


def test_pooling() -> None:
    x, tx = given(2, 3, 7, 6)
    close(nn.MaxPool2d(2)(tx), windows(x, (2, 2), (2, 2), (0, 0), -np.inf).max(-1))
    close(nn.MaxPool2d(3, 2, 1)(tx), windows(x, (3, 3), (2, 2), (1, 1), -np.inf).max(-1))
    close(nn.AvgPool2d((2, 3), 1)(tx), windows(x, (2, 3), (1, 1), (0, 0), 0).mean(-1))
    close(nn.AvgPool2d(3, 2, 1)(tx), windows(x, (3, 3), (2, 2), (1, 1), 0).mean(-1))
    y, ty = given(2, 3, 9)
    close(nn.MaxPool1d(3, 2)(ty), windows(y, (3,), (2,), (0,), -np.inf).max(-1))


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 6), (3, 4)])
def test_adaptive_pooling(size: tuple[int, int]) -> None:
    x, tx = given(2, 3, 7, 6)
    wanted = np.zeros((2, 3, *size))
    for i, j in itertools.product(*map(range, size)):
        rows = slice(i * 7 // size[0], -(-(i + 1) * 7 // size[0]))
        columns = slice(j * 6 // size[1], -(-(j + 1) * 6 // size[1]))
        wanted[:, :, i, j] = x[:, :, rows, columns].mean((2, 3))
    close(nn.AdaptiveAvgPool2d(size)(tx), wanted)


@pytest.mark.parametrize("shape", [(6, 4), (3, 4, 5), (2, 4, 3, 3)])
@pytest.mark.parametrize("momentum", [0.1, 0.3, None])
def test_batch_norm(shape: tuple[int, ...], momentum: float | None) -> None:
    kind: Any = nn.BatchNorm2d if len(shape) == 4 else nn.BatchNorm1d
    m = f64(kind(4, momentum=momentum))
    axes = tuple(i for i in range(len(shape)) if i != 1)
    column = (1, 4) + (1,) * (len(shape) - 2)
    w, b = (p.numpy().reshape(column) for p in (m.weight, m.bias))
    mean, var = np.zeros(4), np.ones(4)
    for turn in range(1, 4):
        x, tx = given(*shape)
        found = m(tx)
        batch_mean, batch_var = x.mean(axes), x.var(axes)
        normal = (x - batch_mean.reshape(column)) / np.sqrt(batch_var.reshape(column) + m.eps)
        close(found, normal * w + b)
        part = 1 / turn if momentum is None else momentum
        mean = (1 - part) * mean + part * batch_mean
        var = (1 - part) * var + part * x.var(axes, ddof=1)
    close(m.running_mean, mean)
    close(m.running_var, var)
    assert m.num_batches_tracked.item() == 3
    m.eval()
    x, tx = given(*shape)
    close(m(tx), (x - mean.reshape(column)) / np.sqrt(var.reshape(column) + m.eps) * w + b)
    assert m.num_batches_tracked.item() == 3


def test_batch_norm_without_statistics_and_its_errors() -> None:
    x, tx = given(5, 3)
    m = nn.BatchNorm1d(3, affine=False, track_running_stats=False).to("float64")
    wanted = (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5)
    close(m(tx), wanted)
    close(m.eval()(tx), wanted)
    assert not list(m.buffers())
    with pytest.raises(ni.ShapeError, match="no variance"):
        nn.BatchNorm1d(3)(ni.ones((1, 3)))
    with pytest.raises(ni.ShapeError, match="takes 4 axes"):
        nn.BatchNorm2d(3)(ni.ones((2, 3)))


def test_batch_norm_learns_in_compiled_steps() -> None:
    m, other = nn.BatchNorm1d(3), nn.BatchNorm1d(3)
    run = ni.jit(lambda x: m(x))
    for _ in range(3):
        x = ni.tensor(rng.normal(size=(8, 3)), dtype=ni.float32)
        run(x), other(x)
    np.testing.assert_allclose(m.running_mean.numpy(), other.running_mean.numpy(), rtol=1e-6)
    np.testing.assert_allclose(m.running_var.numpy(), other.running_var.numpy(), rtol=1e-6)
    assert m.num_batches_tracked.item() == 3


def test_other_norms() -> None:
    x, tx = given(2, 6, 4)
    m = f64(nn.LayerNorm((6, 4)))
    normal = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-5)
    close(m(tx), normal * m.weight.numpy() + m.bias.numpy())
    m = f64(nn.LayerNorm(4, bias=False))
    normal = (x - x.mean(2, keepdims=True)) / np.sqrt(x.var(2, keepdims=True) + 1e-5)
    close(m(tx), normal * m.weight.numpy())
    m = f64(nn.RMSNorm(4))
    close(m(tx), x / np.sqrt((x * x).mean(2, keepdims=True) + 1e-6) * m.weight.numpy())
    m = f64(nn.GroupNorm(3, 6))
    parts = x.reshape(2, 3, -1)
    normal = (parts - parts.mean(2, keepdims=True)) / np.sqrt(parts.var(2, keepdims=True) + 1e-5)
    column = (6, 1)
    close(
        m(tx),
        normal.reshape(x.shape) * m.weight.numpy().reshape(column) + m.bias.numpy().reshape(column),
    )


def test_activations() -> None:
    x, tx = given(4, 5)
    sigmoid = 1 / (1 + np.exp(-x))
    close(nn.ReLU()(tx), np.maximum(x, 0))
    close(nn.Sigmoid()(tx), sigmoid)
    close(nn.SiLU()(tx), x * sigmoid)
    close(nn.Tanh()(tx), np.tanh(x))
    close(nn.GELU()(tx), x * scipy.special.ndtr(x))
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    close(nn.GELU("tanh")(tx), 0.5 * x * (1 + np.tanh(inner)))
    close(nn.Softmax(0)(tx), scipy.special.softmax(x, 0))
    close(nn.Flatten(0)(tx), x.ravel())
    assert nn.Identity()(tx) is tx
    with pytest.raises(ValueError, match="approximate"):
        nn.GELU("fast")


def test_losses() -> None:
    x, tx = given(6, 4)
    y, ty = given(6, 4)
    labels = np.array([0, 3, 1, 1, 2, 0])
    logs = x - scipy.special.logsumexp(x, 1, keepdims=True)
    picked = -logs[np.arange(6), labels]
    t = ni.tensor(labels)
    close(nn.CrossEntropyLoss()(tx, t), picked.mean())
    close(nn.CrossEntropyLoss("none")(tx, t), picked)
    smooth = 0.9 * picked - 0.1 * logs.mean(1)
    close(nn.CrossEntropyLoss("sum", label_smoothing=0.1)(tx, t), smooth.sum())
    p = scipy.special.softmax(y, 1)
    close(nn.CrossEntropyLoss()(tx, ni.tensor(p)), -(p * logs).sum(1).mean())
    close(nn.NLLLoss()(ni.tensor(logs), t), picked.mean())
    close(nn.MSELoss()(tx, ty), ((x - y) ** 2).mean())
    close(nn.L1Loss("sum")(tx, ty), np.abs(x - y).sum())
    close(
        nn.BCEWithLogitsLoss()(tx, ni.tensor(p)),
        (np.logaddexp(0, x) - x * p).mean(),
    )
    with pytest.raises(ValueError, match="reduction"):
        nn.MSELoss("average")


def test_dropout() -> None:
    ni.random.seed(0)
    m = nn.Dropout(0.25)
    x = ni.ones((200, 200))
    y = m(x).numpy()
    assert set(np.unique(y)) == {0.0, np.float32(1 / 0.75)}
    assert abs((y == 0).mean() - 0.25) < 0.01
    assert (m(x).numpy() != y).any()
    ni.random.seed(0)
    assert (m(x).numpy() == y).all()
    assert (m.eval()(x).numpy() == 1).all()
    assert (nn.Dropout(0.0)(x).numpy() == 1).all()
    assert (nn.Dropout(1.0)(x).numpy() == 0).all()
    with pytest.raises(ValueError, match="between 0 and 1"):
        nn.Dropout(1.5)


def test_dropout_draws_anew_in_every_compiled_call() -> None:
    ni.random.seed(1)
    m = nn.Dropout(0.5)
    run = ni.jit(lambda x: m(x))
    x = ni.ones((100,))
    first, second = run(x).numpy(), run(x).numpy()
    assert (first != second).any()
    ni.random.seed(1)
    assert (run(x).numpy() == first).all()


def test_initial_values() -> None:
    ni.random.seed(0)
    m = nn.Linear(400, 300)
    bound = 1 / 20
    for p in (m.weight, m.bias):
        v = p.numpy()
        assert -bound <= v.min() < -0.9 * bound
        assert 0.9 * bound < v.max() <= bound
    v = nn.Conv2d(8, 64, 3).weight.numpy()
    assert abs(v).max() <= 1 / math.sqrt(72)
    v = nn.Embedding(300, 100).weight.numpy()
    assert abs(v.mean()) < 0.02
    assert abs(v.std() - 1) < 0.02
    w = ni.zeros((300, 200, 2))
    for function, std in [
        (nn.init.xavier_uniform_, math.sqrt(2 / 1000)),
        (nn.init.xavier_normal_, math.sqrt(2 / 1000)),
        (lambda t: nn.init.kaiming_normal_(t, nonlinearity="relu"), math.sqrt(2 / 400)),
        (lambda t: nn.init.kaiming_uniform_(t, mode="fan_out"), math.sqrt(2 / 600)),
    ]:
        assert function(w) is w
        assert abs(w.numpy().std() / std - 1) < 0.02
    assert nn.init.ones_(ni.zeros(3)).tolist() == [1.0, 1.0, 1.0]
    with pytest.raises(ni.ShapeError, match="at least 2 axes"):
        nn.init.xavier_normal_(ni.zeros(3))


def test_the_seed_decides_everything() -> None:
    def made() -> list[Any]:
        ni.random.seed(5)
        return [p.tolist() for p in nn.Sequential(nn.Linear(3, 4), nn.Embedding(2, 2)).parameters()]

    assert made() == made()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: nn.Linear(0, 3), "in_features must be a positive int"),
        (lambda: nn.Linear(2.0, 3), "in_features must be a positive int"),  # type: ignore[arg-type]
        (lambda: nn.Conv2d(3, 4, (3, 3, 3)), "kernel_size must be an int or 2 ints"),
        (lambda: nn.Conv2d(3, 4, 3, stride=0), "stride must be"),
        (lambda: nn.Conv2d(3, 4, 3, groups=2), "cannot be divided into 2 groups"),
        (lambda: nn.GroupNorm(4, 6), "cannot be divided"),
        (lambda: nn.LayerNorm(()), "at least one axis"),
    ],
)
def test_wrong_sizes(make: Any, message: str) -> None:
    with pytest.raises(ni.ShapeError, match=message):
        make()

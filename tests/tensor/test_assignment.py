"""Writing into tensors: value semantics, what copies and what does not, gradients, tracing."""

from __future__ import annotations

import math
from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni

DTYPES = [
    "bool",
    "int8",
    "int64",
    "uint16",
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "complex64",
    "complex128",
]


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=5),
    st.sampled_from(["int16", "float32", "complex128"]),
)
def test_basic_keys_write_what_numpy_writes(data: Any, shape: tuple[int, ...], dtype: str) -> None:
    key = data.draw(hnp.basic_indices(shape, allow_newaxis=True))
    a = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    layouts = [ni.tensor(a), ni.tensor(a.T).T, ni.tensor(a)[tuple([slice(None)] * len(shape))]]
    want = a.copy()
    part = want[key]
    value = data.draw(
        st.sampled_from(
            [7, np.full(np.shape(part), 9, dtype), np.full(np.shape(part)[-1:], 8, dtype)]
        )
    )
    want[key] = value
    for t in layouts:
        given_value = value if isinstance(value, int) else ni.tensor(value)
        t[key] = given_value
        np.testing.assert_array_equal(t.numpy(), want)
        np.testing.assert_array_equal(t[key].numpy(), want[key])


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype(dtype: str) -> None:
    t = ni.zeros((3, 4), dtype=dtype)
    one: Any = True if dtype == "bool" else 1
    t[0, 1] = one
    t[1] = one
    t[2, ::2] = ni.ones(2, dtype=dtype)
    t[:, 3] = ni.tensor([0, 1, 0], dtype=dtype)
    assert t.tolist() == [[0, 1, 0, 0], [1, 1, 1, 1], [1, 0, 1, 0]]


def test_writes_copy_nothing_when_nothing_shares() -> None:
    t = ni.zeros((100, 100))
    row = ni.ones(100)
    t[0, 0] = 1.0
    address = t.data_ptr()
    before = ni.memory.stats()
    for i in range(100_000):
        t[i % 100, i // 1000] = 2.0
    for i in range(500):
        t[i % 100] = row
        t[:, i % 100] = row
        t[i % 100, 2:7] = 3.0
    after = ni.memory.stats()
    assert t.data_ptr() == address
    # Numbers for several places are made into a tensor of one element; t itself has 40000 bytes.
    assert after["live_bytes"] - before["live_bytes"] < 40_000
    assert after["allocations"] - before["allocations"] <= 1000
    assert t[0, 0].item() == 1.0


def test_views_keep_their_values() -> None:
    t = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    row, transposed, same = t[0], t.T, t.detach()
    t[0, 0] = 9.0
    assert row.tolist() == [1, 2] and transposed.tolist() == [[1, 3], [2, 4]]
    assert same.tolist() == [[1, 2], [3, 4]]
    row[1] = 7.0
    assert t.tolist() == [[9, 2], [3, 4]]
    u = t.clone()
    u[...] = 0.0
    assert t.tolist() == [[9, 2], [3, 4]]


def test_a_tensor_written_with_parts_of_itself() -> None:
    t = ni.arange(6)
    t[1:] = t[:-1]
    assert t.tolist() == [0, 0, 1, 2, 3, 4]
    t[::-1] = t
    assert t.tolist() == [4, 3, 2, 1, 0, 0]
    m = ni.arange(9).reshape(3, 3)
    m[...] = m.T
    assert m.tolist() == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]


def test_broadcast_views_are_made_real_before_writing() -> None:
    t = ni.zeros(1).expand(4)
    t[2] = 5.0
    assert t.tolist() == [0, 0, 5, 0]
    z = ni.ones((2, 3))
    z[0, 1] = 4.0
    assert z.tolist() == [[1, 4, 1], [1, 1, 1]]


def test_advanced_keys() -> None:
    t = ni.zeros((3, 4))
    t[ni.tensor([0, 2])] = ni.tensor([[1.0], [2.0]])
    t[[0, 1], [3, 3]] = 7.0
    t[t == 2] = 5.0
    assert t.tolist() == [[1, 1, 1, 7], [0, 0, 0, 7], [5, 5, 5, 5]]
    t[np.array([True, False, False])] = 0.0
    t[np.int64(1), 0] = 3.0
    assert t[:2].tolist() == [[0, 0, 0, 0], [3, 0, 0, 7]]
    t[[]] = 1.0
    t[1, ni.tensor(2)] = -1.0
    assert t[1].tolist() == [3, 0, -1, 7]


@pytest.mark.parametrize(
    ("key", "value", "error", "text"),
    [
        (5, 1.0, IndexError, "index 5 is out of range for axis 0 of size 2"),
        ((0, -4), 1.0, IndexError, "axis 1 of size 3"),
        ((0, 0, 0), 1.0, IndexError, "3 axes are indexed"),
        ((..., ...), 1.0, IndexError, "only once"),
        ("a", 1.0, TypeError, "an index is"),
        (1.5, 1.0, TypeError, "an index is"),
        (slice(None, None, 0), 1.0, ValueError, "must not be 0"),
        (0, [1.0, 2.0], ValueError, r"\(2,\) does not fit into \(3,\)"),
        (0, [[1.0], [2.0]], ValueError, "does not fit"),
        (0, 1j, TypeError, "dtype complex64 does not fit"),
        (0, "x", TypeError, "str is no dense data"),
        (0, None, TypeError, "NoneType"),
        (ni.tensor([7]), 1.0, IndexError, "out of range"),
    ],
)
def test_refused(key: Any, value: Any, error: type[Exception], text: str) -> None:
    t = ni.zeros((2, 3))
    with pytest.raises(error, match=text):
        t[key] = value
    assert t.tolist() == [[0, 0, 0], [0, 0, 0]]


def test_integers_hold_integers() -> None:
    t = ni.zeros(2, dtype=ni.int8)
    for value in (1.5, ni.tensor(1.0), ni.tensor(1), 200, -129):
        with pytest.raises(TypeError, match="fit"):
            t[0] = value
    t[0] = True
    t[1] = ni.tensor(3, dtype=ni.int8)
    assert t.tolist() == [1, 3]
    f = ni.zeros(2)
    f[0] = 2**100
    f[1] = 1e300
    assert f.tolist() == [2.0**100, math.inf]
    with pytest.raises(TypeError):
        f[0] = ni.tensor([1.0], dtype=ni.float64)


# --- in place


def test_in_place_operators_keep_the_object() -> None:
    t = ni.tensor([4.0, 9.0])
    same = t
    view = t[:1]
    t += 1
    t *= ni.tensor([2.0, 3.0])
    t -= 1
    t /= 3
    t **= 2
    assert t is same and t.tolist() == pytest.approx([9.0, (29 / 3) ** 2])
    assert view.tolist() == [4]
    n = ni.tensor([5, 7])
    n //= 2
    n %= 2
    n |= 4
    n &= 6
    n ^= 1
    n <<= 2
    n >>= 1
    assert n.tolist() == [
        ((((5 // 2) % 2) | 4) & 6 ^ 1) << 2 >> 1,
        ((((7 // 2) % 2) | 4) & 6 ^ 1) << 2 >> 1,
    ]


def test_in_place_methods() -> None:
    t = ni.tensor([4.0, -9.0])
    assert t.add_(1) is t
    t.sub_(ni.tensor([1.0, 1.0]), alpha=2).mul_(2).div_(3).abs_().sqrt_()
    assert t.tolist() == pytest.approx([math.sqrt(2), math.sqrt(20 / 3)])
    t.clamp_(0, 2)
    assert t[1].item() == 2
    assert t.zero_().tolist() == [0, 0] and t.fill_(3).tolist() == [3, 3]
    assert t.copy_(ni.tensor([1, 2])).tolist() == [1, 2] and t.dtype is ni.float32
    assert t.neg_().exp_().tolist() == pytest.approx([math.exp(-1), math.exp(-2)])
    with pytest.raises(ni.ShapeError, match="fill_ takes one number"):
        t.fill_(ni.ones(2))
    assert ni.tensor([True]).zero_().tolist() == [False]


def test_in_place_keeps_dtype_and_shape() -> None:
    t = ni.tensor([1, 2])
    with pytest.raises(ni.DTypeError, match="from int64 to float32"):
        t += 1.5
    with pytest.raises(ni.ShapeError, match="from \\(2,\\) to \\(3, 2\\)"):
        t += ni.zeros((3, 1), dtype=ni.int64)
    with pytest.raises(TypeError):
        t += "a"
    assert t.tolist() == [1, 2]


# --- gradients


def test_leaves_are_refused() -> None:
    w = ni.tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(ni.GradientError, match="no_grad"):
        w[0] = 3.0
    with pytest.raises(ni.GradientError, match=r"x \+= y"):
        w += 1
    with pytest.raises(ni.GradientError, match="add_"):
        w.add_(1)
    with pytest.raises(ni.GradientError, match="exp_"):
        w.exp_()
    with pytest.raises(ni.GradientError):
        w.zero_()
    with ni.no_grad():
        w[0] = 3.0
        w += 1
        w.mul_(2)
    assert w.tolist() == [8, 6] and w.requires_grad and w.is_leaf


def test_writing_on_the_tape() -> None:
    w = ni.tensor([1.0, 2.0, 3.0], requires_grad=True)
    y = w * w
    y[1] = 10.0
    y[2] = w[0] * 5
    y *= 2
    y.sum().backward()
    assert w.grad.tolist() == [4 + 10, 0, 0]


def test_a_value_with_history_gives_history() -> None:
    w = ni.tensor([2.0], requires_grad=True)
    x = ni.zeros(3)
    x[1] = w[0] * 3
    assert x.requires_grad and not x.is_leaf
    (x * ni.tensor([1.0, 10.0, 100.0])).sum().backward()
    assert w.grad.tolist() == [30]


def test_what_the_tape_saved_stays() -> None:
    w = ni.tensor([3.0], requires_grad=True)
    x = ni.tensor([2.0])
    y = w * x
    x[0] = 100.0
    with ni.no_grad():
        w[0] = 50.0
    y.backward()
    assert w.grad.tolist() == [2]


def test_masks_and_index_tensors_on_the_tape() -> None:
    w = ni.tensor([1.0, -2.0, 3.0], requires_grad=True)
    y = w * 2
    y[y < 0] = 0.0
    y[ni.tensor([0])] = w[2:] * 7
    y.sum().backward()
    assert w.grad.tolist() == [0, 0, 9]


def test_clones() -> None:
    w = ni.tensor([1.0, 2.0], requires_grad=True)
    c = w.clone()
    c[0] = 5.0
    (c * c).sum().backward()
    assert w.grad.tolist() == [0, 4] and w.tolist() == [1, 2]
    with ni.no_grad():
        assert not w.clone().requires_grad
    y = w * 3
    z = y.clone()
    z[0] = 0.0
    (y + z).sum().backward()
    assert w.grad.tolist() == [3, 4 + 6]


# --- inside transforms


def test_inside_compiled_functions() -> None:
    scale = ni.tensor([1.0, 1.0])

    @ni.jit
    def f(x: Any) -> Any:
        y = x.clone()
        y[0] = 3.0
        y += 1
        y.mul_(2)
        scale[1] = 10.0
        return y * scale

    for _ in range(2):
        x = ni.tensor([5.0, 6.0])
        assert f(x).tolist() == [8, 140]
        assert x.tolist() == [5, 6] and scale.tolist() == [1, 10]


def test_what_a_program_will_write_cannot_be_read() -> None:
    x = ni.tensor([1.0])

    @ni.jit
    def f() -> Any:
        x[0] = 2.0
        assert "being compiled" in repr(x)
        return float(x)

    with pytest.raises(ni.TracerError, match="no value yet"):
        f()


def test_inside_gradients() -> None:
    def f(x: Any) -> Any:
        y = x * 1
        y[0] = 3.0
        y[1] = y[2] * 2
        y *= x
        return y.sum()

    x = ni.tensor([1.0, 2.0, 4.0])
    # y = (3, 2 x2, x2), times x
    assert ni.grad(f)(x).tolist() == [3, 8, 2 * 2 + 2 * 4]
    assert ni.jit(ni.grad(f))(x).tolist() == [3, 8, 12]
    assert x.tolist() == [1, 2, 4]


def test_traced_values_do_not_leak_out() -> None:
    outside = ni.zeros(2)

    def f(x: Any) -> Any:
        outside[0] = x
        return x

    one = ni.tensor(1.0)
    with pytest.raises(ni.TracerError, match="return it"):
        ni.jvp(f, (one,), (one,))
    assert outside.tolist() == [0, 0]


@pytest.mark.parametrize("requires_grad", [False, True])
@pytest.mark.parametrize("method", ["clone", "detach", "contiguous"])
def test_copies_of_a_captured_tensor_follow_it(method: str, requires_grad: bool) -> None:
    """A compiled function reads captured tensors at each call, copies of them too."""
    w = ni.tensor([2.0, 3.0], requires_grad=requires_grad)
    f = ni.jit(lambda x: (x * getattr(w, method)()).sum())
    x = ni.tensor([1.0, 1.0])
    assert f(x).item() == 5.0
    w._assign(ni.tensor([5.0, 5.0]))
    assert f(x).item() == 10.0

"""The templates of convolutions against sums over windows in float64."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from template_harness import Compiled

import nitinol as ni
from nitinol.llvm.target import host, machine, named
from nitinol.ops.convolution import conv_op, input_grad, weight_grad
from nitinol.templates.convolution import CONV, CONV_INPUT_GRAD
from nitinol.templates.convolution_weights import CONV_WEIGHT_GRAD

Arrays = np.ndarray[Any, Any]


def windows(x: Arrays, kernel: Sequence[int], p: dict[str, Any]) -> Arrays:
    """x[n, c, *places, *taps], zero-padded."""
    n = x.ndim - 2
    x = np.pad(x.astype(np.float64), [(0, 0), (0, 0), *p["padding"]])
    reach = [d * (k - 1) for d, k in zip(p["dilation"], kernel, strict=True)]
    places = [(x.shape[i + 2] - reach[i] - 1) // p["strides"][i] + 1 for i in range(n)]
    s = x.strides
    return np.lib.stride_tricks.as_strided(
        x,
        (*x.shape[:2], *places, *kernel),
        (*s[:2], *(s[i + 2] * p["strides"][i] for i in range(n)),
         *(s[i + 2] * p["dilation"][i] for i in range(n))),
    )  # fmt: skip


def forward(x: Arrays, w: Arrays, p: dict[str, Any]) -> Arrays:
    g, (n, c), o = p["groups"], x.shape[:2], w.shape[0]
    v = windows(x, w.shape[2:], p)
    places = v.shape[2 : x.ndim]
    v = v.reshape(n, g, c // g, int(np.prod(places)), -1)
    kernels = w.astype(np.float64).reshape(g, o // g, c // g, -1)
    return np.einsum("ngcpk,gock->ngop", v, kernels).reshape(n, o, *places)


def by_weight(x: Arrays, y: Arrays, p: dict[str, Any], kernel: Sequence[int]) -> Arrays:
    g, (n, c), o = p["groups"], x.shape[:2], y.shape[1]
    v = windows(x, kernel, p)
    v = v.reshape(n, g, c // g, int(np.prod(y.shape[2:])), -1)
    sums = np.einsum("ngcpk,ngop->gock", v, y.astype(np.float64).reshape(n, g, o // g, -1))
    return sums.reshape(o, c // g, *kernel)


def by_input(y: Arrays, w: Arrays, p: dict[str, Any], sizes: Sequence[int]) -> Arrays:
    g, o, n = p["groups"], w.shape[0], y.ndim - 2
    pads = p["padding"]
    full = np.zeros(
        (y.shape[0], w.shape[1] * g, *(s + a + b for s, (a, b) in zip(sizes, pads, strict=True)))
    )
    for tap in np.ndindex(*w.shape[2:]):
        place = tuple(
            slice(k * d, k * d + s * (m - 1) + 1, s)
            for k, d, s, m in zip(tap, p["dilation"], p["strides"], y.shape[2:], strict=True)
        )
        kernels = w[(slice(None), slice(None), *tap)].astype(np.float64).reshape(g, o // g, -1)
        rows = y.astype(np.float64).reshape(y.shape[0], g, o // g, -1)
        part = np.einsum("ngop,goc->ngcp", rows, kernels)
        full[(slice(None), slice(None), *place)] += part.reshape(*full.shape[:2], *y.shape[2:])
    inner = tuple(slice(a, a + s) for s, (a, _) in zip(sizes, pads, strict=True))
    assert len(inner) == n
    return full[(slice(None), slice(None), *inner)]


def channels_last(x: Arrays) -> Arrays:
    return np.ascontiguousarray(np.moveaxis(x, 1, -1)).transpose(
        0, x.ndim - 1, *range(1, x.ndim - 1)
    )


def last_strides(shape: Sequence[int]) -> tuple[int, ...]:
    return tuple(s // 4 for s in channels_last(np.empty(shape, "f4")).strides)


CASES: dict[str, tuple[Any, ...]] = {
    "image": (2, 3, (8, 21), 16, (3, 3), (1, 1), ((1, 1), (1, 1)), (1, 1), 1),
    "uneven": (1, 5, (9, 7), 33, (3, 2), (2, 1), ((0, 1), (2, 0)), (1, 2), 1),
    "line": (2, 4, (10,), 6, (3,), (1,), ((1, 1),), (1,), 2),
    "space": (1, 2, (5, 6, 7), 3, (2, 3, 2), (1, 2, 1), ((0, 0), (1, 1), (1, 0)), (1, 1, 2), 1),
    "long": (2, 60, (9, 17), 70, (3, 3), (1, 1), ((1, 1), (1, 1)), (1, 1), 1),
    "pointwise": (3, 64, (5, 5), 4, (1, 1), (1, 1), ((0, 0), (0, 0)), (1, 1), 1),
    "depthwise": (2, 6, (7, 7), 6, (3, 3), (1, 1), ((1, 1), (1, 1)), (1, 1), 6),
    "strided": (2, 3, (13, 13), 8, (5, 5), (3, 3), ((2, 2), (2, 2)), (1, 1), 1),
}


def problem(name: str, dtype: str = "f4") -> tuple[Arrays, Arrays, Arrays, dict[str, Any]]:
    """(x, w, y, parameters)."""
    n, c, sizes, o, kernel, strides, padding, dilation, groups = CASES[name]
    rng = np.random.default_rng(len(name))
    x = rng.standard_normal((n, c, *sizes)).astype(dtype)
    w = rng.standard_normal((o, c // groups, *kernel)).astype(dtype)
    p = dict(strides=strides, padding=padding, dilation=dilation, groups=groups)
    y = rng.standard_normal(forward(x, w, p).shape).astype(dtype)
    return x, w, y, p


def close(result: Arrays, wanted: Arrays) -> None:
    assert result.shape == wanted.shape
    tolerance = 100 * np.finfo(result.dtype).eps
    assert np.abs(result - wanted).max(initial=0) <= tolerance * (1 + np.abs(wanted).max(initial=0))


def run_all(op: Any, template: Any, a: Arrays, b: Arrays, wanted: Arrays, p: dict[str, Any],
            moved: tuple[bool, bool]) -> None:  # fmt: skip
    """All ways of computing give the same bits, near to `wanted`."""
    (first,) = Compiled(op, [a, b], template, params=p).run(a, b)
    close(first, wanted)
    last = [channels_last(t) if m else t for t, m in zip((a, b), moved, strict=True)]
    strides = [last_strides(wanted.shape)]
    for options in (
        dict(out_strides=strides),
        dict(out_strides=strides, hide_plain=True, threads=3),
    ):
        (result,) = Compiled(op, last, template, params=p, **options).run(*last)
        assert (result == first).all()
    if "sizes" not in p and "kernel" not in p:
        (result,) = Compiled(op, [a, b], template, params=p, open_sizes=True, threads=4).run(a, b)
        assert (result == first).all()


@pytest.mark.parametrize("name", CASES)
def test_convolution(name: str) -> None:
    x, w, _, p = problem(name)
    run_all(conv_op, CONV, x, w, forward(x, w, p), p, (True, True))


@pytest.mark.parametrize("name", CASES)
def test_gradient_by_the_input(name: str) -> None:
    x, w, y, p = problem(name)
    wanted = by_input(y, w, p, x.shape[2:])
    p["sizes"] = x.shape[2:]
    run_all(input_grad, CONV_INPUT_GRAD, y, w, wanted, p, (True, True))


@pytest.mark.parametrize("name", CASES)
def test_gradient_by_the_weight(name: str) -> None:
    x, w, y, p = problem(name)
    wanted = by_weight(x, y, p, w.shape[2:])
    p["kernel"] = w.shape[2:]
    run_all(weight_grad, CONV_WEIGHT_GRAD, x, y, wanted, p, (True, True))


def test_weight_gradient_over_several_chunks() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((5, 3, 33, 32)).astype("f4")
    y = rng.standard_normal((5, 9, 33, 32)).astype("f4")
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)
    wanted = by_weight(x, y, p, (3, 3))
    run_all(weight_grad, CONV_WEIGHT_GRAD, x, y, wanted, p | {"kernel": (3, 3)}, (True, True))


def test_rows_left_over_on_narrow_registers() -> None:
    """Without registers for pairs of panels, what is left of the rows does not write into the next panel's columns."""
    target = named("x86-64-v3")
    if not target.runs_on(machine()):
        pytest.skip("this machine is no x86-64-v3")
    rng = np.random.default_rng(0)
    x = channels_last(rng.standard_normal((1, 60, 5, 5)).astype("f4"))
    w = rng.standard_normal((40, 60, 3, 3)).astype("f4")
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)
    strides = [last_strides((1, 40, 5, 5))]
    code = Compiled(conv_op, [x, w], CONV, params=p, target=target, out_strides=strides)
    close(code.run(x, w)[0], forward(x, w, p))


def test_many_weights_for_few_positions() -> None:
    """Blocks of positions are longer then; known sizes and open ones, which do not know it, give the same bits."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((1, 256, 7, 7)).astype("f4")
    w = rng.standard_normal((130, 256, 3, 3)).astype("f4")
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)
    (known,) = Compiled(conv_op, [x, w], CONV, params=p).run(x, w)
    (unknown,) = Compiled(conv_op, [x, w], CONV, params=p, open_sizes=True).run(x, w)
    close(known, forward(x, w, p))
    assert (known == unknown).all()
    small = host().replace(l2_bytes=1 << 17)  # where panels are fetched ahead
    (fetched,) = Compiled(conv_op, [x, w], CONV, params=p, target=small).run(x, w)
    assert (known == fetched).all()


@pytest.mark.parametrize(
    ("channels", "sizes", "kernel", "dilation", "padding"),
    [
        (
            20,
            (6, 7),
            (3, 2),
            (2, 3),
            ((4, 3), (3, 4)),
        ),  # a run for each tap; lines of nothing but zeros
        (600, (3, 4), (1, 1), (1, 1), ((1, 0), (0, 1))),  # a block begins in the middle of a run
        (250, (4, 4), (2, 2), (1, 1), ((1, 1), (1, 1))),  # so do runs that are copied
    ],
)
def test_windows_are_read_where_they_lie(
    channels: int, sizes: Any, kernel: Any, dilation: Any, padding: Any
) -> None:
    rng = np.random.default_rng(3)
    x = channels_last(rng.standard_normal((1, channels, *sizes)).astype("f4"))
    x[0, 0, 1, 2] = np.inf  # an infinity is seen by its windows, and no others
    w = rng.standard_normal((7, channels, *kernel)).astype("f4")
    p = dict(strides=(1, 1), padding=padding, dilation=dilation, groups=1)
    with np.errstate(invalid="ignore"):
        wanted = forward(x, w, p)
    for options in (dict(open_sizes=True), dict(out_strides=[last_strides(wanted.shape)])):
        (result,) = Compiled(conv_op, [x, w], CONV, params=p, **options).run(x, w)
        finite = np.isfinite(wanted)
        assert (np.isfinite(result) == finite).all()
        close(result[finite], wanted[finite])


def test_double_precision() -> None:
    x, w, y, p = problem("uneven", "f8")
    (result,) = Compiled(conv_op, [x, w], CONV, params=p).run(x, w)
    close(result, forward(x, w, p))
    p["kernel"] = w.shape[2:]
    (result,) = Compiled(weight_grad, [x, y], CONV_WEIGHT_GRAD, params=p).run(x, y)
    del p["kernel"]
    close(result, by_weight(x, y, p, w.shape[2:]))


def test_fused_code_behind_a_convolution() -> None:
    x, w, _, p = problem("long")

    def fuse(ctx: Any, coords: Any, axis: Any, value: Any) -> Any:
        return ctx.k.maximum(value, ctx.k.const(0, value.dtype))

    (result,) = Compiled(conv_op, [x, w], CONV, params=p, fuse=fuse, threads=2).run(x, w)
    (plain,) = Compiled(conv_op, [x, w], CONV, params=p).run(x, w)
    assert (result == np.maximum(plain, 0)).all()


@pytest.mark.parametrize("shape", [(0, 3, 4, 4), (2, 0, 4, 4)])
def test_empty_axes(shape: tuple[int, ...]) -> None:
    x, w = np.ones(shape, "f4"), np.ones((5, shape[1], 3, 3), "f4")
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)
    for open_sizes in (False, True):
        (y,) = Compiled(conv_op, [x, w], CONV, params=p, open_sizes=open_sizes).run(x, w)
        assert y.shape == (shape[0], 5, 4, 4)
        assert (y == 0).all()
        q = p | {"kernel": (3, 3)}
        (dw,) = Compiled(weight_grad, [x, y], CONV_WEIGHT_GRAD, params=q).run(x, y)
        assert (dw == 0).all()


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_random_convolutions(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 3))
    each = lambda low, high: tuple(data.draw(st.integers(low, high)) for _ in range(n))  # noqa: E731
    groups = data.draw(st.integers(1, 2))
    kernel, dilation = each(1, 3), each(1, 2)
    sizes = each(5, 9)
    p = dict(
        strides=each(1, 3), padding=tuple((a, b) for a, b in zip(each(0, 2), each(0, 2),
        strict=True)), dilation=dilation, groups=groups,
    )  # fmt: skip
    rng = np.random.default_rng(0)
    channels, outputs = groups * data.draw(st.integers(1, 5)), groups * data.draw(st.integers(1, 5))
    x = rng.standard_normal((data.draw(st.integers(1, 2)), channels, *sizes)).astype("f4")
    w = rng.standard_normal((outputs, channels // groups, *kernel)).astype("f4")
    wanted = forward(x, w, p)
    (y,) = Compiled(conv_op, [x, w], CONV, params=p, open_sizes=True).run(x, w)
    close(y, wanted)
    (dx,) = Compiled(input_grad, [y, w], CONV_INPUT_GRAD, params=p | {"sizes": sizes}).run(y, w)
    close(dx, by_input(y, w, p, sizes))


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding", "groups"),
    [((9, 11), 3, 2, 1, 2), ((4, 7), 1, 2, 0, 1)],
)
def test_input_gradient_with_strides(
    size: tuple[int, int], kernel: int, stride: int, padding: int, groups: int
) -> None:
    """One convolution for each residue of the places; some have no taps, some no places."""
    rng = np.random.default_rng(0)
    c, o = 4 // groups, 6 // groups
    x = ni.tensor(rng.standard_normal((2, 4, *size)), requires_grad=True)
    w = ni.tensor(rng.standard_normal((6, c, kernel, kernel)))
    y = ni.conv2d(x, w, stride=stride, padding=padding, groups=groups)
    dy = rng.standard_normal(y.shape)
    y.backward(ni.tensor(dy))
    room = [n + 2 * padding + stride for n in size]
    wanted = np.zeros((2, 4, *room))
    for i, j in np.ndindex(*y.shape[2:]):
        for g in range(groups):
            part = np.einsum(
                "no,ocij->ncij", dy[:, g * o : (g + 1) * o, i, j], w.numpy()[g * o : (g + 1) * o]
            )
            a, b = i * stride, j * stride
            wanted[:, g * c : (g + 1) * c, a : a + kernel, b : b + kernel] += part
    wanted = wanted[:, :, padding : padding + size[0], padding : padding + size[1]]
    np.testing.assert_allclose(x.grad.numpy(), wanted, atol=1e-12)


@pytest.mark.parametrize(("channels", "many", "stride"), [(37, 1, 1), (6, 2, 2)])
def test_each_channel_by_itself(channels: int, many: int, stride: int) -> None:
    """Depthwise convolution, known as such when it is compiled and not, and its gradient by the input."""
    rng = np.random.default_rng(channels)
    x, w = (
        rng.standard_normal((2, channels, 9, 11)),
        rng.standard_normal((channels * many, 1, 3, 3)),
    )

    def f(x: Any, w: Any) -> Any:
        y = ni.conv2d(x * 1.0, w, stride=stride, padding=(1, 2), dilation=(1, 2), groups=channels)
        return ni.relu(y + 0.5)

    padded = np.repeat(np.pad(x, ((0, 0), (0, 0), (1, 1), (2, 2))), many, axis=1)
    rows, columns = (9 - 1) // stride + 1, (11 - 1) // stride + 1
    wanted = sum(
        w[:, 0, a, b][:, None, None]
        * padded[:, :, a : a + 9 : stride, 2 * b : 2 * b + 11 : stride][:, :, :rows, :columns]
        for a, b in np.ndindex(3, 3)
    )
    given = ni.tensor(x, requires_grad=True)
    got = f(given, ni.tensor(w))
    np.testing.assert_allclose(got.detach().numpy(), np.maximum(wanted + 0.5, 0), atol=1e-12)
    compiled = ni.jit(f)(ni.tensor(x), ni.tensor(w))
    assert compiled.numpy().tobytes() == got.detach().numpy().tobytes()
    ni.sum(got).backward()
    gradient = np.zeros((2, channels * many, 9 + 2, 11 + 4))
    for a, b in np.ndindex(3, 3):
        place = gradient[:, :, a : a + 9 : stride, 2 * b : 2 * b + 11 : stride]
        place[:, :, :rows, :columns] += (wanted + 0.5 > 0) * w[:, 0, a, b][:, None, None]
    gradient = gradient[:, :, 1:10, 2:13].reshape(2, channels, many, 9, 11).sum(2)
    np.testing.assert_allclose(given.grad.numpy(), gradient, atol=1e-12)


def test_only_windows_that_hold_it_see_what_is_no_number() -> None:
    """Of the gradients too; 10³⁰ next to it is a number like others."""
    rng = np.random.default_rng(5)
    x, w = rng.standard_normal((2, 5, 9, 9)).astype("f4"), rng.standard_normal((7, 5, 3, 3))
    w = w.astype("f4")
    x[0, 1, 0, 8] = 1e30
    holds = x.copy()
    holds[0, 2, 4, 6], holds[1, 0, 8, 0] = np.nan, np.inf
    reached = np.zeros((2, 9, 9), bool)
    reached[0, 3:6, 5:8] = reached[1, 7:9, 0:2] = True
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)

    def gradient(x: Arrays) -> tuple[Arrays, Arrays, Arrays]:
        """The result, the gradient by the input under `x` as the cotangent, that by the weight."""
        a, b = ni.tensor(x, requires_grad=True), ni.tensor(w, requires_grad=True)
        y = ni.conv2d(a, b, padding=1)
        c = np.zeros(y.shape, "f4")
        c[:, :5] = x
        y.backward(ni.tensor(c))
        return y.detach().numpy(), a.grad.numpy(), b.grad.numpy()

    y, dx, _ = gradient(x)
    found, by_x, by_w = gradient(holds)
    for usual, result in ((y, found), (dx, by_x)):
        assert (
            result.transpose(0, 2, 3, 1)[~reached] == usual.transpose(0, 2, 3, 1)[~reached]
        ).all()
        assert not np.isfinite(result.transpose(0, 2, 3, 1)[reached]).any()
    wanted = forward(x, w, p).transpose(0, 2, 3, 1)
    large = np.zeros((2, 9, 9), bool)
    large[0, :2, 7:] = True  # there 1e30 is all that counts
    y = y.transpose(0, 2, 3, 1)
    np.testing.assert_allclose(y[large], wanted[large], rtol=1e-6)
    np.testing.assert_allclose(y[~large], wanted[~large], rtol=1e-4, atol=1e-4)
    assert np.isfinite(by_w[3:, 3:]).all()  # channels without any
    assert np.isnan(by_w[2]).all() and np.isnan(by_w[:, 2]).all()


def test_no_matrix_of_windows_is_stored() -> None:
    """It would be nine times the input. Stored are the input with its channels last, and the weights in panels."""
    x, w = ni.zeros((4, 48, 20, 20)), ni.zeros((64, 48, 3, 3))
    f = ni.jit(lambda x, w: ni.relu(ni.conv2d(x, w, padding=1)))
    step = ni.jit(ni.grad(lambda x, w: ni.sum(ni.conv2d(x, w, padding=1) ** 2), argnums=(0, 1)))
    inputs, weights = 4 * 4 * 48 * 400, 4 * 64 * 48 * 9
    assert f.memory(x, w)["temporaries"] <= 1.1 * (inputs + weights)
    # Its result, the cotangent of that, and the sums of the weights' gradient in chunks.
    results = 4 * 4 * 64 * 400
    assert step.memory(x, w)["temporaries"] <= 1.1 * (inputs + 2 * results + 3 * weights)

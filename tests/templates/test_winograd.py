"""Winograd's algorithm, in the mode `fast`: against float64, the same bits every way, infinities, where it is used."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from template_harness import Compiled
from test_convolution import (
    Arrays,
    by_input,
    by_weight,
    channels_last,
    forward,
    last_strides,
)

from nitinol.base import dtypes as dt
from nitinol.llvm.target import Target, host, machine, named
from nitinol.llvm.text import Function, Module
from nitinol.ops.convolution import conv_op, input_grad, weight_grad
from nitinol.templates.convolution import CONV, CONV_INPUT_GRAD
from nitinol.templates.convolution_weights import CONV_WEIGHT_GRAD
from nitinol.templates.convolution_winograd import wins
from nitinol.templates.matmul_kernels import tile_shape

SHAPES = {  # pictures, channels, sizes, filters, padding
    "even": (2, 32, (8, 8), 32, 1),
    "odd": (3, 37, (9, 11), 70, 1),  # tiles reach beyond the result, vectors beyond the channels
    "padded": (1, 64, (13, 30), 32, 2),
    "long": (1, 32, (4, 250), 40, 1),  # a line of tiles is several blocks
}


def fast() -> Target:
    return host().replace(numerics="fast")


def problem(name: str) -> tuple[Arrays, Arrays, dict[str, Any]]:
    n, c, sizes, o, pad = SHAPES[name]
    rng = np.random.default_rng(len(name))
    x = rng.standard_normal((n, c, *sizes)).astype("f4")
    w = rng.standard_normal((o, c, 3, 3)).astype("f4")
    p = dict(strides=(1, 1), padding=((pad, pad), (pad, pad)), dilation=(1, 1), groups=1)
    return x, w, p


def near(found: Arrays, wanted: Arrays, sizes: Arrays) -> None:
    """`sizes`: the same of the operands' absolute values, which bounds what is added up."""
    assert found.shape == wanted.shape
    assert np.abs(found - wanted).max() <= 4 * np.finfo("f4").eps * sizes.max()


@pytest.mark.parametrize("name", SHAPES)
def test_values_and_bits(name: str) -> None:
    """Known sizes and open ones, any order of the axes and any number of threads give the same bits."""
    x, w, p = problem(name)
    wanted = forward(x, w, p)
    (first,) = Compiled(conv_op, [x, w], CONV, params=p, target=fast()).run(x, w)
    near(first, wanted, forward(np.abs(x), np.abs(w), p))
    last, strides = channels_last(x), [last_strides(wanted.shape)]
    for options, given in (
        (dict(open_sizes=True, threads=3), x),
        (dict(out_strides=strides, threads=2), last),
    ):
        code = Compiled(conv_op, [given, w], CONV, params=p, target=fast(), **options)
        (result,) = code.run(given, w)
        assert (result == first).all()


def test_gradient_by_the_input() -> None:
    x, w, p = problem("odd")
    y = np.random.default_rng(1).standard_normal(forward(x, w, p).shape).astype("f4")
    sizes = x.shape[2:]
    code = Compiled(input_grad, [y, w], CONV_INPUT_GRAD, params=p | {"sizes": sizes}, target=fast())
    (dx,) = code.run(y, w)
    near(dx, by_input(y, w, p, sizes), by_input(np.abs(y), np.abs(w), p, sizes))


def test_gradient_by_the_weight() -> None:
    """Over several chunks of blocks, and with tiles that reach beyond; what is no number stays in its channel."""
    rng = np.random.default_rng(2)
    x = rng.standard_normal((14, 70, 11, 9)).astype("f4")
    y = rng.standard_normal((14, 97, 11, 9)).astype("f4")
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)
    q = p | {"kernel": (3, 3)}
    usual = Compiled(weight_grad, [x, y], CONV_WEIGHT_GRAD, params=q, target=fast())
    (first,) = usual.run(x, y)
    near(first, by_weight(x, y, p, (3, 3)), by_weight(np.abs(x), np.abs(y), p, (3, 3)))
    last = channels_last(x), channels_last(y)
    for options, given in ((dict(open_sizes=True, threads=3), (x, y)), (dict(threads=2), last)):
        code = Compiled(weight_grad, [*given], CONV_WEIGHT_GRAD, params=q, target=fast(), **options)
        (result,) = code.run(*given)
        assert (result == first).all()
    (direct,) = Compiled(weight_grad, [x, y], CONV_WEIGHT_GRAD, params=q).run(x, y)
    assert (direct != first).any()  # another algorithm indeed
    x[3, 5, 4, 4], y[2, 90, 10, 8] = np.inf, np.nan
    (found,) = usual.run(x, y)
    touched = np.zeros(found.shape, bool)
    touched[:, 5] = touched[90] = True
    assert (found[~touched] == first[~touched]).all() and not np.isfinite(found[touched]).any()


def test_on_narrow_registers() -> None:
    """And without masks: the rows and columns that are left over."""
    target = named("x86-64-v3")
    if not target.runs_on(machine()):
        pytest.skip("this machine is no x86-64-v3")
    target = target.replace(numerics="fast")
    x, w, p = problem("odd")
    wanted = forward(x, w, p)
    y = np.random.default_rng(4).standard_normal(wanted.shape).astype("f4")
    (found,) = Compiled(conv_op, [x, w], CONV, params=p, target=target).run(x, w)
    near(found, wanted, forward(np.abs(x), np.abs(w), p))
    q = p | {"kernel": (3, 3)}
    (dw,) = Compiled(weight_grad, [x, y], CONV_WEIGHT_GRAD, params=q, target=target).run(x, y)
    near(dw, by_weight(x, y, p, (3, 3)), by_weight(np.abs(x), np.abs(y), p, (3, 3)))


@pytest.mark.parametrize("size", [(0, 9, 9), (2, 0, 9)])
def test_empty_axes(size: tuple[int, int, int]) -> None:
    """Found empty by the run alone, where the algorithm is chosen."""
    n, *sizes = size
    x, w = np.ones((n, 32, *sizes), "f4"), np.ones((32, 32, 3, 3), "f4")
    p = dict(strides=(1, 1), padding=((1, 1), (1, 1)), dilation=(1, 1), groups=1)
    code = Compiled(conv_op, [x, w], CONV, params=p, target=fast(), open_sizes=True)
    assert code.run(x, w)[0].size == 0
    q = p | {"kernel": (3, 3)}
    gradient = Compiled(
        weight_grad, [x, x], CONV_WEIGHT_GRAD, params=q, target=fast(), open_sizes=True
    )
    assert (gradient.run(x, x)[0] == 0).all()


def test_what_infinities_touch() -> None:
    """Outputs whose window holds one, in all modes; in `fast` it may be NaN there: ∞ − ∞ of a tile's transforms."""
    x, w, p = problem("even")
    codes = {
        mode: Compiled(conv_op, [x, w], CONV, params=p, target=host().replace(numerics=mode))
        for mode in ("default", "fast")
    }
    for place in ((3, 4), (0, 7), (2, 2)):  # all four places of a tile along an axis
        touched = np.zeros((2, 8, 8), bool)
        touched[1, max(place[0] - 1, 0) : place[0] + 2, max(place[1] - 1, 0) : place[1] + 2] = True
        for bad in (np.inf, np.nan):
            holds = x.copy()
            holds[1, 5, place[0], place[1]] = bad
            for mode, code in codes.items():
                usual, found = (code.run(given, w)[0].transpose(0, 2, 3, 1) for given in (x, holds))
                assert (found[~touched] == usual[~touched]).all()
                assert not np.isfinite(found[touched]).any()
                if bad == np.inf:
                    assert np.isinf(found[touched]).all() == (mode == "default")


def test_large_values() -> None:
    """A tile's transform adds up four numbers: up to a quarter of the largest number all is finite."""
    x, w, p = problem("even")
    x = np.sign(x) * np.float32(2.0**125)
    w = np.zeros_like(w)
    w[:, 0, 1, 1] = 2.0**-100
    (found,) = Compiled(conv_op, [x, w], CONV, params=p, target=fast()).run(x, w)
    near(found, forward(x, w, p), np.abs(forward(x, w, p)))


def test_a_picture_does_not_depend_on_its_batch() -> None:
    x, w, p = problem("odd")
    (together,) = Compiled(conv_op, [x, w], CONV, params=p, target=fast()).run(x, w)
    one = np.ascontiguousarray(x[1:2])
    (alone,) = Compiled(conv_op, [one, w], CONV, params=p, target=fast()).run(one, w)
    assert (together[1:2] == alone).all()


def decision(
    mode: str, channels: int, columns: int, taps: tuple[int, int], out: tuple[int, int]
) -> Any:
    target = host().replace(numerics=mode)
    f: Function = Module().function("f", [])
    return wins(f, target, tile_shape(target, dt.float32), channels, columns, taps, out)


def test_where_it_is_used() -> None:
    assert decision("fast", 64, 64, (3, 3), (56, 56)) is True
    assert decision("fast", 32, 512, (3, 3), (8, 8)) is True
    assert decision("fast", 512, 512, (3, 3), (28, 28)) is True
    for mode in ("default", "portable"):
        assert decision(mode, 64, 64, (3, 3), (56, 56)) is False
    for other in (
        (3, 64, (3, 3), (56, 56)),  # short products
        (64, 16, (3, 3), (56, 56)),
        (1024, 64, (3, 3), (56, 56)),  # more than one chain of additions
        (64, 64, (3, 1), (56, 56)),
        (64, 64, (5, 5), (56, 56)),
        (64, 64, (3, 3), (7, 7)),  # weights cost more than they save
        (512, 512, (3, 3), (14, 14)),
        (64, 64, (3, 3), (1, 100)),  # half of each tile is not wanted
    ):
        assert decision("fast", *other) is False
    target = fast()
    assert (
        wins(
            Module().function("f", []),
            target,
            tile_shape(target, dt.float64),
            64,
            64,
            (3, 3),
            (9, 9),
        )
        is False
    )

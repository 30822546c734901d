"""The primitives: types, where elements come from, and transposes that are adjoints."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trace_support import Concrete, NumPyBottom

from nitinol.base import dtypes as dt
from nitinol.base.errors import DTypeError, ShapeError
from nitinol.base.shapes import contiguous_strides
from nitinol.base.sizes import Size
from nitinol.ir.op import Linear, Strided, Type
from nitinol.trace import bind as bind_module
from nitinol.trace import primitives as p
from nitinol.trace.bind import bind

EXAMPLES = settings(max_examples=60, deadline=None)


def random(shape, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(shape)
    if np.dtype(dtype).kind == "c":
        x = x + 1j * rng.standard_normal(shape)
    return x.astype(dtype)


def inner(a, b):
    return np.real(np.sum(np.conj(a) * b))


def adjoint_holds(op, own, dtype=np.float64, **params):
    """⟨A x, c⟩ = ⟨x, Aᵀ c⟩ for random x and c."""
    before, bind_module.bottom = bind_module.bottom, NumPyBottom()
    try:
        x = random(own, dtype)
        y = bind(op, Concrete(x), **params)
        c = random(y.shape, y.value.dtype, 1)
        linear = Linear(Type(dt.from_numpy(x.dtype), own))
        (back,) = op.transpose(Concrete(c), linear, **params)
    finally:
        bind_module.bottom = before
    assert back.shape == own and back.dtype is linear.dtype
    np.testing.assert_allclose(inner(y.value, c), inner(x, back.value), rtol=1e-10, atol=1e-12)


SIZES = st.integers(0, 4)


@st.composite
def broadcasts(draw):
    target = tuple(draw(st.lists(SIZES, max_size=4)))
    axes = tuple(a for a in range(len(target)) if draw(st.booleans()))
    source = tuple(1 if draw(st.booleans()) else target[a] for a in axes)
    return source, target, axes


@EXAMPLES
@given(broadcasts(), st.sampled_from([np.float64, np.complex128]))
def test_broadcast_to_is_transposed_by_a_sum(case, dtype):
    source, target, axes = case
    adjoint_holds(p.broadcast_to, source, dtype, shape=target, axes=axes)


@EXAMPLES
@given(st.lists(SIZES, max_size=4), st.data())
def test_reduce_sum_is_transposed_by_a_broadcast(shape, data):
    axes = tuple(a for a in range(len(shape)) if data.draw(st.booleans()))
    adjoint_holds(p.reduce_sum, tuple(shape), axes=axes)


@EXAMPLES
@given(st.permutations(range(4)))
def test_permute_is_transposed_by_its_inverse(perm):
    adjoint_holds(p.permute, (2, 3, 4, 5), perm=tuple(perm))


@pytest.mark.parametrize(
    ("source", "target"),
    list(itertools.product([np.float32, np.float64, np.complex64, np.complex128], repeat=2)),
)
def test_casts_are_transposed_by_casts(source, target):
    x = random((3,), source)
    y = bind(p.cast, Concrete(x), dtype=dt.from_numpy(np.dtype(target)))
    c = random((3,), target, 1)
    (back,) = p.cast.transpose(
        Concrete(c), Linear(Type(dt.from_numpy(x.dtype), (3,))), dtype=y.dtype
    )
    np.testing.assert_allclose(inner(y.value, c), inner(x, back.value), rtol=1e-5)


def test_one_transpose_of_a_broadcast_is_one_sum(bottom):
    x = Linear(Type(dt.float64, (3,)))
    p.broadcast_to.transpose(Concrete(np.ones((2, 3))), x, shape=(2, 3), axes=(1,))
    assert bottom.calls == ["reduce_sum"]


def split(draw, number):
    """`number` as a product."""
    factors = []
    for prime in (2, 3, 5):
        while number % prime == 0:
            number //= prime
            factors.append(prime)
    factors = draw(st.permutations(factors))
    shape = []
    for f in factors:
        if shape and draw(st.booleans()):
            shape[-1] *= f
        else:
            shape.append(f)
        if draw(st.integers(0, 4)) == 0:
            shape.append(1)
    return tuple(shape)


@st.composite
def reshapes(draw):
    number = draw(st.sampled_from([1, 4, 6, 12, 24, 30, 36]))
    return split(draw, number), split(draw, number)


@EXAMPLES
@given(reshapes())
def test_reshape_reads_the_elements_in_order(case):
    source, target = case
    x = np.arange(np.prod(source, dtype=int)).reshape(source)
    y = x.reshape(target)
    a, b = Type(dt.float64, source), Type(dt.float64, target)
    for coords in np.ndindex(target):
        place = p.reshape.lowering.index(list(coords), a, b, shape=target)
        assert x[tuple(place)] == y[coords]
    adjoint_holds(p.reshape, source, shape=target)


@EXAMPLES
@given(reshapes(), st.data())
def test_reshape_is_a_view_exactly_when_numpy_makes_one(case, data):
    source, target = case
    perm = data.draw(st.permutations(range(len(source))))
    base = np.arange(np.prod(source, dtype=int))
    inverse = p.inverse(perm)
    stored = tuple(source[i] for i in perm)  # memory order of the axes
    x = base.reshape(stored).transpose(inverse)
    assert x.shape == source
    strides = tuple(s // x.itemsize for s in x.strides)
    found = p.reshape.lowering.view(Strided(source, strides, 7), shape=target)
    y = x.view()
    try:
        y.shape = target
    except AttributeError:
        assert found is None
        return
    assert found is not None and found.offset == 7
    got = np.lib.stride_tricks.as_strided(base, target, [s * base.itemsize for s in found.strides])
    np.testing.assert_array_equal(got, y)


def test_reshape_of_open_sizes():
    n, m = Size.symbol("n"), Size.symbol("m")
    groups = p.reshape_groups
    assert groups((n, 4, 2), (n, 8)) == [(range(1), range(1)), (range(1, 3), range(1, 2))]
    assert groups((n, 4, 2), (4 * n, 2)) == [(range(2), range(1)), (range(2, 3), range(1, 2))]
    assert groups((4 * n, 2), (n, 4, 2)) == [(range(1), range(2)), (range(1, 2), range(2, 3))]
    assert groups((n, m), (n * m,)) == [(range(2), range(1))]
    view = p.reshape.lowering.view(Strided((n, 6), (6, 1)), shape=(n, 2, 3))
    assert view == Strided((n, 2, 3), (6, 3, 1))
    assert p.reshape.lowering.view(Strided((n, 6), (7, 1)), shape=(6 * n,)) is None


@pytest.mark.parametrize(
    ("source", "target"), [((0, 3), (3, 0)), ((2, 0), (0,)), ((0,), (5, 0, 2))]
)
def test_empty_reshapes(source, target):
    adjoint_holds(p.reshape, source, shape=target)
    strided = Strided(source, contiguous_strides(source))
    assert p.reshape.lowering.view(strided, shape=target).shape == target
    types = Type(dt.float64, source), Type(dt.float64, target)
    assert len(p.reshape.lowering.index([0] * len(target), *types, shape=target)) == len(source)


@EXAMPLES
@given(broadcasts())
def test_broadcast_reads_the_right_elements(case):
    source, target, axes = case
    x = np.arange(np.prod(source, dtype=int)).reshape(source)
    order = [1] * len(target)
    for size, axis in zip(source, axes, strict=True):
        order[axis] = size
    y = np.broadcast_to(x.reshape(order), target)
    a, b = Type(dt.float64, source), Type(dt.float64, target)
    for coords in np.ndindex(target):
        place = p.broadcast_to.lowering.index(list(coords), a, b, shape=target, axes=axes)
        assert x[tuple(place)] == y[coords]
    strided = Strided(source, contiguous_strides(source))
    view = p.broadcast_to.lowering.view(strided, shape=target, axes=axes)
    if y.size:
        flat = np.ascontiguousarray(x).reshape(-1)
        got = np.lib.stride_tricks.as_strided(flat, target, [8 * s for s in view.strides])
        np.testing.assert_array_equal(got, y)


def test_permute_reads_the_right_elements():
    x = np.arange(24).reshape(2, 3, 4)
    perm = (2, 0, 1)
    y = x.transpose(perm)
    a, b = Type(dt.float64, x.shape), Type(dt.float64, y.shape)
    for coords in np.ndindex(y.shape):
        assert x[tuple(p.permute.lowering.index(list(coords), a, b, perm=perm))] == y[coords]
    view = p.permute.lowering.view(Strided((2, 3, 4), (12, 4, 1)), perm=perm)
    assert view == Strided((4, 2, 3), (1, 12, 4))


F = dt.float64


@pytest.mark.parametrize(
    ("op", "types", "params", "error", "text"),
    [
        (p.add, [Type(F, (2,)), Type(dt.int64, (2,))], {}, DTypeError, "float64 and int64"),
        (p.add, [Type(F, (2,)), Type(F, (3,))], {}, ShapeError, r"\(2,\) and \(3,\)"),
        (p.add, [Type(F, (2,)), Type(F, ())], {}, ShapeError, "must be equal"),
        (p.broadcast_to, [Type(F, (2,))], {"shape": (3,), "axes": (0,)}, ShapeError, "size 2"),
        (p.broadcast_to, [Type(F, (2,))], {"shape": (2,), "axes": (1,)}, ShapeError, "axes"),
        (p.broadcast_to, [Type(F, (2, 2))], {"shape": (2, 2), "axes": (1, 0)}, ShapeError, "axes"),
        (p.reduce_sum, [Type(F, (2,))], {"axes": (1,)}, ShapeError, "axes"),
        (p.reduce_sum, [Type(F, (2, 2))], {"axes": (1, 0)}, ShapeError, "sorted"),
        (p.reshape, [Type(F, (2, 3))], {"shape": (5,)}, ShapeError, "6 elements"),
        (p.permute, [Type(F, (2, 3))], {"perm": (0, 0)}, ShapeError, "permutation"),
    ],
)
def test_wrong_applications_are_refused(op, types, params, error, text):
    with pytest.raises(error, match=text):
        op.infer(*types, **params)


def test_sum_to_undoes_numpy_broadcasting():
    x = random((2, 3, 4))
    got = p.sum_to(Concrete(x), (3, 1))
    np.testing.assert_allclose(got.value, x.sum(axis=(0, 2)).reshape(3, 1))
    same = Concrete(x)
    assert p.sum_to(same, (2, 3, 4)) is same


def test_zeros_and_accumulate():
    z = p.zeros(Type(dt.complex64, (2,)))
    assert z.value.dtype == np.complex64 and not z.value.any()
    assert p.accumulate(None, None) is None
    assert p.accumulate(z, None) is z and p.accumulate(None, z) is z
    np.testing.assert_array_equal(p.accumulate(z, p.full(2, dt.complex64, (2,))).value, [2, 2])

"""The template of matrix products against NumPy in float64, and the laws of its sums."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from template_harness import Compiled

from nitinol.llvm.target import machine, named
from nitinol.ops.contraction import dot_op
from nitinol.templates.matmul import Matmul

Arrays = np.ndarray[Any, Any]


def matrix(rng: np.random.Generator, shape: tuple[int, ...], dtype: str, turned: bool) -> Arrays:
    """Random numbers; `turned`: the last two axes exchanged in memory."""
    if turned:
        shape = (*shape[:-2], shape[-1], shape[-2])
    made = rng.standard_normal(shape).astype(dtype)
    return made.swapaxes(-1, -2) if turned else made


def product(a: Arrays, b: Arrays, **options: Any) -> Arrays:
    """The template's product, checked against float64."""
    (result,) = Compiled(dot_op, [a, b], Matmul(), **options).run(a, b)
    wanted = a.astype(np.float64) @ b.astype(np.float64)
    scale = np.abs(a).astype(np.float64) @ np.abs(b).astype(np.float64)
    tolerance = np.finfo(a.dtype).eps * 32
    assert result.shape == wanted.shape
    assert (np.abs(result - wanted) <= tolerance * scale + 1e-30).all()
    return result


SHAPES = [
    (1, 1, 1),
    (64, 64, 64),
    (13, 33, 7),
    (100, 70, 530),  # two blocks of the reduced axis
    (5, 1, 9),
    (1, 40, 1100),
    (8, 600, 20),
    (130, 50, 65),
    (300, 130, 530),  # tall: both operands are packed by a phase of its own
]


@pytest.mark.parametrize("turned", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("shape", SHAPES)
def test_known_and_open_sizes_give_the_same_bits(
    shape: tuple[int, int, int], turned: tuple[bool, bool]
) -> None:
    m, n, k = shape
    rng = np.random.default_rng(m * n * k)
    a, b = matrix(rng, (m, k), "f4", turned[0]), matrix(rng, (k, n), "f4", turned[1])
    first = product(a, b)
    assert (product(a, b, open_sizes=True, threads=3) == first).all()
    assert (product(a, b, open_sizes=True, hide_plain=True) == first).all()
    assert (product(a, b, hide_plain=True, threads=4) == first).all()


@pytest.mark.parametrize("shape", [(0, 3, 4), (3, 0, 4), (3, 4, 0)])
@pytest.mark.parametrize("open_sizes", [False, True])
def test_empty_axes(shape: tuple[int, int, int], open_sizes: bool) -> None:
    m, n, k = shape
    a, b = np.ones((m, k), "f4"), np.ones((k, n), "f4")
    result = product(a, b, open_sizes=open_sizes)
    assert result.shape == (m, n)
    assert (result == 0).all()


def test_sums_depend_on_the_reduced_axis_alone() -> None:
    rng = np.random.default_rng(1)
    a, b = matrix(rng, (75, 700), "f4", False), matrix(rng, (700, 90), "f4", False)
    whole = product(a, b)
    assert (product(a[20:21], b) == whole[20:21]).all()
    assert (product(a[:7], b[:, 3:8]) == whole[:7, 3:8]).all()
    assert (product(a[30:60], b[:, 50:51]) == whole[30:60, 50:51]).all()


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_few_rows_of_a_turned_operand(dtype: str) -> None:
    rng = np.random.default_rng(5)
    a, b = matrix(rng, (9, 1045), dtype, False), matrix(rng, (1045, 37), dtype, True)
    all_rows = product(a, b)
    for rows in (1, 2, 4, 5):
        assert (product(a[:rows].copy(), b, open_sizes=True) == all_rows[:rows]).all()
    b[7, 3] = np.nan  # stays in its column
    column = product(a[:1].copy(), np.nan_to_num(b), open_sizes=True)
    (found,) = Compiled(dot_op, [a[:1], b], Matmul(), open_sizes=True).run(a[:1], b)
    assert np.isnan(found[0, 3])
    assert (np.delete(found, 3, 1) == np.delete(column, 3, 1)).all()


def test_batches_and_broadcast_batches() -> None:
    rng = np.random.default_rng(2)
    a = matrix(rng, (3, 2, 17, 40), "f4", False)
    b = np.broadcast_to(matrix(rng, (1, 2, 40, 35), "f4", True), (3, 2, 40, 35))
    first = product(a, b, threads=2)
    assert (product(a, b, open_sizes=True) == first).all()


def test_tall_products_are_packed_once_for_all_tasks() -> None:
    rng = np.random.default_rng(10)
    a, b = matrix(rng, (5, 290, 100), "f4", True), matrix(rng, (100, 130), "f4", False)
    one = np.broadcast_to(b, (5, 100, 130))
    closed = Compiled(dot_op, [a, one], Matmul(), threads=4).bind(a, one)
    packs, tasks = closed.counts()
    assert packs == 1  # the right side; the left one is packed by the tasks
    assert tasks > 1
    closed.run()
    # Left alone, a product of the batch is cut and packed otherwise; so are few of its rows.
    for i in (0, 4):
        assert (product(a[i, 30:50], b) == closed.outputs[0][i, 30:50]).all()


@pytest.mark.parametrize("turned", [(False, False), (True, True)])
def test_wide_products_are_cut_by_columns_which_their_tasks_pack(turned: tuple[bool, bool]) -> None:
    rng = np.random.default_rng(14)
    a, b = matrix(rng, (263, 130), "f4", turned[0]), matrix(rng, (130, 2120), "f4", turned[1])
    wide = Compiled(dot_op, [a, b], Matmul(), threads=4).bind(a, b)
    packs, tasks = wide.counts()
    assert packs == 2  # A alone, in groups of rows
    assert tasks == 16
    wide.run()
    np.testing.assert_allclose(wide.outputs[0], a.astype("f8") @ b, rtol=1e-4, atol=1e-3)
    assert (product(a, b, open_sizes=True, threads=2) == wide.outputs[0]).all()
    assert (product(a[:9], b[:, 100:140]) == wide.outputs[0][:9, 100:140]).all()


@pytest.mark.parametrize("turned", [(False, False), (True, True)])
def test_pulled_operands_give_the_same_bits(turned: tuple[bool, bool]) -> None:
    rng = np.random.default_rng(11)
    a, b = matrix(rng, (270, 530), "f4", turned[0]), matrix(rng, (530, 260), "f4", turned[1])
    first = product(a, b)
    assert (product(a, b, pulled=(0, 1), threads=2) == first).all()
    columns = [(1, 270)]
    assert (product(a, b, pulled=(1,), open_sizes=True, out_strides=columns) == first).all()


def test_strides_that_share_cache_sets_and_odd_ones() -> None:
    rng = np.random.default_rng(3)
    a = rng.standard_normal((60, 1024)).astype("f4")[:, :300]
    b = rng.standard_normal((300, 2048)).astype("f4")[:, :200]
    first = product(a, b)
    assert (product(np.ascontiguousarray(a), np.ascontiguousarray(b)) == first).all()
    wide = rng.standard_normal((60, 600)).astype("f4")
    product(wide[::2, ::2], rng.standard_normal((900, 90)).astype("f4")[::3, ::3])
    product(wide[::-1, ::-2], b)


@pytest.mark.parametrize("open_sizes", [False, True])
def test_double_precision(open_sizes: bool) -> None:
    rng = np.random.default_rng(4)
    a, b = matrix(rng, (33, 600), "f8", False), matrix(rng, (600, 45), "f8", True)
    product(a, b, open_sizes=open_sizes, threads=2)


def test_result_in_columns() -> None:
    rng = np.random.default_rng(5)
    a, b = matrix(rng, (40, 30), "f4", False), matrix(rng, (30, 50), "f4", False)
    first = product(a, b)
    assert (product(a, b, out_strides=[(1, 40)]) == first).all()


def test_fused_code_sees_every_element_once() -> None:
    rng = np.random.default_rng(6)
    a, b = matrix(rng, (50, 520), "f4", False), matrix(rng, (520, 37), "f4", False)

    def fuse(ctx: Any, coords: Any, axis: Any, value: Any) -> Any:
        k = ctx.k
        return k.maximum(k.add(value, k.const(1.0, value.dtype)), k.const(0, value.dtype))

    (result,) = Compiled(dot_op, [a, b], Matmul(), fuse=fuse, threads=2).run(a, b)
    plain = product(a, b)
    assert (result == np.maximum(plain + np.float32(1), 0)).all()


@pytest.mark.parametrize("dtype", ["i1", "u2", "i4", "i8", "?"])
def test_integers_and_bools_are_exact(dtype: str) -> None:
    rng = np.random.default_rng(7)
    a = rng.integers(0, 100, (2, 9, 30)).astype(dtype)
    b = rng.integers(-50, 50, (2, 30, 37)).astype(dtype)
    for open_sizes in (False, True):
        (result,) = Compiled(dot_op, [a, b], Matmul(), open_sizes=open_sizes).run(a, b)
        assert (result == a @ b).all()


@pytest.mark.parametrize("name", ["x86-64-v3", "x86-64-v2", "x86-64"])
def test_lower_levels_of_the_machine(name: str) -> None:
    target = named(name)
    if not target.runs_on(machine()):
        pytest.skip(f"this machine is no {name}")
    rng = np.random.default_rng(8)
    a, b = matrix(rng, (29, 523), "f4", False), matrix(rng, (523, 41), "f4", True)
    result = product(a, b, target=target, hide_plain=True)
    if target.fuses and machine().fuses:
        assert (result == product(a, b)).all()


@settings(max_examples=12, deadline=None)
@given(
    m=st.integers(0, 40), n=st.integers(0, 70), k=st.integers(0, 40),
    turned=st.tuples(st.booleans(), st.booleans()), plain=st.booleans(),
)  # fmt: skip
def test_one_open_kernel_serves_all_sizes(
    m: int, n: int, k: int, turned: tuple[bool, bool], plain: bool
) -> None:
    rng = np.random.default_rng(9)
    a, b = matrix(rng, (m, k), "f4", turned[0]), matrix(rng, (k, n), "f4", turned[1])
    product(a, b, open_sizes=True, hide_plain=not plain)

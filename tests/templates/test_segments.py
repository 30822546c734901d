"""The templates of segment operations: bits, offsets that are wrong, elements of no row, what is computed in front."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import nitinol as ni
from nitinol.ops.segment_sorting import segment_sort_with_indices


@pytest.fixture
def threads():
    before = ni.get_num_threads()
    yield
    ni.set_num_threads(before)


def rows(count: int) -> tuple[ni.Tensor, ni.Tensor, np.ndarray]:
    rng = np.random.default_rng(0)
    lengths = rng.integers(0, 40, count) * (rng.random(count) < 0.7)
    lengths[count // 2] = 5000
    ends = np.concatenate([[0], np.cumsum(lengths)])
    x = rng.standard_normal(int(ends[-1])).astype(np.float32)
    return ni.tensor(x), ni.tensor(ends), ends


def test_bits_depend_on_the_row_alone(threads: None) -> None:
    x, offsets, ends = rows(2000)
    functions = (ni.segment_sum, ni.segment_softmax, ni.segment_cumsum, ni.segment_argmax)
    found = []
    for count in (1, 3):
        ni.set_num_threads(count)
        found.append([f(x, offsets).numpy() for f in functions])
    for a, b in zip(*found, strict=True):
        np.testing.assert_array_equal(a, b)
    for r in (1000, 7, 1500):
        own = x[int(ends[r]) : int(ends[r + 1])]
        alone = ni.tensor([0, own.shape[0]])
        assert ni.segment_sum(own, alone).item() == found[0][0][r]
        np.testing.assert_array_equal(
            ni.segment_softmax(own, alone).numpy(), found[0][1][ends[r] : ends[r + 1]]
        )


def test_softmax_of_special_rows() -> None:
    inf = float("inf")
    x = ni.tensor([-inf, 1.0, -inf, -inf, inf, 2.0] + [-inf] * 20 + [0.0])
    offsets = ni.tensor([0, 2, 4, 6, 27, 27])
    found = ni.segment_softmax(x, offsets).numpy()
    assert found[:2].tolist() == [0.0, 1.0]
    assert np.isnan(found[2:4]).all()
    assert found[26] == 1.0
    np.testing.assert_array_equal(
        ni.segment_logsumexp(x, offsets).numpy(), [1.0, -inf, inf, 0.0, -inf]
    )


@pytest.mark.parametrize("offsets", [[0, 3, 2, 5], [-1, 5], [0, 6], [2, 1]])
def test_wrong_offsets_raise_after_the_call(offsets: list[int]) -> None:
    for f in (ni.segment_sum, ni.segment_cumsum, ni.segment_softmax):
        with pytest.raises(ni.IndexRangeError):
            f(ni.ones(5), ni.tensor(offsets)).numpy()


def test_elements_of_no_row() -> None:
    x, offsets = ni.ones((6, 3)), ni.tensor([1, 3, 4])
    assert ni.segment_sum(x, offsets)[:, 0].tolist() == [2.0, 1.0]
    assert ni.segment_cumsum(x, offsets)[:, 2].tolist() == [0.0, 1.0, 2.0, 1.0, 0.0, 0.0]
    assert ni.segment_repeat(ni.tensor([5, 6]), offsets, x).tolist() == [0, 5, 5, 6, 0, 0]
    assert ni.segment_softmax(x[:, 0], offsets).tolist() == [0.0, 0.5, 0.5, 1.0, 0.0, 0.0]
    none = ni.segment_repeat(ni.zeros((0, 3)), ni.tensor([0]), x)
    assert none.tolist() == ni.zeros((6, 3)).tolist()


def test_products_are_not_stored() -> None:
    @ni.jit
    def product(values, columns, offsets, dense):
        return ni.segment_sum(values[:, None] * ni.take(dense, columns, 0), offsets)

    n = 50_000
    given = ni.ones(n), ni.arange(n) % 100, ni.tensor([0, 10, n]), ni.ones((100, 16))
    assert product(*given)[:, 3].tolist() == [10.0, n - 10.0]
    assert product.memory(*given)["temporaries"] < n  # all products would be 64 n


@pytest.mark.parametrize("dtype", ["float32", "int64", "int8", "float16"])
def test_blocks_of_short_rows(dtype: str) -> None:
    # As many rows as a vector has lanes are folded together; longer ones, and the last, are among them.
    rng = np.random.default_rng(1)
    lengths = rng.integers(0, 12, 203)
    lengths[[5, 40]] = 70, 300
    ends = np.concatenate([[0], np.cumsum(lengths)])
    x = rng.integers(-3, 4, ends[-1]).astype(dtype)
    parts = np.split(x.astype(np.float64), ends[1:-1])
    values, offsets = ni.tensor(x), ni.tensor(ends)
    sums = ni.segment_sum(values * 2, offsets)  # the product is computed as it is read
    np.testing.assert_array_equal(sums.numpy(), [2 * p.sum() for p in parts])
    if dtype in ("float32", "int8"):
        found = ni.segment_argmax(values, offsets).numpy()
        assert found.tolist() == [int(p.argmax()) if p.size else -1 for p in parts]
    top = ni.segment_max(values, offsets).numpy()
    assert all(a == p.max() for a, p in zip(top, parts, strict=True) if p.size)


@pytest.mark.parametrize("wrong", [(17, 0), (20, 10**12), (16, -5)])
def test_blocks_with_wrong_offsets_raise(wrong: tuple[int, int]) -> None:
    ends = np.arange(65) * 3
    ends[wrong[0]] = wrong[1]
    with pytest.raises(ni.IndexRangeError):
        ni.segment_sum(ni.ones(192), ni.tensor(ends)).numpy()


@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_rows_are_sorted_by_themselves(dtype: str) -> None:
    rng = np.random.default_rng(2)
    ends = np.cumsum([2, 0, 3, 40, 1, 500, 17])
    x = rng.integers(-9, 10, ends[-1] + 3).astype(dtype)
    if dtype == "float32":
        x[[4, 30, 31]] = np.nan, -0.0, 0.0
    values, offsets = ni.tensor(x), ni.tensor(ends)
    for descending in (False, True):
        found, places = segment_sort_with_indices(values, offsets, descending)
        assert not found.numpy()[: ends[0]].any()  # elements of no row
        for low, high in itertools.pairwise(ends):
            row = values[int(low) : int(high)]
            want = ni.argsort(row, 0, descending).numpy()
            np.testing.assert_array_equal(places.numpy()[low:high], want)
            assert found.numpy()[low:high].tobytes() == row.numpy()[want].tobytes()
    with pytest.raises(ni.IndexRangeError):
        segment_sort_with_indices(values, ni.tensor([0, 9, 5]))[0].numpy()

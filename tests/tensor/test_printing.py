"""Printing, compared with NumPy's own formatting."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni


@pytest.fixture(autouse=True)
def default_options() -> Iterator[None]:
    yield
    ni.set_printoptions(profile="default")


def as_numpy_prints(a: np.ndarray) -> str:
    return np.array2string(
        a,
        separator=", ",
        precision=4,
        prefix="tensor(",
        max_line_width=80,
        threshold=1000,
        suffix=")",
    )


def body(text: str) -> str:
    """The numbers of a repr."""
    assert text.startswith("tensor(") and text.endswith(")")
    inner = text[len("tensor(") : -1]
    return inner[: inner.rindex("]") + 1] if "]" in inner else inner.partition(",")[0]


@settings(max_examples=150, deadline=None)
@given(
    hnp.arrays(
        st.sampled_from([np.float32, np.float64]),
        hnp.array_shapes(min_dims=1, max_dims=3, max_side=6),
        elements=st.one_of(
            st.integers(-1000, 1000).map(float),
            st.floats(-100, 100, width=16),
            st.sampled_from([0.0, -0.0, float("inf"), float("-inf"), float("nan"), 0.5, 1e-3]),
        ),
    )
)
def test_floats_look_like_numpys(a: np.ndarray) -> None:
    assert body(repr(ni.tensor(a))) == as_numpy_prints(a)


@settings(max_examples=100, deadline=None)
@given(
    hnp.arrays(
        st.sampled_from([np.int8, np.int64, np.uint64, np.bool_]),
        hnp.array_shapes(min_dims=1, max_dims=3, max_side=30),
    )
)
def test_integers_and_bools_look_like_numpys(a: np.ndarray) -> None:
    assert body(repr(ni.tensor(a))) == as_numpy_prints(a)


@pytest.mark.parametrize(
    "values",
    [
        [1e10, 1.0], [1e-7, 1.0], [123456.789, 0.001], [1e8], [99999999.0], [1.0, 1001.0], [3e-5],
        [1e300, -1e300], [1e-300], [float("nan")], [float("inf"), 1.0], [-1.5, float("-inf")],
    ],
)  # fmt: skip
def test_scientific_when_needed(values: list[float]) -> None:
    a = np.array(values)
    assert body(repr(ni.tensor(a))) == as_numpy_prints(a)


@pytest.mark.parametrize(
    "values", [[1 + 2j, 3.5 - 1j], [0j], [1.25 + 1e5j, -3 - 0.5j], [complex("nan"), 1j]]
)
def test_complex(values: list[complex]) -> None:
    a = np.array(values, np.complex64)
    assert body(repr(ni.tensor(a))) == as_numpy_prints(a)


@pytest.mark.parametrize("shape", [(30, 100), (2000,), (5, 40, 40), (1001, 1), (2, 3, 4, 50)])
def test_long_tensors_are_summarised(shape: tuple[int, ...]) -> None:
    a = np.arange(np.prod(shape)).reshape(shape) % 10
    assert body(repr(ni.tensor(a))) == as_numpy_prints(a)
    assert body(repr(ni.tensor(a).T)) == as_numpy_prints(a.T)


def test_summary_reads_only_the_corners() -> None:
    big = ni.zeros(1).expand(10**6, 10**6)
    assert repr(big).count("0.") == 36


def test_what_stands_behind_the_numbers() -> None:
    assert repr(ni.tensor(2.5)) == "tensor(2.5)"
    assert repr(ni.tensor(3)) == "tensor(3)"
    assert repr(ni.tensor(True)) == "tensor(True)"
    assert repr(ni.tensor([1.0], dtype="float64")) == "tensor([1.], dtype=float64)"
    assert repr(ni.tensor([1], dtype="uint8")) == "tensor([1], dtype=uint8)"
    assert repr(ni.tensor([])) == "tensor([])"
    assert repr(ni.tensor([], dtype=ni.int64)) == "tensor([], dtype=int64)"
    assert repr(ni.zeros((0, 3))) == "tensor([], shape=(0, 3))"
    x = ni.tensor([1.0], requires_grad=True)
    assert repr(x) == "tensor([1.], requires_grad=True)"
    assert repr(x * 2) == "tensor([2.], grad_fn=<multiply>)"
    assert repr(ni.tensor([1.5], dtype=ni.bfloat16)) == "tensor([1.5], dtype=bfloat16)"


def test_long_suffixes_get_a_line() -> None:
    x = ni.tensor([0.123] * 9, dtype=ni.float64, requires_grad=True)
    assert repr(x).splitlines()[-1] == "       dtype=float64, requires_grad=True)"
    assert max(map(len, repr(x).splitlines())) <= 80


def test_options() -> None:
    x = ni.tensor([3.14159265, 2.0])
    ni.set_printoptions(precision=2)
    assert repr(x) == "tensor([3.14, 2.  ])"
    ni.set_printoptions(precision=7, sci_mode=True)
    assert repr(x) == "tensor([3.1415927e+00, 2.0000000e+00])"
    ni.set_printoptions(profile="default", sci_mode=False, threshold=3, edgeitems=1)
    assert repr(ni.arange(5)) == "tensor([0, ..., 4])"
    assert repr(ni.tensor([1e10])) == "tensor([10000000000.])"
    ni.set_printoptions(profile="default")
    assert ni.get_printoptions()["threshold"] == 1000
    with pytest.raises(ValueError, match="precision must be"):
        ni.set_printoptions(precision=-1)
    with pytest.raises(ValueError, match="profile"):
        ni.set_printoptions(profile="short")


def test_all_digits_of_float32() -> None:
    ni.set_printoptions(precision=12)
    assert repr(ni.tensor([0.1, 1 / 3])) == "tensor([0.1       , 0.33333334])"


def test_formatting() -> None:
    assert f"{ni.tensor(3.14159):.2f}" == "3.14"
    assert f"{ni.tensor(7):03d}" == "007"
    assert f"{ni.tensor([1.0])}" == "tensor([1.])"
    with pytest.raises(TypeError, match="set_printoptions"):
        f"{ni.tensor([1.0, 2.0]):.2f}"

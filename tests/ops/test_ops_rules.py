"""What holds beside values: dtypes of results, promotion, special points, aliases, methods."""

from __future__ import annotations

import enum
import math

import numpy as np
import pytest

import nitinol as ni


def number(x):
    return np.asarray(x.numpy())


@pytest.mark.parametrize(
    ("function", "given", "wanted"),
    [
        (lambda x: x + 1, "int8", "int8"),
        (lambda x: x + 1.5, "int8", "float32"),
        (lambda x: x + 1.5, "float16", "float16"),
        (lambda x: x + 1j, "float64", "complex128"),
        (lambda x: x * True, "int16", "int16"),
        (lambda x: x / 2, "int64", "float32"),
        (lambda x: x // 2, "bool", "int64"),
        (ni.sin, "int64", "float32"),
        (ni.sin, "bool", "float32"),
        (ni.exp, "bfloat16", "bfloat16"),
        (ni.abs, "complex64", "float32"),
        (ni.sum, "int8", "int64"),
        (ni.sum, "bool", "int64"),
        (ni.sum, "uint8", "uint64"),
        (ni.sum, "float16", "float16"),
        (ni.mean, "int32", "float32"),
        (ni.argmax, "float32", "int64"),
        (ni.cumsum, "int16", "int64"),
        (ni.isnan, "float32", "bool"),
        (ni.var, "complex64", "float32"),
    ],
)
def test_result_dtypes(function, given, wanted) -> None:
    x = ni.ones(3, dtype=given)
    assert function(x).dtype.name == wanted


def test_tensors_promote_and_numbers_adapt() -> None:
    a, b = ni.ones(2, dtype="int16"), ni.ones(2, dtype="float64")
    assert (a + b).dtype is ni.float64
    assert (2 * a).dtype is ni.int16
    with pytest.raises(ni.DTypeError, match="uint64"):
        ni.ones(2, dtype="uint64") + a


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: ni.add(ni.ones((2, 3)), ni.ones(4)), ni.ShapeError, r"add: shapes \(2, 3\)"),
        (
            lambda: ni.subtract(ni.ones(2) > 0, ni.ones(2) > 0),
            ni.DTypeError,
            "subtract: dtype bool",
        ),
        (lambda: ni.less(ni.ones(2) * 1j, 0), ni.DTypeError, "less: dtype complex64"),
        (lambda: ni.erf(ni.ones(2) * 1j), ni.DTypeError, "erf: dtype complex64"),
        (
            lambda: ni.jit(lambda x: x + 300)(ni.ones(2, dtype="int8")),
            ni.DTypeError,
            "300 does not fit into int8",
        ),
        (lambda: ni.sum(ni.ones((2, 3)), axis=2), ni.ShapeError, "sum: axis 2 does not exist"),
        (lambda: ni.max(ni.ones((0, 3)), axis=0), ni.ShapeError, "max: shape"),
        (lambda: ni.reshape(ni.ones((2, 3)), (4, 2)), ni.ShapeError, "reshape"),
        (lambda: ni.reshape(ni.ones((2, 3)), (-1, 4)), ni.ShapeError, "reshape"),
        (lambda: ni.squeeze(ni.ones((2, 3)), 0), ni.ShapeError, "squeeze: axis 0"),
        (lambda: ni.concatenate([ni.ones((2, 3)), ni.ones((2, 4))]), ni.ShapeError, "concatenate"),
        (lambda: ni.stack([ni.ones(2), ni.ones(3)]), ni.ShapeError, "stack"),
        (lambda: ni.split(ni.ones(5), (2, 2)), ni.ShapeError, "split: sizes"),
        (lambda: ni.pad(ni.ones(3), 4, "reflect"), ni.ShapeError, "pad: mode 'reflect'"),
        (lambda: ni.ones(3)[3], IndexError, "index 3 is out of range"),
        (lambda: ni.ones(3)[ni.tensor([0, 5])], IndexError, "5"),
        (lambda: ni.take(ni.ones(3), ni.tensor([-4])), IndexError, "-4"),
        (lambda: ni.ones(3)[ni.ones(3)], ni.DTypeError, "index tensors"),
        (lambda: ni.ones(3)[0, 0], IndexError, "2 axes are indexed"),
        (lambda: ni.topk(ni.ones(3), 4), ni.ShapeError, "topk: k"),
        (lambda: ni.cross_entropy(ni.ones((2, 3)), ni.tensor([0, 3])), IndexError, "3"),
        (
            lambda: ni.cross_entropy(ni.ones((2, 3)), ni.tensor([0, -1])),
            IndexError,
            "^-1 is out of range",
        ),
        (lambda: ni.mse_loss(ni.ones(2), ni.ones(2), "avg"), ni.ShapeError, "reduction 'avg'"),
        (lambda: ni.sin("x"), TypeError, "str|tensor|data"),
        (lambda: ni.arange(1, 5, 0), ni.ShapeError, "step"),
        (lambda: ni.zeros((2, -1)), ni.ShapeError, "negative"),
    ],
)
def test_errors_say_what_is_wrong(call, error, words) -> None:
    with pytest.raises(error, match=words):
        call()


def test_derivatives_at_kinks_are_those_that_the_documentation_names() -> None:
    def slope(f, x):
        return ni.grad(f)(ni.tensor(x, dtype="float64")).item()

    assert slope(ni.abs, 0.0) == 0
    assert slope(ni.relu, 0.0) == 0
    assert slope(lambda x: ni.maximum(x, 1.0), 1.0) == 0.5
    assert slope(lambda x: ni.clip(x, -1.0, 1.0), 1.0) == 1
    assert slope(lambda x: x**2, 0.0) == 0
    assert slope(lambda x: x**0, 0.0) == 0
    assert slope(lambda x: ni.hypot(x, 0.0), 0.0) == 0
    assert slope(lambda x: ni.vector_norm(ni.stack([x, x])), 0.0) == 0
    tied = ni.grad(lambda x: ni.max(x))(ni.tensor([2.0, 2.0, 1.0]))
    assert tied.tolist() == [0.5, 0.5, 0.0]
    assert slope(ni.sqrt, 0.0) == math.inf


def test_integer_division_by_zero_gives_zero() -> None:
    x = ni.tensor([5, -5])
    assert (x // 0).tolist() == [0, 0]
    assert (x % 0).tolist() == [0, 0]


def test_integer_powers() -> None:
    x = ni.tensor([-2, -1, 1, 3])
    assert (x**5).tolist() == [-32, -1, 1, 243]
    assert (x**-1).tolist() == [0, -1, 1, 0]
    assert (ni.tensor([3], dtype="uint8") ** 6).tolist() == [3**6 % 256]


def test_nan_sorts_last_in_both_directions() -> None:
    x = ni.tensor([2.0, math.nan, -1.0, math.inf])
    assert ni.argsort(x).tolist() == [2, 0, 3, 1]
    assert ni.argsort(x, descending=True).tolist() == [3, 0, 2, 1]


def test_sorting_is_stable_and_zeros_are_equal() -> None:
    x = ni.tensor([0.0, -0.0, 0.0, -0.0, -1.0])
    assert ni.argsort(x).tolist() == [4, 0, 1, 2, 3]
    assert ni.argsort(x, descending=True).tolist() == [0, 1, 2, 3, 4]


def test_the_last_write_counts_and_has_the_gradient() -> None:
    index = ni.tensor([1, 1, 0])
    u = ni.tensor([10.0, 20.0, 30.0])

    def f(v):
        return ni.index_update(ni.zeros(3), index, v).sum()

    assert ni.index_update(ni.zeros(3), index, u).tolist() == [30.0, 20.0, 0.0]
    assert ni.grad(f)(u).tolist() == [0.0, 1.0, 1.0]


def test_scatter_add_in_half_precision_sums_in_float32() -> None:
    n = 4096
    ones = ni.ones(n, dtype="float16")
    total = ni.index_add(ni.zeros(1, dtype="float16"), ni.zeros(n, dtype="int64"), ones)
    assert total.tolist() == [4096.0]  # a float16 sum would stop at 2048


def test_half_precision_reductions_accumulate_in_float32() -> None:
    x = ni.ones(4096, dtype="float16")
    assert ni.sum(x).item() == 4096.0
    assert ni.mean(x * 60000.0).item() == pytest.approx(60000.0, rel=1e-3)
    assert ni.cumsum(x, 0)[-1].item() == 4096.0


def test_second_derivative_of_prod_at_zeros() -> None:
    x = ni.tensor([0.0, 2.0, 3.0], dtype="float64")
    first = ni.grad(ni.prod)
    assert first(x).tolist() == [6.0, 0.0, 0.0]
    second = ni.grad(lambda v: first(v)[0])
    assert second(x).tolist() == [0.0, 3.0, 2.0]


def test_cross_entropy_of_huge_scores_is_finite() -> None:
    x = ni.tensor([[1e4, -1e4], [0.0, 1e30]])
    loss = ni.cross_entropy(x, ni.tensor([1, 1]), reduction="none")
    assert loss.tolist() == [2e4, 0.0]


def test_gradient_of_the_squared_magnitude_points_upwards() -> None:
    g = ni.grad(lambda z: ni.sum(ni.abs(z) ** 2))(ni.tensor([1 + 3j]))
    assert g.tolist() == [2 + 6j]


def test_methods_are_functions() -> None:
    x = ni.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    assert x.sum(0).tolist() == [5.0, 7.0, 9.0]
    assert x.reshape(3, 2).shape == (3, 2)
    assert x.reshape((3, -1)).shape == (3, 2)
    assert x.T.shape == x.mT.shape == x.permute(1, 0).shape == x.transpose(0, 1).shape == (3, 2)
    assert x.argmax().item() == 5
    assert x.softmax(1).sum(1).tolist() == pytest.approx([1.0, 1.0])


def test_open_indexing_of_new_sizes() -> None:
    for n in (2, 3, 7):
        x = ni.arange(n)
        assert x[-1].item() == n - 1
        assert x[::-1].tolist() == list(range(n))[::-1]
        assert x[1:].tolist() == list(range(1, n))
        assert x[:-1].tolist() == list(range(n - 1))


def test_nextafter_in_float32() -> None:
    x = np.array([1.0, -1.0, 0.0, -0.0, 3.4028235e38, 1e-45], np.float32)
    y = np.array([2.0, -2.0, 1.0, -1.0, np.inf, -1.0], np.float32)
    got = number(ni.nextafter(ni.tensor(x), ni.tensor(y)))
    with np.errstate(over="ignore"):
        np.testing.assert_array_equal(got, np.nextafter(x, y))


def test_static_arguments_that_are_equal_but_of_other_types_are_others() -> None:
    x = ni.ones((2, 3))
    assert ni.sum(x, axis=1).shape == (2,)
    for axis in (True, 1.0):  # what axis=1 made must not answer
        with pytest.raises(ni.ShapeError, match="axis must be an int"):
            ni.sum(x, axis=axis)
    zeros = [str(ni.full(2, v)) for v in (0.0, -0.0)]
    assert zeros == ["tensor([0., 0.])", "tensor([-0., -0.])"]


def test_scalars_of_numpy_keep_their_dtype_traced_or_not() -> None:
    class Two(enum.IntEnum):
        two = 2

    x = ni.ones(3)
    for scalar, wanted in (
        (np.float64(2), ni.float64),
        (np.complex128(2), ni.complex128),
        (np.float32(2), ni.float32),
        (2.0, ni.float32),
        (Two.two, ni.float32),  # a Python number by inheritance
    ):

        def f(x: object, scalar: object = scalar) -> object:
            return ni.multiply(x, scalar)

        assert ni.multiply(x, scalar).dtype is wanted
        assert ni.jit(lambda x, f=f: f(x))(x).dtype is wanted


def test_a_class_that_does_not_exist_is_named_as_it_was_given() -> None:
    loss = ni.jit(ni.nn.functional.cross_entropy)
    for bad in (-1, 3):
        for f in (loss, ni.nn.functional.cross_entropy):
            with pytest.raises(
                IndexError, match=f"^{bad} is out of range for 3 classes; .* 0 to 2"
            ):
                f(ni.zeros((2, 3)), ni.tensor([bad, 0]))

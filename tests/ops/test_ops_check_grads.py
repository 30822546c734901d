"""`ni.debug.check_grads` over the registry: both modes, first and second order, every inexact dtype.

float64 and complex128 are compared with finite differences, narrower dtypes with the derivative of the
same sample in float64. Where a function takes complex numbers it is checked with them, whether its
samples say so or not. The quick form takes the smallest sample of each operation; everything else
is slow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from ops_programs import PROGRAMS
from ops_support import Call, leaves, seed_of

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.ops.samples import TABLE

WIDE = (dt.float64, dt.complex128)


class Derivable:
    """A sample as a function of its operands that have derivatives, for one dtype."""

    def __init__(self, name: str, index: int, dtype: dt.DType) -> None:
        self.call = Call(name, index, dtype)
        self.dtype = dtype
        self.wanted = [
            i
            for i, x in enumerate(self.call.arrays)
            if dt.from_numpy(x.dtype).is_inexact and not self.call.fixed[i]
        ]
        self.args = tuple(ni.tensor(self.call.arrays[i]) for i in self.wanted)

    def __call__(self, *given: Any) -> list[Any]:
        values = [ni.tensor(x) for x in self.call.arrays]
        for i, x in zip(self.wanted, given, strict=True):
            values[i] = x
        return leaves(self.call.run(values))

    @property
    def size(self) -> int:
        return sum(x.size for x in self.call.arrays)

    def check(self) -> None:
        against = "differences" if self.dtype in WIDE else "float64"
        ni.debug.check_grads(self, self.args, against=against)


def derivable(name: str) -> list[tuple[int, dt.DType]]:
    """The samples to differentiate, and in which dtype by differences."""
    return [
        (index, next(d for d in WIDE if d in sample.dtypes))
        for index, sample in enumerate(TABLE[name].samples)
        if sample.gradient and any(d in sample.dtypes for d in WIDE)
    ]


def smallest(name: str) -> Derivable:
    """The sample of fewest elements, but not of none."""
    cases = [Derivable(name, *case) for case in derivable(name)]
    return min(cases, key=lambda case: (case.dtype is not dt.float64, not case.size, case.size))


def takes(sample: Derivable) -> bool:
    """Whether the function accepts the dtype."""
    try:
        sample(*sample.args)
    except (ni.DTypeError, TypeError):
        return False
    return True


NAMES = [name for name in sorted(TABLE) if derivable(name)]
LONG = {"scaled_dot_product_attention"}  # many kernels; `test_ops_derivatives` has its first order


@pytest.mark.parametrize("name", sorted(set(NAMES) - LONG))
def test_both_modes_to_second_order(name: str) -> None:
    smallest(name).check()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_sample_in_every_dtype(name: str) -> None:
    for index, sample in enumerate(TABLE[name].samples):
        if not sample.gradient:
            continue
        for dtype in dt.INEXACT:
            if dtype not in sample.dtypes and dtype is not dt.complex128:
                continue
            found = Derivable(name, index, dtype)
            if found.args and (dtype in sample.dtypes or takes(found)):
                try:
                    found.check()
                except AssertionError as error:
                    raise AssertionError(f"{name} sample {index} {dtype}: {error}") from None


# --- products, windows, branches, loops, networks

QUICK = (
    "matmul", "conv1d, groups 2", "max_pool1d", "avg_pool1d", "cond", "switch", "while_loop", "scan",
)  # fmt: skip


def operands(name: str, complex_ones: bool = False) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed_of(name))
    found = [rng.standard_normal(shape) for shape in PROGRAMS[name][1]]
    if complex_ones:
        found = [x + 1j * rng.standard_normal(x.shape) for x in found]
    return tuple(map(ni.tensor, found))


@pytest.mark.parametrize("name", QUICK)
def test_programs_to_second_order(name: str) -> None:
    ni.debug.check_grads(PROGRAMS[name][0], operands(name))


def test_forward_mode_of_an_lstm() -> None:
    ni.debug.check_grads(PROGRAMS["lstm"][0], operands("lstm"), order=1, modes=("fwd",))


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_in_every_dtype(name: str) -> None:
    function, _, takes_complex = PROGRAMS[name]
    xs = operands(name)
    ni.debug.check_grads(function, xs)
    if "2d" not in name and "3d" not in name:  # windows along one axis have the same rules
        for dtype in (dt.float32, dt.float16, dt.bfloat16):
            ni.debug.check_grads(function, [x.astype(dtype) for x in xs], against="float64")
    if takes_complex:
        ni.debug.check_grads(function, operands(name, True))


# --- the check itself


def test_a_wrong_rule_in_one_dtype_is_found() -> None:
    @ni.custom_jvp
    def square(x: Any) -> Any:
        return x * x

    @square.defjvp
    def rule(primals: Any, tangents: Any) -> Any:
        (x,), (t,) = primals, tangents
        slope = 2.0 if x.dtype is ni.float64 else 2.01
        return x * x, t * x * slope

    x = ni.tensor([0.5, 2.0], dtype=ni.float64)
    ni.debug.check_grads(square, (x,))
    with pytest.raises(AssertionError, match=r"order 1 \(fwd\).*in\s+float64"):
        ni.debug.check_grads(square, (x.astype(ni.float32),), against="float64")
    with pytest.raises(AssertionError, match=r"order 1 \(rev\)"):
        ni.debug.check_grads(square, (x.astype(ni.float32),), modes=("rev",), against="float64")
    with pytest.raises(ValueError, match="against"):
        ni.debug.check_grads(square, (x,), against="numpy")


def test_a_function_that_is_not_holomorphic_needs_its_whole_derivative() -> None:
    def wrong(rule: Callable[..., Any]) -> Callable[..., Any]:
        made = ni.custom_jvp(lambda z: z * ni.conj(z))
        made.defjvp(lambda p, t: (p[0] * ni.conj(p[0]), rule(p[0], t[0])))
        return made

    z = ni.tensor([0.5 + 1j, 2.0 - 0.3j], dtype=ni.complex128)
    ni.debug.check_grads(wrong(lambda z, t: t * ni.conj(z) + z * ni.conj(t)), (z,), 1)
    with pytest.raises(AssertionError, match="finite differences"):
        ni.debug.check_grads(wrong(lambda z, t: 2.0 * t * ni.conj(z)), (z,), 1)

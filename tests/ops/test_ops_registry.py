"""Every operation has samples and rules, and nothing of NumPy is needed to define them."""

from __future__ import annotations

import subprocess
import sys

import pytest

import nitinol.ops
import nitinol.random
from nitinol.base.dtypes import float32
from nitinol.ir.op import Linear, Pointwise, Type
from nitinol.ops.families import primitives
from nitinol.ops.samples import TABLE
from nitinol.trace.composite import registry

# Products, windows, branches and loops have their samples beside their own tests.
ELSEWHERE = {
    f"nitinol.ops.{m}"
    for m in ("contraction", "convolution", "pooling", "control.functions", "control.associative")
}


def test_every_public_function_has_samples() -> None:
    missing = []
    sampled = [getattr(nitinol.ops, name) for name in TABLE if hasattr(nitinol.ops, name)]
    for name in nitinol.ops.__all__:
        function = getattr(nitinol.ops, name)
        made = getattr(function, "composite", None)
        module = made.body.__module__ if made is not None else function.__module__
        if module not in ELSEWHERE and not any(function is other for other in sampled):
            missing.append(name)
    assert missing == []


def test_every_composite_of_these_files_has_samples() -> None:
    missing = [
        name
        for name, made in registry.items()
        if made.body.__module__.startswith("nitinol.ops")
        and made.body.__module__ not in ELSEWHERE
        and not name.startswith("_")
        and name not in TABLE
    ]
    assert missing == []


@pytest.mark.parametrize("name", sorted(primitives))
def test_every_primitive_has_a_forward_rule_or_no_derivative(name: str) -> None:
    op = primitives[name]
    # Results of comparisons are bools; the result of no other family is.
    if op.family != "comparison":
        assert op.jvp is not None, f"{name} has neither a jvp rule nor no_tangent"


def test_samples_do_not_import_numpy() -> None:
    code = "import sys, nitinol.ops.samples; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_no_pointwise_primitive_is_declared_outside_of_the_table() -> None:
    for name, op in primitives.items():
        assert op.name == name
        if isinstance(op.lowering, Pointwise):
            assert op.lowering.cost >= 1


def test_linear_placeholders_have_shape_and_dtype() -> None:
    place = Linear(Type(float32, (2, 3)))
    assert place.shape == (2, 3)
    assert place.dtype is float32

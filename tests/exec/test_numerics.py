"""The modes of sums: `portable` gives the same bits on every machine, `fast` is near; how a mode is chosen.

Other machines are the lower levels of this one, of narrower registers and without fused multiply-add.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.base.shapes import contiguous_strides
from nitinol.codegen import numerics, pipeline
from nitinol.codegen.pipeline import emit
from nitinol.ir.op import Strided, Type
from nitinol.llvm.target import Target, machine, named
from nitinol.trace.stage import stage

LEVELS = [
    "x86-64",  # registers of 128 bits, no masks, no fused multiply-add
    pytest.param("x86-64-v3", marks=pytest.mark.slow),
]


def tensors(*shapes: tuple[int, ...]) -> list[Any]:
    rng = np.random.default_rng(3)
    return [ni.tensor(rng.standard_normal(s).astype(np.float32)) for s in shapes]


def everything(x: Any, w: Any, image: Any, kernel: Any, offsets: Any) -> Any:
    """Sums of every kind of kernel, of sizes that no register divides."""
    heads = image.reshape(2, 4, -1).swapaxes(1, 2)  # 2 of 63 × 4

    def layer(w: Any, kernel: Any, heads: Any) -> Any:
        y = ni.nn.functional.layer_norm(x @ w, w.shape[1:]) + ni.tanh(w[0]) * 0.3
        mixed = ni.scaled_dot_product_attention(heads, heads, heads, is_causal=True)
        return (
            ni.sum(y**2) + ni.sum(ni.conv2d(image, kernel, padding=1) ** 2) + ni.sum(ni.sin(mixed))
        )

    return (
        ni.value_and_grad(layer, argnums=(0, 1, 2))(w, kernel, heads),
        ni.logsumexp(x * 3.0, 1),
        ni.var(x, 0),
        ni.sum(x.astype(ni.float64) * ni.exp(x), 1),
        ni.sum(ni.complex(x, ni.cos(x)), 1),
        ni.cumsum(x, 1),
        ni.segment_sum(x[0], offsets),
        ni.segment_softmax(x[1], offsets),
        ni.conv2d(image, kernel[:1].permute(1, 0, 2, 3), padding=1, groups=4),
        ni.sum(x[:, :5].astype(ni.bfloat16), 1),
    )


def arguments() -> list[Any]:
    found = tensors((19, 107), (107, 45), (2, 4, 7, 9), (6, 4, 3, 3))
    return [*found, ni.tensor([0, 2, 2, 41, 107])]


def computed(patch: pytest.MonkeyPatch, target: Target, function: Any, *args: Any) -> list[Any]:
    """All results of a function compiled for a target."""
    patch.setattr(pipeline, "program_target", lambda: target)
    found = ni.base.trees.leaves(ni.jit(lambda *xs: function(*xs))(*args))
    patch.undo()
    return [x.numpy() for x in found]


@pytest.mark.parametrize("level", LEVELS)
def test_portable_sums_are_the_same_on_every_machine(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not named(level).runs_on(machine()):
        pytest.skip(f"this machine is no {level}")
    args = arguments()
    here = machine().replace(numerics="portable")
    first = computed(monkeypatch, here, everything, *args)
    usual = computed(monkeypatch, machine(), everything, *args)
    there = computed(monkeypatch, named(level).replace(numerics="portable"), everything, *args)
    for a, b in zip(first, there, strict=True):
        assert a.tobytes() == b.tobytes()
    for a, b in zip(first, usual, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-4, atol=2e-4)
    # The test would notice: what portable forbids changes bits.
    if machine().fuses:
        assert any(a.tobytes() != b.tobytes() for a, b in zip(first, usual, strict=True))


@pytest.mark.parametrize("mode", ["default", "portable"])
def test_narrow_machines_fold_in_one_order(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without masks, what is behind the last vector is folded one by one, whatever is fused."""
    target = named("x86-64-v3")
    if not target.runs_on(machine()):
        pytest.skip("this machine is no x86-64-v3")
    target = target.replace(numerics=mode)
    (x,) = tensors((40, 301))
    fused = computed(monkeypatch, target, lambda x: ni.sum(ni.tanh(x) * ni.erf(x), 1), x)
    (y,) = computed(monkeypatch, target, lambda x: ni.tanh(x) * ni.erf(x), x)
    alone = computed(monkeypatch, target, lambda y: ni.sum(y, 1), ni.tensor(y))
    assert fused[0].tobytes() == alone[0].tobytes()


def test_portable_code_never_fuses_and_folds_alike() -> None:
    """Also for processors that are not here."""
    graph = stage(
        lambda x, w: (ni.sum(ni.exp(x), 1), x @ w),
        [Type(dt.float32, (30, 200)), Type(dt.float32, (200, 30))],
    ).graph
    layouts = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    for name in ("x86-64", "x86-64-v4", "aarch64", "wasm32"):
        text = emit(graph, layouts, named(name).replace(numerics="portable"), dense=True)
        assert "llvm.fma" not in text and "contract" not in text
        assert "phi <16 x float>" in text  # the partial sums of a row
        assert ("llvm.fma" in emit(graph, layouts, named(name), dense=True)) == named(name).fuses


FAST: dict[str, Callable[..., Any]] = {
    "contracted": lambda x, y: x * y + x,
    "folded": lambda x, y: (
        ni.sum(x * y, 1),
        ni.prod(1 + x * 0.01, 1),
        ni.max(x, 1),
        ni.argmax(y, 1),
    ),
    "all": lambda x, y: ni.sum(x * x),
    "functions": lambda x, y: (ni.exp(x), ni.log(ni.abs(x)), ni.sin(x * 100.0), ni.erf(y)),
}


def test_fast_is_near_and_keeps_what_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = tensors((23, 301), (23, 301))
    x[3, 5], x[4, 7], y[5, 200] = float("nan"), float("inf"), -float("inf")
    here = machine().replace(numerics="fast")
    for name, function in FAST.items():
        found = computed(monkeypatch, here, function, x, y)
        usual = computed(monkeypatch, machine(), function, x, y)
        for a, b in zip(found, usual, strict=True):
            if (
                name == "functions"
            ):  # they find errors of sums by sums, which must stand as they are
                assert a.tobytes() == b.tobytes()
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-4)
    if here.fuses:
        text = _assembly(here)
        assert "vfmadd" in text or "fmla" in text
        assert "vfmadd" not in _assembly(machine())


def _assembly(target: Target) -> str:
    from nitinol.llvm.compile import assembly

    graph = stage(lambda x, y: x * y + x, [Type(dt.float32, (1000,))] * 2).graph
    layouts = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    return assembly(emit(graph, layouts, target, dense=True), target)


def test_a_mode_is_chosen_before_the_first_computation() -> None:
    code = """
import nitinol as ni
ni.set_numerics("portable")
x = ni.ones(3) + 1.0
assert ni.get_numerics() == "portable"
ni.set_numerics("portable")
try:
    ni.set_numerics("fast")
except RuntimeError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert "comes too late" in done.stdout and "'portable'" in done.stdout


def test_wrong_modes(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="none of 'default', 'portable', 'fast'"):
        ni.set_numerics("exact")
    monkeypatch.setattr(numerics._State, "mode", None)
    monkeypatch.setenv("NITINOL_NUMERICS", "quick")
    with pytest.raises(ValueError, match="NITINOL_NUMERICS: 'quick'"):
        ni.get_numerics()
    monkeypatch.setenv("NITINOL_NUMERICS", "fast")
    assert numerics.program_target().contracts == machine().fuses

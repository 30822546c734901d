"""Transforms in any order: random stacks of them on one function whose derivatives are known.

f(x) = sin(2x) has the n-th derivative 2ⁿ·sin(2x + nπ/2). Each member of a stack makes of a function of
a number another one: its derivative in some mode, or itself in another guise.
"""

import math
import random

import numpy as np
import pytest
from transforms_support import bottom, impatient  # noqa: F401 - fixtures

import nitinol as ni


def one(x):
    return ni.ones_like(x)


def ruled(g):
    h = ni.custom_jvp(lambda x: g(x))
    h.defjvp(lambda p, t: ni.jvp(g, p, t))
    return h


def by_tape(g):
    def derivative(x):
        with ni.GradientTape() as tape:
            tape.watch(x)
            y = g(x)
        return tape.gradient(y, x)

    return derivative


DERIVATIVES = {
    "grad": ni.grad,
    "jvp": lambda g: lambda x: ni.jvp(g, (x,), (one(x),))[1],
    "jet": lambda g: lambda x: ni.jet(g, (x,), ((one(x),),))[1][0],
    "jacfwd": ni.jacfwd,
    "jacrev": ni.jacrev,
    "linearize": lambda g: lambda x: ni.linearize(g, x)[1](one(x)),
    "vjp": lambda g: lambda x: ni.vjp(g, x)[1](one(x))[0],
    "tape": by_tape,
}
GUISES = {
    "jit": lambda g: ni.jit(lambda x: g(x)),
    "vmap": lambda g: lambda x: ni.vmap(g)(ni.stack([x, x + 1.0]))[0],
    "checkpoint": lambda g: ni.checkpoint(lambda x: g(x)),
    "custom_jvp": ruled,
    "cond": lambda g: lambda x: ni.cond(x > -9.0, g, lambda x: x * 0.0, x),
    "scan": lambda g: lambda x: ni.scan(lambda c, v: (c, g(v)), 0.0, ni.stack([x]))[1][0],
}
MEMBERS = {**DERIVATIVES, **GUISES}


def by_while(x):
    """sin(2x), in rounds of which there are more for larger x."""
    rounds = ni.stop_gradient(ni.floor(abs(x) * 4.0) + 2.0)
    _, y = ni.while_loop(
        lambda s: s[0] < rounds,
        lambda s: (s[0] + 1.0, s[1] + 2.0 * x / rounds),
        (0.0 * rounds, 0.0 * x),
    )
    return ni.sin(y)


BASES = {
    "plain": lambda x: ni.sin(2.0 * x),
    "while": by_while,
    "fori": lambda x: ni.sin(ni.fori_loop(0, 4, lambda i, y: y + 0.5 * x, 0.0 * x)),
    # sin(a + b) by the theorem of addition, twice
    "scan": lambda x: ni.scan(
        lambda c, k: ((c[0] * ni.cos(k * x) + c[1] * ni.sin(k * x), c[1] * ni.cos(k * x) - c[0] * ni.sin(k * x)), None),
        (0.0 * x, 0.0 * x + 1.0),
        ni.tensor([0.5, 1.5], dtype=ni.float64),
    )[0][0],
}  # fmt: skip


def check(stack, base="plain"):
    g, order = BASES[base], 0
    for name in stack:
        g = MEMBERS[name](g)
        order += name in DERIVATIVES
    x = 0.3
    want = 2.0**order * math.sin(2 * x + order * math.pi / 2)
    got = g(ni.tensor(x, dtype=ni.float64))
    assert got.dtype is ni.float64 and got.shape == ()
    np.testing.assert_allclose(got.item(), want, rtol=1e-9, err_msg=" then ".join([base, *stack]))


def stacks(count, length, seed):
    source = random.Random(seed)
    names = list(MEMBERS)
    made = []
    while len(made) < count:
        stack = [source.choice(names) for _ in range(length)]
        refused = "jet" in stack and "tape" in stack[: stack.index("jet")]
        if sum(n in DERIVATIVES for n in stack) <= 4 and not refused:
            made.append(stack)
    return made


def test_a_carry_that_passes_through_a_scan_is_no_result_of_its_program():
    check(["scan", "grad"])


def test_bodies_of_loops_that_differ_in_a_region_only_are_two_programs():
    x = ni.full((3,), 0.5)
    for f, want in ((ni.sin, math.sin(0.5)), (ni.cos, math.cos(0.5))):
        region = ni.checkpoint(lambda v, f=f: f(v))
        ys = ni.scan(lambda c, v, region=region: (c, region(v)), 0.0, x)[1]
        np.testing.assert_allclose(ys.numpy(), want, rtol=1e-6)


@pytest.mark.parametrize("seed", range(2))
def test_random_stacks(seed):
    for stack in stacks(4, 3, seed):
        check(stack)


@pytest.mark.parametrize(
    "stack",
    [
        ["tape", "linearize"],
        ["tape", "grad", "jvp"],
        ["tape", "vjp", "vmap", "jacfwd"],
        ["jvp", "tape", "jit", "jacrev", "jacfwd"],
        ["tape", "grad", "vjp", "jvp"],
        ["tape", "tape", "jacrev", "jvp"],
        ["tape", "checkpoint", "grad"],
        ["tape", "checkpoint", "tape"],
        ["tape", "custom_jvp", "vjp"],
        ["linearize", "scan", "tape", "vjp", "linearize"],
    ],
    ids="-".join,
)
def test_tapes_inside_of_anything(stack):
    check(stack)


def test_a_tape_inside_of_derivatives_of_several_elements():
    """Forward over reverse, of which one part is the same for all directions and the other is not."""

    def slope(x):
        with ni.GradientTape() as tape:
            tape.watch(x)
            y = ni.sum(x * x * ni.sin(x))
        return tape.gradient(y, x)

    x = ni.tensor([0.3, -0.7, 1.1], dtype=ni.float64)
    for use in (ni.hessian, lambda f: ni.jacfwd(ni.jacrev(lambda x: f(x) * x))):
        by_tape = use(lambda x: ni.sum(slope(x) * ni.exp(x)))
        by_grad = use(lambda x: ni.sum(ni.grad(lambda x: ni.sum(x * x * ni.sin(x)))(x) * ni.exp(x)))
        np.testing.assert_allclose(by_tape(x).numpy(), by_grad(x).numpy(), rtol=1e-12)
    along = ni.vmap(lambda v: ni.grad(lambda x: ni.jvp(slope, (x,), (v,))[1].sum())(x))
    third = ni.vmap(lambda v: ni.jvp(ni.grad(lambda x: slope(x).sum()), (x,), (v,))[1])
    directions = ni.tensor([[1.0, 0.5, -2.0], [0.3, -0.7, 1.1]], dtype=ni.float64)
    np.testing.assert_allclose(along(directions).numpy(), third(directions).numpy(), rtol=1e-12)


def test_a_tape_inside_of_jet_is_refused():
    with pytest.raises(ni.GradientError, match=r"ni\.jet.*ni\.grad\(f\)"):
        check(["tape", "jet"])


@pytest.mark.usefixtures("impatient")
def test_stacks_over_whole_composites():
    for stack in (["grad", "jvp", "vmap"], ["jvp", "jacrev"], ["vjp", "vmap", "jacfwd"]):
        check(stack)


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("seed", range(10))
def test_many_random_stacks_over_whole_composites(seed):
    for stack in stacks(10, 2 + seed % 4, 900 + seed):
        check(stack, "scan" if seed % 3 == 0 else "plain")


@pytest.mark.parametrize(
    ("base", "stack"),
    [
        ("while", ["vmap", "grad", "jit"]),
        ("while", ["grad", "vmap"]),
        ("while", ["jvp", "grad", "jvp"]),  # forward over reverse over forward
        ("scan", ["grad", "jacfwd", "vmap"]),  # the Hessian of a scan
        ("fori", ["jacrev", "vmap", "grad"]),
        ("scan", ["custom_jvp", "jit", "vjp"]),  # a program of forward mode, transposed
        ("while", ["custom_jvp", "vmap", "jit", "grad"]),
    ],
)
def test_stacks_over_loops(base, stack):
    check(stack, base)


@pytest.mark.slow
@pytest.mark.parametrize("base", ["while", "fori", "scan"])
@pytest.mark.parametrize("seed", range(10))
def test_many_random_stacks_over_loops(base, seed):
    for stack in stacks(4, 2 + seed % 3, 500 + seed):
        check(stack, base)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_many_random_stacks(seed):
    for stack in stacks(10, 2 + seed % 4, 100 + seed):
        check(stack)

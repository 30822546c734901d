"""Branches and loops: values against NumPy loops, derivatives against finite differences in float64.

Each compiled function here computes as much as possible, so that there are few to compile.
"""

from __future__ import annotations

import os
import signal
import threading

import numpy as np
import pytest

import nitinol as ni

rng = np.random.default_rng(5)


def tensor(*shape):
    return ni.tensor(rng.standard_normal(shape))


def close(got, want, tolerance=1e-6):
    got, want = np.asarray(got.numpy()), np.asarray(want)
    assert got.shape == want.shape
    np.testing.assert_allclose(got, want, rtol=tolerance, atol=tolerance)


def slope(f, x, step=1e-6):
    """The gradient of f (NumPy to a number) by central differences."""
    x = np.array(x.numpy())
    found = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step
        down[i] -= step
        found[i] = (f(up) - f(down)) / (2 * step)
    return found


# --- scan: a recurrent cell, everything at once


def cell(h, x, w, np=ni):
    h = np.tanh(h @ w + x)
    return h, h * h


def loss(w, h, xs):
    h, ys = ni.scan(lambda h, x: cell(h, x, w), h, xs)
    return (h * h).sum() + (ys * ys[0]).sum()


def reference(w, h, xs):
    ys = []
    for x in xs:
        h, y = cell(h, x, w, np)
        ys.append(y)
    return (h * h).sum() + (np.array(ys) * ys[0]).sum() if ys else (h * h).sum()


W, H, XS = tensor(3, 3), tensor(2, 3), tensor(5, 2, 3)
GIVEN = (W, H, XS)
ARRAYS = [x.numpy() for x in GIVEN]


def slopes():
    return [
        slope(lambda x, i=i: reference(*ARRAYS[:i], x, *ARRAYS[i + 1 :]), GIVEN[i])
        for i in range(3)
    ]


@pytest.fixture(scope="module")
def compiled():
    """Value, gradients, tangent, and a Hessian-vector product in both orders, in one program."""

    @ni.jit
    def everything(w, h, xs, v):
        gradient = ni.grad(loss)
        value, gradients = ni.value_and_grad(loss, argnums=(0, 1, 2))(w, h, xs)
        tangent = ni.jvp(lambda w: loss(w, h, xs), (w,), (v,))[1]
        forward_over_reverse = ni.jvp(lambda w: gradient(w, h, xs), (w,), (v,))[1]
        reverse_over_reverse = ni.grad(lambda w: (gradient(w, h, xs) * v).sum())(w)
        return value, gradients, tangent, forward_over_reverse, reverse_over_reverse

    return everything


def test_scan_compiled_in_every_mode(compiled) -> None:
    v = tensor(3, 3)
    value, gradients, tangent, forward, reverse = compiled(*GIVEN, v)
    close(value, reference(*ARRAYS))
    for got, want in zip(gradients, slopes(), strict=True):
        close(got, want)
    close(tangent, (slopes()[0] * v.numpy()).sum())
    step = 1e-5
    ahead, behind = (compiled(W + s * v, H, XS, v)[1][0].numpy() for s in (step, -step))
    close(forward, (ahead - behind) / (2 * step), 1e-5)
    close(reverse, forward.numpy())


def test_scan_eager_on_the_tape_and_through_jit() -> None:
    want = slopes()
    for function in (loss, ni.jit(loss)):
        given = [ni.tensor(a).requires_grad_() for a in ARRAYS]
        value = function(*given)
        close(value.detach(), reference(*ARRAYS))
        value.backward()
        for x, g in zip(given, want, strict=True):
            close(x.grad, g)
    for got, g in zip(ni.grad(loss, argnums=(0, 1, 2))(*GIVEN), want, strict=True):
        close(got, g)


def test_training_step_with_backward_inside() -> None:
    w = ni.tensor(ARRAYS[0]).requires_grad_()

    @ni.jit
    def step(h, xs):
        w.grad = None
        value = loss(w, h, xs)
        value.backward()
        w._assign(w.detach() - 0.01 * w.grad)
        return value

    close(step(H, XS), reference(*ARRAYS))
    after = ARRAYS[0] - 0.01 * slopes()[0]
    close(w.detach(), after)
    close(step(H, XS), reference(after, *ARRAYS[1:]))


def test_scan_of_any_length_along_any_layout() -> None:
    run = ni.jit(
        lambda c, xs: ni.scan(
            lambda c, x: ((c[1], c[0] + x, c[2]), (c[0], x)), (c, 0.0 * c, c), xs, reverse=True
        )
    )
    for length in (4, 0, 1, 3, 6):  # the third length opens the axis
        c, xs = tensor(2), tensor(2, length)
        (a, b, same), (first, given) = run(c, xs.T)
        p, q, seen = c.numpy(), 0 * c.numpy(), []
        for x in xs.numpy().T[::-1]:
            seen.insert(0, p)
            p, q = q, p + x
        close(a, p)
        close(b, q)
        close(same, c.numpy())
        close(first, np.array(seen).reshape(length, 2))
        close(given, xs.numpy().T)
    assert run.stats()["compilations"] <= 4  # lengths 0 and 1 are patterns of their own


def test_numbers_in_carries_adapt_and_state_goes_round() -> None:
    total, sums = ni.scan(lambda c, x: (c + x, c), 0, ni.tensor([1.5, 2.0]))
    assert total.dtype is ni.float32 and sums.tolist() == [0.0, 1.5]
    assert ni.fori_loop(0, 5, lambda i, c: c + i, 0).item() == 10
    assert ni.scan(lambda c, x: (c & x, c), True, ni.tensor([True, False]))[0].item() is False
    seen = ni.zeros(2)

    def step(c, x):
        seen._assign(seen + x)
        return c + seen.sum(), None

    xs = ni.ones((3, 2))
    assert ni.scan(step, 0.0, xs)[0].item() == 12.0
    assert ni.jit(lambda xs: ni.scan(step, 0.0, xs)[0])(xs).item() == 30.0
    assert seen.tolist() == [6.0, 6.0]


# --- while_loop: as many rounds as the run says


def rounds(x, n):
    def body(c):
        return c[0] + 1, ni.sin(c[1]) * x + c[1] / (1.0 + c[0].astype(ni.float64))

    return (ni.while_loop(lambda c: c[0] < n, body, (0, x))[1] ** 2).sum()


def rounds_reference(x, n):
    c = x
    for i in range(n):
        c = np.sin(c) * x + c / (1.0 + i)
    return (c**2).sum()


def test_while_loop_compiled_in_every_mode() -> None:
    @ni.jit
    def everything(x, n, v):
        gradient = ni.grad(rounds)
        return (
            *ni.value_and_grad(rounds)(x, n),
            ni.jvp(lambda x: rounds(x, n), (x,), (v,))[1],
            ni.jvp(lambda x: gradient(x, n), (x,), (v,))[1],
            ni.grad(lambda x: (gradient(x, n) * v).sum())(x),
        )

    x, v = tensor(3), tensor(3)
    for n in (0, 1, 6):
        value, gradient, tangent, forward, reverse = everything(x, ni.tensor(n), v)
        close(value, rounds_reference(x.numpy(), n))
        want = slope(lambda x, n=n: rounds_reference(x, n), x)
        close(gradient, want)
        close(tangent, (want * v.numpy()).sum())
        close(forward, reverse.numpy())
        step = 1e-5
        ahead, behind = (everything(x + s * v, ni.tensor(n), v)[1].numpy() for s in (step, -step))
        close(forward, (ahead - behind) / (2 * step), 1e-5)
        leaf = ni.tensor(x.numpy()).requires_grad_()
        rounds(leaf, ni.tensor(n)).backward()  # eager: every round is recorded
        close(leaf.grad, want)


def grown(x):
    return ni.while_loop(lambda c: (c * c).sum() < 50.0, lambda c: c * 1.5 + ni.sqrt(ni.abs(c)), x)


def grown_reference(x):
    while (x * x).sum() < 50.0:
        x = x * 1.5 + np.sqrt(np.abs(x))
    return x


def test_while_loop_under_vmap_with_rows_that_end_at_different_times() -> None:
    x = tensor(5, 2) * ni.tensor([[0.1], [1.0], [3.0], [9.0], [0.5]], dtype=ni.float64)
    want = np.array([grown_reference(row) for row in x.numpy()])
    slopes = np.array([slope(lambda r: grown_reference(r).sum(), row) for row in x])

    @ni.jit
    def everything(x):
        gradient = ni.grad(lambda row: grown(row).sum())
        return (
            ni.vmap(grown)(x),
            ni.vmap(gradient)(x),
            ni.grad(lambda x: ni.vmap(grown)(x).sum())(x),
        )

    value, inside, outside = everything(x)
    close(value, want)
    close(inside, slopes)
    close(outside, slopes)
    close(ni.vmap(grown)(x), want)


def test_vmap_of_a_number_of_rounds() -> None:
    power = ni.vmap(lambda a, n: ni.fori_loop(0, n, lambda i, c: c * a, 1.0), in_axes=(None, 0))
    assert power(ni.tensor(3.0), ni.tensor([2, 0, 3])).tolist() == [9.0, 1.0, 27.0]


# --- branches


def chosen(x, w):
    return ni.cond(
        x.sum() > 0,
        lambda x: (ni.sqrt(x.sum()) * w).sum(),
        lambda x: (ni.log(-x.sum()) + w).sum(),
        x,
    )


def test_cond_differentiates_the_branch_that_was_taken() -> None:
    rows = np.array([[1.0, 2.0], [-3.0, 1.0], [0.5, 0.25]])
    weights = tensor(2)

    def reference(x, w):
        return (np.sqrt(x.sum()) * w).sum() if x.sum() > 0 else (np.log(-x.sum()) + w).sum()

    @ni.jit
    def everything(x, w, rows):
        gradient = ni.grad(chosen, argnums=(0, 1))
        mapped = ni.vmap(gradient, in_axes=(0, None))(rows, w)
        whole = ni.grad(
            lambda rows, w: ni.vmap(chosen, in_axes=(0, None))(rows, w).sum(), argnums=(0, 1)
        )
        return chosen(x, w), gradient(x, w), mapped, whole(rows, w)

    tensors = ni.tensor(rows)
    w = weights.numpy()
    want = [
        (
            slope(lambda x: reference(x, w), x),
            slope(lambda w, x=x: reference(x.numpy(), w), weights),
        )
        for x in tensors
    ]
    for x, row, (by_x, by_w) in zip(tensors, rows, want, strict=True):
        value, gradients, mapped, whole = everything(x, weights, tensors)
        close(value, reference(row, w))
        close(gradients[0], by_x)
        close(gradients[1], by_w)
    close(mapped[0], [a for a, _ in want])
    close(mapped[1], [b for _, b in want])
    close(whole[0], [a for a, _ in want])
    close(whole[1], sum(b for _, b in want))  # NaN of the branches not taken would show here


def test_switch_clamps_its_index_and_runs_as_python_when_it_can() -> None:
    branches = [ni.sin, ni.cos, lambda x: x * x]
    x = tensor(2)
    index = ni.tensor([0, 1, 2, 7, -3])
    want = [np.sin(x.numpy()), np.cos(x.numpy()), x.numpy() ** 2, x.numpy() ** 2, np.sin(x.numpy())]
    run = ni.jit(lambda i, x: ni.switch(i, branches, x))
    for i, y in zip(index, want, strict=True):
        close(run(i, x), y)
        close(ni.switch(i, branches, x), y)
    close(ni.vmap(lambda i: ni.switch(i, branches, x))(index), want)
    assert ni.cond(True, lambda: "any", lambda: "thing") == "any"


# --- nested, and the compositions


def test_loops_and_branches_inside_of_loops() -> None:
    def inner(c, y):
        return ni.cond(
            (c > 0).all(), lambda c: c * 0.9 + y, lambda c: ni.exp(c * 0.1) - y, c
        ), c.sum()

    def outer(c, row):
        c, sums = ni.scan(inner, c, row)
        return ni.while_loop(lambda c: (c * c).sum() > 2.0, lambda c: c * 0.5, c), (
            sums * sums
        ).sum()

    def nest(x):
        c, ys = ni.scan(outer, x[0, 0], x)
        return c.sum() + (ys * ys).sum()

    def reference(x):
        c, total = x[0, 0], 0.0
        for row in x:
            sums = []
            for y in row:
                sums.append(c.sum())
                c = c * 0.9 + y if (c > 0).all() else np.exp(c * 0.1) - y
            while (c * c).sum() > 2.0:
                c = c * 0.5
            total += (np.array(sums) ** 2).sum() ** 2
        return c.sum() + total

    x = tensor(3, 4, 2)
    value, gradient = ni.jit(ni.value_and_grad(nest))(x)
    close(value, reference(x.numpy()))
    close(gradient, slope(reference, x), 1e-5)


def test_associative_scan_and_map() -> None:
    a = tensor(7, 2, 2)

    def squares(a):
        return (ni.associative_scan(lambda x, y: x @ y, a) ** 2).sum()

    def reference(a):
        product, total = np.eye(2), 0.0
        for m in a:
            product = product @ m
            total += (product**2).sum()
        return total

    value, gradient = ni.jit(ni.value_and_grad(squares))(a)
    close(value, reference(a.numpy()))
    close(gradient, slope(reference, a), 1e-5)
    for n in (1, 2, 5):
        found = ni.associative_scan(
            lambda x, y: {"x": x["x"] + y["x"]}, {"x": a[:n]}, reverse=True
        )["x"]
        close(found, np.cumsum(a[:n].numpy()[::-1], 0)[::-1])
    open_length = ni.jit(lambda x: ni.associative_scan(ni.add, x, axis=1))
    for n in (3, 4, 6):
        x = tensor(2, n)
        close(open_length(x), np.cumsum(x.numpy(), 1))
    assert ni.map(lambda x: x.sum(), ni.ones((5, 4)), batch_size=2).tolist() == [4.0] * 5


def test_endless_loop_answers_ctrl_c() -> None:
    spin = ni.jit(
        lambda x: ni.while_loop(lambda c: c[0] >= 0, lambda c: (c[0] + 1, c[1] * 1.0), (0, x))
    )
    spin.graph(ni.ones(2))
    timer = threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        spin(ni.ones(2))
    timer.join()


# --- random nests of branches and loops


def random_program(draw, depth):
    """(with nitinol's loops, with Python's): functions from a vector to a vector of its size."""
    kind = draw(["scan", "while", "cond", "fori", "map", "step"] if depth else ["step"])
    if kind == "step":
        a, b = draw([0.3, 0.5, 0.8]), draw([0.2, 0.4, 0.9])
        pick = draw(["sin", "tanh", "mix", "max"])
        f = {
            "sin": lambda x: ni.sin(x * a) + b,
            "tanh": lambda x: ni.tanh(x + b) * x,
            "mix": lambda x: x * a + x.mean() * b,
            "max": lambda x: ni.maximum(x, b) - a * x,
        }[pick]
        return f, f
    f, g = random_program(draw, depth - 1)
    p, q = random_program(draw, depth - 1)
    n = draw([1, 2, 3])

    def times(x, count, body):
        for i in range(count):
            x = body(x) + 0.1 * i
        return x

    if kind == "fori":
        return (
            lambda x: ni.fori_loop(0, n, lambda i, x: f(x) + 0.1 * i.astype(ni.float64), x),
            lambda x: times(x, n, g),
        )
    if kind == "cond":
        return (
            lambda x: ni.cond(x.sum() > 0.3, f, p, x),
            lambda x: g(x) if bool(x.sum() > 0.3) else q(x),
        )
    if kind == "while":

        def python(x):
            i = 0
            while i < n + 3 and bool((x * x).sum() < 20.0):
                x, i = g(x) * 1.5, i + 1
            return x

        def loop(x):
            def goes_on(c):
                return ni.logical_and(c[1] < n + 3, (c[0] * c[0]).sum() < 20.0)

            return ni.while_loop(goes_on, lambda c: (f(c[0]) * 1.5, c[1] + 1), (x, 0))[0]

        return loop, python
    if kind == "map":
        return (
            lambda x: ni.map(lambda v: f(x * v).sum(), x) * 0.2,
            lambda x: ni.stack([g(x * x[i]).sum() for i in range(x.shape[0])]) * 0.2,
        )

    def stepped(step, other, x, scan):
        return scan(lambda c, v: (step(c) * 0.5 + v, other(c * v)), x, ni.stack([x, -x, x * 0.5]))

    def python_scan(body, c, xs):
        ys = []
        for i in range(xs.shape[0]):
            c, y = body(c, xs[i])
            ys.append(y)
        return c, ni.stack(ys)

    return (
        lambda x: (lambda r: r[0] + r[1].sum(0) * 0.1)(stepped(f, p, x, ni.scan)),
        lambda x: (lambda r: r[0] + r[1].sum(0) * 0.1)(stepped(g, q, x, python_scan)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_random_nests_under_transforms(seed) -> None:
    choose = np.random.default_rng(seed)
    f, g = random_program(lambda options: options[choose.integers(len(options))], 2)
    rows, v = tensor(3, 2), tensor(2)

    @ni.jit
    def everything(rows, v):
        x = rows[0]
        gradient = ni.grad(lambda x: (f(x) ** 2).sum())
        return (
            f(x),
            gradient(x),
            ni.jvp(f, (x,), (v,))[1],
            ni.jvp(gradient, (x,), (v,))[1],
            ni.vmap(f)(rows),
            ni.vmap(gradient)(rows),
            ni.grad(lambda rows: (ni.vmap(f)(rows) ** 2).sum())(rows),
        )

    value, slope, tangent, second, mapped, slopes, whole = everything(rows, v)
    x = rows[0]
    gradient = ni.grad(lambda x: (g(x) ** 2).sum())
    want = ni.stack([gradient(row) for row in rows]).numpy()
    close(value, g(x).numpy())
    close(slope, want[0])
    close(tangent, ni.jvp(g, (x,), (v,))[1].numpy())
    close(second, ni.jvp(gradient, (x,), (v,))[1].numpy(), 1e-5)
    close(mapped, ni.stack([g(row) for row in rows]).numpy())
    close(slopes, want)
    close(whole, want)
    eager = ni.tensor(x.numpy()).requires_grad_()
    (f(eager) ** 2).sum().backward()
    close(eager.grad, want[0])


def test_checkpoint_bounds_the_memory_of_a_loop():
    def rounds(n, step):
        return lambda x: ni.fori_loop(0, n, lambda i, c: step(c), x)

    def step(c):
        return ni.sin(c) * 1.01

    x = ni.linspace(0.1, 1.0, 4096)
    plain = ni.jit(ni.grad(lambda x: rounds(64, step)(x).sum()))
    bounded = ni.jit(ni.grad(lambda x: rounds(8, ni.checkpoint(rounds(8, step)))(x).sum()))
    np.testing.assert_allclose(bounded(x).numpy(), plain(x).numpy(), rtol=1e-5)
    assert bounded.memory(x)["temporaries"] < 0.5 * plain.memory(x)["temporaries"]

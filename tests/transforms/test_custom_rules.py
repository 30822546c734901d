"""custom_jvp, custom_vjp, checkpoint, linear_transpose: in every mode, nested, with their errors."""

import gc
import weakref

import numpy as np
import pytest
from transforms_support import X, bottom, close, make  # noqa: F401 - a fixture

import nitinol as ni
from nitinol.base.errors import GradientError, ShapeError
from nitinol.base.shapes import contiguous_strides
from nitinol.codegen.passes import front, schedule
from nitinol.ir.op import Strided, Type
from nitinol.trace.stage import stage

# --- custom_jvp: twice the true derivative by x, so that one sees whether the rule was used


@ni.custom_jvp
def f(x, y):
    return ni.sin(x) * y


@f.defjvp
def f_rule(primals, tangents):
    (x, y), (a, b) = primals, tangents
    return f(x, y), 2.0 * ni.cos(x) * a * y + ni.sin(x) * b


Y = np.array([2.0, 3.0, 0.5])


def total(x, y):
    return f(x, y).sum()


STYLES = {
    "eager": lambda g: g,
    "jit outside": ni.jit,
}


@pytest.mark.parametrize("style", STYLES)
def test_custom_jvp_in_every_mode(style):
    how = STYLES[style]
    x, y = make(), make(Y)
    close(how(f)(x, y), np.sin(X) * Y)
    gx, gy = how(ni.grad(total, (0, 1)))(x, y)
    close(gx, 2 * np.cos(X) * Y)
    close(gy, np.sin(X))
    close(how(lambda x, y: ni.jvp(f, (x, y), (x, None))[1])(x, y), 2 * np.cos(X) * Y * X)
    # The derivative of the rule meets the rule's own function again only where it calls it.
    second = how(ni.grad(lambda x: ni.grad(total)(x, y).sum()))(x)
    close(second, -2 * np.sin(X) * Y)
    hvp = how(lambda x: ni.jvp(ni.grad(lambda x: total(x, y)), (x,), (ni.ones_like(x),))[1])(x)
    close(hvp, -2 * np.sin(X) * Y)


def test_custom_jvp_on_the_tape_inside_jit_and_mapped():
    x = make(requires_grad=True)
    y = make(Y)
    total(x, y).backward()
    close(x.grad, 2 * np.cos(X) * Y)
    x.grad = None
    ni.jit(lambda x, y: total(x, y).backward())(x, y)
    close(x.grad, 2 * np.cos(X) * Y)
    close(ni.grad(ni.jit(total))(make(), y), 2 * np.cos(X) * Y)
    mapped = ni.vmap(ni.grad(total), (0, None))
    rows = np.stack([X, X + 1])
    close(mapped(make(rows), y), 2 * np.cos(rows) * Y)
    close(ni.grad(lambda r: ni.vmap(f, (0, None))(r, y).sum())(make(rows)), 2 * np.cos(rows) * Y)


def test_the_memory_of_a_step_is_released():
    kept = []

    @ni.custom_jvp
    def g(x):
        return x * 1.0

    @g.defjvp
    def rule(primals, tangents):
        factor = primals[0] * 3.0
        kept.append(weakref.ref(factor))
        return g(primals[0]), tangents[0] * factor

    x = make(requires_grad=True)
    y = g(x)
    y.sum().backward()
    close(x.grad, 3 * X)
    gc.collect()
    assert all(r() is None for r in kept) and y.requires_grad


def test_defjvps_nondiff_and_keywords():
    @ni.custom_jvp
    def g(x, n=2):
        return x**n

    g.defjvps(lambda t, out, x, n: 10.0 * t, None)
    close(ni.grad(lambda x: g(x, n=3).sum())(make()), np.full(3, 10.0))

    h = ni.custom_jvp(lambda call, x: call(x), nondiff_argnums=0)
    h.defjvp(lambda call, p, t: (call(*p), 5.0 * t[0]))
    close(ni.grad(lambda x: h(ni.sin, x).sum())(make()), np.full(3, 5.0))
    close(ni.jit(ni.grad(lambda x: h(ni.sin, x).sum()))(make()), np.full(3, 5.0))


# --- custom_vjp


@ni.custom_vjp
def v(x, y):
    return x * y


v.defvjp(lambda x, y: (x * y, (x, y)), lambda kept, c: (3.0 * c * kept[1], c * kept[0]))


@pytest.mark.parametrize("style", STYLES)
def test_custom_vjp_in_every_mode(style):
    how = STYLES[style]
    x, y = make(), make(Y)

    def loss(x, y):
        return (v(x, y) * v(x, y)).sum()

    gx, gy = how(ni.grad(loss, (0, 1)))(x, y)
    close(gx, 6 * X * Y * Y)
    close(gy, 2 * X * X * Y)
    # Forward over reverse mode differentiates fwd and bwd: d/dx of 3·(2xy)·y.
    moved = how(lambda x: ni.jvp(ni.grad(lambda x: loss(x, y)), (x,), (ni.ones_like(x),))[1])(x)
    close(moved, 6 * Y * Y)
    rows = np.stack([X, X + 1])
    close(how(ni.vmap(ni.grad(loss), (0, None)))(make(rows), y), 6 * rows * Y * Y)
    close(how(ni.jacrev(v))(x, y), np.diag(3 * Y))


def test_custom_vjp_through_jit_and_backward():
    x, y = make(requires_grad=True), make(Y)
    v(x, y).sum().backward()
    close(x.grad, 3 * Y)
    close(ni.grad(ni.jit(lambda x: v(x, y).sum()))(make()), 3 * Y)


def test_a_straight_through_estimator_with_nests():
    @ni.custom_vjp
    def rounded(tree):
        return {"out": ni.round(tree["x"]), "n": 3}

    rounded.defvjp(lambda t: (rounded(t), None), lambda _, c: ({"x": c["out"], "k": None},))
    g = ni.grad(lambda x: (rounded({"x": x, "k": 5})["out"] * make(Y)).sum())(make())
    close(g, Y)


def test_messages_of_custom_rules():
    bare = ni.custom_vjp(lambda x: x)
    close(bare(make()), X)
    with pytest.raises(GradientError, match="defvjp"):
        ni.grad(lambda x: bare(x).sum())(make())
    with pytest.raises(GradientError, match="reverse rule only"):
        ni.jvp(v, (make(), make(Y)), (make(), None))
    with pytest.raises(GradientError, match="reverse rule only"):
        ni.jit(lambda x: ni.jacfwd(v)(x, x))(make())
    wrong = ni.custom_vjp(lambda x: x)
    wrong.defvjp(lambda x: (x, None), lambda _, c: c)
    with pytest.raises(ShapeError, match="tuple of 1 cotangents"):
        ni.grad(lambda x: wrong(x).sum())(make())
    hidden = make(requires_grad=True)
    closing = ni.custom_vjp(lambda x: x * hidden)
    closing.defvjp(lambda x: (x * hidden, None), lambda _, c: (c,))
    with pytest.raises(GradientError, match="without being given it"):
        closing(make(requires_grad=True))
    half = ni.custom_jvp(lambda x: x)
    half.defjvp(lambda p, t: (p[0], t[0].sum()))
    with pytest.raises(ShapeError, match="tangent and its value"):
        ni.grad(lambda x: half(x).sum())(make())


# --- linear_transpose


def test_linear_transpose():
    A = np.arange(6.0).reshape(2, 3)
    back = ni.linear_transpose(lambda x, y: (make(A) @ x * 3.0, y[0] - y[1]), make(), make())
    gx, gy = back((make([1.0, 2.0]), ni.tensor(5.0, dtype=ni.float64)))
    close(gx, 3 * A.T @ [1, 2])
    close(gy, [5, -5, 0])
    close(ni.jit(lambda c: back((c, None))[0])(make([1.0, 2.0])), 3 * A.T @ [1, 2])


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (lambda x: x * x, "multiplied"),
        (lambda x: x + 1.0, "affine"),
        (lambda x: 1.0 / x, "divided"),
        (ni.sin, "no transpose rule"),
        (lambda x: ni.ones_like(x), "does not depend"),
    ],
)
def test_linear_transpose_refuses(function, text):
    with pytest.raises(GradientError, match=text):
        ni.linear_transpose(function, make())


# --- checkpoint


def block(x):
    return ni.sin(ni.exp(ni.sin(x)))


OUTER = {
    "grad": lambda h: ni.grad(lambda x: h(x).sum()),
    "second": lambda h: ni.grad(lambda x: ni.grad(lambda x: h(x).sum())(x).sum()),
    "hvp": lambda h: lambda x: ni.jvp(ni.grad(lambda x: h(x).sum()), (x,), (x,))[1],
    "vmap of grad": lambda h: ni.vmap(ni.grad(h)),
    "grad of vmap": lambda h: ni.grad(lambda x: ni.vmap(h)(x).sum()),
}


@pytest.mark.parametrize("outer", OUTER)
def test_checkpoint_changes_no_derivative(outer):
    transform = OUTER[outer]
    want = transform(block)(make()).numpy()
    region = ni.checkpoint(block)
    for got in (transform(region), ni.jit(transform(region)), transform(ni.jit(region))):
        close(got(make()), want, 1e-12)


def test_checkpoint_on_the_tape_computes_again_and_finds_captured_parameters():
    w = make(requires_grad=True)
    runs = []

    def part(x):
        runs.append(1)
        return {"y": ni.sin(x * w), "same": w, "n": 1}

    x = make(Y, requires_grad=True)
    out = ni.checkpoint(part)(x)
    assert len(runs) == 1 and out["n"] == 1
    (out["y"].sum() + (out["same"] * 2.0).sum()).backward()
    assert len(runs) == 2
    close(x.grad, np.cos(X * Y) * X)
    close(w.grad, np.cos(X * Y) * Y + 2)
    # Twice, and recorded.
    (g,) = ni.autograd.grad(ni.checkpoint(lambda x: (x * x * w).sum())(x), x, create_graph=True)
    (h,) = ni.autograd.grad(g.sum(), w)
    close(h, 2 * Y)


def test_checkpoint_draws_the_same_random_numbers_and_changes_state_once():
    drop = ni.nn.Dropout(0.5)
    norm = ni.nn.BatchNorm1d(3)

    def part(x):
        return drop(norm(x)) * 2.0

    def run(h):
        ni.random.seed(1)
        norm.running_mean._assign(ni.zeros(3))
        x = ni.tensor(np.stack([X, Y]).tolist(), requires_grad=True)
        h(x).sum().backward()
        return x.grad.numpy(), norm.running_mean.numpy(), float(ni.random.normal(()))

    plain, again = run(part), run(ni.checkpoint(part))
    np.testing.assert_array_equal(plain[0], again[0])
    np.testing.assert_array_equal(plain[1], again[1])
    assert plain[2] == again[2]
    compiled = run(ni.jit(ni.checkpoint(part)))
    np.testing.assert_allclose(plain[1], compiled[1], rtol=1e-6)


def arena(function, *types):
    """Bytes of temporaries of a program; it is scheduled, not compiled."""
    graph = stage(function, types).graph
    dense = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    return int(schedule(*front(graph, dense), True)[0].arena.nbytes)


def deep(x, w, policy):
    def layer(x):
        for _ in range(4):
            x = ni.tanh(x @ w) + ni.sin(x)
        return x

    for _ in range(4):
        x = layer(x) if policy is None else ni.checkpoint(layer, policy)(x)
    return x.sum()


def test_checkpoint_in_a_program_lowers_its_memory():
    x, w = Type(ni.float32, (64, 16)), Type(ni.float32, (16, 16))
    sizes = {
        policy: arena(ni.grad(lambda x, w, p=policy: deep(x, w, p)), x, w)
        for policy in (None, "nothing", "dots", "everything")
    }
    assert sizes["everything"] == sizes[None]
    assert sizes["nothing"] <= 0.5 * sizes[None]
    # Kept products are behind the barriers too, or what is made of them would not be made again.
    assert sizes["nothing"] < sizes["dots"] <= 0.8 * sizes[None]


def test_barriers_cost_no_kernels_and_keep_the_order():
    x, w = Type(ni.float32, (64, 16)), Type(ni.float32, (16, 16))
    graph = stage(ni.grad(lambda x, w: deep(x, w, "nothing")), (x, w)).graph
    dense = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    done = schedule(*front(graph, dense), True)[0]
    barriers = [n for n in done.graph.nodes if n.op.name == "barrier"]
    assert len({n.params["serial"] for n in barriers}) == 4
    assert not any(n.op.name == "barrier" for g in done.groups for n in g.nodes)
    # Whatever is computed from behind a barrier is computed after the cotangent that it waits for.
    step = {v: i for i, g in enumerate(done.groups) for n in g.nodes for v in n.outputs}
    waits = {}
    for node in done.graph.nodes:
        found = max((waits.get(v, -1) for v in node.operands), default=-1)
        if node.op.name == "barrier":
            found = max(found, step.get(node.operands[1], -1))
        for value in node.outputs:
            waits[value] = found
            assert step.get(value, found) >= found
    assert max(waits.values()) > len(done.groups) // 2


def test_named_values_are_kept():
    names = ni.checkpoint_policies.save_only_these_names("kept")

    def part(x):
        return ni.sin(ni.checkpoint_name(ni.exp(x), "kept"))

    program = str(ni.jit(ni.grad(lambda x: ni.checkpoint(part, names)(x).sum())).graph(make()))
    assert "checkpoint_name" in program or "part" in program
    close(ni.jit(ni.grad(lambda x: ni.checkpoint(part, names)(x).sum()))(make()),
          np.cos(np.exp(X)) * np.exp(X))  # fmt: skip
    with pytest.raises(ValueError, match="'dots'"):
        ni.checkpoint(part, "some")

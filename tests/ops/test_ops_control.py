"""Branches and loops as operations: bodies as parameters, what leaves a loop, messages. Nothing is compiled here."""

from __future__ import annotations

import pytest

import nitinol as ni
from nitinol.base.errors import CompileError
from nitinol.base.sizes import Size
from nitinol.ir.graph import Graph, Node
from nitinol.ir.op import Type
from nitinol.ir.region import Closed, bodies, free_sizes, substituted
from nitinol.ir.text import show
from nitinol.ir.verify import verify
from nitinol.ops.control.scans import scan as scan_op
from nitinol.schedule.regions import trim
from nitinol.trace.regions import make, pulled, split
from nitinol.trace.stage import stage


def f32(*shape):
    return Type(ni.float32, shape)


def nodes(graph, name):
    return [n for n in graph.nodes if n.op.name == name]


def loop_of(function, *types):
    graph = stage(function, types).graph
    verify(graph)
    (node,) = nodes(graph, "scan")
    return graph, node


# --- bodies


def test_bodies_are_equal_when_their_programs_are() -> None:
    a, b = (make("step", [f32(3)], lambda x: [ni.sin(x) * 2.0]) for _ in range(2))
    other = make("step", [f32(3)], lambda x: [ni.sin(x) * 3.0])
    assert a == b and hash(a) == hash(b)
    assert a != other and a != make("step", [f32(4)], lambda x: [ni.sin(x) * 2.0])


def test_one_loop_is_found_twice() -> None:
    def twice(xs):
        def run():
            return ni.scan(lambda c, x: (c + x, c), ni.zeros(2), xs)

        return [*run(), *run()]

    graph, _ = loop_of(twice, f32(4, 2))
    assert graph.outputs[:2] == graph.outputs[2:]


def test_text_shows_bodies_and_verify_looks_into_them() -> None:
    graph, node = loop_of(
        lambda xs: ni.scan(lambda c, x: (c + x, c * x), ni.zeros(2), xs), f32(4, 2)
    )
    text = show(graph)
    assert "scan(%in0: float32[2], %in1: float32[2])\n" in text
    assert "%1 = multiply(%in0, %in1) : float32[2]" in text
    (body,) = bodies(node)
    add, times = body.graph.nodes
    swapped = Graph(body.graph.inputs, [add], [*add.outputs, *times.outputs], "wrong")
    wrong = Node(scan_op, node.operands, {**node.params}, [v.type for v in node.outputs])
    broken = Closed.__new__(Closed)
    broken.graph = swapped
    broken._free = frozenset()
    wrong.params["body"] = broken
    with pytest.raises(CompileError, match="never computed"):
        verify(Graph(graph.inputs, [*graph.nodes[:-1], wrong], wrong.outputs, "program"))


def test_sizes_inside_of_bodies_are_renamed_and_bound() -> None:
    n, m = Size.symbol("n"), Size.symbol("m")
    graph, node = loop_of(
        lambda xs: ni.scan(lambda c, x: (c + x, c), ni.zeros(xs.shape[1]), xs), f32(5, n)
    )
    (body,) = bodies(node)
    assert set(free_sizes(graph)) == {n.atom}
    renamed = substituted(body, {n.atom: m})
    assert renamed.types[0].shape == (m,) and body.types[0].shape == (n,)
    assert substituted(body, {m.atom: 3}) is body

    def gradient(x, count):
        def loss(x):
            def go_on(c):
                return c[0] < count

            return ni.while_loop(go_on, lambda c: (c[0] + 1, ni.sin(c[1])), (0, x))[1].sum()

        return ni.grad(loss)(x)

    backward = stage(gradient, [f32(3), Type(ni.int64, ())]).graph
    verify(backward)
    assert nodes(backward, "sized") and not free_sizes(backward)  # the number of rounds is its own


# --- derivatives of bodies


def test_split_keeps_little() -> None:
    body = make("step", [f32(3), f32(3)], lambda c, x: [ni.tanh(c * x), ni.tanh(c * x)])
    direct = frozenset({("in", 1), ("out", 1)})
    parts = split(body, (True, True), (True, False), direct, 2)
    # tanh itself is a result, 1 − tanh² is cheap, the slice is at hand: only the carry is kept.
    assert len(parts.forward.results) == 3
    assert set(parts.residuals) == {("in", 1), ("out", 1), ("out", 2)}
    assert not nodes(parts.forward.graph, "subtract") and nodes(parts.linear.graph, "subtract")


def test_pulled_is_the_transpose() -> None:
    body = make("linear", [f32(2, 3), f32(3)], lambda a, x: [a @ x, x.sum()])
    back = pulled(body, (False, True), (True, True))
    assert [t.shape for t in back.types] == [(2, 3), (2,), ()]
    assert [t.shape for t in back.results] == [(3,)]


def test_products_of_slices_and_constants_leave_the_loop() -> None:
    def cell(xs, w, u, decay):
        return ni.scan(
            lambda h, x: (ni.tanh(x @ w + h @ u) * ni.exp(decay), None), ni.zeros((8, 4)), xs
        )

    graph, node = loop_of(cell, f32(5, 8, 3), f32(3, 4), f32(4, 4), f32(4))
    (body,) = bodies(node)
    assert [n.outputs[0].type.shape for n in nodes(graph, "dot")] == [(40, 4)]
    assert len(nodes(body.graph, "dot")) == 1
    assert nodes(graph, "exp") and not nodes(body.graph, "exp")
    # A product much larger than the slices stays inside.
    wide, node = loop_of(
        lambda xs, w: ni.scan(lambda c, x: (c + (x @ w).sum(), None), 0.0, xs),
        f32(5, 8, 3),
        f32(3, 400),
    )
    assert not nodes(wide, "dot") and nodes(bodies(node)[0].graph, "dot")


def test_gradients_of_weights_are_one_product_behind_the_loop() -> None:
    def gradient(xs, u, b):
        def loss(u, b):
            return ni.scan(lambda h, x: (ni.tanh(x + h @ u + b), None), ni.zeros((2, 4)), xs)[
                0
            ].sum()

        return ni.grad(loss, argnums=(0, 1))(u, b)

    graph = stage(gradient, [f32(5, 2, 4), f32(4, 4), f32(4)]).graph
    verify(graph)
    _, backward = nodes(graph, "scan")
    assert [v.type.shape for v in graph.outputs] == [(4, 4), (4,)]
    assert backward.params["carries"] == 1  # the cotangent of h, and no sums
    assert backward.params["reverse"]
    (product,) = nodes(graph, "dot")
    assert [v.type.shape for v in product.operands] == [(4, 10), (10, 4)]


def test_kept_results_of_a_loop_are_stored_once() -> None:
    from nitinol.exec.rules import dear
    from nitinol.trace.derive import derive

    graph = stage(
        lambda h, xs: ni.scan(lambda h, x: (ni.sin(h * x), None), h, xs)[0], [f32(3), f32(5, 3)]
    ).graph
    derivative = derive(graph, [True, True], keep=dear)
    assert len(nodes(derivative.forward, "scan")) == 1
    assert len(derivative.forward.outputs) > len(graph.outputs)
    assert len(nodes(derivative.graph, "scan")) == 1  # backwards only: nothing is computed again


def test_what_nobody_reads_leaves_loops_and_branches() -> None:
    def program(c, xs, w):
        def step(c, x):
            total, same, other = c
            return (total + x * same, same, other @ w), (total, x * 2.0)

        (total, _, _), (first, _) = ni.scan(step, (c, c, ni.zeros((3, 3))), xs)
        return total, first

    graph = trim(stage(program, [f32(3), f32(5, 3), f32(3, 3)]).graph)
    verify(graph)
    (node,) = nodes(graph, "scan")
    assert [v.type.shape for v in node.outputs] == [(3,), (5, 3)]
    assert (
        len(node.operands) == 3 and node.params["carries"] == 1
    )  # total, xs, and what stays as it is

    def choice(x):
        return ni.cond(x.sum() > 0, lambda: (x, x * 2.0), lambda: (-x, x))[1]

    (node,) = nodes(trim(stage(choice, [f32(3)]).graph), "switch")
    assert len(node.outputs) == 1


def test_backward_does_not_run_the_loop_again() -> None:
    w = ni.ones(3).requires_grad_()

    def step(xs):
        w.grad = None
        loss = ni.scan(lambda c, x: (ni.sigmoid(c * w + x), c), ni.zeros(3), xs)[1].sum()
        loss.backward()
        return loss, w.grad

    graph = ni.jit(step).graph(ni.ones((4, 3))).plan.graph
    assert len(nodes(graph, "scan")) == 3  # the loss's, the one with residuals, the one backwards
    smaller = trim(graph)
    verify(smaller)
    assert len(nodes(smaller, "scan")) == 2


def test_what_is_cheap_to_compute_again_is_not_kept() -> None:
    def program(xs, w):
        def step(c, x):
            f = ni.sigmoid(c @ w)
            c = f * c + x
            return c, x * ni.tanh(c)  # which is made of f, what c was, and x

        return ni.scan(step, ni.zeros((9, 3)), xs)[1].sum()

    graph = ni.jit(ni.grad(program, 1)).graph(ni.ones((4, 9, 3)), ni.ones((3, 3))).plan.graph
    forward, _ = nodes(trim(graph), "scan")
    kept = forward.outputs[forward.params["carries"] :]
    assert len(kept) == 2  # f, and what c was


# --- messages


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (
            lambda x: ni.scan(
                lambda c, _: ({"h": c["h"].astype(ni.float64)}, None), {"h": x}, length=3
            ),
            ni.DTypeError,
            r"scan: carry\['h'\] goes into the body as float32\(3,\) and comes out as float64\(3,\); "
            r"write \.astype\(ni.float32\)",
        ),
        (
            lambda x: ni.scan(lambda c, _: ((c[0], c[1] + x), None), (x, 0.0), length=3),
            ni.ShapeError,
            r"carry\[1\] goes into the body as float32\(\) and comes out as float32\(3,\); start with",
        ),
        (lambda x: ni.scan(lambda c, y: c, x, x), ni.TracerError, r"return carry, None"),
        (lambda x: ni.scan(lambda c, y: ((c, c), y), x, x), ni.TracerError, "return the same nest"),
        (lambda x: ni.scan(lambda c, y: (c, y), x), ni.ShapeError, "write length="),
        (
            lambda x: ni.scan(lambda c, y: (c, y), x, (x, ni.zeros(2))),
            ni.ShapeError,
            r"xs\[1\] has 2 slices along its first axis, that of xs\[0\] is 3",
        ),
        (lambda x: ni.scan(lambda c, y: (c, y), x, 1.0), ni.ShapeError, "no axis to go along"),
        (
            lambda x: ni.cond(x, lambda: 1, lambda: 2),
            ni.ShapeError,
            r"ni\.where\(condition, a, b\)",
        ),
        (
            lambda x: ni.cond(x.sum() > 0, lambda: x, lambda: x.astype(ni.float64)),
            ni.DTypeError,
            "one branch gives result as float64.*another as float32",
        ),
        (
            lambda x: ni.cond(x.sum() > 0, lambda: (x, x), lambda: (x, x[:2])),
            ni.ShapeError,
            r"result\[1\]",
        ),
        (lambda x: ni.switch(x.sum(), [lambda: x]), ni.DTypeError, "an integer is wanted"),
        (
            lambda x: ni.while_loop(lambda c: c < 9, lambda c: c * 2, x),
            ni.ShapeError,
            "reduce it with ni.all or ni.any",
        ),
        (
            lambda x: ni.while_loop(lambda c: c.sum() < 9, lambda c: c[:2], x),
            ni.ShapeError,
            r"while_loop: carry goes into the body as float32\(3,\) and comes out as float32\(2,\)",
        ),
        (lambda x: ni.fori_loop(0, 2.5, lambda i, c: c, x), ni.DTypeError, "an integer is wanted"),
        (
            lambda x: ni.associative_scan(lambda a, b: (a, b), x),
            ni.TracerError,
            "associative_scan: fn takes",
        ),
        (lambda x: ni.associative_scan(ni.add, x, axis=1), ni.ShapeError, "axis 1 does not exist"),
        (lambda x: ni.map(ni.sin, x, batch_size=0), ValueError, "at least 1"),
    ],
)
def test_errors_say_what_to_write(call, error, words) -> None:
    with pytest.raises(error, match=words):
        ni.jit(call).graph(ni.ones(3))


def branch(x):
    if x.sum() > 0:
        return x
    return -x


def repeat(x):
    while x.sum() < 10:
        x = x * 2
    return x


def count(x, n):
    for _ in range(n):
        x = x * 2
    return x


@pytest.mark.parametrize(
    ("function", "args", "line", "write"),
    [
        (branch, (), "if x.sum\\(\\) > 0:", "ni.cond"),
        (repeat, (), "while x.sum\\(\\) < 10:", "ni.while_loop"),
        (count, (3,), "for _ in range\\(n\\):", "ni.fori_loop"),
    ],
)
def test_python_control_flow_on_traced_values_shows_the_line(function, args, line, write) -> None:
    with pytest.raises(ni.TracerError, match=f"{write}(.|\n)*{line}"):
        ni.jit(function).graph(ni.ones(3), *map(ni.tensor, args))
    assert function(ni.ones(3), *args).shape == (3,)  # without jit it is Python


def test_backward_inside_of_a_body_is_refused() -> None:
    w = ni.ones(3).requires_grad_()

    def step(c, _):
        (w * c).sum().backward()
        return c, None

    with pytest.raises(ni.TracerError, match="compute them with"):
        ni.jit(lambda x: ni.scan(step, x, length=2)[0]).graph(ni.ones(3))

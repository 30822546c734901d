"""Staging: what becomes a node, a constant, an input; open sizes; leaks."""

import numpy as np
import pytest
import trace_support as t
from trace_support import Concrete

from nitinol.base import dtypes as dt
from nitinol.base.errors import ShapeError, TracerError
from nitinol.base.sizes import Size
from nitinol.ir.op import Type
from nitinol.trace import primitives as p
from nitinol.trace.bind import active, type_of
from nitinol.trace.stage import check_equal, infer_by_staging, known_equal, run_graph, stage
from nitinol.transforms import no_grad

VECTOR = Type(dt.float64, (3,))


def names(graph):
    return [n.op.name for n in graph.nodes]


def test_a_function_becomes_nodes_and_its_outputs_keep_their_nest():
    staged = stage(lambda x, y: {"s": x + y, "p": (x * y,)}, [VECTOR, VECTOR])
    assert names(staged.graph) == ["add", "t_multiply"]
    assert repr(staged.tree) == "dict(*, tuple(*))"
    assert [v.type for v in staged.graph.outputs] == [VECTOR, VECTOR]


def test_dead_code_is_dropped_and_equal_code_is_shared():
    def f(x):
        t.cos(x)
        return t.sin(x) * t.sin(x)

    assert names(stage(f, [VECTOR]).graph) == ["t_sin", "t_multiply"]


def test_numbers_become_constants(bottom):
    graph = stage(lambda x: x * 2.5, [VECTOR]).graph
    constant = graph.nodes[0].operands[0]
    assert constant.is_constant and constant.number == 2.5 and constant.type.dtype is dt.float64
    assert bottom.calls == []


def test_returned_numbers_are_constant_outputs():
    graph = stage(lambda x: (x, 3), [VECTOR]).graph
    assert graph.outputs[1].number == 3 and graph.outputs[1].type.weak


def test_operations_without_tracers_are_staged_too(bottom):
    captured = Concrete(np.ones(3))

    def f(x):
        return x + t.sin(captured) + p.full(1.0, dt.float64, (3,))

    staged = stage(f, [VECTOR])
    assert sorted(names(staged.graph)) == ["add", "add", "broadcast_to", "t_sin"]
    assert bottom.calls == []
    assert active.stage is None


def test_captured_tensors_become_inputs_once_each_in_order():
    a, b = Concrete(np.ones(3)), Concrete(np.zeros(3))
    staged = stage(lambda x: (x + b) * a + b, [VECTOR])
    assert staged.captured[0][0] is b and staged.captured[1][0] is a
    assert [v.index for _, v in staged.captured] == [1, 2]
    assert len(staged.graph.inputs) == 3


def test_run_graph_computes_what_the_function_computes():
    w = Concrete(np.arange(3.0))

    def f(x):
        a, b = t.sincos(x)
        return a * w + t.sum_(b) + 0.5

    staged = stage(f, [VECTOR])
    x = Concrete(np.array([0.1, 0.2, 0.3]))
    (got,) = run_graph(staged.graph, [x, w])
    np.testing.assert_array_equal(got.value, f(x).value)


def test_stages_nest_and_inner_ones_capture_outer_tracers():
    def outer(x):
        inner = stage(lambda y: y * x, [VECTOR])
        ((array, _),) = inner.captured
        assert array is x
        return run_graph(inner.graph, [x, array])[0]

    assert names(stage(outer, [VECTOR]).graph) == ["t_multiply"]


def test_an_inner_tracer_may_not_reach_an_outer_program():
    def outer(x):
        kept = []
        stage(lambda y: kept.append(y) or y, [VECTOR])
        return x + kept[0]

    with pytest.raises(TracerError, match="function had returned"):
        stage(outer, [VECTOR])


def test_leaked_tracers_are_refused():
    kept = []
    stage(lambda x: kept.append(x) or x, [VECTOR])
    with pytest.raises(TracerError, match="return it from the function"):
        t.sin(kept[0])


@pytest.mark.parametrize("use", [bool, int, float, range])
def test_tracers_have_no_value(use):
    with pytest.raises(TracerError, match="while its function is being traced"):
        stage(lambda x: use(x), [Type(dt.int64, ())])


def test_foreign_results_are_refused_and_the_stage_is_left():
    with pytest.raises(TracerError, match="it returned str"):
        stage(lambda x: "text", [VECTOR])
    assert active.stage is None


def test_open_sizes_of_one_origin_need_no_check():
    n = Size.symbol("n")
    graph = stage(lambda x: x + t.sin(x), [Type(dt.float64, (n,))]).graph
    assert graph.checks == ()
    assert graph.outputs[0].type.shape == (n,)


def test_unproved_equality_is_checked_once_and_believed_after():
    n, m = Size.symbol("n"), Size.symbol("m")
    seen = []

    def f(x, y):
        z = p.bind(p.add, x, y)
        seen.append((known_equal(n, m), known_equal(2 * n, n + m), known_equal(n + 1, m)))
        return p.bind(p.add, y, z), p.bind(p.add, y, x)

    graph = stage(f, [Type(dt.float64, (n,)), Type(dt.float64, (m,))]).graph
    assert graph.checks == ((n, m),)
    assert seen == [(True, True, False)]
    assert known_equal(n, m) is None  # outside nothing is known


def test_a_size_checked_against_a_number_becomes_that_number():
    n = Size.symbol("n")
    graph = stage(lambda x, y: p.bind(p.add, x, y), [Type(dt.float64, (n,)), VECTOR]).graph
    assert graph.checks == ((n, 3),)
    assert graph.outputs[0].type.shape == (3,)


def test_checks_of_compound_sizes():
    n, m = Size.symbol("n"), Size.symbol("m")

    def f(x, y):
        return p.bind(p.add, p.bind(p.add, x, y), y)

    graph = stage(f, [Type(dt.float64, (n * n,)), Type(dt.float64, (m * m + 1,))]).graph
    assert len(graph.checks) == 1


def test_check_equal_of_known_sizes():
    n = Size.symbol("n")
    assert check_equal(3, 3) == 3
    assert check_equal(n, n) is n
    with pytest.raises(ShapeError, match="gather: 3 and 4"):
        check_equal(3, 4, "gather")
    with pytest.raises(ShapeError):
        check_equal(n, n + 1)


def test_infer_by_staging_gives_types_and_passes_checks_on():
    n, m = Size.symbol("n"), Size.symbol("m")

    def body(x, y, *, twice):
        z = p.bind(p.add, x, y)
        return (z, t.sum_(z)) if twice else z

    types = [Type(dt.float64, (n,)), Type(dt.float64, (m,))]
    assert infer_by_staging(body, types, {"twice": False}) == types[0]
    for _ in range(2):  # the second answer is remembered, its checks are repeated
        graph = stage(
            lambda x, y: x * float(len(infer_by_staging(body, types, {"twice": True}))), types
        ).graph
        assert graph.checks == ((n, m),)


def test_infer_by_staging_forgets_sizes_that_the_body_makes():
    def body(x):
        return p.full(1.0, dt.float64, (Size.symbol("found"),))

    first, second = (infer_by_staging(body, [VECTOR], {}) for _ in range(2))
    assert repr(first) == repr(second)
    assert known_equal(first.shape[0], second.shape[0]) is None


def test_no_grad_inside_a_program_stops_derivatives():
    def f(x):
        with no_grad():
            y = t.sin(x)
        return x * y

    assert names(stage(f, [VECTOR]).graph) == ["stop_gradient", "t_sin", "t_multiply"]
    with no_grad():
        assert "stop_gradient" not in names(stage(t.sin, [VECTOR]).graph)


def test_type_of_weak_numbers():
    assert type_of(t.Number(1.0, dt.float32, True)).weak


def test_run_graph_replaces_open_sizes():
    n = Size.symbol("n")

    def f(x):
        return x + p.full(1.0, dt.float64, x.shape), t.bind(p.reshape, x, shape=(x.shape[0] * 2,))

    graph = stage(f, [Type(dt.float64, (n, 2))]).graph
    x = Concrete(np.arange(6.0).reshape(3, 2))
    shifted, flat = run_graph(graph, [x])
    np.testing.assert_array_equal(shifted.value, x.value + 1)
    np.testing.assert_array_equal(flat.value, x.value.ravel())
    m = Size.symbol("m")
    outer = stage(lambda y: tuple(run_graph(graph, [y])), [Type(dt.float64, (m, 2))]).graph
    assert [v.type.shape for v in outer.outputs] == [(m, 2), (2 * m,)]

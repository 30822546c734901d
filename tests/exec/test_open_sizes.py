"""What is compiled once for all sizes, eager: tensors made of a shape, convolutions that are mapped with their
kernels, gradients of mapped functions."""

import numpy as np

import nitinol as ni
from nitinol.llvm.stats import statistics


def compiled(call):
    """How many kernels a call made or loaded, after calls with other sizes."""
    before = statistics()
    call()
    after = statistics()
    return sum(after[k] - before[k] for k in ("compiled", "loaded"))


def test_a_shape_is_open():
    for make in (ni.ones, lambda s: ni.full(s, 2.5), lambda s: ni.broadcast_to(ni.tensor(3.0), s)):
        make((5, 7))
        assert compiled(lambda make=make: make((6, 9))) == 0
        first = make((3, 4)).numpy()
        assert first.shape == (3, 4)
        assert (first == first[0, 0]).all()
    assert ni.zeros((0, 3)).shape == (0, 3)
    assert ni.ones((1, 2)).tolist() == [[1.0, 1.0]]
    w = ni.tensor(2.0, requires_grad=True)
    for count in (3, 4):
        (ni.broadcast_to(w, (count, 5)) * 2.0).sum().backward()
    assert w.grad.item() == 70.0


def test_gradients_of_a_mapped_function_are_open():
    def call(rows):
        return ni.vmap(ni.grad(lambda x: (ni.sin(x) * x).sum()))(ni.ones((rows, 4)))

    call(5)
    assert compiled(lambda: call(6)) == 0


def test_mapped_kernels_are_open():
    rng = np.random.default_rng(0)

    def conv(x, w):
        return ni.nn.functional.conv2d(x, w, padding=1)

    def loss(w, x):
        return (conv(x, w) ** 2).sum()

    def call(rows, check=False):
        x = ni.tensor(rng.standard_normal((rows, 1, 2, 5, 5)))
        w = ni.tensor(rng.standard_normal((rows, 3, 2, 3, 3)))
        y, g = ni.vmap(conv)(x, w), ni.vmap(ni.grad(loss))(w, x)
        for i in range(rows if check else 0):
            np.testing.assert_allclose(y[i].numpy(), conv(x[i], w[i]).numpy(), rtol=1e-12)
            np.testing.assert_allclose(g[i].numpy(), ni.grad(loss)(w[i], x[i]).numpy(), rtol=1e-9)

    call(3, check=True)
    assert compiled(lambda: call(4)) == 0


def test_only_axes_that_decide_are_closed():
    """How many pieces there are depends on the axis that is cut, not on the batch."""

    def halves(x):
        return ni.chunk(ni.exp(x), 2, 1)

    halves(ni.ones((3, 8)))
    assert compiled(lambda: halves(ni.ones((4, 8)))) == 0
    assert [p.shape for p in halves(ni.ones((4, 7)))] == [(4, 4), (4, 3)]
    jitted = ni.jit(halves)
    for shape in ((3, 8), (4, 12), (5, 12), (6, 12)):
        assert [p.shape for p in jitted(ni.ones(shape))] == [(shape[0], shape[1] // 2)] * 2
    assert jitted.stats()["compilations"] == 2
    assert len(jitted(ni.ones((6, 1)))) == 1


def test_written_slices_are_open():
    def write(x):
        return ni.index_update(x, (slice(None), 1), 5.0), ni.index_update(
            x, slice(None, None, -2), 2.0
        )

    write(ni.zeros((3, 8)))
    assert compiled(lambda: write(ni.zeros((6, 9)))) == 0
    jitted = ni.jit(write)
    for rows, columns in ((3, 4), (4, 5), (7, 2)):
        wanted = np.zeros((2, rows, columns), np.float32)
        wanted[0, :, 1] = 5.0
        wanted[1, ::-2] = 2.0
        for found in (write, jitted):
            np.testing.assert_array_equal(np.stack(found(ni.zeros((rows, columns)))), wanted)
    assert jitted.stats()["compilations"] == 2

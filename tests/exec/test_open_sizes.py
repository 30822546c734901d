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

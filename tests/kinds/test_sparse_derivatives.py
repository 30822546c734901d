"""Sparse tensors: derivatives, compiled functions, memory, and gradients of embeddings."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import nitinol as ni

rng = np.random.default_rng(0)


def filled(*shape: int, density: float = 0.35) -> Any:
    return rng.standard_normal(shape) * (rng.random(shape) < density)


A = ni.tensor(filled(4, 6)).to_sparse("csr")
B = ni.tensor(filled(4, 6)).to_sparse("coo")
D = ni.tensor(rng.standard_normal((6, 5)))


def loss(a: Any, b: Any, d: Any) -> Any:
    return (((a + b) * 2) @ d).sum() + ni.sin(a * b).sum() + (a.sum(0) * a.sum(0)).sum()


def test_derivatives_by_values_and_dense_operands() -> None:
    ni.debug.check_grads(
        lambda u, v, d: loss(A.with_values(u), B.with_values(v), d),
        (A.values, B.values, D),
        modes=("fwd", "rev"),
    )


def test_compiled_functions_and_their_gradients() -> None:
    wanted = ni.grad(loss, argnums=(0, 1, 2))(A, B, D)
    assert isinstance(wanted[0], ni.SparseTensor)
    assert wanted[0].indices.tolist() == A.indices.tolist()
    gradients = ni.jit(ni.grad(loss, argnums=(0, 1, 2)))
    for found, right in zip(gradients(A, B, D), wanted, strict=True):
        dense = [x.to_dense() if isinstance(x, ni.SparseTensor) else x for x in (found, right)]
        assert_allclose(dense[0].numpy(), dense[1].numpy(), rtol=1e-9)


def test_one_program_serves_all_numbers_of_entries() -> None:
    program = ni.jit(lambda a, d: (a @ d, a * a, a + a.T))
    for density in (0.3, 0.6, 0.1, 0.8, 0.5):
        x = filled(6, 6, density=density)
        found = program(ni.tensor(x).to_sparse("csr"), D)
        for y, right in zip(found, (x @ D.numpy(), x * x, x + x.T), strict=True):
            dense = y.to_dense() if isinstance(y, ni.SparseTensor) else y
            assert_allclose(dense.numpy(), right, rtol=1e-9)
    assert program.stats()["compilations"] <= 2


def test_products_and_indexing_compiled() -> None:
    program = ni.jit(lambda a: ((a @ a.T)[1:, ::-1], a.to_layout("csc")))
    square, turned = program(A)
    x = A.to_dense().numpy()
    assert_allclose(square.to_dense().numpy(), (x @ x.T)[1:, ::-1])
    assert_array_equal(turned.to_dense().numpy(), x)


def test_captured_matrices_are_read_at_each_call() -> None:
    a, b = (ni.sparse.csr([0, 1, 2], [0, 1], [1.0, 2.0], (2, 2)) for _ in range(2))
    program = ni.jit(lambda v: ((a + b.T.T @ b) @ v, a @ v))
    v = ni.tensor([1.0, 10.0])
    assert [x.tolist() for x in program(v)] == [[2.0, 60.0], [1.0, 20.0]]
    a.indices[:] = ni.tensor([1, 0])
    assert [x.tolist() for x in program(v)] == [[11.0, 42.0], [10.0, 2.0]]


def test_batches_of_matrices_under_vmap() -> None:
    z, v, u = filled(3, 4, 6), rng.standard_normal((3, 6)), rng.standard_normal((3, 4))
    for layout in ("csr", "coo"):
        a = ni.tensor(z).to_sparse(layout)
        for found, wanted in (
            (ni.vmap(lambda a, v: a @ v)(a, ni.tensor(v)), np.einsum("bij,bj->bi", z, v)),
            (ni.vmap(lambda a, u: u @ a)(a, ni.tensor(u)), np.einsum("bij,bi->bj", z, u)),
            (ni.vmap(lambda a: (a @ D, a[1])[0])(a), z @ D.numpy()),
            (ni.vmap(lambda a: (ni.sin(a) + a).sum(0))(a), (np.sin(z) + z).sum(1)),
            (ni.vmap(lambda a: a.max(1))(a), z.max(2)),
        ):
            dense = found.to_dense() if isinstance(found, ni.SparseTensor) else found
            assert_allclose(dense.numpy(), wanted)


def test_derivatives_of_sparse_products_and_of_vectors() -> None:
    c, w = ni.tensor(filled(6, 3)).to_sparse("csr"), ni.tensor(rng.standard_normal(6))

    def both(u: Any, v: Any, w: Any) -> Any:
        a, b = A.with_values(u), c.with_values(v)
        return ni.concat([(a @ b).values, a @ w, w[:4] @ a])

    ni.debug.check_grads(both, (A.values, c.values, w), modes=("fwd", "rev"))


def test_the_tape() -> None:
    a = ni.tensor(A.to_dense().numpy()).to_sparse("csr").requires_grad_()
    (a @ D).sum().backward()
    assert isinstance(a.grad, ni.SparseTensor)
    wanted = (A.to_dense().numpy() != 0) * D.numpy().sum(1)
    assert_allclose(a.grad.to_dense().numpy(), wanted)


def test_derivatives_of_solves() -> None:
    x = filled(5, 5) + np.diag(rng.random(5) + 1)
    a, b = ni.tensor(x).to_sparse("csr"), ni.tensor(rng.standard_normal((5, 2)))
    ni.debug.check_grads(
        lambda v, b: ni.sparse.triangular_solve(a.with_values(v), b),
        (a.values, b),
        modes=("fwd", "rev"),
    )


@pytest.mark.slow
def test_derivatives_of_convolutions_and_sampled_products() -> None:
    x = ni.sparse.coo([[0, 0, 0], [1, 1, 3], [0, 1, 2]], rng.standard_normal((3, 2)), (1, 4, 4, 2))
    w = ni.tensor(rng.standard_normal((3, 2, 3, 3)))
    ni.debug.check_grads(
        lambda v, w: ni.sparse.conv2d(x.with_values(v), w).values,
        (x.values, w),
        modes=("fwd", "rev"),
    )
    ni.debug.check_grads(
        lambda a, b, v: (ni.sparse.sampled_matmul(a, b, A) * A.with_values(v)).values,
        (ni.tensor(rng.standard_normal((4, 3))), ni.tensor(rng.standard_normal((3, 6))), A.values),
        modes=("fwd", "rev"),
    )


LARGE = """
import resource
import numpy as np
import nitinol as ni

n, entries = 100_000, 200_000
rng = np.random.default_rng(0)
a = ni.sparse.coo(rng.integers(0, n, (2, entries)), np.ones(entries, np.float32), (n, n)).to_layout("csr")
d = ni.ones((n, 4)).requires_grad_()
a.requires_grad_()
((a + a.T) * a @ d).sum().backward()
assert a.grad.values.shape == a.values.shape and d.grad.shape == (n, 4)
assert float(a.sum()) == entries and (a @ a).nse > entries
t = ni.sparse.triangular_solve(ni.sparse.eye(n) + ni.tril(a, -1) * 1e-3, ni.ones(n))
assert bool(ni.all(ni.isfinite(t)))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
assert peak < 1500, f"{peak} MB; a dense matrix would have 40 000"
"""


def test_nothing_is_dense() -> None:
    subprocess.run([sys.executable, "-c", LARGE], check=True)


# --- embeddings


TABLE = rng.standard_normal((50, 4)).astype(np.float32)
INDEX = rng.integers(0, 50, (3, 5))


def trained(make: Any, sparse: bool, wrap: Any = lambda f: f) -> Any:
    layer = ni.nn.Embedding(50, 4, padding_idx=int(INDEX[0, 0]), sparse=sparse)
    layer.weight._assign(ni.tensor(TABLE))
    optimizer = make([layer.weight])

    def step(layer: Any, optimizer: Any, index: Any) -> None:
        optimizer.zero_grad()
        y, z = layer(index), layer(index[:1])
        ((y * y).sum() + (3 * z).sum()).backward()
        optimizer.step()

    wrap(step)(layer, optimizer, ni.tensor(INDEX))
    assert isinstance(layer.weight.grad, ni.SparseTensor) is sparse
    gradient = layer.weight.grad.to_dense() if sparse else layer.weight.grad
    return gradient.numpy(), layer.weight.detach().numpy()


@pytest.mark.parametrize(
    "make",
    [
        lambda p: ni.optim.SGD(p, lr=0.1),
        lambda p: ni.optim.SGD(p, lr=0.1, momentum=0.9),
        lambda p: ni.optim.Adam(p, lr=0.1),
    ],
    ids=["sgd", "momentum", "adam"],
)
def test_optimizers_step_in_rows_that_have_a_gradient(make: Any) -> None:
    wanted = trained(make, False)
    for wrap in (lambda f: f, ni.jit):
        for found, right in zip(trained(make, True, wrap), wanted, strict=True):
            assert_allclose(found, right, rtol=1e-5, atol=1e-6)


def test_a_compiled_step_writes_the_rows_and_nothing_of_the_size_of_the_table() -> None:
    n, width = 100_000, 16
    layer = ni.nn.Embedding(n, width, sparse=True)
    optimizer = ni.optim.Adam(layer.parameters(), lr=0.1)

    @ni.jit
    def step(index: Any) -> Any:
        loss = (layer(index) ** 2).sum()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss

    first = float(step(ni.tensor([3, 7, 3])))
    before = layer.weight.detach().numpy().copy()
    address = layer.weight._address
    ni.memory.reset_peak()
    start = ni.memory.stats()["live_bytes"]
    assert float(step(ni.tensor([3, 7, 3, 9]))) != first
    assert ni.memory.stats()["peak_bytes"] - start < n * width
    assert layer.weight._address == address
    changed = (layer.weight.detach().numpy() != before).any(1).nonzero()[0]
    assert changed.tolist() == [3, 7, 9]
    assert step.stats()["compilations"] <= 3


def test_a_sparse_gradient_of_an_earlier_call_is_not_forgotten() -> None:
    layer = ni.nn.Embedding(5, 2, sparse=True)
    layer(ni.tensor([1])).sum().backward()
    with pytest.raises(ni.GradientError, match="zero_grad"):
        ni.jit(lambda i: layer(i).sum().backward())(ni.tensor([2]))
    # Differentiated from outside the gradient is that of any other function.
    layer.weight.grad = None
    ni.jit(lambda i: layer(i))(ni.tensor([2, 2])).sum().backward()
    assert layer.weight.grad.tolist()[2] == [2.0, 2.0]


def test_sparse_and_dense_gradients_of_one_table_add_up() -> None:
    layer = ni.nn.Embedding(50, 4, sparse=True)
    (layer(ni.tensor(INDEX)).sum() + (2 * layer.weight).sum()).backward()
    wanted = np.full((50, 4), 2.0)
    np.add.at(wanted, INDEX.ravel(), 1.0)
    gradient = layer.weight.grad
    dense = gradient.to_dense() if isinstance(gradient, ni.SparseTensor) else gradient
    assert_allclose(dense.numpy(), wanted)


def test_clipping_counts_rows_once() -> None:
    layer = ni.nn.Embedding(50, 4, sparse=True)
    layer(ni.tensor(INDEX)).sum().backward()
    before = layer.weight.grad.to_dense().numpy()
    norm = ni.optim.clip_grad_norm_([layer.weight], 1.0)
    assert_allclose(norm.item(), np.linalg.norm(before), rtol=1e-5)
    assert_allclose(
        layer.weight.grad.to_dense().numpy(), before / np.linalg.norm(before), rtol=1e-4
    )

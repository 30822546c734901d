"""Second derivatives by complex numbers: against the real computation in twice as many variables, and
against derivatives of holomorphic functions known in closed form.

The gradient of a real f by z = x + iy is ∂f/∂x + i·∂f/∂y. Its derivative along v = a + ib is linear over the
real numbers only: with the blocks of the real Hessian it is (Hxx·a + Hxy·b) + i·(Hyx·a + Hyy·b).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni

rng = np.random.default_rng(3)


def numbers(*shape: int) -> Any:
    return rng.standard_normal(shape) + 1j * rng.standard_normal(shape)


Z, V = numbers(3), numbers(3)
z, v = ni.tensor(Z), ni.tensor(V)


def real_function(z: Any) -> Any:
    """Real, and of steps that are not holomorphic."""
    return (ni.abs(ni.exp(z) * z[0]) * ni.conj(z)).imag.sum()


def longer_function(z: Any) -> Any:
    w = ni.exp(z) * ni.conj(z) + ni.sqrt(z) / (z * z)
    return (ni.abs(w) * ni.angle(z)).sum() + ni.norm(w) + ni.var(z) + (ni.sign(w) * z**3).imag.sum()


def parts(z: Any) -> tuple[Any, Any]:
    return ni.tensor(z.real.copy()), ni.tensor(z.imag.copy())


@pytest.mark.parametrize(
    "f", [real_function, pytest.param(longer_function, marks=pytest.mark.slow)]
)
def test_the_product_with_the_hessian_is_that_of_the_real_blocks(f: Any) -> None:
    def in_parts(x: Any, y: Any) -> Any:
        return f(ni.complex(x, y))

    gradient, product = ni.hvp(f, (z,), (v,))
    gx, gy = ni.grad(in_parts, (0, 1))(*parts(Z))
    np.testing.assert_allclose(gradient.numpy(), gx.numpy() + 1j * gy.numpy(), rtol=1e-10)
    found = ni.jit(ni.hessian(in_parts, (0, 1)))(*parts(Z))
    H = [[block.numpy() for block in row] for row in found]
    want = H[0][0] @ V.real + H[0][1] @ V.imag + 1j * (H[1][0] @ V.real + H[1][1] @ V.imag)
    np.testing.assert_allclose(product.numpy(), want, rtol=1e-10)
    # And it is the derivative of the gradient, measured.
    h = 1e-6
    ahead, behind = (ni.grad(f)(ni.tensor(Z + s * h * V)).numpy() for s in (1, -1))
    np.testing.assert_allclose((ahead - behind) / (2 * h), want, rtol=1e-6, atol=1e-6)


def test_all_ways_to_second_order_agree() -> None:
    gradient = ni.grad(real_function)
    want = ni.hvp(real_function, (z,), (v,))[1].numpy()
    # Reverse over reverse: the Hessian is symmetric for ⟨a, b⟩ = Re Σ conj(a)·b.
    np.testing.assert_allclose(ni.vjp(gradient, z)[1](v)[0].numpy(), want, rtol=1e-10)
    slope = ni.grad(lambda z: ni.jvp(real_function, (z,), (v,))[1])  # reverse over forward
    np.testing.assert_allclose(slope(z).numpy(), want, rtol=1e-10)
    np.testing.assert_allclose(ni.jvp(ni.jit(gradient), (z,), (v,))[1].numpy(), want, rtol=1e-10)
    stacked = ni.jit(ni.vmap(lambda v: ni.hvp(real_function, (z,), (v,))[1]))(ni.stack([1j * v, v]))
    np.testing.assert_allclose(stacked.numpy()[1], want, rtol=1e-10)
    leaf = ni.tensor(Z, requires_grad=True)
    (g,) = ni.autograd.grad(real_function(leaf), [leaf], create_graph=True)
    (g * ni.conj(v)).real.sum().backward()
    np.testing.assert_allclose(leaf.grad.numpy(), want, rtol=1e-10)


def test_both_orders_against_differences() -> None:
    ni.debug.check_grads(real_function, (z,))


@pytest.mark.slow
def test_mixed_arguments_and_results_against_differences() -> None:
    ni.debug.check_grads(longer_function, (z,))
    ni.debug.check_grads(lambda z: ni.exp(z) * ni.conj(z) / z[0], (z,))  # a complex result
    ni.debug.check_grads(lambda x, z: x * z * ni.conj(z) * x, (ni.tensor(Z.real.copy()), z))


def test_holomorphic_second_derivatives() -> None:
    W = numbers(3)
    w = ni.tensor(W)

    def f(z: Any) -> Any:
        return (ni.sin(z) * w).sum() * z[0]

    S, C = np.sin(Z) * W, np.cos(Z) * W
    want = np.diag(-S) * Z[0]
    want[0] += C
    want[:, 0] += C
    hessian = ni.jit(ni.hessian(f, holomorphic=True))
    np.testing.assert_allclose(hessian(z).numpy(), want, rtol=1e-12)
    row = ni.grad(lambda z: ni.grad(f, holomorphic=True)(z)[1], holomorphic=True)
    np.testing.assert_allclose(ni.jit(row)(z).numpy(), want[1], rtol=1e-12)


def test_a_hessian_that_no_complex_matrix_can_hold_is_refused() -> None:
    with pytest.raises(ni.DTypeError, match=r"ni\.hvp.*real and the imaginary part"):
        ni.hessian(real_function)(z)

"""Whole derivatives: `jacfwd`, `jacrev`, `jacobian`, `hessian`, `hvp`.

A Jacobian is found by pushing all unit tangents forward at once, or by pulling all unit cotangents
back at once. "At once" is a batch level (`trace.batching`) below the derivative: the function itself
is computed once, what is done to tangents once per direction, as one operation with an axis more.
`chunk_size` bounds how many directions are in memory together.

Complex numbers. `holomorphic=True` gives the complex derivative f′(z). Cotangents are directions of
steepest ascent, conjugates of derivatives, so what `jacrev` pulls back is conjugated for that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from ..base import trees
from ..base.errors import DTypeError, GradientError
from ..base.sizes import Dim
from ..ops import arange, concatenate, conj, moveaxis, reshape
from ..trace.array import Array
from ..trace.batching import Batch
from ..trace.jvp import JVP
from ..trace.linearize import LinearProgram
from ..trace.linearize import linearize as linearize_flat
from ..trace.primitives import full
from ..trace.transpose import transpose
from .forward import jvp
from .leaves import Arguments, Results, check_callable, differentiable, name_of, positions_of
from .reverse import grad

Push = Callable[[int, Any], list[Any]]  # number of a leaf, its tangent -> tangents of results


def jacfwd(
    function: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """The function that computes the Jacobian of `function` in forward mode, column by column.

    The Jacobian of a tensor of shape S with respect to one of shape T has shape S + T. Results and
    arguments may be nests: it is a nest like the result, with one like the argument in the place of
    each leaf (None for leaves without derivative); a tuple of `argnums` gives a tuple of those.

    * `has_aux`: `function` returns (result, anything); the new one returns (Jacobian, anything).
    * `holomorphic`: arguments are complex, and the complex derivative is wanted.
    * `chunk_size`: how many columns to compute at a time; all by default.

    Forward mode is the cheaper one where results outnumber arguments; `jacobian` chooses.

    >>> import nitinol as ni
    >>> ni.jacfwd(lambda x: ni.stack([x[0] * x[1], x[0]]))(ni.tensor([2.0, 3.0]))
    tensor([[3., 2.],
            [1., 0.]])
    """
    return _jacobian("jacfwd", function, argnums, has_aux, holomorphic, chunk_size)


def jacrev(
    function: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """The function that computes the Jacobian of `function` in reverse mode, row by row.

    As `jacfwd`; the cheaper one where arguments outnumber results.

    >>> import nitinol as ni
    >>> ni.jacrev(lambda x: (x * x).sum())(ni.tensor([2.0, 3.0]))
    tensor([4., 6.])
    """
    return _jacobian("jacrev", function, argnums, has_aux, holomorphic, chunk_size)


def jacobian(
    function: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """The function that computes the Jacobian of `function` in the cheaper mode.

    Forward mode if the results have more elements than the arguments, reverse mode otherwise. As
    `jacfwd` otherwise.

    >>> import nitinol as ni
    >>> ni.jacobian(lambda x: x * x)(ni.tensor([2.0, 3.0]))
    tensor([[4., 0.],
            [0., 6.]])
    """
    return _jacobian("jacobian", function, argnums, has_aux, holomorphic, chunk_size)


def hessian(
    function: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """The function that computes the second derivatives of `function`: forward over reverse mode.

    Of a tensor of shape S by arguments of shapes T and U it has shape S + T + U, in nests as those
    of `jacfwd` twice over.

    By complex tensors it exists with `holomorphic=True` only: the derivative of a gradient is linear
    over the real numbers, not over the complex ones. `hvp` gives its products, and
    `hessian(lambda x, y: f(complex(x, y)), (0, 1))` its real blocks.

    >>> import nitinol as ni
    >>> ni.hessian(lambda x: 3 * x[0] ** 2 - 5 * x[1])(ni.tensor([2.0, 3.0]))
    tensor([[6., 0.],
            [0., 0.]])
    """
    check_callable("hessian", function)
    inner = _jacobian("jacrev", function, argnums, has_aux, holomorphic, None)
    return _jacobian("jacfwd", inner, argnums, has_aux, holomorphic, chunk_size)


def hvp(
    function: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]
) -> tuple[Any, ...]:
    """The Hessian of `function`, a number, times a vector: forward over reverse mode.

    `primals` and `tangents` are sequences with one nest per argument. Returns (gradient, product),
    each with one nest per argument, as a tuple; for one argument the nests themselves.

    By complex arguments z = x + iy the gradient is ∂f/∂x + i·∂f/∂y, and the product along a + ib is
    (Hxx·a + Hxy·b) + i·(Hyx·a + Hyy·b), with the blocks of the Hessian by x and y.

    >>> import nitinol as ni
    >>> x, v = ni.tensor([2.0, 3.0]), ni.tensor([1.0, 0.0])
    >>> gradient, product = ni.hvp(lambda x: (x**3).sum(), (x,), (v,))
    >>> product
    tensor([12.,  0.])
    """
    check_callable("hvp", function)
    single = len(primals) == 1
    gradient = grad(function, 0 if single else tuple(range(len(primals))))
    result = jvp(gradient, primals, tangents)
    return result[0], result[1]


# --- the machinery


def _jacobian(
    mode: str,
    function: Callable[..., Any],
    argnums: int | Sequence[int],
    has_aux: bool,
    holomorphic: bool,
    chunk_size: int | None,
) -> Callable[..., Any]:
    check_callable(mode, function)
    if chunk_size is not None and (not isinstance(chunk_size, int) or chunk_size < 1):
        raise ValueError(f"{mode}: chunk_size must be a positive int or None, got {chunk_size!r}")

    @wraps(function)
    def whole(*args: Any, **kwargs: Any) -> Any:
        positions = positions_of(mode, argnums, len(args))
        arguments = Arguments(mode, args, positions, each=True)
        _check_inputs(mode, function, arguments.leaves, holomorphic)
        caught: list[Results] = []

        def flat(*leaves: Any) -> list[Any]:
            results = Results(mode)
            caught.append(results)
            result = function(*arguments.rebuild(leaves), **kwargs)
            return results.catch(function, result, has_aux)

        how = mode
        program: LinearProgram | None = None
        outs: list[Any] = []
        if mode != "jacfwd":
            outs, program = linearize_flat(flat, arguments.leaves, arguments.wanted)
            ys, aux = caught[-1].split(outs)
            if mode == "jacobian":
                how = _cheaper(arguments.leaves, ys, program)
        if how == "jacfwd":
            blocks, ys, aux = _columns(flat, caught, arguments, program, outs, chunk_size)
        else:
            assert program is not None
            _check_outputs(mode, function, ys, holomorphic, arguments.leaves)
            blocks = _rows(program, ys, len(outs), arguments, chunk_size, holomorphic)
        nests = [
            _nest(arguments, row, isinstance(argnums, int)) if differentiable(y) else None
            for row, y in zip(blocks, ys, strict=True)
        ]
        result = trees.unflatten(caught[0].treedef, nests)
        return (result, aux) if has_aux else result

    return whole


def _nest(arguments: Arguments, blocks: Sequence[Any], single: bool) -> Any:
    nested = arguments.nest(blocks)
    return nested[0] if single else nested


def _count(xs: Sequence[Any]) -> Dim:
    total: Dim = 0
    for x in xs:
        if differentiable(x):
            total = total + x.size
    return total


def _cheaper(leaves: Sequence[Any], ys: Sequence[Any], program: LinearProgram) -> str:
    """The mode that needs fewer directions; reverse mode where sizes are open."""
    inputs, outputs = _count(leaves), _count(ys)
    if not isinstance(inputs, int) or not isinstance(outputs, int) or outputs <= inputs:
        return "jacrev"
    one_way = any(node.op.family == "reverse" for node in program.nodes)  # of custom_vjp
    return "jacrev" if one_way else "jacfwd"


def _columns(
    flat: Callable[..., list[Any]],
    caught: list[Results],
    arguments: Arguments,
    program: LinearProgram | None,
    outs: list[Any],
    chunk_size: int | None,
) -> tuple[list[list[Any]], list[Any], Any]:
    """Forward mode: for each result the blocks of all leaves; the results, and auxiliary data."""
    leaves, wanted = arguments.leaves, arguments.wanted
    found: list[list[Any]] = [[] for _ in leaves]  # for each leaf, tangents of the results
    for number, (x, want) in enumerate(zip(leaves, wanted, strict=True)):
        if not want:
            continue

        def push(tangent: Any, number: int = number) -> list[Any]:
            given = [tangent if i == number else None for i in range(len(leaves))]
            if program is not None:
                return program(given)
            values, moved = pushed(flat, leaves, given)
            if not outs:
                outs.extend(values)
            return moved

        found[number] = _mapped(push, x, chunk_size)
    ys, aux = caught[0].split(outs)
    blocks = []
    for i, y in enumerate(ys):
        row: list[Any] = []
        for x, columns, want in zip(leaves, found, wanted, strict=True):
            if not want or not differentiable(y):
                row.append(None)
                continue
            shape = (*y.shape, *x.shape)
            column = columns[i]
            if column is None:
                row.append(full(0, y.dtype, shape))
            else:
                row.append(_reshaped(moveaxis(column, 0, -1) if x.shape else column, shape))
        blocks.append(row)
    return blocks, ys, aux


def pushed(
    flat: Callable[..., list[Any]], primals: Sequence[Any], tangents: Sequence[Any]
) -> tuple[list[Any], list[Any]]:
    """Results and their tangents."""
    level = JVP()
    try:
        lifted = [level.lift(x, t) for x, t in zip(primals, tangents, strict=True)]
        pairs = [level.lower(y) for y in flat(*lifted)]
    finally:
        level.closed = True
    return [p for p, _ in pairs], [t for _, t in pairs]


def _rows(
    program: LinearProgram,
    ys: Sequence[Any],
    count: int,
    arguments: Arguments,
    chunk_size: int | None,
    holomorphic: bool,
) -> list[list[Any]]:
    """Reverse mode: for each result the blocks of all leaves."""
    blocks = []
    for number, y in enumerate(ys):
        if not differentiable(y):
            blocks.append([None] * len(arguments.leaves))
            continue

        def pull(cotangent: Any, number: int = number) -> list[Any]:
            given = [cotangent if i == number else None for i in range(count)]
            return transpose(program, given)

        rows = _mapped(pull, y, chunk_size)
        row: list[Any] = []
        for x, want, found in zip(arguments.leaves, arguments.wanted, rows, strict=True):
            shape = (*y.shape, *x.shape) if want else ()
            if not want:
                row.append(None)
            elif found is None:
                row.append(full(0, x.dtype, shape))
            else:
                row.append(_reshaped(conj(found) if holomorphic else found, shape))
        blocks.append(row)
    return blocks


def _mapped(function: Callable[[Any], list[Any]], like: Any, chunk_size: int | None) -> list[Any]:
    """`function` of all unit tensors of the type of `like`; results have a further first axis,
    unless `like` has no axes.
    """
    size = like.size
    if not like.shape:
        return function(full(1, like.dtype, ()))
    if chunk_size is None or not isinstance(size, int) or size <= chunk_size:
        return _batch(function, like, 0, size)
    parts = [
        _batch(function, like, start, min(chunk_size, size - start))
        for start in range(0, size, chunk_size)
    ]
    return [
        None if any(p is None for p in column) else concatenate(list(column))
        for column in zip(*parts, strict=True)
    ]


def _batch(function: Callable[[Any], list[Any]], like: Any, start: int, count: Dim) -> list[Any]:
    level = Batch(count)
    units = _units(like, start, count)
    try:
        found = function(level.lift(units, 0))
        return [None if t is None else level.first(t) for t in found]
    finally:
        level.closed = True


def _units(like: Any, start: int, count: Any) -> Any:
    """Elements start … start + count of the standard basis of tensors like `like`."""
    shape = tuple(like.shape)
    places = arange(like.size)
    rows = arange(count) if start == 0 else arange(count) + start
    one = reshape(rows, (count, 1)) == reshape(places, (1, like.size))
    return _reshaped(one.astype(like.dtype), (count, *shape))


def _reshaped(x: Any, shape: tuple[Dim, ...]) -> Any:
    return x if len(x.shape) == len(shape) else reshape(x, shape)


def _check_inputs(where: str, function: Any, leaves: Sequence[Any], holomorphic: bool) -> None:
    for x in leaves:
        if not isinstance(x, Array) or not x.dtype.is_inexact:
            continue
        if holomorphic and not x.dtype.is_complex:
            raise DTypeError(
                f"{where} with holomorphic=True differentiates by complex tensors, {name_of(function)}"
                f" was given {x.dtype}; convert it with .astype(ni.complex64)"
            )
        if not holomorphic and x.dtype.is_complex:
            raise DTypeError(
                f"{where} of {name_of(function)} by a complex tensor: pass holomorphic=True for the "
                "complex derivative, take products with ni.jvp, ni.vjp or ni.hvp, or differentiate "
                "by the real and the imaginary part: ni.complex(x, y)"
            )


def _check_outputs(
    where: str, function: Any, ys: Sequence[Any], holomorphic: bool, leaves: Sequence[Any]
) -> None:
    for y in ys:
        if not differentiable(y):
            continue
        if holomorphic and not y.dtype.is_complex:
            raise GradientError(
                f"{where} with holomorphic=True: {name_of(function)} returned {y.dtype}; it must "
                "return complex tensors"
            )
        if not holomorphic and y.dtype.is_complex:
            raise GradientError(
                f"{where}: {name_of(function)} returned a complex tensor for real arguments; use "
                "ni.jacfwd, or return its real and imaginary part"
            )

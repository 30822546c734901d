"""Random numbers of various distributions, as functions of a key.

Where no key is given, the generator gives one (the default generator, which `ni.random.seed`
sets). With a key the result depends on the key, the shape and the dtype alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import normalize_axis, show
from ..base.sizes import Dim, Shape
from ..ops.creation import DTypeLike, chosen, iota
from ..ops.cumulative import cumsum
from ..ops.elementary import cos, log, sqrt
from ..ops.families import Tensor, TensorLike, array, check_kind, expand, promoted, to_dtype
from ..ops.indexing import take
from ..ops.normalization import dropout_with
from ..ops.random_bits import bits64, keep_mask
from ..ops.reductions import argmax
from ..ops.searching import searchsorted
from ..ops.shaping import ShapeLike, closed_shape
from ..ops.sorting import argsort
from ..trace.array import Array
from ..trace.composite import composite
from .generator import Generator, default_generator
from .threefry import check_key

Source = Array | Generator | None  # a key, a generator, or the default generator


def key_of(source: Source) -> Array:
    """The key to use now."""
    if isinstance(source, Generator):
        return source.next_key()
    if source is None:
        return default_generator.next_key()
    return check_key("random", source)


def _float(name: str, dtype: DTypeLike) -> DType:
    kind = chosen(dtype, dt.float32)
    check_kind(name, kind, "f")
    return kind


_UNIT_BITS = {"float16": 11, "bfloat16": 8, "float32": 24, "float64": 53}


def _unit(
    key: Array, shape: Sequence[Dim], dtype: DType, stream: int = 0, above: bool = False
) -> Array:
    """Numbers k·2^−b in [0, 1), or in (0, 1] with `above`, b being the precision of the dtype."""
    digits = _UNIT_BITS[dtype.name]
    raw = bits64(key, shape, stream)
    if digits <= 32:
        # Through signed integers, which every processor converts quickly.
        whole = to_dtype(to_dtype(raw, dt.uint32) >> (32 - digits), dt.int32)
    else:
        whole = to_dtype(raw >> (64 - digits), dt.int64)
    inner = dt.float64 if dtype is dt.float64 else dt.float32
    numbers = to_dtype(whole + 1 if above else whole, inner) * 2.0**-digits
    return to_dtype(numbers, dtype)


@composite
def _uniform(key: Tensor, low: TensorLike, high: TensorLike, shape: Shape, dtype: DType) -> Tensor:
    a, b = (to_dtype(array(v, "uniform"), dtype) for v in (low, high))
    u = _unit(key, shape, dtype)
    return expand(a, shape) + u * expand(b - a, shape)  # type: ignore[no-any-return]


def uniform(
    shape: ShapeLike = (),
    low: TensorLike = 0.0,
    high: TensorLike = 1.0,
    dtype: DTypeLike = None,
    key: Source = None,
) -> Tensor:
    """Numbers evenly distributed in [low, high); the bounds broadcast to `shape`. float32 by
    default.

    >>> ni.random.uniform((3,), key=ni.random.key(0))
    tensor([0.4185, 0.3147, 0.3932])
    """
    kind = _float("uniform", dtype)
    return _uniform(key_of(key), low, high, closed_shape(shape, "uniform"), kind)


def _standard_normal(key: Array, shape: Sequence[Dim], dtype: DType) -> Array:
    # Box and Muller 1958. The radius has 32 (53) bits, so values reach 6.7 (8.5) standard deviations.
    inner = dt.float64 if dtype is dt.float64 else dt.float32
    if inner is dt.float64:
        radius = _unit(key, shape, inner, 0, above=True)
        turn = _unit(key, shape, inner, 1)
    else:
        raw = bits64(key, shape)
        # 2^−32 · (k + 1/2), never 0; the rounding to 24 bits keeps small numbers exact.
        radius = (to_dtype(to_dtype(raw, dt.uint32), inner) + 0.5) * 2.0**-32
        turn = to_dtype(to_dtype(raw >> 40, dt.int32), inner) * 2.0**-24
    return to_dtype(sqrt(log(radius) * -2.0) * cos(turn * (2 * math.pi)), dtype)


@composite
def _normal(key: Tensor, mean: TensorLike, std: TensorLike, shape: Shape, dtype: DType) -> Tensor:
    m, s = (to_dtype(array(v, "normal"), dtype) for v in (mean, std))
    return expand(m, shape) + _standard_normal(key, shape, dtype) * expand(s, shape)  # type: ignore[no-any-return]


def normal(
    shape: ShapeLike = (),
    mean: TensorLike = 0.0,
    std: TensorLike = 1.0,
    dtype: DTypeLike = None,
    key: Source = None,
) -> Tensor:
    """Normally distributed numbers; mean and standard deviation broadcast to `shape`. float32 by
    default.

    >>> ni.random.normal((3,), key=ni.random.key(0))
    tensor([-1.0655,  0.0324,  1.3601])
    """
    kind = _float("normal", dtype)
    return _normal(key_of(key), mean, std, closed_shape(shape, "normal"), kind)


@composite
def _bernoulli(key: Tensor, p: TensorLike, shape: Shape) -> Tensor:
    (chance,) = promoted("bernoulli", p, accepts="f", floating=True)
    wide = dt.float64 if chance.dtype is dt.float64 else dt.float32
    u = _unit(key, shape, wide)
    return u < expand(to_dtype(chance, wide), shape)  # type: ignore[no-any-return]


def bernoulli(p: TensorLike = 0.5, shape: ShapeLike | None = None, key: Source = None) -> Tensor:
    """True with probability p, which broadcasts to `shape` (by default its own shape). bool.

    >>> ni.random.bernoulli(0.5, (4,), key=ni.random.key(0))
    tensor([ True,  True,  True, False])
    """
    if shape is None:
        shape = tuple(p.shape) if isinstance(p, Array) else ()
    return _bernoulli(key_of(key), p, closed_shape(shape, "bernoulli"))


@composite
def _randint(key: Tensor, low: TensorLike, high: TensorLike, shape: Shape, dtype: DType) -> Tensor:
    a, b = (to_dtype(array(v, "randint"), dt.int64) for v in (low, high))
    span = to_dtype(b - a, dt.uint64)
    # The remainder of 64 bits favours no number by more than span / 2⁶⁴.
    rest = bits64(key, shape) % expand(span, shape)
    return to_dtype(to_dtype(rest, dt.int64) + expand(a, shape), dtype)


def randint(
    low: int | Tensor,
    high: int | Tensor | None = None,
    shape: ShapeLike = (),
    dtype: DTypeLike = None,
    key: Source = None,
) -> Tensor:
    """Integers evenly distributed from `low` up to but without `high` (one bound: from 0). int64
    by default.

    >>> ni.random.randint(0, 10, (4,), key=ni.random.key(0))
    tensor([5, 4, 2, 9])
    """
    if high is None:
        low, high = 0, low
    if isinstance(low, int) and isinstance(high, int) and low >= high:
        raise ShapeError(f"randint: low must be less than high, got {low} and {high}")
    kind = chosen(dtype, dt.int64)
    if not kind.is_integer:
        raise DTypeError(f"randint: dtype {kind} is not accepted, only integers are")
    return _randint(key_of(key), low, high, closed_shape(shape, "randint"), kind)


@composite
def _permutation(key: Tensor, n: Dim) -> Tensor:
    return argsort(bits64(key, (n,)))


def permutation(x: int | Tensor, axis: int = 0, key: Source = None) -> Tensor:
    """The numbers below x in random order; or the slices of a tensor along `axis` in random
    order.

    >>> ni.random.permutation(5, key=ni.random.key(0))
    tensor([3, 0, 4, 1, 2])
    """
    if isinstance(x, int):
        (n,) = closed_shape(x, "permutation")
        return _permutation(key_of(key), n)
    if not x.ndim:
        raise ShapeError(
            "permutation: a 0-d tensor has no order; give an int or a tensor with axes"
        )
    a = normalize_axis(axis, x.ndim, "permutation")
    return take(x, _permutation(key_of(key), x.shape[a]), a)


shuffled = permutation


@composite
def _exponential(key: Tensor, shape: Shape, dtype: DType) -> Tensor:
    return -log(_unit(key, shape, dtype, above=True))  # type: ignore[no-any-return]


def exponential(shape: ShapeLike = (), dtype: DTypeLike = None, key: Source = None) -> Tensor:
    """Exponentially distributed numbers of mean 1.

    >>> ni.random.exponential((3,), key=ni.random.key(0))
    tensor([0.8712, 1.1562, 0.9335])
    """
    kind = _float("exponential", dtype)
    return _exponential(key_of(key), closed_shape(shape, "exponential"), kind)


@composite
def _gumbel(key: Tensor, shape: Shape, dtype: DType) -> Tensor:
    inner = dt.float64 if dtype is dt.float64 else dt.float32
    # Half a step inside the interval, so that neither logarithm meets 0.
    u = _unit(key, shape, inner) + 2.0 ** -(_UNIT_BITS[inner.name] + 1)
    return to_dtype(-log(-log(u)), dtype)


def gumbel(shape: ShapeLike = (), dtype: DTypeLike = None, key: Source = None) -> Tensor:
    """Numbers of the standard Gumbel distribution, −log(−log(u)).

    >>> ni.random.gumbel((3,), key=ni.random.key(0))
    tensor([ 0.1379, -0.1451,  0.0688])
    """
    kind = _float("gumbel", dtype)
    return _gumbel(key_of(key), closed_shape(shape, "gumbel"), kind)


@composite
def _categorical(key: Tensor, logits: TensorLike, axis: int, shape: Shape) -> Tensor:
    (x,) = promoted("categorical", logits, accepts="f", floating=True)
    wide = dt.float64 if x.dtype is dt.float64 else dt.float32
    noise = _gumbel.composite.body(key, shape, wide)  # type: ignore[attr-defined]
    return argmax(expand(to_dtype(x, wide), shape) + noise, axis)


def categorical(logits: Tensor, axis: int = -1, key: Source = None) -> Tensor:
    """For each row a class with probability softmax(logits) along `axis`, by the Gumbel-max
    trick. int64.

    >>> ni.random.categorical(ni.tensor([0.0, 100.0]), key=ni.random.key(0))
    tensor(1)
    """
    x = array(logits, "categorical")
    a = normalize_axis(axis, x.ndim, "categorical")
    return _categorical(key_of(key), x, a, tuple(x.shape))


@composite
def _weighted(key: Tensor, p: Tensor, shape: Shape) -> Tensor:
    weights = to_dtype(p, dt.float64)
    edges = cumsum(weights, 0)
    u = _unit(key, shape, dt.float64) * edges[-1]
    last = iota((weights.shape[0],), 0)[-1]
    return searchsorted(edges, u, "right").minimum(last)  # type: ignore[no-any-return]


def choice(
    x: int | Tensor,
    shape: ShapeLike = (),
    replace: bool = True,
    p: Tensor | None = None,
    key: Source = None,
) -> Tensor:
    """Elements of a vector (or numbers below an int) chosen at random, with probabilities p if
    given.

    Without replacement `p` is not supported.

    >>> ni.random.choice(ni.tensor([5, 6, 7]), (4,), key=ni.random.key(0))
    tensor([5, 5, 7, 6])
    """
    wanted = closed_shape(shape, "choice")
    n = x if isinstance(x, int) else int(x.shape[0])
    if not replace:
        count = math.prod(int(s) for s in wanted)
        if p is not None:
            raise ShapeError("choice: p needs replace=True")
        if count > n:
            raise ShapeError(f"choice: {count} different elements cannot be taken from {n}")
        places = permutation(n, key=key)[:count].reshape(wanted)
    elif p is not None:
        if p.ndim != 1 or p.shape[0] != n:
            raise ShapeError(f"choice: p must have shape ({n},), got {show(p.shape)}")
        places = _weighted(key_of(key), p, wanted)
    else:
        places = randint(0, n, wanted, key=key)
    return places if isinstance(x, int) else take(x, places, 0)


@composite
def _dropout(key: Tensor, x: TensorLike, rate: float) -> Tensor:
    x = array(x, "dropout")
    return dropout_with(x, keep_mask(key, x.shape, rate), rate)


def dropout(x: Tensor, rate: float = 0.5, training: bool = True, key: Source = None) -> Tensor:
    """x with each element set to 0 with probability `rate` and the others scaled by 1 / (1 −
    rate).

    Outside of training x comes back as it is. (Srivastava et al. 2014.)

    >>> ni.random.dropout(ni.ones(4), 0.5, key=ni.random.key(0))
    tensor([0., 0., 0., 2.])
    """
    if not 0 <= rate <= 1:
        raise ShapeError(f"dropout: the rate must lie between 0 and 1, got {rate}")
    if not training or rate == 0:
        return array(x, "dropout")
    return _dropout(key_of(key), x, rate)

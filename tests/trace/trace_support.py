"""A tiny evaluator and a few operations, so that tracing is tested without compiler and tensors.

`Concrete` is an array over NumPy; `NumPyBottom` computes primitives from a table. The functions at the end are
written as `ops` writes its own: promotion of numbers and broadcasting, then `bind`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nitinol.base import dtypes as dt
from nitinol.base.shapes import broadcast_shapes
from nitinol.ir.op import Anchor, Inline, Linear, Op, Pointwise, Type
from nitinol.trace import primitives as p
from nitinol.trace.array import Array, Number
from nitinol.trace.bind import Bottom, bind, type_of
from nitinol.trace.stage import known_equal


class Concrete(Array):
    """A tensor for tests."""

    __slots__ = ("__weakref__", "value")

    def __init__(self, value: Any) -> None:
        self.value = np.asarray(value)

    @property
    def dtype(self):
        return dt.from_numpy(self.value.dtype)

    @property
    def shape(self):
        return self.value.shape

    def __bool__(self):
        return bool(self.value)

    def __float__(self):
        return float(self.value)

    def item(self):
        return self.value.item()

    def __repr__(self):
        return f"Concrete({self.value!r})"


def value(x: Any) -> np.ndarray:
    """The NumPy array behind a concrete tensor or a number."""
    if isinstance(x, Number):
        return np.asarray(x.number, x.dtype.numpy)
    assert isinstance(x, Concrete), x
    return x.value


def _broadcast(x, *, shape, axes):
    order = [1] * len(shape)
    for size, axis in zip(x.shape, axes, strict=True):
        order[axis] = size
    return np.broadcast_to(x.reshape(order), shape)


TABLE: dict[str, Any] = {
    "add": np.add,
    "negative": np.negative,
    "cast": lambda x, *, dtype: (x.real if not dtype.is_complex else x).astype(dtype.numpy),
    "broadcast_to": _broadcast,
    "reduce_sum": lambda x, *, axes: x.sum(axis=axes, dtype=x.dtype),
    "reshape": lambda x, *, shape: x.reshape(shape),
    "permute": lambda x, *, perm: x.transpose(perm),
    "stop_gradient": lambda x: x,
    "t_multiply": np.multiply,
    "t_conj": np.conj,
    "t_real": np.real,
    "t_imag": np.imag,
    "t_join": lambda re, im: re + 1j * im,
    "t_sin": np.sin,
    "t_cos": np.cos,
    "t_exp": np.exp,
    "t_tanh": np.tanh,
    "t_reciprocal": np.reciprocal,
    "t_greater": np.greater,
    "t_select": np.where,
    "t_matmul": np.matmul,
    "t_halves": lambda x: (x[: len(x) // 2], x[len(x) // 2 :]),
    "t_join_halves": lambda a, b: np.concatenate([a, b]),
    "t_sincos": lambda x: (np.sin(x), np.cos(x)),
    "t_argmax": lambda x: np.asarray(x.argmax()),
    "t_opaque": lambda x: x * 2,
}


class NumPyBottom(Bottom):
    """Computes with NumPy, and counts what it computed."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def primitive(self, op, operands, params):
        self.calls.append(op.name)
        if isinstance(op.lowering, Inline):
            return op.lowering.body(*operands, **params)
        expected = op.result_types([type_of(x) for x in operands], params)
        results = TABLE[op.name](*map(value, operands), **params)
        results = results if op.multiple else (results,)
        for r, t in zip(results, expected, strict=True):
            assert r.shape == t.shape and r.dtype == t.dtype.numpy, (op, r.shape, r.dtype, t)
        made = tuple(Concrete(r) for r in results)
        return made if op.multiple else made[0]


def unary(name: str, jvp: Any, infer: Any = None) -> Op:
    def rule(primals, tangents, out):
        return None if tangents[0] is None else jvp(tangents[0], primals[0], out)

    return Op(
        name,
        infer=infer or (lambda x: Type(x.dtype, x.shape)),
        lowering=Pointwise(lambda k, x: x),
        jvp=rule,
    )


def _multiply_jvp(primals, tangents, out):
    (x, y), (tx, ty) = primals, tangents
    return p.accumulate(
        None if tx is None else mul(tx, y),
        None if ty is None else mul(x, ty),
    )


def _multiply_transpose(c, x, y):
    if isinstance(x, Linear):
        return mul(c, conj(y)), None
    return None, mul(conj(x), c)


MULTIPLY = Op(
    "t_multiply",
    infer=lambda x, y: p.common_type("multiply", x, y),
    lowering=Pointwise(lambda k, x, y: k.mul(x, y)),
    jvp=_multiply_jvp,
    transpose=_multiply_transpose,
)
CONJ = Op(
    "t_conj",
    infer=lambda x: x,
    lowering=Pointwise(lambda k, x: x),
    jvp=p.linear_jvp(lambda: CONJ),
    transpose=lambda c, x: (conj(c),),
)
REAL = Op(
    "t_real",
    infer=lambda x: Type(x.dtype.real, x.shape),
    lowering=Pointwise(lambda k, x: x),
    jvp=p.linear_jvp(lambda: REAL),
    transpose=lambda c, x: (bind(p.cast, c, dtype=x.dtype),),
)
SIN = unary("t_sin", lambda t, x, out: mul(t, cos(x)))
COS = unary("t_cos", lambda t, x, out: mul(t, neg(sin(x))))
EXP = unary("t_exp", lambda t, x, out: mul(t, out))
TANH = unary("t_tanh", lambda t, x, out: mul(t, sub(1.0, mul(out, out))))
RECIPROCAL = unary("t_reciprocal", lambda t, x, out: neg(mul(t, mul(out, out))))
GREATER = Op(
    "t_greater",
    infer=lambda x, y: p.common_type("greater", x, y).with_dtype(dt.bool_),
    lowering=Pointwise(lambda k, x, y: x),
)


def _select_jvp(primals, tangents, out):
    condition, (_, a, b) = primals[0], tangents
    if a is None and b is None:
        return None
    zero = p.zeros(type_of(out))
    return select(condition, zero if a is None else a, zero if b is None else b)


def _select_transpose(c, condition, a, b):
    zero = p.zeros(type_of(c))
    return (
        None,
        select(condition, c, zero) if isinstance(a, Linear) else None,
        select(condition, zero, c) if isinstance(b, Linear) else None,
    )


SELECT = Op(
    "t_select",
    infer=lambda c, a, b: p.common_type("select", a, b),
    lowering=Pointwise(lambda k, c, a, b: a),
    jvp=_select_jvp,
    transpose=_select_transpose,
)


def _matmul_jvp(primals, tangents, out):
    (x, y), (tx, ty) = primals, tangents
    return p.accumulate(
        None if tx is None else matmul(tx, y), None if ty is None else matmul(x, ty)
    )


def _matmul_transpose(c, x, y):
    if isinstance(x, Linear):
        return matmul(c, conj(swap(y))), None
    return None, matmul(conj(swap(x)), c)


MATMUL = Op(
    "t_matmul",
    infer=lambda x, y: Type(x.dtype, (x.shape[0], y.shape[1])),
    lowering=Anchor("matmul"),
    jvp=_matmul_jvp,
    transpose=_matmul_transpose,
)


def _halves_transpose(c, x):
    half = Type(x.dtype, (x.shape[0] // 2,))
    a, b = (p.zeros(half) if part is None else part for part in c)
    return (bind(JOIN_HALVES, a, b),)


HALVES = Op(
    "t_halves",
    infer=lambda x: (Type(x.dtype, (x.shape[0] // 2,)),) * 2,
    lowering=Pointwise(lambda k, x: x),
    jvp=p.linear_jvp(lambda: HALVES),
    transpose=_halves_transpose,
    multiple=True,
)


def _join_transpose(c, a, b):
    first, second = bind(HALVES, c)
    return (
        first if isinstance(a, Linear) else None,
        second if isinstance(b, Linear) else None,
    )


def _join_jvp(primals, tangents, out):
    a, b = (p.zeros(type_of(x)) if t is None else t for x, t in zip(primals, tangents, strict=True))
    return bind(JOIN_HALVES, a, b)


JOIN_HALVES = Op(
    "t_join_halves",
    infer=lambda a, b: Type(a.dtype, (a.shape[0] + b.shape[0],)),
    lowering=Pointwise(lambda k, a, b: a),
    jvp=_join_jvp,
    transpose=_join_transpose,
)
SINCOS = Op(
    "t_sincos",
    infer=lambda x: (x, x),
    lowering=Pointwise(lambda k, x: x),
    jvp=lambda primals, tangents, out: (
        mul(tangents[0], out[1]),
        mul(tangents[0], neg(out[0])),
    ),
    multiple=True,
)
ARGMAX = Op("t_argmax", infer=lambda x: Type(dt.int64, ()), lowering=Pointwise(lambda k, x: x))
OPAQUE = Op("t_opaque", infer=lambda x: x, lowering=Pointwise(lambda k, x: x))


def pair(x: Any, y: Any) -> tuple[Any, Any]:
    """Operands of one dtype and one shape."""
    xs = [x, y]
    tensors = [v for v in xs if isinstance(v, Array) and not type_of(v).weak]
    if tensors:
        dtype = tensors[0].dtype
        for v in tensors[1:]:
            dtype = dt.promote(dtype, v.dtype)
        for v in xs:
            if not isinstance(v, Array):
                dtype = dt.promote_weak(dtype, dt.of_python(v))
    for i, v in enumerate(xs):
        if not isinstance(v, Array):
            v = Number(v, dt.of_python(v), True)
        if tensors and v.dtype is not dtype:
            v = Number(v.number, dtype) if isinstance(v, Number) else bind(p.cast, v, dtype=dtype)
        xs[i] = v
    shape = broadcast_shapes("pair", *[type_of(v).shape for v in xs])
    return tuple(to_shape(v, shape) for v in xs)


def to_shape(x: Any, shape: Any) -> Any:
    have = type_of(x).shape
    if len(have) == len(shape) and all(map(known_equal, have, shape)):
        return x
    axes = tuple(range(len(shape) - len(have), len(shape)))
    return bind(p.broadcast_to, x, shape=shape, axes=axes)


def add(x, y):
    return bind(p.add, *pair(x, y))


def mul(x, y):
    return bind(MULTIPLY, *pair(x, y))


def sub(x, y):
    x, y = pair(x, y)
    return bind(p.add, x, neg(y))


def neg(x):
    return bind(p.negative, x)


def conj(x):
    return bind(CONJ, x) if x.dtype.is_complex else x


def real(x):
    return bind(REAL, x)


def sin(x):
    return bind(SIN, x)


def cos(x):
    return bind(COS, x)


def exp(x):
    return bind(EXP, x)


def tanh(x):
    return bind(TANH, x)


def reciprocal(x):
    return bind(RECIPROCAL, x)


def greater(x, y):
    return bind(GREATER, *pair(x, y))


def select(c, a, b):
    return bind(SELECT, c, *pair(a, b))


def matmul(x, y):
    return bind(MATMUL, x, y)


def swap(x):
    return bind(p.permute, x, perm=(1, 0))


def sum_(x, axes=None):
    axes = tuple(range(len(x.shape))) if axes is None else axes
    return bind(p.reduce_sum, x, axes=axes)


def halves(x):
    return bind(HALVES, x)


def join(a, b):
    return bind(JOIN_HALVES, a, b)


def sincos(x):
    return bind(SINCOS, x)


def argmax(x):
    return bind(ARGMAX, x)


def opaque(x):
    return bind(OPAQUE, x)


OPERATORS = {"add": add, "subtract": sub, "multiply": mul, "negative": neg, "greater": greater}

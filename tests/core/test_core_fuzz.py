"""Calls with random arguments give the same on both cores, and are remembered by both or by none."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from core_support import fill, values
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nitinol.base.dtypes import float32, int32, int64
from nitinol.core import emitted, plain
from nitinol.core.layout import layout
from nitinol.core.recipe import Recipe


class Tensor:
    """Stands for a tensor until a core makes one."""

    def __init__(self, which: int) -> None:
        self.which = which

    def __repr__(self) -> str:
        return f"T{self.which}"


class Odd:
    def __repr__(self) -> str:
        return "Odd"


class Whole(int):
    pass


ODD = Odd()
tensors = st.builds(Tensor, st.integers(0, 3))
numbers = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([(1 << 63) - 1, 1 << 63, -(1 << 63), -(1 << 63) - 1, 1 << 70]),
    st.sampled_from([0.0, -0.0, 1.0, 2.5, float("nan"), float("inf")]),
    st.sampled_from([1j, 0j, 1 + 0j]),
)
scalars = st.one_of(
    numbers,
    st.booleans(),
    st.none(),
    st.just(...),
    st.sampled_from(["a", "mean", ""]),
    st.sampled_from([float32, int64, ODD, Whole(1), b"", Odd]),
    st.builds(slice, *[st.one_of(st.none(), st.integers(-2, 2), st.just(1.0))] * 3),
)
anything = st.recursive(
    st.one_of(tensors, scalars),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=6,
)
calls = st.tuples(
    st.lists(anything, max_size=4),
    st.dictionaries(st.sampled_from(["axis", "keepdims", "dtype"]), anything, max_size=2),
)


class Side:
    """One core, with its tensors and a function that counts slow calls."""

    def __init__(self, core: ModuleType, operand_count: int, nested: bool) -> None:
        core.clear()
        self.core = core
        self.slow_calls = 0
        self.remembered: list[bool] = []
        self.function = core.function(self.slow, "fuzzed", None, operand_count, nested=nested)
        x = fill(core, [1.0, 2.0, 3.0, 4.0])
        self.tensors = [
            x,
            core.make(x._storage, x._address + 4, x._layout),
            core.make(x._storage, x._address, layout(float32, (2, 2))),
            fill(core, [5, 6], int32),
        ]

    def slow(self, *args: Any, **kwargs: Any) -> Any:
        """A view of the first tensor among the arguments, wherever it is."""
        self.slow_calls += 1
        operands: list[Any] = []
        for value in (*args, *kwargs.values()):
            self.flatten(value, operands)
        if not operands:
            return "nothing"
        first = operands[0]
        made = Recipe(view=(0, 0, layout(first.dtype, (1,))))
        if isinstance(self.operand_before(args), complex | int | float):
            return "number first"
        self.remembered.append(self.core.remember(self.function, args, kwargs, made))
        return self.core.run(made, operands)

    def operand_before(self, args: tuple[Any, ...]) -> Any:
        """The first operand of the call as the cache sees it; None if it is a tensor."""
        for value in args:
            items = value if isinstance(value, list | tuple) else [value]
            for item in items:
                if isinstance(item, self.core.TensorBase):
                    return None
                if type(item) in (int, float, complex):
                    return item
        return None

    def flatten(self, value: Any, into: list[Any]) -> None:
        if isinstance(value, self.core.TensorBase):
            into.append(value)
        elif isinstance(value, list | tuple):
            for item in value:
                self.flatten(item, into)

    def real(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            return self.tensors[value.which]
        if isinstance(value, list | tuple):
            return type(value)(self.real(v) for v in value)
        return value

    def call(self, args: list[Any], kwargs: dict[str, Any]) -> Any:
        try:
            result = self.function(
                *[self.real(a) for a in args], **{k: self.real(v) for k, v in kwargs.items()}
            )
        except Exception as error:
            return type(error), str(error)
        return values(result) if isinstance(result, self.core.TensorBase) else result


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    st.lists(calls, min_size=1, max_size=6),
    st.integers(0, 3),
    st.booleans(),
)
@example([([Tensor(0), 1], {}), ([Tensor(0), True], {}), ([Tensor(0), 1.0], {})], 1, False)
@example([([[Tensor(0), Tensor(3)]], {}), ([(Tensor(0), Tensor(3))], {})], 1, False)
@example([([Tensor(0), slice(1.0, None, None)], {})], 1, True)
def test_both_cores_do_the_same(
    sequence: list[tuple[list[Any], dict[str, Any]]], operand_count: int, nested: bool
) -> None:
    before = [core.get_tensor_type() for core in (emitted, plain)]
    emitted.set_tensor_type(emitted.TensorBase)
    plain.set_tensor_type(plain.TensorBase)
    try:
        native, twin = (Side(core, operand_count, nested) for core in (emitted, plain))
        for args, kwargs in [*sequence, *sequence]:
            assert native.call(args, kwargs) == twin.call(args, kwargs)
            assert native.remembered == twin.remembered
            assert native.slow_calls == twin.slow_calls
    finally:
        emitted.set_tensor_type(before[0])
        plain.set_tensor_type(before[1])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(anything, max_size=3))
def test_run_refuses_what_is_no_operand(operands: list[Any]) -> None:
    results = []
    for core in (emitted, plain):
        side = Side(core, 1, False)
        made = Recipe(view=(0, 0, layout(float32, (1,))))
        try:
            results.append(values(core.run(made, [side.real(o) for o in operands])))
        except (TypeError, ValueError, OverflowError) as error:
            results.append((type(error), str(error)))
    assert results[0] == results[1]

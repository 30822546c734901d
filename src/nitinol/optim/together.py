"""The step of many parameters in few calls, outside of compiled functions.

Each call of a step costs some microseconds, whatever it computes, and new values in new memory cost a third more than
in the memory of the old ones. So where there are `FEW` parameters or more, they are updated many at a time, in place
(`exec.together`). That takes a program that is compiled once for a method, and some preparation for a set of
parameters. Which of them have a gradient may differ from step to step, so a set is prepared when it comes for the
`PATIENCE`-th time, and only so many sets are. The bits are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from ..base.dtypes import DType
from ..exec.together import Rows, fits
from ..tensor.journal import journal
from ..trace.bind import active

if TYPE_CHECKING:
    from .optimizer import Group, Optimizer

Tensor = Any

FEW: Final = 4
PATIENCE: Final = 3
SETS: Final = 16  # of parameters with gradients that are remembered
_GRADIENT: Final = 1  # its place in a row


class _Set:
    """Parameters of a group that have gradients: how often they came, and the rows that are updated together."""

    __slots__ = ("rows", "seen")

    def __init__(self) -> None:
        self.seen = 0
        self.rows: list[tuple[DType, list[int], Rows]] = []


_sets: Final[WeakKeyDictionary[Optimizer, dict[Hashable, _Set]]] = WeakKeyDictionary()


def together(
    optimizer: Optimizer,
    group: Group,
    gradients: Sequence[Tensor | None],
    numbers: Mapping[DType, tuple[Tensor, ...]],
) -> Collection[int]:
    """Update many parameters at once; the places of those that are done."""
    if len(gradients) < FEW or active.stage is not None or active.lazy is not None:
        return ()
    if journal.entries is not None:
        return ()
    sets = _sets.setdefault(optimizer, {})
    key = optimizer.groups.index(group), tuple([g is None for g in gradients])
    found = sets.get(key)
    if found is None:
        if len(sets) >= SETS:
            return ()
        found = sets[key] = _Set()
    found.seen += 1
    if found.seen < PATIENCE:
        return ()
    if found.seen == PATIENCE:
        found.rows = _rows(optimizer, group, gradients, numbers)
    done: set[int] = set()
    for dtype, places, rows in found.rows:
        if rows.holds([group.params[i] for i in places]) and rows.step(
            [gradients[i] for i in places], numbers[dtype]
        ):
            done.update(places)
        else:
            found.seen = 0  # a tensor has another layout now
    return done


def _rows(
    optimizer: Optimizer,
    group: Group,
    gradients: Sequence[Tensor | None],
    numbers: Mapping[DType, tuple[Tensor, ...]],
) -> list[tuple[DType, list[int], Rows]]:
    by_dtype: dict[DType, list[int]] = {}
    for i, (p, state) in enumerate(zip(group.params, group.state, strict=True)):
        if gradients[i] is not None and fits([p, gradients[i], *state], p.dtype):
            by_dtype.setdefault(p.dtype, []).append(i)
    kind, options = type(optimizer), group.options
    update = optimizer._update

    def function(row: Sequence[Any], shared: Sequence[Any]) -> Sequence[Any]:
        p, g, *state = row
        return update(p, g, state, tuple(shared), options)

    found = []
    for dtype, places in by_dtype.items():
        if len(places) >= FEW:
            rows = [[group.params[i], gradients[i], *group.state[i]] for i in places]
            key = kind, tuple(options.items())
            made = Rows(key, function, rows, _GRADIENT, len(numbers[dtype]))
            found.append((dtype, places, made))
    return found


__all__ = ["together"]

"""`run_assigning`: carry out a recipe whose results are new values of tensors."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from ..layout import Layout
from ..recipe import Recipe
from . import tensor as tensors
from .execute import _call, _prepare, check, watcher
from .storage import allocate
from .tensor import TensorBase, is_shared


def run_assigning(
    recipe: Recipe, operands: Sequence[Any], numbers: tuple[int, ...], targets: tuple[Any, ...]
) -> tuple[Any, ...]:
    """The results of `recipe` as a tuple; number `numbers[i]` of them becomes the value of `targets[i]`, a tensor.

    Nothing is recorded. A result lies in the memory of an operand that `recipe.over` names for it, if the tensor that
    it is assigned to is that operand, has its layout, and its memory is held by nothing else. On failure no tensor
    is changed. A signal handler may come between the kernel and the assignments, but not between these.
    """
    check(recipe, operands)
    if recipe.view is not None or recipe.workspace or len(numbers) != len(targets):
        raise ValueError("run_assigning wants a kernel, and a tensor for each number")
    prepared, outputs = _prepare(recipe), recipe.outputs
    if not all(
        0 <= n < len(outputs) and isinstance(x, TensorBase)
        for n, x in zip(numbers, targets, strict=True)
    ):
        raise ValueError("run_assigning wants numbers of results, and tensors")
    once = _once(operands)
    storages: list[Any] = [None] * len(outputs)
    addresses = [0] * len(outputs)
    for number, target in zip(numbers, targets, strict=True):
        place = recipe.over[number] if recipe.over else -1
        if not 0 <= place < len(operands) or operands[place] is not target:
            continue
        if (
            storages[number] is None
            and id(target._storage) in once
            and _is_own(target, outputs[number])
        ):
            storages[number], addresses[number] = target._storage, target._address
    for number, nbytes in enumerate(prepared.sizes):
        if storages[number] is None:
            storages[number] = allocate(nbytes)
            addresses[number] = storages[number].address
    # Objects, names and values of one run through C code alone, which no signal handler interrupts.
    objects = [x for x in targets for _ in range(3)]
    names = ("_storage", "_address", "_layout") * len(targets)
    values = [v for n in numbers for v in (storages[n], addresses[n], outputs[n])]
    old = [x._storage for x in targets]  # letting go of it may run Python code
    written = False
    try:
        try:
            _call(recipe, prepared, operands, addresses)
            written = True
        finally:
            if written:
                deque(map(setattr, objects, names, values), maxlen=0)
    finally:
        if written:
            deque(map(setattr, objects, names, values), maxlen=0)
    del old
    if watcher.runs is not None:
        watcher.runs.append((recipe, operands, None))
    made = tensors.tensor_type._make
    return tuple([made(s, a, o) for s, a, o in zip(storages, addresses, outputs, strict=True)])


def _once(operands: Sequence[Any]) -> set[int]:
    """The storages that are those of one operand only, by identity."""
    seen: dict[int, int] = {}
    for x in operands:
        if isinstance(x, TensorBase):
            key = id(x._storage)
            seen[key] = seen.get(key, 0) + 1
    return {key for key, count in seen.items() if count == 1}


def _is_own(target: Any, layout: Layout) -> bool:
    """Whether a tensor may be written over with a result of this layout."""
    if target._layout is not layout or is_shared(target):
        return False
    return target._storage.owner is None and target._storage.writable


__all__ = ["run_assigning"]

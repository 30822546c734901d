"""`ni.save` and `ni.load`: nests of tensors and plain values in one safetensors file.

A flat dict of tensors, such as `model.state_dict()`, becomes a plain safetensors file that other
libraries read. In any other nest the tensors are named by their paths (`"model/0/weight"`), and a
description of the nest, in JSON, goes to the file's metadata. Nothing is ever executed on loading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from os import PathLike
from typing import Any, Final

from ..base.dtypes import DType
from ..kinds.names import restore
from ..trace.kind import Kind
from .memory import Tensor
from .safetensors import SafetensorsError, SafetensorsFile, save_safetensors

TREE: Final = "nitinol.tree"


def save(path: str | PathLike[str], state: Any) -> None:
    """Write `state` to a file; an older file of that name is replaced as a whole.

    `state` is a tensor of any kind, None, bool, int, float, str, or a list, tuple or dict (with text keys) of
    such. `ni.load` gives it back with the same values and structure, bit for bit.

    Raises `OSError` when the file cannot be written, `TypeError` for anything else in `state`.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     ni.save(file.name, {"w": ni.tensor([1.0, 2.0]), "epoch": 3})
    ...     ni.load(file.name)
    {'w': tensor([1., 2.]), 'epoch': 3}
    """
    if isinstance(state, Mapping) and state and all(map(_is_tensor, state.values())):
        save_safetensors(path, state)
        return
    tensors: dict[str, Tensor] = {}
    described = _describe(state, "", tensors)
    save_safetensors(path, tensors, {TREE: json.dumps(described)})


def load(path: str | PathLike[str]) -> Any:
    """What `ni.save` wrote; from a foreign safetensors file the dict of its tensors.

    Raises `OSError` when the file cannot be read and `ValueError` when it is damaged.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     ni.save(file.name, [ni.tensor([1.0, 2.0]), "text"])
    ...     ni.load(file.name)
    [tensor([1., 2.]), 'text']
    """
    with SafetensorsFile(path) as file:
        text = file.metadata.get(TREE)
        if text is None:
            return dict(file)
        try:
            return _restore(json.loads(text), file)
        except (
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
            RecursionError,
        ) as error:
            raise SafetensorsError(
                f"{path}: its description of the nest is damaged: {error}"
            ) from None


def _is_tensor(value: Any) -> bool:
    return isinstance(getattr(value, "dtype", None), DType) and not isinstance(value, Kind)


# A node is ["t", name], ["v", None/bool/int/str], ["f", hexadecimal float], ["l" or "u", nodes…],
# ["d", {key: node}] or ["k", kind, node of what is no part, nodes of the parts…].


def _describe(value: Any, path: str, tensors: dict[str, Tensor]) -> list[Any]:
    if _is_tensor(value):
        name = path or "tensor"
        while name in tensors:
            name += "'"  # two paths can spell alike: {"a/b": x, "a": {"b": y}}
        tensors[name] = value
        return ["t", name]
    if isinstance(value, Kind):
        described = [_describe(p, _below(path, i), tensors) for i, p in enumerate(value.parts()[0])]
        return ["k", type(value).kind, _describe(value.described(), path, tensors), *described]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"cannot save the key {key!r} under {path!r}; keys must be texts")
        return ["d", {k: _describe(v, _below(path, k), tensors) for k, v in value.items()}]
    if type(value) in (list, tuple):
        kind = "l" if isinstance(value, list) else "u"
        return [kind, *(_describe(v, _below(path, i), tensors) for i, v in enumerate(value))]
    if type(value) is float:
        return ["f", value.hex()]
    if value is None or type(value) in (bool, int, str):
        return ["v", value]
    raise TypeError(
        f"cannot save a {type(value).__name__} under {path!r}; state may hold tensors, None, "
        "numbers, texts, and lists, tuples and dicts of them"
    )


def _below(path: str, key: object) -> str:
    return f"{path}/{key}" if path else str(key)


def _restore(node: Any, file: SafetensorsFile) -> Any:
    kind, *rest = node
    if kind == "t":
        return file[rest[0]]
    if kind == "d":
        return {k: _restore(v, file) for k, v in rest[0].items()}
    if kind == "l":
        return [_restore(v, file) for v in rest]
    if kind == "u":
        return tuple(_restore(v, file) for v in rest)
    if kind == "k":
        name, aux, *parts = rest
        return restore(name, _restore(aux, file), [_restore(p, file) for p in parts])
    if kind == "f":
        return float.fromhex(rest[0])
    if kind == "v":
        return rest[0]
    raise ValueError(f"unknown node {kind!r}")

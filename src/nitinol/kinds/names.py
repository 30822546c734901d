"""The classes of kinds by their names in files."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from ..trace.kind import Kind

_PLACES: Final = {
    "ragged": ("ragged.tensor", "RaggedTensor"),
    "record": ("records.tensor", "RecordTensor"),
    "sparse": ("sparse.tensor", "SparseTensor"),
    "string": ("strings.tensor", "StringTensor"),
}


def restore(kind: str, aux: Any, parts: list[Any]) -> Kind:
    """The tensor of a kind that has these parts, checked.

    Raises `ValueError` when there is no such kind, or what `Kind.check` raises when the parts do not fit.
    """
    if kind not in _PLACES:
        raise ValueError(f"unknown kind {kind!r}; known are {', '.join(_PLACES)}")
    module, name = _PLACES[kind]
    cls: type[Kind] = getattr(import_module(f"{__package__}.{module}"), name)
    made: Kind = cls.of_parts(aux, parts)
    made.check()
    return made

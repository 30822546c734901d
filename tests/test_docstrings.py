"""Everything public says what it is, and what has a use of its own shows it in an example.

Nothing is executed here; `test_doctests.py` runs the examples. An override of a documented method
(`forward`, `extra_repr`, …) may leave the description to the method that it overrides.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator

import nitinol as ni
import nitinol.nn.functional
import nitinol.optim
import nitinol.random

MODULES = {
    "ni": ni,
    "ni.nn": ni.nn,
    "ni.nn.functional": ni.nn.functional,
    "ni.optim": ni.optim,
    "ni.ragged": ni.ragged,
    "ni.random": ni.random,
    "ni.records": ni.records,
    "ni.sparse": ni.sparse,
    "ni.strings": ni.strings,
}
# Of the core, which has one for each machine; `docs/architecture.md` describes the setting.
NATIVE = {"ni.get_num_threads", "ni.set_num_threads"}
# Read or called on an object that the example of their class shows.
PARTS = (
    ni.DType, ni.GradientTape, ni.custom_jvp, ni.custom_vjp, ni.records.Groups, ni.strings.Vocabulary,
)  # fmt: skip


def methods(path: str, owner: type) -> Iterator[tuple[str, object]]:
    """Public methods and properties that a class itself defines and no class above it documents."""
    for name, thing in vars(owner).items():
        if name.startswith("_") or not (
            isinstance(thing, (types.FunctionType, property, classmethod, staticmethod))
        ):
            continue
        if not any(hasattr(base, name) for base in owner.__mro__[1:]):
            yield f"{path}.{name}", thing


def public() -> dict[str, object]:
    found: dict[str, object] = {}
    seen: set[int] = set()
    for prefix, module in MODULES.items():
        for name in getattr(module, "__all__", None) or vars(module):
            thing = getattr(module, name)
            if name.startswith("_") or not callable(thing) or id(thing) in seen:
                continue
            if "nitinol" not in (getattr(thing, "__module__", None) or "nitinol"):
                continue  # imported from elsewhere
            seen.add(id(thing))
            found[f"{prefix}.{name}"] = thing
            if inspect.isclass(thing):
                found.update(methods(f"{prefix}.{name}", thing))
    return found


PUBLIC = public()


def test_everything_public_is_described() -> None:
    lacking = [
        path
        for path, thing in PUBLIC.items()
        if path not in NATIVE and len((getattr(thing, "__doc__", None) or "").strip()) < 8
    ]
    assert lacking == [], "write a docstring for these"
    assert len(PUBLIC) > 400  # the walk finds them


def test_everything_public_shows_an_example() -> None:
    lacking = []
    for path, thing in PUBLIC.items():
        owner = PUBLIC.get(path.rpartition(".")[0])
        part = any(owner is kind for kind in PARTS)
        exempt = inspect.isclass(thing) and issubclass(thing, (BaseException, ni.DType))
        if path not in NATIVE and not part and not exempt and ">>>" not in (thing.__doc__ or ""):
            lacking.append(path)
    assert lacking == [], "add an example to the docstrings of these"

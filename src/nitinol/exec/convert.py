"""`as_tensor`: the slot through which operations take arrays of other libraries. `tensor` fills it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final


def _not_installed(x: Any) -> Any:
    raise TypeError(f"expected a tensor, got {type(x).__name__}")


_slot: Final[list[Callable[[Any], Any]]] = [_not_installed]


def as_tensor(x: Any) -> Any:
    """`x` as a tensor; TypeError for what is none."""
    return _slot[0](x)


def install(convert: Callable[[Any], Any]) -> None:
    """Make `convert` the way in for other arrays."""
    _slot[0] = convert

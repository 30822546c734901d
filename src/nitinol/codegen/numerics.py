"""How exact sums are: the mode that programs are compiled in.

| mode | what holds |
|---|---|
| `default` | the same bits on any number of threads, eager or compiled, whatever the batch around a row |
| `portable` | that, and the same bits on every machine |
| `fast` | neither is promised: products are contracted, sums reordered, convolutions and attention take shorter ways |

All modes keep NaN, infinities and subnormal numbers, and the order of everything but sums. Two exceptions: in `fast`,
convolutions of 3×3 may take Winograd's algorithm (`templates/convolution_winograd.py` says where), and then
an infinity may become NaN in the results whose window holds it, as may what exceeds a quarter of the largest number.
And where the processor multiplies pairs of bfloat16 (AVX512-BF16), their matrix products take subnormal numbers for
zero, in what they read and in their float32 sums (`templates/dots.py`).

What differs between machines in `default` is whether they multiply and add with one rounding (most do), and how many
partial sums a row is folded in: as many as a vector register holds. `portable` multiplies, then adds, and folds
rows in as many partial sums everywhere. `fast` takes the rounding between a product and a sum of any two
operations away where the machine can, and folds cheap rows in more partial sums, so that none waits for another. In a
compiled program it puts the operation in the place of attention that is written out (`schedule.attention`).

The mode is part of the target (`Target.numerics`), and with it of every key under which code is kept. So is what a
tuner chose (`tuning`).
"""

from __future__ import annotations

from ..base import config
from ..base.lean import scope
from ..llvm.target import Target, host
from . import tuning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Final

MODES: Final = ("default", "portable", "fast")


class _State:
    mode: str | None = None  # None: not asked for yet
    used = False  # whether a program has been asked for
    # the last host, its mode, the target of programs, and what was tuned
    targets: tuple[Target, str, Target, tuning.Tuned] | None = None
    trial: tuning.Choices | None = None  # what a tuner tries


def get_numerics() -> str:
    """The mode that programs are compiled in: `"default"`, `"portable"` or `"fast"`.

    >>> import nitinol as ni
    >>> ni.get_numerics()
    'default'
    """
    if _State.mode is None:
        _State.mode = _checked(config.flag("NUMERICS", "default"), "NITINOL_NUMERICS")
    return _State.mode


def set_numerics(mode: str) -> None:
    """Choose how exact sums are: `"default"`, `"portable"` (the same bits on every machine) or `"fast"`.

    `"fast"` contracts products and sums, reorders sums, and lets convolutions of 3×3 take Winograd's algorithm, where
    an infinity may become NaN. Matrix products of bfloat16 may take subnormal numbers for zero.

    It is the mode of all that is computed, so it is chosen before the first computation; `NITINOL_NUMERICS` in the
    environment does the same. Raises `ValueError` for another word, and `RuntimeError` where something has been
    computed in another mode.

    >>> import nitinol as ni
    >>> ni.set_numerics("default")
    """
    if _checked(mode, "set_numerics") != get_numerics() and _State.used:
        raise RuntimeError(
            f"set_numerics({mode!r}) comes too late: something has been computed in mode {get_numerics()!r}; call it "
            "right after `import nitinol`, or set NITINOL_NUMERICS"
        )
    _State.mode = mode


def _checked(mode: str, where: str) -> str:
    if mode not in MODES:
        raise ValueError(f"{where}: {mode!r} is none of {', '.join(map(repr, MODES))}")
    return mode


def program_target() -> Target:
    """What programs are compiled for in this process."""
    _State.used = True
    if _State.trial is not None:
        return host().replace(numerics=get_numerics(), choices=_State.trial)
    return _known()[0]


def own_target(target: Target, text: str) -> Target:
    """The same for the program of that text: with choices of its own, if it has any."""
    if _State.trial is not None or not (tuned := _known()[1]).programs:
        return target
    return target.replace(choices=tuned.of(text))


def _known() -> tuple[Target, tuning.Tuned]:
    """The target of all programs, and what was tuned."""
    found, mode = host(), get_numerics()
    known = _State.targets
    if known is None or known[0] is not found or known[1] != mode:
        known = _State.targets = _with(found, mode, tuning.stored(found))
    return known[2], known[3]


def _with(
    found: Target, mode: str, tuned: tuning.Tuned
) -> tuple[Target, str, Target, tuning.Tuned]:
    chosen = mode != "default" or tuned.choices
    target = found.replace(numerics=mode, choices=tuned.choices) if chosen else found
    return found, mode, target, tuned


@scope
def trying(choices: Mapping[str, int]) -> Iterator[None]:
    """Programs compiled meanwhile have these choices instead of those that were stored."""
    before, _State.trial = _State.trial, tuning.sorted_choices(choices)
    try:
        yield
    finally:
        _State.trial = before


def tuned() -> tuning.Tuned:
    """What was tuned for this machine."""
    return _known()[1]


def keep(tuned: tuning.Tuned) -> bool:
    """Store what was tuned for this machine; programs compiled from now on have it. False: only in this process."""
    found, mode = host(), get_numerics()
    _State.targets = _with(found, mode, tuned)
    return tuning.store(found, tuned)

"""What a tuner found out about this machine: choices that change no bits.

A target says what is typical of a class of machines (`llvm.target`), and `templates.choices` which numbers rules
usually start from. A machine may be better off with others. `exec.tuner` measures, and what it found lies in the
cache folder, in one file for each processor model and target, `tuned-….json`:

    {"format": 1, "processor": "model name: …",
     "choices": {"product_tasks": 4},                       for all programs,
     "programs": {"9f…": {"wide": 4, "strip_vectors": 2}}}  and for some, by a digest of their text

It is read when the first program of a process is compiled, once; without it nothing is looked up. What it says is part
of the target that a program is compiled for, and with it of the key of its code. A file that is broken is ignored,
with a warning; choices and values that `templates.choices` does not know (any more) are left out.
"""

from __future__ import annotations

from ..llvm import cache
from ..llvm.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

FORMAT: Final = 1  # another where the meaning of a choice changes
PROGRAMS: Final = 1000  # that a file holds; the oldest go first

Choices = tuple[tuple[str, int], ...]  # (name, value), sorted by name


class Tuned:
    """What holds for all programs, and for some.

    programs: by `digest`; what is not named there is as for all.
    """

    def __init__(
        self, choices: Choices = (), programs: Mapping[str, Choices] | None = None
    ) -> None:
        self.choices = choices
        self.programs = dict(programs or {})

    def of(self, program: str) -> Choices:
        """The choices for a program, given its text."""
        if not self.programs:
            return self.choices
        found = self.programs.get(digest(program))
        return (
            self.choices if found is None else sorted_choices({**dict(self.choices), **dict(found)})
        )


def sorted_choices(choices: Mapping[str, int]) -> Choices:
    """The same in the one order that keys are made of."""
    return tuple(sorted(choices.items()))


def digest(text: str) -> str:
    """A short name of a program's text."""
    from hashlib import blake2b  # late: this module is part of every start

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _processor() -> str:
    """The text that names the processor; empty where the system does not tell."""
    try:
        with open("/proc/cpuinfo", "rb", buffering=0) as file:  # noqa: PTH123 - part of every start
            text = file.read(2048)
    except OSError:
        return ""
    lines = [x for x in text.splitlines() if x.startswith((b"model name", b"CPU part"))]
    return b"; ".join(dict.fromkeys(lines))[:200].decode("ascii", "replace")


def file_name(target: Target) -> str:
    """The file of this machine's choices."""
    return f"tuned-{digest(f'{_processor()} {target!r}')}.json"


def stored(target: Target) -> Tuned:
    """The choices for a target on this machine; none where it has not been tuned."""
    content = cache.read(file_name(target))
    if content is None:
        return Tuned()
    try:
        return decoded(content)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        from warnings import warn

        warn(
            f"{cache.folder()}/{file_name(target)}: ignored, as it is broken ({error!r}); `python -m nitinol tune "
            "--forget` removes it",
            RuntimeWarning,
            stacklevel=2,
        )
        return Tuned()


def decoded(content: bytes) -> Tuned:
    """What a file says. A broken one raises what reading it does."""
    import json

    from ..templates.choices import ALLOWED

    given = json.loads(content)
    if given["format"] != FORMAT:
        return Tuned()  # of another version

    def known(choices: Mapping[str, object]) -> Choices:
        return sorted_choices(
            {
                name: value
                for name, value in choices.items()
                if type(value) is int and value in ALLOWED.get(name, ())
            }
        )

    return Tuned(known(given["choices"]), {n: known(x) for n, x in given["programs"].items()})


def store(target: Target, tuned: Tuned) -> bool:
    """Keep what is tuned for a target on this machine; False where nothing can be kept.

    Nothing at all: remove the file.
    """
    import json

    if not tuned.choices and not tuned.programs:
        return cache.write(file_name(target), b"")
    programs = list(tuned.programs.items())[-PROGRAMS:]
    said = {
        "format": FORMAT,
        "processor": _processor(),
        "choices": dict(tuned.choices),
        "programs": {name: dict(choices) for name, choices in programs},
    }
    return cache.write(file_name(target), json.dumps(said, indent=1).encode())

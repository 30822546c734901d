"""What a framework makes of a row: statements to time, and a way to check them."""

from __future__ import annotations

import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.rows import Row


@dataclass
class Job:
    """Statements, one for each set of inputs, that are run in turn; all do the same work.

    outputs: results of the first set, as NumPy arrays.
    """

    statements: list[str]
    names: dict[str, Any]
    outputs: Callable[[], list[Any]]
    timer: timeit.Timer | None = field(default=None, repr=False)

    def time(self, seconds: float, least: int = 1) -> list[float]:
        """Seconds per call: samples over about `seconds`, `least` at least.

        A sample is a batch of at least 5 ms that goes through all sets of inputs. The statements are
        written out one after the other, so that the loop around them does not count.
        """
        if self.timer is None:
            self.timer = timeit.Timer("\n".join(self.statements), globals=self.names)
            self.timer.timeit(1)  # the first calls compile, fill caches and fault pages in
        once = self.timer.timeit(1)
        number = max(1, round(0.005 / max(once, 1e-9)))
        count = min(200, max(least, round(seconds / max(once * number, 1e-9))))
        per_call = number * len(self.statements)
        return [self.timer.timeit(number) / per_call for _ in range(count)]


def from_function(function: Callable[..., Any], inputs: Sequence[dict[str, Any]], to_numpy: Callable[[Any], Any],
                  end: str = "") -> Job:  # fmt: skip
    """The job `function(**inputs)`; `end` is written after each call, such as `.block_until_ready()`."""
    names: dict[str, Any] = {"function": function}
    statements = []
    for n, one in enumerate(inputs):
        names.update({f"{name}{n}": value for name, value in one.items()})
        arguments = ", ".join(f"{name}{n}" for name in one)
        statements.append(f"function({arguments}){end}")

    def outputs() -> list[Any]:
        return [to_numpy(function(*inputs[0].values()))]

    return Job(statements, names, outputs)


def from_code(row: Row, framework: str, library: tuple[str, Any], inputs: Sequence[dict[str, Any]],
              to_numpy: Callable[[Any], Any], wrap: str = "{}", **names: Any) -> Job:  # fmt: skip
    """The job of a tiny operation: the statement of `row` for this framework, for each set."""
    code = row.parameters["code"].get(framework, row.parameters["code"]["any"])
    names[library[0]] = library[1]
    statements = []
    for n, one in enumerate(inputs):
        names.update({f"{name}{n}": value for name, value in one.items()})
        text = code.format(lib=library[0], **{name: f"{name}{n}" for name in one})
        statements.append(wrap.format(text))

    def outputs() -> list[Any]:
        return [to_numpy(eval(statements[0], names))]

    return Job(statements, names, outputs)

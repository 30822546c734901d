"""The table: what was reached, against whom, and why something was not.

`reasons.json` says of a missed row why it was missed and what would be tried next; it is written by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.limits import Limits
from benchmarks.rows import Row

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REASONS = HERE / "reasons.json"
PAGE = ROOT / "docs" / "benchmarks.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- benchmarks:begin -->", "<!-- benchmarks:end -->"
TIE = 1.03  # a difference within this counts as none
NEAR_FLOOR = 0.85
_OF = {"torch.compile": "torch", "tf-xla": "tensorflow"}  # the framework of a variant


@dataclass
class Result:
    """A row as measured: {variant: (median, low, high)} and what failed: {variant: text}.

    ratios: nitinol's time over that of each variant, compared in each round.
    """

    row: Row
    values: dict[str, tuple[float, float, float]]
    failed: dict[str, str]
    floor: float = 0.0
    ratios: dict[str, float] = field(default_factory=dict)

    @property
    def ours(self) -> float | None:
        """nitinol's number."""
        return self.values["nitinol"][0] if "nitinol" in self.values else None

    def peer(self) -> tuple[str, float] | None:
        """The variant that the goal is against, and its number."""
        against = self.row.goal.against
        rivals = {
            name: value
            for name, value in self.ratios.items()
            if against in ("best", name, _OF.get(name))
        }
        if not rivals:
            return None
        best = max(rivals, key=rivals.__getitem__)
        return best, self.values[best][0]

    @property
    def ratio(self) -> float | None:
        """nitinol's number over the peer's."""
        peer = self.peer()
        return self.ratios[peer[0]] if peer else None

    def verdict(self) -> str:
        """met, missed, not measured, or not decided because a peer or a goal is lacking."""
        goal = self.row.goal
        if not self.values and not self.failed:
            return "not measured"
        if self.ours is None:
            return "missed"
        if goal.limit is not None:
            return "met" if self.ours <= goal.limit else "missed"
        if self.floor and self.floor / self.ours >= NEAR_FLOOR:
            return "met"
        if self.ratio is None or goal.ratio is None:
            return "not compared"
        allowed = goal.ratio * (TIE if goal.ratio == 1.0 else 1.0)
        return "met" if self.ratio <= allowed else "missed"


def number(value: float, unit: str) -> str:
    """A number with its unit, three digits.

    >>> number(0.0000012345, "s"), number(0.25, "s"), number(260e6, "B"), number(1.0, ""), number(2.5, "×")
    ('1.23 µs', '250 ms', '260 MB', '1', '2.50×')
    """
    if unit == "":
        return f"{value:g}"
    if unit == "×":
        return f"{value:.2f}×"
    if unit == "B":
        return f"{value / 1e6:.0f} MB"
    for scale, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if value >= scale:
            return f"{_three(value / scale)} {name}"
    return f"{value * 1e9:.0f} ns"


def _three(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _cell(result: Result, variant: str) -> str:
    median, low, high = result.values[variant]
    unit = result.row.unit
    text = number(median, unit)
    if high > low:
        text += f" ({number(low, unit)} … {number(high, unit)})"
    return text


def _goal(row: Row) -> str:
    if row.goal.limit is not None:
        return f"≤ {number(row.goal.limit, row.unit)}"
    return str(row.goal)


def _peers(result: Result) -> str:
    others = sorted((v[0], name) for name, v in result.values.items() if name != "nitinol")
    text = ", ".join(f"{name} {number(value, result.row.unit)}" for value, name in others)
    broken = ", ".join(f"{name} failed" for name in result.failed if name != "nitinol")
    return ", ".join(t for t in (text, broken) if t) or "–"


def reasons() -> dict[str, str]:
    """Why rows are missed, by the name of the row or of its family."""
    found: dict[str, str] = json.loads(REASONS.read_text())
    return found


def table(results: list[Result], full: bool) -> str:
    """The table in Markdown; `full` has every peer, the interval, the floor and the reason."""
    why = reasons()
    if full:
        lines = ["| row | nitinol (90 % interval) | others | ratio | goal | floor | | why, and what next |",
                 "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    else:
        lines = ["| | nitinol | compared with | ratio | goal | |", "|---|---|---|---|---|---|"]
    for result in results:
        row, verdict, peer = result.row, result.verdict(), result.peer()
        ours = (
            result.failed.get("nitinol", "–") if result.ours is None else _cell(result, "nitinol")
        )
        ratio = f"{result.ratio:.2f}×" if result.ratio is not None else "–"
        if full:
            floor = "–"
            if result.floor and result.ours:
                floor = f"{number(result.floor, 's')} ({100 * result.floor / result.ours:.0f} %)"
            reason = why.get(row.name, why.get(row.family, "")) if verdict == "missed" else ""
            cells = [row.title, ours, _peers(result), ratio, _goal(row), floor, verdict, reason]
        else:
            short = number(result.ours, row.unit) if result.ours is not None else verdict
            rival = f"{peer[0]} {number(peer[1], row.unit)}" if peer else "–"
            cells = [row.title, short, rival, ratio, _goal(row), verdict]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def summary(results: list[Result]) -> str:
    """How many goals were met."""
    verdicts = [result.verdict() for result in results]
    text = (
        f"{verdicts.count('met')} of {len(verdicts)} goals met, {verdicts.count('missed')} missed"
    )
    undecided = verdicts.count("not compared")
    text += f", {undecided} not compared" if undecided else ""
    unmeasured = verdicts.count("not measured")
    return text + (f", {unmeasured} not measured" if unmeasured else "")


def page(results: list[Result], limits: Limits, facts: dict[str, Any]) -> str:
    """docs/benchmarks.md."""
    note = (
        "\n**A quick run, to see that everything works: these are no measurements.**\n"
        if facts["quick"]
        else ""
    )
    threads = facts["threads"]
    flops, read, copy = (f"{x / 1e9:.1f}" for x in (limits.flops, limits.read, limits.copy))
    return f"""# Benchmarks

Written by `make bench`; do not edit. Measured on {facts["date"]}, {facts["cpu"]}, {threads} threads,
{facts["system"]}, Python {facts["python"]}; {", ".join(facts["versions"])}.
{note}
The machine's limits, measured by the same program with our own kernels on {threads} threads: {flops} GFLOP/s
in float32 (fused multiply-add on registers), {read} GB/s reading and {copy} GB/s reading and writing memory.

{summary(results)}.

{table(results, full=True)}

## How this was measured

- Every framework has a process of its own, on the same {threads} processors with {threads} threads. One works at a
  time, the others are stopped. Rounds are interleaved (A B C A B C …), {facts["rounds"]} of them or more; times
  are medians of all samples with their 90 % interval (bootstrap over rounds and samples), ratios are medians over
  rounds, as the machine's speed changes from minute to minute: the two sides of a round see the same of it.
- Inputs change from call to call. Before it is timed, every contender's output is compared with NumPy's in
  float64; of training steps the losses of the first three. A contender with a wrong result is not timed.
- Peers run with their best settings: `torch.compile` and `jax.jit` and XLA where they apply, the fused
  optimizers of PyTorch, channels last for convolutions, donated state in JAX; `block_until_ready` is part of
  JAX's calls.
- nitinol runs in its default mode, which is deterministic.
- "floor" is the least time that the machine's limits allow for the row's work and traffic, and how much of
  our time that is. A goal counts as met where our time is within its bound (within 3 % where the bound is 1×)
  or where the floor is {100 * NEAR_FLOOR:.0f} % of our time or more.
- The size of nitinol is that of `pip install --target` into an empty folder; those of peers are the files of
  their distributions and all they require, as installed here, without byte code.
"""


def write(results: list[Result], limits: Limits, facts: dict[str, Any]) -> None:
    """Writes the page, and the short table between the marks in the README."""
    PAGE.write_text(page(results, limits, facts))
    text = README.read_text()
    if BEGIN in text and END in text:
        before, rest = text.split(BEGIN, 1)
        after = rest.split(END, 1)[1]
        short = f"{BEGIN}\n{facts['date']}, {facts['cpu']}, {facts['threads']} threads; {summary(results)}.\n\n"
        if facts["quick"]:
            short += (
                "**From a quick run, to see that everything works: these are no measurements.**\n\n"
            )
        README.write_text(before + short + table(results, full=False) + "\n" + END + after)

"""The table of a profile: a row for each kernel and sizes.

The steps of a kernel (packing and multiplying, say) are one row. The share of a limit is the floor over the time: the
least time in which the machine could do the operations and move the bytes, if it did both at once. More than 100 % is
possible where caches hold what is moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..base.record import record
from .machine import Limits, limits

if TYPE_CHECKING:
    from .profile import Event

_NAME = 48  # letters of a kernel's name that a table shows


@record()
class Row:
    """One kernel of one program, for one choice of sizes.

    calls, seconds: of all its runs together, as are flops and nbytes (None: unknown). shape, dtype: of what it
    computes. wide: whether it computes with float64.
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str
    wide: bool
    calls: int = 0
    seconds: float = 0.0
    flops: int | None = 0
    nbytes: int | None = 0

    def of_peak(self, machine: Limits) -> float | None:
        """The least time that the machine needs for this, over the time taken; None where that is unknown."""
        if not self.seconds or (self.flops is None and self.nbytes is None):
            return None
        return machine.floor(self.flops or 0, self.nbytes or 0, self.wide) / self.seconds


def rows_of(events: Sequence[Event]) -> list[Row]:
    """One row for each kernel and sizes, the most time first."""
    rows: dict[Any, Row] = {}
    steps: dict[Any, str] = {}
    for e in events:
        if e.kind != "kernel":
            continue
        kernel = e.kernel
        shape = () if kernel is None else kernel.shape
        key = e.program, e.number, kernel
        row = rows.get(key)
        if row is None:
            label = e.program
            if kernel is not None and kernel.label != e.program:
                label = f"{e.program}: {kernel.label}"
            dtype = "" if kernel is None else kernel.dtype
            row = rows[key] = Row(label, shape, dtype, kernel is not None and kernel.wide)
        row.seconds += e.seconds
        if steps.setdefault(key, e.step) == e.step:
            row.calls += 1
            row.flops = _more(row.flops, None if kernel is None else kernel.flops)
            row.nbytes = _more(row.nbytes, None if kernel is None else kernel.nbytes)
    return sorted(rows.values(), key=lambda r: -r.seconds)


def _more(total: int | None, count: int | None) -> int | None:
    return None if total is None or count is None else total + count


def text_of(
    rows: Sequence[Row], compiled: Sequence[float], dropped: int, limit: int, threads: int
) -> str:
    """The table; with `threads`, also how near the kernels are to the limits of so many."""
    total = sum([r.seconds for r in rows])
    machine = limits(threads) if threads and rows else None
    heads = ["kernel", "size", "calls", "ms", "share", "GFLOP/s", "GB/s"]
    lines = [[*heads, "of peak"] if machine else heads]
    for row in rows[:limit]:
        name = row.name if len(row.name) <= _NAME else row.name[: _NAME - 1] + "…"
        size = "×".join(["?" if n is None else str(n) for n in row.shape]) or "1"
        line = [
            name, size, str(row.calls), f"{1e3 * row.seconds:.3f}", _percent(row.seconds, total),
            _rate(row.flops, row.seconds), _rate(row.nbytes, row.seconds),
        ]  # fmt: skip
        if machine:
            share = row.of_peak(machine)
            line.append("" if share is None else f"{100 * share:.0f} %")
        lines.append(line)
    text = _aligned(lines)
    rest = rows[limit:]
    if rest:
        text += f"\nand {len(rest)} more, {1e3 * sum([r.seconds for r in rest]):.3f} ms"
    text += f"\nall kernels: {1e3 * total:.3f} ms"
    if compiled:
        text += f"; {len(compiled)} compilations: {1e3 * sum(compiled):.3f} ms"
    if dropped:
        text += f"\n{dropped} records did not fit; write ni.profile(capacity=…) with more bytes"
    if machine:
        text += (
            f"\npeak of {threads} threads: {machine.flops / 1e9:.1f} GFLOP/s (float32), "
            f"{max(machine.read, machine.copy) / 1e9:.1f} GB/s"
        )
    return text


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _rate(count: int | None, seconds: float) -> str:
    """Billions a second."""
    return "" if count is None or not seconds else f"{count / seconds / 1e9:.2f}"


def _aligned(lines: Sequence[Sequence[str]]) -> str:
    """Columns: the first two to the left, numbers to the right."""
    widths = [max([len(line[i]) for line in lines]) for i in range(len(lines[0]))]
    return "\n".join(
        [
            "  ".join(
                [x.ljust(w) if i < 2 else x.rjust(w) for i, (x, w) in enumerate(zip(line, widths, strict=True))]
            ).rstrip()
            for line in lines
        ]
    )  # fmt: skip

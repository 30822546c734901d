"""Measures nitinol beside other frameworks and writes docs/benchmarks.md.

make bench                                    everything; makes an environment for the peers first
make bench ARGS="--peer-python PYTHON"        with the peers that this Python has
make bench ARGS="--rows matmul --quick"       some rows, roughly, printed only
make bench ARGS="--rows matmul --more"        some rows; of the others what was measured before
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import re
import sys
import time
from typing import Any

from benchmarks import limits, report, whole
from benchmarks.rows import Row, rows
from benchmarks.stats import interval, median, ratio
from benchmarks.workers import ROOT, Framework, frameworks, peer_environment, pin

# Turns are short, and many: the machine's speed changes from minute to minute.
ROUNDS = 21
TURN = 0.12  # seconds, or one call
LEAST_ROUNDS = 5
LONGEST = 60.0  # seconds for a row, where there were LEAST_ROUNDS


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--rows", metavar="PATTERN", help="only rows whose name has this regular expression")
    add("--list", action="store_true", help="print the names of the rows")
    add("--quick", action="store_true", help="see that everything works; the numbers mean little")
    add("--rounds", type=int, help=f"rounds of a row (default: {ROUNDS}, quick: 2)")
    add("--threads", type=int, default=2, help="threads and processors (default: 2)")
    peers = parser.add_mutually_exclusive_group()
    peers.add_argument("--peer-python", metavar="PYTHON", help="a Python that has the peers")
    peers.add_argument("--no-peers", action="store_true", help="nitinol and NumPy only")
    add(
        "--more",
        action="store_true",
        help="keep what was measured before of other rows, and write all",
    )
    add(
        "--write",
        action="store_true",
        help="write the documents even if rows were chosen or it was quick",
    )
    return parser.parse_args()


def measure_row(
    row: Row, contenders: list[Framework], rounds: int, seconds: float
) -> dict[str, Any]:
    """{"rounds": {variant: [samples of a round, …]}, "failed": {variant: text}}."""
    timed: list[tuple[Framework, str]] = []
    failed: dict[str, str] = {}
    for framework in contenders:
        reply = framework.ask("prepare", row=row.name)
        if "failed" in reply:
            failed[framework.name] = reply["failed"]
        for variant, error in reply.get("errors", {}).items():
            if isinstance(error, str):
                failed[variant] = error
            elif not error <= row.tolerance:
                failed[variant] = f"wrong by {error:.1e} of the largest value"
            else:
                timed.append((framework, variant))
    found: dict[str, list[list[float]]] = {variant: [] for _, variant in timed}
    start = time.monotonic()
    for number in range(rounds):
        if number >= LEAST_ROUNDS and time.monotonic() - start > LONGEST:
            break
        for framework, variant in timed:
            if variant in failed:
                continue
            reply = framework.ask("time", variant=variant, seconds=seconds)
            if "failed" in reply:
                failed[variant] = reply["failed"]
                del found[variant]
            else:
                found[variant].append(reply["samples"])
    for framework in contenders:
        if any(framework is f for f, _ in timed):
            framework.ask("release")
    return {"rounds": found, "failed": failed}


def result_of(row: Row, measured: dict[str, Any], machine: limits.Limits) -> report.Result:
    """Medians and intervals of what was measured."""
    values = {}
    for variant, by_round in measured["rounds"].items():
        values[variant] = (median([x for one in by_round for x in one]), *interval(by_round))
    ours = measured["rounds"].get("nitinol")
    ratios = {
        variant: ratio(ours, by_round)
        for variant, by_round in measured["rounds"].items()
        if ours and variant != "nitinol" and values[variant][0] > 0
    }
    floor = machine.floor(row.flops, row.bytes)
    return report.Result(row, values, measured["failed"], floor, ratios)


def main() -> int:
    """Measures, prints, writes."""
    chosen = options()
    wanted = [row for row in rows() if re.search(chosen.rows or "", row.name)]
    if chosen.list or not wanted:
        print(
            "\n".join(row.name for row in (rows() if chosen.list else wanted))
            or "no row has such a name"
        )
        return 0 if wanted else 2
    peer_python = None
    if not chosen.no_peers:
        peer_python = chosen.peer_python or peer_environment()
    pin(chosen.threads)
    rounds = chosen.rounds or (2 if chosen.quick else ROUNDS)
    seconds = 0.02 if chosen.quick else TURN
    machine = limits.measure(chosen.threads, chosen.quick)
    limits_text = (f"{x / 1e9:.1f}" for x in (machine.flops, machine.read, machine.copy))
    print("{} GFLOP/s, reading {} GB/s, copying {} GB/s".format(*limits_text))
    contenders = frameworks(peer_python, chosen.threads)
    results: list[report.Result] = []
    raw: dict[str, Any] = {}
    store = ROOT / ".bench" / "results.json"
    # What is only printed does not take the place of what was measured before.
    stored = chosen.more or not (chosen.rows or chosen.quick)
    kept: dict[str, Any] = (
        json.loads(store.read_text())["raw"] if chosen.more and store.exists() else {}
    )
    versions: list[str] = []
    try:
        for row in wanted:
            if row.whole:
                continue
            able = [f for f in contenders if f.numerics in ("", row.numerics)]
            raw[row.name] = measure_row(row, able, rounds, seconds)
            if stored:  # a run that is stopped is not lost
                store.write_text(json.dumps({"raw": {**kept, **raw}}))
            show(results, result_of(row, raw[row.name], machine))
        for framework in contenders:
            if framework.numerics == "fast":  # the same as that of the default mode
                continue
            reply = framework.ask("version")
            versions.append(reply.get("version", f"{framework.name} (failed)"))
    finally:
        for framework in contenders:
            framework.close()
    for name, variants in whole.measure(wanted, peer_python, chosen.threads, chosen.quick):
        row = next(r for r in wanted if r.name == name)
        raw[name] = {
            "rounds": {v: [[x] for x in samples] for v, samples in variants.items()},
            "failed": {},
        }
        show(results, result_of(row, raw[name], machine))
    print(report.summary(results))
    found = {**kept, **raw}
    nothing = {"rounds": {}, "failed": {}}
    everything = [result_of(row, found.get(row.name, nothing), machine) for row in rows()]
    timed = [found[row.name] for row in rows() if not row.whole and row.name in found]
    least = min([len(r) for one in timed for r in one["rounds"].values()], default=rounds)
    facts = {
        "date": datetime.date.today().isoformat(), "cpu": f"{limits.cpu_name()} ({limits.processors()} processors)",
        "threads": chosen.threads, "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(), "versions": versions, "rounds": least, "quick": chosen.quick,
    }  # fmt: skip
    if stored:
        store.write_text(json.dumps({"facts": facts, "raw": found}))
    if chosen.write or chosen.more or not (chosen.rows or chosen.quick):
        report.write(everything, machine, facts)
        print(f"wrote {report.PAGE.relative_to(ROOT)} and the table in README.md", file=sys.stderr)
    return 0


def show(results: list[report.Result], result: report.Result) -> None:
    """Keeps a result and prints its line."""
    results.append(result)
    unit = result.row.unit
    values = ", ".join(f"{name} {report.number(v[0], unit)}" for name, v in result.values.items())
    ratio = f"{result.ratio:.2f}×" if result.ratio is not None else ""
    failed = "; ".join(f"{name} failed: {text}" for name, text in result.failed.items())
    print(f"{result.row.title}: {values} {ratio} {result.verdict()} {failed}".rstrip(), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())

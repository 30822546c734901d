"""Rows that need processes of their own: imports, first calls, what derivatives cost, memory of steps, the size
installed, digits training.

`measure(rows, …)` gives (row, {variant: samples}), like the rows measured in workers.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row
from benchmarks.workers import ROOT, environment

Samples = dict[str, dict[str, list[float]]]

# One `a + b` after the import; NumPy's goal is its import alone.
_STARTS = {
    "nitinol": "import nitinol as ni; ni.tensor([1.0, 2.0]) + ni.tensor([3.0, 4.0])",
    "numpy": "import numpy",
    "torch": "import torch; torch.tensor([1.0, 2.0]) + torch.tensor([3.0, 4.0])",
    "jax": "import jax.numpy as jnp; (jnp.array([1.0, 2.0]) + jnp.array([3.0, 4.0])).block_until_ready()",
    "tensorflow": "import tensorflow as tf; tf.constant([1.0, 2.0]) + tf.constant([3.0, 4.0])",
}
_PACKAGES = {"torch": "torch", "jax": "jax", "tensorflow": "tensorflow_cpu"}


def measure(
    rows: list[Row], peer_python: str | None, threads: int, quick: bool
) -> Iterator[tuple[str, dict[str, list[float]]]]:
    """Measures those of `rows` that are `whole`: (row, {variant: samples}), one after the other."""
    wanted = [row.name for row in rows if row.whole]
    if any(row.family == "first" for row in rows):
        found = first_calls(peer_python, threads, 1 if quick else 5)
        yield from ((name, variants) for name, variants in found.items() if name in wanted)
    if any(row.family == "gpt_first" for row in rows):
        found = gpt_first_calls(peer_python, threads, 1 if quick else 3)
        yield from ((name, variants) for name, variants in found.items() if name in wanted)
    derived = [row.name for row in rows if row.family in ("reverse", "checkpoint")]
    if derived:
        found = alone("networks", derived, threads, quick)
        yield from ((name, {"nitinol": found[name]}) for name in derived)
    measured = [row for row in rows if row.family == "memory"]
    if measured:
        found = peaks(measured, peer_python, threads)
        yield from found.items()
    for name in (row.name for row in rows if row.family in ("open", "threads", "unrolled")):
        found = alone("variants", [name], threads, quick)
        yield name, {"nitinol": found[name]}
    if "import" in wanted:
        yield "import", imports(peer_python, threads, 2 if quick else 15)
    if "size" in wanted:
        yield "size", sizes(peer_python)
    if "digits" in wanted:
        yield "digits", {"nitinol": digits(threads, 1 if quick else 3)}


def _python(framework: str, peer_python: str | None) -> str | None:
    return sys.executable if framework in ("nitinol", "numpy") else peer_python


def imports(peer_python: str | None, threads: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of whole processes, interleaved; the first round warms files and caches."""
    result: dict[str, list[float]] = {name: [] for name in _STARTS if _python(name, peer_python)}
    for number in range(rounds + 1):
        for name, samples in result.items():
            python = _python(name, peer_python)
            assert python is not None
            start = time.perf_counter()
            subprocess.run([python, "-c", _STARTS[name]], check=True, env=environment(threads),
                           capture_output=True, cwd=ROOT)  # fmt: skip
            if number:
                samples.append(time.perf_counter() - start)
    return result


def _first(framework: str, python: str, env: dict[str, str], *more: str) -> dict[str, list[float]]:
    done = subprocess.run([python, "-m", "benchmarks.first_call", framework, *more], check=True, text=True,
                          capture_output=True, env=env, cwd=ROOT)  # fmt: skip
    reply: dict[str, list[float]] = json.loads(done.stdout)
    return reply


def first_calls(peer_python: str | None, threads: int, rounds: int) -> Samples:
    """First calls with an empty and with a warm cache, and compilations for further batch sizes."""
    names = ("first-empty", "first-warm", "batch-2", "batch-3")
    result: Samples = {name: {} for name in names}

    def keep(row: str, variant: str, value: float) -> None:
        result[row].setdefault(variant, []).append(value)

    peers = {"jax": "jax", "tf-xla": "tensorflow", "torch.compile": "torch"} if peer_python else {}
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            # The tensor core is compiled when nitinol is first imported, which is not part of this row.
            cache = Path(folder) / "cache"
            cache.mkdir(mode=0o700)
            env = environment(threads, NITINOL_CACHE_DIR=str(cache))
            for row in ("first-empty", "first-warm"):
                reply = _first("nitinol", sys.executable, env)
                keep(row, "nitinol", reply["seconds"][0])
                if row == "first-empty":
                    keep("batch-2", "nitinol", reply["compilations"][1])
                    keep("batch-3", "nitinol", reply["compilations"][2])
            for variant, framework in peers.items():
                if framework == "torch" and number:
                    continue  # it takes a quarter of a minute; once is enough to see that
                assert peer_python is not None
                env = environment(threads, TORCHINDUCTOR_CACHE_DIR=folder)
                reply = _first(framework, peer_python, env)
                keep("first-empty", variant, reply["seconds"][0])
                keep("batch-2", variant, reply["compilations"][1])
                keep("batch-3", variant, reply["compilations"][2])
    return result


def gpt_first_calls(peer_python: str | None, threads: int, rounds: int) -> Samples:
    """First training steps of a GPT of 12 layers, with an empty and with a warm cache; peers once, empty."""
    result: Samples = {name: {"nitinol": []} for name in ("gpt-empty", "gpt-warm")}
    if peer_python is not None:
        for variant, framework in (("jax", "jax"), ("torch.compile", "torch")):
            with tempfile.TemporaryDirectory() as folder:
                env = environment(threads, TORCHINDUCTOR_CACHE_DIR=folder)
                found = _first(framework, peer_python, env, "12")
                result["gpt-empty"][variant] = found["seconds"]
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder) / "cache"
            cache.mkdir(mode=0o700)
            env = environment(threads, NITINOL_CACHE_DIR=str(cache))
            for samples in result.values():
                samples["nitinol"] += _first("nitinol", sys.executable, env, "12")["seconds"]
    return result


def alone(module: str, names: list[str], threads: int, quick: bool) -> dict[str, list[float]]:
    """Rows in which nitinol is compared with itself, as ratios: by a program of its own."""
    command = [
        sys.executable,
        "-m",
        f"benchmarks.{module}",
        *names,
        *(["--quick"] if quick else []),
    ]
    done = subprocess.run(
        command, check=True, text=True, capture_output=True, env=environment(threads), cwd=ROOT
    )
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def peaks(rows: list[Row], peer_python: str | None, threads: int) -> Samples:
    """The most memory that training steps hold."""
    result: Samples = {row.name: {} for row in rows}
    for framework in ("nitinol", "torch"):
        python = _python(framework, peer_python)
        if python is None:
            continue
        command = [python, "-m", "benchmarks.peak", framework, *[r.parameters["of"] for r in rows]]
        done = subprocess.run(
            command, check=True, text=True, capture_output=True, env=environment(threads), cwd=ROOT
        )
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        for row in rows:
            result[row.name][framework] = [float(found[row.parameters["of"]])]
    return result


def sizes(peer_python: str | None) -> dict[str, list[float]]:
    """Bytes of files: nitinol installed into an empty folder; the peers as they are installed."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                   "--no-compile", "--target", folder, str(ROOT)]  # fmt: skip
        subprocess.run(command, check=True)
        total = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
    result = {"nitinol": [float(total)]}
    for variant, package in _PACKAGES.items() if peer_python else ():
        assert peer_python is not None
        script = ROOT / "benchmarks" / "installed_size.py"
        done = subprocess.run([peer_python, str(script), package], capture_output=True, text=True)
        if done.returncode == 0:
            result[variant] = [float(sum(json.loads(done.stdout).values()))]
    return result


def digits(threads: int, rounds: int) -> list[float]:
    """Seconds of `python -m nitinol train digits`, all of it, from an empty cache."""
    samples = []
    for _ in range(rounds):
        folder = Path(tempfile.mkdtemp())
        try:
            (folder / "cache").mkdir(mode=0o700)
            env = environment(threads, NITINOL_CACHE_DIR=str(folder / "cache"))
            command = [
                sys.executable,
                "-m",
                "nitinol",
                "train",
                "digits",
                "--quiet",
                "--out",
                str(folder / "run"),
            ]
            start = time.perf_counter()
            subprocess.run(command, check=True, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
            samples.append(time.perf_counter() - start)
        finally:
            shutil.rmtree(folder)
    return samples

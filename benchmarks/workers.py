"""The processes of the frameworks: started when first needed, stopped while another one works."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("torch", "jax", "tensorflow")


def environment(threads: int, **more: str) -> dict[str, str]:
    """The environment of a measured process: `threads` threads for everybody."""
    made = dict(os.environ)
    made.pop("PYTHONDONTWRITEBYTECODE", None)  # a warm start has its byte code
    for name in ("OMP", "MKL", "OPENBLAS", "NITINOL"):
        made[f"{name}_NUM_THREADS"] = str(threads)
    made["TF_CPP_MIN_LOG_LEVEL"] = "3"
    made["NITINOL_CACHE_DIR"] = str(cache_folder())
    made.update(more)
    return made


def cache_folder() -> Path:
    """Where nitinol keeps compiled code while it is measured."""
    folder = ROOT / ".bench" / "cache"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def pin(threads: int) -> None:
    """Keeps this process, and those it starts, on the first `threads` processors."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


class Framework:
    """One framework's process. `ask` starts or wakes it, and puts it to sleep again.

    numerics: the mode of nitinol's process, which is that of all it computes; "" for others.
    """

    def __init__(self, name: str, python: str, threads: int, log: Path, numerics: str = "") -> None:
        self.name, self.python, self.threads, self.log = name, python, threads, log
        self.numerics = numerics
        self._process: subprocess.Popen[str] | None = None
        self.failed = ""

    def _start(self) -> subprocess.Popen[str]:
        with self.log.open("w") as log:
            return subprocess.Popen(
                [self.python, "-m", "benchmarks.worker", self.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
                env=environment(self.threads, NITINOL_NUMERICS=self.numerics or "default"),
            )

    def ask(self, what: str, **more: Any) -> dict[str, Any]:
        """The reply; {"failed": text} when the process died or refused."""
        if self.failed:
            return {"failed": self.failed}
        if self._process is None:
            self._process = self._start()
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        try:
            process.send_signal(signal.SIGCONT)
            process.stdin.write(json.dumps({"do": what, **more}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, ProcessLookupError):
            line = ""
        if not line:
            self.failed = f"the process of {self.name} ended with status {process.wait()}; see {self.log.name}"
            return {"failed": self.failed}
        process.send_signal(signal.SIGSTOP)
        reply: dict[str, Any] = json.loads(line)
        return reply

    def close(self) -> None:
        """Ends the process."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, BrokenPipeError):
            self._process.send_signal(signal.SIGCONT)
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def frameworks(peer_python: str | None, threads: int) -> list[Framework]:
    """nitinol and NumPy on this Python, and, where there is one, the peers on theirs."""
    logs = ROOT / ".bench" / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    made = [
        Framework("nitinol", sys.executable, threads, logs / f"nitinol-{mode}.log", mode)
        for mode in ("default", "fast")
    ]
    made.append(Framework("numpy", sys.executable, threads, logs / "numpy.log"))
    if peer_python:
        made += [Framework(n, peer_python, threads, logs / f"{n}.log") for n in PEERS]
    return made


def peer_environment() -> str:
    """Makes an environment with the peers, those of the extra `bench`; returns its Python."""
    folder = ROOT / ".bench" / "peers"
    python = folder / "bin" / "python"
    stamp = folder / "complete"
    if not stamp.exists():
        print("installing the peers (once; several gigabytes)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            ".[bench]",
        ]
        subprocess.run(command, check=True, cwd=ROOT)
        stamp.touch()
    return str(python)

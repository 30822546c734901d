"""`python -m nitinol bench`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nitinol import get_num_threads, set_num_threads
from nitinol.cli.bench import KERNELS
from nitinol.cli.main import main


def test_what_it_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bench.json"
    only = "^(softmax|product|product, float64)$"
    assert main(["bench", "--quick", "--only", only, "--json", str(file)]) == 0
    printed = capsys.readouterr()
    assert "GFLOP/s (float32)" in printed.out and "limits" in printed.err
    found = json.loads(file.read_text())
    rows = {row["name"]: row for row in found["kernels"]}
    assert list(rows) == ["softmax", "product", "product, float64"]
    for name, row in rows.items():
        assert f"\n{name:20}" in printed.out
        assert row["seconds"] > 0 and row["of_peak"] > 0
        traffic = row["bytes"] / max(found["limits"]["read"], found["limits"]["copy"])
        work = row["flops"] * (2 if "64" in name else 1) / found["limits"]["flops"]
        assert row["of_peak"] == pytest.approx(max(traffic, work) / row["seconds"])
    m, n = rows["product"]["shape"]
    assert rows["product"]["flops"] == 2 * m * n * 1024
    assert rows["product"]["bytes"] == 4 * (m * n + m * 1024 + 1024 * n)
    assert rows["softmax"]["bytes"] == 8 * 512 * 1024


def test_wrong_patterns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--only", "nothing"]) == 1
    assert "there are copy" in capsys.readouterr().err
    assert main(["bench", "--only", "("]) == 1
    assert "regular expression" in capsys.readouterr().err


@pytest.mark.slow
def test_every_kernel(capsys: pytest.CaptureFixture[str]) -> None:
    before = get_num_threads()
    try:
        assert main(["bench", "--quick", "--threads", "1"]) == 0
    finally:
        set_num_threads(before)
    printed = capsys.readouterr().out
    assert all(f"\n{name:20}" in printed for name in KERNELS)

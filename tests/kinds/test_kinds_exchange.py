"""Series, columns and tables of other libraries as tensors of texts, ragged tensors and records; and rules of records
whose fields are of all kinds, compiled.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

import nitinol as ni

ROWS = [
    {"s": "a", "x": 1.0, "l": [1]},
    {"s": None, "x": None, "l": [1, 2]},
    {"s": "č", "x": 2.0, "l": []},
]


def test_series_and_arrays_of_texts_and_lists() -> None:
    pa, pd, pl = (
        pytest.importorskip(x, reason=f"needs {x}") for x in ("pyarrow", "pandas", "polars")
    )
    texts = ["a", "", "čb", "a"]
    for data in (
        pd.Series(texts), pd.Series(texts, dtype="string"), pd.Series(texts, dtype="category"), pd.Index(texts),
        pl.Series(texts), pa.array(texts), pa.array(texts).dictionary_encode(),
        pa.chunked_array([texts[:1], texts[1:]]), np.array(texts), np.array(texts, dtype=object),
        np.array([x.encode() for x in texts]),
    ):  # fmt: skip
        found = ni.tensor(data)
        assert (found.kind, found.tolist()) == ("string", texts), type(data)
    for data in (pl.Series([[1], [2, 3]]), pd.Series([[1], [2, 3]]), pa.array([[1], [2, 3]])):
        assert (ni.tensor(data).kind, ni.tensor(data).tolist()) == ("ragged", [[1], [2, 3]])
    assert ni.tensor(pa.array([["a", "b"], []])).tolist() == [["a", "b"], []]
    assert ni.tensor(pa.array([[{"a": 1}], []])).tolist() == [[{"a": 1}], []]
    table = pa.table({n: [row[n] for row in ROWS] for n in ROWS[0]})
    for data in (table, table.to_batches()[0], table.to_struct_array(), pl.DataFrame(ROWS)):
        assert ni.tensor(data).tolist() == ROWS


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.compute", None)
    t = ni.tensor(["a1"])
    with pytest.raises(ni.UnsupportedError, match=r"pip install nitinol\[strings\]"):
        ni.strings.to_arrow(t)
    with pytest.raises(ni.UnsupportedError, match=r"pip install nitinol\[strings\]"):
        t.regex_search("[0-9]", engine="re2")
    assert t.regex_search("[0-9]").tolist() == [True]
    with pytest.raises(ni.UnsupportedError, match="pip install pyarrow"):
        ni.tensor(ROWS).to_arrow()


def test_rules_of_records_with_texts_ragged_and_missing_values_are_compiled() -> None:
    def work(t: Any, keep: Any) -> Any:
        u = t[::-1]
        return {
            "equal": t == u, "where": ni.where(keep, t, u), "sort": t.sort("s"), "concat": ni.concatenate([t, u]),
            "drop": t.drop_missing("s"),
        }  # fmt: skip

    a, b, c = ROWS
    wanted = {
        "equal": [False, True, False], "where": [a, b, a], "sort": [a, c, b], "concat": [a, b, c, c, b, a],
        "drop": [a, c],
    }  # fmt: skip
    t, keep = ni.tensor(ROWS), ni.tensor([True, True, False])
    for f in (work, ni.jit(work)):
        assert {n: x.tolist() for n, x in f(t, keep).items()} == wanted

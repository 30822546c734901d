"""Missing texts: an error that says what to write, and fields of records, which have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nitinol as ni

NAMES = ["Ali", None, "čau", "", None]


def people(names: Any = NAMES) -> Any:
    return ni.records.from_fields({"name": names, "age": [1, 2, None, 4, 5]})


def test_a_missing_text_is_named_and_what_to_write_works() -> None:
    for data in (NAMES, [["a", "b"], ["c", None]], [["a"], ["b", None]]):
        with pytest.raises(ni.DTypeError, match=r"None.*from_fields"):
            ni.tensor(data)
    t = ni.records.from_fields({"text": NAMES})
    assert t.text.tolist() == ["Ali", "", "čau", "", ""]
    assert t.missing("text").tolist() == [x is None for x in NAMES]
    assert t.tolist() == [{"text": x} for x in NAMES]


def test_what_is_done_to_texts_keeps_what_is_missing() -> None:
    t = people()
    assert t.filled(name="?").name.tolist() == ["Ali", "?", "čau", "", "?"]
    assert t.drop_missing("name").name.tolist() == ["Ali", "čau", ""]
    assert [x["name"] for x in t[::-1].tolist()] == NAMES[::-1]
    assert [x["name"] for x in ni.concatenate([t, t])[3:7].tolist()] == (NAMES * 2)[3:7]
    assert [x["name"] for x in t[~t.missing("name")].tolist()] == ["Ali", "čau", ""]
    upper = t.replaced(name=t.name.upper())
    assert upper.name.tolist() == ["ALI", "", "ČAU", "", ""]
    chosen = ni.where(ni.tensor([True, True, False, False, True]), t, t[::-1])
    assert [x["name"] for x in chosen.tolist()] == ["Ali", None, "čau", None, None]
    assert (t == t).tolist() == [True] * 5
    assert (t == people(["Ali", "", "čau", "", None])).tolist() == [True, False, True, True, True]
    f = ni.jit(lambda t: t.name.lower() + "!")
    assert f(t).tolist() == ["ali!", "!", "čau!", "!", "!"]
    assert ni.jit(lambda t: t[1:])(t).tolist() == t[1:].tolist()
    t["name"] = ["x", None, "y", "z", "w"]
    assert t.missing("name").tolist() == [False, True, False, False, False]


def test_missing_texts_in_files(tmp_path: Path) -> None:
    ni.save(tmp_path / "t.safetensors", [people()])
    assert ni.load(tmp_path / "t.safetensors")[0].tolist() == people().tolist()


def test_missing_texts_of_arrow_pandas_and_polars() -> None:
    pa, pd, pl = (
        pytest.importorskip(x, reason=f"needs {x}") for x in ("pyarrow", "pandas", "polars")
    )
    for column in (
        pa.array(NAMES),
        pa.chunked_array([NAMES[:2], NAMES[2:]]),
        pd.Series(NAMES),
        pl.Series(NAMES),
    ):
        with pytest.raises(ni.DTypeError):
            ni.tensor(column)
        assert people(column).tolist() == people().tolist()
        t = people()
        t["name"] = column
        assert t.tolist() == people().tolist()
    with pytest.raises(ni.DTypeError, match="from_fields"):
        ni.strings.from_arrow(pa.array(NAMES))
    t = people()
    assert t.to_arrow().field("name").to_pylist() == NAMES
    assert ni.tensor(t.to_arrow()).tolist() == t.tolist()
    assert ni.tensor(t.to_pandas()).tolist() == t.tolist()
    assert ni.tensor(t.to_polars()).tolist() == t.tolist()
    for column in (pa.array([1, None]), pd.Series([1, None], dtype="Int64"), pl.Series([1, None])):
        made = ni.records.from_fields({"x": column})
        assert (made.x.dtype, made.tolist()) == (ni.int64, [{"x": 1}, {"x": None}])

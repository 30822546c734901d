"""Sorting and distinct texts against Python's `sorted`: long rows, long common beginnings, NUL bytes, many rows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest

import nitinol as ni

DRAW = random.Random(5)
MAKERS: dict[str, Callable[[], str]] = {
    "few": lambda: DRAW.choice(["", "a", "b\0", "b", "b\0\0", "bb", "ab", "čau"]),
    "prefixes of each other": lambda: "x" * DRAW.randint(0, 100),
    "common beginning": lambda: f"common-beginning-of-all-{DRAW.randint(0, 10**5)}",
    "beyond the levels": lambda: "a" * 70 + DRAW.choice("abc") * DRAW.randint(0, 20),
    "two letters": lambda: "".join(DRAW.choices("ab", k=DRAW.randint(0, 30))),
    "all planes": lambda: "".join(DRAW.choices("abcde\0é\U0001f600\uffff", k=DRAW.randint(0, 12))),
    "one": lambda: "the same text",
}


@pytest.mark.parametrize("count", [3, 41, 700, 9000])
def test_sort_is_that_of_python(count: int) -> None:
    for what, maker in MAKERS.items():
        texts = [maker() for _ in range(count)]
        t = ni.tensor(texts)
        for descending in (False, True):
            found = ni.argsort(t, descending=descending).tolist()
            assert found == sorted(range(count), key=texts.__getitem__, reverse=descending), what


def test_rows_are_sorted_one_by_one() -> None:
    rows = [[MAKERS["two letters"]()[:4] for _ in range(50)] for _ in range(60)]
    t = ni.tensor(rows)
    assert ni.sort(t, 1).tolist() == [sorted(row) for row in rows]
    columns = [sorted(c, reverse=True) for c in zip(*rows, strict=True)]
    assert ni.sort(t, 0, descending=True).tolist() == [list(r) for r in zip(*columns, strict=True)]
    assert ni.sort(ni.tensor([["b", "a"]] * 3000), 1).tolist() == [["a", "b"]] * 3000


def test_distinct_texts_are_counted_and_numbered() -> None:
    for what, maker in MAKERS.items():
        texts = [maker() for _ in range(3000)]
        values, first, inverse, counts = ni.unique_all(ni.tensor(texts))
        wanted, counted = sorted(set(texts)), Counter(texts)
        places = {x: i for i, x in reversed(list(enumerate(texts)))}
        assert values.tolist() == wanted, what
        assert first.tolist() == [places[x] for x in wanted], what
        assert [wanted[i] for i in inverse.tolist()] == texts, what
        assert counts.tolist() == [counted[x] for x in wanted], what
        found, number = ni.unique(ni.tensor(texts), return_counts=True)
        assert (found.tolist(), number.tolist()) == (wanted, counts.tolist()), what

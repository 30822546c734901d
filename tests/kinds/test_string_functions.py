"""Functions of texts against Python's `str`, eager and compiled."""

from __future__ import annotations

import operator
import random
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni

S = ni.strings
LETTERS = "abAB z,\t\n\x1f\x00ßčŠΣσςİıǅﬁ\u0301\u2003가각🎉Ω"
texts = st.lists(st.text(LETTERS, max_size=20), min_size=2, max_size=12)
few = settings(max_examples=25, deadline=None)


@few
@given(texts, texts)
def test_order(xs: list[str], ys: list[str]) -> None:
    n = min(len(xs), len(ys))
    # Long common beginnings, so that the first eight bytes do not decide.
    xs, ys = [x[:4] * 4 + x for x in xs[:n]], [y[:4] * 4 + y for y in ys[:n]]
    x, y = ni.tensor(xs), ni.tensor(ys)
    for f in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge):
        assert f(x, y).tolist() == list(map(f, xs, ys))
        assert f(x, ys[0]).tolist() == [f(a, ys[0]) for a in xs]
        assert f(ys[0], x).tolist() == [f(ys[0], a) for a in xs]
    assert ni.maximum(x, y).tolist() == list(map(max, xs, ys))
    both = ni.concat([x, y, x])
    pool = [*xs, *ys, *xs]
    assert ni.sort(both).tolist() == sorted(pool)
    assert ni.sort(both, descending=True).tolist() == sorted(pool, reverse=True)
    places = sorted(range(len(pool)), key=pool.__getitem__)
    assert ni.argsort(both).tolist() == places
    values, first, inverse, counts = ni.unique(both, True, True, True)
    assert values.tolist() == sorted(set(pool))
    assert first.tolist() == [pool.index(v) for v in sorted(set(pool))]
    assert values[inverse].tolist() == pool
    assert counts.tolist() == [pool.count(v) for v in values.tolist()]
    assert ni.isin(both, y).tolist() == [p in ys for p in pool]
    assert (ni.max(both).item(), ni.argmin(both).item()) == (max(pool), pool.index(min(pool)))
    assert ni.searchsorted(values, y).tolist() == [values.tolist().index(v) for v in ys]


def test_order_along_axes() -> None:
    rows = [["b", "a", "c"], ["z", "ž", ""], ["abcdefgh2", "abcdefgh1", "abcdefgh"]]
    m = ni.tensor(rows)
    assert ni.sort(m).tolist() == [sorted(r) for r in rows]
    assert ni.sort(m, axis=0).T.tolist() == [sorted(c) for c in zip(*rows, strict=True)]
    assert ni.min(m, axis=1).tolist() == [min(r) for r in rows]
    assert ni.topk(m, 2, axis=1)[0].tolist() == [sorted(r, reverse=True)[:2] for r in rows]
    assert (m == m[:, :1]).tolist() == [[x == r[0] for x in r] for r in rows]


@few
@given(texts)
def test_letters(xs: list[str]) -> None:
    x = ni.tensor(xs)
    for name in ("lower", "upper", "swapcase", "title", "capitalize", "casefold"):
        assert getattr(S, name)(x).tolist() == [getattr(a, name)() for a in xs], name
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert x.normalize(form).tolist() == [unicodedata.normalize(form, a) for a in xs]  # type: ignore[arg-type]
    assert x.length().tolist() == list(map(len, xs))
    assert x.length(unit="byte").tolist() == [len(a.encode()) for a in xs]
    assert x.code_points().tolist() == [list(map(ord, a)) for a in xs]
    assert S.from_code_points(x.code_points()).tolist() == xs


@few
@given(texts, st.lists(st.text("abč ", max_size=2), min_size=12, max_size=12), st.integers(-1, 2))
def test_search(xs: list[str], ps: list[str], k: int) -> None:
    n = len(xs)
    ps = ps[:n]
    x, p = ni.tensor(xs), ni.tensor(ps)
    for name in ("find", "rfind", "count", "startswith", "endswith"):
        wanted = [getattr(a, name)(b) for a, b in zip(xs, ps, strict=True)]
        assert getattr(S, name)(x, p).tolist() == wanted, name
        assert getattr(S, name)(x, "a").tolist() == [getattr(a, name)("a") for a in xs], name
    assert x.find("č", unit="byte").tolist() == [a.encode().find("č".encode()) for a in xs]
    assert x.contains(p).tolist() == [b in a for a, b in zip(xs, ps, strict=True)]
    assert x.replace(p, "<č>", k).tolist() == [
        a.replace(b, "<č>", k) for a, b in zip(xs, ps, strict=True)
    ]
    assert x.split(None, k).tolist() == [a.split(None, k) for a in xs]
    for separator in ("a", "ab", "č"):
        assert x.split(separator, k).tolist() == [a.split(separator, k) for a in xs]
    for characters in (None, "a", "č ", "", "b\u2003"):
        for name in ("strip", "lstrip", "rstrip"):
            assert getattr(x, name)(characters).tolist() == [
                getattr(a, name)(characters) for a in xs
            ]
    assert x.removeprefix("a").tolist() == [a.removeprefix("a") for a in xs]
    assert x.removesuffix("a").tolist() == [a.removesuffix("a") for a in xs]


@few
@given(
    texts,
    *[st.none() | st.integers(-22, 22)] * 2,
    st.none() | st.sampled_from([1, 2, 3, -1, -2, -5]),
)
def test_slices(xs: list[str], start: int | None, stop: int | None, step: int | None) -> None:
    found = S.slice(ni.tensor(xs), start, stop, step)
    found.check()
    assert found.tolist() == [a[start:stop:step] for a in xs]


@few
@given(texts, st.integers(0, 25))
def test_together(xs: list[str], width: int) -> None:
    x = ni.tensor(xs)
    assert (x + x[::-1]).tolist() == [a + b for a, b in zip(xs, xs[::-1], strict=True)]
    assert ("č" + x + "!").tolist() == [f"č{a}!" for a in xs]
    assert (x * 3).tolist() == [a * 3 for a in xs]
    assert (0 * x).tolist() == [""] * len(xs)
    assert x.join("--").item() == "--".join(xs)
    assert ni.stack([x, x]).join("č").tolist() == ["č".join(xs)] * 2
    assert S.join(x.split(), "+").tolist() == ["+".join(a.split()) for a in xs]
    for side, name in (("left", "rjust"), ("right", "ljust"), ("both", "center")):
        assert x.pad(width, side, "č").tolist() == [getattr(a, name)(width, "č") for a in xs]


def test_regular_expressions() -> None:
    xs = ["a1b22", "", "č3", "zz9 9", "x=12"]
    x = ni.tensor(xs)
    for engine in ("python", "re2"):
        if engine == "re2":
            pytest.importorskip("pyarrow", reason="RE2 comes with PyArrow")
        assert x.regex_search("[0-9]", engine).tolist() == [bool(re.search("[0-9]", a)) for a in xs]
        assert x.regex_match("a|z", engine).tolist() == [bool(re.match("a|z", a)) for a in xs]
        assert x.regex_fullmatch("a|č.", engine).tolist() == [
            bool(re.fullmatch("a|č.", a)) for a in xs
        ]
        made = x.regex_replace("([0-9])", r"<\1>", 1, engine)
        assert made.tolist() == [re.sub("([0-9])", r"<\1>", a, count=1) for a in xs]
        with pytest.raises(ValueError, match="is no pattern"):
            x.regex_search("(", engine)
    found, there = x.regex_extract(r"(?P<key>[a-z])=?([0-9])", "key")
    assert (found.tolist(), there.tolist()) == (
        ["a", "", "", "z", "x"],
        [True, False, False, True, True],
    )
    assert x.regex_split(r"\d").tolist() == [re.split(r"\d", a) for a in xs]
    assert x.regex_split(r"\d", 1).tolist() == [re.split(r"\d", a, maxsplit=1) for a in xs]
    assert x.regex_findall(re.compile("Z", re.I)).tolist() == [re.findall("z", a) for a in xs]


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (lambda: S.split(ni.tensor("a"), ""), "separator"),
        (lambda: S.slice(ni.tensor(["a", "č"]), 0, 1, unit="byte"), "text 1 cut a character"),
        (lambda: S.slice(ni.tensor("a"), step=0), "step must not be 0"),
        (lambda: S.pad(ni.tensor("a"), 3, character="ab"), "one character"),
        (lambda: S.normalize(ni.tensor("a"), "NFX"), "NFC"),
        (lambda: S.length(ni.tensor("a"), "word"), "unit"),
        (
            lambda: S.from_code_points([[65], [66, 0xD800]]),
            "55296 in text 1 at place 1 is a surrogate",
        ),
        (lambda: S.from_code_points([[0x110000]]), "1114112 in text 0"),
        (lambda: S.regex_extract(ni.tensor("a"), "a", 1), "0 groups"),
        (lambda: S.regex_search(ni.tensor("a"), "a", engine="pcre"), "engine"),
    ],
)
def test_errors(run: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        run()


def test_compiled_functions_take_texts_of_any_length_and_number() -> None:
    def work(t: Any, q: Any, weights: Any) -> Any:
        words = t.lower().split()
        return (
            words, t + q, S.join(words, "_"), ni.sort(t), t == q, t[::-1], ni.unique(t, return_counts=True)[1],
            (weights * t.length()).sum(), ni.concat([t, q])[1:],
        )  # fmt: skip

    compiled = ni.jit(work)
    for xs, qs in (
        (["The cat", "", "Ox a"], ["1", "", "3"]),
        (["č B", "a b c d", "x", "x"], ["x"] * 4),
    ):
        arguments = ni.tensor(xs), ni.tensor(qs), ni.ones(len(xs))
        for found, wanted in zip(compiled(*arguments), work(*arguments), strict=True):
            assert found.tolist() == wanted.tolist()
    gradient = ni.jit(ni.grad(lambda w, t: (w * w * t.length()).sum()))
    assert gradient(ni.tensor([1.0, 2.0]), ni.tensor(["abc", "d"])).tolist() == [6.0, 4.0]
    with pytest.raises(ValueError, match="text 1 is 'x'"):
        ni.jit(lambda t: S.to_numbers(t) * 2)(ni.tensor(["1", "x"]))
    with pytest.raises(ni.TracerError, match="inside of a loop"):
        ni.jit(lambda t: ni.fori_loop(0, 3, lambda i, n: n + t.pad(5).length().sum() * i, 0))(
            ni.tensor(["a"])
        )
    for f in (lambda t: t.length() * 2, lambda t: S.length(t) * 2):
        assert ni.vmap(f)(ni.tensor(["ab", "c"])).tolist() == [4, 2]


def test_ragged_texts() -> None:
    r = ni.tensor([["ab", "C"], ["DDD"]])
    assert S.upper(r).tolist() == [["AB", "C"], ["DDD"]]
    assert S.length(r).tolist() == [[2, 1], [3]]
    points = S.code_points(r)
    assert points.tolist() == [[[97, 98], [67]], [[68, 68, 68]]]
    assert S.from_code_points(points).tolist() == r.tolist()
    m = ni.tensor([["a b", "c"], ["", "d e f"]])
    assert m.split().tolist() == [[["a", "b"], ["c"]], [[], ["d", "e", "f"]]]
    assert S.join(m.split(), " ").tolist() == m.tolist()
    assert m[0, 0].split().tolist() == ["a", "b"]


def test_many_texts_on_several_threads() -> None:
    draw = random.Random(5)
    pool = ["".join(draw.choices("abcdefgh AČ,", k=draw.randrange(40))) for _ in range(500)]
    xs = draw.choices(pool, k=20_000)
    x = ni.tensor(xs)
    assert x[::-1].tolist() == xs[::-1]
    assert x.upper().tolist() == [a.upper() for a in xs]
    assert x.split(",").tolist() == [a.split(",") for a in xs]
    assert x.split().tolist() == [a.split() for a in xs]
    assert x.replace("a", "<>").tolist() == [a.replace("a", "<>") for a in xs]
    assert x.strip("a ").slice(1, -2).tolist() == [a.strip("a ")[1:-2] for a in xs]
    assert x.slice(step=-3).tolist() == [a[::-3] for a in xs]
    assert x.find("b").tolist() == [a.find("b") for a in xs]
    assert (x < x[::-1]).tolist() == [a < b for a, b in zip(xs, xs[::-1], strict=True)]
    assert ni.sort(x).tolist() == sorted(xs)
    numbers = {a: i for i, a in enumerate(sorted(set(pool)))}
    assert S.Vocabulary(list(numbers))(x).tolist() == [numbers[a] for a in xs]
    assert S.from_code_points(x.code_points()).tolist() == xs
    assert S.join(x, "\x1e").item() == "\x1e".join(xs)


@pytest.mark.parametrize("separator", [" ", "\0", "č", "ab"])
def test_many_texts_are_split_as_few_are(separator: str) -> None:
    draw = random.Random(7)
    texts = [
        "".join(draw.choices(["a", "b", "č", separator], k=draw.choice([0, 1, 7, 8, 9, 16, 30])))
        for _ in range(5000)
    ]
    found = S.split(ni.tensor(texts), separator)
    assert found.tolist() == [x.split(separator) for x in texts]
    found.values.check()
    assert S.split(ni.tensor(texts[:50]), separator, 1).tolist() == [
        x.split(separator, 1) for x in texts[:50]
    ]


def test_steps_of_a_scan_see_no_texts_and_the_error_says_what_to_write() -> None:
    t = ni.tensor(["ab", "c"])
    for run in (ni.scan, ni.jit(ni.scan, static_argnums=0)):
        with pytest.raises(ni.UnsupportedError, match=r"scan over these: .*t.length\(\)"):
            run(lambda total, x: (total + x.length(), None), ni.tensor(0), t)
    total, _ = ni.scan(lambda total, n: (total + n, None), ni.tensor(0), t.length())
    assert total.item() == 3
    last, _ = ni.scan(lambda texts, n: (texts, None), t, t.length())  # carried, not read
    assert last.tolist() == t.tolist()

"""Numbers, hashes, vocabularies and tokenisers against plain Python."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

import nitinol as ni

S = ni.strings


def test_numbers_there_and_back() -> None:
    draw = random.Random(1)
    floats = [draw.uniform(-1, 1) * 10 ** draw.randint(-300, 300) for _ in range(500)]
    floats += [round(draw.uniform(-1000, 1000), 3) for _ in range(500)] + [
        0.0,
        -0.0,
        5e-324,
        9007199254740993.0,
    ]
    written = [repr(x) for x in floats]
    assert list(map(repr, S.to_numbers(ni.tensor(written), ni.float64).tolist())) == written
    assert S.from_numbers(ni.tensor(floats, dtype=ni.float64)).tolist() == written
    ints = [draw.randint(-(2**63), 2**63 - 1) for _ in range(50)] + [
        0,
        9,
        10,
        -10,
        -(2**63),
        2**63 - 1,
    ]
    assert S.from_numbers(ni.tensor(ints)).tolist() == list(map(str, ints))
    assert S.to_numbers(ni.tensor([f" {i}\n" for i in ints]), ni.int64).tolist() == ints
    assert ni.tensor(["18446744073709551615"]).astype(ni.uint64).tolist() == [2**64 - 1]
    assert ni.tensor([["1", "-20"]]).astype(ni.int8).tolist() == [[1, -20]]
    assert ni.tensor(["true", "0"]).astype(ni.bool).tolist() == [True, False]
    assert S.from_numbers(ni.tensor([0.1, 1e20])).tolist() == ["0.1", "1e+20"]
    more = S.to_numbers(
        ni.tensor(["inf", "-INF", "1.", ".5", "1e400", "123456789012345678901234567890"]),
        ni.float64,
    )
    assert more.tolist() == [
        float("inf"),
        -float("inf"),
        1.0,
        0.5,
        float("inf"),
        123456789012345678901234567890.0,
    ]


@pytest.mark.parametrize(
    ("texts", "dtype", "words"),
    [
        (["1", "x"], ni.float32, "text 1 is 'x', which is no number"),
        (["1", ""], ni.int64, "text 1 is '', which is no integer"),
        (["1.5"], ni.int64, "text 0"),
        (["300"], ni.int8, "-128 to 127"),
        (["-1"], ni.uint8, "does not fit"),
        (["18446744073709551616"], ni.uint64, "does not fit"),
        (["9223372036854775808"], ni.int64, "does not fit"),
        (["1_0"], ni.float64, "no number"),
        (["e5"], ni.float64, "no number"),
        (["maybe"], ni.bool, "not true or false"),
    ],
)
def test_what_is_no_number_is_named(texts: list[str], dtype: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        S.to_numbers(ni.tensor(texts), dtype)


def test_hashes_are_those_of_the_rfc() -> None:
    # Test vectors of RFC 9923, appendix C.
    found = S.hash(ni.tensor(["", "a", "foobar"])).tolist()
    assert found == [0xCBF29CE484222325, 0xAF63DC4C8601EC8C, 0x85944171F73967E8]
    assert S.hash(ni.tensor(["foobar"]), buckets=10).tolist() == [0x85944171F73967E8 % 10]


def test_vocabulary() -> None:
    draw = random.Random(2)
    words = list({"".join(draw.choices("abcdeč", k=draw.randrange(20))) for _ in range(2000)})
    asked = [*draw.choices(words, k=3000), "zz", words[3] + "!", "\0"]
    v = S.Vocabulary(words)
    assert v(ni.tensor(asked)).tolist() == [words.index(a) if a in words else -1 for a in asked]
    assert v.texts(ni.tensor([[5], [0]])).tolist() == [[words[5]], [words[0]]]
    assert words[7] in v
    assert "zz" not in v
    with_buckets = S.Vocabulary(words[:10], buckets=7)
    found = with_buckets(ni.tensor(["zz", words[4]])).tolist()
    assert found == [10 + int(S.hash(ni.tensor("zz")).item()) % 7, 4]
    assert len(with_buckets) == 17
    u = S.Vocabulary(["<unk>", "cat"], unknown="<unk>")
    assert u(S.split(ni.tensor(["a cat", "cat"]))).tolist() == [[0, 1], [1]]
    look = ni.jit(lambda v, t: v(t) + 1)
    assert look(u, ni.tensor(["cat", "x"])).tolist() == [2, 1]
    assert look(u, ni.tensor(["cat", "x", "cat"])).tolist() == [2, 1, 2]
    seen = S.Vocabulary.from_texts(
        ni.tensor(list("bacbcc")), special=["<unk>"], unknown="<unk>", size=3
    )
    assert seen.tolist() == ["<unk>", "c", "b"]
    with pytest.raises(ValueError, match="token 2 is 'a', which token 0 is"):
        S.Vocabulary(["a", "b", "a"])
    with pytest.raises(ValueError, match="none of the tokens"):
        S.Vocabulary(["a"], unknown="b")
    with pytest.raises(IndexError, match="0 to 1"):
        u.texts(ni.tensor([2]))


def _word_pieces(word: str, pieces: list[str]) -> list[int]:
    made: list[int] = []
    at = 0
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = ("##" if at else "") + word[at:end]
            if piece in pieces:
                made.append(pieces.index(piece))
                at = end
                break
        else:
            return [0]
    return made


def test_word_pieces() -> None:
    draw = random.Random(3)
    pieces = [
        "[UNK]",
        *{
            f"{p}{''.join(draw.choices('abč', k=draw.randint(1, 3)))}"
            for p in ("", "##")
            for _ in range(25)
        },
    ]
    words = ["".join(draw.choices("abč", k=draw.randrange(10))) for _ in range(300)]
    w = S.WordPiece(pieces)
    assert w(ni.tensor(words)).tolist() == [_word_pieces(x, pieces) for x in words]
    assert w(ni.tensor([["a", "b"], ["ab"]])).shape == (2, None, None)
    assert S.WordPiece(["[UNK]", "a", "##a"], longest=3)(ni.tensor(["aaa", "aaaa"])).tolist() == [
        [1, 2, 2],
        [0],
    ]
    with pytest.raises(ValueError, match=r"\[UNK\]"):
        S.WordPiece(["a"])


def _byte_pairs(word: str, merges: list[tuple[str, str]]) -> list[str]:
    parts = list(word)
    while len(parts) > 1:
        ranks = [merges.index(p) if p in merges else 10**9 for p in pairwise(parts)]
        k = ranks.index(min(ranks))
        if ranks[k] == 10**9:
            break
        parts[k : k + 2] = ["".join(parts[k : k + 2])]
    return parts


def test_byte_pairs() -> None:
    draw = random.Random(4)
    tokens, merges = list("abcč"), []
    while len(merges) < 40:
        pair = draw.choice(tokens), draw.choice(tokens)
        if pair not in merges and len("".join(pair)) < 8:
            merges.append(pair)
            tokens += ["".join(pair)] * ("".join(pair) not in tokens)
    words = ["".join(draw.choices("abcč", k=draw.randrange(25))) for _ in range(200)]
    b = S.BytePair(tokens, merges)
    found = b(ni.tensor(words))
    assert found.tolist() == [[tokens.index(p) for p in _byte_pairs(x, merges)] for x in words]
    assert S.join(b.vocabulary.texts(found)).tolist() == words
    assert S.BytePair(["l", "o", "lo"], ["l o"])(ni.tensor(["lox"])).tolist() == [[2, -1]]
    from nitinol.kinds.strings.tokenizers import byte_characters

    whole = S.BytePair(byte_characters(), [], byte_level=True)
    assert whole(ni.tensor(["a č\n"])).tolist() == [list("a č\n".encode())]
    for merges_, words_ in (
        (["a b"], "right piece of merge 0, 'b'"),
        (["ab"], "merge 0 is 'ab'"),
        ([("a",)], "no pair"),
    ):
        with pytest.raises(ValueError, match=words_):
            S.BytePair(["a"], merges_)

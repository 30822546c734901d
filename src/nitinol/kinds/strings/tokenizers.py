"""Tokenisers: words as pieces that a vocabulary has.

`WordPiece` takes the longest piece that fits, from the left (M. Schuster and K. Nakajima, 2012; as in BERT). `BytePair`
joins neighbouring pieces, those of the lowest rank first (R. Sennrich, B. Haddow and A. Birch, 2016). Both take words,
which `split` or `regex_split` make of lines, and give the numbers of pieces: one ragged axis more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base import dtypes as dt
from ...ir.op import Type
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import pieces
from .making import as_strings, from_list
from .moving import last
from .ordering import table_size
from .raggeds import ragged_of, textual
from .searching import slice as part_of
from .searching import startswith
from .splitting import split
from .tensor import StringTensor
from .vocabulary import Vocabulary, table_of


def _pieces_types(values: Type, offsets: Type, *table: Type, sizes: Any, **_: Any) -> Any:
    """Numbers of pieces, and where those of each word begin."""
    return Type(dt.int64, sizes), Type(dt.int64, offsets.shape)


@hosted(_pieces_types, open=1)
def _word_pieces(values: Any, offsets: Any, *table: Any, unknown: int, longest: int) -> Any:
    n, nbytes = offsets._layout.shape[0] - 1, values._layout.shape[0]
    masks = [table[i]._layout.shape[0] // 2 - 1 for i in (2, 5)]
    outputs = [(dt.int64, (nbytes,)), (dt.int64, (n + 1,))]
    dims = (n, *masks, unknown, longest, nbytes)
    ids, ends = call(pieces.module, pieces.word_pieces, (values, offsets, *table), dims, outputs)
    return _compacted(ids, offsets, ends), ends


def _compacted(ids: Any, offsets: Any, ends: Any) -> Any:
    outputs = [(dt.int64, (last(ends),))]
    dims = (offsets._layout.shape[0] - 1,)
    return call(pieces.module, pieces.compact, (ids, offsets, ends), dims, outputs)[0]


class WordPiece:
    """Words as the longest pieces that a vocabulary has, from the left.

    * `vocabulary`: pieces; those that continue a word begin with `prefix`. A `Vocabulary` or a list of texts.
    * `unknown`: the piece that stands for a word that cannot be put together, or is longer than `longest` characters.

    >>> w = ni.strings.WordPiece(["[UNK]", "un", "##aff", "##able"])
    >>> w(ni.tensor(["unaffable", "ox"])).tolist()
    [[1, 2, 3], [0]]
    """

    def __init__(
        self, vocabulary: Any, unknown: str = "[UNK]", prefix: str = "##", longest: int = 100
    ) -> None:
        made = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
        self.vocabulary, self.longest = made, longest
        self.unknown = int(made.numbers(as_strings(unknown, "WordPiece"))[0].item())
        if self.unknown < 0:
            raise ValueError(f"WordPiece: the vocabulary does not have unknown={unknown!r}")
        (numbers,) = ops.nonzero(startswith(made.tokens, prefix))
        self._numbers = numbers
        self._continuing = part_of(made.tokens[numbers], len(prefix), None)
        self._slots, _, _ = table_of(self._continuing)

    @textual
    def _of(t: Any, self: WordPiece) -> Any:  # noqa: N805 - `textual` wants the texts first
        t = as_strings(t, "WordPiece")
        known, more = self.vocabulary, self._continuing
        table = (known.tokens.values, known.tokens.offsets, known._slots)
        others = (more.values, more.offsets, self._slots, self._numbers)
        operands = (t.values, t.offsets, *table, *others)
        ids, ends = _word_pieces(*operands, unknown=self.unknown, longest=self.longest)
        return ragged_of(ids, ends, t)

    def __call__(self, words: Any) -> Any:
        """The numbers of the pieces of each word: a ragged tensor of int64."""
        return WordPiece._of(words, self)

    def __repr__(self) -> str:
        return f"WordPiece({len(self.vocabulary)} pieces)"


@hosted(_pieces_types, open=1)
def _byte_pairs(values: Any, offsets: Any, *table: Any, unknown: int, of_bytes: bool) -> Any:
    n, nbytes = offsets._layout.shape[0] - 1, values._layout.shape[0]
    masks = [table[i]._layout.shape[0] // 2 - 1 for i in (2, 3)]
    outputs = [(dt.int64, (nbytes,)), (dt.uint64, (nbytes,)), (dt.int64, (n + 1,))]
    dims = (n, *masks, unknown, of_bytes, nbytes)
    operands = (values, offsets, *table)
    ids, _, ends = call(pieces.module, pieces.byte_pairs, operands, dims, outputs)
    return _compacted(ids, offsets, ends), ends


class BytePair:
    """Words as characters, or bytes, that are joined pair by pair.

    * `vocabulary`: pieces; a `Vocabulary` or a list of texts.
    * `merges`: pairs of pieces, "a b" or ("a", "b"), the ones to be joined first in front. What a pair makes is in the
      vocabulary, too.
    * `unknown`: the piece for characters that are not there; without it their number is -1.
    * `byte_level`: words begin as bytes of UTF-8, not as characters. Bytes stand in the vocabulary as the characters
      that GPT-2 writes for them: printable ones of Latin-1 as they are, the others from U+0100 on.

    >>> b = ni.strings.BytePair(["l", "o", "w", "lo", "low"], ["l o", "lo w"])
    >>> b(ni.tensor(["low", "owl"])).tolist()
    [[4], [1, 2, 0]]
    """

    def __init__(
        self,
        vocabulary: Any,
        merges: Any,
        unknown: str | None = None,
        byte_level: bool = False,
    ) -> None:
        made = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
        self.vocabulary, self.byte_level = made, byte_level
        self.unknown = -1
        if unknown is not None:
            self.unknown = int(made.numbers(as_strings(unknown, "BytePair"))[0].item())
            if self.unknown < 0:
                raise ValueError(f"BytePair: the vocabulary does not have unknown={unknown!r}")
        left, right = _pairs(merges)
        numbers = []
        for which, t in (("left", left), ("right", right), ("joined", left + right)):
            found = made.numbers(t)
            missing = found < 0
            if bool(ops.any(missing)):
                at = int(ops.argmax(ops.astype(missing, dt.int64)).item())
                raise ValueError(
                    f"BytePair: the {which} piece of merge {at}, {t[at].item()!r}, is not in the vocabulary"
                )
            numbers.append(found)
        slots = table_size(int(left.size))
        dims = (int(left.size), slots - 1)
        outputs = [(dt.uint64, (2 * slots,))]
        (self._merges,) = call(pieces.module, pieces.merges, numbers, dims, outputs)
        self._bytes = made.numbers(from_list(byte_characters(), (256,)))

    @textual
    def _of(t: Any, self: BytePair) -> Any:  # noqa: N805 - `textual` wants the texts first
        t = as_strings(t, "BytePair")
        known = self.vocabulary
        table = (known.tokens.values, known.tokens.offsets, known._slots, self._merges, self._bytes)
        operands = (t.values, t.offsets, *table)
        ids, ends = _byte_pairs(*operands, unknown=self.unknown, of_bytes=self.byte_level)
        return ragged_of(ids, ends, t)

    def __call__(self, words: Any) -> Any:
        """The numbers of the pieces of each word: a ragged tensor of int64."""
        return BytePair._of(words, self)

    def __repr__(self) -> str:
        return f"BytePair({len(self.vocabulary)} pieces)"


def _pairs(merges: Any) -> tuple[StringTensor, StringTensor]:
    """(left, right) pieces of merges."""
    if isinstance(merges, (list, tuple)) and merges and not isinstance(merges[0], str):
        bad = next((i for i, m in enumerate(merges) if len(m) != 2), None)
        if bad is not None:
            raise ValueError(f"BytePair: merge {bad} is {merges[bad]!r}, which is no pair")
        flat = [list(column) for column in zip(*merges, strict=True)]
        return from_list(flat[0], (len(merges),)), from_list(flat[1], (len(merges),))
    given = as_strings(merges, "BytePair") if len(merges) else from_list([], (0,))
    halves = split(given, " ")
    sizes = halves.offsets[1:] - halves.offsets[:-1]
    wrong = sizes != 2
    if bool(ops.any(wrong)):
        at = int(ops.argmax(ops.astype(wrong, dt.int64)).item())
        raise ValueError(
            f"BytePair: merge {at} is {given[at].item()!r}; a merge is two pieces with a space between them"
        )
    both = ops.reshape(halves.values, (given.size, 2))
    return both[:, 0], both[:, 1]


def byte_characters() -> Sequence[str]:
    """The character that stands for each byte in a vocabulary of GPT-2."""
    plain = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(b) if b in plain else chr(next(others)) for b in range(256)]

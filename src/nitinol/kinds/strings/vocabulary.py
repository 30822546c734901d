"""Hashes of texts, and vocabularies: which number a text has.

A vocabulary is a hash table in tensors (`kernels.tables`). It is a pytree, so it can be saved, and handed to compiled
functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...base import dtypes as dt
from ...base import trees
from ...base.errors import IndexRangeError, ShapeError
from ...ir.op import Type
from ...ops.measures import ensure
from ...ops.shaping import reshaped
from ...tensor.creation import asarray
from ...tensor.raw import read_flat
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import tables
from .making import as_strings
from .moving import taken
from .ordering import table_size
from .raggeds import is_ragged, rewrapped, textual
from .tensor import StringTensor, decoded


@hosted(
    lambda values, offsets, buckets, sizes: (
        Type(dt.int64 if buckets else dt.uint64, (offsets.shape[0] - 1,)),
    )
)
def _hash(values: Any, offsets: Any, buckets: int) -> Any:
    n = offsets._layout.shape[0] - 1
    outputs = [(dt.int64 if buckets else dt.uint64, (n,))]
    return call(tables.module, tables.hashed, (values, offsets), (n, buckets), outputs)


@textual
def hash(t: Any, buckets: int | None = None) -> Any:
    """A number for each text that is the same everywhere and always: FNV-1a of its bytes, uint64.

    With `buckets` the remainder of that, int64 from 0 to buckets - 1: for features without a vocabulary. It is no
    protection against texts that are chosen to collide.

    The function is that of RFC 9923, of 64 bits.

    >>> hex(ni.strings.hash(ni.tensor(["a"]))[0].item())
    '0xaf63dc4c8601ec8c'
    """
    t = as_strings(t, "strings.hash")
    if buckets is not None and buckets < 1:
        raise ValueError(f"hash: buckets must be positive, got {buckets}")
    return reshaped(_hash(t.values, t.offsets, buckets=buckets or 0)[0], t.shape)


def table_of(t: StringTensor) -> tuple[Any, int, int]:
    """(slots, an entry that was there before or -1, which one that was) of texts with values."""
    n, slots = int(t.size), table_size(int(t.size))
    outputs = [(dt.uint64, (2 * slots,)), (dt.int64, (2,))]
    dims = (n, slots - 1, int(t.nbytes))
    made, bad = call(tables.module, tables.table, (t.values, t.offsets), dims, outputs)
    again, before = read_flat(bad)
    return made, again, before


@hosted(
    lambda values, offsets, entries, limits, slots, unknown, buckets, sizes: (
        Type(dt.int64, (offsets.shape[0] - 1,)),
    )
)
def _lookup(
    values: Any, offsets: Any, entries: Any, limits: Any, slots: Any, unknown: int, buckets: int
) -> Any:
    n = offsets._layout.shape[0] - 1
    dims = (n, slots._layout.shape[0] // 2 - 1, values._layout.shape[0], unknown, buckets)
    operands = (values, offsets, entries, limits, slots)
    return call(tables.module, tables.lookup, operands, dims, [(dt.int64, (n,))])


class Vocabulary:
    """A list of distinct texts, and for each of them its number.

    * `tokens`: the texts, in the order of their numbers: a list, or a tensor of texts.
    * `unknown`: one of the tokens, whose number all others get; or
    * `buckets`: so many numbers behind those of the tokens, for all other texts, by their hash.

    Without either, texts that are not there get -1.

    >>> v = ni.strings.Vocabulary(["<unk>", "cat", "the"], unknown="<unk>")
    >>> v(ni.strings.split(ni.tensor(["the cat", "the ox"])))
    tensor([[2, 1],
            [2, 0]])
    >>> v.texts(ni.tensor([1, 2]))
    tensor(['cat', 'the'])

    Raises ValueError for a text that occurs twice.
    """

    __slots__ = ("_slots", "buckets", "default", "tokens")

    tokens: StringTensor
    _slots: Any
    default: int
    buckets: int

    def __init__(self, tokens: Any, unknown: str | None = None, buckets: int = 0) -> None:
        tokens = as_strings(
            list(tokens) if isinstance(tokens, (dict, set)) else tokens, "strings.Vocabulary"
        )
        if tokens.ndim != 1:
            raise ShapeError(
                f"Vocabulary: the tokens are a vector of texts, got {tokens.ndim} axes"
            )
        if unknown is not None and buckets:
            raise ValueError("Vocabulary: write unknown= or buckets=, not both")
        if buckets < 0:
            raise ValueError(f"Vocabulary: buckets must not be negative, got {buckets}")
        self._slots, again, before = table_of(tokens)
        if again >= 0:
            raise ValueError(
                f"Vocabulary: token {again} is {tokens[again].item()!r}, which token {before} is, too; write "
                "ni.unique(tokens)"
            )
        self.tokens, self.buckets = tokens, buckets
        self.default = int(tokens.size) if buckets else -1
        if unknown is not None:
            self.default = int(self(unknown).item())
            if self.default < 0:
                raise ValueError(f"Vocabulary: unknown={unknown!r} is none of the tokens")

    @classmethod
    def from_texts(
        cls,
        texts: Any,
        size: int | None = None,
        least: int = 1,
        special: Sequence[str] = (),
        unknown: str | None = None,
        buckets: int = 0,
    ) -> Vocabulary:
        """The vocabulary of texts that were seen: the most frequent first, of equally frequent ones the lesser.

        * `texts`: a tensor of texts, or a ragged one.
        * `size`: the most tokens; `least`: how often a text has to occur.
        * `special`: tokens that come first, whether they occur or not.

        >>> ni.strings.Vocabulary.from_texts(ni.tensor(["b", "a", "b"]), special=["<unk>"]).tokens
        tensor(['<unk>', 'b', 'a'])
        """
        texts = texts.values if is_ragged(texts) else texts
        found, counts = ops.unique_counts(ops.ravel(as_strings(texts, "Vocabulary.from_texts")))
        first = as_strings(list(special), "Vocabulary.from_texts") if special else found[:0]
        keep = (counts >= least) & ops.logical_not(ops.isin(found, first))
        found, counts = found[keep], counts[keep]
        found = found[ops.argsort(counts, descending=True)]
        tokens = ops.concatenate([first, found])
        return cls(tokens[:size] if size is not None else tokens, unknown, buckets)

    def __len__(self) -> int:
        """How many numbers there are, those of buckets included."""
        return int(self.tokens.size) + self.buckets

    def __contains__(self, text: str) -> bool:
        return int(self.numbers(as_strings(text, "strings.Vocabulary"))[0].item()) >= 0

    def __repr__(self) -> str:
        return f"Vocabulary({self.tokens!r}, default={self.default}, buckets={self.buckets})"

    def __call__(self, t: Any) -> Any:
        """The number of each text, int64, in the shape of `t`, which may be ragged."""
        if is_ragged(t):
            return rewrapped(t, self(t.values))
        t = as_strings(t, "strings.Vocabulary")
        return reshaped(self.numbers(t, self.default, self.buckets), t.shape)

    def numbers(self, t: StringTensor, unknown: int = -1, buckets: int = 0) -> Any:
        """A vector of the numbers of texts, with another number for those that are not there."""
        operands = (t.values, t.offsets, self.tokens.values, self.tokens.offsets, self._slots)
        return _lookup(*operands, unknown=unknown, buckets=buckets)[0]

    def texts(self, numbers: Any) -> Any:
        """The texts that have these numbers.

        Raises `IndexRangeError` for numbers of no token.
        """
        if is_ragged(numbers):
            return rewrapped(numbers, self.texts(numbers.values))
        index = ops.astype(asarray(numbers), dt.int64)
        n = int(self.tokens.size)
        message = (
            f"Vocabulary.texts: the tokens have the numbers 0 to {n - 1}; another one was given"
        )
        ensure((index >= 0) & (index < n), message, IndexRangeError)
        return taken(self.tokens.values, self.tokens.offsets, index)

    def tolist(self) -> list[str]:
        """The tokens."""
        return decoded(self.tokens.values, self.tokens.offsets)


def _restored(aux: tuple[int, int], parts: Iterable[Any]) -> Vocabulary:
    made = object.__new__(Vocabulary)
    made.tokens, made._slots = parts
    made.default, made.buckets = aux
    return made


trees.register(Vocabulary, lambda v: ((v.tokens, v._slots), (v.default, v.buckets)), _restored)


@StringTensor.rule("isin")
def _isin(name: str, x: Any, test: Any, invert: bool = False) -> Any:
    """Whether texts are among others: looked up in a table of these."""
    x, test = as_strings(x, name), as_strings(test, name)
    (found,) = _among(x.values, x.offsets, test.values, test.offsets)
    return reshaped(ops.logical_not(found) if invert else found, x.shape)


@hosted(lambda values, offsets, tests, limits, sizes: (Type(dt.bool_, (offsets.shape[0] - 1,)),))
def _among(values: Any, offsets: Any, tests: Any, limits: Any) -> Any:
    distinct = ops.unique_values(StringTensor(tests, limits))
    slots, _, _ = table_of(distinct)
    operands = (values, offsets, distinct.values, distinct.offsets, slots)
    return (_lookup.function(*operands, -1, 0)[0] >= 0,)

"""Letters: length, case, normal forms, code points.

ASCII is done by kernels of ours. What Unicode says of other letters is asked of Python's `str` and `unicodedata`,
which every Python has: for the texts that need it alone, and for all of them at once. They are put into one `str` with
a control character between them that occurs in none. It has no case, composes with nothing, and ends words, so the
texts do not see each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, Final

from ...base import dtypes as dt
from ...base.errors import DTypeError
from ...ir.op import Type
from ...tensor.creation import asarray
from ...tensor.nested import from_bytes
from ...tensor.raw import read_flat, view
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import letters
from .making import as_strings
from .moving import copied, in_shape, last, like, merged, take_texts
from .raggeds import ragged_of, rows_of, textual
from .tensor import StringTensor, decoded

_SEPARATORS: Final = (0x1F, 0x1E, 0x1D, 0x1C, 0x01, 0x02, 0x00, 0x0A)


@hosted(lambda values, offsets, sizes: (Type(dt.int64, (offsets.shape[0] - 1,)),))
def _lengths(values: Any, offsets: Any) -> Any:
    count = offsets._layout.shape[0] - 1
    return call(letters.module, letters.length, (values, offsets), (count,), [(dt.int64, (count,))])


@textual
def length(t: Any, unit: str = "character") -> Any:
    """How long each text is: int64, in code points, or with unit="byte" in bytes.

    >>> ni.strings.length(ni.tensor(["Ali", "čau"]))
    tensor([3, 3])
    >>> ni.strings.length(ni.tensor(["Ali", "čau"]), unit="byte")
    tensor([3, 4])
    """
    t = as_strings(t, "strings.length")
    if counts_bytes(unit):
        return in_shape(t, t.offsets[1:] - t.offsets[:-1])
    return in_shape(t, _lengths(t.values, t.offsets)[0])


def counts_bytes(unit: str) -> bool:
    """Whether places are counted in bytes."""
    if unit not in ("character", "byte"):
        raise ValueError(f"unit must be 'character' or 'byte', got {unit!r}")
    return unit == "byte"


# --- through Python


def all_at_once(values: Any, offsets: Any, function: Callable[[str], str]) -> tuple[Any, Any]:
    """Bytes and offsets of texts changed by a function of `str` that works on each for itself."""
    count = offsets._layout.shape[0] - 1
    if not count:
        return values, offsets
    nbytes = values._layout.shape[0]
    for separator in _SEPARATORS:
        outputs: Any = [(dt.int64, (1,))]
        if not read_flat(
            call(letters.module, letters.count_byte, (values,), (nbytes, separator), outputs)[0]
        )[0]:
            break
    else:
        texts = [function(x).encode() for x in decoded(values, offsets)]
        data = b"".join(texts)
        made = from_bytes(data, (len(data),), dt.uint8)
        return made, ops.concatenate([offsets[:1], ops.cumsum(asarray([len(x) for x in texts]), 0)])
    outputs = [(dt.uint8, (nbytes + count - 1,))]
    (apart,) = call(letters.module, letters.apart, (values, offsets), (count, separator), outputs)
    text = bytes(view(apart._address, nbytes + count - 1)).decode() if nbytes + count > 1 else ""
    data = function(text).encode()
    made = from_bytes(data, (len(data),), dt.uint8)
    outputs = [(dt.int64, (count,)), (dt.int64, (count + 1,))]
    dims = (count, len(data), separator)
    starts, ends = call(letters.module, letters.between, (made,), dims, outputs)
    return copied(made, starts, ends), ends


def only_where(
    values: Any, offsets: Any, mask: Any, function: Callable[[str], str], rest: Any
) -> Any:
    """Bytes and offsets of texts changed by `function` where the mask holds, with the bytes `rest` elsewhere.

    `rest` are bytes of the same places as `values`.
    """
    if not bool(ops.any(mask)):
        return rest, offsets
    if bool(ops.all(mask)):
        return all_at_once(values, offsets, function)
    (index,) = ops.nonzero(mask)
    some, ends = take_texts(values, offsets, index)
    changed = all_at_once(some, ends, function)
    count = offsets._layout.shape[0] - 1
    all_values, all_offsets = merged([StringTensor(rest, offsets), StringTensor(*changed)])
    rank = ops.cumsum(ops.astype(mask, dt.int64), 0)
    places = ops.where(mask, rank + (count - 1), ops.arange(count))
    return take_texts(all_values, all_offsets, places)


# --- case

_CASES: Final[dict[int, Callable[[str], str]]] = {
    letters.LOWER: str.lower,
    letters.UPPER: str.upper,
    letters.SWAP: str.swapcase,
    letters.TITLE: str.title,
}


@hosted(
    lambda values, offsets, mode, fold, sizes: (
        Type(dt.uint8, sizes),
        Type(dt.int64, offsets.shape),
    ),
    open=1,
)
def _case(values: Any, offsets: Any, mode: int, fold: bool) -> Any:
    count = offsets._layout.shape[0] - 1
    outputs = [(dt.uint8, (last(offsets),)), (dt.bool_, (count,))]
    made, other = call(letters.module, letters.case, (values, offsets), (count, mode), outputs)
    function = str.casefold if fold else _CASES.get(mode)
    if function is not None:
        return only_where(values, offsets, other, function, made)
    return _capitalized(values, offsets, other, made)


def _capitalized(values: Any, offsets: Any, other: Any, made: Any) -> Any:
    """`str.capitalize` looks at a whole text, so those that are not ASCII go one by one."""
    if not bool(ops.any(other)):
        return made, offsets
    texts = decoded(values, offsets)
    encoded = [x.capitalize().encode() for x in texts]
    data = b"".join(encoded)
    ends = ops.cumsum(asarray([len(x) for x in encoded]), 0)
    return from_bytes(data, (len(data),), dt.uint8), ops.concatenate([offsets[:1], ends])


def _cased(name: str, t: Any, mode: int, fold: bool = False) -> StringTensor:
    t = as_strings(t, f"strings.{name}")
    values, offsets = _case(t.values, t.offsets, mode=mode, fold=fold)
    return like(t, values, offsets)


@textual
def lower(t: Any) -> StringTensor:
    """Small letters, by Unicode's rules, as `str.lower`.

    >>> ni.strings.lower(ni.tensor(["ALI", "ČAU"]))
    tensor(['ali', 'čau'])
    """
    return _cased("lower", t, letters.LOWER)


@textual
def upper(t: Any) -> StringTensor:
    """Capital letters, as `str.upper`: 'ß' becomes 'SS'.

    >>> ni.strings.upper(ni.tensor(["Ali", "straße"]))
    tensor(['ALI', 'STRASSE'])
    """
    return _cased("upper", t, letters.UPPER)


@textual
def swapcase(t: Any) -> StringTensor:
    """Small letters for capitals and capitals for small letters, as `str.swapcase`.

    >>> ni.strings.swapcase(ni.tensor(["Ali"]))
    tensor(['aLI'])
    """
    return _cased("swapcase", t, letters.SWAP)


@textual
def title(t: Any) -> StringTensor:
    """A capital at the start of each word, as `str.title`.

    >>> ni.strings.title(ni.tensor(["ali baba"]))
    tensor(['Ali Baba'])
    """
    return _cased("title", t, letters.TITLE)


@textual
def capitalize(t: Any) -> StringTensor:
    """A capital at the start of each text and small letters after it, as `str.capitalize`.

    >>> ni.strings.capitalize(ni.tensor(["ali BABA"]))
    tensor(['Ali baba'])
    """
    return _cased("capitalize", t, letters.CAPITALIZE)


@textual
def casefold(t: Any) -> StringTensor:
    """Texts to be compared without regard to case, as `str.casefold`.

    >>> ni.strings.casefold(ni.tensor(["Straße"])) == ni.strings.casefold("STRASSE")
    tensor([ True])
    """
    return _cased("casefold", t, letters.LOWER, fold=True)


# --- normal forms

_FORMS: Final[dict[str, Callable[[str], str]]] = {
    "NFC": lambda text: unicodedata.normalize("NFC", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "NFKC": lambda text: unicodedata.normalize("NFKC", text),
    "NFKD": lambda text: unicodedata.normalize("NFKD", text),
}


@hosted(
    lambda values, offsets, form, sizes: (Type(dt.uint8, sizes), Type(dt.int64, offsets.shape)),
    open=1,
)
def _normal(values: Any, offsets: Any, form: str) -> Any:
    count = offsets._layout.shape[0] - 1
    outputs = [(dt.uint8, (last(offsets),)), (dt.bool_, (count,))]
    _, other = call(
        letters.module, letters.case, (values, offsets), (count, letters.LOWER), outputs
    )
    return only_where(values, offsets, other, _FORMS[form], values)


@textual
def normalize(t: Any, form: str = "NFC") -> StringTensor:
    """Texts in a normal form of Unicode: "NFC", "NFD", "NFKC" or "NFKD", as `unicodedata.normalize`.

    >>> ni.strings.length(ni.strings.normalize(ni.tensor(["č"]), "NFD"))
    tensor([2])
    """
    t = as_strings(t, "strings.normalize")
    if form not in _FORMS:
        raise ValueError(f"normalize: {form!r} is no normal form; write one of {', '.join(_FORMS)}")
    return like(t, *_normal(t.values, t.offsets, form=form))


# --- code points


@hosted(
    lambda values, offsets, sizes: (Type(dt.int32, sizes), Type(dt.int64, offsets.shape)), open=1
)
def _code_points(values: Any, offsets: Any) -> Any:
    count = offsets._layout.shape[0] - 1
    ends = ops.concatenate([offsets[:1], ops.cumsum(_lengths.function(values, offsets)[0], 0)])
    operands = (values, offsets, ends)
    return (
        *call(letters.module, letters.decode, operands, (count,), [(dt.int32, (last(ends),))]),
        ends,
    )


@textual
def code_points(t: Any) -> Any:
    """The code points of each text: a ragged tensor of int32.

    >>> ni.strings.code_points(ni.tensor(["Ali", "č"])).tolist()
    [[65, 108, 105], [269]]
    """
    t = as_strings(t, "strings.code_points")
    points, offsets = _code_points(t.values, t.offsets)
    return ragged_of(points, offsets, t)


@hosted(
    lambda points, offsets, sizes: (Type(dt.uint8, sizes), Type(dt.int64, offsets.shape)), open=1
)
def _encoded(points: Any, offsets: Any) -> Any:
    count = offsets._layout.shape[0] - 1
    outputs: Any = [(dt.int64, offsets._layout.shape), (dt.int64, (1,))]
    ends, bad = call(letters.module, letters.encode_sizes, (points, offsets), (count,), outputs)
    place = int(bad[0].item())
    if place >= 0:
        rows = read_flat(offsets)
        row = next(i for i in range(count) if rows[i + 1] > place)
        number = int(points[place].item())
        what = "a surrogate" if 0xD800 <= number <= 0xDFFF else "no code point of Unicode"
        raise ValueError(
            f"from_code_points: {number} in text {row} at place {place - rows[row]} is {what}; code points are 0 to "
            "1114111 without 55296 to 57343"
        )
    outputs = [(dt.uint8, (last(ends),))]
    size = points._layout.shape[0]
    return (*call(letters.module, letters.encode, (points,), (size,), outputs), ends)


def from_code_points(points: Any) -> Any:
    """Texts of ragged code points, one for each row; the inverse of `code_points`.

    Raises ValueError naming the text and the place for numbers that are no code points.

    >>> ni.strings.from_code_points([[65, 108, 105], [269]])
    tensor(['Ali', 'č'])
    """
    values, offsets, wrap = rows_of(points, "from_code_points")
    if not values.dtype.is_integer:
        raise DTypeError(f"from_code_points: code points are integers, got {values.dtype}")
    return wrap(*_encoded(ops.astype(values, dt.int64), offsets))

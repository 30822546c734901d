"""`StringTensor`: texts as bytes of UTF-8 behind one another, and where each begins.

    ["Ali", "", "Bilal"]      values  A l i B i l a l      offsets  0 3 3 8

Text i is values[offsets[i]:offsets[i + 1]], row by row; `offsets` begin with 0 and end with the number of bytes. That
is the layout of Arrow's `large_string`. There are no missing texts. The bytes are valid UTF-8 always: `check` looks
where they come from outside, and no function cuts a character.

Of the shape all but the first size is kept beside the tensors, in `form`: the first follows from the number of
offsets, so that under `jit` it may be open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from math import prod
from typing import Any, ClassVar, Final

from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError, OpenSizeError, ShapeError, UnsupportedError
from ...base.shapes import show
from ...base.sizes import Dim, Shape
from ...core import TensorBase, view
from ...tensor.printing import _lines, get_printoptions
from ...tensor.raw import dense_bytes, nest, read_flat
from ...trace.kind import Kind
from ..kernels.calling import call
from .kernels import spans

# What stands for a shape: None for one text; the sizes behind the first; "all" and the whole shape where one is 0.
Form = tuple[Any, ...] | None


class StringTensor(Kind):
    """A tensor of texts; `ni.tensor(["Ali", "Bilal"])` makes one.

    * `values`: uint8, the bytes of all texts.
    * `offsets`: int64, where each text begins, and where the last ends.

    >>> import nitinol as ni
    >>> t = ni.tensor(["Ali", "Bilal"])
    >>> t
    tensor(['Ali', 'Bilal'])
    >>> t.offsets
    tensor([0, 3, 8])
    """

    __slots__ = ("_offsets", "_values", "form")

    kind: ClassVar[str] = "string"
    rank: ClassVar[int] = 1

    _values: Any
    _offsets: Any
    form: Form

    def __init__(self, values: Any, offsets: Any, form: Form = ()) -> None:
        self._values, self._offsets, self.form = values, offsets, form

    @property
    def values(self) -> Any:
        """The bytes of all texts: uint8. Writing to them changes a copy.

        >>> ni.tensor(["Ali"]).values
        tensor([ 65, 108, 105], dtype=uint8)
        """
        return _guarded(self._values)

    @property
    def offsets(self) -> Any:
        """Where each text begins, and where the last ends: int64. Writing to them changes a copy.

        >>> ni.tensor(["Ali", "Bilal"]).offsets
        tensor([0, 3, 8])
        """
        return _guarded(self._offsets)

    @property
    def dtype(self) -> DType:
        """`ni.string`.

        >>> ni.tensor(["Ali"]).dtype
        nitinol.string
        """
        return dt.string

    @property
    def shape(self) -> Shape:
        """The sizes of all axes.

        >>> ni.tensor([["a", "b"]]).shape
        (1, 2)
        """
        if self.form is None:
            return ()
        if self.form[:1] == ("all",):
            return self.form[1:]
        return (self.size // prod(self.form) if self.form else self.size, *self.form)

    @property
    def size(self) -> Dim:
        """How many texts there are."""
        return self._offsets.shape[0] - 1  # type: ignore[no-any-return]

    @property
    def nbytes(self) -> Dim:
        """The bytes of all texts."""
        return self._values.shape[0]  # type: ignore[no-any-return]

    def parts(self) -> tuple[Sequence[Any], Hashable]:
        return (self._values, self._offsets), self.form

    @classmethod
    def of_parts(cls, aux: Any, parts: Iterable[Any]) -> StringTensor:
        values, offsets = parts
        if getattr(offsets, "ndim", 1) != 1:
            raise UnsupportedError(
                "a scan is one compiled loop, and texts are read by Python between the parts of a program, so no "
                "step could do anything to a text; make numbers of all texts before, and scan over these: "
                "ni.strings.Vocabulary(...)(t), t.length(), t == 'a'"
            )
        return cls(values, offsets, aux if aux is None else tuple(aux))

    @classmethod
    def fixed_parts(cls, aux: Any) -> Sequence[bool]:
        return (True, True)

    def check(self) -> None:
        """Raise an error naming the text unless the parts are texts in UTF-8."""
        for name, x, dtype in (
            ("values", self.values, dt.uint8),
            ("offsets", self.offsets, dt.int64),
        ):
            if not isinstance(x, TensorBase) or x._layout.dtype is not dtype or x._layout.ndim != 1:
                raise DTypeError(f"the {name} of texts are a vector of {dtype}, got {x!r}")
        count, nbytes = int(self.offsets.shape[0]) - 1, int(self.values.shape[0])
        if count < 0:
            raise ShapeError("the offsets of n texts are n + 1 numbers; got none")
        self._check_form(count)
        found = call(
            spans.module,
            spans.check,
            (self.values, self.offsets),
            (count, nbytes),
            [(dt.int64, (3,))],
        )
        what, text, byte = read_flat(found[0])
        if what == spans.DECREASING:
            raise ShapeError(
                f"the offsets of texts must not decrease; text {text} ends before it begins"
            )
        if what == spans.OUTSIDE:
            raise ShapeError(
                f"the offsets of texts begin with 0 and end with the number of bytes, {nbytes}; "
                f"these do not (text {text})"
            )
        if what == spans.INVALID:
            at = int(self.offsets[text].item()) + byte
            bad = bytes(dense_bytes(self.values)[at : at + 4])
            raise ValueError(
                f"text {text} is not UTF-8: its byte {byte} begins {bad!r}. Decode it with the encoding it has, as in "
                'data.decode("latin-1"), before making a tensor of it'
            )

    def _check_form(self, count: int) -> None:
        form = self.form
        if form is None:
            fits = count == 1
        elif form[:1] == ("all",):
            fits = prod(form[1:]) == count and all(type(n) is int and n >= 0 for n in form[1:])
        else:
            fits = all(type(n) is int and n > 0 for n in form) and count % prod(form) == 0
        if not fits:
            raise ShapeError(f"{count} texts do not make the shape that was given ({form})")

    # --- to Python

    def tolist(self) -> Any:
        """The texts in nested lists; of a 0-d tensor the one text.

        >>> ni.tensor(["Ali", "Bilal"]).tolist()
        ['Ali', 'Bilal']
        """
        texts = decoded(self.values, self.offsets)
        return texts[0] if self.form is None else nest(texts, tuple(map(int, self.shape)))

    to_list = tolist

    def item(self) -> str:
        """The one text of a tensor that has one."""
        texts = decoded(self.values, self.offsets) if self.size == 1 else []
        if len(texts) != 1:
            raise ShapeError(
                f"item() is for tensors of one element; this has shape {show(self.shape)}"
            )
        return texts[0]

    def numpy(self) -> Any:
        """The texts as a NumPy array of objects, each a `str`.

        >>> ni.tensor(["Ali", "Bilal"]).numpy()
        array(['Ali', 'Bilal'], dtype=object)
        """
        made = self._offsets.numpy()[:-1].astype(object)
        made[:] = decoded(self._values, self._offsets)
        return made.reshape(tuple(map(int, self.shape)))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        made = self.numpy()
        return made if dtype is None else made.astype(dtype)

    def __getitem__(self, key: Any) -> Any:
        return self.rules["getitem"]("getitem", self, key)

    def __iter__(self) -> Any:
        if self.form is None:
            raise TypeError("a 0-d tensor has no rows to go over; read its text with .item()")
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        raise TypeError(
            "whether a tensor of texts is true has no meaning; write (t == text).all() or len(t) > 0"
        )

    def __contains__(self, text: str) -> bool:
        return bool((self == text).any())

    def __setitem__(self, key: Any, value: Any) -> None:
        raise TypeError(
            "a tensor of texts does not change; write t = ni.index_update(t, key, value), which gives another one"
        )

    def __repr__(self) -> str:
        if not isinstance(self.offsets, TensorBase) or not isinstance(self.values, TensorBase):
            return f"tensor(<texts in a function being compiled>, shape={show(self.shape)})"
        if not self.size:
            end = "" if self.shape == (0,) else f", shape={show(self.shape)}"
            return f"tensor([]{end}, dtype=string)"
        axes, index = _shown(tuple(map(int, self.shape)))
        texts = [_short(repr(x)) for x in _picked(self, index)]
        return (
            "tensor("
            + _lines(axes, texts, len("tensor("), get_printoptions()["linewidth"] - 2)
            + ")"
        )

    def __format__(self, spec: str) -> str:
        return format(self.item() if self.form is None else repr(self), spec)


def _guarded(x: Any) -> Any:
    """The same memory in another tensor: kernels trust offsets, so nobody else may change them in place."""
    return view(x, 0, x._layout) if isinstance(x, TensorBase) else x


LONGEST: Final = 72  # characters of a text that are shown


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def form_of(shape: Sequence[Dim]) -> Form:
    """What `StringTensor` keeps of a shape. Raises `OpenSizeError` where a size behind the first is open."""
    if not shape:
        return None
    inner = tuple(shape[1:])
    if any(type(n) is not int for n in inner) or (inner and type(shape[0]) is not int):
        raise OpenSizeError("a tensor of texts with several axes has sizes that are known")
    return ("all", *shape) if prod(inner) == 0 else inner


def _shown(shape: tuple[int, ...]) -> tuple[list[list[int]], list[int]]:
    """(for each axis the shown indices, -1 for what is left out; the places of shown texts)."""
    options = get_printoptions()
    edge = options["edgeitems"]
    axes, places = [], [0]
    for n in shape:
        kept = list(range(n))
        if prod(shape) > options["threshold"] and n > 2 * edge:
            kept = [*range(edge), *range(n - edge, n)]
            axes.append([*range(edge), -1, *range(n - edge, n)])
        else:
            axes.append(kept)
        places = [p * n + i for p in places for i in kept]
    return axes, places


def _picked(t: StringTensor, places: list[int]) -> list[str]:
    """Some texts; only these are read."""
    if len(places) == t.size:
        return decoded(t.values, t.offsets)
    bounds = t.offsets.numpy()
    data = t.values.numpy()
    return [data[bounds[i] : bounds[i + 1]].tobytes().decode() for i in places]


def decoded(values: Any, offsets: Any) -> list[str]:
    """The texts as a list."""
    data = dense_bytes(values)
    bounds = read_flat(offsets)
    if data.isascii():
        text = data.decode("ascii")
        return [text[a:b] for a, b in pairwise(bounds)]
    return [data[a:b].decode() for a, b in pairwise(bounds)]

"""`RaggedTensor`: a tensor whose rows have different lengths.

The elements of all rows stand behind one another in `values`; offsets say where each row begins. So
[[2, 3], [4, 5, 6], [12, 13, 14, 15]] is

    values   2 3 4 5 6 12 13 14 15
    offsets  0 2 5 9

`axes` describes the axes behind the first one that `values` does not have: None for a ragged axis, which has
offsets of its own, or the size of a uniform one. All others are axes of `values`:

| shape | `axes` | shape of `values` |
|---|---|---|
| (3, None) | (None,) | (n,) |
| (3, None, 4) | (None,) | (n, 4) |
| (3, None, None) | (None, None) | (n,) |
| (2, 5, None) | (5, None) | (n,) |
| (3, None, 2, None) | (None, 2, None) | (n,) |

A *level* is a number of axes: its *points* are the places that they have together. Level 1 has the rows as points,
the last level the elements of `values`. The last of `axes` is ragged always. `values` may be of any kind: a ragged
tensor of strings has a string tensor there.

What is done to elements is done to `values`, at the speed of a dense tensor; what is done to rows are segment
operations. Two tensors meet when their offsets have equal values.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from ...base import dtypes as dt
from ...base.errors import DTypeError, ShapeError
from ...base.shapes import show
from ...ops import any as any_of
from ...ops import argmax, measures
from ...ops.families import Tensor
from ...trace.kind import Kind
from . import structure as st

Axes = tuple[int | None, ...]


class RaggedTensor(Kind):
    """A tensor whose rows have different lengths. See the module's docstring.

    Made by `ni.tensor` of nested lists, and by `ni.ragged.from_lengths`, `from_offsets`, `from_row_ids`, `from_padded`
    and `from_rows`.

    >>> r = ni.tensor([[2, 3], [4, 5, 6], [12, 13, 14, 15]])
    >>> r
    tensor([[2, 3],
            [4, 5, 6],
            [12, 13, 14, 15]])
    >>> r.shape, r.offsets.tolist(), r.sum(1).tolist()
    ((3, None), [0, 2, 5, 9], [5, 15, 54])
    """

    __slots__ = ("_offsets", "axes", "values")

    kind = "ragged"
    rank = 3

    values: Any
    axes: Axes

    def __init__(self, values: Any, offsets: Sequence[Any], axes: Axes = (None,)) -> None:
        self.values, self._offsets, self.axes = values, tuple(offsets), axes

    # --- the contract of kinds

    def parts(self) -> tuple[Sequence[Any], Hashable]:
        """(values, offsets of each ragged axis), and `axes`."""
        return (self.values, *self._offsets), self.axes

    @classmethod
    def of_parts(cls, aux: Any, parts: Iterable[Any]) -> RaggedTensor:
        """The inverse of `parts`; nothing is checked."""
        values, *offsets = parts
        return cls(values, offsets, tuple(aux))

    @classmethod
    def fixed_parts(cls, aux: Any) -> Sequence[bool]:
        """Values move, offsets do not."""
        return (False, *[True] * sum(k is None for k in aux))

    def described(self) -> Any:
        """`axes`, as a list."""
        return list(self.axes)

    def check(self) -> None:
        """Raise `ShapeError` or `DTypeError` that names the place unless offsets and values fit each other."""
        axes = self.axes
        wanted = sum(k is None for k in axes)
        if not axes or axes[-1] is not None or len(self._offsets) != wanted:
            raise ShapeError(
                f"a ragged tensor whose axes behind the first are {axes} has {wanted} vectors of offsets and ends in a "
                f"ragged axis; got {len(self._offsets)}"
            )
        for number, offsets in enumerate(self._offsets):
            if offsets.ndim != 1 or offsets.dtype is not dt.int64 or not offsets.shape[0]:
                raise DTypeError(
                    f"offsets[{number}] is {offsets.dtype}{show(tuple(offsets.shape))}; wanted is a vector of int64, "
                    "one longer than there are rows"
                )
            _check_rising(offsets, f"offsets[{number}]")
        points = self._points(0)
        for level, k in enumerate(axes):
            span = self.spans[level]
            if k is None and span.shape[0] - 1 != points:
                raise ShapeError(
                    f"the offsets of axis {level + 1} are {span.shape[0]}, one more than {span.shape[0] - 1} rows, but "
                    f"there are {points} rows"
                )
            points = int(st.row_total(span))
        if points != self.values.shape[0]:
            raise ShapeError(
                f"the offsets end at {points}, but there are {self.values.shape[0]} values"
            )

    # --- structure

    @property
    def offsets(self) -> Any:
        """Where each row begins, and the end: int64, one more than there are rows. Of several ragged axes a tuple.

        >>> ni.tensor([[1, 2], [], [3]]).offsets
        tensor([0, 2, 2, 3])
        """
        return self._offsets[0] if len(self._offsets) == 1 else self._offsets

    @property
    def lengths(self) -> Tensor:
        """How long each row is. Of several ragged axes: how many points of the second axis each has.

        >>> ni.tensor([[1, 2], [], [3]]).lengths
        tensor([2, 0, 1])
        """
        return st.row_lengths(self.spans[0])

    @property
    def depth(self) -> int:
        """How many of the axes are not axes of `values`.

        >>> ni.tensor([[[1], [2, 3]], [[4]]]).depth
        3
        """
        return len(self.axes) + 1

    @property
    def spans(self) -> tuple[Any, ...]:
        """The offsets of each of `axes`, uniform ones too.

        >>> ni.tensor([[1, 2], [3]]).spans
        (tensor([0, 2, 3]),)
        """
        if len(self._offsets) == len(self.axes):
            return self._offsets
        given = iter(self._offsets)
        result: list[Any] = []
        for k in self.axes:
            if k is None:
                result.append(next(given))
            else:
                before = st.points_of(result[-1]) if result else _first_axis(self)
                result.append(st.uniform_span(before, k))
        return tuple(result)

    def _points(self, level: int) -> Any:
        """How many points level `level` + 1 has."""
        if level:
            return self.spans[level].shape[0] - 1
        return _outer(self._offsets[0].shape[0] - 1, self.axes)

    @property
    def shape(self) -> Any:
        """The sizes of the axes; None for a ragged one.

        >>> ni.tensor([[1, 2], [], [3]]).shape
        (3, None)
        """
        return (self._points(0), *self.axes, *tuple(self.values.shape)[1:])

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.axes) + int(self.values.ndim)

    @property
    def dtype(self) -> Any:
        """The dtype of the elements.

        >>> ni.tensor([[1.5], []]).dtype
        nitinol.float32
        """
        return self.values.dtype

    @property
    def size(self) -> Any:
        """How many elements all rows have."""
        return self.values.size

    def with_values(self, values: Any) -> RaggedTensor:
        """The same rows with other values: as many along the first axis, of any dtype and inner shape.

        >>> ni.tensor([[1, 2], [3]]).with_values(ni.tensor([0.5, 1.5, 2.5]))
        tensor([[0.5, 1.5],
                [2.5]])
        """
        return RaggedTensor(values, self._offsets, self.axes)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) or (
            isinstance(key, list) and key and all(isinstance(k, str) for k in key)
        ):
            return self.rules["field"]("field", self, key)
        return self.rules["getitem"]("getitem", self, key)

    def __getattr__(self, name: str) -> Any:
        """Fields, methods and properties of values that are objects."""
        if name.startswith("_") or name in RaggedTensor.__slots__ or not _of_records(self.values):
            raise AttributeError(f"a ragged tensor has no attribute {name!r}")
        return self.rules["attribute"]("attribute", self, name)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        return self.rules["repr"]("repr", self)  # type: ignore[no-any-return]

    def tolist(self) -> Any:
        """Nested lists.

        >>> ni.tensor([[1, 2], [], [3]]).tolist()
        [[1, 2], [], [3]]
        """
        flat = self.values.tolist()
        for span in reversed(self.spans):
            ends = span.tolist()
            flat = [flat[a:b] for a, b in itertools.pairwise(ends)]
        return flat

    to_list = tolist

    def to_padded(self, fill: Any = 0, length: int | None = None) -> Any:
        """A dense tensor: rows padded with `fill` to the longest one, or to `length`, where longer ones are cut.

        >>> ni.tensor([[1, 2], [], [3]]).to_padded().tolist()
        [[1, 2], [0, 0], [3, 0]]
        """
        return self.rules["to_padded"]("to_padded", self, fill, length)

    def map(self, function: Any) -> Any:
        """`ni.ragged.map(function, self)`: a function of one row for all rows at once.

        >>> ni.tensor([[1, 2], [3]]).map(lambda row: row.sum())
        tensor([3, 3])
        """
        return self.rules["map"]("map", function, self)


def _of_records(x: Any) -> bool:
    return isinstance(x, Kind) and x.kind == "record"


def _outer(rows: Any, axes: Axes) -> Any:
    """How many points the first axis has, from the rows of the first ragged one."""
    for k in axes:
        if k is None:
            break
        rows = rows // k if k else 0
    return rows


def _first_axis(x: RaggedTensor) -> Any:
    """A vector of as many elements as the first axis has."""
    size = 1
    for k in x.axes:
        if k is None:
            break
        size *= k
    return st.row_lengths(st.merged_span(x._offsets[0], size))


def _check_rising(offsets: Tensor, where: str) -> None:
    if int(offsets[0]) != 0:
        raise ShapeError(f"{where} begins with {int(offsets[0])}; offsets begin with 0")
    falls = offsets[1:] < offsets[:-1]
    if offsets.shape[0] > 1 and bool(any_of(falls)):
        at = int(argmax(falls))
        raise ShapeError(
            f"{where} decreases at {at + 1}: {int(offsets[at])} is followed by {int(offsets[at + 1])}; rows have "
            "lengths of 0 and more"
        )


def check_spans(a: Tensor, b: Tensor, where: str) -> None:
    """Make sure that rows are of equal lengths; `a is b` is the fast way."""
    if a is not b:
        measures.ensure_equal(
            a,
            b,
            f"{where}: the rows differ in length; ragged tensors meet when all rows have equal lengths",
        )

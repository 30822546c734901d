"""How tensors are shown: `tensor([[1., 2.], [3., 4.]])`, aligned as NumPy aligns arrays.

All numbers of a tensor get one format: fixed point, or scientific when the largest is at least 1e8, the
smallest below 1e-4, or they differ by a factor over 1000. At most `precision` digits stand behind the
point, and no more than are needed. A tensor of more than `threshold` elements shows the first and last
`edgeitems` of each axis; only these are read.
"""

from __future__ import annotations

import struct

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.shapes import show
from ..core import TensorBase
from .raw import read_flat, read_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

_DEFAULTS: Final[dict[str, Any]] = {
    "precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80, "sci_mode": None,
}  # fmt: skip
_options: Final[dict[str, Any]] = dict(_DEFAULTS)
_SHOWN_BY_VALUES: Final = (dt.float32, dt.int64, dt.bool_, dt.complex64)


def set_printoptions(
    *,
    precision: int | None = None,
    threshold: int | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    sci_mode: bool | None = None,
    profile: str | None = None,
) -> None:
    """Set how tensors are shown; what is left out stays as it is, except `sci_mode`.

    * `precision`: most digits behind the point (4).
    * `threshold`: the most elements shown in full (1000).
    * `edgeitems`: elements at each end of a longer axis (3).
    * `linewidth`: characters in a line (80).
    * `sci_mode`: True or False for scientific notation or none; None lets the values decide.
    * `profile`: "default" sets all of them back first.

    >>> import nitinol as ni
    >>> ni.set_printoptions(precision=2)
    >>> ni.tensor([3.14159, 2.0])
    tensor([3.14, 2.  ])
    >>> ni.set_printoptions(profile="default")
    """
    given = {
        "precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth,
    }  # fmt: skip
    for name, value in given.items():
        if value is not None and (not hasattr(value, "__index__") or value < (name == "edgeitems")):
            raise ValueError(f"set_printoptions: {name} must be a positive int, got {value!r}")
    if profile not in (None, "default"):
        raise ValueError(f"set_printoptions: profile {profile!r} is not known; write 'default'")
    if profile is not None:
        _options.update(_DEFAULTS)
    _options.update({name: value for name, value in given.items() if value is not None})
    _options["sci_mode"] = sci_mode


def get_printoptions() -> dict[str, Any]:
    """The settings of `set_printoptions`.

    >>> sorted(ni.get_printoptions())
    ['edgeitems', 'linewidth', 'precision', 'sci_mode', 'threshold']
    """
    return dict(_options)


# --- numbers


def _shortest(value: float, dtype: DType) -> int:
    """Digits behind the first that tell this value from all others of its dtype, in scientific form."""
    if dtype is dt.float64:
        text = repr(value)
        mantissa = text.partition("e")[0].replace("-", "").replace(".", "").strip("0")
        return max(0, len(mantissa) - 1)
    if dtype is dt.float32:
        for digits in range(9):
            if struct.unpack("f", struct.pack("f", float(f"{value:.{digits}e}")))[0] == value:
                return digits
        return 8
    return 3 if dtype is dt.bfloat16 else 4


class Floats:
    """One format for many real numbers."""

    def __init__(self, values: list[float], dtype: DType, precision: int, sci: bool | None) -> None:
        finite = [abs(v) for v in values if v == v and v not in (_INF, -_INF)]
        positive = [v for v in finite if v]
        if sci is None:
            sci = bool(positive) and (
                max(positive) >= 1e8 or min(positive) < 1e-4 or max(positive) / min(positive) > 1000
            )
        self.sci = sci
        self.dtype = dtype
        self.precision = precision
        self.digits = 0
        if sci:
            # All mantissas have as many digits as the longest needs.
            for v in positive:
                if self.digits == precision:
                    break
                mantissa = f"{v:.{min(precision, _shortest(v, dtype))}e}".partition("e")[0]
                self.digits = max(self.digits, len(mantissa.rstrip("0")) - 2)
        texts = [self._text(v) for v in values]
        self.before = self.after = 0
        special = 0
        for text in texts:
            head, point, tail = text.partition(".")
            if point:
                self.before = max(self.before, len(head))
                self.after = max(self.after, len(tail))
            else:
                special = max(special, len(text))
        if special > self.before + 1 + self.after:
            self.before = max(special - 1 - self.after, 0)
        self.width = self.before + 1 + self.after if finite or not special else special

    def _text(self, v: float) -> str:
        if v != v:
            return "nan"
        if v in (_INF, -_INF):
            return "inf" if v > 0 else "-inf"
        if self.sci:
            text = f"{v:.{self.digits}e}"
            return text if self.digits else text.replace("e", ".e")
        digits = self.precision
        if digits > 4 and v:  # no digits that the dtype does not have
            exponent = int(f"{abs(v):e}".partition("e")[2])
            digits = min(digits, max(0, _shortest(v, self.dtype) - exponent))
        text = f"{v:.{digits}f}"
        return text.rstrip("0") if "." in text else text + "."

    def __call__(self, v: float) -> str:
        text = self._text(v)
        head, point, tail = text.partition(".")
        if not point:
            return text.rjust(self.width)
        return head.rjust(self.before) + "." + tail.ljust(self.after)


_INF: Final = float("inf")


class Complexes:
    """One format for many complex numbers."""

    def __init__(
        self, values: list[complex], dtype: DType, precision: int, sci: bool | None
    ) -> None:
        part = dtype.real
        self.real = Floats([v.real for v in values], part, precision, sci)
        self.imag = Floats([v.imag for v in values], part, precision, sci)
        self.width = max([len(self._text(v)) for v in values], default=0)

    def _text(self, v: complex) -> str:
        # 'j' stands right behind the digits, as in NumPy; spaces follow.
        imag = self.imag(v.imag).strip()
        sign = "" if imag.startswith("-") else "+"
        return f"{self.real(v.real)}{sign}{imag}j"

    def __call__(self, v: complex) -> str:
        return self._text(v).ljust(self.width)


class Plain:
    """Integers and bools, right-aligned."""

    def __init__(self, values: list[Any]) -> None:
        # Bools have the width of "False" even if all are true, as in NumPy.
        widest = 5 if values and type(values[0]) is bool else 0
        self.width = max([widest, *[len(str(v)) for v in values]])

    def __call__(self, v: Any) -> str:
        return str(v).rjust(self.width)


# --- tensors


def _shown(t: TensorBase) -> tuple[list[list[int]], list[Any]]:
    """(for each axis the shown indices, -1 for what is left out; the shown values row by row)."""
    where = t._layout
    edge = _options["edgeitems"]
    if where.size <= _options["threshold"]:
        return [list(range(n)) for n in where.shape], read_flat(t)
    axes = []
    offsets = [t._address]
    for n, stride in zip(where.shape, where.strides, strict=True):
        step = stride * where.dtype.itemsize
        if n > 2 * edge:
            kept = [*range(edge), *range(n - edge, n)]
            axes.append([*range(edge), -1, *range(n - edge, n)])
        else:
            kept = list(range(n))
            axes.append(kept)
        offsets = [o + i * step for o in offsets for i in kept]
    return axes, [read_one(where.dtype, o) for o in offsets]


def _lines(axes: list[list[int]], texts: list[str], indent: int, width: int) -> str:
    """Nested brackets around the texts, rows below each other, long rows wrapped.

    `width`: the columns for what stands before the closing brackets.
    """
    if not axes:
        return texts[0]
    inner = axes[1:]
    kept = [i for i in axes[0] if i >= 0]
    each = len(texts) // len(kept) if kept else 0
    place = 0
    parts: list[str] = []
    for i in axes[0]:
        if i < 0:
            parts.append("...")
            continue
        parts.append(_lines(inner, texts[place : place + each], indent + 1, width - 1))
        place += each
    if inner:
        return "[" + ("," + "\n" * len(inner) + " " * (indent + 1)).join(parts) + "]"
    rows: list[str] = []
    line = ""
    for part in parts:
        if line and indent + 1 + len(line) + 2 + len(part) > width:
            rows.append(line.rstrip() + ",")
            line = part
        else:
            line = f"{line}, {part}" if line else part
    rows.append(line)
    return "[" + ("\n" + " " * (indent + 1)).join(rows) + "]"


def history(t: TensorBase) -> str:
    """What is said about the gradient: `requires_grad=True`, or the operation that made the tensor."""
    node = t._node
    if node is None:
        return ""
    if node.rule is None:
        return "requires_grad=True"
    derivatives = getattr(node.rule, "derivatives", None)
    name = getattr(getattr(derivatives, "graph", None), "name", type(node.rule).__name__)
    return f"grad_fn=<{name}>"


def text_of(t: TensorBase, prefix: str = "tensor(") -> str:
    """A tensor as `repr` shows it."""
    where = t._layout
    dtype = where.dtype
    axes, values = _shown(t)
    suffixes = []
    if not where.size:
        body = "[]"
        if where.shape != (0,):
            suffixes.append(f"shape={show(where.shape)}")
    else:
        precision, sci = _options["precision"], _options["sci_mode"]
        format: Any
        if dtype.is_complex:
            format = Complexes(values, dtype, precision, sci)
        elif dtype.is_floating:
            format = Floats(values, dtype, precision, sci)
        else:
            format = Plain(values)
        texts = [format(v) for v in values]
        if not axes:
            texts = [texts[0].strip()]
        body = _lines(axes, texts, len(prefix), _options["linewidth"] - 2)
    if dtype not in _SHOWN_BY_VALUES or (not where.size and dtype is not dt.float32):
        suffixes.append(f"dtype={dtype}")
    if state := history(t):
        suffixes.append(state)
    result = prefix + body
    for suffix in suffixes:
        last = len(result) - result.rfind("\n") - 1
        if last + len(suffix) + 3 > _options["linewidth"]:
            result += ",\n" + " " * len(prefix) + suffix
        else:
            result += ", " + suffix
    return result + ")"

"""What an operation is.

An `Op` is defined once, in its family's file in `ops/`, and holds all rules about itself:

* `infer(*types, **params)` gives the `Type` of the result (a tuple of types when
  `multiple` is set); it raises `ShapeError` or `DTypeError` for what users get wrong.
* `jvp(primals, tangents, out, **params)` gives the tangent of the result. A tangent that is
  zero everywhere is `None`, both in what it is given and in what it returns. It is written with the
  public operations, so it can itself be traced, transposed and batched. `out` is the primal result.
* `transpose(cotangent, *operands, **params)`, only of operations that are linear in some operands,
  gives one cotangent per operand (`None` for those it is not linear in). The operands that it
  is being transposed with respect to are given as `Linear(type)` placeholders.
* `batch(args, axes, size, **params)` does it to all elements of a hidden axis and gives (result,
  axis); see `trace.batching`. Most operations need none.
* `differentiate(primals, tangents, out=None, **params)`, of operations whose results and tangents are
  better computed together (loops), gives (result, tangent); `out` is the result where it is known.
* `lowering` says how values come about; see the classes below.

`params` are hashable, static Python values; operands are tensors, always.

Lowerings
---------
Everything that is not an anchor is *pulled*: a kernel asks for "the value at these coordinates, as
a vector of lanes", and the lowering answers, asking its operands in turn. So point-wise chains,
views, padding, gathers and concatenations fuse into any kernel that reads them, with nothing stored
between. Anchors (reductions, contractions, scans, sorts, scatters) own a loop nest: a template.

`k` in the signatures is the emitter (`templates.emitter.Emitter`): arithmetic on lane vectors. A
coordinate is a `templates.coords.Coord`: it adds, subtracts and multiplies with ints, sizes and
coordinates, and takes `//` and `%` with sizes.
"""

from __future__ import annotations

from ..base.dtypes import DType
from ..base.record import record
from ..base.shapes import same_shape, show
from ..base.sizes import Dim, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


@record(frozen=True)
class Type:
    """What is known of a tensor before it exists: dtype and shape.

    `weak` marks a Python number on its way through a trace: it adapts to the tensors it meets.
    """

    dtype: DType
    shape: Shape
    weak: bool = False

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def with_shape(self, shape: Sequence[Dim]) -> Type:
        return Type(self.dtype, tuple(shape))

    def with_dtype(self, dtype: DType) -> Type:
        return Type(dtype, self.shape)

    def __repr__(self) -> str:
        return f"{self.dtype}{show(self.shape)}"


def same_type(a: Type, b: Type) -> bool:
    """Whether two types are known to be equal."""
    if a is b:
        return True
    return a.dtype is b.dtype and a.weak == b.weak and same_shape(a.shape, b.shape)


@record(frozen=True)
class Linear:
    """Stands in a `transpose` rule for an operand that the operation is linear in."""

    type: Type

    @property
    def shape(self) -> Shape:
        return self.type.shape

    @property
    def dtype(self) -> DType:
        return self.type.dtype


@record(frozen=True)
class Strided:
    """Where the elements of a view lie: strides and offset in elements of its base."""

    shape: Shape
    strides: tuple[Dim, ...]
    offset: Dim = 0


@record(frozen=True)
class Pointwise:
    """Result and operands have one shape; each element depends on those at its own place.

    `emit(k, *operands, **params)` gives the lanes of the result. `cost` is its rough price in
    additions: what is dear is not computed twice to save a store.
    """

    emit: Callable[..., Any]
    cost: int = 1


@record(frozen=True)
class Movement:
    """Elements of the first operand at other places. Further operands are only waited for: what
    reads the result runs after what makes them.

    `index(coords, source, target, **params)` maps coordinates of the result to those of the operand
    (`source` and `target` are their Types). `view(strided, **params)`, where it exists, gives
    the same movement as new strides over the same memory, or None when these strides cannot
    express it.
    """

    index: Callable[..., Sequence[Any]]
    view: Callable[..., Strided | None] | None = None


@record(frozen=True)
class Between:
    """Done by Python between two parts of a program (`exec.parts`).

    `kind` is "measure": the value of the operand becomes the open size `size`; "ensure": an error is raised
    unless the operand holds; or "call": `run(*operands, **params)` gives the results, whose sizes may be open.
    `inside` says why that is impossible inside of a loop or a branch.
    """

    kind: str
    inside: str
    run: Callable[..., Sequence[Any]] | None = None


DEAR_READ = 32  # cost from which on a `Read` has a loop of its own and is never computed twice


@record(frozen=True)
class Read:
    """Each element is computed from elements of the operands at computed places.

    `emit(k, coords, operands, types, **params)`: `operands` are functions from coordinates to
    lanes, `types` are those of (operands..., result). Padding, concatenation, gather, iota are of
    this kind.
    """

    emit: Callable[..., Any]
    cost: int = 2
    one: bool = False  # whether each element reads one of each operand, as a gather does and a window does not


@record(frozen=True)
class Reduction:
    """Axes of the operand (`params["axes"]`, sorted) are folded away; the result lacks them.

    A state is a tuple of lane vectors. `start(k, dtype)` is the neutral state,
    `step(k, state, value, position)` takes one more element in (`position`: its Coord along the one
    reduced axis when `positional`, else None), `merge(k, a, b)` joins two states (a's elements come
    first) and `finish(k, state, count)` gives the result (`count`: the number of folded elements,
    a Dim).
    """

    start: Callable[..., tuple[Any, ...]]
    step: Callable[..., tuple[Any, ...]]
    merge: Callable[..., tuple[Any, ...]]
    finish: Callable[..., Any]
    positional: bool = False


@record(frozen=True)
class Anchor:
    """A loop nest of its own, written by the template of this name (`templates/`).

    `permuted(node, perm)`, where it exists, says how the result with its axes permuted comes out
    of the same operation: ([(operand, permutation of its axes), ...], params), or None.
    `split(node)`, where it exists, gives ordinary code over other operations that computes this
    node in less work (`body(*operands, **params)`), or None. `unsigned_zero`: no result in float32 or
    float64 is ever −0.
    """

    template: str
    permuted: Callable[..., Any] | None = None
    split: Callable[..., Any] | None = None
    unsigned_zero: bool = False


@record(frozen=True)
class Inline:
    """Ordinary code over other operations; `body(*operands, **params)` replaces it before scheduling."""

    body: Callable[..., Any]


@record(frozen=True)
class Region:
    """Programs inside of the program: its parameters hold graphs (`ir.region.Closed`).

    `kind` is "switch", "while", "scan" or "sized"; `codegen.regions` writes the control flow. "print" holds
    none, but runs as they do: once, where it stands.
    `keeping(wanted, **params)`, where it exists, gives the parameters of the same operation with
    further results: what its backward program would have to compute again when the `wanted`
    operands have derivatives. `apart(operands, given, **params)` is asked when the operation is
    applied to tangents, those operands that are `given`: the results, with those that depend on no
    tangent computed by themselves, or None when all depend on one.
    """

    kind: str
    keeping: Callable[..., Any] | None = None
    apart: Callable[..., Any] | None = None


Lowering = Pointwise | Movement | Read | Reduction | Anchor | Inline | Region | Between


def _jvp_of(differentiate: Callable[..., Any]) -> Callable[..., Any]:
    """The `jvp` rule that `differentiate` contains."""

    def jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        return differentiate(primals, tangents, out=out, **params)[1]

    return jvp


class Op:
    """One operation; see the module's docstring. Interned by definition: compare with `is`."""

    __slots__ = (
        "batch",
        "differentiate",
        "family",
        "infer",
        "jvp",
        "lowering",
        "multiple",
        "name",
        "transpose",
        "wholes",
    )

    def __init__(
        self,
        name: str,
        *,
        infer: Callable[..., Any],
        lowering: Lowering,
        jvp: Callable[..., Any] | None = None,
        transpose: Callable[..., Any] | None = None,
        batch: Callable[..., Any] | None = None,
        differentiate: Callable[..., Any] | None = None,
        multiple: bool = False,
        family: str = "",
    ) -> None:
        self.name = name
        self.infer = infer
        self.lowering = lowering
        if jvp is None and differentiate is not None:
            jvp = _jvp_of(differentiate)
        self.jvp = jvp
        self.transpose = transpose
        self.batch = batch
        self.differentiate = differentiate
        self.multiple = multiple
        self.family = family
        self.wholes: Any = None  # what `trace.batching` made of it, by pattern of batched operands

    def __repr__(self) -> str:
        return self.name

    def result_types(self, types: Sequence[Type], params: dict[str, Any]) -> tuple[Type, ...]:
        """The types of all results."""
        inferred = self.infer(*types, **params)
        return tuple(inferred) if self.multiple else (inferred,)

"""What users call: `cond`, `switch`, `while_loop`, `fori_loop`, `scan`, `map`.

See the docstring of the package for when they are Python and when they are primitives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ...base import trees
from ...base.dtypes import bool_, int64
from ...base.errors import DTypeError, NitinolError, ShapeError, TracerError
from ...base.sizes import Dim, Size
from ...core import TensorBase
from ...ir.op import Type
from ...ir.region import Closed
from ...trace.array import Array, Number
from ...trace.bind import active, bind, type_of
from ...trace.jvp import JVPTracer
from ...trace.primitives import full
from ...trace.regions import Body, make, trace_body
from ...trace.stage import check_equal, known_equal, run_graph
from ..families import array, common_dtype, map_slot, to_dtype
from ..joining import concatenate
from . import mapped as _mapped  # noqa: F401 - the rules of vmap
from .branches import apply_switch
from .carries import check_carry, leaves_of, names, same_types, strong, trace_carry
from .hoisting import hoist
from .scans import scan as scan_op
from .whiles import while_loop as while_op

T = TypeVar("T")


def concrete(x: Any) -> Any:
    """The tensor or number with a value that `x` is or carries; None where it has no value yet."""
    while isinstance(x, JVPTracer):
        x = x.primal
    if isinstance(x, Number):
        return x.number
    if isinstance(x, TensorBase):
        return x if active.stage is None else None
    return None if isinstance(x, Array) else x


def _scalar(where_: str, x: Any, what: str) -> Array:
    x = array(x, where_)
    if x.shape:
        raise ShapeError(
            f"{where_}: {what} has shape {tuple(x.shape)}, a scalar is wanted; reduce it with ni.all or ni.any, "
            "or select by element with ni.where(condition, a, b)"
        )
    found: Array = x
    return found


# --- branches


def cond(pred: Any, true_fun: Callable[..., T], false_fun: Callable[..., T], *operands: Any) -> T:
    """`true_fun(*operands)` where the scalar `pred` holds, else `false_fun(*operands)`.

    Only one of the two runs, also in compiled functions, and only that one is differentiated; where
    `ni.vmap` makes `pred` differ from row to row, both run and each row takes its own. Under `ni.jit` both
    must give the same nest with the same dtypes and shapes.

    Errors: `ShapeError` when `pred` is no scalar (`ni.where` selects by element) or the branches'
    results differ in shape, `DTypeError` when they differ in dtype.

    >>> import nitinol as ni
    >>> f = ni.jit(lambda x: ni.cond(x.sum() > 0, lambda x: x * 2, lambda x: -x, x))
    >>> f(ni.tensor([1.0, 2.0])), f(ni.tensor([-1.0, -2.0]))
    (tensor([2., 4.]), tensor([1., 2.]))
    """
    pred = _scalar("cond", pred, "the condition")
    known = concrete(pred)
    if known is not None:
        return true_fun(*operands) if bool(known) else false_fun(*operands)
    if pred.dtype is not bool_:
        pred = pred != 0
    found: T = _switch("cond", to_dtype(pred, int64), (false_fun, true_fun), operands)
    return found


def switch(index: Any, branches: Sequence[Callable[..., T]], *operands: Any) -> T:
    """`branches[index](*operands)` for an integer scalar; an index out of range counts as the nearest.

    Otherwise as `cond`.

    >>> import nitinol as ni
    >>> f = ni.jit(lambda i, x: ni.switch(i, [ni.sin, ni.cos, ni.exp], x))
    >>> f(ni.tensor(2), ni.tensor(0.0)), f(ni.tensor(9), ni.tensor(0.0))
    (tensor(1.), tensor(1.))
    """
    branches = tuple(branches)
    if not branches:
        raise ValueError("switch: at least one branch is wanted")
    index = _scalar("switch", index, "the index")
    if index.dtype.kind not in "biu":
        raise DTypeError(
            f"switch: the index has dtype {index.dtype}, an integer is wanted; write .astype(ni.int64)"
        )
    known = concrete(index)
    if known is not None:
        return branches[min(max(int(known), 0), len(branches) - 1)](*operands)
    found: T = _switch("switch", to_dtype(index, int64), branches, operands)
    return found


def _switch(
    where_: str, index: Array, branches: Sequence[Callable[..., Any]], operands: Sequence[Any]
) -> Any:
    leaves, tree = trees.flatten(tuple(operands))
    places = [i for i, x in enumerate(leaves) if isinstance(x, Array) and not isinstance(x, Number)]
    given = [leaves[i] for i in places]
    types = [type_of(x) for x in given]

    def called(branch: Callable[..., Any]) -> Callable[..., Any]:
        def body(*xs: Any) -> Any:
            filled = list(leaves)
            for i, x in zip(places, xs, strict=True):
                filled[i] = x
            result = branch(*trees.unflatten(tree, filled))
            return trees.map(lambda x: array(x, where_), result)

        return body

    bodies = [trace_body(called(b), types, where_) for b in branches]
    first = bodies[0]
    labels = names(first.tree, "result")
    changed = {id(x): x for b in bodies for x in b.assigned}
    for body in bodies[1:]:
        if body.tree != first.tree:
            raise TracerError(
                f"{where_}: one branch gives {first.tree!r}, another {body.tree!r}; return the same nest"
            )
    columns = [
        [v.type for v in column]
        for column in zip(*[b.closed.graph.outputs[: len(labels)] for b in bodies], strict=True)
    ]
    dtypes = [_common(where_, label, column) for label, column in zip(labels, columns, strict=True)]
    captured = list({id(x): x for b in bodies for x in b.captured}.values())
    inputs = [*given, *captured]
    place = {id(x): len(given) + i for i, x in enumerate(captured)}
    kinds = [type_of(x) for x in inputs]
    for x in changed.values():  # a branch that leaves it alone gives it as it is
        if id(x) not in place:
            place[id(x)] = len(inputs)
            inputs.append(x)
            kinds.append(type_of(x))
    programs = [
        _joined(where_, b, len(given), place, kinds, dtypes, list(changed.values())) for b in bodies
    ]
    results = apply_switch(index, inputs, programs)
    for x, value in zip(changed.values(), results[len(labels) :], strict=True):
        x._assign(value)
    return trees.unflatten(first.tree, results[: len(labels)])


def _common(where_: str, label: str, types: Sequence[Type]) -> Any:
    """The dtype of a result that branches give in these types; Python numbers adapt."""
    firm = [t for t in types if not t.weak]
    if not firm:
        return common_dtype(*[Number(0, t.dtype, True) for t in types])
    for t in types:
        same_types(where_, label, firm[0], Type(firm[0].dtype, t.shape) if t.weak else t)
    return firm[0].dtype


def _joined(
    where_: str,
    body: Body,
    explicit: int,
    place: dict[int, int],
    types: Sequence[Type],
    dtypes: Sequence[Any],
    changed: Sequence[Array],
) -> Closed:
    """A branch that takes what any branch captures, and gives what any branch assigns."""
    order = [*range(explicit), *[place[id(x)] for x in body.captured]]
    after = {id(x): len(dtypes) + i for i, x in enumerate(body.assigned)}

    def function(*args: Any) -> list[Any]:
        results = run_graph(body.closed.graph, [args[i] for i in order])
        kept = [to_dtype(r, d, where_) for r, d in zip(results, dtypes, strict=False)]
        rest = [results[after[id(x)]] if id(x) in after else args[place[id(x)]] for x in changed]
        return [*kept, *rest]

    return make(where_, types, function)


# --- loops


def while_loop(cond_fun: Callable[[T], Any], body_fun: Callable[[T], T], init: T) -> T:
    """Repeats `carry = body_fun(carry)`, from `init` on, while `cond_fun(carry)` holds; the last carry.

    `carry` is any nest of tensors and numbers whose dtypes and shapes stay the same. Gradients flow
    through, however many rounds it takes: called on tensors, every round is recorded; in compiled
    functions the rounds are counted, and the backward pass computes the loop again with memory for
    exactly as many (one further forward pass). `ni.fori_loop` and `ni.scan`, whose length is known, keep
    instead what they need. Under `ni.vmap` rows go on until each is done.

    Errors: `ShapeError` when the condition is no scalar; `DTypeError`, `ShapeError` naming the leaf
    when a carry comes out of the body in another type.

    >>> import nitinol as ni
    >>> collatz = ni.jit(lambda n: ni.while_loop(
    ...     lambda c: c[0] != 1,
    ...     lambda c: (ni.where(c[0] % 2 == 0, c[0] // 2, 3 * c[0] + 1), c[1] + 1),
    ...     (n, 0))[1])
    >>> collatz(ni.tensor(27))
    tensor(111)
    """
    leaves, tree = leaves_of(init, "while_loop")
    if active.stage is None and any(type_of(x).weak for x in leaves):
        leaves = _started(body_fun, leaves, tree)
    carry: Any = trees.unflatten(tree, leaves)
    while True:
        pred = _scalar("while_loop", cond_fun(carry), "the condition")
        known = concrete(pred)
        if known is None:
            break
        if not bool(known):
            last: T = trees.unflatten(tree, leaves)
            return last
        carry = body_fun(carry)
        after, structure = leaves_of(carry, "while_loop")
        _same_carry(tree, structure, leaves, after)
        leaves = after
    return _staged_while(cond_fun, body_fun, leaves, tree, pred)  # type: ignore[no-any-return]


def _truth(pred: Any) -> Any:
    return pred if pred.dtype is bool_ else pred != 0


def _started(
    body_fun: Callable[[Any], Any], leaves: list[Array], tree: trees.TreeDef
) -> list[Array]:
    """Python numbers at the start of a loop as tensors of the dtype that the body gives them."""
    try:
        whole = _whole(body_fun, tree)
        leaves = trace_carry("while_loop", whole, leaves, tree, [], lambda c: (c, ()))[1]
    except (NitinolError, ArithmeticError, AttributeError, TypeError, ValueError):
        leaves = [strong(x) for x in leaves]  # a body that only runs on values
    return [full(x.number, x.dtype, ()) if isinstance(x, Number) else x for x in leaves]


def _whole(function: Callable[[Any], Any], tree: trees.TreeDef) -> Callable[..., Any]:
    """A function of a nest as one of its leaves."""
    return lambda *xs: function(trees.unflatten(tree, xs))


def _same_carry(
    tree: trees.TreeDef, structure: trees.TreeDef, leaves: Sequence[Array], after: Sequence[Array]
) -> None:
    """The check of a round that ran as Python."""
    if structure != tree:
        raise TracerError(
            f"while_loop: carry goes into the body as {tree!r} and comes out as {structure!r}; "
            "return the same nest"
        )
    for i, (x, y) in enumerate(zip(leaves, after, strict=True)):
        if x.dtype is not y.dtype or x.shape != y.shape:
            check_carry("while_loop", names(tree, "carry")[i], type_of(x), type_of(y))


def _staged_while(
    cond_fun: Callable[[Any], Any],
    body_fun: Callable[[Any], Any],
    leaves: list[Array],
    tree: trees.TreeDef,
    first: Array,
) -> Any:
    """The loop as an operation; `first` is the condition of the first round."""
    count = len(leaves)
    body, start, _ = trace_carry(
        "while_loop", _whole(body_fun, tree), leaves, tree, [], lambda after: (after, ())
    )
    types = [type_of(x) for x in start]

    def condition(*xs: Any) -> Any:
        return _truth(_scalar("while_loop", cond_fun(trees.unflatten(tree, xs)), "the condition"))

    cond_body = trace_body(condition, types, "condition")
    if cond_body.assigned:
        # What it does (assigning, printing) is done once for each question: behind the body, whose state it shares.
        def rounds(state: Any) -> Any:
            carry = body_fun(state[1])
            return _truth(_scalar("while_loop", cond_fun(carry), "the condition")), carry

        begin, whole = trees.flatten((_truth(first), trees.unflatten(tree, leaves)))
        return _staged_while(lambda state: state[0], rounds, begin, whole, first)[1]
    closed, carried, consts = _with_state(body, count, 0, types)
    start += carried
    # What the body changes, the condition sees changed.
    places = {id(x): count + i for i, x in enumerate(body.assigned)}
    others = [x for x in cond_body.captured if id(x) not in places]
    order = [*range(count), *[places.get(id(x), -1) for x in cond_body.captured]]
    free = iter(range(len(start), len(start) + len(others)))
    order = [next(free) if i < 0 else i for i in order]

    def reordered(*xs: Any) -> list[Any]:
        return run_graph(cond_body.closed.graph, [xs[i] for i in order])

    cond_types = [*[type_of(x) for x in start], *[type_of(x) for x in others]]
    results = bind(
        while_op,
        *start,
        *others,
        *consts,
        cond=make("condition", cond_types, reordered),
        body=closed,
        carries=len(start),
        cond_consts=len(others),
    )
    for x, value in zip(body.assigned, results[count:], strict=False):
        x._assign(value)
    return trees.unflatten(tree, results[:count])


def _with_state(
    body: Body, carries: int, others: int, types: Sequence[Type]
) -> tuple[Closed, list[Array], list[Array]]:
    """A body that also carries the tensors of outside that it assigns to: the program, their values
    now, and what else it captures.

    Its inputs are the carry, these, the `others` explicit ones, the captured ones; its outputs alike.
    """
    if not body.assigned:
        return body.closed, [], list(body.captured)
    state = list(body.assigned)
    ids = [id(x) for x in state]
    first = carries + others
    captured = [x for x in body.captured if id(x) not in ids]
    outer = {id(x): carries + len(state) + others + i for i, x in enumerate(captured)}
    outer.update({i: carries + n for n, i in enumerate(ids)})
    order = [*range(carries), *range(carries + len(state), carries + len(state) + others)]
    order += [outer[id(x)] for x in body.captured]
    graph = body.closed.graph
    last = len(graph.outputs) - len(state)

    def function(*args: Any) -> list[Any]:
        results = run_graph(graph, [args[i] for i in order])
        return [*results[:carries], *results[last:], *results[carries:last]]

    given = body.closed.types
    kinds = [*given[:carries], *[type_of(x) for x in state], *given[carries:first]]
    kinds += [type_of(x) for x in captured]
    return make(graph.name, kinds, function), state, captured


def scan(
    f: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    xs: Any = None,
    length: Dim | None = None,
    reverse: bool = False,
) -> tuple[Any, Any]:
    """`carry, y = f(carry, x)` for every slice x of `xs` along the first axis; (last carry, all y stacked).

    `init`, `xs` and what f returns are any nests of tensors; all of `xs` have the same size along
    their first axis. Without `xs`, `length` says how often, and f is given None. With `reverse` the slices
    come from the last to the first, and each y is stacked at the place of its x. f is traced once, and all rounds run
    as one compiled loop; a Python number in `init` takes the dtype that f gives it.

    Errors: `ShapeError` when lengths differ; `DTypeError`, `ShapeError` naming the leaf when the
    carry comes out of f in another type.

    >>> import nitinol as ni
    >>> ni.scan(lambda total, x: (total + x, total * x), 0.0, ni.tensor([1.0, 2.0, 3.0]))
    (tensor(6.), tensor([0., 2., 9.]))
    """
    slices, slices_tree = leaves_of(xs, "scan")
    slices = [strong(x) for x in slices]
    rounds = _length(slices, slices_tree, length)
    carry, tree = leaves_of(init, "scan")
    count = len(carry)

    def called(*args: Any) -> Any:
        state = trees.unflatten(tree, args[:count])
        return f(state, trees.unflatten(slices_tree, args[count:]))

    others = [Type(x.dtype, tuple(x.shape[1:])) for x in slices]
    body, start, ys_tree = trace_carry("scan", called, carry, tree, others, _pair)
    closed, state, consts = _with_state(body, count, len(slices), [type_of(x) for x in start])
    carries = count + len(state)
    parts = hoist(closed, carries, len(slices), rounds)
    if parts is not None:
        fixed = run_graph(parts.before.graph, consts)
        more = run_graph(parts.products.graph, [*slices, *fixed, *consts])
        slices = [*[x for x, k in zip(slices, parts.slices, strict=True) if k], *more]
        consts = [*[x for x, k in zip(consts, parts.consts, strict=True) if k], *fixed]
        closed = parts.body
    results = bind(
        scan_op,
        *start, *state, *slices, *consts,
        body=closed,
        carries=carries,
        xs=len(slices),
        length=rounds,
        reverse=bool(reverse),
        kept=0,
    )  # fmt: skip
    for x, value in zip(body.assigned, results[count:carries], strict=True):
        x._assign(value)
    return trees.unflatten(tree, results[:count]), trees.unflatten(ys_tree, results[carries:])


def _pair(result: Any) -> tuple[Any, Any]:
    if not isinstance(result, tuple) or len(result) != 2:
        kind = type(result).__name__
        raise TracerError(
            f"scan: f returned {kind}, a pair (carry, y) is wanted; write `return carry, None` where "
            "nothing is to be stacked"
        )
    return result


def _length(slices: Sequence[Array], tree: trees.TreeDef, length: Dim | None) -> Dim:
    """The number of rounds."""
    labels = names(tree, "xs")
    for label, x in zip(labels, slices, strict=True):
        if not x.shape:
            raise ShapeError(f"scan: {label} has no axis to go along; its shape is ()")
    if not slices:
        if length is None:
            raise ShapeError("scan: without xs the number of rounds is wanted; write length=...")
        return max(length, 0) if isinstance(length, int) else length
    rounds: Dim = slices[0].shape[0] if length is None else length
    for label, x in zip(labels, slices, strict=True):
        if known_equal(x.shape[0], rounds) is False:
            what = "length" if length is not None else f"that of {labels[0]}"
            raise ShapeError(
                f"scan: {label} has {x.shape[0]!r} slices along its first axis, {what} is {rounds!r}"
            )
        rounds = check_equal(rounds, x.shape[0])
    return rounds


def fori_loop(lower: Any, upper: Any, body_fun: Callable[[Any, T], T], init: T) -> T:
    """`for i in range(lower, upper): carry = body_fun(i, carry)`, from `init` on; the last carry.

    Bounds that are ints, sizes, or tensors with a value make a `scan`; bounds that only the run knows make a
    `while_loop`. `i` is an int64 tensor.

    >>> import nitinol as ni
    >>> ni.fori_loop(0, 5, lambda i, total: total + i, 0)
    tensor(10)
    """
    bounds = [x if isinstance(x, Size) else concrete(_bound(x)) for x in (lower, upper)]
    if all(b is not None for b in bounds):
        low, high = [b if isinstance(b, Size) else int(b) for b in bounds]
        rounds = high - low
        if isinstance(rounds, int):
            rounds = max(rounds, 0)
        start: Any = array(low, "fori_loop")
        state, _ = scan(
            lambda c, _: ((c[0] + 1, body_fun(c[0], c[1])), None), (start, init), None, rounds
        )
        return state[1]  # type: ignore[no-any-return]
    last = to_dtype(array(upper, "fori_loop"), int64)
    first = to_dtype(array(lower, "fori_loop"), int64)
    return while_loop(
        lambda c: c[0] < last, lambda c: (c[0] + 1, body_fun(c[0], c[1])), (first, init)
    )[1]


def _bound(x: Any) -> Array:
    found = _scalar("fori_loop", x, "a bound")
    if found.dtype.kind not in "biu":
        raise DTypeError(
            f"fori_loop: a bound has dtype {found.dtype}, an integer is wanted; write .astype(ni.int64)"
        )
    return found


def map(f: Callable[[Any], Any], xs: Any, batch_size: int | None = None) -> Any:
    """f of every slice of `xs` along the first axis, stacked.

    One slice after the other, in constant memory besides the results; `ni.vmap(f)` does all at once.
    With `batch_size`, that many slices at once.

    >>> import nitinol as ni
    >>> ni.map(lambda x: x.sum(), ni.ones((3, 4)))
    tensor([4., 4., 4.])
    """
    if batch_size is None:
        return scan(lambda _, x: ((), f(x)), (), xs)[1]
    if batch_size < 1:
        raise ValueError(f"map: batch_size is {batch_size}, at least 1 is wanted")
    slices, tree = leaves_of(xs, "map")
    count = _length(slices, tree, None)
    if not isinstance(count, int):
        raise ShapeError(
            f"map: batch_size divides slices, whose number {count!r} is open in this compiled function; "
            "leave batch_size out, or use ni.vmap"
        )
    whole = count // batch_size * batch_size
    mapped = map_slot[0](f)
    parts = []
    if whole:
        chunks = [
            x[:whole].reshape((whole // batch_size, batch_size, *x.shape[1:])) for x in slices
        ]
        found = scan(lambda _, x: ((), mapped(x)), (), trees.unflatten(tree, chunks))[1]
        parts.append(trees.map(lambda y: y.reshape((whole, *y.shape[2:])), found))
    if whole < count or not parts:
        parts.append(mapped(trees.unflatten(tree, [x[whole:] for x in slices])))
    if len(parts) == 1:
        return parts[0]
    return trees.map(lambda a, b: concatenate([a, b]), *parts)


__all__ = ["cond", "fori_loop", "map", "scan", "switch", "while_loop"]

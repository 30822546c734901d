"""Attention that a program writes out becomes the operation that never forms its weights.

`softmax(q @ k.mT * scale + bias) @ v`, with scores that `where` sets to −∞ and weights that `ni.random.dropout` drops,
needs memory for a matrix of scores, and so does its gradient. This pass finds the softmax, reads what is in front of
it and who reads the weights, and puts `attend` and `attend_transposed` (`ops.attending`) in their place. It is applied
to traced programs, in which a softmax is still one node, so forward and backward pass are seen together:

    S = dot(q, kᵀ), then multiplied or divided by numbers, a bias added, where(mask, S, −∞)          `_Scores`
    P = softmax(S);  W = P, or where(keep, P · c, 0) with random bits of a key                       `_Weights`
    o = dot(W, v)
    cv = dot(Wᵀ, g);  G = dot(g, vᵀ), dropped as W is;  M = G·P;  C = M − P·ΣM                       the way back
    C, masked and scaled as S is, is read by dot(C, k) and dot(qᵀ, C): the gradients of q and kᵀ

A mask that is causal (`causal`) is not read at all, and the blocks that it hides are left out.

A softmax over no keys at all, times no values, is 0 where it is written out, and NaN as the operation. What stands in
the bodies of loops is not looked at.

All or nothing: where anything else reads the weights or what is computed of them (somebody prints them, a second
derivative, forward mode), the program stays as it is.

Only in `fast` mode (`ni.set_numerics`). The weights are normalised behind the product with v here, and summed in
blocks, so results differ in the last bits from those of the operations one by one. In eager mode they are one by one,
and by default a compiled program gives the bits of eager mode. There, whoever wants attention calls it:
`ni.nn.functional.attention`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ..base.record import field, record
from ..base.sizes import product
from ..ir.graph import Builder, Graph, Node, Value, rewrite, splice
from ..ops.activations import softmax_op
from ..ops.arithmetic import negative
from ..ops.attending import Drop, attend, attend_transposed, dropout_factor
from ..ops.creation import iota, number_of
from ..ops.families import expand, primitives
from ..ops.logic import where
from ..ops.random_bits import KEEP_BITS, keep_bound, threefry
from ..ops.reductions import sum as total
from ..ops.shaping import matrix_transpose, reshaped
from ..trace.bind import bind
from ..trace.primitives import broadcast_to, permute
from ..trace.stage import stage
from .causal import is_causal

Plan = Callable[[dict[Value, Value], Builder], Value | None]

_FLOATS: Final = ("float32", "float64")


def recognised(graph: Graph) -> Graph:
    """The same program with attention as an operation."""
    if not any(n.op is softmax_op for n in graph.nodes):
        return graph
    users = graph.users()
    for v in graph.outputs:
        users.setdefault(v, []).append(_RESULT)
    plans: dict[Node, Plan] = {}
    for node in graph.nodes:
        if node.op is softmax_op:
            found = _Match(node, users).run()
            plans.update(found or {})
    if not plans:
        return graph
    known: dict[Value, Value] = {}

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        known.update(zip(node.operands, operands, strict=True))
        plan = plans.get(node)
        made = None if plan is None else plan(known, builder)
        return None if made is None else (made,)

    return rewrite(graph, visit)


# --- looking at values


class _StopError(Exception):
    """This is something else."""


_RESULT: Any = object()  # reads what the program returns


def _is(value: Value, name: str) -> Node | None:
    node = value.node
    return node if node is not None and node.op is primitives[name] else None


def _number(value: Value) -> complex | None:
    """The number that a value repeats."""
    while (node := value.node) is not None and node.op is broadcast_to:
        value = node.operands[0]
    return value.number


def _turned(value: Value) -> Value | None:
    """What `value` is with its last two axes exchanged, where it was made so."""
    node = value.node
    return node.operands[0] if node is not None and _turns(node) else None


def _turns(node: Node) -> bool:
    n = len(node.outputs[0].type.shape)
    return node.op is permute and tuple(node.params["perm"]) == (*range(n - 2), n - 1, n - 2)


def _plain(value: Value) -> tuple[Value, bool]:
    """(what a value is made of by exchanging its last two axes, whether they are exchanged)."""
    odd = False
    while (before := _turned(value)) is not None:
        value, odd = before, not odd
    return value, odd


def _are_turned(a: Value, b: Value) -> bool:
    """Whether one is the other with its last two axes exchanged."""
    (x, odd), (y, even) = _plain(a), _plain(b)
    return x is y and odd is not even


# --- one softmax


@record()
class _Scores:
    """How scores come about: from the product outwards."""

    q: Value
    across: Value  # keys, transposed
    scale: float = 1.0
    bias: Value | None = None
    masks: list[tuple[Value, bool]] = field(default_factory=list)  # (bool mask, whether it hides)
    # What is done to the scores and, the other way, to their cotangents: ("where", mask, hides), ("times", op, number).
    steps: list[tuple[Any, ...]] = field(default_factory=list)


@record()
class _Drops:
    """Dropout: (mask of what stays, the factor as a value), key and rate."""

    keep: Value
    factor: Value
    key: Value
    rate: float


class _Match:
    """What a softmax belongs to; `run` gives for each result what is to be put in its place."""

    def __init__(self, node: Node, users: dict[Value, list[Node]]) -> None:
        self.softmax = node
        self.users = users
        self.weights = node.outputs[0]
        self.scores: _Scores
        self.drops: _Drops | None = None
        self.plans: dict[Node, str] = {}  # what each result is
        self.values: Value | None = None
        self.cotangent: Value | None = None

    def run(self) -> dict[Node, Plan] | None:
        shape = self.weights.type.shape
        if self.weights.type.dtype.name not in _FLOATS or len(shape) < 2:
            return None
        if self.softmax.params["axis"] != len(shape) - 1:
            return None
        try:
            self.scores = self._scores(self.softmax.operands[0])
            self._read(self.weights)
            self._check_shapes()
        except _StopError:
            return None
        if not self.plans:
            return None
        return {node: self._plan(what) for node, what in self.plans.items()}

    def _only(self, value: Value) -> list[Node]:
        """Who reads a value, which is no result."""
        found = self.users.get(value, [])
        if _RESULT in found:
            raise _StopError
        return found

    # --- in front

    def _scores(self, value: Value) -> _Scores:
        steps: list[tuple[Any, ...]] = []
        bias: Value | None = None
        masks: list[tuple[Value, bool]] = []
        scale = 1.0
        while True:
            if len(self._only(value)) != 1:
                raise _StopError
            if node := _is(value, "dot"):
                q, across = node.operands
                return _Scores(q, across, scale, bias, masks, steps)
            if node := _is(value, "where"):
                mask, yes, no = node.operands
                hides = _number(yes) == -float("inf")
                if not hides and _number(no) != -float("inf"):
                    raise _StopError
                # Behind a scale, which must not make +∞ of −∞.
                if scale <= 0 or mask.type.shape != value.type.shape:
                    raise _StopError
                masks.append((mask, hides))
                steps.append(("where", mask, hides))
                value = no if hides else yes
            elif node := _is(value, "multiply") or _is(value, "divide"):
                a, b = node.operands
                if node.op is primitives["multiply"] and _number(b) is None:
                    a, b = b, a
                number = _number(b)
                if not isinstance(number, (int, float)) or not number:
                    raise _StopError
                scale = scale * number if node.op is primitives["multiply"] else scale / number
                steps.append(("times", node.op, b))
                value = a
            elif node := _is(value, "add"):
                if bias is not None or scale != 1:
                    raise _StopError
                a, b = node.operands
                value, bias = (a, b) if self._leads(a) else (b, a)
            else:
                raise _StopError

    def _leads(self, value: Value) -> bool:
        """Whether the way to the product goes on here."""
        return any(_is(value, name) for name in ("dot", "where", "multiply", "divide"))

    # --- behind

    def _read(self, p: Value) -> None:
        """All that reads the weights."""
        changes: list[Node] = []
        for node in self._only(p):
            if node.op is primitives["multiply"] and self._drops_of(node, p):
                continue
            if node.op is primitives["multiply"]:
                changes.append(node)
            elif node.op is primitives["dot"] or _turns(node):
                self._used(p, node)
            else:
                raise _StopError
        if self.drops is not None and any(
            n.op is primitives["dot"] or _turns(n) for n in self._only(p)
        ):
            raise _StopError  # some are dropped, some are not
        if changes:
            self._back(p, changes)

    def _used(self, weights: Value, node: Node) -> None:
        """The product with v, or Wᵀ·g."""
        if node.op is primitives["dot"]:
            if node.operands[0] is not weights or self._put(node, "o"):
                raise _StopError
            self._same("values", node.operands[1])
            return
        for dot in self._only(node.outputs[0]):
            if dot.op is not primitives["dot"] or dot.operands[0] is not node.outputs[0]:
                raise _StopError
            self._put(dot, "v")
            self._same("cotangent", dot.operands[1])

    def _put(self, node: Node, what: str) -> bool:
        if what in self.plans.values():
            raise _StopError
        self.plans[node] = what
        return False

    def _same(self, name: str, value: Value) -> None:
        if getattr(self, name) not in (None, value):
            raise _StopError
        setattr(self, name, value)

    def _drops_of(self, node: Node, p: Value) -> bool:
        """Whether `node` is the product with the factor of dropout."""
        a, b = node.operands
        factor = b if a is p else a
        if not isinstance(_number(factor), (int, float)):
            return False
        for chosen in self._only(node.outputs[0]):
            if chosen.op is not primitives["where"] or _number(chosen.operands[2]) != 0:
                raise _StopError
            if self.drops is not None or chosen.operands[1] is not node.outputs[0]:
                raise _StopError
            self.drops = _drops(chosen.operands[0], factor)
            w = chosen.outputs[0]
            for user in self._only(w):
                if user.op is not primitives["dot"] and not _turns(user):
                    raise _StopError
                self._used(w, user)
        return True

    def _back(self, p: Value, changes: list[Node]) -> None:
        """C = M + P·(−ΣM), with M = G·P."""
        if len(changes) != 2:
            raise _StopError
        first, second = changes
        if self._folded(second) is None:
            first, second = second, first
        fold = self._folded(second)
        m = first.outputs[0]
        if fold is not m or len(self._only(m)) != 2:
            raise _StopError
        a, b = first.operands
        self._cotangent_of(a if b is p else b)
        (c,) = self._readers(second.outputs[0], 1)
        if c.op is not primitives["add"] or set(c.operands) != {m, second.outputs[0]}:
            raise _StopError
        value = c.outputs[0]
        for step in self.scores.steps:
            (node,) = self._readers(value, 1)
            if step[0] == "where":
                _, mask, hides = step
                condition, yes, no = (
                    node.operands if node.op is primitives["where"] else (None, value, value)
                )
                kept, gone = (no, yes) if hides else (yes, no)
                if condition is not mask or kept is not value or _number(gone) != 0:
                    raise _StopError
            elif node.op is not step[1] or step[2] not in node.operands:
                raise _StopError
            value = node.outputs[0]
        for node in self._only(value):
            if node.op is not primitives["dot"]:
                raise _StopError
            a, b = node.operands
            if a is value and _are_turned(b, self.scores.across):
                self._put(node, "q")
            elif b is value and _are_turned(a, self.scores.q):
                self._put(node, "k")
            else:
                raise _StopError

    def _readers(self, value: Value, count: int) -> list[Node]:
        found = self._only(value)
        if len(found) != count:
            raise _StopError
        return found

    def _folded(self, node: Node) -> Value | None:
        """M where a node multiplies by −ΣM."""
        for x in node.operands:
            spread = _is(x, "broadcast_to")
            fold = None if spread is None else _is(spread.operands[0], "reduce_sum")
            minus = None if fold is None else _is(fold.operands[0], "negative")
            if fold is None or minus is None:
                continue
            last = len(minus.outputs[0].type.shape) - 1
            if tuple(fold.params["axes"]) != (last,):
                continue
            for inner in (minus.outputs[0], fold.outputs[0]):
                self._readers(inner, 1)
            return minus.operands[0]
        return None

    def _cotangent_of(self, value: Value) -> None:
        """G is g·vᵀ, dropped where the weights are."""
        self._readers(value, 1)
        if self.drops is not None:
            node = _is(value, "multiply")
            if node is None or self.drops.factor not in node.operands:
                raise _StopError
            a, b = node.operands
            chosen = _is(a if b is self.drops.factor else b, "where")
            if chosen is None or chosen.operands[0] is not self.drops.keep:
                raise _StopError
            self._readers(chosen.outputs[0], 1)
            value = chosen.operands[1]
            if _number(chosen.operands[2]) != 0:
                raise _StopError
            self._readers(value, 1)
        node = _is(value, "dot")
        if node is None:
            raise _StopError
        g, across = node.operands
        v, odd = _plain(across)
        if not odd:
            raise _StopError
        self._same("values", v)
        self._same("cotangent", g)

    def _check_shapes(self) -> None:
        """Products broadcast batches of one, attention does not."""
        batch = self.weights.type.shape[:-2]
        for x in (self.scores.q, self.scores.across, self.values, self.cotangent, self.scores.bias):
            if x is not None and x.type.shape[:-2] != batch:
                raise _StopError
        needs = {
            "o": (self.values,),
            "v": (self.cotangent,),
            "q": (self.values,),
            "k": (self.values,),
        }
        if any(None in needs[what] for what in self.plans.values()):
            raise _StopError
        if set(self.plans.values()) - {"o"} and self.values is None:
            raise _StopError

    # --- what is put in place

    def _plan(self, what: str) -> Plan:
        scores, drops = self.scores, self.drops
        given: list[Value] = [scores.q, scores.across]
        assert self.values is not None
        given.append(self.values)
        masks = [(m, hides) for m, hides in scores.masks if not is_causal(m, hides)]
        causal = len(masks) < len(scores.masks)
        given += [m for m, _ in masks]
        cotangent = None if what == "o" else self.cotangent
        for more in (scores.bias, None if drops is None else drops.key, cotangent):
            if more is not None:
                given.append(more)
        wanted = tuple([x in self.plans.values() for x in "qkv"])

        def body(q: Any, across: Any, v: Any, *rest: Any) -> Any:
            left = list(rest)
            k = matrix_transpose(across)
            mask: Any = None
            for _, hides in masks:
                shown = ~left.pop(0) if hides else left.pop(0)
                mask = shown if mask is None else mask & shown
            if scores.bias is not None:
                bias = left.pop(0)
                mask = bias if mask is None else where(mask, bias, float("-inf"))
            fixed = [] if mask is None else [mask]
            params: dict[str, Any] = {"causal": causal, "scale": scores.scale}
            if drops is not None:
                drop = _places(left.pop(0), q, k, drops.rate)
                fixed += [drop.key, drop.first]
                params["rate"] = drop.rate
            o, lse = bind(attend, q, k, v, *fixed, **params)
            if what == "o":
                return o
            (g,) = left
            line = negative(total(g * o, -1))
            made = bind(attend_transposed, q, k, v, lse, *fixed, g, line, wanted=wanted, **params)
            found = made[[x for x, w in zip("qkv", wanted, strict=True) if w].index(what)]
            return matrix_transpose(found) if what == "k" else found

        def build(known: dict[Value, Value], builder: Builder) -> Value | None:
            if not all(x in known for x in given):
                return None  # what is computed later cannot be read yet
            operands = [known[x] for x in given]
            made = stage(body, [x.type for x in operands]).graph
            return splice(made, builder, operands)[0]

        return build


def _places(key: Any, q: Any, k: Any, rate: float) -> Drop:
    """Where the random bits of dropout lie: one counter for each weight."""
    batch = q.shape[:-2]
    each = number_of(q.shape[-2], key.dtype) * number_of(k.shape[-2], key.dtype)
    first = reshaped(iota((product(batch),), 0, key.dtype), batch) * each
    return Drop(expand(key, batch), first, rate)


def _drops(keep: Value, factor: Value) -> _Drops:
    """What is behind a mask, if `random_bits.keep_mask` made it of a key."""

    def inner(value: Value, name: str) -> tuple[Value, ...]:
        node = _is(value, name)
        if node is None:
            raise _StopError
        return node.operands

    digits, bound = inner(keep, "greater_equal")
    word, shift = inner(digits, "bitwise_right_shift")
    (block,) = inner(word, "cast")
    if word.type.dtype.name != "uint32" or _number(shift) != 32 - KEEP_BITS:
        raise _StopError
    node = block.node
    if node is None or node.op is not threefry:
        raise _StopError
    spread, places = node.operands
    (key,) = inner(spread, "broadcast_to")
    (flat,) = inner(places, "reshape")
    counter = _is(flat, "iota")
    if counter is None or len(flat.type.shape) != 1 or key.type.shape or key.number is not None:
        raise _StopError
    number = _number(factor)
    if not isinstance(number, float) or number < 1:
        raise _StopError
    rate = 1 - 1 / number
    if _number(bound) != keep_bound(rate) or abs(dropout_factor(rate) - number) > 1e-9 * number:
        raise _StopError
    return _Drops(keep, factor, key, rate)

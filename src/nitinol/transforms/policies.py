"""What `ni.checkpoint` keeps of what a region computes: policies, named as in JAX.

A policy is a function of a node of the region's graph that says whether its results may be kept.
`ni.checkpoint` also takes the name of one without `_saveable`: "dots", "nothing".

>>> import nitinol as ni
>>> f = ni.checkpoint(lambda x, w: ni.sin(x @ w), policy="dots")
>>> f(ni.ones((2, 2)), ni.ones((2, 2))).shape
(2, 2)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..base import trees
from ..ir.graph import Node
from ..ir.op import Movement, Op
from ..trace.bind import bind
from ..trace.primitives import linear_jvp
from .leaves import differentiable

Policy = Callable[[Node], bool]

checkpoint_name_op: Final[Op] = Op(
    "checkpoint_name",
    infer=lambda x, *, name: x,
    lowering=Movement(
        lambda coords, source, target, *, name: list(coords), lambda strided, *, name: strided
    ),
    jvp=linear_jvp(lambda: checkpoint_name_op),
    transpose=lambda cotangent, x, *, name: (cotangent,),
    batch=lambda args, axes, size, *, name: (bind(checkpoint_name_op, args[0], name=name), axes[0]),
    family="movement",
)


def checkpoint_name(x: Any, name: str) -> Any:
    """The same tensors (a nest of them), under a name that policies can choose them by.

    >>> import nitinol as ni
    >>> policy = ni.checkpoint_policies.save_only_these_names("hidden")
    >>> f = ni.checkpoint(lambda x: ni.sin(ni.checkpoint_name(ni.exp(x), "hidden")), policy=policy)
    >>> round(ni.grad(f)(0.0).item(), 4)
    0.5403
    """
    return trees.map(
        lambda leaf: bind(checkpoint_name_op, leaf, name=name) if differentiable(leaf) else leaf, x
    )


def everything_saveable(node: Node) -> bool:
    """Keep all: reverse mode as without `checkpoint`."""
    return True


def nothing_saveable(node: Node) -> bool:
    """Keep nothing but the arguments; the default."""
    return False


def dots_saveable(node: Node) -> bool:
    """Keep the results of products (`matmul` and what is made of it) and of convolutions."""
    return _template(node) in ("matmul", "conv")


def dots_with_no_batch_dims_saveable(node: Node) -> bool:
    """Keep the results of products of matrices without batch axes: of layers, not of attention."""
    return _template(node) == "matmul" and node.outputs[0].type.ndim <= 2


def save_only_these_names(*names: str) -> Policy:
    """Keep what `ni.checkpoint_name` gave one of these names."""
    chosen = frozenset(names)
    return lambda node: node.op is checkpoint_name_op and node.params["name"] in chosen


def save_from_both_policies(first: Policy, second: Policy) -> Policy:
    """Keep what either keeps."""
    return lambda node: first(node) or second(node)


checkpoint_dots = dots_saveable
checkpoint_dots_with_no_batch_dims = dots_with_no_batch_dims_saveable


def _template(node: Node) -> str | None:
    found = getattr(node.op.lowering, "template", None)
    return found if isinstance(found, str) else None


_NAMES: Final[dict[str, Policy]] = {
    "everything": everything_saveable,
    "nothing": nothing_saveable,
    "dots": dots_saveable,
    "dots_with_no_batch_dims": dots_with_no_batch_dims_saveable,
}


def chosen(policy: str | Policy | None) -> Policy:
    """A policy for what users pass.

    Raises `ValueError` for a name that there is not.
    """
    if policy is None:
        return nothing_saveable
    if isinstance(policy, str):
        found = _NAMES.get(policy.removesuffix("_saveable"))
        if found is None:
            raise ValueError(
                f"checkpoint: there is no policy {policy!r}; write one of "
                f"{', '.join(map(repr, _NAMES))}, or a function of ni.checkpoint_policies"
            )
        return found
    if not callable(policy):
        raise TypeError(
            f"checkpoint: a policy is a name or a function, got {type(policy).__name__}; "
            "see ni.checkpoint_policies"
        )
    return policy

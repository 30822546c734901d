"""What users call to differentiate: names and checks; the machinery is in `trace` and `exec`.

`reverse`: grad, value_and_grad, vjp, linearize. `forward`: jvp. `recording`: stop_gradient,
no_grad, enable_grad. `vmap`: vmap.
"""

from ..trace import wholes  # noqa: F401 - from here on derivatives take composites as wholes
from . import autograd
from . import policies as checkpoint_policies
from .checkpoint import checkpoint
from .custom_jvp import custom_jvp
from .custom_vjp import custom_vjp
from .forward import jvp
from .jacobians import hessian, hvp, jacfwd, jacobian, jacrev
from .linear import linear_transpose
from .policies import checkpoint_name
from .recording import enable_grad, inference_mode, no_grad, stop_gradient
from .reverse import grad, linearize, value_and_grad, vjp
from .tape import GradientTape
from .vmap import vmap

__all__ = [
    "GradientTape",
    "autograd",
    "checkpoint",
    "checkpoint_name",
    "checkpoint_policies",
    "custom_jvp",
    "custom_vjp",
    "enable_grad",
    "grad",
    "hessian",
    "hvp",
    "inference_mode",
    "jacfwd",
    "jacobian",
    "jacrev",
    "jvp",
    "linear_transpose",
    "linearize",
    "no_grad",
    "stop_gradient",
    "value_and_grad",
    "vjp",
    "vmap",
]

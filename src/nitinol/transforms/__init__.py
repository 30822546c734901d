"""What users call to differentiate: names and checks; the machinery is in `trace` and `exec`.

`reverse`: grad, value_and_grad, vjp, linearize. `forward`: jvp. `recording`: stop_gradient,
no_grad, enable_grad. `vmap`: vmap.
"""

from .forward import jvp
from .recording import enable_grad, no_grad, stop_gradient
from .reverse import grad, linearize, value_and_grad, vjp
from .vmap import vmap

__all__ = [
    "enable_grad",
    "grad",
    "jvp",
    "linearize",
    "no_grad",
    "stop_gradient",
    "value_and_grad",
    "vjp",
    "vmap",
]

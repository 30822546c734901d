"""Random numbers: `ni.random`.

    ni.random.seed(0)                    # the default generator
    x = ni.random.normal((3, 4))         # draws from it
    a, b = ni.random.split(ni.random.key(7))
    y = ni.random.uniform(5, key=a)      # depends on the key alone

All bits come from Threefry (`threefry`), as a function of key and place, so results do not
depend on threads.
"""

from .distributions import (
    bernoulli,
    categorical,
    choice,
    dropout,
    exponential,
    gumbel,
    normal,
    permutation,
    randint,
    uniform,
)
from .generator import Generator, default_generator, seed
from .threefry import fold_in, key, threefry2x32
from .threefry import split_key as split

__all__ = [
    "Generator",
    "bernoulli",
    "categorical",
    "choice",
    "default_generator",
    "dropout",
    "exponential",
    "fold_in",
    "gumbel",
    "key",
    "normal",
    "permutation",
    "randint",
    "seed",
    "split",
    "threefry2x32",
    "uniform",
]

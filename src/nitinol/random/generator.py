"""`Generator`: a key that changes with every use, for code that does not want to carry keys
around.

Its whole state is one key, a tensor: `generator.key`. A compiled function reads the key when it
is called and writes the new one back, as it does with every other state, so each call draws new
numbers. Inside `ni.vmap` each element gets a key of its own, as in a loop over the elements.
"""

from __future__ import annotations

from typing import Any

from ..trace.array import Array
from ..trace.bind import active
from ..transforms.collectives import token_of
from . import threefry


class Generator:
    """A source of keys; see the module's docstring.

    >>> a, b = Generator(7), Generator(7)
    >>> int(a.next_key()) == int(b.next_key())
    True
    """

    def __init__(self, seed: int = 0) -> None:
        self._seed: int = seed
        self._key: Any = None  # made at first use, so that importing compiles nothing

    @property
    def key(self) -> Array:
        """The state: the key from which the next ones come.

        >>> g = ni.random.Generator(0)
        >>> g.key.shape
        ()
        """
        if self._key is None:
            # A value of its own also while a function is traced, which then captures it.
            stage, active.stage = active.stage, None
            try:
                self._key = threefry.key(self._seed)
            finally:
                active.stage = stage
        return self._key  # type: ignore[no-any-return]

    @key.setter
    def key(self, key: Array) -> None:
        self._key = key

    def seed(self, seed: int) -> Generator:
        """Start again from a seed, an int.

        >>> g = ni.random.Generator(0)
        >>> g.seed(1)
        Generator(seed=1)
        """
        if isinstance(seed, bool) or not hasattr(seed, "__index__"):
            raise TypeError(f"seed: an int is wanted, got {seed!r}")
        self._seed = seed
        if self._key is not None:  # in place: compiled functions hold this tensor
            self._key._assign(threefry.key(seed))
        return self

    def next_key(self) -> Array:
        """A key to use once.

        >>> g = ni.random.Generator(0)
        >>> bool(g.next_key() == g.next_key())
        False
        """
        key = self.key
        after, use = threefry.advance(key)
        key._assign(after)
        for level in active.mapped:  # another key for each element
            use = threefry.fold_in(use, token_of(level))
        return use

    def __repr__(self) -> str:
        return f"Generator(seed={self._seed})"


default_generator = Generator(0)


def seed(seed: int) -> None:
    """Start the default generator again from a seed: equal seeds give equal numbers ever
    after.

    >>> ni.random.seed(0)
    >>> a = ni.random.normal((2,))
    >>> ni.random.seed(0)
    >>> bool((ni.random.normal((2,)) == a).all())
    True
    """
    default_generator.seed(seed)

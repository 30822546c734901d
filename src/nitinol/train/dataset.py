"""The handwritten digits inside the package, and how they are divided.

The 1797 pictures are split once and for all, before anything is trained: 360 for the final test,
1437 for training; every choice (network, learning rate, augmentation) is made with validation
inside the 1437. The split is stratified: each digit has its share of both parts. It does not depend
on any random generator, which another version might change: the pictures of a class are put in
the order of the SHA-256 of "seed:index", and the first of them are the test's.

Everything here is plain Python over bytes, so that it can be tested without a tensor.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

CLASSES: Final = 10
SIDE: Final = 8  # a picture has SIDE × SIDE points
LEVELS: Final = 16  # a point is 0 (paper) to LEVELS (ink)
TEST_COUNT: Final = 360
SPLIT_SEED: Final = 0
DIGEST: Final = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"


@dataclass(frozen=True)
class Digits:
    """Pictures (64 bytes each, 0…16, row by row) and the digit that each shows."""

    pictures: tuple[bytes, ...]
    labels: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: Sequence[int]) -> Digits:
        """The pictures at `indices`, in that order."""
        return Digits(
            tuple(self.pictures[i] for i in indices), tuple(self.labels[i] for i in indices)
        )


def load() -> Digits:
    """All 1797 pictures.

    >>> digits = load()
    >>> len(digits), digits.labels[:5]
    (1797, (0, 1, 2, 3, 4))
    """
    packed = files("nitinol.train").joinpath("assets/digits.csv.gz").read_bytes()
    found = hashlib.sha256(packed).hexdigest()
    if found != DIGEST:
        raise OSError(
            f"the file digits.csv.gz of this installation is damaged: its SHA-256 is {found}, "
            f"it should be {DIGEST}; install nitinol again"
        )
    pictures, labels = [], []
    for line in gzip.decompress(packed).decode("ascii").splitlines():
        *points, label = map(int, line.split(","))
        pictures.append(bytes(points))
        labels.append(label)
    return Digits(tuple(pictures), tuple(labels))


def shares(counts: Sequence[int], wanted: int) -> list[int]:
    """`wanted` things divided in proportion to `counts`, by largest remainders.

    >>> shares([50, 30, 21], 10)
    [5, 3, 2]
    """
    total = sum(counts)
    whole = [c * wanted // total for c in counts]
    remainder = [(c * wanted) % total for c in counts]
    missing = wanted - sum(whole)
    for i in sorted(range(len(counts)), key=lambda i: (-remainder[i], i))[:missing]:
        whole[i] += 1
    return whole


def stratified(labels: Sequence[int], wanted: int, seed: int) -> tuple[list[int], list[int]]:
    """(the other indices, `wanted` indices in which each label has its share), both sorted."""
    members: list[list[int]] = [[] for _ in range(CLASSES)]
    for index, label in enumerate(labels):
        members[label].append(index)
    chosen: list[int] = []
    for group, share in zip(members, shares([len(m) for m in members], wanted), strict=True):
        group.sort(key=lambda index: hashlib.sha256(f"{seed}:{index}".encode()).digest())
        chosen += group[:share]
    taken = set(chosen)
    return [i for i in range(len(labels)) if i not in taken], sorted(chosen)


def split(digits: Digits) -> tuple[Digits, Digits]:
    """(1437 for training, 360 for the test)."""
    training, test = stratified(digits.labels, TEST_COUNT, SPLIT_SEED)
    return digits.take(training), digits.take(test)

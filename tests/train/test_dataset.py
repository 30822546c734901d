"""The digits, and that their split never changes."""

from __future__ import annotations

import hashlib
from collections import Counter

from nitinol.train import dataset


def test_all_pictures() -> None:
    digits = dataset.load()
    assert len(digits) == 1797
    assert all(len(p) == 64 and max(p) <= 16 for p in digits.pictures)
    # the class counts that the data set's own description gives
    assert [Counter(digits.labels)[d] for d in range(10)] == [
        178, 182, 177, 183, 181, 182, 181, 179, 174, 180,
    ]  # fmt: skip


def test_the_split_is_stratified_disjoint_and_fixed() -> None:
    digits = dataset.load()
    training, test = dataset.split(digits)
    assert (len(training), len(test)) == (1437, 360)
    assert Counter(training.pictures) + Counter(test.pictures) == Counter(digits.pictures)
    whole, part = Counter(digits.labels), Counter(test.labels)
    assert all(abs(part[d] - whole[d] * 360 / 1797) < 1 for d in range(10))
    # A change here would make every published accuracy incomparable.
    seen = hashlib.sha256(b"".join(test.pictures) + bytes(test.labels)).hexdigest()
    assert seen == "e89f1555440e58205eb7ccf087c32398393c9304a5d0a0ab11747acb0079f195"


def test_other_seeds_choose_other_pictures() -> None:
    labels = dataset.load().labels
    a = dataset.stratified(labels, 100, 0)[1]
    b = dataset.stratified(labels, 100, 1)[1]
    assert len(set(a)) == len(set(b)) == 100
    assert len(set(a) & set(b)) < 30

"""Random numbers: the published answers of Threefry, distributions, and what keys promise."""

from __future__ import annotations

import numpy as np
import pytest

import nitinol as ni
import nitinol.random as rnd


def number(x):
    return np.asarray(x.numpy())


# "kat_vectors" of the Random123 library of the authors of Salmon et al., SC 2011: threefry2x32, 20 rounds.
KNOWN = [
    ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
]


def _word(pair):
    return np.array([pair[0] | pair[1] << 32], np.uint64)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_threefry_gives_the_published_answers(counter, key, answer) -> None:
    got = number(rnd.threefry2x32(ni.tensor(_word(key)), ni.tensor(_word(counter))))
    np.testing.assert_array_equal(got, _word(answer))


def test_equal_keys_give_equal_numbers_and_others_do_not() -> None:
    a = number(rnd.uniform((50,), key=rnd.key(3)))
    np.testing.assert_array_equal(a, number(rnd.uniform((50,), key=rnd.key(3))))
    assert not np.any(a == number(rnd.uniform((50,), key=rnd.key(4))))


def test_split_and_fold_in_make_different_keys() -> None:
    parts = number(rnd.split(rnd.key(0), 1000))
    folded = [int(number(rnd.fold_in(rnd.key(0), i))) for i in range(3)]
    assert len(set(parts.tolist())) == 1000
    assert folded == parts[:3].tolist()


def test_the_generator_changes_and_restarts() -> None:
    rnd.seed(5)
    first = [number(rnd.normal((4,))) for _ in range(2)]
    assert not np.array_equal(*first)
    rnd.seed(5)
    np.testing.assert_array_equal(first[0], number(rnd.normal((4,))))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_uniform_numbers(dtype) -> None:
    x = number(rnd.uniform((20000,), dtype=dtype, key=rnd.key(1))).astype(np.float64)
    assert x.min() >= 0
    assert x.max() < 1
    histogram = np.histogram(x, 10, (0, 1))[0]
    assert abs(histogram - 2000).max() < 6 * np.sqrt(2000)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_normal_numbers(dtype) -> None:
    from scipy.stats import kstest

    x = number(rnd.normal((20000,), dtype=dtype, key=rnd.key(2))).astype(np.float64)
    assert kstest(x, "norm").pvalue > 1e-4
    assert x.max() > 3.3
    y = number(rnd.normal((20000,), 5.0, 0.1, dtype=dtype, key=rnd.key(2)))
    np.testing.assert_allclose(y, 5 + 0.1 * x, atol=1e-5)


def test_exponential_and_gumbel_numbers() -> None:
    from scipy.stats import kstest

    x = number(rnd.exponential((5000,), key=rnd.key(3))).astype(np.float64)
    assert kstest(x, "expon").pvalue > 1e-4
    y = number(rnd.gumbel((5000,), key=rnd.key(3))).astype(np.float64)
    assert kstest(y, "gumbel_r").pvalue > 1e-4


def test_integers() -> None:
    x = number(rnd.randint(-3, 4, (7000,), key=rnd.key(4)))
    values, counts = np.unique(x, return_counts=True)
    assert values.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert abs(counts - 1000).max() < 6 * np.sqrt(1000)
    assert rnd.randint(5, key=rnd.key(0)).shape == ()
    with pytest.raises(ni.ShapeError, match="low must be less"):
        rnd.randint(3, 3)


def test_bernoulli_and_dropout() -> None:
    x = number(rnd.bernoulli(0.3, (20000,), key=rnd.key(5)))
    assert x.dtype == bool
    assert abs(x.mean() - 0.3) < 0.02
    y = number(rnd.dropout(ni.ones(20000), 0.25, key=rnd.key(6)))
    assert set(np.unique(y).tolist()) == {0.0, float(np.float32(1 / 0.75))}
    assert abs((y == 0).mean() - 0.25) < 0.02
    assert number(rnd.dropout(ni.ones(3), 0.5, training=False)).tolist() == [1, 1, 1]


def test_permutations() -> None:
    p = number(rnd.permutation(1000, key=rnd.key(7)))
    assert sorted(p.tolist()) == list(range(1000))
    assert p.tolist() != list(range(1000))
    x = ni.tensor(np.arange(12).reshape(4, 3))
    rows = number(rnd.permutation(x, key=rnd.key(8)))
    assert sorted(rows.tolist()) == number(x).tolist()


def test_choice_and_categorical() -> None:
    p = ni.tensor([0.1, 0.0, 0.9])
    x = number(rnd.choice(3, (5000,), p=p, key=rnd.key(9)))
    assert abs((x == 2).mean() - 0.9) < 0.03
    assert not np.any(x == 1)
    few = number(rnd.choice(10, (10,), replace=False, key=rnd.key(10)))
    assert sorted(few.tolist()) == list(range(10))
    logits = ni.log(ni.tensor([0.2, 0.8])).broadcast_to(5000, 2)
    y = number(rnd.categorical(logits, key=rnd.key(11)))
    assert abs((y == 1).mean() - 0.8) < 0.03


def test_a_key_must_be_a_key() -> None:
    with pytest.raises(ni.DTypeError, match="a key is a 0-d uint64 tensor"):
        rnd.uniform((3,), key=ni.tensor([1, 2]))

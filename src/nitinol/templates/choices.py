"""What schedules leave open and no result depends on: one table, with what is usual and what a tuner may try.

The rules that cut products, convolutions and loops compare sizes with these numbers, by `chosen(target, name)`. The
usual ones were measured (docs/compiler.md has the figures); they are the constants of the cost model that
`matmul_grid` and the other templates write down. `ni.tune` (`exec.tuner`) measures others on the machine at hand and
stores those that win (`codegen.tuning`). They are then part of the target, and with it of every key under which code
is kept.

A number may stand here only if it changes no bit of any result: no order of additions, no rounding. A test compiles
the same programs with every value of the table and compares their bits. What decides on the order of sums
(`BLOCK_K`, lanes of a fold, blocks of keys) is not a choice.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ..llvm.target import Target

_NEVER: Final = 1 << 30


class Choice(NamedTuple):
    """A number that a rule starts from.

    usual: what holds where nothing was measured.
    others: what a tuner tries.
    """

    name: str
    usual: int
    others: tuple[int, ...]
    about: str


CHOICES: Final = (
    Choice("second_cache", 100, (50, 200, 400), "percent of the target's second cache to count on"),
    # Products: who packs what (`matmul_grid`, `matmul`). A product of fewer rows than the usual `tall` has no
    # phase that packs, so only larger values can be tried.
    Choice("tall", 256, (512, _NEVER), "rows from which both sides are packed once for all tasks"),
    Choice("shared_k", 64, (128, 256), "a reduced axis up to this is not worth a phase of packing"),
    Choice("copied_panels", 2, (4, 16), "tiles in a row worth packing A, where that copies"),
    Choice("turned_panels", 16, (4, 8, 32), "the same where packing transposes"),
    Choice("own_strips", 1, (0,), "1: tasks of narrow products pack A on the way"),
    Choice("few_rows", 8, (4,), "rows up to which B streams past once"),
    Choice("few_columns", 4, (2, 8), "the same where elements of B along K are adjacent"),
    Choice("in_place_rows", 16, (8, 32), "rows up to which B is read in place, if it can be"),
    Choice("reused", 3, (2, 6), "tiles in a row worth copying rows of A that share sets of the cache"),
    # How they are cut into tasks
    Choice("product_work", 1 << 17, (1 << 16, 1 << 18), "multiplications worth a task"),
    Choice("product_tasks", 2, (1, 4), "tasks for each thread"),
    Choice("long", 8, (4, _NEVER), "tiles in a column from which a task is cut in two"),
    Choice("wide", 2, (1, 4, _NEVER), "columns for each row, from which columns are cut,"),
    Choice("wide_panels", 8, (4, 16), "if each task has so many tiles in a row"),
    # Their tiles (`matmul_kernels`, `matmul_product`)
    Choice("strip_vectors", 3, (2, 4), "vectors in a row of a tile whose sides are packed: 9×3, 12×2, 6×4"),
    Choice("strips_ahead", 16, (8, 12, 24), "rows of a panel that such a tile fetches ahead"),
    Choice("panels_ahead", 8, (4, 16), "the same for other tiles"),
    Choice("block_rows", 96, (48, 192), "rows of A that are copied, or packed on the way, at a time"),
    Choice("band_rows", 27, (54, 108), "rows of sums that wait for what is fused behind"),
    # Convolutions
    Choice("convolution_tasks", 4, (2, 8), "tasks for each thread"),
    Choice("convolution_columns", 512, (256, 1024), "filters of a block of sums"),
    # Loops without a template
    Choice("loop_work", 1 << 16, (1 << 15, 1 << 17), "additions worth a task"),
    Choice("loop_tasks", 4, (2, 8), "tasks for each thread"),
    Choice("fetch_bytes", 2048, (512, 1024, 4096), "how far ahead the first loop of a row fetches"),
    Choice("fetch_rows", 16, (8, 32), "how many rows ahead what is looked up is fetched"),
)  # fmt: skip

_USUAL: Final = {choice.name: choice.usual for choice in CHOICES}
ALLOWED: Final = {choice.name: (choice.usual, *choice.others) for choice in CHOICES}


def chosen(target: Target, name: str) -> int:
    """The number of that name for this target."""
    for known, value in target.choices:
        if known == name:
            return value
    return _USUAL[name]


def second_cache(target: Target) -> int:
    """Bytes of the second-level cache of a core that a kernel may count on."""
    return target.l2_bytes * chosen(target, "second_cache") // 100

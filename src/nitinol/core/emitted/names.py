"""The operators of tensors by name, in the order of their numbers in the native core."""

from __future__ import annotations

# The comparisons stand in the order of CPython's numbers for them.
NAMES = (
    "less",
    "less_equal",
    "equal",
    "not_equal",
    "greater",
    "greater_equal",
    "add",
    "subtract",
    "multiply",
    "divide",
    "floor_divide",
    "remainder",
    "matmul",
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_left_shift",
    "bitwise_right_shift",
    "pow",
    "negative",
    "positive",
    "abs",
    "bitwise_invert",
    "getitem",
)

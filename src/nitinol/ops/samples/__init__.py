"""Samples of every public operation: what its tests and its row in the documentation are made of.

`TABLE` maps names to `Operation`s. See `table` for what a sample is.
"""

from .. import load
from . import elements, folds, networks, places, segments, sets, shapes
from .table import TABLE, Operation, Sample, T

__all__ = [
    "TABLE",
    "Operation",
    "Sample",
    "T",
    "elements",
    "folds",
    "networks",
    "places",
    "segments",
    "sets",
    "shapes",
]

load()  # samples are compared with the registries of operations, which fill as files are imported

"""NumPy: no gradients, no compilation."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks import inputs as data
from benchmarks.job import Job, from_code, from_function
from benchmarks.rows import Row

Inputs = list[dict[str, Any]]


def version() -> str:
    return f"numpy {np.__version__}"


def tiny(row: Row, inputs: Inputs) -> dict[str, Job]:
    return {"numpy": from_code(row, "numpy", ("np", np), inputs, np.asarray, softmax=data.softmax)}


def softmax(row: Row, inputs: Inputs) -> dict[str, Job]:
    return {"numpy": from_function(data.softmax, inputs, np.asarray)}


def matmul(row: Row, inputs: Inputs) -> dict[str, Job]:
    return {"numpy": from_function(np.matmul, inputs, np.asarray)}


def sparse(row: Row, inputs: Inputs) -> dict[str, Job]:
    import scipy.sparse

    n = row.parameters["rows"]
    given = []
    for one in inputs:
        matrix = scipy.sparse.coo_array((one["values"], (one["row"], one["column"])), shape=(n, n))
        given.append({"a": matrix.asformat(row.parameters["layout"]), "b": one["dense"]})
    return {"scipy": from_function(lambda a, b: a @ b, given, np.asarray)}


def strings(row: Row, inputs: Inputs) -> dict[str, Job]:
    if find_spec("pyarrow") is None:
        return {}
    import pyarrow as pa
    import pyarrow.compute as pc

    words = pa.array(inputs[0]["words"], pa.string())

    def f(lines: Any) -> Any:
        pieces = pc.split_pattern(pc.utf8_lower(lines), " ")
        return pc.index_in(pieces.values, value_set=words)

    given = [{"lines": pa.array(one["lines"], pa.string())} for one in inputs]
    return {"pyarrow": from_function(f, given, lambda x: x.fill_null(-1).to_numpy())}


FAMILIES = {
    "tiny": tiny,
    "softmax": softmax,
    "matmul": matmul,
    "sparse": sparse,
    "strings": strings,
}

"""Functions of texts as methods: `t.lower()` is `ni.strings.lower(t)`. And what has no meaning for texts."""

from __future__ import annotations

from . import exchange, letters, numbers, regex, searching, splitting, vocabulary
from .tensor import StringTensor

_METHODS = {
    letters: "lower upper swapcase title capitalize casefold normalize code_points length",
    searching: "find rfind contains startswith endswith count replace strip lstrip rstrip removeprefix removesuffix "
    "slice",
    splitting: "split join pad repeat",
    numbers: "to_numbers",
    regex: "regex_search regex_match regex_fullmatch regex_extract regex_replace regex_split regex_findall",
    vocabulary: "hash",
    exchange: "to_arrow",
}


def _attach() -> None:
    for module, names in _METHODS.items():
        for name in names.split():
            setattr(StringTensor, name, getattr(module, name))


_attach()

_NUMBERS = "texts are no numbers; ni.strings.to_numbers(t) reads the numbers that they say"
StringTensor.refuse(
    _NUMBERS, "subtract", "divide", "floor_divide", "remainder", "matmul", "pow", "negative", "positive", "abs", "mean",
    "prod", "var", "std", "cumsum", "cumprod", "softmax", "log_softmax", "logsumexp", "norm", "median", "quantile",
    "sin", "cos", "exp", "log", "sqrt", "isnan", "isfinite", "isinf", "round", "floor", "ceil", "dot", "einsum",
    "sub", "mul", "div", "true_divide", "mod", "power", "neg",
)  # fmt: skip
StringTensor.refuse("write ni.strings.join(t, separator), or t + other", "sum")
StringTensor.refuse("write (t == text) or ni.strings.length(t) > 0 first", "any", "all", "count_nonzero", "nonzero",
                    "logical_not", "logical_and", "logical_or", "logical_xor")  # fmt: skip
StringTensor.refuse("write t == other; texts are equal or not", "isclose", "allclose")
StringTensor.refuse("write ni.strings.pad(t, width) to fill texts up", "pad")

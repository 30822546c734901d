"""Every operation, one file a family, each defined once.

| file | what |
|---|---|
| `families` | what operations of a family share; `primitives`, the table of all of them |
| `arithmetic`, `elementary`, `special`, `logic`, `complexes` | functions of elements |
| `reductions`, `cumulative` | folds and scans |
| `shaping`, `movement`, `padding`, `joining` | the same elements elsewhere |
| `creation` | tensors made of nothing |
| `indexing`, `subscripts`, `sorting` | elements named by tensors, `x[key]`, order |
| `segments` | rows of different lengths: folds, scans, softmax |
| `sets`, `closeness`, `aliases` | counting and sets, tolerances, other names |
| `contraction`, `convolution`, `pooling` | products and windows |
| `activations`, `normalization`, `losses`, `attention` | what networks are made of |
| `control/` | branches and loops |
| `methods` | functions as methods of tensors |

A file imports only from those before it in the order of need.

This package names the public functions, and imports a file when one of its functions is first asked for: a program
that adds two tensors need not read how a network's windows are pooled. `_FILES` says where each function is; the
imports behind it say the same to type checkers (a test compares the two).
"""

from . import methods as _methods  # noqa: F401 - makes functions methods of tensors

_FILES = {
    "activations": (
        "celu elu gelu glu hardsigmoid hardswish hardtanh leaky_relu log_softmax mish prelu relu relu6 "
        "selu silu softmax softmin softsign swish tanhshrink threshold"
    ),
    "aliases": (
        "absolute arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwise_not clamp conjugate "
        "degrees div eq ge gt invert le left_shift lt mod mul ne neg power radians right_shift sub "
        "true_divide"
    ),
    "arithmetic": (
        "abs add ceil clip copysign divide floor floor_divide fmod hypot maximum minimum multiply "
        "negative nextafter positive pow reciprocal remainder round sign signbit square subtract trunc"
    ),
    "attention": "scaled_dot_product_attention",
    "closeness": "allclose array_equal isclose nan_to_num",
    "complexes": "complex conj imag real",
    "contraction": "bmm einsum linear matmul mm mv outer vecdot",
    "control.associative": "associative_scan",
    "control.functions": "cond fori_loop map scan switch while_loop",
    "convolution": "conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d",
    "creation": (
        "arange astype empty empty_like eye full full_like linspace logspace meshgrid ones ones_like tri "
        "tril triu zeros zeros_like"
    ),
    "cumulative": "cummax cummin cumprod cumsum cumulative_prod cumulative_sum linear_recurrence logcumsumexp",
    "elementary": (
        "acos acosh angle asin asinh atan atan2 atanh cbrt cos cosh deg2rad exp exp2 expm1 log log1p log2 "
        "log10 rad2deg rsqrt sin sinh sqrt tan tanh"
    ),
    "indexing": (
        "embedding gather index_add index_select one_hot put_along_axis scatter scatter_add take "
        "take_along_axis"
    ),
    "joining": "array_split cat chunk concat concatenate hstack roll split stack unbind unstack vstack",
    "logic": (
        "bitwise_and bitwise_invert bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor equal "
        "greater greater_equal isfinite isinf isnan less less_equal logical_and logical_not logical_or "
        "logical_xor not_equal where"
    ),
    "losses": (
        "binary_cross_entropy binary_cross_entropy_with_logits cross_entropy hinge_embedding_loss "
        "huber_loss kl_div l1_loss mse_loss nll_loss smooth_l1_loss"
    ),
    "movement": "diag diag_embed diagonal flip fliplr flipud",
    "normalization": "batch_norm batch_statistics cosine_similarity group_norm layer_norm normalize rms_norm",
    "padding": "pad",
    "pooling": (
        "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d avg_pool1d avg_pool2d avg_pool3d "
        "max_pool1d max_pool2d max_pool3d"
    ),
    "reductions": (
        "all amax amin aminmax any argmax argmin count_nonzero logsumexp max mean min norm prod std sum "
        "var vector_norm"
    ),
    "repeating": "repeat",
    "searching": "searchsorted",
    "segments": (
        "segment_all segment_any segment_argmax segment_argmin segment_cummax segment_cummin "
        "segment_cumprod segment_cumsum segment_ids segment_log_softmax segment_logcumsumexp "
        "segment_logsumexp segment_max segment_mean segment_min segment_positions segment_prod "
        "segment_repeat segment_softmax segment_sum"
    ),
    "sets": "bincount diff histogram isin unique unique_all unique_counts unique_inverse unique_values",
    "shaping": (
        "atleast_1d atleast_2d broadcast_arrays broadcast_to expand expand_dims flatten matrix_transpose "
        "moveaxis movedim permute permute_dims ravel reshape squeeze swapaxes swapdims tile transpose "
        "unflatten unsqueeze"
    ),
    "sorting": "argsort median quantile sort sort_with_indices topk",
    "special": "digamma erf erfc erfinv lgamma logaddexp logit logsigmoid polygamma sigmoid sinc softplus xlogy",
    "subscripts": "argwhere flatnonzero index_update masked_fill masked_select nonzero",
    "unfolding": "fold unfold",
}
_WHERE = {name: file for file, names in _FILES.items() for name in names.split()}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .activations import (
        celu,
        elu,
        gelu,
        glu,
        hardsigmoid,
        hardswish,
        hardtanh,
        leaky_relu,
        log_softmax,
        mish,
        prelu,
        relu,
        relu6,
        selu,
        silu,
        softmax,
        softmin,
        softsign,
        swish,
        tanhshrink,
        threshold,
    )
    from .aliases import (
        absolute,
        arccos,
        arccosh,
        arcsin,
        arcsinh,
        arctan,
        arctan2,
        arctanh,
        bitwise_not,
        clamp,
        conjugate,
        degrees,
        div,
        eq,
        ge,
        gt,
        invert,
        le,
        left_shift,
        lt,
        mod,
        mul,
        ne,
        neg,
        power,
        radians,
        right_shift,
        sub,
        true_divide,
    )
    from .arithmetic import (
        abs,
        add,
        ceil,
        clip,
        copysign,
        divide,
        floor,
        floor_divide,
        fmod,
        hypot,
        maximum,
        minimum,
        multiply,
        negative,
        nextafter,
        positive,
        pow,
        reciprocal,
        remainder,
        round,
        sign,
        signbit,
        square,
        subtract,
        trunc,
    )
    from .attention import (
        scaled_dot_product_attention,
    )
    from .closeness import (
        allclose,
        array_equal,
        isclose,
        nan_to_num,
    )
    from .complexes import (
        complex,
        conj,
        imag,
        real,
    )
    from .contraction import (
        bmm,
        einsum,
        linear,
        matmul,
        mm,
        mv,
        outer,
        vecdot,
    )
    from .control.associative import associative_scan
    from .control.functions import cond, fori_loop, map, scan, switch, while_loop
    from .convolution import (
        conv1d,
        conv2d,
        conv3d,
        conv_transpose1d,
        conv_transpose2d,
        conv_transpose3d,
    )
    from .creation import (
        arange,
        astype,
        empty,
        empty_like,
        eye,
        full,
        full_like,
        linspace,
        logspace,
        meshgrid,
        ones,
        ones_like,
        tri,
        tril,
        triu,
        zeros,
        zeros_like,
    )
    from .cumulative import (
        cummax,
        cummin,
        cumprod,
        cumsum,
        cumulative_prod,
        cumulative_sum,
        linear_recurrence,
        logcumsumexp,
    )
    from .elementary import (
        acos,
        acosh,
        angle,
        asin,
        asinh,
        atan,
        atan2,
        atanh,
        cbrt,
        cos,
        cosh,
        deg2rad,
        exp,
        exp2,
        expm1,
        log,
        log1p,
        log2,
        log10,
        rad2deg,
        rsqrt,
        sin,
        sinh,
        sqrt,
        tan,
        tanh,
    )
    from .indexing import (
        embedding,
        gather,
        index_add,
        index_select,
        one_hot,
        put_along_axis,
        scatter,
        scatter_add,
        take,
        take_along_axis,
    )
    from .joining import (
        array_split,
        cat,
        chunk,
        concat,
        concatenate,
        hstack,
        roll,
        split,
        stack,
        unbind,
        unstack,
        vstack,
    )
    from .logic import (
        bitwise_and,
        bitwise_invert,
        bitwise_left_shift,
        bitwise_or,
        bitwise_right_shift,
        bitwise_xor,
        equal,
        greater,
        greater_equal,
        isfinite,
        isinf,
        isnan,
        less,
        less_equal,
        logical_and,
        logical_not,
        logical_or,
        logical_xor,
        not_equal,
        where,
    )
    from .losses import (
        binary_cross_entropy,
        binary_cross_entropy_with_logits,
        cross_entropy,
        hinge_embedding_loss,
        huber_loss,
        kl_div,
        l1_loss,
        mse_loss,
        nll_loss,
        smooth_l1_loss,
    )
    from .movement import (
        diag,
        diag_embed,
        diagonal,
        flip,
        fliplr,
        flipud,
    )
    from .normalization import (
        batch_norm,
        batch_statistics,
        cosine_similarity,
        group_norm,
        layer_norm,
        normalize,
        rms_norm,
    )
    from .padding import (
        pad,
    )
    from .pooling import (
        adaptive_avg_pool1d,
        adaptive_avg_pool2d,
        adaptive_avg_pool3d,
        avg_pool1d,
        avg_pool2d,
        avg_pool3d,
        max_pool1d,
        max_pool2d,
        max_pool3d,
    )
    from .reductions import (
        all,
        amax,
        amin,
        aminmax,
        any,
        argmax,
        argmin,
        count_nonzero,
        logsumexp,
        max,
        mean,
        min,
        norm,
        prod,
        std,
        sum,
        var,
        vector_norm,
    )
    from .repeating import repeat
    from .searching import searchsorted
    from .segments import (
        segment_all,
        segment_any,
        segment_argmax,
        segment_argmin,
        segment_cummax,
        segment_cummin,
        segment_cumprod,
        segment_cumsum,
        segment_ids,
        segment_log_softmax,
        segment_logcumsumexp,
        segment_logsumexp,
        segment_max,
        segment_mean,
        segment_min,
        segment_positions,
        segment_prod,
        segment_repeat,
        segment_softmax,
        segment_sum,
    )
    from .sets import (
        bincount,
        diff,
        histogram,
        isin,
        unique,
        unique_all,
        unique_counts,
        unique_inverse,
        unique_values,
    )
    from .shaping import (
        atleast_1d,
        atleast_2d,
        broadcast_arrays,
        broadcast_to,
        expand,
        expand_dims,
        flatten,
        matrix_transpose,
        moveaxis,
        movedim,
        permute,
        permute_dims,
        ravel,
        reshape,
        squeeze,
        swapaxes,
        swapdims,
        tile,
        transpose,
        unflatten,
        unsqueeze,
    )
    from .sorting import (
        argsort,
        median,
        quantile,
        sort,
        sort_with_indices,
        topk,
    )
    from .special import (
        digamma,
        erf,
        erfc,
        erfinv,
        lgamma,
        logaddexp,
        logit,
        logsigmoid,
        polygamma,
        sigmoid,
        sinc,
        softplus,
        xlogy,
    )
    from .subscripts import (
        argwhere,
        flatnonzero,
        index_update,
        masked_fill,
        masked_select,
        nonzero,
    )
    from .unfolding import fold, unfold

__all__ = [
    "abs", "absolute", "acos", "acosh", "adaptive_avg_pool1d", "adaptive_avg_pool2d", "adaptive_avg_pool3d", "add",
    "all", "allclose", "amax", "amin", "aminmax", "angle", "any", "arange", "arccos", "arccosh", "arcsin",
    "arcsinh", "arctan", "arctan2", "arctanh", "argmax", "argmin", "argsort", "argwhere", "array_equal",
    "array_split", "asin", "asinh", "associative_scan", "astype", "atan", "atan2", "atanh", "atleast_1d",
    "atleast_2d", "avg_pool1d", "avg_pool2d", "avg_pool3d", "batch_norm", "batch_statistics",
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "bincount", "bitwise_and", "bitwise_invert",
    "bitwise_left_shift", "bitwise_not", "bitwise_or", "bitwise_right_shift", "bitwise_xor", "bmm",
    "broadcast_arrays", "broadcast_to", "cat", "cbrt", "ceil", "celu", "chunk", "clamp", "clip", "complex",
    "concat", "concatenate", "cond", "conj", "conjugate", "conv1d", "conv2d", "conv3d", "conv_transpose1d",
    "conv_transpose2d", "conv_transpose3d", "copysign", "cos", "cosh", "cosine_similarity", "count_nonzero",
    "cross_entropy", "cummax", "cummin", "cumprod", "cumsum", "cumulative_prod", "cumulative_sum", "deg2rad",
    "degrees", "diag", "diag_embed", "diagonal", "diff", "digamma", "div", "divide", "einsum", "elu", "embedding",
    "empty", "empty_like", "eq", "equal", "erf", "erfc", "erfinv", "exp", "exp2", "expand", "expand_dims", "expm1",
    "eye", "flatnonzero", "flatten", "flip", "fliplr", "flipud", "floor", "floor_divide", "fmod", "fold",
    "fori_loop", "full", "full_like", "gather", "ge", "gelu", "glu", "greater", "greater_equal", "group_norm", "gt",
    "hardsigmoid", "hardswish", "hardtanh", "hinge_embedding_loss", "histogram", "hstack", "huber_loss", "hypot",
    "imag", "index_add", "index_select", "index_update", "invert", "isclose", "isfinite", "isin", "isinf", "isnan",
    "kl_div", "l1_loss", "layer_norm", "le", "leaky_relu", "left_shift", "less", "less_equal", "lgamma", "linear",
    "linear_recurrence", "linspace", "log", "log1p", "log2", "log10", "log_softmax", "logaddexp", "logcumsumexp",
    "logical_and", "logical_not", "logical_or", "logical_xor", "logit", "logsigmoid", "logspace", "logsumexp", "lt",
    "map", "masked_fill", "masked_select", "matmul", "matrix_transpose", "max", "max_pool1d", "max_pool2d",
    "max_pool3d", "maximum", "mean", "median", "meshgrid", "min", "minimum", "mish", "mm", "mod", "moveaxis",
    "movedim", "mse_loss", "mul", "multiply", "mv", "nan_to_num", "ne", "neg", "negative", "nextafter", "nll_loss",
    "nonzero", "norm", "normalize", "not_equal", "one_hot", "ones", "ones_like", "outer", "pad", "permute",
    "permute_dims", "polygamma", "positive", "pow", "power", "prelu", "prod", "put_along_axis", "quantile",
    "rad2deg", "radians", "ravel", "real", "reciprocal", "relu", "relu6", "remainder", "repeat", "reshape",
    "right_shift", "rms_norm", "roll", "round", "rsqrt", "scaled_dot_product_attention", "scan", "scatter",
    "scatter_add", "searchsorted", "segment_all", "segment_any", "segment_argmax", "segment_argmin",
    "segment_cummax", "segment_cummin", "segment_cumprod", "segment_cumsum", "segment_ids", "segment_log_softmax",
    "segment_logcumsumexp", "segment_logsumexp", "segment_max", "segment_mean", "segment_min", "segment_positions",
    "segment_prod", "segment_repeat", "segment_softmax", "segment_sum", "selu", "sigmoid", "sign", "signbit",
    "silu", "sin", "sinc", "sinh", "smooth_l1_loss", "softmax", "softmin", "softplus", "softsign", "sort",
    "sort_with_indices", "split", "sqrt", "square", "squeeze", "stack", "std", "sub", "subtract", "sum", "swapaxes",
    "swapdims", "swish", "switch", "take", "take_along_axis", "tan", "tanh", "tanhshrink", "threshold", "tile",
    "topk", "transpose", "tri", "tril", "triu", "true_divide", "trunc", "unbind", "unflatten", "unfold", "unique",
    "unique_all", "unique_counts", "unique_inverse", "unique_values", "unsqueeze", "unstack", "var", "vecdot",
    "vector_norm", "vstack", "where", "while_loop", "xlogy", "zeros", "zeros_like",
]  # fmt: skip


def __getattr__(name: str) -> object:
    file = _WHERE.get(name)
    if file is None:
        raise AttributeError(f"module 'nitinol.ops' has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{file}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})


def load() -> None:
    """Imports every file: for what goes through the registries of all operations."""
    from importlib import import_module

    for file in _FILES:
        import_module(f"{__name__}.{file}")

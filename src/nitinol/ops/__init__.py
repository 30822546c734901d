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
that adds two tensors need not read how a network's windows are pooled. `_FILES` says where each function is; what
type checkers read says the same (a test compares the two).
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
    from .activations import celu as celu
    from .activations import elu as elu
    from .activations import gelu as gelu
    from .activations import glu as glu
    from .activations import hardsigmoid as hardsigmoid
    from .activations import hardswish as hardswish
    from .activations import hardtanh as hardtanh
    from .activations import leaky_relu as leaky_relu
    from .activations import log_softmax as log_softmax
    from .activations import mish as mish
    from .activations import prelu as prelu
    from .activations import relu as relu
    from .activations import relu6 as relu6
    from .activations import selu as selu
    from .activations import silu as silu
    from .activations import softmax as softmax
    from .activations import softmin as softmin
    from .activations import softsign as softsign
    from .activations import swish as swish
    from .activations import tanhshrink as tanhshrink
    from .activations import threshold as threshold
    from .aliases import absolute as absolute
    from .aliases import arccos as arccos
    from .aliases import arccosh as arccosh
    from .aliases import arcsin as arcsin
    from .aliases import arcsinh as arcsinh
    from .aliases import arctan as arctan
    from .aliases import arctan2 as arctan2
    from .aliases import arctanh as arctanh
    from .aliases import bitwise_not as bitwise_not
    from .aliases import clamp as clamp
    from .aliases import conjugate as conjugate
    from .aliases import degrees as degrees
    from .aliases import div as div
    from .aliases import eq as eq
    from .aliases import ge as ge
    from .aliases import gt as gt
    from .aliases import invert as invert
    from .aliases import le as le
    from .aliases import left_shift as left_shift
    from .aliases import lt as lt
    from .aliases import mod as mod
    from .aliases import mul as mul
    from .aliases import ne as ne
    from .aliases import neg as neg
    from .aliases import power as power
    from .aliases import radians as radians
    from .aliases import right_shift as right_shift
    from .aliases import sub as sub
    from .aliases import true_divide as true_divide
    from .arithmetic import abs as abs
    from .arithmetic import add as add
    from .arithmetic import ceil as ceil
    from .arithmetic import clip as clip
    from .arithmetic import copysign as copysign
    from .arithmetic import divide as divide
    from .arithmetic import floor as floor
    from .arithmetic import floor_divide as floor_divide
    from .arithmetic import fmod as fmod
    from .arithmetic import hypot as hypot
    from .arithmetic import maximum as maximum
    from .arithmetic import minimum as minimum
    from .arithmetic import multiply as multiply
    from .arithmetic import negative as negative
    from .arithmetic import nextafter as nextafter
    from .arithmetic import positive as positive
    from .arithmetic import pow as pow
    from .arithmetic import reciprocal as reciprocal
    from .arithmetic import remainder as remainder
    from .arithmetic import round as round
    from .arithmetic import sign as sign
    from .arithmetic import signbit as signbit
    from .arithmetic import square as square
    from .arithmetic import subtract as subtract
    from .arithmetic import trunc as trunc
    from .attention import scaled_dot_product_attention as scaled_dot_product_attention
    from .closeness import allclose as allclose
    from .closeness import array_equal as array_equal
    from .closeness import isclose as isclose
    from .closeness import nan_to_num as nan_to_num
    from .complexes import complex as complex
    from .complexes import conj as conj
    from .complexes import imag as imag
    from .complexes import real as real
    from .contraction import bmm as bmm
    from .contraction import einsum as einsum
    from .contraction import linear as linear
    from .contraction import matmul as matmul
    from .contraction import mm as mm
    from .contraction import mv as mv
    from .contraction import outer as outer
    from .contraction import vecdot as vecdot
    from .control.associative import associative_scan as associative_scan
    from .control.functions import cond as cond
    from .control.functions import fori_loop as fori_loop
    from .control.functions import map as map
    from .control.functions import scan as scan
    from .control.functions import switch as switch
    from .control.functions import while_loop as while_loop
    from .convolution import conv1d as conv1d
    from .convolution import conv2d as conv2d
    from .convolution import conv3d as conv3d
    from .convolution import conv_transpose1d as conv_transpose1d
    from .convolution import conv_transpose2d as conv_transpose2d
    from .convolution import conv_transpose3d as conv_transpose3d
    from .creation import arange as arange
    from .creation import astype as astype
    from .creation import empty as empty
    from .creation import empty_like as empty_like
    from .creation import eye as eye
    from .creation import full as full
    from .creation import full_like as full_like
    from .creation import linspace as linspace
    from .creation import logspace as logspace
    from .creation import meshgrid as meshgrid
    from .creation import ones as ones
    from .creation import ones_like as ones_like
    from .creation import tri as tri
    from .creation import tril as tril
    from .creation import triu as triu
    from .creation import zeros as zeros
    from .creation import zeros_like as zeros_like
    from .cumulative import cummax as cummax
    from .cumulative import cummin as cummin
    from .cumulative import cumprod as cumprod
    from .cumulative import cumsum as cumsum
    from .cumulative import cumulative_prod as cumulative_prod
    from .cumulative import cumulative_sum as cumulative_sum
    from .cumulative import linear_recurrence as linear_recurrence
    from .cumulative import logcumsumexp as logcumsumexp
    from .elementary import acos as acos
    from .elementary import acosh as acosh
    from .elementary import angle as angle
    from .elementary import asin as asin
    from .elementary import asinh as asinh
    from .elementary import atan as atan
    from .elementary import atan2 as atan2
    from .elementary import atanh as atanh
    from .elementary import cbrt as cbrt
    from .elementary import cos as cos
    from .elementary import cosh as cosh
    from .elementary import deg2rad as deg2rad
    from .elementary import exp as exp
    from .elementary import exp2 as exp2
    from .elementary import expm1 as expm1
    from .elementary import log as log
    from .elementary import log1p as log1p
    from .elementary import log2 as log2
    from .elementary import log10 as log10
    from .elementary import rad2deg as rad2deg
    from .elementary import rsqrt as rsqrt
    from .elementary import sin as sin
    from .elementary import sinh as sinh
    from .elementary import sqrt as sqrt
    from .elementary import tan as tan
    from .elementary import tanh as tanh
    from .indexing import embedding as embedding
    from .indexing import gather as gather
    from .indexing import index_add as index_add
    from .indexing import index_select as index_select
    from .indexing import one_hot as one_hot
    from .indexing import put_along_axis as put_along_axis
    from .indexing import scatter as scatter
    from .indexing import scatter_add as scatter_add
    from .indexing import take as take
    from .indexing import take_along_axis as take_along_axis
    from .joining import array_split as array_split
    from .joining import cat as cat
    from .joining import chunk as chunk
    from .joining import concat as concat
    from .joining import concatenate as concatenate
    from .joining import hstack as hstack
    from .joining import roll as roll
    from .joining import split as split
    from .joining import stack as stack
    from .joining import unbind as unbind
    from .joining import unstack as unstack
    from .joining import vstack as vstack
    from .logic import bitwise_and as bitwise_and
    from .logic import bitwise_invert as bitwise_invert
    from .logic import bitwise_left_shift as bitwise_left_shift
    from .logic import bitwise_or as bitwise_or
    from .logic import bitwise_right_shift as bitwise_right_shift
    from .logic import bitwise_xor as bitwise_xor
    from .logic import equal as equal
    from .logic import greater as greater
    from .logic import greater_equal as greater_equal
    from .logic import isfinite as isfinite
    from .logic import isinf as isinf
    from .logic import isnan as isnan
    from .logic import less as less
    from .logic import less_equal as less_equal
    from .logic import logical_and as logical_and
    from .logic import logical_not as logical_not
    from .logic import logical_or as logical_or
    from .logic import logical_xor as logical_xor
    from .logic import not_equal as not_equal
    from .logic import where as where
    from .losses import binary_cross_entropy as binary_cross_entropy
    from .losses import binary_cross_entropy_with_logits as binary_cross_entropy_with_logits
    from .losses import cross_entropy as cross_entropy
    from .losses import hinge_embedding_loss as hinge_embedding_loss
    from .losses import huber_loss as huber_loss
    from .losses import kl_div as kl_div
    from .losses import l1_loss as l1_loss
    from .losses import mse_loss as mse_loss
    from .losses import nll_loss as nll_loss
    from .losses import smooth_l1_loss as smooth_l1_loss
    from .movement import diag as diag
    from .movement import diag_embed as diag_embed
    from .movement import diagonal as diagonal
    from .movement import flip as flip
    from .movement import fliplr as fliplr
    from .movement import flipud as flipud
    from .normalization import batch_norm as batch_norm
    from .normalization import batch_statistics as batch_statistics
    from .normalization import cosine_similarity as cosine_similarity
    from .normalization import group_norm as group_norm
    from .normalization import layer_norm as layer_norm
    from .normalization import normalize as normalize
    from .normalization import rms_norm as rms_norm
    from .padding import pad as pad
    from .pooling import adaptive_avg_pool1d as adaptive_avg_pool1d
    from .pooling import adaptive_avg_pool2d as adaptive_avg_pool2d
    from .pooling import adaptive_avg_pool3d as adaptive_avg_pool3d
    from .pooling import avg_pool1d as avg_pool1d
    from .pooling import avg_pool2d as avg_pool2d
    from .pooling import avg_pool3d as avg_pool3d
    from .pooling import max_pool1d as max_pool1d
    from .pooling import max_pool2d as max_pool2d
    from .pooling import max_pool3d as max_pool3d
    from .reductions import all as all
    from .reductions import amax as amax
    from .reductions import amin as amin
    from .reductions import aminmax as aminmax
    from .reductions import any as any
    from .reductions import argmax as argmax
    from .reductions import argmin as argmin
    from .reductions import count_nonzero as count_nonzero
    from .reductions import logsumexp as logsumexp
    from .reductions import max as max
    from .reductions import mean as mean
    from .reductions import min as min
    from .reductions import norm as norm
    from .reductions import prod as prod
    from .reductions import std as std
    from .reductions import sum as sum
    from .reductions import var as var
    from .reductions import vector_norm as vector_norm
    from .repeating import repeat as repeat
    from .searching import searchsorted as searchsorted
    from .segments import segment_all as segment_all
    from .segments import segment_any as segment_any
    from .segments import segment_argmax as segment_argmax
    from .segments import segment_argmin as segment_argmin
    from .segments import segment_cummax as segment_cummax
    from .segments import segment_cummin as segment_cummin
    from .segments import segment_cumprod as segment_cumprod
    from .segments import segment_cumsum as segment_cumsum
    from .segments import segment_ids as segment_ids
    from .segments import segment_log_softmax as segment_log_softmax
    from .segments import segment_logcumsumexp as segment_logcumsumexp
    from .segments import segment_logsumexp as segment_logsumexp
    from .segments import segment_max as segment_max
    from .segments import segment_mean as segment_mean
    from .segments import segment_min as segment_min
    from .segments import segment_positions as segment_positions
    from .segments import segment_prod as segment_prod
    from .segments import segment_repeat as segment_repeat
    from .segments import segment_softmax as segment_softmax
    from .segments import segment_sum as segment_sum
    from .sets import bincount as bincount
    from .sets import diff as diff
    from .sets import histogram as histogram
    from .sets import isin as isin
    from .sets import unique as unique
    from .sets import unique_all as unique_all
    from .sets import unique_counts as unique_counts
    from .sets import unique_inverse as unique_inverse
    from .sets import unique_values as unique_values
    from .shaping import atleast_1d as atleast_1d
    from .shaping import atleast_2d as atleast_2d
    from .shaping import broadcast_arrays as broadcast_arrays
    from .shaping import broadcast_to as broadcast_to
    from .shaping import expand as expand
    from .shaping import expand_dims as expand_dims
    from .shaping import flatten as flatten
    from .shaping import matrix_transpose as matrix_transpose
    from .shaping import moveaxis as moveaxis
    from .shaping import movedim as movedim
    from .shaping import permute as permute
    from .shaping import permute_dims as permute_dims
    from .shaping import ravel as ravel
    from .shaping import reshape as reshape
    from .shaping import squeeze as squeeze
    from .shaping import swapaxes as swapaxes
    from .shaping import swapdims as swapdims
    from .shaping import tile as tile
    from .shaping import transpose as transpose
    from .shaping import unflatten as unflatten
    from .shaping import unsqueeze as unsqueeze
    from .sorting import argsort as argsort
    from .sorting import median as median
    from .sorting import quantile as quantile
    from .sorting import sort as sort
    from .sorting import sort_with_indices as sort_with_indices
    from .sorting import topk as topk
    from .special import digamma as digamma
    from .special import erf as erf
    from .special import erfc as erfc
    from .special import erfinv as erfinv
    from .special import lgamma as lgamma
    from .special import logaddexp as logaddexp
    from .special import logit as logit
    from .special import logsigmoid as logsigmoid
    from .special import polygamma as polygamma
    from .special import sigmoid as sigmoid
    from .special import sinc as sinc
    from .special import softplus as softplus
    from .special import xlogy as xlogy
    from .subscripts import argwhere as argwhere
    from .subscripts import flatnonzero as flatnonzero
    from .subscripts import index_update as index_update
    from .subscripts import masked_fill as masked_fill
    from .subscripts import masked_select as masked_select
    from .subscripts import nonzero as nonzero
    from .unfolding import fold as fold
    from .unfolding import unfold as unfold
else:
    __all__ = sorted(_WHERE)


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

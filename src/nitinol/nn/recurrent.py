"""Recurrent layers: `RNN`, `LSTM`, `GRU`, with the parameters, gates and shapes of PyTorch's.

A layer multiplies all elements of the sequence by its input weights at once; the recurrence itself is a `ni.scan`, one
compiled loop, so every transform applies, forward mode and `vmap` included. Of a sequence (length, batch, features)
a cell is given what the input weights made of one element, (batch, gates · hidden), and its state.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from .. import ops
from ..base.dtypes import DType, float32
from ..base.errors import ShapeError
from ..base.shapes import show
from ..kinds.ragged import scan as scan_rows
from ..trace.kind import Kind
from . import functional as F
from . import init
from .linear import positive
from .module import Module, Parameter

Tensor = Any
State = tuple[Tensor, ...]


class Recurrent(Module):
    """What `RNN`, `LSTM` and `GRU` share; a subclass says what a cell does.

    `gates`: how many blocks of `hidden_size` rows the weights have. `states`: tensors of a state. `inner_bias`:
    whether the bias beside the state is needed apart from the one beside the input.
    """

    gates = 1
    states = 1
    inner_bias = False

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        dtype: DType = float32,
    ) -> None:
        positive(
            type(self).__name__,
            input_size=input_size,
            hidden_size=hidden_size,
            num_layers=num_layers,
        )
        F.check_probability(dropout)
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = dropout
        self.bidirectional = bidirectional
        rows = self.gates * hidden_size
        for layer in range(num_layers):
            inputs = hidden_size * self.directions if layer else input_size
            for name in self._names(layer):
                setattr(self, f"weight_ih_{name}", Parameter(ops.empty((rows, inputs), dtype)))
                setattr(self, f"weight_hh_{name}", Parameter(ops.empty((rows, hidden_size), dtype)))
                for part in ("ih", "hh") if bias else ():
                    setattr(self, f"bias_{part}_{name}", Parameter(ops.empty((rows,), dtype)))
        self.reset_parameters()

    @property
    def directions(self) -> int:
        """2 where sequences are read both ways, else 1.

        >>> ni.nn.GRU(2, 3, bidirectional=True).directions
        2
        """
        return 2 if self.bidirectional else 1

    def _names(self, layer: int) -> list[str]:
        """The ends of the names of a layer's parameters, by direction."""
        return [f"l{layer}", f"l{layer}_reverse"][: self.directions]

    def reset_parameters(self) -> None:
        """Give all parameters fresh random values, uniform between ±1/√hidden_size.

        >>> layer = ni.nn.LSTM(2, 3)
        >>> layer.reset_parameters()
        """
        bound = 1.0 / math.sqrt(self.hidden_size)
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)

    def cell(self, given: Tensor, state: State, inside: Callable[[Tensor], Tensor]) -> State:
        """The next state, its first tensor the output. `inside`: what the weights make of a hidden state."""
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it

    def forward(self, x: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        jagged = isinstance(x, Kind)
        self._check(x, jagged)
        alone = not jagged and x.ndim == 2
        if alone:
            x = ops.expand_dims(x, 1)
        elif self.batch_first and not jagged:
            x = ops.swapaxes(x, 0, 1)
        batch = x.shape[0] if jagged else x.shape[1]
        given = self._state(state, batch, alone, x.dtype)
        ends: list[list[Tensor]] = [[] for _ in given]
        for layer in range(self.num_layers):
            if layer:
                x = F.dropout(x, self.dropout, self.training)
            outputs = []
            for direction, name in enumerate(self._names(layer)):
                at = layer * self.directions + direction
                start = tuple(s[at] for s in given)
                last, y = self._along(name, x, start, direction == 1, jagged)
                outputs.append(y)
                for end, one in zip(ends, last, strict=True):
                    end.append(one)
            x = outputs[0] if len(outputs) == 1 else ops.concatenate(outputs, -1)
        found = tuple(ops.stack(end) for end in ends)
        if alone:
            x, found = ops.squeeze(x, 1), tuple(ops.squeeze(s, 1) for s in found)
        elif self.batch_first and not jagged:
            x = ops.swapaxes(x, 0, 1)
        return x, (found if self.states > 1 else found[0])

    def _along(
        self, name: str, x: Tensor, start: State, reverse: bool, jagged: bool
    ) -> tuple[State, Tensor]:
        """One layer in one direction: the last state, and the outputs."""
        weight = getattr(self, f"weight_hh_{name}")
        beside = outer = None
        if self.bias:
            outer, beside = getattr(self, f"bias_ih_{name}"), getattr(self, f"bias_hh_{name}")
            if not self.inner_bias:
                outer, beside = outer + beside, None

        def step(state: State, element: Tensor) -> tuple[State, Tensor]:
            new = self.cell(element, state, lambda h: F.linear(h, weight, beside))
            return new, new[0]

        given = F.linear(x, getattr(self, f"weight_ih_{name}"), outer)
        walk: Callable[..., tuple[State, Tensor]] = scan_rows if jagged else ops.scan
        return walk(step, start, given, reverse=reverse)

    def _check(self, x: Tensor, jagged: bool) -> None:
        fits = x.ndim == 3 if jagged else x.ndim in (2, 3)
        if not fits or x.shape[-1] != self.input_size:
            axes = "batch, length" if self.batch_first else "length, batch"
            raise ShapeError(
                f"{type(self).__name__}: the input must be ({axes}, {self.input_size}), "
                f"(length, {self.input_size}) or ragged (batch, None, {self.input_size}), "
                f"got {show(x.shape)}"
            )

    def _state(self, state: Any, batch: Any, alone: bool, dtype: DType) -> Sequence[Tensor]:
        """The state to begin with: zeros, unless one is given."""
        count = self.num_layers * self.directions
        shape = (count, batch, self.hidden_size)
        if state is None:
            return [ops.zeros(shape, dtype)] * self.states
        given = [state] if self.states == 1 else list(state)
        wanted = (count, self.hidden_size) if alone else shape
        if len(given) != self.states or any(tuple(s.shape) != wanted for s in given):
            raise ShapeError(
                f"{type(self).__name__}: the state must be {self.states} of {show(wanted)}, "
                f"got {', '.join(show(s.shape) for s in given)}"
            )
        return [ops.expand_dims(s, 1) for s in given] if alone else given

    def extra_repr(self) -> str:
        text = f"{self.input_size}, {self.hidden_size}"
        for name, usual in (
            ("num_layers", 1), ("bias", True), ("batch_first", False), ("dropout", 0.0), ("bidirectional", False),
        ):  # fmt: skip
            if getattr(self, name) != usual:
                text += f", {name}={getattr(self, name)}"
        return text


class RNN(Recurrent):
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh) along a sequence (J. L. Elman, "Finding structure in time", 1990).

    `forward(x, h=None)` gives (outputs of the last layer, last states).

    * x: (length, batch, input_size), (batch, length, input_size) with `batch_first`, or (length, input_size) without
      a batch. Sequences of different lengths are ragged, (batch, None, input_size); nothing of them is padded in
      what comes out.
    * h: (num_layers · directions, batch, hidden_size), the states to begin with; zeros by default.
    * outputs: as x, with hidden_size · directions features.

    `nonlinearity` is "tanh" or "relu". Between layers, `dropout` of the outputs is dropped in training. Parameters have
    PyTorch's names: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`, `…_l0_reverse`, `…_l1`. Raises
    `ShapeError` where shapes do not fit.

    >>> output, h = ni.nn.RNN(3, 4)(ni.zeros((5, 2, 3)))
    >>> output.shape, h.shape
    ((5, 2, 4), (1, 2, 4))
    """

    def __init__(self, *sizes: Any, nonlinearity: str = "tanh", **options: Any) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f'RNN: nonlinearity must be "tanh" or "relu", got {nonlinearity!r}')
        self.nonlinearity = nonlinearity
        super().__init__(*sizes, **options)

    def cell(self, given: Tensor, state: State, inside: Callable[[Tensor], Tensor]) -> State:
        total = given + inside(state[0])
        return (ops.tanh(total) if self.nonlinearity == "tanh" else ops.relu(total),)


class LSTM(Recurrent):
    """Long short-term memory (S. Hochreiter, J. Schmidhuber 1997; forget gates: F. A. Gers et al. 2000).

    The rows of the weights are the gates i, f, g, o: c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c'). Everything is as
    for `RNN`, but that a state is a pair: `forward(x, (h, c)=None)` gives (outputs, (h, c)).

    >>> output, (h, c) = ni.nn.LSTM(3, 4, batch_first=True)(ni.zeros((2, 5, 3)))
    >>> output.shape, h.shape, c.shape
    ((2, 5, 4), (1, 2, 4), (1, 2, 4))
    """

    gates = 4
    states = 2

    def cell(self, given: Tensor, state: State, inside: Callable[[Tensor], Tensor]) -> State:
        h, c = state
        i, f, g, o = ops.chunk(given + inside(h), 4, -1)
        c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
        return ops.sigmoid(o) * ops.tanh(c), c


class GRU(Recurrent):
    """Gated recurrent units (K. Cho et al. 2014), in the variant that resets behind the product, as PyTorch does.

    The rows of the weights are the gates r, z, n: n = tanh(W_in x + b_in + σ(r)·(W_hn h + b_hn)),
    h' = (1 − σ(z))·n + σ(z)·h. Everything else is as for `RNN`.

    >>> output, h = ni.nn.GRU(3, 4, bidirectional=True)(ni.zeros((5, 2, 3)))
    >>> output.shape, h.shape
    ((5, 2, 8), (2, 2, 4))
    """

    gates = 3
    inner_bias = True

    def cell(self, given: Tensor, state: State, inside: Callable[[Tensor], Tensor]) -> State:
        (h,) = state
        xr, xz, xn = ops.chunk(given, 3, -1)
        hr, hz, hn = ops.chunk(inside(h), 3, -1)
        z = ops.sigmoid(xz + hz)
        n = ops.tanh(xn + ops.sigmoid(xr + hr) * hn)
        return ((1.0 - z) * n + z * h,)

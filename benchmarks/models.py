"""Networks of nitinol that several rows have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nitinol as ni
from benchmarks.rows import GPT, LSTM
from nitinol import nn

F = nn.functional


class Layer(nn.Module):
    """A layer of a GPT: attention and two dense layers, each behind a layer norm and beside a residual."""

    def __init__(self, width: int, heads: int) -> None:
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Any) -> Any:
        x = x + self.attention(self.norm1(x), is_causal=True)
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    """A GPT: the numbers of tokens, (batch, length), become logits of the token that follows each.

    wrap: what is done to each layer, such as `ni.checkpoint`.
    """

    def __init__(
        self, wrap: Callable[[Any], Any] = lambda layer: layer, layers: int = GPT["layers"]
    ) -> None:
        width = GPT["width"]
        self.token, self.place = (
            nn.Embedding(GPT["tokens"], width),
            nn.Embedding(GPT["length"], width),
        )
        self.layers = nn.ModuleList([Layer(width, GPT["heads"]) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, GPT["tokens"], bias=False)
        self.wrap = wrap

    def forward(self, x: Any) -> Any:
        h = self.token(x) + self.place.weight
        for layer in self.layers:
            h = self.wrap(layer)(h)
        return self.head(self.norm(h))


class Recurrent(nn.Module):
    """An LSTM over (length, batch, inputs), and a dense layer behind its last state."""

    def __init__(self) -> None:
        inputs, width = LSTM["inputs"], LSTM["width"]
        self.inside, self.outside = (
            nn.Linear(width, 4 * width, bias=False),
            nn.Linear(inputs, 4 * width),
        )
        self.head = nn.Linear(width, 10)

    def forward(self, x: Any) -> Any:
        def step(carry: Any, x: Any) -> Any:
            h, c = carry
            i, f, g, o = ni.chunk(self.inside(h) + x, 4, -1)
            c = ni.sigmoid(f) * c + ni.sigmoid(i) * ni.tanh(g)
            return (ni.sigmoid(o) * ni.tanh(c), c), None

        start = ni.zeros((x.shape[1], LSTM["width"]))
        (h, _), _ = ni.scan(step, (start, start), self.outside(x))
        return self.head(h)


def loss(model: nn.Module, x: Any, t: Any) -> Any:
    """Cross-entropy over the last axis of what a network gives."""
    logits = model(x)
    return F.cross_entropy(logits.reshape((-1, logits.shape[-1])), t.reshape((-1,)))

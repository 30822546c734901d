"""PyTorch: the rows of `benchmarks.transformers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from benchmarks import transformers
from benchmarks.adam import ADAM
from benchmarks.job import Job, from_function
from benchmarks.rows import GPT, Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: torch.from_numpy(value.copy()) for name, value in one.items()} for one in inputs]


def attention(row: Row, inputs: Inputs) -> Jobs:
    given = _tensors(inputs)
    for one in given:
        for name in "qkv":
            one[name].requires_grad_()

    def jobs(forward: Callable[..., Any]) -> Job:
        def gradient(q: Any, k: Any, v: Any, g: Any) -> Any:
            return torch.autograd.grad(forward(q, k, v), (q, k, v), g)

        job = from_function(gradient, given, lambda found: found[0].numpy())
        job.outputs = lambda: [x.numpy()[:, transformers.SOME] for x in gradient(**given[0])]
        return job

    def forward(q: Any, k: Any, v: Any) -> Any:
        return F.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=True)[0]

    return {"torch": jobs(forward), "torch.compile": jobs(torch.compile(forward))}


class Attention(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.empty(3 * width))
        self.out_proj = nn.Linear(width, width)

    def forward(self, x: Any) -> Any:
        y = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        y = y.view(*x.shape[:2], 3, GPT["heads"], -1).permute(2, 0, 3, 1, 4)
        o = F.scaled_dot_product_attention(y[0], y[1], y[2], is_causal=True)
        return self.out_proj(o.transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Any) -> Any:
        x = x + self.attention(self.norm1(x))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    """`benchmarks.models.Transformer`."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        width = GPT["width"]
        self.token = nn.Embedding(GPT["tokens"], width)
        self.place = nn.Embedding(GPT["length"], width)
        self.layers = nn.ModuleList([Layer(width) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, GPT["tokens"], bias=False)
        weights = transformers.gpt_weights(layers)
        self.load_state_dict({name: torch.from_numpy(w.copy()) for name, w in weights.items()})

    def forward(self, x: Any) -> Any:
        h = self.token(x) + self.place.weight
        for layer in self.layers:
            h = layer(h)
        return self.head(self.norm(h))


def training(compiled: bool, layers: int = GPT["layers"]) -> Callable[..., Any]:
    """A training step of a new GPT, which gives the loss."""
    model = Transformer(layers)
    forward = torch.compile(model) if compiled else model
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=ADAM["lr"], weight_decay=transformers.DECAY, fused=True
    )

    def step(x: Any, t: Any) -> Any:
        loss = F.cross_entropy(forward(x).flatten(0, 1), t.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def gpt(row: Row, inputs: Inputs) -> Jobs:
    given = _tensors(inputs)

    def job(compiled: bool) -> Job:
        made = from_function(training(compiled), given, lambda x: x.numpy())

        def losses() -> list[Any]:
            step = training(compiled)
            return [torch.stack([step(**one) for one in given]).numpy()]

        made.outputs = losses
        return made

    return {"torch": job(False), "torch.compile": job(True)}


def gpt_first(layers: int) -> tuple[Callable[..., Any], Callable[[Any], Any]]:
    """A compiled training step of a GPT, and how to make a tensor."""
    step = training(True, layers)
    return (lambda x, t: step(x, t).item()), torch.from_numpy


FAMILIES = {"attention": attention, "gpt": gpt}

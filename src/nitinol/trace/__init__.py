"""The interpreter stack: how one call of an operation is computed, recorded or differentiated.

`array.Array` is what users hold inside a transformed function; `bind.bind` is the one door through
which every primitive application passes; `composite.composite` makes an ordinary function of
primitives into one operation for eager mode.

Interpreters: `stage` (to a graph), `jvp` (forward mode), `linearize` + `transpose` (reverse mode).
On graphs: `derive` (the backward program of a forward program), `call` (a graph as one operation).
`primitives` are the operations that these emit themselves; their docstring states the convention
for complex cotangents.
"""

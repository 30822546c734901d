"""The interpreter stack: how one call of an operation is computed, recorded, differentiated or
batched.

`array.Array` is what users hold inside a transformed function; `bind.bind` is the one door
through which every primitive application passes; `composite.composite` makes an ordinary function
of primitives into one operation for eager mode. Interpreters: `stage` (to a graph), `jvp`,
`linearize` + `transpose`.
"""

"""Control flow: branches and loops as operations, with Python's semantics.

| file | what |
|---|---|
| `scans` | the primitive `scan`: a loop of known length over slices |
| `branches` | the primitives `switch`, and `sized`: a program with a size made at run time |
| `whiles` | the primitive `while_loop`: a loop until a condition fails |
| `mapped` | all of these under `vmap` |
| `carries` | nests of tensors in and out of bodies: types, numbers, what messages call them |
| `functions` | what users call: `cond`, `switch`, `while_loop`, `fori_loop`, `scan`, `map` |
| `associative` | `associative_scan`, a composition of slices and joins |

Called on tensors, `cond`, `switch` and `while_loop` are Python: the condition is looked at, and the branch or
body runs, recorded on the tape like everything else. Where the condition has no value yet (inside
`jit`, under `vmap`) they are primitives whose parameters hold the programs of branches and bodies
(`ir.region.Closed`). `scan`, `fori_loop` and `map` are primitives everywhere: eager, the body is
traced and the whole loop runs as one compiled program.

In compiled programs these are control flow of the native function (`codegen.regions`): the body is
scheduled and fused like any program, no Python runs in between.

Derivatives
-----------
*Forward*: the same loop over values and tangents.

*Reverse through `scan`*: the body is split (`trace.regions.split`) in one that also gives residuals
and one that is linear in the tangents. The forward loop stacks the residuals, a second loop runs
over them; being linear, it can be transposed, which is the same loop backwards, with
cotangents as its carry. Memory is proportional to the length.

*Reverse through `while_loop`*: the number of rounds is known after the loop has run (it is counted
along), and it becomes a size (`sized`): inside, the loop is a `scan` of that length, computed
again from its start, with stacks as long as they need be. The price is one more forward pass; memory grows
with the number of rounds and lives only as long as the backward pass of this loop.

*Reverse through `switch`*: the tangent of a branch computes that branch again. Only the branch that
was taken is differentiated, so a NaN or an infinite slope of another one never reaches the gradient.

`vmap`: a condition that differs from row to row runs all branches and selects; a `while_loop` goes
on until all rows are done and leaves rows alone that are.
"""

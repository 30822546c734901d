"""Loops over the places of sparse tensors, in native Python: compiled once, for data of every size.

| file | what |
|---|---|
| `merging` | which places two tensors have, together or both |
| `meeting` | which entries of two matrices meet in their product, and where |
| `multiplying` | products of two matrices at once, where no derivative is asked for |
| `vectors` | products of matrices and vectors, likewise |

The first two only find places: values follow by ordinary operations on what they give, so derivatives, dtypes and
batching come from there. `kinds.kernels` says how kernels are called.
"""

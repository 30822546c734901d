"""Tensors that are not dense, built from dense ones.

| folder | class | what it is made of |
|---|---|---|
| `ragged` | `RaggedTensor` | values of all rows behind one another, and offsets: where each row begins |
| `sparse` | `SparseTensor` | values of what is stored, and where it stands |
| `strings` | `StringTensor` | bytes of UTF-8, and offsets |
| `records` | `RecordTensor` | a tensor of any kind for each field of a class |

All are `trace.kind.Kind`s: pytrees of dense tensors with rules for public functions. What the rules do, they do with
ordinary operations on the parts, so derivatives, batching and compilation come from these.

`making.py` finds which kind `ni.tensor(data)` is; `names.py` says which class is meant by a name in a file. Each
folder has `tensor.py` (the class: its parts, checking, printing) and files with rules by family. A folder is
imported when its kind is first met, so `import nitinol` does not pay for it.
"""

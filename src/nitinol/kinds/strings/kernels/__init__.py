"""Loops over the bytes of texts, in native Python: compiled once, for data of every size.

| file | what |
|---|---|
| `spans` | checking UTF-8, taking elements, parts of elements, repeated pieces |
| `search` | find, count, replace, split, strip |
| `order`, `sorting` | comparing; sorting |
| `letters` | code points, case of ASCII, what is whitespace |
| `digits` | numbers from texts and back |
| `tables` | hashing, look-up in a vocabulary |
| `pieces` | tokenisers |

`kinds.kernels` has what these share, and says how kernels are called. Texts are given as bytes and n + 1 offsets.
Where the size of a result depends on data there are two kernels: one writes the offsets of the result, one its bytes.
"""

"""Loops over the bytes of texts, in native Python: compiled once, for data of every size.

| file | what |
|---|---|
| `parallel` | a range of elements as tasks for the thread pool; what all share |
| `calling` | calling a kernel with tensors |
| `spans` | checking UTF-8, taking elements, parts of elements, repeated pieces |
| `search` | find, count, replace, split, strip |
| `order` | comparing, sorting |
| `letters` | code points, case of ASCII, what is whitespace |
| `digits` | numbers from texts and back |
| `tables` | hashing, look-up in a vocabulary |
| `pieces` | tokenisers |

Every kernel has the signature of a program of `codegen`: addresses of operands and results, numbers, the caller's
hooks. So the core allocates results, gives the GIL up, and lends its threads. Texts are given as bytes and n + 1
offsets. Where the size of a result depends on data there are two kernels: one writes the offsets of the result, one
its bytes.
"""

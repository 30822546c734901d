"""What loops in native Python have in common, whatever kind they serve.

| file | what |
|---|---|
| `parallel` | a range of elements as tasks for the thread pool; offsets; copying |
| `calling` | calling a kernel with tensors |

Every kernel has the signature of a program of `codegen`: addresses of operands and results, numbers, the caller's
hooks. So the core allocates results, gives the GIL up, and lends its threads. `kinds.hosting` makes such calls part of
compiled functions. Where the size of a result depends on data there are two kernels: one counts, one fills.
"""

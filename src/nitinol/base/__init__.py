"""What every other room stands on: errors, dtypes, sizes and shapes, pytrees, configuration.

Nothing here imports NumPy or LLVM, and nothing here computes on tensors.
"""

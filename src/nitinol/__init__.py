"""nitinol: a deep-learning library in pure Python, compiled by its own compiler."""

"""Measurements of nitinol beside other frameworks: `make bench`.

    run.py ── one process a framework ──► worker.py + frameworks/<name>.py   (rows within a process)
       │
       ├── whole.py        rows that need fresh processes: imports, first calls, installing, training
       ├── limits.py       what the machine can do: FLOP/s and bytes/s
       └── report.py       the table in docs/benchmarks.md and the README

`rows.py` says what is measured and what the goals are; `inputs.py` makes the numbers and their
references in float64. Rules: one process runs at a time, the others are stopped (SIGSTOP); rounds are
interleaved (A B C A B C …); inputs rotate from call to call; every output is checked first.
"""

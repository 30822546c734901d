"""From LLVM IR text to machine code in this process, and back from disk the next time.

| file | holds |
|---|---|
| `target.py` | machines as data: vector width, registers, features; which one this process is on |
| `text.py` | a builder of IR text |
| `compile.py` | IR text to an object file, through llvmlite |
| `objects.py` | reads object files |
| `relocate.py` | patches machine code once addresses are known |
| `elf.py` | object files to a shared library, without a linker |
| `load.py` | a shared library into the process and out again |
| `cache.py` | the files of earlier runs, checked before they are trusted |
| `stats.py` | how many were compiled, how many found, and how long it took |
| `build.py` | all of that behind one function, `build` |

A warm start imports neither llvmlite nor any of Python's heavier modules: `build` finds a file,
checks it and loads it.
"""

"""Native Python: a typed subset of Python that becomes machine code through LLVM.

The parts of nitinol that C programs would write in C (the tensor object's fast path, the
allocator, the thread pool) are written in this language.  It is Python's syntax with C's data:

    from __future__ import annotations
    from nitinol.native import Module, i64, null, ptr, sizeof, u64, unlikely

    m = Module("stack")

    @m.struct
    class Block:
        next: ptr[Block]
        size: i64

    @m.extern
    def malloc(size: u64) -> ptr: ...              # of the C library

    @m.function(export=True)
    def push(head: ptr[Block], size: i64) -> ptr[Block]:
        block = ptr[Block](malloc(sizeof(Block)))
        if unlikely(not block):
            return null
        block.next = head
        block.size = size
        return block

    library = m.build()                            # from the cache, or compiled now
    library.address("push")

Decorators only record; checking and compiling happen in `Module.text()` and `Module.build()`.
A broken rule raises `NativeError` with file and line before any IR exists.  Every function that
stays away from CPython's API also runs as ordinary Python, `push(null, 3)`, with the same result:
that is how tests compare the compiler with Python itself.

To mypy an i64 is an int and `ptr[T]` a generic class.  A native file starts with
`# mypy: disable-error-code="empty-body, no-any-return"`, for the stubs of outside functions and
because fields of a `ptr` have no type there.

Types.  `i8 i16 i32 i64 u8 u16 u32 u64` wrap around; `f32 f64`; `bool`; `ptr[T]` points to a T and
plain `ptr` to anything; `fn[[A, B], R]` is the address of a function; `vec[T, n]` a register of n
lanes (a T that meets one is repeated in every lane); `array[T, n]` n values in place, for struct
fields.  Structs and arrays are never values: to read one is to get a pointer to it (to its first
element).  A struct that inherits from another begins with its fields.  `@m.struct(align=64)` wants
a larger alignment.

Constants.  Literals, and ints, floats, bools of the Python scope around the function, have no type
of their own: they take on that of what they meet (`x + 1`), with a check that they fit, and i64 or
f64 when they meet nothing.  `sizeof(T)` and `offsetof(T, "field")` are such constants.  Arithmetic
on constants is Python's.  `null` (or None) is the null pointer.  A `"text"` or `b"text"` is a
`ptr[u8]` to bytes that end with a zero.

Conversions are written: `u8(x)` (wraps), `f64(x)`, `i64(f)` (rounds towards zero; out of range
gives the nearest end, NaN gives 0), `bool(x)`, `ptr[T](p)`, `u64(p)`, `ptr[T](address)`,
`bitcast(T, x)`.  Without being written: constants as above, `ptr[Derived]` to `ptr[Base]`, any
pointer or function to plain `ptr`.  An i32 does not become an i64 by itself.

Locals get the type of their first assignment, or of an annotation (`n: u64 = 0`), and keep it.  A
local that might be unassigned where it is used is an error.  They have no address; `stack(T)` and
`stack(T, n)` give memory that lives until the function returns and that holds anything at first; in
a loop it is the same memory each time.

Memory.  `p.field`, `p[i]` (elements; negative too), `p.field = x`, `p[i] += x`; `p + n`, `p - n`
in elements (bytes for plain `ptr`), `p - q` in elements; `ref(p).field` is the address of a field.
Nothing checks bounds.  Globals: `counter = m.variable("counter", i64, initial=0)` is used as a
pointer, `counter[0] += 1`; of a struct, `state.field`; with a count, `table[i]`.  An object of
another library: `none = m.external("_Py_NoneStruct", PyObject)`, a pointer to it.

Operators.  `+ - * & | ^ ~ << >>` wrap; `>>` and comparisons go by the type's sign; `//` and `%`
are Python's (they round down); `quotient` and `remainder` truncate as in C; `/` is for floats.
Both sides have the same type.  Division by zero, the smallest integer divided by -1, and shifts by
the width or more are the author's duty: they are undefined, not errors.  `and or not`, `a if c
else b`, `a < b < c`, `min(a, b)`, `max(a, b)`.  In conditions any number or pointer counts as in
Python; used as values, `and` and `or` want bools.  Pointers are compared with `==`, never `is`.

Statements.  `if / elif / else`, `while`, `for i in range(...)` with a constant step, `break`,
`continue`, `return`, `pass`, assignments, `a, b = b, a`.  Every way through a function returns.

Calls of native functions, of outside functions (`@m.extern`, with `variadic=True` for C's `...`),
of pointers to functions (`p.callback(x)`).  The name of a function, used as a value, is its
address.  Integers given to `...` must have C's width: write `i32(1)` where C wants an int.

Atomics.  `atomic_load(p, order)`, `atomic_store(p, x, order)`, and, giving the old value,
`atomic_add atomic_sub atomic_and atomic_or atomic_xor atomic_swap`, and `atomic_cas(p, expected,
new, order)`, which has succeeded when the old value equals `expected`.  `order` is "relaxed",
"acquire", "release", "acq_rel" or "seq_cst".  `fence(order)`, `cpu_pause()`.

Also: `likely(c)`, `unlikely(c)`, `select(c, a, b)` (both sides are computed), `popcount`,
`count_leading_zeros`, `count_trailing_zeros` (the width for 0), `add_overflows(a, b)`,
`mul_overflows(a, b)`, `trap()` for states that cannot be, `insert(v, lane, x)`, `v[lane]`,
`reduce_add(v)` (floats in order of the lanes).

Files: `names.py` (what authors import), `types.py` (types and layout), `module.py` (recording, key,
build) are light, as they are imported on every start.  Only when compiling: `source.py`, `tree.py`
(the typed tree), `check_base.py`, `check_call.py`, `check_expr.py`, `check.py` (syntax to typed
tree), `emit_ops.py`, `emit.py`, `emit_module.py` (typed tree to IR).  `simulate.py` and
`values.py` run native functions as ordinary Python.
"""

from nitinol.native.errors import NativeError
from nitinol.native.module import Module
from nitinol.native.names import *  # noqa: F403
from nitinol.native.names import __all__ as _names

__all__ = ["Module", "NativeError"]
__all__ += _names

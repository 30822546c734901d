"""`Recipe`: what the dispatch cache holds for a call that it has seen.

A recipe says how to get from operands to results without asking anything again: which kernel to
call with which sizes, which layouts to allocate, and what the tape has to keep. It depends
on dtypes and layouts, never on the values in tensors or of runtime scalars.

The kernel is `i64 kernel(ptr bufs, ptr dims, ptr ctx)`:

* `bufs`: addresses of the operands, then of the outputs, then of the workspace if there is one. A
  Python number among the operands is passed as the address of a slot that holds it as int64,
  float64 or complex128.
* `dims`: the recipe's `dims`, an array of 64-bit integers.
* `ctx`: 16 words of 64 bits, a fresh copy for every call, see `Word`.

It returns 0, or one of the codes in `Status`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from .layout import Layout


class Word:
    """Indices into `ctx`.

    The function given to `parallel_for` is `void fn(ptr arg, i64 task, i64 worker)`; `worker` is below
    the number of threads and no two tasks run at once with the same one.
    """

    # i64 parallel_for(ptr fn, ptr arg, i64 n, i64 threads): 0 or INTERRUPTED. `threads` is the kernel's
    # own word THREADS, so that scratch memory for so many workers is enough whatever is set meanwhile.
    PARALLEL_FOR: Final = 0
    ALLOCATE: Final = 1  # ptr allocate(i64 nbytes), null when there is no memory
    RELEASE: Final = 2  # void release(ptr address, i64 nbytes)
    THREADS: Final = 3  # number of threads of the pool
    ERROR_CODE: Final = 4
    ERROR_VALUE: Final = 5  # the index that was out of range, or the bytes that there were not
    ERROR_SIZE: Final = 6  # the size of its axis; negated where nothing counts from the end
    ERROR_SITE: Final = 7  # which check of the program failed
    POLL: Final = 8  # i64 poll(): not 0 when a loop of many kernels shall end; null: nobody asks
    # void print(ptr text, i64 nbytes, ptr words): what `ops.control.printing` says; null: nobody listens
    PRINT: Final = 9
    # i64 watch(ptr ctx, ptr fn, ptr arg, i64 n, i64 what): run tasks in the program's stead, as PARALLEL_FOR does
    # (`core.watching`); null: nobody watches. `what`: the number of the step in its kernel (bits 0 to 7) and of the
    # kernel in its program (8 to 31), how many open sizes `arg` begins with (32 to 55), and whether nothing of the
    # program ran before (62).
    WATCH: Final = 10
    # void hold(i64 change): 1 when from now on the program may not be cancelled, since it writes over what it was
    # given; -1 when it may be again; null: nobody cancels
    HOLD: Final = 11
    # Where memory begins that a program has taken for the blocks of its kernels. The program's own; 0 at first.
    RESERVED: Final = 12


WORDS: Final = 16  # words of a context; those after HOLD are zero at first


class Status:
    """What a kernel returns."""

    OK: Final = 0
    INDEX_RANGE: Final = 1
    NO_MEMORY: Final = 2
    INTERRUPTED: Final = 3


class Recipe:
    """One way of computing results; see the module's docstring.

    * `outputs`: layouts of the results; each gets a fresh storage.
    * `view`: None, or (operand, byte offset, layout): no kernel runs, the one result shares the
      storage of that operand.
    * `rule`: the derivative rule that goes on the tape; None when there is no derivative.
    * `saves`: which of (operands..., outputs...) the tape keeps; scalars are kept as numbers.
    * `release_gil`: whether the call is predicted to be so long that other Python threads should
      run meanwhile.
    * `single`: whether a call returns the one result itself rather than a tuple.
    * `workspace`: bytes of scratch memory that the kernel gets as its last buffer.
    * `unrecorded`: no rule is known although there is a derivative: where a call has to be recorded,
      the dispatch cache takes the slow way instead.
    * `over`: for each output the number of the operand in whose memory it may lie, or -1; empty for none
      (`run_assigning`).
    * `owner`: anything that must stay alive as long as `address` is used.
    """

    __slots__ = (
        "__weakref__",
        "address",
        "dims",
        "native",
        "outputs",
        "over",
        "owner",
        "release_gil",
        "rule",
        "saves",
        "single",
        "unrecorded",
        "view",
        "workspace",
    )

    def __init__(
        self,
        address: int = 0,
        dims: bytes = b"",
        outputs: Sequence[Layout] = (),
        rule: Any = None,
        saves: Sequence[int] = (),
        release_gil: bool = False,
        single: bool = True,
        view: tuple[int, int, Layout] | None = None,
        workspace: int = 0,
        owner: Any = None,
        unrecorded: bool = False,
        over: Sequence[int] = (),
    ) -> None:
        if view is not None:
            outputs = (view[2],)
        elif not address:
            raise ValueError("a Recipe needs the address of a kernel, or a view")
        if single and len(outputs) != 1:
            raise ValueError(f"{len(outputs)} outputs; write single=False for a tuple of results")
        self.address = address
        self.dims = bytes(dims)
        self.outputs = tuple(outputs)
        self.rule = rule
        self.saves = tuple(saves)
        self.release_gil = release_gil
        self.single = single
        self.view = view
        self.workspace = workspace
        self.owner = owner
        self.unrecorded = unrecorded
        self.over = tuple(over)
        self.native: Any = None  # what a core prepares at the first run

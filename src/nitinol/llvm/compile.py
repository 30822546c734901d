"""IR text to an object file, through llvmlite.

`compile_object` parses, verifies, runs one of two pass lists and emits machine code:

- `"light"` for kernels whose loops and vectors our own emitters wrote: inline what asks for it,
  put local variables into registers, clean the control flow, drop what nobody calls. On a matrix
  product of 40 functions: 50 ms, where O3 takes 3100, instruction combining would add 250 and
  value numbering 220, and the products take the same time with each of them. What remains is code
  generation, 2000 ms there: 1.3 ms a module and 1-2 ms even for a small function.
- `"full"` for code written as scalar loops: LLVM's O3 pipeline with its vectorisers.

llvmlite is imported when the first module is compiled, never before.

**Threads.** All calls of llvmlite are serialised by one lock inside llvmlite. LLVM itself does not need it: modules in
contexts of their own may be compiled at once, each by a machine of its own. So `compile_objects` cuts a large module
into parts (`llvm.parts`) and generates their code, nineteen twentieths of the time, side by side: it calls that one
function of the library past the lock, while the thread that asks for it holds the lock against all others. (Processes
would have to be started and to import llvmlite first, 0.1 s.)

**Fork.** A process forked while another thread is inside LLVM inherits that lock locked, by a
thread that does not exist in the child: the child's first compilation would wait for ever. So the
thread that forks takes the lock first and both sides let it go afterwards.

LLVM ends the process on some invalid requests instead of reporting them (an intrinsic that a
target cannot lower, for instance); callers must not emit those, or compile for other machines in a
process of their own."""

from __future__ import annotations

import os

from nitinol.base.errors import CompileError, UnsupportedError
from nitinol.base.limits import available_threads
from nitinol.llvm.objects import ObjectError, defined_symbols, undefined_symbols
from nitinol.llvm.parts import split
from nitinol.llvm.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set
    from typing import Any, Literal

    Passes = Literal["light", "full"]

__all__ = [
    "CompileError",
    "ObjectError",
    "assembly",
    "check_externals",
    "compile_object",
    "compile_objects",
    "undefined_symbols",
]

_bindings: list[Any] = []  # the module, once it is imported
_machines: dict[tuple[str, str, str], Any] = {}
_CONTEXT_LINES = 2
_PART = 60_000  # characters of text that are worth a thread: 80 ms


def _binding() -> Any:
    """llvmlite's bindings, imported and initialised on the first call."""
    if _bindings:
        return _bindings[0]
    try:
        import llvmlite.binding as binding
    except ImportError as error:
        raise UnsupportedError(
            "nitinol needs llvmlite to compile a kernel that is not in its cache; "
            "write: pip install llvmlite"
        ) from error
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    _register_fork_handlers(binding)  # twice, if two threads race here; the lock can be nested
    _bindings.append(binding)
    return binding


def _register_fork_handlers(binding: Any) -> None:
    lock = getattr(binding.ffi.lib, "_lock", None)
    if lock is None or not hasattr(os, "register_at_fork"):
        return

    held: list[bool] = []  # empty if Ctrl-C arrived while we waited: the fork happens all the same

    def take() -> None:
        lock.__enter__()
        held.append(True)

    def release() -> None:
        # The child's only thread has the identity of the forking one, so it owns the lock too.
        if held:
            held.pop()
            lock.__exit__(None, None, None)

    os.register_at_fork(before=take, after_in_parent=release, after_in_child=release)


def _target_machine(target: Target) -> Any:
    key = (target.triple, target.cpu, target.features)
    found = _machines.get(key)
    if found is None:
        found = _machines[key] = _new_machine(target)
    return found


def _new_machine(target: Target) -> Any:
    try:
        return (
            _binding()
            .Target.from_triple(target.triple)
            .create_target_machine(
                cpu=target.cpu,
                features=target.features,
                opt=2,
                reloc="pic",
                codemodel="default",
            )
        )
    except RuntimeError as error:
        raise UnsupportedError(f"LLVM has no back end for {target.triple}: {error}") from error


def _position(message: str) -> int | None:
    """The line that LLVM's parser complains of, counted from 1."""
    for part in message.splitlines():
        fields = part.split(":")
        if len(fields) >= 3 and fields[0].strip() == "<string>" and fields[1].isdigit():
            return int(fields[1])
    return None


def _excerpt(ir: str, line: int) -> str:
    lines = ir.splitlines()
    first, last = max(1, line - _CONTEXT_LINES), min(len(lines), line + _CONTEXT_LINES)
    return "\n".join(
        f"{'>' if n == line else ' '} {n:5d} | {lines[n - 1]}" for n in range(first, last + 1)
    )


def _invalid(message: str, ir: str) -> CompileError:
    """The error for IR that LLVM refuses, with the lines in question."""
    line = _position(message)
    if line is None:
        # The verifier quotes instructions but no positions: look for a quoted one in the text.
        quoted = {part.strip() for part in message.splitlines()}
        line = next(
            (n for n, t in enumerate(ir.splitlines(), 1) if t.strip() in quoted - {""}), None
        )
    text = f"LLVM refuses the IR that nitinol emitted: {message.strip()}"
    return CompileError(text if line is None else f"{text}\n{_excerpt(ir, line)}")


def _module(ir: str, target: Target, context: Any = None) -> Any:
    """The parsed and verified module, with the target's layout."""
    binding = _binding()
    # Alignments left out in the text are filled in while parsing, so the layout must come first;
    # on the first line, lest the numbers of the lines change.
    if "target datalayout" not in ir:
        ir = f'target datalayout = "{target.data_layout}" {ir}'
    if "target triple" not in ir:
        ir = f'target triple = "{target.triple}" {ir}'
    try:
        module = binding.parse_assembly(ir, context)
        module.verify()
    except RuntimeError as error:
        raise _invalid(str(error), ir) from None
    if module.data_layout != target.data_layout or module.triple != target.triple:
        raise CompileError(
            f"the IR names the machine {module.triple!r} with layout {module.data_layout!r}, "
            f"but it is compiled for {target.triple!r} with {target.data_layout!r}; "
            "leave both lines out"
        )
    return module


def _run_passes(module: Any, machine: Any, passes: Passes) -> None:
    # Made anew for each module: a builder keeps references to the analyses of its last run, and
    # running one twice has been seen to abort. llvmlite loses some 10 KB with each.
    binding = _binding()
    options = binding.create_pipeline_tuning_options(speed_level=3)
    if passes == "full":
        options.loop_vectorization = True
        options.slp_vectorization = True
        builder = binding.create_pass_builder(machine, options)
        manager = builder.getModulePassManager()
    elif passes == "light":
        builder = binding.create_pass_builder(machine, options)
        manager = binding.create_new_module_pass_manager()
        manager.add_always_inliner_pass()
        manager.add_sroa_pass()
        manager.add_simplify_cfg_pass()
        manager.add_global_dead_code_eliminate_pass()
    else:
        raise ValueError(f"passes is {passes!r}; write 'light' or 'full'")
    manager.run(module, builder)


def compile_object(ir: str, target: Target, passes: Passes = "light") -> bytes:
    """Machine code for `target` from a module's text, as an object file in the target's format.

    The text need not name the data layout or the triple; where it does they must be the target's.

    Raises `CompileError`, showing the offending lines, where LLVM refuses the text.

    >>> from nitinol.llvm.target import host
    >>> compile_object("define i32 @one() { ret i32 1 }", host())[:4]
    b'\\x7fELF'
    """
    machine = _target_machine(target)
    module = _module(ir, target)
    _run_passes(module, machine, passes)
    return bytes(machine.emit_object(module))


def compile_objects(ir: str, target: Target, passes: Passes = "light") -> list[bytes]:
    """The same as several object files, to be linked together: large text is compiled by several threads.

    Raises as `compile_object` does.
    """
    count = min(available_threads(), len(ir) // _PART) if passes == "light" else 1
    texts = split(ir, count) if count > 1 else [ir]
    generate = _past_the_lock() if len(texts) > 1 else None
    if generate is None:
        return [compile_object(ir, target, passes)]
    import threading

    binding = _binding()
    with binding.ffi.lib._lock:  # whoever forks waits for it, and so until no thread is inside LLVM
        jobs = []
        for text in texts:
            machine = _new_machine(target)
            module = _module(text, target, binding.create_context())
            _run_passes(module, machine, passes)
            jobs.append((machine, module))
        objects: list[bytes | None] = [None] * len(jobs)

        def run(number: int) -> None:
            objects[number] = generate(*jobs[number])

        threads = []
        for number in range(1, len(jobs)):
            thread = threading.Thread(target=run, args=(number,), name="nitinol-llvm")
            try:
                thread.start()
            except RuntimeError:
                break  # no more threads are allowed, or Python is ending
            threads.append(thread)
        try:
            run(0)
        finally:
            for thread in threads:
                thread.join()
        # What no thread has done, or not without an error, is done here, where errors are raised.
        return [
            bytes(machine.emit_object(module)) if found is None else found
            for (machine, module), found in zip(jobs, objects, strict=True)
        ]


def _past_the_lock() -> Callable[[Any, Any], bytes | None] | None:
    """A function that generates the code of a module without llvmlite's lock; None where llvmlite has another form.

    It gives None where LLVM refuses.
    """
    import ctypes

    library = _binding().ffi.lib
    if not hasattr(library, "_lock"):
        return None
    try:
        plain = ctypes.CDLL(library._name)
        emit, dispose = plain.LLVMPY_TargetMachineEmitToMemory, plain.LLVMPY_DisposeMemoryBuffer
        start, size = plain.LLVMPY_GetBufferStart, plain.LLVMPY_GetBufferSize
    except (AttributeError, OSError, TypeError):
        return None
    pointer = ctypes.c_void_p
    emit.argtypes = [pointer, pointer, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]
    emit.restype = start.restype = pointer
    size.restype = ctypes.c_size_t
    start.argtypes = size.argtypes = dispose.argtypes = [pointer]
    dispose.restype = None

    def generate(machine: Any, module: Any) -> bytes | None:
        error = ctypes.c_char_p()
        buffer = emit(machine, module, 1, ctypes.byref(error))
        if not buffer:
            return None
        try:
            return ctypes.string_at(start(buffer), size(buffer))
        finally:
            dispose(buffer)

    return generate


def assembly(ir: str, target: Target, passes: Passes = "light") -> str:
    """The same as text in the target's assembly language, for people to read."""
    machine = _target_machine(target)
    module = _module(ir, target)
    _run_passes(module, machine, passes)
    return str(machine.emit_assembly(module))


def check_externals(
    objects: Sequence[bytes], externals: Set[str], exports: Set[str] = frozenset()
) -> None:
    """Raises `CompileError` where ELF objects need or lack, together, symbols that they should not.

    externals: the symbols of others that it may use (functions of C or CPython, for the core).
    exports: the symbols that it must define.
    """
    known = set().union(*[defined_symbols(obj, hidden=True) for obj in objects])
    foreign = set().union(*map(undefined_symbols, objects)) - known - externals
    if foreign:
        raise CompileError(
            f"the emitted code calls {', '.join(sorted(foreign))}, which it does not define; "
            "kernels must bring all they use (LLVM adds calls such as memcpy or fmodf for some "
            "instructions); emit loops or our own functions instead, or name it in `externals`"
        )
    missing = exports - set().union(*map(defined_symbols, objects))
    if missing:
        raise CompileError(
            f"the emitted code was to define {', '.join(sorted(missing))} and does not; "
            "an exported function must not be internal or private"
        )

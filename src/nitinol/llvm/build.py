"""One function between the emitters and running code: `build`.

    caller: kind, key, make_ir ──► a file of an earlier run? ──yes──► check it, load it
                                          │ no
                                          ▼
                      make_ir() ──► compile ──► link ──► store ──► load

The key says everything that decides the machine code, apart from the target and the versions of
nitinol and llvmlite, which are added here; so on a warm start neither the IR nor LLVM is needed.
Where nothing can be stored (a full disk, a read-only home) the code is loaded from memory and all
goes on.

`build` keeps nothing in memory: the caller holds the `Library`, and closes it if it evicts.
Two threads that build the same key at once do the work twice and both get a working library.
Libraries of one key are the same memory to the system's loader: variables in them are shared.

A load takes 0.15 ms, of which the loader has a third; that third grows with the number of libraries
that are open (2 ms at 10 000), and each takes two memory maps, of which a process has about 65 000.
So holders of many kernels must bound their number and `close` what they drop.
"""

from __future__ import annotations

from time import perf_counter

from nitinol.base import config
from nitinol.base.errors import CompileError
from nitinol.llvm import cache, stats
from nitinol.llvm.load import Library, LoadError, writes_libraries
from nitinol.llvm.stats import statistics
from nitinol.llvm.target import Target, host, machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

    from nitinol.llvm.compile import Passes

__all__ = ["Library", "build", "statistics"]

_COUNT = 8  # bytes of the length of what is kept with code


def build(
    kind: str,
    key: str,
    make_ir: Callable[[], str],
    exports: Sequence[str],
    *,
    passes: Passes = "light",
    externals: Set[str] | Callable[[], Set[str]] = frozenset(),
    target: Target | None = None,
    about: Callable[[], bytes] | None = None,
) -> Library:
    """Compiled code, from disk if an earlier run left it there.

    kind: what sort of code it is (`"core"`, `"pointwise"`), for statistics; part of the key.
    key: text that decides the code together with the target; equal keys must mean equal IR.
    make_ir: gives the module's IR; called only when nothing usable is on disk.
    exports: the symbols that the caller will ask for.
    passes: `"light"` for code that is already in loops and vectors, `"full"` for scalar code.
    externals: functions of C or CPython that the code may call; anything else it calls and does not
        define is an error. Where a function gives them, it is asked when compiling, and `key` must
        cover them.
    target: what to compile for, the host if None; it must be able to run here.
    about: gives what shall be kept with the code and found again as `Library.about`; called after
        `make_ir`, when that is.

    Raises `CompileError` where LLVM refuses the IR or a symbol is missing.

    >>> ir = "define i32 @seven() { ret i32 7 }"
    >>> library = build("example", "seven", lambda: ir, ["seven"])
    >>> library.address("seven") > 0
    True
    >>> library.close()
    """
    if target is None:
        target = host()
    elif not target.runs_on(machine()):
        raise CompileError(
            f"code for {target.name} cannot run in this process, on {machine().name}; "
            "to write code for another machine use compile_object"
        )
    start = perf_counter()
    as_library = writes_libraries()
    named = [] if callable(externals) else sorted(externals)
    full_key = cache.entry_key(
        kind, key, target, "so" if as_library else "o", passes, *exports, "", *named
    )
    found = cache.fetch(full_key)
    if found is not None:
        try:
            library = _load(found, exports, as_library)
        except LoadError:
            cache.remove(full_key)  # sound, but of no use to this system's loader
            stats.add("rejected")
        else:
            stats.add("loaded")
            stats.add("seconds_loading", perf_counter() - start)
            return library
    allowed = externals() if callable(externals) else externals
    image = _compile(kind, make_ir(), exports, passes, allowed, target, as_library, start)
    kept = b"" if about is None else about()
    content = image + kept + len(kept).to_bytes(_COUNT, "little")
    start = perf_counter()
    stored = cache.store(full_key, content)
    if stored is None:
        library = _load(cache.Entry("", content), exports, as_library)
    else:
        stats.add("stored")
        library = _load(stored, exports, as_library)
    stats.add("seconds_loading", perf_counter() - start)
    return library


def _compile(
    kind: str,
    ir: str,
    exports: Sequence[str],
    passes: Passes,
    externals: Set[str],
    target: Target,
    as_library: bool,
    start: float,
) -> bytes:
    from nitinol.llvm.compile import assembly, check_externals, compile_object, compile_objects
    from nitinol.llvm.elf import link

    if config.debug("ir"):
        print(f"; {kind}\n{ir}")
    emitted = perf_counter()
    objects = (
        compile_objects(ir, target, passes) if as_library else [compile_object(ir, target, passes)]
    )
    compiled = perf_counter()
    if config.debug("asm"):
        print(assembly(ir, target, passes))
    stats.compiled(kind)
    stats.add("seconds_emitting", emitted - start)
    stats.add("seconds_compiling", compiled - emitted)
    if not as_library:
        return objects[0]
    check_externals(objects, externals, frozenset(exports))
    image = link(objects, exports)
    stats.add("seconds_linking", perf_counter() - compiled)
    return image


def _load(entry: cache.Entry, exports: Sequence[str], as_library: bool) -> Library:
    content = entry.content
    end = len(content) - _COUNT
    image = end - int.from_bytes(content[end:], "little")
    library = _code(entry.path, content[:image], exports, as_library)
    library.about = content[image:end]
    return library


def _code(path: str, image: bytes, exports: Sequence[str], as_library: bool) -> Library:
    if not as_library:
        return Library.from_object(image, exports)
    if path:
        try:
            return Library.open(path)
        except LoadError:
            pass  # a folder mounted noexec, or a file evicted meanwhile; the content is sound
    return Library.from_bytes(image)

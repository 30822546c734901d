# mypy: disable-error-code="arg-type, empty-body, no-any-return, operator"
"""The caching allocator, in native Python.

Every buffer of a tensor comes from here, 64-byte aligned, with a size class that its owner keeps
and gives back with it.  Classes are 64, 128, 192, 256 bytes and then four to each power of two,
so at most a quarter of a block is unused; class 0 means "no block of ours".

- Small blocks (up to 32 KiB) are carved from chunks of 1 MiB.  A released block goes on the list
  of its class and is the next one given out: a few nanoseconds.
- Large blocks are mapped from the system one by one.  Released ones are kept on lists too, up to
  `limit` bytes, because a fresh mapping costs a page fault for every 4 KiB that is touched, which
  is most of the time of an element-wise operation on 1e7 elements.  From 2 MiB on they are
  aligned for, and advised to use, huge pages: measured, fresh memory is then touched 2 to 6 times
  faster (4 MB: 0.5 ms instead of 2.5; from the cache 0.2).  Beyond the limit the allocator unmaps
  cached blocks, one class after the other.

A request that cannot be had gives address 0, never a crash: sizes of no class (above 2**46
bytes), more than `maximum` bytes alive, or a refusal by the system even after the cache was
emptied.

Callers that hold the GIL have a shorter way: short lists of small blocks in front of the
allocator (`gil_allocate_class`, `gil_release`) that need no lock.  To the allocator behind, what
lies there is in use; `Memory.statistics` sets that right.

One lock (a word that is exchanged; nobody holds it across a system call, except to map or unmap a
chunk) protects everything, so that kernels may allocate without holding the GIL.  While the
process forks the forking thread holds it, so that a child never inherits it locked; the C library
sees to that, because Python code may run and let go of the GIL between Python's own handlers.

    memory_allocate(nbytes)       address or 0      memory_size_class(nbytes)   class or 0
    memory_allocate_class(class)  address or 0      memory_class_bytes(class)   bytes
    memory_release(address, class)                  memory_trim()               bytes unmapped
    memory_gil_allocate_class(class)                memory_gil_release(address, class)
    memory_configure(limit, maximum, huge_pages)    memory_statistics           a `Statistics`
    memory_guard_forks()                            once, before the first fork
    memory_reset_peak()                             `peak_bytes` counts from now on

Everything is refused until `memory_configure` was called, which making a `Memory` does.
"""

from __future__ import annotations

import sys

from nitinol.base.limits import STATISTICS, system_memory
from nitinol.native import (
    Module,
    atomic_store,
    atomic_swap,
    count_leading_zeros,
    cpu_pause,
    fn,
    i32,
    i64,
    likely,
    null,
    ptr,
    ref,
    sizeof,
    u8,
    u32,
    u64,
    unlikely,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nitinol.llvm.build import Library

ALIGNMENT = 64
SMALL = 32 << 10  # the largest block that is carved from a chunk
CHUNK = 1 << 20
HUGE = 2 << 20  # from here on blocks are advised to use huge pages
HUGE_PAGE = 2 << 20
LARGEST = 1 << 46
HELD = 128 << 10  # bytes of each small class that the GIL's holders keep at hand, at most

PROTECTION = 3  # readable and writable
MAPPING = 0x22 if sys.platform.startswith("linux") else 0x1002  # private and anonymous
ADVICE_HUGE = 14  # MADV_HUGEPAGE of Linux
LINUX = sys.platform.startswith("linux")
FAILED = (1 << 64) - 1  # what mmap gives when it refuses


def class_sizes() -> list[int]:
    """The bytes of each class, by class number; class 0 has none."""
    sizes = [0, 64, 128, 192, 256]
    while sizes[-1] < LARGEST:
        step = sizes[-1] // 4
        sizes += [sizes[-1] + step * n for n in range(1, 5)]
    return sizes


SIZES = class_sizes()
CLASSES = len(SIZES)
SMALL_CLASSES = SIZES.index(SMALL) + 1  # classes below this number are carved

module = Module("memory")

if TYPE_CHECKING:
    Handler = fn[[], None]
else:
    Handler = fn[[], None]


@module.struct
class Block:
    """What lies at the start of a block that is not in use."""

    next: ptr[Block]


@module.struct
class Chunk:
    """The header of a chunk; its blocks follow."""

    next: ptr[Chunk]
    used: i64  # bytes carved, the header included
    free: i64  # bytes on free lists; counted by trim only
    unused: i64


@module.struct(align=64)
class Statistics:
    """Counts since the start; bytes are those of size classes."""

    live_bytes: i64
    peak_bytes: i64
    cached_bytes: i64
    mapped_bytes: i64
    allocations: i64
    releases: i64
    mappings: i64
    refusals: i64


@module.struct(align=64)
class Held:
    """What the lists of the GIL's holders hold, and how often they were of use."""

    bytes: i64
    allocations: i64
    releases: i64


@module.struct(align=64)
class State:
    lock: u32
    huge_pages: u32
    hand: i64  # the class that eviction looks at next
    large_cached: i64
    limit: i64
    maximum: i64
    chunks: ptr[Chunk]


@module.extern
def mmap(near: ptr, size: u64, protection: i32, flags: i32, file: i32, offset: i64) -> ptr: ...


@module.extern
def munmap(start: ptr, size: u64) -> i32: ...


@module.extern
def madvise(start: ptr, size: u64, advice: i32) -> i32: ...


@module.extern
def sched_yield() -> i32: ...


@module.extern
def dlsym(library: ptr, name: ptr[u8]) -> ptr: ...


statistics = module.variable("memory_statistics", Statistics, export=True)
state = module.variable("state", State)
guarded = module.variable("guarded", i64)  # itself guarded by the GIL
sizes = module.variable("sizes", i64, CLASSES, initial=SIZES)
lists = module.variable("lists", ptr[Block], CLASSES)
held = module.variable("memory_held", Held, export=True)
held_lists = module.variable("held_lists", ptr[Block], SMALL_CLASSES)
held_room = module.variable(  # blocks that each of those lists can still take
    "held_room",
    i64,
    SMALL_CLASSES,
    initial=[HELD // max(size, 256) for size in SIZES[:SMALL_CLASSES]],
)


# -- the lock --------------------------------------------------------------------------------


@module.function(export=True, name="memory_lock")
def lock() -> None:
    spins = 0
    while atomic_swap(ref(state).lock, 1, "acquire") != 0:
        spins += 1
        if spins % 64 == 0:
            sched_yield()  # the holder may have lost its processor
        cpu_pause()


@module.function(export=True, name="memory_unlock")
def unlock() -> None:
    atomic_store(ref(state).lock, 0, "release")


@module.function(export=True, name="memory_guard_forks")
def guard_forks() -> None:
    """Has the C library lock before each fork, and unlock in parent and child after it."""
    if guarded[0] != 0:
        return
    guarded[0] = 1
    glibc = dlsym(null, "__register_atfork")  # glibc keeps pthread_atfork from dynamic lookups
    if glibc:
        fn[[Handler, Handler, Handler, ptr], i32](glibc)(lock, unlock, unlock, null)
        return
    posix = dlsym(null, "pthread_atfork")
    if posix:
        fn[[Handler, Handler, Handler], i32](posix)(lock, unlock, unlock)


# -- size classes ----------------------------------------------------------------------------


@module.function(export=True, name="memory_size_class")
def size_class(nbytes: u64) -> i64:
    """The smallest class that holds `nbytes`; 0 where there is none."""
    if nbytes <= 256:
        return i64(max(nbytes, 1) + 63 >> 6)
    if nbytes > LARGEST:
        return 0
    last = nbytes - 1
    power = 63 - count_leading_zeros(last)  # 2**power <= last, power >= 8
    return i64(4 * (power - 8) + (last >> (power - 2)) + 1)


@module.function(export=True, name="memory_class_bytes")
def class_bytes(number: i64) -> i64:
    return sizes[number]


# -- the system ------------------------------------------------------------------------------


@module.function
def map_bytes(size: i64, align: i64) -> ptr:
    """Fresh zeroed memory, or null.  `align` is a page or a multiple of pages."""
    extra = align - 4096
    start = mmap(null, u64(size + extra), PROTECTION, MAPPING, -1, 0)
    if u64(start) == FAILED:
        return null
    if extra > 0:
        address = u64(start)
        aligned = (address + u64(align) - 1) & ~(u64(align) - 1)
        before = aligned - address
        if before > 0:
            munmap(start, before)
        if before < u64(extra):
            munmap(ptr(aligned + u64(size)), u64(extra) - before)
        start = ptr(aligned)
    return start


@module.function
def map_large(number: i64) -> ptr:
    """A new block of a large class, or null; called without the lock."""
    size = sizes[number]
    if size < HUGE or state.huge_pages == 0:
        return map_bytes(size, 4096)
    start = map_bytes(size, HUGE_PAGE)
    if start and LINUX:
        madvise(start, u64(size), ADVICE_HUGE)
    return start


@module.function
def carve(number: i64) -> ptr:
    """A new block of a small class from the newest chunk, or null; called with the lock."""
    size = sizes[number]
    chunk = state.chunks
    if not chunk or chunk.used + size > CHUNK:
        chunk = ptr[Chunk](map_bytes(CHUNK, CHUNK))
        if not chunk:
            return null
        chunk.next = state.chunks
        chunk.used = ALIGNMENT
        state.chunks = chunk
        statistics.mapped_bytes += CHUNK
        statistics.mappings += 1
    block = ptr(chunk) + chunk.used
    chunk.used += size
    return block


# -- allocation ------------------------------------------------------------------------------


@module.function(inline=True)
def count_allocation(size: i64) -> None:
    statistics.allocations += 1
    live = statistics.live_bytes + size
    statistics.live_bytes = live
    if live > statistics.peak_bytes:
        statistics.peak_bytes = live


@module.function
def allocate_new(number: i64) -> ptr:
    """A block for which no cached one exists; takes over the lock that the caller holds."""
    size = sizes[number]
    block: ptr = null
    if size <= state.maximum - statistics.live_bytes:
        if number < SMALL_CLASSES:
            block = carve(number)
        else:
            # Counted before the lock is given up, so that two threads cannot both pass the test.
            statistics.live_bytes += size
            unlock()
            block = map_large(number)
            if not block:
                unmap_unused()
                block = map_large(number)
            lock()
            statistics.live_bytes -= size
            if block:
                statistics.mapped_bytes += size
                statistics.mappings += 1
    if block:
        count_allocation(size)
    else:
        statistics.refusals += 1
    unlock()
    return block


@module.function(export=True, name="memory_allocate_class")
def allocate_class(number: i64) -> ptr:
    """A block of a class (not 0), or null."""
    lock()
    block = lists[number]
    if unlikely(not block):
        return allocate_new(number)
    size = sizes[number]
    if unlikely(size > state.maximum - statistics.live_bytes):
        return allocate_new(number)
    lists[number] = block.next
    statistics.cached_bytes -= size
    if number >= SMALL_CLASSES:
        state.large_cached -= size
    count_allocation(size)
    unlock()
    return block


@module.function(export=True, name="memory_allocate")
def allocate(nbytes: u64) -> ptr:
    """A block of at least `nbytes` bytes, or null.  Its class is `size_class(nbytes)`."""
    number = size_class(nbytes)
    if unlikely(number == 0):
        lock()
        statistics.refusals += 1
        unlock()
        return null
    return allocate_class(number)


@module.function(export=True, name="memory_release")
def release(address: ptr, number: i64) -> None:
    """Gives a block back; `number` is the class that it was allocated with."""
    size = sizes[number]
    block = ptr[Block](address)
    lock()
    statistics.releases += 1
    statistics.live_bytes -= size
    block.next = lists[number]
    lists[number] = block
    statistics.cached_bytes += size
    if likely(number < SMALL_CLASSES):
        unlock()
        return
    state.large_cached += size
    evict(state.limit)


@module.function
def evict(limit: i64) -> i64:
    """Unmaps cached large blocks until at most `limit` bytes of them are left.

    Takes over the lock that the caller holds.  Gives the bytes unmapped.
    """
    gone: ptr[Block] = null  # unlinked here, unmapped after the lock is given up
    gone_bytes = 0
    while state.large_cached > limit:
        number = state.hand
        if number < SMALL_CLASSES or number >= CLASSES:
            number = SMALL_CLASSES
        block = lists[number]
        if not block:
            state.hand = number + 1
            continue
        size = sizes[number]
        lists[number] = block.next
        state.large_cached -= size
        statistics.cached_bytes -= size
        statistics.mapped_bytes -= size
        gone_bytes += size
        block.next = gone
        ptr[i64](block + 1)[0] = size
        gone = block
    unlock()
    while gone:
        following = gone.next
        munmap(gone, u64(ptr[i64](gone + 1)[0]))
        gone = following
    return gone_bytes


# -- the short way for holders of the GIL ------------------------------------------------------


@module.function(export=True, name="memory_gil_allocate_class")
def gil_allocate_class(number: i64) -> ptr:
    """`allocate_class` for callers that hold the GIL."""
    if likely(number < SMALL_CLASSES):
        block = held_lists[number]
        if likely(block):
            held_lists[number] = block.next
            held_room[number] += 1
            held.bytes -= sizes[number]
            held.allocations += 1
            return block
    return allocate_class(number)


@module.function(export=True, name="memory_gil_allocate")
def gil_allocate(nbytes: u64) -> ptr:
    """`allocate` for callers that hold the GIL."""
    number = size_class(nbytes)
    return gil_allocate_class(number) if likely(number != 0) else allocate(nbytes)


@module.function(export=True, name="memory_gil_release")
def gil_release(address: ptr, number: i64) -> None:
    """`release` for callers that hold the GIL."""
    if likely(number < SMALL_CLASSES) and likely(held_room[number] > 0):
        block = ptr[Block](address)
        block.next = held_lists[number]
        held_lists[number] = block
        held_room[number] -= 1
        held.bytes += sizes[number]
        held.releases += 1
        return
    release(address, number)


@module.function
def give_up_held() -> None:
    """Empties the lists of the GIL's holders."""
    for number in range(1, SMALL_CLASSES):
        block = held_lists[number]
        held_lists[number] = null
        while block:
            following = block.next
            release(block, number)
            held_room[number] += 1
            held.bytes -= sizes[number]
            statistics.releases -= 1  # it was counted when it was given to the list
            block = following


# -- giving memory back ----------------------------------------------------------------------


@module.function(inline=True)
def chunk_of(block: ptr) -> ptr[Chunk]:
    """The chunk that a small block was carved from: chunks are aligned to their size."""
    return ptr[Chunk](u64(block) & ~(CHUNK - 1))


@module.function
def count_free() -> None:
    """Sets `free` of every chunk to the bytes of it that are on free lists."""
    for number in range(1, SMALL_CLASSES):
        block = lists[number]
        while block:
            chunk = chunk_of(block)
            chunk.free += sizes[number]
            block = block.next


@module.function
def is_empty(chunk: ptr[Chunk]) -> bool:
    return chunk.free + ALIGNMENT == chunk.used


@module.function
def unlist_empty() -> None:
    """Takes the blocks of empty chunks off the free lists."""
    for number in range(1, SMALL_CLASSES):
        kept: ptr[Block] = null
        block = lists[number]
        while block:
            following = block.next
            if is_empty(chunk_of(block)):
                statistics.cached_bytes -= sizes[number]
            else:
                block.next = kept
                kept = block
            block = following
        lists[number] = kept


@module.function(export=True, name="memory_trim")
def trim() -> i64:
    """Gives all memory without a live block back to the system; the caller holds the GIL."""
    give_up_held()
    return unmap_unused()


@module.function
def unmap_unused() -> i64:
    """Unmaps all cached large blocks and all chunks without a live block; gives their bytes."""
    lock()
    chunk = state.chunks
    while chunk:
        chunk.free = 0
        chunk = chunk.next
    count_free()
    unlist_empty()
    total = 0
    kept: ptr[Chunk] = null
    chunk = state.chunks
    while chunk:
        following = chunk.next
        if is_empty(chunk):
            munmap(chunk, CHUNK)
            total += CHUNK
        else:
            chunk.next = kept
            kept = chunk
        chunk = following
    state.chunks = kept
    statistics.mapped_bytes -= total
    return total + evict(0)


@module.function(export=True, name="memory_reset_peak")
def reset_peak() -> None:
    """Has `peak_bytes` begin anew, with what is in use now."""
    lock()
    statistics.peak_bytes = statistics.live_bytes
    unlock()


@module.function(export=True, name="memory_configure")
def configure(limit: i64, maximum: i64, huge_pages: bool) -> None:
    """Sets how many bytes of large blocks are cached, how many may be alive, and huge pages."""
    lock()
    state.limit = limit
    state.maximum = maximum
    state.huge_pages = u32(huge_pages)
    evict(limit)


# -- the face for Python ---------------------------------------------------------------------

_guarded: dict[int, Library] = {}  # allocators whose lock is taken around forks, by address


class Memory:
    """The allocator of one loaded library, for Python callers.

    `library` is the built `module`, or any library whose module includes it.  Addresses are ints.

    >>> memory = Memory(module.build())
    >>> address = memory.allocate(1000)
    >>> address % 64, memory.size_class(1000)
    (0, 12)
    >>> memory.release(address, memory.size_class(1000))
    >>> memory.statistics()["live_bytes"]
    0
    """

    def __init__(self, library: Library) -> None:
        def bound(function: Any) -> Any:
            return module.bind(function, library, keep_gil=True)

        self.library = library
        self._allocate = bound(gil_allocate)
        self.size_class = bound(size_class)
        self.class_bytes = bound(class_bytes)
        self.release = bound(gil_release)
        self.trim = bound(trim)
        self.reset_peak = bound(reset_peak)
        self._configure = bound(configure)
        self._statistics = library.address("memory_statistics")
        self._held = library.address("memory_held")
        total = system_memory()
        self.configure(limit=total // 8, maximum=total)
        _guarded[self._statistics] = library  # its code must stay loaded from now on
        bound(guard_forks)()

    def configure(self, *, limit: int, maximum: int, huge_pages: bool = True) -> None:
        """Sets the bytes of large blocks to keep cached and the bytes that may be alive."""
        self._configure(limit, maximum, huge_pages)

    def allocate(self, nbytes: int) -> int:
        """The address of a block of at least `nbytes` bytes; raises MemoryError."""
        if nbytes < 0:
            raise ValueError(f"allocate: given {nbytes} bytes, wanted 0 or more")
        address: int = self._allocate(nbytes) if nbytes < 1 << 64 else 0
        if not address:
            alive = self.statistics()["live_bytes"]
            raise MemoryError(f"cannot allocate {nbytes} bytes; {alive} bytes are in use")
        return address

    def statistics(self) -> dict[str, int]:
        """Bytes and counts as they are now, by the names of `Statistics`."""
        import ctypes

        values = (ctypes.c_int64 * len(STATISTICS)).from_address(self._statistics)
        found = dict(zip(STATISTICS, values, strict=True))
        nbytes, allocations, releases = (ctypes.c_int64 * 3).from_address(self._held)
        found["live_bytes"] -= nbytes
        found["cached_bytes"] += nbytes
        found["allocations"] += allocations
        found["releases"] += releases
        return found


assert sizeof(Statistics) == ALIGNMENT

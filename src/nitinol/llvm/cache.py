"""Compiled code on disk, checked before it is trusted.

**Where.** `$NITINOL_CACHE_DIR`, else `$XDG_CACHE_HOME/nitinol`, else `~/.cache/nitinol`. The
folder must belong to this user, must not be a symbolic link and must not be writable by anybody
else; otherwise it is left alone and nothing is cached. We create it with mode 0700. Files are
opened relative to the checked folder, never through a symbolic link, and must be ours and writable
by nobody else too.

**What.** A file is the content, which begins with the code, followed by a trailer (the loader ignores what
follows a library):

    magic (8 bytes)  format (4)  zero (4)  length of the content (8)  key (32)  checksum (32)

The checksum covers everything before it, so a file cut short, changed, or renamed from another
key is recognised, removed, and made anew. It is no authentication: who can write into the folder
is this user already.

**Key.** A hash over the kind of code, the caller's text, the whole target (CPU level, instruction
sets, triple, widths), the version of nitinol and that of llvmlite. In a source checkout, where one
version has many states, the sizes and times of the files that decide on code stand for the
version.

**Writing.** Into a fresh file, then renamed over the entry: readers see the old file or the new
one, and of several writers the last wins with the same content. Anything that goes wrong (disk
full, read-only, no home) means that the entry is not stored; the caller goes on from memory.

**Size.** At most `NITINOL_CACHE_SIZE` megabytes (512). About one in thirty stores looks at the
whole folder and, above the limit, removes what was not used for longest until three quarters are
left. A use marks the file's time once an hour at most.

Where the system cannot open a file relative to a folder (Windows) nothing is cached.
"""

from __future__ import annotations

import os
import stat
import sys
from time import time, time_ns

from nitinol.base import config
from nitinol.llvm import stats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b

    from nitinol.llvm.target import Target

else:
    try:
        from _blake2 import blake2b  # hashlib itself would load OpenSSL, which takes 3 ms
    except ImportError:
        from hashlib import blake2b

_MAGIC = b"nitinol\0"
_FORMAT = 1
_CHECKSUM_SIZE = 32
_HEAD_SIZE = 8 + 4 + 4 + 8 + 32
_TRAILER = _HEAD_SIZE + _CHECKSUM_SIZE
_SUFFIX = ".so"
_LARGEST = 1 << 30  # no single entry is larger; a bound on what is read before it is checked

_READ_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | os.O_RDONLY
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

_HOUR = 3600.0
_began = time_ns()
_KEPT_OF_LIMIT = 0.75
_CHECKED_KEYS = 8  # of 256 values of a key's first byte: how many look at the folder's size

# The rooms whose source decides what code is emitted for a key.
_DECIDING_ROOMS = (
    "base", "llvm", "native", "core", "ir", "trace", "ops", "templates", "schedule", "codegen",
)  # fmt: skip


class Entry:
    """Code found or stored: where it is on disk (empty if nowhere), and the code itself."""

    __slots__ = ("content", "path")

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content


# ------------------------------------------------------------------------------------------------
# Keys


def _source_state(package: str) -> str:
    """Sizes and times of the source files that decide on code.

    A file changed after this process began may be read here in another state than the one that
    runs; then nothing this process stores may be found by others, so the text is made unique.
    """
    parts, newest = [], 0
    for room in _DECIDING_ROOMS:
        stack = [os.path.join(package, room)]
        while stack:
            folder = stack.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                if entry.name.endswith(".py"):
                    info = entry.stat()
                    parts.append(f"{room}/{entry.name} {info.st_size} {info.st_mtime_ns}")
                    newest = max(newest, info.st_mtime_ns)
                elif entry.is_dir() and entry.name != "__pycache__":
                    stack.append(entry.path)
    if newest > _began:
        parts.append(os.urandom(16).hex())
    return "\n".join(parts)


def _own_version() -> str:
    """What identifies this state of nitinol."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parent = os.path.dirname(package)
    # An installed package has its metadata beside it; importlib.metadata would take 30 ms.
    try:
        for name in os.listdir(parent):
            if name.startswith("nitinol-") and name.endswith(".dist-info"):
                info = os.stat(os.path.join(parent, name, "RECORD"))
                return f"{name} {info.st_size} {info.st_mtime_ns}"
    except OSError:
        pass  # in an archive, or installed without a record: the source decides
    return _source_state(package)


def _llvmlite_version() -> str:
    """What identifies llvmlite, without importing it: the text of its version file."""
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = find("llvmlite", None) if find is not None else None
        if spec is not None and spec.origin:
            folder = os.path.dirname(spec.origin)
            for name in ("_version.py", "__init__.py"):
                try:
                    with open(os.path.join(folder, name), "rb", buffering=0) as file:
                        return file.read(1 << 16).decode("utf-8", "replace")
                except OSError:
                    continue
    return "none"


_versions: list[str] = []


def versions() -> str:
    """Text that changes with nitinol and with llvmlite; found once a process."""
    if not _versions:
        _versions.append(f"{_own_version()}\0{_llvmlite_version()}")
    return _versions[0]


def entry_key(kind: str, key: str, target: Target, *more: str) -> bytes:
    """32 bytes that name one piece of code: what it is, for what machine, by which versions."""
    digest = blake2b(digest_size=32)
    for part in (kind, key, repr(target), versions(), *more):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))  # so that parts cannot run into each other
        digest.update(data)
    return digest.digest()


# ------------------------------------------------------------------------------------------------
# The folder


def folder() -> str | None:
    """The path of the cache's folder, which may not exist yet; None where there is no place."""
    chosen = config.flag("CACHE_DIR", "")
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        # Under sudo the home may be another user's: a folder of ours there would lock them out.
        if not os.path.isabs(home) or not _is_ours(home):
            return None
        base = os.path.join(home, ".cache")
    return os.path.join(base, "nitinol")


def _is_ours(path: str) -> bool:
    try:
        return os.stat(path).st_uid == os.geteuid()
    except (OSError, AttributeError):
        return False


def _open_folder(path: str) -> int:
    """A descriptor of the folder, which is made if missing and checked.

    Raises `OSError` where it cannot be used.
    """
    try:
        fd = os.open(path, _READ_FOLDER)
    except FileNotFoundError:
        os.makedirs(path, mode=0o700, exist_ok=True)
        fd = os.open(path, _READ_FOLDER)
    try:
        info = os.fstat(fd)
        above = os.stat(os.path.dirname(path))
        if info.st_uid != os.geteuid() or info.st_mode & _OTHERS_WRITE:
            raise PermissionError(f"{path} is not this user's alone")
        # In a folder open to all, without the sticky bit, others may put their own in its place.
        if above.st_mode & stat.S_IWOTH and not above.st_mode & stat.S_ISVTX:
            raise PermissionError(f"{os.path.dirname(path)} is open to all")
    except BaseException:
        os.close(fd)
        raise
    return fd


def _supported() -> bool:
    return os.open in os.supports_dir_fd and hasattr(os, "geteuid")


# ------------------------------------------------------------------------------------------------
# Reading


def _head(size: int, key: bytes) -> bytes:
    """The trailer without its checksum. Put together by hand: `struct` is one import more."""
    return _MAGIC + _FORMAT.to_bytes(8, "little") + size.to_bytes(8, "little") + key


def _checked(data: bytes, key: bytes) -> bytes | None:
    """The code in a file's content, or None where anything is wrong with it."""
    size = len(data) - _TRAILER
    if size < 0:
        return None
    end = size + _HEAD_SIZE
    if data[size:end] != _head(size, key):
        return None
    if blake2b(memoryview(data)[:end], digest_size=_CHECKSUM_SIZE).digest() != data[end:]:
        return None
    return data[:size]


def _read(name: str, folder_fd: int) -> bytes | None:
    """A file's content, or None where it is not a plain file of ours alone."""
    fd = os.open(name, _READ, dir_fd=folder_fd)
    try:
        info = os.fstat(fd)
        if (
            not stat.S_ISREG(info.st_mode)
            or info.st_uid != os.geteuid()
            or info.st_mode & _OTHERS_WRITE
            or info.st_size > _LARGEST
        ):
            return None
        if time() - info.st_mtime > _HOUR:
            try:
                os.utime(fd)  # used: it is kept longer
            except OSError:
                pass
        data = os.read(fd, info.st_size + 1)
        while len(data) < info.st_size:
            more = os.read(fd, info.st_size - len(data))
            if not more:
                break
            data += more
        return data
    finally:
        os.close(fd)


def fetch(key: bytes) -> Entry | None:
    """The code stored under `key`, or None. An entry that fails a check is removed."""
    path = folder()
    if path is None or not _supported():
        return None
    name = key.hex() + _SUFFIX
    try:
        folder_fd = _open_folder(path)
    except OSError:
        return None
    try:
        try:
            data = _read(name, folder_fd)
        except FileNotFoundError:
            return None
        except OSError:  # a symbolic link, a folder, an unreadable file
            data = None
        content = None if data is None else _checked(data, key)
        if content is None:
            stats.add("rejected")
            _remove(name, folder_fd)
            return None
        return Entry(os.path.join(path, name), content)
    finally:
        os.close(folder_fd)


def _remove(name: str, folder_fd: int) -> None:
    try:
        os.unlink(name, dir_fd=folder_fd)
    except OSError:
        pass  # not ours to remove, or gone already; it will be refused again


def remove(key: bytes) -> None:
    """Forgets what is stored under `key`, if anything is."""
    path = folder()
    if path is None or not _supported():
        return
    try:
        folder_fd = _open_folder(path)
    except OSError:
        return
    try:
        _remove(key.hex() + _SUFFIX, folder_fd)
    finally:
        os.close(folder_fd)


def read(name: str) -> bytes | None:
    """The content of another file of the folder, of which nothing is checked; None where there is none."""
    path = folder()
    if path is None or not _supported():
        return None
    try:
        folder_fd = _open_folder(path)
    except OSError:
        return None
    try:
        return _read(name, folder_fd)
    except OSError:
        return None
    finally:
        os.close(folder_fd)


# ------------------------------------------------------------------------------------------------
# Writing


def write(name: str, content: bytes) -> bool:
    """Keep another file in the folder, which no limit of size removes; False where that is impossible.

    Without content: remove it.
    """
    path = folder()
    if path is None or not _supported():
        return False
    try:
        folder_fd = _open_folder(path)
    except OSError:
        return False
    try:
        if not content:
            _remove(name, folder_fd)
            return True
        return _put(name, folder_fd, content)
    finally:
        os.close(folder_fd)


def store(key: bytes, content: bytes) -> Entry | None:
    """Keeps `content` under `key`. Returns None, with nothing changed, where that is impossible."""
    path = folder()
    if path is None or not _supported():
        return None
    try:
        folder_fd = _open_folder(path)
    except OSError:
        return None
    try:
        name = key.hex() + _SUFFIX
        if not _write(name, folder_fd, content, key):
            return None
        if key[0] < _CHECKED_KEYS:
            _shrink(folder_fd, _limit(), keep=name)
        return Entry(os.path.join(path, name), content)
    finally:
        os.close(folder_fd)


def _write(name: str, folder_fd: int, content: bytes, key: bytes) -> bool:
    head = _head(len(content), key)
    digest = blake2b(content, digest_size=_CHECKSUM_SIZE)
    digest.update(head)
    return _put(name, folder_fd, content + head + digest.digest())


def _put(name: str, folder_fd: int, content: bytes) -> bool:
    """A whole file under a name, at once."""
    temporary = f"{os.getpid()}-{os.urandom(8).hex()}.tmp"
    try:
        fd = os.open(temporary, _CREATE, 0o600, dir_fd=folder_fd)
    except OSError:
        return False
    try:
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(fd, left) :]
        finally:
            os.close(fd)
        os.rename(temporary, name, src_dir_fd=folder_fd, dst_dir_fd=folder_fd)
    except BaseException as error:
        _remove(temporary, folder_fd)
        if isinstance(error, OSError):
            return False
        raise  # Ctrl-C while writing
    return True


def _limit() -> int:
    """The most bytes that the folder may hold."""
    try:
        return int(float(config.flag("CACHE_SIZE", "512")) * (1 << 20))
    except (ValueError, OverflowError):
        return 512 << 20


def _shrink(folder_fd: int, limit: int, keep: str = "") -> None:
    """Removes what was not used for longest where the folder holds more than `limit` bytes."""
    now = time()
    files: list[tuple[float, int, str]] = []
    try:
        with os.scandir(folder_fd) as entries:
            for entry in entries:
                try:
                    info = entry.stat(follow_symlinks=False)
                except OSError:
                    continue  # gone meanwhile
                if entry.name.endswith(".tmp") and now - info.st_mtime > _HOUR:
                    _remove(entry.name, folder_fd)  # left by a process that was killed
                elif entry.name.endswith(_SUFFIX):
                    files.append((info.st_mtime, info.st_size, entry.name))
    except OSError:
        return
    total = sum(size for _, size, _ in files)
    if total <= limit:
        return
    for _, size, name in sorted(files):
        if total <= limit * _KEPT_OF_LIMIT:
            break
        if name != keep:
            _remove(name, folder_fd)
            total -= size

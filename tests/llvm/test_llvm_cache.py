from __future__ import annotations

import errno
import multiprocessing
import os
import random
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from llvm_helpers import call, constant

from nitinol.llvm import cache, stats
from nitinol.llvm.build import build, statistics
from nitinol.llvm.target import named

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))


def stored_file(folder: Path) -> Path:
    (path,) = folder.glob("*.so")
    return path


# ------------------------------------------------------------------------------------------------
# Keys


def test_everything_decides_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    v3 = named("x86-64-v3")
    keys = [
        cache.entry_key("a", "b", v3),
        cache.entry_key("ab", "", v3),
        cache.entry_key("", "ab", v3),
        cache.entry_key("a", "c", v3),
        cache.entry_key("a", "b", v3, "full"),
        cache.entry_key("a", "b", named("x86-64-v4")),
        cache.entry_key("a", "b", v3.replace(features=v3.features + ",+gfni")),
        cache.entry_key("a", "b", v3.replace(l2_bytes=1)),
    ]
    monkeypatch.setattr(cache, "_versions", ["another version of nitinol"])
    keys.append(cache.entry_key("a", "b", v3))
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 32 for key in keys)


def test_key_is_the_same_in_another_process() -> None:
    code = (
        "from nitinol.llvm import cache; from nitinol.llvm.target import named;"
        "print(cache.entry_key('k', 'text', named('x86-64-v3')).hex())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == cache.entry_key("k", "text", named("x86-64-v3")).hex()


def test_version_of_llvmlite_without_importing_it() -> None:
    import llvmlite

    assert f"version_version = '{llvmlite.__version__}'" in cache._llvmlite_version()


def test_version_of_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nitinol" / "llvm").mkdir(parents=True)
    info = tmp_path / "nitinol-9.8.dist-info"
    info.mkdir()
    (info / "RECORD").write_text("one")
    monkeypatch.setattr(cache, "__file__", str(tmp_path / "nitinol" / "llvm" / "cache.py"))
    before = cache._own_version()
    assert before.startswith("nitinol-9.8.dist-info")
    (info / "RECORD").write_text("installed again")
    assert cache._own_version() != before


def test_source_state(tmp_path: Path) -> None:
    (tmp_path / "llvm" / "deeper").mkdir(parents=True)
    (tmp_path / "nn").mkdir()
    source = tmp_path / "llvm" / "deeper" / "a.py"
    source.write_text("1")
    os.utime(source, ns=(5, 5))
    before = cache._source_state(str(tmp_path))
    (tmp_path / "nn" / "layer.py").write_text("does not decide on code")
    assert cache._source_state(str(tmp_path)) == before
    os.utime(source, ns=(1, 1))
    assert cache._source_state(str(tmp_path)) != before


def test_source_changed_while_we_run(tmp_path: Path) -> None:
    """What runs is then not what the files say, so nothing may be found under their state."""
    (tmp_path / "llvm").mkdir()
    (tmp_path / "llvm" / "a.py").write_text("1")
    assert cache._source_state(str(tmp_path)) != cache._source_state(str(tmp_path))
    os.utime(tmp_path / "llvm" / "a.py", ns=(1, 1))
    assert cache._source_state(str(tmp_path)) == cache._source_state(str(tmp_path))


# ------------------------------------------------------------------------------------------------
# The folder


def test_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NITINOL_CACHE_DIR", str(tmp_path / "a"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "b"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.folder() == str(tmp_path / "a")
    monkeypatch.delenv("NITINOL_CACHE_DIR")
    assert cache.folder() == str(tmp_path / "b" / "nitinol")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.folder() == str(tmp_path / ".cache" / "nitinol")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache.folder() == str(tmp_path / ".cache" / "nitinol")
    monkeypatch.setenv("HOME", str(tmp_path / "missing"))
    assert cache.folder() is None


def test_home_of_another_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NITINOL_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert cache.folder() is None


def test_made_for_us_alone(cache_folder: Path) -> None:
    old = os.umask(0)
    try:
        assert cache.store(KEY, b"code") is not None
    finally:
        os.umask(old)
    assert stat.S_IMODE(cache_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(stored_file(cache_folder).stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722])
def test_folder_that_others_may_write(cache_folder: Path, mode: int) -> None:
    assert cache.store(KEY, b"code")
    cache_folder.chmod(mode)
    assert cache.fetch(KEY) is None
    assert cache.store(OTHER, b"code") is None
    cache_folder.chmod(0o755)
    assert cache.fetch(KEY) is not None


def test_folder_inside_one_that_is_open_to_all(tmp_path: Path, cache_folder: Path) -> None:
    assert cache.store(KEY, b"code")
    tmp_path.chmod(0o777)
    assert cache.fetch(KEY) is None
    tmp_path.chmod(0o1777)  # as /tmp: nobody may rename what is another's
    assert cache.fetch(KEY) is not None


def test_folder_of_another_user(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.store(KEY, b"code")
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert cache.fetch(KEY) is None
    assert cache.store(OTHER, b"code") is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_file_of_another_user(cache_folder: Path) -> None:
    assert cache.store(KEY, b"code")
    os.chown(stored_file(cache_folder), 4711, 4711)
    assert cache.fetch(KEY) is None


def test_folder_that_is_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tmp_path / "real"
    real.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(real)
    monkeypatch.setenv("NITINOL_CACHE_DIR", str(tmp_path / "link"))
    assert cache.store(KEY, b"code") is None
    assert list(real.iterdir()) == []


# ------------------------------------------------------------------------------------------------
# Entries


def test_there_and_back(cache_folder: Path) -> None:
    assert cache.fetch(KEY) is None
    entry = cache.store(KEY, b"some code")
    assert entry is not None
    found = cache.fetch(KEY)
    assert found is not None
    assert (found.path, found.content) == (entry.path, b"some code")
    assert cache.fetch(OTHER) is None
    cache.remove(KEY)
    cache.remove(KEY)
    assert cache.fetch(KEY) is None
    assert statistics()["rejected"] == 0


@pytest.mark.parametrize("where", range(0, 97, 4))
def test_every_bit_counts(cache_folder: Path, where: int) -> None:
    assert cache.store(KEY, b"some code")
    path = stored_file(cache_folder)
    data = bytearray(path.read_bytes())
    assert len(data) == 97
    data[where] ^= 1 << where % 8
    path.write_bytes(data)
    assert cache.fetch(KEY) is None
    assert not path.exists(), "a damaged entry is removed"
    assert statistics()["rejected"] == 1


@pytest.mark.parametrize("length", [0, 1, 87, 88, 96])
def test_cut_short(cache_folder: Path, length: int) -> None:
    assert cache.store(KEY, b"some code")
    path = stored_file(cache_folder)
    os.truncate(path, length)
    assert cache.fetch(KEY) is None
    assert not path.exists()


def test_longer(cache_folder: Path) -> None:
    assert cache.store(KEY, b"some code")
    with stored_file(cache_folder).open("ab") as file:
        file.write(b"\0")
    assert cache.fetch(KEY) is None


def test_entry_of_another_key(cache_folder: Path) -> None:
    assert cache.store(KEY, b"some code")
    stored_file(cache_folder).rename(cache_folder / f"{OTHER.hex()}.so")
    assert cache.fetch(OTHER) is None


def test_planted_link(cache_folder: Path, tmp_path: Path) -> None:
    """Even one to a sound entry."""
    assert cache.store(KEY, b"some code")
    path, elsewhere = stored_file(cache_folder), tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert cache.fetch(KEY) is None
    assert not path.is_symlink()
    assert elsewhere.exists(), "the link goes, not what it points to"
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert cache.store(KEY, b"new code")
    assert not path.is_symlink()
    assert elsewhere.read_bytes() == before


def test_file_that_others_may_write(cache_folder: Path) -> None:
    assert cache.store(KEY, b"some code")
    stored_file(cache_folder).chmod(0o622)
    assert cache.fetch(KEY) is None


@pytest.mark.parametrize("kind", ["folder", "pipe", "empty"])
def test_other_things_under_the_name(cache_folder: Path, kind: str) -> None:
    cache_folder.mkdir(mode=0o700)
    path = cache_folder / f"{KEY.hex()}.so"
    {"folder": path.mkdir, "pipe": lambda: os.mkfifo(path), "empty": path.touch}[kind]()
    started = time.monotonic()
    assert cache.fetch(KEY) is None
    assert time.monotonic() - started < 1, "waits for a writer of the pipe"
    library = build("k", "v", constant(3), ["value"])
    assert call(library, "value") == 3


# ------------------------------------------------------------------------------------------------
# Places where nothing can be stored


def still_works(value: int) -> None:
    library = build("test", str(value), constant(value), ["value"])
    assert call(library, "value") == value
    assert statistics()["stored"] == 0
    library.close()


def test_read_only_folder(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_folder.mkdir(mode=0o700)
    real = os.open

    def read_only(path: object, flags: int, *rest: int, **more: int) -> int:
        if flags & os.O_CREAT and str(path).endswith(".tmp"):
            raise OSError(errno.EROFS, "Read-only file system", path)
        return real(path, flags, *rest, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "open", read_only)
    monkeypatch.setattr(os, "supports_dir_fd", os.supports_dir_fd | {read_only})
    still_works(11)


@pytest.mark.skipif(os.geteuid() != 0, reason="as root, to become somebody else")
def test_as_a_user_who_may_not_write() -> None:
    """The real thing: a home without rights, seen by an ordinary user."""
    code = """
import os, sys, ctypes
import llvmlite.binding, nitinol.llvm.build, nitinol.llvm.compile  # while they can be read
os.setgid(65534); os.setuid(65534)
from nitinol.llvm.build import build, statistics
library = build("t", "u", lambda: "define i32 @f() { ret i32 5 }", ["f"])
print(ctypes.CFUNCTYPE(ctypes.c_int)(library.address("f"))(), statistics()["stored"])
"""
    home = Path(tempfile.mkdtemp())  # not below tmp_path, which only root may enter
    os.chown(home, 65534, 65534)
    home.chmod(0o500)
    environment = {**os.environ, "HOME": str(home), "NITINOL_CACHE_DIR": ""}
    environment.pop("XDG_CACHE_HOME", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("5 0\n", "")
    assert list(home.iterdir()) == []
    home.rmdir()


def test_missing_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NITINOL_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/nonexistent")
    still_works(12)


def test_folder_that_is_a_file(cache_folder: Path) -> None:
    cache_folder.write_text("in the way")
    still_works(13)


def test_folder_below_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NITINOL_CACHE_DIR", "/dev/null/cache")
    still_works(14)


@pytest.mark.parametrize("fails_at", [1, 2])
def test_full_disk(cache_folder: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    cache_folder.mkdir(mode=0o700)
    real, calls = os.write, []

    def full(fd: int, data: memoryview) -> int:
        if Path(f"/proc/self/fd/{fd}").readlink().is_relative_to(cache_folder):
            calls.append(fd)
            if len(calls) >= fails_at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(fd, data[:7])  # a disk that fills up writes a part
        return real(fd, data)

    monkeypatch.setattr(os, "write", full)
    still_works(15)
    assert calls
    assert list(cache_folder.iterdir()) == [], "nothing half-written stays"


def test_writes_in_pieces(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:3]))
    assert cache.store(KEY, b"some code")
    found = cache.fetch(KEY)
    assert found is not None
    assert found.content == b"some code"


# ------------------------------------------------------------------------------------------------
# Several processes


def write_and_read(folder: str, seed: int, failures: multiprocessing.Queue[str]) -> None:
    os.environ["NITINOL_CACHE_DIR"] = folder
    chance = random.Random(seed)
    stats.reset()
    for _ in range(150):
        number = chance.randrange(4)
        key, content = bytes([200 + number]) * 32, bytes([number]) * (50_000 + number)
        if chance.random() < 0.5:
            if cache.store(key, content) is None:
                failures.put("not stored")
        else:
            found = cache.fetch(key)
            if found is not None and found.content != content:
                failures.put("wrong content")
    if stats.statistics()["rejected"]:
        failures.put("a reader saw a broken file")


def test_concurrent_writers_and_readers(cache_folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    failures: multiprocessing.Queue[str] = context.Queue()
    workers = [
        context.Process(target=write_and_read, args=(str(cache_folder), seed, failures))
        for seed in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert failures.empty(), failures.get()
    # The workers' own start leaves a file too.
    names = {path.stem for path in cache_folder.glob("*.so")}
    assert {(bytes([200 + number]) * 32).hex() for number in range(4)} <= names
    assert not list(cache_folder.glob("*.tmp"))


# ------------------------------------------------------------------------------------------------
# Size


def fill(folder: Path, count: int, size: int) -> list[Path]:
    """Entries of that size, the first used longest ago."""
    paths, now = [], time.time()
    for i in range(count):
        key = bytes([255, i]) * 16
        assert cache.store(key, bytes(size - 88))
        path = folder / f"{key.hex()}.so"
        os.utime(path, (now - 1e5 + i, now - 1e5 + i))
        paths.append(path)
    return paths


def test_oldest_used_go_first(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NITINOL_CACHE_SIZE", "0.1")  # 104 857 bytes
    paths = fill(cache_folder, 12, 10_000)
    used = cache.fetch(bytes.fromhex(paths[0].stem))
    assert used is not None, "this use saves the oldest"
    assert cache.store(bytes(32), bytes(9_000)), "a key that looks at the size"
    left = {path.name for path in cache_folder.glob("*.so")}
    assert paths[0].name in left
    assert bytes(32).hex() + ".so" in left
    assert paths[1].name not in left
    assert paths[11].name in left
    total = sum(path.stat().st_size for path in cache_folder.glob("*.so"))
    assert 60_000 < total < 104_857 * 0.75


def test_below_the_limit_nothing_goes(cache_folder: Path) -> None:
    paths = fill(cache_folder, 5, 10_000)
    assert cache.store(bytes(32), b"x")
    assert all(path.exists() for path in paths)


def test_leftovers_of_killed_writers_go(cache_folder: Path) -> None:
    assert cache.store(KEY, b"code")
    old, fresh, foreign = (cache_folder / n for n in ("1-a.tmp", "2-b.tmp", "notes.txt"))
    for path in (old, fresh, foreign):
        path.write_text("x")
        os.utime(path, (1, 1) if path != fresh else None)
    assert cache.store(bytes(32), b"x")
    assert not old.exists()
    assert fresh.exists()
    assert foreign.exists(), "not ours"


@pytest.mark.parametrize(
    ("text", "size"), [("", 0), ("1", 1 << 20), ("nonsense", 512 << 20), ("inf", 512 << 20)]
)
def test_limit(monkeypatch: pytest.MonkeyPatch, text: str, size: int) -> None:
    monkeypatch.setenv("NITINOL_CACHE_SIZE", text)
    assert cache._limit() == (size or 512 << 20)
    monkeypatch.delenv("NITINOL_CACHE_SIZE")
    assert cache._limit() == 512 << 20

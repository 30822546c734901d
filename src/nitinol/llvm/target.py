"""Machines as data, so that nothing of the one we run on leaks into what we emit.

A `Target` says what the emitters must know of a machine: how wide a vector register is, how many
there are, how wide a pointer is, which instructions exist. Emitters take it as an argument and
never ask the machine themselves; so the same emitter serves the host, a browser and a phone.

The targets known by name are in `named(...)`. `host()` is the machine of this process: its level
(`x86-64-v3`, …) plus every further instruction set that the processor *and the operating system*
offer. On Linux both are read from `/proc/cpuinfo`: the kernel removes the flag of an instruction
set whose registers it does not save (no `xsave` state for AVX: no `avx` flag), so the flags are
what a program may use. We never ask LLVM for the host: its import costs more than a warm start may
take.

The level, not the model of the processor, is given to LLVM as the CPU. Two machines of one level
with the same instruction sets then get the same code, and a model name never promises
an instruction that a virtual machine hides. The features are always spelled out.

`NITINOL_TARGET=x86-64-v3` makes `host()` a lower level of the same machine, for tests and
comparisons. A level that the machine lacks is refused.

This module imports only `os`, `sys` and our own errors, because it is part of every start.
A plain class stands where a dataclass would, since `dataclasses` pulls in `inspect`.
"""

from __future__ import annotations

import os
import sys

from nitinol.base import config
from nitinol.base.errors import UnsupportedError

_FIELDS = (
    "name",
    "triple",
    "cpu",
    "features",
    "data_layout",
    "pointer_bits",
    "vector_bits",
    "vector_registers",
    "l1_bytes",
    "l2_bytes",
    "numerics",
    "emulated",
    "choices",
)
_PORTABLE_FOLD = 64  # bytes: one register of the widest machines, a few of the others


class Target:
    """One machine to emit code for. Immutable, hashable, compared by value.

    name: what people call it, such as `"x86-64-v3"` or `"wasm32"`.
    triple, cpu, features, data_layout: for LLVM, in its own spelling.
    pointer_bits: 32 or 64; public sizes have this width.
    vector_bits: width of a vector register, 0 where the target has none (GPUs).
    vector_registers: how many of them an emitter may count on.
    l1_bytes, l2_bytes: data caches of one core, as tile choosers should assume them; typical of
        the class of machine, never read from the host, so that equal targets get equal code.
    numerics: how exact sums are: `"default"`, `"portable"` or `"fast"` (`codegen.numerics`).
    emulated: instruction sets, with commas between, that the machine lacks and whose instructions
        emitters write out as functions of ordinary ones: for tests (`templates.dots`).
    choices: (name, value) of what a tuner found to be better than what is usual (`templates.choices`).

    >>> named("x86-64-v3").lanes(4)
    8
    >>> named("x86-64-v3").has("fma")
    True
    """

    __slots__ = (*_FIELDS, "_feature_set", "_text")

    name: str
    triple: str
    cpu: str
    features: str
    data_layout: str
    pointer_bits: int
    vector_bits: int
    vector_registers: int
    l1_bytes: int
    l2_bytes: int
    numerics: str
    emulated: str
    choices: tuple[tuple[str, int], ...]
    _feature_set: frozenset[str]
    _text: str

    def __init__(
        self,
        name: str,
        triple: str,
        cpu: str,
        features: str,
        data_layout: str,
        pointer_bits: int,
        vector_bits: int,
        vector_registers: int = 16,
        l1_bytes: int = 32 << 10,
        l2_bytes: int = 512 << 10,
        numerics: str = "default",
        emulated: str = "",
        choices: tuple[tuple[str, int], ...] = (),
    ) -> None:
        values = (name, triple, cpu, features, data_layout, pointer_bits, vector_bits)
        others = (vector_registers, l1_bytes, l2_bytes, numerics, emulated, choices)
        for field, value in zip(_FIELDS, (*values, *others), strict=True):
            object.__setattr__(self, field, value)
        on = frozenset(f[1:] for f in features.split(",") if f[:1] == "+")
        object.__setattr__(self, "_feature_set", on)
        text = ", ".join(f"{field}={getattr(self, field)!r}" for field in _FIELDS)
        object.__setattr__(self, "_text", f"Target({text})")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Target cannot be changed; write target.replace({name}=...)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Target cannot be changed")

    def _key(self) -> tuple[object, ...]:
        return tuple(getattr(self, field) for field in _FIELDS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Target) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return self._text  # part of every cache key, so made once

    def __reduce__(self) -> tuple[type[Target], tuple[object, ...]]:
        return Target, self._key()

    def replace(self, **changes: str | int | tuple[tuple[str, int], ...]) -> Target:
        """The same target with some fields changed."""
        values = {field: getattr(self, field) for field in _FIELDS}
        unknown = set(changes) - set(values)
        if unknown:
            raise TypeError(f"Target has no field {sorted(unknown)}; it has {list(_FIELDS)}")
        return Target(**{**values, **changes})

    @property
    def architecture(self) -> str:
        """The first part of the triple: `x86_64`, `aarch64`, `wasm32`, `nvptx64`."""
        first = self.triple.split("-", 1)[0]
        return "aarch64" if first == "arm64" else first

    def lanes(self, itemsize: int) -> int:
        """How many elements of `itemsize` bytes a vector register holds (1 where there is none)."""
        return max(1, self.vector_bits // (8 * itemsize))

    @property
    def portable(self) -> bool:
        """Whether results shall have the same bits on every machine."""
        return self.numerics == "portable"

    def fold_lanes(self, itemsize: int) -> int:
        """How many partial sums a row of such elements is folded in."""
        return _PORTABLE_FOLD // itemsize if self.portable else self.lanes(itemsize)

    @property
    def contracts(self) -> bool:
        """Whether a product and a sum of two operations may be rounded once."""
        return self.numerics == "fast" and self.fuses

    @property
    def fuses(self) -> bool:
        """Whether emitted code multiplies and adds with one rounding: the machine can, and the numbers may show it."""
        if self.numerics == "portable":
            return False
        return self.has("fma") or self.architecture in ("aarch64", "nvptx64")

    def has(self, feature: str) -> bool:
        """Whether an instruction set, in LLVM's spelling (`"avx512f"`, `"fma"`), is available."""
        return feature in self._feature_set

    def emulates(self, feature: str) -> bool:
        """Whether instructions of that set are written out, though the machine lacks it."""
        return feature in self.emulated.split(",")

    @property
    def feature_set(self) -> frozenset[str]:
        """All instruction sets available, in LLVM's spelling."""
        return self._feature_set

    @property
    def function_attributes(self) -> str:
        """What every emitted function must carry after its parameter list.

        `"no-builtins"` keeps LLVM from turning our loops into calls of `memset` and the like, which
        do not exist where the code may go. The two vector widths make LLVM use 512-bit registers
        where it would by itself prefer 256 bits.
        """
        text = 'nounwind "no-builtins"'
        if self.vector_bits == 512:
            text += ' "prefer-vector-width"="512" "min-legal-vector-width"="512"'
        return text

    def runs_on(self, machine: Target) -> bool:
        """Whether code for this target may be executed on `machine`."""
        return (
            self.architecture == machine.architecture
            and _system(self.triple) == _system(machine.triple)
            and self._feature_set <= machine._feature_set
        )


def _system(triple: str) -> str:
    for system in ("linux", "windows", "macosx"):
        if system in triple:
            return system
    return triple.split("-", 1)[-1]


# ------------------------------------------------------------------------------------------------
# Data of the targets known by name. A test asks LLVM whether the layouts are what it would choose.

_X86_LAYOUT = "e-m:{}-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
_ARM_LAYOUT = {
    "linux": "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64"
    "-S128-Fn32",
    "macosx": "e-m:o-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-n32:64-S128-Fn32",
    "windows": "e-m:w-p270:32:32-p271:32:32-p272:64:64-p:64:64-i32:32-i64:64-i128:128-n32:64"
    "-S128-Fn32",
}
_WASM_LAYOUT = "e-m:e-p:32:32-p10:8:8-p20:8:8-i64:64-i128:128-n32:64-S128-ni:1:10:20"
_PTX_LAYOUT = "e-p6:32:32-i64:64-i128:128-i256:256-v16:16-v32:32-n16:32:64"

_TRIPLE = {
    "linux": "{}-unknown-linux-gnu",
    "macosx": "{}-apple-macosx11.0.0",
    "windows": "{}-pc-windows-msvc",
}
_MANGLING = {"linux": "e", "macosx": "o", "windows": "w"}

_V1 = "cmov cx8 fxsr mmx sse sse2"
_V2 = _V1 + " cx16 sahf popcnt sse3 ssse3 sse4.1 sse4.2 crc32"
_V3 = _V2 + " avx avx2 bmi bmi2 f16c fma lzcnt movbe"
_V4 = _V3 + " avx512f avx512bw avx512cd avx512dq avx512vl"
# level: features, vector bits, vector registers, bytes of the second-level cache
_X86_LEVELS = {
    "x86-64": (_V1, 128, 16, 256 << 10),
    "x86-64-v2": (_V2, 128, 16, 256 << 10),
    "x86-64-v3": (_V3, 256, 16, 512 << 10),
    "x86-64-v4": (_V4, 512, 32, 1 << 20),
}

# The instruction sets that an emitter or LLVM's code generator may use: kernel's flag, LLVM's name.
# AMX is left out (it needs a permission per process), as is all that only systems code needs.
_X86_FLAGS = {
    "cmov": "cmov", "cx8": "cx8", "fxsr": "fxsr", "mmx": "mmx", "sse": "sse", "sse2": "sse2",
    "cx16": "cx16", "lahf_lm": "sahf", "popcnt": "popcnt", "pni": "sse3", "ssse3": "ssse3",
    "sse4_1": "sse4.1", "sse4_2": "sse4.2", "avx": "avx", "avx2": "avx2",
    "bmi1": "bmi", "bmi2": "bmi2", "f16c": "f16c", "fma": "fma", "abm": "lzcnt", "movbe": "movbe",
    "avx512f": "avx512f", "avx512bw": "avx512bw", "avx512cd": "avx512cd", "avx512dq": "avx512dq",
    "avx512vl": "avx512vl", "avx512_vnni": "avx512vnni", "avx512_bf16": "avx512bf16",
    "avx512_fp16": "avx512fp16", "avx512vbmi": "avx512vbmi", "avx512_vbmi2": "avx512vbmi2",
    "avx512ifma": "avx512ifma", "avx512_bitalg": "avx512bitalg",
    "avx512_vpopcntdq": "avx512vpopcntdq", "avx_vnni": "avxvnni", "avx_ifma": "avxifma",
    "avx_vnni_int8": "avxvnniint8", "avx_ne_convert": "avxneconvert", "gfni": "gfni",
    "aes": "aes", "pclmulqdq": "pclmul", "vaes": "vaes", "vpclmulqdq": "vpclmulqdq",
    "sha_ni": "sha", "adx": "adx",
}  # fmt: skip

_ARM_FLAGS = {
    "fp": "fp-armv8", "asimd": "neon", "crc32": "crc", "atomics": "lse", "asimdhp": "fullfp16",
    "asimdrdm": "rdm", "lrcpc": "rcpc", "asimddp": "dotprod", "asimdfhm": "fp16fml",
    "i8mm": "i8mm", "bf16": "bf16", "jscvt": "jsconv", "fcma": "complxnum",
}  # fmt: skip


def _spelled(features: frozenset[str]) -> str:
    return ",".join("+" + f for f in sorted(features))


def _x86(level: str, features: frozenset[str], system: str) -> Target:
    _, bits, registers, l2 = _X86_LEVELS[level]
    return Target(
        name=level,
        triple=_TRIPLE[system].format("x86_64"),
        cpu=level,
        features=_spelled(features),
        data_layout=_X86_LAYOUT.format(_MANGLING[system]),
        pointer_bits=64,
        vector_bits=bits,
        vector_registers=registers,
        l1_bytes=32 << 10,
        l2_bytes=l2,
    )


def _aarch64(features: frozenset[str], system: str) -> Target:
    return Target(
        name="aarch64",
        triple=_TRIPLE[system].format("arm64" if system == "macosx" else "aarch64"),
        cpu="generic",
        features=_spelled(features),
        data_layout=_ARM_LAYOUT[system],
        pointer_bits=64,
        vector_bits=128,
        vector_registers=32,
        l1_bytes=64 << 10,
        l2_bytes=1 << 20,
    )


def names() -> tuple[str, ...]:
    """The names that `named` knows."""
    return (*_X86_LEVELS, "aarch64", "wasm32", "nvptx")


def named(name: str) -> Target:
    """The target of that name, for Linux where a system matters.

    Raises `UnsupportedError` for a name that is not in `names()`.

    >>> named("wasm32").pointer_bits
    32
    """
    if name in _X86_LEVELS:
        return _x86(name, frozenset(_X86_LEVELS[name][0].split()), "linux")
    if name == "aarch64":
        return _aarch64(frozenset(("fp-armv8", "neon")), "linux")
    if name == "wasm32":
        return Target(
            name="wasm32",
            triple="wasm32-unknown-unknown",
            cpu="generic",
            features="+simd128",
            data_layout=_WASM_LAYOUT,
            pointer_bits=32,
            vector_bits=128,
            vector_registers=16,
        )
    if name == "nvptx":
        return Target(
            name="nvptx",
            triple="nvptx64-nvidia-cuda",
            cpu="sm_80",
            features="+ptx70",
            data_layout=_PTX_LAYOUT,
            pointer_bits=64,
            vector_bits=0,
            vector_registers=255,
        )
    raise UnsupportedError(f"no target is called {name!r}; write one of {', '.join(names())}")


# ------------------------------------------------------------------------------------------------
# The machine of this process


def features_from_cpuinfo(text: str, architecture: str) -> frozenset[str]:
    """Instruction sets named in the text of Linux's `/proc/cpuinfo`, in LLVM's spelling.

    Only what every core has is kept: on machines with unequal cores a thread may move.
    """
    label, table = ("flags", _X86_FLAGS) if architecture == "x86_64" else ("Features", _ARM_FLAGS)
    common: set[str] | None = None
    seen: set[str] = set()
    for line in text.splitlines():
        head, colon, rest = line.partition(":")
        if not colon or head.strip() != label or rest in seen:
            continue
        seen.add(rest)
        flags = set(rest.split())
        common = flags if common is None else common & flags
    found = {table[flag] for flag in common or () if flag in table}
    if "sse4.2" in found:
        found.add("crc32")  # part of SSE 4.2, a feature of its own for LLVM
    if "avx" not in found:  # without the wide registers nothing built on them is usable
        found = {f for f in found if not f.startswith("avx") and f not in ("fma", "f16c")}
    if "avx512f" not in found:
        found = {f for f in found if not f.startswith("avx512")}
    return frozenset(found)


def _x86_level(features: frozenset[str]) -> str:
    """The highest level all of whose instruction sets are there."""
    best = "x86-64"
    for level, (needed, *_) in _X86_LEVELS.items():
        if features.issuperset(needed.split()):
            best = level
    return best


def _detect() -> Target:
    system = {"darwin": "macosx", "win32": "windows"}.get(sys.platform, "linux")
    machine = (
        os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    )
    machine = machine.lower()
    if sys.maxsize < 2**32 or machine not in ("x86_64", "amd64", "aarch64", "arm64"):
        raise UnsupportedError(
            f"nitinol emits code for 64-bit x86 and Arm processors; this is {machine or 'unknown'}"
            " as Python sees it. Use a 64-bit Python, or NITINOL_NATIVE=0 where no kernel is needed"
        )
    architecture = "x86_64" if machine in ("x86_64", "amd64") else "aarch64"
    try:
        # unbuffered in one go: the file is long on machines with many cores
        with open("/proc/cpuinfo", "rb", buffering=1 << 16) as file:
            found = features_from_cpuinfo(file.read().decode("ascii", "replace"), architecture)
    except OSError:
        found = frozenset()
    if architecture == "aarch64":
        return _aarch64(found | {"fp-armv8", "neon"}, system)
    # Elsewhere than on Linux nothing is known without asking LLVM; v2 is in every machine that
    # the supported versions of those systems run on.
    if not found:
        return _x86("x86-64-v2", frozenset(_V2.split()), system)
    return _x86(_x86_level(found), found | frozenset(_V1.split()), system)


_host: dict[str, Target] = {}


def machine() -> Target:
    """The machine of this process with all it offers, whatever `NITINOL_TARGET` says."""
    found = _host.get("")
    if found is None:
        found = _host[""] = _detect()
    return found


def host() -> Target:
    """The target to compile for in this process: this machine, or what `NITINOL_TARGET` names.

    Raises `UnsupportedError` where `NITINOL_TARGET` names something that cannot run here.
    """
    wanted = config.flag("TARGET", "")
    if not wanted:
        return machine()
    found = _host.get(wanted)
    if found is None:
        real = machine()
        found = named(wanted).replace(triple=real.triple, data_layout=real.data_layout)
        if named(wanted).architecture != real.architecture or not found.runs_on(real):
            missing = ", ".join(sorted(found.feature_set - real.feature_set))
            raise UnsupportedError(
                f"NITINOL_TARGET={wanted} cannot run on this machine, which is {real.name}"
                + (f" and lacks {missing}" if missing else "")
                + "; choose a lower level or unset it"
            )
        _host[wanted] = found
    return found

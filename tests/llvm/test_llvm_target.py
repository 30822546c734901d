from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from llvm_helpers import run_without_root

from nitinol.base.errors import UnsupportedError
from nitinol.llvm import target
from nitinol.llvm.target import Target, features_from_cpuinfo, host, machine, named

binding = pytest.importorskip("llvmlite.binding", reason="the reference for features and layouts")

V3_FLAGS = (
    "cmov cx8 fxsr mmx sse sse2 pni cx16 lahf_lm popcnt ssse3 sse4_1 sse4_2 "
    "avx avx2 bmi1 bmi2 f16c fma abm movbe"
)
V4_FLAGS = V3_FLAGS + " avx512f avx512bw avx512cd avx512dq avx512vl"


def cpuinfo(*cores: str) -> str:
    return "\n".join(f"processor\t: {i}\nflags\t\t: {f}\n" for i, f in enumerate(cores))


def test_features_agree_with_llvm() -> None:
    """LLVM asks the processor and the registers that the system saves; we ask the kernel."""
    reference = binding.get_host_cpu_features()
    ours = machine().feature_set
    unknown = {f for f in ours if f not in reference and f not in ("fxsr", "neon", "fp-armv8")}
    assert not unknown, "LLVM does not know these names"
    assert {f for f in ours if f in reference and not reference[f]} == set()
    table = target._X86_FLAGS if machine().architecture == "x86_64" else target._ARM_FLAGS
    known = set(table.values()) | {"crc32"}
    assert {f for f in known if reference.get(f)} - ours == set()


def test_triple_and_level() -> None:
    here = machine()
    assert here.triple == binding.get_process_triple()
    assert here.pointer_bits == 64
    if here.architecture == "x86_64":
        wide = {"x86-64-v4": 512, "x86-64-v3": 256}.get(here.name, 128)
        assert here.vector_bits == wide


@pytest.mark.parametrize("name", target.names())
def test_layout_is_what_llvm_chooses(name: str) -> None:
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    t = named(name)
    made = binding.Target.from_triple(t.triple).create_target_machine(
        cpu=t.cpu, features=t.features, reloc="pic", codemodel="default"
    )
    assert str(made.target_data) == t.data_layout


@pytest.mark.parametrize("system", ["linux", "macosx", "windows"])
@pytest.mark.parametrize("architecture", ["x86", "aarch64"])
def test_layouts_of_other_systems(system: str, architecture: str) -> None:
    binding.initialize_all_targets()
    if architecture == "x86":
        t = target._x86("x86-64-v2", named("x86-64-v2").feature_set, system)
    else:
        t = target._aarch64(frozenset(("neon",)), system)
    made = binding.Target.from_triple(t.triple).create_target_machine(reloc="pic")
    assert str(made.target_data) == t.data_layout


@pytest.mark.parametrize(
    ("name", "bits", "registers", "floats"),
    [
        ("x86-64-v2", 128, 16, 4),
        ("x86-64-v3", 256, 16, 8),
        ("x86-64-v4", 512, 32, 16),
        ("aarch64", 128, 32, 4),
        ("wasm32", 128, 16, 4),
        ("nvptx", 0, 255, 1),
    ],
)
def test_named(name: str, bits: int, registers: int, floats: int) -> None:
    t = named(name)
    assert (t.vector_bits, t.vector_registers, t.lanes(4)) == (bits, registers, floats)
    assert t.lanes(8) == max(1, floats // 2)
    assert t.pointer_bits == (32 if name == "wasm32" else 64)


def test_levels_nest() -> None:
    levels = [named(n).feature_set for n in ("x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4")]
    for lower, higher in pairwise(levels):
        assert lower < higher
    assert named("x86-64-v3").runs_on(named("x86-64-v4"))
    assert not named("x86-64-v4").runs_on(named("x86-64-v3"))
    assert not named("aarch64").runs_on(named("x86-64-v4"))


def test_levels_are_what_llvm_means_by_them() -> None:
    """With our features spelled out, LLVM must not add or lose any against its own level."""
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    ir = "define <16 x float> @f(<16 x float> %a) { ret <16 x float> %a }"
    for name in ("x86-64-v2", "x86-64-v3", "x86-64-v4"):
        t = named(name)
        texts = []
        for features in ("", t.features):
            made = binding.Target.from_triple(t.triple).create_target_machine(
                cpu=t.cpu, features=features, reloc="pic", codemodel="default"
            )
            texts.append(made.emit_assembly(binding.parse_assembly(ir)))
        assert texts[0] == texts[1]


def test_cpuinfo_levels() -> None:
    def level(*cores: str) -> str:
        return target._x86_level(features_from_cpuinfo(cpuinfo(*cores), "x86_64"))

    assert level(V4_FLAGS, V4_FLAGS) == "x86-64-v4"
    assert level(V3_FLAGS) == "x86-64-v3"
    assert level(V4_FLAGS, V3_FLAGS) == "x86-64-v3", "only what all cores have"
    assert level(V4_FLAGS.replace(" avx ", " ")) == "x86-64-v2", "no wide registers"
    assert level("sse sse2") == "x86-64"


def test_cpuinfo_without_avx_state() -> None:
    found = features_from_cpuinfo(cpuinfo(V4_FLAGS.replace(" avx ", " ")), "x86_64")
    assert not {f for f in found if f.startswith("avx") or f in ("fma", "f16c")}


def test_cpuinfo_of_arm() -> None:
    text = "processor : 0\nFeatures\t: fp asimd aes crc32 atomics fphp asimdhp asimddp\n"
    found = features_from_cpuinfo(text, "aarch64")
    assert found == {"fp-armv8", "neon", "crc", "lse", "fullfp16", "dotprod"}


@pytest.mark.parametrize("text", ["", "flags", "flags:", ":::\n\0", "Features : fp"])
def test_cpuinfo_that_says_nothing(text: str) -> None:
    assert features_from_cpuinfo(text, "x86_64") == frozenset()


def test_512_bits_are_asked_for() -> None:
    assert '"prefer-vector-width"="512"' in named("x86-64-v4").function_attributes
    assert "512" not in named("x86-64-v3").function_attributes
    for name in target.names():
        assert "nounwind" in named(name).function_attributes
        assert '"no-builtins"' in named(name).function_attributes


def test_immutable_and_compared_by_value() -> None:
    t = named("x86-64-v3")
    with pytest.raises(AttributeError, match="replace"):
        t.cpu = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del t.cpu
    assert t == named("x86-64-v3")
    assert hash(t) == hash(named("x86-64-v3"))
    assert t != named("x86-64-v4")
    assert t != "x86-64-v3"
    assert pickle.loads(pickle.dumps(t)) == t
    assert t.replace(vector_bits=128).lanes(4) == 4
    assert t.replace(features="+sse2").feature_set == {"sse2"}
    with pytest.raises(TypeError, match="no field"):
        t.replace(colour="red")
    assert eval(repr(t), {"Target": Target}) == t


def test_unknown_name() -> None:
    with pytest.raises(UnsupportedError, match="x86-64-v3"):
        named("pentium")


def test_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    if machine().architecture != "x86_64":
        pytest.skip("levels are x86's")
    monkeypatch.setenv("NITINOL_TARGET", "x86-64-v2")
    assert host().name == "x86-64-v2"
    assert host() is host()
    assert machine().name != "x86-64" or host().name == "x86-64-v2"
    monkeypatch.setenv("NITINOL_TARGET", "aarch64")
    with pytest.raises(UnsupportedError, match="cannot run on this machine"):
        host()
    monkeypatch.setenv("NITINOL_TARGET", "nonsense")
    with pytest.raises(UnsupportedError, match="no target is called"):
        host()
    monkeypatch.setenv("NITINOL_TARGET", "")
    assert host() is machine()


def test_level_that_the_machine_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target, "_host", {"": named("x86-64-v2")})
    monkeypatch.setenv("NITINOL_TARGET", "x86-64-v4")
    with pytest.raises(UnsupportedError, match=r"lacks .*avx512f"):
        host()


def test_host_needs_no_llvmlite() -> None:
    done = run_without_root(
        "from nitinol.llvm.target import host; host();"
        "print('llvmlite' in sys.modules, 'dataclasses' in sys.modules)"
    )
    assert done.stdout == "False False\n"

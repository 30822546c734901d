"""Frames: where a program keeps what it knows, and what its task functions are handed.

A frame is an array of 64-bit words on the stack of the program's function:

    sizes of the open axes | address of the context | addresses of values in memory | extra words

The program's own frame has a word for each of its values. A task function gets another one, with
words for the values of its kernel only, in the order in which the kernel reads them. So kernels that do
the same to other values are the same function, and it is compiled once: twelve layers of a
network have the code of one. All kernels' frames lie in one place, as only one kernel runs at a time;
what begins them, sizes and context, is written once.

Every task gets the frame's address, its number and its worker's number, so tasks need no other
arguments and the pool needs to know nothing about programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.errors import CompileError
from ..base.sizes import Atom
from ..ir.graph import Value
from ..ir.loop import Group
from ..llvm.text import Function, Int


class Frame:
    """Which word of the frame holds what."""

    def __init__(self, atoms: Sequence[Atom], values: Sequence[Value]) -> None:
        self.atoms = list(atoms)
        self.values = list(values)
        self._atom_word = {a: i for i, a in enumerate(self.atoms)}
        self.context_word = len(self.atoms)
        self._parts: dict[Value, list[tuple[Value, int]]] = {}
        self._value_word = {v: self.context_word + 1 + i for i, v in enumerate(self.values)}
        self.words = self.context_word + 1 + len(self.values)

    def add_value(self, value: Value) -> None:
        """A word for one more value, of a program inside of this one."""
        self._value_word[value] = self.extra()
        self.values.append(value)

    def add_parts(self, inside: Mapping[Value, list[tuple[Value, int]]]) -> None:
        """Values that lie in others, so many bytes behind their beginning: their addresses follow those."""
        self._parts.update(inside)

    def add_atom(self, atom: Atom) -> None:
        """A word for one more size, made while the program runs."""
        self._atom_word[atom] = self.extra()

    def extra(self) -> int:
        """One more word, for a group's own use."""
        self.words += 1
        return self.words - 1

    def put(self, f: Function, frame: str, word: int, value: Int, type: str = "i64") -> None:
        f.store(type, value, f.element(frame, word, "i64"), 8)

    def put_value(self, f: Function, frame: str, value: Value, pointer: str) -> None:
        self.put(f, frame, self._value_word[value], pointer, "ptr")
        for part, behind in self._parts.get(value, ()):
            self.put_value(f, frame, part, f.element(pointer, behind, "i8"))

    def put_atom(self, f: Function, frame: str, atom: Atom, size: Int) -> None:
        self.put(f, frame, self._atom_word[atom], size)

    def word(self, f: Function, frame: str, word: int, type: str = "i64") -> str:
        return f.load(type, f.element(frame, word, "i64"), 8)

    def sizes(self, f: Function, frame: str) -> dict[Atom, Int]:
        """The open sizes, read from the frame."""
        return {a: self.word(f, frame, i) for a, i in self._atom_word.items()}

    def place(self, value: Value) -> int:
        """The word that holds the address of a value."""
        return self._value_word[value]

    def pointer(self, f: Function, frame: str, value: Value) -> str:
        """The address of a value."""
        return self.word(f, frame, self._value_word[value], "ptr")


def values_of(group: Group) -> list[Value]:
    """What a kernel reads, in the order in which it first does, then what it stores."""
    found: dict[Value, None] = {}
    seen: set[Value] = set()
    todo = [v for n in reversed((*group.prologue, *group.nodes)) for v in reversed(n.operands)]
    while todo:
        value = todo.pop()
        if value in seen:
            continue
        seen.add(value)
        if value in group.reads:
            found[value] = None
        elif value.node is not None:
            todo.extend(reversed(value.node.operands))
    missed = group.reads - found.keys()
    if missed:
        raise CompileError(f"no member of the kernel {group!r} reads {missed!r}")
    found.update(dict.fromkeys(group.stores))
    return list(found)

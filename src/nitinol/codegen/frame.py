"""The frame: what all task functions of a program are handed.

A frame is an array of 64-bit words on the stack of the program's function:

    sizes of the open axes | addresses of values in memory | address of the context | extra words

Every task gets the frame's address, its number and its worker's number, so tasks need no other
arguments and the pool needs to know nothing about programs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..base.sizes import Atom
from ..ir.graph import Value
from ..llvm.text import Function, Int


class Frame:
    """Which word of the frame holds what."""

    def __init__(self, atoms: Sequence[Atom], values: Sequence[Value]) -> None:
        self.atoms = list(atoms)
        self.values = list(values)
        self._atom_word = {a: i for i, a in enumerate(self.atoms)}
        self._value_word = {v: len(self.atoms) + i for i, v in enumerate(self.values)}
        self.context_word = len(self.atoms) + len(self.values)
        self.words = self.context_word + 1

    def add_value(self, value: Value) -> None:
        """A word for one more value, of a program inside of this one."""
        self._value_word[value] = self.extra()
        self.values.append(value)

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

    def put_atom(self, f: Function, frame: str, atom: Atom, size: Int) -> None:
        self.put(f, frame, self._atom_word[atom], size)

    def word(self, f: Function, frame: str, word: int, type: str = "i64") -> str:
        return f.load(type, f.element(frame, word, "i64"), 8)

    def sizes(self, f: Function, frame: str) -> dict[Atom, Int]:
        """The open sizes, read from the frame."""
        return {a: self.word(f, frame, i) for a, i in self._atom_word.items()}

    def pointer(self, f: Function, frame: str, value: Value) -> str:
        """The address of a value."""
        return self.word(f, frame, self._value_word[value], "ptr")

"""A module's text as several modules, which are compiled side by side and linked.

Each function goes to one part; the largest ones are dealt out first, each to the part with the fewest lines so far.
What another part calls or names is no longer `internal` but `hidden`: known to the linker, and to nobody outside of
the library. Constants are repeated in each part that reads them, and so are functions that are always inlined.

Only text of the simple form that our emitters write is taken apart: constants, declarations and functions, each
beginning on a line of its own. `split` gives the text as it is where it finds something else (variables, metadata,
attribute groups). The outcome depends on the text and the number of parts alone.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"@([\w.$-]+)")
_DEFINED = re.compile(r"define (internal |hidden )?[^@\n]*@([\w.$-]+)\(")
_CONSTANT = re.compile(r"@([\w.$-]+) = internal (unnamed_addr )?constant ")


class _Function:
    """A function's lines, and the names in it."""

    __slots__ = ("inlined", "lines", "names", "public")

    def __init__(self, lines: list[str], public: bool) -> None:
        self.lines = lines
        self.public = public
        self.inlined = "alwaysinline" in lines[0]
        self.names = set(_NAME.findall("\n".join(lines)))

    def declaration(self) -> str:
        head = self.lines[0].rstrip("{ ").removeprefix("define ").removeprefix("internal ")
        return (
            f"declare {head}" if self.public else f"declare hidden {head.removeprefix('hidden ')}"
        )

    def text(self, crossing: bool) -> list[str]:
        if not crossing or self.public:
            return self.lines
        return [self.lines[0].replace("define internal ", "define hidden ", 1), *self.lines[1:]]


def split(ir: str, count: int) -> list[str]:
    """At most `count` modules that are together what `ir` is; `[ir]` where they would be fewer than two.

    >>> parts = split('''define internal i32 @one() {
    ...   ret i32 1
    ... }
    ... define i32 @two() {
    ...   %a = call i32 @one()
    ...   %b = add i32 %a, 1
    ...   ret i32 %b
    ... }''', 2)
    >>> print(*parts, sep="\\n--\\n")
    define hidden i32 @one() {
      ret i32 1
    }
    --
    declare hidden i32 @one()
    define i32 @two() {
      %a = call i32 @one()
      %b = add i32 %a, 1
      ret i32 %b
    }
    """
    found = _items(ir) if count > 1 else None
    if found is None:
        return [ir]
    constants, declarations, functions = found
    inlined = {name for name, f in functions.items() if f.inlined}
    owner = _dealt({n: len(f.lines) for n, f in functions.items() if n not in inlined}, count)
    # Parts are in the order of their first functions, so that the text's first is the first of the library.
    order = {
        number: i
        for i, number in enumerate(dict.fromkeys(owner[n] for n in functions if n in owner))
    }
    owner = {name: order[number] for name, number in owner.items()}
    parts = len(order)
    if parts < 2:
        return [ir]
    own: list[set[str]] = [set() for _ in range(parts)]  # the functions of each part
    for name, number in owner.items():
        own[number].add(name)
    named: list[set[str]] = []
    for members in own:
        seen: set[str] = set()
        ahead = list(members)
        while ahead:
            new = functions[ahead.pop()].names - seen
            seen |= new
            ahead += new & inlined
        members |= seen & inlined
        named.append(seen)
    crossing = {
        name
        for name, number in owner.items()
        if any(name in s for i, s in enumerate(named) if i != number)
    }
    texts = []
    for members, seen in zip(own, named, strict=True):
        lines = [text for name, text in constants.items() if name in seen]
        lines += [text for name, text in declarations.items() if name in seen]
        lines += [f.declaration() for name, f in functions.items() if name in seen - members]
        for name, f in functions.items():
            if name in members:
                lines += f.text(name in crossing)
        texts.append("\n".join(lines))
    return texts


def _items(ir: str) -> tuple[dict[str, str], dict[str, str], dict[str, _Function]] | None:
    """Constants, declarations and functions by name; None where there is something else."""
    constants, declarations, functions = {}, {}, {}
    lines = iter(ir.splitlines())
    for line in lines:
        if line.startswith("define "):
            known = _DEFINED.match(line)
            if known is None or not line.endswith("{"):
                return None
            body = [line]
            for line in lines:
                body.append(line)
                if line == "}":
                    break
            functions[known[2]] = _Function(body, known[1] is None)
        elif line.startswith("declare "):
            declarations[_NAME.findall(line)[0]] = line
        elif line.startswith("@"):
            constant = _CONSTANT.match(line)
            if constant is None or line.count("@") > 1:
                return None
            constants[constant[1]] = line
        elif line.strip() and not line.startswith(";"):
            return None
    return constants, declarations, functions


def _dealt(sizes: dict[str, int], count: int) -> dict[str, int]:
    """The part of each function."""
    lines = [0] * count
    owner = {}
    for name in sorted(sizes, key=lambda name: -sizes[name]):
        number = lines.index(min(lines))
        lines[number] += sizes[name]
        owner[name] = number
    return owner

"""Bytes of a distribution and all it requires, in the Python that runs this: `installed_size.py torch`."""

import json
import re
import sys
from importlib import metadata


def closure(name: str) -> set[str]:
    """The names of the distribution and of everything it requires without extras."""
    found: set[str] = set()
    todo = [name]
    while todo:
        one = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if one in found:
            continue
        try:
            requires = metadata.requires(one) or []
        except metadata.PackageNotFoundError:
            continue  # required on other systems only
        found.add(one)
        for text in requires:
            if "extra ==" not in text:
                match = re.match(r"[A-Za-z0-9._-]+", text)
                if match:
                    todo.append(match.group())
    return found


def size(name: str) -> int:
    """Bytes of all files of the distribution, byte code excluded."""
    total = 0
    for file in metadata.distribution(name).files or []:
        path = file.locate()
        if file.suffix != ".pyc" and path.is_file():  # type: ignore[attr-defined]
            total += path.stat().st_size  # type: ignore[attr-defined]
    return total


if __name__ == "__main__":
    print(json.dumps({name: size(name) for name in sorted(closure(sys.argv[1]))}))

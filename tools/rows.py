"""`dev.py rows`: each row of docs/features.md with the tests that say they show it.

Tests are read, not imported: a mark counts for the function, class or file it stands on, in a parameter list too.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.oneline import OneLineParser

ROW = re.compile(r"^\|\s*([A-Z]\d+)\s*\|\s*(.+?)\s*\|\s*$")
FEATURES = Path("docs/features.md")


class Mark(NamedTuple):
    """One name in one `@pytest.mark.row(...)`, and the test that bears it as pytest would name it."""

    row: str
    test: str


def known_rows(text: str) -> dict[str, str]:
    """Row names to what they say, in the document's order."""
    found = (ROW.match(line) for line in text.splitlines())
    return {match[1]: match[2] for match in found if match}


def marks_of(path: Path) -> list[Mark]:
    """Every row mark in one test file. Raises SyntaxError when Python would."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return list(walk(tree, path.as_posix()))


def walk(node: ast.AST, owner: str) -> Iterator[Mark]:
    """The marks below a node; a function or class puts its name behind the owner's."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from walk(child, f"{owner}::{child.name}")
        else:
            yield from names_in(child, owner)
            yield from walk(child, owner)


def names_in(node: ast.AST, owner: str) -> Iterator[Mark]:
    """The names given when the node is a call of `mark.row`; one that is not written out counts as its source text."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "row":
        return
    if not isinstance(node.func.value, ast.Attribute) or node.func.value.attr != "mark":
        return
    for argument in node.args:
        written = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        yield Mark(str(argument.value) if written else ast.unparse(argument), owner)  # type: ignore[attr-defined]


def collect(tests: Path) -> list[Mark]:
    """The marks of all tests under a folder, file by file."""
    return [mark for path in sorted(tests.rglob("test_*.py")) for mark in marks_of(path)]


def unknown(rows: dict[str, str], marks: list[Mark]) -> list[Mark]:
    """Marks whose name stands in no row."""
    return [mark for mark in marks if mark.row not in rows]


def main(arguments: list[str]) -> int:
    """Prints rows and tests; 1 when a test names a row that does not exist."""
    OneLineParser(prog="dev.py rows", description=__doc__).parse_args(arguments)
    rows = known_rows(FEATURES.read_text(encoding="utf-8"))
    marks = collect(Path("tests"))
    for row, text in rows.items():
        tests = sorted({mark.test for mark in marks if mark.row == row})
        print(f"{row:4} {text}", *(f"       {test}" for test in tests), sep="\n")
    shown = {mark.row for mark in marks} & rows.keys()
    print(f"{len(shown)} of {len(rows)} rows have tests")
    for mark in (wrong := unknown(rows, marks)):
        print(f"no such row: {mark.row} in {mark.test}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

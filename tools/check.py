"""`dev.py check`: everything that is known about the code without running it. All parts run; any failure fails it."""

import subprocess
import sys
import time
from pathlib import Path

from tools import rows
from tools.oneline import OneLineParser

TYPED = ("domain", "sync", "desktop", "backend", "tests", "tools", "dev.py")
_LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run(['--no-logo', '--no-cache'])"
PARTS: dict[str, list[str]] = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy", *TYPED],
    "import contracts": ["-c", _LINT_IMPORTS],
    "translations": ["-m", "tools.translations", "check"],
}


def run_part(argv: list[str]) -> bool:
    """Runs one part by this Python; its words are the report."""
    return subprocess.run([sys.executable, *argv], check=False).returncode == 0


def rows_are_known() -> bool:
    """Whether every row that a test names stands in docs/features.md; says which do not."""
    known = rows.known_rows(rows.FEATURES.read_text(encoding="utf-8"))
    wrong = rows.unknown(known, rows.collect(Path("tests")))
    for mark in wrong:
        print(f"no such row: {mark.row} in {mark.test}")
    return not wrong


def main(arguments: list[str]) -> int:
    """Runs every part and sums up in one line; 1 when any failed."""
    OneLineParser(prog="dev.py check", description=__doc__).parse_args(arguments)
    failed = []
    for name, argv in PARTS.items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        if not run_part(argv):
            failed.append(name)
        print(f"   {time.monotonic() - began:.1f} s", flush=True)
    if not rows_are_known():
        failed.append("rows")
    print(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

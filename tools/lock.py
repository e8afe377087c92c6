"""`dev.py lock`: both requirement locks, hash-pinned for every system and without the address of any package index."""

import re
import subprocess
import sys
from pathlib import Path

from tools.oneline import OneLineParser

FLAGS = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--python-version", "3.11")
ADDRESS = re.compile(r"[a-z+]+://|--(extra-)?index-url|--find-links|--trusted-host")
SOURCES = ("requirements.in", "requirements-dev.in")


def addresses(text: str) -> list[str]:
    """The lines of a lock that would tie it to one machine or one index."""
    return [line for line in text.splitlines() if ADDRESS.search(line)]


def main(arguments: list[str]) -> int:
    """Writes both locks, what ships first: the other one follows its versions."""
    parser = OneLineParser(prog="dev.py lock", description=__doc__)
    parser.add_argument(
        "--upgrade", action="store_true", help="take the newest versions instead of keeping those locked"
    )
    upgrade = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    for source in SOURCES:
        lock = Path(source).with_suffix(".lock")
        compile_ = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *FLAGS, *upgrade, source, "-o", str(lock)]
        if subprocess.run(compile_, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return 1
        if found := addresses(lock.read_text(encoding="utf-8")):
            print(f"{lock} names an address: {found[0].strip()}", file=sys.stderr)
            return 1
        print(f"{lock} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

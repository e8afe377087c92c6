#!/usr/bin/env python3
"""Everything a developer does with this repository: `python3 dev.py COMMAND`. Needs nothing but Python itself.

Each command first sets up what it lacks (.venv, system packages, compiled translations), then hands over to a module
that runs inside .venv.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036 - said in words, instead of a syntax error somewhere below
    sys.exit("dev.py needs Python 3.11 or newer, this is " + sys.version.split()[0])

from tools import setup, system

ROOT = Path(__file__).resolve().parent


COMPILED = ".venv/compiled"
"""Where Python keeps what it compiled: tests and figures start hundreds of processes that would each do it again."""

AT_ONCE = ("--numprocesses=logical", "--dist=worksteal")
"""A test process for each core; `-n 0` runs them in one."""


class Command(NamedTuple):
    """One line of the table: what is run inside .venv, and what it needs of the system beforehand."""

    module: str
    about: str
    needs: tuple[str, ...] = ()
    offscreen: bool = False
    before: tuple[str, ...] = ()
    """Arguments that come ahead of those of the command line, which may say otherwise."""


COMMANDS = {
    "run": Command("tools.run", "open the desktop, signed in to the demo salon", system.WINDOW),
    "test": Command(
        "pytest", "run the tests; what follows goes to pytest", system.TESTS, offscreen=True, before=AT_ONCE
    ),
    "check": Command("tools.check", "format, lint, types, import contracts, rows, translations", system.WINDOW),
    "rows": Command("tools.rows", "the rows of docs/features.md, each with the tests that show it"),
    "package": Command("tools.package", "build the bundle and run its selftest", system.PACKAGE),
    "translations": Command("tools.translations", "extract | check | compile the catalogues of resources/translations"),
    "soak": Command("tests.simulation.soak", "the simulator: many seeds, the story of one, the planted bugs"),
    "tour": Command("tools.tour", "take the real window through a day, a picture at each step", system.WINDOW),
    "bench": Command("tests.bench", "the figures beside their floors", system.WINDOW),
    "lock": Command("tools.lock", "make both requirement locks anew from their .in files"),
}


def usage() -> str:
    """The table in words."""
    lines = [f"  {name:13} {command.about}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python3 dev.py COMMAND [arguments]", "", *lines])


def hand_over(python: Path, command: Command, arguments: list[str]) -> int:
    """Becomes the command where the system can (signals then reach it directly), else waits for it."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(ROOT / COMPILED)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if command.offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    argv = [str(python), "-m", command.module, *command.before, *arguments]
    os.chdir(ROOT)
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(argv[0], argv, environment)
    return subprocess.run(argv, env=environment, check=False).returncode


def main(arguments: list[str]) -> int:
    """Runs one command; 2 when it is none, or when the system lacks something only its owner can add."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"dev.py: no command {arguments[0]!r}; there are {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        system.ensure(command.needs)
        python = setup.ensure(ROOT)
    except setup.SetupFailed as failed:
        print(f"dev.py: {failed}", file=sys.stderr)
        return failed.code
    return hand_over(python, command, arguments[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

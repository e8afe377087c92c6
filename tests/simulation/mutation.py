"""Planted bugs (promise R3): each is a small change to the product, made in a copy of the sources and hunted there.

A mutant is a TOML file: `about` says what would go wrong, `file` names the source, `find` the text that is there exactly
once, `replace` what stands there instead.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "mutants"
SOURCES = ("domain", "sync", "backend", "resources", "tools", "tests")
_FOUND = 1


class Mutant(NamedTuple):
    """One planted bug."""

    name: str
    about: str
    file: str
    find: str
    replace: str


class NotPlanted(Exception):
    """The source has changed: what the mutant looks for is not there exactly once."""


def mutants(names: Iterable[str] = ()) -> list[Mutant]:
    """All of them, or those named. Raises LookupError for a name that is none."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}
    wanted = list(names) or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise LookupError(f"no such mutant: {', '.join(unknown)}")
    return [Mutant(name, **tomllib.loads(known[name].read_text(encoding="utf-8"))) for name in wanted]


def planted(mutant: Mutant, source: str) -> str:
    """The source with the bug in it. Raises NotPlanted."""
    if source.count(mutant.find) != 1:
        raise NotPlanted(f"{mutant.name}: its text is {source.count(mutant.find)} times in {mutant.file}")
    return source.replace(mutant.find, mutant.replace)


def hunt(mutant: Mutant, seeds: int) -> str | None:
    """The first failure that the simulator finds with the bug planted, None when it finds none. Raises NotPlanted."""
    with tempfile.TemporaryDirectory(prefix="deskbell-mutant-") as folder:
        tree = Path(folder)
        _copy(tree)
        target = tree / mutant.file
        target.write_text(planted(mutant, target.read_text(encoding="utf-8")), encoding="utf-8")
        argv = [sys.executable, "-m", "tests.simulation.soak", "--jobs", "1", "--first", "--seeds", str(seeds)]
        ran = subprocess.run(argv, cwd=tree, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode not in {0, _FOUND} or not ran.stdout:
        raise RuntimeError(f"{mutant.name} broke the simulator itself:\n{ran.stderr[-2000:]}")
    return ran.stdout.splitlines()[0] if ran.returncode == _FOUND else None


def _copy(tree: Path) -> None:
    for name in SOURCES:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))

"""Planted bugs (promise R3): each is a small change to the product, made in a copy of the sources and hunted there.

A mutant is a TOML file: `about` says what is wrong with it, and each `[[change]]` names a source by `file`, by `find`
the text that is there exactly once, and by `replace` what stands there instead.
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


class Change(NamedTuple):
    """One place of a mutant."""

    file: str
    find: str
    replace: str


class Mutant(NamedTuple):
    """One planted bug."""

    name: str
    about: str
    changes: tuple[Change, ...]


class NotPlanted(Exception):
    """The source has changed: what the mutant looks for is not there exactly once."""


def mutants(names: Iterable[str] = ()) -> list[Mutant]:
    """All of them, or those named. Raises LookupError for a name that is none."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}
    wanted = list(names) or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise LookupError(f"no such mutant: {', '.join(unknown)}")
    return [_read(known[name]) for name in wanted]


def _read(path: Path) -> Mutant:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Mutant(path.stem, data["about"], tuple(Change(**change) for change in data["change"]))


def plant(mutant: Mutant, tree: Path) -> None:
    """Changes the sources in `tree`. Raises NotPlanted."""
    for change in mutant.changes:
        target = tree / change.file
        source = target.read_text(encoding="utf-8")
        if source.count(change.find) != 1:
            raise NotPlanted(f"{mutant.name}: its text is {source.count(change.find)} times in {change.file}")
        target.write_text(source.replace(change.find, change.replace), encoding="utf-8")


def copy_sources(tree: Path) -> None:
    """Everything that the simulator runs on, in a folder of its own."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))


def hunt(mutant: Mutant, seeds: int) -> str | None:
    """The first failure that the simulator finds with the bug planted, None when it finds none. Raises NotPlanted."""
    with tempfile.TemporaryDirectory(prefix="deskbell-mutant-") as folder:
        copy_sources(Path(folder))
        plant(mutant, Path(folder))
        argv = [sys.executable, "-m", "tests.simulation.soak", "--jobs", "1", "--first", "--seeds", str(seeds)]
        ran = subprocess.run(argv, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode not in {0, _FOUND} or not ran.stdout:
        raise RuntimeError(f"{mutant.name} broke the simulator itself:\n{ran.stderr[-2000:]}")
    return ran.stdout.splitlines()[0] if ran.returncode == _FOUND else None

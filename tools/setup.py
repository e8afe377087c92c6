"""Makes .venv what the locks say, with the standard library only, and costs next to nothing once that is done.

A stamp inside .venv remembers what it was made from; anything else than an equal stamp is set up again.
"""

import hashlib
import json
import subprocess
import sys
import venv
from pathlib import Path

from tools.failure import SetupFailed

__all__ = ["SetupFailed", "ensure", "stale_catalogues"]

LOCKS = ("requirements.lock", "requirements-dev.lock")
STAMP = "deskbell-setup.json"
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input")


def ensure(root: Path) -> Path:
    """Returns the Python of a .venv that holds both locks and this project. Raises SetupFailed."""
    place = root / ".venv"
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted, found = stamp_of(root), read_stamp(place)
    if wanted != found or not python.exists():
        (place / STAMP).unlink(missing_ok=True)
        set_up(root, python, wanted, found)
        write_stamp(place, wanted)
    if stale_catalogues(root / "resources" / "translations"):
        run([python, "-m", "tools.translations", "compile"], root, "compiling the translations failed")
    return python


def stamp_of(root: Path) -> dict[str, str]:
    """What a .venv depends on: where it stands, whose Python it is, what the locks and the project file say."""
    locks = b"".join((root / name).read_bytes() for name in LOCKS)
    return {
        "place": str(root),
        "python": f"{sys.version} {sys.base_prefix}",
        "locks": hashlib.sha256(locks).hexdigest(),
        "project": hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest(),
    }


def read_stamp(place: Path) -> dict[str, str]:
    """The stamp of the last complete setup, empty when there was none or it cannot be read."""
    try:
        found = json.loads((place / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_stamp(place: Path, stamp: dict[str, str]) -> None:
    """Says that .venv is complete."""
    (place / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def set_up(root: Path, python: Path, wanted: dict[str, str], found: dict[str, str]) -> None:
    """Does the steps whose reason changed, each said before it starts."""
    if not works(python) or (found and any(found.get(key) != wanted[key] for key in ("place", "python"))):
        print("Setting up 1/3: .venv", flush=True)
        make_venv(root / ".venv")
        found = {}
    if found.get("locks") != wanted["locks"]:
        print("Setting up 2/3: packages", flush=True)
        install_locks(root, python)
    print("Setting up 3/3: Deskbell itself", flush=True)
    argv: list[str | Path] = [
        python,
        *PIP,
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--editable",
        ".",
    ]
    run(argv, root, "installing Deskbell into .venv failed")


def works(python: Path) -> bool:
    """Whether this Python starts, is new enough and has pip; a .venv whose making was cut short is not."""
    if not python.exists():
        return False
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0


def make_venv(place: Path) -> None:
    """A new, empty .venv in the place of whatever was there. A link goes itself; what it leads to is not ours."""
    try:
        if place.is_symlink():
            place.unlink()
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=sys.platform != "win32").create(place)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise SetupFailed(f"making .venv failed: {error}") from error


def install_locks(root: Path, python: Path) -> None:
    """Installs both locks by their hashes and counts the packages on the way."""
    argv: list[str | Path] = [python, *PIP, "--require-hashes", "--progress-bar", "off"]
    for name in LOCKS:
        argv += ["-r", name]
    total = sum(line[:1].isalnum() for name in LOCKS for line in (root / name).read_text(encoding="utf-8").splitlines())
    said: list[str] = []
    with subprocess.Popen(
        argv, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    ) as pip:
        assert pip.stdout is not None  # noqa: S101 - asked for above
        for line in pip.stdout:
            said.append(line)
            show_progress(line, len([1 for one in said if one.startswith("Collecting ")]), total)
    if pip.returncode != 0:
        print("".join(said[-15:]), file=sys.stderr)
        raise SetupFailed("installing the packages failed; pip's last words are above")


def show_progress(line: str, count: int, total: int) -> None:
    """One line a package on a log, one moving line on a terminal."""
    end = "\r" if sys.stdout.isatty() else "\n"
    if line.startswith("Collecting "):
        print(f"  {count} of at most {total}: {line.split()[1].partition('==')[0]:40}", end=end, flush=True)
    elif line.startswith("Installing "):
        print(f"  {'unpacking, this takes a moment':60}", flush=True)


def run(argv: list[str | Path], root: Path, trouble: str) -> None:
    """Runs one step; raises SetupFailed with `trouble` when it fails."""
    if subprocess.run(argv, cwd=root, check=False).returncode != 0:
        raise SetupFailed(trouble)


def stale_catalogues(translations: Path) -> list[Path]:
    """The .po files that have no compiled catalogue as new as themselves."""
    return [po for po in sorted(translations.glob("*/LC_MESSAGES/*.po")) if not is_compiled(po)]


def is_compiled(po: Path) -> bool:
    """Whether the .mo beside a .po is at least as new."""
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns

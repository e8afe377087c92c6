"""`dev.py package`: builds the bundle by build.spec, then proves that it runs on its own.

The copy that is tried stands outside the checkout and sees no PATH, no home of this person and no Python of this
machine.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import translations
from tools.oneline import OneLineParser

PARTS = ("database", "keychain", "TLS", "translation", "plugins", "window", "embedded backend")
"""What the selftest answers for, one line each, in this order."""

SELFTEST_SECONDS = 120


def build(work: Path, out: Path) -> bool:
    """Runs PyInstaller; its words are the progress."""
    argv = [
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        "--workpath",
        str(work),
        "--distpath",
        str(out),
    ]
    return subprocess.run([sys.executable, "-m", *argv, "build.spec"], check=False).returncode == 0


def bare_environment(home: Path) -> dict[str, str]:
    """What a program sees that was started by nobody in particular: an empty PATH and an empty home."""
    kept = ("SYSTEMROOT", "WINDIR", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMPDIR")}
    environment |= {"PATH": "", "LANG": "C.UTF-8"}
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def faults(code: int, lines: list[str]) -> list[str]:
    """Why a selftest does not count as passed, in words; nothing when it does."""
    missing = [part for part in PARTS if not any(line.startswith(part) for line in lines)]
    found = [f"the selftest said nothing about: {', '.join(missing)}"] if missing else []
    return [*found, f"the selftest ended with {code}"] if code else found


def try_bundle(bundle: Path) -> list[str]:
    """Copies the bundle away, runs its selftest there, prints what it says, and returns the faults."""
    with tempfile.TemporaryDirectory(prefix="deskbell-bundle-") as folder:
        place = Path(folder) / "bundle"
        home = Path(folder) / "home"
        home.mkdir()
        shutil.copytree(bundle, place, symlinks=True)
        program = place / ("deskbell.exe" if sys.platform == "win32" else "deskbell")
        said = subprocess.run(
            [program, "--selftest"],
            cwd=home,
            env=bare_environment(home),
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            timeout=SELFTEST_SECONDS,
            check=False,
        )
    print(said.stdout, end="", flush=True)
    return faults(said.returncode, said.stdout.splitlines())


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def main(arguments: list[str]) -> int:
    """Builds and tries; 1 when either fails."""
    OneLineParser(prog="dev.py package", description=__doc__).parse_args(arguments)
    translations.compile_all()
    bundle = Path("dist") / "deskbell"
    print("Building the bundle, this takes minutes", flush=True)
    if not build(Path("build") / "pyinstaller", bundle.parent):
        print("PyInstaller failed", file=sys.stderr)
        return 1
    print(f"{bundle}: {size_of(bundle) / 1e6:.0f} MB", flush=True)
    found = try_bundle(bundle)
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""System packages, on Debian and what is made from it. Windows and macOS bring all that is needed with them."""

import importlib.util
import os
import shutil
import subprocess

from tools.failure import SetupFailed

WINDOW = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libdbus-1-3",
    "libglib2.0-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "fonts-inter",
    "fonts-noto-core",
    "fonts-noto-cjk",
    "libatomic1",
)
"""Qt's libraries, the fonts of the window and its pictures, and what the tour's browser is driven by."""

SCREEN = ("xvfb", "xauth")
"""A screen for windows that must be real where there is none."""

BROWSER = ("chromium",)
"""Where the booking page is tried. On Windows and macOS a browser that is there already serves."""

TESTS = (*WINDOW, *SCREEN, *BROWSER, "postgresql")
PACKAGE = (*WINDOW, "binutils")


def missing(wanted: tuple[str, ...]) -> list[str]:
    """Which of these packages are not installed, in their order; a package is known under any architecture's name."""
    argv = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *wanted]
    answer = subprocess.run(argv, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in installed]


def ensure(wanted: tuple[str, ...]) -> None:
    """Installs what is missing when it may.

    Raises SetupFailed with the exact command when that needs another user's rights, or with apt's failure.
    """
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    if importlib.util.find_spec("ensurepip") is None:
        wanted = ("python3-venv", *wanted)
    lacking = missing(wanted) if wanted else []
    if not lacking:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *lacking]
    if os.geteuid() != 0:
        command = f"sudo apt-get update && sudo {' '.join(install)}"
        raise SetupFailed(f"this system lacks {len(lacking)} packages; install them with: {command}", code=2)
    print(f"Installing {len(lacking)} system packages: {' '.join(lacking)}", flush=True)
    run_apt(["apt-get", "update", "-q"])
    run_apt(install)


def run_apt(argv: list[str]) -> None:
    """Runs apt without questions; its output is the progress."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(argv, env=environment, check=False).returncode != 0:
        raise SetupFailed(f"{' '.join(argv[:2])} failed; its own words are above")

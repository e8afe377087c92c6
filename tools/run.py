"""`dev.py run`: the desktop, signed in to the demo salon; without a screen the tour, which takes pictures instead."""

import os
import subprocess
import sys
from collections.abc import Mapping

from tools.oneline import OneLineParser

TOUR_OUT = "build/tour"


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown: Windows and macOS always can, elsewhere a display server is named."""
    if platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def main(arguments: list[str]) -> int:
    """Opens the window and waits for its end, or takes the tour."""
    OneLineParser(prog="dev.py run", description=__doc__).parse_args(arguments)
    if has_screen(sys.platform, os.environ):
        return subprocess.run([sys.executable, "-m", "desktop", "--demo"], check=False).returncode
    print(f"No screen here: taking the tour offscreen, its pictures go to {TOUR_OUT}", flush=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    argv = [sys.executable, "-m", "tools.tour", TOUR_OUT]
    return subprocess.run(argv, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

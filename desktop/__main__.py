"""Starts the desktop: `deskbell [--demo | --server URL] [--data DIR] [--language de] [--theme dark] [--selftest]`."""

import os
import sys

from desktop.settings import from_arguments


def main(arguments: list[str] | None = None) -> int:
    """Runs until the window is closed; the exit code. Wrong arguments are one line and 2."""
    settings = from_arguments(sys.argv[1:] if arguments is None else arguments)
    if settings.selftest:
        from desktop.selftest import run  # noqa: PLC0415 - the window does not need it

        return run()
    if no_screen():
        print("deskbell: there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)", file=sys.stderr)
        return 2
    from desktop.app import FolderUnusable, run_app  # noqa: PLC0415 - Qt is loaded only when there is something to show

    try:
        return run_app(settings)
    except FolderUnusable as trouble:
        print(f"deskbell: {settings.data} cannot be used: {trouble}", file=sys.stderr)
        return 2


def no_screen() -> bool:
    """Whether a window cannot be shown; Qt would abort without a word that people understand."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())

"""Starting with the computer's user: a line in the registry, a launch agent, or an autostart file."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

_LABEL = "org.example.deskbell"
_NAME = "Deskbell"


class CannotSwitch(Exception):
    """The system did not take it; the text is its reason."""


class LoginStart(Protocol):
    """Whether the program starts with its user. Both may touch files, so they are for a lane."""

    def is_on(self) -> bool:
        """Whether it does now. What cannot be read counts as not."""

    def switch(self, *, on: bool) -> None:
        """From the next login on. Raises CannotSwitch."""


class Registry(Protocol):
    """The current user's Run key. Every method may raise OSError."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def delete(self, name: str) -> None: ...


class RunKey:
    """Windows: a line in the current user's Run key."""

    def __init__(self, registry: Registry, command: Sequence[str]) -> None:
        self._registry, self._command = registry, command

    def is_on(self) -> bool:
        try:
            return self._registry.get(_NAME) is not None
        except OSError:
            return False

    def switch(self, *, on: bool) -> None:
        try:
            if on:
                self._registry.set(_NAME, " ".join(f'"{part}"' for part in self._command))
            elif self._registry.get(_NAME) is not None:
                self._registry.delete(_NAME)
        except OSError as trouble:
            raise CannotSwitch(trouble.strerror or type(trouble).__name__) from trouble


class _StartFile:
    """A file that is there while the program starts by itself."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path, self._content = path, content

    def is_on(self) -> bool:
        return self._path.is_file()

    def switch(self, *, on: bool) -> None:
        try:
            if on:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._path.write_bytes(self._content)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as trouble:
            raise CannotSwitch(trouble.strerror or type(trouble).__name__) from trouble


def launch_agent(folder: Path, command: Sequence[str]) -> LoginStart:
    """macOS: an agent in `~/Library/LaunchAgents`, which `launchd` reads at the next login."""
    import plistlib  # noqa: PLC0415 - only there

    content = {"Label": _LABEL, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}
    return _StartFile(folder / f"{_LABEL}.plist", plistlib.dumps(content))


def autostart(folder: Path, command: Sequence[str]) -> LoginStart:
    """Linux: a desktop entry in `~/.config/autostart`."""
    line = " ".join(_quoted(part) for part in command)
    entry = ["[Desktop Entry]", "Type=Application", f"Name={_NAME}", f"Exec={line}", "Terminal=false", ""]
    return _StartFile(folder / "deskbell.desktop", "\n".join(entry).encode())


def login_start_of(platform: str, arguments: Sequence[str]) -> LoginStart:
    """The one of this computer, for a start with these arguments."""
    command = [*_program(), *arguments]
    if platform == "win32":
        return RunKey(WindowsRegistry(), command)
    if platform == "darwin":
        return launch_agent(Path.home() / "Library" / "LaunchAgents", command)
    settings = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return autostart(Path(settings) / "autostart", command)


def _program() -> list[str]:
    """The bundle's executable; from source the command that was typed."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]


def _quoted(part: str) -> str:
    """As the desktop entry specification has it; a percent sign would stand for a file."""
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in part).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\")


class WindowsRegistry:
    """The real one; elsewhere it can do nothing, and says so."""

    _PATH = r"Software\Microsoft\Windows\CurrentVersion\Run"

    if sys.platform == "win32":

        def get(self, name: str) -> str | None:
            import winreg  # noqa: PLC0415 - only there

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._PATH) as key:
                    return str(winreg.QueryValueEx(key, name)[0])
            except FileNotFoundError:
                return None

        def set(self, name: str, value: str) -> None:
            import winreg  # noqa: PLC0415 - only there

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, self._PATH) as key:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)

        def delete(self, name: str) -> None:
            import winreg  # noqa: PLC0415 - only there

            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, self._PATH, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)

    else:

        def get(self, name: str) -> str | None:
            raise OSError(0, "there is no registry here", name)

        def set(self, name: str, value: str) -> None:  # noqa: ARG002 - as on Windows
            raise OSError(0, "there is no registry here", name)

        def delete(self, name: str) -> None:
            raise OSError(0, "there is no registry here", name)

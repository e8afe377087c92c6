"""What a desk remembers in a plain file: nothing personal but who was signed in last, by id."""

import contextlib
import logging
import os
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """`server` is the address last used; `owner` the server's id, business and person of the remembered session."""

    device_id: str = ""
    theme: str = "system"
    language: str = ""
    server: str = ""
    owner: tuple[str, str, str] | None = None
    location_id: str = ""
    shared: bool = False
    """Whether somebody has a PIN here, so that the start asks who goes on."""

    notify: bool = True
    """Whether the system tells of the bell while the window is behind others, and `notify_names` with clients' names:
    off, because a notification may be seen on a screen that its system has locked."""

    notify_names: bool = False
    place: str = ""
    """Where the window was."""

    idle_minutes: int = 10
    """After so many minutes without a hand on it the desk locks, for who has a PIN; 0 for never."""

    orders: dict[str, str] = {}
    """By person: in which order she sees the incomplete bookings."""


class PreferencesFile:
    """Reads once, writes whole files in one step. A file that cannot be read is as if there were none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.value = _read(path)

    @property
    def folder(self) -> Path:
        """Whose desk's they are."""
        return self._path.parent

    def change(self, **fields: object) -> None:
        """Remembers some fields anew. A disk that is full costs the memory of it, not the work at hand."""
        changed = msgspec.structs.replace(self.value, **fields)
        if changed == self.value:
            return
        self.value = changed
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            written = self._path.with_suffix(".new")
            written.write_bytes(msgspec.json.encode(changed))
            os.replace(written, self._path)  # noqa: PTH105 - replaces on Windows too
        except OSError as trouble:
            log.warning("the preferences could not be written: %s", type(trouble).__name__)


def _read(path: Path) -> Preferences:
    with contextlib.suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(path.read_bytes(), type=Preferences)
    return Preferences()

"""Sessions that are over though a keychain that failed may still hold them: the next start must not go on with one."""

import contextlib
import logging
import os
from hashlib import blake2b
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)

_KEPT = 50
"""More than that many failures of a keychain in a row nobody has; the oldest are let go."""


class EndedSessions:
    """Remembers them by a mark from which no token can be had, in a plain file, or without one as long as it lives."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._marks: list[str] | None = None

    def __contains__(self, mark: str) -> bool:
        return mark in self._read()

    def add(self, mark: str) -> None:
        """The session is over. A disk that is full costs the memory of it after the process ends."""
        if mark in self:
            return
        self._marks = [*self._read(), mark][-_KEPT:]
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            written = self._path.with_suffix(".new")
            written.write_bytes(msgspec.json.encode(self._marks))
            os.replace(written, self._path)  # noqa: PTH105 - replaces on Windows too
        except OSError as trouble:
            log.warning("an ended session could not be written down: %s", type(trouble).__name__)

    def _read(self) -> list[str]:
        if self._marks is None:
            self._marks = []
            if self._path is not None:
                with contextlib.suppress(OSError, msgspec.DecodeError):
                    self._marks = msgspec.json.decode(self._path.read_bytes(), type=list[str])
        return self._marks


def mark_of(token: str) -> str:
    """What a session is known by for as long as it lives, from the first refresh token that it had."""
    return blake2b(token.encode(), digest_size=16).hexdigest()

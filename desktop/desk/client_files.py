"""What the clients' screen needs of the server and the disk, on a thread of its own."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from shiboken6 import isValid

from desktop.desk.client_text import written_out
from desktop.desk.troubles import sentence
from desktop.desk.voice import Voice
from desktop.models.ports import HeldReply, SavedReply
from desktop.services.bridge import run
from desktop.services.lanes import Lane
from desktop.texts import tr
from domain.wire.base import encode
from domain.wire.clients import ClientHeld
from sync.api import Api
from sync.errors import SyncError

T = TypeVar("T")


class ClientFilesOnLane:
    """Fills desktop.models.ports.ClientFiles: public methods are for the GUI thread."""

    def __init__(self, api: Api, voice: Voice) -> None:
        self._api, self._voice = api, voice
        self._lane = Lane("clients", voice.trouble)

    def close(self, timeout: float) -> None:
        """End the thread; what it is in the middle of is left to the process's end."""
        self._lane.close(timeout)

    def held(self, client_id: str, reply: HeldReply) -> None:
        """Ask how much is held on a client."""

        def failed(trouble: Exception) -> None:
            if not isinstance(trouble, SyncError):
                self._voice.trouble(trouble)
            _told(reply)(client_id, None)

        def done(held: ClientHeld) -> None:
            _told(reply)(client_id, held)

        self._run(lambda: self._api.client_held(client_id), done, failed)

    def export(self, client_id: str, path: Path, reply: SavedReply) -> None:
        """Save all that is held on a client."""

        def work() -> None:
            held = self._api.client_export(client_id)
            path.write_bytes(_indented(encode(held)))
            path.with_suffix(".txt").write_text(written_out(held), encoding="utf-8-sig")

        self._run(work, lambda _: _told(reply)(""), partial(self._not_saved, reply))

    def _not_saved(self, reply: SavedReply, trouble: Exception) -> None:
        if isinstance(trouble, OSError):
            _told(reply)(tr("It could not be saved: {reason}", reason=trouble.strerror or type(trouble).__name__))
            return
        if not isinstance(trouble, SyncError):
            self._voice.trouble(trouble)
        _told(reply)(sentence(trouble) or tr("It could not be saved."))

    def _run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        run(self._voice.bridge, self._lane, work, done, failed)


def _told(reply: Callable[..., None]) -> Callable[..., None]:
    """A page that was closed meanwhile hears nothing."""
    return reply if isValid(getattr(reply, "__self__", None)) else _nobody


def _nobody(*_: object) -> None:
    """Hears nothing."""


def _indented(json: bytes) -> bytes:
    import msgspec  # noqa: PLC0415 - only for an export

    return msgspec.json.format(json, indent=2)

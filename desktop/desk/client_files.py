"""What the clients' screen needs of the server and the disk, on a thread of its own."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from shiboken6 import isValid

from desktop.desk.client_import import SheetRefused, imported, opened, planned, report
from desktop.desk.client_text import written_out
from desktop.desk.means import Means
from desktop.desk.troubles import sentence
from desktop.desk.voice import Voice
from desktop.models.ports import HeldReply, Imported, ImportReply, Left, PlanReply, SavedReply, SheetReply
from desktop.services.bridge import run
from desktop.services.lanes import Lane
from desktop.texts import tr
from domain.client_sheet import Columns, Plan
from domain.sheets import Sheet
from domain.wire.base import encode
from domain.wire.clients import ClientHeld
from domain.wire.rows import ClientRow
from sync.api import Api
from sync.errors import SyncError

T = TypeVar("T")


class ClientFilesOnLane:
    """Fills desktop.models.ports.ClientFiles: public methods are for the GUI thread."""

    def __init__(self, means: Means, api: Api, voice: Voice) -> None:
        self._means, self._api, self._voice = means, api, voice
        self._stopped = Event()
        self._lane = Lane("clients", voice.trouble)

    def close(self, timeout: float) -> None:
        """End the thread; what it is in the middle of is left to the process's end."""
        self._stopped.set()
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

    def open_sheet(self, path: Path, encoding: str, delimiter: str, reply: SheetReply) -> None:
        """Read a table from a file."""

        def failed(trouble: Exception) -> None:
            if not isinstance(trouble, SheetRefused):
                self._voice.trouble(trouble)
            _told(reply)(None, str(trouble) if isinstance(trouble, SheetRefused) else tr("The file cannot be read."))

        self._run(lambda: opened(path, encoding, delimiter), lambda sheet: _told(reply)(sheet, ""), failed)

    def plan_import(
        self, sheet: Sheet, heads: bool, columns: Columns, region: str, on_file: Sequence[ClientRow], reply: PlanReply
    ) -> None:
        """Look at every line."""
        stopped = self._begin()

        def tell(looked_at: int) -> None:
            self._voice.bridge.post(lambda: _told(reply)(looked_at, None))

        def work() -> Plan | None:
            return planned(sheet.lines[1 if heads else 0 :], columns, region, on_file, self._new_id, tell, stopped)

        def done(found: Plan | None) -> None:
            if found is not None and not stopped.is_set():
                _told(reply)(found.looked_at, found)

        self._run(work, done, self._voice.trouble)

    def run_import(self, plan: Plan, region: str, reply: ImportReply) -> None:
        """Have the new ones put on file."""
        stopped = self._begin()

        def tell(so_far: Imported) -> None:
            self._voice.bridge.post(lambda: _told(reply)(so_far))

        def why(trouble: SyncError) -> str:
            return sentence(trouble) or tr("The server was not reached.")

        def failed(trouble: Exception) -> None:
            self._voice.trouble(trouble)
            _told(reply)(Imported(over=True, lost=tr("Something in Deskbell failed. It goes on with what it has.")))

        self._run(lambda: imported(self._api, plan.new, region, why, tell, stopped), _told(reply), failed)

    def stop_import(self) -> None:
        """Look at, or put on file, no more."""
        self._stopped.set()

    def save_refused(self, path: Path, sheet: Sheet, refused: Sequence[Left], reply: SavedReply) -> None:
        """Save the lines that were not taken."""

        def work() -> None:
            path.write_bytes(report(sheet, refused))

        self._run(work, lambda _: _told(reply)(""), partial(self._not_saved, reply))

    def _begin(self) -> Event:
        """Only one import is made at a time: the one before, if any, is stopped."""
        self._stopped.set()
        self._stopped = Event()
        return self._stopped

    def _new_id(self) -> str:
        return self._means.ids.new(self._means.clock.now())

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

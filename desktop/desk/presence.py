"""What desks tell each other about the card each is on (row N5). Nothing is kept: without a stream it is void."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.services.bridge import Bridge
from desktop.services.lanes import Lane
from domain.wire.base import decode
from domain.wire.presence import DeskOn
from sync.api import Api
from sync.errors import SyncError

EVENT = "presence"


class Presences(QObject):
    """Fills desktop.models.ports.Colleagues; `take`, `listening` and `leave` may come from any thread."""

    desk_on = Signal(object)
    listening_changed = Signal(bool)

    def __init__(self, api: Api, lane: Lane, bridge: Bridge, trouble: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._api, self._lane, self._bridge, self._trouble = api, lane, bridge, trouble
        self._listening = False
        self._card: str | None = None
        self._said: str | None = None

    def be_on(self, card: str | None) -> None:
        """Tell the others; only the newest of several that wait is sent, and none while nobody could be told."""
        self._card = card
        if self._listening:
            self._lane.post(lambda: self._send(card))

    def take(self, data: bytes) -> None:
        """The stream's event. What a newer server writes otherwise is passed over."""
        try:
            on = decode(data, DeskOn)
        except msgspec.DecodeError:
            return
        self._bridge.post(self.desk_on.emit, on)

    def listening(self, *, is_open: bool) -> None:
        """The stream has opened, or ended."""
        self._bridge.post(self._listens, is_open)

    def leave(self) -> None:
        """The last word of a session that is being ended."""
        if self._said is not None:
            self._card = None
            self._send(None)

    def _listens(self, is_open: bool) -> None:
        self._listening = is_open
        self.listening_changed.emit(is_open)

    def _send(self, card: str | None) -> None:
        if card != self._card:
            return
        try:
            self._api.presence(card)
            self._said = card
        except SyncError:
            self._said = None  # the others see nothing of it, and the bar says why; renewed in a few seconds
        except Exception as bug:  # noqa: BLE001 - reported; the desk works on
            self._trouble(bug)

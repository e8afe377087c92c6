"""Who is on which card (row N5): leases in the memory of each process, told to open streams and never written down.

Each process hears of every desk by `Unit.announce`, so all have the same table a moment later. A process that starts
knows nothing until desks renew. Desks count a lease's seconds themselves: nothing here has to be told when one ends.
"""

import threading
from collections.abc import Callable, Iterable

import msgspec

from backend.db.database import Unit
from backend.feed.hub import Stream, event
from domain.constants import SECOND
from domain.wire.base import decode, encode
from domain.wire.presence import LEASE_SECONDS, DeskOn

CHANNEL = "presence"
PRESENCE = "presence"
"""The name of the stream's event."""

_LEASE = LEASE_SECONDS * SECOND


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one process tells the others: a desk at `at`. Without a scope it has left."""

    business_id: str
    desk: str
    at: int
    scope: str = ""
    card: str = ""
    person_id: str = ""
    name: str = ""
    since: int = 0


Listeners = Callable[[str], Iterable[Stream]]
"""The open streams of a business."""


class Presences:
    """Which desk is on which card. Any thread may call; `heard` is for `Database.listen`."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._lock = threading.Lock()
        self._by_business: dict[str, dict[str, Told]] = {}

    def put(self, unit: Unit, told: Told) -> None:
        """Tells every process once the unit is committed; who stays on a card has been there since she came."""
        with self._lock:
            before = self._by_business.get(told.business_id, {}).get(told.desk)
        same = before is not None and (before.card, before.person_id) == (told.card, told.person_id)
        if before is not None and same and told.at < before.at + _LEASE:
            told = msgspec.structs.replace(told, since=before.since)
        unit.announce(CHANNEL, encode(told).decode())

    def heard(self, text: str) -> None:
        """Takes down what a process said, and tells the desks that may see that card."""
        told = decode(text.encode(), Told)
        with self._lock:
            desks = self._by_business.setdefault(told.business_id, {})
            before = desks.get(told.desk)
            if before is not None and told.at < before.at < told.at + _LEASE:
                return  # overtaken on its way between two processes; further back the clock was set
            desks[told.desk] = told
            self._forget_old(told.business_id, told.at)
        if before is None and not told.scope:
            return
        for stream in self._listeners(told.business_id):
            _tell(stream, before, told)

    def greet(self, stream: Stream, now: int) -> None:
        """Tells a stream that has just opened who is where."""
        with self._lock:
            desks = list(self._by_business.get(stream.viewer.business_id, {}).values())
        for told in desks:
            if told.at + _LEASE > now:
                _tell(stream, None, told)

    def _forget_old(self, business_id: str, now: int) -> None:
        held = self._by_business[business_id]
        self._by_business[business_id] = {desk: told for desk, told in held.items() if told.at + _LEASE > now}


def _tell(stream: Stream, before: Told | None, told: Told) -> None:
    """No name reaches a desk whose person may not see the card; one that saw the desk before hears that it left."""
    if stream.desk == told.desk:
        return
    scopes = stream.viewer.scopes()
    if told.scope in scopes:
        on = DeskOn(told.desk, LEASE_SECONDS, told.card, told.person_id, told.name, told.since)
        stream.say(event(PRESENCE, encode(on)))
    elif before is not None and before.scope in scopes:
        stream.say(event(PRESENCE, encode(DeskOn(told.desk))))

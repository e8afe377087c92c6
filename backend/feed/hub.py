"""Pushes each change to the desks that listen: one reading and one encoding for all that may see the same.

Synchronous: whoever owns the process has `deliver` called after `wake`. A stream that has fallen behind, or a change
that is too large or concerns the person herself, becomes a nudge: the desk pulls.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

from backend.db.database import Database, Unit
from backend.feed.pull import Cursor, Delta, Viewer, changes, checks, done_between, head, tip, write_cursor
from backend.web.problems import Refused
from domain.permissions import ScopeKind, scope
from domain.wire.base import encode
from domain.wire.sync import Nudge, SyncPage

LARGEST = 64 * 1024
"""In bytes; a change that is larger is pulled."""

MOST_ROWS = 500
WAITING = 100
"""How many events may wait for a slow desk before they become one nudge."""

HELLO, CHANGE, NUDGE = "hello", "change", "nudge"
Again = Callable[[Unit], Viewer]
"""Says anew who listens; raises Refused when that person may not any more."""

_CURSOR = b'"cursor":"@"'


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def event(name: str, data: bytes) -> bytes:
    """A server-sent event in its written form; `data` has no line breaks."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), data)


class Stream:
    """One desk that listens. Events may be added on any thread; they are taken on one."""

    def __init__(
        self, viewer: Viewer, again: Again, number: int, forget: Callable[["Stream"], None], desk: str = ""
    ) -> None:
        self.viewer = viewer
        self.desk = desk
        self.again = again
        self.number = number
        self._forget = forget
        self._events: deque[bytes] = deque()
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Nothing more will come."""
        return self._ended

    def put(self, written: bytes, number: int) -> None:
        """Adds an event; too many that nobody takes become one nudge."""
        self.number = number
        if len(self._events) >= WAITING:
            self._events.clear()
            written = event(NUDGE, encode(Nudge(number)))
        self._events.append(written)
        self._signal()

    def say(self, written: bytes) -> None:
        """Adds an event that moves no number; a desk that is too slow does without it."""
        if len(self._events) < WAITING:
            self._events.append(written)
            self._signal()

    def take(self) -> bytes | None:
        return self._events.popleft() if self._events else None

    async def next(self) -> bytes | None:
        self._loop = asyncio.get_running_loop()
        while True:
            self._ready.clear()
            written = self.take()
            if written is not None or self._ended:
                return written
            await self._ready.wait()

    def close(self) -> None:
        """Ends the stream once what waits is taken."""
        self._ended = True
        self._forget(self)
        self._signal()

    def _signal(self) -> None:
        if self._loop is None or self._loop.is_closed():
            return
        if self._loop is _running_loop():
            self._ready.set()  # a call from a thread would come after all that waits for the loop by now
        else:
            self._loop.call_soon_threadsafe(self._ready.set)


class Hub:
    """All open streams of this process. `wake` is called whenever `deliver` has something to do, on any thread."""

    def __init__(self, database: Database, server: str) -> None:
        self._database = database
        self._server = server
        self._streams: dict[str, set[Stream]] = {}
        self._changed: set[str] = set()
        self._lock = threading.Lock()
        self._delivering = threading.Lock()
        self._ended = False
        self.wake: Callable[[], None] = self.deliver
        self.greet: Callable[[Stream, int], None] = lambda _stream, _now: None
        """Says what a stream that opens has to know besides the feed."""

    def open(self, unit: Unit, viewer: Viewer, again: Again, desk: str = "") -> Stream:
        """A stream that starts with `hello` and the number it follows on; what came meanwhile is delivered at once.

        `desk` tells the desks of one person apart.
        """
        number = head(unit, viewer.business_id)
        stream = Stream(viewer, again, number, self._forget, desk)
        stream.put(event(HELLO, encode(Nudge(number))), number)
        with self._lock:
            ended = self._ended
            if not ended:
                self._streams.setdefault(viewer.business_id, set()).add(stream)
        if ended:
            stream.close()
        self.greet(stream, unit.now)
        unit.after_commit(lambda: self._heard(viewer.business_id))
        return stream

    def streams(self, business_id: str) -> list[Stream]:
        """The open streams of a business."""
        with self._lock:
            return list(self._streams.get(business_id, ()))

    def heard(self, text: str) -> None:
        """An announcement of a change: `<business id> <number>`."""
        self._heard(text.partition(" ")[0])

    def missed(self) -> None:
        """Announcements may have been lost: looks at every business that somebody listens to."""
        with self._lock:
            self._changed.update(self._streams)
        self.wake()

    def deliver(self) -> None:
        """Brings every stream of the changed businesses to the newest number."""
        with self._delivering:
            with self._lock:
                changed, self._changed = self._changed, set()
            for business_id in changed:
                self._deliver(business_id)

    def check(self, stream: Stream) -> None:
        """Ends a stream whose session is over, and nudges one whose grants are others than it knew."""
        with self._database.read() as unit:
            self._look_again(unit, stream, head(unit, stream.viewer.business_id))

    def close(self) -> None:
        """Ends all streams, and at once those of desks that come back before the process is gone."""
        with self._lock:
            self._ended = True
            streams = [stream for of in self._streams.values() for stream in of]
        for stream in streams:
            stream.close()

    def _heard(self, business_id: str) -> None:
        with self._lock:
            if business_id not in self._streams:
                return
            self._changed.add(business_id)
        self.wake()

    def _forget(self, stream: Stream) -> None:
        with self._lock:
            of = self._streams.get(stream.viewer.business_id, set())
            of.discard(stream)
            if not of:
                self._streams.pop(stream.viewer.business_id, None)

    def _deliver(self, business_id: str) -> None:
        streams = self.streams(business_id)
        with self._database.read() as unit:
            newest, mark = tip(unit, business_id)
            for since, behind in _by_number(streams, newest).items():
                self._bring(unit, _News.read(unit, business_id, behind, since, newest, mark), behind)

    def _bring(self, unit: Unit, news: "_News", behind: list[Stream]) -> None:
        for stream in behind if news.is_cut else _personal(behind, news.delta):
            self._look_again(unit, stream, news.newest, changed=True)
        for same in _groups(stream for stream in behind if stream.number != news.newest and not stream.ended):
            self._push(unit, news, same)

    def _look_again(self, unit: Unit, stream: Stream, newest: int, *, changed: bool = False) -> None:
        try:
            viewer = stream.again(unit)
        except Refused:
            stream.close()
            return
        if changed or viewer.scopes() != stream.viewer.scopes():
            stream.put(event(NUDGE, encode(Nudge(newest))), newest)
        stream.viewer = viewer

    def _push(self, unit: Unit, news: "_News", same: list[Stream]) -> None:
        shared = _shared(same[0].viewer)
        delta = _within(news.delta, frozenset(shared))
        if not (delta.rows or delta.tombstones or news.done):
            return
        written = self._page(unit, news, delta)
        if len(written) > LARGEST:
            nudge = event(NUDGE, encode(Nudge(news.newest, _touched(delta))))
            for stream in same:
                stream.put(nudge, news.newest)
            return
        for stream in same:
            cursor = write_cursor(Cursor(news.business_id, news.newest, news.mark, stream.viewer.scopes()))
            stream.put(written.replace(_CURSOR, b'"cursor":"%b"' % cursor.encode(), 1), news.newest)

    def _page(self, unit: Unit, news: "_News", delta: Delta) -> bytes:
        """The event with a mark in the place of the cursor, the only part that differs between desks."""
        page = SyncPage(
            server=self._server,
            business_id=news.business_id,
            now=unit.now,
            since=news.since,
            number=news.newest,
            cursor="@",
            rows=delta.rows,
            tombstones=delta.tombstones,
            done=news.done,
            checks=checks(unit, news.business_id, _touched(delta)),
        )
        return event(CHANGE, encode(page))


class _News(NamedTuple):
    """What came after one number in any scope of those who stand there."""

    business_id: str
    since: int
    newest: int
    mark: str
    delta: Delta
    done: tuple[str, ...]

    @classmethod
    def read(
        cls, unit: Unit, business_id: str, behind: Iterable[Stream], since: int, newest: int, mark: str
    ) -> "_News":
        names = sorted({name for stream in behind for name in stream.viewer.scopes()})
        delta = changes(unit, business_id, names, since, newest, MOST_ROWS)
        return cls(business_id, since, newest, mark, delta, done_between(unit, business_id, since, newest))

    @property
    def is_cut(self) -> bool:
        """Whether it is too much to be pushed."""
        return self.delta.number < self.newest


def _by_number(streams: Iterable[Stream], newest: int) -> dict[int, list[Stream]]:
    """The streams that are behind, by where they stand."""
    found: dict[int, list[Stream]] = {}
    for stream in streams:
        if stream.number != newest and not stream.ended:
            found.setdefault(stream.number, []).append(stream)
    return found


def _personal(streams: Iterable[Stream], delta: Delta) -> list[Stream]:
    """The streams whose own person changed: what they may see may be different now."""
    touched = _touched(delta)
    return [stream for stream in streams if _own(stream.viewer) in touched]


def _within(delta: Delta, names: frozenset[str]) -> Delta:
    rows = tuple(row for row in delta.rows if row.scope in names)
    return Delta(delta.number, rows, tuple(stone for stone in delta.tombstones if stone.scope in names))


def _groups(streams: Iterable[Stream]) -> list[list[Stream]]:
    """Streams that get the same event: the same grants."""
    found: dict[tuple[str, ...], list[Stream]] = {}
    for stream in streams:
        found.setdefault(_shared(stream.viewer), []).append(stream)
    return list(found.values())


def _own(viewer: Viewer) -> str:
    return scope(ScopeKind.PERSON, viewer.id)


def _shared(viewer: Viewer) -> tuple[str, ...]:
    return tuple(name for name in viewer.scopes() if name != _own(viewer))


def _touched(delta: Delta) -> tuple[str, ...]:
    names = [row.scope for row in delta.rows] + [stone.scope for stone in delta.tombstones]
    return tuple(sorted(set(names)))

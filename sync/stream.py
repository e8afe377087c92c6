"""Server-sent events (WHATWG HTML, 9.2): what the server says without being asked."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sync.errors import WrongServer
from sync.http import OpenAnswer

MEDIA_TYPE = "text/event-stream"
LARGEST_EVENT = 16 * 1024 * 1024
_LINE_END = re.compile(rb"\r\n|\n|\r")


class Event(NamedTuple):
    """One event; `name` is "message" when the server gave none."""

    name: str
    data: bytes


class Parser:
    """Turns pieces of a stream, cut anywhere, into events. Comments and fields that nobody knows are passed over."""

    def __init__(self) -> None:
        self._rest = b""
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> list[Event]:
        """The events that are whole with this piece. Raises WrongServer when one is far too large."""
        text = self._rest + piece
        held = b"\r" if text.endswith(b"\r") else b""  # perhaps the first half of a line end
        lines = _LINE_END.split(text[: len(text) - len(held)])
        self._rest = lines.pop() + held
        found = [event for line in lines if (event := self._line(line))]
        if len(self._rest) + self._size > LARGEST_EVENT:
            raise WrongServer("an event is far too large")
        return found

    def _line(self, line: bytes) -> Event | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
            self._size += len(value)
        elif name == b"event":
            self._name = value.decode(errors="replace")
        return None

    def _dispatch(self) -> Event | None:
        event = Event(self._name or "message", b"\n".join(self._data)) if self._data else None
        self._name, self._data, self._size = "", [], 0
        return event


class Stream:
    """The events of one open answer. Iterate on one thread; `close` from any ends the iteration."""

    def __init__(self, answer: OpenAnswer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[Event]:
        """Ends when the server ends the stream or `close` is called. Raises Unreachable when it is lost."""
        parser = Parser()
        try:
            while piece := self._answer.read():
                yield from parser.feed(piece)
        finally:
            self._answer.release()

    def close(self) -> None:
        self._answer.close()

"""Standard input of a server that somebody started for himself: its end ends it, and its lines move the clock."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable

import msgspec

from backend.clock import ControlledClock
from backend.due.queue import Lane
from backend.due.service import Service
from domain.wire.base import Instant, encode

_CHUNK = 4096


class Move(msgspec.Struct, forbid_unknown_fields=True):
    """One line: by how many microseconds the clock goes on, or to which instant it is set."""

    advance: int | None = None
    set: Instant | None = None


class Moved(msgspec.Struct):
    """The answer, once everything that was due up to then is done."""

    now: int


class Wrong(msgspec.Struct):
    """The answer to a line that is none of these."""

    error: str


def follow_input(on_line: Callable[[bytes], object], on_end: Callable[[], object]) -> None:
    """Reads standard input on a thread of its own until it ends."""

    def follow() -> None:
        rest = b""
        # Not by sys.stdin: a thread that waits inside it keeps the interpreter from ending.
        while chunk := _read():
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                on_line(line)
        on_end()

    threading.Thread(target=follow, name="standard-input", daemon=True).start()


def _read() -> bytes:
    try:
        return os.read(0, _CHUNK)
    except OSError:
        return b""


class Control:
    """Moves the clock of a running server, as lines say."""

    def __init__(self, clock: ControlledClock, service: Service) -> None:
        self._clock = clock
        self._service = service
        self._moving = asyncio.Lock()

    async def obey(self, line: bytes) -> None:
        """Does what one line says and answers with one line on standard output."""
        async with self._moving:
            answer = await self._answer(line)
        sys.stdout.write(encode(answer).decode() + "\n")
        sys.stdout.flush()

    async def _answer(self, line: bytes) -> Moved | Wrong:
        try:
            move = msgspec.json.decode(line, type=Move)
        except msgspec.DecodeError as error:
            return Wrong(str(error))
        if (move.advance is None) == (move.set is None):
            return Wrong("either advance or set")
        await self._move(move.set if move.set is not None else self._clock.now() + (move.advance or 0))
        return Moved(self._clock.now())

    async def _move(self, target: int) -> None:
        """Stops at every instant at which something is due, so that each thing is done at its own time."""
        await self._drain()
        while (at := await self._service.next_at()) is not None and at <= target:
            self._clock.set(max(at, self._clock.now()))
            await self._drain()
        self._clock.set(target)

    async def _drain(self) -> None:
        """Also waits for calls that are being made: their rows are not due, but they are not done either."""
        for lane in Lane:
            await self._service.drain(lane)

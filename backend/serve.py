"""A running server: HTTP in front of the composed backend, due work behind it, and an end that is clean."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa
import uvicorn
from sqlalchemy.exc import DBAPIError

from backend.app import App
from backend.clock import ControlledClock
from backend.control import Control, follow_input
from backend.db.database import unreachable
from backend.due.queue import CHANNEL as DUE
from backend.due.runner import CALLS
from backend.due.service import Service
from backend.failures import log_failure
from backend.feed.hub import Stream
from backend.web.asgi import Front
from backend.web.route import Events

if TYPE_CHECKING:
    from backend.db.news import News

T = TypeVar("T")

THREADS = 16
"""For requests on PostgreSQL; fewer than its connections, so that pushing and due work never wait for one."""

PATIENCE = 10
"""Seconds that requests in flight are given at the end."""

_SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform == "win32":
    _SIGNALS.append(signal.SIGBREAK)


@dataclass(frozen=True)
class Part:
    """What one process does of it: answering requests, due work, and what its standard input means."""

    requests: bool = True
    work: bool = True
    control: ControlledClock | None = None
    ends_with_input: bool = False


class _Server(uvicorn.Server):
    """Says when it is ready, and lets go of open streams when it is told to end, which uvicorn would wait for."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], object], on_end: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_end = on_end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike the original it does not raise the signal again: an end that was asked for is a good end."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._on_end()


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 is any free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's algorithm off; else each answer after a head waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def address_of(bound: socket.socket) -> str:
    """Where the socket is reached."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: App, bound: socket.socket | None, part: Part) -> None:
    """Runs until a signal, or the end of standard input where that ends it."""
    asyncio.run(_Process(app, bound, part).run())


class _Process:
    """The pieces of one process, on one loop."""

    def __init__(self, app: App, bound: socket.socket | None, part: Part) -> None:
        self._app = app
        self._bound = bound
        self._part = part
        self._inline = app.database.dialect == "sqlite"
        self._threads = ThreadPoolExecutor(THREADS, "request")
        self._slow = ThreadPoolExecutor(CALLS, "slow")
        self._pushing = ThreadPoolExecutor(1, "push")

    async def run(self) -> None:
        """Starts everything, waits for the end, and ends it in reverse."""
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        service = self._service()
        self._app.hub.wake = self._wake_hub
        news = self._news(service)
        work = asyncio.create_task(service.run()) if self._part.work else None
        self._follow_input(service)
        try:
            await self._serve()
        finally:
            if work is not None:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
            if news is not None:
                news.close()
            for pool in (self._pushing, self._slow, self._threads):
                pool.shutdown()

    def _service(self) -> Service:
        timed = self._part.control is None
        service = Service(self._app.runner, self._app.database.clock, self._in_database, self._slow, timed=timed)
        if self._part.work:
            self._app.database.listen(DUE, service.heard)
        if self._part.control is not None:
            self._part.control.on_move(service.wake_all)
        return service

    def _news(self, service: Service) -> "News | None":
        if self._inline:
            return None
        from backend.db.news import News  # noqa: PLC0415 - a salon of one desk never loads what PostgreSQL needs

        def missed() -> None:
            self._app.hub.missed()
            service.wake_all()

        news = News(self._app.database, missed)
        news.start()
        return news

    def _follow_input(self, service: Service) -> None:
        clock = self._part.control
        control = Control(clock, service) if clock is not None else None
        if control is None and not self._part.ends_with_input:
            return

        def on_line(line: bytes) -> None:
            if control is not None:
                asyncio.run_coroutine_threadsafe(control.obey(line), self._loop)

        follow_input(on_line, lambda: self._loop.call_soon_threadsafe(self._stop))

    def _stop(self) -> None:
        self._end.set()
        self._app.hub.close()

    async def _serve(self) -> None:
        if self._bound is None:
            await self._wait()
            return
        front = Front(
            self._app.routes, self._app.services, self._in_database, self._in_thread, self._check, self._is_ready
        )
        config = uvicorn.Config(
            front.application(),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            loop="asyncio",
            http="h11",
            ws="none",
            timeout_graceful_shutdown=PATIENCE,
        )
        server = _Server(config, self._ready, lambda: self._loop.call_soon_threadsafe(self._stop))
        ended = asyncio.create_task(self._end_with(server))
        await server.serve([self._bound])
        ended.cancel()

    async def _end_with(self, server: _Server) -> None:
        await self._end.wait()
        server.should_exit = True

    async def _wait(self) -> None:
        """A worker without HTTP."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self._loop.call_soon_threadsafe(self._stop)

        for number in _SIGNALS:
            signal.signal(number, stop)
        sys.stdout.write("READY worker\n")
        sys.stdout.flush()
        await self._end.wait()

    def _ready(self) -> None:
        if self._bound is not None:
            sys.stdout.write(f"READY {address_of(self._bound)}\n")
            sys.stdout.flush()

    def _is_ready(self) -> None:
        with self._app.database.read() as unit:
            unit.conn.execute(sa.text("SELECT 1"))

    def _check(self, events: Events) -> None:
        if not isinstance(events, Stream):
            return
        try:
            self._app.hub.check(events)
        except DBAPIError as error:
            if not unreachable(error):  # while nothing can be read nothing has changed: the stream may stay
                raise
            self._app.database.outage.failed(error)

    def _wake_hub(self) -> None:
        """Pushing comes after the answer on SQLite, and on its own thread on PostgreSQL; many wakes become one."""
        if self._inline:
            self._loop.call_soon_threadsafe(self._deliver)
        else:
            with contextlib.suppress(RuntimeError):  # the pool is closed: the process is ending
                self._pushing.submit(self._deliver)

    def _deliver(self) -> None:
        try:
            self._app.hub.deliver()
        except Exception as error:  # noqa: BLE001 - desks pull by themselves when nothing is pushed
            log_failure("pushing", error)

    def _in_database(self, run: Callable[[], T]) -> Awaitable[T]:
        if self._inline:
            return _now(run)
        return self._loop.run_in_executor(self._threads, run)

    def _in_thread(self, run: Callable[[], T]) -> Awaitable[T]:
        return self._loop.run_in_executor(self._slow, run)


async def _now(run: Callable[[], T]) -> T:
    return run()

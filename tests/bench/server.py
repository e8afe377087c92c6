"""The real backend as a process on a salon that was filled for a figure, its clock moved by its control pipe."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.config import DATABASE_FILE
from desktop.services.backend_process import BackendProcess
from tests.bench.until import until


class Server(BackendProcess):
    """A running backend that was started with --control."""

    def move(self, now: int) -> None:
        """Has its clock stand at `now`; what is due is done on the way there. Returns at once."""
        self.control(json.dumps({"set": now}))

    def stand_at(self, now: int) -> None:
        """As `move`, but waits until it has got there. Raises NotHappened."""
        self.move(now)
        until(lambda: json.dumps({"now": now}, separators=(",", ":")) in self.said(), "the server's clock was moved")


@contextmanager
def serving(folder: Path, *, command: str = "serve", at: int = 0) -> Iterator[Server]:
    """A server on the database in `folder`. Its clock stands at the instant `at`, or now, until it is moved."""
    server = Server([command, "--data", str(folder), "--port", "0", "--control", str(at)])
    try:
        server.wait_ready()
        yield server
    finally:
        server.close()


def database_file(folder: Path) -> Path:
    """Where a server on `folder` keeps its database."""
    return folder / DATABASE_FILE

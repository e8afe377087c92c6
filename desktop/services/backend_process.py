"""The embedded backend: a hidden child process, talked to over HTTP on the loopback like any other server.

It prints `READY <address>` when it listens, and ends by itself when its standard input closes, so that a desktop that
was killed leaves none behind.
"""

import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

READY = "READY "
_KEPT_LINES = 50


class BackendFailed(Exception):
    """It did not start. The text is the last line that it said, which is made for people."""


def server_command() -> list[str]:
    """How the backend is started: beside the frozen program, else by this interpreter."""
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(Path(sys.executable).with_name(f"deskbell-server{suffix}"))]
    return [sys.executable, "-m", "backend"]


def demo_arguments(folder: Path) -> list[str]:
    """Starts the demo salon with its files in `folder`, at any free port of this computer."""
    return ["demo", "--data", str(folder), "--port", "0", "--end-with-parent"]


class BackendProcess:
    """One child process. Used from one thread at a time."""

    def __init__(
        self,
        arguments: Sequence[str],
        command: Sequence[str] | None = None,
        cwd: Path | None = None,
        died: Callable[[], None] | None = None,
    ) -> None:
        """`arguments` follow the command, such as `demo --data DIR --port 0`.

        `died` is called, from a thread of its own, when it ends after it was ready and nobody closed it.
        """
        self.address = ""
        self._died, self._closed = died, False
        self._ready = Event()
        self._said: deque[str] = deque(maxlen=_KEPT_LINES)
        self._child = subprocess.Popen(
            [*(command or server_command()), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._reader = Thread(target=self._read, name="backend-output", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def wait_ready(self, timeout: float = 60.0) -> str:
        """The address at which it listens. Raises BackendFailed when it ends or says nothing for `timeout` seconds."""
        self._ready.wait(timeout)
        if not self.address:
            said = self._said[-1] if self._said else "it said nothing"
            self.close()
            raise BackendFailed(said)
        return self.address

    def control(self, line: str) -> None:
        """Write a line to its control pipe."""
        if self._child.stdin is not None:
            self._child.stdin.write(line + "\n")
            self._child.stdin.flush()

    def said(self) -> list[str]:
        """Its last lines, for a report."""
        return list(self._said)

    def close(self, timeout: float = 10.0) -> None:
        """End it, by its pipe; one that does not go is ended by force. Closing twice does nothing."""
        self._closed = True
        if self._child.stdin is not None and not self._child.stdin.closed:
            with suppress(OSError):  # it is gone, with something for it still in the pipe
                self._child.stdin.close()
        try:
            self._child.wait(timeout)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._reader.join(timeout)
        if self._child.stdout is not None:
            self._child.stdout.close()

    def _read(self) -> None:
        """Takes its lines until it ends: a full pipe would stop it."""
        for line in self._child.stdout or ():
            text = line.strip()
            if text.startswith(READY) and not self.address:
                self.address = text.removeprefix(READY).split()[0]
                self._ready.set()
            elif text:
                self._said.append(text)
        self._ready.set()
        if self.address and self._died is not None and not self._closed:
            self._died()

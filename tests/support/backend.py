"""The real server as its own process: started by its command, its clock moved through its standard input.

    def test_something(backend: Backend) -> None:
        assert backend.get("/v1/server").status_code == 200

Its output is part of the report of a test that fails. Connections are kept, so that requests are as quick as a desk's.
"""

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests

from domain.wire.base import encode

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
READY = "READY "


class BackendEnded(AssertionError):
    """The process is gone, or did not say what was waited for; the text is its output."""


class Backend:
    """One server process. `control` lets the test move its clock, which stands still by itself."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        control: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Starts `deskbell-server` with `arguments` and waits until it is ready. Raises BackendEnded."""
        argv = [sys.executable, "-m", "backend", *arguments, *(["--control"] if control else [])]
        self.process = subprocess.Popen(
            argv,
            cwd=ROOT,
            env=None if environment is None else dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._readers = [self._follow(self.process.stdout, keep=True), self._follow(self.process.stderr, keep=False)]
        self.http = requests.Session()
        self.http.trust_env = False
        try:
            self.address = self._line(START_SECONDS).removeprefix(READY)
        except BackendEnded:
            self.close()
            raise BackendEnded(self.output()) from None

    def _follow(self, pipe: Any, *, keep: bool) -> threading.Thread:
        def follow() -> None:
            for raw in pipe:
                line = raw.decode(errors="replace").rstrip()
                self.said.append(line)
                if keep:
                    self._lines.put(line)
            if keep:
                self._lines.put(None)

        thread = threading.Thread(target=follow, daemon=True)
        thread.start()
        return thread

    def _line(self, seconds: float) -> str:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            line = None
        if line is None:
            raise BackendEnded(self.output())
        return line

    def output(self) -> str:
        """Everything it has said so far."""
        return "\n".join(self.said)

    def advance(self, by: int) -> int:
        """Moves its clock by microseconds; everything that became due is done when this returns. The new time."""
        return self._control({"advance": by})

    def set(self, at: int) -> int:
        """Sets its clock."""
        return self._control({"set": at})

    def now(self) -> int:
        """What its clock says."""
        return self.advance(0)

    def _control(self, move: Mapping[str, int]) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(move).encode() + b"\n")
        self.process.stdin.flush()
        answer: dict[str, int] = json.loads(self._line(ANSWER_SECONDS))
        return answer["now"]

    def get(self, path: str, token: str | None = None, **query: str) -> requests.Response:
        return self.call("GET", path, token=token, query=query)

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        token: str | None = None,
        query: Mapping[str, str] | None = None,
        stream: bool = False,
    ) -> requests.Response:
        """One request; `body` is a wire value, or bytes as they are."""
        raw = body if isinstance(body, bytes) or body is None else encode(body)
        headers = {"content-type": "application/json"} if raw is not None else {}
        if token:
            headers["authorization"] = f"Bearer {token}"
        return self.http.request(
            method, self.address + path, params=query, data=raw, headers=headers, timeout=ANSWER_SECONDS, stream=stream
        )

    def terminate(self) -> int:
        """Asks it to end as an operating system does; its exit code."""
        if sys.platform == "win32":
            self.process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(ANSWER_SECONDS)

    def kill(self) -> None:
        """Ends it without a word."""
        self.process.kill()
        self.close()

    def close(self) -> None:
        """Ends it if it still runs, by the end of its standard input."""
        self.http.close()
        if self.process.stdin is not None and not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                self.said.append("(its standard input was closed already)")
        try:
            self.process.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(ANSWER_SECONDS)
            raise
        finally:
            for reader in self._readers:
                reader.join(ANSWER_SECONDS)
            for pipe in (self.process.stdout, self.process.stderr):
                if pipe is not None:
                    pipe.close()


@pytest.fixture
def sqlite_backend(sqlite_url: str, request: pytest.FixtureRequest) -> Iterator[Backend]:
    """A server on the seeded salon of tests/support/server.py, a file of the test's own."""
    yield from _running(["serve", "--port", "0", "--database", sqlite_url], request)


@pytest.fixture
def demo_backend(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The demo salon."""
    yield from _running(["demo", "--port", "0", "--data", str(tmp_path / "demo")], request)


def _running(arguments: Sequence[str], request: pytest.FixtureRequest) -> Iterator[Backend]:
    running = Backend(arguments)
    try:
        yield running
    finally:
        running.close()
        request.node.add_report_section("teardown", "backend", running.output())

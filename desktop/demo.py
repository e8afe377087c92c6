"""The demo salon on this computer: its backend as a child process, and a desk that remembers nothing of it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from desktop.desk.means import Means
from desktop.services.backend_process import BackendFailed, BackendProcess, demo_arguments
from sync.keychain import MemoryKeychain
from sync.session import Session

EMAIL, PASSWORD = "ana@example.org", "demo-salon"
"""Of the one whom the demo signs in; everybody may know it."""

_RESTARTS = 3
"""A backend that keeps dying is not started for ever."""


class Demo:
    """Started at most once at a time. `open` and `start_again` are for a lane, for they wait."""

    def __init__(self, means: Means, data: Path) -> None:
        self._data = data
        self.means = replace(means, folder=data / "demo-desk", keychain=MemoryKeychain())
        self.backend: BackendProcess | None = None
        self._died: Callable[[], None] | None = None
        self._restarts = 0
        self._lock, self._ended = Lock(), False

    def open(self, device_id: str, died: Callable[[], None]) -> Session:
        """Starts the backend and signs in to it. `died` is called, from some thread, when it ends by itself.

        Raises BackendFailed and what signing in raises.
        """
        self.close()
        shutil.rmtree(self.means.folder, ignore_errors=True)
        self._died, self._restarts = died, 0
        session = Session(self.means.http, self._start(), self.means.keychain)
        session.sign_in(EMAIL, PASSWORD, device_id)
        return session

    def start_again(self) -> str:
        """The backend has died: starts it at the same data, so that everybody goes on; its address.

        Raises BackendFailed, also when it has died too often.
        """
        before, self._restarts = self.backend, self._restarts + 1
        if before is None or self._restarts > _RESTARTS:
            raise BackendFailed(before.said()[-1] if before and before.said() else "it keeps ending")
        before.close()
        return self._start()

    def close(self) -> None:
        """Ends the backend, if it runs."""
        backend, self.backend = self.backend, None
        if backend is not None:
            backend.close()

    def end(self) -> None:
        """As `close`, for good: what is being opened on another thread gives up."""
        with self._lock:
            self._ended = True
        self.close()

    def _start(self) -> str:
        with self._lock:
            if self._ended:
                raise BackendFailed("the program is being closed")
            backend = self.backend = BackendProcess(demo_arguments(self._data / "demo"), died=self._died)
        return backend.wait_ready()

"""The demo salon on this computer: its backend as a child process, and a desk that remembers nothing of it."""

import shutil
from dataclasses import replace
from pathlib import Path

from desktop.desk.means import Means
from desktop.services.backend_process import BackendProcess, demo_arguments
from sync.keychain import MemoryKeychain
from sync.session import Session

EMAIL, PASSWORD = "ana@example.org", "demo-salon"
"""Of the one whom the demo signs in; everybody may know it."""


class Demo:
    """Started at most once at a time; `open` is for a lane, for it waits."""

    def __init__(self, means: Means, data: Path) -> None:
        self._data = data
        self.means = replace(means, folder=data / "demo-desk", keychain=MemoryKeychain())
        self.backend: BackendProcess | None = None

    def open(self, device_id: str) -> Session:
        """Starts the backend and signs in to it. Raises BackendFailed and what signing in raises."""
        self.close()
        shutil.rmtree(self.means.folder, ignore_errors=True)
        self.backend = BackendProcess(demo_arguments(self._data / "demo"))
        session = Session(self.means.http, self.backend.wait_ready(), self.means.keychain)
        session.sign_in(EMAIL, PASSWORD, device_id)
        return session

    def close(self) -> None:
        """Ends the backend, if it runs."""
        backend, self.backend = self.backend, None
        if backend is not None:
            backend.close()

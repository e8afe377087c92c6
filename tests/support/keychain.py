"""A keychain in a file, which outlives its process as the system's does."""

import json
import os
import threading
from pathlib import Path


class FileKeychain:
    """Secrets by name. A desk that is killed while it writes leaves what was there before."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self._held: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def get(self, name: str) -> str | None:
        return self._held.get(name)

    def set(self, name: str, value: str) -> None:
        with self._lock:
            self._held[name] = value
            self._write()

    def delete(self, name: str) -> None:
        with self._lock:
            self._held.pop(name, None)
            self._write()

    def _write(self) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(self._held), encoding="utf-8")
        os.replace(new, self._path)  # noqa: PTH105 - replaces on Windows too

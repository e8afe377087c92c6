"""One program for each folder of a desk: two would take each other's rows and tokens away."""

from pathlib import Path

from PySide6.QtCore import QLockFile


class FolderLock:
    """Held until `release`, or until the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._file = QLockFile(str(folder / "desk.lock"))
        self._file.setStaleLockTime(0)  # only the end of its process makes a lock stale, not its age

    def take(self) -> bool:
        """Whether nobody else has the folder. One that cannot be written to is told of by what has to write there."""
        return self._file.tryLock(0) or self._file.error() is not QLockFile.LockError.LockFailedError

    def release(self) -> None:
        """Let the next one have it."""
        self._file.unlock()

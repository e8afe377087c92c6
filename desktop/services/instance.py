"""One program for each folder of a desk: two would take each other's rows and tokens away."""

import logging
import sys
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

log = logging.getLogger(__name__)

_ANSWER_MS = 500
_ANY_PROCESS = -1


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


class Doorbell(QObject):
    """Who is started a second time rings here, and the first one comes to the front. Only for the same user."""

    rung = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._name = f"deskbell-{blake2b(str(folder.resolve()).encode(), digest_size=12).hexdigest()}"
        self._server: QLocalServer | None = None

    def listen(self) -> None:
        """For who holds the folder's lock: a name that is left over from a crash is taken over."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - the first paint goes without

        server = self._server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._answer)
        QLocalServer.removeServer(self._name)
        if not server.listen(self._name):
            log.warning("a second start will not find this one: %s", server.serverError().name)

    def listens(self) -> bool:
        """Whether somebody who rings is heard."""
        return self._server is not None and self._server.isListening()

    def ring(self) -> bool:
        """Whether somebody was there who comes to the front."""
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - as above

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        _let_come_to_front()
        socket.disconnectFromServer()
        return True

    def close(self) -> None:
        """Nobody is there any more."""
        if self._server is not None:
            self._server.close()

    def _answer(self) -> None:
        while self._server is not None and (visitor := self._server.nextPendingConnection()) is not None:
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.abort()
            self.rung.emit()


def _let_come_to_front() -> None:
    """Windows lets only the program in front hand the place to another one."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)

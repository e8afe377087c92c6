"""A desktop in a process of its own, driven by lines on its standard input, so that a test can kill it.

    python -m tests.e2e.desk_process FOLDER ADDRESS NOW

Lines: `sign-in EMAIL PASSWORD`, `dismiss DRAFT`, `cut`, `mend`. Every change of how things stand is told by a line:
`cards N waiting N link`. Its clock stands at the instant NOW. With `--cut` it starts
without its server.
"""

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.app import App, build_app
from desktop.services.bridge import Bridge
from desktop.settings import Settings
from desktop.views.sign_in.page import Typed
from tests.gui.support.wire import Wire
from tests.support.clock import SetClock
from tests.support.keychain import FileKeychain


class Driver:
    """Obeys one line after the other in the GUI thread."""

    def __init__(self, app: App, wire: Wire, address: str) -> None:
        self._app, self._wire, self._address = app, wire, address
        self._bridge, self._said = Bridge(app), ""
        self._timer = QTimer(app, interval=10)
        self._timer.timeout.connect(self._tell)
        self._timer.start()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self._bridge.post(self._obey, line.strip().split(" ", 2))
        self._bridge.post(self._close)

    def _close(self) -> None:
        self._app.window.close()

    def _obey(self, words: list[str]) -> None:
        match words:
            case ["sign-in", email, password]:
                self._app.entrance.ask().sign_in_requested.emit(Typed(self._address, email, password))
            case ["dismiss", draft_id] if self._app.workplace is not None:
                self._app.workplace.followups.dismiss(draft_id)
            case ["cut"]:
                self._wire.cut()
            case ["mend"]:
                self._wire.mend()

    def _tell(self) -> None:
        work = self._app.workplace
        said = "nobody"
        if work is not None:
            connection = work.pending.connection
            said = f"cards {work.drafts.rowCount()} waiting {connection.waiting} {connection.link}"
        if said != self._said:
            self._said = said
            print(said, flush=True)


def main(folder: Path, address: str, now: int) -> int:
    """Runs until its standard input ends."""
    wire = Wire()
    keychain = FileKeychain(folder / "keychain.json")
    settings = Settings(folder, language="en", theme="light")
    app = build_app(settings, keychain=keychain, http=wire, clock=SetClock(now), chance=lambda: 0.02)
    if "--cut" in sys.argv:
        wire.cut()
    app.start()
    driver = Driver(app, wire, address)
    code = QApplication.exec()
    del driver
    app.close()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))

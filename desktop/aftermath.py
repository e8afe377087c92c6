"""What the run before left behind is offered once: a report to save, if the person wants to hand it on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop.services.bridge import Bridge, run
from desktop.services.crashes import Trouble
from desktop.services.lanes import Lane
from desktop.texts import tr
from desktop.views.shell.trouble_bar import TroubleBar
from desktop.views.shell.window import Window


class Aftermath(QObject):
    """Shows the bar and writes the file."""

    def __init__(self, window: Window, lane: Lane, on_bug: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._window, self._lane, self._on_bug = window, lane, on_bug
        self._bridge = Bridge(self)
        self.bar: TroubleBar | None = None

    def offer(self, trouble: Trouble) -> None:
        """Says that something went wrong last time."""
        bar = self.bar = TroubleBar(died=trouble.died)
        bar.save_requested.connect(partial(self._ask_where, trouble))
        self._window.show_notice(bar)

    def save(self, trouble: Trouble, path: str) -> None:
        """Writes the report where the person wants it."""
        writing = partial(_write, Path(path), trouble.report)
        run(self._bridge, self._lane, writing, self._saved, self._not_saved)

    def close(self) -> None:
        """Nothing is heard any more."""
        self._bridge.close()

    def _ask_where(self, trouble: Trouble) -> None:
        dialog = QFileDialog(self._window, tr("Save report"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("deskbell-report.txt")
        dialog.fileSelected.connect(partial(self.save, trouble))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved(self, name: str) -> None:
        if self.bar is not None:
            self.bar.go()
            self.bar = None
        self._window.toasts.say(tr("The report was saved as {name}.", name=name))

    def _not_saved(self, trouble: Exception) -> None:
        if not isinstance(trouble, OSError):
            self._on_bug(trouble)
        self._window.toasts.say(tr("The report could not be saved there."))


def _write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return path.name

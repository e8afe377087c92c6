"""What hangs over the window is out of sight while the desk is locked, and comes back as it was."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget
from shiboken6 import isValid


class Curtain:
    """Hides dialogs with what is typed in them; menus and lists that only hang there are closed."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._hidden: list[tuple[QDialog, bool]] = []
        self._focus: QWidget | None = None

    def __bool__(self) -> bool:
        """Whether something waits behind it."""
        return bool(self._open())

    def draw(self) -> None:
        """Takes everything out of sight."""
        self._focus = QApplication.focusWidget()
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                self._hidden.append((dialog, dialog.windowModality() != Qt.WindowModality.NonModal))
        for dialog, _modal in reversed(self._hidden):
            dialog.hide()

    def lift(self) -> None:
        """Everything is there again, and the cursor where it was."""
        for dialog, modal in self._open():
            # A dialog that was opened as a modal one is none any more after it was hidden.
            (dialog.open if modal else dialog.show)()
        self._hidden = []
        focus, self._focus = self._focus, None
        if focus is not None and isValid(focus):
            focus.setFocus()

    def discard(self) -> None:
        """Nothing of it comes back: somebody else goes on."""
        for dialog, _modal in self._open():
            dialog.done(QDialog.DialogCode.Rejected)
            dialog.deleteLater()
        self._hidden, self._focus = [], None

    def _open(self) -> list[tuple[QDialog, bool]]:
        """A form that the server has answered meanwhile is gone."""
        return [(dialog, modal) for dialog, modal in self._hidden if isValid(dialog) and not dialog.result()]

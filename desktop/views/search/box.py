"""The field and what hangs under it: typing, choosing, and the focus back to where it was (rows N14, N17)."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.models.search import Search
from desktop.models.search_hits import Hit
from desktop.views.search.field import SearchField
from desktop.views.search.results import SearchResults
from desktop.views.shell.announcements import announce

_PAGE = 6
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SAID_AFTER_MS = 350
"""Who types on is not talked into."""

_LEAST_WIDTH = 560
_GAP = 6
_MARGIN = 16


class SearchBox(QObject):
    """`page` is what the results lie over; `field` is somewhere in it."""

    chosen = Signal(object)
    """A Hit is to be opened. The focus is where it was before."""

    def __init__(self, search: Search, field: SearchField, page: QWidget) -> None:
        super().__init__(page)
        self._search, self.field, self._page = search, field, page
        self._results: SearchResults | None = None
        self._before: QWidget | None = None
        self._said = ""
        self._speak = QTimer(self, singleShot=True, interval=_SAID_AFTER_MS)
        self._speak.timeout.connect(self._say)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh)
        field.entered.connect(self._entered)
        field.left.connect(self.close)
        field.textEdited.connect(self._typed)
        field.key_pressed.connect(self._key)
        search.changed.connect(self._later)
        page.installEventFilter(self)

    def open(self, typed: str = "") -> None:
        """Have the focus in the field with its text chosen; results hang under it."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if typed:
            self.field.setText(typed)
        else:
            self.field.selectAll()
        self._refresh(anew=True)

    def is_open(self) -> bool:
        """Whether results can be seen."""
        return self._results is not None and self._results.isVisible()

    def results(self) -> SearchResults:
        """What hangs under the field."""
        if self._results is None:
            self._results = SearchResults(self._page)
            self._results.chosen.connect(self._choose)
        return self._results

    def close(self) -> None:
        """Nothing hangs there any more, and the field is empty."""
        self._speak.stop()
        self._said = ""
        self.field.clear()
        self.field.setAccessibleDescription("")
        if self._results is not None:
            self._results.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Resize and self.is_open():
            self._soon.start()
        return super().eventFilter(watched, event)

    def _entered(self, before: QWidget | None) -> None:
        if before is not None:
            self._before = before
        self._refresh(anew=True)

    def _typed(self) -> None:
        self._refresh(anew=True)

    def _later(self) -> None:
        if self.is_open():
            self._soon.start()

    def _refresh(self, *, anew: bool = False) -> None:
        """With each letter the first is chosen; news leaves chosen what was."""
        if not self.field.hasFocus() and not self.is_open():
            return
        results = self.results()
        results.show_groups(self._search.answer(self.field.text()), None if anew else results.current())
        self._place(results)
        self._describe()

    def _place(self, results: SearchResults) -> None:
        """Under the field, inside the page."""
        corner = self.field.mapTo(self._page, QPoint(0, self.field.height() + _GAP))
        holder = self.field.parentWidget() or self._page
        first = holder.mapTo(self._page, QPoint(0, 0)).x() + _MARGIN
        room = holder.width() - 2 * _MARGIN
        width = min(room, max(self.field.width(), _LEAST_WIDTH))
        left = corner.x() + (self.field.width() - width) // 2
        left = max(first, min(left, first + room - width))
        height = min(results.wanted_height(), self._page.height() - corner.y() - _MARGIN)
        results.setGeometry(left, corner.y(), width, height)
        results.show()
        results.raise_()

    def _describe(self) -> None:
        current = self.results().current()
        self.field.setAccessibleDescription(current.words if current else self.results().said())
        self._speak.start()

    def _say(self) -> None:
        """How many there are and which one Enter takes; never the same twice."""
        if not self.is_open():
            return
        current = self.results().current()
        told = ". ".join(part for part in (self.results().said(), current.words if current else "") if part)
        if told != self._said:
            self._said = told
            announce(self.field, told)

    def _key(self, pressed: int) -> None:
        key = Qt.Key(pressed)
        if key is Qt.Key.Key_Escape:
            self._go_back()
        elif not self.is_open():
            self._refresh(anew=True)
        elif key in _STEPS:
            self.results().step(_STEPS[key])
            self._describe()
        elif key in _ENTER:
            current = self.results().current()
            if current is not None:
                self._choose(current)

    def _choose(self, hit: Hit) -> None:
        self._go_back()
        self.chosen.emit(hit)

    def _go_back(self) -> None:
        """The focus goes to where it was, else to nowhere in particular."""
        before, self._before = self._before, None
        self.close()
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.clearFocus()

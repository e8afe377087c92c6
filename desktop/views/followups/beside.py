"""A screen with the Follow-ups panel at its end. The panel is one widget: the screen that opens it takes it over."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.theme.direction import placed


class BesideFollowUps(QWidget):
    """The page, and beside it the panel while it is open; over it where there is no room for both.

    The panel stays closed to who may not see follow-ups (row B18).
    """

    followups_shown = Signal(bool)

    def __init__(self, page: QWidget, panel: FollowUpsPanel, least_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self.panel, self._least = page, panel, least_width
        self._allowed = False
        page.setParent(self)
        if panel.parent() is None:
            panel.setParent(self)
        panel.hide()
        panel.close_requested.connect(self.close_followups)

    def open_followups(self, draft_id: str = "") -> None:
        """Open the panel at Incomplete, at a draft's card if one is named (row B11)."""
        if self._allowed:
            self._take_panel()
            self.panel.open_at(draft_id)

    def open_waitlist(self, entry_id: str = "") -> None:
        """Open the panel at Waitlist, at an entry if one is named (row B11)."""
        if self._allowed:
            self._take_panel()
            self.panel.open_waitlist(entry_id)

    def _take_panel(self) -> None:
        if self.panel.parent() is not self:
            self.panel.setParent(self)
        self.panel.show()
        self._place()
        self.followups_shown.emit(True)

    def close_followups(self) -> None:
        """Give its room back to the page; nothing happens when another screen has the panel."""
        if self.has_followups():
            self.panel.hide()
            self._place()
            self.followups_shown.emit(False)

    def has_followups(self) -> bool:
        """Whether the panel is open beside this page."""
        return self.panel.parent() is self and self.panel.isVisibleTo(self)

    def allow_followups(self, *, allowed: bool) -> None:
        """Whether the person may see follow-ups at this location; without it the panel goes at once."""
        self._allowed = allowed
        if not allowed:
            self.close_followups()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        taken = self.panel.width() if self.has_followups() else 0
        beside = self.width() - taken >= self._least
        room = QRectF(0, 0, self.width() - (taken if beside else 0), self.height())
        self._page.setGeometry(placed(self, room).toRect())
        if taken:
            end = QRectF(self.width() - taken, 0, taken, self.height())
            self.panel.setGeometry(placed(self, end).toRect())
            self.panel.raise_()

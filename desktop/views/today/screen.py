"""Today with the Follow-ups panel at its right."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.today.page import LEAST_WIDTH, TodayPage


class TodayScreen(QWidget):
    """The page, and beside it the panel while it is open; over it where there is no room for both.

    The panel stays closed to who may not see follow-ups (row B18).
    """

    followups_shown = Signal(bool)

    def __init__(self, page: TodayPage, panel: FollowUpsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self.panel = page, panel
        self._allowed = False
        page.setParent(self)
        panel.setParent(self)
        panel.hide()
        page.review_requested.connect(self.open_followups)
        page.draft_opened.connect(self.open_followups)
        panel.close_requested.connect(self.close_followups)

    def open_followups(self, draft_id: str = "") -> None:
        """Open the panel at Incomplete, at a draft's card if one is named (row B11)."""
        if self._allowed:
            self.panel.show()
            self._place()
            self.panel.open_at(draft_id)
            self.followups_shown.emit(True)

    def close_followups(self) -> None:
        """Give its room back to the page."""
        self.panel.hide()
        self._place()
        self.followups_shown.emit(False)

    def allow_followups(self, *, allowed: bool) -> None:
        """Whether the person may see follow-ups at this location; without it the panel goes at once."""
        self._allowed = allowed
        if not allowed and self.panel.isVisibleTo(self):
            self.close_followups()

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        taken = self.panel.width() if self.panel.isVisibleTo(self) else 0
        beside = self.width() - taken >= LEAST_WIDTH
        self.page.setGeometry(0, 0, self.width() - (taken if beside else 0), self.height())
        self.panel.setGeometry(self.width() - self.panel.width(), 0, self.panel.width(), self.height())
        self.panel.raise_()

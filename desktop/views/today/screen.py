"""Today, with the Follow-ups panel beside it for who has no scheduler."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.followups.beside import BesideFollowUps
from desktop.views.followups.panel import FollowUpsPanel
from desktop.views.today.page import LEAST_WIDTH, TodayPage


class TodayScreen(BesideFollowUps):
    """The page; `followups_requested` says that cards are wanted, at a draft's if one is named (row B11)."""

    followups_requested = Signal(str)

    def __init__(self, page: TodayPage, panel: FollowUpsPanel, parent: QWidget | None = None) -> None:
        super().__init__(page, panel, LEAST_WIDTH, parent)
        self.page = page
        page.review_requested.connect(lambda: self.followups_requested.emit(""))
        page.draft_opened.connect(self.followups_requested)

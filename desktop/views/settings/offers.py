"""Settings > Waitlist offers: which way freed times are offered, and how long there is to answer (row N10)."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from desktop.models.offer_settings import OfferSettings
from desktop.texts import mark, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field, Surface
from desktop.views.theme.tick import OneOf
from domain.offers import Way

_WAYS = {
    Way.BY_HAND: (mark("By hand"), mark("Nobody is asked until you press Offer on a card that can fit.")),
    Way.OLDEST_FIRST: (mark("The longest waiting first"), mark("One after the other; silence or a no goes on.")),
    Way.HIGHEST_VALUE: (mark("The most valuable first"), mark("One after the other, by what they want to book.")),
    Way.ALL_AT_ONCE: (mark("All at once"), mark("Everybody who fits is asked, and the first yes has the time.")),
}

_INDENT = 20
"""How far the words below a choice stand in."""


class OffersCard(Surface):
    """Shows an OfferSettings and passes on what is chosen."""

    def __init__(self, settings: OfferSettings) -> None:
        super().__init__()
        self._settings = settings
        self._group = QButtonGroup(self)
        self.ways: dict[Way, OneOf] = {}
        for way, (title, about) in _WAYS.items():
            one = self.ways[way] = OneOf(tr(title))
            one.setAccessibleDescription(tr(about))
            one.clicked.connect(partial(self._choose, way))
            self._group.addButton(one)
        self.minutes = Field(name=tr("Minutes to answer"), plain=True)
        self.minutes.textEdited.connect(settings.set_minutes)
        self._notice = Label(role="red_text", wrap=True)
        self.save = Button(tr("Save"), "primary")
        self.save.clicked.connect(settings.save)
        self._lay_out()
        settings.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the form as of now."""
        settings = self._settings
        self.ways[settings.way].setChecked(True)
        if self.minutes.text() != settings.minutes:
            self.minutes.setText(settings.minutes)
        why_not = settings.why_not()
        notice = settings.changing.notice or (why_not if settings.wrong() else "")
        self._notice.say_or_hide(notice)
        self.save.refuse(why_not)

    def notice(self) -> str:
        """What is said below the form."""
        return self._notice.text()

    def _choose(self, way: Way, _checked: bool = True) -> None:
        self._settings.choose(way)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(tr("Waitlist offers"), pixels=STRONG, weight=Weight.DemiBold))
        about = tr(
            "When an appointment is cancelled or moved, its time can be offered to those on the waitlist, and to "
            "clients who left a booking unfinished near it. While somebody may answer, the time is held for her."
        )
        column.addWidget(Label(about, role="quiet", wrap=True))
        column.addSpacing(4)
        for way, (_, text) in _WAYS.items():
            column.addWidget(self.ways[way])
            below = QHBoxLayout()
            below.addSpacing(_INDENT)
            below.addWidget(Label(tr(text), role="quiet", pixels=SMALL, wrap=True), 1)
            column.addLayout(below)
        column.addSpacing(4)
        column.addWidget(Label(tr("Minutes to answer"), weight=Weight.Medium))
        row = QHBoxLayout()
        row.addWidget(self.minutes)
        row.addStretch(1)
        column.addLayout(row)
        night = tr(
            "Never past the start of the appointment. Between 21:00 and 8:00 nobody is asked by itself: the time waits "
            "for the morning and can be booked by anybody until then. A cancellation can be undone for a minute before "
            "anybody hears of it."
        )
        column.addWidget(Label(night, role="quiet", pixels=SMALL, wrap=True))
        column.addWidget(self._notice)
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)

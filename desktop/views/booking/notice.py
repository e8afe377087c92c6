"""What is in the way of a booking, in a sentence, with other times to click."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.models.cards import Said
from desktop.texts import clock, local_moment, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Surface
from domain.wire.actions import Slot

_MOST = 3
_FIELDS = {"red_text": ("red_field", "red_edge"), "amber_text": ("amber_field", "amber_edge")}


class Notice(Surface):
    """Hidden while there is nothing to say."""

    picked = Signal(object)
    """The local start of a slot that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Label(wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._text)
        self._others = QHBoxLayout()
        self._others.setSpacing(8)
        column.addLayout(self._others)
        self.buttons = [Button() for _ in range(_MOST)]
        self._slots: tuple[Slot, ...] = ()
        for index, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._pick, index))
            self._others.addWidget(button)
        self._others.addStretch(1)

    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def bind(self, said: Said, slots: Sequence[Slot], today: dt.date) -> None:
        """Say this, with these free starts beside it."""
        self._slots = tuple(slots[:_MOST])
        ground, edge = _FIELDS.get(said.role, ("surface", "line"))
        self.paint_as(ground=ground, edge=edge)
        self._text.say(said.text)
        self._text.paint_as(said.role)
        for index, button in enumerate(self.buttons):
            button.setVisible(index < len(self._slots))
            if index < len(self._slots):
                start = self._slots[index].start
                button.setText(clock(start) if start.date() == today else local_moment(start, today))
                button.setAccessibleName(tr("Take {time} instead", time=button.text()))
        self.setVisible(bool(said.text))
        self.setAccessibleName(said.text)

    def _pick(self, index: int) -> None:
        if index < len(self._slots):
            self.picked.emit(self._slots[index].start)

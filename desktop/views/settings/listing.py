"""A card with a list of things that can be changed, archived and brought back."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, STRONG, Weight
from desktop.views.theme.labels import Label, Pill
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Rule, Surface
from desktop.views.theme.tick import Tick


class Listed(NamedTuple):
    """One of them."""

    id: str
    name: str
    about: str
    archived: bool


class ListCard(Surface):
    """`bind` shows the list; what is wanted leaves by signals."""

    add_requested = Signal()
    edit_requested = Signal(str)
    archive_requested = Signal(str, bool)
    """Which one, and whether it is to be archived or brought back."""
    archived_toggled = Signal(bool)

    def __init__(self, title: str, about: str, add: str) -> None:
        super().__init__()
        self.rows: list[ListRow] = []
        self.notice = Label(role="red_text", wrap=True)
        self.add = Button(add, "primary")
        self.with_archived = Tick(tr("Show archived"))
        self.with_archived.toggled.connect(self.archived_toggled)
        self.add.clicked.connect(self.add_requested)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(title, pixels=STRONG, weight=Weight.DemiBold), 1)
        head.addWidget(self.with_archived)
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._column.addWidget(Label(about, role="quiet", wrap=True))
        self._column.addWidget(self.notice)

    def bind(self, lines: Sequence[Listed], *, notice: str, why_not: str, archived: int) -> None:
        """Show these; a reason switches all changes off."""
        for row, line in zip(reused(self.rows, len(lines), self._make), lines, strict=True):
            row.bind(line, why_not)
        self.notice.say_or_hide(notice)
        self.add.refuse(why_not)
        self.with_archived.setVisible(archived > 0)

    def _make(self, _place: int) -> "ListRow":
        row = ListRow()
        row.edit_requested.connect(self.edit_requested)
        row.archive_requested.connect(self.archive_requested)
        self._column.addWidget(row)
        return row


class ListRow(Surface):
    """One line: what it is, and its two buttons."""

    edit_requested = Signal(str)
    archive_requested = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(edge="surface")
        self._line: Listed | None = None
        self._name, self._about = Label(weight=Weight.Medium, elide=True), Label(role="quiet", pixels=SMALL, elide=True)
        self._state = Pill(tr("archived"), ground="hover", ink="quiet")
        self.edit, self.archive = Button(tr("Edit")), Button(tr("Archive"), "flat")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._about)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        for widget in (self._state, self.archive, self.edit):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Rule())
        column.addLayout(row)
        self.edit.clicked.connect(self._edit)
        self.archive.clicked.connect(self._archive)

    def bind(self, line: Listed, why_not: str) -> None:
        """Show this one."""
        self._line = line
        self._name.say(line.name)
        self._about.say(line.about)
        self._state.setVisible(line.archived)
        self.archive.setText(tr("Bring back") if line.archived else tr("Archive"))
        for button, name in (
            (self.edit, tr("Edit {name}", name=line.name)),
            (
                self.archive,
                tr("Bring back {name}", name=line.name) if line.archived else tr("Archive {name}", name=line.name),
            ),
        ):
            button.refuse(why_not)
            button.setAccessibleName(name)

    def _edit(self) -> None:
        if self._line is not None:
            self.edit_requested.emit(self._line.id)

    def _archive(self) -> None:
        if self._line is not None:
            self.archive_requested.emit(self._line.id, not self._line.archived)

"""Two clients who are one as a dialog: who stays, and what moves (row N23)."""

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.cards import shown_name
from desktop.models.client_merge import ClientMerge
from desktop.texts import ntr, phone, tr
from desktop.views.clients.picker import ClientPicker
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.forms import foot, frame, heading, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground, Surface
from desktop.views.theme.tick import OneOf
from domain.wire.rows import ClientRow


class MergeDialog(QDialog):
    """Shows a ClientMerge."""

    def __init__(self, merge: ClientMerge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.merge = merge
        merge.setParent(self)
        self.setWindowTitle(tr("Merge clients"))
        self.setMinimumWidth(560)
        self.picker = ClientPicker(merge.choice)
        self.sides = (_Side(), _Side())
        self._group = QButtonGroup(self)
        self._preview = Label(wrap=True)
        self.cancel, self.go = Button(tr("Cancel")), Button(tr("Merge"), "primary")
        for place, side in enumerate(self.sides):
            self._group.addButton(side.keep, place)
        self._lay_out()
        self._group.idClicked.connect(lambda place: merge.keep_other(other=place == 1))
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._submit)
        merge.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the two as of now."""
        for place, (side, row) in enumerate(zip(self.sides, self.merge.both(), strict=True)):
            side.bind(row, stays=self.merge.keeps_other == (place == 1))
        self._preview.say_or_hide(self.merge.preview())
        self.go.refuse(self.merge.why_not())

    def _submit(self) -> None:
        if self.merge.submit():
            self.accept()

    def _lay_out(self) -> None:
        held = Ground("window")
        column = titled(held, self.windowTitle(), spacing=10)
        column.addWidget(heading(tr("The other client")))
        column.addWidget(self.picker)
        column.addWidget(heading(tr("Who stays?")))
        sides = QHBoxLayout()
        sides.setSpacing(12)
        for side in self.sides:
            sides.addWidget(side, 1)
        column.addLayout(sides)
        column.addWidget(self._preview)
        column.addStretch(1)
        frame(self, held, foot(self.cancel, self.go))


class _Side(Surface):
    """One of the two, with the choice that she is the one who stays."""

    def __init__(self) -> None:
        super().__init__()
        self.keep = OneOf()
        self._lines = [Label(role="quiet", pixels=SMALL, elide=True) for _ in range(3)]
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(2)
        column.addWidget(self.keep)
        for line in self._lines:
            column.addWidget(line)

    def bind(self, row: ClientRow | None, *, stays: bool) -> None:
        """Show her; without one, that she is to be chosen."""
        self.keep.setEnabled(row is not None)
        self.keep.setText((shown_name(row.name) if row else tr("Nobody chosen yet")).replace("&", "&&"))
        self.keep.setAccessibleName(
            tr("{client} stays", client=shown_name(row.name)) if row else tr("Nobody chosen yet")
        )
        self.keep.setChecked(stays and row is not None)
        told = ("", "", "")
        if row is not None:
            visits = ntr("{count} visit", "{count} visits", row.visits)
            told = (phone(row.phone) if row.phone else tr("No phone number on file"), row.email or "", visits)
        for line, text in zip(self._lines, told, strict=True):
            line.say(text)
        self.paint_as(edge="action" if stays and row else "line", width=2.0 if stays and row else 1.0)

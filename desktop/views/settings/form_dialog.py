"""The frame of Settings' forms: a title, parts under their names in a scrolling column, a foot with two buttons."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.forms import foot, frame, heading, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.scroller import Scroller
from desktop.views.theme.surfaces import Ground


class FormDialog(QDialog):
    """`notice` says why the server refused, `overtaken` that somebody else was quicker; `save` says why it cannot be
    pressed.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumSize(560, 480)
        self.resize(680, 700)
        self.notice = Label(role="red_text", wrap=True)
        self.cancel, self.save = Button(tr("Cancel")), Button(tr("Save"), "primary")
        self.overtaken = Label(role="amber_text", wrap=True)
        self.cancel.clicked.connect(self.reject)

    def lay_out(self, parts: Sequence[tuple[str, QWidget]]) -> None:
        """Puts the parts in place, once."""
        held = Ground("window")
        self.fill(titled(held, self.windowTitle()), parts)
        frame(self, Scroller(held), foot(self.cancel, self.save))

    def fill(self, column: QVBoxLayout, parts: Sequence[tuple[str, QWidget]]) -> None:
        """Puts what is in the way and the parts one below the other."""
        column.addWidget(self.notice)
        column.addWidget(self.overtaken)
        for name, part in parts:
            column.addSpacing(4)
            column.addWidget(heading(name))
            column.addWidget(part)
        column.addStretch(1)

    def say(self, notice: str, why_not: str, *, waits: bool, overtaken: bool) -> None:
        """Show what is in the way."""
        self.notice.say_or_hide(notice)
        changed = tr("Someone else has changed this in the meantime. What you save replaces it.") if overtaken else ""
        self.overtaken.say_or_hide(changed)
        self.save.setText(tr("Saving…") if waits else tr("Save"))
        self.save.refuse(why_not)

"""After a run that went wrong: one quiet line with its report."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Ground


class TroubleBar(Ground):
    """Goes when it has been dismissed, or when the report has been saved."""

    save_requested = Signal()

    def __init__(self, *, died: bool) -> None:
        """`died`: the program ended by it; else it went on."""
        super().__init__("surface", "bottom")
        text = tr("Deskbell ended unexpectedly.") if died else tr("Something in Deskbell failed when it was last open.")
        self.label = Label(text, elide=True)
        self.save, self.dismiss = Button(tr("Save report")), Button(tr("Dismiss"), "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.save)
        row.addWidget(self.dismiss)
        self.save.setToolTip(tr("It says where the program failed, and nothing of any client."))
        self.save.clicked.connect(self.save_requested)
        self.dismiss.clicked.connect(self.go)

    def go(self) -> None:
        """Takes itself away."""
        self.hide()
        self.deleteLater()

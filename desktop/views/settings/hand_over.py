"""Handing the salon over to somebody of the team: what it means, and the password once more (row B24)."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.models.accounts import Accounts
from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.forms import at_end, named, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field


class HandOverDialog(QDialog):
    """Closes when it is done; stays with what went wrong."""

    def __init__(self, accounts: Accounts, person_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accounts, self._person_id = accounts, person_id
        accounts.changing.forget()
        self.setWindowTitle(tr("Make {name} the owner", name=name))
        self.setMinimumWidth(460)
        self.password = Field(name=tr("Your password"), secret=True)
        self.notice = Label(role="red_text", wrap=True)
        self.cancel, self.go = Button(tr("Cancel")), Button(tr("Hand over"), "danger")
        self._lay_out(name)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._ask)
        self.password.returnPressed.connect(self._ask)
        self.password.textEdited.connect(self._typed)
        accounts.changed.connect(self.refresh)
        accounts.handed_over.connect(self.accept)
        self.refresh()
        self.password.setFocus()

    def refresh(self) -> None:
        """Show how it stands."""
        changing = self._accounts.changing
        self.notice.say_or_hide(changing.notice)
        self.password.fault(changing.field == "$.password")
        self.password.setEnabled(not changing.waits)
        self.go.setText(tr("Asking…") if changing.waits else tr("Hand over"))
        self.go.refuse(self._why_not())

    def _why_not(self) -> str:
        if self._accounts.changing.waits:
            return tr("The server is being asked.")
        return "" if self.password.text() else tr("Please type your password.")

    def _typed(self) -> None:
        if self._accounts.changing.notice:
            self._accounts.changing.forget()
        self.refresh()

    def _ask(self) -> None:
        if not self._why_not():
            self._accounts.hand_over(self._person_id, self.password.text())

    def _lay_out(self, name: str) -> None:
        about = tr(
            "{name} becomes the owner of the whole salon, and you become an admin. "
            "Only {name} can undo this, by making you the owner again.",
            name=name,
        )
        column = titled(self, self.windowTitle())
        column.addWidget(Label(about, wrap=True))
        column.addSpacing(4)
        column.addWidget(named(self.password))
        column.addWidget(self.password)
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addLayout(at_end(self.cancel, self.go))

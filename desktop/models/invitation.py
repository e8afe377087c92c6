"""Inviting somebody: what the form holds, until it is answered by a link."""

from PySide6.QtCore import QObject, Signal

from desktop.models.accounts import Accounts, Link
from desktop.texts import tr
from domain.contacts import clean_text, email_or_none
from domain.permissions import Role


class Invitation(QObject):
    """One open form. What was typed outlives every refusal."""

    changed = Signal()

    def __init__(self, accounts: Accounts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self.name, self.email, self.hand_over = "", "", False
        self.role = Role.RECEPTIONIST if Role.RECEPTIONIST in accounts.roles() else next(iter(accounts.roles()), None)
        self.link: Link | None = None
        accounts.changing.forget()
        accounts.changed.connect(self.changed)
        accounts.link_made.connect(self._linked)

    @property
    def notice(self) -> str:
        """Why the last try was refused."""
        return self._accounts.changing.notice

    @property
    def waits(self) -> bool:
        return self._accounts.changing.waits

    def roles(self) -> tuple[Role, ...]:
        """What can be given."""
        return self._accounts.roles()

    def why_not(self) -> str:
        """Why it cannot be sent as it stands; empty when it can."""
        if self.waits:
            return tr("The server is being asked.")
        if not clean_text(self.name):
            return tr("Please enter a name.")
        if email_or_none(self.email) is None:
            return tr("Please enter an email address.")
        return "" if self.role in self.roles() else tr("You may not give this role.")

    def fill(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        role: Role | None = None,
        hand_over: bool | None = None,
    ) -> None:
        """Take what was typed or chosen."""
        self.name = self.name if name is None else name
        self.email = self.email if email is None else email
        self.role = self.role if role is None else role
        self.hand_over = self.hand_over if hand_over is None else hand_over
        self.changed.emit()

    def submit(self) -> None:
        """Ask the server. Nothing happens while something is missing."""
        if not self.why_not() and self.role is not None:
            self._accounts.invite(clean_text(self.name), self.email.strip(), self.role, hand_over=self.hand_over)

    def _linked(self, link: Link) -> None:
        self.link = link
        self.changed.emit()

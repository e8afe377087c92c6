"""Find or create the client while typing: what a form holds about whom it is for (row N23)."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.asked import Asked
from desktop.models.cards import shown_name
from desktop.models.clients import Clients
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, client_entity
from desktop.models.salon import Salon
from desktop.texts import tr
from domain.contacts import clean_text, email_or_none, phone_or_none
from domain.wire.actions import ActionAnswer, CreateClient, Done, Refused
from domain.wire.rows import ClientRow

Go = Callable[[str, str | None], None]
"""Gets the client's id and the action that has to succeed first, if there is one."""


@dataclass(frozen=True)
class Person:
    """Whom it is for: on file when `is_new` is false."""

    id: str
    name: str
    phone: str = ""
    email: str = ""
    is_new: bool = False


class ClientChoice(QObject):
    """One for a form. A new client is created when the form is sent, never before."""

    changed = Signal()
    found_changed = Signal()
    """`find` may answer otherwise."""

    def __init__(
        self,
        location_id: str,
        feed: Feed,
        acts: Acts,
        clients: Clients,
        pending: Pending,
        salon: Salon,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._location_id, self._acts, self._clients = location_id, acts, clients
        self._salon, self._asked = salon, Asked(feed, acts, pending, self)
        self.person: Person | None = None
        self.known: ClientRow | None = None
        self.fault = ""
        self._left: set[str] = set()
        self._go: Go | None = None
        self._asked.began.connect(self.changed)
        self._asked.answered.connect(self._answered)
        self._asked.kept.connect(self._kept)
        clients.changed.connect(self.found_changed)

    @property
    def waits(self) -> bool:
        """Whether the server is being asked to put the client on file."""
        return self._asked.waits

    def find(self, typed: str) -> tuple[ClientRow, ...]:
        """Who on file may be meant."""
        return self._clients.find(typed)

    def choose(self, client_id: str, name: str = "") -> None:
        """Take a client who is on file; `name` is for one whose row has not come yet."""
        row = self._clients.get(client_id)
        if row is not None:
            self._become(Person(row.id, shown_name(row.name), row.phone or "", row.email or ""))
        else:
            self._become(Person(client_id, shown_name(name)))

    def begin_new(self, typed: str) -> None:
        """Somebody who is not on file: what was typed is her number when it is one, else her name."""
        is_number = bool(typed.strip()) and not any(sign.isalpha() for sign in typed)
        name, phone = ("", typed.strip()) if is_number else (clean_text(typed), "")
        self._become(Person(self._acts.new_id(), name, phone, is_new=True))

    def describe(self, name: str, phone: str, email: str) -> None:
        """What is typed about a new client. A number that is somebody's already is noticed at once."""
        before = self.person
        if before is None or not before.is_new:
            return
        self.person = Person(before.id, name, phone, email, is_new=True)
        self.known, self.fault = self._clients.by_phone(phone, self._salon.region(self._location_id)), ""
        self._left -= {name for name, text in (("phone", phone), ("email", email)) if text != getattr(before, name)}
        self.changed.emit()

    def leave(self, name: str) -> None:
        """A field was left: what is typed there is meant, and what is wrong with it may be said."""
        self._left.add(name)
        self.changed.emit()

    def told(self) -> str:
        """What the form itself says is wrong. Nothing of what is still being typed, or has not been typed yet."""
        person = self.person
        if self.fault or person is None:
            return self.fault
        if self.known is not None:
            return self.why_not()
        meant = {name: getattr(person, name) for name in self._left}
        return self._wrong_contact(meant.get("phone", ""), meant.get("email", ""))

    def take_known(self) -> None:
        """It is the client whose number it is."""
        if self.known is not None:
            self.choose(self.known.id)

    def clear(self) -> None:
        """Look for somebody else."""
        self._become(None)

    def why_not(self) -> str:
        """Why the form cannot be sent; empty when it can."""
        person = self.person
        if person is None:
            return tr("Choose a client.")
        if not person.is_new:
            return ""
        if not clean_text(person.name):
            return tr("Type the client's name.")
        if self.known is not None:
            return tr("This number belongs to {client}.", client=shown_name(self.known.name))
        return self._wrong_contact(person.phone, person.email)

    def _wrong_contact(self, phone: str, email: str) -> str:
        if phone.strip() and phone_or_none(phone, self._salon.region(self._location_id)) is None:
            return tr("This is not a phone number.")
        wrong = email.strip() and email_or_none(email) is None
        return tr("This is not an email address.") if wrong else ""

    def submit(self, go: Go) -> None:
        """Have the client on file, then `go` on. Online the server is asked first: the number may be somebody's. When
        it is gone before it answers, what follows waits with the client.
        """
        person = self.person
        if person is None or self.why_not() or self.waits:
            return
        if not person.is_new:
            go(person.id, None)
            return
        payload = CreateClient(
            person.id, self._location_id, person.name, person.phone.strip() or None, person.email.strip() or None
        )
        self._go = go
        self._asked.ask(payload, client_entity(person.id))

    def _kept(self, action_id: str) -> None:
        person, go, self._go = self.person, self._go, None
        if person is not None and go is not None:
            go(person.id, action_id)

    def _become(self, person: Person | None) -> None:
        self.person, self.known, self.fault = person, None, ""
        self._left.clear()
        self.changed.emit()

    def _answered(self, answer: ActionAnswer) -> None:
        person, go, self._go = self.person, self._go, None
        if not isinstance(answer, Done):
            self._refused(answer)
        elif person is not None:
            self._become(Person(person.id, person.name, person.phone, person.email))
            if go is not None:
                go(person.id, None)

    def _refused(self, answer: ActionAnswer) -> None:
        self.fault = sentences.not_done(answer)
        if isinstance(answer, Refused):
            client_id = answer.refusal.client_id
            if client_id is not None:
                name = self.person.name if self.person else ""
                self.known = self._clients.get(client_id) or ClientRow(client_id, name)
        self.changed.emit()

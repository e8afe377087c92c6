"""Correcting a client, or putting one on file (row N23): what the form holds. Only fields that were changed are asked
for, and what somebody else wrote meanwhile is shown beside what was typed; nothing typed is lost.
"""

from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict
from PySide6.QtCore import QObject, Signal

from desktop import sentences
from desktop.models.asked import Asked
from desktop.models.cards import shown_name
from desktop.models.clients import Clients
from desktop.models.pending import Pending
from desktop.models.ports import Acts, Feed, Toasts, client_entity
from desktop.models.salon import Salon
from desktop.texts import language, phone, tr
from domain.contacts import clean_lines, clean_text, email_or_none, phone_or_none
from domain.permissions import MAY_ADD_CLIENTS, may_edit_clients
from domain.wire.actions import ActionAnswer, CreateClient, Done, Refusal, Refused
from domain.wire.clients import ClientFields, EditClient
from domain.wire.rows import KINDS, ClientRow, PersonRow

FIELDS = ClientFields.__struct_fields__
LONGEST_NOTES = 2000


class ClientForm(QObject):
    """One open form over a client; without a row over somebody who is not on file yet. `again` is a change that was
    refused, to be looked at once more.
    """

    changed = Signal()
    finished = Signal()

    def __init__(
        self,
        row: ClientRow | None,
        location_id: str,
        feed: Feed,
        acts: Acts,
        toasts: Toasts,
        clients: Clients,
        pending: Pending,
        salon: Salon,
        again: EditClient | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.is_new, self.location_id = row is None, location_id
        row = row or ClientRow(acts.new_id(), "", language=language())
        self.client_id = row.id
        self._toasts, self._clients, self._salon = toasts, clients, salon
        self._asked = Asked(feed, acts, pending, self)
        self._seen: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
        self._typed: dict[str, Any] = {name: written(name, value) for name, value in self._seen.items()}
        self.theirs: dict[str, Any] = {}
        self.fault = ""
        self.known: ClientRow | None = None
        self._refused: set[str] = set()
        self._left: set[str] = set()
        if again is not None:
            self._seen.update(_given(again.was))
            self._typed.update({name: written(name, value) for name, value in _given(again.to).items()})
        self._asked.began.connect(self.changed)
        self._asked.answered.connect(self._answered)
        self._asked.kept.connect(self._kept)
        clients.changed.connect(self._look)
        salon.changed.connect(self._salon_changed)
        self._look()

    @property
    def waits(self) -> bool:
        """Whether the server was asked and has not answered."""
        return self._asked.waits

    def value(self, name: str) -> Any:
        """What a field has now, as it is typed."""
        return self._typed[name]

    def set(self, name: str, value: Any) -> None:
        """Type something else."""
        self._typed[name], self.fault = value, ""
        self._left.discard(name)
        if name == "phone":
            self.known = self._other_by_phone()
        self.changed.emit()

    def leave(self, name: str) -> None:
        """A field was left: what is typed there is meant, and what is wrong with it may be said."""
        self._left.add(name)
        self.changed.emit()

    def told(self) -> str:
        """What the form itself says is wrong. Nothing of what is still being typed, or has not been typed yet."""
        wrong = self.fault or self._over()
        if wrong:
            return wrong
        if self.known is not None or self.theirs:
            return self.why_not()
        return self._wrong_contact({name: value for name, value in self.changes().items() if name in self._left})

    def begin_with(self, typed: str) -> None:
        """What somebody looked for before: a number when it has no letters, else a name."""
        is_number = bool(typed.strip()) and not any(sign.isalpha() for sign in typed)
        self.set("phone" if is_number else "name", typed.strip())

    def take_theirs(self, name: str) -> None:
        """What somebody else wrote meanwhile is right."""
        self._seen[name] = self.theirs.pop(name)
        self._typed[name] = written(name, self._seen[name])
        self.changed.emit()

    def keep_mine(self, name: str) -> None:
        """What is typed here is right, whatever somebody else wrote."""
        self._seen[name] = self.theirs.pop(name)
        self.changed.emit()

    def changes(self) -> dict[str, Any]:
        """The fields that differ from what was seen, as they are to be on file."""
        differ = [name for name in FIELDS if self._typed[name] != written(name, self._seen[name])]
        return {name: _meant(name, self._typed[name]) for name in differ}

    def why_not(self) -> str:
        """Why it cannot be saved as it stands; empty when it can."""
        over = self._over()
        if over:
            return over
        if self.waits:
            return tr("The server is being asked.")
        if self.theirs:
            return tr("Someone else has changed this meanwhile. Choose what is right.")
        wanted = self.changes()
        if not wanted and not self.is_new:
            return tr("Nothing was changed.")
        return self._wrong_with(wanted)

    def submit(self) -> None:
        """Have it on file. Online the form stays until the server has answered or is gone."""
        if not self.why_not():
            self._asked.ask(self._payload(), client_entity(self.client_id))

    def _salon_changed(self, kind: str) -> None:
        if kind == KINDS[PersonRow]:
            self.changed.emit()

    def _kept(self) -> None:
        self._toasts.say(tr("You are offline: it is sent when online."))
        self.finished.emit()

    def _over(self) -> str:
        """Why nothing that is typed can be saved any more, such as after a merge on another desk."""
        if not self._may():
            return sentences.not_permitted()
        gone = not self.is_new and self._clients.get(self.client_id) is None
        return sentences.refusal(Refusal("client_unknown")) if gone else ""

    def _may(self) -> bool:
        person = self._salon.person()
        if person is None:
            return False
        if self.is_new:
            return any(self._salon.may(one, self.location_id) for one in MAY_ADD_CLIENTS)
        return any(may_edit_clients(grant.permissions) for grant in person.grants)

    def _payload(self) -> CreateClient | EditClient:
        if self.is_new:
            told = {name: _meant(name, self._typed[name]) for name in FIELDS}
            return CreateClient(self.client_id, self.location_id, **told)
        to = self.changes()
        was = {name: self._seen[name] for name in to}
        return EditClient(self.client_id, self.location_id, ClientFields(**to), ClientFields(**was))

    def _wrong_with(self, wanted: dict[str, Any]) -> str:
        if not clean_text(self._typed["name"]):
            return tr("A client needs a name.")
        if self.known is not None:
            return tr("This number belongs to {client}.", client=shown_name(self.known.name))
        return self._wrong_contact(wanted)

    def _wrong_contact(self, wanted: dict[str, Any]) -> str:
        if wanted.get("phone") and self._parsed_phone() is None:
            return tr("This is not a phone number.")
        wrong = wanted.get("email") and email_or_none(wanted["email"]) is None
        return tr("This is not an email address.") if wrong else ""

    def _other_by_phone(self) -> ClientRow | None:
        found = self._clients.by_phone(self._typed["phone"], self._salon.region(self.location_id))
        return found if found is not None and found.id != self.client_id else None

    def _look(self) -> None:
        """She may have been changed by somebody else."""
        row = self._clients.get(self.client_id)
        if row is None or self.waits or self.is_new:  # while the server is asked, the row shows what was asked for
            self.changed.emit()
            return
        for name in FIELDS:
            now = getattr(row, name)
            if name in self._refused and self._means(name, now):
                continue  # that is what was refused, on its way out of the row
            self._refused.discard(name)
            if self._typed[name] == written(name, self._seen[name]) or self._means(name, now):
                self._seen[name], self._typed[name] = now, written(name, now)
                self.theirs.pop(name, None)
            elif now != self._seen[name]:
                self.theirs[name] = now
            else:
                self.theirs.pop(name, None)
        self.changed.emit()

    def _means(self, name: str, now: Any) -> bool:
        """Whether what is typed comes to what is on file already."""
        typed = self._typed[name]
        if name == "phone":
            return bool((self._parsed_phone() if typed.strip() else None) == now)
        if name == "name":
            return bool(clean_text(typed) == now)
        return bool((clean_lines(typed) if name == "notes" else typed) == written(name, now))

    def _parsed_phone(self) -> str | None:
        return phone_or_none(self._typed["phone"], self._salon.region(self.location_id))

    def _answered(self, answer: ActionAnswer) -> None:
        if isinstance(answer, Done):
            name = shown_name(self._typed["name"])
            said = tr("{client} is on file.", client=name) if self.is_new else tr("{client} was changed.", client=name)
            self._toasts.say(said)
            self.finished.emit()
            return
        self._refused = set(self.changes())
        self.fault = sentences.not_done(answer)
        if isinstance(answer, Refused):
            self.known = self._clients.get(answer.refusal.client_id)
        self._look()


def written(name: str, value: Any) -> Any:
    """A value as a field has it to be typed over."""
    if name == "phone":
        return phone(value) if value else ""
    return value or "" if name in {"name", "email", "language", "notes"} else value


def _meant(name: str, value: Any) -> Any:
    return (value.strip() or None) if name in {"phone", "email"} else value


def _given(fields: ClientFields) -> dict[str, Any]:
    return {name: value for name, value in asdict(fields).items() if value is not UNSET}

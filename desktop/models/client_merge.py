"""Two clients who may be one (row N23): who stays, and what would move. The server is asked how much there is."""

from PySide6.QtCore import QObject, Signal

from desktop.models.cards import shown_name
from desktop.models.client_choice import ClientChoice
from desktop.models.client_desk import ClientDesk
from desktop.models.clients import Clients
from desktop.texts import listed, ntr, tr
from domain.wire.clients import ClientHeld
from domain.wire.rows import ClientRow


class ClientMerge(QObject):
    """One open dialog. `choice` finds the other client; the one who was looked at stays unless it is turned round."""

    changed = Signal()

    def __init__(
        self, first_id: str, clients: Clients, desk: ClientDesk, choice: ClientChoice, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.choice = choice
        choice.setParent(self)
        self._clients, self._desk, self._first_id = clients, desk, first_id
        self._held: dict[str, ClientHeld | None] = {}
        self._turned = False
        choice.changed.connect(self._chosen)
        clients.changed.connect(self.changed)
        desk.held.connect(self._told)
        desk.ask_held(first_id)
        self._chosen()

    def both(self) -> tuple[ClientRow | None, ClientRow | None]:
        """The one who was looked at, and the other; None who is not there or not chosen."""
        person = self.choice.person
        other = self._clients.get(person.id) if person and not person.is_new else None
        return self._clients.get(self._first_id), other

    def keep_other(self, *, other: bool) -> None:
        """Whether the other one stays."""
        self._turned = other
        self.changed.emit()

    @property
    def keeps_other(self) -> bool:
        return self._turned

    def why_not(self) -> str:
        """Why they cannot be merged; empty when they can."""
        first, other = self.both()
        if first is None:
            return tr("This client is not on file any more.")
        if other is None:
            return tr("Choose the other client.")
        if other.id == first.id:
            return tr("This is the same client. Choose another one.")
        return self._desk.why_not_edit() or self._desk.why_not_now()

    def preview(self) -> str:
        """What will happen, in sentences."""
        first, other = self.both()
        if first is None or other is None or first.id == other.id:
            return ""
        stays, gone = (other, first) if self._turned else (first, other)
        held = self._held.get(gone.id)
        if held is None:
            return tr("Asking what would move…") if gone.id not in self._held else self._desk.why_not_now()
        told = [tr("{what} will move to {client}.", what=_what(held), client=shown_name(stays.name))]
        kept = self._held.get(stays.id)
        if held.unfinished and kept is not None and kept.unfinished:
            told.append(tr("Both have an incomplete booking: the newer one stays, the older one goes."))
        others = [text for text, mine in ((gone.phone, stays.phone), (gone.email, stays.email)) if text and mine]
        if any(text not in (stays.phone, stays.email) for text in others):
            told.append(tr("A second number or address is kept in the notes."))
        told.append(tr("This cannot be undone."))
        return " ".join(told)

    def submit(self) -> bool:
        """Have them merged; whether it was asked for."""
        first, other = self.both()
        if self.why_not() or first is None or other is None:
            return False
        stays, gone = (other, first) if self._turned else (first, other)
        self._desk.merge(stays.id, gone.id)
        return True

    def _chosen(self) -> None:
        other = self.both()[1]
        if other is not None and other.id not in self._held:
            self._desk.ask_held(other.id)
        self.changed.emit()

    def _told(self, client_id: str, held: ClientHeld | None) -> None:
        self._held[client_id] = held
        self.changed.emit()


def held_words(held: ClientHeld) -> list[str]:
    """What is held, each with its number; nothing that there is none of."""
    counts = (
        (held.appointments, ntr("{count} appointment", "{count} appointments", held.appointments)),
        (held.drafts, ntr("{count} incomplete booking", "{count} incomplete bookings", held.drafts)),
        (held.waitlist_entries, ntr("{count} waitlist entry", "{count} waitlist entries", held.waitlist_entries)),
        (held.messages, ntr("{count} message", "{count} messages", held.messages)),
    )
    return [words for count, words in counts if count]


def _what(held: ClientHeld) -> str:
    words = held_words(held)
    return listed(words) if words else tr("Name and contact")

"""The clients on file, found while somebody types: by parts of the name, phone in any writing, or email (row N23)."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from desktop.models.found_rows import FoundRows
from desktop.models.name_index import Contact
from desktop.models.ports import Feed
from domain.contacts import phone_or_none
from domain.finding import Sought, name_key, sought
from domain.wire.rows import ClientRow

_LOOKED_AT = 50
"""So many who have nearly the same name or address are compared."""


def _alike(one: ClientRow, other: ClientRow) -> bool:
    if one.email and other.email and one.email.casefold() == other.email.casefold():
        return True
    return not (one.phone and other.phone) and name_key(one.name) == name_key(other.name)


def _contact(row: ClientRow) -> Contact:
    return Contact(row.name, row.phone, row.email)


class Clients(QObject):
    """Every client that this desk holds."""

    changed = Signal()

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: FoundRows[ClientRow] = FoundRows(feed, ClientRow, _contact, self)
        self._rows.changed.connect(self.changed)

    def get(self, client_id: str | None) -> ClientRow | None:
        """One client, None when the desk does not hold her."""
        return self._rows.get(client_id)

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, typed: str, most: int = 6) -> tuple[ClientRow, ...]:
        """Those whom the typed text may mean, the likeliest first; none for an empty text."""
        return tuple(self.search(sought(typed), most))

    def search(self, what: Sought, most: int) -> list[ClientRow]:
        """The same for a text that was read already."""
        return self._rows.find(what, most)

    def __iter__(self) -> Iterator[ClientRow]:
        """All of them, in no order."""
        return iter(self._rows)

    def like(self, row: ClientRow) -> tuple[ClientRow, ...]:
        """Who may be the same person: with the same address, or the same name where one of the two has no number."""
        found = [*self.find(row.email or "", _LOOKED_AT), *self.find(row.name, _LOOKED_AT)]
        alike = {other.id: other for other in found if other.id != row.id and _alike(row, other)}
        return tuple(alike.values())

    def by_phone(self, typed: str, region: str) -> ClientRow | None:
        """Whose number this is, written as people of the region write it."""
        number = phone_or_none(typed, region)
        return self._rows.with_number(number) if number else None

"""The clients on file, found while somebody types: by parts of the name, phone in any writing, or email (row N23)."""

from PySide6.QtCore import QObject, Signal

from desktop.models.found_rows import FoundRows
from desktop.models.name_index import Contact
from desktop.models.ports import Feed
from domain.contacts import NotAPhone, parse_phone
from domain.finding import Sought, sought
from domain.wire.rows import ClientRow


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

    def by_phone(self, typed: str, region: str) -> ClientRow | None:
        """Whose number this is, written as people of the region write it."""
        try:
            return self._rows.with_number(parse_phone(typed, region))
        except NotAPhone:
            return None

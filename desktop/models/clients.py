"""The clients on file, found while somebody types: by parts of the name, phone in any writing, or email (row N23)."""

import unicodedata
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.ports import Feed
from domain.contacts import NotAPhone, parse_phone
from domain.wire.rows import KINDS, ClientRow, Row

_KIND = KINDS[ClientRow]
_A_TURN = 400
"""So many clients are made ready for searching before the window may do something else: a few milliseconds."""

_LEAST_DIGITS = 3
_PHONE_SIGNS = frozenset("0123456789+()/-. ")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that look like others with a stroke, but are none to Unicode."""


class _Indexed(NamedTuple):
    """`text` has a blank before each word, so that a search for ` ab` finds what begins with it."""

    text: str
    digits: str
    name: str


class Clients(QObject):
    """Every client that this desk holds. Searching asks nobody and works offline."""

    changed = Signal()

    def __init__(self, feed: Feed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, ClientRow] = {}
        self._index: dict[str, _Indexed] = {}
        self._phones: dict[str, str] = {}
        self._waiting: dict[str, None] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._turn)
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)

    def get(self, client_id: str | None) -> ClientRow | None:
        """One client, None when the desk does not hold her."""
        return self._rows.get(client_id) if client_id else None

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, typed: str, most: int = 6) -> tuple[ClientRow, ...]:
        """Those whom the typed text may mean, the likeliest first; none for an empty text."""
        begins = " ".join(fold(typed).split())
        best = nsmallest(most, self.matching(typed), key=lambda client_id: self._rank(client_id, begins))
        return tuple(self._rows[client_id] for client_id in best)

    def matching(self, typed: str) -> list[str]:
        """The ids of all whom the typed text may mean, in no order; none for an empty text."""
        self._take_in(len(self._waiting))
        digits = _digits(typed)
        if digits:
            return [client_id for client_id, entry in self._index.items() if digits in entry.digits]
        words = fold(typed).split()
        return self._by_words(words) if words else []

    def rows(self) -> Mapping[str, ClientRow]:
        """All of them, by id."""
        return self._rows

    def like(self, row: ClientRow) -> tuple[ClientRow, ...]:
        """Who may be the same person: with the same address, or the same name where one of the two has no number."""
        self._take_in(len(self._waiting))
        email, name = fold(row.email or ""), self._index[row.id].name if row.id in self._index else ""
        found = [
            self._rows[client_id]
            for client_id, entry in self._index.items()
            if (email and email in entry.text) or (name and name == entry.name)
        ]
        return tuple(other for other in found if other.id != row.id and _alike(row, other))

    def by_phone(self, typed: str, region: str) -> ClientRow | None:
        """Whose number this is, written as people of the region write it."""
        self._take_in(len(self._waiting))
        try:
            return self.get(self._phones.get(parse_phone(typed, region)))
        except NotAPhone:
            return None

    def _by_words(self, words: list[str]) -> list[str]:
        sought = [word if "@" in word or not word.isascii() else f" {word}" for word in words]
        first, *rest = sorted(sought, key=len, reverse=True)
        return [
            client_id
            for client_id, entry in self._index.items()
            if first in entry.text and all(part in entry.text for part in rest)
        ]

    def _rank(self, client_id: str, begins: str) -> tuple[bool, str, str]:
        name = self._index[client_id].name
        return not name.startswith(begins), name, client_id

    def _reset(self, kind: str, rows: tuple[Row, ...]) -> None:
        if kind == _KIND:
            self._rows, self._index, self._phones, self._waiting = {}, {}, {}, {}
            self._keep(rows)
            self.changed.emit()

    def _change(self, kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...]) -> None:
        if kind != _KIND:
            return
        for client_id in (*removed, *(row.id for row in upserts)):
            self._forget(client_id)
        self._keep(upserts)
        self.changed.emit()

    def _keep(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if isinstance(row, ClientRow):
                self._rows[row.id] = row
                self._waiting[row.id] = None
        if self._waiting:
            self._soon.start(0)

    def _forget(self, client_id: str) -> None:
        row = self._rows.pop(client_id, None)
        self._index.pop(client_id, None)
        self._waiting.pop(client_id, None)
        if row is not None and row.phone and self._phones.get(row.phone) == client_id:
            del self._phones[row.phone]

    def _turn(self) -> None:
        self._take_in(_A_TURN)
        if self._waiting:
            self._soon.start(0)

    def _take_in(self, most: int) -> None:
        for client_id in list(self._waiting)[:most]:
            del self._waiting[client_id]
            row = self._rows[client_id]
            name = " ".join(fold(row.name).split())
            self._index[client_id] = _Indexed(f" {name} {fold(row.email or '')}", (row.phone or "").lstrip("+"), name)
            if row.phone:
                self._phones[row.phone] = client_id


def _alike(one: ClientRow, other: ClientRow) -> bool:
    if one.email and other.email and one.email.casefold() == other.email.casefold():
        return True
    return not (one.phone and other.phone) and fold(one.name).split() == fold(other.name).split()


def fold(text: str) -> str:
    """A text as it is compared: without case, accents and strokes."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)


def _digits(typed: str) -> str:
    """The digits of what looks like a number, without what stands for the country or the trunk; else nothing."""
    if not set(typed) <= _PHONE_SIGNS:
        return ""
    digits = "".join(sign for sign in typed if sign.isdigit()).lstrip("0")
    return digits if len(digits) >= _LEAST_DIGITS else ""

"""Rows that are about somebody, found by her name, number or address. In memory, over the rows the desk holds anyway.

Words lie in order, so that what begins with the typed text is one stretch however many there are. Numbers lie in long
texts, since any part of one may be typed.
"""

import string
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from itertools import chain, islice
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from desktop.models.sorted_words import SortedWords
from domain.finding import Sought, email_words, name_key, name_words

MOST_LOOKED_AT = 200
"""So many of those that fit are put in order; who typed so little that more do is going to type on."""

_FEW = 200
_BLOCK = 512
_END = "\0"
_MARK = 4
_DIGITS = string.digits + string.ascii_lowercase


class Contact(NamedTuple):
    """What a row tells about its person."""

    name: str
    phone: str | None = None
    email: str | None = None


class _Row(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Row)
Rank = Callable[[R], Any]


class NameIndex(Generic[R]):
    """`contact` reads a row. A row may be put in again when it has changed."""

    def __init__(self, contact: Callable[[R], Contact]) -> None:
        self._contact = contact
        self.clear()

    def clear(self) -> None:
        """Forget all rows."""
        self._rows: list[R | None] = []
        self._places: dict[str, int] = {}
        self._free: list[int] = []
        self._names, self._words = SortedWords(), SortedWords()
        self._numbers: list[str] = []
        self._stale: set[int] = set()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, row_id: str) -> bool:
        return row_id in self._places

    def __iter__(self) -> Iterator[R]:
        return (row for row in self._rows if row is not None)

    def get(self, row_id: str) -> R | None:
        """A row by its id."""
        place = self._places.get(row_id)
        return None if place is None else self._rows[place]

    def put(self, row: R) -> None:
        """Let a row be found."""
        place = self._places.get(row.id)
        if place is not None:
            before = self._rows[place]
            if before is not None and self._contact(before) == self._contact(row):
                self._rows[place] = row
                return
            self.drop(row.id)
        place = self._free.pop() if self._free else len(self._rows)
        if place == len(self._rows):
            self._rows.append(row)
        self._rows[place], self._places[row.id] = row, place
        name, phone, email = self._contact(row)
        end = _END + _mark(place)
        self._names.add(name_key(name) + end)
        for word in _words(name, email):
            self._words.add(word + end)
        if phone:
            self._stale.add(place // _BLOCK)

    def drop(self, row_id: str) -> None:
        """Let a row not be found any more."""
        place = self._places.pop(row_id, None)
        row = None if place is None else self._rows[place]
        if place is None or row is None:
            return
        name, phone, email = self._contact(row)
        end = _END + _mark(place)
        self._names.take(name_key(name) + end)
        for word in _words(name, email):
            self._words.take(word + end)
        if phone:
            self._stale.add(place // _BLOCK)
        self._rows[place] = None
        self._free.append(place)

    def settle(self) -> None:
        """Make ready what numbers are looked for in."""
        for block in self._stale:
            while len(self._numbers) <= block:
                self._numbers.append("")
            rows = self._rows[block * _BLOCK : (block + 1) * _BLOCK]
            self._numbers[block] = "\n".join((row and self._contact(row).phone) or "" for row in rows)
        self._stale.clear()

    def find(
        self, what: Sought, most: int, rank: Rank[R] | None = None, wanted: Callable[[R], bool] | None = None
    ) -> list[R]:
        """The best of those that fit and are `wanted`: by `rank`, else first those whose name begins as typed."""
        self.settle()
        if rank is None and not what.digits:
            begin = list(islice(filter(wanted, self._rows_at(self._beginning(what.whole))), most))
            if len(begin) == most:
                return begin
        rows = islice(filter(wanted, self._rows_at(self._fitting(what))), MOST_LOOKED_AT)
        return nsmallest(most, rows, key=rank or self._by_name(what))

    def with_number(self, phone: str) -> R | None:
        """Whose number this is, in E.164."""
        self.settle()
        found = self._rows_at(self._with_digits(phone))
        return next((row for row in found if self._contact(row).phone == phone), None)

    def _by_name(self, what: Sought) -> Rank[R]:
        def rank(row: R) -> tuple[bool, bool, str, str]:
            name, phone, _ = self._contact(row)
            key = name_key(name)
            ends = bool(what.digits and phone and phone.endswith(what.digits))
            return not ends, not (what.whole and key.startswith(what.whole)), key, row.id

        return rank

    def _fitting(self, what: Sought) -> Iterator[str]:
        """The marks of all rows that fit, each once."""
        if not what.words:
            yield from self._with_digits(what.digits) if what.digits else ()
            return
        words = sorted(what.words, key=self._count)
        seen = set[str]()
        for found in chain(self._beginning(what.whole), self._with_words(words)):
            if found not in seen and (not what.digits or what.digits in (self._at(found).phone or "")):
                yield found
            seen.add(found)

    def _with_words(self, words: list[tuple[str, ...]]) -> Iterator[str]:
        """Those with all words, the rarest of which comes first."""
        *rarer, last = words
        if not rarer:
            yield from self._with_word(last)
        elif self._count(rarer[0]) <= _FEW:
            yield from (found for found in self._with_word(rarer[0]) if self._has(found, words[1:]))
        else:
            sets = [set(self._with_word(word)) for word in rarer]
            yield from (found for found in self._with_word(last) if all(found in held for held in sets))

    def _has(self, found: str, words: Iterable[tuple[str, ...]]) -> bool:
        name, _, email = self._at(found)
        held = [name_key(name), *_words(name, email)]
        return all(any(one.startswith(word) for one in held for word in spellings) for spellings in words)

    def _at(self, found: str) -> Contact:
        row = self._rows[_place(found)]
        return Contact("") if row is None else self._contact(row)

    def _rows_at(self, marks: Iterable[str]) -> Iterator[R]:
        return (row for row in (self._rows[_place(found)] for found in marks) if row is not None)

    def _beginning(self, whole: str) -> Iterator[str]:
        return _marks(self._names.beginning(whole)) if whole else iter(())

    def _count(self, spellings: tuple[str, ...]) -> int:
        return sum(self._names.count(word) + self._words.count(word) for word in spellings)

    def _with_word(self, spellings: tuple[str, ...]) -> Iterator[str]:
        found = (words.beginning(prefix) for words in (self._names, self._words) for prefix in spellings)
        return _marks(chain.from_iterable(found))

    def _with_digits(self, digits: str) -> Iterator[str]:
        for block, text in enumerate(self._numbers):
            at, counted, line = text.find(digits), 0, 0
            while at >= 0:
                line += text.count("\n", counted, at)
                yield _mark(block * _BLOCK + line)
                counted = at
                end = text.find("\n", at)
                at = text.find(digits, end) if end >= 0 else -1


def _mark(place: int) -> str:
    """What stands at the end of every word of a row: cheaper to cut off than a number is to read."""
    digits = ""
    for _ in range(_MARK):
        place, digit = divmod(place, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _place(mark: str) -> int:
    return int(mark, 36)


def _marks(stretches: Iterable[list[str]]) -> Iterator[str]:
    for words in stretches:
        yield from [word[-_MARK:] for word in words]


def _words(name: str, email: str | None) -> list[str]:
    return list(dict.fromkeys([*name_words(name), *(email_words(email) if email else ())]))

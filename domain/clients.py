"""Clients from a file (row N23): what a line says, and whether it means somebody who is on file already. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from domain.contacts import NotAnEmail, NotAPhone, clean_lines, clean_text, parse_email, parse_phone

FaultCode = Literal["name_needed", "not_a_phone", "not_an_email", "not_a_language", "invalid"]
LONGEST_NAME = 200
LONGEST_NOTES = 2000


class Read(NamedTuple):
    """A line that can be taken: the phone in E.164, an empty language where the file has none."""

    name: str
    phone: str | None
    email: str | None
    language: str
    notes: str


class Fault(NamedTuple):
    """Why a line cannot be taken."""

    code: FaultCode


class Known(NamedTuple):
    """Someone on file, as far as telling her from others goes."""

    id: str
    name: str
    phone: str | None
    email: str | None


def read_line(name: str, phone: str, email: str, language: str, notes: str, region: str) -> Read | Fault:
    """What a line says. A number is read as people of the region (ISO 3166) write it."""
    shown, told = clean_text(name), clean_lines(notes)
    if not shown:
        return Fault("name_needed")
    if len(shown) > LONGEST_NAME or len(told) > LONGEST_NOTES:
        return Fault("invalid")
    try:
        number = parse_phone(phone, region) if phone.strip() else None
        address = parse_email(email) if email.strip() else None
    except NotAPhone:
        return Fault("not_a_phone")
    except NotAnEmail:
        return Fault("not_an_email")
    tag = language.strip().replace("_", "-")
    if tag and not _is_language(tag):
        return Fault("not_a_language")
    return Read(shown, number, address, tag, told)


def _is_language(tag: str) -> bool:
    """A tag of BCP 47, as far as the wire takes them."""
    first, *rest = tag.split("-")
    return (
        first.isascii()
        and first.isalpha()
        and len(first) in {2, 3}
        and all(part.isascii() and part.isalnum() and 2 <= len(part) <= 8 for part in rest)
        and len(tag) <= 35
    )


@dataclass
class Lines:
    """Those on file, found by what a line says.

    A number is one client's. Without one an address and the name together mean her, as families share addresses; with
    neither it is a name of whom nothing else is known.
    """

    on_file: Iterable[Known]
    phones: dict[str, str] = field(default_factory=dict)
    _emails: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for known in self.on_file:
            self._keep(known)

    def find(self, read: Read) -> str | None:
        """Whom a line means."""
        if read.phone:
            return self.phones.get(read.phone)
        if read.email:
            return self._emails.get((read.email, read.name.casefold()))
        return self._names.get(read.name)

    def add(self, read: Read, client_id: str) -> None:
        """She is on file from now on."""
        self._keep(Known(client_id, read.name, read.phone, read.email))

    def _keep(self, known: Known) -> None:
        if known.phone:
            self.phones.setdefault(known.phone, known.id)
        if known.email:
            self._emails.setdefault((known.email, known.name.casefold()), known.id)
        if not known.phone and not known.email:
            self._names.setdefault(known.name, known.id)

"""Clients in a table (row N23): which column means what, and what will become of each line. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from domain.clients import Fault, FaultCode, Known, Lines, Read, read_line
from domain.finding import fold
from domain.sheets import Line
from domain.wire.clients import ImportRow

Meaning = Literal["name", "first_name", "last_name", "phone", "email", "language", "notes"]
Columns = Mapping[Meaning, int]
"""By meaning the column, from zero; what no column means is not in it."""

_HEADS: dict[Meaning, tuple[str, ...]] = {
    "name": ("name", "full name", "client", "client name", "customer", "customer name", "kunde", "kundin", "kundenname",
             "nombre completo", "cliente", "nom complet", "cliente nombre"),
    "first_name": ("first name", "firstname", "given name", "vorname", "nombre", "prenom"),
    "last_name": ("last name", "lastname", "surname", "family name", "nachname", "familienname", "apellido",
                  "apellidos", "nom", "nom de famille"),
    "phone": ("mobile", "mobile phone", "mobile number", "cell", "cell phone", "handy", "handynummer", "mobil",
              "mobilnummer", "movil", "portable", "phone", "phone number", "telephone", "tel", "telefon",
              "telefonnummer", "rufnummer", "telefono"),
    "email": ("email", "email address", "mail", "emailadresse", "correo", "correo electronico", "courriel"),
    "language": ("language", "sprache", "idioma", "langue", "locale"),
    "notes": ("notes", "note", "comment", "comments", "remarks", "notiz", "notizen", "bemerkung", "bemerkungen",
              "kommentar", "notas", "remarques"),
}  # fmt: skip


class Refused(NamedTuple):
    """A line that will not be taken. `other` is the line that has the same number already."""

    line: Line
    code: FaultCode | Literal["twice"]
    other: int = 0


@dataclass
class Plan:
    """What will become of the lines: `new` go to the server, each with the line it came from."""

    new: list[tuple[Line, ImportRow]] = field(default_factory=list)
    same: int = 0
    refused: list[Refused] = field(default_factory=list)
    looked_at: int = 0


def columns_of(heads: Sequence[str]) -> dict[Meaning, int]:
    """What the names of columns mean, the likelier name first; none of them is no mistake."""
    names = [" ".join(fold(head).replace("-", "").replace("_", " ").replace(".", "").split()) for head in heads]
    found: dict[Meaning, int] = {}
    for meaning, known in _HEADS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None and place not in found.values():
            found[meaning] = place
    if "first_name" not in found and "name" not in found and "last_name" in found:
        found["name"] = found.pop("last_name")  # "Nom" alone
    if "first_name" in found and "last_name" not in found and "name" not in found:
        found["name"] = found.pop("first_name")
    return found


def has_heads(lines: Sequence[Line]) -> bool:
    """Whether the first line has the names of the columns."""
    return bool(lines) and bool(columns_of(lines[0].cells))


def plan(
    lines: Iterable[Line], columns: Columns, region: str, on_file: Iterable[Known], new_id: Callable[[], str]
) -> Iterator[Plan]:
    """Looks at one line after the other; the same Plan each time, which is whole after the last."""
    known, first, found = Lines(on_file), dict[str, int](), Plan()
    for line in lines:
        read = read_line(*_values(line, columns), region)
        found.looked_at += 1
        if isinstance(read, Fault):
            found.refused.append(Refused(line, read.code))
        elif read.phone and read.phone in first:
            found.refused.append(Refused(line, "twice", first[read.phone]))
        elif known.find(read):
            found.same += 1
        else:
            client_id = new_id()
            known.add(read, client_id)
            found.new.append((line, _row(client_id, read)))
        if isinstance(read, Read) and read.phone:
            first.setdefault(read.phone, line.number)
        yield found


def _values(line: Line, columns: Columns) -> tuple[str, str, str, str, str]:
    def cell(meaning: Meaning) -> str:
        place = columns.get(meaning, -1)
        return line.cells[place] if 0 <= place < len(line.cells) else ""

    parts = (cell("first_name"), cell("last_name"))
    name = cell("name") or " ".join(part for part in parts if part)
    return name, cell("phone"), cell("email"), cell("language"), cell("notes")


def _row(client_id: str, read: Read) -> ImportRow:
    return ImportRow(client_id, read.name, read.phone or "", read.email or "", read.language, read.notes)

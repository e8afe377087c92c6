"""Tables as text (CSV): read whatever a salon's old program or a spreadsheet wrote, and write so that no cell becomes a
formula (promise S6). Pure.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1254", "cp1256")
"""Those that a person can choose, the likeliest first."""

DELIMITERS = (",", ";", "\t")
LARGEST = 64 * 1024 * 1024
LONGEST_CELL = 100_000

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHERS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG")
"""How files begin that are no text: workbooks, documents, pictures."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LOOKED_AT = 50


class NotASheet(ValueError):
    """The file is no table in text. The message does not repeat any of it."""


class UnreadableLine(ValueError):
    """A line cannot be told from the next: a quotation mark is not closed, or a cell has no end."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class Line(NamedTuple):
    """A row of the table; `number` is where it begins in the file, from one."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A whole table with how it was read; `guessed` signs could not be read and are U+FFFD now."""

    encoding: str
    delimiter: str
    lines: tuple[Line, ...]
    guessed: int = 0


def read_sheet(data: bytes, encoding: str = "", delimiter: str = "") -> Sheet:
    """The table in a file. What is not given is found out. Raises NotASheet and UnreadableLine."""
    if data.startswith(_OTHERS):
        raise NotASheet("another kind of file")
    used = encoding or encoding_of(data)
    text = _decoded(data, used)
    if sum(not (sign.isprintable() or sign.isspace()) for sign in text[:2000]) > 20:
        raise NotASheet("not text")
    text = text.replace("\0", "")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter, text = delimiter or first.strip()[-1], rest
    used_delimiter = delimiter or delimiter_of(text)
    return Sheet(used, used_delimiter, _lines(text, used_delimiter), text.count("\ufffd"))


def encoding_of(data: bytes) -> str:
    """What the bytes are most likely written in: a mark at the beginning, else UTF-8 if they can be, else Windows'."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:400]:
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _decoded(data: bytes, encoding: str) -> str:
    if encoding == "utf-8":
        return data.decode("utf-8-sig", errors="replace")
    if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        big = data[:400:2].count(0) > data[1:400:2].count(0)
        return data.decode("utf-16-be" if big else "utf-16-le", errors="replace")
    return data.decode(encoding, errors="replace")


def delimiter_of(text: str) -> str:
    """What stands between the cells: what parts the first lines into the most, and all of them alike."""
    sample = "\n".join(text.splitlines()[:_LOOKED_AT])

    def parts(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0), usual

    return max(DELIMITERS, key=parts)


def _lines(text: str, delimiter: str) -> tuple[Line, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Line] = []
    begins = 1
    try:
        for row in reader:
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise UnreadableLine(begins)
            if any(cell.strip() for cell in row):
                found.append(Line(begins, tuple(plain(cell.strip()) for cell in row)))
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableLine(begins) from None
    return tuple(found)


def plain(text: str) -> str:
    """A cell as it was before `guarded` wrote it."""
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA and len(text) > 1 else text


def guarded(text: str) -> str:
    """A cell that no spreadsheet reads as a formula: behind an apostrophe, which `plain` takes away again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_sheet(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """A table as a file that spreadsheets open with all letters right: UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")

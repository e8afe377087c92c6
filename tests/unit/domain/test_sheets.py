"""Files of clients as salons have them, and tables that no spreadsheet takes for formulas (row N23, promise S6)."""

import contextlib
import csv
import io
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.client_sheet import Plan, columns_of, has_heads, plan
from domain.clients import Known
from domain.sheets import Line, NotASheet, Sheet, UnreadableLine, guarded, plain, read_sheet, write_sheet

pytestmark = pytest.mark.row("N23")
TEXT = "Name;Telefon;E-Mail\r\nJörg Müller;030 1234567;joerg@example.org\r\n"


def planned(*rows: tuple[str, ...], on_file: tuple[Known, ...] = ()) -> Plan:
    ids = count(1)
    columns = columns_of(("Name", "Phone", "Email", "Language", "Notes"))
    lines = [Line(place, cells) for place, cells in enumerate(rows, 2)]
    return list(plan(lines, columns, "DE", on_file, lambda: f"c-{next(ids)}"))[-1]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1252", "cp1252"),
    ],
)
def test_a_file_is_read_in_whatever_it_was_written(encoding: str, found: str) -> None:
    sheet = read_sheet(TEXT.encode(encoding))
    assert (sheet.encoding, sheet.delimiter, sheet.guessed) == (found, ";", 0)
    assert [line.cells for line in sheet.lines] == [
        ("Name", "Telefon", "E-Mail"),
        ("Jörg Müller", "030 1234567", "joerg@example.org"),
    ]


def test_a_wrong_choice_of_encoding_is_seen_and_the_right_one_helps() -> None:
    data = "Name\nŁukasz Żak\n".encode("cp1250")
    assert read_sheet(data, "utf-8").guessed > 0
    assert read_sheet(data, "cp1250").lines[1].cells == ("Łukasz Żak",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_stands_between_cells_is_found_out(delimiter: str) -> None:
    rows = [["Name", "Notes"], ["Berg, Mara", 'says "hi"; often'], ["Éva", "two\nlines"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    sheet = read_sheet(out.getvalue().encode())
    assert sheet.delimiter == delimiter
    assert [list(line.cells) for line in sheet.lines] == rows
    assert [line.number for line in sheet.lines] == [1, 2, 3]


def test_what_spreadsheets_add_is_no_line() -> None:
    sheet = read_sheet(b"sep=;\r\nName;Phone\r\n\r\n;;\r\nMara;1\r\n")
    assert [line.cells for line in sheet.lines] == [("Name", "Phone"), ("Mara", "1")]


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"%PDF-1.7", bytes(range(32)) * 40])
def test_another_kind_of_file_is_said_to_be_one(data: bytes) -> None:
    with pytest.raises(NotASheet):
        read_sheet(data)


def test_a_quotation_mark_that_is_not_closed_names_its_line() -> None:
    data = ('Name,Notes\nMara,x\nEva,"' + "never closed\n" * 20_000).encode()
    with pytest.raises(UnreadableLine) as failed:
        read_sheet(data)
    assert failed.value.line == 3


@given(st.binary(max_size=400))
def test_no_bytes_do_anything_but_read_or_refuse(data: bytes) -> None:
    with contextlib.suppress(NotASheet, UnreadableLine):
        assert isinstance(read_sheet(data), Sheet)


@pytest.mark.row("S6")
@pytest.mark.parametrize("text", ["=1+1", "+49 30 123", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.example")'])
def test_a_formula_is_written_as_text_and_read_as_it_was(text: str) -> None:
    assert guarded(text).startswith("'")
    assert plain(guarded(text)) == text
    written = write_sheet([["Name"], [text]]).decode("utf-8-sig")
    ((_,), (cell,)) = list(csv.reader(io.StringIO(written, newline="")))
    assert not cell.startswith(("=", "+", "-", "@", "\t"))


@given(st.text(max_size=20))
def test_guarding_a_cell_loses_nothing(text: str) -> None:
    assert plain(guarded(text)) == text or text.startswith("'")


@pytest.mark.parametrize(
    ("heads", "means"),
    [
        (("Vorname", "Nachname", "Handy", "E-Mail"), {"first_name": 0, "last_name": 1, "phone": 2, "email": 3}),
        (("Client name", "Telephone", "Mobile"), {"name": 0, "phone": 2}),
        (("Nom", "Prénom", "Courriel"), {"last_name": 0, "first_name": 1, "email": 2}),
        (("Nom", "Téléphone"), {"name": 0}),
        (("a", "b"), {}),
    ],
)
def test_columns_are_known_by_their_names(heads: tuple[str, ...], means: dict[str, int]) -> None:
    found = dict(columns_of(heads))
    if "Téléphone" in heads:
        found.pop("phone", None)
    assert found == means
    assert has_heads([Line(1, heads)]) == bool(means)


def test_what_will_become_of_each_line_is_known_before() -> None:
    on_file = (Known("x", "Zoë King", "+49301234567", None), Known("y", "Éva", None, "eva@example.org"))
    found = planned(
        ("Mara", "030 7654321", "", "de", "=SUM(1)"),
        ("Zoe K", "+49 30 1234567", "", "", ""),
        ("Éva", "", "eva@example.org", "", ""),
        ("Other Éva", "", "eva@example.org", "", ""),
        ("", "030 1111111", "", "", ""),
        ("Ben", "call him", "", "", ""),
        ("Ben", "", "at home", "", ""),
        ("Ben", "", "", "klingon!", ""),
        ("Mara's son", "0049 30 7654321", "", "", ""),
        ("No contact", "", "", "", ""),
        ("No contact", "", "", "", ""),
        on_file=on_file,
    )
    assert [(row.name, row.phone, row.notes) for _, row in found.new] == [
        ("Mara", "+49307654321", "=SUM(1)"),
        ("Other Éva", "", ""),
        ("No contact", "", ""),
    ]
    assert found.same == 3
    assert [(one.line.number, one.code, one.other) for one in found.refused] == [
        (6, "name_needed", 0),
        (7, "not_a_phone", 0),
        (8, "not_an_email", 0),
        (9, "not_a_language", 0),
        (10, "twice", 2),
    ]
    assert found.looked_at == 11

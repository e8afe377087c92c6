"""Lines of a file of clients, some at a time: again and again with the same outcome, whatever is in them (row N23)."""

import pytest

from domain.wire.clients import IMPORT_BATCH, ImportBatch, Imported, ImportRow
from domain.wire.rows import ClientRow
from tests.support.salon import Salon
from tests.unit.backend.clients.test_edit import on_file

pytestmark = pytest.mark.row("N23")


def bring(salon: Salon, *rows: ImportRow, who: str = "olga") -> tuple[str, ...]:
    asked = ImportBatch("DE", rows)
    return salon.ask(Imported, "POST", "/v1/clients/import", asked, salon.token(who)).outcomes


def names(salon: Salon) -> dict[str, ClientRow]:
    return {row.name: row for row in salon.feed("rita", ClientRow)}


def test_new_ones_come_on_file_and_to_every_desk(salon: Salon) -> None:
    rows = (
        ImportRow("i-1", "=HYPERLINK(1)", "030 1234567", " Mara@Example.org", "de_AT", "@notes"),
        ImportRow("i-2", "Ben"),
    )
    assert bring(salon, *rows) == ("new", "new")
    row = names(salon)["=HYPERLINK(1)"]
    assert (row.phone, row.email, row.language) == ("+49301234567", "Mara@example.org", "de-AT")
    assert (row.notes, row.id) == ("@notes", "i-1")
    assert salon.events("client:i-1") == [("client.imported", f"person:{salon.person_id('olga')}")]


def test_the_same_lines_again_add_nobody(salon: Salon) -> None:
    rows = [("Mara", "030 1234567", "m@example.org"), ("Family", "", "m@example.org"), ("Nobody's", "", "")]
    first = tuple(ImportRow(f"a-{place}", *row) for place, row in enumerate(rows))
    again = tuple(ImportRow(f"b-{place}", *row) for place, row in enumerate(rows))
    assert bring(salon, *first) == ("new", "new", "new")
    assert bring(salon, *first) == ("new", "new", "new")  # the answer was lost, and the batch came once more
    number = len(names(salon))
    assert bring(salon, *again) == ("same", "same", "same")
    assert len(names(salon)) == number


def test_what_is_on_file_stays_as_it_is(salon: Salon) -> None:
    on_file(salon, "c-1", phone="030 1234567")
    assert bring(salon, ImportRow("i-1", "Another Name", "+49 30 1234567", "new@example.org")) == ("same",)
    assert "Another Name" not in names(salon)
    assert names(salon)["Mara Berg"].email is None


def test_a_bad_line_holds_up_no_other(salon: Salon) -> None:
    rows = (
        ImportRow("i-1", " ", "030 1"),
        ImportRow("i-2", "Ben", "call him"),
        ImportRow("i-3", "Ben", "", "at home"),
        ImportRow("i-4", "Ben", "", "", "klingon!"),
        ImportRow("i-5", "Éva", "0049 30 7654321"),
        ImportRow("i-6", "Éva again", "030 7654321"),
    )
    wanted = ("name_needed", "not_a_phone", "not_an_email", "not_a_language", "new", "same")
    assert bring(salon, *rows) == wanted
    assert set(names(salon)) == {"Éva"}


def test_a_batch_has_its_size_and_its_permission(salon: Salon) -> None:
    rows = tuple(ImportRow(f"i-{place}", f"Client {place}") for place in range(IMPORT_BATCH + 1))
    token = salon.token("olga")
    assert salon.request("POST", "/v1/clients/import", ImportBatch("DE", rows), token).status == 422
    assert set(bring(salon, *rows[:-1])) == {"new"}
    assert salon.request("POST", "/v1/clients/import", ImportBatch("DE", rows[:1]), salon.token("rita")).status == 403

"""Importing clients from a file, as a manager does it: any encoding, a preview, refusals with their reasons (N23)."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.desk.client_import import imported, opened, planned
from desktop.models.client_import import Step
from desktop.models.ports import Imported
from desktop.views.clients.importing import ImportDialog
from domain.client_sheet import columns_of
from domain.permissions import Permission
from domain.wire.clients import ImportBatch
from domain.wire.clients import Imported as Answer
from sync.errors import Unreachable
from tests.gui.support.clicks import button, press, texts
from tests.gui.support.clients import SARAH, ClientsDesk
from tests.gui.support.rows import person

pytestmark = pytest.mark.row("N23")
TEXT = (
    "Vorname;Nachname;Handy;Bemerkung\r\n"
    "Jörg;Müller;030 1234567;=SUM(A1)\r\n"
    "Sarah;L;+46 70 123 45 67;\r\n"
    "Bad;Phone;call me;+1\r\n"
    "Jörgs;Sohn;030/1234567;\r\n"
)


def shown(qtbot: QtBot, path: Path, data: bytes) -> tuple[ClientsDesk, ImportDialog]:
    path.write_bytes(data)
    desk = ClientsDesk(qtbot)
    desk.screen.bring.click()
    (dialog,) = desk.window.findChildren(ImportDialog)
    assert not button(dialog, "Check").isEnabled()
    press(dialog, "Choose a file…")
    (files,) = dialog.findChildren(QFileDialog)
    files.fileSelected.emit(str(path))
    files.reject()
    return desk, dialog


def test_a_file_is_looked_at_imported_and_what_was_refused_saved(qtbot: QtBot, tmp_path: Path) -> None:
    desk, dialog = shown(qtbot, tmp_path / "kunden.csv", TEXT.encode("cp1252"))
    assert (dialog.columns.encoding.currentData(), dialog.columns.delimiter.currentText()) == ("cp1252", "Semicolon")
    assert dialog.columns.heads.isChecked()
    chosen = {meaning: box.currentText() for meaning, box in dialog.columns.choosers.items()}
    assert chosen == {
        "name": "Not in this file",
        "first_name": "Vorname",
        "last_name": "Nachname",
        "phone": "Handy",
        "email": "Not in this file",
        "language": "Not in this file",
        "notes": "Bemerkung",
    }
    assert "Jörg" in texts(dialog)
    press(dialog, "Check")
    for said in (
        "1 new client will be added.",
        "1 is on file already and stays as it is.",
        "2 lines cannot be taken.",
    ):
        assert said in texts(dialog)
    model = dialog.model.refused
    told = [model.data(model.index(place)) for place in range(model.rowCount())]
    assert told == [
        "Line 4: This is not a phone number. Bad · Phone · call me · +1",
        "Line 5: Line 2 has the same phone number. Jörgs · Sohn · 030/1234567",
    ]
    press(dialog, "Import")
    ((plan, reply),) = desk.files.imports
    ((_, row),) = plan.new
    assert (row.name, row.phone, row.notes) == ("Jörg Müller", "+49301234567", "=SUM(A1)")
    reply(Imported(added=1))
    assert "1 client was added." in texts(dialog)
    reply(Imported(added=1, over=True))
    assert dialog.model.step is Step.OVER
    press(dialog, "Save what was not taken…")
    (files,) = [found for found in dialog.findChildren(QFileDialog) if found.isVisible()]
    files.fileSelected.emit(str(tmp_path / "refused.csv"))
    ((_, saved),) = desk.files.reports
    rows = list(csv.reader(io.StringIO(saved.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["Line", "Reason", "Vorname", "Nachname", "Handy", "Bemerkung"]
    assert rows[1] == ["4", "This is not a phone number.", "Bad", "Phone", "call me", "'+1"]


def test_only_what_there_is_is_counted(qtbot: QtBot, tmp_path: Path) -> None:
    _, dialog = shown(qtbot, tmp_path / "k.csv", ("Name\r\n" + "".join(f"Ana {n}\r\n" for n in range(1234))).encode())
    press(dialog, "Check")
    qtbot.waitUntil(lambda: "1,234 new clients will be added." in texts(dialog))
    assert not [text for text in texts(dialog) if "on file" in text or "cannot be taken" in text]


def test_what_was_found_out_wrongly_can_be_said(qtbot: QtBot, tmp_path: Path) -> None:
    _, dialog = shown(qtbot, tmp_path / "a.csv", "Łukasz,123\nŻaneta,456\n".encode("cp1250"))
    assert not dialog.columns.heads.isChecked()
    assert button(dialog, "Check").accessibleDescription() == "Say which column has the name."
    box = dialog.columns.encoding
    box.setCurrentIndex(box.findData("cp1250"))
    box.activated.emit(box.currentIndex())
    name = dialog.columns.choosers["name"]
    assert name.itemText(1) == "Column A"
    name.activated.emit(1)
    assert "Łukasz" in texts(dialog)
    assert button(dialog, "Check").isEnabled()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "This is not a table in text form."),
        (b"", "There is nothing in this file."),
        (b'Name\n"' + b"x\n" * 200_000, "From line 2 on the file cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_another_can_be_chosen(
    qtbot: QtBot, tmp_path: Path, data: bytes, said: str
) -> None:
    _, dialog = shown(qtbot, tmp_path / "a.csv", data)
    assert any(text.startswith(said) for text in texts(dialog))
    assert dialog.model.step is Step.CHOOSE
    (tmp_path / "b.csv").write_text("Name\nMara\n", encoding="utf-8")
    dialog.model.open(tmp_path / "b.csv")
    assert not any(text.startswith(said) for text in texts(dialog))
    dialog.model.open(tmp_path / "not there.csv")
    assert any(text.startswith("The file cannot be opened") for text in texts(dialog))


def test_closing_the_dialog_stops_what_is_going_on(qtbot: QtBot, tmp_path: Path) -> None:
    desk, dialog = shown(qtbot, tmp_path / "a.csv", b"Name\nMara\n")
    press(dialog, "Check")
    press(dialog, "Import")
    press(dialog, "Stop")
    desk.files.imports[0][1](Imported(over=True, lost="Stopped."))
    assert "Stopped." in texts(dialog)
    press(dialog, "Close")
    assert desk.files.stopped == 2


@pytest.mark.row("N23", "B24")
def test_only_who_manages_clients_imports(qtbot: QtBot) -> None:
    desk = ClientsDesk(qtbot, who=person(Permission.VIEW_CLIENTS, Permission.BOOK_APPOINTMENTS))
    assert not desk.screen.bring.isEnabled()


class Server:
    """Answers batches; `fails` at the batch with this number."""

    def __init__(self, fails: int = -1) -> None:
        self.batches: list[ImportBatch] = []
        self._fails = fails

    def import_clients(self, batch: ImportBatch) -> Answer:
        if len(self.batches) == self._fails:
            raise Unreachable("gone")
        self.batches.append(batch)
        return Answer(tuple("new" for _ in batch.rows))


def nothing(_: object) -> None:
    """Hears nothing."""


def ids() -> Callable[[], str]:
    numbers = iter(range(10**9))
    return lambda: f"id-{next(numbers)}"


def test_a_hundred_thousand_lines_are_told_of_on_the_way_and_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text(
        "Name,Email\n" + "".join(f"Client {n},c{n}@example.org\n" for n in range(100_000)), encoding="utf-8"
    )
    sheet, told, stopped = opened(path, "", ""), list[int](), Event()
    columns = columns_of(sheet.lines[0].cells)
    plan = planned(sheet.lines[1:], columns, "DE", (SARAH,), ids(), told.append, stopped)
    assert plan is not None
    assert (len(plan.new), len(told)) == (100_000, 200)
    stopped.set()
    assert planned(sheet.lines[1:], columns, "DE", (), ids(), nothing, stopped) is None
    server = Server()
    progress: list[Imported] = []

    def tell(so_far: Imported) -> None:
        progress.append(so_far)
        if len(progress) == 4:
            stopped.set()

    stopped.clear()
    over = imported(server, plan.new, "DE", str, tell, stopped)  # type: ignore[arg-type]  # a server in a few lines
    assert (over.added, over.over, over.lost) == (1000, True, "Stopped.")
    assert [len(batch.rows) for batch in server.batches] == [250] * 4


def test_a_lost_connection_ends_it_and_says_how_far_it_came(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("Name\n" + "".join(f"Client {n}\n" for n in range(600)), encoding="utf-8")
    sheet = opened(path, "", "")
    plan = planned(sheet.lines[1:], {"name": 0}, "DE", (), ids(), nothing, Event())
    assert plan is not None
    server = Server(fails=2)
    over = imported(server, plan.new, "DE", lambda _: "not reached", nothing, Event())  # type: ignore[arg-type]
    assert (over.added, over.lost) == (500, "not reached")

"""The tour's steps with those on file, and at the lock of the desk."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.views.clients.edit import ClientDialog
from desktop.views.clients.screen import ClientsScreen
from desktop.views.lock.dialog import PinDialog
from desktop.views.lock.page import LockPage
from domain.wire.clients import ClientFields, EditClient
from domain.wire.rows import ClientRow
from tests.bench.until import NotHappened
from tools.tour.hands import click, click_on, says, top_window
from tools.tour.people import Person
from tools.tour.stage import Stage, found

TYPED = "marchand lea"
NEW = "Nadja Nowak"
_NOTES, _LATER = "Parks in the yard", "Rings twice"
_PIN = "4711"


class BehindTheDesk:
    """Follows the client whom the tour follows."""

    def __init__(self, stage: Stage, who: Person) -> None:
        self._stage, self._who = stage, who

    def search(self) -> str:
        """The list narrows while typing, without accents and in any order (row N23)."""
        stage, screen = self._stage, self._screen
        click(stage.window, "Clients")
        stage.until(lambda: screen.list.model().rowCount() > 100, "everybody on file is listed")
        count = screen.list.model().rowCount()
        self._type(screen.search, TYPED)
        stage.until(lambda: screen.list.model().rowCount() == 1, "the list has her alone")
        return f"the list of {count} clients was narrowed to one by {TYPED!r}"

    def open_card(self) -> str:
        """Her card, with what there was (row N23)."""
        stage, screen = self._stage, self._screen
        line = screen.list.visualRect(screen.list.model().index(0, 0))
        QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, pos=line.center())
        stage.until(lambda: says(screen, self._who.email), "her card shows her address")
        if screen.shown_id() != self._on_file().id:
            raise NotHappened("the card is of the client that the server has under this name")
        return f"a click opened {self._who.name}'s card with her contact, wishes and appointments"

    def edit(self) -> str:
        """What was noted about her is on every desk (row N23)."""
        stage = self._stage
        click(self._screen, "Edit")
        form = self._form()
        QTest.mouseClick(form.notes.edit.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClicks(form.notes.edit, _NOTES)
        click(form, "Save")
        stage.until(lambda: top_window(ClientDialog) is None, "the form closed")
        stage.until(lambda: self._on_file().notes == _NOTES, "the server has the note")
        stage.until(lambda: says(self._screen, _NOTES), "her card shows the note")
        return f"a note was added to {self._who.name}'s card, and the server has it"

    def add(self) -> str:
        """Whoever was looked for and not found is put on file (row N23)."""
        stage, screen = self._stage, self._screen
        self._type(screen.search, NEW)
        stage.until(lambda: screen.list.model().rowCount() == 0, "nobody is found")
        click(screen, "New client")
        form = self._form()
        self._type(form.phone, "030 9876543")
        click(form, "Save")
        stage.until(lambda: self._named(NEW) is not None, "the server has her")
        row = found(self._named(NEW), "the server has her")
        if row.phone != "+49309876543":
            raise NotHappened("the server has her number")
        stage.until(lambda: screen.shown_id() == row.id, "her card opened")
        return f"{NEW} was put on file; her card opened"

    def lock(self) -> str:
        """The first lock asks for a PIN; then nothing of any client is seen (row N21)."""
        stage = self._stage
        self._screen.open(self._on_file().id)
        click_on(stage.work.shell.bar.lock)
        stage.until(lambda: top_window(PinDialog) is not None, "a PIN is asked for")
        dialog = found(top_window(PinDialog), "a PIN is asked for")
        if not isinstance(dialog, PinDialog):
            raise NotHappened("a PIN is asked for")
        self._type(dialog.first, _PIN)
        self._type(dialog.second, _PIN)
        click(dialog, "Save")
        stage.until(lambda: self._lock_page() is not None, "the desk is locked")
        if says(stage.window, self._who.name):
            raise NotHappened("no client is named at the lock")
        self._note_elsewhere()
        return "the desk was locked by a PIN; no client is named any more"

    def unlock(self) -> str:
        """The PIN opens it where it was, with what came meanwhile (row N21)."""
        stage = self._stage
        page = found(self._lock_page(), "the desk is locked")
        stage.until(page.pin.isEnabled, "a PIN can be typed")
        self._type(page.pin, _PIN)
        QTest.keyClick(page.pin, Qt.Key.Key_Return)
        stage.until(lambda: self._lock_page() is None, "the PIN opened the desk")
        stage.until(lambda: says(self._screen, _LATER), "her card shows what another desk wrote meanwhile")
        if self._on_file().notes != _LATER:
            raise NotHappened("the server has what the other desk wrote")
        return "the PIN opened the desk where it was; the card shows what another desk wrote meanwhile"

    # What is on the stage

    @property
    def _screen(self) -> ClientsScreen:
        return self._stage.work.client_records.screen

    def _form(self) -> ClientDialog:
        self._stage.until(lambda: top_window(ClientDialog) is not None, "the form opened")
        form = found(top_window(ClientDialog), "the form is open")
        if not isinstance(form, ClientDialog):
            raise NotHappened("the form is open")
        return form

    def _lock_page(self) -> LockPage | None:
        pages = (page for page in self._stage.window.findChildren(LockPage) if page.isVisible())
        return next(pages, None)

    def _type(self, field: QLineEdit, text: str) -> None:
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        field.selectAll()
        QTest.keyClicks(field, text)

    # What the server has

    def _on_file(self) -> ClientRow:
        return found(self._named(self._who.name), "she is on file")

    def _named(self, name: str) -> ClientRow | None:
        return next((row for row in self._stage.owner.rows(ClientRow) if row.name == name), None)

    def _note_elsewhere(self) -> None:
        """Another desk corrects what was noted."""
        desk, row = self._stage.owner.desk, self._on_file()
        at = self._stage.work.places.at or ""
        desk.do(EditClient(row.id, at, ClientFields(notes=_LATER), ClientFields(notes=row.notes)))
        desk.sync()


STEPS: dict[str, Callable[[BehindTheDesk], str]] = {
    "clients": BehindTheDesk.search,
    "client-card": BehindTheDesk.open_card,
    "client-edited": BehindTheDesk.edit,
    "client-new": BehindTheDesk.add,
    "locked": BehindTheDesk.lock,
    "unlocked": BehindTheDesk.unlock,
}
"""By the names of their pictures."""

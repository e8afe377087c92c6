"""Settings > Location: the number at which clients reach the location (row N25)."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.location_form import LocationForm
from desktop.views.settings.location import LocationCard
from domain.office import SetPhone
from domain.wire.access import SaveLocationPhone
from domain.wire.rows import LocationRow
from tests.gui.support.clicks import texts
from tests.gui.support.desk import Desk
from tests.gui.support.fakes import FakeOffice
from tests.gui.support.rows import KANAL, LINDEN, manager, person

pytestmark = pytest.mark.row("N25")


class Page:
    """The page of Studio Linden."""

    def __init__(self, qtbot: QtBot) -> None:
        self.desk, self.office = Desk(), FakeOffice()
        self.desk.feed.put(manager())
        self.form = LocationForm(self.office, self.desk.salon, self.desk.toasts)
        self.form.show_location(LINDEN)
        self.card = LocationCard(self.form)
        qtbot.addWidget(self.card)
        self.card.resize(760, 240)
        self.card.show()

    def type(self, text: str) -> None:
        self.card.phone.setFocus()
        self.card.phone.selectAll()
        QTest.keyClicks(self.card.phone, text)

    def row(self) -> LocationRow:
        found = self.desk.salon.get(LocationRow, LINDEN)
        assert found is not None
        return found


def test_a_number_is_typed_saved_and_told(qtbot: QtBot) -> None:
    page = Page(qtbot)
    assert (page.form.name() in texts(page.card), page.card.save.isEnabled()) == (True, False)
    page.type("030 23125123")
    QTest.keyClick(page.card.phone, Qt.Key.Key_Return)
    assert page.office.changes() == [SetPhone(LINDEN, SaveLocationPhone("030 23125123"))]
    assert not page.card.save.isEnabled()
    page.desk.feed.put(replace(page.row(), phone="+493023125123"))
    page.office.made()
    assert page.desk.toasts.texts[-1] == f"The phone number of {page.form.name()} was saved."
    assert (page.card.phone.text(), page.card.save.isEnabled()) == ("+49 30 23125123", False)


def test_what_is_no_number_is_said_and_what_was_typed_stays(qtbot: QtBot) -> None:
    page = Page(qtbot)
    page.type("030 1")
    assert (page.card.notice(), page.card.save.isEnabled()) == ("This is not a phone number.", False)
    page.type("030 23125123")
    page.card.save.click()
    page.office.refuse("not_a_phone", "$.phone")
    assert (page.card.notice(), page.card.phone.text()) == ("This is not a phone number.", "030 23125123")
    page.card.save.click()
    page.office.unreachable()
    assert "nothing was changed" in page.card.notice()


def test_what_another_desk_saved_is_shown_unless_something_is_typed(qtbot: QtBot) -> None:
    page = Page(qtbot)
    page.desk.feed.put(replace(page.row(), phone="+493023125123"))
    assert page.card.phone.text() == "+49 30 23125123"
    page.type("030 9")
    page.desk.feed.put(replace(page.row(), phone="+493023125124"))
    assert page.card.phone.text() == "030 9"
    page.form.show_location(KANAL)
    page.form.show_location(LINDEN)
    assert page.card.phone.text() == "+49 30 23125124"


def test_without_manage_team_nothing_can_be_typed(qtbot: QtBot) -> None:
    page = Page(qtbot)
    page.desk.feed.put(person())
    assert (page.card.phone.isEnabled(), page.card.save.isEnabled()) == (False, False)

"""The window of a language that is written from right to left: everything stands mirrored (row N20)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop import texts
from desktop.models.scheduler import Mode
from desktop.views.booking.fields import DayField
from desktop.views.followups.card import CardWidget
from desktop.views.shell.bar import Bar
from desktop.views.shell.speech import qt_locale, speak
from desktop.views.theme.surfaces import Field
from domain.wire.actions import MoveAppointment, Seat, Served
from tests.gui.support.calendar import Calendar, at
from tests.gui.support.desk import Desk
from tests.gui.support.program import Program
from tests.gui.support.rows import TODAY, draft
from tests.gui.test_scheduler import calendar

Start = Callable[..., Program]
RIGHT = Qt.LayoutDirection.RightToLeft


@pytest.fixture
def arabic(qapp: QApplication) -> None:
    speak(qapp, ["ar"])


def left_of(widget: QWidget) -> int:
    """Where a widget begins in its window."""
    return widget.mapTo(widget.window(), QPoint(0, 0)).x()


@pytest.mark.row("N20")
@pytest.mark.usefixtures("arabic")
def test_the_calendar_begins_at_the_right(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    geometry = shown.grid.geometry_now()
    anna, ben = shown.place("Anna", "15:00"), shown.place("Ben", "15:00")
    assert anna.x() > ben.x()
    assert geometry.column_at(anna.x()) == 0
    assert not geometry.in_content(QPointF(geometry.width - 3, anna.y()))
    box = geometry.block(shown.block("Mia Novak"))
    assert box.contains(shown.place("Ben", "15:30"))
    assert shown.grid.focus.layoutDirection() == RIGHT


@pytest.mark.row("N20", "N24")
@pytest.mark.usefixtures("arabic")
def test_an_appointment_is_dragged_to_where_the_pointer_is(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.drag(shown.middle("Mia Novak"), shown.place("Chloé", "16:30"))
    (asked,) = shown.desk.acts.payloads()
    assert isinstance(asked, MoveAppointment)
    assert asked.to.lines[0].team_member_id == "tm-chloe"


@pytest.mark.row("N20", "N14")
@pytest.mark.usefixtures("arabic")
def test_arrows_go_where_they_point(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.grid.setFocus()
    shown.key(Qt.Key.Key_Down)
    first = shown.grid.focus.geometry().center().x()
    shown.key(Qt.Key.Key_Left)
    assert shown.grid.focus.geometry().center().x() < first
    shown.key(Qt.Key.Key_M, Qt.Key.Key_Left, Qt.Key.Key_Return)
    (asked,) = shown.desk.acts.payloads()
    assert isinstance(asked, MoveAppointment)
    assert asked.to == Seat(at("15:00"), (Served("tm-chloe", 60),))


@pytest.mark.row("N20")
@pytest.mark.usefixtures("arabic")
def test_a_narrow_calendar_scrolls_to_what_is_current(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.screen.resize(400, 700)
    shown.grid.setFocus()
    shown.key(Qt.Key.Key_Down, Qt.Key.Key_Left)
    box = shown.grid.focus.geometry()
    assert box.left() >= 0
    assert box.right() <= shown.grid.viewport().width()


@pytest.mark.row("N20", "B11")
@pytest.mark.usefixtures("arabic")
def test_the_panel_stands_at_the_left(qtbot: QtBot) -> None:
    shown: Calendar = calendar(qtbot)
    shown.screen.open_followups()
    assert left_of(shown.screen.panel) == 0
    assert left_of(shown.grid) == shown.screen.panel.width()


@pytest.mark.row("N20", "B16")
@pytest.mark.usefixtures("arabic")
def test_a_number_reads_from_the_left_and_is_copied_as_it_is(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(draft(1))
    panel = desk.panel()
    qtbot.addWidget(panel)
    panel.resize(464, 700)
    panel.show()
    qtbot.waitUntil(lambda: panel.list.card_of(draft(1).id) is not None)
    card = panel.list.card_of(draft(1).id)
    assert isinstance(card, CardWidget)
    assert any("\u2068+46 70 123 45 67\u2069" in child.accessibleName() for child in card.findChildren(QWidget))
    card._other.click()
    menu = card.menu()
    assert menu is not None
    copies = [action for action in menu.actions() if "123 45 67" in action.text()]
    copies[0].trigger()
    assert QApplication.clipboard().text() == "+46 70 123 45 67"
    menu.close()


@pytest.mark.row("N20")
@pytest.mark.usefixtures("arabic")
def test_numbers_and_addresses_are_typed_from_the_left(qtbot: QtBot) -> None:
    for field, plain in ((Field(name="Phone", plain=True), True), (Field(name="Name"), False)):
        qtbot.addWidget(field)
        assert isinstance(field, QLineEdit)
        assert (field.layoutDirection() == Qt.LayoutDirection.LeftToRight) is plain


@pytest.mark.row("N20")
@pytest.mark.parametrize(("language", "first"), [("ar", 5), ("en_US", 6), ("en", 0), ("de", 0), ("fr_CA", 6)])
def test_a_week_begins_where_people_begin_it(qtbot: QtBot, language: str, first: int) -> None:
    texts.use_language([language])
    shown = calendar(qtbot)
    shown.scheduler.set_mode(Mode.WEEK)
    days = [column.day for column in shown.scheduler.picture().columns]
    assert days[0].weekday() == first
    assert TODAY in days
    field = DayField()
    qtbot.addWidget(field)
    field.show()
    field.bind(TODAY, TODAY, "day")
    field.click()
    opened = field.calendar()
    assert isinstance(opened, QCalendarWidget)
    assert opened.firstDayOfWeek().value == first + 1
    opened.close()


@pytest.mark.row("N20")
def test_qt_speaks_the_language_too_and_writes_our_digits(qapp: QApplication) -> None:
    for wanted, cut in (("de", "&Ausschneiden"), ("ar", "&قصّ"), ("en", "Cu&t")):
        speak(qapp, [wanted])
        assert qapp.translate("QWidgetTextControl", "Cu&t") == cut
        assert QLocale().zeroDigit() == "0"
        assert qt_locale().language() == QLocale(wanted).language()


@pytest.mark.row("N20")
def test_the_window_turns_round_with_the_language_and_back(desk: Start) -> None:
    program = desk()
    program.sign_in()
    rail, window = program.work.shell.rail, program.app.window
    assert left_of(rail) == 0
    program.work.shell.bar.language_chosen.emit("ar")
    program.until(lambda: left_of(program.work.shell.rail) > 0)
    turned = program.work.shell.rail
    assert left_of(turned) + turned.width() == window.width()
    assert window.layoutDirection() == RIGHT
    program.work.shell.bar.language_chosen.emit("en")
    program.until(lambda: left_of(program.work.shell.rail) == 0)
    assert window.layoutDirection() == Qt.LayoutDirection.LeftToRight


@pytest.mark.row("N20")
def test_languages_are_offered_by_their_own_names(qtbot: QtBot) -> None:
    bar = Bar()
    qtbot.addWidget(bar)
    menus = [action.menu() for action in bar.person_menu().actions()]
    offered = [[entry.text() for entry in menu.actions()] for menu in menus if isinstance(menu, QMenu)]
    assert ["English", "Deutsch", "Español", "Français", "العربية"] in offered

"""The scheduler without a mouse, and what a screen reader hears of it (row N14)."""

import datetime as dt

import pytest
from PySide6.QtCore import QElapsedTimer, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.scheduler import Mode
from desktop.views.scheduler.geometry import HEAD, Geometry
from desktop.views.theme.colours import LIGHT
from domain.appointments import Status
from domain.constants import MINUTE
from domain.wire.actions import ChangeAppointment, MoveAppointment, Seat, Served
from tests.gui.support.calendar import Calendar, at
from tests.gui.support.clicks import key, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import TODAY, draft
from tests.gui.test_scheduler import ANNA, BEN, booked, calendar

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.row("N14", "N24")
def test_arrows_go_from_appointment_to_appointment_and_each_has_a_name(qtbot: QtBot) -> None:
    shown = calendar(
        qtbot,
        booked(1, "15:00", "Mia Novak", ANNA),
        booked(2, "17:00", "Tom Ek", ANNA, status=Status.CONFIRMED),
        booked(3, "16:30", "Ines Costa", "tm-chloe"),
    )
    shown.grid.setFocus()
    assert shown.screen.window().focusWidget() is shown.grid.focus
    assert shown.grid.focus.accessibleName() == "Appointments of Friday 20 November"
    heard = []
    for pressed in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up):
        shown.key(pressed)
        heard.append(shown.grid.focus.accessibleName())
    mia, tom = (
        "Mia Novak, Beard trim, 15:00 – 16:00, Anna, booked",
        "Tom Ek, Beard trim, 17:00 – 18:00, Anna, confirmed",
    )
    assert heard == [mia, tom, "Ines Costa, Beard trim, 16:30 – 17:30, Chloé, booked", tom, mia]
    box = shown.grid.geometry_now().block(shown.block("Mia Novak")).toAlignedRect()
    assert shown.grid.focus.geometry() == box


@pytest.mark.row("N14", "N24")
def test_an_appointment_is_moved_and_stretched_by_keys_alone(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.grid.setFocus()
    shown.key(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_M)
    assert shown.why_not() == ""
    shown.key(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right)
    shown.key(Qt.Key.Key_Down, held=SHIFT)
    shown.key(Qt.Key.Key_Return)
    (asked,) = shown.desk.acts.payloads()
    assert isinstance(asked, MoveAppointment)
    assert asked.to == Seat(at("15:30"), (Served("tm-chloe", 75),))
    shown.key(Qt.Key.Key_M, Qt.Key.Key_Left)
    shown.key(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    shown.key(Qt.Key.Key_Up)
    assert shown.why_not() == "That time has passed."
    shown.key(Qt.Key.Key_Return)
    assert shown.why_not() == "That time has passed."
    shown.key(Qt.Key.Key_Escape)
    assert shown.why_not() is None
    assert len(shown.desk.acts.actions) == 1


@pytest.mark.row("N14", "N24")
def test_opening_and_confirming_by_keys(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.grid.setFocus()
    shown.key(Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return)
    popover = shown.screen.popover
    assert popover.isVisible()
    assert popover.accessibleName() == "Mia Novak"
    assert {"Friday 20 November, 15:00 – 16:00 with Ben", "Beard trim", "60 min · €24"} <= set(texts(popover))
    focused = popover.focusWidget()
    assert focused is not None
    key(focused, Qt.Key.Key_Space)
    (asked,) = shown.desk.acts.payloads()
    assert isinstance(asked, ChangeAppointment)
    assert asked.to is Status.CONFIRMED
    assert not popover.isVisible()


@pytest.mark.row("N14")
def test_plus_minus_and_t_change_the_day(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.grid.setFocus()
    QTest.keyClicks(shown.grid.focus, "++-+")
    assert shown.scheduler.day == TODAY + dt.timedelta(days=2)
    qtbot.waitUntil(lambda: shown.grid.focus.accessibleName() == "Sunday 22 November, no appointments")
    shown.key(Qt.Key.Key_T)
    assert shown.scheduler.day == TODAY


@pytest.mark.row("N14", "S6")
def test_everything_on_the_screen_has_a_name_and_what_people_wrote_is_plain(qtbot: QtBot) -> None:
    shown = calendar(qtbot, booked(1, "15:00", "<b>Mia</b>", notes="<i>n</i>"))
    for child in shown.screen.findChildren(QWidget):
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert child.accessibleName() or getattr(child, "text", str)(), child
    assert shown.grid.tip(shown.block("<b>Mia</b>")).startswith("<b>Mia</b>")
    shown.grid.opened.emit(shown.block("<b>Mia</b>").row.id, QRect(200, 200, 100, 50))
    assert "<b>Mia</b>" in texts(shown.screen.popover)
    shown.screen.popover.close()


@pytest.mark.row("B11")
def test_what_is_painted_the_now_line_the_wanted_time_and_what_is_shut(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(booked(1, "15:00", "Mia Novak"))
    desk.feed.reset(draft(1))
    shown = Calendar(qtbot, desk)
    shown.screen.open_followups()
    qtbot.waitUntil(lambda: shown.scheduler.picture().wanted is not None)
    shown.grid.verticalScrollBar().setValue(0)
    place = shown.grid.geometry_now()
    seen = shown.grid.viewport().grab().toImage()
    assert LIGHT.red_edge.casefold() in _colours(seen, place, "13:14")
    assert LIGHT.amber_field.casefold() in _colours(seen, place, "15:45")
    assert LIGHT.booked_field.casefold() in _colours(seen, place, "15:45")
    desk.clock.at += 60 * MINUTE
    later = shown.grid.viewport().grab().toImage()
    assert LIGHT.red_edge.casefold() not in _colours(later, place, "13:14")
    assert LIGHT.red_edge.casefold() in _colours(later, place, "14:14")


@pytest.mark.row("N14", "N24")
def test_what_is_moved_by_keys_stays_in_sight(qtbot: QtBot) -> None:
    shown = calendar(qtbot, booked(1, "10:00", "Mia Novak", ANNA))
    shown.screen.window().resize(900, 420)
    shown.grid.lift(shown.block("Mia Novak").row.id)
    for _ in range(24):
        shown.key(Qt.Key.Key_Down)
        geometry, carry = shown.grid.geometry_now(), shown.grid.carry
        assert carry is not None
        box = geometry.block(carry.drop.blocks[0])
        assert box.top() >= HEAD
        assert box.bottom() <= geometry.height


@pytest.mark.row("N24")
def test_the_first_hour_stays_whole_while_the_time_to_be_seen_is_in_sight(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    bar = shown.grid.verticalScrollBar()
    bar.setRange(0, 6)
    shown.grid.scroll_to(shown.scheduler.picture().hours.start + 120)
    assert bar.value() == 0


@pytest.mark.row("N24")
def test_a_short_appointment_does_not_reach_into_the_next(qtbot: QtBot) -> None:
    shown = calendar(qtbot, booked(1, "15:00", "Mia Novak", ANNA, 15), booked(2, "15:15", "Tom Ek", ANNA))
    geometry = shown.grid.geometry_now()
    short, after = (geometry.block(shown.block(name)) for name in ("Mia Novak", "Tom Ek"))
    assert short.bottom() <= after.top()


@pytest.mark.row("N24")
def test_why_it_cannot_be_dropped_is_painted_beside_it(qtbot: QtBot) -> None:
    shown = calendar(qtbot, booked(1, "15:00", "Mia Novak"), booked(2, "15:00", "Tom Ek", ANNA))
    shown.grid.lift(shown.block("Mia Novak").row.id)
    shown.key(Qt.Key.Key_Left)
    assert shown.why_not() == "Anna has Tom Ek from 15:00 to 16:00."
    geometry, drop = shown.grid.geometry_now(), shown.grid.carry
    assert drop is not None
    below = geometry.block(drop.drop.blocks[0]).bottom() + 14
    image = shown.grid.viewport().grab().toImage()
    field = [
        x for x in range(image.width()) if QColor(image.pixel(x, round(below))).name() == LIGHT.red_field.casefold()
    ]
    assert len(field) > 80


def _colours(image: QImage, place: Geometry, time: str) -> set[str]:
    wall = dt.time.fromisoformat(time)
    y = round(place.y(wall.hour * 60 + wall.minute) * image.devicePixelRatio())
    return {QColor(image.pixel(x, y)).name() for x in range(0, image.width(), 3)}


@pytest.mark.parametrize("mode", Mode)
def test_two_thousand_appointments_in_a_week_are_laid_out_and_painted(qtbot: QtBot, mode: Mode) -> None:
    """What it costs is measured in the bench; here only that all of it is there and none is lost."""
    days = [TODAY + dt.timedelta(days=ahead) for ahead in range(-4, 3)]
    rows = []
    for n in range(2000):
        day, who = days[n % 7], (ANNA, BEN, "tm-chloe")[n % 3]
        start = at("09:00", day) + dt.timedelta(minutes=5 * (n // 7 % 110))
        moved = booked(n, "09:00", f"Client {n}", who, 30)
        rows.append(type(moved)(**{f: getattr(moved, f) for f in moved.__struct_fields__} | {"start": start}))
    shown = calendar(qtbot, *rows)
    shown.scheduler.set_mode(mode)
    timer = QElapsedTimer()
    timer.start()
    shown.grid.refresh()
    shown.grid.viewport().grab()
    QApplication.processEvents()
    assert len(shown.scheduler.picture().blocks) == (
        2000 if mode is Mode.WEEK else sum(n % 7 == 4 for n in range(2000))
    )

"""The scheduler by mouse: what is shown, what is moved, what a click on free time leads to."""

import datetime as dt

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.models.scheduler import Mode
from domain.appointments import CancelReason, Status
from domain.constants import DAY, HOUR, MINUTE
from domain.permissions import Permission
from domain.seats import seat_of
from domain.times import instant
from domain.wire.actions import ChangeAppointment, MoveAppointment, Seat, Served
from domain.wire.rows import AppointmentRow, BusyRow, TimeOff
from tests.gui.support.calendar import Calendar, at
from tests.gui.support.clicks import button, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import (
    BEARD,
    KANAL,
    LINDEN,
    NOW,
    TODAY,
    TONER,
    ZONE,
    appointment,
    draft,
    member,
    person,
)

BEN, ANNA = "tm-ben", "tm-anna"
HALF = dt.timedelta(minutes=30)


def booked(number: int, time: str, client: str, who: str = BEN, minutes: int = 60, **more: object) -> AppointmentRow:
    line = BEARD.__class__("svc-beard", "Beard trim", minutes, BEARD.price, team_member_id=who)
    start = at(time)
    end = instant(start, ZONE) + minutes * MINUTE
    lines = more.pop("lines", (line,))
    return appointment(number, start, client_name=client, lines=lines, team_member_id=who, end_at=end, **more)


def calendar(qtbot: QtBot, *rows: AppointmentRow) -> Calendar:
    desk = Desk()
    desk.feed.reset(*(rows or (booked(1, "15:00", "Mia Novak"), booked(2, "17:00", "Tom Ek", ANNA))))
    return Calendar(qtbot, desk)


@pytest.mark.row("N24")
def test_a_day_has_a_column_for_each_who_serves_here(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(
        booked(1, "15:00", "Mia Novak"),
        booked(2, "15:30", "Tom Ek"),
        booked(3, "16:00", "Gone", status=Status.CANCELLED, cancel_reason=CancelReason.OTHER),
        booked(4, "15:00", "Other", location_id=KANAL),
        appointment(5, at("15:00") + dt.timedelta(days=1)),
    )
    shown = Calendar(qtbot, desk)
    picture = shown.scheduler.picture()
    assert picture.title == "Friday 20 November"
    assert [column.title for column in picture.columns] == ["Anna", "Ben", "Chloé"]
    assert [(one.row.client_name, one.lane, one.lanes) for one in picture.blocks] == [
        ("Mia Novak", 0, 2),
        ("Tom Ek", 1, 2),
    ]


@pytest.mark.row("N24")
def test_an_appointment_by_two_stands_in_both_columns(qtbot: QtBot) -> None:
    first = TONER.__class__("svc-toner", "Toner", 30, TONER.price, team_member_id=ANNA)
    second = TONER.__class__("svc-beard", "Beard trim", 30, TONER.price, team_member_id=BEN)
    shown = calendar(qtbot, booked(1, "15:00", "Mia Novak", ANNA, lines=(first, second)))
    found = [(one.column, one.span.start, one.span.end) for one in shown.scheduler.picture().blocks]
    assert found == [(0, 900, 930), (1, 930, 960)]


@pytest.mark.row("N24")
def test_dragging_moves_to_another_time_and_team_member(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    row = shown.block("Mia Novak").row
    shown.drag(shown.middle("Mia Novak"), shown.place("Chloé", "16:32"))
    (asked,) = shown.desk.acts.payloads()
    assert asked == MoveAppointment(row.id, Seat(at("16:00"), (Served("tm-chloe", 60),)), seat_of(row.start, row.lines))
    assert shown.desk.acts.actions[0].entity == f"appointment:{row.id}"
    assert shown.desk.acts.actions[0].not_after == instant(at("16:00"), ZONE)
    assert shown.desk.toasts.texts == ["Mia Novak was moved to today 16:00."]
    shown.desk.toasts.undo()
    back = shown.desk.acts.actions[-1]
    assert back.payload == MoveAppointment(row.id, asked.was, asked.to)
    assert back.depends_on == shown.desk.acts.actions[0].id


@pytest.mark.row("N24")
def test_dragging_the_lower_edge_changes_the_length(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    box = shown.grid.geometry_now().block(shown.block("Mia Novak"))
    edge = QPointF(box.center().x(), box.bottom() - 2)
    shown.drag(edge, shown.place("Ben", "16:28"))
    (asked,) = shown.desk.acts.payloads()
    assert isinstance(asked, MoveAppointment)
    assert asked.to == Seat(at("15:00"), (Served(BEN, 90),))
    assert shown.desk.toasts.texts == ["Mia Novak has 90 min now."]


@pytest.mark.row("N24")
@pytest.mark.parametrize(
    ("where", "when", "why"),
    [
        ("Anna", "17:30", "Anna has Tom Ek from 17:00 to 18:00."),
        ("Ben", "12:30", "That time has passed."),
        ("Ben", "18:45", "Ben does not work then."),
        ("Chloé", "15:30", "Chloé does not work then."),
    ],
)
def test_a_conflict_is_answered_before_dropping_and_nothing_happens(
    qtbot: QtBot, where: str, when: str, why: str
) -> None:
    desk = Desk()
    off = TimeOff(instant(at("15:00"), ZONE), instant(at("17:00"), ZONE))
    desk.feed.put(member("tm-chloe", "Chloé", time_off=(off,)))
    desk.feed.reset(booked(1, "15:00", "Mia Novak"), booked(2, "17:00", "Tom Ek", ANNA))
    shown = Calendar(qtbot, desk)
    begin, end = shown.middle("Mia Novak"), shown.place(where, when)
    shown.press(begin)
    shown.pull(begin + (end - begin) / 2, end)
    assert shown.why_not() == why
    shown.let_go(end)
    assert shown.why_not() is None
    assert desk.acts.actions == []


@pytest.mark.row("N24")
def test_who_cannot_do_it_and_who_is_taken_by_what_nobody_here_may_see(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.put(member(ANNA, "Anna", service_ids=("svc-cut",)))
    at_four = instant(at("16:00"), ZONE)
    desk.feed.put(BusyRow("b", LINDEN, "tm-chloe", at_four, at_four + HOUR, "unseen"))
    desk.feed.reset(booked(1, "15:00", "Mia Novak"))
    shown = Calendar(qtbot, desk)
    for where, why in (("Anna", "Anna does not do Beard trim."), ("Chloé", "Chloé is taken then.")):
        begin, end = shown.middle("Mia Novak"), shown.place(where, "16:30")
        shown.press(begin)
        shown.pull(end)
        assert shown.why_not() == why
        shown.key(Qt.Key.Key_Escape)
        assert shown.why_not() is None
        shown.let_go(end)
    assert desk.acts.actions == []


@pytest.mark.row("N24", "N3")
def test_what_somebody_else_has_changed_is_let_go_of(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    begin = shown.middle("Mia Novak")
    shown.press(begin)
    shown.pull(begin + QPointF(0, 60))
    assert shown.why_not() == ""
    shown.desk.feed.put(booked(1, "16:00", "Mia Novak"))
    qtbot.waitUntil(lambda: shown.why_not() is None)
    shown.let_go(begin + QPointF(0, 60))
    assert shown.desk.acts.actions == []


@pytest.mark.row("B18", "N24")
def test_without_book_appointments_nothing_can_be_moved(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    shown.drag(shown.middle("Mia Novak"), shown.place("Ben", "17:30"))
    assert shown.why_not() is None
    shown.grid.lift(shown.block("Mia Novak").row.id)
    assert shown.why_not() is None
    shown.click(shown.middle("Mia Novak"))
    popover = shown.screen.popover
    assert not button(popover, "Confirm").isEnabled()
    popover.close()
    assert shown.desk.acts.actions == []


@pytest.mark.row("N24")
def test_the_life_of_an_appointment_from_its_popover(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    row = shown.block("Mia Novak").row

    def step(name: str) -> None:
        shown.click(shown.middle("Mia Novak"))
        press(shown.screen.popover, name)

    step("Confirm")
    shown.desk.feed.put(booked(1, "15:00", "Mia Novak", status=Status.CONFIRMED))
    step("Arrived")
    shown.desk.feed.put(booked(1, "15:00", "Mia Novak", status=Status.ARRIVED))
    step("Done")
    asked = [
        (one.to, one.was, one.was_start) for one in shown.desk.acts.payloads() if isinstance(one, ChangeAppointment)
    ]
    assert asked == [
        (Status.CONFIRMED, Status.BOOKED, row.start),
        (Status.ARRIVED, Status.CONFIRMED, row.start),
        (Status.DONE, Status.ARRIVED, row.start),
    ]
    assert shown.desk.toasts.texts[-1] == "Mia Novak: done."
    shown.desk.toasts.undo()
    assert shown.desk.acts.payloads()[-1] == ChangeAppointment(row.id, Status.ARRIVED, Status.DONE, row.start)


@pytest.mark.row("N24")
def test_cancelling_asks_for_a_reason_and_a_no_show_needs_a_start(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    row = shown.block("Mia Novak").row
    shown.click(shown.middle("Mia Novak"))
    popover = shown.screen.popover
    assert "No-show" not in texts(popover)
    press(popover, "Cancel…")
    assert shown.desk.acts.actions == []
    press(popover, "Keep it")
    press(popover, "Cancel…")
    press(popover, "The client is ill")
    cancel = ChangeAppointment(row.id, Status.CANCELLED, Status.BOOKED, row.start, CancelReason.CLIENT_ILL)
    assert shown.desk.acts.payloads() == [cancel]
    shown.desk.clock.at = row.start_at
    shown.click(shown.middle("Mia Novak"))
    press(shown.screen.popover, "No-show")
    assert shown.desk.acts.payloads()[-1] == ChangeAppointment(row.id, Status.NO_SHOW, Status.BOOKED, row.start)


@pytest.mark.row("N24")
def test_a_drop_on_an_hour_that_the_clock_skips_is_shown_and_asked_for_where_it_will_be(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    row = shown.block("Mia Novak").row
    lines = seat_of(row.start, row.lines).lines
    night = dt.datetime.fromisoformat("2027-03-28T02:30")
    assert shown.scheduler.drops().look(row, Seat(night, lines)).seat == Seat(night + dt.timedelta(hours=1), lines)


@pytest.mark.row("N24")
def test_nobody_arrives_on_an_earlier_day(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.desk.clock.at -= DAY
    shown.click(shown.middle("Mia Novak"))
    assert "Arrived" not in texts(shown.screen.popover)
    shown.screen.popover.close()
    shown.desk.clock.at += DAY
    shown.click(shown.middle("Mia Novak"))
    assert "Arrived" in texts(shown.screen.popover)


@pytest.mark.row("N3", "N24")
def test_a_refusal_is_told_and_stays_in_the_popover_until_it_is_read(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.desk.feed.connect_as(Link.OFFLINE)
    shown.drag(shown.middle("Mia Novak"), shown.place("Ben", "16:30"))
    row = shown.block("Mia Novak").row
    assert shown.scheduler.waits(row.id) == "will be sent when online"
    assert shown.desk.toasts.texts[-1].endswith("You are offline: it is sent when online.")
    shown.desk.acts.refuse(shown.desk.acts.actions[0].id, "slot_taken")
    assert shown.desk.toasts.texts[-1] == "Mia Novak: That time has just been taken."
    assert shown.scheduler.waits(row.id) == "could not be done"
    shown.click(shown.middle("Mia Novak"))
    popover = shown.screen.popover
    assert "That time has just been taken." in texts(popover)
    press(popover, "Read: do not show this again")
    assert shown.scheduler.waits(row.id) == ""
    popover.close()


@pytest.mark.row("B11")
def test_the_wanted_time_of_the_current_card_is_outlined_and_followed(qtbot: QtBot) -> None:
    desk = Desk()
    tomorrow = at("10:00", TODAY + dt.timedelta(days=1))
    later = draft(2, start=tomorrow, client_name="Lena", team_member_id=None, expired_at=NOW - 20 * MINUTE)
    desk.feed.reset(draft(1), later)
    shown = Calendar(qtbot, desk)
    assert shown.scheduler.picture().wanted is None
    shown.screen.open_followups()
    panel = shown.screen.panel
    assert panel.isVisible()
    panel.list.setFocus()
    qtbot.waitUntil(lambda: shown.scheduler.picture().wanted is not None)
    wanted = shown.scheduler.picture().wanted
    assert wanted is not None
    assert (wanted.client, wanted.text) == ("Sarah Lindqvist", "wants 14:30")
    assert [(one.column, one.span.start, one.span.end) for one in wanted.blocks] == [(0, 870, 960)]
    panel.list.make_current(later.id)
    qtbot.waitUntil(lambda: shown.scheduler.picture().title == "Saturday 21 November")
    press(shown.screen, "Close follow-ups")
    assert shown.scheduler.picture().wanted is None


@pytest.mark.row("B13", "B18")
def test_a_click_on_free_time_says_with_whom_and_when_to_who_may_book(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(draft(1))
    shown = Calendar(qtbot, desk)
    chosen: list[tuple[str, dt.datetime]] = []
    shown.screen.free_time_chosen.connect(lambda member_id, start: chosen.append((member_id, start)))
    shown.screen.open_followups()
    qtbot.waitUntil(lambda: shown.scheduler.wanting() is not None)
    shown.click(shown.place("Ben", "16:20"))
    assert chosen == [(BEN, at("16:15"))]
    desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    shown.screen.close_followups()
    shown.screen.open_followups()
    shown.click(shown.place("Ben", "16:20"))
    assert len(chosen) == 1


@pytest.mark.row("N24")
def test_a_week_shows_the_whole_location_or_one(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(booked(1, "15:00", "Mia Novak"), booked(2, "15:00", "Tom Ek", ANNA))
    shown = Calendar(qtbot, desk)
    press(shown.screen, "Week")
    assert shown.scheduler.picture().title == "16–22 Nov 2026"
    assert [column.title for column in shown.scheduler.picture().columns][4] == "Fri 20"
    assert [one.lanes for one in shown.scheduler.picture().blocks] == [2, 2]
    chooser = shown.screen.header.member
    chooser.setCurrentIndex(chooser.findData(BEN))
    chooser.activated.emit(chooser.currentIndex())
    assert [one.row.client_name for one in shown.scheduler.picture().blocks] == ["Mia Novak"]
    shown.drag(shown.middle("Mia Novak"), shown.place("Sat 21", "10:30"))
    (asked,) = desk.acts.payloads()
    assert isinstance(asked, MoveAppointment)
    assert asked.to == Seat(at("10:00", TODAY + dt.timedelta(days=1)), (Served(BEN, 60),))


def test_going_through_time(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    press(shown.screen, "Later")
    assert shown.scheduler.picture().title == "Saturday 21 November"
    press(shown.screen, "Earlier")
    press(shown.screen, "Earlier")
    assert shown.scheduler.picture().title == "Thursday 19 November"
    shown.scheduler.set_mode(Mode.WEEK)
    press(shown.screen, "Earlier")
    press(shown.screen, "Today")
    assert shown.scheduler.day == TODAY
    shown.desk.clock.at += DAY
    assert shown.scheduler.today() == TODAY + dt.timedelta(days=1)

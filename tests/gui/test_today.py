"""Today: the amber card, the day's appointments, and the way to the follow-ups."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.texts import use_language
from desktop.views.today.page import TodayPage
from desktop.views.today.screen import TodayScreen
from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.permissions import Permission
from domain.wire.base import Money
from domain.wire.rows import DraftRow, Line, ReminderState, TeamMemberRow, TimeOff
from tests.gui.support.clicks import click, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import BEARD, NOW, TEAM, WISH, appointment, draft, many, member, person


def shown(qtbot: QtBot, desk: Desk) -> TodayPage:
    page = TodayPage(desk.today)
    qtbot.addWidget(page)
    page.resize(1192, 744)
    page.show()
    return page


def at(time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-20T{time}")


def seen(page: QWidget, *parts: str) -> None:
    shown_texts = texts(page)
    for part in parts:
        assert part in shown_texts, shown_texts


@pytest.mark.row("B10")
def test_the_amber_card_counts_sums_and_ages(qtbot: QtBot) -> None:
    desk = Desk()
    page = shown(qtbot, desk)
    assert not page.amber.isVisible()
    desk.feed.reset(
        draft(1), draft(2, engaged_at=NOW - 3 * HOUR, expired_at=NOW - 2 * HOUR), draft(3, phase=Phase.DISMISSED)
    )
    qtbot.waitUntil(page.amber.isVisible)
    seen(page, "2 waiting", "worth €172, the oldest 3 h ago")
    with qtbot.waitSignal(page.review_requested):
        press(page, "Review incomplete bookings")


@pytest.mark.row("B10")
def test_reminded_drafts_count_and_other_currencies_are_named(qtbot: QtBot) -> None:
    desk = Desk()
    swiss = Line("s", "Peel", 10, Money(minor=900, currency="CHF"))
    sent = ReminderState(channel="sms", status="sent", at=NOW, automatic=True)
    desk.feed.reset(draft(1, reminders=(sent,)), draft(2, lines=(swiss,)))
    waiting = desk.today.overview().waiting
    assert waiting is not None
    assert waiting.count == "2 waiting"
    assert "€86 + " in waiting.detail


@pytest.mark.row("B10")
def test_at_zero_and_without_permission_no_gap_is_left(qtbot: QtBot) -> None:
    desk = Desk()
    page = shown(qtbot, desk)
    left = page.appointments.x()
    assert left == 32
    desk.feed.reset(draft(1))
    qtbot.waitUntil(page.amber.isVisible)
    assert page.amber.x() == left
    desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    qtbot.waitUntil(lambda: not page.amber.isVisible())
    qtbot.waitUntil(lambda: page.appointments.x() == left)


@pytest.mark.row("B18")
def test_without_the_schedule_nothing_of_it_is_there(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(person(Permission.MANAGE_WAITLIST))
    desk.feed.reset(draft(1))
    page = shown(qtbot, desk)
    assert page.amber.isVisible()
    assert not page.appointments.isVisible()
    assert not page.next_up.isVisible()


def test_the_day_in_words(qtbot: QtBot) -> None:
    desk = Desk()
    page = shown(qtbot, desk)
    seen(page, "Good afternoon, Ana", "Friday 20 November, 3 of 3 team members in")
    off = (TimeOff(start_at=NOW - DAY, end_at=NOW + DAY),)
    desk.feed.put(member("tm-ben", "Ben", time_off=off), member("tm-chloe", "Chloé", hours=()))
    page.refresh()
    seen(page, "Friday 20 November, 1 of 3 team members in")
    desk.feed.clear(TeamMemberRow)
    page.refresh()
    seen(page, "Friday 20 November")


@pytest.mark.parametrize(
    ("time", "hello"), [("08:00", "Good morning"), ("12:00", "Good afternoon"), ("18:00", "Good evening")]
)
def test_greets_by_the_salons_own_clock(qtbot: QtBot, time: str, hello: str) -> None:
    desk = Desk()
    desk.clock.at = NOW + round((at(time) - at("13:14")).total_seconds()) * 1_000_000
    assert desk.today.overview().greeting == f"{hello}, Ana"


def test_next_up_is_what_is_still_to_come_today(qtbot: QtBot) -> None:
    desk = Desk()
    page = shown(qtbot, desk)
    seen(page, "No more appointments today.", "0")
    desk.feed.reset(
        appointment(1, at("09:00"), status="done"),
        appointment(7, at("17:00"), client_name="Noa Levi", status="confirmed"),
        appointment(2, at("15:30"), client_name="Ines Costa"),
        appointment(3, at("14:00"), client_name="Tom Ek", team_member_id="tm-anna"),
        appointment(4, at("16:00"), status="cancelled"),
        appointment(5, at("16:00"), location_id="loc-kanal"),
        appointment(6, WISH + dt.timedelta(days=1)),
    )
    page.refresh()
    seen(page, "4", "today, 3 to come", "14:00", "Tom Ek", "· Beard trim", "Anna", "15:30")
    assert [row.client for row in desk.today.overview().coming] == ["Tom Ek", "Ines Costa", "Noa Levi"]


def test_as_many_rows_as_fit_and_how_many_more(qtbot: QtBot) -> None:
    desk = Desk()
    page = shown(qtbot, desk)
    desk.feed.reset(*(appointment(n, at("14:00") + dt.timedelta(minutes=5 * n)) for n in range(40)))
    qtbot.waitUntil(lambda: any(text.startswith("and ") for text in texts(page)))
    rows = [text for text in texts(page) if text == "· Beard trim"]
    seen(page, f"and {40 - len(rows)} more")


def test_recent_follow_ups_are_there_only_when_there_are_some(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(draft(1))
    page = shown(qtbot, desk)
    assert not page.recent.isVisible()
    sent = ReminderState(channel="sms", status="sent", at=NOW - 5 * MINUTE, automatic=False)
    failed = ReminderState(channel="email", status="failed", at=NOW - MINUTE, automatic=True, reason="bad_address")
    desk.feed.put(draft(1, reminders=(sent,)), draft(2, client_name="Lena", reminders=(failed,)))
    qtbot.waitUntil(page.recent.isVisible)
    seen(page, "· Reminded by SMS", "13:09 · by hand", "· No reminder by email: the address does not work")
    assert [one.client for one in desk.today.overview().recent] == ["Lena", "Sarah Lindqvist"]


@pytest.mark.row("B11")
def test_review_and_a_recent_line_open_the_panel(qtbot: QtBot) -> None:
    desk = Desk()
    sent = ReminderState(channel="sms", status="sent", at=NOW, automatic=False)
    desk.feed.reset(*many(30), draft(20, client_name="Lena", expired_at=NOW - 20_000_000, reminders=(sent,)))
    panel = desk.panel()
    screen = TodayScreen(TodayPage(desk.today), panel)
    qtbot.addWidget(screen)
    screen.resize(1192, 744)
    screen.show()
    screen.followups_requested.connect(screen.open_followups)
    assert not panel.isVisible()
    screen.open_followups()
    assert not panel.isVisible()
    screen.allow_followups(allowed=True)
    press(screen, "Review incomplete bookings")
    assert panel.isVisible()
    press(screen, "Close follow-ups")
    assert not panel.isVisible()
    row = next(child for child in screen.page.recent.findChildren(QWidget) if child.accessibleName().startswith("Lena"))
    click(row)
    assert panel.list.current_id() == draft(20).id
    screen.allow_followups(allowed=False)
    assert not panel.isVisible()


def test_in_a_small_window_the_panel_lies_over_the_page(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(*many(3))
    screen = TodayScreen(TodayPage(desk.today), desk.panel())
    qtbot.addWidget(screen)
    screen.resize(872, 560)
    screen.show()
    screen.allow_followups(allowed=True)
    screen.open_followups()
    assert screen.width() == 872
    assert screen.page.width() == 872
    assert screen.panel.geometry().right() == 871
    screen.resize(1192, 744)
    assert screen.page.width() == 1192 - screen.panel.width()
    screen.close_followups()
    assert screen.page.width() == 1192


def test_a_page_out_of_sight_does_no_work(qtbot: QtBot) -> None:
    desk = Desk()
    page = TodayPage(desk.today)
    qtbot.addWidget(page)
    desk.feed.reset(draft(1))
    desk.feed.take(DraftRow, draft(1).id)
    assert not page.amber.isVisibleTo(page)
    page.show()
    desk.feed.reset(draft(1, lines=(BEARD,)))
    qtbot.waitUntil(page.amber.isVisible)


def test_team_is_shown_in_order() -> None:
    assert [one.name for one in Desk().salon.team(TEAM[0].location_id)] == ["Anna", "Ben", "Chloé"]


@pytest.mark.row("B10", "N20")
def test_the_amber_tile_uses_the_room_beside_it_before_it_cuts_its_words(qtbot: QtBot) -> None:
    use_language(["de"])
    desk = Desk()
    desk.feed.reset(person(), *many(12))
    page = shown(qtbot, desk)
    page.resize(880, 560)
    qtbot.waitUntil(lambda: page.amber.width() > 400)

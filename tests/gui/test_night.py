"""Sending by hand while it is night there, and what waits for the morning on its card (row N11)."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.constants import HOUR, MINUTE
from domain.wire.actions import SendReminder
from domain.wire.rows import DraftRow, ReminderState
from tests.gui.support.clicks import key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.panel import card, shown
from tests.gui.support.rows import NOW, draft

pytestmark = pytest.mark.row("N11")
LATE = NOW + 10 * HOUR + 26 * MINUTE
ASKED = "It is 23:40 for Sarah Lindqvist. Send anyway?"


def at_night(desk: Desk) -> None:
    desk.clock.at = LATE


def fresh(**values: object) -> DraftRow:
    return draft(1, expired_at=LATE - MINUTE, removed_at=LATE + HOUR, **values)


@pytest.mark.row("B14")
def test_a_press_at_night_is_asked_about_first(qtbot: QtBot) -> None:
    desk = Desk()
    at_night(desk)
    panel = shown(qtbot, desk, fresh())
    press(card(panel), "Send reminder: Sarah Lindqvist")
    assert (desk.toasts.texts, desk.acts.actions) == ([ASKED], [])
    offer = desk.toasts.offered[-1]
    assert offer is not None
    assert offer.text == "Send anyway"
    offer.run()
    assert desk.acts.payloads() == [SendReminder(draft_id=draft(1).id)]


def test_a_key_at_night_is_asked_about_before_anything_waits(qtbot: QtBot) -> None:
    desk = Desk()
    at_night(desk)
    panel = shown(qtbot, desk, fresh())
    panel.list.make_current(draft(1).id)
    key(panel.list, Qt.Key.Key_R)
    assert desk.toasts.texts == [ASKED]
    desk.followups.leave()
    assert desk.acts.actions == []


def test_the_night_is_the_clients_own(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1, zone="Pacific/Auckland"))
    press(card(panel), "Send reminder: Sarah Lindqvist")
    assert desk.toasts.texts == ["It is 01:14 for Sarah Lindqvist. Send anyway?"]
    desk = Desk()
    at_night(desk)
    panel = shown(qtbot, desk, fresh(zone="America/New_York"))
    press(card(panel), "Send reminder: Sarah Lindqvist")
    assert len(desk.acts.actions) == 1


def test_nothing_is_asked_about_who_cannot_be_reached(qtbot: QtBot) -> None:
    desk = Desk()
    at_night(desk)
    shown(qtbot, desk, fresh(phone=None, email=None))
    desk.followups.remind(draft(1).id)
    assert desk.toasts.texts == ["Sarah Lindqvist has no phone number and no email address on file."]


@pytest.mark.row("B20")
def test_a_card_says_what_waits_and_why(qtbot: QtBot) -> None:
    desk = Desk()
    held = ReminderState("sms", "queued", LATE, True, "quiet_hours", until=LATE + 8 * HOUR + 20 * MINUTE)
    at_night(desk)
    panel = shown(qtbot, desk, fresh(reminders=(held,)))
    assert "Reminder by SMS waits until tomorrow 08:00: it is night there" in texts(card(panel))

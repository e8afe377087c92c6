"""Settings > Automated messages: the reminder's switches, and what a demo kept."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.ports import REMINDER_SETTINGS_ENTITY, Link
from desktop.views.settings.page import SettingsPage
from desktop.views.settings.reminders import ReminderCard
from desktop.views.settings.sandbox import SandboxCard
from domain.constants import HOUR
from domain.wire.actions import SetReminderChannels
from domain.wire.rows import ReminderSettingsRow, SandboxMessageRow
from tests.gui.support.clicks import click, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import NOW, SETTINGS, manager, person


def shown(qtbot: QtBot, desk: Desk) -> SettingsPage:
    sandbox = SandboxCard(desk.settings, desk.opener, desk.toasts, desk.clock)
    page = SettingsPage(ReminderCard(desk.settings), sandbox)
    qtbot.addWidget(page)
    page.resize(1000, 744)
    page.show()
    return page


def managed() -> Desk:
    desk = Desk()
    desk.feed.reset(manager())
    desk.feed.reset(SETTINGS)
    return desk


@pytest.mark.row("B8", "B17")
def test_both_switches_are_off_at_first_and_ask_for_both(qtbot: QtBot) -> None:
    desk = managed()
    page = shown(qtbot, desk)
    card = page.reminders
    assert not card.email.isChecked()
    assert not card.sms.isChecked()
    click(card.sms)
    assert desk.acts.payloads() == [SetReminderChannels(email=False, sms=True)]
    assert desk.acts.actions[0].entity == REMINDER_SETTINGS_ENTITY
    desk.feed.reset(ReminderSettingsRow(id="biz", email=False, sms=True))
    assert card.sms.isChecked()
    click(card.email)
    assert desk.acts.payloads()[-1] == SetReminderChannels(email=True, sms=True)


@pytest.mark.row("B17", "N3")
def test_offline_it_waits_and_a_refusal_is_said_and_taken_back(qtbot: QtBot) -> None:
    desk = managed()
    page = shown(qtbot, desk)
    card = page.reminders
    desk.feed.connect_as(Link.OFFLINE)
    click(card.email)
    desk.feed.reset(ReminderSettingsRow(id="biz", email=True, sms=False))
    assert card.notice() == "The change will be made when online."
    desk.acts.refuse(desk.acts.actions[0].id, "not_permitted")
    desk.feed.reset(SETTINGS)
    assert not card.email.isChecked()
    assert card.notice() == "The change was not made: You are not allowed to do this any more."
    press(card, "Read: do not show this again")
    assert card.notice() == ""


@pytest.mark.row("B17", "B18")
def test_who_may_not_manage_automations_cannot_move_them(qtbot: QtBot) -> None:
    desk = managed()
    page = shown(qtbot, desk)
    card = page.reminders
    desk.feed.reset(person())
    assert not card.email.isEnabled()
    assert card.email.toolTip() == card.email.accessibleDescription() == card.notice()
    click(card.email)
    desk.settings.switch_email(True)
    assert not desk.acts.actions
    assert not desk.settings.may_see()


def test_before_the_settings_have_come(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(manager())
    page = shown(qtbot, desk)
    assert page.reminders.notice() == "The settings have not been loaded yet."


@pytest.mark.row("B9", "S6")
def test_the_demos_messages_with_their_links(qtbot: QtBot) -> None:
    desk = managed()
    page = shown(qtbot, desk)
    assert not page.sandbox.isVisible()
    text = "Hi <b>Sarah</b>, finish here: http://127.0.0.1:8123/r/abc."
    desk.feed.reset(
        SandboxMessageRow(id="m1", channel="sms", to="+46701234567", subject="", text=text, at=NOW - HOUR),
        SandboxMessageRow(id="m2", channel="email", to="s@example.org", subject="Booking", text="No link", at=NOW),
    )
    assert page.sandbox.isVisible()
    assert [row.isVisible() for row in page.sandbox.rows] == [True, True]
    assert text in texts(page)
    assert not page.sandbox.rows[0].link.isVisible()
    press(page, "Open the link in the message to +46701234567")
    assert desk.opener.browsed == ["http://127.0.0.1:8123/r/abc"]
    desk.opener.takes = False
    press(page, "Open the link in the message to +46701234567")
    assert desk.toasts.texts == ["This computer has no program that opens links."]


def test_only_the_newest_messages_are_listed(qtbot: QtBot) -> None:
    desk = managed()
    page = shown(qtbot, desk)
    desk.feed.reset(
        *(SandboxMessageRow(id=f"m{n}", channel="sms", to="+1", subject="", text="t", at=NOW - n) for n in range(25))
    )
    assert len(page.sandbox.rows) == 10
    assert "and 15 more" in texts(page)

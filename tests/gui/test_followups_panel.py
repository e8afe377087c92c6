"""The Follow-ups panel: what a receptionist presses, what is asked for, and what she is told."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.permissions import Permission
from domain.wire.actions import DismissDraft, Done, Refusal, RestoreDraft, SendReminder, Skip
from domain.wire.rows import DraftRow
from tests.gui.support.clicks import button, hold, key, let_go, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.panel import card, shown
from tests.gui.support.rows import KANAL, NOW, draft, person


def dismissed(row: DraftRow) -> DraftRow:
    return msgspec.structs.replace(row, phase=Phase.DISMISSED)


@pytest.mark.row("B5", "B12")
def test_a_new_card_appears_with_its_badge(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk)
    assert "No incomplete bookings" in texts(panel)
    assert not panel.tab.badge.isVisible()
    desk.feed.put(draft(1), draft(2, expired_at=NOW - HOUR))
    qtbot.waitUntil(lambda: panel.list.card_of(draft(1).id) is not None)
    assert panel.tab.badge.text() == "2"
    assert "2 drafts, €172" in texts(panel)
    seen = texts(card(panel))
    for part in ("Sarah Lindqvist", "new client", "+46 70 123 45 67", "€86", "Today 14:30 with Anna", "22 min ago"):
        assert part in seen


@pytest.mark.row("B15", "N8")
def test_dismiss_and_undo_by_mouse(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1), draft(2))
    press(card(panel), "Dismiss Sarah Lindqvist")
    assert desk.acts.payloads() == [DismissDraft(draft_id=draft(1).id)]
    assert desk.toasts.texts == ["Sarah Lindqvist's incomplete booking was dismissed."]
    desk.feed.put(dismissed(draft(1)))
    qtbot.waitUntil(lambda: panel.list.card_of(draft(1).id) is None)
    desk.toasts.undo()
    restore = desk.acts.actions[-1]
    assert restore.payload == RestoreDraft(draft_id=draft(1).id)
    assert restore.depends_on == desk.acts.actions[0].id
    desk.toasts.said[0][1]()  # type: ignore[misc]  # the same toast pressed twice does it once
    assert len(desk.acts.actions) == 2


@pytest.mark.row("B14")
def test_send_reminder_names_channels_and_reasons(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), "Send reminder: Sarah Lindqvist")
    action = desk.acts.actions[0]
    assert action.payload == SendReminder(draft_id=draft(1).id)
    assert action.not_after is not None
    assert NOW + HOUR <= action.not_after <= NOW + 8 * HOUR
    assert not desk.toasts.said
    skip = Skip(channel="email", reason="opted_out")
    desk.acts.done(action.id, Done(id=action.id, number=1, channels=("sms",), skips=(skip,)))
    assert desk.toasts.texts == ["Reminder to Sarah Lindqvist goes by SMS. Email: the client has opted out."]


@pytest.mark.row("B14", "B20")
def test_a_refused_reminder_says_why_and_stays_on_the_card_until_it_is_read(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), "Send reminder: Sarah Lindqvist")
    skips = (Skip(channel="sms", reason="preference"),)
    desk.acts.refuse(desk.acts.actions[0].id, "all_channels_blocked", Refusal(code="all_channels_blocked", skips=skips))
    told = "No message was sent. SMS: the client does not want messages this way."
    assert desk.toasts.texts == [f"Sarah Lindqvist: {told}"]
    assert f"Reminder: {told}" in texts(card(panel))
    press(card(panel), "Read: do not show this again")
    assert desk.acts.forgotten == [desk.acts.actions[0].id]
    assert "Not reminded yet" in texts(card(panel))


@pytest.mark.row("N3")
def test_offline_the_card_says_that_it_will_be_sent(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.feed.connect_as(Link.OFFLINE)
    press(card(panel), "Send reminder: Sarah Lindqvist")
    assert "Reminder will be sent when online" in texts(card(panel))
    assert desk.toasts.texts == ["You are offline. The reminder to Sarah Lindqvist goes when online."]


def test_a_second_press_does_not_send_a_second_reminder(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), "Send reminder: Sarah Lindqvist")
    press(card(panel), "Send reminder: Sarah Lindqvist")
    assert len(desk.acts.actions) == 1
    assert desk.toasts.texts == ["A reminder to Sarah Lindqvist is already on its way."]


@pytest.mark.row("B14", "B16")
def test_without_a_contact_the_buttons_are_off_and_say_why(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1, phone=None, email=None))
    send, call = button(card(panel), "Send reminder: Sarah Lindqvist"), button(card(panel), "Call Sarah Lindqvist")
    for off, why in (
        (send, "No phone number and no email on file"),
        (call, "No phone number on file"),
    ):
        assert not off.isEnabled()
        assert off.toolTip() == off.accessibleDescription() == why
    for pressed in (Qt.Key.Key_C, Qt.Key.Key_E, Qt.Key.Key_R):
        panel.open_at(draft(1).id)
        key(panel.list, pressed)
    assert desk.opener.called == []
    assert desk.opener.mailed == []
    assert desk.acts.actions == []
    assert "Sarah Lindqvist has no phone number and no email address on file." in desk.toasts.texts


@pytest.mark.row("B16")
def test_call_and_mail_from_buttons_links_and_menu(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), "Call Sarah Lindqvist")
    press(card(panel), "Call +46 70 123 45 67")
    desk.noting.close(draft(1).id)
    press(card(panel), "Write to sarah@example.org")
    assert desk.opener.called == ["+46701234567", "+46701234567"]
    assert desk.opener.mailed == ["sarah@example.org"]
    desk.opener.takes = False
    press(card(panel), "Call Sarah Lindqvist")
    said = "This computer has no program that makes calls. The number is +46 70 123 45 67."
    assert desk.toasts.texts[-1] == said


@pytest.mark.row("B13")
def test_book_asks_for_the_form(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    with qtbot.waitSignal(panel.book_requested) as asked:
        press(card(panel), "Book for Sarah Lindqvist")
    assert asked.args == [draft(1).id]


@pytest.mark.row("N14")
def test_everything_by_keys(qtbot: QtBot) -> None:
    desk = Desk()
    rows = [draft(n, expired_at=NOW - n * MINUTE, client_name=f"Client {n}") for n in range(1, 5)]
    panel = shown(qtbot, desk, *rows)
    booked: list[str] = []
    panel.book_requested.connect(booked.append)
    panel.open_at()
    for letter in "jjkjCER":
        key(panel.list, getattr(Qt.Key, f"Key_{letter.upper()}"))
    desk.followups.leave()
    for letter in "DZB":
        key(panel.list, getattr(Qt.Key, f"Key_{letter}"))
    key(panel.list, Qt.Key.Key_Down)
    key(panel.list, Qt.Key.Key_Return)
    assert desk.opener.called == [rows[1].phone]
    assert desk.opener.mailed == [rows[1].email]
    second = rows[1].id
    payloads = [SendReminder(second), DismissDraft(second), RestoreDraft(second)]
    assert desk.acts.payloads() == payloads
    assert booked == [second, rows[2].id]
    key(panel.list, Qt.Key.Key_Z)
    assert desk.toasts.texts[-1] == "There is nothing to undo."


@pytest.mark.row("N3")
def test_two_desks_on_one_card(qtbot: QtBot) -> None:
    """Another desk dismissed it first: this desk's answer is a sentence, and its undo is gone with it."""
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), "Dismiss Sarah Lindqvist")
    desk.feed.take(DraftRow, draft(1).id)
    desk.acts.refuse(desk.acts.actions[0].id, "draft_dismissed")
    assert desk.toasts.texts[-1] == "Sarah Lindqvist: Someone has dismissed this card."
    desk.followups.undo()
    assert len(desk.acts.actions) == 1


@pytest.mark.row("B18")
def test_permission_removed_while_the_card_is_on_the_screen(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    press(card(panel), "Dismiss Sarah Lindqvist")
    assert not desk.acts.actions
    assert desk.toasts.texts == ["You are not allowed to do this any more."]
    desk.feed.clear(DraftRow)
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in panel.list.cards()))
    assert not panel.tab.badge.isVisible()


def test_another_location_shows_its_own(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1), draft(2, location_id=KANAL, client_name="Noah"))
    desk.drafts.show_location(KANAL)
    qtbot.waitUntil(lambda: panel.list.card_of(draft(2).id) is not None)
    assert panel.list.card_of(draft(1).id) is None


BAD_NAMES = ["n" * 10_000, "محمد بن عبد الله " * 30, "\u200b", "<h1>A</h1><img src=x>", "X", "李 娜", "é" * 300]


@pytest.mark.row("S6")
@pytest.mark.parametrize("name", BAD_NAMES)
def test_any_name_stays_inside_its_card_as_plain_text(qtbot: QtBot, name: str) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1, client_name=name, email="x" * 250 + "@example.org"))
    one = card(panel)
    for label in one.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    for child in (*one.findChildren(QLabel), button(one, "Dismiss")):
        assert child.geometry().right() <= one.width(), child
    assert one.height() == 180
    assert one.accessibleName()


def test_ages_tick_without_moving_anything(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1, engaged_at=NOW - 9 * MINUTE, client_name="Long name " * 20))
    before = {id(child): child.geometry() for child in card(panel).findChildren(QLabel)}
    desk.clock.at += 2 * MINUTE
    panel.tick()
    assert "11 min ago" in texts(card(panel))
    assert {id(child): child.geometry() for child in card(panel).findChildren(QLabel)} == before


@pytest.mark.row("B19")
def test_the_last_card_stays_while_it_is_pressed_and_says_what_became_of_it(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    dismiss = button(card(panel), "Dismiss")
    hold(dismiss)
    desk.feed.take(DraftRow, draft(1).id)
    panel.list.place()
    let_go(dismiss)
    assert desk.acts.actions == []
    assert desk.toasts.texts[0].startswith("This incomplete booking has left the list")
    qtbot.waitUntil(lambda: not panel.list.isVisible())


@pytest.mark.row("B7")
def test_a_card_leaves_by_itself_at_its_end(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.feed.connect_as(Link.OFFLINE)
    desk.clock.at += DAY
    panel.tick()
    qtbot.waitUntil(lambda: panel.list.card_of(draft(1).id) is None)


def test_the_menu_copies_and_writes(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), "More about Sarah Lindqvist")
    menu = card(panel).menu()
    assert menu is not None
    actions: dict[str, Any] = {action.text(): action for action in menu.actions()}
    actions["Copy +46 70 123 45 67"].trigger()
    assert QApplication.clipboard().text() == "+46 70 123 45 67"
    actions["Write an email"].trigger()
    assert desk.opener.mailed == ["sarah@example.org"]
    menu.close()
    qtbot.waitUntil(lambda: card(panel).menu() is None)

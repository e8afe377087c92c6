"""What a receptionist notes on cards: how a call went, a snooze, why one was dismissed, a message taken back."""

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.held import Held
from desktop.models.ports import Link
from desktop.views.followups.ask import MomentDialog, SmallDialog, WhyDialog
from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.wire.actions import (
    DismissDraft,
    ExplainDismissal,
    LogCall,
    RestoreDraft,
    SendReminder,
    SnoozeDraft,
    TakeBackCall,
    WakeDraft,
)
from domain.wire.rows import Call, Dismissal, DraftRow
from domain.work import CallOutcome, DismissReason
from tests.gui.support.clicks import button, key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.panel import card, opened
from tests.gui.support.rows import NOW, draft

NO_BUTTON, NO_KEYS = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def with_call(outcome: CallOutcome, number: int = 1, at: int = NOW) -> DraftRow:
    return msgspec.structs.replace(draft(number), calls=(Call("k1", at, outcome, "Ana Ruiz"),))


@pytest.mark.row("N6")
def test_a_call_offers_its_outcomes_on_the_card_by_keys_alone(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    key(panel.list, Qt.Key.Key_C)
    assert desk.opener.called == [draft(1).phone]
    seen = texts(card(panel))
    assert {"1  No answer", "6  Books now"} <= set(seen)
    assert "Book for client" not in seen
    key(panel.list, Qt.Key.Key_1)
    (logged,) = desk.acts.payloads()
    assert isinstance(logged, LogCall)
    assert (logged.draft_id, logged.outcome, logged.note) == (draft(1).id, CallOutcome.NO_ANSWER, "")
    assert {"1  Snooze 1 hour", "2  Send reminder"} <= set(texts(card(panel)))
    key(panel.list, Qt.Key.Key_1)
    assert desk.acts.payloads()[1:] == [SnoozeDraft(draft(1).id, NOW + HOUR)]
    assert desk.toasts.texts == ["Sarah Lindqvist rests until 14:14."]
    assert "Book for client" in texts(card(panel))


@pytest.mark.row("N6")
def test_a_note_is_kept_with_the_call_and_the_call_can_be_taken_back(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    press(card(panel), "Call Sarah Lindqvist")
    press(card(panel), "Left message: Sarah Lindqvist")
    strip = card(panel)._strip
    assert strip is not None
    strip._note.setFocus()
    QTest.keyClicks(strip._note, "On her machine")
    key(strip._note, Qt.Key.Key_Return)
    first, noted = desk.acts.payloads()
    assert isinstance(first, LogCall)
    assert noted == LogCall(draft(1).id, first.call_id, CallOutcome.LEFT_MESSAGE, "On her machine")
    press(card(panel), "Undo")
    assert desk.acts.payloads()[2:] == [TakeBackCall(draft(1).id, first.call_id)]
    assert "1  No answer" in texts(card(panel))
    key(strip, Qt.Key.Key_Escape)
    assert "Book for client" in texts(card(panel))
    assert panel.window().focusWidget() is panel.list


@pytest.mark.row("N6")
def test_not_interested_offers_to_dismiss_with_that_reason(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    for pressed in (Qt.Key.Key_C, Qt.Key.Key_4, Qt.Key.Key_1):
        key(panel.list, pressed)
    _, dismissed, explained = desk.acts.actions
    assert dismissed.payload == DismissDraft(draft(1).id)
    assert explained.payload == ExplainDismissal(draft(1).id, DismissReason.NOT_INTERESTED)
    assert explained.depends_on == dismissed.id
    assert desk.toasts.offered[-1] is None


@pytest.mark.row("N6")
def test_who_books_on_the_phone_goes_on_to_the_form(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    booked: list[str] = []
    panel.book_requested.connect(booked.append)
    key(panel.list, Qt.Key.Key_C)
    key(panel.list, Qt.Key.Key_6)
    assert booked == [draft(1).id]
    assert "Book for client" in texts(card(panel))


@pytest.mark.row("N6")
def test_the_card_says_how_the_last_call_went_and_by_whom(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, with_call(CallOutcome.NO_ANSWER))
    assert "Called 13:14, no answer. Ana" in texts(card(panel))
    desk.feed.put(with_call(CallOutcome.WRONG_NUMBER))
    assert "Called 13:14, wrong number. Ana" in texts(card(panel))
    assert not button(card(panel), "Call Sarah Lindqvist").isEnabled()
    key(panel.list, Qt.Key.Key_C)
    assert desk.opener.called == []
    desk.feed.put(with_call(CallOutcome.WRONG_NUMBER, at=draft(1).engaged_at - MINUTE))
    assert button(card(panel), "Call Sarah Lindqvist").isEnabled()


@pytest.mark.row("N7")
def test_a_resting_card_stands_aside_and_comes_back_by_the_desks_own_clock(qtbot: QtBot) -> None:
    desk = Desk()
    resting = msgspec.structs.replace(draft(2), snoozed_until=NOW + HOUR, client_name="Mara")
    panel = opened(qtbot, desk, draft(1), resting)
    assert panel.tab.badge.text() == "1"
    waiting = desk.today.overview().waiting
    assert waiting is not None
    assert waiting.count == "2 waiting"
    assert waiting.detail.endswith("1 snoozed")
    press(panel, "Snoozed (1)")
    assert {"Mara", "until 14:14"} <= set(texts(panel.work.folds))
    desk.clock.at = NOW + HOUR - 1
    panel.tick()
    assert desk.drafts.rowCount() == 1
    desk.clock.at = NOW + HOUR
    panel.tick()
    assert desk.drafts.rowCount() == 2
    assert not panel.work.folds.isVisible()


@pytest.mark.row("N7")
def test_a_resting_card_can_be_woken_and_is_shown_when_it_is_looked_for(qtbot: QtBot) -> None:
    desk = Desk()
    resting = msgspec.structs.replace(draft(2), snoozed_until=NOW + HOUR, client_name="Mara")
    panel = opened(qtbot, desk, draft(1), resting)
    panel.open_at(resting.id)
    press(panel.work.folds, "Wake now: Mara")
    assert desk.acts.payloads() == [WakeDraft(resting.id)]


@pytest.mark.row("N7")
def test_s_opens_the_moments_and_says_which_are_too_late(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    key(panel.list, Qt.Key.Key_S)
    menu = card(panel).menu()
    assert menu is not None
    lines = [(action.text(), action.isEnabled()) for action in menu.actions() if action.text()]
    assert lines == [
        ("&1  In an hour", True),
        ("&2  This afternoon, 15:00", True),
        ("&3  Tomorrow morning, 09:00", True),
        ("&4  Next week, Monday 09:00 (gone by then)", False),
        ("Choose a time…", True),
    ]
    key(menu, Qt.Key.Key_2)
    (asked,) = desk.acts.payloads()
    assert isinstance(asked, SnoozeDraft)
    desk.toasts.undo()
    assert len(desk.acts.payloads()) == 1  # nothing rests yet that could be woken
    desk.feed.put(msgspec.structs.replace(draft(1), snoozed_until=asked.until))
    desk.toasts.undo()
    assert desk.acts.payloads()[1:] == [WakeDraft(draft(1).id)]


@pytest.mark.row("N7")
def test_a_moment_that_cannot_be_is_said_and_the_form_stays(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    panel.work.ask_moment(draft(1).id)
    (dialog,) = panel.findChildren(MomentDialog)
    dialog.time.setCurrentIndex(0)
    press(dialog, "Snooze")
    assert dialog.fault.text() == "This moment has passed already."
    dialog._take_day(dialog._day.replace(day=25))
    press(dialog, "Snooze")
    assert dialog.fault.text() == "The card would be gone by then: it removes itself tomorrow 12:52."
    assert dialog.isVisible()
    assert desk.acts.payloads() == []
    dialog._take_day(dialog._day.replace(day=20))
    dialog.time.setCurrentIndex(16 * 4)
    press(dialog, "Snooze")
    assert desk.acts.payloads() == [SnoozeDraft(draft(1).id, NOW + 166 * MINUTE)]


@pytest.mark.row("N8")
def test_dismissing_asks_why_without_holding_anything_up(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1), draft(2))
    key(panel.list, Qt.Key.Key_D)
    assert desk.acts.payloads() == [DismissDraft(draft(1).id)]
    gone = msgspec.structs.replace(draft(1), phase=Phase.DISMISSED, dismissal=Dismissal(NOW))
    desk.feed.put(gone)
    offer = desk.toasts.offered[-1]
    assert offer is not None
    assert offer.text == "Why?"
    offer.run()
    (dialog,) = panel.findChildren(WhyDialog)
    key(dialog, Qt.Key.Key_2)
    assert desk.acts.payloads()[1:] == [ExplainDismissal(draft(1).id, DismissReason.BOOKED_ELSEWHERE)]


@pytest.mark.row("N8")
def test_dismissed_cards_can_be_seen_and_reopened(qtbot: QtBot) -> None:
    desk = Desk()
    why = Dismissal(NOW - HOUR, "Ana Ruiz", DismissReason.DUPLICATE)
    gone = msgspec.structs.replace(draft(2), phase=Phase.DISMISSED, dismissal=why, client_name="Mara")
    panel = opened(qtbot, desk, draft(1), gone)
    press(panel, "Dismissed (1)")
    assert {"Mara", "12:14, Duplicate. Ana"} <= set(texts(panel.work.folds))
    press(panel.work.folds, "Reopen: Mara")
    assert desk.acts.payloads() == [RestoreDraft(gone.id)]
    desk.feed.connect_as(Link.OFFLINE)
    desk.clock.at = NOW + DAY
    panel.tick()
    assert not panel.work.folds.isVisible()


@pytest.mark.row("N8")
def test_a_reminder_asked_for_by_a_key_waits_and_can_be_taken_back(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1), draft(2, expired_at=NOW - HOUR))
    key(panel.list, Qt.Key.Key_R)
    key(panel.list, Qt.Key.Key_R)
    assert desk.toasts.texts[-1] == "The reminder to Sarah Lindqvist goes in 5 seconds."
    assert desk.acts.payloads() == []
    key(panel.list, Qt.Key.Key_Z)
    assert desk.toasts.texts[-1] == "The reminder to Sarah Lindqvist was not sent."
    key(panel.list, Qt.Key.Key_R)
    key(panel.list, Qt.Key.Key_J)
    key(panel.list, Qt.Key.Key_R)
    desk.followups.leave()
    assert desk.acts.payloads() == [SendReminder(draft(1).id), SendReminder(draft(2).id)]


@pytest.mark.row("N8")
def test_what_is_held_goes_by_itself(qtbot: QtBot) -> None:
    held, gone = Held(hold_ms=1), []
    held.hold("a", lambda: gone.append("a"))
    assert held.newest() == "a"
    qtbot.waitUntil(lambda: gone == ["a"])
    assert not held.take_back("a")
    QApplication.processEvents()


@pytest.mark.row("N6", "N14")
def test_a_double_click_and_a_key_that_is_held_choose_once(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1), draft(2))
    press(card(panel), "Call Sarah Lindqvist")
    press(card(panel), "Not interested: Sarah Lindqvist")
    dismiss = button(card(panel), "Dismiss: Sarah Lindqvist")
    left, middle = Qt.MouseButton.LeftButton, QPointF(dismiss.rect().center())
    for kind, held in ((QEvent.Type.MouseButtonDblClick, left), (QEvent.Type.MouseButtonRelease, NO_BUTTON)):
        at = dismiss.mapToGlobal(middle)
        QApplication.sendEvent(dismiss, QMouseEvent(kind, middle, at, left, held, NO_KEYS))
    assert [type(payload) for payload in desk.acts.payloads()] == [LogCall]
    panel.list.setFocus()
    QApplication.sendEvent(panel.list, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_D, NO_KEYS, "d", autorep=True))
    assert [type(payload) for payload in desk.acts.payloads()] == [LogCall]


@pytest.mark.row("N6")
def test_a_card_that_comes_back_shows_its_buttons(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1), draft(2, expired_at=NOW - HOUR))
    key(panel.list, Qt.Key.Key_C)
    assert "1  No answer" in texts(card(panel))
    desk.feed.take(DraftRow, draft(1).id)
    desk.feed.put(draft(1, cycle=2))
    assert "Book for client" in texts(card(panel))


@pytest.mark.row("N8")
def test_a_fold_asks_why_where_nobody_said_so(qtbot: QtBot) -> None:
    desk = Desk()
    gone = msgspec.structs.replace(draft(2), phase=Phase.DISMISSED, dismissal=Dismissal(NOW), client_name="Mara")
    panel = opened(qtbot, desk, draft(1), gone)
    press(panel, "Dismissed (1)")
    press(panel.work.folds, "Why was Mara's booking dismissed?")
    (dialog,) = panel.findChildren(WhyDialog)
    QTest.keyClicks(dialog.text, "Moved away")
    key(dialog.text, Qt.Key.Key_Return)
    assert desk.acts.payloads() == [ExplainDismissal(gone.id, DismissReason.OTHER, "Moved away")]


@pytest.mark.row("N8", "N14")
def test_w_asks_why_the_last_one_was_dismissed(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1), draft(2, expired_at=NOW - HOUR))
    key(panel.list, Qt.Key.Key_W)
    assert desk.toasts.texts == ["Nothing was dismissed here."]
    key(panel.list, Qt.Key.Key_D)
    desk.feed.put(msgspec.structs.replace(draft(1), phase=Phase.DISMISSED, dismissal=Dismissal(NOW)))
    key(panel.list, Qt.Key.Key_W)
    (dialog,) = panel.findChildren(WhyDialog)
    QTest.keyClicks(dialog.text, "x" * 300)
    key(dialog.text, Qt.Key.Key_Return)
    said = desk.acts.payloads()[-1]
    assert isinstance(said, ExplainDismissal)
    assert (said.draft_id, len(said.text)) == (draft(1).id, 200)


@pytest.mark.row("S4", "B18")
def test_nothing_that_names_a_client_stays_open_when_the_panel_goes(qtbot: QtBot) -> None:
    desk = Desk()
    panel = opened(qtbot, desk, draft(1))
    panel.work.ask_moment(draft(1).id)
    panel.work.ask_why(draft(1).id)
    key(panel.list, Qt.Key.Key_T)
    assert [dialog.isVisible() for dialog in panel.findChildren(WhyDialog)] == [True]
    panel.hide()
    assert not any(dialog.isVisible() for dialog in panel.findChildren(SmallDialog))
    assert (desk.noting.story.draft_id, panel.work.drawer.list.count()) == ("", 0)
    panel.show()
    assert panel.list.isVisible()

"""Who else is on a card: shown, asked about before calling or booking, and never in the way (row N5)."""

import datetime as dt

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.models.attention import LOOKING, WORKING
from desktop.models.ports import draft_entity, waitlist_entity
from domain.constants import MINUTE, SECOND
from domain.drafts import Phase
from domain.wire.presence import LEASE_SECONDS, DeskOn
from domain.wire.rows import WaitlistEntryRow, Window
from tests.gui.support.clicks import button, key, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.panel import card, shown
from tests.gui.support.rows import CUT, LINDEN, NOW, TODAY, draft, person

pytestmark = pytest.mark.row("N5")

FIRST, SECOND_CARD = draft_entity(draft(1).id), draft_entity(draft(2).id)
CALL = "Call Sarah Lindqvist"
BOOK = "Book for Sarah Lindqvist"


def test_a_card_says_who_is_on_it_until_she_leaves(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1), draft(2))
    desk.colleagues.come(FIRST)
    assert "Ana is on this" in texts(card(panel))
    assert "Ana is on this" in card(panel).accessibleDescription()
    assert "Ana is on this" not in texts(card(panel, 2))
    desk.colleagues.come(SECOND_CARD)
    assert "Ana is on this" not in texts(card(panel))
    desk.colleagues.come(SECOND_CARD, "Ben", desk="desk-3")
    assert "Ana and Ben are on this" in texts(card(panel, 2))
    desk.colleagues.go()
    assert "Ben is on this" in texts(card(panel, 2))


def test_who_does_not_say_again_that_she_is_there_is_gone_by_herself(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.colleagues.come(FIRST)
    desk.clock.at += (LEASE_SECONDS - 1) * SECOND
    desk.attention.tick()
    assert "Ana is on this" in texts(card(panel))
    desk.clock.at += SECOND
    desk.attention.tick()
    assert "Ana is on this" not in texts(card(panel))


def test_without_a_stream_nothing_is_claimed_and_with_one_it_is_told_again(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1), draft(2))
    press(card(panel, 2), "Call Sarah Lindqvist")
    desk.colleagues.come(FIRST)
    desk.colleagues.listening_changed.emit(False)
    assert "Ana is on this" not in texts(card(panel))
    desk.colleagues.listening_changed.emit(True)
    assert desk.colleagues.said == [SECOND_CARD, SECOND_CARD]


def test_calling_whom_somebody_else_is_on_asks_first_in_place(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.colleagues.come(FIRST, since=NOW - 5 * MINUTE)
    press(card(panel), CALL)
    assert desk.opener.called == []
    assert "Ana is on this since 13:09. Call anyway?" in texts(card(panel))
    press(card(panel), CALL)
    assert desk.opener.called == [], "a double click is no answer"
    desk.clock.at += SECOND
    press(card(panel), CALL)
    assert desk.opener.called == [draft(1).phone]
    assert "Ana is on this" in texts(card(panel))


def test_booking_asks_too_and_each_button_for_itself(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    booked: list[str] = []
    panel.book_requested.connect(booked.append)
    desk.colleagues.come(FIRST)
    press(card(panel), CALL)
    desk.clock.at += SECOND
    press(card(panel), BOOK)
    assert "Book anyway" in button(card(panel), BOOK).text()
    desk.clock.at += SECOND
    press(card(panel), BOOK)
    assert (booked, desk.opener.called) == ([draft(1).id], [])


@pytest.mark.row("N14")
def test_the_same_by_keys(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    panel.open_at(draft(1).id)
    desk.colleagues.come(FIRST)
    key(panel.list, Qt.Key.Key_C)
    assert desk.opener.called == []
    desk.clock.at += SECOND
    key(panel.list, Qt.Key.Key_C)
    assert desk.opener.called == [draft(1).phone]


def test_the_question_goes_with_whom_it_was_about(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.colleagues.come(FIRST)
    press(card(panel), CALL)
    desk.colleagues.go()
    assert not any("anyway" in text for text in texts(card(panel)))
    press(card(panel), CALL)
    assert desk.opener.called == [draft(1).phone]


def test_her_own_other_desk_is_named_as_that(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    desk.colleagues.desk_on.emit(DeskOn("desk-9", LEASE_SECONDS, FIRST, person().id, "Sofia", NOW))
    assert "You are on this, on another desk" in texts(card(panel))


def test_who_only_passes_by_disturbs_nobody(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1), draft(2))
    panel.open_at()
    desk.attention.settle()
    assert desk.colleagues.said == [], "the first card is current by itself"
    for _ in range(2):
        key(panel.list, Qt.Key.Key_J)
    assert panel.list.current_id() == draft(2).id
    assert desk.colleagues.said == []
    desk.attention.settle()
    assert desk.colleagues.said == [SECOND_CARD]
    panel.hide()
    assert desk.colleagues.said == [SECOND_CARD, None]


def test_calling_tells_the_others_at_once_and_renews_while_it_lasts(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), CALL)
    desk.clock.at += WORKING - SECOND
    desk.attention.renew()
    assert desk.colleagues.said == [FIRST, FIRST]
    desk.clock.at += SECOND
    desk.attention.renew()
    assert desk.colleagues.said == [FIRST, FIRST, None]


def test_who_notes_how_a_call_went_is_on_the_card(qtbot: QtBot) -> None:
    desk = Desk()
    shown(qtbot, desk, draft(1))
    desk.noting.ask(draft(1).id)
    assert desk.colleagues.said == [FIRST]


def test_an_open_form_keeps_her_on_the_card(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1), draft(2))
    closed = desk.attention.hold(FIRST)
    desk.clock.at += 2 * WORKING
    desk.attention.look_at(SECOND_CARD)
    desk.attention.settle()
    desk.attention.renew()
    panel.hide()
    assert desk.colleagues.said == [FIRST, FIRST]
    closed()
    desk.clock.at += LOOKING
    desk.attention.renew()
    assert desk.colleagues.said[-1] is None


def test_a_card_that_left_the_list_has_nobody_on_it(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    press(card(panel), CALL)
    desk.feed.put(msgspec.structs.replace(draft(1), phase=Phase.DISMISSED))
    assert desk.colleagues.said == [FIRST, None]


def test_the_waitlist_asks_in_the_same_way(qtbot: QtBot) -> None:
    desk = Desk()
    panel = shown(qtbot, desk, draft(1))
    window = Window(TODAY, dt.time(16), dt.time(19))
    row = WaitlistEntryRow("entry-1", LINDEN, "client-1", "Nora", (CUT,), (window,), NOW, "pending", "+46701234567")
    desk.feed.reset(row)
    panel.open_waitlist(row.id)
    desk.colleagues.come(waitlist_entity(row.id))
    key(panel.waitlist.list, Qt.Key.Key_C)
    assert desk.opener.called == []
    desk.clock.at += SECOND
    key(panel.waitlist.list, Qt.Key.Key_C)
    assert len(desk.opener.called) == 1
    assert desk.colleagues.said[-1] == waitlist_entity(row.id)

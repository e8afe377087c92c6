"""An appointment moved in the calendar to a time that is held for somebody by an offer (rows N10, N24)."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from domain.wire.actions import Held, MoveAppointment, Refusal
from domain.wire.offers import OfferRow
from domain.wire.rows import BusyRow
from tests.gui.support.calendar import Calendar, at
from tests.gui.support.desk import Desk
from tests.gui.test_offers import UNTIL, hold, offered
from tests.gui.test_scheduler import ANNA, booked

HELD = "Held for Client 1 until 13:44."
ASKED = f"{HELD} Moving it there takes the offer back."


def calendar(qtbot: QtBot, *held: BusyRow) -> Calendar:
    desk = Desk()
    desk.feed.reset(booked(1, "14:00", "Mia Novak", ANNA))
    desk.feed.put(offered())
    for row in held:
        desk.feed.put(row)
    return Calendar(qtbot, desk)


def asked(shown: Calendar) -> MoveAppointment:
    payload = shown.desk.acts.actions[-1].payload
    assert isinstance(payload, MoveAppointment)
    return payload


def sure(shown: Calendar) -> None:
    """Presses the button of the newest toast."""
    offer = shown.desk.toasts.offered[-1]
    assert offer is not None
    assert offer.text == "Move anyway"
    offer.run()


@pytest.mark.row("N10", "N24")
def test_it_says_for_whom_it_is_held_before_it_is_dropped_and_asks_after(qtbot: QtBot) -> None:
    shown = calendar(qtbot, hold())
    begin, end = shown.middle("Mia Novak"), shown.place("Anna", "16:00")
    shown.press(begin)
    shown.pull(begin + (end - begin) / 2, end)
    assert shown.grid.carry is not None
    assert (shown.grid.carry.drop.why_not, shown.grid.carry.drop.says) == ("", HELD)
    shown.let_go(end)
    assert (shown.desk.acts.actions, shown.desk.toasts.texts[-1]) == ([], ASKED)
    sure(shown)
    assert (asked(shown).over_hold, asked(shown).to.start) == (True, at("15:30"))


@pytest.mark.row("N10", "N24", "N14")
def test_by_keys_it_is_told_and_asked_too(qtbot: QtBot) -> None:
    shown = calendar(qtbot, hold())
    shown.grid.lift(shown.block("Mia Novak").row.id)
    for _ in range(4):
        shown.key(Qt.Key.Key_Down)
    assert shown.grid.carry is not None
    assert shown.grid.carry.drop.says == ""
    shown.key(Qt.Key.Key_Down)
    assert shown.grid.carry.drop.says == HELD
    shown.key(Qt.Key.Key_Return)
    assert (shown.desk.acts.actions, shown.desk.toasts.texts[-1]) == ([], ASKED)


@pytest.mark.row("N10", "N24")
def test_what_is_held_for_the_client_herself_is_no_question_and_an_appointment_is_no_hold(qtbot: QtBot) -> None:
    shown = calendar(qtbot, hold(client_id=booked(1, "14:00", "Mia Novak").client_id))
    shown.drag(shown.middle("Mia Novak"), shown.place("Anna", "16:00"))
    assert not asked(shown).over_hold
    other = calendar(qtbot, hold())
    other.desk.feed.put(booked(2, "16:30", "Tom Ek", ANNA))
    begin, end = other.middle("Mia Novak"), other.place("Anna", "16:15")
    other.press(begin)
    other.pull(begin + (end - begin) / 2, end)
    assert other.why_not() == "Anna has Tom Ek from 16:30 to 17:30."
    other.let_go(end)
    assert other.desk.acts.actions == []


@pytest.mark.row("N10", "N3", "N24")
def test_a_hold_that_this_desk_did_not_know_of_is_asked_about_after_the_refusal(qtbot: QtBot) -> None:
    shown = calendar(qtbot)
    shown.desk.feed.clear(OfferRow)
    shown.drag(shown.middle("Mia Novak"), shown.place("Anna", "16:00"))
    first = shown.desk.acts.actions[-1]
    held = Held("client-1", "Sarah King", UNTIL)
    shown.desk.acts.refuse(first.id, "slot_taken", Refusal("slot_taken", held=held))
    assert shown.desk.toasts.texts[-1] == "Held for Sarah King until 13:44. Moving it there takes the offer back."
    assert shown.scheduler.waits(shown.block("Mia Novak").row.id) == "could not be done"
    sure(shown)
    assert (asked(shown).over_hold, asked(shown).to) == (True, first.payload.to)  # type: ignore[union-attr]
    assert shown.scheduler.waits(shown.block("Mia Novak").row.id) == "being saved"

"""What is noted on a card at one desk, at another one and without a connection, over the real server."""

import pytest
from PySide6.QtCore import Qt

from domain.constants import HOUR, MINUTE
from domain.wire.actions import SendReminder
from tests.gui.support.clicks import key, texts
from tests.gui.support.house import House
from tests.gui.support.program import Program
from tests.gui.test_two_desks import Start, at_work


def panel_of(program: Program) -> list[str]:
    return texts(program.work.screen.panel)


def said(program: Program, draft_id: str) -> str:
    return " | ".join(texts(program.card(draft_id)))


@pytest.mark.row("N6")
def test_how_a_call_went_is_on_both_desks(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana, ben = at_work(desk, "ana", "reception", draft_id), at_work(desk, "ben", "admin", draft_id)
    ana.press("Call", ana.card(draft_id))
    ana.until(lambda: "1  No answer" in said(ana, draft_id))
    ana.press("No answer: Nora Nowak", ana.card(draft_id))
    ben.until(lambda: "no answer. Reception" in said(ben, draft_id))
    assert house.happened("draft.called", draft_id) == 1
    ana.until(lambda: "Undo" in said(ana, draft_id))
    ana.press("Undo", ana.card(draft_id))
    ben.until(lambda: "no answer" not in said(ben, draft_id))


@pytest.mark.row("N7", "N3")
def test_a_snooze_made_offline_shows_at_once_and_at_the_other_desk_when_it_is_sent(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana, ben = at_work(desk, "ana", "reception", draft_id), at_work(desk, "ben", "admin", draft_id)
    ana.wire.cut()
    ana.until(lambda: ana.bar_says.startswith("Offline"))
    ana.work.noting.snooze(draft_id, house.clock.now() + HOUR)
    ana.until(lambda: "Snoozed (1)" in panel_of(ana))
    assert not ana.has_card(draft_id)
    assert ben.has_card(draft_id)
    ana.wire.mend()
    ben.until(lambda: not ben.has_card(draft_id))
    house.advance(HOUR)
    for program in (ana, ben):
        program.until(lambda program=program: program.has_card(draft_id))  # type: ignore[misc]  # a bound default


@pytest.mark.row("N8")
def test_a_dismissed_card_says_why_at_the_other_desk_which_reopens_it(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana, ben = at_work(desk, "ana", "reception", draft_id), at_work(desk, "ben", "admin", draft_id)
    ana.press("Dismiss", ana.card(draft_id))
    ana.press("Why?")
    ana.press("Duplicate")
    ben.until(lambda: "Dismissed (1)" in panel_of(ben))
    ben.press("Dismissed (1)", ben.work.screen.panel)
    ben.until(lambda: any("Duplicate. Reception" in text for text in panel_of(ben)))
    ben.press("Reopen", ben.work.screen.panel)
    for program in (ana, ben):
        program.until(lambda program=program: program.has_card(draft_id))  # type: ignore[misc]  # a bound default


@pytest.mark.row("N13", "N3")
def test_the_story_comes_from_the_server_and_offline_from_the_copy(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    house.advance(MINUTE)
    ana = at_work(desk, "ana", "reception", draft_id)
    panel = ana.work.screen.panel
    key(panel.list, Qt.Key.Key_T)
    drawer = panel.work.drawer
    ana.until(lambda: drawer.list.count() == 2 and not drawer._notice.isVisible())
    ana.wire.cut()
    ana.until(lambda: ana.bar_says.startswith("Offline"))
    key(drawer.list, Qt.Key.Key_Escape)
    key(panel.list, Qt.Key.Key_T)
    ana.until(lambda: "what this computer knows" in drawer._notice.text())
    assert drawer.list.count() == 2


@pytest.mark.row("N8", "R4")
def test_a_reminder_that_is_held_when_the_program_is_closed_is_sent(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana = at_work(desk, "ana", "reception", draft_id)
    key(ana.work.screen.panel.list, Qt.Key.Key_R)
    assert ana.toast() == "The reminder to Nora Nowak goes in 5 seconds."
    assert ana.connection.waiting == 0
    ana.start_again()
    ana.until(lambda: ana.has_work() and bool(ana.work.pending.refused()))
    (asked,) = ana.work.pending.refused()  # this house has no way of sending, and says so once it was asked
    assert isinstance(asked.action.payload, SendReminder)

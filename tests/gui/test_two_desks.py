"""Two desks and a client at one card, over the real server."""

import datetime as dt
from collections.abc import Callable

import pytest

from desktop.views.bell.panel import BellPanel, NoticeLine
from desktop.views.booking.dialog import BookingDialog
from desktop.views.could_not_be_done.panel import CouldNotBeDone, RefusedLine
from domain.times import local
from tests.gui.support.clicks import button, hold, let_go, texts
from tests.gui.support.house import House
from tests.gui.support.program import Program
from tests.support.server import ZONE

Start = Callable[..., Program]


def at_work(desk: Start, name: str, who: str, draft_id: str) -> Program:
    """Somebody at a desk of her own with the draft's card before her."""
    program = desk(name)
    program.sign_in(who)
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    program.card(draft_id)
    return program


def refusals(program: Program) -> list[str]:
    """The lines of the list of what could not be done, which is opened for it."""
    program.until(lambda: bool(program.work.pending.refused()))
    program.work.open_refusals()
    return [line.accessibleName() for line in program.one(CouldNotBeDone).findChildren(RefusedLine)]


@pytest.mark.row("N4", "B15", "N8")
def test_what_one_desk_does_is_seen_at_the_other(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana, ben = at_work(desk, "ana", "reception", draft_id), at_work(desk, "ben", "admin", draft_id)
    ana.press("Dismiss", ana.card(draft_id))
    ben.until(lambda: not ben.has_card(draft_id))
    assert ana.toast() == "Nora Nowak's incomplete booking was dismissed."
    ana.press("Undo")
    ben.until(lambda: ben.has_card(draft_id))
    ana.until(lambda: ana.has_card(draft_id))


@pytest.mark.row("N3", "R7")
def test_two_desks_that_act_on_one_card_do_it_once_and_the_second_is_told_why(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana, ben = at_work(desk, "ana", "reception", draft_id), at_work(desk, "ben", "admin", draft_id)
    ben.wire.cut()
    ben.until(lambda: ben.bar_says.startswith("Offline"))
    ben.press("Dismiss", ben.card(draft_id))
    ben.until(lambda: ben.connection.waiting == 1)
    ana.press("Dismiss", ana.card(draft_id))
    ana.until(lambda: house.happened("draft.dismissed", draft_id) == 1)
    ben.wire.mend()
    ben.until(lambda: ben.connection.refused == 1)
    assert house.happened("draft.dismissed", draft_id) == 1
    assert refusals(ben) == ["Dismiss for Nora Nowak. Someone has dismissed this card."]
    ben.press("OK, I have read it", ben.one(CouldNotBeDone))
    ben.until(lambda: ben.connection.refused == 0)
    ben.until(lambda: ben.one(CouldNotBeDone).isHidden())


@pytest.mark.row("N5")
def test_who_calls_is_seen_at_the_other_desk_which_asks_before_it_calls_too(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    ana, ben = at_work(desk, "ana", "reception", draft_id), at_work(desk, "ben", "admin", draft_id)
    ana.press("Call", ana.card(draft_id))
    assert len(ana.opener.called) == 1
    ben.until(lambda: "Reception is on this" in texts(ben.card(draft_id)))
    ben.press("Call", ben.card(draft_id))
    assert ben.opener.called == []
    ben.until(lambda: any("Call anyway?" in text for text in texts(ben.card(draft_id))))
    ana.work.screen.panel.close_requested.emit()
    ben.until(lambda: not any("is on this" in text for text in texts(ben.card(draft_id))))
    ben.press("Call", ben.card(draft_id))
    assert len(ben.opener.called) == 1
    ana.open_followups()
    ana.until(lambda: "Admin is on this" in texts(ana.card(draft_id)))
    ben.close()
    ana.until(lambda: not any("is on this" in text for text in texts(ana.card(draft_id))))


@pytest.mark.row("B2", "B19")
def test_a_card_whose_client_books_while_its_button_is_held_down_says_so(desk: Start, house: House) -> None:
    draft_id, token = house.review("Nora Nowak", start=tomorrow(house, 10))
    house.advance(600_000_000)
    ana = at_work(desk, "ana", "reception", draft_id)
    dismiss = button(ana.card(draft_id), "Dismiss")
    hold(dismiss)
    house.confirm(draft_id, token, tomorrow(house, 10))
    ana.until(lambda: not ana.has_card(draft_id))
    let_go(dismiss)
    ana.until_said("has left the list")
    assert house.happened("draft.dismissed", draft_id) == 0


def tomorrow(house: House, hour: int) -> dt.datetime:
    """An hour of the next day at the salon."""
    return dt.datetime.combine(local(house.clock.at, ZONE).date() + dt.timedelta(days=1), dt.time(hour))


@pytest.mark.row("B13", "B2", "N1")
def test_a_time_that_is_taken_while_the_form_is_open_is_answered_with_others(desk: Start, house: House) -> None:
    start = tomorrow(house, 10)
    draft_id = house.abandon("Nora Nowak", start=start)
    ana = at_work(desk, "ana", "reception", draft_id)
    ana.press("Book for client", ana.card(draft_id))
    form = ana.one(BookingDialog)
    form.notes.edit.setPlainText("allergic to camomile")
    ana.until(form.book.isEnabled)
    taken, token = house.review("Ben Berg", start=start)
    house.confirm(taken, token, start)
    ana.press("Book", form)
    ana.until(lambda: "has just been taken" in form.notice.text())
    assert form.isVisible()
    assert form.notes.text() == "allergic to camomile"
    other = next(button for button in form.notice.buttons if button.isVisible())
    other.click()
    ana.until(form.book.isEnabled)
    ana.press("Book", form)
    ana.until_said("Booked for Nora Nowak")
    assert house.happened("draft.converted", draft_id) == 1
    assert ana.connection.refused == 0


@pytest.mark.row("B5", "N4")
def test_the_bell_rings_at_every_desk_and_is_read_at_all_of_a_persons_desks(desk: Start, house: House) -> None:
    first, second = desk("first"), desk("second")
    for program in (first, second):
        program.sign_in()
    before = first.work.shell.bar.bell.fresh()
    draft_id = house.abandon("Nora Nowak")
    first.until(lambda: first.work.shell.bar.bell.fresh() == before + 1)
    second.until(lambda: second.work.shell.bar.bell.fresh() == before + 1)
    assert second.work.shell.rail.entry("scheduler").waiting() == 1
    first.work.shell.bar.bell.click()
    lines = first.one(BellPanel).findChildren(NoticeLine)
    assert lines[0].accessibleName().startswith("Incomplete booking, Nora Nowak")
    second.until(lambda: second.work.shell.bar.bell.fresh() == 0)
    lines[0].opened.emit(draft_id)
    first.until(lambda: first.work.screen.panel.list.current_id() == draft_id)


@pytest.mark.row("B6", "B4")
def test_a_client_who_comes_back_hides_her_card_and_what_waits_is_refused(desk: Start, house: House) -> None:
    draft_id, token = house.review("Nora Nowak")
    house.advance(600_000_000)
    ana = at_work(desk, "ana", "reception", draft_id)
    ana.wire.cut()
    ana.until(lambda: ana.bar_says.startswith("Offline"))
    ana.press("Send reminder", ana.card(draft_id))
    ana.until(lambda: ana.connection.waiting == 1)
    house.review_again(token)
    ana.wire.mend()
    ana.until(lambda: ana.connection.refused == 1)
    ana.until(lambda: not ana.has_card(draft_id))
    assert "booking online right now" in refusals(ana)[0]

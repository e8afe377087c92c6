"""Permissions and accounts that are taken away at the real server while their desk is at work."""

from collections.abc import Callable

import pytest

from desktop.views.booking.dialog import BookingDialog
from domain.permissions import Permission, Role
from domain.wire.rows import DraftRow, NoticeRow
from sync.keychain import MemoryKeychain
from sync.store.outbox import Outbox
from tests.gui.support.clicks import texts
from tests.gui.support.house import House
from tests.gui.support.program import Program

Start = Callable[..., Program]
PROMISED_MS = 5000
"""Of promise S4, for a desk that is online."""

WITHOUT_WAITLIST = (Permission.VIEW_SCHEDULE, Permission.BOOK_APPOINTMENTS)


@pytest.fixture
def at_work(desk: Start, house: House) -> tuple[Program, str]:
    """A receptionist with one card and the panel open."""
    draft_id = house.abandon("Nora Nowak", notes="allergic to Kamille")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    program.card(draft_id)
    return program, draft_id


def held(program: Program, kind: str) -> list[object]:
    """What the local copy has of a kind."""
    desk, rows = program.app.desk, list[object]()
    assert desk is not None
    desk.stores.replica(lambda replica: rows.extend(replica.rows(kind)))
    return rows


@pytest.mark.row("B18", "S4", "N16")
def test_a_permission_that_is_taken_away_takes_its_rows_within_seconds(
    at_work: tuple[Program, str], house: House
) -> None:
    program, _ = at_work
    assert held(program, "draft")
    house.allow(Role.RECEPTIONIST, WITHOUT_WAITLIST)
    program.until(lambda: program.work.drafts.rowCount() == 0, PROMISED_MS)
    program.until(lambda: not program.work.screen.panel.isVisible())
    assert not any("Nora" in text for text in texts(program.app.window))
    assert held(program, "draft") == []
    assert held(program, "notice") == []
    house.allow(Role.RECEPTIONIST, (*WITHOUT_WAITLIST, Permission.MANAGE_WAITLIST))
    program.until(lambda: program.work.drafts.rowCount() == 1)
    assert [type(row) for kind in ("draft", "notice") for row in held(program, kind)] == [DraftRow, NoticeRow]


@pytest.mark.row("B18", "B13")
def test_a_permission_lost_in_the_middle_of_a_form_is_said_there_and_what_was_typed_stays(
    at_work: tuple[Program, str], house: House
) -> None:
    program, draft_id = at_work
    program.press("Book for client", program.card(draft_id))
    form = program.one(BookingDialog)
    form.notes.edit.setPlainText("she comes with her dog")
    house.allow(Role.RECEPTIONIST, (Permission.VIEW_SCHEDULE,))
    program.until(lambda: "not allowed" in form.notice.text())
    assert form.isVisible()
    assert form.notes.text() == "she comes with her dog"
    assert not form.book.isEnabled()
    assert "not allowed" in form.book.accessibleDescription()


@pytest.mark.row("B18", "S4")
def test_a_disabled_account_loses_everything_and_is_told(at_work: tuple[Program, str], house: House) -> None:
    program, draft_id = at_work
    desk = program.app.desk
    assert desk is not None
    program.wire.cut()
    program.until(lambda: program.bar_says.startswith("Offline"))
    program.press("Dismiss", program.card(draft_id))
    program.until(lambda: program.connection.waiting == 1)
    house.disable("reception")
    program.wire.mend()
    program.until(lambda: not program.has_work())
    assert "switched off" in program.page.fault.text()
    assert isinstance(program.keychain, MemoryKeychain)
    assert not [name for name in program.keychain.held if name.startswith("session")]
    assert house.happened("draft.dismissed", draft_id) == 0
    program.type_in(house.address, "admin@example.org")
    program.until_live()
    left: list[object] = []
    desk = program.app.desk
    assert desk is not None
    desk.stores.outbox(lambda outbox: left.extend(Outbox.waiting(outbox)))
    assert left == []


@pytest.mark.row("N25", "B18", "S4")
def test_each_location_is_shown_to_its_own_people_only(desk: Start, house: House) -> None:
    draft_id = house.abandon()
    south = desk("south")
    south.sign_in("south")
    north = desk("north")
    north.sign_in("reception")
    north.until(lambda: north.has_card(draft_id))
    assert south.work.shell.bar.location.text() == "South"
    assert held(south, "draft") == []
    house.give("reception", {house.seeded.south: (Role.RECEPTIONIST,)})
    north.until(lambda: north.work.shell.bar.location.text() == "South")
    assert held(north, "draft") == []


@pytest.mark.row("B18")
def test_who_may_open_nothing_is_told(desk: Start, house: House) -> None:
    program = desk()
    house.give("reception", {})
    program.type_in(house.address, "reception@example.org")
    program.until(program.has_work)
    program.until(lambda: any("may not open anything" in text for text in texts(program.app.window)))

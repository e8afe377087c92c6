"""Disks that are full and files that break, in the whole program over the real server."""

from collections.abc import Callable

import pytest

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.shell.window import TellingPage
from domain.constants import HOUR, REPLICA_LOCK
from sync.errors import Damaged, StoreFailed
from sync.owner import Owner
from sync.store.outbox import Outbox
from sync.store.replica import Replica
from tests.gui.support.clicks import texts
from tests.gui.support.house import House
from tests.gui.support.program import Program

Start = Callable[..., Program]


def at_work(desk: Start, house: House, who: str = "reception") -> tuple[Program, str]:
    """Somebody with one card."""
    draft_id = house.abandon("Nora Nowak")
    program = desk()
    program.sign_in(who)
    program.until(lambda: program.has_card(draft_id))
    return program, draft_id


class Fails:
    """The next `times` calls of a method fail; later ones do what it does."""

    def __init__(self, patch: pytest.MonkeyPatch, of: type, name: str, trouble: Exception, times: int = 1) -> None:
        original = getattr(of, name)
        self.left = times

        def instead(*args: object, **kwargs: object) -> object:
            if self.left:
                self.left -= 1
                raise trouble
            return original(*args, **kwargs)

        patch.setattr(of, name, instead)


@pytest.mark.row("R8")
def test_a_dismissal_that_the_full_disk_does_not_take_is_said_and_can_be_done_later(
    desk: Start, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, draft_id = at_work(desk, house)
    program.open_followups()
    Fails(monkeypatch, Outbox, "add", StoreFailed("full"))
    program.press("Dismiss", program.card(draft_id))
    program.until_said("Nora Nowak: It could not be kept on this computer and was not done")
    assert program.has_card(draft_id)
    assert house.happened("draft.dismissed", draft_id) == 0
    program.press("Dismiss", program.card(draft_id))
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)


@pytest.mark.row("R8", "B13")
def test_a_booking_that_could_not_be_kept_stays_in_its_form(
    desk: Start, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, draft_id = at_work(desk, house)
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.ways.book(draft_id)
    form = program.one(BookingDialog)
    form.after.click()
    program.until(lambda: any(button.isVisible() for button in form.grid.buttons))
    form.grid.buttons[0].click()
    form.notes.edit.setPlainText("she comes with her dog")
    Fails(monkeypatch, Outbox, "add", StoreFailed("full"))
    program.press("Book", form)
    program.until(lambda: "could not be kept" in form.notice.text())
    assert form.isVisible()
    assert form.notes.text() == "she comes with her dog"
    program.press("Book", form)
    program.until_said("The booking for Nora Nowak goes when online")
    program.wire.mend()
    program.until(lambda: house.happened("draft.converted", draft_id) == 1)


@pytest.mark.row("R8")
def test_a_copy_that_turns_out_damaged_at_work_is_fetched_again(
    desk: Start, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, draft_id = at_work(desk, house)
    Fails(monkeypatch, Replica, "rows", Damaged("a page does not verify"))
    program.work.shell.bar.language_chosen.emit("en")
    program.until(lambda: program.work.drafts.rowCount() == 0)
    program.until(lambda: program.has_card(draft_id))
    later = house.abandon("Ben Berg")
    program.until(lambda: program.has_card(later))


@pytest.mark.row("R8")
def test_the_loss_of_an_outbox_that_breaks_at_work_is_said_until_it_is_read(
    desk: Start, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, draft_id = at_work(desk, house)
    program.open_followups()
    _break(monkeypatch, program)
    program.press("Dismiss", program.card(draft_id))
    program.until_said("could not be kept")
    program.app.window.toasts.close()
    program.until_said("was damaged. What had not been sent is lost")
    program.work.followups.call(draft_id)
    program.app.window.toasts.close()
    program.until_said("was damaged. What had not been sent is lost")
    program.press("OK")
    assert program.toast() == ""
    program.work.noting.close(draft_id)
    program.press("Dismiss", program.card(draft_id))
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)


def _break(patch: pytest.MonkeyPatch, program: Program) -> None:
    """The next action finds the outbox's file overwritten with something else."""
    original = Outbox.add
    file = program.folder / "outbox.db"

    def add(outbox: Outbox, owner: Owner, action: object) -> None:
        patch.setattr(Outbox, "add", original)
        outbox._database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        file.write_bytes(bytes(4096) + file.read_bytes()[4096:])
        raise Damaged("the file is damaged")

    patch.setattr(Outbox, "add", add)


@pytest.mark.row("N16", "S4")
def test_a_copy_locks_while_the_window_is_open_and_opens_at_the_next_contact(desk: Start, house: House) -> None:
    program, draft_id = at_work(desk, house)
    now = house.clock.at
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.ways.book(draft_id)
    house.clock.at += REPLICA_LOCK + HOUR
    program.until(lambda: isinstance(program.app.window.page(), TellingPage))
    program.until(lambda: program.app.window.findChild(BookingDialog) is None)
    assert not any("Nora" in text for text in texts(program.app.window))
    house.clock.at = now
    program.wire.mend()
    program.press("Try again")
    program.until(lambda: program.has_work() and program.has_card(draft_id))

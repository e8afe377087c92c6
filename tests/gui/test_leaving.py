"""Leaving a desk while something waits, sessions that end by themselves, and who comes after."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.shell.question import Question
from desktop.views.sign_in.dialog import SignInDialog
from desktop.views.sign_in.page import SignInPage
from sync.keychain import MemoryKeychain
from tests.gui.support.clicks import click
from tests.gui.support.house import House
from tests.gui.support.program import Program, write
from tests.gui.support.wire import NoKeychain
from tests.support.server import PASSWORD

Start = Callable[..., Program]


def sign_out(program: Program) -> None:
    program.work.shell.bar.sign_out_requested.emit()
    program.until(lambda: isinstance(program.app.window.page(), SignInPage))


def dismissed_offline(desk: Start, house: House, keychain: MemoryKeychain | None = None) -> tuple[Program, str]:
    """A receptionist who has dismissed a card without the server."""
    draft_id = house.abandon("Nora Nowak")
    program = desk(keychain=keychain)
    program.sign_in("reception")
    program.until(lambda: program.has_card(draft_id))
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.followups.dismiss(draft_id)
    program.until(lambda: program.connection.waiting == 1)
    return program, draft_id


def others(program: Program) -> str:
    return program.work.shell.bar.notice.text()


@pytest.mark.row("N3", "N21")
def test_what_somebody_left_is_sent_while_the_next_person_works(desk: Start, house: House) -> None:
    program, draft_id = dismissed_offline(desk, house)
    sign_out(program)
    assert "1 action is still waiting" in program.page.fault.text()
    program.wire.mend()
    program.sign_in("admin")
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)
    program.until(lambda: others(program) == "")
    assert program.connection.waiting == 0
    assert isinstance(program.keychain, MemoryKeychain)
    program.until(lambda: not [name for name in held(program) if name.startswith("session.of.")])


def held(program: Program) -> list[str]:
    assert isinstance(program.keychain, MemoryKeychain)
    return list(program.keychain.held)


@pytest.mark.row("N3", "N21")
def test_the_next_person_sees_by_name_whose_actions_cannot_be_sent(desk: Start, house: House) -> None:
    program, draft_id = dismissed_offline(desk, house)
    sign_out(program)
    house.end_sessions("reception")
    program.wire.mend()
    program.sign_in("admin")
    program.until(lambda: others(program) == "Reception: 1 action waiting")
    sign_out(program)
    program.sign_in("reception")
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)
    assert others(program) == ""


@pytest.mark.row("B18", "N21")
def test_a_disabled_account_of_an_earlier_person_leaves_the_next_ones_copy_alone(desk: Start, house: House) -> None:
    program, draft_id = dismissed_offline(desk, house)
    sign_out(program)
    house.disable("reception")
    program.wire.mend()
    program.sign_in("admin")
    program.until(lambda: program.has_card(draft_id))
    program.until(lambda: not [name for name in held(program) if name.startswith("session.of.")])
    assert others(program) == ""
    assert program.has_card(draft_id)
    assert house.happened("draft.dismissed", draft_id) == 0


@pytest.mark.row("N16", "S3")
def test_signing_out_leaves_no_rows_and_no_tokens(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    sign_out(program)
    assert [name for name in held(program) if name.startswith("session")] == []
    (replica,) = program.folder.glob("replica-*.db")
    size = replica.stat().st_size
    assert size < 100_000
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing_of_it(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.work.ways.book(draft_id)
    form = program.one(BookingDialog)
    form.notes.edit.setPlainText("she comes with her dog")
    house.end_sessions("reception")
    program.work.shell.bar.window().sync_requested.emit()  # type: ignore[attr-defined]
    program.until(lambda: program.app.window.findChild(SignInDialog) is not None)
    again = program.one(SignInDialog).page
    assert "session has ended" in again.fault.text()
    write(again.email, "reception@example.org")
    write(again.password, PASSWORD)
    click(again.button)
    program.until(lambda: program.link is Link.LIVE)
    assert form.isVisible()
    assert form.notes.text() == "she comes with her dog"
    assert program.one(BookingDialog) is form


@pytest.mark.row("N21")
def test_somebody_else_who_signs_in_over_an_ended_session_gets_her_own_desk(desk: Start, house: House) -> None:
    program, draft_id = dismissed_offline(desk, house)
    house.end_sessions("reception")
    program.wire.mend()
    program.until(lambda: program.app.window.findChild(SignInDialog) is not None)
    again = program.one(SignInDialog).page
    before = program.work
    write(again.email, "admin@example.org")
    write(again.password, PASSWORD)
    click(again.button)
    program.until(lambda: program.has_work() and program.work is not before and program.link is Link.LIVE)
    program.until(lambda: others(program) == "Reception: 1 action waiting")
    assert program.has_card(draft_id)
    program.until(lambda: len(list(program.folder.glob("replica-*.db"))) == 1)


@pytest.mark.row("S8")
def test_what_waits_without_a_keychain_outlives_signing_out(desk: Start, house: House, tmp_path: Path) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = desk(keychain=NoKeychain())
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.followups.dismiss(draft_id)
    program.until(lambda: program.connection.waiting == 1)
    sign_out(program)
    program.wire.mend()
    program.sign_in()
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)


def without_keychain(desk: Start, house: House) -> tuple[Program, str]:
    """A receptionist who has dismissed a card without the server, at a computer that keeps no secrets."""
    draft_id = house.abandon("Nora Nowak")
    program = desk(keychain=NoKeychain())
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.followups.dismiss(draft_id)
    program.until(lambda: program.connection.waiting == 1)
    return program, draft_id


def all_said(program: Program) -> list[str]:
    """What the corner insists on, by pressing OK until it is silent."""
    said = []
    while program.toast():
        said.append(program.toast())
        program.press("OK")
    return said


@pytest.mark.row("S8", "N21")
def test_without_a_keychain_what_somebody_left_is_sent_while_the_next_person_works(desk: Start, house: House) -> None:
    program, draft_id = without_keychain(desk, house)
    sign_out(program)
    program.wire.mend()
    program.sign_in("admin")
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)
    program.until(lambda: others(program) == "")


@pytest.mark.row("S8", "R8")
def test_what_was_lost_with_the_process_is_said_at_the_next_start(desk: Start, house: House) -> None:
    program, draft_id = without_keychain(desk, house)
    program.app.close()  # not by the window, which asks
    program.wire.mend()
    program.start_again()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.until_said("lost")
    said = all_said(program)
    assert [text for text in said if text.startswith("The list of actions that waited")]
    program.start_again()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.until_said("keychain")
    assert not [text for text in all_said(program) if text.startswith("The list of actions that waited")]


@pytest.mark.row("S8")
def test_closing_the_window_asks_before_it_loses_what_waits(desk: Start, house: House) -> None:
    program, _ = without_keychain(desk, house)
    window = program.app.window
    window.close()
    assert window.isVisible()
    program.one(Question).keep.click()
    program.until(lambda: window.findChild(Question) is None)
    assert window.isVisible()
    window.close()
    program.one(Question).lose.click()
    program.until(lambda: not window.isVisible())


def test_a_toast_with_a_name_goes_with_its_desk(desk: Start, house: House) -> None:
    program, _ = dismissed_offline(desk, house)
    program.until_said("Nora Nowak")
    sign_out(program)
    assert program.toast() == ""


class Locks(MemoryKeychain):
    """A keychain that its person can lock."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False

    def get(self, name: str) -> str | None:
        return NoKeychain().get(name) if self.locked else super().get(name)

    def set(self, name: str, value: str) -> None:
        return NoKeychain().set(name, value) if self.locked else super().set(name, value)


@pytest.mark.row("S8")
def test_a_keychain_that_is_locked_at_the_start_is_said_and_forgets_nobody(desk: Start, house: House) -> None:
    keychain = Locks()
    program = desk(keychain=keychain)
    program.sign_in()
    program.close()
    keychain.locked = True
    program.start_again()
    program.until(lambda: program.app.window.findChild(SignInDialog) is not None)
    assert "keychain" in program.one(SignInDialog).page.fault.text()
    program.close()
    keychain.locked = False
    program.start_again()
    program.until_live()

"""A desk that several people share: locked, and opened by a PIN (row N21)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from desktop.views.lock.dialog import PinDialog
from desktop.views.lock.page import LockPage
from desktop.views.lock.people import Sitter
from desktop.views.settings.this_computer import ThisComputer
from desktop.views.shell.window import Shell, Window
from desktop.views.sign_in.dialog import SignInDialog
from desktop.views.sign_in.page import SignInPage
from domain.constants import MINUTE
from sync.errors import KeychainUnavailable
from sync.keychain import MemoryKeychain
from tests.gui.support.clicks import click, key, texts
from tests.gui.support.fakes import FakeClock
from tests.gui.support.house import House
from tests.gui.support.program import Program, write
from tests.gui.support.wire import NoKeychain
from tests.support.server import PASSWORD

Start = Callable[..., Program]
pytestmark = pytest.mark.row("N21")

RECEPTION, ADMIN = "4711", "080808"


def set_pin(program: Program, pin: str) -> None:
    """By the person's menu."""
    program.work.shell.bar.pin_requested.emit()
    dialog = program.one(PinDialog)
    write(dialog.first, pin)
    write(dialog.second, pin)
    click(dialog.save)
    program.until(lambda: program.app.window.findChild(PinDialog) is None)
    program.until_said("PIN")


def lock(program: Program) -> LockPage:
    click(program.work.shell.bar.lock)
    return page(program)


def page(program: Program) -> LockPage:
    """The locked desk, once it knows who works here."""
    program.until(lambda: isinstance(program.app.window.page(), LockPage))
    shown = program.app.window.page()
    assert isinstance(shown, LockPage)
    program.until(lambda: shown.people.current() is not None)
    return shown


def choose(program: Program, name: str) -> LockPage:
    shown = page(program)
    click(next(button for button in shown.people.buttons if button.sitter.name == name))
    return shown


def enter(program: Program, name: str, pin: str) -> None:
    shown = choose(program, name)
    write(shown.pin, pin)
    key(shown.pin, Qt.Key.Key_Return)


def is_open(program: Program, name: str) -> bool:
    person = program.work.salon.person() if program.has_work() else None
    return isinstance(program.app.window.page(), Shell) and person is not None and person.name == name


def two_people(desk: Start, **values: object) -> Program:
    """Reception has locked the desk; she and the admin have PINs here."""
    program = desk(**values)
    program.sign_in("admin")
    set_pin(program, ADMIN)
    lock(program)
    by_password(program, "reception")
    program.until(lambda: is_open(program, "Reception") and program.link is Link.LIVE)
    set_pin(program, RECEPTION)
    lock(program)
    return program


def by_password(program: Program, name: str) -> None:
    click(page(program).password)
    again = program.one(SignInDialog).page
    write(again.email, f"{name}@example.org")
    write(again.password, PASSWORD)
    click(again.button)


def test_a_pin_opens_the_locked_desk_again(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = desk()
    program.sign_in()
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    work = program.work
    set_pin(program, RECEPTION)
    shown = lock(program)
    assert not [text for text in texts(program.app.window) if "Nora" in text]
    assert program.app.window.windowTitle() == "Deskbell"
    enter(program, "Reception", "0000")
    program.until(lambda: "4 tries left" in shown.fault.text())
    assert shown.pin.text() == ""
    enter(program, "Reception", RECEPTION)
    program.until(lambda: isinstance(program.app.window.page(), Shell))
    assert program.work is work
    assert [text for text in texts(program.app.window) if "Nora" in text]


def test_two_people_change_places_and_each_one_has_her_own(desk: Start, house: House) -> None:
    program = two_people(desk)
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin") and program.link is Link.LIVE)
    lock(program)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception") and program.link is Link.LIVE)


@pytest.mark.row("N2", "N3")
def test_places_are_changed_offline_and_each_action_goes_under_its_own_session(desk: Start, house: House) -> None:
    draft_id, other_id = house.abandon("Nora Nowak"), house.abandon("Ida Iversen")
    program = two_people(desk)
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin") and program.has_card(draft_id) and program.has_card(other_id))
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.followups.dismiss(draft_id)
    program.until(lambda: program.connection.waiting == 1)
    lock(program)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception") and program.has_card(other_id))
    assert program.connection.waiting == 0
    program.work.followups.dismiss(other_id)
    program.until(lambda: program.connection.waiting == 1)
    program.wire.mend()
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)
    program.until(lambda: house.happened("draft.dismissed", other_id) == 1)
    lock(program)
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin") and program.link is Link.LIVE)


@pytest.mark.row("B18")
def test_an_account_that_is_switched_off_meanwhile_loses_its_pin_and_its_copy(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = two_people(desk)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception") and program.has_card(draft_id))
    program.wire.cut()
    program.until(lambda: program.link is Link.OFFLINE)
    program.work.followups.dismiss(draft_id)
    program.until(lambda: program.connection.waiting == 1)
    lock(program)
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin"))
    assert len(list(program.folder.glob("replica-*.db"))) == 2
    house.disable("reception")
    program.wire.mend()
    program.until(lambda: len(list(program.folder.glob("replica-*.db"))) == 1)
    program.until(lambda: [one.name for one in program.app.means.people.all()] == ["Admin"])
    assert house.happened("draft.dismissed", draft_id) == 0
    shown = lock(program)
    program.until(lambda: [button.sitter.name for button in shown.people.buttons] == ["Admin"])


def wrong_five_times(program: Program, name: str) -> None:
    for _ in range(5):
        shown = choose(program, name)
        shown.fault.say("")
        write(shown.pin, "9999")
        key(shown.pin, Qt.Key.Key_Return)
        program.until(lambda: bool(page(program).fault.text()))


def test_five_wrong_pins_end_the_session_on_this_desk(desk: Start, house: House) -> None:
    program = two_people(desk)
    wrong_five_times(program, "Admin")
    assert "five times" in page(program).fault.text()
    program.until(lambda: not program.app.gate.page.people.current().by_pin)  # type: ignore[union-attr]
    assert isinstance(program.keychain, MemoryKeychain)
    assert not [name for name in program.keychain.held if name.startswith("session.of.")]
    assert not choose(program, "Admin").pin.isEnabled()
    by_password(program, "admin")
    program.until(lambda: is_open(program, "Admin") and program.link is Link.LIVE)
    lock(program)
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin"))


def test_five_wrong_pins_of_who_locked_the_desk_cost_her_the_session_and_not_her_work(
    desk: Start, house: House
) -> None:
    program = two_people(desk)
    work = program.work
    wrong_five_times(program, "Reception")
    program.until(lambda: program.app.desk is not None and program.app.desk.session.tokens is None)
    by_password(program, "reception")
    program.until(lambda: is_open(program, "Reception") and program.link is Link.LIVE)
    assert program.work is work
    lock(program)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception"))


def test_starting_again_gives_no_more_guesses(desk: Start, house: House) -> None:
    program = two_people(desk)
    for _ in range(4):
        enter(program, "Reception", "9999")
        program.until(lambda: bool(page(program).fault.text()))
        program.start_again()
        program.until(lambda: isinstance(program.app.window.page(), LockPage))
    enter(program, "Reception", "9999")
    program.until(lambda: "five times" in page(program).fault.text())
    program.start_again()
    assert not choose(program, "Reception").pin.isEnabled()


def test_the_program_starts_locked_and_opens_without_a_connection(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = two_people(desk)
    program.wire.cut()
    program.start_again()
    assert not program.has_work()
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception") and program.has_card(draft_id))
    lock(program)
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin") and program.has_card(draft_id))


def test_a_start_that_was_told_of_no_pin_is_locked_all_the_same(desk: Start, house: House) -> None:
    program = two_people(desk)
    program.close()
    program.app.preferences.change(shared=False)
    program.start_again()
    program.until(lambda: isinstance(program.app.window.page(), LockPage))


def test_a_half_typed_form_is_there_after_the_lock_for_the_same_person(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = two_people(desk)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception") and program.has_card(draft_id))
    program.work.ways.book(draft_id)
    form = program.one(BookingDialog)
    form.notes.edit.setPlainText("she comes with her dog")
    program.app.gate.lock_when_idle()
    assert not form.isVisible()
    shown = page(program)
    assert not shown.note.text()
    choose(program, "Admin")
    assert "not kept" in shown.note.text()
    enter(program, "Reception", RECEPTION)
    program.until(form.isVisible)
    assert form.isModal()
    assert form.notes.text() == "she comes with her dog"


def test_a_half_typed_form_goes_when_somebody_else_goes_on_and_it_is_said(desk: Start, house: House) -> None:
    draft_id = house.abandon("Nora Nowak")
    program = two_people(desk)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception") and program.has_card(draft_id))
    program.work.ways.book(draft_id)
    program.app.gate.lock_when_idle()
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin"))
    program.until_said("What Reception was typing")
    program.until(lambda: program.app.window.findChild(QDialog) is None)


def test_who_forgot_her_pin_goes_on_by_her_password_where_she_was(desk: Start, house: House) -> None:
    program = two_people(desk)
    work = program.work
    by_password(program, "reception")
    program.until(lambda: is_open(program, "Reception") and program.link is Link.LIVE)
    assert program.work is work


def test_signing_out_takes_the_pin_away_and_leaves_the_others_theirs(desk: Start, house: House) -> None:
    program = two_people(desk)
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception"))
    program.work.shell.bar.sign_out_requested.emit()
    shown = page(program)
    program.until(lambda: [button.sitter.name for button in shown.people.buttons] == ["Admin"])
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin"))
    program.work.shell.bar.sign_out_requested.emit()
    program.until(lambda: isinstance(program.app.window.page(), SignInPage))


def test_a_session_that_ends_behind_the_lock_is_asked_for_afterwards(desk: Start, house: House) -> None:
    program = two_people(desk)
    house.end_sessions("reception")
    program.app.desk.sync_now()  # type: ignore[union-attr]
    program.until(lambda: program.link is Link.SIGNED_OUT)
    assert program.app.window.findChild(SignInDialog) is None
    enter(program, "Reception", RECEPTION)
    program.until(lambda: program.app.window.findChild(SignInDialog) is not None)


def test_without_a_pin_the_lock_asks_for_one_first(desk: Start, house: House) -> None:
    program = desk()
    program.sign_in()
    program.app.gate.lock_when_idle()
    assert program.app.gate.page is None
    click(program.work.shell.bar.lock)
    dialog = program.one(PinDialog)
    write(dialog.first, "123")
    click(dialog.save)
    assert "four to six" in dialog.fault.text()
    write(dialog.first, "1234")
    write(dialog.second, "1243")
    click(dialog.save)
    assert "not the same" in dialog.fault.text()
    write(dialog.second, "1234")
    click(dialog.save)
    page(program)


def test_a_pin_is_changed_only_by_who_knows_it(desk: Start, house: House) -> None:
    program = desk()
    program.sign_in()
    set_pin(program, RECEPTION)
    program.work.shell.bar.pin_requested.emit()
    dialog = program.one(PinDialog)
    for field, text in ((dialog.before, "9999"), (dialog.first, "1234"), (dialog.second, "1234")):
        write(field, text)
    click(dialog.save)
    program.until(lambda: "4 tries left" in dialog.fault.text())
    write(dialog.before, RECEPTION)
    click(dialog.save)
    program.until(lambda: program.app.window.findChild(PinDialog) is None)
    lock(program)
    enter(program, "Reception", "1234")
    program.until(lambda: is_open(program, "Reception"))


@pytest.mark.row("S8")
def test_without_a_keychain_a_pin_holds_as_long_as_the_program_runs(desk: Start, house: House) -> None:
    program = two_people(desk, keychain=NoKeychain())
    enter(program, "Admin", ADMIN)
    program.until(lambda: is_open(program, "Admin"))
    program.start_again()
    assert isinstance(program.app.window.page(), LockPage | SignInPage)
    program.until(lambda: isinstance(program.app.window.page(), SignInPage))


class Locks(MemoryKeychain):
    """A keychain that its person can lock."""

    locked = False

    def get(self, name: str) -> str | None:
        if self.locked:
            raise KeychainUnavailable("locked")
        return super().get(name)

    def set(self, name: str, value: str) -> None:
        if self.locked:
            raise KeychainUnavailable("locked")
        super().set(name, value)


@pytest.mark.row("S8")
def test_a_keychain_that_cannot_count_guesses_takes_none(desk: Start, house: House) -> None:
    keychain = Locks()
    program = two_people(desk, keychain=keychain)
    keychain.locked = True
    program.app.gate._run(program.app.means.people.read, program.app.gate._know)
    program.until(lambda: "keychain" in page(program).fault.text())
    assert program.app.preferences.value.shared
    enter(program, "Reception", RECEPTION)
    program.until(lambda: "keychain" in page(program).fault.text())
    keychain.locked = False
    enter(program, "Reception", RECEPTION)
    program.until(lambda: is_open(program, "Reception"))


@pytest.mark.row("S3", "S8")
def test_a_pin_and_a_name_are_nowhere_but_in_the_keychain(desk: Start, house: House) -> None:
    program = two_people(desk)
    program.close()
    files = b"".join(file.read_bytes() for file in program.folder.rglob("*") if file.is_file())
    assert b"Reception" not in files
    assert isinstance(program.keychain, MemoryKeychain)
    assert not [value for value in program.keychain.held.values() if RECEPTION in value and "Reception" in value]


def test_a_desk_that_nobody_touches_locks_after_the_minutes_that_were_chosen(
    desk: Start, house: House, tmp_path: Path
) -> None:
    clock = FakeClock()
    clock.at = house.clock.now()
    program = desk(clock=clock)
    program.sign_in()
    set_pin(program, RECEPTION)
    program.work.shell.bar.desk_requested.emit()
    settings = program.one(ThisComputer)
    settings.idle.setCurrentIndex(settings.idle.findData(2))
    settings.idle.activated.emit(settings.idle.currentIndex())
    click(settings.done_button)
    idle = program.app.around.idle
    idle.look()
    clock.at += 2 * MINUTE - 1
    program.app.window.activateWindow()
    program.until(program.app.window.isActiveWindow)
    idle.look()
    QTest.mouseMove(program.app.window.windowHandle(), QPoint(300, 300))
    QTest.mouseMove(program.app.window.windowHandle(), QPoint(310, 300))
    program.until(lambda: idle.touched)
    idle.look()
    assert not program.app.gate.locked
    clock.at += 2 * MINUTE - 1
    idle.look()
    assert not program.app.gate.locked
    clock.at += 1
    idle.look()
    assert program.app.gate.locked


@pytest.mark.row("N14", "S6")
def test_every_control_of_the_lock_has_a_name_and_names_of_people_are_no_markup(qtbot: QtBot) -> None:
    window = Window()
    locked = LockPage(discards=True)
    locked.show_people([Sitter("a", "<b>Ana</b>", here=True), Sitter("b", "Ben", by_pin=False)])
    others = [PinDialog(has_one=True, parent=window), ThisComputer(10, notify=True, names=False, parent=window)]
    qtbot.addWidget(window)
    for screen in (locked, *others):
        qtbot.addWidget(screen)
        screen.show()
        for label in screen.findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText
        for control in screen.findChildren(QAbstractButton):
            assert not control.isVisible() or re.search(r"\w", control.accessibleName() or control.text())
        assert all(field.accessibleName() for field in screen.findChildren(QLineEdit) if field.isVisible())
    locked.activateWindow()
    qtbot.waitUntil(locked.isActiveWindow)
    locked.people.buttons[0].setFocus()
    key(locked.people.buttons[0], Qt.Key.Key_Down)
    assert locked.people.current() == Sitter("b", "Ben", by_pin=False)
    assert not locked.pin.isEnabled()
    assert locked.people.buttons[1].hasFocus()
    key(locked.people.buttons[1], Qt.Key.Key_Up)
    assert locked.pin.isEnabled()
    key(locked.people.buttons[0], Qt.Key.Key_7)
    assert locked.pin.hasFocus()
    assert locked.pin.pin() == "7"
    click(locked.people.buttons[1])
    click(locked.people.buttons[0])
    assert locked.pin.hasFocus()
    assert locked.pin.pin() == ""


@pytest.mark.row("N15")
def test_nothing_is_said_in_the_corner_of_a_locked_desk(desk: Start, house: House) -> None:
    program = two_people(desk)
    program.app.window.toasts.say("Nora Nowak dismissed")
    assert program.toast() == ""
    assert [
        widget for widget in program.app.window.findChildren(QWidget) if widget.isWindow() and widget.isVisible()
    ] == []

"""Signing in to the real server, and what is said when it cannot be done. What was typed stays every time.

Faults that only a fake server has are in test_app_signing_in.
"""

from collections.abc import Callable

import pytest

from desktop.views.sign_in.forgotten import ForgottenDialog
from tests.gui.support.house import House
from tests.gui.support.program import Program, write
from tests.gui.support.wire import NoKeychain
from tests.support.raw_server import RawServer, answering
from tests.support.server import PASSWORD

Start = Callable[..., Program]


def fault(program: Program) -> str:
    """What the page says once it has an answer."""
    said = program.page.fault
    program.until(said.isVisible)
    return said.text()


@pytest.mark.row("B18", "N16")
def test_a_receptionist_signs_in_and_is_remembered(desk: Start, house: House) -> None:
    program = desk()
    program.sign_in()
    assert program.work.shell.bar.location.text() == "North"
    assert program.bar_says == "Live"
    program.start_again()
    program.until_live()
    assert program.work.salon.person() is not None


def test_a_wrong_password_is_said_and_everything_typed_stays(desk: Start, house: House) -> None:
    program = desk()
    program.type_in(house.address, "reception@example.org", "not the password")
    assert fault(program) == "Email or password is wrong."
    typed = (house.address, "reception@example.org", "not the password")
    assert program.page.typed() == typed
    program.type_in(house.address, "reception@example.org")
    program.until_live()


def test_too_many_wrong_passwords_say_when_to_try_again(desk: Start, house: House) -> None:
    program = desk()
    for _ in range(6):
        program.type_in(house.address, "admin@example.org", "not the password")
        said = fault(program)
    assert said == "Too many attempts. Please try again in 15 minutes."
    program.type_in(house.address, "admin@example.org")
    assert fault(program) == "Too many attempts. Please try again in 15 minutes."


def test_a_server_that_cannot_be_reached_is_said(desk: Start) -> None:
    program = desk()
    program.type_in("127.0.0.1:9", "reception@example.org")
    assert "cannot be reached" in fault(program)
    assert program.page.typed().password == PASSWORD


LOGIN_PAGE = b"<html><title>Welcome to our WLAN</title></html>"
PAGES = {
    "a login page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b",
    "a login page that calls itself JSON": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%b",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_another_server_is_said(desk: Start, page: bytes) -> None:
    program = desk()
    with RawServer(answering(page % (len(LOGIN_PAGE), LOGIN_PAGE))) as server:
        program.type_in(server.url, "reception@example.org")
        assert "not Deskbell" in fault(program)
    assert program.page.typed().email == "reception@example.org"


def test_an_account_that_is_switched_off_is_said(desk: Start, house: House) -> None:
    house.disable("admin")
    program = desk()
    program.type_in(house.address, "admin@example.org")
    assert "switched off" in fault(program)


@pytest.mark.row("S8")
def test_without_a_keychain_the_session_goes_on_and_says_that_it_is_not_remembered(desk: Start, house: House) -> None:
    draft_id = house.abandon()
    program = desk(keychain=NoKeychain())
    program.sign_in()
    program.until_said("sign in again next time")
    program.until(lambda: program.has_card(draft_id))
    program.open_followups()
    program.press("Dismiss", program.card(draft_id))
    program.until(lambda: house.happened("draft.dismissed", draft_id) == 1)
    program.start_again()
    assert program.page.typed().server == house.address


@pytest.mark.row("B24", "S2")
def test_a_forgotten_password_without_mail_on_the_server_is_said(desk: Start, house: House) -> None:
    program = desk()
    write(program.page.server, "nowhere nor anything")
    program.press("Forgot password?", program.page)
    assert "This is not an address" in fault(program)
    write(program.page.server, house.address)
    write(program.page.email, "reception")
    program.press("Forgot password?", program.page)
    dialog = program.one(ForgottenDialog)
    assert dialog.email.text() == "reception"
    program.press("Send the link", dialog)
    program.until(dialog.fault.isVisible)
    assert dialog.fault.text() == "This server sends no mail. Ask whoever manages your team for a link."
    assert dialog.email.text() == "reception"

"""Signing in and out of the real desktop, and everything that can be wrong at the door."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.models.ports import Link
from desktop.views.shell.window import TellingPage
from desktop.views.sign_in.page import SignInPage
from domain.wire.rows import Row
from sync.errors import KeychainUnavailable
from sync.http import HttpResponse
from sync.keychain import MemoryKeychain
from sync.owner import Owner
from sync.store.replica import Replica
from tests.gui.support.app import Window, window
from tests.gui.support.rows import draft
from tests.support.fake_server import EMAIL, LOCATION, PASSWORD, URL, instead, problem, unreachable

__all__ = ["window"]

LOGIN_PAGE = HttpResponse(200, {"content-type": "text/html"}, b"<html>Please accept the terms of the hotel</html>")


def test_signing_in_shows_the_salon_and_is_remembered(window: Window) -> None:
    window.network.server.draft(draft(1, location_id=LOCATION))
    window.start()
    window.sign_in()
    window.until(lambda: window.cards() == ["Sarah Lindqvist"])
    assert window.bar_name() == "Studio Linden"
    assert window.words() == "Live"
    window.start()
    window.until(lambda: window.app.workplace is not None and window.cards() == ["Sarah Lindqvist"])
    window.until(lambda: window.link() is Link.LIVE)


FAULTS = [
    pytest.param(None, "wrong password", "Email or password is wrong.", id="wrong password"),
    pytest.param(unreachable("/v1/"), PASSWORD, "The server cannot be reached.", id="unreachable"),
    pytest.param(instead("/v1/server", LOGIN_PAGE), PASSWORD, "not Deskbell", id="login page with 200"),
    pytest.param(
        instead("/v1/sessions", problem(429, "too_many_tries", {"retry-after": "240"})),
        PASSWORD,
        "Too many attempts. Please try again in 4 minutes.",
        id="locked out",
    ),
    pytest.param(instead("/v1/sessions", problem(500, "internal")), PASSWORD, "The server failed.", id="broken"),
    pytest.param(instead("/v1/sessions", problem(401, "account_disabled")), PASSWORD, "switched off", id="disabled"),
    pytest.param(instead("/v1/server", problem(426, "too_old")), PASSWORD, "Please update Deskbell.", id="too old"),
]


@pytest.mark.parametrize(("fault", "password", "said"), FAULTS)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    window: Window, fault: object, password: str, said: str
) -> None:
    if fault is not None:
        window.network.server.faults.append(fault)  # type: ignore[arg-type]
    window.start()
    page = window.page()
    page.server.setText(URL)
    page.email.setText(EMAIL)
    page.password.setText(password)
    page.button.click()
    window.until(page.fault.isVisible)
    assert said in page.fault.text()
    assert page.typed() == (URL, EMAIL, password)
    page.password.setText(PASSWORD)
    page.button.click()
    window.until(lambda: window.app.workplace is not None)


def test_an_address_that_is_none_is_said_without_asking_anyone(window: Window) -> None:
    window.start()
    page = window.page()
    page.server.setText("my salon")
    page.email.setText(EMAIL)
    page.password.setText(PASSWORD)
    page.button.click()
    assert "not an address" in page.fault.text()
    assert window.network.server.requests == []


class Locked(MemoryKeychain):
    """A keychain that says no to everything."""

    def get(self, name: str) -> str | None:
        raise KeychainUnavailable("locked")

    def set(self, name: str, value: str) -> None:
        raise KeychainUnavailable("locked")

    def delete(self, name: str) -> None:
        raise KeychainUnavailable("locked")


@pytest.mark.row("S8")
def test_without_a_keychain_work_goes_on_and_is_said_not_to_be_remembered(window: Window) -> None:
    window.keychain = Locked()
    window.network.server.draft(draft(1, location_id=LOCATION))
    window.start()
    window.sign_in()
    window.until(lambda: window.cards() == ["Sarah Lindqvist"])
    assert window.toast().startswith("The keychain is not available: you will have to sign in again next time")
    window.start()
    assert isinstance(window.app.window.page(), SignInPage)


@pytest.mark.row("N16", "S3")
def test_signing_out_forgets_everything_but_the_address(window: Window) -> None:
    window.start()
    window.sign_in()
    window.work.shell.bar.sign_out_requested.emit()
    window.until(lambda: isinstance(window.app.window.page(), SignInPage))
    assert window.keychain.get("session") is None
    assert "DELETE /v1/sessions" in window.network.server.requests
    assert window.page().typed() == (URL, "", "")


@pytest.mark.row("N3")
def test_signing_out_without_a_connection_leaves_what_waits_to_the_stored_session(window: Window) -> None:
    window.network.server.draft(draft(1, location_id=LOCATION))
    window.start()
    window.sign_in()
    window.until(lambda: window.cards() == ["Sarah Lindqvist"])
    window.network.cut()
    window.work.followups.dismiss(draft(1).id)
    window.until(lambda: window.work.pending.connection.waiting == 1)
    window.work.shell.bar.sign_out_requested.emit()
    assert isinstance(window.app.window.page(), TellingPage)
    window.until(lambda: isinstance(window.app.window.page(), SignInPage))
    assert "1 action is still waiting" in window.page().fault.text()
    window.network.mend()
    window.sign_in()
    window.until(lambda: window.network.server.drafts()[draft(1).id].phase == "dismissed")


def test_a_session_that_ends_asks_again_over_open_work(window: Window) -> None:
    window.network.server.draft(draft(1, location_id=LOCATION))
    window.start()
    window.sign_in()
    window.until(lambda: window.cards() == ["Sarah Lindqvist"])
    before = window.work
    with window.network.change() as server:
        server.end_sessions()
    window.desk.sync_now()
    window.until(lambda: window.app.entrance.dialog is not None)
    dialog = window.app.entrance.dialog
    assert dialog is not None
    assert window.link() is Link.SIGNED_OUT
    dialog.page.email.setText(EMAIL)
    dialog.page.password.setText("wrong")
    dialog.page.button.click()
    window.until(lambda: dialog.page.fault.text() == "Email or password is wrong.")
    dialog.page.password.setText(PASSWORD)
    dialog.page.button.click()
    window.until(lambda: window.link() is Link.LIVE)
    assert window.work is before
    assert window.app.entrance.dialog is None
    with window.network.change() as server:
        server.draft(draft(2, location_id=LOCATION, client_name="Ben"))
    window.until(lambda: set(window.cards()) == {"Ben", "Sarah Lindqvist"})


def test_signing_in_again_can_be_put_off(window: Window) -> None:
    window.start()
    window.sign_in()
    with window.network.change() as server:
        server.end_sessions()
    window.desk.sync_now()
    window.until(lambda: window.app.entrance.dialog is not None)
    window.app.entrance.dialog.reject()  # type: ignore[union-attr]
    bar = window.work.shell.bar
    window.until(bar.sign_in.isVisible)
    assert window.words() == "Signed out by the server"
    bar.sign_in.click()
    window.until(lambda: window.app.entrance.dialog is not None)


def rows_left(window: Window, owner: Owner) -> tuple[Row, ...]:
    """The drafts in the file of her copy."""
    (path,) = window.folder.glob("replica-*.db")
    key = bytes.fromhex(window.keychain.get("replica-key") or "")

    def read() -> tuple[Row, ...]:
        replica = Replica.open(path, key, owner)
        rows = replica.rows("draft")
        replica.close()
        return rows

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(read).result()


@pytest.mark.row("B18", "S4")
def test_a_disabled_account_empties_the_desk(window: Window) -> None:
    window.network.server.draft(draft(1, location_id=LOCATION, client_name="Secret Client"))
    window.start()
    window.sign_in()
    window.until(lambda: window.cards() == ["Secret Client"])
    owner = window.desk.owner
    with window.network.change() as server:
        server.account.disabled = True
    window.desk.sync_now()
    window.until(lambda: isinstance(window.app.window.page(), SignInPage))
    assert "switched off" in window.page().fault.text()
    assert rows_left(window, owner) == ()
    window.start()
    assert isinstance(window.app.window.page(), SignInPage)
    assert window.keychain.get("session") is None


def test_the_device_is_the_same_at_every_sign_in(window: Window) -> None:
    devices: list[str] = []
    for _ in range(2):
        window.start()
        window.app.preferences.change(owner=None)
        window.start()
        window.sign_in()
        devices.append(window.app.preferences.value.device_id)
    assert devices[0]
    assert devices[0] == devices[1]

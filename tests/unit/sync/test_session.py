"""Signing in, staying signed in, and keychains that fail."""

import threading
from pathlib import Path

import pytest

from domain.constants import API_VERSION
from domain.uuid7 import SeededIds
from domain.wire.access import ServerInfo
from sync.api import Api
from sync.ended import EndedSessions
from sync.errors import (
    AccountDisabled,
    Busy,
    KeychainUnavailable,
    ProblemAnswer,
    SignInAgain,
    TooOld,
    Unreachable,
    WrongServer,
)
from sync.http import HttpResponse
from sync.keychain import LONGEST, MemoryKeychain, file_key, forget, keep, recall
from sync.session import Session
from tests.support.fake_server import (
    EMAIL,
    PASSWORD,
    PERSON,
    URL,
    FakeServer,
    instead,
    json,
    lose_answer,
    meanwhile,
    problem,
    unreachable,
)


class LockedKeychain:
    """Every call is refused, as by a locked keychain."""

    def get(self, name: str) -> str | None:
        raise KeychainUnavailable("locked")

    def set(self, name: str, value: str) -> None:
        raise KeychainUnavailable("locked")

    def delete(self, name: str) -> None:
        raise KeychainUnavailable("locked")


class WindowsKeychain(MemoryKeychain):
    """Takes 1,280 characters a value."""

    def set(self, name: str, value: str) -> None:
        if len(value) > 1280:
            raise KeychainUnavailable("too long")
        super().set(name, value)


@pytest.fixture
def keychain() -> MemoryKeychain:
    return MemoryKeychain()


@pytest.fixture
def session(server: FakeServer, keychain: MemoryKeychain) -> Session:
    made = Session(server, URL + "/", keychain)
    made.sign_in(EMAIL, PASSWORD, "device-1")
    return made


def test_a_session_is_found_again_at_the_next_start(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    again = Session(server, URL, keychain)
    assert again.resume()
    assert (again.owner, again.access()) == (session.owner, session.access())
    assert again.remembered
    assert not Session(server, "https://other.example.org", keychain).resume()
    assert not Session(server, URL, MemoryKeychain()).resume()


def test_a_wrong_password_is_a_problem_with_a_code_not_the_end_of_a_session(server: FakeServer) -> None:
    with pytest.raises(ProblemAnswer) as caught:
        Session(server, URL, MemoryKeychain()).sign_in(EMAIL, "wrong", "device-1")
    assert caught.value.problem.type == "wrong_credentials"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (HttpResponse(200, {"content-type": "text/html"}, b"<html>Sign in to the hotel</html>"), WrongServer),
        (HttpResponse(302, {"location": "https://login.example.org"}), WrongServer),
        (HttpResponse(200, {"content-type": "application/json"}, b'{"product":"deskbell"}'), WrongServer),
        (json(ServerInfo("somethingelse", "s", "1", API_VERSION)), WrongServer),
        (json(ServerInfo("deskbell", "s", "1", API_VERSION + 1)), TooOld),
        (HttpResponse(404, {"content-type": "text/html"}, b"nothing here"), WrongServer),
        (HttpResponse(503, {"retry-after": "7"}), Busy),
        (problem(426, "too_old"), TooOld),
    ],
)
def test_what_answers_at_the_address_is_looked_at_first(
    server: FakeServer, answer: HttpResponse, error: type[Exception]
) -> None:
    server.faults.append(instead("/v1/server", answer))
    with pytest.raises(error):
        Session(server, URL, MemoryKeychain()).sign_in(EMAIL, PASSWORD, "device-1")
    assert "POST /v1/sessions" not in server.requests


def test_a_desk_that_is_switched_off_hears_so_at_sign_in_and_at_renewal(server: FakeServer, session: Session) -> None:
    server.faults.append(instead("/v1/sessions/refresh", problem(401, "account_disabled")))
    with pytest.raises(AccountDisabled):
        session.renew(session.access())


@pytest.mark.row("S9")
def test_many_who_need_a_new_token_at_once_use_the_refresh_token_once(server: FakeServer, session: Session) -> None:
    used = session.access()
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(session.renew(used))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.requests.count("POST /v1/sessions/refresh") == 1
    assert set(got) == {session.access()} != {used}


@pytest.mark.row("S9")
def test_a_renewal_whose_answer_is_lost_keeps_the_token_for_the_servers_grace(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    held = session.tokens
    server.faults.append(lose_answer("/v1/sessions/refresh"))
    with pytest.raises(Unreachable):
        session.renew(session.access())
    assert session.tokens == held
    again = Session(server, URL, keychain)
    assert again.resume()
    assert again.tokens == held


def test_a_renewed_session_is_what_the_next_start_finds(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    session.renew(session.access())
    again = Session(server, URL, keychain)
    assert again.resume()
    assert again.tokens == session.tokens


def test_a_renewal_by_another_server_is_not_taken(server: FakeServer, session: Session) -> None:
    server.feed.server = "server-2"
    with pytest.raises(WrongServer):
        session.renew(session.access())


def test_signing_out_ends_the_session_here_even_without_a_connection(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    server.faults.append(unreachable("/v1/sessions"))
    session.sign_out()
    with pytest.raises(SignInAgain):
        session.access()
    assert not keychain.held


@pytest.mark.row("S9")
@pytest.mark.parametrize("quiet", [False, True])
def test_signing_out_ends_the_session_on_the_server_after_a_quiet_hour_too(
    server: FakeServer, session: Session, quiet: bool
) -> None:
    if quiet:
        server.expire_access()
    session.sign_out()
    assert not server.account.access
    assert not server.account.refresh


class Stubborn(MemoryKeychain):
    """A keychain that can be read while it is locked, but forgets and learns nothing then."""

    locked = False

    def set(self, name: str, value: str) -> None:
        if self.locked:
            raise KeychainUnavailable("locked")
        super().set(name, value)

    def delete(self, name: str) -> None:
        if self.locked:
            raise KeychainUnavailable("locked")
        super().delete(name)


@pytest.mark.row("S8")
def test_a_session_that_a_locked_keychain_did_not_forget_is_not_gone_on_with(
    server: FakeServer, tmp_path: Path
) -> None:
    keychain, ended = Stubborn(), EndedSessions(tmp_path / "ended.json")
    session = Session(server, URL, keychain, ended=ended)
    session.sign_in(EMAIL, PASSWORD, "device-1")
    session.renew(session.access())
    keychain.locked = True
    session.renew(session.access())  # the keychain still has the one before, of the same session
    session.sign_out()
    keychain.locked = False
    assert keychain.held
    assert not Session(server, URL, keychain, ended=EndedSessions(tmp_path / "ended.json")).resume()
    session.sign_in(EMAIL, PASSWORD, "device-1")
    assert Session(server, URL, keychain, ended=EndedSessions(tmp_path / "ended.json")).resume()


@pytest.mark.row("N21", "S9")
def test_a_session_that_was_set_aside_is_brought_back_to_the_desk(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    access = session.access()
    session.set_aside()
    back = Session(server, URL, keychain)
    assert not back.bring_back("somebody else")
    assert back.bring_back(PERSON)
    assert back.access() == access
    assert not Session(server, URL, keychain).resume(PERSON)
    assert Session(server, URL, keychain).resume()


@pytest.mark.row("N21", "S8")
def test_a_session_that_a_locked_keychain_keeps_twice_is_known_by_its_mark(server: FakeServer) -> None:
    keychain = Stubborn()
    session = Session(server, URL, keychain)
    session.sign_in(EMAIL, PASSWORD, "device-1")
    session.set_aside()
    keychain.locked = True
    back, twin = Session(server, URL, keychain), Session(server, URL, keychain)
    assert back.bring_back(PERSON)
    back.renew(back.access())
    assert twin.resume(PERSON)
    assert twin.mark == back.mark


@pytest.mark.row("N21", "S9")
def test_a_renewal_that_ends_after_the_person_left_is_what_she_comes_back_to(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    server.faults.append(meanwhile("/v1/sessions/refresh", session.set_aside))
    fresh = session.renew(session.access())
    back = Session(server, URL, keychain)
    assert back.bring_back(PERSON)
    assert back.access() == fresh


@pytest.mark.row("N21")
def test_a_session_set_aside_is_gone_for_the_next_person_and_can_be_gone_on_with(
    server: FakeServer, session: Session, keychain: MemoryKeychain
) -> None:
    access = session.access()
    session.set_aside()
    assert not Session(server, URL, keychain).resume()
    left = Session(server, URL, keychain)
    assert left.resume(PERSON)
    assert left.access() == access
    Api(server, left).sync(None)
    left.sign_out()
    assert not keychain.held


@pytest.mark.row("S8")
def test_without_a_keychain_the_session_goes_on_and_says_that_it_is_not_remembered(server: FakeServer) -> None:
    session = Session(server, URL, LockedKeychain())
    assert not session.resume()
    session.sign_in(EMAIL, PASSWORD, "device-1")
    assert not session.remembered
    session.renew(session.access())
    assert Api(server, session).sync(None).server == session.owner.server
    session.sign_out()
    key, remembered = file_key(LockedKeychain(), SeededIds(1), "replica-key")
    assert (len(key), remembered) == (32, False)


@pytest.mark.row("S8")
def test_values_of_any_length_fit_into_the_keychain_of_windows() -> None:
    keychain = WindowsKeychain()
    for length in (0, 1, LONGEST, LONGEST + 1, 20_000, 3):
        keep(keychain, "session", "é" * length)
        assert recall(keychain, "session") == "é" * length
    assert len(keychain.held) == 2
    forget(keychain, "session")
    assert not keychain.held


@pytest.mark.row("S8")
def test_a_value_that_is_not_whole_counts_as_none() -> None:
    keychain = WindowsKeychain()
    keep(keychain, "session", "x" * 3000)
    keychain.held["session.1"] = "y"
    assert recall(keychain, "session") is None
    for head in ("", "nonsense", "99999999999:aa", "-1:", "2"):
        keychain.held["session"] = head
        assert recall(keychain, "session") is None


@pytest.mark.row("S8")
def test_a_keychain_that_holds_nonsense_under_our_name_is_no_session(server: FakeServer) -> None:
    keychain = MemoryKeychain()
    keep(keychain, "session", '{"base_url": 7}')
    assert not Session(server, URL, keychain).resume()
    keychain.held["replica-key"] = "z" * 64
    key, remembered = file_key(keychain, SeededIds(1), "replica-key")
    assert remembered
    assert file_key(keychain, SeededIds(2), "replica-key") == (key, True)

"""SMS against a stand-in that checks what it is sent."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from backend.channels.port import Accepted, NotSent, Outcome, Outgoing, Rejected, Uncertain
from backend.channels.twilio import TwilioChannel, TwilioSettings, outcome
from domain.reasons import Reason
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer, sms_server
from tests.support.tls import CERTIFICATE, server_context


@pytest.fixture
def server() -> Iterator[SmsServer]:
    with sms_server() as running:
        yield running


def channel(base: str, token: str = TOKEN) -> TwilioChannel:
    return TwilioChannel(TwilioSettings(ACCOUNT, token, FROM, base, timeout=5))


def message(to: str = "+4915112345678") -> Outgoing:
    return Outgoing("m-1", "b-1", "sms", 0, "Haus Grün", to, "", "Hallo Zoë, 100 % & mehr 💇")


def test_a_text_arrives_as_it_was_written(server: SmsServer) -> None:
    with_slash = server.base + "/"
    assert channel(with_slash).send(message()) == Accepted("SM" + "0" * 31 + "1")
    assert server.texts == [("+4915112345678", "Hallo Zoë, 100 % & mehr 💇")]


def test_a_number_that_is_none_is_a_bad_address(server: SmsServer) -> None:
    assert channel(server.base).send(message("0151 12345678")) == Rejected(Reason.BAD_ADDRESS)


def test_a_wrong_token_is_a_matter_of_configuration(server: SmsServer) -> None:
    assert channel(server.base, "wrong").send(message()) == Rejected(Reason.NOT_CONFIGURED)


@pytest.mark.row("R5")
def test_an_answer_that_never_came_leaves_it_unknown(server: SmsServer) -> None:
    server.hang_up = True
    assert channel(server.base).send(message()) == Uncertain()
    assert len(server.texts) == 1


@contextmanager
def encrypted_server() -> Iterator[str]:
    """Its address. It greets by TLS, takes one request, and goes on with what is no TLS."""

    def serve(listener: socket.socket) -> None:
        with suppress(OSError), listener.accept()[0] as plain:  # a client that does not trust it turns away
            secure = server_context().wrap_socket(plain, server_side=True)
            while b"Body=" not in (secure.recv(65536) or b"Body="):
                continue
            os.write(secure.fileno(), b"nothing that TLS knows")
            secure.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(30)


@pytest.mark.row("R5")
def test_encryption_that_breaks_after_the_request_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
    with encrypted_server() as base:
        assert channel(base).send(message()) == Uncertain()


def test_a_provider_that_cannot_prove_its_name_gets_nothing() -> None:
    with encrypted_server() as base:
        assert channel(base).send(message()) == NotSent()


def test_nobody_listening_did_not_send() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert channel(f"http://127.0.0.1:{port}").send(message()) == NotSent()


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (429, 20429, NotSent()),
        (400, 21610, Rejected(Reason.OPTED_OUT)),
        (400, 30007, Rejected(Reason.REFUSED_BY_PROVIDER)),
        (500, 0, Uncertain()),
        (503, 0, Uncertain()),
        (302, 0, Uncertain()),
    ],
)
def test_what_each_answer_means(status: int, code: int, expected: Outcome) -> None:
    assert outcome(status, json.dumps({"code": code}).encode()) == expected


def test_a_login_page_with_200_is_no_acceptance() -> None:
    assert outcome(200, b"<html>sign in</html>") == Uncertain()
